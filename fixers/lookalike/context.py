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
CAPITALISED = re.compile(r"(?<=[\u0430-\u045f,] )[\u0400-\u042f][\u0430-\u045f]{4,}")
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
                counts[stem(word)] += 1
    return [found for found, n in counts.most_common(MOST) if n > 1]


def stem(word: str) -> str:
    """A lower-cased word without its ending.

    >>> stem("Президента"), stem("Там")
    ('президе', 'там')
    """
    return word.lower()[: max(SHORTEST, len(word) - ENDING)]


def names(texts: Iterable[str]) -> set[str]:
    """Stems of words that are capitalised inside sentences at least twice.

    >>> names(["указ Президента и при Президенте", "в Президиуме"])
    {'президе'}
    """
    counts = Counter(stem(w) for text in texts for w in CAPITALISED.findall(text))
    return {name for name, n in counts.items() if n > 1}


def tuned(model: Model, texts: Iterable[str]) -> Model:
    """The model with the forms of the document's repeated words made likelier."""
    values = model.values.copy()
    for start in stems(texts, model.lang):
        for word in forms(start, model.lang, len(start) + ENDING + 1):
            slot = slot_of(model, word)
            if slot >= 0:
                value = int(values[slot])
                values[slot] = min(63, (value >> 2) + BOOST) << 2 | value & 3
    return replace(model, values=values)
