"""Roman numerals and addresses in Cyrillic text, which recognition writes in Cyrillic letters.

"VII конференции" comes out as "УП конференции", "10.41138/jri-2022" as "10.41138/гі-2022". Words that
can only be Latin are read again by models of Latin letters; a numeral is taken over where its
shape in Cyrillic letters tells the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.ocr import OcrWord
from extractors.one_script import models_by_script
from extractors.raised import on_paper
from extractors.second_look import SCALE, by_line, cut_out, stacked

if TYPE_CHECKING:
    from PIL.Image import Image

#: Numerals up to 39.
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
#: What the figures of a numeral are taken for.
_SHAPES = {"У": "V", "Х": "X", "П": "II", "Ш": "III", "Т": "I", "Г": "I", "І": "I", "[": "I", "|": "I", "1": "I", "l": "I"}  # fmt: skip
_LIKE_ROMAN = re.compile(r"[УХПШТГИІVXI\[|1l]{1,5}")
#: What a numeral in front of it counts.
_COUNTED = re.compile(
    r"(?:конференц|съезд|конгресс|симпозиум|международн|всероссийск|всесоюзн|республиканск|межвузовск|"
    r"чтени|сесси|созыв|форум|век(?:а|е|у|ов|ах)?\b|вв?\.$|столети|тысячелети|квартал)\w*",
    re.IGNORECASE,
)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
#: Digital object identifiers, and addresses of pages and letters.
_ADDRESS = re.compile(r"10\.\d{4,}/|https?:|www\.|\w@\w")
#: So much of a second reading stands within the first one's box.
_SAME_PLACE = 0.6
_LINE = tuple[int, int, int]
Read = Callable[[str, "Image", float], list[OcrWord]]


def in_latin(
    picture: Image,
    words: Sequence[OcrWord],
    language: str,
    read: Read,
    numeral: Callable[[Image], str],
) -> list[OcrWord]:
    """The words, addresses and Roman numerals among them in Latin letters.

    ``read(language, picture, scale)`` recognises one block of lines, ``numeral(picture)`` the
    figures I, V and X on a small picture.
    """
    latin = models_by_script(language)["latin"]
    lines: dict[_LINE, list[OcrWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    odd = {
        id(w): key
        for key, line in lines.items()
        for at, w in enumerate(line)
        if is_odd_address(w.text) or is_odd_numeral([v.text for v in line], at)
    }
    if not latin or not odd:
        return list(words)
    strips = cut_out(picture, [(key, lines[key]) for key in dict.fromkeys(odd.values())])
    found = by_line(read(latin, stacked(strips), SCALE), strips)
    return [_told(picture, w, found.get(w.line, []), numeral) if id(w) in odd else w for w in words]


def is_odd_address(word: str) -> bool:
    """
    >>> is_odd_address("10.41138/гі-2022-25-10"), is_odd_address("10.41138/jri-2022-25-10")
    (True, False)
    """
    return bool(_ADDRESS.search(word) and _CYRILLIC.search(word))


def is_odd_numeral(words: Sequence[str], at: int) -> bool:
    """A word in the shape of a Roman numeral, in Cyrillic letters, before what is counted.

    >>> is_odd_numeral(["материалы", "УП", "конференции."], 1), is_odd_numeral(["УП", "и", "ТУ"], 0)
    (True, False)
    """
    after = words[at + 1] if at + 1 < len(words) else ""
    return bool(
        _LIKE_ROMAN.fullmatch(words[at])
        and not _ROMAN.fullmatch(words[at])
        and _COUNTED.match(after)
    )


def by_shape(word: str) -> str | None:
    """The numeral that Cyrillic letters look like, if it is one.

    >>> by_shape("УП"), by_shape("ХП"), by_shape("ТУ"), by_shape("ХПИ")
    ('VII', 'XII', 'IV', None)
    """
    text = "".join(_SHAPES.get(c, c) for c in word)
    return text if text and _ROMAN.fullmatch(text) else None


def _told(
    picture: Image,
    word: OcrWord,
    seconds: Sequence[OcrWord],
    numeral: Callable[[Image], str],
) -> OcrWord:
    """The word as the second reading tells it, where that can be trusted."""
    near = [s for s in seconds if _share_within(s, word) >= _SAME_PLACE]
    second = "".join(s.text for s in sorted(near, key=lambda s: s.left))
    if is_odd_address(word.text):
        sound = _ADDRESS.search(second) and not _CYRILLIC.search(second)
        alike = _figures(second) == _figures(word.text)
        return replace(word, text=second) if sound and alike else word
    shape = by_shape(word.text)
    if shape is None:
        return word
    box = word.left, word.top, word.right, word.bottom
    read = (second, numeral(on_paper(picture, box, word.bottom - word.top)))
    return replace(word, text=shape) if any(_agrees(shape, r) for r in read) else word


def _agrees(shape: str, read: str) -> bool:
    """The same numeral, or one that lacks a stroke: letters show their strokes more surely."""
    return bool(read and _ROMAN.fullmatch(read)) and read in (shape, shape.removesuffix("I"))


def _share_within(second: OcrWord, word: OcrWord) -> float:
    common = min(second.right, word.right) - max(second.left, word.left)
    return common / max(second.right - second.left, 1)


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
