"""Train the channel: P(observed segment | true segment), after Brill and Moore (2000).

    python training/channel.py PAIRS.jsonl[.gz] …

1. Expectation maximisation over small units (at most 3 observed, 2 true characters; blanks are
   anchored to blanks, longer units pay a penalty) aligns every pair of lines.
2. Every run of adjacent units up to 6 observed and 3 true characters is counted.
3. Conditional probabilities by absolute discounting, backing off to the best split of the
   segment in two; segments that say no more than their best split are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from common import MODELS
from numba import njit
from numpy.typing import NDArray

from fixers.lookalike.alphabet import LATIN as LATIN_RUN
from fixers.lookalike.alphabet import LETTERS, symbols

#: (observed, true) lengths of the units of the alignment, and what each pays.
UNITS = np.array([[1, 1], [2, 1], [1, 2], [3, 1], [1, 0], [0, 1]])
PENALTY = np.array([1.0, 0.25, 0.12, 0.08, 0.05, 0.05])
BAND = 6
MAX_OBSERVED, MAX_TRUE = 6, 3
SLOTS = 1 << 22
DISCOUNT = 0.6
#: A true segment that stands behind fewer of the sightings of an observed one is left out.
LEAST_SHARE = 3e-4
LATIN = re.compile(r"[A-Za-z]")

Pair = tuple[str, str]


#: How often a line of another engine counts.
OTHERS = 3


def read_pairs(paths: Iterable[Path]) -> Iterator[Pair]:
    """``(observed, truth)`` of the lines whose truth is mostly Cyrillic; those of other engines
    than Tesseract's ``eng``, of which there are few, several times."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                truth = unicodedata.normalize("NFC", row["truth"]).replace("\u00a0", " ").strip()
                observed = row["observed"].strip()
                if usable(observed, truth):
                    rare = row.get("engine", "eng") != "eng"
                    yield from [(observed, truth)] * (OTHERS if rare else 1)


def usable(observed: str, truth: str) -> bool:
    """Whether the truth is mostly Cyrillic, and what was observed is no row of dots."""
    if not observed or not truth or len(LATIN.findall(truth)) >= 0.3 * len(truth):
        return False
    return len(set(observed)) > 0.25 * len(set(truth))


def number(texts: Iterable[str], least: int) -> dict[str, int]:
    """Ids from 2 on for characters seen at least so often; 1 is the blank, 0 anything else."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    common = [c for c, n in counts.most_common(253) if n >= least and c != " "]
    return {" ": 1} | {c: n + 2 for n, c in enumerate(common)}


def centres(observed: str, truth: str) -> NDArray[np.int32]:
    """For each true position the observed position where the band is centred."""
    o_words, t_words = observed.split(" "), truth.split(" ")
    if len(o_words) != len(t_words):
        return np.round(np.arange(len(truth) + 1) * len(observed) / len(truth)).astype(np.int32)
    result, at = [], 0
    for o, t in zip(o_words, t_words, strict=True):
        result += [at + round(k * len(o) / max(1, len(t))) for k in range(len(t) + 1)]
        at += len(o) + 1
    return np.array(result, dtype=np.int32)


@njit(cache=True)
def slot_of(keys, key):  # type: ignore[no-untyped-def]
    """The slot of a unit's key, claimed when new."""
    at = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(42)
    while keys[at] != 0 and keys[at] != key:
        at = (at + np.uint64(1)) & np.uint64(SLOTS - 1)
    keys[at] = key
    return at


@njit(cache=True)
def unit_key(o, i, a, t, j, b):  # type: ignore[no-untyped-def]
    """Key of observed ``o[i-a:i]`` for true ``t[j-b:j]``; 0 where blanks are not anchored."""
    key = np.uint64(a * 4 + b)
    blanks_o, blanks_t = 0, 0
    for k in range(i - a, i):
        key = (key << np.uint64(8)) | np.uint64(o[k])
        blanks_o += o[k] == 1
    for k in range(j - b, j):
        key = (key << np.uint64(8)) | np.uint64(t[k])
        blanks_t += t[k] == 1
    if a + b > 1 and blanks_o + blanks_t > 0 and not (a == 1 and b == 1 and blanks_o == blanks_t):
        return np.uint64(0)
    return key


@njit(cache=True)
def expect(o, t, centre, keys, weight, counts, forward, backward):  # type: ignore[no-untyped-def]
    """Add one line's expected unit counts; returns whether the line could be aligned."""
    n, m = len(o), len(t)
    forward[: m + 1, : n + 1] = 0
    backward[: m + 1, : n + 1] = 0
    forward[0, 0] = 1
    backward[m, n] = 1
    for j in range(m + 1):
        for i in range(max(0, centre[j] - BAND), min(n, centre[j] + BAND) + 1):
            for u in range(UNITS.shape[0]):
                a, b = UNITS[u, 0], UNITS[u, 1]
                if i >= a and j >= b and forward[j - b, i - a] > 0:
                    key = unit_key(o, i, a, t, j, b)
                    if key:
                        forward[j, i] += (
                            forward[j - b, i - a]
                            * weight[slot_of(keys, key)]
                            * PENALTY[u]
                            * 30.0 ** (a + b)
                        )
    total = forward[m, n]
    if not total > 0 or total == np.inf:
        return False
    for j in range(m, -1, -1):
        for i in range(min(n, centre[j] + BAND), max(0, centre[j] - BAND) - 1, -1):
            if backward[j, i] == 0 or forward[j, i] == 0:
                continue
            for u in range(UNITS.shape[0]):
                a, b = UNITS[u, 0], UNITS[u, 1]
                if i >= a and j >= b and forward[j - b, i - a] > 0:
                    key = unit_key(o, i, a, t, j, b)
                    if key:
                        slot = slot_of(keys, key)
                        w = weight[slot] * PENALTY[u] * 30.0 ** (a + b) * backward[j, i]
                        backward[j - b, i - a] += w
                        counts[slot] += forward[j - b, i - a] * w / total
    return True


@njit(cache=True)
def best(o, t, centre, keys, weight, score, back):  # type: ignore[no-untyped-def]
    """Units of the best alignment, last first; empty if there is none."""
    n, m = len(o), len(t)
    score[: m + 1, : n + 1] = 0
    score[0, 0] = 1
    for j in range(m + 1):
        for i in range(max(0, centre[j] - BAND), min(n, centre[j] + BAND) + 1):
            for u in range(UNITS.shape[0]):
                a, b = UNITS[u, 0], UNITS[u, 1]
                if i >= a and j >= b and score[j - b, i - a] > 0:
                    key = unit_key(o, i, a, t, j, b)
                    if key:
                        s = (
                            score[j - b, i - a]
                            * weight[slot_of(keys, key)]
                            * PENALTY[u]
                            * 30.0 ** (a + b)
                        )
                        if s > score[j, i]:
                            score[j, i] = s
                            back[j, i] = u
    units = [np.int64(0) for _ in range(0)]
    if score[m, n] > 0:
        i, j = n, m
        while i > 0 or j > 0:
            u = back[j, i]
            units.append(u)
            i -= UNITS[u, 0]
            j -= UNITS[u, 1]
    return units


class Aligner:
    """Expectation maximisation over the units."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.o_ids = number((o for o, _ in pairs), 5)
        self.t_ids = number((t for _, t in pairs), 5)
        self.pairs = [p for p in pairs if max(map(len, p)) < 250]
        self.keys = np.zeros(SLOTS, dtype=np.uint64)
        self.weight = np.full(SLOTS, 1e-3)
        self.grid = np.zeros((2, 256, 256))
        self.back = np.zeros((256, 256), dtype=np.int64)

    def arrays(self, pair: Pair) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int32]]:
        """Ids of both sides and the band."""
        o = np.array([self.o_ids.get(c, 0) for c in pair[0]], dtype=np.uint8)
        t = np.array([self.t_ids.get(c, 0) for c in pair[1]], dtype=np.uint8)
        return o, t, centres(*pair)

    def iterate(self, pairs: list[Pair]) -> None:
        """One round over the pairs."""
        counts = np.zeros(SLOTS)
        done = 0
        for pair in pairs:
            done += expect(
                *self.arrays(pair), self.keys, self.weight, counts, self.grid[0], self.grid[1]
            )
        self.weight = np.maximum(counts - 0.3, 1e-4) / counts.sum()
        print(f"  {done:,} of {len(pairs):,} lines, {(counts > 0.5).sum():,} units", flush=True)

    def align(self, pair: Pair) -> list[tuple[int, int]]:
        """``(observed length, true length)`` of each unit in order."""
        units = best(*self.arrays(pair), self.keys, self.weight, self.grid[0], self.back)
        return [(int(UNITS[u, 0]), int(UNITS[u, 1])) for u in reversed(units)]


def windows(pair: Pair, units: list[tuple[int, int]]) -> Iterator[Pair]:
    """All runs of adjacent units within the limits, as (observed, true) substrings."""
    observed, truth = pair
    ends = [(0, 0)]
    for a, b in units:
        ends.append((ends[-1][0] + a, ends[-1][1] + b))
    for first, (i, j) in enumerate(ends):
        for i2, j2 in ends[first + 1 :]:
            if i2 - i > MAX_OBSERVED or j2 - j > MAX_TRUE:
                break
            if i2 > i:
                yield observed[i:i2], truth[j:j2]


def conditional(counts: Counter[Pair]) -> dict[Pair, float]:
    """log P(observed | true) of the segments that are worth keeping."""
    total: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for (_, t), c in counts.items():
        total[t] += c
        types[t] += 1
    full: dict[Pair, float] = {}
    kept: dict[Pair, float] = {}
    sources: Counter[str] = Counter()
    for (o, _), c in counts.items():
        sources[o] += c
    everything = sum(c for (_, t), c in counts.items() if len(t) == 1)
    for (o, t), c in sorted(counts.items(), key=lambda item: (len(item[0][1]), len(item[0][0]))):
        norm = total[t] if t else everything
        mass = max(c - DISCOUNT, 0.0) / norm
        spare = DISCOUNT * types[t] / norm
        split = best_split(o, t, full) if len(t) > 1 else 0.0
        p = mass + spare * (split if len(t) > 1 else 1e-3 ** len(o))
        full[o, t] = p
        if c >= 2 and p > 1.2 * split and c > LEAST_SHARE * sources[o]:
            kept[o, t] = math.log(p)
    return kept


def best_split(o: str, t: str, full: dict[Pair, float]) -> float:
    """Probability of the best way to cut the segment in two known ones."""
    return max(
        (
            full.get((o[:i], t[:j]), 0.0) * full.get((o[i:], t[j:]), 0.0)
            for i in range(1, len(o))
            for j in range(len(t) + 1)
        ),
        default=0.0,
    )


def save(kept: dict[Pair, float], path: Path) -> None:
    """Write the segments grouped by observed text, likeliest first."""
    groups: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (o, t), logp in kept.items():
        groups[o].append((logp, t))
    observed = sorted(groups)
    starts, texts, steps = [0], [], []
    for o in observed:
        for logp, t in sorted(groups[o], reverse=True):
            texts.append(t)
            steps.append(min(255, round(-logp / 0.06)))
        starts.append(len(texts))
    np.savez_compressed(
        path,
        observed=np.frombuffer("\n".join(observed).encode(), dtype=np.uint8),
        starts=np.array(starts, dtype=np.uint32),
        true=np.frombuffer("\n".join(texts).encode(), dtype=np.uint8),
        steps=np.array(steps, dtype=np.uint8),
    )


def main() -> None:
    """Train and write ``channel.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    pairs = list(read_pairs(options.pairs))[: options.limit]
    aligner = Aligner(pairs)
    for n in range(options.rounds):
        aligner.iterate(aligner.pairs[:: 4 if n < options.rounds - 1 else 1])
    counts: Counter[Pair] = Counter()
    for pair in aligner.pairs:
        counts.update(windows(pair, aligner.align(pair)))
    sound = {c for lang in LETTERS for c, s in symbols(lang).items() if s != LATIN_RUN} - set(
        "\t\n'’ʼ‘[]…‐‑―−"
    ) | set("№%+=")
    counts = Counter(
        {k: c for k, c in counts.items() if set(k[1]) <= sound and not LATIN.search(k[1])}
    )
    print(f"{len(counts):,} segments counted", flush=True)
    kept = conditional(counts)
    save(kept, MODELS / "channel.npz")
    print(f"{len(kept):,} segments kept", (MODELS / "channel.npz").stat().st_size)
    for t in "ышщжюп":
        shown = sorted(((p, o) for (o, x), p in kept.items() if x == t), reverse=True)[:9]
        print(t, [(o, round(math.exp(p), 3)) for p, o in shown])


if __name__ == "__main__":
    main()
