"""How much each token of a text looks like Cyrillic read as Latin: a linear model, in numpy.

A token is what stands between blanks. Its score is the sum of the weights of its character
n-grams (1 to 5, hashed), the blanks around it included: log odds of garbled against genuine
Latin script. The weights are trained by ``training/gate.py``. Scoring costs a few dozen
nanoseconds per character.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).resolve().parents[1] / "models"
ORDERS = (1, 2, 3, 4, 5)
BITS = 18
#: Character classes: ASCII as itself, Latin-1 and Latin Extended by code, then these.
BLANK, CYRILLIC, OTHER = 32, 1, 2


def _classes() -> NDArray[np.uint32]:
    table = np.full(0x10000, OTHER, dtype=np.uint32)
    table[33:127] = np.arange(33, 127)
    table[0xA1:0x250] = np.arange(0xA1, 0x250)
    table[0x400:0x530] = CYRILLIC
    table[[9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x2028, 0x2029]] = BLANK
    for quote in "“”„«»‟":
        table[ord(quote)] = ord('"')
    for quote in "‘’ʼ":
        table[ord(quote)] = ord("'")
    for dash in "‐‑–—−":
        table[ord(dash)] = ord("-")
    return table


CLASSES = _classes()


def encode(text: str) -> NDArray[np.uint32]:
    """Character classes of a text, a blank put before and after it.

    >>> encode("a я").tolist()
    [32, 97, 32, 1, 32]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ids = np.full(len(codes) + 2, BLANK, dtype=np.uint32)
    ids[1:-1] = CLASSES[np.minimum(codes, 0xFFFF)]
    return ids


def tokens(ids: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and stops of the runs between blanks, as indices into ``ids``."""
    solid = ids != BLANK
    change = np.flatnonzero(solid[1:] != solid[:-1]) + 1
    return change[0::2], change[1::2]


def hashes(ids: NDArray[np.uint32], order: int) -> NDArray[np.uint32]:
    """Slot of the n-gram that begins at each place (length ``len(ids) - order + 1``)."""
    size = len(ids) - order + 1
    h = np.full(size, order * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
    for k in range(order):
        h ^= ids[k : k + size]
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(15)
    return h >> np.uint32(32 - BITS)


@cache
def weights() -> tuple[NDArray[np.float32], float]:
    """The trained weights, and the constant."""
    stored = np.load(MODELS / "gate.npz")
    return stored["weights"].astype(np.float32) * np.float32(stored["scale"]), float(stored["bias"])


def score_tokens(
    ids: NDArray[np.uint32], starts: NDArray[np.int64], stops: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Log odds of each token."""
    table, bias = weights()
    total = np.full(len(starts), bias)
    for order in ORDERS:
        if len(ids) < order:
            break
        sums = np.zeros(len(ids) - order + 2)
        np.cumsum(table[hashes(ids, order)], out=sums[1:], dtype=np.float64)
        # A short token at the end has fewer grams of this order than the text has places.
        first = np.minimum(starts - 1, len(sums) - 1)
        last = np.maximum(stops + 2 - order, first)
        total += sums[last] - sums[first]
    return total
