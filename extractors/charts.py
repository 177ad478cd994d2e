"""Labels of charts that are drawn, not pictured: one block instead of a paragraph per number.

The values along an axis, the names of months and those of a legend come out as many short blocks, or as
one loose one. A stretch of short blocks of which many hold figures alone is what a chart shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

#: A label of a chart is no longer than this (characters of a line).
_CHARS = 60
#: So many lines of a stretch hold values alone, and this share of its lines.
_VALUES, _SHARE = 3, 0.4
#: A name under the last axis ("Year") has at most so many words.
_NAME = 3
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)"
#: One word of a value; blanks among thousands and before "%" divide words.
_VALUE = re.compile(
    r"[-−–+≥≤<>]?\d{0,6}(?:[.,]\d{1,6})*%?|\d{1,3}[-–]\d{1,3}|Q[1-4]"
    rf"|(?:\d{{1,2}}[-.])?{_MONTH}[.]?(?:[-.]\d{{2,4}})?",
    re.I,
)
_ENDS = re.compile(r"[^\d][.;:]$")


class Block(Protocol):
    """What is asked of a block: its text and its label."""

    @property
    def text(self) -> str:
        """Its lines as printed."""

    @property
    def label(self) -> str:
        """What it is."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The blocks from ``start`` up to ``stop`` are labels of one chart."""

    start: int
    stop: int


def find_charts(blocks: Sequence[Block]) -> list[Chart]:
    """Stretches of blocks that are the labels of charts."""
    loose = [_is_loose(block) for block in blocks]
    found: list[Chart] = []
    at = 0
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and loose[stop]:
            stop += 1
        if stop > at and (chart := _chart(blocks, at, stop)):
            found.append(chart)
        at = max(stop, at + 1)
    return found


def _is_loose(block: Block) -> bool:
    if block.label not in ("paragraph", "formula", "heading", "author", "affiliation"):
        return False
    lines = block.text.split("\n")
    return all(len(line) <= _CHARS and not _ENDS.search(line) for line in lines)


def _chart(blocks: Sequence[Block], start: int, stop: int) -> Chart | None:
    """The part of a stretch from its first value to its last one, and the name below it."""
    values = [i for i in range(start, stop) if _values(blocks[i].text)]
    if not values:
        return None
    start, last = values[0], values[-1]
    lines = [line for block in blocks[start : last + 1] for line in block.text.split("\n")]
    held = sum(_is_value(line) for line in lines)
    if held < _VALUES or held < _SHARE * len(lines):
        return None
    while last + 1 < stop and len(blocks[last + 1].text.split()) <= _NAME:
        last += 1
    return Chart(start, last + 1)


def _values(text: str) -> bool:
    return any(_is_value(line) for line in text.split("\n"))


def _is_value(line: str) -> bool:
    """Whether a line holds figures alone.

    >>> _is_value("0.350"), _is_value("2004 2005 2006"), _is_value("-50 %"), _is_value("x = 5")
    (True, True, True, False)
    >>> _is_value("Jan-08 Jul-08 Jan-09"), _is_value("Jan Feb Mar"), _is_value("May the best win")
    (True, True, False)
    >>> _is_value("1 " * 200 + "x")  # at once: a table of a text may be so long
    False
    """
    return any(c.isalnum() for c in line) and all(map(_VALUE.fullmatch, line.split()))
