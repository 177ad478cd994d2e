"""Running text for generated papers: paragraphs drawn at run time from a folder of texts.

Paragraphs are chosen by form (length, a sentence from end to end, only characters that the
fonts have), so that the printed page shows exactly what the truth says.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

#: Collections of running text by language: journals, news, encyclopedia, textbooks.
SOURCES = {
    "ru": ("acad_journals_rsj", "news_ng", "wiki_xquad"),
    "en": ("openstax_economics", "wiki_xquad"),
    "uk": ("brown_uk",),
    "kk": ("kaznerd",),
}
#: So many paragraphs of a collection are looked at.
_LOOKED = 1500
_LETTERS = {
    "ru": "а-яё",
    "en": "a-z",
    "uk": "а-щьюяєіїґ'’",
    "kk": "а-яёәғқңөұүһі",
}
#: Characters besides letters that running text may hold here.
_SIGNS = r"0-9 .,;:!?()«»“”„’'%–—№\-"
_DOUBTFUL = re.compile(r"  | [,.;:!?)]|[(] |--|\s-|-\s|\.\.|[а-яёіїa-z][А-ЯA-Z]|[.,;!?][^\W\d_]{3}")


@cache
def _paragraphs(folder: Path, lang: str) -> tuple[str, ...]:
    """All usable paragraphs of a language, in the order of the collections."""
    found: list[str] = []
    for name in SOURCES[lang]:
        path = folder / lang / f"{name}.txt.gz"
        if path.exists():
            found += [text for text in _grown(_lines(path), lang) if _is_usable(text, lang)]
    return tuple(dict.fromkeys(found))


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for count, line in enumerate(file):
            if count > _LOOKED * 4:
                return
            yield " ".join(line.split())


def _grown(lines: Iterator[str], lang: str) -> Iterator[str]:
    """Paragraphs; single sentences (some collections have one per line) put together."""
    if lang != "kk":
        yield from lines
        return
    kept = ""
    for line in lines:
        if _is_usable(line, lang, shortest=60):
            kept = f"{kept} {line}".strip()
        if len(kept) > 350:
            yield kept
            kept = ""


def _is_usable(text: str, lang: str, shortest: int = 260) -> bool:
    if not shortest <= len(text) <= 900 or not text[0].isupper() or text[-1] != ".":
        return False
    if re.search(rf"[^{_LETTERS[lang]}{_SIGNS}A-Za-z]", text, re.I) or _DOUBTFUL.search(text):
        return False
    foreign = sum(c.isascii() and c.isalpha() for c in text)
    return lang == "en" or foreign < 0.06 * len(text)


def draw(folder: Path, lang: str, count: int, chance: random.Random) -> list[str]:
    """``count`` different paragraphs.

    Raises:
        FileNotFoundError: the folder holds no text of that language.
    """
    have = _paragraphs(folder, lang)
    if len(have) < count:
        raise FileNotFoundError(f"{folder / lang} holds {len(have)} usable paragraphs")
    return chance.sample(have, count)


# ------------------------------------------------------------------ hyphenation

_VOWELS = "аеёиоуыэюяєіїәөұүaeiouy"
_WORD = re.compile(r"[^\W\d_]+")


def syllables(word: str) -> list[int]:
    """Places where a word may be broken: before the last consonant between two vowels.

    >>> syllables("экономика"), syllables("state"), syllables("дом")
    ([3, 5], [3], [])
    """
    low = word.lower()
    cuts = []
    for i in range(2, len(word) - 2):
        if low[i] in _VOWELS or low[i] in "ьъй’'" or low[i + 1] not in _VOWELS:
            continue
        if any(c in _VOWELS for c in low[:i]) and any(c in _VOWELS for c in low[i:-1]):
            cuts.append(i)
    return cuts if len(word) >= 5 else []


def breaks(token: str) -> list[int]:
    """Places where a printed token may be broken with a hyphen: inside its longest word,
    never in one with capitals inside or digits beside it."""
    found = max(_WORD.finditer(token), key=lambda m: len(m[0]), default=None)
    if found is None or any(c.isdigit() for c in token) or not found[0][1:].islower():
        return []
    return [found.start() + at for at in syllables(found[0]) if at >= 2]
