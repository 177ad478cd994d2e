"""Tables as tidy CSV: one file per table as printed, and all cells in a long form.

``tables.csv`` lists the tables, ``cells.csv`` has a row per cell (document, table, row,
column, header path, text, value, unit), ``tables/`` one file per table. A name that ends
in ``.csv`` gives the long form alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from corpus.document import Cell, Document, Table
from corpus.store import Corpus

#: Between the parts of a header path and of a list in one field.
SEPARATOR = " / "

CELLS = (
    "document", "filename", "work", "table", "label", "caption", "page", "row", "col",
    "row_span", "col_span", "is_header", "header_path", "row_label", "text", "value", "type", "unit",
    "confidence", "flags",
)  # fmt: skip
TABLES = (
    "document", "filename", "work", "table", "label", "caption", "lang", "page", "method",
    "confidence", "n_rows", "n_cols", "header_rows", "notes", "checks", "checks_failed", "file",
)  # fmt: skip


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """The folder (or, for ``*.csv``, the file with the long form)."""
    single = out.suffix.lower() == ".csv"
    with ExitStack() as stack:
        if not single:
            (out / "tables").mkdir(parents=True)
        cells = _open(stack, out if single else out / "cells.csv", CELLS)
        index = None if single else _open(stack, out / "tables.csv", TABLES)
        for document in corpus.documents(ids):
            for table in document.tables:
                cells.writerows(_cells(document, table))
                if index is not None:
                    file = Path("tables", f"{document.id[:12]}-{table.id}.csv")
                    index.writerow(_table(document, table, file))
                    _grid(out / file, table.rows)


def _open(stack: ExitStack, path: Path, header: Sequence[str]) -> Any:
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    return writer


def _grid(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _cells(document: Document, table: Table) -> Iterator[tuple[Any, ...]]:
    lead = (*_place(document, table), SEPARATOR.join(table.caption.values()), table.page)
    for cell in table.cells:
        yield (
            *lead, cell.row, cell.col, cell.row_span, cell.col_span, _flag(cell.is_header),
            SEPARATOR.join(cell.header_path), _row_label(table, cell), cell.text, _number(cell.value), cell.type,
            cell.unit, cell.confidence, SEPARATOR.join(cell.flags),
        )  # fmt: skip


def _row_label(table: Table, cell: Cell) -> str:
    """What the row of a cell is about: the text of its first column."""
    named = cell.col > 0 and not cell.is_header and cell.row < len(table.rows)
    return table.rows[cell.row][0] if named and table.rows[cell.row] else ""


def _table(document: Document, table: Table, file: Path) -> tuple[Any, ...]:
    return (
        *_place(document, table), SEPARATOR.join(table.caption.values()),
        SEPARATOR.join(table.caption), table.page, table.method, table.confidence,
        table.n_rows, table.n_cols, table.header_rows, SEPARATOR.join(table.notes),
        len(table.checks), sum(not check.ok for check in table.checks), file.as_posix(),
    )  # fmt: skip


def _place(document: Document, table: Table) -> tuple[Any, ...]:
    return document.id, document.source.filename, table.work, table.id, table.label


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float | None) -> str | None:
    """Whole numbers without a point, all others as short as they read back exactly.

    >>> _number(2010.0), _number(-247.2), _number(None)
    ('2010', '-247.2', None)
    """
    if value is None:
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
