"""Letters in the place of figures, and signs of figures read as letters.

"l00 рублей", "О5.12.2014" and "О,5" are numbers, "25 oC" has a degree, "см. $ 5" a section.
What may be a variable with its index ("l12 = 5") or a name ("А4", "5 ООО") stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import RepairKind
from fixers.edits import Edit

_FIGURES = str.maketrans("OОоlI", "00011")
_ANY = "[0-9OОоlI]"
#: A letter beside a figure; begins with the figure, of which sound text has fewer.
SIGN = re.compile(r"[0-9](?:(?=[OОоl])|(?<=\b[OОоl][0-9])|(?<=\b[OОоl][.,][0-9]))")
_MONTHS = "январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_UNITS = (
    r"руб|тыс|млн|млрд|кг|км|га|чел|лет|год|раз|шт|долл|евро|тонн|процент|метр|километр|страниц|дней"
    r"|человек|единиц|л\.|г\.|м\b|мм\b|см\b|students|people|years|days|million|pages|km\b|kg\b"
)
_NUMBERS = (
    # dates: О5.12.2014, l2.О1.2015
    (re.compile(rf"(?<![\w.,/-])[0-3OОоlI]{_ANY}\.[01OОоlI]{_ANY}\.[12lI]{_ANY}{{3}}(?!\w)"), 4),
    # the day of a month: О5 марта
    (re.compile(rf"(?<![\w.,/-])[0OОо][1-9](?= (?:{_MONTHS}))"), 1),
    # fractions: О,5 and l,5
    (re.compile(r"(?<![\w.,/-])[OОоl],\d+(?![\w,])|(?<![\w.,/-])O\.\d{2,}(?![\w.])"), 1),
    # shares: 5О%, lО,5 %
    (re.compile(rf"(?<![\w.,/-])(?=\w*[0-9]){_ANY}{{2,}}(?:,\d+)?(?= ?%)"), 1),
    # round numbers, and any in front of a unit: l00, l5 тыс.
    (re.compile(rf"(?<![\w.,/-])l(?:[0OОо]{{2,3}}(?= [^\W\d_=])|{_ANY}{{1,3}}(?= (?:{_UNITS})))"), 0),
)  # fmt: skip
_DEGREE = re.compile(
    r"(?<=\d)(?P<blank>[ \u00a0]?)(?P<sign>[oо])(?=[CС](?![\w-]))"
    r"|(?<=\d)(?P<none>)(?P<arc>[oо])(?= ?\d{1,2} ?['′’])"
)
#: Found fast: such an o, or a dollar behind "see".
SIGN_SIGNS = re.compile(r"[0-9] ?\u00a0?[oо](?=[CС]| ?\d)|\$(?<=[сc][мр]\. \$)")
_SECTION = re.compile(r"(?<=\b[Сс][мр]\. )\$(?= ?\d)(?! ?[\d.,]+ (?:млн|млрд|тыс))")


def letters_in_numbers(text: str) -> Iterator[Edit]:
    """Write O and l as figures where only a number can stand.

    >>> [e.after for e in letters_in_numbers("О5.12.2014, l00 рублей, О,5 и 5О%")]
    ['05.12.2014', '0,5', '50', '100']
    >>> list(letters_in_numbers("l12 = 5, l10n, А4, 5 ООО, H2O, 3О"))
    []
    """
    for pattern, least in _NUMBERS:
        for match in pattern.finditer(text):
            word = match[0]
            after = word.translate(_FIGURES)
            if after != word and sum("0" <= c <= "9" for c in word) >= least:
                yield _edit(match.start(), word, after, "number", "letters_in_numbers", "a number")


def signs_of_numbers(text: str) -> Iterator[Edit]:
    """Degrees read as "o" and sections read as "$".

    >>> [e.after for e in signs_of_numbers("при 25 oC, см. $ 5")]
    ['°', '§']
    >>> list(signs_of_numbers("5 oceans, $ 5 млн, CO2"))
    []
    """
    for match in _DEGREE.finditer(text):
        group = "sign" if match["sign"] else "arc"
        start = match.start(group)
        yield _edit(start, text[start], "°", "homoglyph", "signs_of_numbers", "a degree")
    for match in _SECTION.finditer(text):
        yield _edit(match.start(), "$", "§", "homoglyph", "signs_of_numbers", "a section")


def _edit(start: int, before: str, after: str, kind: RepairKind, name: str, reason: str) -> Edit:
    return Edit(
        start, start + len(before), before, after, kind, f"numbers.{name}", 0.94, reason
    )  # fmt: skip
