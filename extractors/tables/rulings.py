"""A grid from the rules drawn around cells: places on both axes, and the cells between them.

Rules that touch make one component; its places on both axes make a grid; neighbours without
a rule between them are one spanned cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.observed import Word
from extractors.tables.geometry import SNAP, Rule, center, distinct, height_of

#: How far a rule may end from another and still meet it, in points.
REACH = 3.5
#: A rule divides two cells when it covers this share of their common edge.
COVER = 0.6
#: Smaller grids are boxes, larger ones drawings (hatching, graph paper).
MAX_LINES = 400

#: Horizontal and vertical rules that touch one another.
Component = tuple[list[Rule], list[Rule]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of columns and rows and the spans found: (row, col, row_span, col_span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> list[float]:
        """The box around the grid."""
        return [self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]]


def components(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if _meet(h, v):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate((*across, *down)):
        groups[root(i)][i >= len(across)].append(rule)
    return [g for g in groups.values() if len(g[0]) >= 2 and g[1] and sum(map(len, g)) < MAX_LINES]


def _meet(h: Rule, v: Rule) -> bool:
    return h.start - REACH <= v.at <= h.stop + REACH and v.start - REACH <= h.at <= v.stop + REACH


def grid_of(hs: Sequence[Rule], vs: Sequence[Rule]) -> Grid | None:
    """The grid of a component; open sides are closed at the ends of the rules."""
    xs = distinct(v.at for v in vs)
    ys = distinct(h.at for h in hs)
    left, right = min(h.start for h in hs), max(h.stop for h in hs)
    top, bottom = min(v.start for v in vs), max(v.stop for v in vs)
    hs, vs = list(hs), list(vs)
    for edge, first in ((left, True), (right, False)):
        if abs(edge - (xs[0] if first else xs[-1])) > 2 * REACH:
            xs.insert(0 if first else len(xs), edge)
            vs.append(Rule(edge, ys[0], ys[-1]))
    for edge, first in ((top, True), (bottom, False)):
        if abs(edge - (ys[0] if first else ys[-1])) > 2 * REACH:
            ys.insert(0 if first else len(ys), edge)
            hs.append(Rule(edge, xs[0], xs[-1]))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_spans(xs, ys, hs, vs)))


def is_framed(grid: Grid, hs: Sequence[Rule], vs: Sequence[Rule]) -> bool:
    """Whether rules stand above, below and between: axes of a plot leave sides open."""
    x0, top, x1, bottom = grid.box
    above = _covered(hs, top, x0, x1) and _covered(hs, bottom, x0, x1)
    beside = _covered(vs, x0, top, bottom) and _covered(vs, x1, top, bottom)
    return above and (beside or len(hs) >= 3)


def _spans(
    xs: Sequence[float], ys: Sequence[float], hs: Sequence[Rule], vs: Sequence[Rule]
) -> list[tuple[int, int, int, int]]:
    """Elementary cells joined where no rule divides them, as rectangles."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    divided_right = [
        [_covered(vs, xs[c + 1], ys[r], ys[r + 1]) for c in range(n_cols - 1)]
        for r in range(n_rows)
    ]
    divided_below = [
        [_covered(hs, ys[r + 1], xs[c], xs[c + 1]) for c in range(n_cols)]
        for r in range(n_rows - 1)
    ]
    taken = [[False] * n_cols for _ in range(n_rows)]
    spans: list[tuple[int, int, int, int]] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if taken[r][c]:
                continue
            width = 1
            while (
                c + width < n_cols
                and not divided_right[r][c + width - 1]
                and not taken[r][c + width]
            ):
                width += 1
            height = 1
            while r + height < n_rows and _joins_below(
                divided_right, divided_below, r + height, c, width
            ):
                height += 1
            for y in range(r, r + height):
                for x in range(c, c + width):
                    taken[y][x] = True
            spans.append((r, c, height, width))
    return spans


def _joins_below(
    right: Sequence[Sequence[bool]], below: Sequence[Sequence[bool]], row: int, c: int, width: int
) -> bool:
    """Whether the cells of ``row`` under a span belong to it: no rule above or within."""
    return not any(below[row - 1][c : c + width]) and not any(right[row][c : c + width - 1])


def _covered(rules: Sequence[Rule], at: float, start: float, stop: float) -> bool:
    span = stop - start
    covered = sum(
        max(0.0, min(r.stop, stop) - max(r.start, start)) for r in rules if abs(r.at - at) <= SNAP
    )
    return covered >= COVER * span


def homes_of(grid: Grid, words: Sequence[Word]) -> dict[tuple[int, int, int, int], list[Word]]:
    """The words of each span, by their middles."""
    homes: dict[tuple[int, int, int, int], list[Word]] = {span: [] for span in grid.spans}
    place = {
        (y, x): span
        for span in grid.spans
        for y in range(span[0], span[0] + span[2])
        for x in range(span[1], span[1] + span[3])
    }
    for word in words:
        x, y = center(word)
        c = _index(grid.xs, x)
        r = _index(grid.ys, y)
        homes[place[r, c]].append(word)
    return homes


def _index(places: Sequence[float], at: float) -> int:
    """The interval of ``places`` that holds ``at`` (the nearest one outside)."""
    for i, (a, b) in enumerate(pairwise(places)):
        if a <= at < b:
            return i
    return 0 if at < places[0] else len(places) - 2


def without_slivers(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid without rows and columns too thin for text (gaps between double rules)."""
    least = 0.45 * height_of(words)
    xs, ys = list(grid.xs), list(grid.ys)
    thin_cols = [c for c in range(len(xs) - 1) if xs[c + 1] - xs[c] < least]
    thin_rows = [r for r in range(len(ys) - 1) if ys[r + 1] - ys[r] < least]
    if not thin_cols and not thin_rows:
        return grid
    keep_c = _renumber(len(xs) - 1, thin_cols)
    keep_r = _renumber(len(ys) - 1, thin_rows)
    spans = []
    for r, c, h, w in grid.spans:
        rows = [keep_r[i] for i in range(r, r + h) if i in keep_r]
        cols = [keep_c[i] for i in range(c, c + w) if i in keep_c]
        if rows and cols:
            spans.append((rows[0], cols[0], len(rows), len(cols)))
    new_xs = [xs[0], *(xs[c + 1] for c in range(len(xs) - 1) if c in keep_c)]
    new_ys = [ys[0], *(ys[r + 1] for r in range(len(ys) - 1) if r in keep_r)]
    return Grid(tuple(new_xs), tuple(new_ys), tuple(spans))


def _renumber(n: int, dropped: Sequence[int]) -> dict[int, int]:
    kept = [i for i in range(n) if i not in dropped]
    return {old: new for new, old in enumerate(kept)}
