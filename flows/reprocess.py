"""One document again, with settings of its own, and what changed by that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.compare import render
from corpus.document import Document
from corpus.errors import UnreadableFile
from corpus.store import Corpus
from extractors.options import ReadOptions
from flows.outcomes import Outcome
from flows.sources import SourceFile, discover, single


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What came of it: the outcome, and the changes against the stored record as text."""

    outcome: Outcome
    report: str


def reprocess(
    document: str, corpus: str, options: ReadOptions | None = None, *, track: bool = False
) -> Reprocessed:
    """Do one document again, by its id or its file, and keep the new record.

    The earlier record stays readable as a version. ``track`` makes it a Prefect flow run.

    Raises:
        NotInCorpus: neither a document nor a file of this name.
        UnreadableFile: the source of the document is no longer where it was.
    """
    options = options or ReadOptions()
    if track:
        from flows import server

        server.quiet()
        server.ensure(corpus)
        from flows.tracked import reprocess_here

        return reprocess_here(document, corpus, options)
    return do_again(document, corpus, options)


def do_again(document: str, corpus: str, options: ReadOptions) -> Reprocessed:
    """The work of :func:`reprocess`, in this process."""
    from flows import steps
    from flows.workers import keep

    store = Corpus.open(corpus, create=Path(document).is_file())
    source = find(document, store)
    made = steps.process(source, options)
    before = store.get(made.id) if store.has(made.id) else None
    outcome = keep(made, corpus)
    return Reprocessed(outcome, _report(before, made, outcome, store))


def find(document: str, store: Corpus) -> SourceFile:
    """The source that a file name or an id means.

    Raises:
        NotInCorpus: there is neither.
        UnreadableFile: the file of the document is gone, or has other content now.
    """
    if Path(document).is_file():
        return single(Path(document))
    record = store.get(document)
    source = at_uri(record.source.uri)
    if source is None:
        raise UnreadableFile(record.source.filename, f"it is no longer at {record.source.uri}")
    digest = hashlib.sha256(source.load()).hexdigest()
    if digest != record.id:
        raise UnreadableFile(
            record.source.filename, "the file has changed since; name the file to read it anew"
        )
    return source


def at_uri(uri: str) -> SourceFile | None:
    """The source at the address that a record bears, if it is still there (``#`` leads to
    a member of an archive)."""
    path = Path(unquote(urlsplit(uri).path))
    if not uri.startswith("file:") or not path.is_file():
        return None
    return next((s for s in discover([path]) if s.uri == uri), None)


def _report(before: Document | None, after: Document, outcome: Outcome, store: Corpus) -> str:
    head = f"{after.source.filename}  {after.id[:12]}\n"
    if outcome.ending == "failed":
        return f"{head}failed: {outcome.message}\n"
    if before is None:
        return f"{head}new in the corpus: {after.status}, grade {after.quality.grade}\n"
    number = len(store.versions(after.id))
    kept = f"version {number}; `vychitka show {after.id[:12]} --version {number - 1}` is the earlier one\n"
    return head + render(before, after) + kept
