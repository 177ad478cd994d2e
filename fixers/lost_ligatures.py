"""Ligatures that are gone: "signi cant", "di erent", "nancial", "signicant".

A font without names for its ligatures loses all of them, with or without the gap. Only a
document that holds such a word is looked at, and only what is no word by itself is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

LIGATURES = ("fi", "fl", "ff", "ffi", "ffl")
#: Parts of the commonest words that lost one, which sound text does not have.
PARTS = (
    "igni cant", "peci c", "di er", " e ect", "e cien", "u cien", "on rm", "on ict", "re ect",
    "n uence", "ro t", "ene t", " o ce", "o cial", " a ect", " de nition", " de ned", "enti ed", "enti c", " rst ",
    "ulfi l", "odi ed", "uali ed", "n ation", " nanc", " nally", "The rst", "ignican", "pecic",
    "dierent", "eectiv", " eect", "ecienc", "ecient", "ucient", "onrm", "onict", "reect", "inuence",
    "cientic", "denition", "beneci", " ocial ", "oces ", "aected",
)  # fmt: skip
_TOKEN = re.compile(r"(?<![\w.@/'’-])[A-Za-z]+(?![\w@/'’])")
#: How common (zipf) the whole word must be, how rare one of its pieces, and by how much the
#: reading must be commoner than piece and next reading.
_COMMON, _RARE, _CLEAR = 3.3, 3.2, 1.0
#: The same where the gap is gone as well: nothing but the lexicon speaks for it.
_COMMON_CLOSED, _RARE_CLOSED, _SHORTEST = 3.6, 1.6, 5
#: How common a word must be with a ligature for an accent, which it cannot have.
_COMMON_SIGN = 2.5
#: How common a word must be that has lost its beginning: "rst", "nal".
_COMMON_FIRST = 4.8

Zipf = Callable[[str], float]


def restore_ligatures(text: str, zipf: Zipf) -> Iterator[Edit]:
    """Put lost ligatures back where only they make a common word.

    >>> known = {"significant": 5.0, "the": 7.7, "first": 6.0, "state": 5.5, "cant": 3.1}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [e.after for e in restore_ligatures("the rst signi cant state", look)]
    ['first', 'significant']
    >>> list(restore_ligatures("the state cant", look))
    []
    """
    tokens = list(_TOKEN.finditer(text))
    done = -1
    for i, token in enumerate(tokens):
        if i <= done:
            continue
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        gap = behind and text[token.end() : behind.start()] == " " and behind[0].islower()
        if behind and gap and (word := _with_gap(token[0], behind[0], zipf)):
            yield _edit(text, token.start(), behind.end(), word)
            done = i + 1
        elif word := _without_gap(token[0], zipf):
            yield _edit(text, token.start(), token.end(), word)


#: Accents by themselves, which some fonts have in the place of their ligatures.
SIGNS = frozenset("ˇ˘˙˝˛ˆ˜")
_SIGN_IN_WORD = re.compile("(?<![^\\W_])([A-Za-z]*)([ˇ˘˙˝˛ˆ˜])([a-z]+)(?![^\\W_])")


def read_signs(text: str, zipf: Zipf) -> Iterator[Edit]:
    """Write the ligature that an accent stands for, where only it makes a common word.

    >>> known = {"field": 5.3, "specifically": 4.6}
    >>> [e.after for e in read_signs("ˇeld, speciˇcally, Hˇcek", lambda w: known.get(w, 0.0))]
    ['fi', 'fi']
    """
    for match in _SIGN_IN_WORD.finditer(text):
        left, right = match[1], match[3]
        word = _best([left + f + right for f in LIGATURES], _COMMON_SIGN, zipf)
        if word and len(left + right) > 2:  # ˙x is a velocity
            yield _edit(
                text, match.start(2), match.end(2), word[len(left) : len(word) - len(right)]
            )


def _with_gap(left: str, right: str, zipf: Zipf) -> str | None:
    """The word that two pieces make with a ligature between them."""
    pieces = min(_piece(left, zipf), _piece(right, zipf))
    if pieces > _RARE or not (left[1:].islower() or len(left) == 1):
        return None
    if zipf((left + right).lower()) >= _COMMON or max(len(left), len(right)) < 2:
        return None
    return _best([left + f + right for f in LIGATURES], max(_COMMON, pieces + _CLEAR), zipf)


def _piece(piece: str, zipf: Zipf) -> float:
    """How common a piece is; single letters but "a" and "I" are no words."""
    return zipf(piece.lower()) if len(piece) > 1 or piece in "aI" else 0.0


def _without_gap(word: str, zipf: Zipf) -> str | None:
    """The word with a ligature in front or in some place."""
    own = zipf(word.lower())
    if word.islower() and len(word) > 2 and own <= _RARE:
        first = _best([f + word for f in LIGATURES], max(_COMMON_FIRST, own + 2 * _CLEAR), zipf)
        if first:
            return first
    if not word.islower() or own > _RARE_CLOSED:  # a capital may begin a name
        return None
    if len(word) < _SHORTEST:
        return None
    readings = dict.fromkeys(word[:i] + f + word[i:] for i in range(len(word)) for f in LIGATURES)
    return _best(list(readings), _COMMON_CLOSED, zipf)


def _best(readings: list[str], least: float, zipf: Zipf) -> str | None:
    """The reading that is common and clearly the commonest."""
    found = sorted(((zipf(r.lower()), r) for r in readings), reverse=True)
    if found[0][0] < least or (len(found) > 1 and found[0][0] < found[1][0] + _CLEAR):
        return None
    return found[0][1]


def _edit(text: str, start: int, stop: int, after: str) -> Edit:
    name = "read_signs" if text[start] in SIGNS else "restore_ligatures"
    return Edit(
        start, stop, text[start:stop], after,
        "spacing", f"lost_ligatures.{name}", 0.94, "a lost ligature",
    )  # fmt: skip
