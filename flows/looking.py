"""The commands that look into a corpus: list, show, query, export."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from corpus.document import Document
    from corpus.store import Corpus


def _selected(corpus: Corpus, args: argparse.Namespace) -> list[str]:
    """The ids of the documents that fit the filters."""
    from corpus.views import select

    return select(
        corpus,
        lang=args.lang,
        grade=args.grade,
        since=args.since,
        status=args.status,
        where=args.where,
    )


def run_list(args: argparse.Namespace) -> int:
    """A line per document: id, status, grade, works, tables, name."""
    from corpus.store import Corpus

    library = Corpus.open(args.corpus)
    wanted = set(_selected(library, args))
    for row in library.rows():
        if row["id"] in wanted:
            sys.stdout.write(_as_json(row) if args.json else _as_line(row))
    return 0


def _as_json(row: dict[str, Any]) -> str:
    import json

    return json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _as_line(row: dict[str, Any]) -> str:
    works, tables = _number(row["works"], "work"), _number(row["tables"], "table")
    head = f"{row['id'][:12]}  {row['status']:<7}  {row['grade']}"
    return f"{head}  {works:<9}  {tables:<10}  {row['filename']}\n"


def _number(count: int, noun: str) -> str:
    return f"{count:>3} {noun}{'' if count == 1 else 's'}"


def run_show(args: argparse.Namespace) -> int:
    """A stored record, the current one or an earlier version."""
    from corpus.store import Corpus

    print_document(Corpus.open(args.corpus).get(args.id, args.version), args.format)
    return 0


def run_export(args: argparse.Namespace) -> int:
    """The corpus in another format."""
    from corpus.export import export
    from corpus.store import Corpus

    if "://" in args.out:
        raise UsageError(args.out, "an export is written to a local file or folder")
    library = Corpus.open(args.corpus)
    done = export(library, args.format, args.out, _selected(library, args))
    said = f"{_number(done.documents, 'document')}, {_number(done.files, 'file')}".split()
    sys.stderr.write(f"{' '.join(said)}: {done.path}\n")
    return 0


def run_query(args: argparse.Namespace) -> int:
    """The answer to one SQL query."""
    from corpus.store import Corpus
    from corpus.views import query, render

    sys.stdout.write(render(query(Corpus.open(args.corpus), args.sql), args.format))
    return 0


def print_document(document: Document, form: str) -> None:
    """The record as JSON, Markdown or running text on stdout."""
    if form == "json":
        from corpus.document import to_json

        text = to_json(document) + "\n"
    elif form == "markdown":
        from corpus.export.markdown import render

        text = render(document)
    else:
        from corpus.export.text import running_text

        text = running_text(document)
    sys.stdout.write(text)
