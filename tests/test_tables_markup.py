"""Tables of Word files and saved pages through ``vychitka read``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from flows import cli

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROSE = "Оборот внешней торговли приграничных регионов рос все эти годы, а сальдо убывало. " * 4
ROWS = [
    ["Показатель", "2019", "2020"],
    ["Экспорт", "131,6", "1 108,4"],
    ["Импорт", "378,8", "−462,3"],
    ["Оборот", "510,4", "646,1"],
]


def word_file(path: Path) -> None:
    """A paper of a paragraph, a caption, a table with a header of two levels, and its source."""

    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def tc(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
    top = tc("Показатель", '<w:vMerge w:val="restart"/>') + tc("Годы", '<w:gridSpan w:val="2"/>')
    rows = [head + top, head + tc("", "<w:vMerge/>") + tc("2019") + tc("2020")]
    rows += ["<w:tr>" + "".join(map(tc, row)) for row in ROWS[1:]]
    table = "<w:tbl>" + "".join(row + "</w:tr>" for row in rows) + "</w:tbl>"
    caption = p("Таблица 1 – Внешняя торговля, млн долл.")
    body = p(PROSE) + caption + table + p("Источник: расчёты автора.") + p(PROSE)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )


def saved_page(path: Path) -> None:
    """The same as a page."""
    rows = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in ROWS[1:])
    table = (
        "<table><caption>Таблица 1 – Внешняя торговля, млн долл.</caption><thead>"
        "<tr><th rowspan='2'>Показатель</th><th colspan='2'>Годы</th></tr>"
        f"<tr><th>2019</th><th>2020</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    path.write_text(
        f"<html><body><article><p>{PROSE}</p>{table}<p>Источник: расчёты автора.</p>"
        f"<p>{PROSE}</p></article></body></html>",
        "utf-8",
    )


def read(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The only table of the record that the command prints."""
    assert cli.main(["read", str(path)]) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    return dict(table)


@pytest.mark.parametrize(("name", "make"), [("a.docx", word_file), ("a.html", saved_page)])
def test_a_table_becomes_numbers(
    name: str, make: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / name)
    table = read(tmp_path / name, capsys)
    assert table["rows"][2:] == ROWS[1:]
    assert (table["label"], table["header_rows"], table["n_cols"]) == ("1", 2, 3)
    assert table["caption"]["ru"].startswith("Внешняя торговля")
    cells = {(c["row"], c["col"]): c for c in table["cells"]}
    assert cells[0, 0]["row_span"] == 2
    assert cells[0, 1]["col_span"] == 2
    values = [[cells[r, c]["value"] for c in (1, 2)] for r in (2, 3, 4)]
    assert values == [[131.6, 1108.4], [378.8, -462.3], [510.4, 646.1]]
    assert cells[2, 2]["header_path"] == ["Годы", "2020"]
    assert "млн" in (cells[2, 1]["unit"] or table["unit"])
    assert any("Источник" in note for note in table["notes"])
    assert all(check["ok"] for check in table["checks"])
