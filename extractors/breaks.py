"""Where a paragraph ends and the next one begins, by the lines of a column.

A new block begins where the printer says so: a wider gap, an indent, a line that ended
although the next word would have fitted, another size or weight, a bullet or number; in front
matters also names and what stands under them. Sizes and distances are points; thresholds are
shares of the font size (em) or leading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.document import BBox
from extractors import front_lines, labels
from extractors.lines import SourcedLine
from extractors.paragraphs import ends_in_open_word

#: A gap wider than this many usual leadings ends a block.
_WIDE_LEADING = 1.32
#: An indent in ems: less is jitter, more is centring or a column.
_INDENT = (0.7, 7.0)
#: Sizes differ when their ratio exceeds this; measured on a picture, they jitter, the more the
#: fewer words there are.
_SIZE_STEP = 1.08
_SIZE_STEP_MEASURED = {True: 1.18, False: 1.3}
_STEADY_WORDS = 4


def usual_size(lines: Sequence[SourcedLine]) -> float | None:
    """The font size that most characters have; ``None`` where no line knows its size."""
    count: dict[float, int] = {}
    for line in lines:
        if line.size is not None:
            size = round(line.size, 1)
            count[size] = count.get(size, 0) + len(line.text)
    return max(count, key=count.__getitem__) if count else None


@dataclass(frozen=True, slots=True)
class _Column:
    """What is usual in a group of lines: margins, leading, and the hanging style of lists."""

    left: float
    right: float
    leading: float
    hanging: bool
    centred: tuple[bool, ...] = ()
    leadings: tuple[tuple[float, float], ...] = ()  # (size, leading) where it is known
    em: float = 0.0  # the usual size

    def leading_at(self, size: float) -> float:
        """The usual leading of lines of that size: notes are set closer than the text."""
        near = [(abs(own - size), step) for own, step in self.leadings if own <= size * _SIZE_STEP
                and size <= own * _SIZE_STEP]  # fmt: skip
        return min(near)[1] if near else self.leading


def paragraphs_of(lines: Sequence[SourcedLine]) -> Iterator[tuple[tuple[SourcedLine, ...], bool]]:
    """The lines of a column (at least one) as paragraphs, and whether each is centred."""
    parts: list[list[SourcedLine]] = [[lines[0]]]
    column = replace(_column(lines), centred=_centred_lines(lines))
    rights = _right_edges(lines, column)
    for index in range(1, len(lines)):
        if _begins_block(lines, index, replace(column, right=rights[index - 1])):
            parts.append([])
        parts[-1].append(lines[index])
    for part in parts:
        yield tuple(part), _is_centered(part, column)


def _column(lines: Sequence[SourcedLine]) -> _Column:
    boxes = [box_of(line) for line in lines]
    left = _usual_edge([box[0] for box in boxes])
    right = right_edge(lines)
    steps = [b[3] - a[3] for a, b in pairwise(boxes) if b[3] > a[3]]
    size = usual_size(lines) or 10.0
    near = [s for s in steps if s < _WIDEST_LEADING * size]
    leading = median(near) if near else 1.2 * size
    return _Column(
        left, right, leading, _hangs(lines, left, size), leadings=tuple(_leadings(lines)), em=size
    )


#: Type larger than the usual by this has larger leading.
_LARGE = 1.2
#: Lines further apart than this (ems) are no lines of one text; so many steps tell a leading.
_WIDEST_LEADING, _STEPS = 2.2, 4


def _leadings(lines: Sequence[SourcedLine]) -> Iterator[tuple[float, float]]:
    """``(size, usual leading)`` for each font size of which enough lines follow each other."""
    steps: dict[float, list[float]] = {}
    for a, b in pairwise(lines):
        size = a.size or 0.0
        step = box_of(b)[3] - box_of(a)[3]
        if b.size == a.size and 0 < step < _WIDEST_LEADING * size:
            steps.setdefault(size, []).append(step)
    for size, found in steps.items():
        if len(found) >= _STEPS:
            yield size, median(found)


#: Right edges nearer than this (ems) are one edge, and so many lines tell of it, of which no more
#: than one in so many goes beyond it.
_EDGE, _EDGE_LINES, _BEYOND = 0.5, 4, 4


def right_edge(lines: Sequence[SourcedLine]) -> float:
    """The right edge that the longest lines share; signs alone (crop marks) have none."""
    solid = [line for line in lines if any(c.isalnum() for c in line.text)] or lines
    edges = sorted((box_of(line)[2] for line in solid), reverse=True)
    em = usual_size(solid) or 10.0
    if len(edges) >= _EDGE_LINES:
        few = edges[: len(edges) // _BEYOND + 2]
        return next((a for a, b in pairwise(few) if a - b < _EDGE * em), edges[0])
    return edges[0]


def _right_edges(lines: Sequence[SourcedLine], column: _Column) -> list[float]:
    """The right edge that holds for each line: of the stretch of even lines it stands in
    (abstracts are set narrower than the text), or of the whole column."""
    stretches: list[list[SourcedLine]] = [[lines[0]]]
    for last, line in pairwise(lines):
        em = max(last.size or 10.0, line.size or 10.0)
        if _apart(last, line, column, em) or _other_size(last, line):
            stretches.append([])
        stretches[-1].append(line)
    out: list[float] = []
    for stretch in stretches:
        own = right_edge(stretch)
        em = usual_size(stretch) or 10.0
        full = sum(own - box_of(line)[2] < _EDGE * em for line in stretch)
        even = full >= _EDGE_LINES - 1 and full * 2 >= len(stretch)
        out += [own if even else column.right] * len(stretch)
    return out


def _usual_edge(values: Sequence[float]) -> float:
    """The left edge at which most lines begin (of equals, the leftmost)."""
    count = Counter(round(v) for v in values)
    most = max(count.values())
    return float(min(v for v, n in count.items() if n >= most * 0.9))


def _hangs(lines: Sequence[SourcedLine], left: float, size: float) -> bool:
    """Numbered items out-dented against their further lines (lists, references)."""
    marked = [i for i, line in enumerate(lines) if _MARKED.match(line.text)]
    return len(marked) >= 2 and all(
        box_of(lines[i])[0] <= left + 0.5 * size
        or i + 1 >= len(lines)
        or box_of(lines[i])[0] <= box_of(lines[i + 1])[0]
        for i in marked
    )


#: A number of a list; "10.1000/1" goes on with digits and is none.
_MARKED = re.compile(
    r"(?:\[\d{1,3}\.?\]|\(?\d{1,3}(?:\.(?![\da-zа-яё])|\)(?!\d)))\s*\S|[a-zа-яё]\)\s\S|[•▪–—-]\s"
    rf"|[{labels.SYMBOL_BULLETS}]\s"
)


def _ends_in_number(text: str) -> bool:
    return text[-1:] in "0123456789IVXivx"


#: The number of a section: lines of contents have it, too.
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_a-zа-яё]")
_ENDS_SENTENCE = re.compile(r"[.!?:;…»”\"]\)?$|\.\d{1,2}$")
_OPENS = re.compile(r"[«“\"(\[]?[^\W_a-zа-яёіїєґәғқңөұүһ]|[•▪–—-]\s")


def _begins_block(lines: Sequence[SourcedLine], index: int, column: _Column) -> bool:
    """Whether line ``index`` opens a block. The strong signs first."""
    last, line = lines[index - 1], lines[index]
    em = max(last.size or 10.0, line.size or 10.0)
    if _apart(last, line, column, em) or _other_size(last, line) or begins_with_mark(line):
        return True
    if _ends_in_number(last.text) and (
        labels.LEADERS.search(last.text)
        or _SECTION.match(line.text)
        or front_lines.is_byline(line.text)
    ):
        return True
    if _goes_on_as_heading(last, line):
        return False
    if _begins_front(lines, index, column, em):
        return True
    if column.centred[index - 1] and column.centred[index]:
        return last.bold != line.bold or _larger(last, line)
    if last.bold != line.bold and _set_off(last, line, column, em):
        return not _runs_in(last, line, column, em)
    if _MARKED.match(line.text) and _is_item(last, line, column, em):
        return True
    if _hangs_on(lines, index, em):
        return False
    if _ENDS_SENTENCE.search(last.text) and _opens_by_words(line.text):
        return True
    if _is_indented(lines, index, column, em):
        return True
    return _ended_early(last, line, column, em)


#: A line that begins this far inside (ems) opens no paragraph that goes on at the margin.
_FAR_INSIDE = 7.0
#: A line with a code alone (УДК, ББК, DOI) is shorter.
_CODE_CHARS = 60
#: The mark of an affiliation or a note before its first word.
_MARK_FIRST = re.compile(r"(?:\*{1,3}|[†‡§¶])\s?[^\W\d_a-zа-яёіїєґәғқңұүһө]")


#: Words that announce whose name follows: it stays with them.
_ROLE = re.compile(
    r"редактор|руководител|рецензент|консультант|составител|ответственн|editor|supervisor|reviewer"
    r"|керівник|жетекші",
    re.I,
)


def _begins_front(lines: Sequence[SourcedLine], index: int, column: _Column, em: float) -> bool:
    """Lines of a front matter that stand close: names, their places, the word over an abstract,
    and what is set at the margin behind lines set in."""
    last, line = lines[index - 1], lines[index]
    inside = [box_of(each)[0] - column.left for each in (last, line)]
    if inside[0] > _FAR_INSIDE * em and inside[1] < _INDENT[0] * em:
        return True
    if _MARK_FIRST.match(line.text) or _is_alone_over_abstract(line.text):
        return True
    if front_lines.is_contact(line.text):
        return not last.text.endswith((",", ";", ":"))
    if front_lines.is_contact(last.text):
        return not (last.text.endswith((",", ";")) or line.text[:1].islower())
    if labels.is_code_line(last.text) and len(last.text) < _CODE_CHARS:
        return line.text[:1].isupper()
    if max(map(_width, (last, line))) > column.right - column.left - 2 * em:
        return False  # a full line: running text, which may go on with a name
    if last.text.endswith((",", ";", "-")):
        return False
    if min(inside) > _INDENT[0] * em and front_lines.begins_with_name(line.text):
        return True
    if front_lines.is_byline(line.text):
        announced = any(_ROLE.search(each.text) for each in lines[max(index - 3, 0) : index])
        return not announced and not front_lines.is_byline(last.text)
    return front_lines.is_byline(last.text)


def _is_alone_over_abstract(text: str) -> bool:
    found = labels.is_abstract_heading(text)
    return found is not None and not found.rest


def _width(line: SourcedLine) -> float:
    return box_of(line)[2] - box_of(line)[0]


def _larger(last: SourcedLine, line: SourcedLine) -> bool:
    """One of two centred lines is set in larger type."""
    sizes = sorted((last.size or 0.0, line.size or 0.0))
    return sizes[0] > 0 and sizes[1] / sizes[0] > _SIZE_STEP_MEASURED[True]


def begins_with_mark(line: SourcedLine) -> bool:
    """A raised number stands before the first word: a note (its mark in the text stands behind
    a word, and so never begins a line)."""
    return bool(line.words) and line.words[0].raised > 0


def _goes_on_as_heading(last: SourcedLine, line: SourcedLine) -> bool:
    """Two lines of one title: bold or capitals both, and set about one middle."""
    if last.measured or line.measured or last.bold != line.bold:
        return False
    if _goes_on_under_number(last, line):
        return True
    if not last.bold and not (last.text.isupper() and line.text.isupper()):
        return False
    if _ENDS_SENTENCE.search(last.text) or _MARKED.match(line.text):
        return False
    a, b = box_of(last), box_of(line)
    em = last.size or 10.0
    return abs(a[0] + a[2] - b[0] - b[2]) < 1.2 * em and abs(a[0] - b[0]) > _INDENT[0] * em


#: The number of a heading, with or without a full stop.
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[^\W\d_]")


def _goes_on_under_number(last: SourcedLine, line: SourcedLine) -> bool:
    """The second line of a bold heading with a number, under the first one or under its words."""
    if not last.bold or last.size != line.size or not _HEADING_NUMBER.match(last.text):
        return False
    if _HEADING_NUMBER.match(line.text) or _ENDS_SENTENCE.search(last.text):
        return False
    behind = last.words[1].bbox[0] if len(last.words) > 1 else 0.0
    em = last.size or 10.0
    here = box_of(line)[0]
    return min(abs(here - behind), abs(here - box_of(last)[0])) < _UNDER * em


def _opens_by_words(text: str) -> bool:
    """A line that begins an abstract, keywords or a caption by its own words."""
    return bool(
        labels.keywords_heading(text) or labels.is_abstract_heading(text) or labels.is_caption(text)
    )


def _apart(last: SourcedLine, line: SourcedLine, column: _Column, em: float) -> bool:
    """A gap, or a jump back up the page."""
    step = box_of(line)[3] - box_of(last)[3]
    if step < -0.5 * em:
        return True
    leading = column.leading_at(min(last.size or em, line.size or em))
    if last.size == line.size and column.em and em > _LARGE * column.em:
        leading *= em / column.em
    usual = max(leading, 1.05 * min(last.size or em, line.size or em))
    return step > _WIDE_LEADING * usual + 0.15 * em


def _other_size(last: SourcedLine, line: SourcedLine) -> bool:
    a, b = last.size, line.size
    if not a or not b or a == b:
        return False
    step = _SIZE_STEP
    if last.measured or line.measured:
        step = _SIZE_STEP_MEASURED[min(len(last.words), len(line.words)) >= _STEADY_WORDS]
    return max(a, b) / min(a, b) > step and min(_letters(last), _letters(line)) >= 4


def _letters(line: SourcedLine) -> int:
    return sum(map(str.isalpha, line.text))


def _set_off(last: SourcedLine, line: SourcedLine, column: _Column, em: float) -> bool:
    """Bold against plain, where a line ended before the edge or begins behind it."""
    short = box_of(last)[2] < column.right - 2 * em
    return short or abs(box_of(line)[0] - box_of(last)[0]) > _INDENT[0] * em


def _runs_in(last: SourcedLine, line: SourcedLine, column: _Column, em: float) -> bool:
    """A bold beginning of a paragraph: its full line goes on in the next one, inside a sentence."""
    full = column.right - box_of(last)[2] < _first_word_width(line) + 0.8 * em
    return full and line.text[:1].islower() and not _ENDS_SENTENCE.search(last.text)


#: Lines of an item are looked at so far back; its text stands under its own beginning (ems).
_ITEM_LINES, _UNDER = 12, 0.4


def _hangs_on(lines: Sequence[SourcedLine], index: int, em: float) -> bool:
    """A further line of an item: right under the word behind its number, as all lines between."""
    if _MARKED.match(lines[index].text):
        return False
    here = box_of(lines[index])[0]
    for line in reversed(lines[max(0, index - _ITEM_LINES) : index]):
        if _MARKED.match(line.text):
            behind = line.words[1].bbox[0] if len(line.words) > 1 else 0.0
            return abs(behind - here) < _UNDER * em and box_of(line)[0] < here - 0.5 * em
        if abs(box_of(line)[0] - here) > _UNDER * em:
            return False
    return False


def _is_item(last: SourcedLine, line: SourcedLine, column: _Column, em: float) -> bool:
    """A numbered or bulleted line that does not merely go on with a number."""
    moved = box_of(line)[0] < box_of(last)[0] - 0.5 * em
    ended = bool(_ENDS_SENTENCE.search(last.text)) or box_of(last)[2] < column.right - 2 * em
    return ended and (moved or column.hanging or bool(_MARKED.match(last.text)) or ended)


def _is_indented(lines: Sequence[SourcedLine], index: int, column: _Column, em: float) -> bool:
    """A first-line indent: further in than the line above and the line below."""
    here, above = box_of(lines[index])[0], box_of(lines[index - 1])[0]
    inward = here - above
    if column.hanging or not _INDENT[0] * em < inward < _INDENT[1] * em:
        return False
    if above > column.left + _INDENT[0] * em:
        return False
    last, line = lines[index - 1].text, lines[index].text
    if line[:1].islower() and not _ENDS_SENTENCE.search(last) and not _MARKED.match(line):
        return False
    below = box_of(lines[index + 1])[0] if index + 1 < len(lines) else column.left
    return here - below > 0.5 * em or bool(_OPENS.match(lines[index].text))


def _leads_on(last: SourcedLine, line: SourcedLine) -> bool:
    """The line cannot be the end: it stops behind a preposition or, in capitals as the next one,
    at a comma or a dash."""
    if last.text.endswith((",", "-", "–", "—")):
        return last.text.isupper() and line.text.isupper()
    return ends_in_open_word(last.text)


def _ended_early(last: SourcedLine, line: SourcedLine, column: _Column, em: float) -> bool:
    """The next word would have fitted on the last line, so its end was meant."""
    if _leads_on(last, line):
        return False
    room = column.right - box_of(last)[2]
    if room < _first_word_width(line) + 0.8 * em:
        return False
    opens = bool(_OPENS.match(line.text))
    ended = bool(_ENDS_SENTENCE.search(last.text))
    return not last.text.endswith("-") and (ended or opens)


def _first_word_width(line: SourcedLine) -> float:
    if line.words:
        box = line.words[0].bbox
        return box[2] - box[0]
    box = box_of(line)
    head = len(line.text.split(" ", 1)[0])
    return (box[2] - box[0]) * head / max(len(line.text), 1)


def _centred_lines(lines: Sequence[SourcedLine]) -> tuple[bool, ...]:
    """Which lines are centred: in the middle, room on both sides, and not flush with a
    neighbour (lines of an inset block begin at one edge)."""
    column = _column(lines)
    out = []
    for i, line in enumerate(lines):
        em = line.size or 10.0
        near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        flush = any(abs(box_of(other)[0] - box_of(line)[0]) < 0.4 * em for other in near)
        out.append(not flush and _is_centered([line], column, em))
    return tuple(out)


def _is_centered(lines: Sequence[SourcedLine], column: _Column, em: float | None = None) -> bool:
    """Every line stands in the middle of the column, and one leaves room on both sides."""
    middle = (column.left + column.right) / 2
    em = em or lines[0].size or 10.0
    boxes = [box_of(line) for line in lines]
    return all(abs((b[0] + b[2]) / 2 - middle) < 1.2 * em for b in boxes) and any(
        b[0] - column.left > 1.5 * em and column.right - b[2] > 1.5 * em for b in boxes
    )


def box_of(line: SourcedLine) -> BBox:
    """The box of a line that was read off a page."""
    assert line.bbox is not None
    return line.bbox
