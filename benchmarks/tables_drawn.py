"""Looks for generated tables: pages with rules or without, scans of them, plain text."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from scanner import askew, between, grained, pdf_of, rendered
from tables_generated import Content, Made, TrueCell, unspanned

FONTS = {
    "serif": "liberation/LiberationSerif-{}.ttf",
    "sans": "liberation/LiberationSans-{}.ttf",
    "dejavu": "dejavu/DejaVuSerif{}.ttf",
}
PROSE = {
    "ru": "Приграничное положение региона влияет на его развитие неоднозначно: с одной стороны, "
    "близость к внешнему рынку открывает новые возможности для предприятий, с другой стороны, "
    "удалённость от центра страны увеличивает издержки. В последние годы доля сырья в структуре "
    "вывоза сохраняется, а обмен услугами растёт медленнее, чем ожидалось в начале периода.",
    "en": "The position of a region on the border influences its development in two ways: on the "
    "one hand, the nearness of a foreign market opens new possibilities to its enterprises, on the "
    "other hand, the distance from the centre of the country makes everything dearer. In recent "
    "years the share of raw materials has remained, and the exchange of services has grown slowly.",
}
LEFT, RIGHT, TOP = 62.0, 533.0, 780.0
#: How far a table may go beyond the text to the right, in points.
BEYOND = 50.0


@cache
def fonts(name: str) -> tuple[str, str]:
    """Regular and bold of a family, registered."""
    root = Path("/usr/share/fonts/truetype")
    out = []
    for style in ("Regular", "Bold"):
        shown = {"Regular": "", "Bold": "-Bold"}[style] if name == "dejavu" else style
        key = f"{name}-{style}"
        pdfmetrics.registerFont(TTFont(key, root / FONTS[name].format(shown)))
        out.append(key)
    return out[0], out[1]


def width_of(text: str, font: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """A text in lines no wider than ``room`` (a longer word stands alone)."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", font, size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Look:
    """How a table is set."""

    rules: str  # full, open (no sides), columns (no rules between rows), booktabs, none, zebra
    font: str = "serif"
    size: float = 10.0
    pad: float = 4.0
    loose: float = 4.0  # added to the height of rows
    numbers: str = "right"  # right, center
    heads: str = "center"
    bold: bool = False
    stub: float = 150.0
    top: bool = False  # cells from the top, else in the middle
    level: str = "middle"  # where the header of the stub stands beside several levels


@dataclass
class Pen:
    """A page being drawn, from the top; ``y`` is the next free place upwards from below."""

    canvas: Canvas
    lang: str
    look: Look
    y: float = TOP
    left: float = LEFT
    right: float = RIGHT
    pages: int = 1

    def write(self, text: str, size: float = 11, bold: bool = False, center: bool = False) -> None:
        """A paragraph over the measure."""
        font = fonts(self.look.font)[bold]
        for line in wrapped(text, font, size, self.right - self.left):
            self.y -= size * 1.25
            self.canvas.setFont(font, size)
            at = (
                (self.left + self.right) / 2 - width_of(line, font, size) / 2
                if center
                else self.left
            )
            self.canvas.drawString(at, self.y, line)

    def prose(self, sentences: int) -> None:
        """Some running text."""
        self.write(" ".join([PROSE[self.lang]] * sentences))
        self.y -= 8

    def turn_over(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self.y = TOP
        self.pages += 1


# --- a table on a page ----------------------------------------------------------------


@dataclass
class Layout:
    """Places of columns and the heights of rows, and each cell's lines."""

    xs: list[float]
    heights: list[float]
    lines: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def laid(content: Content, look: Look, left: float, room: float) -> Layout:
    """Columns as wide as their words need, narrower where the room is short."""
    regular, bold = fonts(look.font)

    def wide(cell: TrueCell) -> float:
        return width_of(cell.text, bold if cell.header and look.bold else regular, look.size)

    def longest(cell: TrueCell) -> float:
        return max((width_of(w, bold, look.size) for w in cell.text.split(" ")), default=0)

    widths = [0.0] * content.n_cols
    for cell in content.cells:
        if cell.col_span == 1:
            limit = (
                look.stub
                if cell.col == 0 or (content.kind == "numbered" and cell.col == 1)
                else 78.0
            )
            want = (
                wide(cell) if cell.value is not None else max(min(wide(cell), limit), longest(cell))
            )
            widths[cell.col] = max(widths[cell.col], want + 2 * look.pad)
    for cell in content.cells:
        if 1 < cell.col_span < content.n_cols:
            span = range(cell.col, cell.col + cell.col_span)
            lack = longest(cell) + 2 * look.pad + 2 - sum(widths[c] for c in span)
            for c in span:
                widths[c] += max(0.0, lack) / cell.col_span
    spare = room - sum(widths)
    if spare > 0 and look.rules not in {"none"}:
        widths = [w + min(spare, 90) / len(widths) for w in widths]
    over = sum(widths) - room - BEYOND
    if over > 0:  # labels wrap sooner
        stub = max(longest(c) for c in content.cells if c.col == 0 and c.col_span == 1)
        widths[0] = max(widths[0] - over, stub + 2 * look.pad)
    xs = [left]
    for w in widths:
        xs.append(xs[-1] + w)
    layout = Layout(xs, [0.0] * content.n_rows)
    step = look.size * 1.17
    for cell in sorted(content.cells, key=lambda c: c.row_span):
        font = bold if cell.header and look.bold else regular
        inner = xs[cell.col + cell.col_span] - xs[cell.col] - 2 * look.pad + 0.1
        lines = wrapped(cell.text, font, look.size, inner) if cell.text else []
        layout.lines[cell.row, cell.col] = lines
        need = max(1, len(lines)) * step + look.loose
        rows = range(cell.row, cell.row + cell.row_span)
        lack = need - sum(layout.heights[r] for r in rows)
        for r in rows:
            layout.heights[r] += max(0.0, lack) / cell.row_span
    return layout


def draw_table(pen: Pen, content: Content, room: float, rows: range | None = None) -> None:
    """The table (or its header rows and ``rows``) at the pen."""
    given = look = pen.look
    layout = laid(content, look, pen.left, room)
    while layout.xs[-1] > pen.left + room + BEYOND + 1 and look.size > 5:
        pen.look = look = replace(look, size=look.size - 0.5)
        layout = laid(content, look, pen.left, room)
    shown = [*range(content.header_rows), *(rows or range(content.header_rows, content.n_rows))]
    if rows is not None and not rows:
        shown = [*range(content.n_rows)]
    tops: dict[int, float] = {}
    y = pen.y - 6
    first = y
    for r in shown:
        tops[r] = y
        y -= layout.heights[r]
    for cell in content.cells:
        if cell.row in tops:
            _draw_cell(pen, content, cell, layout, tops)
    _draw_rules(pen, content, layout, tops, shown, first, y)
    pen.y, pen.look = y - 4, given


def _draw_cell(
    pen: Pen, content: Content, cell: TrueCell, layout: Layout, tops: dict[int, float]
) -> None:
    look = pen.look
    regular, bold = fonts(look.font)
    font = bold if cell.header and look.bold else regular
    lines = layout.lines[cell.row, cell.col]
    height = sum(layout.heights[r] for r in range(cell.row, cell.row + cell.row_span))
    step = look.size * 1.17
    x0, x1 = layout.xs[cell.col] + look.pad, layout.xs[cell.col + cell.col_span] - look.pad
    down = look.loose / 2 if look.top and not cell.header else (height - step * len(lines)) / 2
    if cell.row_span > 1 and look.rules in {"booktabs", "none"}:
        lowest = height - step * len(lines) - look.loose / 2
        down = {"top": look.loose / 2, "bottom": lowest}.get(look.level, down)
    y = tops[cell.row] - down - look.size * 0.9
    is_group = cell.row in content.groups
    where = "left" if cell.col == 0 and not cell.header else look.numbers
    if (content.kind == "numbered" and cell.col in {1, 2}) or content.kind == "worded":
        where = "left"
    if cell.header:
        where = look.heads if cell.col or cell.row_span > 1 else "left"
    if is_group:
        where = "center" if look.rules in {"full", "open", "zebra"} else "left"
    pen.canvas.setFont(font, look.size)
    for line in lines:
        wide = width_of(line, font, look.size)
        at = {"left": x0, "right": x1 - wide, "center": (x0 + x1 - wide) / 2}[where]
        pen.canvas.drawString(at, y, line)
        y -= step


def _draw_rules(
    pen: Pen, content: Content, layout: Layout, tops: dict[int, float], shown: Sequence[int],
    first: float, last: float,
) -> None:  # fmt: skip
    rules, canvas, xs = pen.look.rules, pen.canvas, layout.xs
    canvas.setLineWidth(0.6)
    body = next((tops[r] for r in shown if r >= content.header_rows), last)
    if rules in {"full", "open"}:
        _cell_rules(canvas, content, layout, tops, sides=rules == "full")
    elif rules == "columns":
        for y in (first, body, last):
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            top = first
            for cell in content.cells:
                if (
                    cell.row < content.header_rows
                    and cell.col < _at(xs, x) < cell.col + cell.col_span
                ):
                    top = tops[cell.row] - layout.heights[cell.row]
            canvas.line(x, top, x, last)
        _span_rules(canvas, content, layout, tops)
    elif rules == "booktabs":
        for y, weight in ((first, 1.0), (body, 0.5), (last, 1.0)):
            canvas.setLineWidth(weight)
            canvas.line(xs[0], y, xs[-1], y)
        _span_rules(canvas, content, layout, tops)


def _at(xs: Sequence[float], x: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))


def _span_rules(canvas: Canvas, content: Content, layout: Layout, tops: dict[int, float]) -> None:
    """Short rules under headers that span columns."""
    canvas.setLineWidth(0.4)
    for cell in content.cells:
        if cell.header and cell.col_span > 1 and cell.row in tops:
            y = tops[cell.row] - layout.heights[cell.row]
            canvas.line(layout.xs[cell.col] + 3, y, layout.xs[cell.col + cell.col_span] - 3, y)


def _cell_rules(
    canvas: Canvas, content: Content, layout: Layout, tops: dict[int, float], sides: bool
) -> None:
    for cell in content.cells:
        if cell.row not in tops:
            continue
        x0, x1 = layout.xs[cell.col], layout.xs[cell.col + cell.col_span]
        top = tops[cell.row]
        bottom = top - sum(layout.heights[r] for r in range(cell.row, cell.row + cell.row_span))
        canvas.line(x0, top, x1, top)
        canvas.line(x0, bottom, x1, bottom)
        if sides or cell.col:
            canvas.line(x0, bottom, x0, top)
        if sides or cell.col + cell.col_span < content.n_cols:
            canvas.line(x1, bottom, x1, top)


# --- pages ----------------------------------------------------------------------------


def caption_of(content: Content, dice: random.Random) -> str:
    """ "Таблица 3 – …" in one of the usual forms."""
    word = "Таблица" if content.lang == "ru" else "Table"
    return f"{word} {content.label}{dice.choice(['. ', ' – ', '. '])}{content.caption}"


def look_of(kind: str, dice: random.Random) -> Look:
    """A look for a class."""
    rules = {
        "ruled": dice.choice(["full", "full", "full", "open", "columns"]),
        "booktabs": "booktabs", "borderless": "none",
        "scanned": dice.choice(["full", "full", "full", "open", "booktabs", "none"]),
    }[kind]  # fmt: skip
    return Look(
        rules, dice.choice(["serif", "serif", "sans", "dejavu"]), dice.choice([9.0, 10.0, 10.0, 11.0]),
        pad=dice.choice([3.0, 4.0, 6.0]) + (3 if rules == "none" else 0), loose=dice.choice([2.0, 4.0, 8.0]),
        numbers=dice.choice(["right", "right", "center"]), heads=dice.choice(["center", "center", "right"]),
        bold=dice.random() < 0.4, stub=dice.choice([110.0, 150.0, 190.0]), top=dice.random() < 0.3,
        level=dice.choice(["top", "middle", "bottom", "bottom"]),
    )  # fmt: skip


def draw(kind: str, content: Content, dice: random.Random, name: str) -> Made:
    """The file of one table (or two)."""
    if kind.startswith("plain"):
        text, tables = plain(content, dice, blanks=kind == "plain blanks")
        return Made(f"{name}.txt", kind, text.encode(), tables)
    look = look_of(kind, dice)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    pen = Pen(canvas, content.lang, look)
    arrangement = dice.random()
    tables = [content if look.rules in {"full", "open", "columns"} else unspanned(content)]
    if look.rules == "columns":
        tables = [unspanned(content)]
    if arrangement < 0.12 and kind != "scanned" and content.n_rows > 6 and not content.groups:
        over_pages(pen, tables[0], dice)
    elif arrangement < 0.2 and kind != "scanned":
        sideways(pen, tables[0], dice)
    elif arrangement < 0.3 and small(content):
        tables = side_by_side(pen, tables[0], dice)
    else:
        upright(pen, tables[0], dice)
    canvas.save()
    data = out.getvalue()
    return Made(f"{name}.pdf", kind, scan(data, dice) if kind == "scanned" else data, tables)


def small(content: Content) -> bool:
    """Whether two of the kind fit beside each other."""
    return content.n_cols <= 4 and content.kind in {"years", "regression", "grouped"}


def heading(pen: Pen, content: Content, dice: random.Random) -> None:
    """A caption over the table."""
    pen.write(caption_of(content, dice), 10, bold=dice.random() < 0.3, center=dice.random() < 0.3)


def ending(pen: Pen, content: Content) -> None:
    """Notes under the table."""
    for note in content.notes:
        pen.write(note, 8.5)
    pen.y -= 12


def upright(pen: Pen, content: Content, dice: random.Random) -> None:
    """Prose, the table, prose."""
    pen.prose(1 + (dice.random() < 0.5))
    heading(pen, content, dice)
    draw_table(pen, content, pen.right - pen.left)
    ending(pen, content)
    pen.prose(1)


def over_pages(pen: Pen, content: Content, dice: random.Random) -> None:
    """A table of which the rest stands on the next page."""
    cut = dice.randint(content.header_rows + 2, content.n_rows - 2)
    pen.prose(2)
    heading(pen, content, dice)
    draw_table(pen, content, pen.right - pen.left, range(content.header_rows, cut))
    pen.turn_over()
    if content.lang == "ru":
        pen.write(
            dice.choice(
                ["Продолжение таблицы {}", "Продолжение табл. {}", "Окончание таблицы {}"]
            ).format(content.label),
            10,
        )
    else:
        pen.write(f"Table {content.label} (continued)", 10)
    draw_table(pen, content, pen.right - pen.left, range(cut, content.n_rows))
    ending(pen, content)
    pen.prose(2)


def sideways(pen: Pen, content: Content, dice: random.Random) -> None:
    """A page of its own on which everything lies on its side."""
    pen.canvas.rotate(90)
    pen.canvas.translate(0, -A4[0])
    pen.left, pen.right, pen.y = 60.0, A4[1] - 60, A4[0] - 50
    heading(pen, content, dice)
    draw_table(pen, content, pen.right - pen.left)
    ending(pen, content)


def side_by_side(pen: Pen, content: Content, dice: random.Random) -> list[Content]:
    """The table, and another one of two columns to its right."""
    pen.prose(1)
    top = pen.y
    other = Content(
        [TrueCell(0, 0, "Год" if content.lang == "ru" else "Year", header=True),
         TrueCell(0, 1, "Индекс" if content.lang == "ru" else "Index", header=True)],
        1, 2, 1, content.lang, str(int(content.label) + 1),
        "Индекс роста" if content.lang == "ru" else "Growth index", kind="pairs",
    )  # fmt: skip
    for r in range(1, dice.randint(5, 8)):
        value = round(dice.uniform(80, 130), 1)
        shown = f"{value:.1f}".replace(".", "," if content.lang == "ru" else ".")
        year = 2010 + r
        other.cells += [TrueCell(r, 0, str(year)), TrueCell(r, 1, shown, value=value)]
        other.n_rows = r + 1
    pen.right = 345
    pen.look = replace(pen.look, stub=min(pen.look.stub, 100.0))
    content = replace(content, caption=content.caption.split(",")[0])
    heading(pen, content, dice)
    draw_table(pen, content, 285)
    ending(pen, content)
    low = pen.y
    pen.y, pen.left, pen.right = top, 395.0, 540.0
    heading(pen, other, dice)
    draw_table(pen, other, 130)
    pen.y, pen.left, pen.right = min(low, pen.y) - 10, LEFT, RIGHT
    pen.prose(1)
    return [content, other]


def scan(data: bytes, dice: random.Random) -> bytes:
    """The pages as a copier sees them: grey, askew, noisy, in a PDF of pictures."""
    dpi = dice.choice([200, 300, 300])
    noise = np.random.default_rng(dice.randrange(2**32))
    pages = []
    for page in rendered(data, dpi, colour=True):
        soft = askew(page, dice.uniform(-0.8, 0.8), dice.uniform(0.3, 0.9) * dpi / 300)
        paper, ink = dice.uniform(225, 250), dice.uniform(20, 70)
        grain = dice.uniform(3, 12)
        pages.append(
            grained(soft, between(ink, paper), lambda shape, by=grain: noise.normal(0, by, shape))
        )
    return pdf_of(pages, dpi, quality=70)


# --- plain text -----------------------------------------------------------------------


def plain(content: Content, dice: random.Random, blanks: bool) -> tuple[str, list[Content]]:
    """Prose, caption, the table in lines, notes, prose."""
    content = unspanned(content)
    rows = _blank_rows(content) if blanks else _run_rows(content, dice)
    gap = [""] if dice.random() < 0.5 else []
    lines = [*_folded(PROSE[content.lang]), "", caption_of(content, dice), *gap, *rows, *gap]
    lines += [*content.notes, "", *_folded(PROSE[content.lang]), ""]
    return "\n".join(lines), [content]


def _folded(text: str, width: int = 90) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _at_row(content: Content, row: int) -> list[TrueCell]:
    return sorted((c for c in content.cells if c.row == row), key=lambda c: c.col)


def _blank_rows(content: Content) -> list[str]:
    """Cells one blank apart, as text extraction leaves them."""
    return [" ".join(c.text for c in _at_row(content, r) if c.text) for r in range(content.n_rows)]


def _run_rows(content: Content, dice: random.Random) -> list[str]:
    """Cells at places, runs of blanks between them."""
    widths = [0] * content.n_cols
    for cell in content.cells:
        if cell.col_span == 1 and cell.row not in content.groups:
            widths[cell.col] = max(widths[cell.col], len(cell.text))
    for cell in content.cells:
        if cell.col_span > 1:
            span = range(cell.col, cell.col + cell.col_span)
            lack = len(cell.text) - sum(widths[c] + 3 for c in span) + 3
            widths[cell.col] += max(0, lack)
    gap = dice.choice([2, 3, 4])
    starts = [0]
    for w in widths:
        starts.append(starts[-1] + w + gap)
    justify: Callable[[str, int], str] = dice.choice([str.rjust, str.ljust])
    lines: list[str] = []
    for r in range(content.n_rows):
        line = ""
        for cell in _at_row(content, r):
            room = starts[cell.col + cell.col_span] - starts[cell.col] - gap
            text = cell.text.ljust(room) if cell.col == 0 else justify(cell.text, room)
            text = cell.text.center(room) if cell.col_span > 1 and cell.col else text
            line = line.ljust(starts[cell.col]) + text
        lines.append(line.rstrip())
    return lines
