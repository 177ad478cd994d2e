"""A table as HTML: spans as they are printed, header cells with their scope."""

from __future__ import annotations

from html import escape

from corpus.document import Cell, Table


def has_spans(table: Table) -> bool:
    """Whether a cell covers more than one place."""
    return any(cell.row_span > 1 or cell.col_span > 1 for cell in table.cells)


def table_html(table: Table) -> str:
    """The table as one ``<table>`` element, a row per line.

    >>> cells = [Cell(row=0, col=0, text="2012", col_span=2, is_header=True),
    ...          Cell(row=1, col=0, text="a & b"), Cell(row=1, col=1, text="7")]
    >>> print(table_html(Table(id="t1", n_rows=2, n_cols=2, header_rows=1, cells=cells, method="lines")))
    <table>
    <thead>
    <tr><th colspan="2" scope="colgroup">2012</th></tr>
    </thead>
    <tbody>
    <tr><td>a &amp; b</td><td>7</td></tr>
    </tbody>
    </table>
    """
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        rows[cell.row].append(cell)
    lines = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows]
    head, body = lines[: table.header_rows], lines[table.header_rows :]
    parts = ["<table>"]
    if head:
        parts += ["<thead>", *head, "</thead>"]
    return "\n".join([*parts, "<tbody>", *body, "</tbody>", "</table>"])


def _cell(cell: Cell) -> str:
    name = "th" if cell.is_header else "td"
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    )
    scope = f' scope="{"colgroup" if cell.col_span > 1 else "col"}"' if cell.is_header else ""
    return f"<{name}{spans}{scope}>{escape(cell.text)}</{name}>"
