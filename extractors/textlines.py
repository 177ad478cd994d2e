"""The lines of a plain text: their places, the habits of the file, its page furniture.

What a line means depends on how the file was made, so that is measured first: whether
paragraphs run over lines, how long a full line is at each place, whether a blank at the
end of a line says that the text goes on, and which lines are page numbers and running heads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.labels import is_caption, is_footnote, is_list_item, is_page_number
from extractors.paragraphs import breaks_word, ends_sentence, starts_low

#: Share of line pairs inside a sentence from which a file counts as wrapped.
WRAPPED = 0.08
#: Lines shorter than this say nothing about the width (characters).
SHORT_LINE = 24
#: The usual width at a place: this percentile of the lines that go on, this many around it.
#: (Files with line-end hyphens taken out have lines of two and three times the width.)
USUAL = 0.35
AROUND = 20


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line with its place: ``text == whole[start:stop]``; ``page`` from form feeds;
    ``after_break``: a crawl break (one leading space) or a form feed stands before it,
    ``fed``: a form feed;
    ``width``: the usual length of a full line hereabouts, in characters."""

    text: str
    start: int
    page: int = 1
    after_break: bool = False
    fed: bool = False
    width: int = 0

    @property
    def stop(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """Leading blanks; a tab counts as four."""
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        return len(lead.expandtabs(4))


@dataclass(frozen=True, slots=True)
class Habit:
    """How the lines of a file are made.

    ``wrapped``: paragraphs run over lines; ``trailing``: a blank at the end of a line
    says that the text goes on.
    """

    wrapped: bool
    trailing: bool


def lines_of(text: str) -> list[TextLine]:
    """The lines of a text, cut at line ends and form feeds, with their usual widths."""
    lines = list(_cut(text))
    usual = _usual_widths(lines)
    return [replace(line, width=width) for line, width in zip(lines, usual, strict=True)]


def _cut(text: str) -> Iterator[TextLine]:
    start, page = 0, 1
    fed = False
    for piece in re.split(r"(\n|\f)", text):
        if piece == "\f":
            page, fed = page + 1, True
        elif piece != "\n":
            single = re.match(r"[ \u00a0](?=\S)", piece) is not None
            yield TextLine(piece, start, page, single or fed, fed)
            fed = fed and not piece.strip()
        start += len(piece)


def _usual_widths(lines: Sequence[TextLine]) -> list[int]:
    """For each line the usual length of the lines around it that go on in the next."""
    inside = [
        (i, len(a.text.rstrip()))
        for i, (a, b) in enumerate(pairwise(lines))
        if not b.blank and _inside_sentence(a, b)
    ]
    if not inside:
        return [0] * len(lines)
    widths, at = [], 0
    for i in range(len(lines)):
        while at < len(inside) - 1 and inside[at][0] < i:
            at += 1
        near = inside[max(0, at - AROUND) : at + AROUND]
        widths.append(_percentile([length for _, length in near], USUAL))
    return widths


def measure(lines: Sequence[TextLine]) -> Habit:
    """How the file wraps its lines, from the pairs of lines that stand together.

    >>> wrapped = ["Торговля приграничных регионов растёт быстрее", "экономики страны в целом."] * 9
    >>> measure([TextLine(t, 0) for t in wrapped]).wrapped
    True
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not a.blank and not b.blank]
    inside = [a for a, b in pairs if _inside_sentence(a, b)]
    filled = sum(not line.blank for line in lines)
    wrapped = len(inside) >= 2 and len(inside) >= WRAPPED * filled
    return Habit(wrapped, _trailing_tells(pairs, lines))


def _inside_sentence(a: TextLine, b: TextLine) -> bool:
    """Two lines of one sentence, as far as the text itself can tell."""
    return len(a.text) > SHORT_LINE and not ends_sentence(a.text) and starts_low(b.text)


def _percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(share * (len(values) - 1))] if values else 0


def _trailing_tells(pairs: Sequence[tuple[TextLine, TextLine]], lines: Sequence[TextLine]) -> bool:
    """Whether blanks at line ends stand inside paragraphs and hardly ever at their ends."""
    inside = [a for a, b in pairs if _inside_sentence(a, b) and not breaks_word(a.text)]
    ends = [a for a, b in pairwise(lines) if not a.blank and b.blank and ends_sentence(a.text)]
    if len(inside) < 8 or len(ends) < 3:
        return False
    return _trailed(inside) > 0.7 and _trailed(ends) < 0.2


def _trailed(lines: Sequence[TextLine]) -> float:
    return sum(line.text != line.text.rstrip() for line in lines) / len(lines)


# --- page numbers and running heads ---------------------------------------------------------

#: A running head has at most this many characters …
HEAD_CHARS = 100
#: … and stands within so many filled lines of a page number or a page end.
HEAD_REACH = 2


def page_numbers(lines: Sequence[TextLine], taken: Collection[int]) -> set[int]:
    """Lines that hold page numbers: they grow through the file.

    ``taken`` are lines of tables.
    """
    found = [i for i, line in enumerate(lines) if i not in taken and is_page_number(line.text)]
    values = [(i, int(n[0])) for i in found if (n := re.search(r"\d+", lines[i].text))]
    grown = _rising([v for _, v in values])
    return {values[k][0] for k in grown} if len(grown) > 1 else set()


def _rising(values: Sequence[int]) -> list[int]:
    """The longest run of places whose values rise by at most a few pages at a time.

    >>> _rising([6, 7, 100, 8, 9])
    [0, 1, 3, 4]
    """
    before: list[int] = []  # the place before each place in its run, or −1
    length: list[int] = []
    last: dict[int, int] = {}  # the place that ends the longest run with this value
    for i, value in enumerate(values):
        ends = [last[v] for v in range(value - 3, value) if v in last]
        start = max(ends, key=length.__getitem__, default=-1)
        before.append(start)
        length.append(length[start] + 1 if start >= 0 else 1)
        if value not in last or length[i] >= length[last[value]]:
            last[value] = i
    at = max(range(len(values)), key=length.__getitem__, default=-1)
    run: list[int] = []
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


def running_heads(
    lines: Sequence[TextLine], taken: Collection[int], numbers: Collection[int]
) -> set[int]:
    """Lines that return, numbers aside, beside page numbers or page ends.

    Once a line is known as a running head, it is one wherever it returns; what stands
    before the first of them may be the title that they repeat.
    """
    filled = [i for i, line in enumerate(lines) if not line.blank]
    edges = {k for k, i in enumerate(filled) if i in numbers or lines[i].fed}
    beside = {filled[j] for k in edges for j in _around(k, len(filled))}
    found: set[int] = set()
    for places in _returning(lines, taken).values():
        known = [i for i in places if i in beside or _opens_crawl_page(lines[i])]
        if len(known) > 1:
            found |= {i for i in places if i >= known[0]}
    return found - set(numbers)


def _around(at: int, count: int) -> range:
    return range(max(0, at - HEAD_REACH), min(count, at + HEAD_REACH + 1))


def _opens_crawl_page(line: TextLine) -> bool:
    """A short line right behind a break."""
    return line.after_break and len(line.text) < 0.7 * line.width


def _returning(lines: Sequence[TextLine], taken: Collection[int]) -> dict[str, list[int]]:
    """Places of lines that stand in the file more than once, numbers aside."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if i not in taken and _may_be_head(line.text):
            places[re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()].append(i)
    return {words: found for words, found in places.items() if len(found) > 1}


def _may_be_head(text: str) -> bool:
    line = text.strip()
    if not 3 <= len(line) <= HEAD_CHARS or line.isdigit() or line[0].islower():
        return False
    if ends_sentence(line) or is_list_item(line) or is_caption(line) or is_footnote(line):
        return False
    return line.upper() != line.lower() or bool(re.search(r"\d{4}", line))
