"""Symbols of the language models: at most 64 per language, so that ten fit into one integer.

Symbol 0 is the paragraph's beginning, 1 the blank, 2 any digit, 3 a run of Latin letters,
4 anything else; then punctuation, then the letters of the language (lower case).
"""

from __future__ import annotations

import unicodedata

START, BLANK, DIGIT, LATIN, OTHER = range(5)
FIRST_MARK = 5
MARKS = ".,-:;()«»\"—/?!%№'"
FIRST_LETTER = FIRST_MARK + len(MARKS)
BITS = 6

_RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
#: Letters of each language's model, the commonest first does not matter.
LETTERS = {
    "ru": _RU,
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "kk": _RU + "әғқңөұүһі",
}
#: Marks that one symbol stands for.
SAME = {
    "–": "—", "−": "—", "―": "—", "‐": "-", "‑": "-", "“": "«", "„": "«", "”": "»", "’": "'",
    "ʼ": "'", "‘": "'", "[": "(", "]": ")", "\n": " ", "\t": " ", "\u00a0": " ", "…": ".",
}  # fmt: skip


def symbols(lang: str) -> dict[str, int]:
    """``{character: symbol}`` for letters of both cases, marks, digits, blanks and Latin.

    >>> symbols("ru")["Я"] == symbols("ru")["я"], symbols("ru")["7"] == DIGIT
    (True, True)
    """
    table = {mark: FIRST_MARK + n for n, mark in enumerate(MARKS)}
    table |= {char: table[same] for char, same in SAME.items() if same in table}
    table |= {char: BLANK for char, same in SAME.items() if same == " "} | {" ": BLANK}
    table |= dict.fromkeys("0123456789", DIGIT)
    for n, letter in enumerate(LETTERS[lang]):
        table[letter] = table[letter.upper()] = FIRST_LETTER + n
    latin = "abcdefghijklmnopqrstuvwxyzßàáâäåæçèéêëìíîïñòóôöøùúûüýčšž"
    table |= dict.fromkeys(latin + latin.upper(), LATIN)
    return table


def base(char: str) -> str:
    """The letter without its accent, for characters that the channel has never seen.

    >>> base("å"), base("☃")
    ('a', '☃')
    """
    return unicodedata.normalize("NFKD", char)[0]
