"""Formulas set off from the text, and fractions that stand inside a line of it.

A displayed formula comes out of a page as loose rows: numerators, the line with the relation,
denominators, parts of tall brackets, the number at the right edge. They are one block. What tells
them: no words of a language, signs of mathematics, and a place of their own (indented, centred, or
with a number in brackets at the edge). A fraction inside a line of text leaves its numerator and
denominator as rows above and below; they go back into the gap that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.document import BBox
from extractors.glyphcodes import is_of_signs
from extractors.lines import SourcedLine, hull, is_accent
from extractors.observed import Word

#: Names that stand in formulas and are no words of a language.
_NAMES = frozenset(
    re.findall(
        r"\w+",
        "sin cos tan cot tg ctg sec arcsin arccos arctan arctg arcctg sinh cosh tanh coth exp log lim sup inf "
        "max min arg det rank tr diag grad div rot curl mod sgn sign const prob cov corr var ker dim deg gcd "
        "мин макс",
    )
)
#: Words of three Latin letters that are words; others ("vec", "etr") are names in formulas.
_SHORT_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the and for are not was but can has its one two all any let set our may who how now out use see der die "
        "das und ist les des une que est con los las por",
    )
)
_TOKEN = re.compile(r"[^\W\d_]{3,}")
#: A relation between two sides; "64 ≥65" is none.
_RELATIONS = r"(?:[=≈≠≡∝≪≫≃≅∼→⇒⇔↔∈∉⊂⊆≔]|(?<!\s)[<>≤≥]|[<>≤≥](?=\s))+"
_RELATION = re.compile(rf"[\w)\]}}|⎠⎞'′*…]\s*{_RELATIONS}\s*[\w(\[{{|√∑∫−+\-±⎛⎝⎜]")
#: Signs that prose does not have: operators, letters of mathematics, parts of tall brackets (also
#: where a symbol font keeps them in the private use area).
_SIGNS = re.compile(
    r"[∑∏∫∮√∂∇∞∆⊗⊕∧∨∘∪∩∀∃⟨⟩‖\u20d0-\u20ff\U0001d400-\U0001d7ff\u0391-\u03a9\u03b1-\u03c9\u239b-\u23b3"
    r"\ufe00-\ufe0f\uf8e5-\uf8fe]"
)
_LETTERS = re.compile(r"[\u20d0-\u20ff\U0001d400-\U0001d7ff]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_BRACE = re.compile(r"[\u23a7-\u23ad\uf8f1-\uf8fe]")
_NUMBER = re.compile(r"\((?:[A-ZА-Я]{1,2}\.?)?\d{1,3}(?:\.\d{1,3}){0,2}[a-zа-я′']?\)[.,;]?")
_ITEM = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[a-zа-яё]\)|[•▪–—-])\s")

#: Words with which the text goes on behind a formula.
_GOES_ON = re.compile(
    r"(?:где|здесь|тогда|откуда|отсюда|или|либо|причём|причем|пусть|where|here|then|hence|with|and|let"
    r"|де|тут|тоді|або|мұнда|мұндағы|дзе)\b",
    re.I,
)

#: In ems: a formula stands in by this; its rows follow each other within that; its number at the
#: edge stands off by this, and ends this near to the edge.
_INSET, _STEP, _NUMBER_GAP, _EDGE = 1.0, 2.2, 1.5, 1.5
#: A row of a formula has at most one word of a language; the text of a row that is only a part
#: (a numerator, a bracket) is no longer than so many characters, a row with a word is no shorter.
_WORDS, _PART, _SHORT = 1, 40, 12
#: Parts of a fraction inside a line of text: so near to its baseline (ems), so long at most,
#: so far before its first word (ems).
_NEAR, _FRACTION, _FIRST = 0.95, 16, 1.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of text, or those of one formula."""

    lines: list[SourcedLine]
    formula: bool = False


@lru_cache(maxsize=2048)
def natural_words(text: str) -> int:
    """How many words of a language a row holds; names of functions and letters of mathematics are none.

    >>> natural_words("где S — площадь, а h — высота"), natural_words("y = sin x + max(RSS, 1)")
    (3, 0)
    """
    return sum(map(_is_word, _TOKEN.findall(_LETTERS.sub(" ", text))))


def _is_word(token: str) -> bool:
    low = token.lower()
    if _GREEK.search(token):
        return len(token) > 3 and bool(_GREEK.fullmatch(token))
    if low in _NAMES or (token.isupper() and len(token) < 5):
        return False
    return len(token) > 3 or token[0] > "\u024f" or low in _SHORT_WORDS


@dataclass(frozen=True, slots=True)
class Column:
    """The edges of a column of text and the usual size of its type, points."""

    left: float
    right: float
    em: float


def parted(lines: Sequence[SourcedLine], column: Column) -> Iterator[Stretch]:
    """The lines of a column, cut into text and displayed formulas."""
    text: list[SourcedLine] = []
    for run in _runs(lines, column):
        start, stop = _within(run.lines, column) if run.formula else (0, 0)
        if start < stop and _is_display(run.lines[start:stop], column):
            text += run.lines[:start]
            if text:
                yield Stretch(text)
            yield Stretch(run.lines[start:stop], formula=True)
            text = run.lines[stop:]
        else:
            text = [*text, *run.lines]
    if text:
        yield Stretch(text)


def _within(lines: Sequence[SourcedLine], column: Column) -> tuple[int, int]:
    """Where the formula begins and ends: a last line of text may be short and without words."""
    able = [_box(line)[0] > column.left + _INSET * column.em or _numbered(line, column)
            or bool(_RELATION.search(line.text)) for line in lines]  # fmt: skip
    if not any(able):
        return 0, 0
    return able.index(True), len(able) - able[::-1].index(True)


def _runs(lines: Sequence[SourcedLine], column: Column) -> Iterator[Stretch]:
    """Rows that may be of a formula, and rows that are not, by turns."""
    able = [_may_be_row(line, column) for line in lines]
    for i in range(1, len(lines) - 1):
        if able[i - 1] and not able[i] and able[i + 1]:
            able[i] = _is_case(lines[i - 1 : i + 2], column)
    run: list[SourcedLine] = []
    for i, line in enumerate(lines):
        if run and (able[i] != able[i - 1] or (able[i] and _far(lines[i - 1], line, column))):
            yield Stretch(run, able[i - 1])
            run = []
        run.append(line)
    if run:
        yield Stretch(run, able[-1])


def _may_be_row(line: SourcedLine, column: Column) -> bool:
    text = line.text
    if _GOES_ON.match(text) or (_ITEM.match(text) and not _RELATION.match(text)):
        return False
    words = natural_words(text)
    if _BRACE.search(text) and _box(line)[0] > column.left + column.em:
        return words <= 3 * _WORDS
    if words > _WORDS or is_of_signs(text):
        return False
    if _relates(text) or _SIGNS.search(text) or _numbered(line, column):
        return not words or len(text) > _SHORT
    return not words and len(text) <= _PART


def _relates(text: str) -> bool:
    """Whether a relation stands in a row; with words around it, not only in brackets ("by month
    (n = 270)")."""
    return bool(_RELATION.search(_BRACKETS.sub(" ", text) if natural_words(text) else text))


def _is_case(three: Sequence[SourcedLine], column: Column) -> bool:
    """A row with words between rows of a formula with a tall brace ("0, otherwise.")."""
    above, line, below = three
    braced = any(_BRACE.search(other.text) for other in (above, below))
    if not braced or _far(above, line, column) or _far(line, below, column):
        return False
    x0, _, x1, _ = _box(line)
    return x0 > column.left + 2 * column.em and x1 < column.right - column.em


def _is_display(lines: Sequence[SourcedLine], column: Column) -> bool:
    """Signs of a formula, and a place of its own."""
    numbered = [line for line in lines if _numbered(line, column)]
    told = any(_relates(line.text) for line in lines) or _many_signs(lines)
    if not told and not numbered:
        return False
    inset = min(_box(line)[0] for line in lines) > column.left + _INSET * column.em
    return inset or bool(numbered) or _fills_the_line(lines)


def _fills_the_line(lines: Sequence[SourcedLine]) -> bool:
    """A formula as wide as the column: several rows, no word, signs all over."""
    wordless = not any(natural_words(line.text) for line in lines)
    return len(lines) > 2 and wordless and _many_signs(lines, 8)


def _many_signs(lines: Sequence[SourcedLine], most: int = 3) -> bool:
    return sum(len(_SIGNS.findall(line.text)) for line in lines) >= most


def _numbered(line: SourcedLine, column: Column) -> bool:
    """Whether the number of a formula stands at the right edge, by itself."""
    if not line.words or not _NUMBER.fullmatch(line.words[-1].text):
        return False
    last = line.words[-1].bbox
    apart = len(line.words) == 1 or last[0] - line.words[-2].bbox[2] > _NUMBER_GAP * column.em
    return apart and abs(last[2] - column.right) < _EDGE * column.em


def _far(above: SourcedLine, below: SourcedLine, column: Column) -> bool:
    return below.base - above.base > _STEP * max(column.em, _em(above), _em(below))


def _em(line: SourcedLine) -> float:
    return line.size or 10.0


def _box(line: SourcedLine) -> BBox:
    assert line.bbox is not None
    return line.bbox


# ------------------------------------------------------------------ fractions inside a line


def with_fractions(lines: Sequence[SourcedLine]) -> list[SourcedLine]:
    """Lines of text with the parts of fractions that stand in their gaps."""
    hosts = [_is_text(line) for line in lines]
    if all(hosts):
        return list(lines)
    bases = [(line.base, _NEAR * _em(line), i) for i, line in enumerate(lines) if hosts[i]]
    taken: dict[int, list[tuple[Word, float]]] = {}
    gone: set[int] = set()
    for i, line in enumerate(lines):
        if hosts[i] or len(line.text) > 3 * _FRACTION:
            continue
        places = [_host(word, line, lines, bases) for word in line.words]
        if places and all(place is not None for place in places):
            gone.add(i)
            for word, place in zip(line.words, places, strict=True):
                taken.setdefault(place or 0, []).append((word, line.base))
    return [
        _filled(line, taken[i]) if i in taken else line
        for i, line in enumerate(lines)
        if i not in gone
    ]


def _is_text(line: SourcedLine) -> bool:
    words = natural_words(line.text)
    return words > 1 or (words == 1 and len(line.words) > 1 and not _RELATION.match(line.text))


def _host(
    word: Word,
    line: SourcedLine,
    lines: Sequence[SourcedLine],
    bases: Sequence[tuple[float, float, int]],
) -> int | None:
    """The number of the line of text in whose gap a word stands; ``bases`` are the baselines of
    such lines, how near to them it must be, and their numbers."""
    if len(word.text) > _FRACTION:
        return None
    own = line.base
    near = [(abs(base - own), i) for base, reach, i in bases if abs(base - own) < reach]
    fits = _stands_over if is_accent(word.text) else _stands_in_gap
    return next((i for _, i in sorted(near) if fits(word, lines[i])), None)


def _stands_over(word: Word, host: SourcedLine) -> bool:
    return _box(host)[0] <= word.bbox[0] and word.bbox[2] <= _box(host)[2]


def _stands_in_gap(word: Word, host: SourcedLine) -> bool:
    slack = 0.15 * _em(host)
    if host.words[0].bbox[0] - slack - _FIRST * _em(host) < word.bbox[0] and (
        word.bbox[2] <= host.words[0].bbox[0] + slack
    ):
        return True
    return any(
        one.bbox[2] - slack <= word.bbox[0] and word.bbox[2] <= two.bbox[0] + slack
        for one, two in pairwise(host.words)
    )


def _filled(host: SourcedLine, found: Sequence[tuple[Word, float]]) -> SourcedLine:
    """The line with words in its gaps: from left to right, one above another from the top."""
    words = [(word, host.base) for word in host.words]
    for word, base in sorted(found, key=lambda item: item[1]):
        middle = (word.bbox[0] + word.bbox[2]) / 2
        at = len(words)
        while at and words[at - 1][0].bbox[0] > middle:
            at -= 1
        while at and words[at - 1][1] > base and words[at - 1][0].bbox[2] > word.bbox[0]:
            at -= 1
        words.insert(at, (word, base))
    plain = tuple(word for word, _ in words)
    return replace(
        host,
        words=plain,
        text=" ".join(word.text for word in plain),
        bbox=hull([word.bbox for word in plain]),
    )
