"""Text layers, sound and spoilt, with the truth about each block.

A case is a page of several blocks drawn apart from each other; the text that the file holds
is exactly the text drawn, so a spoilt block is one whose drawn text is spoilt. Layers are
visible or invisible over a picture of the whole page.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pages_kit.texts import draw
from pages_kit.typeset import _Face, _fill, _font

_PAGE = (595.28, 841.89)


@dataclass(frozen=True)
class Part:
    """A block of a layer: its text, whether that is spoilt, and how."""

    text: str
    bad: bool
    kind: str


@dataclass(frozen=True)
class Layer:
    """A page: the file, its blocks with their boxes (points from the upper left)."""

    pdf: bytes
    parts: tuple[tuple[Part, tuple[float, float, float, float]], ...]
    hidden: bool


# ------------------------------------------------------------------ damage

_RU = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def _bytes_as(encoding: str, other: str) -> Callable[[str, random.Random], str]:
    def spoil(text: str, _: random.Random) -> str:
        shown = text.encode(encoding, "ignore").decode(other, "replace")
        return "".join(c if c.isprintable() else " " for c in shown)

    return spoil


def _cipher(text: str, chance: random.Random) -> str:
    """Each letter another one of the alphabet: glyph names in the wrong order."""
    mixed = list(_RU)
    chance.shuffle(mixed)
    table = dict(zip(_RU, mixed, strict=True))
    table |= {a.upper(): b.upper() for a, b in table.items()}
    return "".join(table.get(c, c) for c in text)


def _numbers(start: int) -> Callable[[str, random.Random], str]:
    """Glyph numbers in place of characters: no ToUnicode."""

    def spoil(text: str, _: random.Random) -> str:
        return "".join(
            chr(start + (ord(c) - 0x410) % 0x50) if "\u0400" <= c <= "\u045f" else c for c in text
        )

    return spoil


def _holes(text: str, chance: random.Random) -> str:
    """Most letters lost: those whose glyphs have no Unicode value."""
    kept = set(chance.sample(_RU, 9))
    return "".join(c if not c.isalpha() or c.lower() in kept else "\ufffd" for c in text)


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "cp1251 as latin-1": _bytes_as("cp1251", "cp1252"),
    "cp1251 as cp866": _bytes_as("cp1251", "cp866"),
    "koi8-r as cp1251": _bytes_as("koi8-r", "cp1251"),
    "utf-8 as cp1251": _bytes_as("utf-8", "cp1251"),
    "mac-cyrillic as cp1251": _bytes_as("mac-cyrillic", "cp1251"),
    "cipher": _cipher,
    "no ToUnicode, letters": _numbers(0x250),
    "no ToUnicode, private use": _numbers(0xE100),
    "holes": _holes,
}

_LATIN = dict(zip(_RU, ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "'", "y", "'", "e", "yu", "ya"], strict=True))  # fmt: skip


def transliterated(text: str) -> str:
    """Russian in Latin letters, as in lists of references: sound, and known to no lexicon."""
    return "".join(
        (_LATIN[low].capitalize() if c.isupper() else _LATIN[low]) if (low := c.lower()) in _LATIN else c
        for c in text
    )  # fmt: skip


def _few_slips(text: str, chance: random.Random) -> str:
    """A sound recognition: one character in a hundred wrong."""
    return "".join(
        chance.choice(_RU) if c.isalpha() and chance.random() < 0.01 else c for c in text
    )


@cache
def misread(folder: Path, lang: str) -> tuple[str, ...]:
    """Lines of a Cyrillic language as Tesseract's English model read them."""
    out = []
    for path in sorted(folder.glob(f"{lang}*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for count, line in enumerate(file):
                if count > 4000:
                    break
                entry = json.loads(line)
                letters = [c for c in entry["truth"] if c.isalpha()]
                ours = sum("\u0400" <= c <= "\u04ff" for c in letters)
                if len(entry["observed"]) > 25 and ours > 0.85 * len(letters):
                    out.append(unicodedata.normalize("NFC", entry["observed"]))
    return tuple(out)


# ------------------------------------------------------------------ parts


def _cut(text: str, chance: random.Random) -> str:
    """The text, or its beginning: blocks of a line and of ten."""
    words = text.split()
    return " ".join(words[: chance.choice([6, 12, 30, 80, 200])])


def sound(texts: Path, chance: random.Random) -> Part:
    """A sound block of one kind or another."""
    kind = chance.choice(
        ["ru", "en", "uk", "kk", "ru", "en", "transliteration", "slips", "figures", "names"]
    )
    if kind == "figures":
        rows = [
            " ".join(f"{chance.uniform(1, 900):.1f}".replace(".", ",") for _ in range(6))
            for _ in range(4)
        ]
        return Part("Всего по районам " + " ".join(rows), False, kind)
    if kind == "names":
        names = [
            "Берёзкин И. П.",
            "Ольшанская А. К.",
            "Zarechny M. T.",
            "Полынина Е. С.",
            "Yarov D. V.",
        ]
        return Part("; ".join(chance.sample(names, 4)) + ". Москва, 2021. С. 14–29.", False, kind)
    [text] = draw(texts, kind if len(kind) == 2 else "ru", 1, chance)
    text = _cut(text, chance)
    if kind == "transliteration":
        text = transliterated(text)
    elif kind == "slips":
        text = _few_slips(text, chance)
    return Part(text, False, kind)


def spoilt(texts: Path, pairs: Path, chance: random.Random) -> Part:
    """A spoilt block of one kind or another; half of them by the wrong language."""
    if chance.random() < 0.5:
        lang = chance.choice(["ru", "ru", "uk", "kk", "be", "bg"])
        lines = misread(pairs, lang)
        at = chance.randrange(max(len(lines) - 8, 1))
        return Part(" ".join(lines[at : at + chance.choice([1, 2, 4, 8])]), True, f"{lang} by eng")
    kind = chance.choice(sorted(DAMAGES))
    [text] = draw(texts, "ru", 1, chance)
    return Part(DAMAGES[kind](_cut(text, chance), chance), True, kind)


# ------------------------------------------------------------------ pages


def layers(texts: Path, pairs: Path, count: int, seed: int) -> Iterator[Layer]:
    """``count`` pages: all sound, all spoilt, or blocks of both, visible or invisible."""
    chance = random.Random(f"layers/{seed}")
    for number in range(count):
        share = [0.0, 0.0, 1.0, 0.5, 0.25][number % 5]
        parts = [
            spoilt(texts, pairs, chance) if chance.random() < share else sound(texts, chance)
            for _ in range(chance.randint(3, 7))
        ]
        yield drawn(parts, hidden=number % 2 == 1)


def drawn(parts: list[Part], *, hidden: bool) -> Layer:
    """A page with these blocks, apart from each other."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, invariant=1)
    if hidden:
        canvas.drawImage(ImageReader(Image.new("L", (60, 85), 235)), 0, 0, *_PAGE)
    face = _Face(_font("DejaVu Sans Condensed", False), 9.0)
    y = _PAGE[1] - 60
    placed = []
    for part in parts:
        lines = _fill(part.text, face, 470.0, 0.0, hyphens=False)
        top = y
        for line in lines:
            if y < 50:
                break
            text = canvas.beginText(62, y)
            text.setFont(face.font, face.size)
            text.setTextRenderMode(3 if hidden else 0)
            text.textOut(" ".join(token.text + token.mark for token in line.tokens))
            canvas.drawText(text)
            y -= 11.5
        if y != top:
            placed.append((part, (62.0, _PAGE[1] - top - 10, 535.0, _PAGE[1] - y - 8)))
        y -= 22
    canvas.showPage()
    canvas.save()
    return Layer(out.getvalue(), tuple(placed), hidden)
