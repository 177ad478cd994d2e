"""Cells of a scanned table read a second time, cut out one by one.

Recognition of a whole page loses figures that stand alone between rules and blanks. The cells
of columns of numbers, and all others that were read with doubt, are cut out, cleared of grey
and noise, stacked into one picture and read again. What both readings say is trusted; where
they differ the one that looks like its column wins, and the other one stays beside it for the
checks. Figures that a failed sum doubts are compared with their like (``glyphs``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from PIL import Image as Pillow

from extractors.observed import ObservedCell, ObservedTable
from extractors.ocr import OcrWord
from extractors.tables.glyphs import with_lookalikes
from extractors.tables.grids import one_line
from extractors.tables.numbers import is_missing, is_value, read_value

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

#: Figures are enlarged to this height, pixels: Tesseract reads them best at 30 to 40.
FIGURE = 36.0
#: White between two cells in the stack, pixels.
MARGIN = 26
#: Cells read in one call, at most; a table with more is read in several.
MOST_CELLS = 120
#: A cell holds something where this share of its pixels is dark.
INK = 0.004

#: Recognises one block of lines.
Read = Callable[["Image"], "list[OcrWord]"]
#: A cell read with less confidence is read again, whatever it holds …
DOUBTFUL = 0.8
#: … and replaced by words that are trusted so much more.
GAIN = 0.1


@dataclass(frozen=True, slots=True)
class _Cut:
    """A cell cut out."""

    row: int
    col: int
    picture: Image


def reread_cells(
    picture: Image, tables: Sequence[ObservedTable], scale: float, read: Read
) -> list[ObservedTable]:
    """The tables with their cells as both readings have them.

    ``scale`` is points per pixel of ``picture`` (without its rules).
    """
    return [_reread(picture, table, scale, read) for table in tables]


def _reread(picture: Image, table: ObservedTable, scale: float, read: Read) -> ObservedTable:
    columns = numeric_columns(table)
    cuts = [
        cut for c in range(table.n_cols) for cut in _cuts(picture, table, c, c in columns, scale)
    ]
    seconds: dict[tuple[int, int], tuple[str, float]] = {}
    for at in range(0, len(cuts), MOST_CELLS):
        seconds |= _second_readings(cuts[at : at + MOST_CELLS], read)
    if not seconds:
        return table
    habits = {c: _habit([x.text for x in table.cells if x.col == c]) for c in columns}
    cells = [
        _settled(cell, *seconds[cell.row, cell.col], habits.get(cell.col))
        if (cell.row, cell.col) in seconds
        else cell
        for cell in table.cells
    ]
    pictures = {(cut.row, cut.col): cut.picture for cut in cuts}
    return with_lookalikes(replace(table, cells=tuple(cells)), pictures)


def numeric_columns(table: ObservedTable) -> list[int]:
    """Columns behind the first that hold figures in most of their cells."""
    out: list[int] = []
    for c in range(table.n_cols):
        texts = [one_line(x.text) for x in table.cells if x.col == c and x.text.strip() and x.row]
        figures = [t for t in texts if is_value(t) or sum(ch.isdigit() for ch in t) > 0.5 * len(t)]
        if len(figures) >= 2 and len(figures) >= 0.6 * len(texts):
            out.append(c)
    return out


# --- cells cut out and stacked --------------------------------------------------------


def _cuts(
    picture: Image, table: ObservedTable, col: int, numeric: bool, scale: float
) -> list[_Cut]:
    """The cells of a column to read again: all of a numeric one, else doubtful and blank ones."""
    cells = {x.row: x for x in table.cells if x.col == col}
    sides = _sides([x for x in cells.values() if x.bbox and x.col_span == 1])
    out: list[_Cut] = []
    for row, cell in sorted(cells.items()):
        text = cell.text.strip()
        if "\n" in text or (text and not numeric and cell.confidence >= DOUBTFUL):
            continue
        box = cell.bbox or (_place(table, row, sides) if numeric else None)
        cut = _crop(picture, box, scale) if box else None
        if cut is not None and cut.height * scale < 30:
            out.append(_Cut(row, col, cut))
    return out


def _sides(cells: Sequence[ObservedCell]) -> tuple[float, float] | None:
    """The x extent of a column's cells, in points."""
    boxes = [x.bbox for x in cells if x.bbox]
    if len(boxes) < 2:
        return None
    return min(b[0] for b in boxes), max(b[2] for b in boxes)


def _place(table: ObservedTable, row: int, sides: tuple[float, float] | None) -> list[float] | None:
    """Where the cell of a row stands in a column, by the other cells of the row."""
    boxes = [x.bbox for x in table.cells if x.row == row and x.bbox and x.row_span == 1]
    if sides is None or not boxes:
        return None
    return [sides[0], min(b[1] for b in boxes), sides[1], max(b[3] for b in boxes)]


def _crop(picture: Image, box: Sequence[float], scale: float) -> Image | None:
    """What stands in a box (points), with some paper around it; None where it is blank."""
    import numpy as np

    pad = 2.0
    area = (
        max(0, int((box[0] - pad) / scale)), max(0, int((box[1] - pad) / scale)),
        min(picture.width, int((box[2] + pad) / scale) + 1),
        min(picture.height, int((box[3] + pad) / scale) + 1),
    )  # fmt: skip
    if area[2] - area[0] < 4 or area[3] - area[1] < 4:
        return None
    grey = _cleared(np.asarray(picture.crop(area).convert("L"), dtype=np.float32))
    cut = Pillow.fromarray(grey)
    dark = grey < 150
    if dark.mean() < INK:
        return None
    rows = np.flatnonzero(dark.any(axis=1))
    columns = np.flatnonzero(dark.any(axis=0))
    edge = max(2, round(1.5 / scale))
    return cut.crop((
        max(0, int(columns[0]) - edge), max(0, int(rows[0]) - edge),
        min(cut.width, int(columns[-1]) + edge), min(cut.height, int(rows[-1]) + edge),
    ))  # fmt: skip


def _cleared(grey: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Paper made white and ink black: half of the noise of the paper goes white with it."""
    import numpy as np

    ink, paper = float(np.percentile(grey, 1)), float(np.percentile(grey, 70))
    span = max(40.0, (paper - ink) * 0.88)
    return ((grey - ink) / span * 255).clip(0, 255).astype(np.uint8)


def _second_readings(cuts: Sequence[_Cut], read: Read) -> dict[tuple[int, int], tuple[str, float]]:
    """What the stacked cells read, with confidence."""
    if not cuts:
        return {}
    factor = min(4.0, max(0.5, FIGURE / max(6.0, median(c.picture.height for c in cuts) * 0.62)))
    enlarged = [_enlarged(cut.picture, factor) for cut in cuts]
    width = max(p.width for p in enlarged) + 2 * MARGIN
    stack = Pillow.new("L", (width, sum(p.height + MARGIN for p in enlarged) + MARGIN), 255)
    rows: list[tuple[int, int]] = []
    y = MARGIN
    for part in enlarged:
        stack.paste(part, (MARGIN, y))
        rows.append((y, y + part.height))
        y += part.height + MARGIN
    found: dict[int, list[OcrWord]] = {}
    for word in read(stack):
        middle = (word.top + word.bottom) / 2
        at = next((i for i, (a, b) in enumerate(rows) if a - 8 <= middle <= b + 8), None)
        if at is not None:
            found.setdefault(at, []).append(word)
    return {
        (cuts[i].row, cuts[i].col): (
            " ".join(w.text for w in sorted(words, key=lambda w: (w.line, w.left))),
            fmean(w.confidence for w in words),
        )
        for i, words in found.items()
    }


def _enlarged(picture: Image, factor: float) -> Image:
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Pillow.Resampling.LANCZOS)


# --- two readings ---------------------------------------------------------------------


def _habit(texts: Sequence[str]) -> Counter[str]:
    """How the numbers of a column look: "d.d" for "12,5", with the number of decimals."""
    return Counter(_shape(one_line(t)) for t in texts if is_value(one_line(t)))


def _shape(text: str) -> str:
    """The mark and the decimals of a number ("," and 1 for "1 234,5"), and what follows it."""
    found = re.search(r"\d([.,])(\d{1,4})(?!\d)[^\d]*$", text)
    return f"{found[1]}{len(found[2])}" if found else "whole" if re.search(r"\d", text) else "none"


def _settled(
    cell: ObservedCell, second: str, trust: float, habit: Counter[str] | None
) -> ObservedCell:
    """The cell with the better of its two readings, the other one beside it.

    ``habit`` is how the numbers of its column look; None in a column of words.
    """
    first = one_line(cell.text)
    if first == second or _same(first, second):
        sure = max(cell.confidence, 1 - (1 - cell.confidence) * (1 - trust))
        text = second if _is_grouped(second) and not _is_grouped(first) else cell.text
        return replace(cell, text=text, confidence=round(sure, 3))
    if not first:
        better = (
            trust >= 0.5 and (habit is None or is_value(second)) and any(map(str.isalnum, second))
        )
        return replace(cell, text=second, confidence=round(trust, 3)) if better else cell
    if habit is None or not (is_value(first) or is_value(second)):
        better = trust > cell.confidence + GAIN
        return _with(cell, second, first, trust) if better else cell
    usual = habit.total() or 1
    one, two = (
        (c if is_value(t) and not is_missing(t) else 0.0) + 0.8 * habit[_shape(t)] / usual
        for c, t in ((cell.confidence, first), (trust, second))
    )
    if two > one:
        return _with(cell, second, first, min(trust, 0.7))
    return replace(cell, alternatives=(second,), confidence=round(min(cell.confidence, 0.7), 3))


def _is_grouped(text: str) -> bool:
    return bool(re.search(r"\d\s\d{3}(?!\d)", text))


def _with(cell: ObservedCell, text: str, other: str, trust: float) -> ObservedCell:
    return replace(cell, text=text, alternatives=(other,), confidence=round(trust, 3))


def _same(one: str, two: str) -> bool:
    """Whether two readings are one number (blanks and kinds of dashes aside)."""
    if re.sub(r"[\s*]", "", one) == re.sub(r"[\s*]", "", two):
        return True
    a, b = read_value(one, years=False), read_value(two, years=False)
    return a.value is not None and a.value == b.value and _shape(one) == _shape(two)
