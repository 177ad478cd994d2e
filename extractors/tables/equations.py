"""Relations between single cells of a table, and whether they hold.

Places are (row, column) in the body of the table. Every relation knows the cells it ties, can
tell whether it holds, and which value a cell would need for it to hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the grid with its printed decimals; ``percent`` where its unit is %."""

    value: float
    decimals: int = 0
    percent: bool = False


Grid = Sequence[Sequence[Amount | None]]


class Equation(Protocol):
    """What every relation offers."""

    @property
    def detail(self) -> str:
        """The relation in words: "Total = a + b"."""

    @property
    def kind(self) -> str:
        """ "sum", "difference", "share" or "growth"."""

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells, the one that the others give first."""

    def holds(self, grid: Grid) -> bool | None:
        """Whether it holds; None where a cell is missing."""

    def wanted(self, grid: Grid) -> dict[Place, float]:
        """For cells whose value the others give exactly: that value."""


def at(grid: Grid, place: Place) -> Amount | None:
    """The amount at a place."""
    return grid[place[0]][place[1]]


@dataclass(frozen=True, slots=True)
class Sum:
    """``target = Σ sign · part``; ``exact`` where the table adds up to the last figure."""

    target: Place
    parts: tuple[tuple[Place, int], ...]
    detail: str = ""
    exact: bool = False

    @property
    def kind(self) -> str:
        """ "sum", or "difference" where a part is taken away."""
        return "sum" if all(sign > 0 for _, sign in self.parts) else "difference"

    @property
    def places(self) -> tuple[Place, ...]:
        """The target and its parts."""
        return (self.target, *(place for place, _ in self.parts))

    def gap(self, grid: Grid) -> float | None:
        """Σ parts − target; None where a member is missing."""
        target = at(grid, self.target)
        if target is None:
            return None
        total = 0.0
        for place, sign in self.parts:
            amount = at(grid, place)
            if amount is None or amount.percent != target.percent:
                return None
            total += sign * amount.value
        return total - target.value

    def tolerance(self, grid: Grid) -> float:
        """Rounding: half a unit of the last printed decimal for each member that is rounded."""
        amounts = [a for place in self.places if (a := at(grid, place)) is not None]
        whole = max(a.decimals for a in amounts) == 0
        unit = 10.0 ** -max(a.decimals for a in amounts)
        # Sums of few printed numbers are exact more often than not; one unit covers two roundings.
        exact = self.exact or (whole and len(amounts) < 4)
        steps = 0.0 if exact else min(0.5 * math.sqrt(len(amounts)) + 0.2, 3.0)
        return steps * unit + 1e-9 * max(abs(a.value) for a in amounts) + 1e-6 * unit

    def holds(self, grid: Grid) -> bool | None:
        """Within rounding; None where a member is missing or all parts are zero."""
        gap = self.gap(grid)
        if gap is None:
            return None
        if all((a := at(grid, place)) is None or a.value == 0 for place, _ in self.parts):
            return None
        return abs(gap) <= self.tolerance(grid)

    def wanted(self, grid: Grid) -> dict[Place, float]:
        """Each member's value by the others."""
        gap = self.gap(grid)
        if gap is None:
            return {}
        out: dict[Place, float] = {}
        for place, sign in ((self.target, -1), *self.parts):
            amount = at(grid, place)
            assert amount is not None
            out[place] = round(amount.value + (gap if sign < 0 else -sign * gap), 10)
        return out


@dataclass(frozen=True, slots=True)
class Rate:
    """``target = 100 · part / whole`` ("share", "growth") or 100 · (part − whole) / whole
    ("increase"), in percent."""

    target: Place
    part: Place
    whole: Place
    form: Literal["share", "growth", "increase"]
    detail: str = ""

    @property
    def kind(self) -> str:
        """ "share" or "growth"."""
        return "share" if self.form == "share" else "growth"

    @property
    def places(self) -> tuple[Place, ...]:
        """The rate, what it is of, and what that is compared with."""
        return (self.target, self.part, self.whole)

    def rate(self, grid: Grid) -> tuple[float, float] | None:
        """The rate that the other two give, and how exactly; None where one is missing."""
        part, whole = at(grid, self.part), at(grid, self.whole)
        if part is None or whole is None or whole.value == 0:
            return None
        value = 100 * part.value / whole.value - (100 if self.form == "increase" else 0)
        blur = 100 * (
            0.5 * 10.0**-part.decimals / abs(whole.value)
            + abs(part.value) * 0.5 * 10.0**-whole.decimals / whole.value**2
        )
        return value, blur

    def tolerance(self, grid: Grid) -> float:
        """Rounding of all three."""
        target, found = at(grid, self.target), self.rate(grid)
        assert target is not None
        assert found is not None
        return 0.51 * 10.0**-target.decimals + found[1]

    def holds(self, grid: Grid) -> bool | None:
        """Within rounding; None where a member is missing."""
        target, found = at(grid, self.target), self.rate(grid)
        if target is None or found is None:
            return None
        return abs(found[0] - target.value) <= self.tolerance(grid)

    def wanted(self, grid: Grid) -> dict[Place, float]:
        """The rate as it would print (with its decimal mark where that was lost); what it is
        of follows from it only roughly."""
        target, found = at(grid, self.target), self.rate(grid)
        if target is None or found is None:
            return {}
        for n in (1, 2, 3):
            marked = target.value / 10.0**n
            if abs(found[0] - marked) <= 0.51 * 10.0**-n + found[1]:
                return {self.target: round(marked, target.decimals + n)}
        return {self.target: round(found[0], target.decimals)}
