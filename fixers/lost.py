"""Letters that are lost: U+FFFD or a question mark inside a word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from fixers.edits import Edit

_LOST_IN_WORD = re.compile(
    r"(?<![\w\ufffd?])(?=[^\W\d_\ufffd?]*[\ufffd?]+[^\W\d_])"
    r"[^\W\d_]*(?:[\ufffd?]{1,2}[^\W\d_]+){1,2}\ufffd?(?![\w\ufffd])"
    r"|(?<![\w\ufffd?])[^\W\d_]{3,}\ufffd{1,2}(?![\w\ufffd])"
)
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALPHABETS: dict[str, Sequence[str]] = {
    "ru": _RUSSIAN, "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "kk": _RUSSIAN + "әғқңөұүһі",
    "en": (*"abcdefghijklmnopqrstuvwxyz", "fi", "fl", "ff", "ffi", "ffl"),
}  # fmt: skip


def restore_letters(text: str, lang: str | None, zipf: Callable[[str], float]) -> Iterator[Edit]:
    """A lost letter where the lexicon leaves one reading; otherwise the place is flagged.

    >>> known = {"экономический": 4.0, "рост": 4.0, "мост": 4.0}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [(e.after, e.applied) for e in restore_letters("экономи\\ufffdеский \\ufffdост", "ru", look)]
    [('экономический', True), ('\\ufffdост', False)]
    """
    alphabet = _ALPHABETS.get(lang or "ru", _RUSSIAN if lang != "en" else _ALPHABETS["en"])
    for match in _LOST_IN_WORD.finditer(text):
        word = match[0]
        if len(word) > 40 or ("?" in word and "\ufffd" not in word and len(word) < 5):
            continue
        found = sorted(((zipf(w.lower()), w) for w in _fillings(word, alphabet)), reverse=True)
        found = [f for f in found if f[0] > 0]
        sure = len(found) == 1 or (len(found) > 1 and found[0][0] > found[1][0] + 2.5)
        if not found or ("?" in word and not sure):
            continue
        yield Edit(
            match.start(), match.end(), word, found[0][1] if sure else word,
            "encoding", "lost.restore_letters", 0.93 if sure else 0.4,
            "a lost letter: the lexicon has one word" if sure else "a lost letter",
            tuple(w for _, w in found[:5]), sure,
        )  # fmt: skip


def _fillings(word: str, alphabet: Sequence[str]) -> Iterator[str]:
    """The word with a letter, or two for a run of two, in each lost place."""
    parts = re.split(r"[\ufffd?]{1,2}", word)
    gaps = len(parts) - 1
    upper = word.upper() == word and len(word) > 3
    for letters in itertools.product(alphabet, repeat=gaps):
        filled = parts[0] + "".join(a + b for a, b in zip(letters, parts[1:], strict=True))
        if parts[0] == "" and len(parts[1]) > 1 and parts[1].islower() is False:
            filled = filled[0].upper() + filled[1:]
        yield filled.upper() if upper else filled
