"""Numbers as papers print them: Russian and English conventions, units, missing values.

A mark between digits is read by the table's own columns: "11.167" is a decimal where the
column also holds "0.446", and a thousand where it holds "1.517.230". What the table does not
decide is decided by its language and flagged, never silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import CellType

#: Minus signs in print: hyphen-minus, hyphen, non-breaking hyphen, figure dash, en dash,
#: em dash, minus, small and fullwidth hyphen-minus.
MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
#: Blanks that group digits: space, no-break, figure, punctuation, thin, hair, narrow no-break.
BLANK = " \u00a0\u2007\u2008\u2009\u200a\u202f"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

#: Cells that say "no value": Rosstat's signs, English abbreviations, crosses and dots.
MISSING = frozenset(  # blanks inside stand as "_"
    [
        "н/д",
        "нд",
        "н.д.",
        "н.д",
        "нет",
        "нет_данных",
        "...",
        "…",
        "..",
        "x",
        "х",
        "×",
        "*",
        "•",
        "n/a",
        "n.a.",
        "n.a",
        "na",
        "nd",
        "n.d.",
        "n.s.",
        "nan",
        "none",
        "м/д",
        "ж/қ",
        "б.д.",
        "б/д",
        "#н/д",
    ]
) | frozenset(MINUS)

_DIGITS = (
    rf"(?:\d{{1,3}}(?:[{BLANK}]\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 234 567,8
    r"|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?"  # 1'234.5
    r"|\d+(?:[.,]\d+)*"  # 1234 12,5 1.517.230 1,234.5
    r"|[.,]\d+)"  # .05
)
_SIGN = rf"[{MINUS}+±]"
_POWER = (
    rf"(?:[eEеЕ]{_SIGN}?\d{{1,3}}"  # 1.5e-3
    rf"|[{BLANK}]?[×x·*хX∙][{BLANK}]?10(?:\^?{_SIGN}?\d{{1,2}}|[⁻⁺]?[{SUPERSCRIPTS}]+))"  # 1.4 × 10^24
)
_UNIT = r"(?:%|‰|°C|°С|°|€|\$|£|₽|₸|₴|руб\.?|тг\.?|USD|EUR|RUB)"
_MARK = rf"(?:[{SUPERSCRIPTS}]{{1,2}}|\*{{1,4}}|[†‡§#]|\d?\))"
_BOUND = r"(?:[<>≤≥~≈∼]|<=|>=)"

#: One number with what may stand around it: bound, sign, currency, power, unit, footnote marks.
NUMBER = re.compile(
    rf"(?P<bound>{_BOUND}[{BLANK}]?)?(?P<before>{_UNIT}[{BLANK}]?)?"
    rf"(?P<sign>{_SIGN})?[{BLANK}]?(?P<before2>\$)?"
    rf"(?P<digits>{_DIGITS})(?P<power>{_POWER})?"
    rf"(?:[{BLANK}]?±[{BLANK}]?(?P<spread>{_DIGITS}))?"
    rf"[{BLANK}]?(?P<unit>{_UNIT})?[{BLANK}]?(?P<mark>{_MARK})?$"
)
_RANGE = re.compile(
    rf"(?P<low>{_SIGN}?{_DIGITS})[{BLANK}]?(?:[{MINUS}÷]|\.\.\.|…|to|до)[{BLANK}]?"
    rf"(?P<high>{_SIGN}?{_DIGITS})[{BLANK}]?(?P<unit>{_UNIT})?(?P<mark>{_MARK})?$"
)
_BRACKETED = re.compile(rf"[(\[](?P<inner>[^()\[\]]+)[)\]](?P<unit>%)?(?P<mark>{_MARK})?$")
_TAIL = re.compile(rf"(?P<head>.+?)[{BLANK}]?[(\[](?P<tail>[^()\[\]]+)[)\]](?P<mark>{_MARK})?$")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:[ \u00a0]?(?:г\.|гг\.|год|year|ж\.|р\.))?[*)]?$")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})$|\d{4}-\d\d-\d\d$|[IVХX]+ кв\. ?\d{4}")


@dataclass(frozen=True, slots=True)
class Convention:
    """How a column writes numbers: its decimal mark ("," "." or None where nothing tells)
    and whether that was seen in the table (``sure``) or taken from its language."""

    decimal: str | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: ``value`` where it is one number, else what kind of cell it is.

    ``decimals`` is the number of printed decimals (for rounding in the checks).
    """

    type: CellType
    value: float | None = None
    unit: str | None = None
    decimals: int = 0
    flags: tuple[str, ...] = ()


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value ("н/д", "…", "–").

    >>> is_missing("н/д"), is_missing("–"), is_missing("нетто")
    (True, True, False)
    """
    folded = "_".join(text.lower().split())
    return folded in MISSING or (len(folded) > 1 and not folded.strip(MINUS + "."))


def is_value(text: str) -> bool:
    """Whether a cell holds a number, a range, a date or a mark for none.

    >>> [is_value(t) for t in ("−247,2", "1 234,5", "15–24", "н/д", "COVID-19", "12a")]
    [True, True, True, True, False, False]
    """
    return is_missing(text) or bool(
        NUMBER.match(text) or _RANGE.match(text) or _DATE.match(text) or _bracketed_value(text)
    )


def is_year(text: str) -> bool:
    """Whether a cell is a year ("2012", "2012 г.")."""
    return bool(_YEAR.match(text.strip()))


def holds_years(column: Sequence[str], *, first: bool = False) -> bool:
    """Whether the four-digit numbers of a column are years: all of its cells are, and it is
    the first column or stays within 1900 to 2100.

    >>> holds_years(["2010", "2011"]), holds_years(["1625", "798"]), holds_years(["1625", "1798"])
    (True, False, False)
    """
    filled = [c.strip() for c in column if c.strip() and not is_missing(c)]
    return bool(filled) and all(
        is_year(c) and (first or 1900 <= int(c[:4]) <= 2100) for c in filled
    )


def _bracketed_value(text: str) -> bool:
    whole = _BRACKETED.match(text)
    if whole:  # "[32]" is a citation
        return is_value(whole["inner"]) and not re.match(r"\[\d+\]", text)
    tail = _TAIL.match(text)
    return bool(tail and NUMBER.match(tail["head"]) and _is_plain_value(tail["tail"]))


def _is_plain_value(text: str) -> bool:
    return bool(NUMBER.match(text) or _RANGE.match(text) or is_missing(text))


def decimal_votes(texts: Iterable[str]) -> Counter[str]:
    """How often each mark is surely a decimal one in these cells.

    "0,5", "12,34" and "1.234,5" vote for the comma; "1.517.230" votes for it too (its points
    group thousands); "1,234" votes for nothing.
    """
    votes: Counter[str] = Counter()
    for text in texts:
        for digits in re.findall(_DIGITS, text):
            mark = _sure_decimal(digits)
            if mark:
                votes[mark] += 1
    return votes


def _sure_decimal(digits: str) -> str | None:
    marks = [c for c in digits if c in ",."]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else None
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    head, tail = re.split("[.,]", digits)
    grouped = len(tail) == 3 and re.fullmatch(r"[1-9]\d{0,2}", head)
    return None if grouped else marks[0]


def whole_among_groups(columns: Sequence[Sequence[str]]) -> int:
    """How many numbers below a thousand stand without a mark among numbers like "1,234": what
    prints "140" and "3,057" in one column groups thousands.

    >>> whole_among_groups([["2,994", "725", "3,719"], ["1", "2", "3"]])
    1
    """
    count = 0
    for column in columns:
        cells = [c.strip() for c in column]
        if sum(bool(re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", c)) for c in cells) >= 2:
            count += sum(bool(re.fullmatch(r"[1-9]\d{0,2}", c)) for c in cells)
    return count


def convention_of(
    column: Sequence[str], table: Sequence[str] = (), lang: str | None = None, whole: int = 0
) -> Convention:
    """How a column writes decimals: by its own cells, else the table's, else the language's.

    ``whole`` is what :func:`whole_among_groups` says of the table.

    >>> convention_of(["11.167", "0.446"])
    Convention(decimal='.', sure=True)
    >>> convention_of(["1,234", "5,678"], lang="en")
    Convention(decimal='.', sure=False)
    >>> convention_of(["6,846", "0,998", "1,485"], ["0.5", "2.5", "6,846", "0,998", "1,485", "7.1"])
    Convention(decimal='.', sure=True)
    """
    for cells in (column, table):
        votes = decimal_votes(cells)
        if _is_outvoted(votes, column, table, whole):
            if cells is table:
                return Convention("." if "," in votes else ",", True)
            continue
        if votes and votes.most_common(1)[0][1] >= 2 * (votes.total() - votes.most_common(1)[0][1]):
            return Convention(votes.most_common(1)[0][0], True)
    if lang is None:
        return Convention()
    return Convention("." if lang in {"en", "zh", "ja", "ko"} else ",", False)


def _is_outvoted(
    votes: Counter[str], column: Sequence[str], table: Sequence[str], whole: int
) -> bool:
    """Whether one cell alone speaks against its table, among numbers such as "1,234": "0,998"
    is then a group of thousands with its first figure misread, not a decimal mark.

    Against it speak numbers with the other decimal mark, and whole ones among the groups.
    """
    if votes.total() != 1:
        return False
    [mark] = votes
    alike = [c for c in column if c.count(mark) == 1 and re.fullmatch(_DIGITS, c.strip())]
    everywhere = decimal_votes(table)
    others = everywhere.total() - everywhere[mark] + whole
    return len(alike) >= 3 and everywhere[mark] == 1 and others >= 3


def read_value(text: str, convention: Convention | None = None, *, years: bool = True) -> Value:
    """The value of a cell by the convention of its column.

    ``years=False``: in this column "1625" is an amount.

    >>> read_value("−1 234,5").value, read_value("1,234.5").value, read_value("1.517.230").value
    (-1234.5, 1234.5, 1517230.0)
    >>> read_value("31 (28%)").value, read_value("15–24").type, read_value("2012").type
    (31.0, 'range', 'date')
    """
    convention = convention or Convention()
    text = text.strip()
    if not text:
        return Value("empty")
    if is_missing(text):
        return Value("missing")
    if _YEAR.match(text) and (years or not text.isdigit()):
        return Value("date", float(text[:4]))
    if _DATE.match(text):
        return Value("date")
    number = NUMBER.match(text)
    if number:
        return _number(number, convention)
    if _RANGE.match(text):
        return Value("range", unit=_RANGE.match(text)["unit"])  # type: ignore[index]
    return _in_brackets(text, convention)


def _in_brackets(text: str, convention: Convention) -> Value:
    whole = _BRACKETED.match(text)
    if whole and _bracketed_value(text):
        inner = read_value(whole["inner"], convention)
        return Value(
            inner.type, inner.value, inner.unit or whole["unit"], inner.decimals,
            (*inner.flags, "in brackets"),
        )  # fmt: skip
    tail = _TAIL.match(text)
    if tail and NUMBER.match(tail["head"]) and _is_plain_value(tail["tail"]):
        head = read_value(tail["head"], convention)
        return Value(
            head.type, head.value, head.unit, head.decimals,
            (*head.flags, f"second value {tail['tail']}"),
        )  # fmt: skip
    return Value("text")


def _number(match: re.Match[str], convention: Convention) -> Value:
    amount, decimals, flags = _amount(match["digits"], convention)
    if match["sign"] and match["sign"] in MINUS:
        amount = -amount
    if match["power"]:
        amount *= 10.0 ** _exponent(match["power"])
    if match["bound"]:
        flags.append(f"bound {match['bound'].strip()}")
    if match["spread"]:
        flags.append(f"± {match['spread']}")
    if match["mark"]:
        flags.append(f"mark {match['mark']}")
    unit = match["unit"] or (match["before"] or "").strip() or match["before2"]
    return Value("number", amount, unit or None, decimals, tuple(flags))


def _exponent(power: str) -> int:
    shown = power.translate(str.maketrans(SUPERSCRIPTS + "⁻⁺", "0123456789-+"))
    shown = re.sub(f"[{MINUS}]", "-", shown)
    found = re.search(r"(?:[eEеЕ]|10\^?)([-+]?\d+)$", shown)
    return int(found[1]) if found else 0


def _amount(digits: str, convention: Convention) -> tuple[float, int, list[str]]:
    """The amount, its printed decimals and the doubts, of bare digits with marks."""
    bare = re.sub(f"[{BLANK}']", "", digits)
    marks = {c for c in bare if c in ",."}
    if not marks:
        return float(bare), 0, []
    blank_grouped = bare != digits
    decimal = _sure_decimal(bare)
    flags: list[str] = []
    if decimal is None and blank_grouped:
        decimal = next(iter(marks))
    elif decimal is None:
        decimal = convention.decimal
        if decimal is None or not convention.sure:
            flags.append("ambiguous decimal mark")
            decimal = decimal or "."
    elif convention.sure and convention.decimal != decimal:
        flags.append("decimal mark unlike its column")
    for mark in marks - {decimal}:
        bare = bare.replace(mark, "")
    tail = bare.partition(decimal)[2]
    return float(bare.replace(decimal, ".")), len(tail), flags
