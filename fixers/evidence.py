"""What fixers may ask: the lexicon of the right language, and the document itself.

Nothing here is loaded before the first question, so clean text pays nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from fixers import lexicon
from fixers.languages import CYRILLIC_LETTERS, language_of

#: A word, or a compound with its hyphens, within a line.
_SPELLING = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
#: Languages with a table of their own in the lexicon; other Latin ones share "latin".
_TABLES = frozenset(lexicon.LANGUAGES)
#: Characters of Cyrillic text below which its language is only a guess.
FEW = 400
#: Paragraphs whose language is looked at, and characters of each.
SAMPLED, SAMPLE = 10, 240
#: Spellings that are looked for one by one before all are counted.
FEW_SPELLINGS = 60


class Evidence:
    """The lexicon as seen from one document, and the spellings that the document has."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._asked = 0

    @cached_property
    def spellings(self) -> Counter[str]:
        """Lower-cased words and compounds within lines, with their counts."""
        found = Counter[str]()
        for text in self._texts:
            found.update(_SPELLING.findall(text.lower().replace("\u2010", "-")))
        return found

    @cached_property
    def cyrillic(self) -> tuple[str, ...]:
        """The Cyrillic languages of the document that the lexicon has, Russian if none."""
        langs = Counter[str]()
        for text in self._sample():
            if _CYRILLIC.search(text):
                lang = language_of(" ".join(_CYRILLIC_WORD.findall(text)))
                langs[lang or "ru"] += len(text)
        total = langs.total()
        main = [lang for lang, n in langs.most_common() if n > 0.05 * total and lang in _TABLES]
        return tuple(dict.fromkeys([*main, "ru"] if total < FEW else main)) or ("ru",)

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """English, and the table of other Latin-script languages where one is used."""
        langs = Counter[str]()
        for text in self._sample():
            lang = language_of(text)
            if lang and lang not in CYRILLIC_LETTERS:
                langs[lang] += len(text)
        others = langs.total() - langs["en"]
        return ("en", "latin") if others > 0.2 * langs.total() else ("en",)

    def _sample(self) -> list[str]:
        """The beginnings of paragraphs from all over the document."""
        return [t[:SAMPLE] for t in self._texts[:: max(1, len(self._texts) // SAMPLED)]]

    def tables(self, word: str) -> tuple[str, ...]:
        """The tables of the lexicon in which ``word`` is to be looked up."""
        return self.cyrillic if _CYRILLIC.search(word) else self.latin

    def is_word(self, word: str) -> bool:
        """Whether the lexicon of one of the document's languages has the word."""
        return any(lexicon.is_word(word, lang) for lang in self.tables(word))

    def zipf(self, word: str) -> float:
        """How common the word is in the document's languages, 0 (unknown) to 8."""
        return max(lexicon.zipf(word, lang) for lang in self.tables(word))

    def english(self, word: str) -> float:
        """How common the word is in English."""
        return lexicon.zipf(word, "en")

    def zipf_in(self, word: str, lang: str) -> float:
        """How common the word is in one language, whatever the document is in."""
        return lexicon.zipf(word, lang)

    def seen(self, spelling: str) -> int:
        """How often the document has this spelling within a line."""
        self._asked += 1
        if self._asked > FEW_SPELLINGS:
            return self.spellings[spelling.lower()]
        return _count(self._lowered, spelling.lower())

    @cached_property
    def _lowered(self) -> str:
        return "\n".join(self._texts).lower().replace("\u2010", "-")


def _count(text: str, spelling: str) -> int:
    """How often ``spelling`` stands in ``text`` and is no part of a longer one.

    >>> _count("cross-border, non-cross-border, cross-border's", "cross-border")
    1
    """
    found, at = 0, text.find(spelling) if spelling else -1
    while at >= 0:
        stop = at + len(spelling)
        whole = _ENDS.match(text[max(0, at - 2) : at][::-1]) and _ENDS.match(text[stop : stop + 2])
        found += whole is not None
        at = text.find(spelling, stop)
    return found


#: No letter or figure goes on here, not even behind a hyphen.
_ENDS = re.compile(r"(?![^\W_])(?![-\u2010\u2011'’][^\W_])")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u052f]+")
