"""Readings of one document's passages, each made once, and which language they are in."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fixers.languages import language_of
from fixers.lexicon import is_word, zipf
from fixers.lookalike.alphabet import LETTERS
from fixers.lookalike.context import names, tuned
from fixers.lookalike.decode import Decoded, decode
from fixers.lookalike.detect import Run
from fixers.lookalike.model import Model, load
from fixers.lookalike.passage import Passage
from fixers.lookalike.sound import itself
from fixers.lookalike.tagger import tags

#: Shares of known words from which the reading of a document, and of a run, is good; by how much
#: another language must be better.
READS_VERY_WELL, READS_WELL, CLEARLY = 0.94, 0.8, 0.1
#: Log score per character from which a reading is fluent.
FLUENT = -2.4
#: Characters looked at to find the language of a document, and to judge a run.
SAMPLE, GLANCE = 500, 240
#: Runs longer than this (characters) are checked for their own language.
LONG = 40
#: Characters of sound Cyrillic text that tell the language of a document.
ENOUGH = 200
#: After so many runs that read badly in every language only the document's own is tried.
PATIENCE = 8
#: Characters on either side of a run that say what it is.
AROUND = 120
#: Characters read a first time for what the document says elsewhere.
CONTEXT = 8000
UNKNOWN_ZIPF = -1.0

CYRILLIC = re.compile(r"[\u0400-\u052f]{5}")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Reader:
    """Reads passages of one document in its language (``lang``), or in another one."""

    def __init__(self, paragraphs: Sequence[str], passages: Sequence[Passage]) -> None:
        self._read: dict[tuple[str, str, bool], Decoded] = {}
        self._itself: dict[str, NDArray[np.float64]] = {}
        self._patience = PATIENCE
        self._paragraphs = paragraphs
        self.names: set[str] = set()
        self.lang = self._language(passages)

    def read(self, passage: Passage) -> str:
        """The reading of a passage as text."""
        return self._decoded(passage.text, passage.ends, self.lang).text

    def glance(self, passage: Passage, *, sound: bool = True) -> Decoded:
        """The reading of its beginning; without ``sound`` as if no word of it were."""
        text = beginning(passage.text)
        ends = tuple(k for k in passage.ends if k < len(text))
        return self._decoded(text, ends, self.lang, sound=sound)

    def around(self, run: Run) -> tuple[str, str]:
        """What stands in front of a run and behind it."""
        return around(self._paragraphs, run)

    def itself(self, text: str) -> NDArray[np.float64]:
        """Log odds that each character of a paragraph stands for itself."""
        if text not in self._itself:
            plain = re.sub(r"\s", " ", text)
            self._itself[text] = itself(plain, tags(plain, self.lang))
        return self._itself[text]

    def _decoded(
        self, text: str, ends: tuple[int, ...], lang: str, *, sound: bool = True
    ) -> Decoded:
        if (key := (text, lang, sound)) not in self._read:
            places = [(k, k + 1) for k in ends]
            self._read[key] = decode(text, load(lang), places, sound=sound)
        return self._read[key]

    def _language(self, passages: Sequence[Passage]) -> str:
        """The language of its sound Cyrillic text, if it has enough of it and the garbled text
        reads well in it, else the one its longest garbled passages read best in."""
        longest = sorted(passages, key=lambda p: len(p.text), reverse=True)[:4]
        sample = " ".join(p.text[:SAMPLE] for p in longest)[:SAMPLE]
        spoken = sound_language(self._paragraphs)
        if spoken is not None and len(sample) <= LONG:
            return spoken
        well = READS_VERY_WELL if spoken is None else READS_WELL
        return self._best(sample, (), spoken or "ru", well)[0]

    def language(self, passage: Passage) -> tuple[str, float]:
        """The language that a run reads best in, and the share of its words known there; short
        ones are taken to be in the document's, and to be known."""
        if len(passage.text) <= LONG:
            return self.lang, 1.0
        text = beginning(passage.text)
        ends = tuple(k for k in passage.ends if k < len(text))
        if self._patience <= 0:
            return self.lang, known_share(self._decoded(text, ends, self.lang).text, self.lang)
        lang, share = self._best(text, ends, self.lang, READS_WELL)
        self._patience -= lang == self.lang and share < READS_WELL
        return lang, share

    def _best(self, text: str, ends: tuple[int, ...], first: str, well: float) -> tuple[str, float]:
        """The language with the largest share of known words and the best score per character,
        and that share; ``first`` stays unless another one is clearly better."""
        best = first
        share, score = self._reads(text, ends, first)
        if share >= well and score >= FLUENT:
            return first, share
        for lang in LETTERS:
            if lang != first:
                other = self._reads(text, ends, lang)
                if sum(other) > share + score + CLEARLY * (best == first):
                    best, (share, score) = lang, other
        return best, share

    def _reads(self, text: str, ends: tuple[int, ...], lang: str) -> tuple[float, float]:
        """Share of known words, and log score per character, of a reading in a language."""
        read = self._decoded(text, ends, lang)
        return known_share(read.text, lang), read.score / max(1, len(text))

    def in_context(self, passages: Sequence[Passage]) -> Model:
        """The model of the document's language, tuned by its sound Cyrillic text and by first
        readings of its garbled text."""
        texts = [p for p in self._paragraphs if CYRILLIC.search(p)]
        room = CONTEXT
        for passage in passages:
            if room <= 0:
                break
            room -= len(passage.text)
            texts.append(self.read(passage) if room > 0 else self.glance(passage).text)
        self.names = names(texts)
        return tuned(load(self.lang), texts)


def around(paragraphs: Sequence[str], run: Run) -> tuple[str, str]:
    """What stands in front of a run and behind it, the paragraphs beside its own included."""
    own = paragraphs[run.paragraph]
    before = paragraphs[run.paragraph - 1] if run.paragraph else ""
    after = "".join(paragraphs[run.paragraph + 1 : run.paragraph + 2])
    start, stop = run.tokens[0].start, run.tokens[-1].stop
    before = f"{before[-AROUND:]} {own[max(0, start - AROUND) : start]}"
    after = f"{own[stop : stop + AROUND]} {after[:AROUND]}"
    return " ".join(before.split())[-AROUND:], " ".join(after.split())[:AROUND]


def beginning(text: str) -> str:
    """The first words of a long text.

    >>> beginning("Tam xe."), len(beginning("Tam xe. " * 99)) < 250
    ('Tam xe.', True)
    """
    if len(text) <= GLANCE:
        return text
    return text[: text.rfind(" ", 1, GLANCE) + 1 or GLANCE]


def sound_language(paragraphs: Sequence[str]) -> str | None:
    """The language of the Cyrillic paragraphs, where they hold enough words to tell.

    >>> sound_language(["Военная доктрина и безопасность Республики Казахстан в регионе"] * 4)
    'ru'
    >>> sound_language(["Tam xe.", "Там же."]) is None
    True
    """
    sound = (p for p in paragraphs if sum(map(len, CYRILLIC.findall(p))) * 2 > len(p))
    text = " ".join(sound)[:SAMPLE]
    found = language_of(text) if len(text) >= ENOUGH else None
    return found if found in LETTERS else None


def known_share(text: str, lang: str) -> float:
    """Share of the words of three letters and more, by letters, that the lexicon knows.

    >>> known_share("Закон Республики блефат", "ru") < 1 == known_share("Там же", "ru")
    True
    """
    parts = [w for w in WORD.findall(text) if len(w) > 2]
    total = sum(map(len, parts))
    return sum(len(w) for w in parts if is_word(w, lang)) / total if total else 1.0


def commonness(text: str, lang: str) -> float:
    """Sum of the zipf values of the words of a reading.

    >>> commonness("Там же.", "ru") > latin_commonness("Tam xe.")
    True
    """
    values = [(zipf(w, lang) if is_word(w, lang) else UNKNOWN_ZIPF, w) for w in WORD.findall(text)]
    return sum(min(v, 4.0) if len(w) == 1 else v for v, w in values)


def latin_commonness(text: str) -> float:
    """The same for the text as it stands: acronyms and names may be anything.

    >>> latin_commonness("TOC BOD COD") > 11
    True
    """
    total = 0.0
    for word in WORD.findall(text):
        known = max(zipf(word, "en"), zipf(word, "latin") - 1.5) if is_word(word) else UNKNOWN_ZIPF
        excuse = (
            4.5
            if word.isupper() and 1 < len(word) <= 5
            else 2.0
            if word.istitle() and len(word) > 3
            else -9.0
        )
        total += max(known, excuse)
    return total
