"""Two pages on one picture: where the fold runs, and whether both sides are pages.

Books are scanned open: a picture twice as wide as a page, often with the shadow of the fold. Read
as one page, lines of both sides mix, and running heads and page numbers are not known as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.document import BBox
from extractors.imaging import (
    cropped,
    evened,
    grey,
    ink,
    is_unevenly_lit,
    shows_text,
    without_bulk,
)
from extractors.lines import Piece
from extractors.plumber import moved

if TYPE_CHECKING:
    from PIL.Image import Image

#: A picture of two pages is at least this much wider than high, one page of it at most so wide.
_WIDE, _PAGE = 1.1, 1.0
#: The fold runs in this part of the width, is free of ink over this share of the width, and no
#: more of the rows than this hold ink there (dirt of the fold).
_MIDDLE, _FREE, _DIRT = (0.42, 0.58), 0.03, 0.02
#: The width in pixels at which ink is looked for.
_LOOK = 1000
#: A shadow of the fold reaches over this share of the width.
_SHADOW = 0.05
#: A page of print: so many lines of so many characters, most of them letters.
_LINES, _CHARS, _LETTERS = 8, 20, 0.6


def fold_of(picture: Image, dpi: float) -> int | None:
    """The column of pixels at which two pages part; ``None`` for a picture of one page.

    Both sides must show lines of text, and nothing may stand across the middle.
    """
    width, height = picture.size
    if width < _WIDE * height or width / 2 > _PAGE * height:
        return None
    small = picture.convert("L").reduce(max(1, width // _LOOK))
    share = without_bulk(ink(grey(small))).mean(axis=0)
    start, stop = (round(side * len(share)) for side in _MIDDLE)
    low, high = _widest_run(share[start:stop] <= _DIRT)
    if high - low < _FREE * len(share):
        return None
    fold = round((start + (low + high) / 2) * width / len(share))
    sides = ((0, 0, fold, height), (fold, 0, width, height))
    return fold if all(shows_text(cropped(picture, side), dpi) for side in sides) else None


def sides_of(picture: Image, fold: int) -> tuple[Image, Image]:
    """Both pages; where the fold throws a shadow, with light evened out."""
    near = round(_SHADOW * picture.width)
    shadow = picture.crop((fold - near, 0, fold + near, picture.height))
    lit = evened(picture) if is_unevenly_lit(shadow) else picture
    right = lit.crop((fold, 0, picture.width, picture.height))
    return lit.crop((0, 0, fold, picture.height)), right


def _widest_run(free: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    """The longest stretch of true values, ``[start, stop)``."""
    edges = np.diff(np.concatenate(([0], free.astype(np.int8), [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return 0, 0
    best = int((stops - starts).argmax())
    return int(starts[best]), int(stops[best])


def is_page_of_print(pieces: Sequence[Piece]) -> bool:
    """Whether lines of prose stand there: the side of a broad table holds figures or names."""
    lines = [piece.text for piece in pieces if len(piece.text) >= _CHARS]
    text = "".join("".join(lines).split())
    return len(lines) >= _LINES and sum(map(str.isalpha, text)) >= _LETTERS * len(text)


def shifted(pieces: Sequence[Piece], right: float, down: float = 0.0) -> list[Piece]:
    """The pieces so many points further to the right and further down, tables among them."""
    return [_shifted(piece, right, down) for piece in pieces]


def _shifted(piece: Piece, right: float, down: float) -> Piece:
    def there(box: BBox) -> BBox:
        return [box[0] + right, box[1] + down, box[2] + right, box[3] + down]

    words = tuple(replace(word, bbox=there(word.bbox)) for word in piece.words)
    table = moved(piece.table, piece.table.page, right, down) if piece.table else None
    base = piece.base + down
    return replace(piece, words=words, bbox=there(piece.bbox), base=base, table=table)
