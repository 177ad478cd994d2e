"""Font sizes measured on pictures: the height of a word against the letters that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.lines import Piece
from extractors.ocr import OcrWord

#: Heights in ems of small letters and capitals, and what descenders add (serif and sans
#: faces lie within a tenth of these).
_X_HEIGHT, _CAPITALS, _DESCENT = 0.45, 0.68, 0.21
#: … and what a breve or dots add to a capital.
_ACCENT = 0.18
#: So many words of each kind tell a page's face.
_FACE_WORDS = 6
#: Sizes within this ratio of the page's usual one are taken for it; a short line is measured
#: on few letters.
_JITTER, _JITTER_SHORT = 1.11, 1.2
_STEADY_WORDS = 4
#: So many letters tell the size of a line.
_TELLING_LETTERS = 6

_TALL = re.compile(r"[A-ZА-ЯЁІЇЄҐӘӨҮҰҚҢҒҺ0-9bdfhkltijбфйёїіһ()\[\]/|!?%№]")
_ACCENTED = re.compile(r"[ЙЁЇ]")
#: Letters whose hooks and accents recognition sometimes leaves out of the box of a word.
_UNSURE = re.compile(r"[дцщйДЦЩЙ]")
_DEEP = re.compile(r"[gjpqyQдруфцщДЦЩқңүұҚҢ,;()\[\]/|]")


def depth(text: str) -> float:
    """How far the letters reach under the baseline, ems.

    >>> depth("сом") < depth("рука") == depth("дом")
    True
    """
    return _DESCENT if _DEEP.search(text) else 0.0


@dataclass(frozen=True, slots=True)
class Face:
    """What a printed face adds to the height of small letters, in ems."""

    x_height: float = _X_HEIGHT

    def share(self, text: str) -> float:
        """The height of a word in ems, by the letters that it holds."""
        above = _CAPITALS if _TALL.search(text) else self.x_height
        return above + depth(text) + (_ACCENT if _ACCENTED.search(text) else 0.0)


def face_of(words: Iterable[tuple[str, float]]) -> Face:
    """The face of a page from its ``(word, height)`` pairs: how high its small letters are
    against its capitals. The usual face where there are too few words.

    >>> face_of([("сено", 5.0), ("Сено", 6.8)] * 20).x_height
    0.5
    """
    low: list[float] = []
    tall: list[float] = []
    for text, height in words:
        if len(text) >= 3 and text.isalpha() and not (depth(text) or _ACCENTED.search(text)):
            (tall if _TALL.search(text) else low).append(height)
    if min(len(low), len(tall)) < _FACE_WORDS:
        return Face()
    ratio = median(low) / median(tall)
    return Face(round(min(max(_CAPITALS * ratio, 0.38), 0.58), 3))


def font_size(words: Sequence[tuple[str, float]], face: Face | None = None) -> float:
    """The font size of a line from its ``(word, height)`` pairs, in the unit of the heights.

    >>> round(font_size([("сено", 4.5), ("Сено", 6.8)]))
    10
    """
    face = face or Face()
    told = [(text, height) for text, height in words if any(c.isalnum() for c in text)]
    sure = [(text, height) for text, height in told if not _UNSURE.search(text)]
    told = sure if sum(len(text) for text, _ in sure) >= _TELLING_LETTERS else told
    tall = [(text, height) for text, height in told if _TALL.search(text)]
    told = tall if len(tall) > 1 else told  # capitals vary less from face to face
    sizes = [height / face.share(text) for text, height in told]
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


#: An older recognition took a line for up to so much larger or smaller than it is …
_LAYER_JITTER = 1.35
#: … while its letters are as wide as the page's usual ones, within this ratio, over so many.
_SAME_WIDTH, _TELLING_WIDTH = 1.13, 20


def even_layer(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a text layer; lines of an invisible one, which an older recognition measured
    each for itself, get the usual size where their letters are as wide as usual."""
    widths = {id(p): _letter_width(p) for p in pieces if p.hidden}
    told = [p for p in pieces if p.hidden and widths[id(p)]]
    if not told:
        return list(pieces)
    spread = sorted(p.size for p in told for _ in range(len(p.text)))
    usual = spread[len(spread) // 2]
    width = median(widths[id(p)] for p in told if p.size == usual)

    def near(piece: Piece) -> bool:
        own = widths.get(id(piece), 0.0)
        return (
            1 / _SAME_WIDTH < own / width < _SAME_WIDTH
            and 1 / _LAYER_JITTER < piece.size / usual < _LAYER_JITTER
        )

    return [replace(p, size=usual) if near(p) else p for p in pieces]


def _letter_width(piece: Piece) -> float:
    """How wide a character of the words is, points; 0.0 where they are too few to tell."""
    count = sum(len(word.text) for word in piece.words)
    if count < _TELLING_WIDTH:
        return 0.0
    return sum(word.bbox[2] - word.bbox[0] for word in piece.words) / count


#: A box this much taller than its line's letters took in ink of a neighbouring line.
_SWOLLEN = 1.3


def trimmed(line: Sequence[OcrWord], face: Face, usual: float) -> list[OcrWord]:
    """The words of one recognised line with boxes that reach into the lines above or below cut
    back to where the letters of the line stand. ``usual`` is the page's font size, pixels.

    >>> row = [OcrWord(t, x, 100, x + 90, b, 0.9, (1, 1, 1))
    ...        for t, x, b in (("сено", 0, 120), ("весна", 100, 120), ("осень", 200, 150))]
    >>> [(w.top, w.bottom) for w in trimmed(row, Face(), 44)]
    [(100, 120), (100, 120), (100, 120)]
    """
    sizes = [_size(word, face) for word in line]
    telling = [any(c.isalnum() for c in word.text) for word in line]
    least = min((s for s, told in zip(sizes, telling, strict=True) if told), default=0.0)
    return [
        word if own < _SWOLLEN * least else _trimmed(word, line, face, usual)
        for word, own in zip(line, sizes, strict=True)
    ]


def _trimmed(word: OcrWord, line: Sequence[OcrWord], face: Face, usual: float) -> OcrWord:
    own = _size(word, face)
    others = [w for w in line if w is not word and any(c.isalnum() for c in w.text)]
    letters = sorted(_size(w, face) for w in others for _ in w.text)
    if len(letters) < _TELLING_LETTERS:
        return word
    size = letters[len(letters) // 2]
    if own >= _SWOLLEN * usual and (like := _usual_among(others, face, usual)):
        size = like  # one word of the page's size is enough: a line is printed in one size
    elif len(others) < 2 and not 1 / _JITTER_SHORT < size / usual < _JITTER_SHORT:
        return word
    if own < _SWOLLEN * size:
        return word
    sound = [w for w in others if _size(w, face) < _SWOLLEN * size]
    base = median(w.bottom - depth(w.text) * size for w in sound)
    bottom = min(word.bottom, round(base + depth(word.text) * size))
    top = max(word.top, round(base - (face.share(word.text) - depth(word.text)) * size))
    return replace(word, top=top, bottom=bottom) if top < bottom else word


def _usual_among(words: Sequence[OcrWord], face: Face, usual: float) -> float | None:
    """The size of a longer word that is near the page's usual one, if there is one."""
    sizes = [_size(w, face) for w in words if len(w.text) >= 5 and not _UNSURE.search(w.text)]
    near = [size for size in sizes if 1 / _JITTER < size / usual < _JITTER]
    return median(near) if near else None


def _size(word: OcrWord, face: Face) -> float:
    return (word.bottom - word.top) / face.share(word.text)
