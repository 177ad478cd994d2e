"""Tables in plain text: columns apart by single blanks, runs of blanks, tabs or bars.

Where columns are one blank apart, the ends of the lines tell: a row is a label and a run of
values, and rows of one table have the same number of them. Header words are then dealt out
to the columns that the rows have. Lines whose columns can be seen (tabs, bars, gutters of
blanks) are cut there.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.observed import ObservedCell, ObservedTable
from extractors.tables.captions import is_note, read_caption
from extractors.tables.numbers import BLANK, is_missing, is_value, is_year, read_value

#: A label longer than this is a sentence that happens to end in numbers.
MAX_LABEL_WORDS = 14
MAX_LABEL_CHARS = 110
#: Between two rows at most this many lines without values (a group name, a wrapped label).
MAX_INTERLUDE = 2
#: Header lines above the first row, at most.
MAX_HEADER_LINES = 5
#: How far above the first row its caption may begin, in lines that are not empty.
CAPTION_REACH = 7

_SPLIT = re.compile(r"\S+")
_HAS_TAIL = re.compile(rf"[\d)\]%‰*…–—−\-×xхдa.]\s*$|(?:н/д|нет)[{BLANK}]*$")
_SENTENCE_END = re.compile(r"[^\W\d_]{3,}[.!?;][»”\"]?\s*$")
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
_YEAR_WORDS = frozenset({"г.", "гг.", "год", "году", "year", "р.", "ж."})
_REFERENCE = re.compile(
    r"https?:|www\.|doi\b|©|ISSN|ISBN|\b(?:pp?|с|стр|vol|Т|№)\.\s?\d", re.IGNORECASE
)


#: Rows from which a run that is no table is passed over by halves.
LONG_RUN = 40


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in lines ``start`` to ``stop`` (header rows included, caption and notes not)."""

    start: int
    stop: int
    table: ObservedTable


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of values: ``label`` words, then ``values``; ``merges`` are the places in
    ``values`` where a number and the next three digits may be one number ("1 234")."""

    line: int
    label: tuple[str, ...]
    values: tuple[str, ...]
    merges: tuple[int, ...]
    signature: str

    @property
    def fewest(self) -> int:
        return len(self.values) - len(self.merges)


def find_in_lines(lines: Sequence[str]) -> list[FoundTable]:
    """The tables among the lines of a plain text.

    >>> lines = ["Table 1. Trade", "", "Indicator 2010 2015", "", "Export 131.6 108.4",
    ...          "Import 378.8 462.3", "", "It grew by 12 % in 2010."]
    >>> found = find_in_lines(lines)[0]
    >>> found.start, found.stop, found.table.n_rows, found.table.n_cols
    (2, 6, 3, 3)
    """
    captioned = _caption_shadows(lines)
    found: list[FoundTable] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at, captioned, found[-1].stop if found else 0)
        if isinstance(table, int):
            at = table
            continue
        found.append(table)
        at = max(table.stop, at + 1)
    return found


def read_table_lines(lines: Sequence[str]) -> ObservedTable | None:
    """The table that these lines (of a block already known to be one) hold."""
    framed = ["Table 1.", *lines]
    found = find_in_lines(framed)
    return found[0].table if len(found) == 1 and found[0].stop - found[0].start else None


def _caption_shadows(lines: Sequence[str]) -> list[int]:
    """For each line the index of the caption line that may stand above it, or −1."""
    shadow = [-1] * len(lines)
    for i, line in enumerate(lines):
        if read_caption(line.strip()) is None:
            continue
        seen = 0
        for j in range(i + 1, len(lines)):
            seen += bool(lines[j].strip())
            if seen > CAPTION_REACH:
                break
            shadow[j] = i
    return shadow


def _table_at(
    lines: Sequence[str], at: int, captioned: Sequence[int], floor: int
) -> FoundTable | int:
    """The table whose first line of values (or of seen columns) is line ``at``, or the line
    to try next: a long run of values that is no table is not tried again at each of its lines."""
    line = lines[at]
    if not line.strip():
        return at + 1
    caption = captioned[at]
    floor = max(floor, caption + 1)
    if "\t" in line.strip() or "|" in line or "  " in line.strip():
        seen = _seen_columns(lines, at, caption >= 0, floor)
        if seen:
            return seen
    if len(line) > 400 or not _HAS_TAIL.search(line):
        return at + 1
    rows = _rows_from(lines, at, 1 if caption >= 0 else 2)
    table = _by_values(lines, rows, caption >= 0, floor) if rows else None
    return table or at + 1 + (len(rows) // 2 if len(rows) > LONG_RUN else 0)


# --- rows by their values -------------------------------------------------------------


def _tokens(line: str) -> list[str]:
    """Words of a line; "12 %", "31 (28%)" and "0,5 ± 0,1" are one word each."""
    words = _SPLIT.findall(line)
    out: list[str] = []
    for word in words:
        joins = out and (
            (word in {"%", "‰", "±"} and out[-1][-1:].isdigit())
            or (word in _YEAR_WORDS and is_year(out[-1]))
            or out[-1].endswith("±")
            or (
                word[0] == "("
                and out[-1].rstrip("*")[-1:].isdigit()
                and is_value(f"{out[-1]} {word}")
            )
        )
        if joins:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return out


def _row(lines: Sequence[str], i: int, least: int) -> _Row | None:
    """Line ``i`` as a row with at least ``least`` values at its end, or None."""
    line = lines[i]
    if len(line) > 400 or not _HAS_TAIL.search(line):
        return None
    words = _tokens(line)
    kinds = [is_value(w) for w in words]
    tail = len(words)
    while tail and kinds[tail - 1]:
        tail -= 1
    label, values = tuple(words[:tail]), tuple(words[tail:])
    # A dash between a label and its values is punctuation, one among values a missing value.
    if len(values) < least or not any(_real(v) for v in values):
        return None
    if len(label) > MAX_LABEL_WORDS or len(" ".join(label)) > MAX_LABEL_CHARS:
        return None
    if label and (label[-1][-1] in ",;" or _REFERENCE.search(line) or read_caption(line.strip())):
        return None
    return _Row(i, label, values, _merges(values), _signature(kinds))


def _real(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _merges(values: Sequence[str]) -> tuple[int, ...]:
    """Places i where ``values[i]`` and ``values[i + 1]`` may be one number in groups of three.

    Only one to three digits (or a number already grouped) before exactly three.
    """
    out: list[int] = []
    for i in range(len(values) - 1):
        head_ok = re.fullmatch(r"[−–+-]?[1-9]\d{0,2}", values[i]) or (
            out and out[-1] == i - 1 and re.fullmatch(r"\d{3}", values[i])
        )
        if head_ok and re.fullmatch(r"\d{3}(?:[.,]\d+)?(?:\s?%)?\*{0,3}", values[i + 1]):
            out.append(i)
    return tuple(out)


def _signature(kinds: Iterable[bool]) -> str:
    """ "TNNTNN" for "Kazakhstan 11.167 1 South Korea 9.071 1": runs of words count once."""
    signature = ""
    for kind in kinds:
        if kind or not signature.endswith("T"):
            signature += "N" if kind else "T"
    return signature


def _rows_from(lines: Sequence[str], at: int, least: int) -> list[_Row]:
    """Rows from line ``at`` on that can have one number of columns in common."""
    first = _row(lines, at, least)
    if first is None:
        return []
    rows, low, high = [first], first.fewest, len(first.values)
    misses = 0
    for i in range(at + 1, len(lines)):
        if not lines[i].strip():
            if i + 1 < len(lines) and not lines[i + 1].strip():
                break
            continue
        row = _row(lines, i, least)
        fits = row and _fits(row, rows, low, high)
        if row and fits:
            new_low, new_high = max(low, row.fewest), min(high, len(row.values))
            if new_low <= new_high:
                low, high = new_low, new_high
            rows.append(row)
            misses = 0
            continue
        misses += 1
        if row or misses > MAX_INTERLUDE or not _is_interlude(lines[i]):
            break
    return rows


def _fits(row: _Row, rows: Sequence[_Row], low: int, high: int) -> bool:
    if row.signature == rows[0].signature or max(low, row.fewest) <= min(high, len(row.values)):
        return True
    # A label that ends in numbers ("Age 15 24"): the extra ones belong to it.
    return bool(row.label) and len(rows) > 1 and 0 < row.fewest - high <= 2


def _is_interlude(line: str) -> bool:
    """Whether a line without values may stand inside a table: short and no sentence."""
    text = line.strip()
    return (
        len(text) <= 70
        and len(text.split()) <= 9
        and not _SENTENCE_END.search(text)
        and not is_note(text)
        and read_caption(text) is None
        and not text.startswith(("*", "©"))
        and not re.match(r"\d{1,2}\s+[^\W\d_]", text)
    )


def _by_values(
    lines: Sequence[str], rows: list[_Row], captioned: bool, floor: int
) -> FoundTable | None:
    """The table that the rows and the lines above them make, or None when it is none."""
    rows = _without_header_rows(rows)
    if len(rows) < 2:
        return None
    rows[0], first = _with_label_above(lines, rows[0], floor)
    grid = _grid(lines, rows, _counts_above(lines, first, floor))
    if grid is None:
        return None
    header, start = _header(lines, first, len(grid[0]), floor, bool(rows[0].label))
    if not _is_table(rows, grid, header, captioned):
        return None
    stop = rows[-1].line + 1
    return FoundTable(start, stop, _observed(header, grid, 0.97 if header else 0.8))


def _with_label_above(lines: Sequence[str], row: _Row, floor: int) -> tuple[_Row, int]:
    """The first row with the beginning of its label from the line above ("Gross regional /
    product 12 13"), and the line where it begins."""
    above = row.line - 1
    if not row.label or not row.label[0][0].islower() or above < floor:
        return row, row.line
    text = lines[above].strip()
    if not text or not text[0].isupper() or not _is_interlude(text) or is_value(text.split()[-1]):
        return row, row.line
    return replace(row, label=(*text.split(), *row.label)), above


def _without_header_rows(rows: list[_Row]) -> list[_Row]:
    """Rows without the first ones that are headers: only years or only 1 2 3 4 …"""
    skip = 0
    while skip < len(rows) and skip < 3 and _is_header_values(rows[skip]):
        skip += 1
    return rows[skip:] if len(rows) - skip >= 2 else rows


def _is_header_values(row: _Row) -> bool:
    if len(row.values) >= 2 and all(is_year(v) for v in row.values) and len(row.label) <= 4:
        return True
    counted = [str(i + 1) for i in range(len(row.values))]
    return not row.label and len(counted) > 2 and list(row.values) == counted


def _counts_above(lines: Sequence[str], first: int, floor: int) -> set[int]:
    """The numbers of columns that the line above the rows may be the header of."""
    for i in range(first - 1, max(floor, first - 3) - 1, -1):
        text = lines[i].strip()
        if text:
            ways = () if _ends_header(text) else (_tokens(text), _phrases(text), _tail_years(text))
            return {len(words) for words in ways}
    return set()


def _grid(lines: Sequence[str], rows: Sequence[_Row], counts: set[int]) -> list[list[str]] | None:
    """Body cells: by the common signature where it has several labels, else label + values."""
    mixed = _mixed_grid(lines, rows)
    if mixed:
        return mixed
    width = _width(rows, counts)
    if width is None:
        return None
    split = [_split(row, width, rows) for row in rows]
    labelled = any(label for label, _ in split)
    body = [([label, *values] if labelled else values) for label, values in split]
    return _with_interludes(lines, rows, body)


def _mixed_grid(lines: Sequence[str], rows: Sequence[_Row]) -> list[list[str]] | None:
    """Cells of rows like "Kazakhstan 11.167 1 Kazakhstan 9.071 1" or "1 Russia 12 13"."""
    signature, count = Counter(r.signature for r in rows).most_common(1)[0]
    inner = "T" in signature[1:]
    if not inner or count < len(rows) or len(rows) < 2:
        return None
    return [_segments(_tokens(lines[row.line])) for row in rows]


def _segments(words: Sequence[str]) -> list[str]:
    """Each value a cell, each run of other words a cell."""
    cells: list[str] = []
    open_text = False
    for word in words:
        if is_value(word):
            cells.append(word)
            open_text = False
        elif open_text:
            cells[-1] += f" {word}"
        else:
            cells.append(word)
            open_text = True
    return cells


def _width(rows: Sequence[_Row], counts: set[int]) -> int | None:
    """The number of value columns that most rows allow; None when no number fits nearly all.

    Rows that leave no choice decide, else the header (its numbers of columns are
    ``counts``), else digits that may be one number are one.
    """
    votes: Counter[int] = Counter()
    for row in rows:
        votes.update(range(row.fewest, len(row.values) + 1))
    best = max(votes.values())
    widths = [w for w, n in votes.items() if n == best]
    plain = Counter(len(r.values) for r in rows if not r.merges)
    decided = [w for w in widths if plain.get(w)]
    label = int(any(r.label for r in rows))
    headed = [w for w in widths if w + label in counts]
    width = max(decided, key=lambda w: plain[w]) if decided else min(headed or widths)
    covered = sum(1 for r in rows if r.fewest <= width)
    return width if covered >= 0.9 * len(rows) and votes[width] >= 0.6 * len(rows) else None


def _split(row: _Row, width: int, rows: Sequence[_Row]) -> tuple[str, list[str]]:
    """Label and exactly ``width`` values: by joining groups of digits, then into the label."""
    joins = len(row.values) - width
    if joins < 0:
        return " ".join(row.label), [*row.values, *[""] * -joins]
    if 0 < joins <= len(row.merges):
        values = min(
            (_joined(row.values, chosen) for chosen in _choices(row.merges, joins)),
            key=lambda v: _unevenness(v, rows, width),
        )
        return " ".join(row.label), values
    extra = row.values[: len(row.values) - width]
    return " ".join((*row.label, *extra)), list(row.values[len(extra) :])


def _choices(merges: Sequence[int], joins: int) -> Iterable[tuple[int, ...]]:
    return itertools.islice(itertools.combinations(merges, joins), 300)


def _joined(values: Sequence[str], at: Sequence[int]) -> list[str]:
    out: list[str] = []
    for i, value in enumerate(values):
        if i and i - 1 in at:
            out[-1] += f" {value}"
        else:
            out.append(value)
    return out


def _unevenness(values: Sequence[str], rows: Sequence[_Row], width: int) -> float:
    """How far the magnitudes of these values are from those of rows that leave no choice."""
    sure = [r.values for r in rows if len(r.values) == width]
    if not sure:
        sizes = [_size(v) for v in values]
        return max(sizes) - min(sizes)
    typical = [sorted(_size(r[i]) for r in sure)[len(sure) // 2] for i in range(width)]
    return sum(abs(_size(v) - t) for v, t in zip(values, typical, strict=True))


def _size(text: str) -> float:
    value = read_value(text).value
    return math.log10(abs(value) + 1) if value is not None else 0.0


def _with_interludes(
    lines: Sequence[str], rows: Sequence[_Row], body: list[list[str]]
) -> list[list[str]]:
    """Body rows with the lines between them: wrapped labels joined, group names as rows."""
    out = [body[0]]
    for before, row, cells in zip(rows, rows[1:], body[1:], strict=False):
        between = [lines[i].strip() for i in range(before.line + 1, row.line) if lines[i].strip()]
        if between and (not cells[0] or cells[0][:1].islower()):
            cells = [" ".join((*between, cells[0])).strip(), *cells[1:]]
            between = []
        for text in between:
            if text[:1].islower() and not text.endswith(":"):
                out[-1] = [f"{out[-1][0]} {text}", *out[-1][1:]]
            else:
                out.append([text, *[""] * (len(cells) - 1)])
        out.append(cells)
    return out


# --- header rows ----------------------------------------------------------------------


def _header(
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
        cells = None if _ends_header(text) or _is_data(text) else _deal(text, n_cols, labelled)
        if cells is None or len(header) >= MAX_HEADER_LINES:
            break
        header.insert(0, cells)
        start, blanks = i, 0
    return header, start


def _ends_header(text: str) -> bool:
    return bool(
        len(text) > 250
        or (_SENTENCE_END.search(text) and not re.search(r"[^\W\d_]{1,5}\.$", text))
        or is_note(text)
        or read_caption(text) is not None
        or _REFERENCE.search(text)
        or re.match(r"[\[(].*[\])]\.?$", text)
    )


def _is_data(text: str) -> bool:
    """Whether a line over the rows is data of something else: numbers that are no years."""
    words = _tokens(text)
    numbers = [w for w in words if is_value(w) and not is_missing(w) and not is_year(w)]
    return len(numbers) >= 0.5 * len(words) and words != [str(i + 1) for i in range(len(words))]


def _deal(text: str, n_cols: int, labelled: bool) -> list[ObservedCell] | None:
    """The words of a header line dealt to the columns, or None where they do not fit.

    One word (or one capitalised phrase) per column, or fewer that span equal shares;
    a labelled table's first column may be without a header or span the rest alone.
    """
    phrases = _phrases(text)
    ways = (_tokens(text), phrases, _fewer(phrases, n_cols), _tail_years(text))
    for words in ways:
        cells = _spread(words, n_cols, labelled) if words else None
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


def _phrases(text: str) -> list[str]:
    """Header words in phrases: a new one begins at a capital, a number or a bracket's end.

    "GDP per capita Life expectancy" gives two. Units in brackets stay with their phrase.
    """
    phrases: list[str] = []
    for word in _tokens(text):
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


def _tail_years(text: str) -> list[str]:
    """ "Name of the indicator 2010 2011" → the label and each value by itself."""
    words = _tokens(text)
    tail = len(words)
    while tail and is_value(words[tail - 1]):
        tail -= 1
    if tail in {0, len(words)} or len(words) - tail < 2:
        return []
    return [" ".join(words[:tail]), *words[tail:]]


def _spread(words: Sequence[str], n_cols: int, labelled: bool) -> list[ObservedCell] | None:
    n = len(words)
    if n == n_cols:
        return [_head(0, c, w) for c, w in enumerate(words)]
    if labelled and n == n_cols - 1:
        return [_head(0, 0, ""), *(_head(0, c + 1, w) for c, w in enumerate(words))]
    if 2 <= n < n_cols and n_cols % n == 0:
        return [_head(0, i * (n_cols // n), w, n_cols // n) for i, w in enumerate(words)]
    rest = n_cols - 1
    if labelled and 2 <= n < rest and rest % n == 0 and all(is_value(w) for w in words):
        spans = [_head(0, 1 + i * (rest // n), w, rest // n) for i, w in enumerate(words)]
        return [_head(0, 0, ""), *spans]
    if labelled and 3 <= n <= rest and rest % (n - 1) == 0:
        span = rest // (n - 1)
        spans = [_head(0, 1 + i * span, w, span) for i, w in enumerate(words[1:])]
        return [_head(0, 0, words[0]), *spans]
    return None


def _head(row: int, col: int, text: str, span: int = 1) -> ObservedCell:
    return ObservedCell(row=row, col=col, text=text, col_span=span, is_header=True)


# --- verdict --------------------------------------------------------------------------


def _is_table(
    rows: Sequence[_Row],
    grid: Sequence[Sequence[str]],
    header: Sequence[Sequence[ObservedCell]],
    captioned: bool,
) -> bool:
    """Whether rows, header and caption together are a table and not chance.

    Without a caption: a header, three rows and three columns at least. Axis ticks of figures
    (evenly spaced numbers without labels) and tables of contents (one rising page number per
    line) are none.
    """
    n_cols = len(grid[0])
    values = [v for r in rows for v in r.values]
    real = sum(1 for v in values if _real(v))
    if n_cols < 2 or real < 0.5 * len(values) or all(_is_ticks(r) for r in rows):
        return False
    labelled = sum(1 for r in rows if r.label)
    if 0 < labelled < (0.5 if captioned else 0.8) * len(rows) or _is_contents(rows, captioned):
        return False
    if labelled < len(rows) and all(len(r.values) == 1 for r in rows):
        return False
    if captioned:
        return bool(header) or len(rows) >= 3
    return bool(header) and len(rows) >= 3 and n_cols >= 3


def _is_ticks(row: _Row) -> bool:
    if row.label or len(row.values) < 3:
        return False
    numbers = [read_value(v).value for v in row.values]
    known = [n for n in numbers if n is not None]
    steps = {round(b - a, 6) for a, b in itertools.pairwise(known)}
    return len(known) == len(numbers) and len(steps) == 1


def _is_contents(rows: Sequence[_Row], captioned: bool) -> bool:
    if any(len(r.values) > 1 for r in rows):
        return False
    pages = [read_value(r.values[-1]).value for r in rows]
    known = [p for p in pages if p is not None and p == int(p)]
    rising = all(a <= b for a, b in itertools.pairwise(known))
    dotted = any("..." in " ".join(r.label) or "…" in " ".join(r.label) for r in rows)
    return len(known) == len(pages) and rising and (dotted or not captioned)


def _observed(
    header: Sequence[Sequence[ObservedCell]], grid: Sequence[Sequence[str]], confidence: float
) -> ObservedTable:
    cells = [replace(cell, row=r) for r, row in enumerate(header) for cell in row]
    depth = len(header)
    cells += [
        ObservedCell(row=depth + r, col=c, text=text)
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
    ]
    return ObservedTable(
        cells=tuple(cells),
        n_rows=depth + len(grid),
        n_cols=len(grid[0]),
        method="plain_text",
        confidence=confidence,
        header_rows=depth,
    )


# --- columns that can be seen ---------------------------------------------------------


def _seen_columns(lines: Sequence[str], at: int, captioned: bool, floor: int) -> FoundTable | None:
    """A table whose columns are apart by tabs, bars or gutters of blanks, from line ``at``."""
    del floor
    for cut, least in ((_by_bars, 2), (_by_tabs, 2), (_by_gutters, 3)):
        found = cut(lines, at)
        if found is None:
            continue
        stop, grid = found
        if len(grid) >= (2 if captioned else least) and _is_seen_table(grid, captioned):
            depth = _header_depth(grid)
            header = [
                [_head(r, c, t) for c, t in enumerate(row)] for r, row in enumerate(grid[:depth])
            ]
            return FoundTable(at, stop, _observed(header, grid[depth:], 0.9))
    return None


def _by_bars(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    """Rows like "| a | b |" (Markdown, drawn frames); lines of dashes are rules."""
    grid: list[list[str]] = []
    stop = at
    for i in range(at, len(lines)):
        text = lines[i].strip()
        if re.fullmatch(r"[|+\-:=\s]{3,}", text) and "-" in text + "=":
            stop = i + 1 if grid else stop
            continue
        if text.count("|") < 1 or (text.count("|") < 2 and not grid):
            break
        grid.append([c.strip() for c in text.strip("|").split("|")])
        stop = i + 1
    return (stop, grid) if grid and len({len(r) for r in grid}) == 1 else None


def _by_tabs(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    grid: list[list[str]] = []
    stop = at
    for i in range(at, len(lines)):
        if not lines[i].strip():
            if i + 1 < len(lines) and "\t" in lines[i + 1].strip() and grid:
                continue
            break
        if "\t" not in lines[i].strip("\n"):
            break
        grid.append([c.strip() for c in lines[i].rstrip("\n").split("\t")])
        stop = i + 1
    if not grid:
        return None
    width = max(len(r) for r in grid)
    even = Counter(len(r) for r in grid).most_common(1)[0][1] >= 0.7 * len(grid)
    return (stop, [r + [""] * (width - len(r)) for r in grid]) if even and width > 1 else None


def _by_gutters(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    """Rows whose cells are two blanks or more apart, at places common to all of them."""
    stop = at
    chosen: list[str] = []
    for i in range(at, len(lines)):
        text = lines[i].rstrip().expandtabs()
        if not text.strip():
            if chosen and i + 1 < len(lines) and "  " in lines[i + 1].strip():
                continue
            break
        if "  " not in text.strip() or len(text) > 300 or read_caption(text.strip()):
            break
        chosen.append(text)
        stop = i + 1
    if len(chosen) < 2:
        return None
    gutters = _gutters(chosen)
    if not gutters:
        return None
    edges = [0, *gutters, max(map(len, chosen))]
    grid = [[t[a:b].strip() for a, b in itertools.pairwise(edges)] for t in chosen]
    return stop, grid


def _gutters(lines: Sequence[str]) -> list[int]:
    """Columns of characters that are blank in every line, two wide or more (their middles)."""
    width = max(map(len, lines))
    left = min(len(t) - len(t.lstrip()) for t in lines)
    blank = [all(c >= len(t) or t[c] == " " for t in lines) for c in range(width)]
    out: list[int] = []
    c = left
    while c < width:
        if not blank[c]:
            c += 1
            continue
        stop = c
        while stop < width and blank[stop]:
            stop += 1
        wide = any("  " in t[max(0, c - 1) : stop + 1] for t in lines)
        if stop < width and wide:
            out.append((c + stop) // 2)
        c = stop
    return out


def _is_seen_table(grid: Sequence[Sequence[str]], captioned: bool) -> bool:
    """Short cells, mostly filled, and a column of values (or a caption) make a table."""
    cells = [c for row in grid for c in row]
    filled = [c for c in cells if c]
    n_cols = len(grid[0])
    if n_cols < 2 or len(filled) < 0.5 * len(cells):
        return False
    if sorted(len(c) for c in filled)[len(filled) // 2] > 30:
        return False
    numeric = [
        sum(is_value(row[c]) and not is_missing(row[c]) for row in grid) for c in range(1, n_cols)
    ]
    good = sum(1 for n in numeric if n >= max(2, 0.6 * (len(grid) - 1)))
    return good >= 1 if captioned else good >= 2 or (good >= 1 and n_cols == 2 and len(grid) > 4)


def _header_depth(grid: Sequence[Sequence[str]]) -> int:
    """How many first rows are headers: those without values but years."""
    depth = 0
    for row in grid[:-1]:
        values = [c for c in row[1:] if is_value(c) and not is_missing(c)]
        if values and not all(is_year(v) for v in values):
            break
        depth += 1
        if depth == 3:
            break
    body = [c for row in grid[depth:] for c in row[1:]]
    return depth if any(is_value(c) for c in body) else 1
