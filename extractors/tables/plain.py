"""Tables in plain text: columns apart by single blanks, runs of blanks, tabs or bars.

Where columns are one blank apart, the ends of the lines tell (``textrows``); header words are
then dealt out to the columns that the rows have (``textheads``). Lines whose columns can be
seen are cut there (``textgrids``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.observed import ObservedCell, ObservedTable
from extractors.tables.captions import read_caption
from extractors.tables.headers import joined_levels
from extractors.tables.numbers import is_value, is_year, read_value
from extractors.tables.textgrids import seen_columns
from extractors.tables.textheads import ends_header, header_above, phrases_of, tail_years
from extractors.tables.textrows import (
    HAS_TAIL,
    Row,
    body_grid,
    is_interlude,
    is_real,
    rows_from,
    tokens,
)

#: How far above the first row its caption may begin, in lines that are not empty.
CAPTION_REACH = 7
#: Rows from which a run that is no table is passed over by halves.
LONG_RUN = 40


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in lines ``start`` to ``stop`` (header rows included, caption and notes not)."""

    start: int
    stop: int
    table: ObservedTable


def find_in_lines(lines: Sequence[str]) -> list[FoundTable]:
    """The tables among the lines of a plain text.

    >>> lines = ["Table 1. Trade", "", "Indicator 2010 2015", "", "Export 131.6 108.4",
    ...          "Import 378.8 462.3", "", "It grew by 12 % in 2010."]
    >>> found = find_in_lines(lines)[0]
    >>> found.start, found.stop, found.table.n_rows, found.table.n_cols
    (2, 6, 3, 3)
    """
    captioned = _caption_shadows(lines)
    found: list[FoundTable] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at, captioned, found[-1].stop if found else 0)
        if isinstance(table, int):
            at = table
            continue
        found.append(table)
        at = max(table.stop, at + 1)
    return found


def read_table_lines(lines: Sequence[str]) -> ObservedTable | None:
    """The table that these lines (of a block already known to be one) hold."""
    framed = ["Table 1.", *lines]
    found = find_in_lines(framed)
    return found[0].table if len(found) == 1 and found[0].stop - found[0].start else None


def _caption_shadows(lines: Sequence[str]) -> list[int]:
    """For each line the index of the caption line that may stand above it, or −1."""
    shadow = [-1] * len(lines)
    for i, line in enumerate(lines):
        if read_caption(line.strip()) is None:
            continue
        seen = 0
        for j in range(i + 1, len(lines)):
            seen += bool(lines[j].strip())
            if seen > CAPTION_REACH:
                break
            shadow[j] = i
    return shadow


def _table_at(
    lines: Sequence[str], at: int, captioned: Sequence[int], floor: int
) -> FoundTable | int:
    """The table whose first line of values (or of seen columns) is line ``at``, or the line
    to try next: a long run of values that is no table is not tried again at each of its lines."""
    line = lines[at]
    if not line.strip():
        return at + 1
    caption = captioned[at]
    floor = max(floor, caption + 1)
    if "\t" in line.strip() or "|" in line or "  " in line.strip():
        seen = seen_columns(lines, at, caption >= 0)
        if seen:
            return FoundTable(at, *seen)
    if len(line) > 400 or not HAS_TAIL.search(line):
        return at + 1
    rows = rows_from(lines, at, 1 if caption >= 0 else 2)
    table = _by_values(lines, rows, caption >= 0, floor) if rows else None
    return table or at + 1 + (len(rows) // 2 if len(rows) > LONG_RUN else 0)


def _by_values(
    lines: Sequence[str], rows: list[Row], captioned: bool, floor: int
) -> FoundTable | None:
    """The table that the rows and the lines above them make, or None when it is none."""
    rows = _without_header_rows(rows)
    if len(rows) < 2:
        return None
    rows[0], first = _with_label_above(lines, rows[0], floor)
    grid = body_grid(lines, rows, _counts_above(lines, first, floor))
    if grid is None:
        return None
    header, start, name = _header(lines, first, len(grid[0]), floor, bool(rows[0].label))
    if name:
        grid.insert(0, [name, *[""] * (len(grid[0]) - 1)])
    if not _is_table(rows, grid, header, captioned):
        return None
    stop = rows[-1].line + 1
    return FoundTable(start, stop, _observed(header, grid, 0.97 if header else 0.8))


def _header(
    lines: Sequence[str], first: int, n_cols: int, floor: int, labelled: bool
) -> tuple[list[list[ObservedCell]], int, str]:
    """Header rows above line ``first``, the line where they begin, and the name of the first
    group of rows where one stands between them and the rows."""
    header, start = header_above(lines, first, n_cols, floor, labelled)
    above = next((i for i in range(first - 1, floor - 1, -1) if lines[i].strip()), -1)
    name = lines[above].strip() if above >= 0 else ""
    if not labelled or not name[:1].isupper() or not is_interlude(name):
        return header, start, ""
    if header and not all(word.islower() for word in name.split()[1:] or ["A"]):
        return header, start, ""
    further, begins = header_above(lines, above, n_cols, floor, labelled)
    return (further, begins, name) if further else (header, start, "")


def _with_label_above(lines: Sequence[str], row: Row, floor: int) -> tuple[Row, int]:
    """The first row with the beginning of its label from the line above ("Gross regional /
    product 12 13"), and the line where it begins."""
    above = row.line - 1
    if not row.label or not row.label[0][0].islower() or above < floor:
        return row, row.line
    text = lines[above].strip()
    if not text or not text[0].isupper() or not is_interlude(text) or is_value(text.split()[-1]):
        return row, row.line
    return replace(row, label=(*text.split(), *row.label)), above


def _without_header_rows(rows: list[Row]) -> list[Row]:
    """Rows without the first ones that are headers: only years or only 1 2 3 4 …"""
    skip = 0
    while skip < len(rows) and skip < 3 and _is_header_values(rows[skip]):
        skip += 1
    return rows[skip:] if len(rows) - skip >= 2 else rows


def _is_header_values(row: Row) -> bool:
    if len(row.values) >= 2 and all(is_year(v) for v in row.values) and len(row.label) <= 4:
        return True
    counted = [str(i + 1) for i in range(len(row.values))]
    return not row.label and len(counted) > 2 and list(row.values) == counted


def _counts_above(lines: Sequence[str], first: int, floor: int) -> set[int]:
    """The numbers of columns that the line above the rows may be the header of."""
    for i in range(first - 1, max(floor, first - 3) - 1, -1):
        text = lines[i].strip()
        if text:
            ways = () if ends_header(text) else (tokens(text), phrases_of(text), tail_years(text))
            return {len(words) for words in ways}
    return set()


# --- verdict --------------------------------------------------------------------------


def _is_table(
    rows: Sequence[Row],
    grid: Sequence[Sequence[str]],
    header: Sequence[Sequence[ObservedCell]],
    captioned: bool,
) -> bool:
    """Whether rows, header and caption together are a table and not chance.

    Without a caption: a header, three rows and three columns at least. Axis ticks of figures
    (evenly spaced numbers without labels) and tables of contents (one rising page number per
    line) are none.
    """
    n_cols = len(grid[0])
    values = [v for r in rows for v in r.values]
    real = sum(1 for v in values if is_real(v))
    if n_cols < 2 or real < 0.5 * len(values) or all(_is_ticks(r) for r in rows):
        return False
    labelled = sum(1 for r in rows if r.label)
    if 0 < labelled < (0.5 if captioned else 0.8) * len(rows) or _is_contents(rows, captioned):
        return False
    if labelled < len(rows) and all(len(r.values) == 1 for r in rows):
        return False
    if captioned:
        return bool(header) or len(rows) >= 3
    return bool(header) and len(rows) >= 3 and n_cols >= 3


def _is_ticks(row: Row) -> bool:
    if row.label or len(row.values) < 3:
        return False
    numbers = [read_value(v).value for v in row.values]
    known = [n for n in numbers if n is not None]
    steps = {round(b - a, 6) for a, b in itertools.pairwise(known)}
    return len(known) == len(numbers) and len(steps) == 1


def _is_contents(rows: Sequence[Row], captioned: bool) -> bool:
    if any(len(r.values) > 1 for r in rows):
        return False
    pages = [read_value(r.values[-1]).value for r in rows]
    known = [p for p in pages if p is not None and p == int(p)]
    rising = all(a <= b for a, b in itertools.pairwise(known))
    dotted = any("..." in " ".join(r.label) or "…" in " ".join(r.label) for r in rows)
    return len(known) == len(pages) and rising and (dotted or not captioned)


def _observed(
    header: Sequence[Sequence[ObservedCell]], grid: Sequence[Sequence[str]], confidence: float
) -> ObservedTable:
    depth = len(header)
    cells = [replace(cell, row=r) for r, row in enumerate(header) for cell in row]
    cells = joined_levels(cells, depth)
    cells += [
        ObservedCell(row=depth + r, col=c, text=text)
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
    ]
    return ObservedTable(
        cells=tuple(cells),
        n_rows=depth + len(grid),
        n_cols=len(grid[0]),
        method="plain_text",
        confidence=confidence,
        header_rows=depth,
    )
