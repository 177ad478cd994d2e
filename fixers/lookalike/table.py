"""The compact hash table that holds a language model: one uint32 per n-gram.

Bits: 19 of the key's hash, 7 of the log probability (steps of a tenth, natural logarithm),
6 of the log backoff weight (steps of an eighth, offset one). Slot 0xFFFFFFFF is never used; an
empty slot is 0. Linear probing from ``hash * size >> 32``.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

P_STEP = 0.1
BOW_STEP = 0.125
BOW_SHIFT = 8  # quantised backoff weights reach from +1 down to −6.9
LOAD = 0.88


@njit(cache=True, inline="never")
def mix(key: np.uint64) -> np.uint64:
    """A 64-bit hash of a packed n-gram (two rounds of multiply and shift)."""
    key = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    key ^= key >> np.uint64(29)
    key *= np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(32))


@njit(cache=True)
def find(table: NDArray[np.uint32], key: np.uint64) -> np.uint32:
    """The entry of a key, 0 if there is none."""
    h = mix(key)
    size = np.uint64(table.shape[0])
    slot = ((h >> np.uint64(32)) * size) >> np.uint64(32)
    mark = (h & np.uint64(0x7FFFF)) | np.uint64(1)
    while True:
        entry = table[slot]
        if entry == 0:
            return np.uint32(0)
        if np.uint64(entry >> np.uint32(13)) == mark:
            return entry  # type: ignore[no-any-return]
        slot += np.uint64(1)
        if slot == size:
            slot = np.uint64(0)


@njit(cache=True)
def _insert(table, keys, values):  # type: ignore[no-untyped-def]
    size = np.uint64(table.shape[0])
    for n in range(keys.shape[0]):
        h = mix(keys[n])
        slot = ((h >> np.uint64(32)) * size) >> np.uint64(32)
        mark = (h & np.uint64(0x7FFFF)) | np.uint64(1)
        while table[slot] != 0:
            slot += np.uint64(1)
            if slot == size:
                slot = np.uint64(0)
        table[slot] = np.uint32((mark << np.uint64(13)) | np.uint64(values[n]))


def build_table(
    keys: NDArray[np.uint64], logp: NDArray[np.float64], bow: NDArray[np.float64]
) -> NDArray[np.uint32]:
    """A table of the n-grams (keys carry their order in the top four bits)."""
    p = np.clip(np.round(-logp / P_STEP), 0, 127).astype(np.uint64)
    b = np.clip(np.round(-bow / BOW_STEP) + BOW_SHIFT, 0, 63).astype(np.uint64)
    table = np.zeros(int(len(keys) / LOAD) + 16, dtype=np.uint32)
    _insert(table, keys, (p << np.uint64(6)) | b)
    return table
