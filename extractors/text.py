"""Plain text: bytes to blocks, with the place of each block in the decoded text.

Three habits of text files are told apart by measurement, not by name: lines wrapped at
a width, one line per paragraph, and crawled text in which a line that begins with a
single space marks a page or crawl break (a new block, or the same sentence going on).
Spans count characters of the decoded text with line ends read as ``\\n``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.document import Label, Page, Prov, Triage
from corpus.errors import EmptyFile
from extractors.boilerplate import mark
from extractors.labels import (
    is_abstract_heading,
    is_caption,
    is_code_line,
    is_footnote,
    is_list_item,
    is_references_heading,
    is_section_heading,
    keywords_heading,
    label_of,
)
from extractors.observed import ObservedBlock, ObservedTable, Reading
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.paragraphs import (
    INTERPOSED,
    breaks_word,
    closes_bracket,
    ends_sentence,
    goes_on,
    is_open,
    join_interrupted,
    starts_low,
)
from fixers.encodings import decode

if TYPE_CHECKING:
    from extractors.tables import FoundTable

Progress = Callable[[int, int], None]

#: A line counts as full when it and the next word reach this share of the usual width.
FULL = 0.8
#: Lines at least this long are paragraphs of their own, whatever follows (characters).
LONG_LINE = 300
#: Share of line pairs inside a sentence from which a file counts as wrapped.
WRAPPED = 0.08


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line with its place: ``text == whole[start:stop]``; ``page`` from form feeds;
    ``after_break``: a crawl break (one leading space) or a form feed stands before it."""

    text: str
    start: int
    page: int = 1
    after_break: bool = False

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

    ``wrapped``: paragraphs run over lines; ``width``: the usual length of a full line in
    characters; ``trailing``: a blank at the end of a line says that the text goes on.
    """

    wrapped: bool
    width: int
    trailing: bool


def read(data: bytes, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Read a plain text file; form feeds are its page ends.

    Raises:
        EmptyFile: there is nothing but blanks in it.
        UsageError: ``options.pages`` selects no page.
    """
    decoded, encoding, reasons = decode(data)
    text = _lines_ended(decoded)
    if not text.strip():
        raise EmptyFile("", "the file is blank")
    numbers = selected_pages(options.pages, text.count("\f") + 1)
    pages = tuple(
        Page(number=n, text_source="plain_text", triage=Triage(reasons=list(reasons)))
        for n in numbers
    )
    blocks = tuple(b for b in blocks_of(text) if b.page in numbers)
    if progress:
        progress(len(pages), len(pages))
    return Reading("text/plain", pages, blocks, encoding=encoding)


def _lines_ended(text: str) -> str:
    """Every line end as ``\\n``, as Python's text mode reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def blocks_of(text: str) -> list[ObservedBlock]:
    """The blocks of a decoded text, in order; together they hold every character.

    >>> [b.label for b in blocks_of("УДК 339.9\\n\\nТорговля растёт.\\n\\n• соя\\n• лес\\n")]
    ['code', 'paragraph', 'list_item', 'list_item']
    """
    lines = list(_lines(text))
    habit = measure(lines)
    groups = list(_groups(lines, habit))
    blocks = [_block(text, lines, group) for group in groups]
    return join_interrupted(mark(_name_titles(blocks, groups, lines)))


def _lines(text: str) -> Iterator[TextLine]:
    start, page = 0, 1
    fed = False
    for piece in re.split(r"(\n|\f)", text):
        if piece == "\f":
            page, fed = page + 1, True
        elif piece != "\n":
            single = re.match(r"[ \u00a0](?=\S)", piece) is not None
            yield TextLine(piece, start, page, (single or fed))
            fed = fed and not piece.strip()
        start += len(piece)


# --- the habits of a file -----------------------------------------------------------------


def measure(lines: Sequence[TextLine]) -> Habit:
    """How the file wraps its lines, from the pairs of lines that stand together.

    >>> wrapped = ["Торговля приграничных регионов растёт быстрее", "экономики страны в целом."] * 9
    >>> measure([TextLine(t, 0) for t in wrapped]).wrapped
    True
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not a.blank and not b.blank]
    inside = [a for a, b in pairs if _inside_sentence(a, b)]
    width = _percentile([len(a.text.rstrip()) for a in inside], 0.75)
    filled = sum(not line.blank for line in lines)
    wrapped = len(inside) >= 2 and len(inside) >= WRAPPED * filled
    return Habit(wrapped, width, _trailing_tells(pairs, lines))


def _inside_sentence(a: TextLine, b: TextLine) -> bool:
    """Two lines of one sentence, as far as the text itself can tell."""
    return len(a.text) > 30 and not ends_sentence(a.text) and starts_low(b.text)


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


# --- lines to groups ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Lines ``[first, last]`` that make one block; ``table`` where they are one."""

    first: int
    last: int
    table: ObservedTable | None = None
    label: Label | None = None


def _groups(lines: Sequence[TextLine], habit: Habit) -> Iterator[Group]:
    """The groups of lines in order, blank lines left out."""
    tables = {t.start: t for t in _tables(lines)}
    current: Group | None = None
    at = 0
    while at < len(lines):
        found = tables.get(at)
        if found or lines[at].blank:
            if current:
                yield current
            current = None
            if found:
                yield Group(at, _last_filled(lines, at, found.stop), found.table, "table")
            at = found.stop if found else at + 1
            continue
        if current and _continues(lines, current, at, habit):
            current = replace(current, last=at)
        else:
            if current:
                yield current
            current = Group(at, at)
        at += 1
    if current:
        yield current


def _last_filled(lines: Sequence[TextLine], first: int, stop: int) -> int:
    return max(i for i in range(first, stop) if not lines[i].blank)


def _tables(lines: Sequence[TextLine]) -> list[FoundTable]:
    from extractors.tables import find_in_lines

    return find_in_lines([line.text for line in lines])


def _continues(lines: Sequence[TextLine], group: Group, at: int, habit: Habit) -> bool:
    """Whether line ``at`` belongs to the block whose last line stands before it."""
    prev, line = lines[at - 1], lines[at]
    head = lines[group.first].text
    if max(len(prev.text), len(line.text)) >= LONG_LINE and not habit.wrapped:
        return False
    if _case_changes(prev.text, line.text, full=_is_full(prev, line, habit)):
        return False
    if line.after_break and (is_footnote(head) or is_caption(head)):
        return False
    if _starts_block(prev, line, head, habit):
        return False
    if goes_on(prev.text, line.text):
        return habit.wrapped or (len(prev.text.split()) > 3 and len(line.text.split()) > 2)
    return habit.wrapped and _runs_on(prev, line, head, habit)


def _runs_on(prev: TextLine, line: TextLine, head: str, habit: Habit) -> bool:
    """Whether a line that opens with a capital or figure still belongs to the paragraph."""
    full = _is_full(prev, line, habit)
    trailed = prev.text != prev.text.rstrip()
    if habit.trailing:
        return trailed and (full or not ends_sentence(prev.text))
    if line.after_break:
        return False
    if line.indent > prev.indent + 1 and ends_sentence(prev.text) and not is_list_item(head):
        return False
    if full:
        return True
    return not ends_sentence(prev.text) and _both_capitals(prev.text, line.text)


def _is_full(prev: TextLine, line: TextLine, habit: Habit) -> bool:
    """The next word would not have found room at the end of ``prev``."""
    word = line.text.split(maxsplit=1)[0]
    return len(prev.text.rstrip()) + 1 + len(word) >= FULL * habit.width


def in_capitals(text: str) -> bool:
    """A line in capitals: at least two words and nine of ten letters.

    >>> in_capitals("ТОРГОВЛЯ ПРИГРАНИЧЬЯ"), in_capitals("США и КНР"), in_capitals("ЕАЭС")
    (True, False, False)
    """
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) >= 8 and " " in text.strip() and capitals >= 0.9 * len(letters)


def _both_capitals(one: str, two: str) -> bool:
    return in_capitals(one) and (in_capitals(two) or two.strip().isupper())


def _case_changes(prev: str, line: str, *, full: bool) -> bool:
    """A title in capitals ends, or begins."""
    if in_capitals(prev) and not in_capitals(line):
        return not line.strip().isupper() and not starts_low(line)
    return in_capitals(line) and not in_capitals(prev) and not (full and not ends_sentence(prev))


def _starts_block(prev: TextLine, line: TextLine, head: str, habit: Habit) -> bool:
    """A caption, note, list item, code or heading word begins here, not inside a sentence."""
    text = line.text
    if _names_itself(text) and not prev.text.rstrip().endswith((":", ",", "(")):
        return True
    closed = ends_sentence(prev.text) or not _is_full(prev, line, habit) or line.after_break
    if closes_bracket(prev.text, text):
        return False
    if is_list_item(text):
        return closed or prev.text.rstrip()[-1:] == "," or _next_in_list(head, text)
    if is_caption(text) or is_footnote(text):
        return closed and not is_open(prev.text)
    return bool(is_section_heading(text)) and closed and not is_open(prev.text)


def _names_itself(text: str) -> bool:
    return bool(
        is_code_line(text)
        or keywords_heading(text)
        or is_references_heading(text)
        or ((found := is_abstract_heading(text)) and found)
    )


_NUMBER = re.compile(r"\s*\(?(\d{1,3})[.)]")


def _next_in_list(head: str, text: str) -> bool:
    """The number after the one that opens the block.

    >>> _next_in_list("3. Third", "4. Fourth"), _next_in_list("3. Third", "9. See")
    (True, False)
    """
    one, two = _NUMBER.match(head), _NUMBER.match(text)
    if one and two:
        return int(two[1]) == int(one[1]) + 1
    return head.strip()[:1] == text.strip()[:1] and not text.strip()[:1].isalnum()


# --- groups to blocks ---------------------------------------------------------------------


def _block(text: str, lines: Sequence[TextLine], group: Group) -> ObservedBlock:
    raw = text[lines[group.first].start : lines[group.last].stop]
    start = lines[group.first].start + len(raw) - len(raw.lstrip())
    stop = start + len(raw.strip())
    prov = Prov(page=lines[group.first].page, span=[start, stop])
    return ObservedBlock(
        text[start:stop].replace("\f", "\n"),
        label=group.label or label_of(text[start:stop]) or "paragraph",
        provs=(prov,),
        text_source="plain_text",
        table=group.table,
    )


def _name_titles(
    blocks: Sequence[ObservedBlock], groups: Sequence[Group], lines: Sequence[TextLine]
) -> list[ObservedBlock]:
    """Titles and headings by form and place; everything else stays as it is."""
    out = list(blocks)
    for i, (block, group) in enumerate(zip(blocks, groups, strict=True)):
        runs_on = starts_low(_next_text(blocks, i))
        if block.label == "paragraph" and _is_heading_form(block.text) and not runs_on:
            before = _gap_before(lines, group.first)
            out[i] = replace(block, label=_title_or_heading(block, before, blocks[i + 1 :]))
    return out


def _next_text(blocks: Sequence[ObservedBlock], at: int) -> str:
    """The text behind block ``at`` and whatever is interposed there."""
    return next((b.text for b in blocks[at + 1 :] if b.label not in INTERPOSED), "")


def _gap_before(lines: Sequence[TextLine], first: int) -> str:
    if first == 0 or lines[first].after_break:
        return "break"
    return "blank" if lines[first - 1].blank else "line"


#: A title has at least this many words; a heading at most ``HEADING_WORDS``.
TITLE_WORDS = 4
HEADING_WORDS = 12
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3,}[.!?;]\s")
_INITIALS = re.compile(r"(?:^|[\s(])[^\W\d_a-zа-я]\.\s?(?:[^\W\d_a-zа-я]\.)?", re.U)


def _is_heading_form(text: str) -> bool:
    """Few words, no sentence, mostly letters, no initials of a person."""
    words = text.split()
    if not 1 <= len(words) <= 40 or text.rstrip()[-1] in ".,;:" or not text[0].isupper():
        return False
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return letters >= 0.8 * len(text) and not (
        _INITIALS.search(text) or _SENTENCE_INSIDE.search(text)
    )


def _title_or_heading(block: ObservedBlock, before: str, after: Sequence[ObservedBlock]) -> Label:
    words = len(block.text.split())
    text_follows = bool(after) and len(after[0].text) > 2 * len(block.text)
    if words >= TITLE_WORDS and (
        in_capitals(block.text) or (before == "break" and "\n" in block.text)
    ):
        return "title"
    if in_capitals(block.text) or (before != "line" and words <= HEADING_WORDS and text_follows):
        return "heading"
    return "paragraph"
