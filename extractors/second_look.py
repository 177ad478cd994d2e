"""A second look at doubtful words: their lines, enlarged, in one more call of the engine.

Recognition knows where it fails ("3927" for "392,7" comes with confidence 0). The lines of
such words are cut out, enlarged, stacked into one picture and read again; a word is replaced
where one word stands in its place the second time and is trusted clearly more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from extractors.ocr import OcrWord

if TYPE_CHECKING:
    from PIL.Image import Image

#: Words under this confidence are looked at again …
_DOUBTFUL = 0.6
#: … and replaced by one at least so trusted, and by so much more.
_TRUSTED, _GAIN = 0.7, 0.2
#: At most so many lines: a page that is doubtful everywhere needs another remedy.
MOST_LINES = 40
#: The enlargement, and white around each line, pixels of the enlarged picture.
SCALE = 2.0
_MARGIN = 24
#: Two boxes are one word when they share this much of the wider one.
_SAME_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class Strip:
    """A line cut out: where it stood, and from which row it stands in the stack."""

    key: tuple[int, int, int]
    left: int
    row: int
    height: int
    picture: Image


def second_look(
    picture: Image, words: Sequence[OcrWord], read: Callable[[Image, float], list[OcrWord]]
) -> list[OcrWord]:
    """The words, doubtful ones replaced where a second reading is better.

    ``read(picture, scale)`` recognises one block of lines on a picture enlarged by ``scale``.
    """
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    doubtful = [key for key, line in lines.items() if any(map(_is_doubtful, line))]
    if not doubtful or len(doubtful) > MOST_LINES:
        return list(words)
    strips = cut_out(picture, [(key, lines[key]) for key in doubtful])
    found = by_line(read(stacked(strips), SCALE), strips)
    return [_better(word, found.get(word.line, [])) for word in words]


def _is_doubtful(word: OcrWord) -> bool:
    return word.confidence < _DOUBTFUL and sum(c.isalnum() for c in word.text) >= 2


def cut_out(
    picture: Image, lines: Sequence[tuple[tuple[int, int, int], Sequence[OcrWord]]]
) -> list[Strip]:
    """The lines cut out of a page and enlarged, with their rows in the stack."""
    strips: list[Strip] = []
    row = _MARGIN
    for key, line in lines:
        pad = max(4, (max(w.bottom for w in line) - min(w.top for w in line)) // 6)
        left, top = max(0, min(w.left for w in line) - pad), max(0, min(w.top for w in line) - pad)
        right = min(picture.width, max(w.right for w in line) + pad)
        bottom = min(picture.height, max(w.bottom for w in line) + pad)
        cut = picture.crop((left, top, right, bottom)).convert("L")
        size = (max(1, round(cut.width * SCALE)), max(1, round(cut.height * SCALE)))
        enlarged = cut.resize(size, Pillow.Resampling.LANCZOS)
        strips.append(Strip(key, left, row, enlarged.height, enlarged))
        row += enlarged.height + _MARGIN
    return strips


def stacked(strips: Sequence[Strip]) -> Image:
    """The strips under each other on one picture."""
    width = max(strip.picture.width for strip in strips) + 2 * _MARGIN
    height = strips[-1].row + strips[-1].height + _MARGIN
    out = Pillow.new("L", (width, height), 255)
    for strip in strips:
        out.paste(strip.picture, (_MARGIN, strip.row))
    return out


def by_line(
    words: Sequence[OcrWord], strips: Sequence[Strip]
) -> dict[tuple[int, int, int], list[OcrWord]]:
    """The second words by the line that they belong to, at their places on the page."""
    out: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in words:
        middle = (word.top + word.bottom) / 2
        for strip in strips:
            if strip.row <= middle < strip.row + strip.height:
                left = strip.left + (word.left - _MARGIN) / SCALE
                right = strip.left + (word.right - _MARGIN) / SCALE
                out[strip.key].append(replace(word, left=round(left), right=round(right)))
    return out


def _better(word: OcrWord, seconds: Sequence[OcrWord]) -> OcrWord:
    """The word with the second reading's text where that is clearly more trusted."""
    if not _is_doubtful(word):
        return word
    near = [s for s in seconds if min(s.right, word.right) > max(s.left, word.left)]
    if len(near) != 1 or overlap(word, near[0]) < _SAME_PLACE:
        return word
    second = near[0]
    if second.confidence < max(_TRUSTED, word.confidence + _GAIN):
        return word
    left, right = min(word.left, second.left), max(word.right, second.right)
    return replace(word, text=second.text, confidence=second.confidence, left=left, right=right)


def overlap(a: OcrWord, b: OcrWord) -> float:
    """The width that two words share, as a share of the wider one."""
    common = min(a.right, b.right) - max(a.left, b.left)
    return common / max(a.right - a.left, b.right - b.left, 1)
