"""Pictures of pages (from image files and DjVu) as pages read: recognition and its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from corpus.document import Fault, Triage
from corpus.errors import EmptyFile, MissingDependency, PageTooLarge, VychitkaError
from extractors.assemble import PageRead, Parked, assemble, leaves, park
from extractors.observed import Reading
from extractors.options import ReadOptions
from extractors.pool import in_order

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractors.recognise import Recognised

#: A page (``None``: lost), what went wrong on it, and the model that was used.
Outcome = tuple[PageRead | None, list[Fault], str | None]
#: A page already read, or the work that remains to be done for it in a thread.
Task = Outcome | Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Scan:
    """The picture of page ``number`` and its resolution."""

    number: int
    picture: Image
    dpi: float


def fault(stage: str, page: int | None, error: VychitkaError) -> Fault:
    """An error that cost one page or a part of it, for the record."""
    return Fault(stage=stage, page=page, kind=error.kind, message=error.sentence)


def run(
    tasks: Iterable[Task],
    total: int,
    mimetype: str,
    options: ReadOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
    metadata: Callable[[], dict[str, list[str]]] = dict,
) -> Reading:
    """Carry out the tasks of a document's pages and put the results together.

    Raises:
        EmptyFile: no page could be read.
        MissingDependency: no page can be read without an engine or a model that is not
            installed (where other pages can, it is a fault of the page).
    """
    pages: list[Parked] = []
    errors: list[Fault] = []
    engines: dict[str, str | None] = {}
    for done, (page, faults, used) in enumerate(in_order(tasks, options.jobs), start=1):
        pages += [park(leaf) for leaf in leaves(page)] if page else []
        errors += faults
        note_engine(engines, used)
        if progress:
            progress(done, total)
    if not pages:
        raise EmptyFile("", errors[0].message if errors else "no page could be read")
    reading = assemble(pages, mimetype, metadata=metadata(), errors=errors, engines=engines)
    missing = [f for f in errors if f.kind == MissingDependency.kind]
    if missing and not reading.blocks:
        raise MissingDependency(
            "", missing[0].message.removesuffix(MissingDependency.advice).rstrip("; ")
        )
    return reading


def note_engine(engines: dict[str, str | None], language: str | None) -> None:
    """Record the engine and the models that were really used."""
    if language is None:
        return
    from extractors import ocr

    engines["tesseract"] = ocr.version()
    known = (engines.get("tesseract_lang") or "").split(", ")
    engines["tesseract_lang"] = ", ".join(dict.fromkeys([*filter(None, known), language]))


def task(scan: Scan, options: ReadOptions) -> Task:
    """The work of recognising a scan; with ``--ocr never`` an empty page."""
    if options.ocr == "never":
        width, height = (side * 72 / scan.dpi for side in scan.picture.size)
        verdict = Triage(verdict="empty", score=0.0, reasons=["a picture, and --ocr never"])
        return PageRead(scan.number, width, height, source="ocr", triage=verdict), [], None
    return partial(recognised, scan, options)


def recognised(scan: Scan, options: ReadOptions) -> Outcome:
    """The page that a picture shows. A fault costs this page only."""
    from extractors.recognise import recognise_page

    width, height = (side * 72 / scan.dpi for side in scan.picture.size)
    try:
        found = recognise_page(scan.picture, scan.dpi, options.lang, options.page_seconds)
    except VychitkaError as error:
        if error.kind == "missing-dependency" and options.lang != "auto":
            raise
        lost = Triage(verdict="ocr", score=0.0, reasons=["recognition failed"])
        page = PageRead(scan.number, width, height, source="ocr", triage=lost, confidence=0.0)
        return page, [fault("ocr", scan.number, error)], None
    return scanned_page(scan.number, found, ["no text layer"]), [], found.language


def scanned_page(
    number: int, found: Recognised, reasons: list[str], score: float = 0.0
) -> PageRead:
    """A page that recognition has read as a whole; ``score`` is the trust in what it replaced."""
    triage = Triage(verdict="ocr", score=score, reasons=reasons)
    if not found.pieces:
        triage = Triage(verdict="empty", score=1.0, reasons=["nothing recognised"])
    return PageRead(
        number,
        found.width,
        found.height,
        found.pieces,
        rotation=found.rotation,
        skew=found.skew,
        source="ocr",
        triage=triage,
        confidence=found.confidence,
        fold=found.fold,
    )


def fitted(picture: Image, most: int, longest: int) -> Image:
    """The picture scaled down to at most ``most`` pixels, and ``longest`` on a side.

    Raises:
        PageTooLarge: one side is so short that nothing would be left.
    """
    pixels, side = picture.width * picture.height, max(picture.size)
    share = min((most / pixels) ** 0.5, longest / side)
    if share >= 1:
        return picture
    size = (round(picture.width * share), round(picture.height * share))
    if min(size) < 8:
        raise PageTooLarge("", f"the picture measures {picture.width} × {picture.height} pixels")
    return picture.resize(size)
