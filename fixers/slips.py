"""English words that recognition misread, where the evidence is strong.

The author's own misprints are the text: only confusions of shapes count (li for h, rn for m,
0 for o), only of words that no lexicon has, and only where the result is a common word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

#: What was printed is on the right.
CONFUSIONS = (
    ("li", "h"), ("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("0", "o"), ("1", "l"),
    ("1", "i"), ("ſ", "s"), ("b", "h"), ("c", "e"), ("5", "s"), ("iii", "m"), ("ln", "in"),
)  # fmt: skip
#: Shapes that sound text hardly has: looked for in any text.
ODD = re.compile(
    r"\b(?:t0|0f|0n|0r|1s|1n|1t)\b|\b[A-Za-z]*(?:\B[01](?=[a-z]{2})|(?<=[a-z]{2})[01]\B|ſ)[A-Za-zſ]*\b"
    r"|\b[TtWw](?:itl|l|b)i?[a-z]+\b|\b[Ll]ia[sdv]e?\b|\b[a-z]*vv[a-z]*\b|\b[Tt][bi]?[bi]e\b"
)
_WORD = re.compile(r"(?<![\w'’@/.-])[A-Za-z01ſ]{2,}(?![\w'’@/]|[.-]\w)")
#: How common the right word must be (zipf), shorter words more so.
_COMMON, _COMMON_SHORT = 4.0, 5.8
#: Lexicons made of scanned books hold slips ("tlie"): a word this rare may be one if the right
#: word is so many decades commoner.
_RARE, _AHEAD = 3.2, 4.0
#: What such a compound holds, found fast.
SIGN_TWINS = re.compile(r"-(?<=[A-Z]{3}-)[A-Z]{3}")
COMPOUND = re.compile(r"\b[A-Z]{3,}(?:-[A-Z]{3,})+\b")
#: Capitals that are taken for each other.
_TWINS = ("CG", "EF", "OQ", "OD", "BR", "IL", "PR", "UV", "CO", "HN", "MN")
#: So often must the document have the other spelling (to flag, not to change).
_OFTEN = 1

Zipf = Callable[[str], float]


def correct_english(text: str, zipf: Zipf, *, recognised: bool = False) -> Iterator[Edit]:
    """Misread common words. ``recognised`` text is looked at word by word.

    >>> known = {"the": 7.7, "to": 7.4, "state": 5.5}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [e.after for e in correct_english("tlie state amounted t0 5.236", look)]
    ['the', 'to']
    >>> list(correct_english("the CONSTRACTION of H2O, t1 and x0", look))
    []
    """
    for match in (_WORD if recognised else ODD).finditer(text):
        word = match[0]
        own = zipf(word.lower())
        if own > _RARE or (any(c.isdigit() for c in word) and _is_code(word)):
            continue
        if len(word) == 2 and not _is_among_words(text, match.start(), match.end()):
            continue
        if word == "t0" and (text.count("t0") > 1 or _TIMES.search(text)):
            continue
        needed = max(_needed(word), own + _AHEAD)
        found = [w for w in _candidates(word) if zipf(w.lower()) >= needed]
        best = sorted(set(found), key=lambda w: -zipf(w.lower()))[:3]
        if not best or (len(best) > 1 and zipf(best[0].lower()) < zipf(best[1].lower()) + 1.5):
            continue
        yield Edit(
            match.start(), match.end(), word, best[0],
            "spelling", "slips.correct_english", 0.93, "misread letters", tuple(best[1:]),
        )  # fmt: skip


#: A moment among others: t0 is one as well.
_TIMES = re.compile(r"\bt[1-9]\b")
_WORDS_AROUND = re.compile(r"[a-z]{2,}[,;:]?\s+$"), re.compile(r"\s+(?:[a-z]+|\d)")


def _is_among_words(text: str, start: int, stop: int) -> bool:
    """Whether a word in small Latin letters stands in front, and one (or a number) behind."""
    in_front, behind = _WORDS_AROUND
    head = text[max(0, start - 30) : start]
    return bool((not head or in_front.search(head)) and behind.match(text, stop))


def _is_code(word: str) -> bool:
    """Letters and digits as in "p53", "x0", "BRCA1": a digit at the end, or capitals."""
    if word.lower() in {"t0", "0f", "0n", "0r", "1s", "1n", "1t"}:
        return word[0].isupper()
    return word[-1].isdigit() or word[0].isdigit() or any(c.isupper() for c in word[1:])


def _needed(word: str) -> float:
    return _COMMON_SHORT if len(word) < 4 else _COMMON


def _candidates(word: str) -> Iterator[str]:
    """The word with one confusion undone, in one place or in all."""
    for wrong, right in CONFUSIONS:
        parts = word.split(wrong)
        if len(parts) == 1:
            continue
        yield right.join(parts)
        for i in range(1, len(parts)) if len(parts) > 2 else ():
            yield wrong.join(parts[:i]) + right + wrong.join(parts[i:])


def flag_twins(text: str, seen: Callable[[str], int]) -> Iterator[Edit]:
    """A compound in capitals that the document elsewhere writes with a look-alike letter.

    >>> [e.alternatives for e in flag_twins("GROSS-BORDER COOPERATION", {"cross-border": 4}.get)]
    [('CROSS-BORDER',)]
    >>> list(flag_twins("GROSS-BORDER COOPERATION", {}.get))
    []
    """
    for match in COMPOUND.finditer(text):
        word = match[0]
        twins = [t for t in _twins(word) if (seen(t.lower()) or 0) >= _OFTEN]
        if twins and (seen(word.lower()) or 0) <= 1:
            yield Edit(
                match.start(), match.end(), word, word,
                "spelling", "slips.flag_twins", 0.6,
                "the document has the other spelling", tuple(twins), False,
            )  # fmt: skip


def _twins(word: str) -> Iterator[str]:
    for i, letter in enumerate(word):
        for pair in _TWINS:
            if letter in pair:
                yield word[:i] + pair[1 - pair.index(letter)] + word[i + 1 :]
