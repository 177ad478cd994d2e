"""How many rows of a table are headers, and the header path over each column."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.observed import ObservedCell, ObservedTable
from extractors.tables.numbers import is_missing, is_value, is_year


def header_depth(table: ObservedTable, rows: Sequence[Sequence[str]]) -> int:
    """How many rows are headers: as found, as marked up, else as the values tell."""
    if table.header_rows:
        return min(table.header_rows, table.n_rows)
    marked = 0
    while marked < table.n_rows and _all_header(table.cells, marked):
        marked += 1
    if 0 < marked < table.n_rows:
        return marked
    return max(guess_header_rows(rows), _spanned_header_rows(table, rows))


def _spanned_header_rows(table: ObservedTable, rows: Sequence[Sequence[str]]) -> int:
    """Rows that the spans of the first row make headers: under a cell over several columns
    stand the headers of those columns. 0 where the first row spans nothing."""
    depth = 0
    spans = {(c.row, c.col): c for c in table.cells if c.text.strip()}
    while depth < min(5, table.n_rows - 1):
        here = [c for c in spans.values() if c.row == depth]
        if not any(1 < c.col_span < table.n_cols for c in here):
            break
        depth += 1
    if not depth:
        return 0
    deepest = max((c.row + c.row_span for c in spans.values() if c.row < depth), default=0)
    depth = max(depth + 1, deepest)
    holds = any(
        is_value(c) and not is_missing(c) and not is_year(c) for row in rows[:depth] for c in row
    )
    return 0 if holds or depth >= table.n_rows else depth


def _all_header(cells: Sequence[ObservedCell], row: int) -> bool:
    here = [c for c in cells if c.row <= row < c.row + c.row_span]
    return bool(here) and all(c.is_header for c in here if c.text.strip())


def guess_header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Header rows by content: those above the first row that holds values.

    >>> guess_header_rows([["Year", "2010", "2011"], ["Export", "1,5", "2,5"]])
    1
    >>> guess_header_rows([["Росток", "5"], ["Лист", "7"]])
    0
    """
    for depth, row in enumerate(rows[:6]):
        cells = [c for c in row[1:] if c.strip()] or [c for c in row if c.strip()]
        numbers = [c for c in cells if is_value(c) and not is_missing(c)]
        if numbers and not all(is_year(c) for c in numbers) and not is_counting(row):
            return depth
    body = [c for row in rows[1:] for c in row[1:]]
    return 1 if len(rows) > 1 and (not any(is_value(c) for c in body) or _year_head(rows)) else 0


def _year_head(rows: Sequence[Sequence[str]]) -> bool:
    return all(is_year(c) for c in rows[0][1:] if c)


def is_counting(row: Sequence[str]) -> bool:
    """A row of column numbers, "1 2 3 4"."""
    return len(row) > 2 and list(row) == [str(i + 1) for i in range(len(row))]


def header_paths(rows: Sequence[Sequence[str]], depth: int) -> list[list[str]]:
    """Header texts over each column from the top, without repeats and empty ones."""
    paths: list[list[str]] = []
    for c in range(len(rows[0]) if rows else 0):
        path: list[str] = []
        for row in rows[:depth]:
            if row[c] and (not path or path[-1] != row[c]) and not is_counting(row):
                path.append(row[c])
        paths.append(path)
    return paths
