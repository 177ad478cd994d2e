"""Paragraphs of a recognised page that are in another language than the page's model.

A page of a Russian journal may hold a Kazakh or Ukrainian title and abstract; "rus+eng" reads
"ғ" as "г" and "і" as "!". Such paragraphs are found by their words and read again, with what
stands between them, with the model of their language in front.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import ocr
from extractors.ocr import OcrWord
from fixers.lexicon import is_word
from fixers.plausibility import plausibility

if TYPE_CHECKING:
    from PIL.Image import Image

#: Letters from which on the words of a paragraph tell its language, and all of them on a page.
_TELLING, _ENOUGH = 40, 150
#: White left around what is cut out, in heights of a line.
_MARGIN = 0.4
#: Languages taken for another where letters of their own were lost: Kyrgyz for Kazakh.
_SISTERS = {"ky": "kk", "tt": "kk", "kk": "kk", "uk": "uk", "be": "be", "bg": "bg"}
#: How many more of the words a second reading must know (share).
_GAIN = 0.05
_LONGER = re.compile(r"[^\W\d_]{4,}")
_Box = tuple[int, int, int, int]


def reread_paragraphs(
    picture: Image,
    words: Sequence[OcrWord],
    language: str,
    read: Callable[[Image, str], list[OcrWord]],
) -> list[OcrWord]:
    """The words, paragraphs in a language that ``language`` (a model expression) lacks read again.

    ``read(picture, language)`` recognises a stretch of a page.
    """
    paragraphs: dict[tuple[int, int], list[OcrWord]] = defaultdict(list)
    for word in words:
        paragraphs[word.line[:2]].append(word)
    foreign: dict[str, list[OcrWord]] = defaultdict(list)
    for paragraph in paragraphs.values():
        if (lang := _foreign(paragraph, language)) is not None:
            foreign[lang] += paragraph
    for lang, found in foreign.items():
        if sum(len(word.text) for word in found) >= _ENOUGH:
            words = _read_again(picture, words, _hull(found), lang, language, read)
    return list(words)


def _foreign(paragraph: Sequence[OcrWord], language: str) -> str | None:
    """The language of a paragraph, if its model is installed and not among those used."""
    text = " ".join(word.text for word in paragraph)
    if sum(c.isalpha() for c in text) < _TELLING:
        return None
    lang = _SISTERS.get(plausibility(text).lang or "")
    model = ocr.MODELS.get(lang or "")
    if model is None or model in language.split("+") or model not in ocr.installed():
        return None
    return lang


def _hull(words: Sequence[OcrWord]) -> _Box:
    """The box around the words, with a margin."""
    heights = sorted(word.bottom - word.top for word in words)
    margin = round(_MARGIN * heights[len(heights) // 2])
    return (
        max(0, min(w.left for w in words) - margin),
        max(0, min(w.top for w in words) - margin),
        max(w.right for w in words) + margin,
        max(w.bottom for w in words) + margin,
    )


def _read_again(
    picture: Image,
    words: Sequence[OcrWord],
    box: _Box,
    lang: str,
    language: str,
    read: Callable[[Image, str], list[OcrWord]],
) -> list[OcrWord]:
    """The words with those inside ``box`` replaced by a second reading, where that is better."""
    box = (box[0], box[1], min(box[2], picture.width), min(box[3], picture.height))
    inside = [word for word in words if _within(word, box)]
    last = max(word.line[0] for word in words)
    again = [
        _placed(word, box, last)
        for word in read(picture.crop(box), f"{ocr.MODELS[lang]}+{language}")
    ]
    if not again or _worth(again, lang) < _worth(inside, lang) + _GAIN:
        return list(words)
    first = next(i for i, word in enumerate(words) if _within(word, box))
    before = [word for word in words[:first] if not _within(word, box)]
    return [*before, *again, *[word for word in words[first:] if not _within(word, box)]]


def _within(word: OcrWord, box: _Box) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _placed(word: OcrWord, box: _Box, last: int) -> OcrWord:
    """A word of the part at its place on the page, its line numbered behind all others."""
    block, paragraph, line = word.line
    return replace(
        word,
        left=word.left + box[0], right=word.right + box[0],
        top=word.top + box[1], bottom=word.bottom + box[1],
        line=(last + block + 1, paragraph, line),
    )  # fmt: skip


def _worth(words: Sequence[OcrWord], lang: str) -> float:
    """The share of longer words that the language knows, 0 to 1."""
    longer = _LONGER.findall(" ".join(word.text for word in words))
    return sum(is_word(word, lang) for word in longer) / max(len(longer), 1)
