"""Tables that go on over pages: which blocks are one table, and their parts put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block
from extractors.observed import ObservedBlock, ObservedTable
from extractors.tables.captions import read_caption
from extractors.tables.grids import rectangle, reread
from extractors.tables.headings import is_counting
from extractors.tables.plain import read_table_lines

FURNITURE = frozenset({"page_header", "page_footer", "page_number"})


def groups_of(blocks: Sequence[Block], observed: Sequence[ObservedBlock]) -> list[list[int]]:
    """The blocks of each table: one, or several where it goes on over pages."""
    groups: list[list[int]] = []
    for i, seen in enumerate(observed):
        if seen.table is None:
            continue
        if groups and _goes_on(blocks, observed, groups[-1][-1], i):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _goes_on(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock], before: int, at: int
) -> bool:
    """Whether the table at ``at`` is the rest of the one at ``before``, from the page before.

    Between them stands nothing but page furniture or "Продолжение таблицы 1", and the second
    repeats the header, or has the same width and no caption of its own.
    """
    first, second = observed[before].table, observed[at].table
    if first is None or second is None or first.n_cols != second.n_cols:
        return False
    if first.method == "markup" or blocks[at].page - _last_page(blocks[before]) != 1:
        return False
    said = False
    for block in blocks[before + 1 : at]:
        caption = read_caption(block.text)
        if caption is not None and not caption.continued:
            return False
        said = said or caption is not None
        if caption is None and block.label not in FURNITURE and len(block.text) > 60:
            return False
    return said or same_head(first, second) > 0 or _same_width(first, second)


def _last_page(block: Block) -> int:
    return block.provs[-1].page if block.provs else block.page


def _same_width(first: ObservedTable, second: ObservedTable) -> bool:
    """Whether two ruled tables have their sides at the same places (within 4 points)."""
    if not first.bbox or not second.bbox or second.caption:
        return False
    return abs(first.bbox[0] - second.bbox[0]) < 4 and abs(first.bbox[2] - second.bbox[2]) < 4


def same_head(first: ObservedTable, second: ObservedTable) -> int:
    """How many first rows of ``second`` repeat those of ``first`` (or its column numbers)."""
    one, two = rectangle(first), rectangle(second)
    count = 0
    while count < min(len(one), len(two) - 1) and _folded(one[count]) == _folded(two[count]):
        count += 1
    if count:
        return count
    numbers = [i for i, row in enumerate(one[:6]) if is_counting(row)]
    return 1 if numbers and is_counting(two[0]) else 0


def _folded(row: Sequence[str]) -> list[str]:
    return ["".join(c.split()).lower() for c in row]


def joined(
    parts: Sequence[ObservedTable],
) -> tuple[ObservedTable, list[tuple[int, int]]]:
    """The parts of one table as one, repeated headers dropped, and for each of its rows the
    part and the row there that it comes from.

    >>> from extractors.observed import ObservedCell
    >>> cells = (ObservedCell(0, 0, "h"), ObservedCell(1, 0, "x"))
    >>> part = ObservedTable(cells, 2, 1, "lines", header_rows=1)
    >>> table, origin = joined([part, part])
    >>> [c.text for c in table.cells], origin
    (['h', 'x', 'x'], [(0, 0), (0, 1), (1, 1)])
    """
    table = parts[0]
    origin = [(0, r) for r in range(table.n_rows)]
    for n, part in enumerate(parts[1:], start=1):
        dropped = same_head(table, part)
        origin += [(n, r) for r in range(dropped, part.n_rows)]
        table = _continued(table, part, dropped)
    return table, origin


def _continued(first: ObservedTable, second: ObservedTable, dropped: int) -> ObservedTable:
    moved = tuple(
        replace(c, row=c.row - dropped + first.n_rows, is_header=False)
        for c in second.cells
        if c.row >= dropped
    )
    return replace(
        first,
        header_rows=first.header_rows or dropped,
        cells=(*first.cells, *moved),
        n_rows=first.n_rows + second.n_rows - dropped,
        confidence=min(first.confidence, second.confidence),
        notes=(*first.notes, *second.notes),
    )


def as_repaired(table: ObservedTable, text: str) -> ObservedTable:
    """The table with the texts of the repaired block."""
    if table.method != "plain_text":
        return reread(table, text)
    again = reread(table, text)
    if again is not table:
        return again
    found = read_table_lines(text.split("\n"))
    same = found and (found.n_rows, found.n_cols) == (table.n_rows, table.n_cols)
    return replace(table, cells=found.cells) if found and same else table
