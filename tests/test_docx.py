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


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def texts(body: str, **parts: str) -> list[str]:
    return [b.text for b in read(made(body, **parts), "a.docx", ReadOptions()).blocks]


def test_a_text_box_is_a_block_of_its_own_and_comes_once() -> None:
    box = f"<w:txbxContent>{p('Рис. 1. Оборот')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent {MC}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = f"<w:p><w:r><w:t>Оборот вырос.</w:t></w:r>{drawing}</w:p>" + p("Конец.")
    assert texts(body) == ["Оборот вырос.", "Рис. 1. Оборот", "Конец."]


def test_formulas_changes_and_tables_inside_tables_keep_their_text() -> None:
    formula = f"<m:oMath {M}><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    moved = "<w:moveFrom><w:r><w:t>старое </w:t></w:r></w:moveFrom>"
    inner = "<w:tbl><w:tr>" + tc("внутри") + "</w:tr></w:tbl>"
    controlled = f"<w:sdt><w:sdtContent><w:tc>{p('вторая')}</w:tc></w:sdtContent></w:sdt>"
    table = f"<w:tbl><w:tr><w:tc>{p('первая')}{inner}</w:tc>{controlled}</w:tr></w:tbl>"
    body = f"<w:p>{moved}<w:r><w:t>где </w:t></w:r>{formula}</w:p>" + table
    found = read(made(body), "a.docx", ReadOptions()).blocks
    assert found[0].text == "где a+b"
    assert found[1].table is not None
    assert [cell.text for cell in found[1].table.cells] == ["первая\nвнутри", "вторая"]


def test_endnotes_are_notes() -> None:
    notes = f'<w:endnotes {W}><w:endnote w:id="2">{p("Там же.")}</w:endnote></w:endnotes>'
    assert texts(p("Текст."), endnotes=notes) == ["Текст.", "2 Там же."]


def test_text_behind_an_entity_is_kept_and_the_entity_is_not_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {W}><w:body>'
            + p("Перед &e; после") + "</w:body></w:document>",
        )  # fmt: skip
    [block] = read(out.getvalue(), "a.docx", ReadOptions()).blocks
    assert block.text == "Перед  после"


def test_damaged_markup_is_told_and_the_text_before_it_kept() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>" + p("До повреждения.") + "<w:p><w:r"
        )
    reading = read(out.getvalue(), "a.docx", ReadOptions())
    assert [b.text for b in reading.blocks] == ["До повреждения."]
    [fault] = reading.errors
    assert fault.kind == "damaged"
    assert "text may be missing" in fault.message
