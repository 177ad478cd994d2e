"""The bullets of a list, which recognition reads as letters and signs.

"• joint programmes" comes out as "* joint programmes", "и joint programmes" or "® joint programmes".
What tells the bullet: several lines begin with a sign alone at one left edge, whose ink is as large
in each of them, about as high as wide, smaller than a letter, and stands at half the height of small
letters: true marks of notes and quotation marks stand higher, full stops lower, © and ® are as tall as
capitals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.lines import Piece, hull
from extractors.observed import Word

BULLET = "•"
#: What bullets are read as: signs, one letter, or both (of both scripts).
_SIGN = re.compile(r"[eеcсoоaаиmмнпnu.,‚*\"'„“”«»=©®¢°@&§¤¥·¶■]{1,2}", re.I)
#: Signs as tall as capitals: one of half that height is none of them, whatever blank is behind it.
_TALL_SIGNS = frozenset("®©¢@&§¶")
#: Recognition that is surer than this is right; where it is less sure, of a sign, than the second,
#: a narrow blank is enough.
_SURE, _UNSURE = 0.95, 0.85
#: In shares of the size: height of a bullet, height of its middle over the baseline, the blank behind
#: it (the least behind a sign that cannot be what it is read as; behind a narrow one; else; at most).
_HEIGHT, _MIDDLE = (0.15, 0.5), (0.1, 0.42)
_BLANK_ANY, _BLANK_NARROW, _BLANK, _BLANK_MOST = 0.15, 0.35, 0.6, 3.5
#: Width by height.
_SHAPE = (0.6, 1.4)
#: Bullets of one list begin within so much of the size, and are as large within this share.
_EDGE, _ALIKE = 0.3, 0.25
#: A list has so many items.
_ITEMS = 2
#: Beside so many bullets at one edge, and within so many sizes of one, these signs are bullets, too.
_MANY, _NEAR, _NO_LETTERS = 3, 4.0, _TALL_SIGNS | {"*", "°", "·"}


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that may begin with a bullet: its first piece, and the one behind it where the bullet
    is a piece of its own."""

    first: Piece
    rest: Piece | None

    @property
    def sign(self) -> Word:
        return self.first.words[0]

    @property
    def size(self) -> float:
        return (self.rest or self.first).size


def with_bullets(pieces: Sequence[Piece]) -> list[Piece]:
    """The recognised pieces of a page with the bullets of lists as bullets."""
    read = [p for p in pieces if p.table is None and p.measured and p.words]
    items = _items(read)
    bullets = [i for i in items if sum(_is_alike(i, other) for other in items) >= _ITEMS]
    changed: dict[int, Piece | None] = {}
    for item in [*bullets, *_among(read, bullets)]:
        changed |= _marked(item)
    found = (changed.get(id(piece), piece) for piece in pieces)
    return [piece for piece in found if piece is not None]


def _among(pieces: Sequence[Piece], bullets: Sequence[_Item]) -> list[_Item]:
    """Lines that begin with a sign alone at the edge of a list's bullets: one item of it is marked
    as the others are, however its box was measured."""
    signs = [p for p in pieces if len(p.words) > 1 and p.words[0].text in _NO_LETTERS]
    found = []
    for piece in signs:
        size = piece.size
        own = [b for b in bullets if abs(b.sign.bbox[0] - piece.words[0].bbox[0]) <= _EDGE * size]
        near = any(abs(b.sign.bbox[3] - piece.base) <= _NEAR * size for b in own)
        if near and len(own) >= _MANY:
            found.append(_Item(piece, None))
    return found


def _items(pieces: Sequence[Piece]) -> list[_Item]:
    found = [
        _Item(piece, None)
        for piece in pieces
        if len(piece.words) > 1 and _may_be(piece.words[0], piece.words[1].bbox[0], piece)
    ]
    alone = [p for p in pieces if len(p.words) == 1 and _reads_so(p.words[0])]
    for first in alone:
        behind = [p for p in pieces if p.bbox[0] > first.bbox[2] and _is_level(first, p)]
        rest = min(behind, key=lambda p: p.bbox[0], default=None)
        if rest is not None and _may_be(first.words[0], rest.bbox[0], rest):
            found.append(_Item(first, rest))
    return found


def _is_level(sign: Piece, line: Piece) -> bool:
    return line.base - line.size <= sign.bbox[1] and sign.bbox[3] <= line.base + 1


def _reads_so(sign: Word) -> bool:
    """Whether a bullet may be read as that word, with that confidence."""
    word = len(sign.text) == 2 and sign.text.isalpha()
    return bool(_SIGN.fullmatch(sign.text)) and not word and sign.confidence < _SURE


def _may_be(sign: Word, right: float, line: Piece) -> bool:
    """Whether a word may be the bullet of a line whose text begins at ``right``."""
    if not _reads_so(sign):
        return False
    x0, top, x1, bottom = sign.bbox
    size, width, height = line.size, x1 - x0, bottom - top
    middle = (line.base - (top + bottom) / 2) / size
    blank = (right - x1) / size
    return (
        _HEIGHT[0] * size <= height <= _HEIGHT[1] * size
        and _SHAPE[0] * height <= width <= _SHAPE[1] * height
        and _MIDDLE[0] <= middle <= _MIDDLE[1]
        and _least_blank(sign) <= blank <= _BLANK_MOST
    )


def _least_blank(sign: Word) -> float:
    if sign.text in _TALL_SIGNS:
        return _BLANK_ANY
    narrow = sign.confidence < _UNSURE and not sign.text.isalpha()
    return _BLANK_NARROW if narrow else _BLANK


def _is_alike(a: _Item, b: _Item) -> bool:
    """Whether two lines begin with the same bullet at the same edge (a line is like itself)."""
    (x0, top, x1, bottom), (u0, v0, u1, v1) = a.sign.bbox, b.sign.bbox
    width, height = max(x1 - x0, u1 - u0), max(bottom - top, v1 - v0)
    return (
        abs(x0 - u0) <= _EDGE * a.size
        and abs(x1 - x0 - u1 + u0) <= _ALIKE * width
        and abs(bottom - top - v1 + v0) <= _ALIKE * height
    )


def _marked(item: _Item) -> dict[int, Piece | None]:
    """The pieces of a line with its bullet, by those that they stand for."""
    bullet = replace(item.sign, text=BULLET)
    if item.rest is None:
        return {id(item.first): replace(item.first, words=(bullet, *item.first.words[1:]))}
    words = (bullet, *item.rest.words)
    whole = replace(item.rest, words=words, bbox=hull([word.bbox for word in words]))
    return {id(item.first): None, id(item.rest): whole}
