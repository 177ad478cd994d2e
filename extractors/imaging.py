"""Pictures of pages as arrays: ink, skew, and whether a picture shows text at all.

Arrays are ``(height, width)`` of 8-bit grey, 0 black; masks are boolean, true for ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageFilter

if TYPE_CHECKING:
    from PIL.Image import Image

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Skew is searched within ± this many degrees, on a picture of this width in pixels.
_SKEW_RANGE = 8.0
_SKEW_WIDTH = 800
#: Profiles of upright text differ by this factor and more.
_ON_SIDE = 1.6
#: Evenly lit paper is nowhere darker than this share of its brightest part.
_EVEN_PAPER = 0.78
#: A picture with less ink than this share is blank.
_BLANK = 0.0004


def grey(picture: Image) -> Grey:
    """The picture as an array of grey values."""
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def ink(values: Grey) -> Mask:
    """Dark pixels by Otsu's threshold; where light and dark hardly differ, none."""
    threshold = otsu(values)
    if threshold is None:
        return np.zeros(values.shape, dtype=bool)
    return values <= threshold


def otsu(values: Grey) -> int | None:
    """Otsu's threshold; ``None`` when both sides are closer than 40 grey levels.

    After Nobuyuki Otsu, "A threshold selection method from gray-level histograms" (1979).
    """
    counts = np.bincount(values.ravel(), minlength=256).astype(float)
    total, levels = counts.sum(), np.arange(256)
    below = np.cumsum(counts)
    above = total - below
    sums = np.cumsum(counts * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        dark, light = sums / below, (sums[-1] - sums) / above
        spread = below * above * (dark - light) ** 2
    spread = np.nan_to_num(spread)
    best = int(spread.argmax())
    if not spread[best] or light[best] - dark[best] < 40:
        return None
    return best


def is_blank(picture: Image) -> bool:
    """Nothing is printed on the picture (specks aside)."""
    small = picture.convert("L")
    small.thumbnail((600, 600))
    values = np.asarray(small, dtype=np.uint8)
    return bool(ink(values).mean() < _BLANK)


def skew(picture: Image) -> float:
    """Degrees by which the lines of text run downwards to the right, within ±8.

    The rows of a page shorn by the right angle alternate most sharply between ink and none.
    """
    small = picture.convert("L")
    small.thumbnail((_SKEW_WIDTH, _SKEW_WIDTH * 2))
    mask = without_bulk(ink(np.asarray(small, dtype=np.uint8)))
    if mask.sum() < 200:
        return 0.0
    places = np.nonzero(mask)
    coarse = max(
        np.arange(-_SKEW_RANGE, _SKEW_RANGE + 0.1, 0.5), key=lambda a: _sharpness(places, a)
    )
    fine = np.arange(coarse - 0.5, coarse + 0.51, 0.1)
    best = max(fine, key=lambda a: _sharpness(places, a))
    flat = _sharpness(places, 0.0)
    return round(float(best), 2) if _sharpness(places, best) > 1.08 * flat else 0.0


def lies_on_side(picture: Image) -> bool:
    """Whether ink alternates more sharply from column to column than from row to row: lines
    of text run up or down the picture."""
    small = picture.convert("L")
    small.thumbnail((_SKEW_WIDTH, _SKEW_WIDTH))
    mask = without_bulk(ink(np.asarray(small, dtype=np.uint8)))
    if mask.sum() < 200:
        return False
    rows, columns = mask.sum(axis=1).astype(float), mask.sum(axis=0).astype(float)
    along = float(np.square(np.diff(rows)).sum()) / rows.size
    across = float(np.square(np.diff(columns)).sum()) / columns.size
    return bool(across > _ON_SIDE * max(along, 1e-6))


def without_bulk(mask: Mask) -> Mask:
    """Ink without pictures and dark edges: rows and columns that are mostly ink go."""
    out = mask.copy()
    out[mask.mean(axis=1) > 0.6, :] = False
    out[:, mask.mean(axis=0) > 0.6] = False
    return out


def _sharpness(places: tuple[NDArray[np.intp], ...], angle: float) -> float:
    """How sharply the row sums of ink at ``places`` (rows, columns) alternate after shearing
    columns by ``angle`` degrees."""
    rows, columns = places
    shifted = np.round(rows - np.tan(np.radians(angle)) * columns).astype(int)
    shifted -= shifted.min()
    sums = np.bincount(shifted).astype(float)
    return float(np.square(np.diff(sums)).sum())


def turned(picture: Image, degrees: float) -> Image:
    """The picture turned counter-clockwise by ``degrees``, white around it."""
    if degrees % 90 == 0:
        return _quarter_turned(picture, int(degrees) % 360)
    return picture.convert("L").rotate(
        degrees, resample=Pillow.Resampling.BICUBIC, expand=True, fillcolor=255
    )


def _quarter_turned(picture: Image, degrees: int) -> Image:
    turns = {
        90: Pillow.Transpose.ROTATE_90,
        180: Pillow.Transpose.ROTATE_180,
        270: Pillow.Transpose.ROTATE_270,
    }
    return picture.transpose(turns[degrees]) if degrees else picture


def evened(picture: Image) -> Image:
    """Light and contrast evened out: each pixel against the paper around it.

    The paper is the brightest grey nearby (a maximum filter, then smoothed) on a picture an
    eighth as large; the quotient is stretched so that paper is white and the darkest ink black.
    """
    plain = picture.convert("L")
    paper = _paper(plain)
    light = np.asarray(paper.resize(plain.size), dtype=np.float32)
    share = np.asarray(plain, dtype=np.float32) / np.maximum(light, 1.0)
    dark = float(np.percentile(share, 1))
    stretched = (share - dark) / max(0.95 - dark, 0.05) * 255
    return Pillow.fromarray(np.clip(stretched, 0, 255).astype(np.uint8))


def _paper(plain: Image) -> Image:
    """The brightest grey around each place, smoothed, on a picture an eighth as large."""
    small = plain.resize((max(1, plain.width // 8), max(1, plain.height // 8)))
    return small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))


def is_unevenly_lit(picture: Image) -> bool:
    """Whether the paper is much darker in one part of the picture than in another: one threshold
    for all of it then loses the text of the dark part."""
    paper = np.asarray(_paper(picture.convert("L")), dtype=np.float32)
    dark, light = np.percentile(paper, (8, 95))
    return bool(dark < _EVEN_PAPER * light)


def blanked(picture: Image, boxes: Sequence[Sequence[float]]) -> Image:
    """A grey copy with white boxes (pixels: left, top, right, bottom)."""
    copy = picture.convert("L").copy()
    for left, top, right, bottom in boxes:
        copy.paste(255, (round(left), round(top), round(right), round(bottom)))
    return copy


#: Ink besides the layer's glyphs, as a share of the page's, that makes one look for lines in it.
_BESIDES = 0.1
#: A line of print has a row of pixels with so many strokes; so many lines count.
_STROKES, _LINES = 12, 3


def has_lines_besides(picture: Image, boxes: Sequence[Sequence[float]], dpi: float) -> bool:
    """Whether printed lines stand on the picture besides what ``boxes`` (pixels) cover.

    Rules, emblems and photographs have no rows of strokes between white ones.
    """
    page = ink(np.asarray(picture.convert("L"), dtype=np.uint8))
    bare = blanked(picture, boxes)
    if page.sum() * _BESIDES >= (page & (np.asarray(bare) < 255)).sum():
        return False
    mask = ink(np.asarray(turned(bare, skew(bare)), dtype=np.uint8))
    tall = (4 * dpi / 100, 30 * dpi / 100)
    return max(_printed_lines(part, tall) for part in _vertical_parts(mask)) >= _LINES


def line_height(picture: Image) -> float | None:
    """Pixels from the ascenders to the descenders of most lines; ``None`` where the rows of the
    picture show no lines, or askew ones."""
    heights = _line_heights(ink(grey(picture)))
    return float(np.median(heights)) if len(heights) >= _LINES else None


def _printed_lines(mask: Mask, tall: tuple[float, float]) -> int:
    """Bands of inked rows of the height of letters with enough strokes in some row."""
    return sum(tall[0] <= height <= tall[1] for height in _line_heights(mask))


def _line_heights(mask: Mask) -> list[int]:
    """Pixels that the bands of inked rows are high which have enough strokes in some row."""
    strokes = (mask[:, 1:] & ~mask[:, :-1]).sum(axis=1)
    starts, stops = _runs(strokes > 2)
    return [
        int(b - a)
        for a, b in zip(starts, stops, strict=True)
        if int(strokes[a:b].max()) >= _STROKES
    ]


def _runs(rows: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where runs of true rows begin, and where they end."""
    edges = np.diff(np.concatenate(([0], rows.astype(int), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def cropped(picture: Image, box: Sequence[float]) -> Image:
    """The part of the picture inside ``box`` (pixels)."""
    left, top, right, bottom = (round(v) for v in box)
    return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def shows_text(picture: Image, dpi: float) -> bool:
    """Whether a picture looks like printed lines: several bands of ink of the height of
    letters, with white between them, that hold most of the ink.

    A photograph has no white rows, a chart few bands.
    """
    scale = 100 / dpi
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    upright = turned(picture.convert("L").resize(size), skew(picture))
    mask = ink(np.asarray(upright, dtype=np.uint8))
    if not 0.005 < mask.mean() < 0.4:
        return False
    bands = [_bands(part) for part in _vertical_parts(mask)]
    return max((share for share, count in bands if count >= 3), default=0.0) > 0.5


def _vertical_parts(mask: Mask) -> list[Mask]:
    """The whole width and its halves (columns of a page may be out of step)."""
    half = mask.shape[1] // 2
    return [mask, mask[:, :half], mask[:, half:]]


def _bands(mask: Mask) -> tuple[float, int]:
    """Share of ink in bands of 4 to 30 pixels (3 to 22 points at 100 dpi), and their number."""
    profile = mask.sum(axis=1)
    starts, stops = _runs(profile > max(1.0, 0.06 * profile.max()))
    fitting = [(a, b) for a, b in zip(starts, stops, strict=True) if 4 <= b - a <= 30]
    total = float(profile.sum())
    if not fitting or not total:
        return 0.0, 0
    return sum(float(profile[a:b].sum()) for a, b in fitting) / total, len(fitting)
