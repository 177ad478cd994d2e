"""Dots that lead to a page number, which recognition reads as letters.

"Models of systems ......... 47" comes out as "Models of systems 2... ee eee cence 47". What tells the
dots: recognition itself does not believe in these words, they stand right before a number at the end
of the row, and other rows of the page have such a run or its dots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.lines import Piece, hull
from extractors.observed import Word

#: What stands for the dots.
LEADER = "....."
#: Recognition believes in a word of dots less than this, in the page number more.
_DOUBT, _SURE, _LIKELY = 0.4, 0.5, 0.75
#: Letters and signs that dots are read as (both scripts), those that nothing else looks like, and
#: a word of the title with dots behind it; a run is this many ems wide at least.
_READ_AS = re.compile(r"[eеcсoоnнtтrгaаsиiяhu0-2.,:;…·•_*'\"«»“”~=-]+", re.I)
_PLAINLY = re.compile(r"[eеcс0-2.…·•_]+", re.I)
_GLUED = re.compile(r"(.*[^\W\d_]{3,})[.…·•_]{2,}")
_DOTS = re.compile(r"(?:[.…·•_]\s?){2,}")
_WIDTH = 1.5
_NUMBER = re.compile(r"(?:\d{1,4}|[ivxlc]{1,6})", re.I)
#: So many rows of a page have leaders, or it is no table of contents.
_ROWS = 2
#: Rows whose size was measured on their dots are larger than this by what their letters are wide.
_FLAT, _LETTER = 0.6, 0.42


def with_leaders(pieces: Sequence[Piece]) -> list[Piece]:
    """The recognised pieces of a page with the dots of tables of contents as dots."""
    rows = _rows([p for p in pieces if p.table is None and p.measured and p.words])
    runs = [(row, at) for row in rows if (at := _leaders_at(row)) is not None]
    dotted = sum(bool(_DOTS.search(_text(row))) and _ends_in_number(row) for row in rows)
    if max(len(runs), dotted) < _ROWS:
        return list(pieces)
    usual = _usual_size(pieces)
    changed: dict[int, Piece | None] = {}
    for row, at in runs:
        words = [word for piece in row for word in piece.words]
        changed |= {id(piece): None for piece in row[1:]}
        changed[id(row[0])] = _whole(row, _led(words, at), usual)
    found = (changed.get(id(piece), piece) for piece in pieces)
    return [piece for piece in found if piece is not None]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (round(p.base), p.bbox[0])):
        if rows and abs(piece.base - rows[-1][-1].base) < 0.4 * max(piece.size, rows[-1][-1].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.bbox[0]) for row in rows]


def _text(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row)


def _ends_in_number(row: Sequence[Piece]) -> bool:
    last = row[-1].words[-1]
    return bool(_NUMBER.fullmatch(last.text)) and last.confidence >= _SURE


def _leaders_at(row: Sequence[Piece]) -> int | None:
    """The number of the word at which the dots begin; ``None`` where there are none."""
    if not _ends_in_number(row):
        return None
    words = [word for piece in row for word in piece.words]
    at = len(words) - 1
    while at > 1 and _is_leader(words[at - 1]):
        at -= 1
    if at == len(words) - 1:
        return None
    glued = _GLUED.fullmatch(words[at - 1].text)
    dots = len(words[at - 1].text) - len(glued[1]) if glued else 0
    x0, _, x1, _ = words[at - 1].bbox
    left = x1 - (x1 - x0) * dots / len(words[at - 1].text) if dots else words[at].bbox[0]
    wide = words[-2].bbox[2] - left
    return at if wide > _WIDTH * max(p.size for p in row) else None


def _is_leader(word: Word) -> bool:
    if _DOTS.fullmatch(word.text):
        return True
    if _GLUED.fullmatch(word.text) and not _PLAINLY.fullmatch(word.text):
        return False
    doubtful = word.confidence < _DOUBT and _READ_AS.fullmatch(word.text)
    return bool(doubtful or (word.confidence < _LIKELY and _PLAINLY.fullmatch(word.text)))


def _led(words: Sequence[Word], at: int) -> tuple[Word, ...]:
    """The words with one leader in place of those from ``at`` to the number; dots behind the last
    word of the title go into it."""
    title = list(words[:at])
    run = words[at:-1]
    box = hull([word.bbox for word in run])
    if glued := _GLUED.fullmatch(title[-1].text):
        title[-1] = replace(title[-1], text=glued[1])
    return (*title, Word(LEADER, box), words[-1])


def _usual_size(pieces: Sequence[Piece]) -> float:
    sizes = sorted(p.size for p in pieces if p.table is None and p.words)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _whole(row: Sequence[Piece], words: tuple[Word, ...], usual: float) -> Piece:
    """One piece of the row. A row that recognition measured on its dots is as high as others of
    letters as wide."""
    size = max(piece.size for piece in row)
    letters = [w for w in words if w.text != LEADER and w.text.isalpha() and len(w.text) > 2]
    if size < _FLAT * usual and letters:
        width = sum(w.bbox[2] - w.bbox[0] for w in letters) / sum(len(w.text) for w in letters)
        if width > _LETTER * usual * _FLAT:
            size = usual
    return replace(row[0], words=words, bbox=hull([w.bbox for w in words]), size=size)
