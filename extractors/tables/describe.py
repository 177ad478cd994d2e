"""From table blocks to table records: caption, header paths, values, units, notes, checks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from corpus.document import Block, ByLang, Cell, Check, Link, Table
from extractors.observed import ObservedBlock, ObservedCell, ObservedTable
from extractors.tables.captions import (
    Caption,
    is_note,
    note_mark,
    read_caption,
    split_mark,
    unit_in,
)
from extractors.tables.checks import Amount, Misfit, find_checks
from extractors.tables.grids import one_line, rectangle, reread
from extractors.tables.numbers import (
    Convention,
    Value,
    convention_of,
    is_missing,
    is_value,
    is_year,
    read_value,
)
from extractors.tables.plain import read_table_lines

#: A caption stands at most this many blocks above its table (twin in the other language,
#: unit line, a line that the caption was broken over).
CAPTION_BLOCKS = 4
#: Notes follow within this many blocks; a marked footnote at the foot of a page may be farther.
NOTE_BLOCKS = 4
FOOTNOTE_BLOCKS = 40
MAX_TITLE = 400

_RANK = re.compile(
    r"^(?:place|rank|№|n|no\.?|ранг|место|год|year|шифр|код|code|п/п|№ п/п)$", re.IGNORECASE
)
_TWIN = re.compile(
    r"(?<=\S)\s+(?=(?:Table|TABLE|Таблица|Таблиця|Кесте|Табліца)\s+\d+[\d.]*\s*[.:—–-])"
)


@dataclass
class _Surroundings:
    """What blocks around a table say about it."""

    label: str | None = None
    captions: list[str] = field(default_factory=list)
    continued: bool = False
    notes: list[str] = field(default_factory=list)
    caption_blocks: list[int] = field(default_factory=list)
    note_blocks: list[int] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)


def describe_tables(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock]
) -> tuple[list[Table], list[Block]]:
    """A record for each table among the blocks, and the blocks with captions and notes labelled.

    ``blocks`` are repaired, ``observed`` the same blocks as read; the blocks come back in the
    same order and number.
    """
    out = list(blocks)
    tables: list[Table] = []
    for i, seen in enumerate(observed):
        if seen.table is None:
            continue
        table = _as_repaired(seen.table, blocks[i].text)
        around = _surroundings(out, observed, i)
        record = _record(f"t{len(tables) + 1}", table, blocks[i], around)
        tables.append(record)
        _relabel(out, around, record.id)
    return tables, out


def _as_repaired(table: ObservedTable, text: str) -> ObservedTable:
    """The table with the texts of the repaired block."""
    if table.method != "plain_text":
        return reread(table, text)
    again = reread(table, text)
    if again is not table:
        return again
    found = read_table_lines(text.split("\n"))
    same = found and (found.n_rows, found.n_cols) == (table.n_rows, table.n_cols)
    return replace(table, cells=found.cells) if found and same else table


# --- captions and notes ---------------------------------------------------------------


def _surroundings(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> _Surroundings:
    around = _Surroundings()
    table = observed[at].table
    assert table is not None
    for part in _TWIN.split(table.caption or ""):
        if part.strip():
            _add_caption(around, read_caption(part) or Caption(None, one_line(part)))
    around.notes += table.notes
    if not around.captions and not _caption_above(around, blocks, observed, at):
        _caption_below(around, blocks, observed, at)
    _notes_below(around, blocks, observed, at, table)
    _marked_caption(around, blocks, at)
    return around


def _add_caption(around: _Surroundings, caption: Caption) -> None:
    around.label = around.label or caption.label
    around.continued = around.continued or caption.continued
    if caption.text:
        around.captions.append(caption.text)


def _caption_above(
    around: _Surroundings, blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> bool:
    """Look up from the table for caption blocks; what stands between belongs to them."""
    between: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - CAPTION_BLOCKS), -1):
        if observed[i].table is not None:
            return False
        if blocks[i].label in {"page_header", "page_footer", "page_number"}:
            continue
        caption = read_caption(blocks[i].text)
        if caption is not None:
            _take_caption(around, blocks, i, between[::-1])
            return True
        if not _may_continue_caption(blocks[i]):
            return False
        between.append(i)
    return False


def _may_continue_caption(block: Block) -> bool:
    text = block.text.strip()
    return len(text) <= MAX_TITLE and not (len(text) > 120 and text.endswith("."))


def _take_caption(
    around: _Surroundings, blocks: Sequence[Block], at: int, between: Sequence[int]
) -> None:
    """The caption at block ``at``, its twin just above, and the lines after it."""
    first = at
    if at and (above := read_caption(blocks[at - 1].text)) is not None:
        mine = read_caption(blocks[at].text)
        if mine and mine.label and above.label == mine.label:
            first = at - 1
    for i in range(first, at + 1):
        for part in _TWIN.split(blocks[i].text):
            _add_caption(around, read_caption(part) or Caption(None, one_line(part)))
    around.caption_blocks = [*range(first, at + 1), *between]
    for i in between:
        _continue_caption(around, one_line(blocks[i].text))


def _continue_caption(around: _Surroundings, text: str) -> None:
    """A line between caption and table: a twin caption, a title, a unit, a broken end."""
    twin = read_caption(text)
    if twin:
        _add_caption(around, twin)
    elif around.captions:
        around.captions[-1] = f"{around.captions[-1]} {text.rstrip('.')}"
    else:
        around.captions.append(text.rstrip("."))


def _caption_below(
    around: _Surroundings, blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> None:
    """A caption under the table, unless the next table follows it (then it is that one's)."""
    for i in range(at + 1, min(at + 3, len(blocks))):
        caption = read_caption(blocks[i].text)
        following = observed[i + 1 : i + 3]
        if caption and caption.text and not any(o.table for o in following):
            _add_caption(around, caption)
            around.caption_blocks.append(i)
            return
        if not is_note(blocks[i].text):
            return


def _notes_below(
    around: _Surroundings,
    blocks: Sequence[Block],
    observed: Sequence[ObservedBlock],
    at: int,
    table: ObservedTable,
) -> None:
    """Notes right under the table: by their first word, or by a mark that a cell bears."""
    marks = _cell_marks(table)
    for i in range(at + 1, min(at + 1 + NOTE_BLOCKS, len(blocks))):
        text = one_line(blocks[i].text)
        mark = note_mark(text)
        if observed[i].table is not None or not (is_note(text) or (mark and mark in marks)):
            if blocks[i].label in {"page_header", "page_footer", "page_number"}:
                continue
            return
        around.notes.append(text)
        around.note_blocks.append(i)
        if mark:
            around.links.append((i, mark))


def _cell_marks(table: ObservedTable) -> set[str]:
    """Footnote marks that the cells bear: stars, raised or glued figures after words."""
    marks: set[str] = set()
    for cell in table.cells:
        _, mark = split_mark(cell.text)
        if mark:
            marks.add(mark)
        starred = re.search(r"\*{1,4}$", cell.text.strip())
        if starred:
            marks.add(starred[0])
    return marks


def _marked_caption(around: _Surroundings, blocks: Sequence[Block], at: int) -> None:
    """Take a glued footnote mark off the caption where a footnote with that mark exists."""
    for n, text in enumerate(around.captions):
        bare, mark = split_mark(text)
        mark = mark or _mark_in_orig(around, blocks)
        footnote = _footnote(blocks, at, mark, around) if mark else None
        if mark is None or footnote is None:
            continue
        around.captions[n] = re.sub(
            rf"\s*{re.escape(mark)}\)?$", "", bare if bare != text else text
        )
        if footnote not in around.note_blocks:
            around.notes.insert(0, one_line(blocks[footnote].text))
            around.links.append((footnote, mark))


def _mark_in_orig(around: _Surroundings, blocks: Sequence[Block]) -> str | None:
    """A mark that was glued to the caption as observed (a repair may have parted it)."""
    for i in around.caption_blocks:
        mark = split_mark(blocks[i].orig.strip())[1]
        if mark:
            return mark
    return None


def _footnote(blocks: Sequence[Block], at: int, mark: str, around: _Surroundings) -> int | None:
    """The nearest block after the caption that begins with the mark as a footnote does."""
    first = min([at, *around.caption_blocks])
    for i in range(first, min(first + FOOTNOTE_BLOCKS, len(blocks))):
        if i == at or i in around.caption_blocks or blocks[i].label in {"table", "list_item"}:
            continue
        text = blocks[i].text
        if note_mark(text) == mark and re.match(r"\s*\S{1,3}\s+[^\W\d_]", text):
            return i
    return None


def _relabel(blocks: list[Block], around: _Surroundings, table_id: str) -> None:
    for i in around.caption_blocks:
        if blocks[i].label in {"paragraph", "heading", "list_item", "footnote"}:
            blocks[i] = blocks[i].model_copy(update={"label": "caption"})
    for i in around.note_blocks:
        if blocks[i].label in {"paragraph", "list_item", "caption"}:
            blocks[i] = blocks[i].model_copy(update={"label": "footnote"})
    for i, mark in around.links:
        links = [*blocks[i].links, Link.model_validate({"from": table_id, "mark": mark})]
        label = "footnote" if blocks[i].label == "paragraph" else blocks[i].label
        blocks[i] = blocks[i].model_copy(update={"links": links, "label": label})


# --- the record -----------------------------------------------------------------------


def _record(table_id: str, table: ObservedTable, block: Block, around: _Surroundings) -> Table:
    rows = rectangle(table)
    depth = header_depth(table, rows)
    lang = _language(" ".join(around.captions) or block.text, block.lang)
    caption_unit = next((u for c in around.captions if (u := unit_in(c))), None)
    paths = _header_paths(rows, depth)
    values = _values(rows, depth, lang)
    checks, misfits = _checks(rows, values, paths, depth)
    flags = _flags(misfits, checks)
    cells = [
        _cell(c, rows, depth, paths, values, caption_unit, flags)
        for c in sorted(table.cells, key=lambda c: (c.row, c.col))
    ]
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
        header_rows=depth,
        rows=rows,
        cells=cells,
        notes=around.notes,
        checks=checks,
        parts=list(block.provs),
    )


def _by_language(captions: Sequence[str], lang: str | None) -> ByLang:
    out: ByLang = {}
    for caption in captions:
        key = _language(caption, lang) or "und"
        out[key] = f"{out[key]} {caption}" if key in out else caption
    return out


def _language(text: str, fallback: str | None) -> str | None:
    from fixers.languages import language_of

    return language_of(text) or fallback


def header_depth(table: ObservedTable, rows: Sequence[Sequence[str]]) -> int:
    """How many rows are headers: as found, as marked up, else as the values tell."""
    if table.header_rows:
        return min(table.header_rows, table.n_rows)
    marked = 0
    while marked < table.n_rows and _all_header(table.cells, marked):
        marked += 1
    return marked if 0 < marked < table.n_rows else guess_header_rows(rows)


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
        if numbers and not all(is_year(c) for c in numbers) and not _is_counting(row):
            return depth
    body = [c for row in rows[1:] for c in row[1:]]
    return 1 if len(rows) > 1 and (not any(is_value(c) for c in body) or _year_head(rows)) else 0


def _year_head(rows: Sequence[Sequence[str]]) -> bool:
    return all(is_year(c) for c in rows[0][1:] if c)


def _is_counting(row: Sequence[str]) -> bool:
    """A row of column numbers, "1 2 3 4"."""
    return len(row) > 2 and list(row) == [str(i + 1) for i in range(len(row))]


def _header_paths(rows: Sequence[Sequence[str]], depth: int) -> list[list[str]]:
    """Header texts over each column from the top, without repeats and empty ones."""
    paths: list[list[str]] = []
    for c in range(len(rows[0]) if rows else 0):
        path: list[str] = []
        for row in rows[:depth]:
            if row[c] and (not path or path[-1] != row[c]) and not _is_counting(row):
                path.append(row[c])
        paths.append(path)
    return paths


def _values(rows: Sequence[Sequence[str]], depth: int, lang: str | None) -> list[list[Value]]:
    """Every cell's value by the convention of its column (rows × columns)."""
    body = rows[depth:]
    everything = [c for row in body for c in row]
    columns = [[row[c] for row in body] for c in range(len(rows[0]))] if rows else []
    conventions = [convention_of(column, everything, lang) for column in columns]
    return [
        [read_value(split_cell(text), conventions[c] if r >= depth else Convention()) for c, text in enumerate(row)]
        for r, row in enumerate(rows)
    ]  # fmt: skip


def split_cell(text: str) -> str:
    """A cell's text for reading as a value."""
    return text.strip()


def _checks(
    rows: Sequence[Sequence[str]],
    values: Sequence[Sequence[Value]],
    paths: Sequence[Sequence[str]],
    depth: int,
) -> tuple[list[Check], list[Misfit]]:
    grid = [[_amount(v) for v in row] for row in values[depth:]]
    row_names = [next((c for c in row if c and not is_value(c)), "") for row in rows[depth:]]
    col_names = [" ".join(path) for path in paths]
    return find_checks(grid, row_names, col_names, depth)


def _amount(value: Value) -> Amount | None:
    doubtful = any(f.startswith(("bound", "in brackets")) for f in value.flags)
    if value.type != "number" or value.value is None or doubtful:
        return None
    return Amount(value.value, value.decimals, value.unit in {"%", "‰"})


def _flags(misfits: Sequence[Misfit], checks: Sequence[Check]) -> dict[tuple[int, int], list[str]]:
    """What to say at the cells that failed checks contradict.

    The cell that most failed checks share (with one value that would fit them all) and that
    fewest good ones vouch for is named; where several are equal all of them are.
    """
    vouched = Counter((r, c) for check in checks if check.ok for r, c in check.cells)
    by_cell: dict[tuple[int, int], list[Misfit]] = defaultdict(list)
    for misfit in misfits:
        by_cell[misfit.row, misfit.col].append(misfit)
    out: dict[tuple[int, int], list[str]] = {}
    for check in checks:
        if check.ok:
            continue
        places = [(r, c) for r, c in check.cells]
        scores = {p: _agreeing(by_cell[p]) - vouched[p] for p in places if p in by_cell}
        best = max(scores.values(), default=0)
        for place in (p for p, s in scores.items() if s == best):
            expected = Counter(round(m.expected, 6) for m in by_cell[place]).most_common(1)[0][0]
            flag = f"{check.detail} does not hold; {expected:g} would fit"
            out.setdefault(place, []).append(flag)
    return out


def _agreeing(misfits: Sequence[Misfit]) -> int:
    return Counter(round(m.expected, 6) for m in misfits).most_common(1)[0][1] if misfits else 0


def _cell(
    cell: ObservedCell,
    rows: Sequence[Sequence[str]],
    depth: int,
    paths: Sequence[Sequence[str]],
    values: Sequence[Sequence[Value]],
    caption_unit: str | None,
    flags: dict[tuple[int, int], list[str]],
) -> Cell:
    value = values[cell.row][cell.col]
    is_header = cell.row < depth
    unit = value.unit
    if not is_header and value.type in {"number", "range"} and unit is None:
        unit = _unit(rows[cell.row], paths[cell.col], cell.col, caption_unit)
    mine = [*value.flags, *flags.get((cell.row, cell.col), [])]
    return Cell(
        row=cell.row,
        col=cell.col,
        row_span=cell.row_span,
        col_span=cell.col_span,
        text=one_line(cell.text),
        is_header=is_header,
        header_path=[] if is_header else list(paths[cell.col]),
        value=value.value,
        type=value.type,
        unit=unit,
        confidence=round(cell.confidence, 3),
        flags=mine,
    )


def _unit(
    row: Sequence[str], path: Sequence[str], col: int, caption_unit: str | None
) -> str | None:
    """The unit of a number: of its row's label, of its column's header, of the caption."""
    if any(_RANK.match(p.strip()) for p in path):
        return None
    label = row[0] if col else ""
    for text in (label, *reversed(path)):
        unit = unit_in(text) if text and not is_value(text) else None
        if unit:
            return unit
    return caption_unit if col else None


def _confidence(table: ObservedTable, cells: Sequence[Cell], checks: Sequence[Check]) -> float:
    """How far to trust the table: as found, its cells, and whether it adds up."""
    base = table.confidence * (fmean(c.confidence for c in cells) if cells else 1.0)
    failed = sum(1 for c in checks if not c.ok)
    if not checks:
        return base
    return min(1.0, base + 0.02) if not failed else base * (1 - 0.3 * failed / len(checks))
