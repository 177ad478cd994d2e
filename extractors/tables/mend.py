"""Numbers of scanned tables put right by what the table itself says.

A cell is changed only where the relations of the table leave one value for it and the picture
(a second reading of the cell) or the known confusions of recognition support that value; and
where a decimal mark was read unlike its column. Print is never changed: only cells that were
recognised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Block
from extractors.observed import ObservedBlock, ObservedCell, ObservedTable
from extractors.tables.equations import Place
from extractors.tables.misreadings import begins_with_nought, is_misreading, mark_of, printed_like
from extractors.tables.numbers import read_value
from extractors.tables.parts import as_repaired, groups_of, joined
from extractors.tables.sheet import Sheet, sheet_of
from extractors.tables.suspects import Candidate, failures
from fixers.edits import Edit

#: Why a decimal mark is changed.
_MARK = "decimal mark as its column has it"
#: The probability that a correction is right: with the picture behind it, and without.
SEEN, INFERRED = 0.97, 0.9


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell's text as it must have been printed, and why."""

    row: int
    col: int
    text: str
    reason: str
    confidence: float


def corrections(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock]
) -> dict[int, list[Edit]]:
    """Edits over the texts of table blocks, by the index of the block.

    ``blocks`` are repaired, ``observed`` the same blocks as read.
    """
    out: dict[int, list[Edit]] = {}
    for group in groups_of(blocks, observed):
        tables = [t for i in group if (t := observed[i].table)]
        if tables[0].method != "ocr":
            continue
        parts = [as_repaired(t, blocks[i].text) for t, i in zip(tables, group, strict=True)]
        table, origin = joined(parts)
        for fix in correct(table, blocks[group[0]].lang):
            part, row = origin[fix.row]
            edit = _edit(blocks[group[part]].text, row, fix)
            if edit is not None:
                out.setdefault(group[part], []).append(edit)
    return {i: sorted(edits, key=lambda e: e.start) for i, edits in out.items()}


def correct(table: ObservedTable, lang: str | None) -> list[Correction]:
    """What must have been printed in cells that were misread, one correction per cell."""
    found: dict[tuple[int, int], Correction] = {}
    for _ in range(12):
        sheet = sheet_of(table, lang)
        step = next(_steps(table, sheet, found), None)
        if step is None:
            break
        before = found.get((step.row, step.col))
        reason = f"{before.reason}; {step.reason}" if before else step.reason
        found[step.row, step.col] = replace(step, reason=reason)
        cells = tuple(
            replace(c, text=step.text) if (c.row, c.col) == (step.row, step.col) else c
            for c in table.cells
        )
        table = replace(table, cells=cells)
    return list(found.values())


def _steps(
    table: ObservedTable, sheet: Sheet, done: dict[tuple[int, int], Correction]
) -> Iterator[Correction]:
    cells = {(c.row, c.col): c for c in table.cells}
    for r, row in enumerate(sheet.values):
        for c, value in enumerate(row):
            text = sheet.rows[r][c]
            mark = mark_of(text)
            unlike = "decimal mark unlike its column" in value.flags
            lone = sum(mark_of(line[c]) == mark for line in sheet.rows[sheet.depth :]) == 1
            if mark and unlike and lone and (r, c) not in done:
                shown = text.replace(mark, "," if mark == "." else ".")
                yield Correction(r, c, shown, _MARK, INFERRED)
    for failure in failures(sheet.grid, sheet.equations):
        chosen = _chosen(failure.candidates, sheet, cells)
        if chosen is None:
            continue
        r, c = chosen.place[0] + sheet.depth, chosen.place[1]
        if (r, c) in done and done[r, c].reason != _MARK:
            continue
        texts = [t for line in sheet.rows[sheet.depth :] for t in line]
        decimals = sheet.values[r][c].decimals
        shown = printed_like(chosen.value, sheet.rows[r][c], texts, decimals)
        sure = SEEN if _is_seen(chosen, sheet, cells) else INFERRED
        yield Correction(r, c, shown, f"{failure.equation.detail} holds so", sure)


def _chosen(
    candidates: Sequence[Candidate], sheet: Sheet, cells: dict[tuple[int, int], ObservedCell]
) -> Candidate | None:
    """The candidate that the picture supports, else the only one that a known confusion does
    (of several the one that cannot be printed so); None where that is none or several."""
    seen = [c for c in candidates if _is_seen(c, sheet, cells)]
    likely = seen or [c for c in candidates if _is_likely(c, sheet)]
    unprintable = [c for c in likely if begins_with_nought(_text_at(c.place, sheet))]
    if len(unprintable) == 1:
        likely = unprintable
    return likely[0] if len(likely) == 1 else None


def _text_at(place: Place, sheet: Sheet) -> str:
    return sheet.rows[place[0] + sheet.depth][place[1]]


def _cell_at(
    place: Place, sheet: Sheet, cells: dict[tuple[int, int], ObservedCell]
) -> ObservedCell | None:
    return cells.get((place[0] + sheet.depth, place[1]))


def _is_seen(
    candidate: Candidate, sheet: Sheet, cells: dict[tuple[int, int], ObservedCell]
) -> bool:
    """Whether another reading of the picture has the value."""
    cell = _cell_at(candidate.place, sheet, cells)
    return cell is not None and any(
        abs((read_value(t, years=False).value or 0.0) - candidate.value) < 1e-9 and t
        for t in cell.alternatives
    )


def _is_likely(candidate: Candidate, sheet: Sheet) -> bool:
    value = sheet.values[candidate.place[0] + sheet.depth][candidate.place[1]]
    return value.value is not None and is_misreading(
        value.value, candidate.value, value.decimals, _text_at(candidate.place, sheet)
    )


def _edit(text: str, row: int, fix: Correction) -> Edit | None:
    """The correction in the text of its block (rows as lines, cells apart by tabs)."""
    lines = text.split("\n")
    cells = lines[row].split("\t") if row < len(lines) else []
    if fix.col >= len(cells):
        return None
    before = cells[fix.col].strip()
    start = sum(len(line) + 1 for line in lines[:row]) + sum(len(c) + 1 for c in cells[: fix.col])
    start += len(cells[fix.col]) - len(cells[fix.col].lstrip())
    if not before or before == fix.text:
        return None
    return Edit(
        start, start + len(before), before, fix.text, "ocr", "tables", fix.confidence, fix.reason
    )
