"""Where a document is garbled: Cyrillic that was read as Latin, against genuine Latin script.

Every token gets log odds from `fixers.lookalike.scores`; words of the lexicon lower them; a
two-state Viterbi path over the whole document turns them into runs, so that a page of garbage
keeps its short lines and a sound page keeps its odd words. Most text never gets past the first
step, which is vectorised.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fixers.lexicon import is_word, zipf
from fixers.lookalike.scores import encode, score_tokens, tokens

#: A document is looked at when one paragraph holds a run of tokens with this much evidence.
SUSPICION = 5.0
#: A run with this much evidence is garbled beyond doubt; with less it needs such neighbours.
CERTAIN = 14.0
#: Below this a run is not even mentioned.
WORTH_A_FLAG = 7.0
#: A word this frequent in English (zipf) that is longer than garbled twins by chance are.
COMMON_ENGLISH = 3.0
#: Log odds of one token from which it is genuine whatever stands around.
GENUINE = -5.0
#: Mean log odds of a token's characters to stand for themselves below which they do not.
FOREIGN = -1.0
#: What stands on either side says of a stretch (log odds): garbled words; genuine ones, in a line
#: without garbled ones, and in one between garbled paragraphs; the paragraph's edge, the next
#: paragraph garbled or not.
TOUCHES_GARBLED, TOUCHES_GENUINE, AMID_GENUINE = 1.5, -3.0, -1.0
NEAR_GARBLED, NEAR_NOTHING = 0.25, -0.75
#: Mean log odds of a line's tokens, and Latin letters in it, from which its reading is asked for
#: (sound text of twenty languages lies below, but for one line of codes in ten).
DUBIOUS, FEWEST = -1.5, 5
#: A run beside certain ones needs only this.
BESIDE_CERTAIN = 1.5
#: Log odds of one token are cut to this range: no word alone decides.
REACH = 6.0
#: What it costs to enter and to leave garbled text inside a paragraph, and at its edge; first in
#: a document that is not known to be garbled, then in one that is.
ENTER, LEAVE, ENTER_EDGE, LEAVE_EDGE = 7.0, 2.5, 5.0, 0.7
ENTER_KNOWN, LEAVE_KNOWN, ENTER_EDGE_KNOWN, LEAVE_EDGE_KNOWN = 3.5, 2.5, 1.2, 1.2

LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
CYRILLIC = re.compile(r"[\u0400-\u052f]")
NEWLINE = re.compile("\n")
PART = re.compile(r"[^\W\d_]+")
CORE = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?")
ADDRESS = re.compile(
    r"https?://|www\.|@[\w-]+\.|doi\.org|^\W*10\.\d{4}|\w\.(?:com|org|net|ru|kz|pdf|html?)\b", re.I
)
#: A run of so many words of which no more than one in so many is another.
MANY, FEW = 16, 8
#: So many symbols of at most so many characters, each twice and more on average, a quarter of the
#: words numbers: labels with indices.
SYMBOLS, SYMBOL = 4, 5
#: What the sign № is often read as.
NUMERO = {"Ne", "N2", "Ng", "Nе", "JNe", "Ne:", "№"}


@dataclass(frozen=True, slots=True)
class Token:
    """A run of non-blank characters of one paragraph with its log odds of being garbled:
    ``odds`` for a document that is not known to be garbled, ``raw`` for one that is."""

    paragraph: int
    start: int
    stop: int
    text: str
    odds: float
    raw: float


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent garbled tokens of one paragraph. ``certain``: to be repaired, not only flagged.
    ``prior``: log odds that its place gives it. ``dubious``: only its reading can tell."""

    paragraph: int
    tokens: tuple[Token, ...]
    evidence: float
    certain: bool
    prior: float = 0.0
    dubious: bool = False


def find_garbled(paragraphs: Sequence[str]) -> list[Run]:
    """The garbled runs of a document, in order.

    >>> [[t.text for t in r.tokens] for r in find_garbled(["Pa3BuTHE TEXHOJIOTHI U HHHOBaIMH B 00acTH"])]
    [['Pa3BuTHE', 'TEXHOJIOTHI', 'U', 'HHHOBaIMH', 'B', '00acTH']]
    >>> find_garbled(["TEM, MAP, COPE and HOPE are acronyms of the PACT programme"])
    []
    """
    # Paragraphs without Latin letters are passed over until something is suspicious.
    latin = [p if LATIN.search(p) else "" for p in paragraphs]
    if not any(latin):
        return []
    scored = _score(latin)
    runs = _weighed(paragraphs) if scored[4] else []
    return sorted(
        [*runs, *dubious(latin, runs, scored)], key=lambda r: (r.paragraph, r.tokens[0].start)
    )


def _weighed(paragraphs: Sequence[str]) -> list[Run]:
    """The runs whose tokens' odds say so."""
    edges, starts, stops, odds, suspects, where = _score(paragraphs)
    cache: dict[int, list[Token]] = {}

    def read(paragraph: int) -> list[Token]:
        if paragraph not in cache:
            lo, hi = np.searchsorted(where, [paragraph, paragraph + 1])
            base = int(edges[paragraph]) + 1
            cache[paragraph] = [
                _token(
                    paragraph,
                    int(starts[n]) - base,
                    int(stops[n]) - base,
                    paragraphs[paragraph],
                    float(odds[n]),
                )
                for n in range(lo, hi)
            ]
        return cache[paragraph]

    if not any(peak([t.odds for t in read(p)]) >= SUSPICION for p in suspects):
        return []
    everything = [t for p in range(len(paragraphs)) for t in read(p)]
    runs = collect(everything, viterbi(everything, known=False), known=False)
    if not any(r.evidence >= CERTAIN for r in runs):
        return [r for r in runs if r.evidence >= SUSPICION]
    return settle(collect(everything, viterbi(everything, known=True), known=True))


_Scores = tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], list[int], NDArray[np.int64]
]  # fmt: skip


def _score(paragraphs: Sequence[str]) -> _Scores:
    """Edges of the paragraphs in the joined text; starts, stops, odds of the tokens there;
    suspicious paragraphs; paragraph of each token."""
    ids = encode("\n".join(paragraphs))
    starts, stops = tokens(ids)
    odds = np.clip(score_tokens(ids, starts, stops), -REACH, REACH)
    edges = np.cumsum([0] + [len(p) + 1 for p in paragraphs])
    where = np.searchsorted(edges, starts - 1, side="right") - 1
    return edges, starts, stops, odds, suspicious(odds, where) if len(starts) else [], where


def suspicious(odds: NDArray[np.float64], where: NDArray[np.int64]) -> list[int]:
    """Paragraphs where a run of tokens adds up to suspicion, in numpy.

    Best sum of a run = largest difference of the cumulated sum to its running minimum, the
    minimum taken per paragraph by shifting each paragraph below the one before.
    """
    total = np.concatenate(([0.0], np.cumsum(odds)))
    drop = 1e7 * where
    low = np.minimum.accumulate(total[:-1] - drop)
    gain = (total[1:] - drop) - low
    return sorted(set(where[gain >= SUSPICION].tolist()))


def peak(odds: Sequence[float]) -> float:
    """The largest sum of adjacent log odds."""
    best = here = 0.0
    for value in odds:
        here = max(0.0, here + value)
        best = max(best, here)
    return best


def _token(paragraph: int, start: int, stop: int, text: str, odds: float) -> Token:
    token = text[start:stop]
    strict, known = evidence(token, odds, known=False), evidence(token, odds, known=True)
    return Token(paragraph, start, stop, token, strict, known)


def evidence(token: str, odds: float, *, known: bool) -> float:
    """Log odds of a token after the lexicon, numbers, addresses and Cyrillic are considered.

    In a document known to be garbled only English words count as genuine by the lexicon: the
    short words of twenty languages cover most of what garbled short words look like.
    """
    if not LATIN.search(token):
        return -2.0 if len(CYRILLIC.findall(token)) > 1 else 0.0
    if ADDRESS.search(token):
        return -REACH
    if CYRILLIC.search(token):
        return 1.0
    core = CORE.search(token)
    if core is None:
        return min(odds, 0.0)
    word = core.group()
    if known and token in NUMERO:
        return 0.0
    letters = len(LATIN.findall(word))
    if letters == 1:
        return min(max(odds, -1.0), 1.0)
    if word.isupper() or word.islower() or word.istitle():
        parts = [p for p in re.split(r"['’-]", word) if p]
        common = min(zipf(p, "en") for p in parts)
        if common >= (4.5 if known and letters < 6 else 0.1):
            return min(odds, 0.0) - min(4.0, 0.5 * letters) - 0.3 * (common > 4)
        if not known and all(is_word(p, "latin") and len(p) > 3 for p in parts):
            return min(odds, 0.0) - min(4.0, 0.5 * letters)
        if word.isupper() and letters <= 5:
            return min(odds, 1.0)
    return min(odds, 1.5 * letters)


def viterbi(items: Sequence[Token], *, known: bool) -> list[bool]:
    """Whether each token is garbled on the best path."""
    inside = (ENTER_KNOWN, LEAVE_KNOWN) if known else (ENTER, LEAVE)
    edge = (ENTER_EDGE_KNOWN, LEAVE_EDGE_KNOWN) if known else (ENTER_EDGE, LEAVE_EDGE)
    clean, bad = 0.0, -edge[0]
    back: list[tuple[bool, bool]] = []
    last = items[0].paragraph if items else 0
    for item in items:
        enter, leave = inside if item.paragraph == last else edge
        last = item.paragraph
        from_bad, from_clean = bad - leave >= clean, clean - enter > bad
        clean, bad = (
            max(clean, bad - leave),
            max(bad, clean - enter) + (item.raw if known else item.odds),
        )
        back.append((from_bad, from_clean))
    state = bad > clean
    states = []
    for from_bad, from_clean in reversed(back):
        states.append(state)
        state = (not from_clean) if state else from_bad
    return states[::-1]


def collect(items: Sequence[Token], states: Sequence[bool], *, known: bool) -> list[Run]:
    """Runs of garbled tokens, cut at paragraphs."""
    runs: list[Run] = []
    run: list[Token] = []
    for item, bad in [*zip(items, states, strict=True), (None, False)]:
        if run and (item is None or not bad or item.paragraph != run[0].paragraph):
            score = sum(t.raw if known else t.odds for t in run)
            if not is_repetition([t.text for t in run]):
                runs.append(Run(run[0].paragraph, tuple(run), score, score >= CERTAIN))
            run = []
        if bad and item is not None:
            run.append(item)
    return runs


def is_repetition(words: Sequence[str]) -> bool:
    """Whether the same few words come again and again, as no text has them, or the same symbols
    with their indices, as a chart has them.

    >>> is_repetition(["H"] * 30), is_repetition(["Tam", "xe."])
    (True, False)
    >>> is_repetition("pmax 2 pmax 2 pmax 1 pmax 1".split()), is_repetition(["Her"] * 6)
    (True, False)
    """
    if len(words) >= MANY and len(set(words)) * FEW < len(words):
        return True
    symbols = [word for word in words if not word.isdigit()]
    indices = len(words) - len(symbols)
    return (
        len(symbols) >= SYMBOLS
        and 2 * len(set(symbols)) <= len(symbols)
        and 4 * indices >= len(words)
        and max(map(len, symbols)) <= SYMBOL
    )


def dubious(paragraphs: Sequence[str], runs: Sequence[Run], scored: _Scores) -> Iterator[Run]:
    """Lines without a run that no language in Latin script explains either: short ones, and
    those of recognisers whose slips the gate has seldom seen. Only a reading can tell.

    >>> texts = ["Sound English text of a few words", "Kopeja\\nZe 6oTa npupoda"]
    >>> [[t.text for t in r.tokens] for r in dubious(texts, [], _score(texts))]
    [['Kopeja', 'Ze', '6oTa', 'npupoda']]
    """
    taken = {p: _Lines(paragraphs[p]) for p in {r.paragraph for r in runs}}
    busy = {(r.paragraph, taken[r.paragraph].of(t.start)) for r in runs for t in r.tokens}
    _, starts, _, odds, _, _ = scored
    every = "\n".join(paragraphs)
    where = np.searchsorted(_Lines(every).ends, starts - 1)
    count = np.bincount(where)
    mean = np.bincount(where, odds) / np.maximum(count, 1)
    promising = np.flatnonzero((mean > DUBIOUS - 1) & (count > 0))
    if not len(promising):
        return
    lines = every.split("\n")
    places = [(p, n) for p, text in enumerate(paragraphs) for n in range(text.count("\n") + 1)]
    found = (places[n] for n in promising.tolist() if _in_latin(lines[n]))
    for p, group in itertools.groupby(found, key=lambda place: place[0]):
        if numbers := {n for _, n in group if (p, n) not in busy}:
            yield from _dubious(p, paragraphs[p], numbers)


def _in_latin(text: str) -> bool:
    """Whether a text is mostly in Latin letters."""
    letters = len(LATIN.findall(text))
    return letters >= FEWEST and letters >= len(CYRILLIC.findall(text))


class _Lines:
    """Which line of a text a place is in."""

    def __init__(self, text: str) -> None:
        self.ends = [m.start() for m in NEWLINE.finditer(text)]

    def of(self, place: int) -> int:
        """The line's number."""
        return bisect.bisect_left(self.ends, place)


def _dubious(p: int, text: str, numbers: set[int]) -> Iterator[Run]:
    """The runs of the dubious ones among the lines of a paragraph with these numbers."""
    lines = _Lines(text)
    group: list[Token] = []
    for n, items in itertools.groupby(tokenise(p, text), key=lambda t: lines.of(t.start)):
        line = list(items)
        if n in numbers and _unexplained(line):
            group += line
        else:
            yield from _dubious_run(group)
            group = []
    yield from _dubious_run(group)


def _dubious_run(group: Sequence[Token]) -> Iterator[Run]:
    if group and not is_repetition([t.text for t in group]):
        yield Run(group[0].paragraph, tuple(group), sum(t.raw for t in group), False, dubious=True)


def _unexplained(items: Sequence[Token]) -> bool:
    """Whether the words of a line are no language's."""
    latin = [t for t in items if LATIN.search(t.text)]
    return sum(t.raw for t in latin) > DUBIOUS * len(latin)


def settle(runs: Sequence[Run]) -> list[Run]:
    """In a garbled document: weaker runs are certain when a certain one is near."""
    sure = [r.paragraph for r in runs if r.evidence >= CERTAIN]
    result = []
    for run in runs:
        near = any(abs(run.paragraph - p) <= 6 for p in sure)
        certain = run.evidence >= (BESIDE_CERTAIN if near else CERTAIN)
        if certain or run.evidence >= SUSPICION:
            result.append(Run(run.paragraph, run.tokens, run.evidence, certain))
    return result


def tokenise(paragraph: int, text: str) -> list[Token]:
    """The tokens of one paragraph with their odds."""
    ids = encode(text)
    starts, stops = tokens(ids)
    odds = np.clip(score_tokens(ids, starts, stops), -REACH, REACH)
    return [
        _token(paragraph, int(a) - 1, int(b) - 1, text, float(o))
        for a, b, o in zip(starts, stops, odds, strict=True)
    ]


def gaps(
    paragraphs: Sequence[str], runs: Sequence[Run], itself: Callable[[str], NDArray[np.float64]]
) -> list[Run]:
    """What lies beside certain runs, is not surely genuine, and deserves a second look.

    Stretches of tokens in the paragraphs with certain runs and in short paragraphs between or
    next to such; words that only Latin script has end a stretch, unless their letters stand for
    others by ``itself``: the log odds that each character of a text stands for itself.
    """
    sure: dict[int, set[int]] = {}
    for run in runs:
        if run.certain:
            sure.setdefault(run.paragraph, set()).update(t.start for t in run.tokens)
    beside = {p + d for p in sure for d in (-2, -1, 0, 1, 2) if 0 <= p + d < len(paragraphs)}
    found: list[Run] = []
    for p in sorted(beside | _chain(paragraphs, set(sure))):
        if p in sure or len(paragraphs[p]) <= 200:
            edges = (p - 1 in sure, p + 1 in sure)
            odds = itself(paragraphs[p])
            found += _stretches(paragraphs[p], p, sure.get(p, set()), edges, odds)
    return found


def _stretches(
    text: str, p: int, sure: set[int], edges: tuple[bool, bool], odds: NDArray[np.float64]
) -> Iterator[Run]:
    """Tokens of a paragraph that are not surely genuine, in stretches, with what their
    neighbours say; ``edges``: whether the paragraphs around are garbled; ``odds`` of characters
    to stand for themselves."""
    items = tokenise(p, text)
    lines = {text.count("\n", 0, start) for start in sure}
    before = NEAR_GARBLED if edges[0] else NEAR_NOTHING
    stretch: list[Token] = []
    for item in [*items, None]:
        if item is None:
            place = NEAR_GARBLED if edges[1] else NEAR_NOTHING
        elif item.start in sure:
            place = TOUCHES_GARBLED
        elif _is_latin(item, odds[item.start : item.stop]):
            inside = text.count("\n", 0, item.start) in lines
            place = 0.0 if inside else AMID_GENUINE if all(edges) else TOUCHES_GENUINE
        else:
            stretch.append(item)
            continue
        if any(LATIN.search(t.text) for t in stretch):
            yield Run(p, tuple(stretch), sum(t.raw for t in stretch), False, before + place)
        stretch, before = [], place


def _is_latin(item: Token, odds: NDArray[np.float64]) -> bool:
    """Whether a token beside garbled ones is a word of Latin script, its ``odds`` considered."""
    if odds.mean() < FOREIGN:
        return False
    return item.raw <= GENUINE or is_plain_english(item.text)


def is_plain_english(token: str) -> bool:
    """Whether every part of a token is a common English word, a longer one among them.

    >>> is_plain_english("cross-border"), is_plain_english("Tam"), is_plain_english("Kopee")
    (True, False, False)
    """
    parts = PART.findall(token)
    return any(len(p) > 4 for p in parts) and all(zipf(p, "en") >= COMMON_ENGLISH for p in parts)


def _chain(paragraphs: Sequence[str], sure: set[int]) -> set[int]:
    """Short paragraphs that follow one another between two garbled ones (at most twelve)."""
    found: set[int] = set()
    ordered = sorted(sure)
    for a, b in itertools.pairwise(ordered):
        if b - a <= 25 and all(len(paragraphs[p]) < 60 for p in range(a + 1, b)):
            found.update(range(a + 1, b))
    return found
