"""From table blocks to table records: caption, header paths, values, units, notes, checks."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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
    split_scripts,
    unit_in,
)
from extractors.tables.checks import Amount, Misfit, find_checks
from extractors.tables.grids import one_line, rectangle, reread
from extractors.tables.numbers import (
    Value,
    convention_of,
    holds_years,
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
_FURNITURE = frozenset({"page_header", "page_footer", "page_number"})

_RANK = re.compile(
    r"^(?:place|rank|№|n|no\.?|ранг|место|год|year|шифр|код|code|п/п|№ п/п)$", re.IGNORECASE
)
_TWIN = re.compile(
    r"(?<=\S)\s+(?=(?:Table|TABLE|Таблица|Таблиця|Кесте|Табліца)\s+\d+[\d.]*\s*[.:—–-])"
)


#: Figures that recognition takes for one another.
_CONFUSED = frozenset(
    frozenset(pair)
    for pair in ("17", "14", "12", "38", "35", "56", "68", "06", "08", "09", "89", "58", "39",
                 "27", "49", "47", "69", "23", "25", "13", "79")
)  # fmt: skip
#: A number with three figures behind its only mark: "3.286" or "3,286".
_THREE = re.compile(r"[-−–]?(\d{1,3})([.,])(\d{3})")


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
    for group in _groups(blocks, observed):
        parts = [_as_repaired(t, blocks[i].text) for i in group if (t := observed[i].table)]
        table = parts[0]
        for part in parts[1:]:
            table = continued(table, part)
        around = _surroundings(out, observed, group[0], group[-1])
        record = _record(f"t{len(tables) + 1}", table, [blocks[i] for i in group], around)
        record = doubt_units(record, (b.text for b in blocks if b.label != "table"))
        tables.append(record)
        _relabel(out, around, record.id)
    return tables, out


def _groups(blocks: Sequence[Block], observed: Sequence[ObservedBlock]) -> list[list[int]]:
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
        if caption is None and block.label not in _FURNITURE and len(block.text) > 60:
            return False
    return said or _same_head(first, second) > 0 or _same_width(first, second)


def _last_page(block: Block) -> int:
    return block.provs[-1].page if block.provs else block.page


def _same_width(first: ObservedTable, second: ObservedTable) -> bool:
    """Whether two ruled tables have their sides at the same places (within 4 points)."""
    if not first.bbox or not second.bbox or second.caption:
        return False
    return abs(first.bbox[0] - second.bbox[0]) < 4 and abs(first.bbox[2] - second.bbox[2]) < 4


def _same_head(first: ObservedTable, second: ObservedTable) -> int:
    """How many first rows of ``second`` repeat those of ``first`` (or its column numbers)."""
    one, two = rectangle(first), rectangle(second)
    count = 0
    while count < min(len(one), len(two) - 1) and _folded(one[count]) == _folded(two[count]):
        count += 1
    if count:
        return count
    numbers = [i for i, row in enumerate(one[:6]) if _is_counting(row)]
    return 1 if numbers and _is_counting(two[0]) else 0


def _folded(row: Sequence[str]) -> list[str]:
    return ["".join(c.split()).lower() for c in row]


def continued(first: ObservedTable, second: ObservedTable) -> ObservedTable:
    """Two parts of one table as one; a repeated header is dropped.

    >>> cells = (ObservedCell(0, 0, "h"), ObservedCell(1, 0, "x"))
    >>> part = ObservedTable(cells, 2, 1, "lines", header_rows=1)
    >>> [c.text for c in continued(part, part).cells]
    ['h', 'x', 'x']
    """
    dropped = _same_head(first, second)
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
    blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int, last: int
) -> _Surroundings:
    """What stands around a table whose parts are the blocks from ``at`` to ``last``."""
    around = _Surroundings()
    around.caption_blocks += [
        i for i in range(at + 1, last) if (c := read_caption(blocks[i].text)) and c.continued
    ]
    table = observed[at].table
    assert table is not None
    for part in _TWIN.split(table.caption or ""):
        if part.strip():
            _add_caption(around, read_caption(part) or Caption(None, one_line(part)))
    around.notes += table.notes
    if not around.captions and not _caption_above(around, blocks, observed, at):
        _caption_below(around, blocks, observed, last)
    _notes_below(around, blocks, observed, last, table)
    _marked_caption(around, blocks, at)
    return around


def _add_caption(around: _Surroundings, caption: Caption) -> None:
    around.label = around.label or caption.label
    around.continued = around.continued or caption.continued
    if caption.text:
        around.captions += split_scripts(caption.text)


def _caption_above(
    around: _Surroundings, blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> bool:
    """Look up from the table for caption blocks; what stands between belongs to them."""
    between: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - CAPTION_BLOCKS), -1):
        if observed[i].table is not None:
            return False
        if blocks[i].label in _FURNITURE:
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
    around.caption_blocks += [*range(first, at + 1), *between]
    for i in between:
        _continue_caption(around, one_line(blocks[i].text))


def _continue_caption(around: _Surroundings, text: str) -> None:
    """A line between caption and table: a twin caption, a title, a unit, a broken end."""
    twin = read_caption(text)
    if twin:
        _add_caption(around, twin)
    elif around.captions and _other_language(around.captions[-1], text):
        around.captions.append(text.rstrip("."))
    elif around.captions:
        around.captions[-1] = f"{around.captions[-1]} {text.rstrip('.')}"
    else:
        around.captions.append(text.rstrip("."))


def _other_language(caption: str, text: str) -> bool:
    """Whether a line under a caption is its title in another language."""
    one, two = _language(caption, None), _language(text, None)
    return one is not None and two is not None and one != two and len(text.split()) > 2


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
            if blocks[i].label in _FURNITURE:
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


def doubt_units(table: Table, texts: Iterable[str]) -> Table:
    """Flag numbers that the text prints with the other mark and the same scale.

    "9.071" in a table in million USD and "9,071 million USD" in the text differ by a
    thousand: the unit or one of the marks is wrong, and which one nobody can tell here.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for n, cell in enumerate(table.cells):
        found = _THREE.fullmatch(cell.text.strip())
        if found and cell.unit and re.match("thousand|million|billion|тыс|мл", cell.unit):
            other = "," if found[2] == "." else "."
            wanted[f"{found[1]}{other}{found[3]}"].append(n)
    if not wanted:
        return table
    pattern = re.compile(
        rf"(?<![\d.,])({'|'.join(map(re.escape, wanted))})\s+(?:thousand|million|billion|тыс|мл[нр])"
    )
    cells = list(table.cells)
    for number in {m[1] for text in texts for m in pattern.finditer(text)}:
        for n in wanted[number]:
            flag = f"the text prints {number} with the same unit"
            cells[n] = cells[n].model_copy(update={"flags": [*cells[n].flags, flag]})
    return table.model_copy(update={"cells": cells})


# --- the record -----------------------------------------------------------------------


def _record(
    table_id: str, table: ObservedTable, parts: Sequence[Block], around: _Surroundings
) -> Table:
    block = parts[0]
    rows = rectangle(table)
    depth = header_depth(table, rows)
    lang = _language(" ".join(around.captions) or block.text, block.lang)
    caption_unit = next((u for c in around.captions if (u := unit_in(c))), None)
    paths = _header_paths(rows, depth)
    values = _values(rows, depth, lang)
    checks, misfits = _checks(rows, values, paths, depth)
    flags, fitting = _flags(misfits, checks)
    if table.method == "ocr":
        trust = {(c.row, c.col): c.confidence for c in table.cells}
        rows, marked = _even_marks(rows, values)
        values, rows, mended = _mended(values, rows, fitting, trust)
        mended |= {place: flag for place, flag in marked.items() if place not in mended}
        checks, misfits = _checks(rows, values, paths, depth)
        flags, _ = _flags(misfits, checks)
        for place, flag in mended.items():
            flags.setdefault(place, []).append(flag)
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
        parts=[prov for part in parts for prov in part.provs],
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
    if 0 < marked < table.n_rows:
        return marked
    return max(guess_header_rows(rows), _spanned_header_rows(table, rows))


def _spanned_header_rows(table: ObservedTable, rows: Sequence[Sequence[str]]) -> int:
    """Rows that the spans of the first row make headers: under a cell over several columns
    stand the headers of those columns. 0 where the first row spans nothing."""
    depth = 0
    spans = {(c.row, c.col): c for c in table.cells if c.text.strip()}
    while depth < min(5, table.n_rows - 1):
        here = [c for c in spans.values() if c.row == depth]
        if not any(1 < c.col_span < table.n_cols for c in here):
            break
        depth += 1
    if not depth:
        return 0
    deepest = max((c.row + c.row_span for c in spans.values() if c.row < depth), default=0)
    depth = max(depth + 1, deepest)
    holds = any(
        is_value(c) and not is_missing(c) and not is_year(c) for row in rows[:depth] for c in row
    )
    return 0 if holds or depth >= table.n_rows else depth


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
    years = [holds_years(column, first=c == 0) for c, column in enumerate(columns)]
    return [
        [
            read_value(text, conventions[c], years=years[c]) if r >= depth else read_value(text)
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]


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


def _flags(
    misfits: Sequence[Misfit], checks: Sequence[Check]
) -> tuple[dict[tuple[int, int], list[str]], list[dict[tuple[int, int], float]]]:
    """What to say at the cells that failed checks contradict, and for each failed check the
    values that would fit at the cells that may be wrong.

    The cell that most failed checks share (with one value that would fit them all) and that
    fewest good ones vouch for is named; where several are equal all of them are.
    """
    vouched = Counter((r, c) for check in checks if check.ok for r, c in check.cells)
    by_cell: dict[tuple[int, int], list[Misfit]] = defaultdict(list)
    for misfit in misfits:
        by_cell[misfit.row, misfit.col].append(misfit)
    flags: dict[tuple[int, int], list[str]] = {}
    fitting: dict[tuple[tuple[int, int], ...], dict[tuple[int, int], float]] = {}
    for check in checks:
        if check.ok:
            continue
        places = [(r, c) for r, c in check.cells if (r, c) in by_cell]
        scores = {p: (_agreeing(by_cell[p]), -vouched[p]) for p in places}
        best = max(scores.values(), default=(0, 0))
        suspects = [p for p, score in scores.items() if score == best]
        for place in suspects:
            expected = Counter(round(m.expected, 6) for m in by_cell[place]).most_common(1)[0][0]
            flag = f"{check.detail} does not hold; {expected:.10g} would fit"
            flags.setdefault(place, []).append(flag)
            fitting.setdefault(check_key(check), {})[place] = expected
    return flags, list(fitting.values())


def check_key(check: Check) -> tuple[tuple[int, int], ...]:
    """The cells of a check, for telling checks apart."""
    return tuple((r, c) for r, c in check.cells)


def _even_marks(
    rows: Sequence[Sequence[str]], values: Sequence[Sequence[Value]]
) -> tuple[list[list[str]], dict[tuple[int, int], str]]:
    """Decimal points read for commas (or the reverse), put right by the rest of the table."""
    out = [list(row) for row in rows]
    changed: dict[tuple[int, int], str] = {}
    for r, row in enumerate(values):
        for c, value in enumerate(row):
            mark = _mark_of(rows[r][c])
            if mark and "decimal mark unlike its column" in value.flags:
                out[r][c] = rows[r][c].replace(mark, "," if mark == "." else ".")
                changed[r, c] = f"read as {rows[r][c]}, {out[r][c]} as its column has it"
    return out, changed


def _mended(
    values: Sequence[Sequence[Value]],
    rows: Sequence[Sequence[str]],
    fitting: Sequence[dict[tuple[int, int], float]],
    trust: dict[tuple[int, int], float],
) -> tuple[list[list[Value]], list[list[str]], dict[tuple[int, int], str]]:
    """Values and texts put right where recognition is known to confuse what it read with
    what fits, and what to say there."""
    out = [list(row) for row in values]
    texts = [list(row) for row in rows]
    mended: dict[tuple[int, int], str] = {}
    for choices in fitting:
        likely = {p: x for p, x in choices.items() if _is_misread(values[p[0]][p[1]], x)}
        place = _least_trusted(likely, trust)
        if place is None or place in mended:
            continue
        (r, c), expected, value = place, likely[place], values[place[0]][place[1]]
        out[r][c] = replace(value, value=expected)
        texts[r][c] = printed_like(expected, rows[r][c], [t for row in rows for t in row])
        mended[r, c] = f"read as {rows[r][c]}, {texts[r][c]} by its sums"
    return out, texts, mended


def _is_misread(value: Value, expected: float) -> bool:
    return value.value is not None and is_misreading(value.value, expected, value.decimals)


def _least_trusted(
    places: Iterable[tuple[int, int]], trust: dict[tuple[int, int], float]
) -> tuple[int, int] | None:
    """The only place, or the one that recognition trusted clearly less than the others."""
    ordered = sorted(places, key=lambda p: trust.get(p, 1.0))
    if len(ordered) > 1 and trust.get(ordered[1], 1.0) - trust.get(ordered[0], 1.0) < 0.1:
        return None
    return ordered[0] if ordered else None


def printed_like(value: float, read: str, others: Sequence[str]) -> str:
    """A number as its table would print it: the figures of ``read`` put right.

    >>> printed_like(-84.3, "84,3", ["−85,3", "-1"]), printed_like(392.7, "3927", ["152,6"])
    ('−84,3', '392,7')
    """
    bare = read.lstrip("+-−–—")
    minus = next((t[0] for t in others if len(t) > 1 and t[0] in "-−–" and t[1].isdigit()), "-")
    mark = next((m for t in (bare, *others) if (m := _mark_of(t))), ".")
    places = max(
        (len(t.rpartition(mark)[2]) for t in (bare, *others) if _mark_of(t) == mark), default=0
    )
    shown = f"{abs(value):.{places}f}" if places else f"{abs(value):.10g}"
    if " " in bare or "\u00a0" in bare:
        shown = f"{abs(value):,.{places}f}".replace(",", " ")
    return (minus if value < 0 else "") + shown.replace(".", mark)


def _mark_of(text: str) -> str | None:
    found = re.fullmatch(r"[+\-−–]?[\d \u00a0]*\d([.,])\d+", text.strip())
    return found[1] if found else None


def is_misreading(read: float, expected: float, decimals: int) -> bool:
    """Whether a misreading of the usual kind turns ``expected`` into ``read``.

    A lost sign, a lost decimal mark, or one figure taken for one like it (Tesseract's usual
    confusions).

    >>> is_misreading(84.3, -84.3, 1), is_misreading(201.7, 207.7, 1), is_misreading(201.7, 241.9, 1)
    (True, True, False)
    """
    if math.isclose(read, -expected, rel_tol=1e-9):
        return True
    if any(math.isclose(read, expected * 10**n, rel_tol=1e-9) for n in (1, 2, 3)):
        return True
    one, two = f"{read:.{decimals}f}", f"{expected:.{decimals}f}"
    differing = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    return len(one) == len(two) and len(differing) == 1 and frozenset(differing[0]) in _CONFUSED


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
        text=rows[cell.row][cell.col],
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
