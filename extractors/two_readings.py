"""Two readings of one page: a poor picture, and a layer that an older recognition left garbled.

Files are often made smaller after they were recognised. The picture then shows less than the old
recogniser saw, and its layer, though in the letters of the wrong language, tells more. The
lookalike decoder lists what each garbled word may stand for, with log scores of its channel and
its language; of these, and of the word as it was recognised now, that one is taken which explains
both readings best.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from corpus.document import BBox
from extractors.lines import Piece, lines_of
from extractors.observed import Word
from extractors.triage import known_share
from fixers.lexicon import is_word
from fixers.plausibility import plausibility

if TYPE_CHECKING:
    from extractors.recognise import Recognised
    from fixers.lookalike.decode import Decoded

_CYRILLIC = re.compile(r"[\u0400-\u04ff]{3}")
#: Languages that the lookalike decoder reads.
_DECODED = ("ru", "uk", "be", "bg", "kk")
#: A page that recognition trusts as much as this needs no second witness.
_SURE_PAGE = 0.9
#: … nor does a known word that is trusted as much as this.
_SURE_WORD = 0.75
#: The log probability of each letter that recognition now reads otherwise than the candidate:
#: the surer the reading, the less likely.
_MISREAD, _MISREAD_SURE = 1.2, 4.0
#: Of words with so few letters many look alike: a difference weighs so much more.
_SHORT_WORD, _SHORT = 3, 1.6
#: What a word loses that the layer cannot stand for, as a log probability: known words less.
_UNEXPLAINED_WORD, _UNEXPLAINED = 7.0, 12.0
#: A layer with so much more of its words known once it is decoded, and at least so many characters
#: (a share of those recognised), is the better reading of the page.
_BETTER, _ENOUGH = 0.04, 0.8
#: Readings of a garbled word that are weighed.
_CANDIDATES = 12
#: Boxes of one word share this much of the wider one's width; their middles differ by less than
#: this share of the height.
_SAME_PLACE, _SAME_HEIGHT = 0.6, 0.7


@dataclass(frozen=True, slots=True)
class _Garbled:
    """A word of the layer: its box in points, its line, and its place in the line's text."""

    box: BBox
    line: int
    start: int
    stop: int


def reads_better(found: Recognised, layer: Sequence[Piece]) -> bool:
    """Whether the garbled layer, once decoded, holds clearly more words than recognition found."""
    text = " ".join(piece.text for piece in found.pieces)
    if found.confidence >= _SURE_PAGE or not _CYRILLIC.search(text):
        return False
    lang = plausibility(text).lang
    lang = lang if lang in _DECODED else "ru"  # hardly a word: then nothing is told of its language
    lines = lines_of([piece for piece in layer if piece.table is None])
    if sum(len(line.text) for line in lines) < _ENOUGH * len(text):
        return False
    from fixers.lookalike.decode import decode
    from fixers.lookalike.model import load

    model = load(lang)
    decoded = " ".join(decode(line.text, model).text for line in lines if line.text.strip())
    return known_share(decoded)[0] > known_share(text)[0] + _BETTER


def with_layer(
    found: Recognised, layer: Sequence[Piece], width: float, height: float
) -> Recognised:
    """What recognition found, doubtful words settled by the garbled ``layer`` under the picture.

    ``width`` and ``height`` are those of the page in points: setting the picture straight made it
    larger, about its middle.
    """
    text = " ".join(piece.text for piece in found.pieces)
    lang = plausibility(text).lang
    if found.confidence >= _SURE_PAGE or found.rotation or not layer or lang not in _DECODED:
        return found
    by = (found.width - width) / 2, (found.height - height) / 2
    witness = _Witness([p for p in layer if p.table is None], by, lang)
    pieces = tuple(replace(p, words=tuple(map(witness.settled, p.words))) for p in found.pieces)
    return replace(found, pieces=pieces)


class _Witness:
    """The garbled layer, asked for single words; its lines are decoded when first asked for."""

    def __init__(self, layer: Sequence[Piece], by: tuple[float, float], lang: str) -> None:
        lines = lines_of(layer)
        self._texts = [" ".join(word.text for word in line.words) for line in lines]
        self._words = [word for n, line in enumerate(lines) for word in _places(n, line.words)]
        self._by, self._lang = by, lang
        self._decoded: dict[int, Decoded] = {}

    def settled(self, word: Word) -> Word:
        """The word, or what explains it and the layer better."""
        sure = word.confidence >= _SURE_WORD and is_word(_letters(word.text), self._lang)
        there = None if sure or not _letters(word.text) else self._under(word)
        if there is None:
            return word
        best = best_of(word, self._readings(there), self._lang)
        return word if best == word.text else replace(word, text=best)

    def _under(self, word: Word) -> _Garbled | None:
        """The word of the layer in the place of a recognised one."""
        across, down = self._by
        x0, top, x1, bottom = (
            word.bbox[0] - across, word.bbox[1] - down, word.bbox[2] - across, word.bbox[3] - down,
        )  # fmt: skip
        near = [
            g
            for g in self._words
            if _overlap(g.box, x0, x1) >= _SAME_PLACE
            and abs(g.box[1] + g.box[3] - top - bottom) < 2 * _SAME_HEIGHT * (bottom - top)
        ]
        return near[0] if len(near) == 1 else None

    def _readings(self, garbled: _Garbled) -> list[tuple[str, float]]:
        """What a garbled word may stand for, best first, with log scores."""
        from fixers.lookalike.decode import decode
        from fixers.lookalike.model import load

        if garbled.line not in self._decoded:
            model = load(self._lang)
            self._decoded[garbled.line] = decode(self._texts[garbled.line], model)
        return self._decoded[garbled.line].words(garbled.start, garbled.stop)[:_CANDIDATES]


def best_of(word: Word, readings: Sequence[tuple[str, float]], lang: str) -> str:
    """Of a recognised word and the readings of the garbled one (best first, with log scores),
    that which explains both best; its case is the recognised one's where only that differs.

    >>> word = Word("горола,", [0, 0, 1, 1], 0.52)
    >>> best_of(word, [("города,", -8.0), ("горсда,", -15.0)], "ru")
    'города,'
    >>> best_of(word, [("парома,", -8.0)], "ru")
    'горола,'
    """
    if not readings:
        return word.text
    least = _UNEXPLAINED_WORD if is_word(_letters(word.text), lang) else _UNEXPLAINED
    top = readings[0][1]
    said, letters = word.text.lower(), _letters(word.text).lower()
    each = _MISREAD + _MISREAD_SURE * word.confidence
    each *= _SHORT if len(letters) <= _SHORT_WORD else 1.0
    if any(text.lower() == said for text, _ in readings):
        least = top - next(score for text, score in readings if text.lower() == said)
    weighed = [
        (score - top - each * Levenshtein.distance(said, text.lower()), text)
        for text, score in readings
        if _may_stand(_letters(text).lower(), letters, lang, cut=text.endswith("-"))
    ]
    worth, best = max(weighed, default=(-math.inf, ""))
    return _in_case_of(word.text, best) if worth > -least and best.lower() != said else word.text


def _may_stand(text: str, letters: str, lang: str, *, cut: bool) -> bool:
    """A candidate that is a word, or the beginning of one, with other letters than were read."""
    return text != letters and ((cut and len(text) > 1) or is_word(text, lang))


def _in_case_of(seen: str, text: str) -> str:
    """The text in capitals as they were seen now: the old layer, in another script, tells less.

    >>> _in_case_of("длнление", "Давление"), _in_case_of("ПЕТЕРВУРГ", "Петербург")
    ('давление', 'ПЕТЕРБУРГ')
    """
    letters = _letters(seen)
    if len(letters) > 1 and letters.isupper():
        return text.upper()
    if letters[:1].islower():
        return text.lower()
    first = next((i for i, c in enumerate(text) if c.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :].lower()


def _places(line: int, words: Sequence[Word]) -> Iterator[_Garbled]:
    at = 0
    for word in words:
        yield _Garbled(word.bbox, line, at, at + len(word.text))
        at += len(word.text) + 1


def _overlap(box: BBox, x0: float, x1: float) -> float:
    """The width that both share, as a share of the wider one."""
    return (min(box[2], x1) - max(box[0], x0)) / max(box[2] - box[0], x1 - x0, 1.0)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())
