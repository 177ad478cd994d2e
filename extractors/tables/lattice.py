"""Ruled tables: cells from the rules drawn around them (``rulings``), bands that rules leave
undivided cut by the lines of text in them (``bands``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from extractors.observed import ObservedCell, ObservedTable, Word
from extractors.tables.bands import divide_columns, divide_rows, divide_spans
from extractors.tables.captions import read_caption
from extractors.tables.geometry import SNAP, Rule, cell_text, height_of, inside, merge_rules
from extractors.tables.grids import without_edges
from extractors.tables.rulings import (
    REACH,
    Component,
    Grid,
    components,
    grid_of,
    homes_of,
    is_framed,
    without_slivers,
)


def ruled_tables(
    words: Sequence[Word], across: Sequence[Rule], down: Sequence[Rule]
) -> list[ObservedTable]:
    """Tables made of horizontal rules ``across`` and vertical rules ``down``."""
    tables: list[ObservedTable] = []
    size = height_of(words)
    for hs, vs in _stacked(components(merge_rules(across), merge_rules(down)), words, size):
        grid = grid_of(hs, vs)
        if grid is None or (len(grid.xs) * len(grid.ys) <= 12 and not is_framed(grid, hs, vs)):
            continue
        table = _table(grid, [w for w in words if inside(w, grid.box)])
        if table is not None:
            tables.append(table)
    return tables


def _stacked(parts: list[Component], words: Sequence[Word], size: float) -> list[Component]:
    """Components with those that a row over all columns keeps apart made one.

    In a table without sides the rules around the name of a group of rows touch no vertical
    ones: what stands above and below it has the same extent and columns at the same places.
    """
    out: list[Component] = []
    for part in sorted(parts, key=lambda p: min(h.at for h in p[0])):
        home = next((o for o in reversed(out) if _goes_on_below(o, part, words, size)), None)
        if home is None:
            out.append((list(part[0]), list(part[1])))
        else:
            home[0].extend(part[0])
            home[1].extend(part[1])
    return out


def _goes_on_below(above: Component, below: Component, words: Sequence[Word], size: float) -> bool:
    (hs, vs), (more_hs, more_vs) = above, below
    bottom, top = max(h.at for h in hs), min(h.at for h in more_hs)
    x0, x1 = min(h.start for h in hs), max(h.stop for h in hs)
    y0, y1 = min(h.start for h in more_hs), max(h.stop for h in more_hs)
    if abs(x0 - y0) > REACH or abs(x1 - y1) > REACH or not 0 < top - bottom < 4 * size:
        return False
    places = [v.at for v in vs]
    same = all(any(abs(v.at - at) <= SNAP for at in places) for v in more_vs)
    between = [w for w in words if inside(w, [x0, bottom, x1, top], 0)]
    named = bool(between) and read_caption(cell_text(between)) is None
    return same and named


# --- from grid to table ---------------------------------------------------------------


def _table(grid: Grid, words: Sequence[Word]) -> ObservedTable | None:
    """The filled table, or None where the grid is no table."""
    if not words:
        return None
    grid = divide_spans(without_slivers(grid, words), words)
    grid = divide_columns(divide_rows(grid, words), words)
    homes = homes_of(grid, words)
    cells = _trim(grid, homes)
    if cells is None:
        return None
    made, n_rows, n_cols = cells
    filled = [c for c in made if c.text]
    if n_rows < 2 or n_cols < 2 or not _is_table(made, filled, n_rows, n_cols):
        return None
    table = ObservedTable(
        cells=tuple(made),
        n_rows=n_rows,
        n_cols=n_cols,
        method="lines",
        bbox=[round(v, 2) for v in grid.box],
        confidence=0.97,
    )
    return without_edges(table)


def _is_table(
    cells: Sequence[ObservedCell], filled: Sequence[ObservedCell], n_rows: int, n_cols: int
) -> bool:
    """Drawings have few words in many cells; frames have many words in few cells.

    Block diagrams and plots leave ragged spans: no column of theirs has a cell in most
    rows, or one of their columns is a single cell over all rows.
    """
    places = n_rows * n_cols
    if len(filled) < 3 or len(filled) < (0.5 if places <= 12 else 0.3) * places:
        return False
    if any(c.row_span == n_rows for c in cells) or not _has_full_lines(filled, n_rows, n_cols):
        return False
    own = {c.col for c in filled if c.col_span == 1}
    if places <= 12 and len(own) < n_cols:
        return False
    longest = max(len(c.text) for c in filled)
    total = sum(len(c.text) for c in filled)
    return not (places <= 6 and longest > 600 and longest > 0.7 * total)


def _has_full_lines(filled: Sequence[ObservedCell], n_rows: int, n_cols: int) -> bool:
    """Whether some column and some row have a cell of their own at most places."""
    in_column = Counter(c.col for c in filled if c.row_span == 1)
    in_row = Counter(c.row for c in filled if c.col_span == 1)
    fullest_column = max(in_column.values(), default=0)
    fullest_row = max(in_row.values(), default=0)
    return fullest_column >= 0.6 * n_rows and fullest_row >= max(2, 0.6 * n_cols)


def _needed(extents: set[tuple[int, int]], n: int) -> list[int]:
    """The rows (or columns) that tell filled cells apart; of equal neighbours the first."""
    kept: list[int] = []
    before: frozenset[tuple[int, int]] = frozenset()
    for i in range(n):
        here = frozenset(e for e in extents if e[0] <= i < e[1])
        if here and here != before:
            kept.append(i)
        before = here or before
    return kept


def _trim(
    grid: Grid, homes: dict[tuple[int, int, int, int], list[Word]]
) -> tuple[list[ObservedCell], int, int] | None:
    """Cells without rows and columns that hold no words at all."""
    filled = [s for s, ws in homes.items() if ws]
    # A row in which no filled cell begins or ends adds nothing: rules drawn twice, empty rows.
    rows = _needed({(s[0], s[0] + s[2]) for s in filled}, len(grid.ys) - 1)
    wide = 1.5 * height_of([w for ws in homes.values() for w in ws])
    empty = {
        (s[1], s[1] + 1) for s in homes if s[3] == 1 and grid.xs[s[1] + 1] - grid.xs[s[1]] > wide
    }  # a drawn column is one, filled or not
    cols = _needed({(s[1], s[1] + s[3]) for s in filled} | empty, len(grid.xs) - 1)
    if not rows or not cols:
        return None
    row_at = {r: i for i, r in enumerate(rows)}
    col_at = {c: i for i, c in enumerate(cols)}
    cells: list[ObservedCell] = []
    for (r, c, h, w), inside_words in sorted(homes.items()):
        at_rows = [row_at[y] for y in range(r, r + h) if y in row_at]
        at_cols = [col_at[x] for x in range(c, c + w) if x in col_at]
        if not at_rows or not at_cols:
            continue
        box = [grid.xs[c], grid.ys[r], grid.xs[c + w], grid.ys[r + h]]
        cells.append(
            ObservedCell(
                row=at_rows[0],
                col=at_cols[0],
                text=cell_text(inside_words) if inside_words else "",
                row_span=len(at_rows),
                col_span=len(at_cols),
                bbox=[round(v, 2) for v in box],
                confidence=round(fmean(w.confidence for w in inside_words), 3)
                if inside_words
                else 1.0,
            )
        )
    return cells, len(rows), len(cols)
