"""Compile ``fixers/models/letters.npz``: how likely a letter is after the two before it.

    python training/letters.py TEXT_FOLDER fixers/models/letters.npz

``TEXT_FOLDER`` holds ``<language>/*.txt.gz``, one paragraph per line. Languages without a
folder are learned from wordfreq's word frequencies. Only statistics enter the result.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from math import log
from pathlib import Path

import numpy as np
from wordfreq import get_frequency_dict  # type: ignore[import-untyped]

#: Languages learned from word frequencies ("sh" is written in Latin letters: Croatian).
FROM_WORDFREQ = {
    "ru": "ru", "en": "en", "uk": "uk", "bg": "bg", "mk": "mk", "de": "de", "fr": "fr",
    "es": "es", "it": "it", "pt": "pt", "pl": "pl", "cs": "cs", "sk": "sk", "hr": "sh",
    "sl": "sl", "nl": "nl", "sv": "sv", "da": "da", "nb": "nb", "fi": "fi", "hu": "hu",
    "ro": "ro", "lv": "lv", "lt": "lt", "tr": "tr", "ca": "ca", "el": "el",
}  # fmt: skip
#: Damaged parts of the collection, and Pro Git, whose code is no running text.
LEFT_OUT = ("rurebus", "cyberleninka")
#: Letters read per file: more does not change the table.
PER_FILE = 3_000_000
#: Trigrams kept per language: those that make up this share of its text.
COVERED = 0.998
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Values are stored as −STEPS · ln P, cut at 255.
STEPS = 20.0


def words_of(folder: Path) -> Counter[str]:
    """Lower-cased words of every undamaged file of a language."""
    words = Counter[str]()
    for path in sorted(folder.glob("*.txt.gz")):
        if any(name in path.name for name in LEFT_OUT):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            words.update(w.lower() for w in WORD.findall(lines.read(PER_FILE)))
    return words


#: Languages whose words in Latin letters are quotations, not the language.
CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "mn")


def in_script_of(lang: str, words: Counter[str]) -> Counter[str]:
    """The words in the language's own script."""
    if lang == "el":
        return Counter({w: n for w, n in words.items() if "\u0370" <= w[0] <= "\u03ff"})
    return Counter(
        {w: n for w, n in words.items() if ("\u0400" <= w[0] <= "\u052f") == (lang in CYRILLIC)}
    )


def counts(words: Counter[str]) -> list[Counter[str]]:
    """Counts of one, two and three letters, words padded with a blank on each side."""
    grams: list[Counter[str]] = [Counter(), Counter(), Counter()]
    for word, n in words.items():
        padded = f" {word} "
        for i in range(1, len(padded)):
            grams[0][padded[i]] += n
            grams[1][padded[i - 1 : i + 1]] += n
            if i > 1:
                grams[2][padded[i - 2 : i + 1]] += n
    return grams


class Model:
    """Interpolated P(letter | two letters) of one language."""

    def __init__(self, words: Counter[str]) -> None:
        self.grams = counts(words)
        self.contexts = [Counter[str](), Counter[str](), Counter[str]()]
        for order, grams in enumerate(self.grams):
            for gram, n in grams.items():
                self.contexts[order][gram[:-1]] += n

    def probability(self, gram: str) -> float:
        """Witten–Bell style: each order trusts its counts by how many it has."""
        p = 1e-5
        for order in range(len(gram)):
            tail = gram[len(gram) - 1 - order :]
            total = self.contexts[order][tail[:-1]]
            trust = total / (total + 20.0)
            p = trust * self.grams[order][tail] / max(1, total) + (1 - trust) * p
            p = max(p, 1e-6)
        return p

    def kept(self) -> set[str]:
        """The trigrams that cover most of the text, and all shorter grams."""
        total, seen, keep = self.grams[2].total(), 0, set()
        for gram, n in self.grams[2].most_common():
            if seen > COVERED * total or n < 3:
                break
            keep.add(gram)
            seen += n
        frequent = {g for g, n in self.grams[1].items() if n >= 3}
        return keep | frequent | {g for g, n in self.grams[0].items() if n >= 3}


def collect(folder: Path) -> dict[str, Counter[str]]:
    """Words of every language, from text and from word frequencies (as counts)."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(p for p in folder.iterdir() if p.is_dir()):
        found[path.name] = words_of(path)
    for lang, name in FROM_WORDFREQ.items():
        listed = get_frequency_dict(name, wordlist="best")
        words = Counter({w: int(f * 3e7) for w, f in listed.items() if WORD.fullmatch(w)})
        found[lang] = found.get(lang, Counter()) + words
    return {lang: in_script_of(lang, words) for lang, words in found.items()}


def main(folder: str, target: str) -> None:
    """Write the table."""
    models = {lang: Model(words) for lang, words in collect(Path(folder)).items()}
    rows = sorted(set().union(*(m.kept() for m in models.values())))
    table = np.array(
        [[min(255, round(-STEPS * log(m.probability(g)))) for m in models.values()] for g in rows],
        dtype=np.uint8,
    )
    np.savez_compressed(
        target,
        grams=np.frombuffer("\n".join(rows).encode(), dtype=np.uint8),
        languages=np.frombuffer(" ".join(models).encode(), dtype=np.uint8),
        table=table,
    )
    print(f"{len(rows)} rows, {len(models)} languages, {Path(target).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
