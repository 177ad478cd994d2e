"""What a page or file says about itself: Highwire, Dublin Core, PRISM, schema.org, Open Graph.

The names are those of the tags (``citation_title``, ``DC.Creator``, …) as readers pass
them on, compared without regard to case. Statements are used where the text is silent and
checked against it where it speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractors.works.codes import read_doi, read_orcid, valid_issn
from extractors.works.dates import read_date

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "dc.title", "dcterms.title", "eprints.title", "bepress_citation_title", "prism.title", "headline", "og:title"),
    "authors": ("citation_author", "dc.creator", "dc.creator.personalname", "dcterms.creator", "bepress_citation_author", "citation_authors", "author", "article:author"),
    "affiliations": ("citation_author_institution",),
    "emails": ("citation_author_email",),
    "orcids": ("citation_author_orcid",),
    "abstract": ("citation_abstract", "dc.description", "dcterms.abstract", "dc.description.abstract"),
    "keywords": ("citation_keywords", "citation_keyword", "dc.subject", "keywords"),
    "doi": ("citation_doi", "dc.identifier.doi", "prism.doi", "dc.identifier", "bepress_citation_doi"),
    "journal": ("citation_journal_title", "prism.publicationname", "dc.source", "citation_conference_title"),
    "volume": ("citation_volume", "prism.volume", "dc.source.volume"),
    "issue": ("citation_issue", "prism.number", "dc.source.issue"),
    "first_page": ("citation_firstpage", "prism.startingpage"),
    "last_page": ("citation_lastpage", "prism.endingpage"),
    "date": ("citation_publication_date", "citation_date", "citation_online_date", "dc.date", "dc.date.issued", "dcterms.issued", "prism.publicationdate", "article:published_time", "datepublished"),
    "issn": ("citation_issn", "prism.issn", "dc.source.issn"),
    "isbn": ("citation_isbn",),
    "publisher": ("citation_publisher", "dc.publisher"),
    "handle": ("handle", "redif-handle"),
    "jel": ("jel", "citation_jel"),
}  # fmt: skip
#: PDF document information that word processors fill with file names is no title.
_JUNK = regex.compile(
    r"\.(?:docx?|tex|dvi|pdf|indd|pmd|qxd|rtf)\b|^microsoft word|^untitled|^\W*$|^\d+$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the metadata states, cleaned."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    orcids: tuple[str, ...] = ()
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    doi: str | None = None
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    date: str | None = None
    issn: str | None = None
    isbn: str | None = None
    handle: str | None = None
    jel: tuple[str, ...] = ()
    scholarly: bool = field(default=False)


def read_metadata(metadata: Mapping[str, Sequence[str]]) -> Stated:
    """The statements of a page about the one work that it shows.

    >>> read_metadata({"citation_title": ["Border trade"], "citation_doi": ["doi:10.1000/1"]}).doi
    '10.1000/1'
    """
    low = {
        k.casefold(): [v.strip() for v in values if v and v.strip()]
        for k, values in metadata.items()
    }
    values = {name: _values(low, tags) for name, tags in _NAMES.items()}
    scholarly = any(
        k.startswith(("citation_", "dc.", "dcterms.", "bepress_", "eprints.", "prism."))
        for k in low
    )
    first = {name: (found[0] if found else None) for name, found in values.items()}
    pages = "–".join(p for p in (first["first_page"], first["last_page"]) if p) or None
    title = first["title"] or _pdf_title(low)
    return Stated(
        title=title,
        authors=tuple(_authors(values["authors"])),
        affiliations=tuple(values["affiliations"]),
        emails=tuple(values["emails"]),
        orcids=tuple(o for v in values["orcids"] if (o := read_orcid(v))),
        abstract=_plain(first["abstract"]),
        keywords=tuple(values["keywords"]) if scholarly else (),
        doi=next((d for v in values["doi"] if (d := read_doi(v))), None),
        journal=first["journal"], volume=first["volume"], issue=first["issue"], pages=pages,
        publisher=first["publisher"],
        date=_iso(first["date"]),
        issn=next((v for v in values["issn"] if valid_issn(v)), None),
        isbn=first["isbn"], handle=first["handle"], jel=tuple(values["jel"]),
        scholarly=scholarly,
    )  # fmt: skip


def _values(low: Mapping[str, Sequence[str]], tags: Sequence[str]) -> list[str]:
    for tag in tags:
        if low.get(tag):
            return list(dict.fromkeys(low[tag]))
    return []


def _pdf_title(low: Mapping[str, Sequence[str]]) -> str | None:
    title = next(iter(low.get("title", [])), None)
    return None if title is None or _JUNK.search(title) or len(title) < 12 else title


#: What programs write where they know no author.
_NOBODY = regex.compile(
    r"(?:\(?(?:anonymous|unknown|unspecified|none|null|admin(?:istrator)?|root|user|owner|author"
    r"|автор|аноним|неизвестен|пользователь|админ(?:истратор)?)\)?)?",
    regex.IGNORECASE,
)


def _authors(values: Sequence[str]) -> list[str]:
    """The names that the metadata gives, without addresses and stand-ins.

    >>> _authors(["anonymous", "И. И. Иванов; П. П. Петров"])
    ['И. И. Иванов', 'П. П. Петров']
    """
    parts = [p.strip() for value in values for p in value.split(";")]
    return [p for p in parts if not _NOBODY.fullmatch(p) and not p.startswith("http")]


def _plain(text: str | None) -> str | None:
    return regex.sub(r"<[^>]+>", "", text).strip() if text else None


def _iso(text: str | None) -> str | None:
    if not text:
        return None
    text = text.replace("/", "-")
    match = regex.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    if match:
        return "-".join(f"{int(p):02}" if len(p) < 4 else p for p in match.groups() if p)
    return read_date(text)
