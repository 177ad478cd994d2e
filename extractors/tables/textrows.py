"""Rows of plain text whose columns are one blank apart, by the values at their ends.

A row is a label and a run of values, and rows of one table have the same number of them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.tables.captions import is_note, is_unit, read_caption
from extractors.tables.numbers import BLANK, is_value, is_year, read_value

#: A label longer than this is a sentence that happens to end in numbers.
MAX_LABEL_WORDS = 14
MAX_LABEL_CHARS = 110
#: Between two rows at most this many lines without values (a group name, a wrapped label).
MAX_INTERLUDE = 2

_SPLIT = re.compile(r"\S+")
HAS_TAIL = re.compile(rf"[\d)\]%‰*…–—−\-×xхдa.]\s*$|(?:н/д|нет)[{BLANK}]*$")
SENTENCE_END = re.compile(r"[^\W\d_]{3,}[.!?;][»”\"]?\s*$")
_YEAR_WORDS = frozenset({"г.", "гг.", "год", "году", "year", "р.", "ж."})
REFERENCE = re.compile(
    r"https?:|www\.|doi\b|©|ISSN|ISBN|\b(?:pp?|с|стр|vol|Т|№)\.\s?\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of values: ``label`` words, then ``values``; ``merges`` are the places in
    ``values`` where a number and the next three digits may be one number ("1 234")."""

    line: int
    label: tuple[str, ...]
    values: tuple[str, ...]
    merges: tuple[int, ...]
    signature: str

    @property
    def fewest(self) -> int:
        """The number of values where all that may be one number are."""
        return len(self.values) - len(self.merges)


def tokens(line: str) -> list[str]:
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


def _row(lines: Sequence[str], i: int, least: int) -> Row | None:
    """Line ``i`` as a row with at least ``least`` values at its end, or None."""
    line = lines[i]
    if len(line) > 400 or not HAS_TAIL.search(line):
        return None
    words = tokens(line)
    kinds = [is_value(w) for w in words]
    tail = len(words)
    while tail and kinds[tail - 1]:
        tail -= 1
    label, values = tuple(words[:tail]), tuple(words[tail:])
    # A dash between a label and its values is punctuation, one among values a missing value.
    if len(values) < least or not any(is_real(v) for v in values):
        return None
    if len(label) > MAX_LABEL_WORDS or len(" ".join(label)) > MAX_LABEL_CHARS:
        return None
    if label and (label[-1][-1] in ",;" or REFERENCE.search(line) or read_caption(line.strip())):
        return None
    return Row(i, label, values, _merges(values), _signature(kinds))


def is_real(word: str) -> bool:
    """Whether a value holds figures: it is more than a mark for a missing one."""
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


def rows_from(lines: Sequence[str], at: int, least: int) -> list[Row]:
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
        if row or misses > MAX_INTERLUDE or not is_interlude(lines[i]):
            break
    return rows


def _fits(row: Row, rows: Sequence[Row], low: int, high: int) -> bool:
    if row.signature == rows[0].signature or max(low, row.fewest) <= min(high, len(row.values)):
        return True
    # A label that ends in numbers ("Age 15 24"): the extra ones belong to it.
    return bool(row.label) and len(rows) > 1 and 0 < row.fewest - high <= 2


def is_interlude(line: str) -> bool:
    """Whether a line without values may stand inside a table: short and no sentence."""
    text = line.strip()
    return (
        len(text) <= 70
        and len(text.split()) <= 9
        and not SENTENCE_END.search(text)
        and not is_note(text)
        and read_caption(text) is None
        and not text.startswith(("*", "©"))
        and not re.match(r"\d{1,2}\s+[^\W\d_]", text)
    )


def body_grid(
    lines: Sequence[str], rows: Sequence[Row], counts: set[int]
) -> list[list[str]] | None:
    """Body cells: by the common signature where it has several labels, else label + values."""
    mixed = _mixed_grid(lines, rows)
    if mixed:
        return mixed
    width = _width(rows, counts)
    if width is None:
        return None
    split = [_split(row, width, rows) for row in rows]
    labels = _label_columns([label for label, _ in split])
    body = [[*label, *values] for label, (_, values) in zip(labels, split, strict=True)]
    return _with_interludes(lines, rows, body)


def _label_columns(labels: Sequence[str]) -> list[list[str]]:
    """Labels in one column, or in two or three where each begins with its running number or
    ends in a unit of measure; no column where there are no labels.

    >>> _label_columns(["1 Population thousand people", "2 Export million USD"])
    [['1', 'Population', 'thousand people'], ['2', 'Export', 'million USD']]
    """
    if not any(labels):
        return [[] for _ in labels]
    out = [[label] for label in labels]
    numbers = [re.match(r"(\d{1,3})\.?(?=\s)", label) for label in labels]
    first = int(numbers[0][1]) if numbers[0] else 0
    if len(labels) > 1 and all(m and int(m[1]) == first + i for i, m in enumerate(numbers)):
        out = [
            [m[0], label[m.end() :].strip()] for m, label in zip(numbers, labels, strict=True) if m
        ]
    ends = [_unit_at_end(row[-1]) for row in out]
    if len(labels) > 1 and all(ends):
        return [
            [*row[:-1], row[-1][: len(row[-1]) - len(end)].strip(), end]
            for row, end in zip(out, ends, strict=True)
        ]
    return out


def _unit_at_end(label: str) -> str:
    """The unit of measure that a label ends in, without a comma or bracket before it."""
    words = label.split()
    for n in range(min(3, len(words) - 1), 0, -1):
        end = " ".join(words[-n:])
        if words[-n - 1][-1] not in ",;(" and is_unit(end):
            return end
    return ""


def _mixed_grid(lines: Sequence[str], rows: Sequence[Row]) -> list[list[str]] | None:
    """Cells of rows like "Kazakhstan 11.167 1 Kazakhstan 9.071 1" or "1 Russia 12 13"."""
    signature, count = Counter(r.signature for r in rows).most_common(1)[0]
    inner = "T" in signature[1:]
    if not inner or count < len(rows) or len(rows) < 2:
        return None
    return [_segments(tokens(lines[row.line])) for row in rows]


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


def _width(rows: Sequence[Row], counts: set[int]) -> int | None:
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


def _split(row: Row, width: int, rows: Sequence[Row]) -> tuple[str, list[str]]:
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


def _unevenness(values: Sequence[str], rows: Sequence[Row], width: int) -> float:
    """How unlike in size these values are to one another, or to those of rows that leave no
    choice, whichever is less: rows or columns of a table hold values of one kind."""
    sizes = [_size(v) for v in values]
    within = max(sizes) - min(sizes)
    sure = [r.values for r in rows if len(r.values) == width]
    if not sure:
        return within
    typical = [sorted(_size(r[i]) for r in sure)[len(sure) // 2] for i in range(width)]
    across = sum(abs(s - t) for s, t in zip(sizes, typical, strict=True)) / width
    return min(within, across)


def _size(text: str) -> float:
    value = read_value(text).value
    return math.log10(abs(value) + 1) if value is not None else 0.0


def _with_interludes(
    lines: Sequence[str], rows: Sequence[Row], body: list[list[str]]
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
