"""A garbled passage to text: what the channel and the language model agree on.

The passage is one paragraph, its line ends blanks. Places that must not change (numbers,
addresses, genuine Latin words) are locked: they are copied, and the language model sees a digit
or a Latin run. The result keeps, for each piece of output, the observed place that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from fixers.lookalike.alphabet import BLANK, LATIN, OTHER, base
from fixers.lookalike.beam import LONGEST, ORDERS, pair_costs, search
from fixers.lookalike.classes import UNKNOWN
from fixers.lookalike.model import Model, load
from fixers.lookalike.sound import is_number, itself, sound_parts
from fixers.lookalike.tagger import Tags, fused, tags

#: Weight of the language model (the channel has 1), share of the word model, penalty of an
#: unknown word, weight of case; chosen on 360 lines of the rendered exam.
OPTIONS = np.array([0.8, 0.7, 1.0, 0.7, 0.7])
#: Weights of the channel, of the tagger's labels and of its capitals.
FUSION = np.array([0.7, 0.5, 0.5])
BEAM = 24
FREE, SILENT = -1, -2
#: Steps of the language model that are remembered (a power of two).
CACHE = 1 << 16
#: Case states (see beam.py): of a passage that may begin inside a sentence, of a sentence.
ANYWHERE, START, INSIDE = 6, 3, 0
#: Characters read at once.
LONGEST_STRETCH = 1000

#: Numbers: of four digits and more anywhere, of two and more between non-letters.
NUMBER = re.compile(
    r"(?<![^\W_])(?:\d+[.,:/–-]{1,2})*\d+[.,:/–-]{0,2}\d+(?:%|(?![^\W_]))|\d{4,}|(?<=\d\d[-–])\d+(?!\w)"
)
#: A colon that ends something: no letter was ever taken for one there.
COLON = re.compile(r"(?<=\w):(?= |$)")
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


def lock(
    text: str, model: Model, said: Tags, genuine: Iterable[tuple[int, int]], *, sound: bool
) -> NDArray[np.int64]:
    """What is copied: for each character FREE, SILENT or the symbol that the model sees."""
    locks = np.full(len(text), FREE, dtype=np.int64)
    odds = itself(text, said)
    spans = [m.span() for pattern in (COLON, ADDRESS) for m in pattern.finditer(text)]
    spans += [m.span() for m in NUMBER.finditer(text) if is_number(odds, *m.span())]
    for start, stop in [*spans, *(sound_parts(text, odds) if sound else ()), *genuine]:
        for at in range(start, stop):
            symbol = model.symbols.get(text[at], OTHER)
            again = at > start and symbol == LATIN and locks[at - 1] in (LATIN, SILENT)
            locks[at] = SILENT if again else symbol
    if len(text) > 1 and text[-1] == "-" and text[-2].isalnum():  # a word cut at a line's end
        locks[-1] = model.symbols["-"]
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


@dataclass(frozen=True, slots=True)
class Lattice:
    """What the beam kept of a stretch of a passage; arrays as `beam.search` returns them, the
    nodes' places beside them. ``offset`` is where the stretch begins."""

    text: str
    texts: Sequence[str]
    offset: int
    parent: NDArray[np.int64]
    cand: NDArray[np.int64]
    score: NDArray[np.float64]
    ending: NDArray[np.float64]
    firsts: NDArray[np.int64]
    places: NDArray[np.int64]

    def path(self, node: int, start: int = 0) -> Iterator[Piece]:
        """The pieces that lead to a node, last first, back to a place of the stretch."""
        stop = int(self.places[node])
        while stop > start and (parent := int(self.parent[node])) >= 0:
            at, cand = int(self.places[parent]), int(self.cand[node])
            out = self.texts[cand] if cand >= 0 else self.text[at:stop]
            yield Piece(self.offset + at, self.offset + stop, out)
            node, stop = parent, at

    @property
    def total(self) -> float:
        """Log score of the best reading."""
        last = int(self.firsts[-2])
        return float(self.score[last]) if last < len(self.score) else 0.0

    def best(self) -> list[Piece]:
        """The best reading."""
        last = int(self.firsts[-2])
        return list(self.path(last))[::-1] if last < len(self.parent) else []

    def words(self, start: int, stop: int) -> list[tuple[str, float]]:
        """Readings of the word ``[start, stop)`` of the passage, case aside, best first, with
        their log scores; what follows the word is not considered."""
        start, stop = start - self.offset, stop - self.offset
        found: dict[str, tuple[str, float]] = {}
        for node in range(int(self.firsts[stop]), int(self.firsts[stop + 1])):
            pieces = list(self.path(node, start))
            if pieces and pieces[-1].start == start + self.offset:
                reading = "".join(p.text for p in reversed(pieces)).strip()
                score = float(self.score[node] + self.ending[node])
                if score > found.get(reading.lower(), ("", -np.inf))[1]:
                    found[reading.lower()] = reading, score
        return sorted(found.values(), key=lambda f: -f[1])


@dataclass(frozen=True, slots=True)
class Decoded:
    """A passage's reading, and the lattices of its stretches."""

    pieces: tuple[Piece, ...]
    lattices: tuple[Lattice, ...]

    @property
    def text(self) -> str:
        """The reading."""
        return "".join(p.text for p in self.pieces)

    @property
    def score(self) -> float:
        """Log score of the reading, channel and language together."""
        return sum(lattice.total for lattice in self.lattices)

    def words(self, start: int, stop: int) -> list[tuple[str, float]]:
        """Readings of a word, best first (see :meth:`Lattice.words`); none where it was cut."""
        for lattice in self.lattices:
            if lattice.offset <= start and stop <= lattice.offset + len(lattice.text):
                return lattice.words(start, stop)
        return []


def decode(
    text: str,
    model: Model,
    genuine: Iterable[tuple[int, int]] = (),
    *,
    sound: bool = True,
    options: NDArray[np.float64] = OPTIONS,
    beam: int = BEAM,
) -> Decoded:
    """The best reading of a passage (no line ends in it).

    ``sound``: words that the tagger takes for sound stay as they are.
    Long passages are read stretch by stretch, so that time and memory stay in proportion.
    """
    said = tags(text, model.lang)
    locks = lock(text, model, said, genuine, sound=sound)
    found: list[Piece] = []
    lattices = []
    for start, stop in stretches(text):
        before = "".join(p.text for p in found[-2 * ORDERS :])
        part = said.part(start, stop)
        lattice = _read(
            text[start:stop], start, locks[start:stop], model, part, before, options, beam
        )
        lattices.append(lattice)
        found += lattice.best()
    return Decoded(tuple(found), tuple(lattices))


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Places of stretches of at most ``LONGEST_STRETCH`` characters, cut behind sentences or
    blanks where there are any.

    >>> list(stretches("Tam xe.")), len(list(stretches("H" * 1500)))
    ([(0, 7)], 2)
    """
    start = 0
    while len(text) - start > LONGEST_STRETCH:
        half, stop = start + LONGEST_STRETCH // 2, start + LONGEST_STRETCH
        cut = text.rfind(". ", half, stop) + 1 or text.rfind(" ", half, stop)
        cut = cut + 1 if cut > 0 else stop
        yield start, cut
        start = cut
    if start < len(text):
        yield start, len(text)


def _read(
    text: str, offset: int, locks: NDArray[np.int64], model: Model, said: Tags, before: str,
    options: NDArray[np.float64], beam: int,
) -> Lattice:  # fmt: skip
    """The lattice of one stretch, read after what was read before it."""
    state, length = state_after(before, model)
    case = ANYWHERE if not before else START if before.rstrip()[-1:] in ".!?:" else INSIDE
    own = fused(segments(text, model, locks), model, said, FUSION)
    parent, cand, score, ending, firsts = search(
        own.segments, locks, own.starts, own.true, own.logp,
        model.sym, model.kind, model.upper, model.table, model.marks, model.values,
        model.classes, model.follows, model.case_cost, *scratch(model.lang), state, length, case,
        UNKNOWN, options, beam,
    )  # fmt: skip
    places = np.repeat(np.arange(len(firsts) - 1), np.diff(firsts))
    texts = [model.texts[n] for n in own.origin.tolist()]
    return Lattice(text, texts, offset, parent, cand, score, ending, firsts, places)


def state_after(before: str, model: Model) -> tuple[np.uint64, int]:
    """The language model's state after a text: its last eight symbols, packed."""
    known = [model.symbols.get(c, OTHER) for c in before[-ORDERS + 1 :]] or [BLANK]
    state = 0
    for symbol in known:
        state = state << 6 | symbol
    return np.uint64(state), len(known)
