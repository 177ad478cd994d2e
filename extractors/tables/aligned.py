"""Tables without vertical rules: columns from the gutters that lines of text leave free.

Two ways lead to a region: horizontal rules of equal extent with columns of text between them
(booktabs), and runs of lines with wide gaps at common places (borderless). A region is a
table only when its columns hold values, or a caption stands over it; columns of prose, lists
of references and contents are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from extractors.observed import ObservedCell, ObservedTable, Word
from extractors.tables.captions import is_note, read_caption
from extractors.tables.geometry import (
    Rule,
    Segment,
    TurnedWord,
    box_of,
    center,
    height_of,
    inside,
    line_text,
    merge_rules,
    segments,
    text_lines,
)
from extractors.tables.numbers import is_missing, is_value, is_year

#: Rules of one table begin and end within this of one another, in points.
SAME_EXTENT = 8.0
#: A table is at least this wide, in points.
NARROWEST = 60.0
#: A gap this many heights wide parts two cells by itself.
WIDE_GAP = 1.0
#: A gutter common to many lines may be this narrow, in heights.
NARROW_GUTTER = 0.45
#: Pieces of tall brackets: a matrix is no table.
_BRACKETS = frozenset("⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎨⎩⎪⎫⎬⎭∣∥")


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines of words with the rules drawn between them."""

    lines: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]
    captioned: bool


def aligned_tables(
    words: Sequence[Word], across: Sequence[Rule], taken: Sequence[Sequence[float]]
) -> list[ObservedTable]:
    """Tables by alignment among the words outside the boxes ``taken``."""
    upright = [w for w in words if not isinstance(w, TurnedWord)]  # others name axes
    free = [w for w in upright if not any(inside(w, box) for box in taken)]
    rules = [r for r in merge_rules(across) if not _in_boxes(r, taken)]
    tables: list[ObservedTable] = []
    for region in _ruled_regions(free, rules):
        _keep(region, tables)
    boxes = [t.bbox for t in tables if t.bbox]
    rest = [w for w in free if not any(inside(w, box) for box in boxes)]
    for region in _open_regions(rest, rules):
        _keep(region, tables)
    return tables


def _keep(region: _Region, tables: list[ObservedTable]) -> None:
    table = _table(region)
    if table is not None:
        tables.append(table)


def _in_boxes(rule: Rule, boxes: Sequence[Sequence[float]]) -> bool:
    middle = (rule.start + rule.stop) / 2
    return any(b[0] - 3 <= middle <= b[2] + 3 and b[1] - 3 <= rule.at <= b[3] + 3 for b in boxes)


# --- regions between rules ------------------------------------------------------------


def _ruled_regions(words: Sequence[Word], rules: Sequence[Rule]) -> list[_Region]:
    """Stretches between rules of equal extent whose text stands in columns."""
    regions: list[_Region] = []
    for group in _same_extent([r for r in rules if r.length >= NARROWEST]):
        chain: list[Rule] = []
        for above, below in pairwise(group):
            if _is_band(words, above, below):
                chain = [*chain, below] if chain else [above, below]
                continue
            _close(chain, words, rules, regions)
            chain = []
        _close(chain, words, rules, regions)
    return _outermost(regions)


def _close(
    chain: Sequence[Rule], words: Sequence[Word], rules: Sequence[Rule], regions: list[_Region]
) -> None:
    if len(chain) < 2:
        return
    x0, x1 = min(r.start for r in chain) - 4, max(r.stop for r in chain) + 4
    top, bottom = chain[0].at, chain[-1].at
    held = [w for w in words if inside(w, [x0, top, x1, bottom], 0)]
    between = [r for r in rules if top - 1 <= r.at <= bottom + 1 and x0 <= r.start and r.stop <= x1]
    lines = tuple(tuple(ln) for ln in text_lines(held))
    captioned = _has_caption_above(words, [x0, top, x1, bottom])
    if lines:
        regions.append(_Region(lines, tuple(between), captioned))


def _outermost(regions: list[_Region]) -> list[_Region]:
    """Regions without those whose words another one holds too."""
    kept: list[_Region] = []
    for region in sorted(regions, key=lambda r: -sum(map(len, r.lines))):
        mine = {id(w) for ln in region.lines for w in ln}
        if not any(mine & {id(w) for ln in k.lines for w in ln} for k in kept):
            kept.append(region)
    return kept


def _same_extent(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        home = next(
            (
                g
                for g in groups
                if abs(g[0].start - rule.start) <= SAME_EXTENT
                and abs(g[0].stop - rule.stop) <= SAME_EXTENT
            ),
            None,
        )
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    return [g for g in groups if len(g) >= 2]


def _is_band(words: Sequence[Word], above: Rule, below: Rule) -> bool:
    """Whether the text between two rules may be rows: few lines, or lines in columns."""
    held = [
        w for w in words
        if inside(w, [above.start - 4, above.at, above.stop + 4, below.at], 0)
    ]  # fmt: skip
    if not held:
        return below.at - above.at < 30
    lines = text_lines(held)
    gap = WIDE_GAP * height_of(held)
    parted = sum(1 for ln in lines if len(segments(ln, gap)) > 1)
    prose = sum(1 for ln in lines if _is_prose_line(ln, above.length))
    return parted >= 0.45 * len(lines) - 0.5 and prose <= 0.35 * len(lines)


def _is_prose_line(line: Sequence[Word], width: float) -> bool:
    """One run of words that fills most of the width."""
    text = line_text(line)
    filled = line[-1].bbox[2] - line[0].bbox[0] > 0.8 * width
    gap = WIDE_GAP * height_of(line)
    return filled and len(segments(line, gap)) == 1 and len(text.split()) > 6


def _has_caption_above(words: Sequence[Word], box: Sequence[float]) -> bool:
    """Whether one of the lines just above a box begins a caption."""
    near = [
        w for w in words
        if box[1] - 80 <= center(w)[1] < box[1] and w.bbox[2] > box[0] - 30 and w.bbox[0] < box[2] + 30
    ]  # fmt: skip
    for line in text_lines(near)[::-1][:5]:
        for start in range(len(line)):
            if start == 0 or line[start].bbox[0] - line[start - 1].bbox[2] > 12:
                text = line_text(line[start:])
                if read_caption(text) is not None:
                    return True
    return False


# --- regions by gaps alone ------------------------------------------------------------


def _open_regions(words: Sequence[Word], rules: Sequence[Rule]) -> list[_Region]:
    """Runs of lines with wide gaps, on the page and on each column of a parted page."""
    regions: list[_Region] = []
    for part in _page_columns(words):
        regions += _runs(part, words, rules)
    return regions


def _page_columns(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each column of a page set in two; all words where it is not."""
    lines = text_lines(words)
    if len(lines) < 12:
        return [list(words)]
    left, _, right, _ = box_of(words)
    middle = (left + right) / 2
    votes: Counter[int] = Counter()
    for line in lines:
        for a, b in pairwise(line):
            if b.bbox[0] - a.bbox[2] > 6 and abs((a.bbox[2] + b.bbox[0]) / 2 - middle) < 60:
                sides = (line_text([w for w in line if w.bbox[0] < middle]),
                         line_text([w for w in line if w.bbox[0] >= middle]))  # fmt: skip
                if all(len(s) > 25 and not _mostly_values(s) for s in sides):
                    votes[round((a.bbox[2] + b.bbox[0]) / 2 / 8)] += 1
    if not votes or votes.most_common(1)[0][1] < 0.3 * len(lines):
        return [list(words)]
    cut = votes.most_common(1)[0][0] * 8
    return [[w for w in words if center(w)[0] < cut], [w for w in words if center(w)[0] >= cut]]


def _mostly_values(text: str) -> bool:
    words = text.split()
    return sum(map(is_value, words)) > 0.4 * len(words)


def _runs(
    words: Sequence[Word], everything: Sequence[Word], rules: Sequence[Rule]
) -> list[_Region]:
    lines = text_lines(words)
    if not lines:
        return []
    size = height_of(words)
    width = box_of(words)[2] - box_of(words)[0]
    regions: list[_Region] = []
    run: list[list[Word]] = []
    pending: list[list[Word]] = []
    for line in [*lines, []]:
        parted = bool(line) and len(segments(line, WIDE_GAP * size)) > 1
        far = (
            bool(run)
            and bool(line)
            and line[0].bbox[1] - (pending or run)[-1][0].bbox[3] > 3.5 * size
        )
        ends = not line or far or _ends_run(line, width)
        if ends or (not parted and len(pending) >= 2):
            _close_run(run, everything, rules, regions)
            run, pending = ([line] if parted and not _ends_run(line, width) else []), []
        elif parted:
            run += [*pending, line]
            pending = []
        elif run:
            pending.append(line)
    return regions


def _ends_run(line: Sequence[Word], width: float) -> bool:
    text = line_text(line)
    return _is_prose_line(line, width) or read_caption(text) is not None or is_note(text)


def _close_run(
    run: Sequence[Sequence[Word]],
    words: Sequence[Word],
    rules: Sequence[Rule],
    regions: list[_Region],
) -> None:
    if len(run) < 3:
        return
    box = box_of([w for ln in run for w in ln])
    inner = [r for r in rules if box[1] - 2 <= r.at <= box[3] + 2 and r.start >= box[0] - 20]
    regions.append(
        _Region(tuple(tuple(ln) for ln in run), tuple(inner), _has_caption_above(words, box))
    )


# --- columns and rows -----------------------------------------------------------------


def _table(region: _Region) -> ObservedTable | None:
    """The table in a region, or None where its text is not tabular."""
    words = [w for ln in region.lines for w in ln]
    if len(region.lines) < 2 or len(words) < 4:
        return None
    size = height_of(words)
    columns = _columns(region.lines, size)
    if len(columns) < 2:
        return None
    rows = [_row_cells(ln, columns, size) for ln in region.lines]
    header = _header_lines(region, rows)
    groups = _row_groups(region, rows, header, size)
    cells = _cells(groups, len(columns))
    table = _assemble(cells, len(groups), len(columns), header_rows=_depth(groups, header))
    if not _is_table(table, region):
        return None
    return table


def _columns(lines: Sequence[Sequence[Word]], size: float) -> list[tuple[float, float]]:
    """The x extents of columns: between the gutters that the fullest lines leave free."""
    parts = [segments(ln, WIDE_GAP * size) for ln in lines]
    most = max(len(p) for p in parts)
    voting = [ln for ln, p in zip(lines, parts, strict=True) if len(p) >= max(2, 0.5 * most)]
    if len(voting) < 2:
        return []
    least = size * (NARROW_GUTTER if len(voting) >= 6 else 0.7)
    return _sound(_between_gutters(voting, least), voting, size)


def _between_gutters(voting: Sequence[Sequence[Word]], least: float) -> list[tuple[float, float]]:
    """Stretches of x that lines fill, apart by ``least`` where (nearly) no line has words.

    One line in twelve may run over a gutter: a header or a row that spans columns.
    """
    runs = [(p.x0, p.x1) for ln in voting for p in segments(ln, 0.75 * least)]
    let_pass = len(voting) // 12
    steps = sorted([(x0, 1) for x0, _ in runs] + [(x1, -1) for _, x1 in runs])
    columns: list[list[float]] = []
    depth = 0
    for x, step in steps:
        before, depth = depth, depth + step
        if before <= let_pass < depth:
            if columns and x - columns[-1][1] < least:
                continue
            columns.append([x, x])
        elif depth <= let_pass < before:
            columns[-1][1] = x
    return [(a, b) for a, b in columns if b > a]


def _sound(
    columns: list[tuple[float, float]], voting: Sequence[Sequence[Word]], size: float
) -> list[tuple[float, float]]:
    """Columns with narrow gutters between words joined again, and rare ones too."""
    out: list[tuple[float, float]] = []
    for column in columns:
        if out and column[0] - out[-1][1] < 0.9 * size:
            held = [w.text for ln in voting for w in ln if column[0] <= center(w)[0] <= column[1]]
            if sum(map(is_value, held)) < 0.5 * len(held):
                out[-1] = (out[-1][0], column[1])
                continue
        out.append(column)
    return out


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell on one line: words over ``span`` columns from ``col``."""

    col: int
    span: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return line_text(self.words)


def _row_cells(
    line: Sequence[Word], columns: Sequence[tuple[float, float]], size: float
) -> list[_Piece]:
    """The words of a line by column; a run of words across gutters spans columns."""
    out: list[_Piece] = []
    parts = [p for part in segments(line, 0.55 * size) for p in _by_gutters(part, columns, size)]
    for part in parts:
        first, last = _touched(part, columns)
        if out and out[-1].col + out[-1].span - 1 >= first:
            before = out.pop()
            first = min(first, before.col)
            last = max(last, before.col + before.span - 1)
            out.append(_Piece(first, last - first + 1, (*before.words, *part.words)))
        else:
            out.append(_Piece(first, last - first + 1, part.words))
    return out


def _by_gutters(
    part: Segment, columns: Sequence[tuple[float, float]], size: float
) -> list[Segment]:
    """A run of words cut at the gutters, where every column under it has words of its own.

    Headers of narrow columns nearly touch; a header that spans columns crosses their gutters
    or leaves some of them without words.
    """
    first, last = _touched(part, columns)
    if first == last:
        return [part]
    homes: list[list[Word]] = [[] for _ in range(first, last + 1)]
    for word in part.words:
        a, b = _touched(Segment((word,)), columns)
        if a != b or not first <= a <= last:
            return [part]
        homes[a - first].append(word)
    if not all(homes):
        return [part]
    gaps = [b[0].bbox[0] - a[-1].bbox[2] for a, b in pairwise(homes)]
    if min(gaps) < (0.4 if len(homes) == 2 else 0.18) * size:
        return [part]
    return [Segment(tuple(words)) for words in homes]


def _touched(part: Segment, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that a run of words reaches into."""
    hit = [
        i for i, (a, b) in enumerate(columns)
        if min(b, part.x1) - max(a, part.x0) > min(3.0, 0.3 * (part.x1 - part.x0))
    ]  # fmt: skip
    if hit:
        return hit[0], hit[-1]
    middle = (part.x0 + part.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest


def _header_lines(region: _Region, rows: Sequence[Sequence[_Piece]]) -> int:
    """How many first lines are header: above the first rule below a line, or above values."""
    values = next((i for i, row in enumerate(rows) if _holds_values(row)), 0)
    tops = [box_of(ln)[1] for ln in region.lines]
    width = max(box_of(ln)[2] for ln in region.lines) - min(box_of(ln)[0] for ln in region.lines)
    for rule in sorted(region.rules, key=lambda r: r.at):
        above = sum(1 for t in tops if t < rule.at - 1)
        if 0 < above <= max(values, 1) + 1 and above < len(rows) and rule.length > 0.8 * width:
            return above
    return values


def _holds_values(row: Sequence[_Piece]) -> bool:
    """Whether a line has numbers that are neither years nor column numbers in the header."""
    texts = [p.text for p in row if p.col > 0] or [p.text for p in row]
    numbers = [t for t in texts if is_value(t) and not is_missing(t)]
    counting = [p.text for p in row] == [str(i + 1) for i in range(len(row))] and len(row) > 2
    return bool(numbers) and not all(is_year(t) for t in numbers) and not counting


def _row_groups(
    region: _Region, rows: Sequence[Sequence[_Piece]], header: int, size: float
) -> list[list[Sequence[_Piece]]]:
    """Lines grouped to rows of the table: wrapped cells are one row with their line."""
    boxes = [box_of(ln) for ln in region.lines]
    gaps = [b[1] - a[3] for a, b in pairwise(boxes)]
    tight = _tight_gap([g for i, g in enumerate(gaps) if i + 1 >= header], size)
    groups: list[list[Sequence[_Piece]]] = []
    for i, row in enumerate(rows):
        below = rows[i + 1] if i + 1 < len(rows) else None
        ruled = i > 0 and _rule_between(region, boxes[i - 1], boxes[i])
        if i == 0 or i == header or ruled:
            groups.append([row])
        elif i < header:
            _add_header_line(groups, row)
        elif _continues(groups[-1], row, gaps[i - 1], tight) or _hangs(groups[-1], row, below):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _add_header_line(groups: list[list[Sequence[_Piece]]], row: Sequence[_Piece]) -> None:
    """A header line opens a level under spanning cells, else continues the cells above it."""
    above = groups[-1]
    spans = [p for line in above for p in line if p.span > 1]
    under = [p for p in row if any(s.col <= p.col < s.col + s.span for s in spans)]
    if spans and len(under) > len(spans):
        groups.append([row])
    else:
        above.append(row)


def _rule_between(region: _Region, above: Sequence[float], below: Sequence[float]) -> bool:
    return any(
        above[3] - 4 <= r.at <= below[1] + 4 and above[1] < r.at < below[3] for r in region.rules
    )


def _tight_gap(gaps: Sequence[float], size: float) -> float | None:
    """The largest gap inside a row, where gaps fall apart into small and large ones."""
    ordered = sorted(gaps)
    if len(ordered) < 4:
        return None
    step, at = max((b - a, i) for i, (a, b) in enumerate(pairwise(ordered)))
    if step < 0.3 * size or at + 1 < 2 or len(ordered) - at - 1 < 2:
        return None
    return ordered[at] + step / 2


def _continues(
    group: Sequence[Sequence[_Piece]], row: Sequence[_Piece], gap: float, tight: float | None
) -> bool:
    """Whether a line is the second line of cells in the row above it."""
    values = [p for p in row if is_value(p.text)]
    before = [p for line in group for p in line]
    if values and any(is_value(p.text) and p.col == v.col for p in before for v in values):
        return False
    if tight is not None:
        return gap <= tight
    if values:
        return len(before) == 1 and before[0].col == 0 and row[0].text[:1].islower()
    if row[0].col > 0:
        return True
    return len(row) == 1 and row[0].text[:1].islower()


def _hangs(
    group: Sequence[Sequence[_Piece]], row: Sequence[_Piece], below: Sequence[_Piece] | None
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


def _cells(groups: Sequence[Sequence[Sequence[_Piece]]], n_cols: int) -> list[ObservedCell]:
    out: list[ObservedCell] = []
    for r, group in enumerate(groups):
        merged = _merge_pieces([p for line in group for p in line])
        for piece_col, span, words in merged:
            out.append(_cell(r, piece_col, span, words))
        covered = {c for col, span, _ in merged for c in range(col, col + span)}
        out += [ObservedCell(row=r, col=c, text="") for c in range(n_cols) if c not in covered]
    return out


def _merge_pieces(pieces: Sequence[_Piece]) -> list[tuple[int, int, list[Word]]]:
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


def _depth(groups: Sequence[Sequence[Sequence[_Piece]]], header_lines: int) -> int:
    lines = 0
    for depth, group in enumerate(groups):
        if lines >= header_lines:
            return depth
        lines += len(group)
    return 0


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


# --- verdict --------------------------------------------------------------------------


def _is_table(table: ObservedTable, region: _Region) -> bool:
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
