"""A table as numbers: the values of its cells and the relations between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.observed import ObservedTable
from extractors.tables.checks import find_checks
from extractors.tables.equations import Amount, Equation
from extractors.tables.grids import rectangle
from extractors.tables.headings import header_depth, header_paths
from extractors.tables.numbers import (
    Value,
    convention_of,
    holds_years,
    is_value,
    read_value,
    whole_among_groups,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table read: its rectangle of texts, header rows, header paths, values by place, the
    amounts of its body, and the relations between them (places count body rows)."""

    rows: list[list[str]]
    depth: int
    paths: list[list[str]]
    values: list[list[Value]]
    grid: list[list[Amount | None]]
    equations: list[Equation]


def sheet_of(table: ObservedTable, lang: str | None) -> Sheet:
    """The table read by the conventions of its columns."""
    rows = rectangle(table)
    depth = header_depth(table, rows)
    paths = header_paths(rows, depth)
    values = _values(rows, depth, lang)
    grid = [[_amount(v) for v in row] for row in values[depth:]]
    for cell in table.cells:  # a value over several places is one value
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.col, cell.col + cell.col_span):
                if (r, c) != (cell.row, cell.col) and depth <= r < len(rows) and c < len(paths):
                    grid[r - depth][c] = None
    row_names = [next((c for c in row if c and not is_value(c)), "") for row in rows[depth:]]
    col_names = [" ".join(path) for path in paths]
    return Sheet(rows, depth, paths, values, grid, find_checks(grid, row_names, col_names))


def _values(rows: Sequence[Sequence[str]], depth: int, lang: str | None) -> list[list[Value]]:
    """Every cell's value by the convention of its column (rows × columns)."""
    body = rows[depth:]
    everything = [c for row in body for c in row]
    columns = [[row[c] for row in body] for c in range(len(rows[0]))] if rows else []
    whole = whole_among_groups(columns)
    conventions = [convention_of(column, everything, lang, whole) for column in columns]
    years = [holds_years(column, first=c == 0) for c, column in enumerate(columns)]
    return [
        [
            read_value(text, conventions[c], years=years[c]) if r >= depth else read_value(text)
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]


def _amount(value: Value) -> Amount | None:
    doubtful = any(f.startswith(("bound", "in brackets")) for f in value.flags)
    if value.type != "number" or value.value is None or doubtful:
        return None
    return Amount(value.value, value.decimals, value.unit in {"%", "‰"})
