"""Header lines of plain text dealt out to the columns that the rows below them have."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.observed import ObservedCell
from extractors.tables.captions import is_note, read_caption
from extractors.tables.numbers import is_missing, is_value, is_year
from extractors.tables.textrows import REFERENCE, SENTENCE_END, tokens

#: Header lines above the first row, at most.
MAX_HEADER_LINES = 5

#: Words that lean on the next one.
_LINKS = frozenset(
    [
        "к",
        "и",
        "в",
        "на",
        "по",
        "с",
        "от",
        "до",
        "из",
        "за",
        "для",
        "of",
        "to",
        "in",
        "and",
        "vs",
        "per",
        "by",
        "for",
        "from",
        "the",
    ]
)


def header_above(
    lines: Sequence[str], first: int, n_cols: int, floor: int, labelled: bool
) -> tuple[list[list[ObservedCell]], int]:
    """Header rows (top first) above line ``first``, dealt to ``n_cols`` columns, and the line
    where they begin. Lines that cannot be dealt out are not headers."""
    header: list[list[ObservedCell]] = []
    start = first
    blanks = 0
    for i in range(first - 1, max(floor, first - 3 * MAX_HEADER_LINES) - 1, -1):
        text = lines[i].strip()
        if not text:
            blanks += 1
            if blanks > 1:
                break
            continue
        cells = None if ends_header(text) or _is_data(text) else _deal(text, n_cols, labelled)
        if cells is None or len(header) >= MAX_HEADER_LINES:
            break
        header.insert(0, cells)
        start, blanks = i, 0
    return header, start


def ends_header(text: str) -> bool:
    """Whether a line over the rows is none of their header: a sentence, a note, a caption."""
    return bool(
        len(text) > 250
        or (SENTENCE_END.search(text) and not re.search(r"[^\W\d_]{1,5}\.$", text))
        or is_note(text)
        or read_caption(text) is not None
        or REFERENCE.search(text)
        or re.match(r"[\[(].*[\])]\.?$", text)
    )


def _is_data(text: str) -> bool:
    """Whether a line over the rows is data of something else: numbers that are no years."""
    words = tokens(text)
    numbers = [w for w in words if is_value(w) and not is_missing(w) and not is_year(w)]
    return len(numbers) >= 0.5 * len(words) and words != [str(i + 1) for i in range(len(words))]


def _deal(text: str, n_cols: int, labelled: bool) -> list[ObservedCell] | None:
    """The words of a header line dealt to the columns, or None where they do not fit.

    One word (or one capitalised phrase) per column, or fewer that span equal shares;
    a labelled table's first column may be without a header or span the rest alone.
    """
    phrases, words = phrases_of(text), tokens(text)
    ways = [words, phrases, _fewer(phrases, n_cols), tail_years(text)]
    if words[0][:1].isupper() and any(w.islower() for w in words):
        ways[:2] = [phrases, words]  # words that go on a phrase are no headers of their own
    for way in ways:
        cells = _spread(way, n_cols, labelled) if way else None
        if cells:
            return cells
    return None


def _fewer(phrases: Sequence[str], n_cols: int) -> list[str]:
    """Header phrases joined to ``n_cols`` where those belong together that were cut: behind
    a shortened word, a number behind a word, else from the left.

    >>> _fewer(["Variable", "Mean", "Std.", "Dev.", "Min", "Max"], 5)
    ['Variable', 'Mean', 'Std. Dev.', 'Min', 'Max']
    >>> _fewer(["Переменная", "Модель", "1", "Модель", "2"], 3)
    ['Переменная', 'Модель 1', 'Модель 2']
    """
    extra = len(phrases) - n_cols
    if not 0 < extra <= n_cols:
        return []
    costs = [(_cost(a, b), i) for i, (a, b) in enumerate(itertools.pairwise(phrases))]
    joined = {i for _, i in sorted(costs)[:extra]}
    out = [phrases[0]]
    for i, phrase in enumerate(phrases[1:]):
        if i in joined:
            out[-1] += f" {phrase}"
        else:
            out.append(phrase)
    return out


def _cost(left: str, right: str) -> float:
    """How unlikely two header phrases belong to one column."""
    if re.search(r"(?<![^\W\d_])[^\W\d_]{1,5}\.$", left) and right[0].isalpha():
        return 0.2
    if re.search(r"[^\W\d_]$", left) and re.fullmatch(r"\d{1,2}\.?", right):
        return 0.3
    if left.split()[-1].lower() in _LINKS:
        return 0.1
    if is_year(right.split(",")[0]):
        return 1.5
    if right in {"%", "‰"} or left.endswith(("-", "/", "&", "№")):
        return 0.3
    return 1.0


def phrases_of(text: str) -> list[str]:
    """Header words in phrases: a new one begins at a capital, a number or a bracket's end.

    "GDP per capita Life expectancy" gives two. Units in brackets stay with their phrase.
    """
    phrases: list[str] = []
    for word in tokens(text):
        starts = word[0].isupper() or word[0].isdigit() or word in {"№", "%", "±", "N", "n"}
        is_open = bool(phrases) and (
            phrases[-1].count("(") > phrases[-1].count(")")
            or phrases[-1].endswith(",")
            or phrases[-1].split()[-1] in _LINKS
        )
        if phrases and (not starts or is_open):
            phrases[-1] += f" {word}"
        else:
            phrases.append(word)
    return phrases


def tail_years(text: str) -> list[str]:
    """ "Name of the indicator 2010 2011" → the label and each value by itself."""
    words = tokens(text)
    tail = len(words)
    while tail and is_value(words[tail - 1]):
        tail -= 1
    if tail in {0, len(words)} or len(words) - tail < 2:
        return []
    return [" ".join(words[:tail]), *words[tail:]]


def _spread(words: Sequence[str], n_cols: int, labelled: bool) -> list[ObservedCell] | None:
    n = len(words)
    if n == n_cols:
        return [head_cell(0, c, w) for c, w in enumerate(words)]
    if labelled and n == n_cols - 1:
        return [head_cell(0, 0, ""), *(head_cell(0, c + 1, w) for c, w in enumerate(words))]
    if 2 <= n < n_cols and n_cols % n == 0:
        return [head_cell(0, i * (n_cols // n), w, n_cols // n) for i, w in enumerate(words)]
    rest = n_cols - 1
    if labelled and 2 <= n < rest and rest % n == 0 and all(is_value(w) for w in words):
        spans = [head_cell(0, 1 + i * (rest // n), w, rest // n) for i, w in enumerate(words)]
        return [head_cell(0, 0, ""), *spans]
    if labelled and 3 <= n <= rest and rest % (n - 1) == 0:
        span = rest // (n - 1)
        spans = [head_cell(0, 1 + i * span, w, span) for i, w in enumerate(words[1:])]
        return [head_cell(0, 0, words[0]), *spans]
    return None


def head_cell(row: int, col: int, text: str, span: int = 1) -> ObservedCell:
    """A header cell over ``span`` columns."""
    return ObservedCell(row=row, col=col, text=text, col_span=span, is_header=True)
