"""Raised marks on the picture of a line: where they stand, and which signs they are.

Recognition of whole lines makes quotation marks of them ("Сулейменова”!" for "Сулейменова¹"), or
misreads the letters beside them. On the picture they are told by their place: as high as
a figure of smaller type, with nothing under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from extractors.imaging import Mask, grey, ink

if TYPE_CHECKING:
    from PIL.Image import Image

#: A box on the picture: left, top, right, bottom, pixels.
Box = tuple[int, int, int, int]
#: Measures below are shares of the height of the line's capitals.
#: A raised sign ends this far above the baseline, and begins this far above it.
_BOTTOM, _TOP = 0.3, 0.8
#: Its height and width; a comma between two such signs may be as low as ``_SPECK``.
_LOWEST, _HIGHEST, _WIDEST, _SPECK = 0.38, 1.0, 0.8, 0.12
#: … a star as low as this.
_TINY = 0.28
#: Signs nearer than this are one mark.
_ONE_MARK = 0.45
#: A star is no higher than this, and about as wide as high; a figure is higher.
_STAR, _ROUND = 0.58, (0.75, 1.35)
#: A comma begins this share of the height of a mark below its top.
_LOW = 0.4
#: The share of a sign's width that a letter may reach under it.
_UNDER = 0.35
#: Letters of a line that tell its baseline.
_ENOUGH = 4
#: Figures are read at this height, pixels, with as much paper around them.
_READ_AT, _PAPER = 30, 30
_FIGURES = "0123456789"


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised mark: its signs on the picture, and the box around them all. ``capital`` is the
    height of a capital letter of its line, pixels."""

    signs: tuple[Box, ...]
    box: Box
    capital: float


def marks_of(picture: Image, words: Sequence[Box]) -> list[Mark]:
    """The raised marks of a line whose words stand in the boxes, from left to right."""
    line = around(words)
    height = float(np.median([box[3] - box[1] for box in words]))
    area = (
        max(0, line[0] - round(1.2 * height)),
        max(0, line[1] - round(0.8 * height)),
        min(picture.width, line[2] + round(1.5 * height)),
        min(picture.height, line[3] + 2),
    )
    shapes = [s for s in components(ink(grey(picture.crop(area)))) if s[1] > 0 or not area[1]]
    top = line[1] - area[1]
    letters = [s for s in shapes if s[3] - s[1] > 0.35 * height and s[3] > top + height / 3]
    if len(letters) < _ENOUGH:
        return []
    base = _baseline(letters, height)
    capital = _capital(letters, base, height)
    small = [s for s in shapes if _is_above(s, base, capital) and not _stands_on(s, shapes)]
    seeds = [s for s in small if _is_sign(s, base, capital)]
    return [
        Mark(signs, around(signs), capital)
        for signs in (
            tuple(_moved(s, area[0], area[1]) for s in group)
            for group in _groups(seeds, small, capital)
        )
    ]


def _baseline(letters: Sequence[Box], height: float) -> Callable[[Box], float]:
    """The baseline under a shape: a straight line through the feet of the letters."""
    feet = np.array([[(s[0] + s[2]) / 2, s[3]] for s in letters], dtype=float)
    middle = float(np.median(feet[:, 1]))
    near = feet[np.abs(feet[:, 1] - middle) < 0.15 * height]
    if len(near) < _ENOUGH:
        return lambda _: middle
    slope, foot = np.polyfit(near[:, 0], near[:, 1], 1)
    return lambda s: float(slope * (s[0] + s[2]) / 2 + foot)


def _capital(letters: Sequence[Box], base: Callable[[Box], float], height: float) -> float:
    standing = [base(s) - s[1] for s in letters if abs(s[3] - base(s)) < 0.15 * height]
    tall = [h for h in standing if h > 0.8 * max(standing)]
    return float(np.median(tall)) if tall else 0.7 * height


def _is_above(shape: Box, base: Callable[[Box], float], capital: float) -> bool:
    height, width = shape[3] - shape[1], shape[2] - shape[0]
    foot = base(shape) - shape[3]
    return (
        _BOTTOM * capital <= foot <= 1.2 * capital
        and _SPECK * capital <= height <= _HIGHEST * capital
        and width <= _WIDEST * capital
    )


def _is_sign(shape: Box, base: Callable[[Box], float], capital: float) -> bool:
    high = base(shape) - shape[1] >= _TOP * capital
    height = shape[3] - shape[1]
    return high and (
        height >= _LOWEST * capital or (height >= _TINY * capital and _is_round(shape))
    )


def _is_round(shape: Box) -> bool:
    """About as wide as high, as a star is and a comma or a quotation mark is not."""
    return _ROUND[0] <= (shape[2] - shape[0]) / (shape[3] - shape[1]) <= _ROUND[1]


def _stands_on(shape: Box, shapes: Sequence[Box]) -> bool:
    """Whether another shape reaches under this one: then it is a part of that letter."""
    reach = _UNDER * (shape[2] - shape[0])
    return any(
        s is not shape
        and s[3] > shape[3]
        and s[3] - s[1] > (shape[3] - shape[1]) / 3
        and min(s[2], shape[2]) - max(s[0], shape[0]) > reach
        for s in shapes
    )


def _groups(seeds: Sequence[Box], small: Sequence[Box], capital: float) -> list[list[Box]]:
    """Signs close together, with the commas between them."""
    groups: list[list[Box]] = []
    for seed in sorted(seeds):
        if groups and seed[0] - groups[-1][-1][2] < _ONE_MARK * capital:
            groups[-1].append(seed)
        else:
            groups.append([seed])
    for group in groups:
        between = [s for s in small if s not in seeds and group[0][0] < s[0] < group[-1][2]]
        group[:] = sorted([*group, *between])
    return groups


def around(boxes: Iterable[Box]) -> Box:
    """The box around some boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _moved(box: Box, x: int, y: int) -> Box:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


# ------------------------------------------------------------------ which signs they are


def text_of(picture: Image, mark: Mark, figures: Callable[[Image], str]) -> str | None:
    """The signs of a mark ("1,2", "*,†"), or ``None`` where they cannot be told.

    ``figures(picture)`` recognises figures on a small picture.
    """
    told = [_shape_of(picture, box, mark) for box in mark.signs]
    unread = told.count(None)
    if unread == 0:
        return "".join(map(str, told))
    if unread != sum(sign != "," for sign in told):
        return None  # figures and other signs at once
    read = [c for c in figures(on_paper(picture, mark.box)) if c in _FIGURES]
    if len(read) != unread:
        return None
    return "".join(read.pop(0) if sign is None else sign for sign in told)


def _shape_of(picture: Image, box: Box, mark: Mark) -> str | None:
    """A comma, a star or a dagger by its shape; ``None``: a figure, or another sign."""
    height = box[3] - box[1]
    _, top, _, bottom = mark.box
    if box[1] > top + _LOW * (bottom - top):
        return ","
    if height <= _STAR * mark.capital:
        return "*" if _is_round(box) and _is_full(ink(grey(picture.crop(box)))) else None
    return _dagger(ink(grey(picture.crop(box))))


def _is_full(shape: Mask) -> bool:
    """Whether the middle of a shape is ink: a star has rays, a sign of degrees is a ring."""
    rows, columns = shape.shape
    middle = shape[rows // 3 : rows - rows // 3, columns // 3 : columns - columns // 3]
    return bool(middle.size) and bool(middle.mean() > 0.5)


def _dagger(shape: Mask) -> str | None:
    """A dagger or a double one: a thin stem in the middle with one or two bars across."""
    rows = shape.sum(axis=1) / max(shape.shape[1], 1)
    places = np.linspace(0, 1, len(rows))
    across = np.arange(shape.shape[1])
    bars = rows > 0.7
    stem = shape[~bars & (places > 0.1) & (places < 0.9)]
    if not len(stem) or stem.sum() == 0:
        return None
    middle = float((stem * across).sum() / stem.sum()) / max(shape.shape[1] - 1, 1)
    thin = float(np.median(stem.sum(axis=1))) / shape.shape[1]
    if abs(middle - 0.5) > 0.12 or thin > 0.45 or bars[places > 0.9].any():
        return None
    upper = bars[(places > 0.1) & (places < 0.5)].any()
    lower = bars[(places >= 0.5) & (places < 0.85)].any()
    return {(True, False): "†", (True, True): "‡"}.get((bool(upper), bool(lower)))


def on_paper(picture: Image, box: Box, height: int = _READ_AT) -> Image:
    """What stands in a box, ``height`` pixels high, alone on paper."""
    cut = picture.crop((box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3)).convert("L")
    scale = height / max(box[3] - box[1], 1)
    size = (max(1, round(cut.width * scale)), max(1, round(cut.height * scale)))
    paper = int(np.percentile(grey(cut), 90))
    out = Pillow.new("L", (size[0] + 2 * _PAPER, size[1] + 2 * _PAPER), paper)
    out.paste(cut.resize(size, Pillow.Resampling.LANCZOS), (_PAPER, _PAPER))
    return out


def without(picture: Image, boxes: Iterable[Box]) -> Image:
    """The picture with the boxes painted over in the tone of its paper."""
    out = picture.convert("L").copy()
    paper = int(np.percentile(grey(out), 75))
    for left, top, right, bottom in boxes:
        out.paste(paper, (max(0, left - 2), max(0, top - 2), right + 2, bottom + 2))
    return out


def components(mask: Mask) -> list[Box]:
    """Boxes around connected ink (by sides and corners), from left to right."""
    parents: list[int] = []
    runs: list[tuple[int, int, int, int]] = []
    before: list[tuple[int, int, int]] = []
    for y, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.view(np.int8), [0]))))
        now: list[tuple[int, int, int]] = []
        for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            touching = {_root(parents, label) for a, b, label in before if b >= start and a <= stop}
            label = min(touching, default=len(parents))
            if not touching:
                parents.append(label)
            for other in touching:
                parents[other] = label
            now.append((start, stop, label))
            runs.append((start, y, stop, label))
        before = now
    boxes: dict[int, Box] = {}
    for start, y, stop, label in runs:
        root = _root(parents, label)
        own = (start, y, stop, y + 1)
        boxes[root] = around((boxes[root], own)) if root in boxes else own
    return sorted(boxes.values())


def _root(parents: list[int], label: int) -> int:
    while parents[label] != label:
        parents[label] = parents[parents[label]]
        label = parents[label]
    return label
