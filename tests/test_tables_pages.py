"""Tables of born-digital pages and of pictures: ruled, booktabs, borderless, and none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.observed import Line, ObservedTable, Word
from extractors.options import ReadOptions
from extractors.readers import read
from extractors.tables.grids import rectangle
from extractors.tables.ocr import erase_rules, find_on_image, rules_in_image
from extractors.tables.pdf import find_on_page

ROWS = [
    ["Indicator", "2010", "2015", "2018"],
    ["Turnover", "510.4", "570.7", "981.7"],
    ["Export", "131.6", "108.4", "433.5"],
    ["Import", "378.8", "462.3", "548.2"],
]
XS = [70, 200, 290, 380, 470]
PROSE = (
    "The volume of trade between the regions of the border grew in the years under study, and",
    "its structure changed: the share of raw materials fell, and that of machines rose slowly.",
    "As the survey of enterprises showed, the main obstacle was the time spent at the border.",
)


def page_tables(draw: Callable[[Canvas], None]) -> list[ObservedTable]:
    """What is found on a page drawn by ``draw``."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    with pdfplumber.open(io.BytesIO(out.getvalue())) as pdf:
        return find_on_page(pdf.pages[0])


def put(canvas: Canvas, rows: Sequence[Sequence[str]], top: float = 600, step: float = 18) -> None:
    """Cells left aligned at the columns' places, from ``top`` (PDF upwards) downwards."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.drawString(XS[c] + 4, top - r * step - 13, text)


def rules(canvas: Canvas, heights: Sequence[float]) -> None:
    """Horizontal rules over all columns."""
    for y in heights:
        canvas.line(XS[0], y, XS[-1], y)


def caption(canvas: Canvas, y: float = 615) -> None:
    """A caption over the table."""
    canvas.drawString(XS[0], y, "Table 1. Trade of the region, million dollars")


def test_ruled_table() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ROWS)
        rules(canvas, [600 - 18 * i for i in range(5)])
        for x in XS:
            canvas.line(x, 600, x, 528)

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS
    assert table.method == "lines"
    assert table.bbox == pytest.approx([70, 242, 470, 314], abs=1.5)


def test_spanning_header() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ROWS[1:], 582)
        canvas.drawString(300, 587, "Millions of dollars")
        rules(canvas, [600, 582, 564, 546, 528])
        canvas.line(XS[0], 600, XS[0], 528)
        canvas.line(XS[1], 600, XS[1], 528)
        for x in XS[2:4]:
            canvas.line(x, 582, x, 528)
        canvas.line(XS[4], 600, XS[4], 528)

    (table,) = page_tables(draw)
    assert rectangle(table)[0] == ["", *["Millions of dollars"] * 3]
    span = next(c for c in table.cells if c.text == "Millions of dollars")
    assert (span.row, span.col, span.col_span) == (0, 1, 3)


def test_rows_without_rules_between_them() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ROWS)
        rules(canvas, [600, 582, 528])
        for x in XS:
            canvas.line(x, 600, x, 528)

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS


def test_booktabs() -> None:
    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, ROWS)
        rules(canvas, [602, 582, 526])

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS
    assert (table.method, table.header_rows) == ("alignment", 1)


def test_borderless_under_a_caption() -> None:
    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, ROWS)
        for i, line in enumerate(PROSE):
            canvas.drawString(70, 480 - 13 * i, line)

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS


def test_prose_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(45):
            canvas.drawString(70, 780 - 13 * i, PROSE[i % 3])
        canvas.line(70, 790, 520, 790)
        canvas.line(70, 190, 520, 190)

    assert page_tables(draw) == []


def test_two_columns_of_prose_are_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        for i in range(50):
            canvas.drawString(50, 780 - 11 * i, PROSE[i % 3][:48])
            canvas.drawString(310, 780 - 11 * i, PROSE[(i + 1) % 3][:48])

    assert page_tables(draw) == []


def test_references_and_contents_are_no_tables() -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(12):
            canvas.drawString(70, 760 - 14 * i, f"{i + 1}.")
            canvas.drawString(
                95, 760 - 14 * i, f"Ivanov I. I. Trade of regions. Moscow, {2000 + i}."
            )
        for i in range(8):
            canvas.drawString(70, 500 - 14 * i, f"Chapter {i + 1}. Borders " + "." * 60)
            canvas.drawString(500, 500 - 14 * i, f"{7 * i + 3}")

    assert page_tables(draw) == []


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 500, 480, 120)
        for i, line in enumerate(PROSE):
            canvas.drawString(70, 600 - 13 * i, line)

    assert page_tables(draw) == []


def test_axes_of_a_plot_are_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(100, 400, 100, 600)
        canvas.line(100, 400, 400, 400)
        for i in range(6):
            canvas.line(97, 400 + 40 * i, 103, 400 + 40 * i)
            canvas.drawString(80, 397 + 40 * i, str(20 * i))
            canvas.drawString(98 + 60 * i, 385, str(i))

    assert page_tables(draw) == []


def test_a_header_of_two_levels_without_rules() -> None:
    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, [["", "2010", "2015", "2018"], *ROWS[1:]], 582)
        canvas.drawString(XS[0] + 4, 590, "Indicator")
        canvas.drawCentredString((XS[1] + XS[4] - 40) / 2, 590, "Millions of dollars")

    (table,) = page_tables(draw)
    assert rectangle(table)[0] == ["Indicator", *["Millions of dollars"] * 3]
    assert rectangle(table)[1] == ["Indicator", "2010", "2015", "2018"]
    assert table.header_rows == 2


def test_the_name_of_a_group_parts_a_table_without_sides() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, ROWS[:2])
        canvas.drawString(240, 600 - 2 * 18 - 13, "Border regions")
        put(canvas, ROWS[2:], 546)
        rules(canvas, [600 - 18 * i for i in range(6)])
        for x in XS[1:-1]:
            canvas.line(x, 600, x, 564)
            canvas.line(x, 546, x, 510)

    (table,) = page_tables(draw)
    assert rectangle(table)[2] == ["Border regions"] * 4
    assert [row[0] for row in rectangle(table)] == [
        "Indicator", "Turnover", "Border regions", "Export", "Import",
    ]  # fmt: skip


def test_a_page_on_its_side_is_read_upright(tmp_path: Path) -> None:
    from extractors.options import ReadOptions
    from extractors.readers import read

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rotate(90)
    canvas.translate(0, -A4[0])
    canvas.setFont("Helvetica", 10)
    canvas.drawString(70, 480, "Table 1. Trade of the region, million dollars")
    put(canvas, ROWS, 460)
    rules(canvas, [460 - 18 * i for i in range(5)])
    for x in XS:
        canvas.line(x, 460, x, 388)
    canvas.save()
    reading = read(out.getvalue(), "side.pdf", ReadOptions())
    (table,) = [b.table for b in reading.blocks if b.table]
    assert rectangle(table) == ROWS
    assert table.bbox == pytest.approx([70, A4[0] - 460, 470, A4[0] - 388], abs=2)


# --- pictures -------------------------------------------------------------------------

SCALE = 72 / 200  # points per pixel


def scan(skew: int = 0) -> tuple[Image.Image, list[Line]]:
    """A drawn table as a grey picture at 200 dpi, and its words as recognition gives them.

    ``skew`` is by how many pixels the rules fall over the width of the table.
    """
    image = Image.new("L", (1654, 2339), 235)
    pen = ImageDraw.Draw(image)
    xs = [round(x / SCALE) for x in XS]
    ys = [round((100 + 20 * i) / SCALE) for i in range(5)]
    for y in ys:
        pen.line([(xs[0], y), (xs[-1], y + skew)], fill=40, width=3)
    for x in xs:
        pen.line([(x, ys[0]), (x, ys[-1])], fill=40, width=3)
    lines: list[Line] = []
    for r, row in enumerate(ROWS):
        words = []
        for c, text in enumerate(row):
            box = [XS[c] + 4.0, 104.0 + 20 * r, XS[c] + 4.0 + 6 * len(text), 115.0 + 20 * r]
            pen.text((box[0] / SCALE, box[1] / SCALE), text, fill=30, font_size=26)
            words.append(Word(text, box, 0.9))
        lines.append(Line(" ".join(row), None, tuple(words)))
    return image, lines


@pytest.mark.parametrize("skew", [0, 5])
def test_scanned_ruled_table(skew: int) -> None:
    image, lines = scan(skew)
    (table,) = find_on_image(image, lines, SCALE)
    assert rectangle(table) == ROWS
    assert table.method == "ocr"
    assert table.cells[0].confidence == pytest.approx(0.9)


def test_rules_read_as_letters_are_no_words() -> None:
    image, lines = scan()
    bar = Word("|", [XS[1] - 1.0, 104.0, XS[1] + 1.0, 116.0], 0.4)
    speck = Word(".", [XS[2] + 60.0, 110.0, XS[2] + 62.0, 112.0], 0.3)
    first = lines[0]
    lines[0] = Line(first.text, None, (*first.words, bar, speck))
    (table,) = find_on_image(image, lines, SCALE)
    assert rectangle(table) == ROWS


@pytest.mark.parametrize("skew", [0, 5])
def test_rules_are_erased_and_letters_stay(skew: int) -> None:
    image, _ = scan(skew)
    erased = erase_rules(image, SCALE)
    assert rules_in_image(erased, SCALE) == ([], [])
    letters = Image.new("L", image.size, 235)
    pen = ImageDraw.Draw(letters)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            at = ((XS[c] + 4.0) / SCALE, (104.0 + 20 * r) / SCALE)
            pen.text(at, text, fill=30, font_size=26)
    drawn = sum(letters.histogram()[:128])
    assert sum(erased.histogram()[:128]) == pytest.approx(drawn, rel=0.03)


def test_a_picture_without_tables_stays() -> None:
    image = Image.new("L", (800, 800), 255)
    ImageDraw.Draw(image).line([(100, 400), (700, 400)], fill=0, width=3)
    assert erase_rules(image, SCALE) is image


# --- real pages -----------------------------------------------------------------------


def tables_of(path: Path, page: int) -> list[list[list[str]]]:
    """The rectangles of one page, line ends as blanks."""
    with pdfplumber.open(path) as pdf:
        return [rectangle(t) for t in find_on_page(pdf.pages[page - 1])]


def typed(path: Path) -> list[list[str]]:
    """A typed table."""
    with path.open(newline="", encoding="utf-8") as lines:
        return [[" ".join(c.split()) for c in row] for row in csv.reader(lines)]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "page", "index", "truth"),
    [
        ("tables/gdp_six_tables_ru.pdf", 1, 0, "tables/gdp_six_tables_ru.pdf.table1.csv"),
        ("tables/rectangular.pdf", 1, 0, "tables/rectangular.pdf.csv"),
        (
            "bilingual_born_digital/syomin_2024_geograficheskij_vestnik.pdf", 9, 0,
            "bilingual_born_digital/syomin_2024_geograficheskij_vestnik.pdf.p9.table1.csv",
        ),
    ],
    ids=["gdp", "rectangular", "syomin"],
)  # fmt: skip
def test_typed_tables(shared: Path, name: str, page: int, index: int, truth: str) -> None:
    found = tables_of(shared / "data" / "pdf" / name, page)[index]
    expected = typed(shared / "data" / "pdf" / truth)
    assert found[1:] == expected[1:]
    assert [len(row) for row in found] == [len(row) for row in expected]


@pytest.mark.shared
def test_a_merged_cell(shared: Path) -> None:
    (table,) = tables_of(shared / "data" / "pdf" / "tables" / "merged_horizontal.pdf", 1)
    assert [len(set(row)) for row in table] == [1, 3, 3]


def test_a_wrapped_header_whose_lines_end_together() -> None:
    """Headers of several lines over right-aligned columns, the tallest beginning alone."""
    heads = [["", "", "", "Combined"], ["", "Share of", "", "weighted"],
             ["", "all pupils", "Schools", "response"], ["System", "tested", "asked", "rate"]]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        caption(canvas, 640)
        for r, row in enumerate([*heads, *ROWS[1:]]):
            for c, text in enumerate(row[:4]):
                y = 620 - (11 * r if r < 4 else 57 + 18 * (r - 4))
                if c:
                    canvas.drawRightString(XS[c] + 60, y, text)
                else:
                    canvas.drawString(XS[0], y, text)
        rules(canvas, [632, 580, 520])

    (table,) = page_tables(draw)
    assert rectangle(table)[0] == [
        "System", "Share of all pupils tested", "Schools asked", "Combined weighted response rate",
    ]  # fmt: skip
    assert rectangle(table)[1:] == [row[:4] for row in ROWS[1:]]


def test_a_rule_of_dashes_is_no_row() -> None:
    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, ROWS[:1])
        canvas.drawString(XS[0], 571, "-" * 110)
        put(canvas, ROWS[1:], 573)

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS


def test_names_of_groups_that_begin_with_a_figure() -> None:
    """ "3-year-olds" over its rows, without rules between rows, is a row of its own."""
    labels = ["3-year-olds", "First group", "Second group", "4-year-olds", "First group"]
    values = ["", "85.1", "17.3", "", "79.8"]

    def draw(canvas: Canvas) -> None:
        rules(canvas, [600, 582, 492])
        for x in [*XS[:3], XS[-1]]:
            canvas.line(x, 600, x, 492)
        for x, text in zip(XS, ["Group", "2010", "2015"], strict=False):
            canvas.drawString(x + 4, 587, text)
        for i, (label, value) in enumerate(zip(labels, values, strict=True)):
            y = 570 - 17 * i
            canvas.drawString(XS[0] + (30 if not value else 4), y, label)
            canvas.drawString(XS[1] + 4, y, value)
            canvas.drawString(XS[2] + 4, y, value)

    (table,) = page_tables(draw)
    assert [row[:2] for row in rectangle(table)[1:]] == [
        list(pair) for pair in zip(labels, values, strict=True)
    ]


def test_dots_lead_to_no_text() -> None:
    rows = [[f"{r[0]} {'.' * 24}", *r[1:]] if i else r for i, r in enumerate(ROWS)]

    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, rows)

    (table,) = page_tables(draw)
    assert rectangle(table) == ROWS


def test_a_second_header_begins_a_table() -> None:
    more = [["Indicator", "2019", "2020", "2021"], *([r[0], "1.5", "2.5", "3.5"] for r in ROWS[1:])]

    def draw(canvas: Canvas) -> None:
        caption(canvas)
        put(canvas, ROWS)
        put(canvas, more, top=600 - 18 * 5)

    assert [rectangle(t) for t in page_tables(draw)] == [ROWS, more]


@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_a_table_on_a_cropped_page_stands_where_its_words_stand(rotation: int) -> None:
    """Boxes count from the corner of what is shown, not of the sheet it was cut from."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(800, 600) if rotation else (600, 800))  # of the turned page
    canvas.setPageRotation(rotation)
    canvas.setCropBox((40, 100, 590, 780))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(120, 700, "Table 1. Turnover of the border trade")
    cells = [["District", "Export", "Import"], ["Northern", "145", "160"], ["Southern", "88", "91"]]
    for row, texts in enumerate(cells):
        for col, text in enumerate(texts):
            canvas.rect(120 + 100 * col, 660 - 20 * row, 100, 20)
            canvas.drawString(125 + 100 * col, 666 - 20 * row, text)
    canvas.drawString(
        120, 500, "The turnover grew in every district of the border, as the table shows."
    )
    canvas.save()
    reading = read(out.getvalue(), "cropped.pdf", ReadOptions(ocr="never"))
    [table] = [b for b in reading.blocks if b.table]
    assert [c.text for c in table.table.cells] == [text for row in cells for text in row]
    rest = " ".join(b.text for b in reading.blocks if not b.table)
    assert not {"District", "Northern", "145"} & set(rest.split())
    assert rest.split()[:2] == ["Table", "1."]
    x0, top, x1, bottom = table.provs[0].bbox
    page = reading.pages[0]
    assert (page.width, page.height) in {(550, 680), (680, 550)}
    inside = 0 <= x0 < x1 <= page.width and 0 <= top < bottom <= page.height
    assert inside
