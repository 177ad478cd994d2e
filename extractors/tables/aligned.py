"""Tables without vertical rules: columns from the gutters that lines of text leave free.

``regions`` says where one may stand, ``pieces`` cuts its lines at the columns; here lines
become rows and rows a table; ``verdict`` has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from extractors.observed import ObservedCell, ObservedTable, Word
from extractors.tables.geometry import (
    Rule,
    TurnedWord,
    box_of,
    height_of,
    inside,
    line_text,
    merge_rules,
    text_lines,
)
from extractors.tables.headers import joined_levels, levels, spread
from extractors.tables.numbers import is_missing, is_value, is_year
from extractors.tables.pieces import Piece, columns_of, row_pieces, without_blots, without_leaders
from extractors.tables.regions import Region, open_regions, parted, ruled_regions
from extractors.tables.verdict import is_table

#: A row of so many dashes and more is a rule; missing values are shorter.
TYPED_RULE = 12


def aligned_tables(
    words: Sequence[Word], across: Sequence[Rule], taken: Sequence[Sequence[float]]
) -> list[ObservedTable]:
    """Tables by alignment among the words outside the boxes ``taken``.

    Words on their side name axes.
    """
    upright = [w for w in words if not isinstance(w, TurnedWord) and not _is_typed_rule(w)]
    free = [w for w in upright if not any(inside(w, box) for box in taken)]
    rules = [r for r in merge_rules(across) if not _in_boxes(r, taken)]
    tables: list[ObservedTable] = []
    for region in ruled_regions(free, rules):
        for part in parted(region):
            _keep(part, tables)
    boxes = [t.bbox for t in tables if t.bbox]
    rest = [w for w in free if not any(inside(w, box) for box in boxes)]
    for region in open_regions(rest, rules):
        for part in parted(region):
            _keep(part, tables)
    return tables


def _is_typed_rule(word: Word) -> bool:
    """Whether a word is a rule made of dashes or other signs, as typewriters drew them."""
    return len(word.text) >= TYPED_RULE and set(word.text) <= set("-–—_=")


def _keep(region: Region, tables: list[ObservedTable]) -> None:
    table = table_of(region)
    if table is not None:
        tables.append(table)


def _in_boxes(rule: Rule, boxes: Sequence[Sequence[float]]) -> bool:
    middle = (rule.start + rule.stop) / 2
    return any(b[0] - 3 <= middle <= b[2] + 3 and b[1] - 3 <= rule.at <= b[3] + 3 for b in boxes)


# --- columns and rows -----------------------------------------------------------------


def table_of(region: Region) -> ObservedTable | None:
    """The table in a region, or None where its text is not tabular."""
    words = [w for ln in region.lines for w in ln]
    if len(region.lines) < 2 or len(words) < 4:
        return None
    size = height_of(words)
    lines = [without_leaders(ln) for ln in region.lines]
    columns = columns_of(lines, size) if all(lines) else []
    if len(columns) < 3:  # contents are told by their leaders
        lines = [list(ln) for ln in region.lines]
        columns = columns_of(lines, size)
    if len(columns) < 2:
        return None
    lines = [without_blots(ln, columns, size) for ln in lines]
    rows = [row_pieces(ln, columns, size) for ln in lines]
    header = _header_lines(region, rows)
    head = spread(levels(rows[:header]), columns, region.rules)
    body = _row_groups(region, rows, header, size)
    groups: list[list[Sequence[Piece]]] = [[level] for level in head]
    groups += body
    depth = len(head)
    cells = joined_levels(_cells(groups, len(columns)), depth)
    table = _assemble(cells, len(groups), len(columns), header_rows=depth)
    if not is_table(table, region):
        return None
    return table


def _header_lines(region: Region, rows: Sequence[Sequence[Piece]]) -> int:
    """How many first lines are header: above the first rule below a line, or above values."""
    values = next((i for i, row in enumerate(rows) if _holds_values(row)), 0)
    tops = [box_of(ln)[1] for ln in region.lines]
    width = max(box_of(ln)[2] for ln in region.lines) - min(box_of(ln)[0] for ln in region.lines)
    for rule in sorted(region.rules, key=lambda r: r.at):
        above = sum(1 for t in tops if t < rule.at - 1)
        if 0 < above <= max(values, 1) + 1 and above < len(rows) and rule.length > 0.8 * width:
            return above
    return _without_labels(rows, values)


def _without_labels(rows: Sequence[Sequence[Piece]], header: int) -> int:
    """The header lines without those at the end that are labels: the name of the first group
    of rows, or the beginning of the first row's label, under a header that is complete."""
    fullest = max((len(row) for row in rows[:header]), default=0)
    first = header  # of the lines at the end with nothing but a label
    while first > 1 and len(rows[first - 1]) == 1 and not rows[first - 1][0].col:
        first -= 1
    named = any(p.col == 0 for above in rows[:first] for p in above)
    capital = next((i for i in range(first, header) if rows[i][0].text[:1].isupper()), header)
    return capital if fullest > 1 and named else header


def _holds_values(row: Sequence[Piece]) -> bool:
    """Whether a line has numbers that are neither years nor column numbers in the header."""
    texts = [p.text for p in row if p.col > 0] or [p.text for p in row]
    numbers = [t for t in texts if is_value(t) and not is_missing(t)]
    counting = [p.text for p in row] == [str(i + 1) for i in range(len(row))] and len(row) > 2
    return bool(numbers) and not all(is_year(t) for t in numbers) and not counting


def _row_groups(
    region: Region, rows: Sequence[Sequence[Piece]], header: int, size: float
) -> list[list[Sequence[Piece]]]:
    """Lines of the body grouped to rows: wrapped cells are one row with their line."""
    boxes = [box_of(ln) for ln in region.lines]
    gaps = [b[1] - a[3] for a, b in pairwise(boxes)]
    tight = _tight_gap([g for i, g in enumerate(gaps) if i + 1 > header], size)
    groups: list[list[Sequence[Piece]]] = []
    for i, row in enumerate(rows):
        if i < header:
            continue
        below = rows[i + 1] if i + 1 < len(rows) else None
        if i == header or _rule_between(region, boxes[i - 1], boxes[i]):
            groups.append([row])
        elif _continues(groups[-1], row, gaps[i - 1], tight) or _hangs(groups[-1], row, below):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _rule_between(region: Region, above: Sequence[float], below: Sequence[float]) -> bool:
    return any(
        above[3] - 4 <= r.at <= below[1] + 4 and above[1] < r.at < below[3] for r in region.rules
    )


def _tight_gap(gaps: Sequence[float], size: float) -> float | None:
    """The largest gap inside a row, where gaps fall apart into small and large ones.

    Print is exact: where the small and the large ones are alike among themselves, a small
    step is enough.
    """
    ordered = sorted(gaps)
    if len(ordered) < 4:
        return None
    step, at = max((b - a, i) for i, (a, b) in enumerate(pairwise(ordered)))
    small, large = ordered[: at + 1], ordered[at + 1 :]
    even = small[-1] - small[len(small) // 2] < 0.08 * size and large[-1] - large[0] < 0.08 * size
    if step < (0.15 if even else 0.3) * size or len(small) < 2 or len(large) < 2:
        return None
    return ordered[at] + step / 2


def _continues(
    group: Sequence[Sequence[Piece]], row: Sequence[Piece], gap: float, tight: float | None
) -> bool:
    """Whether a line is the second line of cells in the row above it."""
    values = [p for p in row if is_value(p.text)]
    before = [p for line in group for p in line]
    if values and any(is_value(p.text) and p.col == v.col for p in before for v in values):
        return False
    if _names_group(before, row):
        return False
    if tight is not None:
        return gap <= tight
    if values:
        return len(before) == 1 and before[0].col == 0 and row[0].text[:1].islower()
    if row[0].col > 0:
        return True
    return len(row) == 1 and row[0].text[:1].islower()


def _names_group(before: Sequence[Piece], row: Sequence[Piece]) -> bool:
    """Whether a label alone stands over a full row that begins with a capital as well."""
    alone = len(before) == 1 and before[0].col == 0 and before[0].text[:1].isupper()
    return alone and len(row) > 1 and row[0].col == 0 and row[0].text[:1].isupper()


def _hangs(
    group: Sequence[Sequence[Piece]], row: Sequence[Piece], below: Sequence[Piece] | None
) -> bool:
    """Whether a line with a label only is the hanging second line of the label above it.

    The name of a group of rows stands further left than the rows under it.
    """
    label = group[-1][0]
    if len(row) > 1 or row[0].col or label.col or sum(map(len, group)) < 2:
        return False
    if label.text.endswith(("/", ",", "-", "–", "и", "and", "of", "the")):
        return True
    deeper = row[0].words[0].bbox[0] - group[0][0].words[0].bbox[0]
    under = below[0].words[0].bbox[0] - row[0].words[0].bbox[0] if below else 0.0
    return deeper > 3.0 and under < 1.5


def _cells(groups: Sequence[Sequence[Sequence[Piece]]], n_cols: int) -> list[ObservedCell]:
    out: list[ObservedCell] = []
    for r, group in enumerate(groups):
        merged = _merge_pieces([p for line in group for p in line])
        for piece_col, span, words in merged:
            out.append(_cell(r, piece_col, span, words))
        covered = {c for col, span, _ in merged for c in range(col, col + span)}
        out += [ObservedCell(row=r, col=c, text="") for c in range(n_cols) if c not in covered]
    return out


def _merge_pieces(pieces: Sequence[Piece]) -> list[tuple[int, int, list[Word]]]:
    """Pieces of one row by column, those that overlap made one."""
    out: list[tuple[int, int, list[Word]]] = []
    for piece in sorted(pieces, key=lambda p: (p.col, -p.span)):
        if out and piece.col < out[-1][0] + out[-1][1]:
            col, span, words = out[-1]
            out[-1] = (col, max(span, piece.col + piece.span - col), [*words, *piece.words])
        else:
            out.append((piece.col, piece.span, list(piece.words)))
    return out


def _cell(row: int, col: int, span: int, words: Sequence[Word]) -> ObservedCell:
    text = "\n".join(line_text(ln) for ln in text_lines(words))
    return ObservedCell(
        row=row,
        col=col,
        text=text,
        col_span=span,
        bbox=[round(v, 2) for v in box_of(words)],
        confidence=round(fmean(w.confidence for w in words), 3),
    )


def _assemble(
    cells: Sequence[ObservedCell], n_rows: int, n_cols: int, header_rows: int
) -> ObservedTable:
    boxes = [c.bbox for c in cells if c.bbox]
    box = [
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    ]  # fmt: skip
    return ObservedTable(
        cells=tuple(cells), n_rows=n_rows, n_cols=n_cols, method="alignment", bbox=box,
        confidence=0.85, header_rows=header_rows,
    )  # fmt: skip
