"""Sentences of running text, without loading a language model.

razdel's rules (made for Russian, good for every language with initials and
abbreviations) find the boundaries. Full stops of abbreviations that ask for more text
("рис. 2", "Prof. Brown", "e.g. tables") are hidden from it beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: A name, title or source follows, capital or not: these never end a sentence.
_BEFORE_NAMES = """
    проф акад доц канд докт им св ул просп см ср напр ред сост пер отв див вж қараңыз
    e.g i.e prof dr mr mrs vs viz cf ed eds ca
"""
#: A number, bracket or small letter follows; before a capital they may end a sentence.
_BEFORE_NUMBERS = """
    рис табл гл разд пп ст ч вып изд мал сурет фиг
    fig figs eq eqs approx vol vols no nos pp chap sec al resp abb bd nr
"""


def _dots(words: str) -> str:
    return r"(?<![\w.])(?i:" + "|".join(map(re.escape, words.split())) + ")"


_OPEN = re.compile(
    rf"({_dots(_BEFORE_NAMES)})\.(?=\s)|({_dots(_BEFORE_NUMBERS)})\.(?=\s*[\d(\[\-–—,;a-zа-яё])"
    # the areas of a bibliographic description (GOST 7.1): ". — Астана: КИСИ, 2018. — 218 с."
    r"|(?<=[\w)»\"])\.(?=\s[–—-]\s(?:[А-ЯЁA-Z][\w.\- ]{0,30}\s?:\s|\d+\s?(?:с|p|pp|б)\b|№|[СТPV]\.\s))",
)
#: One character as long as a full stop, and no end of a sentence.
_HIDDEN = "\N{ONE DOT LEADER}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place: ``text == whole[start:stop]``."""

    start: int
    stop: int
    text: str


def split(text: str) -> Iterator[Sentence]:
    """The sentences of ``text`` with their places; blanks between them belong to none.

    >>> [s.text for s in split("См. табл. 2 у И. О. Иванова, т. е. ниже. Рост в 1990-х гг. мал.")]
    ['См. табл. 2 у И. О. Иванова, т. е. ниже.', 'Рост в 1990-х гг. мал.']
    >>> [s.text for s in split("Дубов Л. Ф. Монография. — Астана: КИСИ, 2018. Его цитируют.")]
    ['Дубов Л. Ф. Монография. — Астана: КИСИ, 2018.', 'Его цитируют.']
    >>> [s.text for s in split("Smith et al. (2019), Fig. 3. It grew. Why?")]
    ['Smith et al. (2019), Fig. 3.', 'It grew.', 'Why?']
    """
    from razdel import sentenize

    for part in sentenize(_hide(text)) if text.strip() else ():
        yield Sentence(part.start, part.stop, text[part.start : part.stop])


def _hide(text: str) -> str:
    """The text, as long as before, without the full stops that end nothing."""
    return _OPEN.sub(lambda found: f"{found[1] or found[2] or ''}{_HIDDEN}", text)
