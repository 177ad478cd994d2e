"""Where a work appeared: journal, year, volume, issue, pages, from citations and running heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from corpus.document import Journal
from extractors.works.kinds import HEAD_LINE
from extractors.works.units import lang_in

_YEAR = r"(?:19|20)\d\d"
#: Suggested citation of RePEc: Author, year. "Title," Journal, Publisher, vol. 8(4), pages 369-383.
_REPEC = regex.compile(
    rf"^\W*(?P<authors>.+?),\s(?P<year>{_YEAR})\.\s[\"“](?P<title>.+?)[,.]?[\"”],?\s(?P<journal>[^,]+),\s(?P<publisher>.+?),\s"
    r"vol\.\s(?P<volume>\w+)(?:\((?P<issue>[^)]+)\))?(?:,\spages?\s(?P<pages>[\w–-]+))?",
    regex.DOTALL,
)
_GOST = regex.compile(rf"//\s*(?P<journal>.+?)[.,]?\s*[–—-]?\s*(?=(?:{_YEAR}|Т\.|Vol|№|Вып))")
#: Where the name of a journal ends in a running head: at its volume, number, year or pages.
_HEAD_END = regex.compile(
    rf"[\s.,;(/–—-]*(?:(?<!\p{{L}})(?:Т|Том|Vol|Volume|№№?|No|N|Вып|Выпуск|Iss|Issue|С|с|Pp?|pp?)\b\.?\s?[\dIVX]|№|(?<!\d){_YEAR}(?!\d)|\d+\s?\(\d+\))",
)
_HEAD_NAME = regex.compile(
    r"вестник|журнал|известия|труды|записки|материалы|сборник|хабаршы|вісник|весці|journal|bulletin|proceedings|transactions|"
    r"review|herald|conference|конференц",
    regex.IGNORECASE,
)
_URL = regex.compile(r"https?://\S+|www\.\S+|ISSN\s*[\dXx-]+", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation of the work itself says about it."""

    title: str | None = None
    journal: str | None = None
    publisher: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def read_citation(text: str) -> Cited:
    """The parts of a suggested citation (RePEc, ГОСТ, APA or a running head).

    >>> c = read_citation('I. Petrov, 2022. "Trade," Regions, Omsk University, vol. 8(4), pages 369-383.')
    >>> c.title, c.journal, c.publisher, c.volume, c.issue, c.pages
    ('Trade', 'Regions', 'Omsk University', '8', '4', '369-383')
    >>> read_citation("Иванов И. И. Граница // Вестник. 2019. Т. 16, № 3. С. 5–9").journal
    'Вестник'
    """
    text = " ".join(text.split())
    if match := _REPEC.match(text):
        groups = match.groupdict()
        return Cited(
            **{
                k: groups[k]
                for k in ("title", "journal", "publisher", "year", "volume", "issue", "pages")
            }
        )
    journal = _GOST.search(text)
    title = regex.search(r"[.\s](?P<t>[^./]{12,}?)\s*(?:\[[^\]]*\]\s*)?//", text)
    numbers = _numbers(text)
    if journal:  # a year in the title is not that of the journal
        numbers["year"] = (
            _first(rf"(?<!\d)({_YEAR})(?!\d)", text[journal.start() :]) or numbers["year"]
        )
    apa = (
        None
        if journal
        else regex.search(
            rf"\({_YEAR}\)\.\s(?P<t>.+?)\.\s(?P<j>[^,.]+),\s(?P<v>\d+)\s?\((?P<i>[^)]+)\)", text
        )
    )
    if apa:
        return Cited(
            apa["t"], apa["j"], None, numbers["year"], apa["v"], apa["i"], numbers["pages"]
        )
    return Cited(
        title["t"].strip() if title else None,
        _tidy(journal["journal"]) if journal else None,
        None,
        **numbers,
    )


def _numbers(text: str) -> dict[str, str | None]:
    return {
        "year": _first(rf"(?<!\d)({_YEAR})(?!\d)", text),
        "volume": _first(r"(?:\bТ|\bт|\bТом|\bVol|\bvol|\bтом)\.?\s?(\d{1,3})(?!\d)", text),
        "issue": _first(
            r"(?:№|\bNo\.?|\bN\.?|\bno\.|\bIss(?:ue)?\.?|\bВып\.)\s?(\d{1,3}(?:\s?\(\d+\))?)(?!\d)",
            text,
        ),
        "pages": _first(r"(?:\bС|\bс|\bP|\bPp|\bpp|\bp|\bC)\.\s?(\d+\s?[–—-]\s?\d+)", text),
    }


def _first(pattern: str, text: str) -> str | None:
    match = regex.search(pattern, text)
    return match[1].strip() if match else None


def _tidy(name: str | None) -> str | None:
    return name.strip(" .,;–—-=") or None if name else None


def read_journal(
    citations: Sequence[str], heads: Sequence[str], languages: Sequence[str]
) -> tuple[Journal, Cited]:
    """The journal of a work from its own citations, else from running heads and their like.

    Returns the record and the best citation (for the title and publisher that it tells).
    """
    cited = [read_citation(c) for c in citations]
    best = next((c for c in cited if c.journal), cited[0] if cited else Cited())
    found = [read_head(h) for h in heads]
    title: dict[str, str] = {}
    for name in [*(c.journal for c in cited), _commonest([h.journal for h in found])]:
        if name and (lang := lang_in(name, languages) or "en") not in title:
            title[lang] = name
    merged = {
        k: getattr(best, k) or _commonest([getattr(h, k) for h in found])
        for k in ("year", "volume", "issue", "pages", "publisher")
    }
    return Journal(title=title, **merged), best


def read_head(text: str) -> Cited:
    """What a running head tells.

    >>> h = read_head("Вестник РУДН. Серия Физика. № 2. 2011. С. 172–179")
    >>> h.journal, h.issue, h.year, h.pages
    ('Вестник РУДН. Серия Физика', '2', '2011', '172–179')
    >>> read_head("176 Иванов И. И. Торговля") == Cited()
    True
    """
    text = " ".join(_URL.sub(" ", text).split())
    numbers = _numbers(text)
    if not (
        numbers["year"]
        and (numbers["volume"] or numbers["issue"] or numbers["pages"] or _HEAD_NAME.search(text))
    ):
        issue = (
            numbers["year"] is None
            and _HEAD_NAME.search(text)
            and (numbers["volume"] or numbers["issue"])
        )
        if not issue:
            return Cited()
    numbers["pages"] = numbers["pages"] or _first(r"(?<![\d(])(\d{1,4}\s?[–—]\s?\d{1,4})\W*$", text)
    numbers["issue"] = numbers["issue"] or _first(r"(?<!\d)(\d{1,3}\s?\(\d{1,4}\))", text)
    return Cited(journal=_head_name(text), **numbers)


def _head_name(text: str) -> str | None:
    whole = HEAD_LINE.match(text)
    text = regex.sub(rf"^\W*(?:\d{{1,4}}\s+)?(?:{_YEAR}\W+)?", "", text)
    end = _HEAD_END.search(text)
    name = text[: end.start()] if end else text
    name = regex.sub(r"\s\d{1,4}$", "", name.strip())
    named = _HEAD_NAME.search(name) or whole
    return _tidy(name) if named and 8 < len(name) < 160 else None


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(v for v in values if v)
    return counts.most_common(1)[0][0] if counts else None


def printed_pages(heads: Iterable[tuple[int, str]], first: int, last: int) -> str | None:
    """The span of printed page numbers of pages ``first`` to ``last`` of the file.

    ``heads`` are (page of the file, running head or page number). Told only where at least
    three pages agree on how the printed number follows from the place in the file, and
    where the numbering is not simply that of the file.

    >>> printed_pages([(1, "110 TComm"), (2, "TComm 111"), (3, "112 TComm")], 1, 5)
    '110–114'
    """
    offsets: Counter[int] = Counter()
    for page, text in heads:
        ends = regex.match(
            r"^\W*(\d{1,4})(?!\d|\.\d)|.*?(?<![\d.])(\d{1,4})\W*$", text.strip(), regex.DOTALL
        )
        numbers = (
            {int(n) for n in regex.findall(r"(?:^\W*|\s)(\d{1,4})(?=\W*$|\s)", text)}
            if ends
            else set()
        )
        offsets.update(n - page for n in numbers)
    if not offsets:
        return None
    offset, votes = offsets.most_common(1)[0]
    if votes < 3 or offset <= 0:
        return None
    return f"{first + offset}–{last + offset}" if last > first else f"{first + offset}"
