"""From pages of pieces to one :class:`Reading`: furniture, layout, joined paragraphs."""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.document import Fault, Label, Page, Prov, TextSource, Triage
from extractors.breaks import usual_size
from extractors.bullets import with_bullets
from extractors.furniture import PageRows, edge_pieces, find_furniture
from extractors.layout import Laid, lay_out
from extractors.leaders import with_leaders
from extractors.lines import Piece, hull, lines_of
from extractors.observed import ObservedBlock, Reading, Word
from extractors.paragraphs import join_interrupted


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as read: its pieces of lines (tables among them) and how they were got.

    ``asides`` are texts in other reading directions (labels of axes, stamps on the margin),
    each group turned upright; ``figures`` the words recognised in pictures that show no running
    text (charts, schemes, maps), each picture by itself. ``fold``: where two pages on one picture
    part, points from the left; ``leaf``: which of them this is (0 or 1).
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()
    rotation: int = 0
    skew: float = 0.0
    source: TextSource = "text_layer"
    triage: Triage = field(default_factory=Triage)
    confidence: float = 1.0
    asides: tuple[tuple[Piece, ...], ...] = ()
    figures: tuple[tuple[Piece, ...], ...] = ()
    fold: float | None = None
    leaf: int = 0


def leaves(page: PageRead) -> list[PageRead]:
    """The page, or both pages that its picture shows, each with its own pieces."""
    if page.fold is None:
        return [page]
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in page.pieces:
        sides[(piece.bbox[0] + piece.bbox[2]) / 2 > page.fold].append(piece)
    left, right = (replace(page, pieces=tuple(side)) for side in sides)
    return [left, replace(right, asides=(), figures=(), leaf=1)]


@dataclass(frozen=True, slots=True)
class Parked:
    """A page that waits for the others: packed, with what is asked of all pages at once (its
    rows near the edges, and how many characters have which size). A page of objects takes
    half a megabyte, a packed one a thirtieth."""

    packed: bytes
    rows: PageRows
    edges: tuple[int, ...]
    sizes: Counter[float]
    folded: bool = False

    def page(self) -> PageRead:
        """The page as it was."""
        page: PageRead = pickle.loads(zlib.decompress(self.packed))  # noqa: S301  our own bytes
        return page


def park(page: PageRead) -> Parked:
    """The page packed until :func:`assemble` needs it."""
    if any(piece.measured for piece in page.pieces):
        page = replace(page, pieces=tuple(with_bullets(with_leaders(page.pieces))))
    pieces = page.pieces
    edges = edge_pieces(pieces)
    light = [replace(pieces[i], words=(Word(pieces[i].text, pieces[i].bbox),)) for i in edges]
    sizes = Counter[float]()
    for piece in pieces:
        if piece.table is None and piece.size > 0:
            sizes[round(piece.size, 1)] += len(piece.text)
    packed = zlib.compress(pickle.dumps(page, pickle.HIGHEST_PROTOCOL), 1)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    rows = PageRows(page.number, page.height, light, usual)
    return Parked(packed, rows, tuple(edges), sizes, page.fold is not None)


def _numbered(pages: Sequence[Parked]) -> list[PageRows]:
    """The rows of the pages, numbered as leaves of the book: pictures of two pages count two."""
    if not any(parked.folded for parked in pages):
        return [parked.rows for parked in pages]
    leaf = {id(b): 1 for a, b in pairwise(pages) if a.rows.number == b.rows.number}
    return [replace(p.rows, number=2 * p.rows.number + leaf.get(id(p), 0)) for p in pages]


def assemble(
    pages: Sequence[Parked],
    mimetype: str,
    *,
    metadata: dict[str, list[str]] | None = None,
    errors: Sequence[Fault] = (),
    engines: dict[str, str | None] | None = None,
) -> Reading:
    """The pages as records, their blocks in reading order."""
    rows = _numbered(pages)
    furniture = find_furniture(rows)
    body = _body_size(pages)
    blocks: list[ObservedBlock] = []
    records: list[Page] = []
    at = 0
    for parked, row in zip(pages, rows, strict=True):
        page = parked.page()
        places = {id(p): i for p, i in zip(row.pieces, parked.edges, strict=True)}
        own = [(page.pieces[places[id(p)]], label) for p, label in furniture.get(row.number, [])]
        if not page.leaf:
            at = 0
            records.append(_page(page))
        found = _blocks(page, own, body, at)
        at += sum(len(block.text) + 1 for block in found)
        blocks += found
    return Reading(
        mimetype=mimetype,
        pages=tuple(records),
        blocks=tuple(join_interrupted(blocks)),
        metadata=metadata or {},
        errors=tuple(errors),
        engines=engines or {},
    )


def _page(page: PageRead) -> Page:
    return Page(
        number=page.number,
        width=round(page.width, 2),
        height=round(page.height, 2),
        rotation=page.rotation,
        skew=round(page.skew, 2),
        text_source=page.source,
        triage=page.triage,
        confidence=round(page.confidence, 3),
    )


def _body_size(pages: Sequence[Parked]) -> float | None:
    """The font size that most characters of the document have."""
    count: Counter[float] = Counter()
    for parked in pages:
        count += parked.sizes
    return count.most_common(1)[0][0] if count else None


def _blocks(
    page: PageRead, furniture: Sequence[tuple[Piece, Label]], body: float | None, at: int
) -> list[ObservedBlock]:
    """Header, text in reading order, footnotes, footer. Spans count over the page's text, of which
    ``at`` characters are there already."""
    marked = {id(piece) for piece, _ in furniture}
    heads = _furniture_blocks(furniture, page, upper=True)
    feet = _furniture_blocks(furniture, page, upper=False)
    if page.source == "ocr":
        body = usual_size(lines_of([p for p in page.pieces if p.table is None]))
    laid = lay_out([p for p in page.pieces if id(p) not in marked], body, page.height)
    drawn = any(block.label == "picture" for block in laid)
    asides = [_aside(block, drawn) for group in page.asides for block in lay_out(group, body)]
    turned = {id(block) for block in asides}
    figures = [Laid(tuple(lines_of(group)), "picture") for group in page.figures]
    out: list[ObservedBlock] = []
    for block in [*heads, *laid, *figures, *asides, *feet]:
        observed = _observed(block, page, at, placed=id(block) not in turned)
        if observed.text.strip():
            out.append(observed)
            at += len(observed.text) + 1
    return out


def _aside(block: Laid, drawn: bool) -> Laid:
    """Turned text: no heading, and beside a drawn chart the name of its axis."""
    if block.label != "heading":
        return block
    return replace(block, label="picture" if drawn else "paragraph")


def _furniture_blocks(
    furniture: Sequence[tuple[Piece, Label]], page: PageRead, *, upper: bool
) -> list[Laid]:
    half = [(p, label) for p, label in furniture if (p.base < page.height / 2) == upper]
    labels = dict.fromkeys(label for _, label in half)
    return [
        Laid(tuple(lines_of([p for p, own in half if own == label])), label) for label in labels
    ]


def _observed(block: Laid, page: PageRead, at: int, *, placed: bool = True) -> ObservedBlock:
    """A block with its place; turned text (not ``placed``) has none on the upright page."""
    text = _table_text(block) if block.table is not None else block.text
    box = block.table.bbox if block.table is not None else _hull_of(block)
    box = box if placed else None
    confidence = _mean(line.confidence for line in block.lines) if block.lines else page.confidence
    return ObservedBlock(
        text=text,
        label=block.label,
        provs=(Prov(page=page.number, bbox=box, span=[at, at + len(text)]),),
        text_source=page.source if block.table is not None else block.source,
        triage=_block_triage(block, page),
        confidence=round(confidence, 3),
        size=block.size,
        bold=block.bold,
        centered=block.centered,
        table=block.table,
    )


def _block_triage(block: Laid, page: PageRead) -> Triage:
    """The page's verdict, unless this block was read in another way than the page."""
    if block.source == "ocr" and page.source != "ocr" and block.table is None:
        return Triage(verdict="ocr", score=0.0, reasons=["no sound text in the layer here"])
    if block.source == "text_layer" and page.source == "ocr" and block.lines:
        return Triage(verdict="keep", score=1.0, reasons=["sound beyond doubt in the layer"])
    return page.triage


def _table_text(block: Laid) -> str:
    from extractors.tables import as_text

    assert block.table is not None
    return str(as_text(block.table))


def _hull_of(block: Laid) -> list[float] | None:
    boxes = [line.bbox for line in block.lines if line.bbox is not None]
    return [round(v, 2) for v in hull(boxes)] if boxes else None


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 1.0
