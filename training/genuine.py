"""Text that was never garbled, as it stands between garbled text and for itself: words of Latin
script in many languages, transliterated Russian, English damaged by English OCR, acronyms, codes,
formulas, citations, addresses. For the gate, the detection and the tagger."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import wordfreq
from common import paragraphs

#: Languages whose words stand for all of Latin script.
LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pl",
    "tr",
    "cs",
    "fi",
    "nl",
    "pt",
    "sv",
    "ro",
    "hu",
    "lv",
)
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


def transliterated(text: str, rng: random.Random) -> str:
    """By one of several schemes."""
    letters = {**TRANSLIT, **rng.choice(VARIANTS)}
    return "".join(letters.get(c, letters.get(c.lower(), c).capitalize()) for c in text)


def citation(rng: random.Random) -> str:
    """Numbers in brackets, or a name and a year.

    >>> citation(random.Random(3))[0] in "[("
    True
    """
    numbers = sorted(rng.sample(range(1, rng.choice([9, 40, 150])), rng.choice([1, 1, 2, 3])))
    if rng.random() < 0.2:
        return f"({surname(rng)}, {rng.randint(1950, 2025)})"
    joint = rng.choice([", ", ",", "–", "-", "; "])
    page = rng.choice([f", c. {rng.randint(2, 300)}", f", p. {rng.randint(2, 300)}", "", "", ""])
    return f"[{joint.join(map(str, numbers))}{page}]"


def formula(rng: random.Random) -> str:
    """A short formula or a symbol with its arguments."""
    name = lambda: rng.choice("abcdefghijklmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ")  # noqa: E731
    index = lambda: name() + rng.choice(["", "", "0", "1", "2", "i", "n"])  # noqa: E731
    kind = rng.randrange(6)
    if kind == 0:
        return f"{index()}({', '.join(index() for _ in range(rng.randint(1, 4)))})"
    if kind == 1:
        return f"{index()} = {index()} {rng.choice('+-*/')} {index()}"
    if kind == 2:
        return f"{index()} {rng.choice('=<>≤≥≈')} {rng.choice(['0', '1', '0.05', '12', '0,01'])}"
    if kind == 3:
        return f"{name()}^{rng.choice('2n3')} {rng.choice('+-')} {index()}"
    if kind == 4:
        return f"d{name()}/d{name()}"
    return index()


def surname(rng: random.Random) -> str:
    """A word with a capital: any may be a name."""
    return words(rng.choice(LANGUAGES))[int(20_000 * rng.random() ** 2) % 20_000].capitalize()


@cache
def words(lang: str) -> list[str]:
    """The 20,000 most frequent words in Latin letters."""
    found = [w for w in wordfreq.top_n_list(lang, 40_000) if re.fullmatch(r"[^\W\d_Ѐ-ӿ]+", w)]
    return [found[n % len(found)] for n in range(20_000)]


class Genuine:
    """Draws sound text."""

    def __init__(self, shared: Path, rng: random.Random, *, exam: bool = False) -> None:
        self.rng = rng
        folder = shared / "data" / "text"
        self.english = list(paragraphs(folder / "en", exam=exam))
        self.russian = list(paragraphs(folder / "ru", exam=exam, only="acad_j"))[:4000]

    def stretch(self) -> str:
        """A word or a few, as they stand inside a sentence of another script."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.3:
            return self.some(rng.choice(self.english).split(), rng.choice([1, 1, 2, 3, 5]))
        if kind < 0.45:
            return " ".join(surname(rng) for _ in range(rng.choice([1, 1, 2])))
        if kind < 0.6:
            return citation(rng)
        if kind < 0.75:
            return formula(rng)
        if kind < 0.87:
            return code(rng)
        if kind < 0.93:
            return f"({self.some(rng.choice(self.english).split(), rng.choice([1, 2, 3]))})"
        return self.address()

    def text(self, size: int) -> str:
        """Running text of about so many characters, none of it garbled."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.45:
            found = rng.choice(self.english)
        elif kind < 0.6:
            found = " ".join(damage(w, rng) if rng.random() < 0.2 else w
                             for w in rng.choice(self.english).split())  # fmt: skip
        elif kind < 0.75:
            found = transliterated(rng.choice(self.russian), rng)
        elif kind < 0.9:
            lang = words(rng.choice(LANGUAGES))
            drawn = [lang[int(20_000 * rng.random() ** 3)] for _ in range(size // 6)]
            found = " ".join(cased(w, rng) if rng.random() < 0.3 else w for w in drawn)
        else:
            drawn = [rng.choice([code(rng), self.stretch()]) for _ in range(size // 8)]
            found = rng.choice([" ", ", ", " "]).join(drawn)
        start = rng.randrange(len(found)) if len(found) > 2 * size else 0
        start = found.find(" ", start) + 1 if start else 0
        found = found[start : start + size]
        return found.upper() if rng.random() < 0.06 else found

    def some_words(self) -> list[str]:
        """Words of all languages."""
        return [w for lang in LANGUAGES for w in words(lang)[:3000]]

    def some(self, listed: Sequence[str], size: int) -> str:
        """So many words in a row."""
        start = self.rng.randrange(max(1, len(listed) - size + 1))
        return " ".join(listed[start : start + size])

    def address(self) -> str:
        """An e-mail address or a place in the web."""
        rng = self.rng
        a, b = (rng.choice(words("en")) for _ in range(2))
        end = rng.choice(["com", "ru", "org", "kz", "net", "by", "ua"])
        return rng.choice([f"{a}.{b}@mail.{end}", f"{a}@{b}.{end}", f"www.{a}-{b}.{end}",
                           f"https://{a}.{end}/{b}/{rng.randrange(9999)}", f"{a}.{end}"])  # fmt: skip
