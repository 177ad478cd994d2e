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
from typing import TYPE_CHECKING

from corpus.document import Label, Page, Prov, Triage
from corpus.errors import EmptyFile
from extractors.boilerplate import mark
from extractors.labels import (
    is_abstract_heading,
    is_caption,
    is_code_line,
    is_footnote,
    is_formula,
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
    closes_bracket,
    ends_sentence,
    goes_on,
    is_open,
    join_interrupted,
    number_lists,
    starts_low,
)
from extractors.textlines import (
    Habit,
    TextLine,
    lines_of,
    measure,
    page_numbers,
    running_heads,
)
from fixers.encodings import decode

if TYPE_CHECKING:
    from extractors.tables import FoundTable

Progress = Callable[[int, int], None]

#: A line counts as full when it and the next word reach this share of the usual width.
FULL = 0.88
#: Lines at least this long are paragraphs of their own, whatever follows (characters).
LONG_LINE = 300


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
    lines = lines_of(text)
    habit = measure(lines)
    groups = list(_groups(lines, habit))
    blocks = [_block(text, lines, group) for group in groups]
    return join_interrupted(number_lists(mark(_name_titles(blocks, groups, lines))))


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
    alone = _furniture_lines(lines, {i for t in tables.values() for i in range(t.start, t.stop)})
    current: Group | None = None
    at = 0
    while at < len(lines):
        found, label = tables.get(at), alone.get(at)
        if current and not (found or label) and _continues(lines, current, at, habit):
            current, at = replace(current, last=at), at + 1
            continue
        if current:
            yield current
        current = None
        if found:
            yield Group(at, _last_filled(lines, at, found.stop), found.table, "table")
        elif label:
            yield Group(at, at, None, label)
        elif not lines[at].blank:
            current = Group(at, at)
        at = found.stop if found else at + 1
    if current:
        yield current


def _furniture_lines(lines: Sequence[TextLine], taken: set[int]) -> dict[int, Label]:
    """Page numbers and running heads, which stand alone whatever is around them."""
    numbers = page_numbers(lines, taken)
    heads = running_heads(lines, taken, numbers)
    found: dict[int, Label] = dict.fromkeys(numbers, "page_number")
    found.update(dict.fromkeys(heads, "page_header"))
    return found


def _last_filled(lines: Sequence[TextLine], first: int, stop: int) -> int:
    return max(i for i in range(first, stop) if not lines[i].blank)


def _tables(lines: Sequence[TextLine]) -> list[FoundTable]:
    from extractors.tables import find_in_lines

    return find_in_lines([line.text for line in lines])


def _continues(lines: Sequence[TextLine], group: Group, at: int, habit: Habit) -> bool:
    """Whether line ``at`` belongs to the block whose last line stands before it."""
    prev, line = lines[at - 1], lines[at]
    head = lines[group.first].text
    if _NOTE_MARK.fullmatch(head) and all(x.blank for x in lines[group.first + 1 : at]):
        return True
    if line.blank:
        return False
    if max(len(prev.text), len(line.text)) >= LONG_LINE and not habit.wrapped:
        return False
    if _case_changes(prev.text, line.text, full=_is_full(prev, line)):
        return False
    if line.after_break and (is_footnote(head) or is_caption(head)):
        return False
    if _starts_block(prev, line, head):
        return False
    if goes_on(prev.text, line.text):
        return habit.wrapped or (len(prev.text.split()) > 3 and len(line.text.split()) > 2)
    return habit.wrapped and _runs_on(prev, line, head, habit)


def _runs_on(prev: TextLine, line: TextLine, head: str, habit: Habit) -> bool:
    """Whether a line that opens with a capital or figure still belongs to the paragraph."""
    full = _is_full(prev, line)
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


def _is_full(prev: TextLine, line: TextLine) -> bool:
    """The next word would not have found room at the end of ``prev``."""
    word = line.text.split(maxsplit=1)[0]
    return len(prev.text.rstrip()) + 1 + len(word) >= FULL * prev.width


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
    if prev.strip().isupper():
        return False
    return in_capitals(line) and not (full and not ends_sentence(prev))


def _starts_block(prev: TextLine, line: TextLine, head: str) -> bool:
    """A caption, note, list item, code or heading word begins here, not inside a sentence."""
    text = line.text
    if _NOTE_MARK.fullmatch(text):
        return True
    if _names_itself(text) and not prev.text.rstrip().endswith((":", ",", "(")):
        return True
    closed = ends_sentence(prev.text) or not _is_full(prev, line) or line.after_break
    if closes_bracket(prev.text, text):
        return False
    if is_formula(text) != is_formula(head) and closed:
        return True
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


#: The mark of a footnote on a line of its own.
_NOTE_MARK = re.compile(r"\s*[*†‡]{1,3}\s*")
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
        label=group.label or _label(text[start:stop]),
        provs=(prov,),
        text_source="plain_text",
        table=group.table,
    )


def _label(text: str) -> Label:
    """The label by the words; a bare number is a page's only where numbers grow."""
    found = label_of(text)
    return "paragraph" if found is None or (found == "page_number" and text.isdigit()) else found


def _name_titles(
    blocks: Sequence[ObservedBlock], groups: Sequence[Group], lines: Sequence[TextLine]
) -> list[ObservedBlock]:
    """Titles and headings by form and place; everything else stays as it is."""
    out = list(blocks)
    behind = _texts_behind(blocks)
    for i, (block, group) in enumerate(zip(blocks, groups, strict=True)):
        runs_on = starts_low(behind[i])
        if block.label == "paragraph" and _is_heading_form(block.text) and not runs_on:
            before = _gap_before(lines, group.first)
            if before == "blank" and i and blocks[i - 1].label == "code":
                before = "break"
            out[i] = replace(block, label=_title_or_heading(block, before, blocks[i + 1 : i + 2]))
    return out


def _texts_behind(blocks: Sequence[ObservedBlock]) -> list[str]:
    """For each block the text behind it and behind whatever is interposed there."""
    behind, text = [], ""
    for block in reversed(blocks):
        behind.append(text)
        if block.label not in INTERPOSED:
            text = block.text
    return behind[::-1]


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
    if (
        not 1 <= len(words) <= 40
        or len(text) < 3
        or text.rstrip()[-1] in ".,;:"
        or not text[0].isupper()
    ):
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
