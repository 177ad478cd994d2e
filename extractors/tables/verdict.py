"""Whether what stands in columns is a table: columns of prose, lists and contents are not."""

from __future__ import annotations

from collections import Counter
from statistics import median

from extractors.observed import ObservedTable
from extractors.tables.numbers import is_value
from extractors.tables.regions import NARROWEST, Region

#: Pieces of tall brackets: a matrix is no table.
_BRACKETS = frozenset("⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎨⎩⎪⎫⎬⎭∣∥")


def is_table(table: ObservedTable, region: Region) -> bool:
    """Columns of values, or a caption with short cells; no prose in columns."""
    if table.n_rows < 2 or table.n_cols < 2:
        return False
    body = [c for c in table.cells if c.row >= table.header_rows and c.text]
    if not body:
        return False
    if sum(ch in _BRACKETS for c in table.cells for ch in c.text) > 2:
        return False
    lengths = [len(c.text) for c in body]
    numeric = _numeric_columns(table)
    ruled = len([r for r in region.rules if r.length > NARROWEST]) >= 2
    filled = len(body) / max(1, (table.n_rows - table.header_rows) * table.n_cols)
    per_row = Counter(c.row for c in body)
    if filled < 0.3 or _is_list(table) or sum(n > 1 for n in per_row.values()) < 0.5 * len(per_row):
        return False
    if region.captioned:
        return numeric >= 1 or (ruled and median(lengths) < 120) or median(lengths) < 40
    if ruled:  # rules and figures may be a plot's grid and ticks: those leave most places empty
        return numeric >= 1 and table.n_rows >= 3 and filled >= 0.5
    return numeric >= 2 and table.n_rows >= 4 and table.n_cols >= 3 and median(lengths) < 25


def _numeric_columns(table: ObservedTable) -> int:
    """Columns after the first whose filled body cells are mostly values."""
    count = 0
    for c in range(1, table.n_cols):
        texts = [
            x.text for x in table.cells if x.col == c and x.row >= table.header_rows and x.text
        ]
        real = [t for t in texts if is_value(t)]
        count += len(real) >= 2 and len(real) >= 0.6 * len(texts)
    return count


def _is_list(table: ObservedTable) -> bool:
    """A numbered list, a list of references or contents: marks or page numbers on one side."""
    if table.n_cols != 2:
        return False
    first = [c.text for c in table.cells if c.col == 0 and c.text]
    second = [c.text for c in table.cells if c.col == 1 and c.text]
    marks = sum(1 for t in first if len(t) <= 5 and t[-1:] in ".)]•–—-*")
    dots = sum(1 for t in first if t.rstrip(" .").count("..") or ". . ." in t or t.endswith(".."))
    return marks > 0.5 * len(first) or dots > 0.3 * len(first) or len(second) < 2
