"""Dates that front matter prints, as ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from corpus.document import Dates

#: Month by the first letters of its name in Russian, English, Kazakh, Ukrainian, Belarusian.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("янв", "jan", "қаңтар", "січ", "студз"),
    ("фев", "feb", "ақпан", "лют"),
    ("мар", "mar", "наурыз", "берез", "сакав"),
    ("апр", "apr", "сәуір", "квіт", "красав"),
    ("мая", "май", "may", "мамыр", "трав"),
    ("июн", "jun", "маусым", "черв", "чэрв"),
    ("июл", "jul", "шілде", "лип", "ліп"),
    ("авг", "aug", "тамыз", "серп", "жні"),
    ("сен", "sep", "қыркүйек", "верес", "верас"),
    ("окт", "oct", "қазан", "жовт", "кастр"),
    ("ноя", "nov", "қараша", "листоп", "ліст"),
    ("дек", "dec", "желтоқсан", "груд", "снеж"),
)
_EVENTS: dict[str, str] = {
    "received": r"(?:дата )?(?:поступлени[ея]|поступила|получена|представлена)(?: (?:статьи|статья|рукописи|рукопись))?"
    r"(?: в редакцию| после доработки)?|(?:article |paper |manuscript )?(?:received|submitted|submission date)(?: (?:on|in|by the editors?))?"
    r"|түсті|редакцияға түсті|надійшла(?: до редакції)?|паступіў у рэдакцыю",
    "accepted": r"(?:дата )?(?:приняти[ея]|принята)(?: (?:к|в|для) (?:публикации|печат[иь]|опубликования))?"
    r"|(?:article |paper )?(?:accepted|acceptance date)(?: (?:for publication|on|in))?|қабылданды|прийнята(?: до друку)?",
    "published": r"(?:material posted:\s*)?(?:publication date|date of publication|published(?: online)?(?: on)?|first published)"
    r"|(?:дата публикации|опубликован[ао]|подписано в печать|дата выхода)|жарияланды|опубліковано",
    "posted": r"posted(?: on)?|размещено|дата размещения",
}
_DATE = regex.compile(
    r"(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?!\d)"
    r"|(?P<d>[0-3]?\d)[./\-](?P<m>[01]?\d)[./\-](?P<y>(?:19|20)\d\d)"
    r"|[«\"“]?(?P<d>[0-3]?\d)[»\"”]?(?:st|nd|rd|th)?\s+(?P<name>\p{L}{3,10})\.?,?\s+(?P<y>(?:19|20)\d\d)"
    r"|(?P<name>\p{L}{3,10})\.?\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"
    r"|(?P<name>\p{L}{3,10})\.?,?\s+(?P<y>(?:19|20)\d\d)|(?P<y>(?:19|20)\d\d)\s?ж\.\s?(?P<d>\d{1,2})\s(?P<name>\p{L}{3,10})"
)
_YEARS = regex.compile(r"(?:19|20)\d\d")
#: What may stand between the event and its date: "on", "by"; not a short name of a month.
_GAP = r"[\s:.—–-]*(?:(?-i:\p{Ll}{1,4})\s)?"


def read_date(text: str) -> str | None:
    """The first date in ``text``, ISO 8601 as far as it is told.

    >>> read_date("16-11-2019"), read_date("10 июля 2019 г."), read_date("May 2020")
    ('2019-11-16', '2019-07-10', '2020-05')
    >>> read_date("30.02.2019") is None  # no such day
    True
    """
    for match in _DATE.finditer(text):
        if iso := _iso(match):
            return iso
    return None


def _iso(match: regex.Match[str]) -> str | None:
    from datetime import date

    groups = match.groupdict()
    month = int(groups["m"]) if groups["m"] else _month(groups["name"] or "")
    if not month:
        return None
    if not groups["d"]:
        return f"{groups['y']}-{month:02}"
    try:
        return date(int(groups["y"]), month, int(groups["d"])).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int | None:
    name = name.casefold()
    for number, stems in enumerate(_MONTHS, 1):
        if any(name.startswith(stem) for stem in stems):
            return number
    return None


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    return {
        event: regex.compile(rf"(?<!\p{{L}})(?:{words}){_GAP}", regex.IGNORECASE)
        for event, words in _EVENTS.items()
    }


def _events(text: str) -> Iterable[tuple[str, str]]:
    if not _YEARS.search(text):
        return
    for event, pattern in _patterns().items():
        for match in pattern.finditer(text):
            tail = text[match.end() : match.end() + 40]
            found = _DATE.match(tail.lstrip())
            iso = _iso(found) if found else None
            if iso:
                yield event, iso
                break


def read_dates(texts: Iterable[str]) -> Dates:
    """Dates of receipt, acceptance and publication; the first of each kind wins.

    >>> read_dates(["Поступила в редакцию 12.03.2018. Принята к публикации 5 мая 2018 г."]).accepted
    '2018-05-05'
    """
    found: dict[str, str] = {}
    for text in texts:
        for event, iso in _events(text):
            found.setdefault(event, iso)
    return Dates(**found)


def is_date_line(text: str) -> bool:
    """A short line that tells when a paper was received, accepted or published."""
    return (
        len(text) < 250
        and any(True for _ in _events(text))
        and not regex.search(r"\.\s+\p{Lu}\p{Ll}+\s\p{Ll}+\s\p{Ll}+\s\p{Ll}+", text)
    )


def dates_run_on(one: str, two: str) -> bool:
    """Whether a date is broken over the end of the line ``one``.

    >>> dates_run_on("Received May 5, 2021; accepted", "June 7, 2021")
    True
    >>> dates_run_on("Received May 5, 2021", "Omsk State University")
    False
    """
    apart = len(list(_events(one))) + len(list(_events(two)))
    return is_date_line(one) and len(list(_events(f"{one} {two}"))) > apart
