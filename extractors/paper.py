"""How large a page is on paper, where a file tells its size in pixels.

Scanners and converters often write one point per pixel, and a page of A4 then measures a metre.
What recognition expects of type (its size, the width of rules) holds on paper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.document import BBox
from extractors.lines import Piece
from extractors.observed import ObservedTable

if TYPE_CHECKING:
    from extractors.recognise import Recognised

#: Pages are believed between a postcard and A2 (longer side, inches); others are taken for A4.
SIDES = (4.0, 24.0)
A4_INCHES = 11.7


def paper_dpi(longer: int, dpi: float) -> float:
    """The resolution on paper of a page whose longer side has so many pixels at ``dpi``.

    >>> round(paper_dpi(3508, 300)), round(paper_dpi(6622, 198))
    (300, 566)
    """
    return dpi if longer / dpi <= SIDES[1] else longer / A4_INCHES


def on_page(found: Recognised, factor: float) -> Recognised:
    """What was recognised on paper, in the points of a page ``factor`` times as large."""
    if factor == 1:
        return found
    return replace(
        found,
        pieces=tuple(_scaled(piece, factor) for piece in found.pieces),
        width=found.width * factor,
        height=found.height * factor,
        fold=found.fold and found.fold * factor,
    )


def _scaled(piece: Piece, factor: float) -> Piece:
    return replace(
        piece,
        words=tuple(replace(word, bbox=_box(word.bbox, factor)) for word in piece.words),
        bbox=_box(piece.bbox, factor),
        base=piece.base * factor,
        size=piece.size * factor,
        table=piece.table and _table(piece.table, factor),
    )


def _table(table: ObservedTable, factor: float) -> ObservedTable:
    cells = tuple(replace(c, bbox=c.bbox and _box(c.bbox, factor)) for c in table.cells)
    return replace(table, bbox=table.bbox and _box(table.bbox, factor), cells=cells)


def _box(box: BBox, factor: float) -> BBox:
    return [side * factor for side in box]
