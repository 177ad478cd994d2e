"""The columns of a region and its lines cut at them.

Columns are the stretches of x between the gutters that the fullest lines leave free.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.observed import Word
from extractors.tables.geometry import Segment, center, line_text, segments
from extractors.tables.numbers import is_missing, is_value, is_year
from extractors.tables.regions import WIDE_GAP

#: A gutter common to many lines may be this narrow, in heights.
NARROW_GUTTER = 0.45
#: Dots in a row that are leaders: less are a mark for a missing value.
LEADERS = 4
_LEADER = re.compile(rf"\.{{{LEADERS},}}$|…{{2,}}$|\.*…[.…]{{3,}}$")
#: Words trusted less than this may be of several lines or columns.
BLOT = 0.5

#: The x extent of a column, in points.
Column = tuple[float, float]


def columns_of(lines: Sequence[Sequence[Word]], size: float) -> list[Column]:
    """The x extents of columns: between the gutters that the fullest lines leave free.

    Header lines with fewer parts than the rows below them span gutters and do not count.
    """
    parts = [segments(ln, WIDE_GAP * size) for ln in lines]
    most = max(len(p) for p in parts)
    full = [len(p) >= max(2, 0.5 * most) for p in parts]
    first = next((i for i, ln in enumerate(lines) if full[i] and _holds_numbers(ln)), 0)
    voting = [
        ln for i, ln in enumerate(lines)
        if full[i] and (i >= first or len(parts[i]) >= most - 1)
    ]  # fmt: skip
    if len(voting) < 3:
        voting = [ln for ln, enough in zip(lines, full, strict=True) if enough]
    if len(voting) < 2:
        return []
    least = size * (NARROW_GUTTER if len(voting) >= 6 else 0.7)
    columns = _sound(_between_gutters(voting, least, size), voting, size)
    return _without_bare_heads(columns, lines[first:] if first else lines)


def _holds_numbers(line: Sequence[Word]) -> bool:
    """Whether most words behind the first are numbers that are no years."""
    texts = [w.text for w in line[1:]]
    numbers = [t for t in texts if is_value(t) and not is_missing(t)]
    return len(numbers) >= 0.5 * len(texts) and not all(is_year(t) for t in numbers)


def _between_gutters(voting: Sequence[Sequence[Word]], least: float, size: float) -> list[Column]:
    """Stretches of x that lines fill, apart by ``least`` where (nearly) no line has words.

    One line in twelve may run over a gutter: a header or a row that spans columns.
    """
    sound = [[w for w in ln if not is_blot(w, size)] for ln in voting]
    runs = [(p.x0, p.x1) for ln in sound if ln for p in segments(ln, 0.75 * least)]
    let_pass = len(voting) // 12
    steps = sorted([(x0, 1) for x0, _ in runs] + [(x1, -1) for _, x1 in runs])
    columns: list[list[float]] = []
    depth = 0
    for x, step in steps:
        before, depth = depth, depth + step
        if before <= let_pass < depth:
            if columns and x - columns[-1][1] < least:
                continue
            columns.append([x, x])
        elif depth <= let_pass < before:
            columns[-1][1] = x
    return [(a, b) for a, b in columns if b > a]


def without_leaders(line: Sequence[Word]) -> list[Word]:
    """A line without the dots that lead from its label to its values."""
    dots = sum(w.text == "." for w in line)
    out: list[Word] = []
    for word in line:
        text = _LEADER.sub("", word.text)
        if not text or (word.text == "." and dots >= LEADERS):
            continue
        x0, top, x1, bottom = word.bbox
        end = x0 + (x1 - x0) * len(text) / len(word.text)
        out.append(Word(text, [x0, top, end, bottom], word.confidence))
    return out


def is_blot(word: Word, size: float) -> bool:
    """Whether recognition made one word, and trusts it little, of what stands on two lines."""
    return word.confidence < BLOT and word.bbox[3] - word.bbox[1] > 1.6 * size


def without_blots(line: Sequence[Word], columns: Sequence[Column], size: float) -> list[Word]:
    """A line with its blots cut at the gutters: the cells under them are read again."""
    out: list[Word] = []
    for word in line:
        homes = [c for c in columns if c[0] < word.bbox[2] and c[1] > word.bbox[0]]
        if not is_blot(word, size) or not 1 < len(homes) <= len(word.text):
            out.append(word)
            continue
        for i, (x0, x1) in enumerate(homes):
            text = word.text[i : i + 1] if i + 1 < len(homes) else word.text[i:]
            box = [max(x0, word.bbox[0]), word.bbox[1], min(x1, word.bbox[2]), word.bbox[3]]
            out.append(Word(text, box, word.confidence))
    return out


def _sound(columns: list[Column], voting: Sequence[Sequence[Word]], size: float) -> list[Column]:
    """Columns with narrow gutters between words joined again.

    A narrow gutter is one where a column of values begins, or where most lines leave a wide
    gap: words of running cells are a blank apart.
    """
    out: list[Column] = []
    for column in columns:
        if out and column[0] - out[-1][1] < 0.9 * size:
            held = [w.text for ln in voting for w in ln if column[0] <= center(w)[0] <= column[1]]
            values = sum(map(is_value, held)) >= 0.5 * len(held)
            if not values and not _wide_at((out[-1][1] + column[0]) / 2, voting, size):
                out[-1] = (out[-1][0], column[1])
                continue
        out.append(column)
    return out


def _wide_at(x: float, voting: Sequence[Sequence[Word]], size: float) -> bool:
    """Whether most lines with words on both sides of ``x`` leave a wide gap there."""
    gaps: list[float] = []
    for line in voting:
        left = [w.bbox[2] for w in line if center(w)[0] < x]
        right = [w.bbox[0] for w in line if center(w)[0] >= x]
        if left and right:
            gaps.append(min(right) - max(left))
    return len(gaps) >= 3 and sum(g >= WIDE_GAP * size for g in gaps) >= 0.6 * len(gaps)


def _without_bare_heads(columns: list[Column], body: Sequence[Sequence[Word]]) -> list[Column]:
    """Columns without those that only a header fills, beside the column that it heads.

    A header of labels may stand to the right of all of them.
    """
    out: list[Column] = []
    for column in columns:
        filled = any(column[0] <= center(w)[0] <= column[1] for ln in body for w in ln)
        if filled or not out:
            out.append(column)
        else:
            out[-1] = (out[-1][0], column[1])
    return out


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell on one line: words over ``span`` columns from ``col``."""

    col: int
    span: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with blanks."""
        return line_text(self.words)


def row_pieces(line: Sequence[Word], columns: Sequence[Column], size: float) -> list[Piece]:
    """The words of a line by column; a run of words across gutters spans columns."""
    out: list[Piece] = []
    parts = [p for part in segments(line, 0.55 * size) for p in _by_gutters(part, columns, size)]
    for part in parts:
        first, last = touched(part, columns)
        if out and out[-1].col + out[-1].span - 1 >= first:
            before = out.pop()
            first = min(first, before.col)
            last = max(last, before.col + before.span - 1)
            out.append(Piece(first, last - first + 1, (*before.words, *part.words)))
        else:
            out.append(Piece(first, last - first + 1, part.words))
    return out


def _by_gutters(part: Segment, columns: Sequence[Column], size: float) -> list[Segment]:
    """A run of words cut at the gutters, where every column under it has words of its own.

    Headers of narrow columns nearly touch; a header that spans columns crosses their gutters
    or leaves some of them without words.
    """
    first, last = touched(part, columns)
    if first == last:
        return [part]
    homes: list[list[Word]] = [[] for _ in range(first, last + 1)]
    for word in part.words:
        a, b = touched(Segment((word,)), columns)
        if a != b or not first <= a <= last:
            return [part]
        homes[a - first].append(word)
    if not all(homes):
        return [part]
    gaps = [b[0].bbox[0] - a[-1].bbox[2] for a, b in pairwise(homes)]
    if min(gaps) < (0.4 if len(homes) == 2 else 0.18) * size:
        return [part]
    return [Segment(tuple(words)) for words in homes]


def touched(part: Segment, columns: Sequence[Column]) -> tuple[int, int]:
    """The first and last column that a run of words reaches into."""
    hit = [
        i for i, (a, b) in enumerate(columns)
        if min(b, part.x1) - max(a, part.x0) > min(3.0, 0.3 * (part.x1 - part.x0))
    ]  # fmt: skip
    if hit:
        return hit[0], hit[-1]
    middle = (part.x0 + part.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest
