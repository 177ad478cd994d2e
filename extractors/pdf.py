"""PDF files: the text layer of each page, its recognised picture, or both block by block."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from corpus.document import BBox, Fault, Triage
from corpus.errors import VychitkaError
from extractors import imaging
from extractors.assemble import PageRead
from extractors.guard import Guard
from extractors.labels import is_caption
from extractors.layout import lay_out
from extractors.lines import Piece, pieces_of, turned
from extractors.measure import even_layer
from extractors.observed import ObservedTable, Reading
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.paper import on_page, paper_dpi
from extractors.plumber import Plumber, with_tables
from extractors.render import Pdf, may_be_scan
from extractors.scan import Outcome, Task, fault, run, scanned_page
from extractors.slant import levelled
from extractors.sniff import PDF
from extractors.spread import shifted
from extractors.triage import PageVerdict, judge_block, judge_page, known_share

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractors.glyphs import Glyph
    from extractors.recognise import Recognised
    from extractors.render import PageContent
    from extractors.tables.geometry import Rule

#: Resolution at which a page without text is looked at for ink.
_GLANCE_DPI = 50.0
#: … and at which a picture on a page with text is searched for lines of text.
_LOOK_DPI = 100.0
#: Rules of tables, points: of open ones (three across), and of ruled ones.
_LONG_RULE, _SHORT_RULE = 72.0, 30.0
#: Of so many rules (maps, drawings) it is not asked which touch one another.
_MANY_RULES = 400
#: No more filled boxes than this make no grid.
_FEW_BOXES = 1


def read(
    data: bytes, options: ReadOptions, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The pages of a PDF file.

    Raises:
        PasswordNeeded: it is encrypted and the password is missing or wrong.
        UnreadableFile: it is no PDF, or too damaged to open.
        MissingDependency: a page must be recognised and Tesseract or a model is missing.
        PageTimeout, EngineFailed: the file hangs or crashes pdfium before any page is asked for.
    """
    judge_block(_WARM_UP)  # loads the lexicons before the child is forked
    with Guard(partial(Pages, data, options), options.page_seconds * _TEXT_SHARE) as pages:
        count, metadata = pages.call("facts")
        numbers = selected_pages(options.pages, count)
        tasks = (_task(pages, number, options) for number in numbers)
        return run(tasks, len(numbers), PDF, options, progress=progress, metadata=metadata.copy)


#: Of the time limit of a page, what its text layer, its tables and its rendering may each take.
_TEXT_SHARE = 1 / 6
_WARM_UP = "Sound words of a text layer are known in some language."


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A page by its text layer: the verdict, whether it may hold tables, and whether it has to
    be looked at as a picture."""

    page: PageRead
    verdict: PageVerdict
    ruled: bool
    shown: bool


class Pages:
    """The pages of one file, as far as pdfium and pdfplumber have to do with them."""

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        self._options = options
        self._pdf = Pdf(data, options.password)
        self._plumber = Plumber(data, options.password)

    def close(self) -> None:
        """Give the file's memory back."""
        self._plumber.close()
        self._pdf.close()

    def facts(self) -> tuple[int, dict[str, list[str]]]:
        """The number of pages, and what the file says about itself."""
        return len(self._pdf), self._pdf.metadata()

    def text(self, number: int) -> TextLayer:
        """Page ``number`` by its text layer."""
        with _collector_at_rest():
            content = self._pdf.content(number)
            page, verdict = text_page(content, self._options)
        if self._options.ocr != "never" and _lacks_lines(self._pdf, content, verdict):
            triage = Triage(verdict="ocr", reasons=["the layer lacks lines of the picture"])
            verdict = replace(verdict, whole=True, triage=triage)
        ruled = not verdict.whole and _may_hold_tables(content, page)
        shown = self._options.ocr != "never" and _needs_picture(self._pdf, content, verdict)
        return TextLayer(page, verdict, ruled, shown)

    def tables(self, number: int, angle: int) -> list[ObservedTable]:
        """The tables of a page whose text runs at ``angle``."""
        return self._plumber.tables(number, angle)

    def pictures_of_text(self, number: int, verdict: PageVerdict) -> list[BBox]:
        """The pictures on the page that show lines of text besides those of the layer."""
        return _pictures_of_text(self._pdf, number, verdict)

    def render(self, number: int) -> tuple[Image, float]:
        """The page as it is recognised, and its resolution."""
        return self._pdf.render(number, self._options.dpi)


def _task(pages: Guard, number: int, options: ReadOptions) -> Task:
    """A page read, or what remains to be done for it in a thread."""
    faults: list[Fault] = []
    try:
        found: TextLayer = pages.call("text", number)
        page, verdict = found.page, found.verdict
        if found.ruled:
            page = _with_tables(page, pages, faults)
        if not found.shown:
            return page, faults, None
        verdict = replace(verdict, pictures=tuple(pages.call("pictures_of_text", number, verdict)))
        if page.pieces and not (verdict.whole or verdict.regions or verdict.pictures):
            return page, faults, None
        picture, dpi = pages.call("render", number)
    except VychitkaError as error:
        return None, [*faults, fault("read", number, error)], None
    return partial(_recognised, page, verdict, picture, dpi, options, faults)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cyclic garbage while a page's characters are made: there are thousands, in
    no cycles, and the searches cost a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _may_hold_tables(content: PageContent, page: PageRead) -> bool:
    """Rules enough for a table, or the caption of one (or of the rest of one)."""
    from extractors.tables.captions import read_caption

    if _has_grid(content.drawing.rules) and _has_columns(content, page):
        return True
    texts = _texts(page)
    return any(
        found is not None and found.kind == "table" for found in map(is_caption, texts)
    ) or any(read_caption(text) is not None for text in texts)


def _has_grid(rules: Sequence[BBox]) -> bool:
    """Three long rules across, or two across and two down, that may be those of one table: across
    and down they touch, or two of three begin and end alike. Bars of fractions are short, and a
    page has a rule, or a double one, under its head and one over its footnotes.

    >>> _has_grid([[50, 60, 500, 61], [50, 700, 190, 701], [90, 300, 120, 301]])
    False
    >>> _has_grid([[50, 60, 500, 61], [50, 62, 500, 63], [50, 680, 500, 681], [50, 682, 500, 683]])
    False
    >>> _has_grid([[50, 60, 500, 61], [50, 80, 500, 81], [50, 160, 500, 161]])
    True
    """
    across = [r[2] - r[0] for r in rules if r[2] - r[0] > r[3] - r[1]]
    down = [r[3] - r[1] for r in rules if r[3] - r[1] >= r[2] - r[0]]
    long = sum(length >= _LONG_RULE for length in across)
    many = long >= 3 or (sum(length >= _SHORT_RULE for length in across) >= 2 and len(down) >= 2)
    return many and (len(rules) > _MANY_RULES or _make_a_table(rules))


def _make_a_table(rules: Sequence[BBox]) -> bool:
    """Whether there are rules of one table among these: without them pdfplumber, which takes ten
    times as long as the rest of a page, finds none either."""
    from extractors.tables.regions import SAME_EXTENT
    from extractors.tables.rulings import components

    across, down = _merged(rules)
    if components(across, down):
        return True
    long = [rule for rule in across if rule.length >= _LONG_RULE]
    return len(long) >= 3 and any(
        abs(a.start - b.start) <= SAME_EXTENT and abs(a.stop - b.stop) <= SAME_EXTENT
        for a, b in combinations(long, 2)
    )


def _merged(rules: Sequence[BBox]) -> tuple[list[Rule], list[Rule]]:
    """Rules across and rules down."""
    from extractors.tables.geometry import Rule, merge_rules

    flat = [r for r in rules if r[2] - r[0] > r[3] - r[1]]
    steep = [r for r in rules if r[3] - r[1] >= r[2] - r[0]]
    return (
        merge_rules(Rule((r[1] + r[3]) / 2, r[0], r[2]) for r in flat),
        merge_rules(Rule((r[0] + r[2]) / 2, r[1], r[3]) for r in steep),
    )


def _has_columns(content: PageContent, page: PageRead) -> bool:
    """Whether rules that do not touch have columns of words between them. Those of a page's head,
    foot and notes begin and end alike, too: the words of the layer tell them from a table's, by
    the same rules that pdfplumber's words are looked at. (Filled boxes and turned pages are not told here.)"""
    from extractors.tables.aligned import aligned_tables
    from extractors.tables.regions import ruled_regions
    from extractors.tables.rulings import components

    across, down = _merged(content.drawing.rules)
    drawn = len(content.drawing.rules) > _MANY_RULES or content.drawing.boxes > _FEW_BOXES
    if page.rotation or drawn or components(across, down):
        return True
    words = [word for piece in page.pieces for word in piece.words]
    return bool(ruled_regions(words, across)) or bool(aligned_tables(words, across, ()))


def _texts(page: PageRead) -> list[str]:
    return [
        piece.text for piece in page.pieces if piece.text[:1].isupper() or piece.text[:1].isdigit()
    ]


def _with_tables(page: PageRead, pages: Guard, faults: list[Fault]) -> PageRead:
    angle = -page.rotation % 360
    try:
        tables: list[ObservedTable] = pages.call("tables", page.number, angle)
    except VychitkaError as error:
        faults.append(fault("tables", page.number, error))
        return page
    asides = () if tables else page.asides  # headers of columns set upright are in the cells
    return replace(page, pieces=tuple(with_tables(page.pieces, tables)), asides=asides)


def _needs_picture(pdf: Pdf, content: PageContent, verdict: PageVerdict) -> bool:
    """Whether the page has to be looked at as a picture."""
    if verdict.whole or verdict.regions or verdict.pictures:
        return True
    return _shows_more(pdf, content)


#: A picture that covers so much of a page is a scan; glyphs cover so much besides their boxes.
_SCAN_SHARE, _GLYPH_MARGIN = 0.8, 1.5


def _lacks_lines(pdf: Pdf, content: PageContent, verdict: PageVerdict) -> bool:
    """Whether a scan shows printed lines that its text layer passes over."""
    page = _SCAN_SHARE * content.width * content.height
    scan = any((p[2] - p[0]) * (p[3] - p[1]) > page for p in content.drawing.pictures)
    if verdict.whole or not scan or not content.glyphs:
        return False
    picture, dpi = pdf.render(content.number, _LOOK_DPI)
    by, scale = _GLYPH_MARGIN, dpi / 72
    boxes = [
        [(g.x0 - by) * scale, (g.top - by) * scale, (g.x1 + by) * scale, (g.bottom + by) * scale]
        for g in content.glyphs
    ]
    return imaging.has_lines_besides(picture, boxes, dpi)


def _pictures_of_text(pdf: Pdf, number: int, verdict: PageVerdict) -> list[BBox]:
    """The pictures on the page that show lines of text besides those of the layer."""
    if verdict.whole or not verdict.pictures:
        return []
    picture, dpi = pdf.render(number, _LOOK_DPI)
    bare = imaging.blanked(picture, [[v * dpi / 72 for v in box] for box in verdict.texts])
    crops = [(box, imaging.cropped(bare, [v * dpi / 72 for v in box])) for box in verdict.pictures]
    return [box for box, crop in crops if imaging.shows_text(crop, dpi)]


def _shows_more(pdf: Pdf, content: PageContent) -> bool:
    """A page without text that is not blank: outlines or pictures that pdfium does not list."""
    if any(g.text.isalnum() for g in content.glyphs):
        return False
    picture, _ = pdf.render(content.number, _GLANCE_DPI)
    return not imaging.is_blank(picture)


def text_page(content: PageContent, options: ReadOptions) -> tuple[PageRead, PageVerdict]:
    """The page by its text layer, and the verdict on that layer."""
    pieces, angle = upright_pieces(content)
    width, height = content.width, content.height
    if angle in (90, 270):
        width, height = height, width
    blocks = lay_out(pieces, None, height)
    verdict = judge_page(content, blocks, repair=_encoding_repaired)
    if options.ocr == "always":
        verdict = replace(
            verdict, whole=True, triage=Triage(verdict="ocr", reasons=["--ocr always"])
        )
    page = PageRead(
        content.number,
        width,
        height,
        tuple(pieces),
        rotation=-angle % 360,
        triage=verdict.triage,
        confidence=verdict.triage.score,
        asides=_asides(content, angle),
    )
    return page, verdict


#: Fewer letters in another reading direction are labels of a drawing.
_ASIDE_LETTERS = 12


def _asides(content: PageContent, main: int) -> tuple[tuple[Piece, ...], ...]:
    """Texts in other quarter turns than the page's own, each turned upright."""
    groups = []
    angles = {_quarter(angle) for angle in {g.angle for g in content.glyphs}}
    for angle in sorted(angles - {main}):
        glyphs = [g for g in content.glyphs if _quarter(g.angle) == angle]
        if sum(g.text.isalpha() for g in glyphs) >= _ASIDE_LETTERS:
            upright = turned(glyphs, angle, content.width, content.height)
            groups.append(tuple(pieces_of(upright, content.fonts)))
    return tuple(groups)


def _encoding_repaired(text: str) -> str:
    """What the chain makes of a text without its lookalike decoder (a wrong-language layer is
    better recognised again than decoded)."""
    from fixers.chain import Passage, repair

    return repair([Passage(text, text_source="text_layer")], off=("lookalike",))[0].text


def upright_pieces(content: PageContent) -> tuple[list[Piece], int]:
    """Pieces of the page's main reading direction, and that direction in degrees."""
    angles = Counter([g.angle for g in content.glyphs if not g.text.isspace()])
    if not angles:
        return [], 0
    directions = Counter[int]()
    for angle, count in angles.items():
        directions[_quarter(angle)] += count
    main = directions.most_common(1)[0][0]
    mine: Sequence[Glyph] = content.glyphs
    if len(directions) > 1:
        mine = [g for g in mine if _quarter(g.angle) == main]
    if main:
        mine = turned(mine, main, content.width, content.height)
    if may_be_scan(content.drawing.pictures, content.width, content.height):
        mine = levelled(mine)
    return even_layer(pieces_of(mine, content.fonts)), main


def _quarter(angle: int) -> int:
    """The nearest quarter turn.

    >>> _quarter(2), _quarter(358), _quarter(91)
    (0, 0, 90)
    """
    return round(angle / 90) * 90 % 360


# ------------------------------------------------------------------ recognition


def _recognised(
    page: PageRead,
    verdict: PageVerdict,
    picture: Image,
    dpi: float,
    options: ReadOptions,
    faults: list[Fault],
) -> Outcome:
    """The page with recognised text in place of what the layer lacks or spoils."""
    from extractors.recognise import recognise_page
    from extractors.two_readings import reads_better, with_layer

    on_paper = paper_dpi(max(picture.size), dpi)
    try:
        found = recognise_page(picture, on_paper, options.lang, options.page_seconds)
        found = on_page(found, on_paper / dpi)
        if reads_better(found, page.pieces):
            return _by_layer(page, verdict), faults, found.language
        found = with_layer(found, page.pieces, page.width, page.height)
    except VychitkaError as error:
        if error.kind == "missing-dependency" and options.lang != "auto":
            raise
        return page, [*faults, fault("ocr", page.number, error)], None
    if page.pieces and not verdict.whole:
        return _mixed(page, verdict, _on_page(found, page)), faults, found.language
    reasons = verdict.triage.reasons if verdict.triage.verdict == "ocr" else ["no text layer"]
    page = scanned_page(page.number, found, list(reasons), verdict.triage.score * verdict.whole)
    return page, faults, found.language


def _on_page(found: Recognised, page: PageRead) -> Sequence[Piece]:
    """The recognised pieces at their places on the page: the picture grew about its middle when
    it was set straight."""
    across, down = (page.width - found.width) / 2, (page.height - found.height) / 2
    if found.rotation or max(abs(across), abs(down)) < 1:
        return found.pieces
    return shifted(found.pieces, across, down)


def _by_layer(page: PageRead, verdict: PageVerdict) -> PageRead:
    """The page by its garbled layer after all: the repair chain decodes it."""
    reasons = [*verdict.triage.reasons, "the picture is too poor to be recognised better"]
    triage = Triage(verdict="repair", score=verdict.triage.score, reasons=reasons)
    return replace(page, triage=triage)


def _mixed(page: PageRead, verdict: PageVerdict, recognised: Sequence[Piece]) -> PageRead:
    """The layer's pieces outside the spoilt regions, and the recognised ones inside these and
    inside the pictures that show text (of a scan: wherever no piece of the layer stays); the
    labels of a chart stay by themselves."""
    kept = [p for p in page.pieces if not _within(p, verdict.regions)]
    boxes = [p.bbox for p in kept]
    new = [p for p in recognised if not any(_hides(b, p) for b in boxes)]
    if verdict.over_scan and verdict.triage.verdict == "ocr":
        fresh = [p for p in new if not any(_repeats(own, p) for own in kept)]
        return replace(page, pieces=(*kept, *fresh), source="ocr")
    added = [p for p in new if _within(p, verdict.regions)]
    figures = []
    for picture in verdict.pictures:
        inside = [p for p in new if _within(p, [picture]) and p not in added]
        if _is_running_text(inside) or _area(picture) > _PAGE_PICTURE * page.width * page.height:
            added += inside
        elif inside:
            figures.append(tuple(inside))
    return replace(page, pieces=(*kept, *added), figures=tuple(figures))


#: A picture over this share of a page is the page.
_PAGE_PICTURE = 0.5


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


#: Lines of running text: this long, this many, and this share of their words known.
_TEXT_CHARS, _TEXT_LINES, _TEXT_KNOWN = 25, 3, 0.6


def _is_running_text(pieces: Sequence[Piece]) -> bool:
    """Whether a picture shows lines of prose or a table, not the labels of a chart."""
    if any(p.table is not None for p in pieces):
        return True
    lines = [p.text for p in pieces if len(p.text) >= _TEXT_CHARS]
    return len(lines) >= _TEXT_LINES and known_share(" ".join(lines))[0] >= _TEXT_KNOWN


def _within(piece: Piece, regions: Sequence[BBox]) -> bool:
    x, y = (piece.bbox[0] + piece.bbox[2]) / 2, (piece.bbox[1] + piece.bbox[3]) / 2
    return any(r[0] - 2 <= x <= r[2] + 2 and r[1] - 2 <= y <= r[3] + 2 for r in regions)


#: The layer of a scan may stand off its picture by so many lines; the words are those of the same
#: line when they are as alike as this (per cent), where so many characters tell it.
_OFF, _ALIKE, _ALIKE_CHARS = 1.6, 75, 4


def _repeats(kept: Piece, piece: Piece) -> bool:
    """Whether a recognised piece is a line of the layer, or a part of one, again."""
    step = _OFF * max(kept.size, piece.size)
    if abs(kept.base - piece.base) > step or len(piece.text) < _ALIKE_CHARS:
        return False
    if piece.bbox[0] > kept.bbox[2] or kept.bbox[0] > piece.bbox[2]:
        return False
    from rapidfuzz.fuzz import partial_ratio

    return partial_ratio(kept.text, piece.text, score_cutoff=_ALIKE) > 0


def _hides(box: BBox, piece: Piece) -> bool:
    x, y = (piece.bbox[0] + piece.bbox[2]) / 2, (piece.bbox[1] + piece.bbox[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
