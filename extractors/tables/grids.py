"""A table as a grid: cells to rows, rows to text, and the way back after repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.observed import ObservedCell, ObservedTable
from extractors.tables.captions import is_note, read_caption

#: A first or last row over all columns with more text than this is a title or a note.
LONG_EDGE = 70


def as_text(table: ObservedTable) -> str:
    """Rows as lines, cells joined by tabs.

    A spanned cell stands once, at its upper left; line ends inside cells become blanks.

    >>> cells = (ObservedCell(0, 0, "a", col_span=2), ObservedCell(1, 0, "b"), ObservedCell(1, 1, "c\\nd"))
    >>> as_text(ObservedTable(cells, 2, 2, "lines"))
    'a\\t\\nb\\tc d'
    """
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.col] = one_line(cell.text)
    return "\n".join("\t".join(row) for row in grid)


def one_line(text: str) -> str:
    """A cell's text without line ends and tabs."""
    return " ".join(text.replace("\t", " ").split("\n")).strip()


def reread(table: ObservedTable, text: str) -> ObservedTable:
    """The table with the cell texts of its block as repaired (``as_text`` undone).

    A text that no longer has the table's shape leaves the cells as observed.
    """
    lines = text.split("\n")
    rows = [line.split("\t") for line in lines]
    if len(rows) != table.n_rows or any(len(r) != table.n_cols for r in rows):
        return table
    cells = tuple(replace(c, text=rows[c.row][c.col].strip()) for c in table.cells)
    return replace(table, cells=cells)


def rectangle(table: ObservedTable) -> list[list[str]]:
    """Every position's text; a spanned cell repeats its text over all that it covers."""
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        for r in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            for c in range(cell.col, min(cell.col + cell.col_span, table.n_cols)):
                grid[r][c] = one_line(cell.text)
    return grid


def from_rows(rows: Sequence[Sequence[str]]) -> tuple[ObservedCell, ...]:
    """One cell per position of a rectangle of texts."""
    return tuple(
        ObservedCell(row=r, col=c, text=text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )


def without_edges(table: ObservedTable) -> ObservedTable:
    """The table without a caption and notes that stand as rows inside its frame.

    A first row over all columns that reads as a caption (or as long as one) and last rows
    that read as notes move to ``caption`` and ``notes``.
    """
    caption, notes = table.caption, list(table.notes)
    while (edge := _whole_row(table, 0)) is not None and table.n_rows > 2:
        if read_caption(edge) is None and len(edge) < LONG_EDGE:
            break
        caption = f"{caption} {edge}" if caption else edge
        table = _drop_row(table, 0)
    while (edge := _whole_row(table, table.n_rows - 1)) is not None and table.n_rows > 2:
        if not is_note(edge) and len(edge) < LONG_EDGE:
            break
        notes.insert(0, edge)
        table = _drop_row(table, table.n_rows - 1)
    return replace(table, caption=caption, notes=tuple(notes))


def _whole_row(table: ObservedTable, row: int) -> str | None:
    """The text of a row that one cell fills over all columns."""
    here = [c for c in table.cells if c.row <= row < c.row + c.row_span]
    if len(here) == 1 and here[0].col_span == table.n_cols and here[0].row_span == 1:
        return one_line(here[0].text)
    return None


def _drop_row(table: ObservedTable, row: int) -> ObservedTable:
    cells = tuple(replace(c, row=c.row - (c.row > row)) for c in table.cells if c.row != row)
    return replace(table, cells=cells, n_rows=table.n_rows - 1)
