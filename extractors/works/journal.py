"""Where a work appeared: journal, year, volume, issue, pages, from citations and running heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from corpus.document import Journal
from extractors.works.units import lang_in

_YEAR = r"(?:19|20)\d\d"
#: Suggested citation of RePEc: Author, year. "Title," Journal, Publisher, vol. 8(4), pages 369-383.
_REPEC = regex.compile(
    rf"^\W*(?P<authors>.+?),\s(?P<year>{_YEAR})\.\s[\"“](?P<title>.+?)[,.]?[\"”],?\s(?P<journal>[^,]+),\s(?P<publisher>.+?),\s"
    r"vol\.\s(?P<volume>\w+)(?:\((?P<issue>[^)]+)\))?(?:,\spages?\s(?P<pages>[\w–-]+))?",
    regex.DOTALL,
)
_GOST = regex.compile(rf"//\s*(?P<journal>.+?)[.,]?\s*[–—-]?\s*(?=(?:{_YEAR}|Т\.|Vol|№|Вып))")
_HEAD_WORDS = regex.compile(
    r"(?P<journal>(?:\p{Lu}[\p{L}-]+\s)*(?:вестник|журнал|известия|труды|записки|экономика|экономика|journal|bulletin|review|proceedings|vestnik|хабаршысы|вісник)"
    r"[^.;/|=\d]{0,80}(?:\.\s?Сер(?:ия|\.)\s?[«\"]?[^.»\"\d/]{2,60}[»\"]?)?)",
    regex.IGNORECASE,
)


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
    citations: Sequence[str], heads: Iterable[str], languages: Sequence[str]
) -> tuple[Journal, Cited]:
    """The journal of a work from its own citations, else from running heads and their like.

    Returns the record and the best citation (for the title and publisher that it tells).
    """
    cited = [read_citation(c) for c in citations]
    best = next((c for c in cited if c.journal), cited[0] if cited else Cited())
    title: dict[str, str] = {}
    for c in cited:
        if c.journal:
            title.setdefault(lang_in(c.journal, languages) or "en", c.journal)
    found = _from_heads(heads)
    merged = {k: getattr(best, k) or found.get(k) for k in ("year", "volume", "issue", "pages")}
    return Journal(title=title, **merged), best


def _from_heads(heads: Iterable[str]) -> dict[str, str | None]:
    """Year, volume, issue and pages of running heads ("2018. Vol. 26. No. 4. 371–382")."""
    out: dict[str, str | None] = {}
    for head in heads:
        if len(head) > 300:
            continue
        numbers = _numbers(head)
        if numbers["year"] and (numbers["volume"] or numbers["issue"]):
            numbers["pages"] = numbers["pages"] or _first(
                r"(?<!\d)(\d{1,4}\s?[–—-]\s?\d{1,4})\W*$", head
            )
            for key, value in numbers.items():
                if value:
                    out.setdefault(key, value)
    return out
