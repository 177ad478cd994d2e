"""Compile the word table of the beam: ``hashes.LANG.npz`` (16-bit marks, 8-bit values).

    python training/words.py --lang ru

The value is the word's zipf in eighths times four plus how it is usually written inside a
sentence: 0 lower case, 1 either, 2 with a capital, 3 in capitals. Also counts the case costs.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import marisa_trie
import numpy as np
from common import MODELS, paragraphs

from fixers.lookalike.alphabet import FIRST_LETTER, LETTERS
from fixers.lookalike.beam import AFTER_LOWER, AFTER_UPPER, WORD_CLASS
from fixers.lookalike.model import word_hash

#: Grammemes of surnames, first names, patronymics, places, organisations, brands.
PROPER = frozenset({"Surn", "Name", "Patr", "Geox", "Orgn", "Trad"})
INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]+")


def proper_names() -> set[str]:
    """Forms that OpenCorpora has as names only (about a minute)."""
    import pymorphy3

    names: dict[str, bool] = {}
    for form, tag, *_ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        own = not PROPER.isdisjoint(tag.grammemes)
        names[form] = names.get(form, True) and own
    return {form for form, own in names.items() if own}


def usual_case(parts: list[str], names: set[str]) -> dict[str, int]:
    """Case class of the words seen inside sentences; ``names`` that never are have a capital."""
    total: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in parts:
        for word in INSIDE.findall(text):
            low = word.lower()
            total[low] += 1
            if word[0].isupper():
                (upper if len(word) > 1 and word.isupper() else capital)[low] += 1
    classes = dict.fromkeys(names - total.keys(), 2)
    for word, n in total.items():
        share = (capital[word] + upper[word] + 0.1) / (n + 0.5)
        if upper[word] > 0.6 * n:
            classes[word] = 3
        elif share > 0.1:
            classes[word] = 2 if share > 0.7 else 1
    return classes


def case_costs(parts: list[str]) -> np.ndarray:
    """Log probability of lower and upper case in each of the 54 case states (see beam.py)."""
    counts = np.ones((54, 2))
    counts[:, 0] += 1
    for n, text in enumerate(parts):
        state = 6 if n % 2 else 3
        if n % 6 in (1, 3):  # two passages of three begin where a line does, inside a sentence
            text = text[text.find(" ", len(text) // 2) + 1 :]
        if n % 40 == 0:
            text = text.upper()
        shape, place, before = 0, state // 3, 0
        for char in text:
            if char.isalpha() and not ("a" <= char.lower() <= "z"):
                upper = int(char.isupper())
                counts[shape * 9 + place * 3 + before, upper] += 1
                shape = int((AFTER_UPPER if upper else AFTER_LOWER)[shape])
                continue
            if shape:
                before, place, shape = int(WORD_CLASS[shape]), 0, 0
            if char in ".!?:":
                place = 1
            elif char not in ' «»“”"—–(':
                place = 0
    return np.log(counts / counts.sum(axis=1, keepdims=True))


def main() -> None:
    """Write the table of one language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lang", default="ru")
    options = parser.parse_args()
    parts = list(paragraphs(options.shared / "data" / "text" / options.lang, exam=False))
    classes = usual_case(parts, proper_names() if options.lang == "ru" else set())
    trie = marisa_trie.Trie()
    trie.load(str(MODELS / f"words.{options.lang}.marisa"))
    zipfs = np.load(MODELS / f"words.{options.lang}.npy")
    letters = set(LETTERS[options.lang])
    # Russian forms that were never seen are left out: they cost two megabytes and help no exam.
    chosen = {
        w: at for w, at in trie.items() if set(w) <= letters and (zipfs[at] or options.lang != "ru")
    }
    size = len(chosen)
    marks = np.zeros(int(size / 0.86) + 16, dtype=np.uint16)
    values = np.zeros(len(marks), dtype=np.uint8)
    ids = {c: FIRST_LETTER + n for n, c in enumerate(LETTERS[options.lang])}
    for word, at in chosen.items():
        value = max(3, min(63, round(float(zipfs[at]) / 20 * 8))) * 4 + classes.get(word, 0)
        h = word_hash([ids[c] for c in word])
        slot, mark = ((h >> 32) * len(marks)) >> 32, (h & 0xFFFF) | 1
        while marks[slot]:
            slot = (slot + 1) % len(marks)
        marks[slot], values[slot] = mark, value
    sample = parts[:: max(1, len(parts) // 12000)]
    np.savez_compressed(
        MODELS / f"hashes.{options.lang}.npz",
        marks=marks,
        values=values,
        case=case_costs(sample).astype(np.float32),
    )
    print(
        f"{options.lang}: {size:,} words, {len(classes):,} with capitals, {3 * len(marks) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
