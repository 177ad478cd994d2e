"""Train the character n-gram models of the lookalike decoder.

    python training/lm.py --shared ../shared --lang ru --order 8 --entries 2600000

Interpolated absolute discounting (three discounts per order, from the counts of counts),
pruned by how much each n-gram gains over its backoff, backoff weights recomputed exactly for
what is left. Quantised into one uint32 per n-gram, in a hash table (`fixers.lookalike.model`).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import marisa_trie
import numpy as np
from common import MODELS, paragraphs
from numpy.typing import NDArray

from fixers.lookalike.alphabet import BITS, LATIN, OTHER, symbols
from fixers.lookalike.table import build_table

U64 = NDArray[np.uint64]
F64 = NDArray[np.float64]


def encode(text: str, table: dict[str, int]) -> NDArray[np.uint8]:
    """Symbols of a text; runs of Latin letters count once."""
    ids = np.array([table.get(c, OTHER) for c in text], dtype=np.uint8)
    keep = np.ones(len(ids), dtype=bool)
    keep[1:] = ~((ids[1:] == LATIN) & (ids[:-1] == LATIN))
    return ids[keep]


def sampled_words(lang: str, count: int) -> list[str]:
    """Lines of ten words drawn from the lexicon, a common one more often (by its square root)."""
    trie = marisa_trie.Trie()
    trie.load(str(MODELS / f"words.{lang}.marisa"))
    zipfs = np.load(MODELS / f"words.{lang}.npy") / 20
    share = 10 ** (0.5 * zipfs)
    drawn = np.random.default_rng(1).choice(len(zipfs), count, p=share / share.sum())
    words = [trie.restore_key(int(n)) for n in drawn]
    return [" ".join(words[n : n + 10]) for n in range(0, count, 10)]


def corpus(folder: Path, lang: str, words: int) -> NDArray[np.uint8]:
    """The training part of a language's running text; symbol 0 opens each paragraph."""
    lookup = np.full(0x10000, OTHER, dtype=np.uint8)
    for char, symbol in symbols(lang).items():
        lookup[ord(char)] = symbol
    lookup[ord("\x00")] = 0
    parts = list(paragraphs(folder / lang, exam=False))
    if words:
        parts += sampled_words(lang, words)
    text = "\x00" + "\x00".join(p.replace("\x00", " ") for p in parts)
    codes = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    ids = lookup[codes]
    keep = np.ones(len(ids), dtype=bool)
    keep[1:] = ~((ids[1:] == LATIN) & (ids[:-1] == LATIN)) & ~((ids[1:] == 1) & (ids[:-1] == 1))
    return ids[keep]


def ngrams(ids: NDArray[np.uint8], order: int) -> tuple[U64, NDArray[np.int64]]:
    """Distinct n-grams (packed, contexts cut at the paragraph's beginning) and their counts."""
    packed = np.zeros(len(ids), dtype=np.uint64)
    alive = np.ones(len(ids), dtype=bool)
    for back in range(order):
        shifted = np.zeros(len(ids), dtype=np.uint8)
        shifted[back:] = ids[: len(ids) - back]
        packed |= np.where(alive, shifted, 0).astype(np.uint64) << np.uint64(BITS * back)
        alive &= shifted != 0
    packed = packed[ids != 0]
    packed.sort()
    first = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))
    return packed[first], np.diff(np.append(first, len(packed)))


class Order:
    """One order's n-grams: keys (sorted), counts, probabilities, kept flags, backoffs."""

    def __init__(self, keys: U64, counts: NDArray[np.int64], below: Order | None) -> None:
        self.keys, self.counts, self.below = keys, counts, below
        context = keys >> np.uint64(BITS)
        first = np.flatnonzero(np.concatenate(([True], context[1:] != context[:-1])))
        self.group = np.cumsum(
            np.concatenate(([0], (context[1:] != context[:-1]).astype(np.int64)))
        )
        self.contexts = context[first]
        total = np.add.reduceat(counts, first).astype(np.float64)
        discounts = self.discounts()
        d = discounts[np.minimum(counts, 3)]
        gamma = np.add.reduceat(d, first) / total
        lower = below.probability(keys) if below else np.full(len(keys), 1 / 64)
        self.gamma = gamma
        self.p: F64 = (counts - d) / total[self.group] + gamma[self.group] * lower
        self.gain = counts * (np.log(self.p) - np.log(gamma[self.group] * lower))
        self.kept = np.ones(len(keys), dtype=bool)

    def discounts(self) -> F64:
        """Modified Kneser–Ney discounts for counts 1, 2 and 3 or more."""
        n = [max(1, int((self.counts == k).sum())) for k in range(1, 5)]
        y = n[0] / (n[0] + 2 * n[1])
        values = [k - (k + 1) * y * n[k] / n[k - 1] for k in (1, 2, 3)]
        return np.array(
            [0.0, *(min(max(v, 0.1), k - 0.1) for k, v in zip((1, 2, 3), values, strict=True))]
        )

    def probability(self, keys: U64) -> F64:
        """Full (unpruned) probability of the suffixes of one order higher keys."""
        mask = suffix_mask(self)
        return self.p[np.searchsorted(self.keys, keys & mask)]

    number: int = 1


def suffix_mask(order: Order) -> np.uint64:
    """Mask that cuts a key of the next order to this order."""
    return np.uint64((1 << (BITS * order.number)) - 1)


def prune(orders: list[Order], entries: int) -> None:
    """Keep the n-grams with the greatest gain, and the contexts that they need."""
    gains = np.concatenate([o.gain[o.counts > 1] for o in orders[2:]])
    cut = (
        np.partition(gains, len(gains) - entries)[len(gains) - entries]
        if len(gains) > entries
        else -1e9
    )
    while True:
        for order in reversed(orders):
            if order.number > 2:
                order.kept = (order.gain >= cut) & (order.counts > 1)
        for high, low in zip(reversed(orders[1:]), reversed(orders[:-1]), strict=True):
            need = np.unique(high.keys[high.kept] >> np.uint64(BITS))
            at = np.searchsorted(low.keys, need)
            at = at[(at < len(low.keys))]
            found = at[low.keys[at] == need[: len(at)]]
            low.kept[found] = True
        size = sum(int(o.kept.sum()) for o in orders)
        print(f"  cut {cut:.2f}: {size:,}", [int(o.kept.sum()) for o in orders], flush=True)
        if size <= entries * 1.02:
            return
        cut = cut * (size / entries) ** 0.8 if cut > 0 else 0.5


def backoffs(orders: list[Order]) -> None:
    """Exact backoff weights of the pruned model, lowest order first."""
    for n, order in enumerate(orders):
        order.keys_k, order.p_k = order.keys[order.kept], order.p[order.kept]
        order.bow_k = np.ones(len(order.keys_k))
        if n == 0:
            continue
        lower = pruned(orders[:n], order.keys_k & suffix_mask(orders[n - 1]))
        context = order.keys_k >> np.uint64(BITS)
        first = np.flatnonzero(np.concatenate(([True], context[1:] != context[:-1])))
        left = 1 - np.add.reduceat(order.p_k, first)
        rest = 1 - np.add.reduceat(lower, first)
        bow = np.clip(left, 1e-4, None) / np.clip(rest, 1e-4, None)
        low = orders[n - 1]
        at = np.searchsorted(low.keys_k, context[first])
        at[at == len(low.keys_k)] = 0
        hit = low.keys_k[at] == context[first]
        low.bow_k[at[hit]] = bow[hit]


def pruned(orders: list[Order], keys: U64) -> F64:
    """Probability of keys (of the last of the orders) in the pruned model."""
    top = orders[-1]
    at = np.minimum(np.searchsorted(top.keys_k, keys), len(top.keys_k) - 1)
    hit = top.keys_k[at] == keys
    result = np.where(hit, top.p_k[at], 0.0)
    if len(orders) == 1:
        return np.where(hit, result, 1e-6)
    miss = ~hit
    if miss.any():
        low = orders[-2]
        context = keys[miss] >> np.uint64(BITS)
        where = np.minimum(np.searchsorted(low.keys_k, context), len(low.keys_k) - 1)
        bow = np.where(low.keys_k[where] == context, low.bow_k[where], 1.0)
        result[miss] = bow * pruned(orders[:-1], keys[miss] & suffix_mask(low))
    return result


def train(ids: NDArray[np.uint8], order: int, entries: int) -> list[Order]:
    """The pruned model's orders, lowest first."""
    orders: list[Order] = []
    for n in range(1, order + 1):
        started = time.monotonic()
        keys, counts = ngrams(ids, n)
        orders.append(Order(keys, counts, orders[-1] if orders else None))
        orders[-1].number = n
        print(f"  order {n}: {len(keys):,} in {time.monotonic() - started:.0f} s", flush=True)
    prune(orders, entries)
    backoffs(orders)
    return orders


def main() -> None:
    """Train one language and write ``lm.LANG.npy``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lang", default="ru")
    parser.add_argument("--order", type=int, default=8)
    parser.add_argument("--entries", type=int, default=2_600_000)
    parser.add_argument("--words", type=int, default=0, help="words drawn from the lexicon")
    options = parser.parse_args()
    ids = corpus(options.shared / "data" / "text", options.lang, options.words)
    print(f"{options.lang}: {len(ids):,} symbols", flush=True)
    orders = train(ids, options.order, options.entries)
    keys = np.concatenate([o.keys_k | np.uint64(o.number << 60) for o in orders])
    logp = np.log(np.concatenate([o.p_k for o in orders]))
    bow = np.log(np.concatenate([o.bow_k for o in orders]))
    table = build_table(keys, logp, bow)
    np.save(MODELS / f"lm.{options.lang}.npy", table)
    print(f"{len(keys):,} n-grams, {table.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
