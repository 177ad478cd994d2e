"""The record: one document as other tools read it (schema ``vychitka/1``).

Every model here is frozen, rejects unknown fields and fills what is missing with
an empty container or ``None``, so a record always has the same shape. Nothing in
this file computes: scoring, storing and exporting are functions elsewhere.

Field names follow JATS (works, abstracts, contrib), CSL-JSON (references),
DoclingDocument (tables, provenance) and TEI (repairs as sic/corr with
responsibility and certainty). Language keys are ISO 639-1 codes; dates are ISO
8601 strings as far as they are known ("2019-11-16", "2022").
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "vychitka/1"

Status = Literal["ok", "partial", "failed"]
TextSource = Literal["text_layer", "ocr", "markup", "plain_text"]
Verdict = Literal["keep", "repair", "ocr", "empty"]
Label = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "caption",
    "footnote",
    "reference",
    "table",
    "picture",
    "formula",
    "page_header",
    "page_footer",
    "page_number",
    "boilerplate",
    "author",
    "affiliation",
    "abstract",
    "keywords",
    "code",
    "listing",
]
RepairKind = Literal[
    "encoding",
    "lookalike",
    "homoglyph",
    "hyphen",
    "linebreak",
    "spacing",
    "number",
    "url",
    "keyboard",
    "spelling",
    "duplicate",
    "ocr",
    "manual",
]
#: ``auto``: applied by a fixer. ``flagged``: proposed, not applied (``after`` is what
#: stands in the text, the proposal is in ``alternatives``). ``accepted`` and
#: ``rejected``: what a reader of the review page decided.
RepairStatus = Literal["auto", "flagged", "accepted", "rejected"]
SectionType = Literal["relevance", "objective", "data_methods", "results", "conclusions", "other"]
Role = Literal["author", "supervisor", "translator", "editor"]
TableMethod = Literal["lines", "alignment", "ocr", "plain_text", "markup"]
CellType = Literal["number", "text", "missing", "range", "date", "empty"]
Grade = Literal["A", "B", "C", "D", "F"]

#: ``[x0, top, x1, bottom]`` in points (1/72 inch) from the upper left corner of the page.
BBox = list[float]
#: ``{language: text}``
ByLang = dict[str, str]


class Record(BaseModel):
    """Base of every part of the record: frozen, no unknown fields."""

    # Built on first use: a command that needs no record does not pay for its 25 models.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Triage(Record):
    """The decision on how a page or block is to be read, with its reasons.

    ``score`` is the trust in the text as observed, 0 (garbage) to 1 (sound).
    """

    verdict: Verdict = "keep"
    score: float = 1.0
    reasons: list[str] = Field(default_factory=list)


class Source(Record):
    """Where the bytes came from. ``encoding`` is set for text and markup only."""

    filename: str
    uri: str
    mimetype: str
    bytes: int
    sha256: str
    encoding: str | None = None


class Fault(Record):
    """One page or stage that failed: what happened, and what to do about it."""

    stage: str
    page: int | None = None
    kind: str
    message: str


class Page(Record):
    """One page. ``width`` and ``height`` in points, ``rotation`` in degrees clockwise
    (0, 90, 180, 270) as applied to read it, ``skew`` in degrees."""

    number: int
    width: float | None = None
    height: float | None = None
    rotation: int = 0
    skew: float = 0.0
    text_source: TextSource = "text_layer"
    triage: Triage = Field(default_factory=Triage)
    confidence: float = 1.0


class Prov(Record):
    """A place that a block (or a part of it) came from: ``span`` is ``[start, stop)`` in
    the text of that page as read (of the whole file for plain text and markup)."""

    page: int
    bbox: BBox | None = None
    span: list[int] | None = None


class Link(Record):
    """A tie from a block to something that refers to it.

    ``from`` is the id of the block or table that bears ``mark``.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        serialize_by_alias=True,
    )

    from_: str = Field(alias="from")
    mark: str


class Block(Record):
    """A paragraph, heading, caption, … : ``orig`` as observed, ``text`` after repair."""

    id: str
    order: int
    label: Label = "paragraph"
    lang: str | None = None
    orig: str
    text: str
    provs: list[Prov] = Field(default_factory=list)
    page: int = 1
    text_source: TextSource = "text_layer"
    triage: Triage = Field(default_factory=Triage)
    confidence: float = 1.0
    work: int | None = None
    duplicate_of: str | None = None
    links: list[Link] = Field(default_factory=list)


class RepairStep(Record):
    """One stage of a stacked repair: what one fixer changed, in its own words."""

    fixer: str
    kind: RepairKind
    before: str
    after: str
    reason: str = ""
    confidence: float = 1.0


class Repair(Record):
    """One applied edit of a block: ``before == block.orig[start:stop]``.

    The repairs of a block are disjoint and ordered. Replacing each ``before`` by its
    ``after`` gives ``block.text``; the reverse gives ``block.orig``.
    """

    block: str
    start: int
    stop: int
    before: str
    after: str
    kind: RepairKind
    fixer: str
    confidence: float = 1.0
    alternatives: list[str] = Field(default_factory=list)
    status: RepairStatus = "auto"
    steps: list[RepairStep] = Field(default_factory=list)
    reason: str = ""


class Author(Record):
    """A contributor (JATS ``contrib``)."""

    name: ByLang = Field(default_factory=dict)
    surname: ByLang = Field(default_factory=dict)
    given_names: ByLang = Field(default_factory=dict)
    affiliation: ByLang = Field(default_factory=dict)
    role: Role = "author"
    position: str | None = None
    email: str | None = None
    orcid: str | None = None


class Section(Record):
    """One section of a structured abstract."""

    type: SectionType = "other"
    title: str | None = None
    text: str


class Abstract(Record):
    """An abstract in one language (JATS ``abstract`` or ``trans-abstract``)."""

    lang: str | None
    title: str | None = None
    text: str
    sections: list[Section] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)
    blocks: list[str] = Field(default_factory=list)
    confidence: float = 1.0


class AbstractPair(Record):
    """Two abstracts of one work: ``abstracts`` are indices into ``Work.abstracts``,
    ``sentence_pairs`` indices of sentences, ``length_ratio`` second over first."""

    langs: list[str]
    abstracts: list[int]
    score: float
    number_agreement: bool = True
    length_ratio: float = 1.0
    sentence_pairs: list[list[int]] = Field(default_factory=list)
    keyword_pairs: list[list[str]] = Field(default_factory=list)
    flags: list[str] = Field(default_factory=list)


class Codes(Record):
    """Identifiers and classification codes of a work; ``doi`` is bare ("10.…")."""

    doi: str | None = None
    udc: str | None = None
    bbk: str | None = None
    grnti: list[str] = Field(default_factory=list)
    jel: list[str] = Field(default_factory=list)
    edn: str | None = None
    issn: str | None = None
    isbn: str | None = None
    handle: str | None = None


class Journal(Record):
    """Where the work appeared."""

    title: ByLang = Field(default_factory=dict)
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None


class Dates(Record):
    """Dates of a work, ISO 8601 as far as known."""

    published: str | None = None
    received: str | None = None
    accepted: str | None = None
    posted: str | None = None


class Person(Record):
    """A name in a reference (CSL-JSON ``name``)."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None


class Reference(Record):
    """One item of a bibliography (CSL-JSON fields); ``pair`` is the index of its
    twin in the other language, ``cited_by`` the blocks that cite it."""

    raw: str
    lang: str | None = None
    authors: list[Person] = Field(default_factory=list)
    title: str | None = None
    container_title: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    place: str | None = None
    doi: str | None = None
    url: str | None = None
    pair: int | None = None
    cited_by: list[str] = Field(default_factory=list)


class Work(Record):
    """An article, report or page: a file may hold several."""

    title: ByLang = Field(default_factory=dict)
    authors: list[Author] = Field(default_factory=list)
    abstracts: list[Abstract] = Field(default_factory=list)
    abstract_pairs: list[AbstractPair] = Field(default_factory=list)
    keywords: dict[str, list[str]] = Field(default_factory=dict)
    codes: Codes = Field(default_factory=Codes)
    journal: Journal = Field(default_factory=Journal)
    dates: Dates = Field(default_factory=Dates)
    for_citation: ByLang = Field(default_factory=dict)
    funding: list[str] = Field(default_factory=list)
    references: list[Reference] = Field(default_factory=list)
    tables: list[str] = Field(default_factory=list)
    blocks: list[str] = Field(default_factory=list)
    first_page: int | None = None
    last_page: int | None = None
    flags: list[str] = Field(default_factory=list)


class Cell(Record):
    """A table cell (DoclingDocument). ``value`` is the number with minus sign,
    decimal mark and thousands resolved, or ``None``."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str = ""
    is_header: bool = False
    header_path: list[str] = Field(default_factory=list)
    value: float | None = None
    type: CellType = "text"
    unit: str | None = None
    confidence: float = 1.0
    flags: list[str] = Field(default_factory=list)


class Check(Record):
    """An arithmetic relation that was looked for: ``cells`` are ``[row, col]`` pairs."""

    kind: str
    cells: list[list[int]] = Field(default_factory=list)
    ok: bool
    detail: str = ""


class Table(Record):
    """A table (DoclingDocument cells, JATS ``table-wrap``). ``rows`` is a full rectangle
    of ``n_rows`` × ``n_cols`` texts with header rows first; a spanned header repeats
    its text in each column that it covers."""

    id: str
    label: str | None = None
    caption: ByLang = Field(default_factory=dict)
    page: int = 1
    bbox: BBox | None = None
    method: TableMethod = "lines"
    confidence: float = 1.0
    n_rows: int = 0
    n_cols: int = 0
    header_rows: int = 0
    rows: list[list[str]] = Field(default_factory=list)
    cells: list[Cell] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list)
    parts: list[Prov] = Field(default_factory=list)
    work: int | None = None


class Quality(Record):
    """How far to trust the document: each rate is a share of its characters, 0 to 1."""

    grade: Grade = "A"
    score: float = 1.0
    flags: list[str] = Field(default_factory=list)
    ocr_confidence: float | None = None
    garble_rate: float = 0.0
    repaired_rate: float = 0.0
    review_priority: float = 0.0


class Run(Record):
    """How the record was made. ``started`` is ISO 8601 in UTC."""

    version: str
    fingerprint: str
    options: dict[str, Any] = Field(default_factory=dict)
    started: str
    seconds: float = 0.0
    engines: dict[str, str | None] = Field(default_factory=dict)


class Document(Record):
    """One source file as a record. ``languages`` are shares of letters."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    id: str
    source: Source
    status: Status = "ok"
    errors: list[Fault] = Field(default_factory=list)
    languages: dict[str, float] = Field(default_factory=dict)
    pages: list[Page] = Field(default_factory=list)
    blocks: list[Block] = Field(default_factory=list)
    repairs: list[Repair] = Field(default_factory=list)
    works: list[Work] = Field(default_factory=list)
    tables: list[Table] = Field(default_factory=list)
    quality: Quality = Field(default_factory=Quality)
    run: Run

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        serialize_by_alias=True,
    )


def to_json(document: Document, *, indent: int | None = 1) -> str:
    """The record as JSON, keys in the order of the contract, Cyrillic as itself."""
    return document.model_dump_json(by_alias=True, indent=indent)


def from_json(text: str | bytes) -> Document:
    """The record back from JSON.

    Raises:
        pydantic.ValidationError: the JSON does not have the shape of a record.
    """
    return Document.model_validate_json(text)
