"""Tables in plain text whose columns can be seen: apart by bars, tabs or gutters of blanks.

Text with gutters is a page set in letters of one width: its words get places, and columns,
headers and rows are found as on a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.observed import ObservedCell, ObservedTable, Word
from extractors.tables.aligned import table_of
from extractors.tables.captions import is_note, read_caption
from extractors.tables.geometry import Rule
from extractors.tables.grids import rectangle
from extractors.tables.numbers import is_missing, is_value, is_year
from extractors.tables.regions import Region
from extractors.tables.textrows import SENTENCE_END

#: A letter's width, a line's height and the distance between lines, in points.
LETTER, HEIGHT, PITCH = 6.0, 10.0, 11.5
#: Lines longer than this are no rows, in characters.
LONGEST = 300
#: Lines without a gutter inside a table, at most, and their length: names of groups of rows,
#: wrapped labels.
BETWEEN, SHORT = 2, 45
_DASHES = re.compile(r"[\s\-—–_=+|]*[-—–_=]{3}[\s\-—–_=+|]*")
#: Two blanks between words, or one blank that is none (a tab counts as eight).
_GUTTER = re.compile(r"\S(?: {2,}|\t)\S")


def seen_columns(
    lines: Sequence[str], at: int, captioned: bool
) -> tuple[int, ObservedTable] | None:
    """The table from line ``at`` on and the line where it ends, or None."""
    for cut, least in ((_by_bars, 2), (_by_tabs, 2)):
        found = cut(lines, at)
        if found is None:
            continue
        stop, grid = found
        if len(grid) >= (2 if captioned else least) and _is_seen_table(grid, captioned):
            return stop, _observed(grid)
    return _by_gutters(lines, at, captioned)


def _observed(grid: Sequence[Sequence[str]]) -> ObservedTable:
    depth = _header_depth(grid)
    cells = tuple(
        ObservedCell(row=r, col=c, text=text, is_header=r < depth)
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
    )
    return ObservedTable(
        cells, len(grid), len(grid[0]), "plain_text", confidence=0.9, header_rows=depth
    )


def _by_bars(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    """Rows like "| a | b |" (Markdown, drawn frames); lines of dashes are rules."""
    grid: list[list[str]] = []
    stop = at
    for i in range(at, len(lines)):
        text = lines[i].strip()
        if re.fullmatch(r"[|+\-:=\s]{3,}", text) and "-" in text + "=":
            stop = i + 1 if grid else stop
            continue
        if text.count("|") < 1 or (text.count("|") < 2 and not grid):
            break
        grid.append([c.strip() for c in text.strip("|").split("|")])
        stop = i + 1
    return (stop, grid) if grid and len({len(r) for r in grid}) == 1 else None


def _by_tabs(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    grid: list[list[str]] = []
    stop = at
    for i in range(at, len(lines)):
        if not lines[i].strip():
            if i + 1 < len(lines) and "\t" in lines[i + 1].strip() and grid:
                continue
            break
        if "\t" not in lines[i].strip("\n"):
            break
        grid.append([c.strip() for c in lines[i].rstrip("\n").split("\t")])
        stop = i + 1
    if not grid:
        return None
    width = max(len(r) for r in grid)
    even = Counter(len(r) for r in grid).most_common(1)[0][1] >= 0.7 * len(grid)
    return (stop, [r + [""] * (width - len(r)) for r in grid]) if even and width > 1 else None


def _by_gutters(lines: Sequence[str], at: int, captioned: bool) -> tuple[int, ObservedTable] | None:
    """Rows whose cells are two blanks or more apart, read as a page."""
    stop = _last_row(lines, at)
    chosen = [(i, lines[i].expandtabs()) for i in range(at, stop) if lines[i].strip()]
    if sum(bool(_GUTTER.search(text)) for _, text in chosen) < 2:
        return None
    rules = tuple(
        Rule((n + 0.45) * PITCH, 0.0, LETTER * len(text.rstrip()))
        for n, (_, text) in enumerate(chosen)
        if _DASHES.fullmatch(text)
    )
    placed = tuple(
        tuple(_words(text, n * PITCH))
        for n, (_, text) in enumerate(chosen)
        if not _DASHES.fullmatch(text)
    )
    table = table_of(Region(placed, rules, captioned=True))
    if table is None or not (captioned or _is_seen_table(rectangle(table), captioned)):
        return None
    cells = tuple(replace(c, bbox=None) for c in table.cells)
    return stop, replace(table, cells=cells, bbox=None, method="plain_text", confidence=0.9)


def _words(text: str, top: float) -> list[Word]:
    """The words of a line; one blank between two of them is no gap."""
    found = list(re.finditer(r"\S+", text))
    starts = [m.start() for m in found[1:]] + [len(text) + 9]
    out: list[Word] = []
    for m, following in zip(found, starts, strict=True):
        near = following - m.end() == 1
        x1 = following * LETTER - 1.0 if near else m.end() * LETTER
        out.append(Word(m[0], [m.start() * LETTER, top, x1, top + HEIGHT]))
    return out


def _last_row(lines: Sequence[str], at: int) -> int:
    """The line behind the last one with a gutter, from line ``at`` on."""
    stop = at
    between = blanks = 0
    for i in range(at, len(lines)):
        text = lines[i].rstrip()
        if not text.strip():
            blanks += 1
            if blanks > 1:
                break
            continue
        if len(text) > LONGEST or read_caption(text.strip()) or is_note(text):
            break
        if _GUTTER.search(text.strip()) or (stop > at and _DASHES.fullmatch(text)):
            stop, between, blanks = i + 1, 0, 0
            continue
        between += 1
        if between > BETWEEN or len(text.strip()) > SHORT or SENTENCE_END.search(text):
            break
    return stop


def _is_seen_table(grid: Sequence[Sequence[str]], captioned: bool) -> bool:
    """Short cells, mostly filled, and a column of values (or a caption) make a table."""
    cells = [c for row in grid for c in row]
    filled = [c for c in cells if c]
    n_cols = len(grid[0])
    if n_cols < 2 or len(filled) < 0.5 * len(cells):
        return False
    if sorted(len(c) for c in filled)[len(filled) // 2] > 30:
        return False
    numeric = [
        sum(is_value(row[c]) and not is_missing(row[c]) for row in grid) for c in range(1, n_cols)
    ]
    good = sum(1 for n in numeric if n >= max(2, 0.6 * (len(grid) - 1)))
    return good >= 1 if captioned else good >= 2 or (good >= 1 and n_cols == 2 and len(grid) > 4)


def _header_depth(grid: Sequence[Sequence[str]]) -> int:
    """How many first rows are headers: those without values but years."""
    depth = 0
    for row in grid[:-1]:
        values = [c for c in row[1:] if is_value(c) and not is_missing(c)]
        if values and not all(is_year(v) for v in values):
            break
        depth += 1
        if depth == 3:
            break
    body = [c for row in grid[depth:] for c in row[1:]]
    return depth if any(is_value(c) for c in body) else 1
