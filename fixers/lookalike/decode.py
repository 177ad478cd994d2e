"""A garbled passage to text: what the channel and the language model agree on.

The passage is one paragraph, its line ends blanks. Places that must not change (numbers,
addresses, genuine Latin words) are locked: they are copied, and the language model sees a digit
or a Latin run. The result keeps, for each piece of output, the observed place that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from fixers.lookalike.alphabet import BLANK, LATIN, OTHER
from fixers.lookalike.beam import LONGEST, ORDERS, pair_costs, search
from fixers.lookalike.model import Model, load

#: Weight of the language model (the channel has 1), share of the word model, penalty of an
#: unknown word, weight of case; fitted on the training fonts by `training/tune.py`.
OPTIONS = np.array([0.85, 0.5, 2.0, 1.1])
BEAM = 24
FREE, SILENT = -1, -2
#: Steps of the language model that are remembered (a power of two).
CACHE = 1 << 16
#: Case state of a passage that may begin inside a sentence (see beam.py).
ANYWHERE = 6

#: Numbers: of four digits and more anywhere, of two and more between non-letters.
NUMBER = re.compile(
    r"\d{4,}|(?<![^\W_])(?:\d+[.,:/–-])*\d+[.,:/–-]?\d+(?:%|(?![^\W_]))|(?<=\d\d[-–])\d+(?!\w)"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+@[\w-]+\.[a-z]{2,}|doi:?\s?10\.\S+", re.I)


Scratch = tuple[NDArray[np.uint64], NDArray[np.float32], NDArray[np.int8], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` was decoded from ``observed[start:stop]``."""

    start: int
    stop: int
    text: str


@cache
def scratch(lang: str) -> Scratch:
    """The cache of `fixers.lookalike.beam.cached_step` for a language, kept between passages,
    and the costs of its pairs of symbols."""
    seen = np.zeros(CACHE, np.uint64), np.zeros(CACHE, np.float32), np.zeros(CACHE, np.int8)
    return *seen, pair_costs(load(lang).table)


def lock(text: str, model: Model, genuine: Iterable[tuple[int, int]] = ()) -> NDArray[np.int64]:
    """What is copied: for each character FREE, SILENT or the symbol that the model sees."""
    locks = np.full(len(text), FREE, dtype=np.int64)
    spans = [m.span() for pattern in (NUMBER, ADDRESS) for m in pattern.finditer(text)]
    for start, stop in [*spans, *genuine]:
        for at in range(start, stop):
            symbol = model.symbols.get(text[at], OTHER)
            again = at > start and symbol == LATIN and locks[at - 1] in (LATIN, SILENT)
            locks[at] = SILENT if again else symbol
    return locks


def segments(text: str, model: Model, locks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the channel's segment of each length at each place, −1 where there is none."""
    table = np.full((len(text), LONGEST), -1, dtype=np.int64)
    find = model.segments.get
    find_char = model.segments
    free = (locks == FREE).tolist()
    text = "".join(c if c in find_char else base(c) for c in text)
    for at in range(len(text)):
        for width in range(1, LONGEST + 1):
            stop = at + width
            if stop > len(text) or not free[stop - 1]:
                break
            table[at, width - 1] = find(text[at:stop], -1)
    return table


def base(char: str) -> str:
    """The letter without its accent, for characters that the channel has never seen.

    >>> base("å"), base("☃")
    ('a', '☃')
    """
    return unicodedata.normalize("NFKD", char)[0]


def decode(
    text: str,
    model: Model,
    genuine: Iterable[tuple[int, int]] = (),
    *,
    options: NDArray[np.float64] = OPTIONS,
    beam: int = BEAM,
) -> list[Piece]:
    """The best reading of a passage (no line ends in it), piece by piece in order."""
    if not text:
        return []
    locks = lock(text, model, genuine)
    _, lengths, paths = search(
        segments(text, model, locks), locks, model.starts, model.cand_true, model.cand_logp,
        model.sym, model.kind, model.upper, model.table, model.marks, model.values,
        model.case_cost, *scratch(model.lang), np.uint64(BLANK), 1, ANYWHERE, options, beam, 1,
    )  # fmt: skip
    return pieces(text, model, paths[0, : lengths[0]])


def pieces(text: str, model: Model, path: NDArray[np.int64]) -> list[Piece]:
    """A path of the beam as pieces, first to last."""
    starts = [int(at) for at in path[::-1, 0]]
    stops = [*starts[1:], len(text)]
    texts = [model.texts[c] if c >= 0 else None for c in path[::-1, 1].tolist()]
    return [
        Piece(a, b, text[a:b] if t is None else t)
        for a, b, t in zip(starts, stops, texts, strict=True)
    ]


def nearest(
    text: str, model: Model, before: str, *, beam: int = 10, options: NDArray[np.float64] = OPTIONS
) -> list[tuple[str, float]]:
    """Readings of one word (case aside, best first) with their log scores.

    ``text`` is the observed word with the blank behind it, ``before`` what has been read in
    front of it.
    """
    locks = lock(text, model)
    state, length = state_after(before, model)
    scores, lengths, paths = search(
        segments(text, model, locks), locks, model.starts, model.cand_true, model.cand_logp,
        model.sym, model.kind, model.upper, model.table, model.marks, model.values,
        model.case_cost, *scratch(model.lang), state, length, 0, options, beam, beam,
    )  # fmt: skip
    found: dict[str, tuple[str, float]] = {}
    for r in range(len(scores)):
        reading = "".join(p.text for p in pieces(text, model, paths[r, : lengths[r]])).rstrip()
        found.setdefault(reading.lower(), (reading, float(scores[r])))
    return list(found.values())


def state_after(before: str, model: Model) -> tuple[np.uint64, int]:
    """The language model's state after a text: its last eight symbols, packed."""
    known = [model.symbols.get(c, OTHER) for c in before[-ORDERS + 1 :]] or [BLANK]
    state = 0
    for symbol in known:
        state = state << 6 | symbol
    return np.uint64(state), len(known)
