"""What people do without a decoder: a static map of lookalike letters, and a spell-checker on it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from common import WORK, paragraphs
from symspellpy import SymSpell, Verbosity

#: One letter for one letter, as tools that know no better do it.
STATIC = str.maketrans(
    "ABCEHKMOPTXYaceopxyunmkrbgdtZz36IlNWwqhiFLDGJRSUVjfs",
    "АВСЕНКМОРТХУасеорхуипткгьддтЗз36ПпИШшдниФЛДСЛЯЅИУјфѕ",
)
WORD = re.compile(r"[^\W_]+")
#: Size of the spell-checker's dictionary: the commonest words of the training text.
WORDS, LEAST = 100_000, 3
#: Characters of running text counted for it.
COUNTED = 40_000_000


def static_map(text: str) -> str:
    """Each Latin letter that looks like a Cyrillic one made that one.

    >>> static_map("MOCKBA")
    'МОСКВА'
    """
    return text.translate(STATIC)


def spelt(text: str, shared: Path) -> str:
    """The static map, then each word of three letters and more replaced by the commonest word at
    most two edits away (SymSpell)."""
    speller = _speller(shared)

    def correct(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < 3 or word.isdigit():
            return word
        found = speller.lookup(
            word, Verbosity.TOP, max_edit_distance=2, include_unknown=True, transfer_casing=True
        )
        return str(found[0].term)

    return WORD.sub(correct, static_map(text))


@cache
def _speller(shared: Path) -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for line in _frequencies(shared).read_text(encoding="utf-8").splitlines():
        word, count = line.split("\t")
        speller.create_dictionary_entry(word, int(count))
    return speller


def _frequencies(shared: Path) -> Path:
    """The list of words and counts, made from the training part of the Russian text."""
    path = WORK / "frequency.ru.tsv"
    if not path.exists():
        counts: Counter[str] = Counter()
        seen = 0
        for text in paragraphs(shared / "data" / "text" / "ru", exam=False):
            counts.update(re.findall(r"[а-яё]+", text.lower()))
            seen += len(text)
            if seen > COUNTED:
                break
        rows = [f"{w}\t{n}" for w, n in counts.most_common(WORDS) if n >= LEAST]
        path.write_text("\n".join(rows), encoding="utf-8")
    return path
