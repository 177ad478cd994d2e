"""Font sizes measured on pictures: the height of a word against the letters that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.lines import Piece

#: Heights in ems of small letters and capitals, and what descenders add (serif and sans
#: faces lie within a tenth of these).
_X_HEIGHT, _CAPITALS, _DESCENT = 0.45, 0.68, 0.21
#: So many words of each kind tell a page's face.
_FACE_WORDS = 12
#: Sizes within this ratio of the page's usual one are taken for it; a short line is measured
#: on few letters.
_JITTER, _JITTER_SHORT = 1.11, 1.2
_STEADY_WORDS = 4

_TALL = re.compile(r"[A-ZА-ЯЁІЇЄҐ0-9bdfhkltijбфйёїі()\[\]/|!?%№]")
_DEEP = re.compile(r"[gjpqyQрруфцщҚҒ,;()\[\]/|]")


def depth(text: str) -> float:
    """How far the letters reach under the baseline, ems.

    >>> depth("дом") < depth("рука")
    True
    """
    return _DESCENT if _DEEP.search(text) else 0.0


@dataclass(frozen=True, slots=True)
class Face:
    """What a printed face adds to the height of small letters, in ems."""

    x_height: float = _X_HEIGHT

    def share(self, text: str) -> float:
        """The height of a word in ems, by the letters that it holds."""
        tall = bool(_TALL.search(text))
        return (_CAPITALS if tall else self.x_height) + depth(text)


def face_of(words: Iterable[tuple[str, float]]) -> Face:
    """The face of a page from its ``(word, height)`` pairs: how high its small letters are
    against its capitals. The usual face where there are too few words.

    >>> face_of([("сено", 5.0), ("Дома", 6.8)] * 20).x_height
    0.5
    """
    low: list[float] = []
    tall: list[float] = []
    for text, height in words:
        if len(text) >= 3 and text.isalpha() and not depth(text):
            (tall if _TALL.search(text) else low).append(height)
    if min(len(low), len(tall)) < _FACE_WORDS:
        return Face()
    ratio = median(low) / median(tall)
    return Face(round(min(max(_CAPITALS * ratio, 0.38), 0.58), 3))


def font_size(words: Sequence[tuple[str, float]], face: Face | None = None) -> float:
    """The font size of a line from its ``(word, height)`` pairs, in the unit of the heights.

    >>> round(font_size([("сено", 4.5), ("Дома", 6.8)]))
    10
    """
    face = face or Face()
    sizes = [height / face.share(text) for text, height in words if any(c.isalnum() for c in text)]
    return median(sizes) if sizes else median(height / 0.7 for _, height in words)


def even_sizes(pieces: Sequence[Piece]) -> list[Piece]:
    """Measured sizes jitter: those near the page's usual one become it."""
    letters = [(piece.size, len(piece.text)) for piece in pieces]
    if not letters:
        return []
    spread = sorted(size for size, n in letters for _ in range(n))
    usual = spread[len(spread) // 2]
    return [replace(p, size=usual) if _is_near(p, usual) else p for p in pieces]


def _is_near(piece: Piece, usual: float) -> bool:
    limit = _JITTER if len(piece.words) >= _STEADY_WORDS else _JITTER_SHORT
    return 1 / limit < piece.size / usual < limit
