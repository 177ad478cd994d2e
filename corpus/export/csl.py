"""CSL-JSON: works and their references for citation processors and reference managers.

One array with an item per work and per reference. CSL knows one title per item: that of the
work's main language; the others, with what CSL has no field for, stand under ``custom``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Author, Document, Person, Reference, Work
from corpus.export.jats import main_language
from corpus.store import Corpus

#: Fields of a reference that CSL has under another name.
_NAMES = {
    "title": "title", "container_title": "container-title", "volume": "volume", "issue": "issue",
    "pages": "page", "publisher": "publisher", "place": "publisher-place", "doi": "DOI", "url": "URL",
}  # fmt: skip
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
_THESIS = re.compile(
    r"\b(?:дис\.|дисс\.|диссертаци\w+|автореф\w*)|\b(?:PhD|Ph\.\s?D\.|doctoral|master[’']?s?)\s(?:thesis|dissertation)|\bdissertation\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"(?:федеральный (?:конституционный )?закон|закон|указ|постановление|распоряжение|приказ|кодекс|конституция|"
    r"(?:federal )?law|decree|constitution)\s(?:№|от\s\d|of\s|on\s|о\s|об\s|«|российск|республик|рф\b|рк\b|президент|правительств)",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(?:материал\w+ .{0,80}(?:конференц|симпозиум|форум|чтени)|(?:сборник|сб\.) .{0,60}конференц|proceedings of .{0,80}(?:conference|symposium|workshop|congress)|conference)",
    re.IGNORECASE,
)
#: What stands for the authors that an item does not name.
_MORE = ("et al.", "и др.", "та ін.", "и соавт.")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """A JSON array in UTF-8, one item per line."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        mark = "\n"
        for document in corpus.documents(ids):
            for item in items_of(document):
                file.write(mark + json.dumps(item, ensure_ascii=False))
                mark = ",\n"
        file.write("\n]\n")


def items_of(document: Document) -> Iterator[dict[str, Any]]:
    """The works of a document, each followed by its references."""
    for number, work in enumerate(document.works):
        key = f"{document.id[:12]}-w{number + 1}"
        yield item_of_work(document, number, work, key)
        for place, reference in enumerate(work.references, 1):
            yield item_of_reference(reference, f"{key}-r{place}", key)


def item_of_work(document: Document, number: int, work: Work, key: str) -> dict[str, Any]:
    """A work; empty fields are left out."""
    main = main_language(document, number, work)
    title = _in(work.title, main)
    journal = _in(work.journal.title, main)
    item: dict[str, Any] = {
        "id": key,
        "type": "article-journal" if journal else "article",
        "title": title,
        "language": main,
        "container-title": journal,
        "volume": work.journal.volume, "issue": work.journal.issue, "page": work.journal.pages,
        "publisher": work.journal.publisher,
        "DOI": work.codes.doi, "ISSN": work.codes.issn, "ISBN": work.codes.isbn,
        "issued": date_of(work.dates.published or work.journal.year),
        "submitted": date_of(work.dates.received),
        "abstract": next((a.text for a in work.abstracts if a.lang == main), None),
        "keyword": ", ".join(work.keywords.get(main or "", [])) or None,
        "custom": _custom(work, main),
    }  # fmt: skip
    for role, name in _ROLES.items():
        item[name] = [_author(a, main) for a in work.authors if a.role == role and a.name]
    return {k: v for k, v in item.items() if v}


def _custom(work: Work, main: str | None) -> dict[str, Any]:
    """What a CSL item has no place for: other languages, classification codes, flags."""
    codes = {
        k: v for k, v in work.codes.model_dump().items() if v and k not in ("doi", "issn", "isbn")
    }
    extra = {
        "titles": {k: v for k, v in work.title.items() if k != main},
        "abstracts": {a.lang: a.text for a in work.abstracts if a.lang and a.lang != main},
        "keywords": {k: v for k, v in work.keywords.items() if k != main},
        "codes": codes,
        "flags": work.flags,
    }
    return {k: v for k, v in extra.items() if v}


def item_of_reference(reference: Reference, key: str, citing: str) -> dict[str, Any]:
    """A reference with the fields that it tells, and itself as printed."""
    item: dict[str, Any] = {"id": key, "type": type_of(reference), "language": reference.lang}
    item |= {name: getattr(reference, field) for field, name in _NAMES.items()}
    named = [p for p in reference.authors if p.literal not in _MORE]
    item["author"] = [_person(p) for p in named]
    item["issued"] = date_of(reference.year)
    item["custom"] = {"printed": reference.raw, "cited_in": citing}
    if len(named) < len(reference.authors):
        item["custom"]["more_authors"] = True
    return {k: v for k, v in item.items() if v}


def type_of(reference: Reference) -> str:
    """The CSL type that the fields speak for.

    >>> type_of(Reference(raw="", container_title="Вестник", volume="3"))
    'article-journal'
    >>> type_of(Reference(raw="Реки: дис. ... канд. геогр. наук. Омск, 2001.", place="Омск"))
    'thesis'
    >>> type_of(Reference(raw="", title="Закон РФ от 01.04.1993 № 4730-1"))
    'legislation'
    """
    if _THESIS.search(reference.raw):
        return "thesis"
    if _ACT.match(reference.title or ""):
        return "legislation"
    if reference.container_title:
        if _CONFERENCE.search(reference.container_title):
            return "paper-conference"
        if reference.volume or reference.issue:
            return "article-journal"
        return "webpage" if reference.url and not reference.pages else "chapter"
    if reference.publisher or reference.place:
        return "book"
    return "webpage" if reference.url else "document"


def _author(author: Author, main: str | None) -> dict[str, str]:
    lang = main if main in author.name else next(iter(author.name))
    if lang in author.surname:
        parts = {"family": author.surname[lang], "given": author.given_names.get(lang)}
        return {k: v for k, v in parts.items() if v}
    return {"literal": author.name[lang]}


def _person(person: Person) -> dict[str, str]:
    if person.literal or not person.family:
        return {"literal": person.literal or person.given or ""}
    parts = {"family": person.family, "given": person.given}
    return {k: v for k, v in parts.items() if v}


def date_of(text: str | None) -> dict[str, Any] | None:
    """A CSL date.

    >>> date_of("2019-11-16"), date_of("2022")
    ({'date-parts': [[2019, 11, 16]]}, {'date-parts': [[2022]]})
    """
    match = _ISO.fullmatch(text or "")
    return {"date-parts": [[int(p) for p in match.groups() if p]]} if match else None


def _in(by_lang: dict[str, str], main: str | None) -> str | None:
    return by_lang.get(main or "") or next(iter(by_lang.values()), None)
