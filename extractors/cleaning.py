"""Pictures of pages made fit for recognition, each remedy only where its fault is measured.

A negative (microfilm) is turned into a positive, the dark edges that a scanner leaves around
a page are painted white, specks are taken away, and light is evened out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from extractors.imaging import Mask, evened, grey, is_unevenly_lit, otsu

if TYPE_CHECKING:
    from PIL.Image import Image

#: What lies within this share of the sides of a picture is its edge.
_EDGE = 0.15
#: The paper of a negative is darker than this; so much of it is light: strokes of letters.
_DARK_PAPER, _LIGHT_INK = 110, (0.005, 0.35)
#: Edges are looked for on a picture so many times smaller …
_SMALLER = 4
#: … where they are darker than this share of the paper, at least so many pixels thick, and
#: cover this share of the picture. What is painted over reaches so many pixels further.
_DARK_EDGE, _THICK, _COVERS, _RIM = 0.3, 3, 0.004, 2
#: A speck: at most so many dark pixels in a window of so many, at 300 dpi.
_SPECK_PIXELS, _SPECK_WINDOW = 4, 5
#: Dark neighbours in a window of nine that make a light pixel a hole in a stroke.
_HOLE = 7
#: Pixels of specks as a share of a picture from which it counts as noisy.
_NOISY = 0.0005
#: A sample of a picture has sides of so many pixels.
_SAMPLE = 1200


def cleaned(picture: Image) -> Image:
    """The picture of a page as it is best recognised; the same one where nothing ails it."""
    if is_negative(picture):
        picture = ImageOps.invert(picture.convert("L"))
    picture = without_dark_edges(picture)
    return without_specks(evened(picture) if is_unevenly_lit(picture) else picture)


def is_negative(picture: Image) -> bool:
    """Whether light strokes stand on dark paper in the middle of the picture."""
    across, down = round(picture.width * _EDGE), round(picture.height * _EDGE)
    middle = picture.crop((across, down, picture.width - across, picture.height - down))
    values = grey(middle)[::3, ::3]
    threshold = otsu(values) if values.size else None
    if threshold is None or np.median(values) >= _DARK_PAPER:
        return False
    return bool(_LIGHT_INK[0] <= (values > threshold).mean() <= _LIGHT_INK[1])


def without_dark_edges(picture: Image) -> Image:
    """The picture with the dark that reaches in from its sides painted white."""
    small = grey(picture.convert("L").reduce(_SMALLER)) if min(picture.size) > 64 else None
    if small is None:
        return picture
    dark = small < _DARK_EDGE * float(np.percentile(small, 90))
    edges = _reaching_in(dark)
    if edges.mean() < _COVERS:
        return picture
    wide = Pillow.fromarray(_grown(edges)).resize(picture.size, Pillow.Resampling.NEAREST)
    out = picture.convert("L")
    out.paste(255, (0, 0), wide)
    return out


def _reaching_in(dark: Mask) -> Mask:
    """Dark pixels that nothing light parts from the nearest side, along a row or a column."""
    out = np.zeros_like(dark)
    for view, target in ((dark, out), (dark.T, out.T)):
        for ahead, mark in ((view, target), (view[:, ::-1], target[:, ::-1])):
            run = np.logical_and.accumulate(ahead, axis=1)
            run[run.sum(axis=1) < _THICK] = False
            mark |= run
    return out


def _grown(mask: Mask) -> Mask:
    """The mask and what lies within :data:`_RIM` pixels of it."""
    out = mask.copy()
    for _ in range(_RIM):
        wider = out.copy()
        wider[1:] |= out[:-1]
        wider[:-1] |= out[1:]
        wider[:, 1:] |= out[:, :-1]
        wider[:, :-1] |= out[:, 1:]
        out = wider
    return out


def without_specks(picture: Image) -> Image:
    """The picture without specks and holes of a pixel or two, where it has many of them."""
    values = grey(picture)
    threshold = otsu(values[::5, ::5])
    if threshold is None:
        return picture
    top, left = (max(0, (side - _SAMPLE) // 2) for side in values.shape)
    sample = values[top : top + _SAMPLE, left : left + _SAMPLE] <= threshold
    if _specks(sample).mean() < _NOISY:
        return picture
    dark = values <= threshold
    specks = _specks(dark)
    holes = ~dark & (_counts(dark, 3) >= _HOLE)
    paper, ink = (int(np.median(values[mask])) for mask in (~dark, dark & ~specks))
    out = values.copy()
    out[specks], out[holes] = paper, ink
    return Pillow.fromarray(out)


def _specks(dark: Mask) -> Mask:
    found: Mask = dark & (_counts(dark, _SPECK_WINDOW) <= _SPECK_PIXELS)
    return found


def _counts(mask: Mask, window: int) -> NDArray[np.uint8]:
    """How many pixels of the mask stand in the square of ``window`` pixels around each place."""
    half, (height, width) = window // 2, mask.shape
    padded = np.pad(mask.astype(np.uint8), half)
    across = np.zeros((height + 2 * half, width), dtype=np.uint8)
    counts = np.zeros((height, width), dtype=np.uint8)
    for i in range(window):
        across += padded[:, i : i + width]
    for i in range(window):
        counts += across[i : i + height]
    return counts
