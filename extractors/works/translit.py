"""Fold names of either script into one key, so that both printings of a name compare.

Transliteration systems differ (BGN/PCGN, ISO 9, passports, French habits), so a name is
not mapped to *the* Latin form; both sides are folded to a key in which the differences
between the systems are gone.

>>> fold("Шаповалов") == fold("Shapovalov") and fold("Ёлкин") == fold("Yolkin")
True
>>> fold("Королькова") == fold("Королёв")
False
"""

from __future__ import annotations

import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e",
    "є": "e", "ж": "z", "җ": "z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ј": "i",
    "к": "k", "қ": "k", "ҡ": "k", "л": "l", "љ": "l", "м": "m", "н": "n", "ң": "n", "њ": "n",
    "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ў": "u",
    "ү": "u", "ұ": "u", "ф": "f", "х": "h", "ҳ": "h", "һ": "h", "ц": "c", "ч": "c", "ҷ": "z",
    "џ": "z", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ә": "a", "ю": "u",
    "я": "a", "ђ": "z", "’": "", "'": "",
}  # fmt: skip
#: Latin groups to the same key letters; longer first.
_LATIN = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("tz", "c"), ("ts", "c"), ("cz", "c"),
    ("zh", "z"), ("dzh", "z"), ("kh", "h"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("ph", "f"),
    ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"), ("yu", "u"), ("ju", "u"), ("iu", "u"),
    ("ya", "a"), ("ja", "a"), ("ia", "a"), ("x", "ks"), ("w", "v"), ("q", "k"), ("j", "i"), ("y", "i"),
)  # fmt: skip


def fold(name: str) -> str:
    """The key of ``name``: lower case, Latin, systems of transliteration made equal."""
    plain = "".join(_CYRILLIC.get(c, c) for c in unicodedata.normalize("NFC", name).casefold())
    plain = unicodedata.normalize("NFD", plain)
    plain = "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))
    if not any("а" <= c <= "я" for c in name.casefold()):
        for group, key in _LATIN:
            plain = plain.replace(group, key)
    return _squeeze(plain)


def _squeeze(key: str) -> str:
    """Double letters and the runs that ий, iy, y make become one letter."""
    out: list[str] = []
    for char in key:
        if not out or out[-1] != char:
            out.append(char)
    return "".join(out)


def same_name(one: str, other: str, floor: float = 0.8) -> bool:
    """Whether two printings are one name, whatever their scripts.

    >>> same_name("Zaryadov", "Зарядов"), same_name("Petrov", "Иванов")
    (True, False)
    """
    from rapidfuzz.distance import Levenshtein

    a, b = fold(one), fold(other)
    return bool(a and b) and Levenshtein.normalized_similarity(a, b) >= floor
