"""pdfium behind values of ours: glyphs, pictures, rules and renderings of PDF pages.

Only this file, :mod:`extractors.glyphs` and :mod:`extractors.pdfium_calls` import pypdfium2. pdfium is not thread-safe, so
every call stands under one lock; its failures become classes of :mod:`corpus.errors`.
"""

from __future__ import annotations

import ctypes
import math
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import BBox
from corpus.errors import EmptyFile, EngineFailed, PageTooLarge, PasswordNeeded, UnreadableFile
from extractors import pdfium_calls as calls
from extractors.glyphs import Font, Glyph, Matrix, TextPage, display_box

if TYPE_CHECKING:
    from PIL.Image import Image

#: Largest rendering, pixels: A3 at 400 dpi, 30 MB in grey.
MAX_PIXELS = 31_000_000
#: The longest side of a picture, pixels: Tesseract takes no more than 32,767.
MAX_SIDE = 32_000
#: A page that would have to be rendered below this resolution is given up.
MIN_DPI = 60.0
_HAIRLINE = 3.0  # a path thinner than this (points) and longer than _RULE is a rule
_RULE = 18.0

_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows besides text: ``pictures`` are boxes of images, ``rules`` boxes of
    straight thin lines, ``curves`` the number of other paths; ``boxes`` how many of these are
    large enough for the cell of a table."""

    pictures: tuple[BBox, ...]
    rules: tuple[BBox, ...]
    curves: int
    boxes: int = 0


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as pdfium sees it. ``width`` and ``height`` in points as displayed; ``silent`` is
    the share of its pieces of text that pdfium does not tell, on pages with large pictures (pieces without
    width: single letters and blanks in the layers of some recognisers)."""

    number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    fonts: tuple[Font, ...]
    drawing: Drawing
    silent: float = 0.0


class Pdf:
    """An open PDF file. Use as a context manager; every page is closed after use."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        with _LOCK:
            try:
                self._document = pypdfium2.PdfDocument(data, password=password)
            except pypdfium2.PdfiumError as error:
                raise _open_error(error, password) from error

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file's memory back."""
        with _LOCK:
            self._document.close()

    def __len__(self) -> int:
        with _LOCK:
            return len(self._document)

    def metadata(self) -> dict[str, list[str]]:
        """The document information dictionary, empty values left out."""
        with _LOCK:
            found = self._document.get_metadata_dict(skip_empty=True)
        return {key: [value.strip()] for key, value in found.items() if value.strip()}

    def content(self, number: int) -> PageContent:
        """Glyphs and drawing of page ``number`` (from 1).

        Raises:
            EngineFailed: pdfium cannot load the page.
        """
        with _LOCK, self._page(number) as page:
            width, height = page.get_size()
            matrix = _to_display(page, width, height)
            drawing = _drawing(page, matrix)
            layered = may_be_scan(drawing.pictures, width, height)
            glyphs, fonts, silent = _glyphs(page, matrix, layered=layered)
            rotation = page.get_rotation()
        return PageContent(
            number, width, height, rotation, tuple(glyphs), tuple(fonts), drawing, silent
        )

    def render(self, number: int, dpi: float) -> tuple[Image, float]:
        """Page ``number`` in grey, and the resolution really used (lower for huge pages).

        Raises:
            PageTooLarge: even :data:`MIN_DPI` would exceed :data:`MAX_PIXELS`.
        """
        with _LOCK, self._page(number) as page:
            width, height = page.get_size()
            dpi = fitting_dpi(width, height, dpi)
            bitmap = page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True)
            try:
                picture: Image = bitmap.to_pil().copy()
            finally:
                bitmap.close()
        return picture, dpi

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise EngineFailed(
                f"page {number}", f"pdfium cannot load the page ({error})"
            ) from error
        try:
            yield page
        finally:
            page.close()


def fitting_dpi(width: float, height: float, dpi: float) -> float:
    """The resolution at which a page of that size (points) stays under the limits of pixels and sides.

    >>> round(fitting_dpi(595, 842, 300)), round(fitting_dpi(8400, 8400, 300))
    (300, 48)
    >>> round(fitting_dpi(250, 9200, 300))
    250
    """
    area = width * height / 72**2
    if area <= 0:
        raise PageTooLarge("", f"the page measures {width:g} × {height:g} points")
    return min(dpi, math.sqrt(MAX_PIXELS / area), MAX_SIDE * 72 / max(width, height))


def _open_error(error: Any, password: str | None) -> Exception:
    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return PasswordNeeded("", "the password does not fit" if password else "")
    if code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableFile("", "the PDF is encrypted in a way that cannot be opened")
    if code == pdfium.FPDF_ERR_SUCCESS:
        return EmptyFile("", "the PDF has no pages")
    return UnreadableFile("", "the PDF cannot be opened")


# ------------------------------------------------------------------ geometry


def _to_display(page: Any, width: float, height: float) -> Matrix:
    """The affine map (a, b, c, d, e, f) from page space to points on the displayed page."""
    fine = 1000
    across, down = round(width * fine), round(height * fine)

    def at(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page.raw, 0, 0, across, down, 0, x, y, ctypes.byref(dx), ctypes.byref(dy)
        )
        return dx.value / fine, dy.value / fine

    (e, f), (ax, ay), (cx, cy) = at(0, 0), at(100, 0), at(0, 100)
    return ((ax - e) / 100, (ay - f) / 100, (cx - e) / 100, (cy - f) / 100, e, f)


# ------------------------------------------------------------------ glyphs


#: Pictures that cover at least this share of a page may be what it was scanned into.
_SCAN_COVER = 0.3


def may_be_scan(pictures: Sequence[BBox], width: float, height: float) -> bool:
    """Whether the pictures are large enough for the text over them to be a recogniser's layer.

    >>> may_be_scan([[0, 0, 595, 400], [0, 400, 595, 842]], 595, 842)
    True
    >>> may_be_scan([[50, 50, 150, 150]], 595, 842)
    False
    """
    covered = sum((p[2] - p[0]) * (p[3] - p[1]) for p in pictures)
    return bool(pictures) and covered >= _SCAN_COVER * width * height


def _glyphs(page: Any, matrix: Matrix, *, layered: bool) -> tuple[list[Glyph], list[Font], float]:
    text_page = page.get_textpage()
    try:
        glyphs, fonts = TextPage(text_page.raw, matrix).read()
        return glyphs, fonts, _silent(page, text_page) if layered else 0.0
    finally:
        text_page.close()


def _silent(page: Any, text_page: Any) -> float:
    """Share of the page's text objects of which the text page holds no character."""
    total = silent = 0
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        piece = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(piece) == pdfium.FPDF_PAGEOBJ_TEXT:
            total += 1
            # The length in bytes counts the two of the terminator.
            silent += pdfium.FPDFTextObj_GetText(piece, text_page.raw, None, 0) <= 2
    return silent / total if total else 0.0


# ------------------------------------------------------------------ drawing


def _drawing(page: Any, matrix: Matrix) -> Drawing:
    pictures: list[BBox] = []
    rules: list[BBox] = []
    curves = boxes = 0
    sides = array("f", bytes(16))
    start, _ = sides.buffer_info()
    ends = range(start, start + 16, 4)
    for item, kind in _drawn(ctypes.cast(page.raw, ctypes.c_void_p).value):
        if not calls.bounds(item, *ends):
            continue
        box = display_box(matrix, *sides)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif _is_rule(box):
            rules.append(box)
        else:
            curves += 1
            boxes += min(box[2] - box[0], box[3] - box[1]) >= _CELL
    return Drawing(tuple(pictures), tuple(rules), curves, boxes)


#: Least side of a cell, points.
_CELL = 6.0
#: So deep may forms stand in forms.
_DEPTH = 4


def _drawn(parent: Any, level: int = 0) -> Iterator[tuple[int, int]]:
    """Images and paths with their types, those in forms too. Thousands of text objects lie
    between them, so no helper objects are made."""
    count, item = (
        (calls.count_inner, calls.inner_object)
        if level
        else (calls.count_objects, calls.page_object)
    )
    total = count(parent)
    if total < 0:
        raise pypdfium2.PdfiumError("Failed to get number of pageobjects.")
    items = list(map(item, repeat(parent), range(total)))
    for found, kind in zip(items, map(calls.object_type, items), strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if not found or kind == pdfium.FPDF_PAGEOBJ_UNKNOWN:
            raise pypdfium2.PdfiumError("Failed to get pageobject.")
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            yield found, kind
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < _DEPTH - 1:
            yield from _drawn(found, level + 1)


def _is_rule(box: BBox) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _HAIRLINE and max(width, height) >= _RULE
