"""What a document says elsewhere, as evidence for its garbled words.

A word whose stem occurs at least twice in the document (in sound Cyrillic text or in the first
reading of the garbled part) is likelier to occur again, in any of its forms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from fixers.lexicon import forms, is_word
from fixers.lookalike.model import Model, slot_of

WORD = re.compile(r"[\u0400-\u052f]{5,}")
#: Letters cut from a word's end to get its stem, and the shortest stem.
ENDING, SHORTEST = 3, 4
#: Stems taken from a document at most, commonest first.
MOST = 300
#: How much likelier their forms get, in eighths of a decade.
BOOST = 10


def stems(texts: Iterable[str], lang: str) -> list[str]:
    """Stems of the known words that occur at least twice.

    >>> stems(["Ядерная программа и ядерные амбиции; амбициозный план"], "ru")
    ['ядер']
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for word in WORD.findall(text.lower()):
            if is_word(word, lang):
                counts[word[: max(SHORTEST, len(word) - ENDING)]] += 1
    return [stem for stem, n in counts.most_common(MOST) if n > 1]


def tuned(model: Model, texts: Iterable[str]) -> Model:
    """The model with the forms of the document's repeated words made likelier."""
    values = model.values.copy()
    for stem in stems(texts, model.lang):
        for word in forms(stem, model.lang, len(stem) + ENDING + 1):
            slot = slot_of(model, word)
            if slot >= 0:
                value = int(values[slot])
                values[slot] = min(63, (value >> 2) + BOOST) << 2 | value & 3
    return replace(model, values=values)
