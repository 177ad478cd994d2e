"""Cluster the words of a language by their neighbours, for the beam's class bigrams.

    python training/classes.py --lang ru [--classes 256] [--rounds 8]

Exchange clustering (Kneser and Ney 1993; Martin, Liermann and Ney 1998): each word in turn goes
to the class that makes the running text likeliest under a bigram model of classes. Words start in
the class of their ending. Writes ``classes.LANG.npz``: the class of each slot of the word table
(`words.py` comes first) and, for pairs of classes, how much likelier than by chance the second
follows the first (natural logarithm, steps of :data:`STEP`).
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from pathlib import Path

import marisa_trie
import numpy as np
from common import MODELS, paragraphs
from numba import njit
from numpy.typing import NDArray

from fixers.lookalike.alphabet import LETTERS
from fixers.lookalike.classes import COMMA, END, FIRST, OTHER, STEP, UNKNOWN
from fixers.lookalike.model import load, slot_of

#: Words seen less often go to the class of their ending.
LEAST = 3
#: Endings (letters) by which a word finds its first class; pseudo-counts of what follows a class.
ENDING, SMOOTHING = 3, 1000.0


def tokens(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Words in lower case, and the marks between them."""
    return [m.lower() for m in pattern.findall(text)]


def numbered(parts: list[str], lang: str) -> tuple[NDArray[np.int32], list[str]]:
    """The running text as numbers: marks by their class, words from ``FIRST`` on by frequency,
    rare ones ``UNKNOWN``."""
    letters = LETTERS[lang] + LETTERS[lang].upper()
    pattern = re.compile(rf"[{letters}]+|[.!?:…]+|[,;]|[^\s{letters}.!?:…,;«»\"'-]+")
    counts: Counter[str] = Counter()
    for text in parts:
        counts.update(m.lower() for m in re.findall(f"[{letters}]+", text))
    words = [w for w, n in counts.most_common() if n >= LEAST]
    ids = {w: FIRST + n for n, w in enumerate(words)}
    found: list[int] = []
    for text in parts:
        found.append(END)
        for piece in tokens(text, pattern):
            if piece[0] in letters:
                found.append(ids.get(piece, UNKNOWN))
            else:
                found.append(END if piece[0] in ".!?:…" else COMMA if piece in ",;" else OTHER)
    return np.array(found, dtype=np.int32), words


@njit(cache=True)
def exchange(starts, others, counts, backs, back_others, back_counts, classes, own, pairs, totals, table, first):  # type: ignore[no-untyped-def]  # fmt: skip
    """One round: each word from ``first`` on to its best class. ``table[n]`` is n log n.
    Returns how many moved."""
    size = pairs.shape[0]
    after, before = np.zeros(size, np.int64), np.zeros(size, np.int64)
    moved = 0
    for word in range(first, len(classes)):
        old = classes[word]
        after[:], before[:] = 0, 0
        itself = 0
        for k in range(starts[word], starts[word + 1]):
            if others[k] == word:
                itself = counts[k]
            else:
                after[classes[others[k]]] += counts[k]
        for k in range(backs[word], backs[word + 1]):
            if back_others[k] != word:
                before[classes[back_others[k]]] += back_counts[k]
        n = own[word]
        totals[old] -= n
        for c in range(size):
            pairs[old, c] -= after[c]
            pairs[c, old] -= before[c]
        pairs[old, old] -= itself
        nexts, previous = np.nonzero(after)[0], np.nonzero(before)[0]
        best, gain = old, -1e18
        for c in range(first, size):
            value = -2.0 * (table[totals[c] + n] - table[totals[c]])
            for d in nexts:
                if d != c:
                    value += table[pairs[c, d] + after[d]] - table[pairs[c, d]]
            for d in previous:
                if d != c:
                    value += table[pairs[d, c] + before[d]] - table[pairs[d, c]]
            more = after[c] + before[c] + itself
            value += table[pairs[c, c] + more] - table[pairs[c, c]]
            if value > gain:
                best, gain = c, value
        totals[best] += n
        for c in range(size):
            pairs[best, c] += after[c]
            pairs[c, best] += before[c]
        pairs[best, best] += itself
        classes[word] = best
        moved += best != old
    return moved


def sparse(text: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], ...]:
    """Successors of each word (starts, words, counts), and predecessors."""
    keys, n = np.unique(text[:-1].astype(np.int64) * size + text[1:], return_counts=True)
    a, b = keys // size, keys % size
    starts = np.searchsorted(a, np.arange(size + 1))
    order = np.lexsort((a, b))
    backs = np.searchsorted(b[order], np.arange(size + 1))
    return starts, b, n, backs, a[order], n[order]


def cluster(
    text: NDArray[np.int32], words: list[str], size: int, rounds: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Class of each number, and the counts of pairs of classes."""
    vocabulary = FIRST + len(words)
    endings: dict[str, int] = {}
    classes = np.arange(vocabulary, dtype=np.int64)
    for n, word in enumerate(words):  # the commonest words by themselves, others by ending
        known = endings.setdefault(word[-ENDING:], FIRST + len(endings) % (size - FIRST))
        classes[FIRST + n] = FIRST + n % (size - FIRST) if n < size // 2 else known
    own = np.bincount(text, minlength=vocabulary)
    links = sparse(text, vocabulary)
    pairs = np.zeros((size, size), np.int64)
    np.add.at(pairs, (classes[text[:-1]], classes[text[1:]]), 1)
    totals = np.bincount(classes[text], minlength=size)
    whole = np.arange(len(text) + 2, dtype=np.float64)
    table = np.zeros(len(whole))
    table[1:] = whole[1:] * np.log(whole[1:])
    for turn in range(rounds):
        began = time.monotonic()
        moved = exchange(*links, classes, own, pairs, totals, table, FIRST)
        score = table[pairs].sum() - 2 * table[totals].sum()
        print(f"round {turn}: {moved:,} moved, {score / len(text):.4f}, {time.monotonic() - began:.0f} s",
              flush=True)  # fmt: skip
        if moved < len(words) // 300:
            break
    return classes, pairs


def of_endings(words: list[str], classes: NDArray[np.int64]) -> dict[str, int]:
    """The class that most words with an ending of two to five letters are in."""
    seen: dict[str, Counter[int]] = {}
    for n, word in enumerate(words[1000:], 1000):
        for k in range(2, 6):
            if len(word) > k:
                seen.setdefault(word[-k:], Counter())[int(classes[FIRST + n])] += 1
    return {
        end: c.most_common(1)[0][0]
        for end, c in seen.items()
        if c.most_common(1)[0][1] > 2 and c.most_common(1)[0][1] > 0.3 * sum(c.values())
    }


def slots_of(words: list[str], classes: NDArray[np.int64], lang: str) -> NDArray[np.uint16]:
    """Class of each slot of the word table; words never seen have that of their ending."""
    model = load(lang)
    slots = np.full(len(model.marks), UNKNOWN, np.uint16)
    for n, word in enumerate(words):
        if (slot := slot_of(model, word)) >= 0:
            slots[slot] = classes[FIRST + n]
    known, ends = set(words), of_endings(words, classes)
    trie = marisa_trie.Trie()
    trie.load(str(MODELS / f"words.{lang}.marisa"))
    for word in trie:
        if word not in known and (slot := slot_of(model, word)) >= 0:
            slots[slot] = next(
                (ends[word[-k:]] for k in (5, 4, 3, 2) if word[-k:] in ends), UNKNOWN
            )
    return slots


def gains(pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """How much likelier than by chance the second class is after the first, in :data:`STEP`."""
    first = pairs.sum(axis=1, keepdims=True)
    share = pairs.sum(axis=0) / pairs.sum()
    smooth = (pairs + SMOOTHING * share) / (first + SMOOTHING)
    gain = np.log(np.maximum(smooth, 1e-12) / np.maximum(share, 1e-12))
    return np.clip(np.round(gain / STEP), -127, 127).astype(np.int8)


def main() -> None:
    """Write the classes of one language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lang", default="ru")
    parser.add_argument("--classes", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--out", type=Path, default=MODELS)
    options = parser.parse_args()
    parts = list(paragraphs(options.shared / "data" / "text" / options.lang, exam=False))
    text, words = numbered(parts, options.lang)
    print(f"{len(text):,} tokens, {len(words):,} words", flush=True)
    classes, pairs = cluster(text, words, options.classes, options.rounds)
    slots = slots_of(words, classes, options.lang)
    np.savez_compressed(
        options.out / f"classes.{options.lang}.npz", slots=slots, gains=gains(pairs)
    )
    size = (options.out / f"classes.{options.lang}.npz").stat().st_size
    print(f"{(slots != UNKNOWN).mean():.2f} of slots, {size / 1e6:.2f} MB", flush=True)
    for c in range(FIRST, FIRST + 12):
        print(c, [words[n] for n in np.nonzero(classes[FIRST:] == c)[0][:12]])


if __name__ == "__main__":
    main()
