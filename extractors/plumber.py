"""Pages as pdfplumber sees them, for tables. The only file that opens pdfplumber.

The file is opened when the first page with rules or a table caption comes, and every page
is closed after use (65 open pages hold 185 MB).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from corpus.document import BBox
from corpus.errors import EngineFailed
from extractors.lines import Piece
from extractors.observed import ObservedTable

#: pdfminer warns of every oddity of a file, once per glyph.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class Plumber:
    """Finds tables on pages of one PDF file."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        self._data = data
        self._password = password
        self._pdf: Any = None

    def close(self) -> None:
        """Give the memory back."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    def tables(self, number: int, angle: int = 0) -> list[ObservedTable]:
        """The tables of page ``number`` (from 1), boxes in points from the upper left of the
        page with its text upright (``angle`` is the direction in which most of it runs: 90
        downwards, 270 upwards).

        Raises:
            EngineFailed: pdfplumber cannot read the page.
        """
        from extractors.tables.pdf import find_on_page, shown

        try:
            page = self._open().pages[number - 1]
            page.process_object = partial(_described, page, page.process_object)
            try:
                found = find_on_page(page, angle)
                left, top = shown(page)[:2] if not angle else (0.0, 0.0)
            finally:
                page.close()
        # pdfminer raises whatever its parsers run into (KeyError, TypeError, its own classes,
        # RecursionError): any of them costs the tables of this page only.
        except Exception as error:
            raise EngineFailed("", f"pdfplumber failed ({type(error).__name__})") from error
        return [moved(table, number, -left, -top) for table in found]

    def _open(self) -> Any:
        if self._pdf is None:
            import pdfplumber

            self._pdf = pdfplumber.open(io.BytesIO(self._data), password=self._password or "")
        return self._pdf


#: What is asked of drawn things, besides their place.
_PAINT = ("stroke", "fill", "non_stroking_color")


def _described(page: Any, describe: Callable[[Any], dict[str, Any]], item: Any) -> dict[str, Any]:
    """What pdfplumber would tell of a character, a line or a box, as far as tables ask for it: to
    tell all of it takes it as long as to read the page."""
    from pdfminer.layout import LTChar, LTCurve, LTLine, LTRect
    from pdfplumber.utils.pdfinternals import resolve_all

    kind = {LTChar: "char", LTRect: "rect", LTLine: "line", LTCurve: "curve"}.get(type(item))
    if kind is None:
        return describe(item)
    left, top = page.mediabox[:2]
    high, low = page.height - item.y1 + top, page.height - item.y0 + top
    found = {
        "object_type": kind,
        "x0": item.x0 + left if left else item.x0,
        "x1": item.x1 + left if left else item.x1,
        "top": high,
        "bottom": low,
        "doctop": page.initial_doctop + high,
        "width": item.width,
        "height": item.height,
    }
    if kind == "char":
        found |= {
            "text": item.get_text(),
            "upright": item.upright,
            "matrix": item.matrix,
            "size": item.size,
            "fontname": item.fontname,
        }
    else:
        found |= {name: resolve_all(getattr(item, name)) for name in _PAINT}
    return found


def moved(table: ObservedTable, page: int, dx: float, dy: float) -> ObservedTable:
    """The table ``dx`` points further to the right and ``dy`` further down, as one of ``page``."""
    if not dx and not dy:
        return replace(table, page=page)
    cells = tuple(replace(c, bbox=_shift(c.bbox, dx, dy)) for c in table.cells)
    return replace(table, page=page, bbox=_shift(table.bbox, dx, dy), cells=cells)


def _shift(box: BBox | None, dx: float, dy: float) -> BBox | None:
    return box and [box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy]


def with_tables(pieces: Sequence[Piece], tables: Sequence[ObservedTable]) -> list[Piece]:
    """The pieces outside the tables, and one piece that stands for each table."""
    tables = without_frames(tables)
    boxes = [t.bbox for t in tables if t.bbox is not None]
    outside = [p for p in pieces if not any(_inside(p.bbox, box) for box in boxes)]
    stands = [
        Piece((), t.bbox, base=t.bbox[3], size=10.0, table=t) for t in tables if t.bbox is not None
    ]
    return [*outside, *stands]


#: A table lies in another one with this share of its area.
_WITHIN = 0.8


def without_frames(tables: Sequence[ObservedTable]) -> list[ObservedTable]:
    """Without tables of a picture that hold another one: the frame around a page, with rules
    across it, looks like a table, and the text in it is no cells."""
    return [
        table
        for table in tables
        if table.method != "ocr"
        or not any(_holds(table.bbox, other.bbox) for other in tables if other is not table)
    ]


def _holds(outer: BBox | None, inner: BBox | None) -> bool:
    if outer is None or inner is None or _area(inner) >= 0.8 * _area(outer):
        return False
    wide = min(outer[2], inner[2]) - max(outer[0], inner[0])
    high = min(outer[3], inner[3]) - max(outer[1], inner[1])
    return wide > 0 and high > 0 and wide * high >= _WITHIN * _area(inner)


def _area(box: BBox) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _inside(box: BBox, area: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] - 1 <= x <= area[2] + 1 and area[1] - 1 <= y <= area[3] + 1
