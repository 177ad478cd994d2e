"""Train the weights of `fixers.lookalike.scores`: garbled Cyrillic against genuine Latin script.

    python training/gate.py --shared ../shared training/cache/more.jsonl

Garbled: the recognised words of the pairs whose true word is Cyrillic. Genuine: English running
text, the words of twenty-three languages in three cases, transliterated Russian, words damaged
the way English OCR damages English, codes, formulas, identifiers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import wordfreq
from common import MODELS, paragraphs
from lexicon import LATIN
from numba import njit

from fixers.lookalike.scores import BITS, ORDERS, encode, hashes, tokens

CYRILLIC = re.compile(r"[Ѐ-ӿ]")
TRANSLIT = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "'", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
VARIANTS = (
    {},
    {"й": "j", "ю": "ju", "я": "ja", "х": "h", "ц": "c", "ь": ""},
    {"ж": "ž", "ч": "č", "ш": "š", "й": "j", "х": "x", "ц": "c"},
)
#: What English OCR does to English.
SLIPS = [
    ("rn", "m"), ("m", "rn"), ("l", "1"), ("l", "I"), ("I", "l"), ("o", "0"), ("O", "0"), ("e", "c"),
    ("c", "e"), ("h", "b"), ("cl", "d"), ("d", "cl"), ("ti", "b"), ("li", "h"), ("i", "l"), ("t", "f"),
    ("f", "t"), ("a", "o"), ("u", "n"), ("n", "u"), ("vv", "w"), ("w", "vv"), ("y", "v"), ("s", "5"),
    ("S", "5"), ("g", "9"), ("B", "8"), ("fi", "ﬁ"), ("r", "i"), ("in", "m"), ("H", "II"), ("D", "I)"),
    ("e", "é"), ("l", "!"), ("l", "|"), ("W", "VV"), ("U", "LI"),
]  # fmt: skip
ENDS = ["", "", "", "", ",", ".", ";", ":", ")", '"', "”"]
STARTS = ["", "", "", "", "", "(", '"', "“", "["]


def garbled(paths: list[Path]) -> Iterator[tuple[str, bool]]:
    """``(token, whether garbled)`` of the lines that have as many words on both sides."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                o, t = row["observed"].split(), row["truth"].split()
                if len(o) == len(t):
                    yield from (
                        (a, bool(CYRILLIC.search(b)))
                        for a, b in zip(o, t, strict=True)
                        if re.search(r"[^\W\d_]", b)
                    )


def damage(word: str, rng: random.Random) -> str:
    """The word with one or two OCR slips."""
    for _ in range(rng.choice([1, 1, 2])):
        fitting = [(a, b) for a, b in SLIPS if a in word]
        if fitting:
            a, b = rng.choice(fitting)
            at = rng.choice([m.start() for m in re.finditer(re.escape(a), word)])
            word = word[:at] + b + word[at + len(a) :]
    if rng.random() < 0.08:
        at = rng.randrange(len(word) + 1)
        word = word[:at] + rng.choice("-'.,~*_") + word[at:]
    return word


def code(rng: random.Random) -> str:
    """A part number, formula, gene, identifier, chess move or the like."""
    upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    letters = lambda k: "".join(rng.choice(upper) for _ in range(k))  # noqa: E731
    digits = lambda k: str(rng.randrange(10 ** (k - 1), 10**k))  # noqa: E731
    lower = lambda k: "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(k))  # noqa: E731
    kind = rng.randrange(14)
    if kind == 0:
        return f"{letters(rng.randint(1, 4))}{rng.choice(['', '-', '/'])}{digits(rng.randint(1, 4))}{rng.choice(['', letters(1), '-' + letters(2)])}"
    if kind == 1:
        return letters(rng.randint(2, 5))
    if kind == 2:
        return "".join(
            rng.choice(
                ["C", "H", "O", "N", "Na", "Cl", "Fe", "K", "Ca", "Mg", "SO", "OH", "Ba", "P"]
            )
            + rng.choice(["", "2", "3", "4", ""])
            for _ in range(rng.randint(2, 4))
        )
    if kind == 3:
        return (
            rng.choice("KQRBN")
            + rng.choice(["", "x"])
            + rng.choice("abcdefgh")
            + rng.choice("12345678")
            + rng.choice(["", "+", "#"])
        )
    if kind == 4:
        return lower(rng.randint(2, 5)) + letters(1) + lower(rng.randint(2, 6))
    if kind == 5:
        return (
            rng.choice(["x", "y", "z", "f", "p", "n", "A", "B", "X"])
            + rng.choice(["=", "(", "_", "^", "+"])
            + rng.choice(["x", "t", "0", "1", "n", "A"])
            + rng.choice([")", "", "2"])
        )
    if kind == 6:
        return (
            rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            + "."
            + rng.choice(["", letters(1) + ".", letters(1)])
        )
    if kind == 7:
        return digits(rng.randint(1, 4)) + rng.choice(
            [
                "km",
                "mm",
                "kg",
                "MHz",
                "GB",
                "kV",
                "dpi",
                "th",
                "nm",
                "K",
                "C",
                "B",
                "x",
                "M",
                "hPa",
                "kB",
                "ml",
            ]
        )
    if kind == 8:
        return rng.choice(
            [
                "pH",
                "mRNA",
                "eBay",
                "iOS",
                "LaTeX",
                "BibTeX",
                "McDonald",
                "PhD",
                "GmbH",
                "kWh",
                "YouTube",
                "GitHub",
                "JavaScript",
                "PostgreSQL",
                "MacBook",
                "DeLong",
                "O'Brien",
                "VTB",
                "NaN",
                "HbA1c",
                "CoV",
                "IoT",
                "CEUR",
                "UDC",
                "JEL",
                "DOI",
                "ISSN",
                "WoS",
                "SPb",
                "MoU",
                "EurAsEC",
                "KazNU",
                "RuREBus",
                "BTeX",
                "PyTorch",
                "arXiv",
            ]
        )
    if kind == 9:
        return letters(rng.randint(2, 4)) + lower(rng.randint(1, 3))
    if kind == 10:
        return (
            lower(rng.randint(2, 6))
            + rng.choice(["_", ".", "::", "->", "(", "/"])
            + lower(rng.randint(2, 6))
            + rng.choice(["", "()", ";", ")"])
        )
    if kind == 11:
        return "".join(rng.choice("IVXLCM") for _ in range(rng.randint(1, 5)))
    if kind == 12:
        return (
            rng.choice(upper)
            + digits(rng.randint(1, 3))
            + rng.choice(["", rng.choice(upper), "." + digits(1)])
        )
    return rng.choice(["§", "No", "#", "@", "$", "€", "~"]) + rng.choice(
        [digits(2), lower(4), letters(2)]
    )


def cased(word: str, rng: random.Random) -> str:
    """Lower, Title or CAPITALS."""
    draw = rng.random()
    return word.upper() if draw < 0.2 else word.capitalize() if draw < 0.45 else word


def genuine(shared: Path, rng: random.Random) -> Iterator[str]:
    """Genuine tokens of every kind."""
    for text in paragraphs(shared / "data" / "text" / "en", exam=False):
        for token in text.split():
            draw = rng.random()
            yield token if draw < 0.86 else token.upper() if draw < 0.92 else damage(token, rng)
    for lang, top in LATIN.items():
        listed = wordfreq.get_frequency_dict(lang, "best")
        words = [
            w for w in sorted(listed, key=lambda w: -listed[w])[:top] if not CYRILLIC.search(w)
        ]
        for word in words:
            yield rng.choice(STARTS) + cased(word, rng) + rng.choice(ENDS)
            if lang == "en" and rng.random() < 0.7:
                yield damage(cased(word, rng), rng)
        for _ in range(12_000):
            word = words[int(len(words) * rng.random() ** 3)]
            yield rng.choice(STARTS) + cased(word, rng) + rng.choice(ENDS)
    for lang in ("ru", "uk", "kk"):
        for text in list(
            paragraphs(
                shared / "data" / "text" / lang, exam=False, only="" if lang != "ru" else "acad_j"
            )
        )[:3000]:
            table = {
                **TRANSLIT,
                "і": "i",
                "ї": "yi",
                "є": "ye",
                "ң": "n",
                "қ": "q",
                "ғ": "gh",
                "ө": "o",
                "ү": "u",
                "ұ": "u",
                "һ": "h",
                "ә": "a",
                **rng.choice(VARIANTS),
            }
            for token in text.split():
                latin = "".join(table.get(c, table.get(c.lower(), c).capitalize()) for c in token)
                if rng.random() < 0.5 and not CYRILLIC.search(latin):
                    yield latin.upper() if rng.random() < 0.05 else latin
    for _ in range(200_000):
        yield rng.choice(STARTS) + code(rng) + rng.choice(ENDS)


@njit(cache=True)
def descend(grams, starts, stops, labels, order, table, squares, rate):  # type: ignore[no-untyped-def]
    """One pass of AdaGrad over the tokens; returns their log odds before each update."""
    odds = np.zeros(len(labels))
    for n in order:
        z = table[-1]
        for size in range(1, grams.shape[0] + 1):
            for k in range(starts[n] - 1, stops[n] + 2 - size):
                z += table[grams[size - 1, k]]
        odds[n] = z
        g = 1 / (1 + np.exp(-z)) - labels[n]
        if rate == 0:
            continue
        for size in range(1, grams.shape[0] + 1):
            for k in range(starts[n] - 1, stops[n] + 2 - size):
                s = grams[size - 1, k]
                step = g + 2e-6 * table[s]
                squares[s] += step * step
                table[s] -= rate * step / np.sqrt(squares[s])
        squares[-1] += g * g
        table[-1] -= rate * g / np.sqrt(squares[-1])
    return odds


def main() -> None:
    """Train and write ``gate.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="*")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    rng = random.Random(1)
    folder = options.shared / "data" / "pairs"
    labelled = list(garbled([*sorted(folder.glob("*.jsonl.gz")), *options.pairs]))
    labelled += [(t, False) for t in genuine(options.shared, rng)]
    labelled = [(t, y) for t, y in labelled if t and len(t) < 40 and not re.search(r"\s", t)]
    rng.shuffle(labelled)
    labelled = [*[x for x in labelled if x[1]], *[x for x in labelled if not x[1]][:1_300_000]]
    rng.shuffle(labelled)
    print(f"{sum(y for _, y in labelled):,} garbled, {len(labelled):,} in all", flush=True)
    ids = encode(" ".join(t for t, _ in labelled))
    starts, stops = tokens(ids)
    grams = np.zeros((len(ORDERS), len(ids)), dtype=np.uint32)
    for n in ORDERS:
        grams[n - 1, : len(ids) - n + 1] = hashes(ids, n)
    labels = np.array([y for _, y in labelled], dtype=np.float64)
    assert len(starts) == len(labels)
    table, squares = np.zeros((1 << BITS) + 1), np.full((1 << BITS) + 1, 1e-2)
    test = np.flatnonzero(np.arange(len(labels)) % 20 == 0)
    train = np.flatnonzero(np.arange(len(labels)) % 20 != 0)
    for epoch in range(3):
        order = np.random.default_rng(epoch).permutation(train)
        descend(grams, starts, stops, labels, order, table, squares, 0.08)
        z = descend(grams, starts, stops, labels, test, table, squares, 0.0)[test]
        y = labels[test] > 0
        print(
            f"epoch {epoch}: precision {y[z > 0].mean():.4f}, recall {(z[y] > 0).mean():.4f}",
            flush=True,
        )
    scale = np.abs(table[:-1]).max() / 127
    np.savez(
        MODELS / "gate.npz",
        weights=np.round(table[:-1] / scale).astype(np.int8),
        scale=scale,
        bias=table[-1],
    )


if __name__ == "__main__":
    main()
