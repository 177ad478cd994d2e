"""Control characters that stand for something: a hyphen, a ligature, a blank, a lost letter.

Fonts without a character table leave them behind. What one stands for is told by the words
around it and, for a hyphen, by all places in the document where it occurs;
:func:`fixers.ligatures.drop_controls` takes out what stands for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from corpus.document import RepairKind
from fixers.edits import Edit

#: C0 controls but tab, line ends and form feed; DELETE.
CONTROL = "\x01-\x08\x0e-\x1f\x7f"
SIGNS = frozenset(map(chr, (*range(1, 9), *range(0x0E, 0x20), 0x7F)))
_ANY = re.compile(f"[{CONTROL}]")
_LETTERS = r"[^\W\d_]"
#: Between letters or figures, with the blank of a line end behind it or none.
_JOINT = re.compile(
    rf"(?P<left>[^\W_]+)(?P<sign>[{CONTROL}])(?P<blank>[ \u00a0]?\n?)(?=(?P<right>[^\W_]+))"
)
#: Behind a letter, a figure or a full stop.
_BEHIND = re.compile(rf"[{CONTROL}](?<=[\w.].)")
#: Between letters, one or two of them, now and then with the gap that a ligature leaves.
_INSIDE = re.compile(
    rf"(?P<left>{_LETTERS}+)(?P<gap> ?)(?P<sign>[{CONTROL}]{{1,2}})(?P<blank> ?)(?P<right>{_LETTERS}+)"
)
#: The hyphen of word processors that ends no line, and the blank of fonts whose codes are
#: moved by 29.
_NO_BREAK, _MOVED_BLANK = "\x1e", "\x03"
#: The share of a character's places that must be joints for it to be the document's hyphen.
_MOSTLY = 0.8
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl")
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғңұүөһә"
#: How common (zipf) a word must be that a ligature or letter is put into, and by how much
#: commoner than the next reading.
_COMMON, _CLEAR = 2.5, 1.0

Zipf = Callable[[str], float]


def hyphens_of(texts: Sequence[str], zipf: Zipf) -> frozenset[str]:
    """Control characters that are the hyphens of a document.

    >>> look = {"трансформатор": 4.0}.get
    >>> hyphens_of(["транс\\x19 форматор, 2\\x19е изд.", "\\x02сила\\x03"], lambda w: look(w, 0.0))
    frozenset({'\\x19'})
    """
    if any(_NO_BREAK in text for text in texts):
        return hyphens_of([t.replace(_NO_BREAK, "-") for t in texts], zipf) | {_NO_BREAK}
    total, joints, proofs = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        total.update(_ANY.findall(text))
        for match in _JOINT.finditer(text):
            joints[match["sign"]] += 1
            proofs[match["sign"]] += _proves_hyphen(match, zipf)
    return frozenset(c for c, n in joints.items() if proofs[c] and n >= _MOSTLY * total[c])


def _proves_hyphen(match: re.Match[str], zipf: Zipf) -> bool:
    """Whether the parts make a word that they are not themselves, or a known compound."""
    left, right = match["left"].lower(), match["right"].lower()
    joined, parts = zipf(left + right), min(zipf(left), zipf(right))
    if match["blank"]:
        return joined >= _COMMON and joined > parts + _CLEAR  # lexicons hold halves of words
    if zipf(f"{left}-{right}"):
        return True
    return parts >= _COMMON and not joined and match["sign"] != _MOVED_BLANK


def read_controls(text: str, hyphens: frozenset[str], zipf: Zipf) -> Iterator[Edit]:
    """Write what control characters stand for.

    >>> known = {"specific": 4.8, "экономика": 4.5, "рост": 4.9}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [e.after for e in read_controls("speci\\x1cc рост\\x03рост", frozenset(), look)]
    ['fi', ' ']
    >>> list(read_controls("эконо\\x1fмика, M\\x02 /L", frozenset(), look))
    []
    """
    for match in _BEHIND.finditer(text):
        if match[0] in hyphens:
            yield _edit(match.start(), match[0], "-", "hyphen", 0.95, "the document's hyphen")
    for match in _INSIDE.finditer(text):
        if hyphens.isdisjoint(match["sign"]) and (reading := _reading(match, zipf)):
            after, reason = reading
            before = text[match.end("left") : match.start("right")]
            yield _edit(match.end("left"), before, after, "encoding", 0.93, reason)


def _reading(match: re.Match[str], zipf: Zipf) -> tuple[str, str] | None:
    """What stands between the letters on both sides, and why; ``None`` for nothing."""
    left, right = match["left"].lower(), match["right"].lower()
    if zipf(left + right):
        return None
    latin = (left[-1] + right[0]).isascii()
    if latin and (found := _best(left, right, _LIGATURES, zipf)):
        return found, "a lost ligature"
    if match["gap"] or match["blank"]:
        return None
    if min(zipf(left), zipf(right)) >= _COMMON and min(len(left), len(right)) > 1:
        return " ", "two words"
    if not latin and len(match["sign"]) == 1 and (found := _best(left, right, _RUSSIAN, zipf)):
        return found, "a lost letter: the lexicon has one word"
    return None


def _best(left: str, right: str, fillings: Sequence[str], zipf: Zipf) -> str | None:
    """The filling that makes a common word and is clearly the best."""
    found = sorted(((zipf(left + f + right), f) for f in fillings), reverse=True)
    clear = found[0][0] >= max(_COMMON, found[1][0] + _CLEAR)
    return found[0][1] if clear else None


def _edit(
    start: int, before: str, after: str, kind: RepairKind, confidence: float, reason: str
) -> Edit:
    return Edit(
        start, start + len(before), before, after,
        kind, "controls.read_controls", confidence, reason,
    )  # fmt: skip
