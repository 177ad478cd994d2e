"""The compiled models of one language, loaded once: channel, language model, words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
    classes: NDArray[np.uint16]
    follows: NDArray[np.int8]
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


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel of all languages: of candidate ``k`` the text is ``texts[which[k]]``."""

    segments: dict[str, int]
    starts: NDArray[np.int64]
    logp: NDArray[np.float64]
    texts: list[str]
    which: NDArray[np.int64]


@cache
def _channel() -> Channel:
    stored = np.load(MODELS / "channel.npz")
    numbers: dict[str, int] = {}
    which = [numbers.setdefault(t, len(numbers)) for t in _lines(stored["true"])]
    return Channel(
        segments={o: n for n, o in enumerate(_lines(stored["observed"]))},
        starts=stored["starts"].astype(np.int64),
        logp=stored["steps"].astype(np.float64) * -STEP,
        texts=list(numbers),
        which=np.array(which, dtype=np.int64),
    )


@cache
def load(lang: str) -> Model:
    """The model of a language (kept once loaded): the channel is one for all of them, cut to
    the segments that the language's letters can write."""
    channel, words = _channel(), np.load(MODELS / f"hashes.{lang}.npz")
    table, letters = symbols(lang), set(LETTERS[lang])
    foreign = {c for text in channel.texts for c in text if c.isalpha()}
    foreign = {c for c in foreign if c.lower() not in letters}
    writes = np.array([foreign.isdisjoint(t) for t in channel.texts])
    texts = [*channel.texts, *sorted(letters - set(channel.texts))]
    starts, which, logp = _with_rest(channel, writes[channel.which], LETTERS[lang], texts)
    true = "".join(sorted(set("".join(t for t, ok in zip(texts, writes, strict=False) if ok))))
    true = "".join(sorted({*true, *letters}))
    ids = {char: n for n, char in enumerate(true)}
    spelt = np.full((len(texts), 3), 255, dtype=np.uint8)
    for n, text in enumerate(texts):
        for k, char in enumerate(text):
            spelt[n, k] = ids.get(char, 255)
    return Model(
        lang=lang,
        segments=channel.segments,
        starts=starts,
        cand_true=spelt[which],
        cand_logp=logp,
        texts=[texts[n] for n in which.tolist()],
        true=true,
        sym=np.array([table.get(c, OTHER) for c in true], dtype=np.int64),
        kind=np.array([_kind(c, letters) for c in true], dtype=np.int64),
        upper=np.array([c.isupper() for c in true], dtype=np.int64),
        table=np.load(MODELS / f"lm.{lang}.npy"),
        marks=words["marks"],
        values=words["values"],
        **_classes(lang, len(words["marks"])),
        case_cost=words["case"].astype(np.float64),
        symbols=table,
    )


def _classes(lang: str, slots: int) -> dict[str, NDArray[Any]]:
    """The classes of the word table's slots, and what each gains after each; one class and no
    gain for a language that has none."""
    path = MODELS / f"classes.{lang}.npz"
    if not path.exists():
        return {"classes": np.zeros(slots, np.uint16), "follows": np.zeros((8, 8), np.int8)}
    stored = np.load(path)
    return {"classes": stored["slots"], "follows": stored["gains"]}


def _with_rest(
    channel: Channel, writes: NDArray[np.bool_], letters: str, texts: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """``(starts, texts, log probabilities)`` of the candidates that the language writes; those of
    single characters with the ones never seen, so that none is impossible."""
    number = {text: n for n, text in enumerate(texts)}
    segment = np.repeat(np.arange(len(channel.segments)), np.diff(channel.starts))[writes]
    which, logp = channel.which[writes], channel.logp[writes]
    bounds = np.concatenate(([0], np.cumsum(np.bincount(segment, minlength=len(channel.segments)))))
    added: list[tuple[int, int, float]] = []
    for observed, n in channel.segments.items():
        if len(observed) == 1 and (observed.isalnum() or observed in LIKE_LETTERS):
            known = {texts[k] for k in which[bounds[n] : bounds[n + 1]].tolist()}
            added += [(n, number[c], UNSEEN) for c in letters if c not in known]
            if "" not in known and "" in number:
                added.append((n, number[""], DROPPED))
    segment = np.concatenate((segment, [a[0] for a in added])).astype(np.int64)
    which = np.concatenate((which, [a[1] for a in added])).astype(np.int64)
    logp = np.concatenate((logp, [a[2] for a in added]))
    order = np.lexsort((-logp, segment))
    starts = np.searchsorted(segment[order], np.arange(len(channel.segments) + 1))
    return starts.astype(np.int64), which[order], logp[order]


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
