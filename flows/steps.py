"""The order of steps, for one document: read, repair, describe, score.

Everything that runs the pipeline (the Prefect flow, the direct run, ``read``,
``reprocess``) calls :func:`process`. It never raises for what a file does: every
source ends as a record that is ok, partial or failed with a reason.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from corpus.document import (
    Block,
    Document,
    Fault,
    Page,
    Repair,
    Run,
    Source,
    Status,
    Table,
    Triage,
    Work,
)
from corpus.errors import EmptyFile, VychitkaError
from extractors.observed import ObservedBlock, Reading
from extractors.options import ReadOptions
from fixers.chain import Passage, Repaired
from flows.sources import SourceFile

log = logging.getLogger("vychitka")

#: ``progress(done, total)``: pages read so far, and how many there are.
Progress = Callable[[int, int], None]

#: Kinds of repair that are a matter of layout: they do not make a block "repaired".
LAYOUT_KINDS = frozenset({"linebreak", "hyphen", "spacing"})
#: Labels of blocks without words of a language.
WORDLESS = frozenset({"formula", "code", "listing", "page_number"})
#: A page counts as repaired when this share of its characters stands in repaired blocks.
REPAIRED_PAGE = 0.2


@dataclass
class Draft:
    """A document in the making: what the steps so far have found."""

    reading: Reading
    errors: list[Fault]
    blocks: list[Block] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def process(
    source: SourceFile, options: ReadOptions | None = None, progress: Progress | None = None
) -> Document:
    """One source as a record, through all steps.

    >>> from flows.sources import from_bytes
    >>> document = process(from_bytes("Цель статьи.\\n".encode(), "a.txt"))
    >>> document.status, [b.text for b in document.blocks]
    ('ok', ['Цель статьи.'])
    """
    options = options or ReadOptions()
    started, clock = datetime.now(UTC), time.perf_counter()
    data, draft, fault = b"", None, None
    try:
        data = source.load()
        draft = _read(data, source.filename, options, progress)
    except Exception as error:
        fault = _fault("read", error)
    if draft is not None and draft.reading.blocks:
        _repair(draft, options)
        _describe(draft)
    return _document(source, data, draft, fault, options, started, time.perf_counter() - clock)


def _read(data: bytes, filename: str, options: ReadOptions, progress: Progress | None) -> Draft:
    from extractors import readers

    reading = readers.read(data, filename, options, progress)
    return Draft(reading, list(reading.errors))


def _repair(draft: Draft, options: ReadOptions) -> None:
    """Blocks with their repaired text; without repairs where the chain fails."""
    from fixers import chain

    observed = draft.reading.blocks
    passages = [Passage(b.text, b.label, b.text_source) for b in observed]
    try:
        repaired = chain.repair(
            passages, off=options.fixers_off, min_confidence=options.min_confidence
        )
    except Exception as error:
        draft.errors.append(_fault("repair", error))
        repaired = [Repaired(p.text) for p in passages]
    try:
        langs = _block_languages(observed, repaired)
    except Exception as error:
        draft.errors.append(_fault("repair", error))
        langs = [None] * len(observed)
    repaired = _mend_tables(draft, repaired, langs)
    rows = zip(observed, repaired, langs, strict=True)
    for number, (seen, done, lang) in enumerate(rows, start=1):
        block = _block(number, seen, done, lang)
        draft.blocks.append(block)
        draft.repairs += _repairs(block.id, done)


def _mend_tables(
    draft: Draft, repaired: Sequence[Repaired], langs: Sequence[str | None]
) -> list[Repaired]:
    """The passages with misread numbers of scanned tables put right by the tables' own sums."""
    from extractors import tables
    from fixers.edits import apply_edits, stack

    out, observed = list(repaired), draft.reading.blocks
    if not any(b.table is not None and b.table.method == "ocr" for b in observed):
        return out
    blocks = [
        _block(n, seen, done, lang)
        for n, (seen, done, lang) in enumerate(zip(observed, repaired, langs, strict=True), start=1)
    ]
    try:
        fixes = tables.corrections(blocks, observed)
    except Exception as error:
        draft.errors.append(_fault("tables", error))
        return out
    for i, edits in fixes.items():
        changes = stack(out[i].changes, edits, observed[i].text)
        out[i] = Repaired(apply_edits(out[i].text, edits), tuple(changes))
    return out


def _block_languages(
    observed: Sequence[ObservedBlock], repaired: Sequence[Repaired]
) -> list[str | None]:
    """The language of each block; signs of a formula or a code are in none."""
    from fixers.languages import languages_of

    texts = [
        "" if seen.label in WORDLESS else done.text
        for seen, done in zip(observed, repaired, strict=True)
    ]
    return languages_of(texts)


def _block(number: int, seen: ObservedBlock, done: Repaired, lang: str | None) -> Block:
    return Block(
        id=f"b{number}",
        order=number,
        label=seen.label,
        lang=lang or seen.lang,
        orig=seen.text,
        text=done.text,
        provs=list(seen.provs),
        page=seen.page,
        text_source=seen.text_source,
        triage=_judged(seen.triage, done),
        confidence=round(seen.confidence * _certainty(done), 4),
    )


def _judged(triage: Triage, done: Repaired) -> Triage:
    """The reader's verdict, turned to "repair" where fixers had to mend more than layout."""
    mended = [c for c in done.changes if not c.flag and c.kind not in LAYOUT_KINDS]
    if triage.verdict != "keep" or not mended:
        return triage
    kinds = dict.fromkeys(c.kind for c in mended)
    share = sum(len(c.after) for c in mended) / max(1, len(done.text))
    reasons = triage.reasons + [f"{kind} repaired" for kind in kinds]
    score = round(max(0.0, min(triage.score, 1.0 - share)), 4)
    return Triage(verdict="repair", score=score, reasons=reasons)


def _certainty(done: Repaired) -> float:
    """Expected share of characters that the repairs got right."""
    doubt = sum((1.0 - c.confidence) * max(len(c.after), 1) for c in done.changes)
    return max(0.0, 1.0 - doubt / max(1, len(done.text)))


def _repairs(block: str, done: Repaired) -> list[Repair]:
    from flows.repair import as_record

    return [as_record(change, block) for change in done.changes]


def _describe(draft: Draft) -> None:
    """Tables and works; a stage that fails leaves the blocks as they are."""
    from extractors import tables, works

    observed = draft.reading.blocks
    try:
        draft.tables, draft.blocks = tables.describe_tables(draft.blocks, observed)
    except Exception as error:
        draft.errors.append(_fault("tables", error))
    try:
        described = works.describe(draft.blocks, observed, draft.tables, draft.reading.metadata)
    except Exception as error:
        draft.errors.append(_fault("works", error))
        return
    draft.works, draft.blocks, draft.tables = described.works, described.blocks, described.tables


def _fault(stage: str, error: Exception) -> Fault:
    """What happened, in a sentence; the traceback of a surprise goes to the debug log."""
    if isinstance(error, VychitkaError):
        return Fault(stage=stage, kind=error.kind, message=error.sentence)
    log.debug("unexpected failure in stage %s", stage, exc_info=error)
    message = f"unexpected {type(error).__name__}: {error}; please report it with the file"
    return Fault(stage=stage, kind="internal", message=message)


def _document(
    source: SourceFile,
    data: bytes,
    draft: Draft | None,
    fault: Fault | None,
    options: ReadOptions,
    started: datetime,
    seconds: float,
) -> Document:
    from corpus import quality

    digest = hashlib.sha256(data or source.uri.encode()).hexdigest()
    draft = draft or Draft(_nothing(data, source.filename), [])
    faults = ([fault] if fault else []) + draft.errors
    status = _status(draft, faults)
    if status == "failed" and not faults:
        faults = [_fault("read", _empty(options))]
    pages = _pages(draft)
    return Document(
        id=digest,
        source=Source(
            filename=source.filename,
            uri=source.uri,
            mimetype=draft.reading.mimetype,
            bytes=len(data),
            sha256=digest,
            encoding=draft.reading.encoding,
        ),
        status=status,
        errors=faults,
        languages=_languages(draft.blocks),
        pages=pages,
        blocks=draft.blocks,
        repairs=draft.repairs,
        works=draft.works,
        tables=draft.tables,
        quality=quality.score(
            draft.blocks, draft.repairs, pages, faults, draft.tables, status=status
        ),
        run=_run(options, draft.reading, started, seconds),
    )


def _empty(options: ReadOptions) -> EmptyFile:
    """Why a file that could be opened gave no text."""
    if options.ocr == "never":
        return EmptyFile("", "no page has a text layer, and recognition was off (--ocr never)")
    return EmptyFile("", "no text was found on any page")


def _nothing(data: bytes, filename: str) -> Reading:
    from extractors.sniff import sniff

    return Reading(mimetype=sniff(data, filename), pages=(), blocks=())


def _status(draft: Draft, faults: Sequence[Fault]) -> Status:
    if not any(block.text.strip() for block in draft.blocks):
        return "failed"
    return "partial" if faults else "ok"


def _languages(blocks: Sequence[Block]) -> dict[str, float]:
    """Share of letters by language, largest first; traces under half a percent left out."""
    letters = Counter[str]()
    for block in blocks:
        if block.lang:
            letters[block.lang] += sum(map(str.isalpha, block.text))
    total = letters.total()
    shares = {lang: round(n / total, 2) for lang, n in letters.most_common() if n}
    return {lang: share for lang, share in shares.items() if share >= 0.01}


def _pages(draft: Draft) -> list[Page]:
    """Pages whose verdict says "repair" where much of their text had to be repaired."""
    by_page: dict[int, list[Block]] = {}
    for block in draft.blocks:
        by_page.setdefault(block.page, []).append(block)
    pages = []
    for page in draft.reading.pages:
        here = by_page.get(page.number, [])
        total = sum(len(b.text) for b in here)
        mended = [b for b in here if b.triage.verdict == "repair"]
        share = sum(len(b.text) for b in mended) / max(1, total)
        if page.triage.verdict == "keep" and share >= REPAIRED_PAGE:
            reasons = [*page.triage.reasons, f"{share:.0%} of the text repaired"]
            score = round(1.0 - share, 4)
            triage = Triage(verdict="repair", score=score, reasons=reasons)
            page = page.model_copy(update={"triage": triage})
        pages.append(page)
    return pages


def pipeline_fingerprint(options: ReadOptions) -> str:
    """What decides the result: the code, the models, the engines and these options."""
    from corpus.fingerprint import fingerprint

    # A password opens a file; it does not change what stands in it.
    settings = options.model_dump(mode="json", exclude={"password"})
    return fingerprint(settings, {"tesseract": _tesseract()})


@cache
def _tesseract() -> str | None:
    from corpus.errors import MissingDependency
    from extractors import ocr

    try:
        return ocr.version()
    except MissingDependency:
        return None


def _run(options: ReadOptions, reading: Reading, started: datetime, seconds: float) -> Run:
    # How many pages are read at once changes nothing in the record.
    told: dict[str, Any] = options.model_dump(mode="json", exclude={"jobs"})
    if options.password is not None:
        told.update(password="(given)")  # never the word itself
    return Run(
        version=version("vychitka"),
        fingerprint=pipeline_fingerprint(options),
        options=told,
        started=started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 3),
        engines={"tesseract": _tesseract(), **reading.engines},
    )
