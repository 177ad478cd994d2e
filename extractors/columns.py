"""Reading order: which pieces of lines form columns, and which stand across them.

A gutter is a vertical strip that few pieces cross and that has enough of them side by side
on both sides. Pieces across the gutter cut the page into bands; a band with two real
columns is read column by column, everything else line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractors.lines import Piece

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
    groups: list[list[Piece]] = []
    for across, band in _bands(pieces, gutter):
        if across:
            groups += in_reading_order(band) if len(band) < len(pieces) else [band]
        else:
            groups += _columns(band, gutter)
    return _merge_lines(groups)


def _columns(band: list[Piece], gutter: float) -> list[list[Piece]]:
    left = [p for p in band if p.bbox[2] <= gutter]
    right = [p for p in band if p.bbox[0] >= gutter]
    return [g for side in (left, right) for g in in_reading_order(side)]


def _merge_lines(groups: list[list[Piece]]) -> list[list[Piece]]:
    return [group for group in groups if group]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the best gutter, or ``None`` for text in one column."""
    best, most = None, 0.0
    for low, high in _candidates(pieces):
        middle = (low + high) / 2
        worth = _worth(pieces, middle) * min(high - low, 40.0) ** 0.5
        if worth > most:
            best, most = middle, worth
    return best


def _candidates(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Vertical strips between left edges and right edges that few pieces cross."""
    em = median(p.size for p in pieces)
    left, right = min(p.bbox[0] for p in pieces), max(p.bbox[2] for p in pieces)
    if right - left < 12 * em:
        return []
    step = max(em / 4, 1.0)
    count = int((right - left) / step) + 1
    cover = [0] * (count + 1)
    for piece in pieces:
        a = int((piece.bbox[0] - left) / step)
        b = int((piece.bbox[2] - left) / step)
        for i in range(a, min(b, count) + 1):
            cover[i] += 1
    return _valleys(cover, left, step, _MIN_GUTTER * em)


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
    merged: list[tuple[bool, list[Piece]]] = []
    for across, run in judged:
        if merged and across and merged[-1][0]:
            merged[-1][1].extend(run)
        else:
            merged.append((across, list(run)))
    return merged


def _is_columns(band: Sequence[Piece], gutter: float) -> bool:
    left = [p for p in band if p.bbox[2] <= gutter]
    right = [p for p in band if p.bbox[0] >= gutter]
    return _is_text(left) and _is_text(right) and _overlap(left, right) > 0.0


def _is_text(pieces: Sequence[Piece]) -> bool:
    """At least three lines, most of them filling the column."""
    if len(pieces) < _MIN_LINES:
        return False
    width = max(p.bbox[2] for p in pieces) - min(p.bbox[0] for p in pieces)
    fill = median((p.bbox[2] - p.bbox[0]) / max(width, 1.0) for p in pieces)
    return fill >= _MIN_FILL and median(len(p.text) for p in pieces) >= _MIN_CHARS


def _overlap(left: Sequence[Piece], right: Sequence[Piece]) -> float:
    """The height that both sides share, points."""
    top = max(min(p.bbox[1] for p in side) for side in (left, right))
    bottom = min(max(p.bbox[3] for p in side) for side in (left, right))
    return bottom - top
