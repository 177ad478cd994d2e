"""Words that recognition tore in two at a narrow gap: "dif ferent", "of ficial"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.ocr import OcrWord
from fixers.lexicon import is_word, zipf

#: A gap in a word is no wider than this share of the line's usual one; behind a single letter.
_NARROW, _NARROW_LETTER = 1.2, 0.75
#: The joined word is at least this common (zipf), and so many decades more than its first part.
_KNOWN, _MORE = 3.0, 1.0
#: The beginning of a digital object identifier, and how it goes on.
_PREFIX, _SUFFIX = re.compile(r"(?<!\d)10\.\d{3,8}$"), re.compile(r"\d{0,5}/\w")
_LANGUAGES = {"eng": "en", "rus": "ru", "ukr": "uk", "kaz": "kk", "bel": "be", "deu": "de", "fra": "fr"}  # fmt: skip


def joined(words: Sequence[OcrWord], language: str) -> list[OcrWord]:
    """The words, neighbours joined whose second part is no word and which make one together."""
    codes = [_LANGUAGES[m] for m in language.split("+") if m in _LANGUAGES]
    usual = _usual_gaps(words)
    out: list[OcrWord] = []
    for word in words:
        if out and _is_torn(out[-1], word, usual.get(word.line, 0.0), codes):
            out[-1] = replace(
                out[-1],
                text=out[-1].text + word.text,
                top=min(out[-1].top, word.top),
                right=word.right,
                bottom=max(out[-1].bottom, word.bottom),
                confidence=min(out[-1].confidence, word.confidence),
            )
        else:
            out.append(word)
    return out


def _usual_gaps(words: Sequence[OcrWord]) -> dict[tuple[int, int, int], float]:
    gaps: dict[tuple[int, int, int], list[int]] = {}
    for one, two in pairwise(words):
        if one.line == two.line:
            gaps.setdefault(one.line, []).append(two.left - one.right)
    return {line: float(median(found)) for line, found in gaps.items()}


def _is_torn(one: OcrWord, two: OcrWord, usual: float, codes: Sequence[str]) -> bool:
    if one.line == two.line and _PREFIX.search(one.text) and _SUFFIX.match(two.text):
        return True
    limit = _NARROW if sum(c.isalpha() for c in one.text) > 1 else _NARROW_LETTER
    narrow = one.line == two.line and -usual <= two.left - one.right < limit * usual
    return narrow and any(is_torn(one.text, two.text, code) for code in codes)


def is_torn(one: str, two: str, code: str) -> bool:
    """Whether two neighbours are one word of the language ``code``.

    >>> is_torn("dif", "ferent", "en"), is_torn("Dif", "ferences.", "en"), is_torn("H", "umanities", "en")
    (True, True, True)
    >>> is_torn("in", "come", "en"), is_torn("data", "sets", "en"), is_torn("A", "merica", "en")
    (False, False, False)
    """
    head, tail = one.lstrip("(«\"'“„["), two.rstrip(".,;:!?)»\"'”]")
    if not (head.isalpha() and tail.isalpha() and tail.islower()) or len(tail) < 3:
        return False
    if len(head) == 1 and (head.islower() or head in "AI"):
        return False
    whole = (head + tail).lower()
    least = _KNOWN if len(head) == 1 else max(_KNOWN, zipf(head.lower(), code) + _MORE)
    return not is_word(tail, code) and is_word(whole, code) and zipf(whole, code) >= least
