"""Headers of several levels where no vertical rules say what a cell spans.

A header over several columns stands in their middle (or at one of their ends), or a short rule
under it tells how far it reaches. A header beside several levels belongs to all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from extractors.observed import ObservedCell
from extractors.tables.geometry import Rule, box_of, height_of
from extractors.tables.pieces import Column, Piece

#: What it costs to leave a column without a header above, in points of misplacement.
BARE_COLUMN = 3.0


def levels(lines: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Header lines with those put together that are lines of the same cells.

    A line goes on the cells above it where each of its pieces stands under one of theirs;
    lines that overlap belong to cells of different heights beside each other.
    """
    out: list[list[Piece]] = []
    for line in lines:
        if _heads_labels(line, lines):
            stub = replace(line[0], col=0, span=1)
            out[-1 if out else 0 :] = [[stub, *(out[-1] if out else [])]]
        elif out and _same_level(out[-1], line):
            out[-1] = _with_line(out[-1], line)
        else:
            out.append(list(line))
    return out


def _heads_labels(line: Sequence[Piece], lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether a line is the header of the labels alone, between two levels of the others."""
    if len(line) != 1 or len(lines) < 2:
        return False
    others = [p for ln in lines if ln is not line for p in ln]
    right = box_of(line[0].words)[2]
    return all(p.col > 0 and box_of(p.words)[0] > right for p in others)


def _same_level(level: Sequence[Piece], line: Sequence[Piece]) -> bool:
    bottom = max(box_of(p.words)[3] for p in level)
    if min(box_of(p.words)[1] for p in line) < bottom - 1:
        return True
    homes = [_above(piece, level) for piece in line]
    under = [h[0] for h in homes if len(h) == 1]
    beside = [p for p, h in zip(line, homes, strict=True) if not h and p.col > 0]
    one_each = len(set(under)) == len(under) and all(len(h) < 2 for h in homes)
    if not one_each or not under:
        return False
    return len(beside) < len(under) or _wraps_into(level, line)


def _wraps_into(level: Sequence[Piece], line: Sequence[Piece]) -> bool:
    """Whether the next line of taller cells follows: set as tight as the lines of a cell, and
    flush right under each piece above (what spans columns stands in their middle or at the
    left)."""
    pairs = [(p, line[i]) for i in range(len(line)) for p in level if _above(line[i], [p])]
    size = height_of([w for p in line for w in p.words])
    gap = min(box_of(p.words)[1] for p in line) - max(box_of(p.words)[3] for p in level)
    flush = all(abs(box_of(a.words)[2] - box_of(b.words)[2]) < 1.5 for a, b in pairs)
    return len(pairs) == len(level) and flush and gap < 0.3 * size


def _above(piece: Piece, level: Sequence[Piece]) -> list[int]:
    """The pieces of a level that a piece stands under."""
    x0, _, x1, _ = box_of(piece.words)
    boxes = [box_of(p.words) for p in level]
    return [i for i, b in enumerate(boxes) if min(x1, b[2]) - max(x0, b[0]) > 1.0]


def _with_line(level: list[Piece], line: Sequence[Piece]) -> list[Piece]:
    for piece in line:
        homes = _above(piece, level)
        if len(homes) == 1:
            home = level[homes[0]]
            first = min(home.col, piece.col)
            last = max(home.col + home.span, piece.col + piece.span)
            level[homes[0]] = replace(
                home, col=first, span=last - first, words=(*home.words, *piece.words)
            )
        else:
            level.append(piece)
    return sorted(level, key=lambda p: p.col)


def spread(
    lines: Sequence[Sequence[Piece]], columns: Sequence[Column], rules: Sequence[Rule]
) -> list[list[Piece]]:
    """Header lines with each piece over the columns that it names."""
    out: list[list[Piece]] = []
    for i, line in enumerate(lines):
        below = next((ln for ln in lines[i + 1 :] if len(ln) > len(line)), None)
        ruled = _by_rules(line, lines[i + 1 : i + 2], columns, rules)
        if ruled != list(line) or below is None:
            out.append(ruled)
        else:
            out.append(_by_place(line, below, columns))
    return out


def _by_rules(
    line: Sequence[Piece],
    after: Sequence[Sequence[Piece]],
    columns: Sequence[Column],
    rules: Sequence[Rule],
) -> list[Piece]:
    """Pieces with a rule of their own beneath them: over the columns above which it runs."""
    bottom = max(box_of(p.words)[3] for p in line)
    lowest = min((box_of(p.words)[1] for ln in after for p in ln), default=bottom + 12)
    whole = columns[-1][1] - columns[0][0]
    short = [
        r
        for r in rules
        if bottom - 3 <= r.at <= max(lowest, bottom) + 3 and r.length < 0.85 * whole
    ]
    out: list[Piece] = []
    for piece in line:
        box = box_of(piece.words)
        middle = (box[0] + box[2]) / 2
        rule = next((r for r in short if r.start - 2 <= middle <= r.stop + 2), None)
        under = [
            c for c, (a, b) in enumerate(columns)
            if rule and rule.start - 4 <= (a + b) / 2 <= rule.stop + 4
        ]  # fmt: skip
        first, last = piece.col, piece.col + piece.span - 1
        if under and under[0] <= last and under[-1] >= first:
            first, last = min(under[0], first), max(under[-1], last)
        out.append(replace(piece, col=first, span=last - first + 1))
    overlap = any(a.col + a.span > b.col for a, b in pairwise(out))
    return list(line) if overlap else out


def _by_place(
    line: Sequence[Piece], below: Sequence[Piece], columns: Sequence[Column]
) -> list[Piece]:
    """Pieces spread over the columns beside them that have a header on the line below only,
    where they then stand in the middle (or at one end) of what they span."""
    own = {c for p in line for c in range(p.col, p.col + p.span)}
    bare = {p.col for p in below if p.span == 1 and p.col not in own and p.col > 0}
    if not bare:
        return list(line)
    reaches = [_reaches(line, i, bare) for i in range(len(line))]
    choices = 1
    for options in reaches:
        choices *= len(options)
    if choices > 5000:
        return list(line)
    best: tuple[float, tuple[tuple[int, int], ...]] | None = None
    for chosen in product(*reaches):
        if any(a[1] >= b[0] for a, b in pairwise(chosen)):
            continue
        covered = {c for first, last in chosen for c in range(first, last + 1)}
        cost = _misplaced(line, chosen, columns) + BARE_COLUMN * len(bare - covered)
        if best is None or cost < best[0]:
            best = (cost, chosen)
    if best is None:
        return list(line)
    return [
        replace(p, col=first, span=last - first + 1)
        for p, (first, last) in zip(line, best[1], strict=True)
    ]


def _reaches(line: Sequence[Piece], i: int, bare: set[int]) -> list[tuple[int, int]]:
    """The first and last columns that a piece may span."""
    first, last = line[i].col, line[i].col + line[i].span - 1
    lefts, rights = [first], [last]
    while lefts[-1] - 1 in bare:
        lefts.append(lefts[-1] - 1)
    while rights[-1] + 1 in bare:
        rights.append(rights[-1] + 1)
    return [(a, b) for a in lefts for b in rights]


def _misplaced(
    line: Sequence[Piece], chosen: Sequence[tuple[int, int]], columns: Sequence[Column]
) -> float:
    """How far the pieces stand from the middles (or ends) of what they would span, in points,
    by the one alignment that fits best."""
    ways = [0.0, 0.0, 0.0]
    for piece, (first, last) in zip(line, chosen, strict=True):
        if piece.col == 0 and first == last == 0:
            continue
        x0, _, x1, _ = box_of(piece.words)
        a, b = columns[first][0], columns[last][1]
        ways[0] += abs((x0 + x1) - (a + b)) / 2
        ways[1] += abs(x1 - b)
        ways[2] += abs(x0 - a)
    return min(ways)


def joined_levels(cells: Sequence[ObservedCell], depth: int) -> list[ObservedCell]:
    """Header cells with those joined that stand alone beside several levels.

    Over or under a header with nothing else in its column the other levels belong to it.
    """
    if depth < 2:
        return list(cells)
    head = {(c.row, c.col): c for c in cells if c.row < depth}
    taken = {
        (c.row, x)
        for c in head.values() if c.col_span > 1 for x in range(c.col, c.col + c.col_span)
    }  # fmt: skip
    dropped: set[tuple[int, int]] = set()
    tall: dict[tuple[int, int], ObservedCell] = {}
    for col in {c.col for c in head.values()}:
        column = [head.get((r, col)) for r in range(depth)]
        filled = [c for c in column if c is not None and c.text]
        single = all(c is not None and c.col_span == 1 and c.row_span == 1 for c in column)
        if len(filled) == 1 and single and not any((r, col) in taken for r in range(depth)):
            dropped |= {(r, col) for r in range(depth)}
            tall[0, col] = replace(filled[0], row=0, row_span=depth)
    kept = [c for c in cells if (c.row, c.col) not in dropped or c.row >= depth]
    return sorted([*kept, *tall.values()], key=lambda c: (c.row, c.col))
