"""The figure of a page number that recognition passes over: one character alone in a margin is taken
for dirt when a page is taken apart into lines, so it is cut out and read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from extractors import imaging
from extractors.ocr import OcrWord

if TYPE_CHECKING:
    from PIL.Image import Image

#: Of a page with fewer words no number is missed.
_FEW_WORDS = 20
#: In heights of the page's words: how tall and how wide the ink of a figure or two is, how far the
#: text is from it, how much white is left around it.
_TALL, _WIDE, _FAR, _PAD = (0.5, 1.6), (0.1, 2.6), 0.7, 0.8
#: Ink at the very edge of the picture (share of its sides) is the edge of the paper.
_EDGE = 0.01
#: The enlargement, and the confidence of a figure that is one.
_SCALE, _TRUSTED = 2.0, 0.7


def with_page_figure(
    picture: Image, words: Sequence[OcrWord], read: Callable[[Image, float], list[OcrWord]]
) -> list[OcrWord]:
    """The words of a page with the number of one or two figures that stands alone under them, or
    over them where there is none.

    ``read(picture, scale)`` recognises one block of lines on a picture enlarged by ``scale``.
    """
    if len(words) < _FEW_WORDS:
        return list(words)
    high = median(word.bottom - word.top for word in words)
    top, bottom = min(w.top for w in words), max(w.bottom for w in words)
    edge = round(_EDGE * picture.height)
    bands = (round(bottom + _FAR * high), picture.height - edge), (edge, round(top - _FAR * high))
    for start, stop in bands:
        box = _lone(picture, start, stop, high) if stop - start > high else None
        found = box and _figure(picture, box, high, read)
        if box and found:
            block = max(word.line[0] for word in words) + 1
            return [*words, OcrWord(found[0], *box, found[1], (block, 1, 1))]
    return list(words)


def _lone(picture: Image, start: int, stop: int, high: float) -> tuple[int, int, int, int] | None:
    """The box (left, top, right, bottom) of all ink between two heights, where it is as large as a
    figure or two."""
    side = round(_EDGE * picture.width)
    strip = picture.crop((side, start, picture.width - side, stop))
    mask = imaging.ink(imaging.grey(strip))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    tall, wide = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    fits = _TALL[0] * high <= tall <= _TALL[1] * high and wide <= _WIDE[1] * high
    if not fits or wide < _WIDE[0] * high:
        return None
    left, top = side + int(columns[0]), start + int(rows[0])
    return left, top, left + wide, top + tall


def _figure(
    picture: Image,
    box: tuple[int, int, int, int],
    high: float,
    read: Callable[[Image, float], list[OcrWord]],
) -> tuple[str, float] | None:
    """The figures in a box and their confidence, where recognition believes in them."""
    pad = round(_PAD * high)
    cut = picture.crop((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)).convert("L")
    white = Pillow.new("L", cut.size, 255)
    inner = (pad, pad, cut.width - pad, cut.height - pad)
    white.paste(cut.crop(inner), inner[:2])
    size = round(_SCALE * cut.width), round(_SCALE * cut.height)
    found = read(white.resize(size, Pillow.Resampling.LANCZOS), _SCALE)
    if len(found) != 1 or not found[0].text.isdecimal() or found[0].confidence < _TRUSTED:
        return None
    return found[0].text, found[0].confidence
