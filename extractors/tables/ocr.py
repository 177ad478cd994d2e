"""Tables on scanned pages: rules found in the picture, words from the recognition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extractors.observed import Line, ObservedTable, Word
from extractors.tables.aligned import aligned_tables
from extractors.tables.geometry import Rule, merge_rules
from extractors.tables.lattice import ruled_tables
from extractors.tables.rulings import components

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

#: A horizontal rule is at least this long, a vertical one at least as tall, in points;
#: shorter dark runs are strokes of letters.
LEAST_ACROSS = 28.0
LEAST_DOWN = 13.0
#: Dark bars thicker than this are pictures, in points.
THICKEST = 4.5
#: Gaps in a printed rule that scanning leaves, in points, and the share of a run that must
#: be dark for all that: the tops of letters make runs too, with more gaps.
GAP = 1.0
DENSITY = 0.95
#: A recognised word is a rule misread when it consists of these only.
_RULE_WORD = re.compile(r"[|\[\]!_—–\-=~‘’'`.,:;°]+")

#: A word of points only is a speck of the paper.
_SPECK = re.compile(r"[.,'’‘`·:;°_]{1,2}")


def find_on_image(image: Image.Image, lines: Sequence[Line], scale: float) -> list[ObservedTable]:
    """The tables of a scanned page from the top.

    ``image`` is the page upright and straight; ``scale`` is points per pixel; boxes of
    ``lines`` and of the tables are in points.
    """
    words = [w for w in page_words(lines) if not _SPECK.fullmatch(w.text)]
    if len(words) < 4:
        return []
    across, down = rules_in_image(image, scale)
    ruled = ruled_tables(_without_rules(words, down, across), across, down)
    aligned = aligned_tables(words, across, [t.bbox for t in ruled if t.bbox])
    tables = sorted((*ruled, *aligned), key=lambda t: t.bbox[1] if t.bbox else 0.0)
    return [replace(t, method="ocr", confidence=_confidence(t)) for t in tables]


def _confidence(table: ObservedTable) -> float:
    """The structure's confidence; that of the characters stands in the cells."""
    return round(0.95 * table.confidence, 3)


def page_words(lines: Iterable[Line]) -> list[Word]:
    """The words of recognised lines; a line without word boxes counts as one word."""
    out: list[Word] = []
    for line in lines:
        if line.words:
            out += [w for w in line.words if w.text.strip()]
        elif line.bbox and line.text.strip():
            out.append(Word(line.text.strip(), line.bbox, line.confidence))
    return out


def _without_rules(
    words: Iterable[Word], down: Sequence[Rule], across: Sequence[Rule]
) -> list[Word]:
    """Words without vertical rules read as "|" or "[" (whole words and at their ends)."""
    out: list[Word] = []
    for word in words:
        if _RULE_WORD.fullmatch(word.text) and _on_rule(word, down, across):
            continue
        text = word.text
        if text[0] in "|[]!" and len(text) > 1 and _touches(word.bbox[0], word, down):
            text = text[1:]
        if text[-1] in "|[]!" and len(text) > 1 and _touches(word.bbox[2], word, down):
            text = text[:-1]
        out.append(replace(word, text=text) if text != word.text else word)
    return out


def _on_rule(word: Word, down: Sequence[Rule], across: Sequence[Rule]) -> bool:
    x0, top, x1, bottom = word.bbox
    upright = any(
        x0 - 2 <= r.at <= x1 + 2 and r.start < bottom and r.stop > top for r in down
    ) and x1 - x0 < 0.6 * max(bottom - top, 6.0)
    lying = any(top - 1 <= r.at <= bottom + 1 and r.start < x1 and r.stop > x0 for r in across)
    return upright or lying


def _touches(x: float, word: Word, down: Sequence[Rule]) -> bool:
    return any(
        abs(r.at - x) <= 3 and r.start < word.bbox[3] and r.stop > word.bbox[1] for r in down
    )


# --- rules in the picture -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bar:
    """A rule as found in the picture: its dark runs as (row, start, stop), in pixels."""

    runs: tuple[tuple[int, int, int], ...]

    def rule(self, scale: float) -> Rule:
        rows = [y for y, _, _ in self.runs]
        start, stop = min(r[1] for r in self.runs), max(r[2] for r in self.runs)
        return Rule((min(rows) + max(rows)) / 2 * scale, start * scale, stop * scale)


def rules_in_image(image: Image.Image, scale: float) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of a picture, in points."""
    _, across, down = _bars_in(image, scale)
    return [b.rule(scale) for b in across], [b.rule(scale) for b in down]


def _bars_in(
    image: Image.Image, scale: float
) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], list[_Bar], list[_Bar]]:
    """The picture in greys and the bars along its rows and along its columns."""
    import numpy as np

    grey = np.array(image.convert("L"))
    dark = grey < _threshold(grey)
    return grey, _bars(dark, scale, LEAST_ACROSS), _bars(dark.T, scale, LEAST_DOWN)


def _threshold(grey: np.ndarray[Any, np.dtype[np.uint8]]) -> float:
    """Half way between paper and ink (the 90th and 1st percentile), below light greys."""
    import numpy as np

    sample = grey[::7, ::7]
    paper, ink = float(np.percentile(sample, 90)), float(np.percentile(sample, 1))
    return min(ink + 0.62 * (paper - ink), 200.0)


def _bars(dark: Mask, scale: float, least: float) -> list[_Bar]:
    """Bars along the rows of ``dark``: long runs without gaps, a few rows thick at most."""

    thick = dark.copy()  # a rule that wanders by a pixel stays one run
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    least_px, gap_px = max(8, int(least / scale)), max(1, int(GAP / scale))
    runs = [
        (y, start, stop)
        for y, start, stop in _runs(thick, gap_px, least_px)
        if thick[y, start:stop].mean() >= DENSITY
    ]
    return [_Bar(tuple(s)) for s in _stacks(runs) if _thickness(s) * scale <= THICKEST]


def _thickness(runs: Sequence[tuple[int, int, int]]) -> float:
    """Dark pixels over length: a bar that runs askew is no thicker for it."""
    start, stop = min(r[1] for r in runs), max(r[2] for r in runs)
    return sum(b - a for _, a, b in runs) / (stop - start)


def _runs(mask: Mask, gap: int, least: int) -> list[tuple[int, int, int]]:
    """Stretches of dark pixels in the rows of ``mask`` as ``(row, start, stop)``, those up to
    ``gap`` apart made one, and of these the ones at least ``least`` long."""
    import numpy as np

    height, width = mask.shape
    rows = np.zeros((height, width + 1), dtype=bool)  # a light pixel ends each row
    rows[:, :width] = mask
    flat = rows.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    edges = np.concatenate(([0], edges)) if flat[0] else edges
    starts, stops = edges[::2], edges[1::2]
    if not len(starts):
        return []
    apart = starts[1:] - stops[:-1] > gap
    keep = np.flatnonzero(apart | (starts[1:] // (width + 1) != starts[:-1] // (width + 1)))
    first = np.concatenate((starts[:1], starts[1:][keep]))
    last = np.concatenate((stops[:-1][keep], stops[-1:]))
    long = last - first >= least
    ys = first[long] // (width + 1)
    offset = ys * (width + 1)
    found = zip(ys, first[long] - offset, last[long] - offset, strict=True)
    return [(int(y), int(a), int(b)) for y, a, b in found]


def _stacks(runs: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Runs of neighbouring rows that touch, together: one bar each."""
    growing: list[list[tuple[int, int, int]]] = []
    done: list[list[tuple[int, int, int]]] = []
    for run in runs:
        done += [s for s in growing if run[0] - s[-1][0] > 1]
        growing = [s for s in growing if run[0] - s[-1][0] <= 1]
        home = next((s for s in growing if _touch(run, s)), None)
        if home is None:
            growing.append([run])
        else:
            home.append(run)
    return [*done, *growing]


def _touch(run: tuple[int, int, int], stack: Sequence[tuple[int, int, int]]) -> bool:
    return any(
        run[0] - y <= 1 and run[1] < stop and start < run[2] for y, start, stop in stack[-8:]
    )


def erase_rules(image: Image.Image, scale: float) -> Image.Image:
    """The picture with the rules of ruled tables painted over with paper.

    Recognition reads rules as letters and loses the figures beside them; on a page without
    tables the picture comes back as it is. Only rules that meet others are erased: a lone
    one may be a fraction bar or an underline.
    """
    import numpy as np
    from PIL import Image as Pictures

    grey, across, down = _bars_in(image, scale)
    hs, vs = [b.rule(scale) for b in across], [b.rule(scale) for b in down]
    groups = components(merge_rules(hs), merge_rules(vs))
    boxes = [_hull(*group) for group in groups if len(group[1]) >= 2]
    if not boxes:
        return image
    paper = int(np.percentile(grey[::7, ::7], 90))
    for bar, rule in zip(across, hs, strict=True):
        if any(_lies_in(b, (rule.start + rule.stop) / 2, rule.at) for b in boxes):
            _paint(grey, bar, scale, paper)
    for bar, rule in zip(down, vs, strict=True):
        if any(_lies_in(b, rule.at, (rule.start + rule.stop) / 2) for b in boxes):
            _paint(grey.T, bar, scale, paper)
    return Pictures.fromarray(grey)


def _hull(hs: Sequence[Rule], vs: Sequence[Rule]) -> tuple[float, float, float, float]:
    """The box around rules, a little wider for those that run askew."""
    return (
        min(h.start for h in hs) - 4,
        min(v.start for v in vs) - 4,
        max(h.stop for h in hs) + 4,
        max(v.stop for v in vs) + 4,
    )


def _lies_in(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _paint(grey: np.ndarray[Any, np.dtype[np.uint8]], bar: _Bar, scale: float, paper: int) -> None:
    """Paper over a bar, but not over strokes that cross it (they go on to both sides)."""
    import numpy as np

    left, right = min(r[1] for r in bar.runs), max(r[2] for r in bar.runs)
    first = min(r[0] for r in bar.runs)
    mask = np.zeros((max(r[0] for r in bar.runs) - first + 1, right - left), dtype=bool)
    for y, start, stop in bar.runs:
        mask[y - first, start - left : stop - left] = True
    columns = np.flatnonzero(mask.any(axis=0))
    top = mask.argmax(axis=0)[columns] + first
    bottom = first + len(mask) - 1 - mask[::-1].argmax(axis=0)[columns]
    edge = max(1, round(0.4 / scale))
    above = grey[np.maximum(top - edge - 2, 0), columns + left]
    below = grey[np.minimum(bottom + edge + 2, len(grey) - 1), columns + left]
    crossing = (above < paper - 60) & (below < paper - 60)
    for x, a, b in zip(columns[~crossing], top[~crossing], bottom[~crossing], strict=True):
        grey[max(0, a - edge) : b + edge + 1, x + left] = paper
