"""Rules, words and lines on a page: the geometry that ruled and aligned tables share.

Coordinates are points from the upper left corner; a rule is a straight segment along one
axis (``at`` is its place on the other one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extractors.observed import Word

#: Rules nearer than this are one (double lines, both edges of a drawn bar), in points.
SNAP = 2.5
#: Gaps that a rule may have and still be one (dashes, dots), in points.
JOIN = 4.0
#: Figures as they stand raised.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class TurnedWord(Word):
    """A word set on its side: ``turn`` is 90 where it reads upwards, 270 where downwards."""

    turn: int = 90

    def __reduce__(self) -> tuple[object, ...]:
        return TurnedWord, (self.text, self.bbox, self.confidence, self.raised, self.turn)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight segment: horizontal at ``y == at`` from x ``start`` to ``stop``, or vertical."""

    at: float
    start: float
    stop: float

    @property
    def length(self) -> float:
        """The length in points."""
        return self.stop - self.start


def merge_rules(rules: Iterable[Rule], snap: float = SNAP, join: float = JOIN) -> list[Rule]:
    """Rules with those that lie on one another or end to end made one.

    >>> merge_rules([Rule(10, 0, 50), Rule(10.5, 48, 100), Rule(30, 0, 9)])
    [Rule(at=10.25, start=0, stop=100), Rule(at=30.0, start=0, stop=9)]
    """
    out: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda r: r.at), snap):
        at = sum(r.at for r in group) / len(group)
        start, stop = None, 0.0
        for rule in sorted(group, key=lambda r: r.start):
            if start is None:
                start, stop = rule.start, rule.stop
            elif rule.start <= stop + join:
                stop = max(stop, rule.stop)
            else:
                out.append(Rule(at, start, stop))
                start, stop = rule.start, rule.stop
        if start is not None:
            out.append(Rule(at, start, stop))
    return out


def _clusters(rules: Sequence[Rule], snap: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][-1].at <= snap:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def distinct(places: Iterable[float], snap: float = SNAP) -> list[float]:
    """Sorted places with those nearer than ``snap`` made one (their mean).

    >>> distinct([10, 50, 10.5])
    [10.25, 50.0]
    """
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= snap:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(g) / len(g) for g in groups]


def center(word: Word) -> tuple[float, float]:
    """The middle of a word's box."""
    x0, top, x1, bottom = word.bbox
    return (x0 + x1) / 2, (top + bottom) / 2


def box_of(words: Sequence[Word]) -> list[float]:
    """The box around words."""
    return [
        min(w.bbox[0] for w in words),
        min(w.bbox[1] for w in words),
        max(w.bbox[2] for w in words),
        max(w.bbox[3] for w in words),
    ]


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words in lines from the top, each line from the left.

    Words belong to one line where the lower third of the smaller lies within the other:
    raised marks stay with their word, lines set tight stay apart.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.bbox[1] + w.bbox[3], w.bbox[0])):
        home = next((ln for ln in reversed(lines[-4:]) if _on_line(word, ln)), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    for line in lines:
        line.sort(key=lambda w: w.bbox[0])
    lines.sort(key=lambda ln: sum(w.bbox[1] + w.bbox[3] for w in ln) / len(ln))
    return lines


def _on_line(word: Word, line: Sequence[Word]) -> bool:
    big = max(line[-6:], key=lambda w: w.bbox[3] - w.bbox[1])
    overlap = min(word.bbox[3], big.bbox[3]) - max(word.bbox[1], big.bbox[1])
    smaller = min(word.bbox[3] - word.bbox[1], big.bbox[3] - big.bbox[1])
    return overlap > 0.5 * max(smaller, 0.1)


def line_text(words: Sequence[Word]) -> str:
    """The words of one line as text; raised marks keep their blank away when they touch."""
    out = ""
    last: Word | None = None
    for word in words:
        text = word.text
        if last is not None and text.isdigit() and _is_raised(word, last):
            text = text.translate(RAISED)
        glued = last is not None and word.bbox[0] - last.bbox[2] < 0.08 * (
            last.bbox[3] - last.bbox[1]
        )
        out += text if last is None or glued else f" {text}"
        last = word
    return out


def _is_raised(word: Word, last: Word) -> bool:
    """Whether a word is a small raised mark that touches the word before it."""
    height, full = word.bbox[3] - word.bbox[1], last.bbox[3] - last.bbox[1]
    return (
        height < 0.8 * full
        and word.bbox[3] < last.bbox[3] - 0.2 * full
        and word.bbox[0] - last.bbox[2] < 0.15 * full
    )


def cell_text(words: Sequence[Word]) -> str:
    """The words of a cell, line by line; a word hyphenated at a line end is joined.

    The hyphen stays: whether it belongs to the word is for the fixers to tell.
    """
    sideways = [w for w in words if isinstance(w, TurnedWord)]
    if sideways and len(sideways) == len(words):
        words = [turned(w, w.turn) for w in sideways]
    return "\n".join(line_text(line) for line in text_lines(words))


def turned(word: Word, turn: int) -> Word:
    """A word on its side as it reads upright (in coordinates of its own)."""
    return Word(word.text, turned_box(word.bbox, turn), word.confidence)


def turned_box(box: Sequence[float], turn: int) -> list[float]:
    """A box turned so that text that reads upwards (90) or downwards (270) lies upright.

    >>> turned_box([10, 20, 30, 80], 90)
    [-80, 10, -20, 30]
    >>> turned_box(turned_box([10, 20, 30, 80], 90), 270)
    [10, 20, 30, 80]
    """
    x0, top, x1, bottom = box
    return [-bottom, x0, -top, x1] if turn == 90 else [top, -x1, bottom, -x0]


def height_of(words: Sequence[Word]) -> float:
    """The usual height of words, in points (about the font size)."""
    return median(w.bbox[3] - w.bbox[1] for w in words) if words else 10.0


def inside(word: Word, box: Sequence[float], slack: float = 1.0) -> bool:
    """Whether the middle of a word lies in a box."""
    x, y = center(word)
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack


def overlap_share(a: Sequence[float], b: Sequence[float]) -> float:
    """The share of box ``a`` that box ``b`` covers."""
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    area = max((a[2] - a[0]) * (a[3] - a[1]), 1e-6)
    return max(0.0, w) * max(0.0, h) / area


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a wide gap between them."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].bbox[0]

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(w.bbox[2] for w in self.words)

    @property
    def text(self) -> str:
        """The words with blanks."""
        return line_text(self.words)


def segments(line: Sequence[Word], gap: float) -> list[Segment]:
    """A line cut where two words are more than ``gap`` points apart."""
    out: list[list[Word]] = []
    for word in line:
        if out and word.bbox[0] - max(w.bbox[2] for w in out[-1]) <= gap:
            out[-1].append(word)
        else:
            out.append([word])
    return [Segment(tuple(words)) for words in out]
