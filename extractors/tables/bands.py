"""Cells that rules leave undivided, cut where the text in them keeps to rows and columns.

Many tables are ruled around the header and the columns only, others are told apart by shading:
the lines of text and the gaps between them say where the rest of the rules would stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from extractors.observed import Word
from extractors.tables.geometry import box_of, height_of, text_lines
from extractors.tables.numbers import is_value
from extractors.tables.rulings import Grid, homes_of


def divide_spans(grid: Grid, words: Sequence[Word]) -> Grid:
    """Cells that span columns cut where their words keep to the columns.

    Rows that are told apart by shading alone have no rules between their cells; a header
    that really spans columns runs across their boundaries or stands alone.
    """
    homes = homes_of(grid, words)
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


def divide_rows(grid: Grid, words: Sequence[Word]) -> Grid:
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
    homes = homes_of(grid, words)
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

    They begin with a capital (or a figure, where they are set otherwise than the line below)
    and stand as far from the lines around them as rows do; the second line of a wrapped label
    stands nearer.
    """
    boxes = [box_of(line) for line in labels]
    pitch = min((b[3] - a[3] for a, b in pairwise(values)), default=0.0)
    out: list[list[float]] = []
    for i, (box, line) in enumerate(zip(boxes, labels, strict=True)):
        if any(abs(box[3] - v[3]) < 3 for v in values) or not _begins_row(line, boxes[i:]):
            continue
        near = [abs(box[3] - boxes[j][3]) for j in (i - 1, i + 1) if 0 <= j < len(boxes)]
        if all(d >= 0.93 * pitch for d in near):
            out.append(box)
    return out


def _begins_row(line: Sequence[Word], boxes: Sequence[Sequence[float]]) -> bool:
    """Whether a label line may be a row: by its first letter, or by a figure and by standing
    neither flush nor centred with the line below it (``boxes``: of this line and those below)."""
    first = line[0].text[:1]
    if not first.isdigit() or len(boxes) < 2:
        return first.isupper()
    (a, _, b, _), (c, _, d, _) = boxes[0], boxes[1]
    return min(abs(a - c), abs(b - d), abs(a + b - c - d) / 2) > 3


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


def divide_columns(grid: Grid, words: Sequence[Word]) -> Grid:
    """Columns cut where nearly all of their rows leave the same wide gap."""
    for c in range(len(grid.xs) - 2, -1, -1):
        cuts = _column_cuts(grid, c, words)
        if cuts:
            grid = _cut_column(grid, c, cuts)
    return grid


def _column_cuts(grid: Grid, c: int, words: Sequence[Word]) -> list[float]:
    spans = [s for s in grid.spans if s[1] == c and s[3] == 1]
    homes = homes_of(grid, words)
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
