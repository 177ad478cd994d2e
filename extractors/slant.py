"""Text layers of scans that lie askew: the glyphs set level before lines are made of them.

The layer that a recogniser lays over a picture follows the picture. At one degree the end of
a line stands eight points lower than its beginning: at the height of the next line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.glyphs import Glyph

#: Slopes (tangents) that move a line by less than its leading, and beyond which it is no skew.
_LEAST, _MOST = 0.003, 0.1
#: Lines that tell a slope: so many glyphs, so many font sizes long.
_GLYPHS, _LENGTH = 15, 12.0
#: The share of the glyphs in such lines whose lines agree with the slope within _NEAR.
_AGREED, _NEAR = 0.6, 0.003


def levelled(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs turned about their middle so that lines run level; the same ones where they do.

    They read from left to right, but for the skew.
    """
    slope = _slope(glyphs)
    if not slope:
        return glyphs
    x, y = median(g.x0 for g in glyphs), median(g.base for g in glyphs)
    return [_moved(g, slope * (g.base - y), -slope * ((g.x0 + g.x1) / 2 - x)) for g in glyphs]


def _moved(g: Glyph, right: float, down: float) -> Glyph:
    return g._replace(
        x0=g.x0 + right, x1=g.x1 + right,
        top=g.top + down, bottom=g.bottom + down, base=g.base + down,
    )  # fmt: skip


def _slope(glyphs: Sequence[Glyph]) -> float:
    """Points down per point to the right; 0 where lines are level, too few, or do not agree."""
    found = sorted((_slope_of(line), len(line)) for line in _runs(glyphs))
    counts = list(accumulate(count for _, count in found))
    if not found:
        return 0.0
    slope = found[bisect_left(counts, counts[-1] / 2)][0]  # the median glyph's
    agreed = sum(count for other, count in found if abs(other - slope) <= _NEAR)
    return slope if _LEAST <= abs(slope) <= _MOST and agreed >= _AGREED * counts[-1] else 0.0


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Stretches of the stream that go on to the right near one baseline, if long enough."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        if run and not _goes_on(run[-1], glyph):
            yield from _if_long(run)
            run = []
        run.append(glyph)
    yield from _if_long(run)


def _goes_on(a: Glyph, b: Glyph) -> bool:
    return b.x0 >= a.x0 and abs(b.base - a.base) <= 0.4 * a.size + _MOST * (b.x0 - a.x0)


def _if_long(run: list[Glyph]) -> Iterator[list[Glyph]]:
    if len(run) >= _GLYPHS and run[-1].x0 - run[0].x0 >= _LENGTH * run[0].size:
        yield run


def _slope_of(run: Sequence[Glyph]) -> float:
    """From the middle of the first third to that of the last: raised signs do not count."""
    third = max(len(run) // 3, 1)
    start, stop = run[:third], run[-third:]
    across = median(g.x0 for g in stop) - median(g.x0 for g in start)
    return (median(g.base for g in stop) - median(g.base for g in start)) / max(across, 1.0)
