"""Markdown: front matter with the works, then headings, paragraphs, lists and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Block, Document, Table, Work
from corpus.export.tables_html import has_spans, table_html
from corpus.export.text import file_name, readable
from corpus.store import Corpus

_SPECIAL = re.compile(r"[\\`*_<]")
_LEADING = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+>](?=\s)|~{3}|\d{1,9}[.)](?=\s)|={2,}$|-{2,}$)")
_HEADINGS = {"title": "# ", "heading": "## "}


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """A folder with one Markdown file per document; for ``*.md`` one file with all."""
    if out.suffix.lower() == ".md":
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for number, document in enumerate(corpus.documents(ids)):
                file.write(("\n" if number else "") + render(document))
        return
    out.mkdir()
    for document in corpus.documents(ids):
        (out / file_name(document, ".md")).write_text(render(document), "utf-8")


def render(document: Document) -> str:
    """One document. The front matter is YAML whose values are JSON, so any reader takes it."""
    matter = "".join(f"{key}: {_value(value)}\n" for key, value in front_matter(document).items())
    return f"---\n{matter}---\n\n" + "".join(part + "\n\n" for part in _body(document))


def front_matter(document: Document) -> dict[str, Any]:
    """What the document is; of a file with one work, that work's fields stand at the top."""
    works = [_work(work) for work in document.works]
    described = works[0] if len(works) == 1 else {"works": works} if works else {}
    return {
        "id": document.id,
        "source": document.source.filename,
        "status": document.status,
        "grade": document.quality.grade,
        "languages": {lang: round(share, 4) for lang, share in document.languages.items()},
        **described,
    }


def _work(work: Work) -> dict[str, Any]:
    journal = work.journal.model_dump()
    fields = {
        "title": work.title,
        "authors": [_filled(a.model_dump()) for a in work.authors],
        "keywords": work.keywords,
        "abstracts": [_filled({"lang": a.lang, "text": a.text}) for a in work.abstracts],
        "codes": _filled(work.codes.model_dump()),
        "journal": _filled(journal),
        "dates": _filled(work.dates.model_dump()),
        "pages": [p for p in (work.first_page, work.last_page) if p is not None],
    }
    return _filled(fields)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [], {}, "")}


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _body(document: Document) -> Iterator[str]:
    tables = table_of_block(document)
    for block in readable(document):
        if block.label == "table":
            yield _table(tables[block.id]) if block.id in tables else _fenced(block.text)
        elif block.label in ("code", "formula", "listing"):
            yield _fenced(block.text)
        else:
            yield _text(block)


def table_of_block(document: Document) -> dict[str, Table]:
    """Which table a block of label ``table`` stands for.

    Blocks and tables come in the same order; a table that goes on over pages has further
    blocks, which are passed over when they are not its beginning.
    """
    found: dict[str, Table] = {}
    waiting = list(document.tables)
    blocks = [b for b in document.blocks if b.label == "table"]
    for block in sorted(blocks, key=lambda b: b.order):
        fits = [t for t in waiting if len(blocks) == len(document.tables) or _fits(block, t)]
        if fits:
            found[block.id] = fits[0]
            waiting.remove(fits[0])
    return found


def _fits(block: Block, table: Table) -> bool:
    words = [cell.text for cell in table.cells[:8] if cell.text]
    return table.page == block.page and bool(words) and all(w in block.text for w in words)


def _text(block: Block) -> str:
    text = _escaped(block.text)
    if block.label in _HEADINGS:
        return _HEADINGS[block.label] + " ".join(text.split())
    if block.label == "list_item":
        return "- " + re.sub(r"^([•▪–—\-·])\s+", "", block.text and text)
    if block.label == "footnote":
        return "> " + text.replace("\n", "\n> ")
    return text


def _escaped(text: str) -> str:
    r"""Text that Markdown shows as it stands.

    >>> print(_escaped("2*3 and a_b\n# no heading\n1. no list"))
    2\*3 and a\_b
    \# no heading
    1\. no list
    """
    lines = _SPECIAL.sub(r"\\\g<0>", text.strip("\n")).split("\n")
    return "\n".join(_LEADING.sub(_disarmed, line) for line in lines)


def _disarmed(found: re.Match[str]) -> str:
    sign = found[2]
    return found[1] + (f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}")


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"


def _table(table: Table) -> str:
    """A pipe table, or HTML (which Markdown takes as it stands) where cells span places."""
    if has_spans(table):
        return table_html(table)
    header, body = table.rows[: table.header_rows], table.rows[table.header_rows :]
    top = [_stacked(column) for column in zip(*header, strict=True)] or [""] * table.n_cols
    lines = [_row(top), "|" + " --- |" * len(top), *(_row(row) for row in body)]
    return "\n".join(lines)


def _stacked(column: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in column if text))


def _row(cells: Sequence[str]) -> str:
    shown = (" ".join(_SPECIAL.sub(r"\\\g<0>", c).replace("|", r"\|").split()) for c in cells)
    return "| " + " | ".join(shown) + " |"
