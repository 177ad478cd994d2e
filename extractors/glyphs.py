"""The characters of a PDF page as pdfium tells them: what each is, where it stands, in which type.

Calls of pdfium stand under the lock of :mod:`extractors.render`, which alone asks for them.
"""

from __future__ import annotations

import ctypes
import math
import operator
import re
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from corpus.document import BBox
from extractors import glyphcodes
from extractors import pdfium_calls as calls


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


#: As PDF has it: a point (x, y) goes to (a x + c y + e, b x + d y + f).
Matrix = tuple[float, float, float, float, float, float]


def display_point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point of the page space on the displayed page."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def display_box(m: Matrix, left: float, bottom: float, right: float, top: float) -> BBox:
    """A box of the page space on the displayed page, whatever its turn."""
    ax, ay = display_point(m, left, bottom)
    bx, by = display_point(m, right, top)
    return [min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)]


class _Run(NamedTuple):
    """What all glyphs of one text object share. ``drop`` is the distance from the lower
    edge of a glyph's box to its baseline, in page space."""

    size: float
    font: int
    angle: int
    hidden: bool


_NO_RUN = _Run(0.0, -1, 0, False)


class TextPage:
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
        runs = self._sized(runs, texts, places)
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

    def _sized(
        self, runs: list[_Run], texts: Sequence[str], places: Sequence[Sequence[float]]
    ) -> list[_Run]:
        """The runs, those in bitmap fonts (Type 3) with the size that their letters show: the file
        tells it in units of the font's own (0.1 in what dvips makes), and pdfium gives such letters
        the box of their ink."""
        nameless = {n for n, font in enumerate(self.fonts) if font.name.startswith(_NAMELESS)}
        if not nameless:
            return runs
        rises: dict[_Run, list[tuple[float, str]]] = {}
        for run, text, *place in zip(runs, texts, *places, strict=True):
            if run.font in nameless and not text.isspace():
                rises.setdefault(run, []).append((_rise(place, run.angle), text))
        found = {run: _shown_size(own) for run, own in rises.items()}
        sized = {
            run: run._replace(size=size)
            for run, size in found.items()
            if size and not 1 / _WRONG_SIZE < size / max(run.size, 1e-9) < _WRONG_SIZE
        }
        return [sized.get(run, run) for run in runs] if sized else runs

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
        box = display_box(self.matrix, left, bottom, right, top)
        origin = display_point(self.matrix, x, y)
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
            if not face.name:
                face = face._replace(name=f"{_NAMELESS} {len(self.fonts)}")
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


#: What fonts without a name are called here, with a number: each has a size of its own.
_NAMELESS = "nameless"
#: A size that is wrong by this factor is none.
_WRONG_SIZE = 2.0
#: Height of capitals, ascenders and figures, and of letters without, in shares of the size; of
#: the letters of a font so many are no taller (marks over letters, signs of mathematics are).
_TALL, _LOW, _USUAL = 0.68, 0.45, 0.9
_ASCENDS = re.compile(r"[^\W_a-zа-яё]|[bdfhklt]")


def _rise(place: Sequence[float], angle: int) -> float:
    """How far a character of text in direction ``angle`` rises over its baseline; ``place``: left,
    top, right, bottom and baseline."""
    left, top, right, bottom, base = place
    return (base - top, right - base, bottom - base, base - left)[round(angle / 90) % 4]


def _shown_size(letters: Sequence[tuple[float, str]]) -> float:
    """The size of a font, points, by the heights over the baseline of its letters; 0 where they
    do not tell.

    >>> _shown_size([(6.8, "T"), (4.5, "a"), (4.5, "с")]), _shown_size([(4.5, "a")])
    (10.0, 10.0)
    """
    heights = sorted(height for height, _ in letters)
    usual = heights[min(int(_USUAL * len(heights)), len(heights) - 1)]
    alike = [text for height, text in letters if height >= 0.9 * usual]
    tall = any(_ASCENDS.search(text) or not text.isalpha() for text in alike)
    return round(max(usual, 0.0) / (_TALL if tall else _LOW), 1)


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
