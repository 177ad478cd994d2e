"""Reading order: which pieces of lines form columns, and which stand across them.

A gutter is a vertical strip that few pieces cross and that has enough of them side by side
on both sides. Pieces across the gutter cut the page into bands; a band with two real
columns is read column by column, everything else line by line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median

from extractors.lines import Piece, hull

#: A column has at least this many lines.
_MIN_LINES = 3
#: Lines of running text fill at least this share of their column in the middle.
_MIN_FILL = 0.55
#: … and hold at least this many characters.
_MIN_CHARS = 12
#: The narrowest gutter, in ems of the page's usual size.
_MIN_GUTTER = 0.6


def in_reading_order(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups of pieces (columns and parts across columns) in the order of reading."""
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return [list(pieces)]
    pieces = _cut_across(pieces, gutter)
    groups: list[list[Piece]] = []
    for across, band in _bands(pieces, gutter):
        if across:
            groups += in_reading_order(band) if len(band) < len(pieces) else [band]
        else:
            groups += _columns(band, gutter)
    return _merge_lines(groups)


#: A line belongs to the text below it when what stands above is this many times as far.
_NEARER = 1.5
#: Left edges of one column differ by less (ems).
_SAME_EDGE = 0.3


def _cut_across(pieces: Sequence[Piece], gutter: float) -> list[Piece]:
    """Pieces over a narrow gutter cut in two: the cells of a table without lines may stand no
    further apart than two words of a justified line. Several lines must begin at one edge."""
    cuts = [_word_behind(p, gutter) for p in pieces]
    edges = [_edge(p, n) for p, n in zip(pieces, cuts, strict=True) if n]
    edges += [_edge(p, 0) for p in pieces if p.bbox[0] >= gutter]
    out: list[Piece] = []
    for piece, at in zip(pieces, cuts, strict=True):
        near = _SAME_EDGE * piece.size
        if at and sum(abs(e - _edge(piece, at)) < near for e in edges) >= _MIN_LINES:
            halves = (piece.words[:at], piece.words[at:])
            out += [replace(piece, words=w, bbox=hull([x.bbox for x in w])) for w in halves]
        else:
            out.append(piece)
    return out


def _edge(piece: Piece, at: int) -> float:
    """Where the words from number ``at`` begin; a lone sign (dirt in the gutter) is none."""
    telling = (w for w in piece.words[at:] if any(map(str.isalnum, w.text)))
    first = next(telling, piece.words[at] if piece.words else None)
    return first.bbox[0] if first else piece.bbox[0]


def _word_behind(piece: Piece, gutter: float) -> int:
    """The number of the word that a gap as wide as a gutter parts from those before it, where
    ``gutter`` runs through the gap; 0 for none."""
    if not piece.bbox[0] < gutter < piece.bbox[2] or piece.angle or piece.table is not None:
        return 0
    for n, (one, two) in enumerate(pairwise(piece.words), 1):
        if one.bbox[2] <= gutter <= two.bbox[0]:
            return n if two.bbox[0] - one.bbox[2] >= _MIN_GUTTER * piece.size else 0
    return 0


def _columns(band: list[Piece], gutter: float) -> list[list[Piece]]:
    left = [p for p in band if p.bbox[2] <= gutter]
    right = [p for p in band if p.bbox[0] >= gutter]
    return [g for side in (left, right) for g in in_reading_order(side)]


def _merge_lines(groups: list[list[Piece]]) -> list[list[Piece]]:
    return [group for group in groups if group]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the best gutter, or ``None`` for text in one column.

    Centred and indented lines make a strip look wider than it is: of the strips that overlap
    with the best one, that with most lines side by side tells where the gutter runs.
    """
    strips = _candidates(pieces)
    best = _best_strip(pieces, strips)
    if best is None:
        return None
    near = [s for s in strips if s[0] < best[1] and best[0] < s[1]]
    middles = [sum(s) / 2 for s in [best, *near]]
    exact = [_worth(_cut_across(pieces, m), m) for m in middles]
    return middles[exact.index(max(exact))]


def _best_strip(
    pieces: Sequence[Piece], strips: Sequence[tuple[float, float]]
) -> tuple[float, float] | None:
    """The strip with the most lines side by side, wider ones before narrow ones; ``None`` where
    no strip parts two columns of running text. What a strip can be worth at most is asked first:
    to judge bands costs forty times as much."""
    ordered = sorted(pieces, key=lambda p: (p.base, p.bbox[0]))
    spans = [(p.bbox[0], p.bbox[2]) for p in ordered]
    best, most = None, 0.0
    for strip in strips:
        wide, middle = min(strip[1] - strip[0], 40.0) ** 0.5, sum(strip) / 2
        if wide * _worth_at_most(spans, middle) > most:
            worth = wide * _worth(pieces, middle)
            best, most = (strip, worth) if worth > most else (best, most)
    return best


def _worth_at_most(spans: Sequence[tuple[float, float]], gutter: float) -> int:
    """What :func:`_worth` cannot exceed: in each stretch of pieces from top to bottom that leave
    the gutter free, those on the side that holds fewer, where both hold enough lines."""
    total = left = right = 0
    for x0, x1 in (*spans, (-math.inf, math.inf)):
        if x0 < gutter < x1:
            total += min(left, right) if min(left, right) >= _MIN_LINES else 0
            left = right = 0
        else:
            left += x1 <= gutter
            right += x0 >= gutter
    return total


#: A piece wider than this share of the text stands across any columns there are.
_WIDE = 0.6


def _candidates(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Vertical strips between left edges and right edges that few pieces cross, or few of
    the narrow pieces: two columns may fill only the upper part of a page."""
    em = median(p.size for p in pieces)
    left, right = min(p.bbox[0] for p in pieces), max(p.bbox[2] for p in pieces)
    if right - left < 12 * em:
        return []
    narrow = [p for p in pieces if p.bbox[2] - p.bbox[0] < _WIDE * (right - left)]
    found = _strips(pieces, left, right, em)
    if 2 * _MIN_LINES <= len(narrow) < len(pieces):
        found = sorted({*found, *_strips(narrow, left, right, em)})
    return found


def _strips(
    pieces: Sequence[Piece], left: float, right: float, em: float
) -> list[tuple[float, float]]:
    step = max(em / 4, 1.0)
    count = int((right - left) / step) + 1
    changes = [0] * (count + 2)
    for piece in pieces:
        start = int((piece.bbox[0] - left) / step)
        stop = min(int((piece.bbox[2] - left) / step), count) + 1
        if start < stop:
            changes[start] += 1
            changes[stop] -= 1
    return _valleys(list(accumulate(changes[:-1])), left, step, _MIN_GUTTER * em)


def _valleys(
    cover: list[int], left: float, step: float, narrowest: float
) -> list[tuple[float, float]]:
    """Runs of the lowest coverage between two higher ones, at several levels."""
    top = max(cover)
    found: set[tuple[float, float]] = set()
    for level in sorted({c for c in cover if c <= top * 0.45}):
        start = None
        for i, c in enumerate([*cover, top + 1]):
            if c <= level:
                start = i if start is None else start
            elif start is not None:
                low, high = left + start * step, left + i * step
                if high - low >= narrowest and start > 0:
                    found.add((low, high))
                start = None
    return sorted(found)


def _worth(pieces: Sequence[Piece], gutter: float) -> float:
    """How many lines stand side by side in bands that are two columns of running text."""
    return sum(_paired(band, gutter) for across, band in _bands(pieces, gutter) if not across)


def _paired(band: Sequence[Piece], gutter: float) -> float:
    left = [p for p in band if p.bbox[2] <= gutter]
    right = [p for p in band if p.bbox[0] >= gutter]
    return float(min(len(left), len(right)))


def _bands(pieces: Sequence[Piece], gutter: float) -> list[tuple[bool, list[Piece]]]:
    """``(stands across?, pieces)`` from top to bottom; a band that does not hold two columns
    of running text counts as standing across."""
    runs: list[tuple[bool, list[Piece]]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.bbox[0])):
        across = piece.bbox[0] < gutter < piece.bbox[2]
        if runs and runs[-1][0] == across:
            runs[-1][1].append(piece)
        else:
            runs.append((across, [piece]))
    judged = [(across or not _is_columns(run, gutter), run) for across, run in runs]
    _hand_down(judged)
    _hand_up(judged)
    merged: list[tuple[bool, list[Piece]]] = []
    for across, run in judged:
        if merged and across and merged[-1][0]:
            merged[-1][1].extend(run)
        else:
            merged.append((across, list(run)))
    return merged


def _hand_down(bands: list[tuple[bool, list[Piece]]]) -> None:
    """The last line over columns goes to the text across that it stands close above: a short
    heading after an abstract in two columns is no line of the left one."""
    for (across, band), (below, text) in pairwise(bands):
        if across or not below or len(band) < 2:
            continue
        above = band[-1].base - band[-2].base
        if above > _NEARER * (text[0].base - band[-1].base) > 0:
            text.insert(0, band.pop())


def _hand_up(bands: list[tuple[bool, list[Piece]]]) -> None:
    """The first line over columns goes to the text across that it stands close below: the short
    last line of a paragraph over two columns is no line of the left one."""
    for (above, text), (across, band) in pairwise(bands):
        if across or not above or len(band) < 2:
            continue
        below = min(p.base for p in band[1:]) - band[0].base
        if below > _NEARER * (band[0].base - text[-1].base) > 0:
            text.append(band.pop(0))


def _is_columns(band: Sequence[Piece], gutter: float) -> bool:
    left = [p for p in band if p.bbox[2] <= gutter]
    right = [p for p in band if p.bbox[0] >= gutter]
    return _is_text(left) and _is_text(right) and _overlap(left, right) > 0.0


def _is_text(pieces: Sequence[Piece]) -> bool:
    """At least three lines, most of them filling the column; justified lines may stand in
    pieces, but then their gaps do not stand under each other as those of a table do."""
    if len(pieces) < _MIN_LINES:
        return False
    left, right = min(p.bbox[0] for p in pieces), max(p.bbox[2] for p in pieces)
    rows = _rows(pieces)
    if _holds_prose(rows, right - left):
        return True
    if len(rows) < len(pieces) and _has_inner_strip(rows, left, right):
        return False
    fill = median(
        (max(p.bbox[2] for p in row) - row[0].bbox[0]) / max(right - left, 1.0) for row in rows
    )
    chars = median(sum(len(p.text) for p in row) for row in rows)
    return len(rows) >= _MIN_LINES and fill >= _MIN_FILL and chars >= _MIN_CHARS


#: Lines of prose among formulas or short items: printed over this share of the column, with so
#: many characters; this many of them, with this share of all characters, make a column of text.
_PROSE_FILL, _PROSE_CHARS = 0.75, 25
_PROSE_LINES, _PROSE_SHARE = 5, 0.5


def _holds_prose(rows: Sequence[Sequence[Piece]], width: float) -> bool:
    """Whether full lines hold most of the characters, however many short rows (formulas, items
    of a list) stand between them."""
    total = prose = lines = 0
    for row in rows:
        chars = sum(len(p.text) for p in row)
        printed = sum(p.bbox[2] - p.bbox[0] for p in row)
        total += chars
        if chars >= _PROSE_CHARS and printed >= _PROSE_FILL * width:
            prose += chars
            lines += 1
    return lines >= _PROSE_LINES and prose >= _PROSE_SHARE * total


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one baseline, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.base):
        if rows and piece.base - rows[-1][-1].base < 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.bbox[0]) for row in rows]


#: A strip counts as free when at most this share of the lines reaches into it.
_STRAY = 0.15


def _has_inner_strip(rows: Sequence[Sequence[Piece]], left: float, right: float) -> bool:
    """Whether hardly a line stands in some vertical strip inside: the gap between cells."""
    em = median(p.size for row in rows for p in row)
    step = max(em / 4, 1.0)
    changes = [0] * (int((right - left) / step) + 2)
    for box in (p.bbox for row in rows for p in row):
        start, stop = int((box[0] - left) / step), int((box[2] - left) / step) + 1
        if start < stop:
            changes[start] += 1
            changes[stop] -= 1
    cover = list(accumulate(changes[:-1]))
    inner = cover[int(2 * em / step) : len(cover) - int(2 * em / step)]
    run = widest = 0
    for count in inner:
        run = run + 1 if count <= _STRAY * len(rows) else 0
        widest = max(widest, run)
    return widest * step >= _MIN_GUTTER * em


def _overlap(left: Sequence[Piece], right: Sequence[Piece]) -> float:
    """The height that both sides share, points."""
    top = max(min(p.bbox[1] for p in side) for side in (left, right))
    bottom = min(max(p.bbox[3] for p in side) for side in (left, right))
    return bottom - top
