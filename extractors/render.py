"""pdfium behind values of ours: glyphs, pictures, rules and renderings of PDF pages.

Only this file and :mod:`extractors.pdfium_calls` import pypdfium2. pdfium is not thread-safe, so
every call stands under one lock; its failures become classes of :mod:`corpus.errors`.
"""

from __future__ import annotations

import ctypes
import math
import operator
import re
import threading
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, groupby, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import BBox
from corpus.errors import EmptyFile, EngineFailed, PageTooLarge, PasswordNeeded, UnreadableFile
from extractors import glyphcodes
from extractors import pdfium_calls as calls

if TYPE_CHECKING:
    from PIL.Image import Image

#: Largest rendering, pixels: A3 at 400 dpi, 30 MB in grey.
MAX_PIXELS = 31_000_000
#: A page that would have to be rendered below this resolution is given up.
MIN_DPI = 60.0
_HAIRLINE = 3.0  # a path thinner than this (points) and longer than _RULE is a rule
_RULE = 18.0

_LOCK = threading.RLock()


class Font(NamedTuple):
    """A font as used on a page; ``weight`` 400 regular, 700 bold (where pdfium knows only the
    width of stems, a guess from that); ``named_bold``: its name says so."""

    name: str
    weight: int
    italic: bool
    embedded: bool
    named_bold: bool = False


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
        glyphs, fonts = _TextPage(text_page.raw, matrix).read()
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


class _TextPage:
    """Reads the characters of one pdfium text page in stream order."""

    def __init__(self, raw: Any, matrix: Matrix) -> None:
        self.raw = raw
        self.matrix = matrix
        self.fonts: dict[Font, int] = {}
        self.handles: dict[int | None, int] = {}
        self.symbols: set[int] = set()

    def read(self) -> tuple[list[Glyph], list[Font]]:
        """All characters that the file holds; those that pdfium invents are left out.

        Column by column: what C can tell of all characters in one sweep costs a fifth of what
        a Python loop over characters does.
        """
        raw = ctypes.cast(self.raw, ctypes.c_void_p).value
        count = pdfium.FPDFText_CountChars(self.raw)
        codes = list(map(calls.unicode, repeat(raw), range(count)))
        kept = [
            i for i, c in enumerate(codes) if c not in _INVENTED or calls.is_generated(raw, i) != 1
        ]
        if len(kept) < count:
            codes = [codes[i] for i in kept]
        owners = list(map(calls.text_object, repeat(raw), kept))
        runs = self._runs(owners, kept)
        boxes = array("f", bytes(16 * len(kept)))
        start, _ = boxes.buffer_info()
        ends = range(start, start + 16 * len(kept), 16)
        deque(map(calls.loose_box, repeat(raw), kept, ends), maxlen=0)
        places = self._places(boxes, owners, runs, kept)
        chars = {code: glyphcodes.char(code) for code in set(codes)}
        texts = [chars[code] for code in codes]
        if self.symbols:
            texts = [
                glyphcodes.symbol(t) if "\uf020" <= t <= "\uf0ff" and r.font in self.symbols else t
                for t, r in zip(texts, runs, strict=True)
            ]
        sizes, fonts, angles, hidden = zip(*runs, strict=True) if runs else ((), (), (), ())
        unmapped = self._unmapped(codes, fonts, kept)
        widths = list(map(operator.sub, places[2], places[0]))
        for at, text in self._by_shape(codes, kept, runs, widths, unmapped):
            texts[at], unmapped[at] = text, not text.isprintable()
        rows = zip(texts, *places, sizes, fonts, angles, hidden, unmapped, strict=True)
        glyphs: list[Glyph] = list(map(tuple.__new__, repeat(Glyph), rows))
        halves = any(0xD800 <= code <= 0xDFFF for code in chars)
        return (_join_surrogates(glyphs) if halves else glyphs), list(self.fonts)

    def _runs(self, owners: Sequence[int | None], kept: Sequence[int]) -> list[_Run]:
        """The run of each character; what its text object tells is asked at its first one."""
        raw = ctypes.cast(self.raw, ctypes.c_void_p).value
        firsts = dict.fromkeys(owners, 0)
        firsts.update(zip(reversed(owners), reversed(kept), strict=True))
        firsts.pop(None, None)
        indices = list(firsts.values())
        matrices = array("f", bytes(24 * len(indices)))
        start, _ = matrices.buffer_info()
        ends = range(start, start + 24 * len(indices), 24)
        deque(map(calls.matrix, repeat(raw), indices, ends), maxlen=0)
        rows = zip(
            *(matrices[i::6] for i in range(4)),
            map(calls.font_size, repeat(raw), indices),
            map(calls.render_mode, firsts),
            map(calls.font_handle, firsts),
            strict=True,
        )
        made: dict[tuple[Any, ...], _Run] = {}
        runs: dict[int | None, _Run] = {None: _NO_RUN}
        for (owner, index), row in zip(firsts.items(), rows, strict=True):
            run = made.get(row)
            if run is None:
                run = made[row] = self._new_run(index, *row)
            runs[owner] = run
        return [runs[owner] for owner in owners]

    def _places(
        self,
        boxes: array[float],
        owners: Sequence[int | None],
        runs: Sequence[_Run],
        kept: Sequence[int],
    ) -> tuple[Sequence[float], ...]:
        """Left, top, right, bottom and baseline of each character on the displayed page."""
        a, b, c, d, e, f = self.matrix
        lefts, tops, rights, bottoms = (boxes[i::4] for i in range(4))
        if b or c or any(run.angle for run in set(runs)):
            rows = zip(lefts, tops, rights, bottoms, *self._origins(kept), runs, strict=True)
            placed = [self._turned(*row) for row in rows]
            return tuple(zip(*placed, strict=True)) if placed else ((),) * 5
        return (
            [a * x + e for x in lefts],
            [d * y + f for y in tops],
            [a * x + e for x in rights],
            [d * y + f for y in bottoms],
            [d * y + f for y in self._bases(owners, kept)],
        )

    def _bases(self, owners: Sequence[int | None], kept: Sequence[int]) -> list[float]:
        """Baselines in page space; the characters of one text object mostly share theirs."""
        stops = list(accumulate(len(list(group)) for _, group in groupby(owners)))
        starts = [0, *stops][: len(stops)]
        firsts = self._origins([kept[at] for at in starts])[1]
        lasts = self._origins([kept[at - 1] for at in stops])[1]
        out: list[float] = []
        for start, stop, first, last in zip(starts, stops, firsts, lasts, strict=True):
            if abs(first - last) < _LEVEL:
                out += [first] * (stop - start)
            else:
                out += self._origins(kept[start:stop])[1]
        return out

    def _origins(self, kept: Sequence[int]) -> tuple[list[float], list[float]]:
        """The places where characters stand on their baselines, in page space."""
        raw = ctypes.cast(self.raw, ctypes.c_void_p).value
        places = array("d", bytes(16 * len(kept)))
        start, _ = places.buffer_info()
        xs, ys = (range(at, at + 16 * len(kept), 16) for at in (start, start + 8))
        deque(map(calls.origin, repeat(raw), kept, xs, ys), maxlen=0)
        return places[::2].tolist(), places[1::2].tolist()

    def _turned(
        self, left: float, top: float, right: float, bottom: float, x: float, y: float, run: _Run
    ) -> tuple[float, float, float, float, float]:
        """The place of a character on a page, or in a line, that is turned."""
        box = _box(self.matrix, left, bottom, right, top)
        origin = _point(self.matrix, x, y)
        base = origin[1] if round(run.angle / 90) % 2 == 0 else origin[0]
        return box[0], box[1], box[2], box[3], base

    def _unmapped(
        self, codes: Sequence[int], fonts: Sequence[int], kept: Sequence[int]
    ) -> list[bool]:
        """Which characters have no Unicode value in the file; asked once per font and code."""
        pairs = list(zip(fonts, codes, strict=True))
        known = {
            pair: pair[1] == 0 or pdfium.FPDFText_HasUnicodeMapError(self.raw, index) == 1
            for pair, index in dict(zip(pairs[::-1], kept[::-1], strict=True)).items()
        }
        return [known[pair] for pair in pairs]

    def _by_shape(
        self,
        codes: Sequence[int],
        kept: Sequence[int],
        runs: Sequence[_Run],
        widths: Sequence[float],
        unmapped: Sequence[bool],
    ) -> Iterator[tuple[int, str]]:
        """Places of glyphs that the file gives no character, or a wrong one, and what they are.

        Only a dash is told by its ink; other control characters stay what they are.
        """
        suspects = [at for at, code in enumerate(codes) if code in glyphcodes.MAY_BE_DASH]
        known: dict[tuple[int, int, int], str | None] = {}
        for at in suspects:
            code = codes[at]
            ending = code == glyphcodes.LINE_END_HYPHEN  # or a glyph of that code
            if ending and not unmapped[at]:
                continue
            key = runs[at].font, code, at if ending else round(10 * widths[at])
            if key not in known:
                known[key] = self._dash(kept[at], runs[at])
            if found := known[key]:
                yield at, found
            elif code in glyphcodes.CONTROLS:
                yield at, glyphcodes.control(code)

    def _dash(self, index: int, run: _Run) -> str | None:
        """The dash that a character of upright text is by its ink."""
        if run.angle:
            return None
        left, right, low, high = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.raw, index, left, right, low, high)
        width, thickness = right.value - left.value, high.value - low.value
        return glyphcodes.dash(width, thickness, low.value - self._origins([index])[1][0], run.size)

    def _new_run(
        self,
        index: int,
        a: float,
        b: float,
        c: float,
        d: float,
        size: float,
        mode: int,
        font: int | None,
    ) -> _Run:
        """The run of text with that matrix (``a`` to ``d``), size, render mode and font."""
        size *= math.hypot(c, d) or 1.0
        across = self.matrix[0] * a + self.matrix[2] * b
        down = self.matrix[1] * a + self.matrix[3] * b
        angle = round(math.degrees(math.atan2(down, across))) % 360
        number = self.handles.get(font)
        if number is None:
            face = self._font(font, index)
            number = self.handles[font] = self.fonts.setdefault(face, len(self.fonts))
            if _SYMBOL_FONT.search(face.name):
                self.symbols.add(number)
        return _Run(abs(size), number, angle, mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)

    def _font(self, address: int | None, index: int) -> Font:
        handle = ctypes.cast(address or 0, pdfium.FPDF_FONT)
        name = _font_name(handle)
        weight = pdfium.FPDFText_GetFontWeight(self.raw, index)
        slant = ctypes.c_int()
        pdfium.FPDFFont_GetItalicAngle(handle, ctypes.byref(slant))
        low = name.lower()
        bold = _BOLD_NAME.search(low) is not None
        italic = slant.value != 0 or "italic" in low or "oblique" in low
        embedded = pdfium.FPDFFont_GetIsEmbedded(handle) == 1
        return Font(name, max(weight, 700) if bold else weight, italic, embedded, bold)


#: Microsoft's Symbol font stands in the private use area, U+F000 plus its own code.
_SYMBOL_FONT = re.compile(r"(?:^|\+)Symbol")


#: Names of bold fonts, TeX's short ones too (cmbx10, SFBX1200, ecsx, lhbx).
_BOLD_NAME = re.compile(
    r"bold|black|heavy|demi|[-,]bd\b|(?:^|\+)(?:cm|sf|ec|la|lh|ts|dc|lc|wn)(?:ss)?(?:bx|bi|bl|b\d|sx|so|xc)"
)


#: Baselines nearer than this (points) are one.
_LEVEL = 0.01


#: Characters that pdfium may put in by itself.
_INVENTED = frozenset((0x20, 0x0A, 0x0D, 0x2D, glyphcodes.LINE_END_HYPHEN))


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
    done = 0
    for at in [i for i, g in enumerate(glyphs) if "\ud800" <= g.text <= "\udfff"]:
        if at < done:
            continue
        out += glyphs[done:at]
        glyph, behind = glyphs[at], glyphs[at + 1].text if at + 1 < len(glyphs) else ""
        done = at + 1
        if glyph.text <= "\udbff" and "\udc00" <= behind <= "\udfff":
            pair = (glyph.text + behind).encode("utf-16", "surrogatepass").decode("utf-16")
            out.append(glyph._replace(text=pair))
            done += 1
        else:
            out.append(glyph._replace(text="\ufffd", unmapped=True))
    return out + glyphs[done:]


# ------------------------------------------------------------------ drawing


def _drawing(page: Any, matrix: Matrix) -> Drawing:
    pictures: list[BBox] = []
    rules: list[BBox] = []
    curves = 0
    sides = array("f", bytes(16))
    start, _ = sides.buffer_info()
    ends = range(start, start + 16, 4)
    for item, kind in _drawn(ctypes.cast(page.raw, ctypes.c_void_p).value):
        if not calls.bounds(item, *ends):
            continue
        box = _box(matrix, *sides)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif _is_rule(box):
            rules.append(box)
        else:
            curves += 1
    return Drawing(tuple(pictures), tuple(rules), curves)


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
