"""Ruled tables: cells from the rules drawn around them.

Rules that touch make one component; its places on both axes make a grid; neighbours without
a rule between them are one spanned cell. Bands that rules leave undivided are divided by the
lines of text in them (tables ruled only around header and columns).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from extractors.observed import ObservedCell, ObservedTable, Word
from extractors.tables.captions import read_caption
from extractors.tables.geometry import (
    SNAP,
    Rule,
    box_of,
    cell_text,
    center,
    distinct,
    height_of,
    inside,
    merge_rules,
    text_lines,
)
from extractors.tables.grids import without_edges
from extractors.tables.numbers import is_value

#: How far a rule may end from another and still meet it, in points.
REACH = 3.5
#: A rule divides two cells when it covers this share of their common edge.
COVER = 0.6
#: Smaller grids are boxes, larger ones drawings (hatching, graph paper).
MAX_LINES = 400


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of columns and rows and the spans found: (row, col, row_span, col_span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> list[float]:
        """The box around the grid."""
        return [self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]]


def ruled_tables(
    words: Sequence[Word], across: Sequence[Rule], down: Sequence[Rule]
) -> list[ObservedTable]:
    """Tables made of horizontal rules ``across`` and vertical rules ``down``."""
    tables: list[ObservedTable] = []
    size = height_of(words)
    for hs, vs in _stacked(components(merge_rules(across), merge_rules(down)), words, size):
        grid = _grid(hs, vs)
        if grid is None or (len(grid.xs) * len(grid.ys) <= 12 and not _is_framed(grid, hs, vs)):
            continue
        table = _table(grid, [w for w in words if inside(w, grid.box)])
        if table is not None:
            tables.append(table)
    return tables


def components(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if _meet(h, v):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate((*across, *down)):
        groups[root(i)][i >= len(across)].append(rule)
    return [g for g in groups.values() if len(g[0]) >= 2 and g[1] and sum(map(len, g)) < MAX_LINES]


Component = tuple[list[Rule], list[Rule]]


def _stacked(parts: list[Component], words: Sequence[Word], size: float) -> list[Component]:
    """Components with those that a row over all columns keeps apart made one.

    In a table without sides the rules around the name of a group of rows touch no vertical
    ones: what stands above and below it has the same extent and columns at the same places.
    """
    out: list[Component] = []
    for part in sorted(parts, key=lambda p: min(h.at for h in p[0])):
        home = next((o for o in reversed(out) if _goes_on_below(o, part, words, size)), None)
        if home is None:
            out.append((list(part[0]), list(part[1])))
        else:
            home[0].extend(part[0])
            home[1].extend(part[1])
    return out


def _goes_on_below(above: Component, below: Component, words: Sequence[Word], size: float) -> bool:
    (hs, vs), (more_hs, more_vs) = above, below
    bottom, top = max(h.at for h in hs), min(h.at for h in more_hs)
    x0, x1 = min(h.start for h in hs), max(h.stop for h in hs)
    y0, y1 = min(h.start for h in more_hs), max(h.stop for h in more_hs)
    if abs(x0 - y0) > REACH or abs(x1 - y1) > REACH or not 0 < top - bottom < 4 * size:
        return False
    places = [v.at for v in vs]
    same = all(any(abs(v.at - at) <= SNAP for at in places) for v in more_vs)
    between = [w for w in words if inside(w, [x0, bottom, x1, top], 0)]
    named = bool(between) and read_caption(cell_text(between)) is None
    return same and named


def _meet(h: Rule, v: Rule) -> bool:
    return h.start - REACH <= v.at <= h.stop + REACH and v.start - REACH <= h.at <= v.stop + REACH


def _grid(hs: Sequence[Rule], vs: Sequence[Rule]) -> Grid | None:
    """The grid of a component; open sides are closed at the ends of the rules."""
    xs = distinct(v.at for v in vs)
    ys = distinct(h.at for h in hs)
    left, right = min(h.start for h in hs), max(h.stop for h in hs)
    top, bottom = min(v.start for v in vs), max(v.stop for v in vs)
    hs, vs = list(hs), list(vs)
    for edge, first in ((left, True), (right, False)):
        if abs(edge - (xs[0] if first else xs[-1])) > 2 * REACH:
            xs.insert(0 if first else len(xs), edge)
            vs.append(Rule(edge, ys[0], ys[-1]))
    for edge, first in ((top, True), (bottom, False)):
        if abs(edge - (ys[0] if first else ys[-1])) > 2 * REACH:
            ys.insert(0 if first else len(ys), edge)
            hs.append(Rule(edge, xs[0], xs[-1]))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_spans(xs, ys, hs, vs)))


def _is_framed(grid: Grid, hs: Sequence[Rule], vs: Sequence[Rule]) -> bool:
    """Whether rules stand above, below and between: axes of a plot leave sides open."""
    x0, top, x1, bottom = grid.box
    above = _covered(hs, top, x0, x1) and _covered(hs, bottom, x0, x1)
    beside = _covered(vs, x0, top, bottom) and _covered(vs, x1, top, bottom)
    return above and (beside or len(hs) >= 3)


def _spans(
    xs: Sequence[float], ys: Sequence[float], hs: Sequence[Rule], vs: Sequence[Rule]
) -> list[tuple[int, int, int, int]]:
    """Elementary cells joined where no rule divides them, as rectangles."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    divided_right = [
        [_covered(vs, xs[c + 1], ys[r], ys[r + 1]) for c in range(n_cols - 1)]
        for r in range(n_rows)
    ]
    divided_below = [
        [_covered(hs, ys[r + 1], xs[c], xs[c + 1]) for c in range(n_cols)]
        for r in range(n_rows - 1)
    ]
    taken = [[False] * n_cols for _ in range(n_rows)]
    spans: list[tuple[int, int, int, int]] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if taken[r][c]:
                continue
            width = 1
            while (
                c + width < n_cols
                and not divided_right[r][c + width - 1]
                and not taken[r][c + width]
            ):
                width += 1
            height = 1
            while r + height < n_rows and _joins_below(
                divided_right, divided_below, r + height, c, width
            ):
                height += 1
            for y in range(r, r + height):
                for x in range(c, c + width):
                    taken[y][x] = True
            spans.append((r, c, height, width))
    return spans


def _joins_below(
    right: Sequence[Sequence[bool]], below: Sequence[Sequence[bool]], row: int, c: int, width: int
) -> bool:
    """Whether the cells of ``row`` under a span belong to it: no rule above or within."""
    return not any(below[row - 1][c : c + width]) and not any(right[row][c : c + width - 1])


def _covered(rules: Sequence[Rule], at: float, start: float, stop: float) -> bool:
    span = stop - start
    covered = sum(
        max(0.0, min(r.stop, stop) - max(r.start, start)) for r in rules if abs(r.at - at) <= SNAP
    )
    return covered >= COVER * span


# --- from grid to table ---------------------------------------------------------------


def _table(grid: Grid, words: Sequence[Word]) -> ObservedTable | None:
    """The filled table, or None where the grid is no table."""
    if not words:
        return None
    grid = _divide_spans(_without_slivers(grid, words), words)
    grid = _divide_columns(_divide_rows(grid, words), words)
    homes = _homes(grid, words)
    cells = _trim(grid, homes)
    if cells is None:
        return None
    made, n_rows, n_cols = cells
    filled = [c for c in made if c.text]
    if n_rows < 2 or n_cols < 2 or not _is_table(made, filled, n_rows, n_cols):
        return None
    table = ObservedTable(
        cells=tuple(made),
        n_rows=n_rows,
        n_cols=n_cols,
        method="lines",
        bbox=[round(v, 2) for v in grid.box],
        confidence=0.97,
    )
    return without_edges(table)


def _is_table(
    cells: Sequence[ObservedCell], filled: Sequence[ObservedCell], n_rows: int, n_cols: int
) -> bool:
    """Drawings have few words in many cells; frames have many words in few cells.

    Block diagrams and plots leave ragged spans: no column of theirs has a cell in most
    rows, or one of their columns is a single cell over all rows.
    """
    places = n_rows * n_cols
    if len(filled) < 3 or len(filled) < (0.5 if places <= 12 else 0.3) * places:
        return False
    if any(c.row_span == n_rows for c in cells) or not _has_full_lines(filled, n_rows, n_cols):
        return False
    own = {c.col for c in filled if c.col_span == 1}
    if places <= 12 and len(own) < n_cols:
        return False
    longest = max(len(c.text) for c in filled)
    total = sum(len(c.text) for c in filled)
    return not (places <= 6 and longest > 600 and longest > 0.7 * total)


def _has_full_lines(filled: Sequence[ObservedCell], n_rows: int, n_cols: int) -> bool:
    """Whether some column and some row have a cell of their own at most places."""
    in_column = Counter(c.col for c in filled if c.row_span == 1)
    in_row = Counter(c.row for c in filled if c.col_span == 1)
    fullest_column = max(in_column.values(), default=0)
    fullest_row = max(in_row.values(), default=0)
    return fullest_column >= 0.6 * n_rows and fullest_row >= max(2, 0.6 * n_cols)


def _without_slivers(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid without rows and columns too thin for text (gaps between double rules)."""
    least = 0.45 * height_of(words)
    xs, ys = list(grid.xs), list(grid.ys)
    thin_cols = [c for c in range(len(xs) - 1) if xs[c + 1] - xs[c] < least]
    thin_rows = [r for r in range(len(ys) - 1) if ys[r + 1] - ys[r] < least]
    if not thin_cols and not thin_rows:
        return grid
    keep_c = _renumber(len(xs) - 1, thin_cols)
    keep_r = _renumber(len(ys) - 1, thin_rows)
    spans = []
    for r, c, h, w in grid.spans:
        rows = [keep_r[i] for i in range(r, r + h) if i in keep_r]
        cols = [keep_c[i] for i in range(c, c + w) if i in keep_c]
        if rows and cols:
            spans.append((rows[0], cols[0], len(rows), len(cols)))
    new_xs = [xs[0], *(xs[c + 1] for c in range(len(xs) - 1) if c in keep_c)]
    new_ys = [ys[0], *(ys[r + 1] for r in range(len(ys) - 1) if r in keep_r)]
    return Grid(tuple(new_xs), tuple(new_ys), tuple(spans))


def _renumber(n: int, dropped: Sequence[int]) -> dict[int, int]:
    kept = [i for i in range(n) if i not in dropped]
    return {old: new for new, old in enumerate(kept)}


def _homes(grid: Grid, words: Sequence[Word]) -> dict[tuple[int, int, int, int], list[Word]]:
    """The words of each span, by their middles."""
    homes: dict[tuple[int, int, int, int], list[Word]] = {span: [] for span in grid.spans}
    place = {
        (y, x): span
        for span in grid.spans
        for y in range(span[0], span[0] + span[2])
        for x in range(span[1], span[1] + span[3])
    }
    for word in words:
        x, y = center(word)
        c = _index(grid.xs, x)
        r = _index(grid.ys, y)
        homes[place[r, c]].append(word)
    return homes


def _index(places: Sequence[float], at: float) -> int:
    """The interval of ``places`` that holds ``at`` (the nearest one outside)."""
    for i, (a, b) in enumerate(pairwise(places)):
        if a <= at < b:
            return i
    return 0 if at < places[0] else len(places) - 2


def _divide_spans(grid: Grid, words: Sequence[Word]) -> Grid:
    """Cells that span columns cut where their words keep to the columns.

    Rows that are told apart by shading alone have no rules between their cells; a header
    that really spans columns runs across their boundaries or stands alone.
    """
    homes = _homes(grid, words)
    size = height_of(words)
    spans: list[tuple[int, int, int, int]] = []
    for span in grid.spans:
        row, col, height, width = span
        cuts = _span_cuts(grid, span, homes[span], size) if width > 1 and homes[span] else []
        edges = [col, *cuts, col + width]
        spans += [(row, a, height, b - a) for a, b in pairwise(edges)]
    return Grid(grid.xs, grid.ys, tuple(sorted(spans)))


def _span_cuts(
    grid: Grid, span: tuple[int, int, int, int], words: Sequence[Word], size: float
) -> list[int]:
    """Column boundaries inside a span with words on both sides and a wide gap over them."""
    _, col, _, width = span
    cuts: list[int] = []
    lines = text_lines(words)
    for c in range(col + 1, col + width):
        x = grid.xs[c]
        gaps = [_gap_at(line, x) for line in lines]
        if any(g is not None for g in gaps) and all(g is None or g > 0.8 * size for g in gaps):
            cuts.append(c)
    return cuts


def _gap_at(line: Sequence[Word], x: float) -> float | None:
    """The gap between the words of a line left and right of ``x`` (None: only on one side)."""
    left = [w.bbox[2] for w in line if (w.bbox[0] + w.bbox[2]) / 2 < x]
    right = [w.bbox[0] for w in line if (w.bbox[0] + w.bbox[2]) / 2 >= x]
    return min(right) - max(left) if left and right else None


def _divide_rows(grid: Grid, words: Sequence[Word]) -> Grid:
    """Undivided bands cut into the rows that their lines of text make.

    A band is several rows where two of its columns at least have lines at the same
    heights and one of these columns holds a value in every line.
    """
    for r in range(len(grid.ys) - 2, -1, -1):
        cuts = _row_cuts(grid, r, words)
        if cuts:
            grid = _cut_row(grid, r, cuts)
    return grid


def _row_cuts(grid: Grid, r: int, words: Sequence[Word]) -> list[float]:
    spans = [s for s in grid.spans if s[0] == r and s[2] == 1]
    if len(spans) < 2:
        return []
    homes = _homes(grid, words)
    columns = [text_lines(homes[s]) for s in spans]
    return _value_cuts([c for c in columns if c]) or _blank_cuts(columns)


def _blank_cuts(columns: Sequence[list[list[Word]]]) -> list[float]:
    """Cuts in the blank strips that run through all columns of a band, a line high or more.

    Every row so made must have a label in the first column, most of them text in another.
    """
    lines = [(box_of(ln), i) for i, column in enumerate(columns) for ln in column]
    if len(lines) < 6:
        return []
    lines.sort(key=lambda item: item[0][1])
    size = fmean(box[3] - box[1] for box, _ in lines)
    cuts: list[float] = []
    parts: list[set[int]] = [{lines[0][1]}]
    reach = lines[0][0][3]
    for box, column in lines[1:]:
        if box[1] - reach > 0.9 * size:
            cuts.append((reach + box[1]) / 2)
            parts.append(set())
        parts[-1].add(column)
        reach = max(reach, box[3])
    labelled = all(0 in p for p in parts)
    return cuts if labelled and sum(len(p) >= 2 for p in parts) >= 0.6 * len(parts) else []


def _value_cuts(columns: Sequence[list[list[Word]]]) -> list[float]:
    """Cuts between lines that stand at the same heights in columns of values."""
    counts = Counter(
        len(lines) for lines in columns if len(lines) > 1 and all(_one_value(ln) for ln in lines)
    )
    if not counts:
        return []
    n, votes = counts.most_common(1)[0]
    matching = [c for c in columns if len(c) == n and _evenly(c, columns)]
    if len(matching) < 2 or votes < 0.4 * len(columns) or any(len(c) > 2 * n for c in columns):
        return []
    key = next(c for c in columns if len(c) == n and all(_one_value(ln) for ln in c))
    boxes = [box_of(line) for line in key]
    if any(len(c) > n for c in columns):
        longest = max(columns, key=len)
        named = _group_lines(boxes, longest)
        boxes = sorted([*boxes, *named], key=lambda b: b[1])
        return _cuts_with_wraps(boxes, longest)
    return [(a[3] + b[1]) / 2 for a, b in pairwise(boxes)]


def _group_lines(
    values: Sequence[Sequence[float]], labels: Sequence[Sequence[Word]]
) -> list[list[float]]:
    """Label lines without a value beside them that are rows: names of groups.

    They begin with a capital and stand as far from the lines around them as rows do; the
    second line of a wrapped label stands nearer.
    """
    boxes = [box_of(line) for line in labels]
    pitch = min((b[3] - a[3] for a, b in pairwise(values)), default=0.0)
    out: list[list[float]] = []
    for i, (box, line) in enumerate(zip(boxes, labels, strict=True)):
        if any(abs(box[3] - v[3]) < 3 for v in values) or not line[0].text[:1].isupper():
            continue
        near = [abs(box[3] - boxes[j][3]) for j in (i - 1, i + 1) if 0 <= j < len(boxes)]
        if all(d >= 0.93 * pitch for d in near):
            out.append(box)
    return out


def _cuts_with_wraps(
    boxes: Sequence[Sequence[float]], labels: Sequence[Sequence[Word]]
) -> list[float]:
    """Cuts between value lines where labels wrap: in the widest gap of the longest column."""
    longest = [box_of(line) for line in labels]
    cuts: list[float] = []
    for a, b in pairwise(boxes):
        gaps = [
            (q[1] - p[3], (p[3] + q[1]) / 2)
            for p, q in pairwise(longest)
            if q[1] + 2 >= a[1] and p[3] - 2 <= b[3] and p[1] < b[1] and q[3] > a[3]
        ]
        cuts.append(max(gaps)[1] if gaps else (a[3] + b[1]) / 2)
    return cuts


def _one_value(line: Sequence[Word]) -> bool:
    """Whether a line is one value or one sign ("+", "✓")."""
    text = " ".join(w.text for w in line)
    return is_value(text) or (len(text) == 1 and not text.isalpha())


def _evenly(lines: Sequence[Sequence[Word]], columns: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether lines stand at the heights of another column's lines."""
    mine = [box_of(ln)[3] for ln in lines]
    for other in columns:
        if other is lines or len(other) != len(lines):
            continue
        if all(abs(a - box_of(b)[3]) < 3 for a, b in zip(mine, other, strict=True)):
            return True
    return False


def _cut_row(grid: Grid, r: int, cuts: Sequence[float]) -> Grid:
    ys = [*grid.ys[: r + 1], *cuts, *grid.ys[r + 1 :]]
    more = len(cuts)
    spans: list[tuple[int, int, int, int]] = []
    for row, col, h, w in grid.spans:
        if row == r and h == 1:
            spans += [(r + i, col, 1, w) for i in range(more + 1)]
        elif row <= r < row + h:
            spans.append((row, col, h + more, w))
        else:
            spans.append((row + (more if row > r else 0), col, h, w))
    return Grid(grid.xs, tuple(ys), tuple(spans))


def _divide_columns(grid: Grid, words: Sequence[Word]) -> Grid:
    """Columns cut where nearly all of their rows leave the same wide gap."""
    for c in range(len(grid.xs) - 2, -1, -1):
        cuts = _column_cuts(grid, c, words)
        if cuts:
            grid = _cut_column(grid, c, cuts)
    return grid


def _column_cuts(grid: Grid, c: int, words: Sequence[Word]) -> list[float]:
    spans = [s for s in grid.spans if s[1] == c and s[3] == 1]
    homes = _homes(grid, words)
    filled = [homes[s] for s in spans if homes[s]]
    if len(filled) < 4:
        return []
    gap = 1.6 * height_of([w for ws in filled for w in ws])
    lines = [line for ws in filled for line in text_lines(ws)]
    free = _free_gaps(lines, grid.xs[c], grid.xs[c + 1], gap)
    return [m for a, b in free if _both_sides(filled, m := (a + b) / 2)]


def _free_gaps(
    lines: Sequence[Sequence[Word]], left: float, right: float, least: float
) -> list[tuple[float, float]]:
    """Stretches of x that no word enters, inside the column."""
    taken = sorted((w.bbox[0], w.bbox[2]) for line in lines for w in line)
    out: list[tuple[float, float]] = []
    reach = taken[0][1]
    for a, b in taken[1:]:
        if a - reach >= least and left < reach and a < right:
            out.append((reach, a))
        reach = max(reach, b)
    return out


def _both_sides(filled: Sequence[Sequence[Word]], cut: float) -> bool:
    """Whether most cells have words on both sides of the cut, mostly values on one."""
    both = [ws for ws in filled if min(w.bbox[0] for w in ws) < cut < max(w.bbox[2] for w in ws)]
    if len(both) < 0.7 * len(filled):
        return False
    right = [" ".join(w.text for w in ws if w.bbox[0] > cut) for ws in both]
    return sum(map(is_value, right)) >= 0.6 * len(right)


def _cut_column(grid: Grid, c: int, cuts: Sequence[float]) -> Grid:
    xs = [*grid.xs[: c + 1], *cuts, *grid.xs[c + 1 :]]
    more = len(cuts)
    spans: list[tuple[int, int, int, int]] = []
    for row, col, h, w in grid.spans:
        if col == c and w == 1:
            spans += [(row, c + i, h, 1) for i in range(more + 1)]
        elif col <= c < col + w:
            spans.append((row, col, h, w + more))
        else:
            spans.append((row, col + (more if col > c else 0), h, w))
    return Grid(tuple(xs), grid.ys, tuple(spans))


def _needed(extents: set[tuple[int, int]], n: int) -> list[int]:
    """The rows (or columns) that tell filled cells apart; of equal neighbours the first."""
    kept: list[int] = []
    before: frozenset[tuple[int, int]] = frozenset()
    for i in range(n):
        here = frozenset(e for e in extents if e[0] <= i < e[1])
        if here and here != before:
            kept.append(i)
        before = here or before
    return kept


def _trim(
    grid: Grid, homes: dict[tuple[int, int, int, int], list[Word]]
) -> tuple[list[ObservedCell], int, int] | None:
    """Cells without rows and columns that hold no words at all."""
    filled = [s for s, ws in homes.items() if ws]
    # A row in which no filled cell begins or ends adds nothing: rules drawn twice, empty rows.
    rows = _needed({(s[0], s[0] + s[2]) for s in filled}, len(grid.ys) - 1)
    wide = 1.5 * height_of([w for ws in homes.values() for w in ws])
    empty = {
        (s[1], s[1] + 1) for s in homes if s[3] == 1 and grid.xs[s[1] + 1] - grid.xs[s[1]] > wide
    }  # a drawn column is one, filled or not
    cols = _needed({(s[1], s[1] + s[3]) for s in filled} | empty, len(grid.xs) - 1)
    if not rows or not cols:
        return None
    row_at = {r: i for i, r in enumerate(rows)}
    col_at = {c: i for i, c in enumerate(cols)}
    cells: list[ObservedCell] = []
    for (r, c, h, w), inside_words in sorted(homes.items()):
        at_rows = [row_at[y] for y in range(r, r + h) if y in row_at]
        at_cols = [col_at[x] for x in range(c, c + w) if x in col_at]
        if not at_rows or not at_cols:
            continue
        box = [grid.xs[c], grid.ys[r], grid.xs[c + w], grid.ys[r + h]]
        cells.append(
            ObservedCell(
                row=at_rows[0],
                col=at_cols[0],
                text=cell_text(inside_words) if inside_words else "",
                row_span=len(at_rows),
                col_span=len(at_cols),
                bbox=[round(v, 2) for v in box],
                confidence=round(fmean(w.confidence for w in inside_words), 3)
                if inside_words
                else 1.0,
            )
        )
    return cells, len(rows), len(cols)
