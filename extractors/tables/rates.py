"""Shares and growth rates: columns (or rows) of percentages that others give."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from extractors.tables.equations import Equation, Grid, Place, Rate, at

#: Names of lines that hold rates.
_RATE = re.compile(
    r"%|\b(?:дол[яи]|уд(?:ельный|\.)\s*вес|структура|темп\w*|прирост\w*|рост\w*|измен\w*|в процент\w*|"
    r"к предыдущему|share|rate|percent\w*|growth|change|increase|index|индекс\w*|үлес\w*)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:всего|итого|total|all|барлығы|усього|разом)\b", re.IGNORECASE)
#: Lines searched on both sides of a rate.
NEAR = 8
#: Evidence asked for, in decimal orders of magnitude against chance.
MIN_EVIDENCE = 4.0


def find_rates(grid: Grid, row_names: Sequence[str], col_names: Sequence[str]) -> list[Equation]:
    """Shares of a total and growth rates, along rows and along columns.

    >>> from extractors.tables.equations import Amount
    >>> parts = [12.0, 30.0, 58.0, 47.0, 13.0]
    >>> body = [[Amount(v, 1), Amount(round(v / 1.6, 1), 1)] for v in [*parts, 160.0]]
    >>> found = find_rates(body, ["a", "b", "c", "d", "e", "Total"], ["Volume", "Share, %"])
    >>> found[0].detail, len(found)
    ('Share, % = Volume / Total', 6)
    """
    out: list[Equation] = []
    for turned, lines, across in ((True, col_names, row_names), (False, row_names, col_names)):
        for target, name in enumerate(lines):
            if _RATE.search(name) or _is_percent(grid, target, turned):
                out.extend(_best(grid, target, turned, lines, across))
    return out


def _cell(line: int, place: int, turned: bool) -> Place:
    return (place, line) if turned else (line, place)


def _is_percent(grid: Grid, line: int, turned: bool) -> bool:
    size = len(grid) if turned else len(grid[0])
    amounts = [a for p in range(size) if (a := at(grid, _cell(line, p, turned)))]
    return bool(amounts) and all(a.percent for a in amounts)


def _best(
    grid: Grid, target: int, turned: bool, lines: Sequence[str], across: Sequence[str]
) -> list[Rate]:
    """The one explanation of a line of rates that holds best, if any does beyond chance."""
    best: list[Rate] = []
    evidence = 0.0
    for rates in _candidates(grid, target, turned, lines, across):
        found = _evidence(grid, rates)
        if found > evidence:
            best, evidence = rates, found
    return [r for r in [*best, *_whole_itself(grid, best)] if r.holds(grid) is not None]


def _whole_itself(grid: Grid, rates: Sequence[Rate]) -> Iterator[Rate]:
    """The share of the whole in itself, 100 %, where the shares of one whole add up to that."""
    wholes = {(r.target[0] - r.part[0], r.target[1] - r.part[1], r.whole) for r in rates}
    shares = [a.value for r in rates if r.form == "share" and (a := at(grid, r.target))]
    if len(wholes) != 1 or abs(sum(shares) - 100) > 1:
        return
    [(down, right, whole)] = wholes
    place = (whole[0] + down, whole[1] + right)
    yield Rate(place, whole, whole, "share", rates[0].detail)


def _candidates(
    grid: Grid, target: int, turned: bool, lines: Sequence[str], across: Sequence[str]
) -> Iterator[list[Rate]]:
    size = len(grid) if turned else len(grid[0])
    near = [i for i in range(len(lines)) if i != target and abs(i - target) <= NEAR]
    totals = [p for p in range(size) if p < len(across) and _TOTAL.search(across[p])] or [size - 1]
    for line in near:
        for total in totals[-2:]:
            detail = (
                f"{lines[target]} = {lines[line]} / {across[total] if total < len(across) else ''}"
            )
            yield [
                Rate(_cell(target, p, turned), _cell(line, p, turned), _cell(line, total, turned), "share", detail)
                for p in range(size) if p != total
            ]  # fmt: skip
        for other in near:
            if other == line:
                continue
            for form in ("share", "growth", "increase"):
                detail = f"{lines[target]} = {lines[line]} / {lines[other]}"
                if form == "share" and not _TOTAL.search(lines[other]):
                    continue
                if form == "increase":
                    detail += " - 1"
                yield [
                    Rate(_cell(target, p, turned), _cell(line, p, turned), _cell(other, p, turned), form, detail)
                    for p in range(size)
                ]  # fmt: skip


def _evidence(grid: Grid, rates: Sequence[Rate]) -> float:
    """Orders of magnitude against chance; 0 where it does not hold at nearly every place."""
    held = [r for r in rates if r.holds(grid)]
    missed = sum(r.holds(grid) is False for r in rates)
    if len(held) < 3 or missed > max(1, len(held) // 4):
        return 0.0
    total = 0.0
    for rate in held:
        target = at(grid, rate.target)
        assert target is not None
        total += min(
            3.0, max(0.0, math.log10(max(abs(target.value), 1e-9) / (2 * rate.tolerance(grid))))
        )
    return total if total - missed >= MIN_EVIDENCE else 0.0
