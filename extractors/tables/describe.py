"""From table blocks to table records: caption, header paths, values, units, notes, checks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from corpus.document import Block, ByLang, Cell, Check, Table
from extractors.observed import ObservedBlock, ObservedCell, ObservedTable
from extractors.tables.captions import unit_in
from extractors.tables.grids import one_line
from extractors.tables.numbers import read_value
from extractors.tables.parts import as_repaired, groups_of, joined
from extractors.tables.sheet import Sheet, sheet_of
from extractors.tables.surroundings import Surroundings, language_in, relabel, surroundings_of
from extractors.tables.suspects import failures
from extractors.tables.units import doubt_units, unit_of

#: What to say at a cell, by its place in the table.
Flags = dict[tuple[int, int], list[str]]


def describe_tables(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock]
) -> tuple[list[Table], list[Block]]:
    """A record for each table among the blocks, and the blocks with captions and notes labelled.

    ``blocks`` are repaired, ``observed`` the same blocks as read; the blocks come back in the
    same order and number.
    """
    out = list(blocks)
    tables: list[Table] = []
    for group in groups_of(blocks, observed):
        read = [t for i in group if (t := observed[i].table)]
        parts = [as_repaired(t, blocks[i].text) for t, i in zip(read, group, strict=True)]
        table, _ = joined(parts)
        around = surroundings_of(out, observed, group[0], group[-1])
        said = _corrected(table, joined(read)[0])
        record = _record(f"t{len(tables) + 1}", table, [blocks[i] for i in group], around, said)
        tables.append(record)
        relabel(out, around, record.id)
    texts = [b.text for b in blocks if b.label != "table"]
    return [doubt_units(t, texts) for t in tables], out


def _corrected(table: ObservedTable, read: ObservedTable) -> Flags:
    """For scanned tables: which numbers stand otherwise than they were read."""
    if table.method != "ocr" or len(table.cells) != len(read.cells):
        return {}
    out: Flags = {}
    for now, before in zip(table.cells, read.cells, strict=True):
        one, two = one_line(before.text), one_line(now.text)
        if one != two and read_value(two, years=False).value is not None:
            out[now.row, now.col] = [f"read as {one}"]
    return out


# --- the record -----------------------------------------------------------------------


def _record(
    table_id: str,
    table: ObservedTable,
    parts: Sequence[Block],
    around: Surroundings,
    said: Flags,
) -> Table:
    block = parts[0]
    lang = language_in(" ".join(around.captions) or block.text, block.lang)
    sheet = sheet_of(table, lang)
    caption_unit = next((u for c in around.captions if (u := unit_in(c))), None)
    flags = _doubts(sheet)
    for place, texts in said.items():
        flags.setdefault(place, []).extend(texts)
    cells = [
        _cell(c, sheet, caption_unit, flags)
        for c in sorted(table.cells, key=lambda c: (c.row, c.col))
    ]
    checks = _checks(sheet)
    return Table(
        id=table_id,
        label=around.label,
        caption=_by_language(around.captions, block.lang),
        page=table.page if table.page > 1 else block.page,
        bbox=table.bbox,
        method=table.method,
        confidence=round(_confidence(table, cells, checks), 3),
        n_rows=table.n_rows,
        n_cols=table.n_cols,
        header_rows=sheet.depth,
        rows=sheet.rows,
        cells=cells,
        notes=around.notes,
        checks=checks,
        parts=[prov for part in parts for prov in part.provs],
    )


def _by_language(captions: Sequence[str], lang: str | None) -> ByLang:
    out: ByLang = {}
    for caption in captions:
        key = language_in(caption, lang) or "und"
        out[key] = f"{out[key]} {caption}" if key in out else caption
    return out


def _checks(sheet: Sheet) -> list[Check]:
    return [
        Check(
            kind=equation.kind,
            cells=[[r + sheet.depth, c] for r, c in equation.places],
            ok=bool(equation.holds(sheet.grid)),
            detail=equation.detail,
        )
        for equation in sheet.equations
    ]


def _doubts(sheet: Sheet) -> Flags:
    """What to say at the cells that failed checks contradict.

    The cell that explains most failed checks is named; where several do so equally, all are.
    """
    flags: Flags = {}
    for failure in failures(sheet.grid, sheet.equations):
        for candidate in failure.candidates:
            place = (candidate.place[0] + sheet.depth, candidate.place[1])
            flag = f"{failure.equation.detail} does not hold; {candidate.value:.10g} would fit"
            flags.setdefault(place, []).append(flag)
        if not failure.candidates:
            for r, c in failure.equation.places:
                flags.setdefault((r + sheet.depth, c), []).append(
                    f"{failure.equation.detail} does not hold"
                )
    return flags


def _cell(cell: ObservedCell, sheet: Sheet, caption_unit: str | None, flags: Flags) -> Cell:
    value = sheet.values[cell.row][cell.col]
    path = sheet.paths[cell.col]
    is_header = cell.row < sheet.depth
    unit = value.unit
    if not is_header and value.type in {"number", "range"} and unit is None:
        unit = unit_of(sheet.rows[cell.row], path, cell.col, caption_unit)
    return Cell(
        row=cell.row,
        col=cell.col,
        row_span=cell.row_span,
        col_span=cell.col_span,
        text=sheet.rows[cell.row][cell.col],
        is_header=is_header,
        header_path=[] if is_header else list(path),
        value=value.value,
        type=value.type,
        unit=unit,
        confidence=round(cell.confidence, 3),
        flags=[*value.flags, *flags.get((cell.row, cell.col), [])],
    )


def _confidence(table: ObservedTable, cells: Sequence[Cell], checks: Sequence[Check]) -> float:
    """How far to trust the table: as found, its cells, and whether it adds up."""
    base = table.confidence * (fmean(c.confidence for c in cells) if cells else 1.0)
    failed = sum(1 for c in checks if not c.ok)
    if not checks:
        return base
    return min(1.0, base + 0.02) if not failed else base * (1 - 0.3 * failed / len(checks))
