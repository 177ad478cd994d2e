"""Cheap looks at a paragraph that decide whether a fixer is asked at all.

Sound text is most of what passes through the chain, so what is done to it is counted in
nanoseconds per character: the set of its characters is made once, and a pattern is tried only
where the characters that it needs are there.
"""

from __future__ import annotations

import re
import string

#: Characters of sound Russian and English: no fixer of single characters has work among them.
USUAL = frozenset(
    string.ascii_letters + string.digits + string.punctuation + " \t\n\r"
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ«»“”’–—…№\u00a0"
)
_LATIN = frozenset(string.ascii_letters)
_DIGITS = frozenset(string.digits)
_CYRILLIC = frozenset(map(chr, range(0x0400, 0x0530)))


class Look:
    """One paragraph as the gates see it.

    Plain attributes, worked out at once: on Python 3.11 a ``cached_property`` takes a lock.

    Attributes:
        characters: those that occur.
        odd: those of them that sound Russian and English do without.
        cyrillic: whether there are Cyrillic letters.
        digits: whether there are figures.
        latin: whether there are letters of the English alphabet.
        two_scripts: whether Latin (or other) and Cyrillic letters both occur.
        address: whether there may be a web or mail address, or a DOI.
    """

    __slots__ = (
        "_found", "_garbled", "address", "characters", "cyrillic", "digits", "latin", "odd",
        "text", "two_scripts",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.characters = characters = frozenset(text)
        self.odd = characters - USUAL
        self.cyrillic = not characters.isdisjoint(_CYRILLIC)
        self.digits = not characters.isdisjoint(_DIGITS)
        self.latin = not characters.isdisjoint(_LATIN)
        self.two_scripts = self.cyrillic and bool(self.odd or self.latin)
        self.address = (
            "://" in text or "www." in text or "@" in text or "http" in text or "10." in text
        )
        self._garbled: bool | None = None
        self._found: dict[re.Pattern[str], bool] = {}

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether ``pattern`` is found; several fixers may ask, it is searched for once."""
        found = self._found.get(pattern)
        if found is None:
            found = self._found[pattern] = pattern.search(self.text) is not None
        return found

    @property
    def garbled(self) -> bool:
        """Whether :func:`may_be_garbled` says so."""
        if self._garbled is None:
            self._garbled = may_be_garbled(self)
        return self._garbled


#: Parts of words that slips of recognition make: only where one stands is more looked for.
_SLIP_PARTS = ("tli", "Tli", "wli", "Wli", " lia", "Lia", " tb", "Tb", "vv", "ſ", "tiie")
_SLIP_DIGIT = re.compile(r"[01](?:(?<=[a-z][01])[a-z]|(?<=\bt[01])\b|(?<=\b[01])[fnrst]\b)")


def may_have_slips(look: Look) -> bool:
    """Whether a paragraph has the shapes that misread English words have.

    >>> may_have_slips(Look("tlie state")), may_have_slips(Look("the state of affairs"))
    (True, False)
    """
    if not look.latin:
        return False
    if any(part in look.text for part in _SLIP_PARTS):
        return True
    return look.digits and bool(_SLIP_DIGIT.search(look.text))


_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
#: Running text in a Latin-script language has one of these every few words.
_FUNCTION_WORD = re.compile(
    r" (?:the|of|and|to|in|is|are|for|with|by|on|as|an|this|that|was|not|or|from|at"
    r"|der|die|das|und|von|ist|für|im|le|la|les|des|du|et|est|que|el|los|de|en|una?|il|che|di|per"
    r"|w|na|się|jest|do|och|att|het|een|van|os|da|não|se) "
)
#: Shapes that garbled words have: a capital or a digit inside.
_ODD_SHAPE = re.compile(r"[A-Z0-9](?:(?<=[a-z][A-Z])|(?<=[A-Za-z][0-9])[A-Za-z])")


def may_be_garbled(look: Look) -> bool:
    """Whether a paragraph has Latin letters that are not plainly running text.

    >>> may_be_garbled(Look("Henocrarounas moAroToBka"))
    True
    >>> may_be_garbled(Look("The process of integration")), may_be_garbled(Look("Процесс"))
    (False, False)
    """
    if not look.latin or not _LATIN_WORD.search(look.text):
        return False
    return not _FUNCTION_WORD.search(look.text) or bool(_ODD_SHAPE.search(look.text))
