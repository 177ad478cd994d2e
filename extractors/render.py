"""pdfium behind values of ours: glyphs, pictures, rules and renderings of PDF pages.

The only file that imports pypdfium2. pdfium is not thread-safe, so every call stands
under one lock; its failures become classes of :mod:`corpus.errors`.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import BBox
from corpus.errors import EmptyFile, EngineFailed, PageTooLarge, PasswordNeeded, UnreadableFile

if TYPE_CHECKING:
    from PIL.Image import Image

#: Largest rendering, pixels: A3 at 400 dpi, 30 MB in grey.
MAX_PIXELS = 31_000_000
#: A page that would have to be rendered below this resolution is given up.
MIN_DPI = 60.0
#: What pdfium puts in place of a hyphen at the end of a line.
_LINE_END_HYPHEN = 2
_HAIRLINE = 3.0  # a path thinner than this (points) and longer than _RULE is a rule
_RULE = 18.0

_LOCK = threading.RLock()


class Font(NamedTuple):
    """A font as used on a page; ``weight`` 400 regular, 700 bold."""

    name: str
    weight: int
    italic: bool
    embedded: bool


class Glyph(NamedTuple):
    """A character with its place: box from origin to advance, ascent to descent, in points
    from the upper left corner of the displayed page; ``base`` is the baseline.

    ``angle`` is the reading direction in degrees clockwise (0, 90, 180, 270, or any);
    ``hidden`` text is drawn in no colour (render mode 3); an ``unmapped`` glyph has no
    Unicode value in the file.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    font: int
    angle: int
    hidden: bool
    unmapped: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows besides text: ``pictures`` are boxes of images, ``rules`` boxes of
    straight thin lines, ``curves`` the number of other paths."""

    pictures: tuple[BBox, ...]
    rules: tuple[BBox, ...]
    curves: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as pdfium sees it. ``width`` and ``height`` in points as displayed."""

    number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    fonts: tuple[Font, ...]
    drawing: Drawing


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
            glyphs, fonts = _glyphs(page, matrix)
            drawing = _drawing(page, matrix)
            rotation = page.get_rotation()
        return PageContent(number, width, height, rotation, tuple(glyphs), tuple(fonts), drawing)

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
    """The resolution at which a page of that size (points) stays under the pixel limit.

    >>> round(fitting_dpi(595, 842, 300))
    300
    >>> round(fitting_dpi(8400, 8400, 300))
    48
    """
    area = width * height / 72**2
    if area <= 0:
        raise PageTooLarge("", f"the page measures {width:g} × {height:g} points")
    return min(dpi, math.sqrt(MAX_PIXELS / area))


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

Matrix = tuple[float, float, float, float, float, float]


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


def _point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _box(m: Matrix, left: float, bottom: float, right: float, top: float) -> BBox:
    ax, ay = _point(m, left, bottom)
    bx, by = _point(m, right, top)
    return [min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)]


# ------------------------------------------------------------------ glyphs


class _Run(NamedTuple):
    """What all glyphs of one text object share. ``drop`` is the distance from the lower
    edge of a glyph's box to its baseline, in page space."""

    size: float
    font: int
    angle: int
    hidden: bool


_NO_RUN = _Run(0.0, -1, 0, False)


def _glyphs(page: Any, matrix: Matrix) -> tuple[list[Glyph], list[Font]]:
    text_page = page.get_textpage()
    try:
        return _TextPage(text_page.raw, matrix).read()
    finally:
        text_page.close()


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function with plain arguments: pointers as integers cost a third of the time
    that typed pointers do, and these four are called for every character."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_POINTER = ctypes.c_void_p
_unicode = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, ctypes.c_int)
_text_object = _quick(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, ctypes.c_int)
_loose_box = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_origin = _quick(
    pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, ctypes.c_int, _POINTER, _POINTER
)


class _TextPage:
    """Reads the characters of one pdfium text page in stream order."""

    def __init__(self, raw: Any, matrix: Matrix) -> None:
        self.raw = raw
        self.matrix = matrix
        self.runs: dict[int, _Run] = {}
        self.fonts: dict[Font, int] = {}
        self.symbols: set[int] = set()
        self._unmapped: dict[tuple[int, int], bool] = {}

    def read(self) -> tuple[list[Glyph], list[Font]]:
        """All characters that the file holds; those that pdfium invents are left out."""
        rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
        raw, place = ctypes.cast(self.raw, ctypes.c_void_p).value, self._place
        out: list[Glyph] = []
        last, run = 0, _NO_RUN
        for index in range(pdfium.FPDFText_CountChars(self.raw)):
            code = _unicode(raw, index)
            if code in _INVENTED and pdfium.FPDFText_IsGenerated(self.raw, index) == 1:
                continue
            owner = _text_object(raw, index)
            if owner != last:
                last, run = owner, self._run(owner, index)
            _loose_box(raw, index, at_rect)
            _origin(raw, index, at_x, at_y)
            x0, top, x1, bottom, base = place(rect, x.value, y.value, run.angle)
            text = "-" if code == _LINE_END_HYPHEN else chr(code) if code else "\ufffd"
            if "\uf020" <= text <= "\uf0ff" and run.font in self.symbols:
                text = symbol(text)
            unmapped = self._is_unmapped(index, code, run.font)
            out.append(
                Glyph(text, x0, top, x1, bottom, base, run.size, run.font, run.angle,
                      run.hidden, unmapped)
            )  # fmt: skip
        return _join_surrogates(out), list(self.fonts)

    def _place(
        self, rect: Any, x: float, y: float, angle: int
    ) -> tuple[float, float, float, float, float]:
        """Box and baseline of a glyph on the displayed page."""
        a, b, c, d, e, f = self.matrix
        if not b and not c and not angle:  # almost every page
            return (
                a * rect.left + e, d * rect.top + f, a * rect.right + e, d * rect.bottom + f,
                d * y + f,
            )  # fmt: skip
        box = _box(self.matrix, rect.left, rect.bottom, rect.right, rect.top)
        origin = _point(self.matrix, x, y)
        base = origin[1] if round(angle / 90) % 2 == 0 else origin[0]
        return box[0], box[1], box[2], box[3], base

    def _is_unmapped(self, index: int, code: int, font: int) -> bool:
        key = (font, code)
        if key not in self._unmapped:
            wrong = pdfium.FPDFText_HasUnicodeMapError(self.raw, index) == 1
            self._unmapped[key] = wrong or code == 0
        return self._unmapped[key]

    def _run(self, address: int | None, index: int) -> _Run:
        if not address:
            return _NO_RUN
        if address not in self.runs:
            owner = pdfium.FPDFText_GetTextObject(self.raw, index)
            self.runs[address] = self._new_run(owner, index)
        return self.runs[address]

    def _new_run(self, owner: Any, index: int) -> _Run:
        m = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.raw, index, ctypes.byref(m))
        size = pdfium.FPDFText_GetFontSize(self.raw, index) * (math.hypot(m.c, m.d) or 1.0)
        across = self.matrix[0] * m.a + self.matrix[2] * m.b
        down = self.matrix[1] * m.a + self.matrix[3] * m.b
        angle = round(math.degrees(math.atan2(down, across))) % 360
        hidden = pdfium.FPDFTextObj_GetTextRenderMode(owner) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        font = self._font(owner, index)
        number = self.fonts.setdefault(font, len(self.fonts))
        if _SYMBOL_FONT.search(font.name):
            self.symbols.add(number)
        return _Run(abs(size), number, angle, hidden)

    def _font(self, owner: Any, index: int) -> Font:
        handle = pdfium.FPDFTextObj_GetFont(owner)
        name = _font_name(handle)
        weight = pdfium.FPDFText_GetFontWeight(self.raw, index)
        slant = ctypes.c_int()
        pdfium.FPDFFont_GetItalicAngle(handle, ctypes.byref(slant))
        low = name.lower()
        bold = any(mark in low for mark in ("bold", "black", "heavy", "cmbx", "sfbx", "demi"))
        italic = slant.value != 0 or "italic" in low or "oblique" in low
        embedded = pdfium.FPDFFont_GetIsEmbedded(handle) == 1
        return Font(name, max(weight, 700) if bold else weight, italic, embedded)


#: Microsoft's Symbol font stands in the private use area, U+F000 plus its own code.
_SYMBOL_FONT = re.compile(r"(?:^|\+)Symbol")
#: The Symbol encoding (PDF 1.7, annex D.5) from 0x20 and from 0xA0; blanks are parts of signs
#: that have no character of their own.
_SYMBOLS_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ "
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOLS_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)


def symbol(char: str) -> str:
    """The character that a private-use one of the Symbol font stands for.

    >>> [symbol(c) for c in "\\uf03d\\uf062\\uf0a3\\uf0fe"]
    ['=', 'β', '≤', '⎭']
    """
    code = ord(char) - 0xF000
    table, at = (_SYMBOLS_LOW, code - 0x20) if code < 0xA0 else (_SYMBOLS_HIGH, code - 0xA0)
    return table[at] if 0 <= at < len(table) else char


_INVENTED = frozenset((0x20, 0x0A, 0x0D, 0x2D, _LINE_END_HYPHEN))


def _font_name(handle: Any) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    if length <= 1:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _join_surrogates(glyphs: list[Glyph]) -> list[Glyph]:
    """Pairs of UTF-16 halves as one character; a half alone is U+FFFD."""
    out: list[Glyph] = []
    for glyph in glyphs:
        if "\udc00" <= glyph.text <= "\udfff" and out and "\ud800" <= out[-1].text <= "\udbff":
            pair = (out[-1].text + glyph.text).encode("utf-16", "surrogatepass").decode("utf-16")
            out[-1] = out[-1]._replace(text=pair)
        else:
            out.append(glyph)
    lone = [i for i, g in enumerate(out) if "\ud800" <= g.text <= "\udfff"]
    for i in lone:
        out[i] = out[i]._replace(text="\ufffd", unmapped=True)
    return out


# ------------------------------------------------------------------ drawing


def _drawing(page: Any, matrix: Matrix) -> Drawing:
    pictures: list[BBox] = []
    rules: list[BBox] = []
    curves = 0
    for item in page.get_objects(
        filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH), max_depth=4
    ):
        try:
            box = _box(matrix, *item.get_bounds())
        except pypdfium2.PdfiumError:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif _is_rule(box):
            rules.append(box)
        else:
            curves += 1
    return Drawing(tuple(pictures), tuple(rules), curves)


def _is_rule(box: BBox) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _HAIRLINE and max(width, height) >= _RULE
