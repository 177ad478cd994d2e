"""Compile the word knowledge of `fixers.lexicon` into `fixers/models/`.

    python training/lexicon.py --shared ../shared

Sources: wordfreq's frequency lists, the forms of OpenCorpora (pymorphy3), Tesseract's word
lists where the package `tesseract-ocr-LANG` is installed, and the counts of the running text
in `../shared/data/text`. One marisa trie per language gives a word its number; a uint8 array
holds ``20 * zipf`` at that number (0: in the dictionary, frequency unknown).
"""

from __future__ import annotations

import argparse
import gzip
import math
import pickle
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import marisa_trie
import numpy as np
import wordfreq

MODELS = Path(__file__).resolve().parents[1] / "fixers" / "models"
WORK = Path(__file__).resolve().parent / "cache"
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")

#: language: (letters of its words, Tesseract's name, lowest zipf kept from wordfreq)
CYRILLIC = {
    "ru": ("а-яё", None, 1.0),
    "uk": ("а-щьюяєіїґ'’ʼ", "ukr", 1.2),
    "be": ("а-яёіў'’ʼ", "bel", 0.0),
    "bg": ("а-ъьюя", "bul", 0.0),
    "kk": ("а-яёәғқңөұүһі", "kaz", 0.0),
    "mk": ("а-яѓѕјљњќџ", None, 1.5),
    "mn": ("а-яёөү", None, 0.0),
    "sr": ("а-яђјљњћџ", None, 0.0),
}
#: Latin-script languages: how many of wordfreq's commonest words are kept.
LATIN = {
    "en": 160_000, "de": 60_000, "fr": 50_000, "es": 40_000, "it": 40_000, "pt": 30_000,
    "pl": 50_000, "cs": 40_000, "nl": 30_000, "tr": 40_000, "sh": 40_000, "ro": 30_000,
    "hu": 30_000, "fi": 30_000, "sv": 25_000, "da": 20_000, "nb": 20_000, "lt": 25_000,
    "lv": 25_000, "sk": 25_000, "sl": 25_000, "ca": 20_000, "id": 15_000,
}  # fmt: skip


def text_counts(folder: Path) -> Counter[str]:
    """Lower-cased words of every ``*.txt.gz`` in the folder, with their counts."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(WORD.findall(line.lower()))
    return counts


def opencorpora() -> dict[str, list[str]]:
    """``{lemma: its forms}`` of OpenCorpora (slow: about two minutes; kept in work/)."""
    cache = WORK / "opencorpora.pkl"
    if cache.exists():
        return dict(pickle.loads(cache.read_bytes()))
    import pymorphy3

    lemmas: dict[str, list[str]] = {}
    for form, _, lemma, _, _ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        lemmas.setdefault(lemma, []).append(form)
    WORK.mkdir(exist_ok=True)
    cache.write_bytes(pickle.dumps(lemmas))
    return lemmas


def tesseract_words(name: str | None) -> Iterable[str]:
    """The word list inside Tesseract's model of that name (Apache-2.0), if installed."""
    model = TESSDATA / f"{name}.traineddata"
    if name is None or not model.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        stem = f"{folder}/m."
        subprocess.run(
            ["combine_tessdata", "-u", str(model), stem], check=True, capture_output=True
        )
        names = [f"{stem}lstm-unicharset", f"{stem}lstm-word-dawg", f"{folder}/words"]
        subprocess.run(["dawg2wordlist", *names], check=True, capture_output=True)
        return Path(names[2]).read_text(encoding="utf-8").lower().split()


def frequencies(lang: str, counts: Counter[str]) -> dict[str, float]:
    """Occurrences per 1e9 words: the mean of wordfreq and the running text."""
    listed: dict[str, float] = {}
    if lang in wordfreq.available_languages("best") and lang != "sr":
        listed = wordfreq.get_frequency_dict(lang, "best")
    total = sum(counts.values()) + 1
    share = 0.5 if total > 1_000_000 and listed else (0.2 if listed else 1.0)
    per_billion = {w: (1 - share) * f * 1e9 for w, f in listed.items()}
    for word, n in counts.items():
        per_billion[word] = per_billion.get(word, 0.0) + share * n / total * 1e9
    return per_billion


def cyrillic_words(lang: str, counts: Counter[str]) -> dict[str, float]:
    """``{word: zipf}``; 0 for dictionary forms never seen."""
    letters, tesseract, floor = CYRILLIC[lang]
    shape = re.compile(rf"[{letters}]+(?:-[{letters}]+)*").fullmatch
    seen = {w: math.log10(f) for w, f in frequencies(lang, counts).items() if f > 1 and shape(w)}
    kept = {w: z for w, z in seen.items() if z >= floor and (z >= 1.3 or counts[w] != 1)}
    for word in tesseract_words(tesseract):
        if shape(word):
            kept.setdefault(word, seen.get(word, 0.0))
    if lang == "ru":
        for forms in opencorpora().values():
            known = [w for w in forms if seen.get(w, 0.0) >= 1.6]
            if known:
                kept.update((w, seen.get(w, 0.0)) for w in forms)
        for word in [w for w in kept if "ё" in w]:
            kept.setdefault(word.replace("ё", "е"), kept[word])
    return kept


def latin_words(lang: str) -> dict[str, float]:
    """The commonest words of a Latin-script language, accents as they are."""
    listed = wordfreq.get_frequency_dict(lang, "best")
    top = sorted(listed.items(), key=lambda item: -item[1])[: LATIN[lang]]
    shape = re.compile(r"[^\W\d_а-яё]+(?:['’-][^\W\d_а-яё]+)*").fullmatch
    return {w: math.log10(f * 1e9) for w, f in top if shape(w)}


def write(lang: str, words: dict[str, float]) -> None:
    """``words.LANG.marisa`` and ``words.LANG.npy``."""
    trie = marisa_trie.Trie(words.keys())
    zipfs = np.zeros(len(trie), dtype=np.uint8)
    for word, value in words.items():
        zipfs[trie[word]] = min(255, max(0, round(20 * value)))
    trie.save(str(MODELS / f"words.{lang}.marisa"))
    np.save(MODELS / f"words.{lang}.npy", zipfs)
    size = (MODELS / f"words.{lang}.marisa").stat().st_size + zipfs.size
    print(f"{lang}: {len(trie):,} words, {size / 1e6:.2f} MB", flush=True)


def main() -> None:
    """Write every language's two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", nargs="*", default=[*CYRILLIC, *LATIN])
    options = parser.parse_args()
    for lang in options.only:
        if lang in CYRILLIC:
            counts = text_counts(options.shared / "data" / "text" / lang)
            write(lang, cyrillic_words(lang, counts))
        elif lang == "en":
            write(lang, latin_words(lang))
    if set(LATIN) & set(options.only):
        union: dict[str, float] = {}
        for lang in LATIN:
            if lang != "en":
                for word, value in latin_words(lang).items():
                    union[word] = max(value, union.get(word, 0.0))
        write("latin", union)


if __name__ == "__main__":
    main()
