"""A paragraph made ready for decoding, and its reading brought back to the paragraph's places.

Line ends become blanks; a word cut by a hyphen at a line end becomes one word. Afterwards the
reading is divided into words again, line ends and line-end hyphens where they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixers.lookalike.decode import Piece

#: What № is read as, in front of a number.
NUMERO = re.compile(r"(?:J?N[eo2gèº°]|Ne|Nе) \d")
INITIAL = re.compile(r"(?<![^\W_])[^\W\d_](?=\.\s?[^\W\d_]\.)")
CUT = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is to be decoded; its character ``k`` stands at ``places[k]`` of the paragraph.

    ``cuts``: line-end hyphens taken out, as (place in ``text``, what stood there). ``ends``:
    the blanks of ``text`` that are line ends or tabs, which stay.
    """

    text: str
    places: list[int]
    cuts: list[tuple[int, str]]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Paragraph ``[start, stop)`` reads ``after``; ``pieces`` are where that comes from."""

    start: int
    stop: int
    after: str
    pieces: tuple[Piece, ...]


def prepare(paragraph: str, start: int, stop: int) -> Passage:
    """The passage between two places of a paragraph.

    >>> prepare("Ka3ax-\\ncTaH\\nu", 0, 13).text
    'Ka3axcTaH u'
    """
    chars: list[str] = []
    places: list[int] = []
    cuts: list[tuple[int, str]] = []
    at = start
    while at < stop:
        cut = CUT.match(paragraph, at)
        if cut and cut.end() < stop:
            cuts.append((len(chars), cut.group()))
            at = cut.end()
            continue
        chars.append(" " if paragraph[at].isspace() else paragraph[at])
        places.append(at)
        at += 1
    ends = tuple(k for k, place in enumerate(places) if paragraph[place] in "\n\t\r\f\v")
    places.append(stop)
    return Passage("".join(chars), places, cuts, ends)


def readings(passage: Passage, pieces: Sequence[Piece]) -> Iterator[Reading]:
    """The words of the reading (several where a blank moved), each with its place."""
    before = ""
    for group in words(passage.text, pieces):
        first, last = group[0].start, group[-1].stop
        start, stop = passage.places[first], passage.places[last - 1] + 1
        after = with_cuts(group, [c for c in passage.cuts if first < c[0] < last])
        if NUMERO.match(passage.text, first, last + 2):
            after = "№"
        after = settled_case(INITIAL.sub(lambda m: m.group().upper(), after), before)
        yield Reading(start, stop, after, tuple(group))
        before = after


def settled_case(word: str, before: str) -> str:
    """A word in mixed case made one of capitals (after capitals) or of small letters.

    >>> settled_case("ЯДЕРНОй", "своей"), settled_case("РАЗВИТИя", "АНАЛИЗ")
    ('ядерной', 'РАЗВИТИЯ')
    >>> settled_case("МакКинли", ""), settled_case("Алматы", "г.")  # left alone
    ('МакКинли', 'Алматы')
    """
    upper = sum(c.isupper() for c in word)
    lower = sum(c.islower() for c in word)
    if upper < 3 or not lower or upper < 2 * lower or "-" in word:
        return word
    return word.upper() if len(before) > 1 and before.isupper() else word.lower()


def words(text: str, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces grouped at the blanks that stand in both the observed text and the reading."""
    group: list[Piece] = []
    for piece in pieces:
        for part in split(text, piece):
            if part.text == " " and text[part.start : part.stop] == " ":
                if group:
                    yield group
                group = []
            else:
                group.append(part)
    if group:
        yield group


def split(text: str, piece: Piece) -> Iterator[Piece]:
    """A piece cut at its blanks if it has as many on both sides and something between them."""
    observed = text[piece.start : piece.stop]
    left, right = re.split("( )", observed), re.split("( )", piece.text)
    unequal = len(left) == 1 or len(left) != len(right)
    if unequal or any((a == "") != (b == "") for a, b in zip(left, right, strict=True)):
        yield piece
        return
    at = piece.start
    for a, b in zip(left, right, strict=True):
        if a or b:
            yield Piece(at, at + len(a), b)
        at += len(a)


def with_cuts(group: Sequence[Piece], cuts: Sequence[tuple[int, str]]) -> str:
    """The group's reading with the line-end hyphens put back as near as possible."""
    todo = list(cuts)
    out: list[str] = []
    for piece in group:
        text, at = piece.text, 0
        while todo and piece.start <= todo[0][0] < piece.stop:
            place, mark = todo.pop(0)
            share = (place - piece.start) / (piece.stop - piece.start)
            cut = max(at, round(share * len(text)))
            out += (text[at:cut], mark)
            at = cut
        out.append(text[at:])
    return "".join([*out, *(mark for _, mark in todo)])
