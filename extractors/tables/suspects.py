"""Which cell is wrong where a relation of the table fails, and what would stand there.

A candidate is a cell of a failed relation with the value that it would need. It is the better
the more failed relations it makes hold and the fewer sound ones it breaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.tables.equations import Amount, Equation, Grid, Place, at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell of a failed relation with a value that would make relations hold."""

    place: Place
    value: float
    score: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A relation that fails, and the candidates that explain it best."""

    equation: Equation
    candidates: tuple[Candidate, ...]


def failures(grid: Grid, equations: Sequence[Equation]) -> list[Failure]:
    """The relations that fail, each with the candidates that explain it best."""
    failed = [e for e in equations if e.holds(grid) is False]
    around: dict[Place, list[Equation]] = defaultdict(list)
    for equation in equations:
        for place in equation.places:
            around[place].append(equation)
    values: dict[Place, set[float]] = defaultdict(set)
    for equation in failed:
        for place, value in equation.wanted(grid).items():
            values[place].add(value)
    scores = {
        (place, value): _score(grid, around[place], place, value)
        for place, wanted in values.items()
        for value in wanted
    }
    out: list[Failure] = []
    for equation in failed:
        mine = {
            k: v
            for k, v in scores.items()
            if k[0] in equation.places and _mends(grid, equation, *k)
        }
        best = max(mine.values(), default=0)
        chosen = tuple(Candidate(p, v, best) for (p, v), s in mine.items() if s == best)
        out.append(Failure(equation, chosen))
    return out


def _score(grid: Grid, equations: Sequence[Equation], place: Place, value: float) -> int:
    """Failed relations that would hold, less twice the sound ones that would fail."""
    changed = with_value(grid, place, value)
    score = 0
    for equation in equations:
        before, after = equation.holds(grid), equation.holds(changed)
        score += (before is False and after is True) - 2 * (before is True and after is False)
    return score


def _mends(grid: Grid, equation: Equation, place: Place, value: float) -> bool:
    return equation.holds(with_value(grid, place, value)) is True


def with_value(grid: Grid, place: Place, value: float) -> list[list[Amount | None]]:
    """The grid with another value at one place."""
    out = [list(row) for row in grid]
    before = at(grid, place)
    if before is not None:
        out[place[0]][place[1]] = replace(before, value=value)
    return out
