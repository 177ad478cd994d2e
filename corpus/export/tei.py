"""TEI P5: a header with works and languages, the text with every repair as sic and corr.

A folder with one file per document. Joined lines are given as joined; all other repairs
stand as ``<choice><sic>…</sic><corr resp="#fixer" cert="high">…</corr></choice>``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.document import Author, Block, Document, Repair, Table, Work
from corpus.export.markdown import table_of_block
from corpus.export.text import file_name, readable
from corpus.export.xml import add, append_text, safe, save
from corpus.store import Corpus

NAMESPACE = "http://www.tei-c.org/ns/1.0"
#: Least confidence for TEI's words of certainty.
CERTAINTY = ((0.95, "high"), (0.8, "medium"), (0.0, "low"))
#: A date as TEI's ``when`` takes it.
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")
_CONTENT = frozenset({"p", "ab", "table"})
_HEADS = {"title": "main", "heading": "section"}


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """One TEI file per document in the folder ``out``."""
    out.mkdir()
    for document in corpus.documents(ids):
        save(tree(document), out / file_name(document, ".xml"))


def tree(document: Document) -> Any:
    """The document as a TEI element."""
    spaces: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap=spaces)
    _header(root, document)
    body = add(add(root, "text"), "body")
    repairs = _by_block(document.repairs)
    tables = table_of_block(document)
    parts: dict[int | None, Any] = {}
    for block in readable(document):
        if block.work not in parts:
            number = None if block.work is None else block.work + 1
            kind = "matter" if block.work is None else "work"
            parts[block.work] = add(body, "div", type=kind, n=number)
        _block(parts[block.work], block, repairs[block.id], tables.get(block.id))
    for part in parts.values():
        if not any(etree.QName(child).localname in _CONTENT for child in part):
            add(part, "ab")  # a division of notes only has to hold something else
    if not parts:
        add(add(body, "div"), "p")
    _references(root, document)
    return root


def _header(root: Any, document: Document) -> None:
    header = add(root, "teiHeader")
    file = add(header, "fileDesc")
    titles = add(file, "titleStmt")
    for work in document.works:
        for lang, title in work.title.items():
            add(titles, "title", title, lang=lang)
    if not len(titles):
        add(titles, "title", document.source.filename)
    for work in document.works:
        for author in work.authors:
            _person(titles, author)
    add(add(file, "publicationStmt"), "p", f"Record {document.id} of a vychitka corpus")
    description = add(file, "sourceDesc")
    source = add(description, "bibl")
    add(source, "title", document.source.filename)
    add(source, "idno", document.source.sha256, type="sha256")
    add(source, "ref", target=document.source.uri.replace(" ", "%20"))
    if document.works:
        listed = add(description, "listBibl")
        for number, work in enumerate(document.works, 1):
            _described(listed, work, number)
    tool = add(add(add(header, "encodingDesc"), "appInfo"), "application")
    tool.set("ident", "vychitka")
    tool.set("version", document.run.version)
    add(tool, "label", "vychitka")
    _profile(add(header, "profileDesc"), document)


def _person(parent: Any, author: Author) -> None:
    """An ``author`` (or ``editor``, with the role) with names, places and identifiers."""
    role = None if author.role == "author" else author.role
    element = add(parent, "author" if role is None else "editor", role=role)
    for lang, name in author.name.items():
        add(element, "persName", name, lang=lang)
    for lang, affiliation in author.affiliation.items():
        add(element, "affiliation", affiliation, lang=lang)
    for value, kind in ((author.orcid, "ORCID"), (author.email, "email")):
        if value:
            add(element, "idno", value, type=kind)


def _described(parent: Any, work: Work, number: int) -> None:
    """A work as ``biblStruct``: the article (``analytic``) in its journal (``monogr``)."""
    element = add(parent, "biblStruct", n=number)
    article = add(element, "analytic")
    for lang, title in work.title.items():
        add(article, "title", title, lang=lang, level="a")
    for author in work.authors:
        _person(article, author)
    for kind, value in (("DOI", work.codes.doi), ("EDN", work.codes.edn)):
        if value:
            add(article, "idno", value, type=kind)
    journal = add(element, "monogr")
    for lang, title in work.journal.title.items():
        add(journal, "title", title, lang=lang, level="j")
    if not work.journal.title:
        add(journal, "title", level="j")
    if work.codes.issn:
        add(journal, "idno", work.codes.issn, type="ISSN")
    imprint = add(journal, "imprint")
    if work.journal.publisher:
        add(imprint, "publisher", work.journal.publisher)
    scopes = (
        ("volume", work.journal.volume),
        ("issue", work.journal.issue),
        ("page", work.journal.pages),
    )
    for unit, scope in scopes:
        if scope:
            add(imprint, "biblScope", scope, unit=unit)
    date = work.dates.published or work.journal.year
    add(imprint, "date", date, when=date if date and _ISO.fullmatch(date) else None)


def _profile(profile: Any, document: Document) -> None:
    if document.languages:
        usage = add(profile, "langUsage")
        for lang, share in document.languages.items():
            add(usage, "language", lang, ident=lang, usage=round(100 * share))
    for work in document.works:
        for abstract in work.abstracts:
            add(add(profile, "abstract", lang=abstract.lang), "p", abstract.text)
    for work in document.works:
        classes = add(profile, "textClass")
        for lang, words in work.keywords.items():
            keywords = add(classes, "keywords", lang=lang)
            for word in words:
                add(keywords, "term", word)
        for scheme, code in work.codes.model_dump().items():
            for one in code if isinstance(code, list) else [code] if code else []:
                add(classes, "classCode", one, scheme=scheme.upper())
        if not len(classes):
            profile.remove(classes)


def _by_block(repairs: Sequence[Repair]) -> dict[str, list[Repair]]:
    found: dict[str, list[Repair]] = defaultdict(list)
    for repair in repairs:
        if repair.status != "flagged":
            found[repair.block].append(repair)
    return found


def _block(parent: Any, block: Block, repairs: Sequence[Repair], table: Table | None) -> None:
    if table is not None:
        _table(parent, table)
        return
    attributes = {"id": block.id, "lang": block.lang}
    if block.label in _HEADS:
        element = add(parent, "ab", type="head", subtype=_HEADS[block.label], **attributes)
    elif block.label == "footnote":
        element = add(parent, "note", place="bottom", **attributes)
    elif block.label == "paragraph":
        element = add(parent, "p", **attributes)
    else:
        element = add(parent, "ab", type=block.label, **attributes)
    _text(element, block, repairs)


def _text(element: Any, block: Block, repairs: Sequence[Repair]) -> None:
    """The text with its repairs; as it is when they do not lead from ``orig`` to it."""
    at, out = 0, ""
    for repair in repairs:
        out += block.orig[at : repair.start] + repair.after
        at = repair.stop
    if out + block.orig[at:] != block.text:
        append_text(element, block.text)
        return
    at = 0
    for repair in repairs:
        append_text(element, block.orig[at : repair.start])
        if repair.kind == "linebreak":
            append_text(element, repair.after)
        else:
            _choice(element, repair)
        at = repair.stop
    append_text(element, block.orig[at:])


def _choice(element: Any, repair: Repair) -> None:
    choice = add(element, "choice")
    add(choice, "sic", repair.before)
    certainty = next(word for least, word in CERTAINTY if repair.confidence >= least)
    who = "#" + repair.fixer.replace(" ", "_")
    add(choice, "corr", repair.after, resp=who, cert=certainty, type=repair.kind)


def _table(parent: Any, table: Table) -> None:
    element = add(parent, "table", id=table.id, rows=table.n_rows, cols=table.n_cols)
    for lang, caption in table.caption.items():
        add(element, "head", caption, lang=lang)
    rows: dict[int, Any] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if cell.row not in rows:
            role = "label" if cell.row < table.header_rows else "data"
            rows[cell.row] = add(element, "row", role=role)
        attributes: dict[str, object] = {
            "role": "label" if cell.is_header else None,
            "rows": cell.row_span if cell.row_span > 1 else None,
            "cols": cell.col_span if cell.col_span > 1 else None,
        }
        add(rows[cell.row], "cell", cell.text, **attributes)
    for note in table.notes:
        add(element, "note", note)


def _references(root: Any, document: Document) -> None:
    works = [(n, work) for n, work in enumerate(document.works, 1) if work.references]
    if not works:
        return
    back = add(root.find(f"{{{NAMESPACE}}}text"), "back")
    for number, work in works:
        listed = add(add(back, "div", type="references", n=number), "listBibl")
        for reference in work.references:
            add(listed, "bibl", safe(reference.raw), lang=reference.lang)
