"""What of a garbled passage was never garbled: the tagger's word for it.

The tagger learned on garbled text with sound stretches inside (names, citations, formulas,
addresses) and on sound text, whose characters stand for themselves. So the probability that a
character stands for itself, seen in its context, tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fixers.lookalike.alphabet import base
from fixers.lookalike.tagger import Tags, network

#: Log odds of one character are cut to this range.
REACH = 5.0
#: Mean log odds per character from which a word stays as it is; a single letter.
STAYS, STAYS_ALONE = 1.5, 3.0
#: Mean log odds per digit below which what looks like a number is letters.
NO_NUMBER = -2.0
#: References to a list of sources, which end in their bracket.
CITATION = re.compile(
    r"\[\d{1,3}(?:(?:\s?[-–—]\s?|[,;]\s?)\d{1,3}){0,8}(?:[,;]\s?[pcсCС]{1,2}\.\s?[\d–-]+)?\]"
)
#: A symbol with its arguments.
CALL = re.compile(r"(?<!\w)[A-Za-z]{1,2}\((?:\w{1,2}, ?){0,8}\w{1,2}\)")
PART = re.compile(r"[^\s–—-]+")
CORE = re.compile(r"[\w\[({<«“\"].*[\w\])}>»”\"%]|\w", re.S)


def itself(text: str, said: Tags) -> NDArray[np.float64]:
    """Log odds that each character of a passage stands for itself, accent and case aside; 0 for
    characters that the tagger does not write."""
    own = np.array([_own(c) for c in text], dtype=np.int64)
    p = said.labels[np.arange(len(text)), own].astype(np.float64)
    p = np.minimum(p, -1e-4)
    odds = np.clip(p - np.log1p(-np.exp(p)), -REACH, REACH)
    return np.where(own == said.labels.shape[1] - 1, 0.0, odds)


@lru_cache(maxsize=4096)
def _own(char: str) -> int:
    """The number of the label that is the character itself; the last column where there is none."""
    return _numbers().get(base(char).lower(), len(network().labels))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {label: n for n, label in enumerate(network().labels)}


def sound_parts(text: str, odds: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Words of a passage, or their parts between hyphens, that stand as they were written.

    ``odds``: of :func:`itself`. Marks at a part's ends are not in it.
    """
    yield from (m.span() for m in CITATION.finditer(text))
    yield from (m.span() for m in CALL.finditer(text) if odds[m.start() : m.end()].mean() > 0)
    for part in PART.finditer(text):
        core = CORE.search(text, *part.span())
        if core is None:
            continue
        start, stop = core.span()
        known = [k for k in range(start, stop) if text[k].isalnum()]
        if not any(text[k].isalpha() for k in known):
            continue
        if stays(odds[known]):
            yield start, stop


def stays(odds: NDArray[np.float64]) -> bool:
    """Whether letters with such odds are a word that stands as it was written.

    >>> stays(np.array([4.0, 2.0])), stays(np.array([2.0])), stays(np.array([]))
    (True, False, False)
    """
    return bool(len(odds)) and float(odds.mean()) > (STAYS_ALONE if len(odds) == 1 else STAYS)


def is_number(odds: NDArray[np.float64], start: int, stop: int) -> bool:
    """Whether figures at a place are figures (and no letters that look like them)."""
    return bool(odds[start:stop].mean() > NO_NUMBER)
