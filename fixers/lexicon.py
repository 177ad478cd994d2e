"""Words and how common they are, from compiled tables.

The tables in ``fixers/models/`` (made by ``training/lexicon.py``) are mapped, not read: the
first look-up costs a few milliseconds. Languages: ru en uk kk be bg mk sr mn, and ``latin``,
the commonest words of twenty-two other Latin-script languages together.
"""

from __future__ import annotations

import mmap
from functools import cache
from pathlib import Path
from typing import Protocol

import marisa_trie

MODELS = Path(__file__).resolve().parent / "models"
#: The order in which ``is_word(word)`` without a language looks.
LANGUAGES = ("ru", "en", "uk", "kk", "be", "bg", "latin", "sr", "mk", "mn")
#: ``20 * zipf`` is stored, in steps of a twentieth of a decade.
STEPS = 20.0


class _Trie(Protocol):
    def get(self, key: str, default: int) -> int: ...
    def keys(self, prefix: str) -> list[str]: ...


@cache
def _table(lang: str) -> tuple[_Trie, memoryview] | None:
    path = MODELS / f"words.{lang}.marisa"
    if not path.exists():
        return None
    trie = marisa_trie.Trie().mmap(str(path))
    return trie, _bytes_of(path.with_suffix(".npy"))


def _bytes_of(path: Path) -> memoryview:
    """The values of an array of bytes, mapped (format 1.0): numpy takes longer to import than
    sound text takes to be looked at."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return memoryview(data)[10 + int.from_bytes(data[8:10], "little") :]


def _find(word: str, lang: str) -> int:
    """``20 * zipf`` of a lower-cased word, -1 if unknown."""
    table = _table(lang)
    if table is None:
        return -1
    trie, steps = table
    at = trie.get(word, -1)
    return -1 if at < 0 else steps[at]


def is_word(word: str, lang: str | None = None) -> bool:
    """Whether the word stands in the lexicon of ``lang`` (of any language when None).

    Case does not matter; ё may be written е. A compound with hyphens is a word when it is
    listed as such; its parts are not tried.

    >>> is_word("кибербезопасности", "ru"), is_word("integration", "en"), is_word("Қазақстан")
    (True, True, True)
    >>> is_word("Henocrarounas"), is_word("интеграцыя", "ru")
    (False, False)
    """
    lowered = word.lower()
    if lang is not None:
        return _find(lowered, lang) >= 0
    return any(_find(lowered, name) >= 0 for name in LANGUAGES)


def zipf(word: str, lang: str) -> float:
    """Decades of occurrences per billion words: 3 is one in a million; 0.0 when unknown.

    >>> zipf("и", "ru") > 7 > zipf("анализ", "ru") > 4 > zipf("анализирующая", "ru")
    True
    """
    return max(0, _find(word.lower(), lang)) / STEPS


def forms(stem: str, lang: str, longest: int) -> list[str]:
    """Words of the lexicon that begin with ``stem`` and have at most ``longest`` letters.

    >>> "амбиций" in forms("амбиц", "ru", 8)
    True
    """
    table = _table(lang)
    return [w for w in table[0].keys(stem) if len(w) <= longest] if table else []
