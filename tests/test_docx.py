"""Word files: order, headings, tables with spans, notes, damage."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import EmptyFile, UnreadableFile
from extractors.options import ReadOptions
from extractors.readers import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_order_styles_tables_and_notes() -> None:
    table = (
        "<w:tbl><w:tr>" + tc("Показатель", '<w:vMerge w:val="restart"/>')
        + tc("Годы", '<w:gridSpan w:val="2"/>') + "</w:tr><w:tr>"
        + tc("", "<w:vMerge/>") + tc("2019") + tc("2020") + "</w:tr></w:tbl>"
    )  # fmt: skip
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{p("Данные Росстата.")}</w:footnote></w:footnotes>'
    )
    body = p("О торговле", "Title") + p("Введение", "Heading1") + p("Текст.") + table + p("Конец.")
    reading = read(made(body, footnotes=notes), "a.zip", ReadOptions())
    assert [(b.label, b.text) for b in reading.blocks if b.table is None] == [
        ("title", "О торговле"),
        ("heading", "Введение"),
        ("paragraph", "Текст."),
        ("paragraph", "Конец."),
        ("footnote", "1 Данные Росстата."),
    ]
    [found] = [b.table for b in reading.blocks if b.table]
    assert (found.n_rows, found.n_cols) == (2, 3)
    first = found.cells[0]
    assert (first.text, first.row_span, first.col_span) == ("Показатель", 2, 1)
    assert found.cells[1].col_span == 2


def test_an_empty_one_and_a_broken_one() -> None:
    with pytest.raises(EmptyFile, match=r"^a\.docx"):
        read(made(""), "a.docx", ReadOptions())
    with pytest.raises(UnreadableFile, match="cannot be unpacked"):
        read(made(p("text"))[:60] + b"word/document.xml", "a.docx", ReadOptions())
