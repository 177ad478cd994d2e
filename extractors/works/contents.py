"""Tables of contents: their lines, and the pages that hold nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import regex

from extractors.works.kinds import FURNITURE, Kind
from extractors.works.units import Unit

#: Dots that lead to a page number, as read: a few letters of noise may stand among them.
_LEADERS = regex.compile(r"\.{5,}(?:[^.\d]{0,30}|[^\d]{0,12})\d{1,4}\b|\.{8,}")
#: So many of them (or of rising page numbers at line ends) make a page one of the contents.
_LINES = 5
#: … and so many where such a page stands before it and its numbers go on.
_GO_ON = 3
#: The share of the numbers that rise, and of the lines that end in one.
_RISING, _NUMBERED = 0.8, 0.2
_NUMBER = regex.compile(r"[\s.…](\d{1,4})\W*$")


def mark_contents(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Lines of a table of contents: they end in a page number, many of them in a row; and
    pages of such lines, whose heading may stand on a page before."""
    led: dict[int, int] = {}
    for unit in units:
        led[unit.page] = led.get(unit.page, 0) + len(_LEADERS.findall(unit.text))
    for i, unit in enumerate(units):
        if led[unit.page] >= _LINES and kinds[i] not in FURNITURE:
            kinds[i] = "contents"
    for i, kind in enumerate(kinds):
        if kind == "contents":
            if units[i].text.rstrip()[-1:].isdigit():  # "Содержание 101": a head of such a page
                _rest_of_page(units, kinds, i)
            for j in range(i + 1, len(units)):
                if (
                    not regex.search(r"(?:\.{3,}|…|\s)\s*\d{1,4}\W*$", units[j].text)
                    or len(units[j].text) > 2500
                ):
                    break
                kinds[j] = "contents"
    _rising_pages(units, kinds)


def _rest_of_page(units: Sequence[Unit], kinds: list[Kind], head: int) -> None:
    for j in range(head + 1, len(units)):
        if units[j].page != units[head].page or kinds[j] in ("abstract_head", "keywords"):
            return
        kinds[j] = "contents" if kinds[j] not in FURNITURE else kinds[j]


def _rising_pages(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Pages from a heading of contents on whose lines end in numbers that rise: no dots need
    lead to them, and rubrics may stand between."""
    last: tuple[int, int] | None = None  # page, its highest number
    for page in dict.fromkeys(u.page for u in units):
        own = [i for i, u in enumerate(units) if u.page == page and kinds[i] not in FURNITURE]
        head = next((n for n, i in enumerate(own) if kinds[i] == "contents"), None)
        goes_on = last is not None and last[0] == page - 1
        if head is None and not goes_on:
            continue
        rest = own if goes_on else own[head:]
        lines = [line for i in rest for line in units[i].lines]
        numbers = [int(m[1]) for line in lines if (m := _NUMBER.search(line))]
        rising = _rising(numbers)
        least = _GO_ON if goes_on and last is not None and rising[:1] >= [last[1]] else _LINES
        if len(rising) < max(least, _RISING * len(numbers), _NUMBERED * len(lines)):
            continue
        if any(
            kinds[i] in ("abstract", "abstract_head", "keywords", "keywords_head") for i in rest
        ):
            continue  # a paper begins on the page
        for i in rest:
            kinds[i] = "contents"
        last = (page, rising[-1])


def _rising(numbers: Sequence[int]) -> list[int]:
    """The longest run of numbers, in their order, that do not fall.

    >>> _rising([10, 13, 2016, 22, 22, 7, 25])
    [10, 13, 22, 22, 25]
    """
    ends: list[int] = []  # the least end of a run of each length
    runs: list[list[int]] = []
    for number in numbers:
        at = bisect_right(ends, number)
        run = [*(runs[at - 1] if at else []), number]
        ends[at : at + 1], runs[at : at + 1] = [number], [run]
    return runs[-1] if runs else []
