"""Whether a stretch is garbled Cyrillic, now that it has been read: evidence of both sides.

The gate's odds look at the observed letters only. Once there is a reading, two models can be
compared: how likely Cyrillic is to have come out so (language model and channel), and how likely
the letters are in a Latin-script language; and how common the words are on each side.
"""

from __future__ import annotations

import re

from fixers.letters import costs
from fixers.lookalike.decode import Decoded
from fixers.lookalike.detect import Run
from fixers.lookalike.passage import Passage
from fixers.lookalike.reader import Reader, beginning, commonness, latin_commonness
from fixers.lookalike.sound import itself
from fixers.lookalike.tagger import tags

#: Weights of `features`, fitted by ``training/detection.py`` on one to five words of rendered lines
#: against as many of English, damaged English, other languages, transliteration, codes and
#: acronyms: about 2% of 970 others are told wrongly without any neighbourhood. The weight of
#: acronyms is set by hand (fitted: -1.3), so that lists of them stay.
DETECTION = (1.104, 0.043, 1.17, 0.055, -0.672, -3.0, -0.039, 0.293)
LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
WORD = re.compile(r"[^\W\d_]+")
#: Languages of `fixers.letters.costs` that are not in Latin script.
OTHER_SCRIPTS = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "el"})
#: The tagger's log odds per letter that count for words that may be acronyms.
TWINS = 1.5
#: The odds of what reads as badly as it stands.
UNREADABLE = -10.0
#: Such log odds per letter from which a dubious run is read at all.
LOOKS_FOREIGN = 0.8
#: Nats per letter of Latin letters that no language can have written, and longest acronym.
STRANGE, ACRONYM = 6.0, 6


def odds(passage: Passage, run: Run, reader: Reader) -> float:
    """Log odds that the run is garbled; of a long one the beginning is read."""
    part = beginning(passage.text)
    share = len(part) / max(1, len(passage.text))
    read = reader.glance(passage, sound=False)
    foreign = in_place(part, *reader.around(run), reader.lang)
    found = features(part, read, share * run.evidence, foreign, reader.lang)
    if run.dubious and found[1] + found[3] < 0:  # what is read is no better than what stands there
        return UNREADABLE
    return sum(w * f for w, f in zip(DETECTION, found, strict=True))


def stands_for_others(passage: Passage, beside: tuple[str, str], lang: str) -> bool:
    """Whether the letters of a run stand for others than themselves on the whole, for a text in
    ``lang`` and between what stands ``beside`` it (a cheap look, before it is read)."""
    part = beginning(passage.text)
    return in_place(part, *beside, lang) > LOOKS_FOREIGN * len(LETTER.findall(part))


def in_place(text: str, before: str, after: str, lang: str) -> float:
    """How far the letters of a stretch stand for others than themselves, as the tagger sees them
    between what stands around: the sum of their log odds."""
    whole = f"{before} {text} {after}"
    said = itself(whole, tags(whole, lang))[len(before) + 1 : len(before) + 1 + len(text)]
    return -sum(float(said[m.start()]) for m in LETTER.finditer(text))


def features(text: str, read: Decoded, evidence: float, foreign: float, lang: str) -> list[float]:
    """One; what the two models say; the gate's odds; commonness of the words; letters; whether
    all words may be acronyms; whether all letters are capitals; what the tagger says."""
    letters = len(LETTER.findall(text))
    words = WORD.findall(text)
    latin = latin_cost(text) * (letters + len(text.split()))
    common = commonness(read.text, lang) - latin_commonness(text)
    acronyms = bool(words) and all(w.isupper() and len(w) <= ACRONYM for w in words)
    if acronyms:  # twins stand for themselves and for others alike, whatever stands around
        foreign = min(foreign, TWINS * letters)
    return [
        1.0, read.score + latin, evidence, common, float(letters), float(acronyms),
        float(text.upper() == text), foreign,
    ]  # fmt: skip


def latin_cost(text: str) -> float:
    """Nats per letter in the Latin-script language that fits best.

    >>> latin_cost("the state of affairs") < 2.5 < latin_cost("JIutepatypa")
    True
    """
    found = costs(text.lower())
    return min((c for lang, c in found.items() if lang not in OTHER_SCRIPTS), default=STRANGE)
