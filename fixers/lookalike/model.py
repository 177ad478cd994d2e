"""The compiled models of one language, loaded once: channel, language model, words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fixers.lookalike.alphabet import LETTERS, OTHER, symbols

MODELS = Path(__file__).resolve().parents[1] / "models"
#: ``steps`` of the channel file are log probabilities in steps of this size.
STEP = 0.06
#: Log probability of a letter never seen behind an observed one, and of a stray observed one.
UNSEEN, DROPPED = -8.5, -7.5
LIKE_LETTERS = "@€¥®©£§"
SENTENCE_END = ".!?:"
KEEPS_PLACE = ' «»“”„"—–('
MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Model:
    """Arrays as `fixers.lookalike.beam.search` wants them; ``true`` are the channel's true
    characters by id, ``segments`` the number of each observed segment."""

    lang: str
    segments: dict[str, int]
    starts: NDArray[np.int64]
    cand_true: NDArray[np.uint8]
    cand_logp: NDArray[np.float64]
    texts: list[str]
    true: str
    sym: NDArray[np.int64]
    kind: NDArray[np.int64]
    upper: NDArray[np.int64]
    table: NDArray[np.uint32]
    marks: NDArray[np.uint16]
    values: NDArray[np.uint8]
    case_cost: NDArray[np.float64]
    symbols: dict[str, int]


def mix(key: int) -> int:
    """`fixers.lookalike.table.mix` in plain Python."""
    key = (key * 0x9E3779B97F4A7C15) & MASK
    key ^= key >> 29
    key = (key * 0xBF58476D1CE4E5B9) & MASK
    return key ^ (key >> 32)


def word_hash(letters: list[int]) -> int:
    """Hash of a word's symbols as the beam computes it, ready for its slot and mark."""
    h = 0
    for symbol in letters:
        h = mix(h ^ (symbol + 1))
    return mix(h)


def _lines(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode().split("\n")


@cache
def load(lang: str) -> Model:
    """The model of a language (kept once loaded): the channel is one for all of them, cut to
    the segments that the language's letters can write."""
    channel = np.load(MODELS / "channel.npz")
    words = np.load(MODELS / f"hashes.{lang}.npz")
    observed, texts = _lines(channel["observed"]), _lines(channel["true"])
    table, letters = symbols(lang), set(LETTERS[lang])
    foreign = {c for text in texts for c in text if c.isalpha() and c.lower() not in letters}
    logp = channel["steps"].astype(np.float64) * -STEP
    bounds = channel["starts"].tolist()  # read once: an array of an archive is loaded at each use
    starts, kept_logp, kept_texts = [0], [], []
    for n, o in enumerate(observed):
        lo, hi = bounds[n], bounds[n + 1]
        group = [(logp[k], texts[k]) for k in range(lo, hi) if foreign.isdisjoint(texts[k])]
        if len(o) == 1 and (o.isalnum() or o in LIKE_LETTERS):
            group = _with_rest(group, LETTERS[lang])
        kept_logp += [p for p, _ in group]
        kept_texts += [t for _, t in group]
        starts.append(len(kept_texts))
    true = "".join(sorted(set("".join(kept_texts))))
    ids = {char: n for n, char in enumerate(true)}
    cand_true = np.full((len(kept_texts), 3), 255, dtype=np.uint8)
    for n, text in enumerate(kept_texts):
        for k, char in enumerate(text):
            cand_true[n, k] = ids[char]
    return Model(
        lang=lang,
        segments={o: n for n, o in enumerate(observed)},
        starts=np.array(starts, dtype=np.int64),
        cand_true=cand_true,
        cand_logp=np.array(kept_logp),
        texts=kept_texts,
        true=true,
        sym=np.array([table.get(c, OTHER) for c in true], dtype=np.int64),
        kind=np.array([_kind(c, letters) for c in true], dtype=np.int64),
        upper=np.array([c.isupper() for c in true], dtype=np.int64),
        table=np.load(MODELS / f"lm.{lang}.npy"),
        marks=words["marks"],
        values=words["values"],
        case_cost=words["case"].astype(np.float64),
        symbols=table,
    )


def _with_rest(group: list[tuple[float, str]], letters: str) -> list[tuple[float, str]]:
    """A character's candidates with those never seen, so that none is impossible."""
    known = {text for _, text in group}
    rest = [(UNSEEN, c) for c in letters if c not in known]
    if "" not in known:
        rest.append((DROPPED, ""))
    return sorted([*group, *rest], reverse=True)


def _kind(char: str, letters: set[str]) -> int:
    if char.lower() in letters:
        return 1
    if char in SENTENCE_END:
        return 2
    return 3 if char in KEEPS_PLACE else 0


def slot_of(model: Model, word: str) -> int:
    """Where a lower-cased word stands in the word table, −1 if it does not."""
    h = word_hash([model.symbols.get(c, 0) for c in word])
    size = len(model.marks)
    slot, mark = ((h >> 32) * size) >> 32, (h & 0xFFFF) | 1
    while model.marks[slot]:
        if model.marks[slot] == mark:
            return slot
        slot = (slot + 1) % size
    return -1


def usually_lower(model: Model, word: str) -> bool:
    """Whether running text writes the word in small letters as a rule."""
    slot = slot_of(model, word.lower())
    return slot >= 0 and int(model.values[slot]) & 3 == 0
