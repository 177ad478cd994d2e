"""Tables that add up: sums, differences and shares that hold in rows and columns.

A relation is reported where it holds in so many cells that chance cannot explain it. One
that holds everywhere but in one cell exposes an error of recognition there (``suspects`` tells
in which cell).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.tables.equations import Amount, Equation, Grid, Place, Sum, at
from extractors.tables.rates import find_rates

#: Tables larger than this are searched near each line only (the search is cubic).
WINDOW = 7
LARGE = 60
MAX_ADDENDS = 60
#: Evidence asked for, in decimal orders of magnitude against chance.
MIN_EVIDENCE = 3.0
#: Sums are exact where rounded ones would look so with less than this probability.
UNLIKELY = 0.02

_TOTAL = re.compile(
    r"\b(?:всего|итого|итог|общ(?:ее|ая|ий|ие)|сумма|(?:sub-?)?total|sum|all|overall|turnover|оборот\w*|"
    r"товарооборот|усього|разом|барлығы|жиыны|усяго|grand total)\b",
    re.IGNORECASE,
)
#: Letters that recognition takes from the other alphabet ("Bcero" for "Всего").
_CYRILLIC = str.maketrans("ABCEHKMOPTXaceoprxyu", "АВСЕНКМОРТХасеоргхуи")
_BALANCE = re.compile(
    r"\b(?:сальдо|баланс|разни\w+|изменени\w+|прирост\w*|отклонени\w+|прибыль|чист\w+|surplus|"
    r"deficit|balance|net|change|difference|increase|growth|gain|дефицит|профицит)\b",
    re.IGNORECASE,
)


def is_total(name: str) -> bool:
    """Whether a row or column is called a total ("Итого", "Bcero" as recognised, "Total")."""
    return bool(_TOTAL.search(name) or _TOTAL.search(name.translate(_CYRILLIC)))


@dataclass(frozen=True, slots=True)
class _Relation:
    """``lines[target] = Σ sign · lines[i]`` along one direction."""

    target: int
    parts: tuple[tuple[int, int], ...]  # (line, sign)

    def at(self, place: int, turned: bool, detail: str = "") -> Sum:
        """The relation at one place along the lines (columns where ``turned``)."""

        def cell(line: int) -> Place:
            return (place, line) if turned else (line, place)

        parts = tuple((cell(i), sign) for i, sign in self.parts)
        return Sum(cell(self.target), parts, detail)


def find_checks(grid: Grid, row_names: Sequence[str], col_names: Sequence[str]) -> list[Equation]:
    """The relations that hold in the body ``grid`` beyond chance, at every place where all of
    their cells are filled, whether they hold there or not.

    >>> from extractors.tables.equations import Amount
    >>> rows = [[Amount(5), Amount(9)], [Amount(2), Amount(4)], [Amount(3), Amount(5)]]
    >>> big = [[Amount(a.value + 0.25 * i, 2) for a in r] for i, r in ((3, rows[0]), (1, rows[1]), (2, rows[2]))]
    >>> found = find_checks([r * 3 for r in big], ["Total", "a", "b"], [""] * 6)
    >>> found[0].detail, found[0].places
    ('Total = a + b', ((0, 0), (1, 0), (2, 0)))
    """
    found: list[Sum] = []
    columns = [list(c) for c in zip(*grid, strict=True)] if grid else []
    for lines, names, turned in ((grid, row_names, False), (columns, col_names, True)):
        for relation in _relations(lines, names):
            detail = _detail(relation, names)
            sums = [relation.at(n, turned, detail) for n in range(len(lines[0]))]
            found.extend(e for e in sums if e.holds(grid) is not None)
    rates = find_rates(grid, row_names, col_names)
    rated = {e.places[0] for e in rates}  # these are rounded, whatever the rest is
    # growth rates under a total are no addends of it, and rounded shares say little
    explained = {e.places[0] for e in rates if e.holds(grid)}
    found = [e for e in found if e.holds(grid) or not explained.intersection(e.places)]
    printed = [e for e in found if not rated.intersection(e.places)]
    if _is_exact(printed, grid):
        found = [e if rated.intersection(e.places) else replace(e, exact=True) for e in found]
    return [*found, *rates]


def _is_exact(sums: Sequence[Sum], grid: Grid) -> bool:
    """Whether the sums were made of the printed numbers: nearly all hold to the last figure,
    which sums of rounded numbers would not do."""
    off: list[Sum] = []
    chance = 1.0
    for equation in sums:
        gap = equation.gap(grid)
        if gap is None or not equation.holds(grid):
            continue
        if abs(gap) > 1e-6 * 10.0 ** -max(
            a.decimals for p in equation.places if (a := at(grid, p))
        ):
            off.append(equation)
        else:
            # the errors of n rounded numbers have the variance n/12 of a unit
            chance *= math.erf(0.5 / math.sqrt(len(equation.places) / 6))
    one_cell = not off or bool(set.intersection(*(set(e.places) for e in off)))
    return one_cell and chance < UNLIKELY


def _detail(relation: _Relation, names: Sequence[str]) -> str:
    def name(i: int) -> str:
        return names[i] or f"[{i + 1}]"

    parts = relation.parts
    if len(parts) > 6:
        return f"{name(relation.target)} = {name(parts[0][0])} + … + {name(parts[-1][0])}"
    text = name(parts[0][0])
    for i, sign in parts[1:]:
        text += f" {'+' if sign > 0 else '-'} {name(i)}"
    return f"{name(relation.target)} = {text}"


# --- search ---------------------------------------------------------------------------


def _relations(lines: Grid, names: Sequence[str]) -> list[_Relation]:
    """Relations between lines that hold beyond chance, each set of lines only once."""
    if len(lines) < 3 or not lines[0]:
        return []
    totals = [is_total(n) for n in names]
    balances = [bool(_BALANCE.search(n)) for n in names]
    kept: list[_Relation] = []
    seen: set[frozenset[int]] = set()
    holding = [r for r in _candidates(lines, totals) if _holds(r, lines, totals)]
    for relation in sorted(holding, key=lambda r: _rank(r, totals, balances)):
        members = frozenset((relation.target, *(i for i, _ in relation.parts)))
        if members not in seen:
            kept.append(relation)
            seen.add(members)
    return sorted(kept, key=lambda r: (r.at(0, False).kind != "sum", r.target))


def _rank(
    relation: _Relation, totals: Sequence[bool], balances: Sequence[bool]
) -> tuple[bool, bool, int, int]:
    """Better statements of the same fact first: a named total or balance is the target."""
    named = (totals if relation.at(0, False).kind == "sum" else balances)[relation.target]
    lines = [i for i, _ in relation.parts]
    outside = relation.target < min(lines) or relation.target > max(lines)
    return (not named, not outside, -len(lines), abs(relation.target - lines[0]))


def _candidates(lines: Grid, totals: Sequence[bool]) -> Iterator[_Relation]:
    yield from _runs(lines, totals)
    yield from _totals_of_totals(totals)
    n = len(lines)
    reach = WINDOW if n <= LARGE else 3
    for target in range(n):
        near = [i for i in range(max(0, target - reach), min(n, target + reach + 1)) if i != target]
        for x, a in enumerate(near):
            for b in near[x + 1 :]:
                yield _Relation(target, ((a, 1), (b, 1)))
                yield _Relation(target, ((a, 1), (b, -1)))
                yield _Relation(target, ((b, 1), (a, -1)))


def _runs(lines: Grid, totals: Sequence[bool]) -> Iterator[_Relation]:
    """A line as the sum of the run of lines that follows or precedes it.

    In large tables only of the first and last lines and of those called totals.
    """
    n = len(lines)
    for target in range(n):
        if n > LARGE and not (totals[target] or target in {0, n - 1}):
            continue
        for length in range(2, min(n, MAX_ADDENDS)):
            if target + length < n:
                yield _Relation(
                    target, tuple((i, 1) for i in range(target + 1, target + 1 + length))
                )
            if target - length >= 0:
                yield _Relation(target, tuple((i, 1) for i in range(target - length, target)))


def _totals_of_totals(named: Sequence[bool]) -> Iterator[_Relation]:
    """A grand total as the sum of the totals named before it."""
    totals = [i for i, total in enumerate(named) if total]
    if len(totals) > 2:
        yield _Relation(totals[-1], tuple((i, 1) for i in totals[:-1]))
        yield _Relation(totals[0], tuple((i, 1) for i in totals[1:]))


def _gap(relation: _Relation, lines: Grid, place: int) -> float | None:
    """By how much a relation fails at one place along the lines: 0 where it holds, None where
    a member is missing.

    Most that are tried fail by far: those are told without asking for their rounding.
    """
    target = lines[relation.target][place]
    if target is None:
        return None
    gap, largest = -target.value, abs(target.value)
    for i, sign in relation.parts:
        amount = lines[i][place]
        if amount is None or amount.percent != target.percent:
            return None
        gap += sign * amount.value
        largest = max(largest, abs(amount.value))
    if abs(gap) > 3.1 + 1e-8 * largest:
        return gap
    fits = relation.at(place, False).holds(lines)
    return gap if fits is False else None if fits is None else 0.0


def _is_a_figure(gap: float, total: Amount | None) -> bool:
    """Whether one misread figure makes a sum of three figures or more fail by so much: 3, 40,
    0.7."""
    unit = 10.0 ** -(total.decimals if total else 0)
    large = total is not None and abs(total.value) >= 100 * unit
    return large and len(f"{abs(gap) / unit:.0f}".strip("0")) == 1


def _holds(relation: _Relation, lines: Grid, totals: Sequence[bool]) -> bool:
    """Whether the relation holds at nearly every place, beyond chance.

    The evidence of a place is how many values its target might have had: log10 of the
    value over the tolerance. All places together must outweigh the number of relations
    that were tried. One misfit in four places is let pass where two hold at least, and more
    where one misread figure explains them.
    """
    held: list[int] = []
    missed = near = 0  # ``near``: by a figure
    allowed = max(1, len(lines[0]) // 4)
    for place in range(len(lines[0])):
        gap = _gap(relation, lines, place)
        if gap is None:
            continue
        if not gap:
            held.append(place)
        elif _is_a_figure(gap, lines[relation.target][place]):
            near += 1
        else:
            missed += 1
            if missed > allowed:
                return False
    let_pass = max((len(held) + near + missed) // 4, int(len(held) == 2))
    if not held or missed + (near if near >= len(held) else 0) > let_pass:
        return False
    evidence = sum(_evidence(relation, lines, place) for place in held)
    # Of relations over all lines there are two, of those over any three lines very many.
    whole = relation.at(0, False).kind == "sum" and len(relation.parts) == len(lines) - 1
    tried = 0.3 if whole else math.log10(max(10, len(lines) * min(len(lines), 2 * WINDOW) ** 2))
    named = totals[relation.target] and relation.at(0, False).kind == "sum"
    return evidence >= MIN_EVIDENCE + tried - (2.0 if named else 0.0) + 1.0 * (missed + near)


def _evidence(relation: _Relation, lines: Grid, place: int) -> float:
    here = relation.at(place, False)
    tolerance = here.tolerance(lines)
    amounts = [a for p in here.places if (a := at(lines, p))]
    scale = sorted(abs(a.value) for a in amounts)[len(amounts) // 2]
    step = max(tolerance * 2, 10.0 ** -max(a.decimals for a in amounts))
    # x = x + 0 says little, and so does an addend that rounding hides.
    if sum(1 for a in amounts if abs(a.value) > 3 * tolerance) < 3:
        return 0.0
    return min(4.0, max(0.0, math.log10(max(scale, step) / step)))
