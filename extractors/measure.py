"""Font sizes measured on pictures: the height of a word against the letters that it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractors.lines import Piece

#: Heights in ems of small letters, and what capitals and descenders add (serif and sans
#: faces lie within a tenth of these).
_X_HEIGHT, _ASCENT, _DESCENT = 0.45, 0.23, 0.21
#: Sizes within this ratio of the page's usual one are taken for it.
_SIZE_JITTER = 1.18

_TALL = re.compile(r"[A-ZА-ЯЁІЇЄҐ0-9bdfhkltijбфйёїі()\[\]/|!?%№]")
_DEEP = re.compile(r"[gjpqyQрруфцщҚҒ,;()\[\]/|]")


def depth(text: str) -> float:
    """How far the letters reach under the baseline, ems.

    >>> depth("дом") < depth("рука")
    True
    """
    return _DESCENT if _DEEP.search(text) else 0.0


def font_size(words: Sequence[tuple[str, float]]) -> float:
    """The font size of a line from its ``(word, height)`` pairs, in the unit of the heights.

    >>> round(font_size([("море", 6.6), ("Дом", 6.8)]))
    10
    """
    sizes = [height / _em_share(text) for text, height in words if any(c.isalnum() for c in text)]
    return median(sizes) if sizes else median(height / 0.7 for _, height in words)


def _em_share(text: str) -> float:
    return _X_HEIGHT + (_ASCENT if _TALL.search(text) else 0.0) + depth(text)


def even_sizes(pieces: Sequence[Piece]) -> list[Piece]:
    """Measured sizes jitter: those near the page's usual one become it."""
    letters = [(piece.size, len(piece.text)) for piece in pieces]
    if not letters:
        return []
    spread = sorted(size for size, n in letters for _ in range(n))
    usual = spread[len(spread) // 2]
    return [
        replace(p, size=usual) if 1 / _SIZE_JITTER < p.size / usual < _SIZE_JITTER else p
        for p in pieces
    ]
