"""Pieces of lines set by hand, for tests of layout."""

from __future__ import annotations

from extractors.lines import Piece
from extractors.observed import Word

#: Average width of a character in ems.
ADVANCE = 0.5


def piece(
    text: str, x: float, base: float, size: float = 10.0, width: float | None = None, *,
    bold: bool = False,
) -> Piece:  # fmt: skip
    """A line of ``text`` from ``x``, stretched to ``width`` if given."""
    step = (width or len(text) * ADVANCE * size) / max(len(text), 1)
    words, at = [], 0
    for word in text.split():
        start = x + text.index(word, at) * step
        at = text.index(word, at) + len(word)
        words.append(Word(word, [start, base - 0.8 * size, start + len(word) * step, base + 2]))
    box = [words[0].bbox[0], base - 0.8 * size, words[-1].bbox[2], base + 2]
    return Piece(tuple(words), box, base, size, bold)
