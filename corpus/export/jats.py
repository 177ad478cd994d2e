"""JATS 1.2 (Archiving): one article per work, for journals' and libraries' systems.

A folder with one file per work. The first title and abstract are those of the language
that most of the work is in; the others become ``trans-title`` and ``trans-abstract``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.document import Author, Block, Document, Reference, Table, Work
from corpus.export.markdown import table_of_block
from corpus.export.text import file_name, readable
from corpus.export.xml import LANG, add, safe, save
from corpus.store import Corpus

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD'
    ' v1.2 20190208//EN" "JATS-archivearticle1.dtd">'
)
#: Blocks that stand in the front matter already.
FRONT = frozenset({"title", "author", "affiliation", "abstract", "keywords", "code", "reference"})
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """One JATS file per work in the folder ``out``."""
    out.mkdir()
    for document in corpus.documents(ids):
        for number, work in enumerate(document.works):
            suffix = f"-{number + 1}.xml" if len(document.works) > 1 else ".xml"
            save(article(document, number, work), out / file_name(document, suffix), DOCTYPE)


def article(document: Document, number: int, work: Work) -> Any:
    """A work as a JATS ``article``."""
    main = main_language(document, number, work)
    root = etree.Element("article")
    root.set("article-type", "research-article")
    root.set("dtd-version", "1.2")
    if main:
        root.set(LANG, main)
    front = add(root, "front")
    _journal(front, work)
    _article_meta(add(front, "article-meta"), work, main)
    blocks = [b for b in readable(document) if b.work == number or len(document.works) == 1]
    _body(add(root, "body"), blocks, table_of_block(document))
    if work.references:
        _references(add(add(root, "back"), "ref-list"), work.references)
    return root


def main_language(document: Document, number: int, work: Work) -> str | None:
    """The language that most of the work's text is in."""
    lengths: dict[str, int] = {}
    for block in document.blocks:
        if block.work == number and block.lang:
            lengths[block.lang] = lengths.get(block.lang, 0) + len(block.text)
    named = lengths or dict.fromkeys(work.title, 0) or document.languages
    return max(named, key=lambda lang: named[lang], default=None)


def _journal(front: Any, work: Work) -> None:
    journal = work.journal
    if not (journal.title or work.codes.issn):
        return
    meta = add(front, "journal-meta")
    titles = add(meta, "journal-title-group")
    for lang, title in journal.title.items():
        add(titles, "journal-title", title, lang=lang)
    if work.codes.issn:
        add(meta, "issn", work.codes.issn)


def _article_meta(meta: Any, work: Work, main: str | None) -> None:
    if work.codes.doi:
        add(meta, "article-id", work.codes.doi, pub_id_type="doi")
    if work.codes.edn:
        add(meta, "article-id", work.codes.edn, pub_id_type="edn")
    _subjects(meta, work)
    _titles(meta, work, main)
    if work.authors:
        group = add(meta, "contrib-group")
        for author in work.authors:
            _contributor(group, author)
    _issue(meta, work)
    for index, abstract in enumerate(_main_first(work.abstracts, main)):
        tag = "trans-abstract" if index else "abstract"
        element = add(meta, tag, lang=abstract.lang)
        for section in abstract.sections:
            part = add(element, "sec", sec_type=section.type)
            add(part, "title", section.title or section.type)
            add(part, "p", section.text)
        if not abstract.sections:
            add(element, "p", abstract.text)
    for lang, words in work.keywords.items():
        group = add(meta, "kwd-group", lang=lang)
        for word in words:
            add(group, "kwd", word)


def _subjects(meta: Any, work: Work) -> None:
    codes = work.codes
    listed = (
        ("udc", [codes.udc] if codes.udc else []), ("bbk", [codes.bbk] if codes.bbk else []),
        ("grnti", codes.grnti), ("jel", codes.jel),
    )  # fmt: skip
    if not any(values for _, values in listed):
        return
    categories = add(meta, "article-categories")
    for scheme, values in listed:
        if values:
            group = add(categories, "subj-group", subj_group_type=scheme)
            for value in values:
                add(group, "subject", value)


def _titles(meta: Any, work: Work, main: str | None) -> None:
    group = add(meta, "title-group")
    langs = sorted(work.title, key=lambda lang: lang != main)
    for index, lang in enumerate(langs):
        if index == 0:
            add(group, "article-title", work.title[lang], lang=lang)
        else:
            add(add(group, "trans-title-group", lang=lang), "trans-title", work.title[lang])
    if not langs:
        add(group, "article-title")


def _main_first(abstracts: Iterable[Any], main: str | None) -> list[Any]:
    return sorted(abstracts, key=lambda abstract: abstract.lang != main)


def _contributor(group: Any, author: Author) -> None:
    element = add(group, "contrib", contrib_type=_ROLES.get(author.role, "other"))
    if author.orcid:
        add(element, "contrib-id", author.orcid, contrib_id_type="orcid")
    names = element if len(author.name) < 2 else add(element, "name-alternatives")
    for lang, printed in author.name.items():
        if lang in author.surname:
            name = add(names, "name", lang=lang)
            add(name, "surname", author.surname[lang])
            if lang in author.given_names:
                add(name, "given-names", author.given_names[lang])
        else:
            add(names, "string-name", printed, lang=lang)
    if author.email:
        add(element, "email", author.email)
    if author.role == "supervisor":
        add(element, "role", "supervisor")
    for lang, affiliation in author.affiliation.items():
        add(element, "aff", affiliation, lang=lang)


def _issue(meta: Any, work: Work) -> None:
    journal = work.journal
    if journal.year:
        add(add(meta, "pub-date", date_type="pub"), "year", journal.year)
    if journal.volume:
        add(meta, "volume", journal.volume)
    if journal.issue:
        add(meta, "issue", journal.issue)
    if journal.pages:
        first, _, last = journal.pages.replace("–", "-").partition("-")
        add(meta, "fpage", first)
        if last:
            add(meta, "lpage", last)
    dates = {
        k: v for k, v in work.dates.model_dump().items() if v and k in ("received", "accepted")
    }
    if dates:
        history = add(meta, "history")
        for kind, value in dates.items():
            date = add(history, "date", date_type=kind, iso_8601_date=value)
            for tag, part in zip(("day", "month", "year"), _day_month_year(value), strict=True):
                if part:
                    add(date, tag, part)


def _day_month_year(value: str) -> tuple[str, str, str]:
    year, month, day = (*value.split("-"), "", "")[:3]
    return day, month, year


def _body(body: Any, blocks: Iterable[Block], tables: dict[str, Table]) -> None:
    parent = body
    for block in blocks:
        if block.label in FRONT:
            continue
        if block.label == "heading":
            parent = add(body, "sec")
            add(parent, "title", " ".join(block.text.split()))
        elif block.label == "picture":
            add(add(add(parent, "fig"), "caption"), "p", block.text)
        elif block.label == "listing":
            add(parent, "code", block.text)
        elif block.id in tables:
            _table(parent, tables[block.id])
        else:
            add(parent, "p", block.text)
    if not len(body):
        add(body, "p")


def _table(parent: Any, table: Table) -> None:
    wrap = add(parent, "table-wrap")
    wrap.set("id", table.id)
    if table.label:
        add(wrap, "label", table.label)
    if table.caption:
        caption = add(wrap, "caption")  # one, with a paragraph per language
        for lang, text in table.caption.items():
            add(caption, "p", text, lang=lang)
    element = add(wrap, "table")
    parts: dict[str, Any] = {}
    rows: dict[int, Any] = {}
    heads = table.header_rows if any(c.row >= table.header_rows for c in table.cells) else 0
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        part = "thead" if cell.row < heads else "tbody"
        if part not in parts:
            parts[part] = add(element, part)
        if cell.row not in rows:
            rows[cell.row] = add(parts[part], "tr")
        spans: dict[str, object] = {
            "rowspan": cell.row_span if cell.row_span > 1 else None,
            "colspan": cell.col_span if cell.col_span > 1 else None,
        }
        add(rows[cell.row], "th" if cell.is_header else "td", cell.text, **spans)
    if table.notes:
        foot = add(wrap, "table-wrap-foot")
        for note in table.notes:
            add(foot, "p", note)


def _references(listed: Any, references: Iterable[Reference]) -> None:
    for number, reference in enumerate(references, 1):
        element = add(listed, "ref")
        element.set("id", f"r{number}")
        before, doi, after = _around_doi(reference)
        citation = add(element, "mixed-citation", before, lang=reference.lang)
        if doi:
            add(citation, "pub-id", doi, pub_id_type="doi").tail = safe(after)


def _around_doi(reference: Reference) -> tuple[str, str, str]:
    """The item cut at its DOI; uncut where the DOI is not printed in it."""
    at = reference.raw.find(reference.doi) if reference.doi else -1
    if at < 0 or not reference.doi:
        return reference.raw, "", ""
    return reference.raw[:at], reference.doi, reference.raw[at + len(reference.doi) :]
