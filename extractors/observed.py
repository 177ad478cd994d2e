"""What a reader saw, before repair: pages, blocks of observed text, tables.

Readers produce a :class:`Reading`; layout turns lines into blocks; ``works`` and the
tables turn repaired blocks into records. Coordinates are points (1/72 inch) from the
upper left corner of the page as displayed (after its own /Rotate).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.document import BBox, Fault, Label, Page, Prov, TableMethod, TextSource, Triage


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box; ``confidence`` 0 to 1 (1 for a text layer); so many digits or signs at
    its beginning are ``raised``, smaller than the rest or than the word behind it."""

    text: str
    bbox: BBox
    confidence: float = 1.0
    raised: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        # Pages travel between processes: field by field they took five times as long.
        return Word, (self.text, self.bbox, self.confidence, self.raised)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``size`` is the font size in points (x-height based for OCR);
    ``span`` is ``[start, stop)`` in the text of the page as read."""

    text: str
    bbox: BBox | None = None
    words: tuple[Word, ...] = ()
    size: float | None = None
    bold: bool = False
    italic: bool = False
    confidence: float = 1.0
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ObservedCell:
    """A cell as found: its place in the grid, its spans and its text as printed.

    ``alternatives`` are other readings of the picture (recognition only).
    """

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False
    bbox: BBox | None = None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedTable:
    """A table found on a page by ruling, alignment, markup or OCR boxes."""

    cells: tuple[ObservedCell, ...]
    n_rows: int
    n_cols: int
    method: TableMethod
    page: int = 1
    bbox: BBox | None = None
    confidence: float = 1.0
    header_rows: int = 0
    caption: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedBlock:
    """A block in reading order. ``text`` keeps its line ends (``\\n``) and is what the
    record calls ``orig``. ``table`` is set on the block that stands for a table;
    its ``text`` is then the rows as lines with tabs between the cells."""

    text: str
    label: Label = "paragraph"
    provs: tuple[Prov, ...] = ()
    text_source: TextSource = "text_layer"
    triage: Triage = field(default_factory=Triage)
    confidence: float = 1.0
    lang: str | None = None
    size: float | None = None
    bold: bool = False
    centered: bool = False
    table: ObservedTable | None = None

    @property
    def page(self) -> int:
        """The page on which the block begins."""
        return self.provs[0].page if self.provs else 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a reader got out of one file.

    ``metadata`` holds what the file says about itself under the names that it uses
    (``citation_title``, ``DC.Creator``, ``og:title``, PDF ``Title``, …), each a list of
    values. ``engines`` names versions and the models that were really used.
    """

    mimetype: str
    pages: tuple[Page, ...]
    blocks: tuple[ObservedBlock, ...]
    encoding: str | None = None
    metadata: dict[str, list[str]] = field(default_factory=dict)
    errors: tuple[Fault, ...] = ()
    engines: dict[str, str | None] = field(default_factory=dict)
