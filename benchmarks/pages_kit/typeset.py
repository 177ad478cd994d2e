"""A small typesetter: blocks of text to pages of a PDF, with every line end known.

Lines are filled greedily, broken words end in a hyphen, lines are justified, columns are
filled one after the other, and footnotes stand at the foot of the column that holds their
mark. Lengths are points.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pages_kit.texts import breaks

#: Families with Latin and Cyrillic letters: file names of the regular and the bold face.
FAMILIES = {
    "Liberation Serif": ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    "DejaVu Serif": ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    "DejaVu Serif Condensed": ("DejaVuSerifCondensed.ttf", "DejaVuSerifCondensed-Bold.ttf"),
    "DejaVu Sans Condensed": ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"),
    "Free Serif": ("FreeSerif.ttf", "FreeSerifBold.ttf"),
    "Free Sans": ("FreeSans.ttf", "FreeSansBold.ttf"),
}
MARKS = str.maketrans("123456789", "¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = {mark: digit for digit, mark in zip("123456789", "¹²³⁴⁵⁶⁷⁸⁹", strict=True)}


@dataclass(frozen=True)
class Block:
    """A block to print. ``kind``: title, author, abstract, keywords, heading, paragraph, item,
    figure. ``wide`` stands across all columns; ``notes`` are footnotes whose marks it holds."""

    kind: str
    text: str
    wide: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """How a paper is set."""

    family: str
    size: float = 10.5
    leading: float = 1.2
    columns: int = 1
    gutter: float = 18.0
    margins: tuple[float, float, float, float] = (62.0, 68.0, 62.0, 70.0)  # left top right bottom
    page: tuple[float, float] = (595.28, 841.89)
    indent: float = 16.0
    gap: float = 0.0
    blanks: bool = True
    heads: tuple[str, str] = ("", "")
    first_page: int = 1
    numbers: str = "foot"


@dataclass
class Printed:
    """A set paper: the PDF, and in it the running text in order and what stands aside."""

    pdf: bytes
    flow: list[str]
    floats: list[str]
    heads: list[str]
    pages: int


@cache
def _files() -> dict[str, str]:
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True)
    paths = (line.split(":")[0] for line in listed.stdout.splitlines())
    return {Path(path).name: path for path in paths}


def missing_fonts() -> list[str]:
    """Names of font files that are not installed."""
    return [name for pair in FAMILIES.values() for name in pair if name not in _files()]


@cache
def _font(family: str, bold: bool) -> str:
    file = FAMILIES[family][bold]
    name = file.removesuffix(".ttf")
    pdfmetrics.registerFont(TTFont(name, _files()[file]))
    return name


# ------------------------------------------------------------------ lines


@dataclass(frozen=True)
class _Token:
    """A word as printed, with the mark of a note on it or without."""

    text: str
    mark: str = ""


@dataclass
class _Line:
    tokens: list[_Token]
    width: float
    last: bool = False
    indent: float = 0.0


def _tokens(text: str) -> list[_Token]:
    out = []
    for word in text.split(" "):
        bare = word.rstrip("¹²³⁴⁵⁶⁷⁸⁹")
        out.append(_Token(bare, "".join(_PLAIN[c] for c in word[len(bare) :])))
    return out


@dataclass
class _Face:
    font: str
    size: float

    def width(self, token: _Token) -> float:
        mark = pdfmetrics.stringWidth(token.mark, self.font, self.size * 0.62)
        return float(pdfmetrics.stringWidth(token.text, self.font, self.size) + mark)

    @property
    def blank(self) -> float:
        return float(pdfmetrics.stringWidth(" ", self.font, self.size))


def _fill(text: str, face: _Face, width: float, indent: float, *, hyphens: bool) -> list[_Line]:
    """The lines of a paragraph, greedily; a word that does not fit is broken where it may."""
    lines = [_Line([], 0.0, indent=indent)]
    for token in _tokens(text):
        rest = token
        while True:
            line = lines[-1]
            room = width - line.indent - line.width - (face.blank if line.tokens else 0.0)
            if face.width(rest) <= room or not line.tokens:
                _append(line, rest, face)
                break
            at = _best_break(rest, face, room) if hyphens else 0
            if at:
                _append(line, _Token(rest.text[:at] + "-"), face)
                rest = _Token(rest.text[at:], rest.mark)
            lines.append(_Line([], 0.0))
    lines[-1].last = True
    return lines


def _best_break(token: _Token, face: _Face, room: float) -> int:
    fitting = [at for at in breaks(token.text) if face.width(_Token(token.text[:at] + "-")) <= room]
    return max(fitting, default=0)


def _append(line: _Line, token: _Token, face: _Face) -> None:
    line.width += face.width(token) + (face.blank if line.tokens else 0.0)
    line.tokens.append(token)


# ------------------------------------------------------------------ pages


@dataclass
class _Frame:
    """A column on a page: where the next line goes, and the notes at its foot."""

    left: float
    top: float
    width: float
    bottom: float
    y: float = 0.0
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.top


class Setter:
    """Sets blocks on pages of one canvas."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=look.page, invariant=1)
        self.page = 0
        self.heads: list[str] = []
        self.floats: list[str] = []
        self.frames: list[_Frame] = []
        self.at = 0
        self.body = _Face(_font(look.family, False), look.size)
        self.bold = _Face(_font(look.family, True), look.size)
        self.small = _Face(_font(look.family, False), look.size * 0.84)
        self.noted = 0
        self._new_page()

    # -- frames

    def _new_page(self) -> None:
        if self.page:
            self._close_frames()
            self.canvas.showPage()
        self.page += 1
        self._furniture()
        top = self.look.margins[1]
        self._frames_below(self.look.page[1] - top)

    def _frames_below(self, top: float) -> None:
        left, _, right, bottom = self.look.margins
        count = self.look.columns
        width = (self.look.page[0] - left - right - self.look.gutter * (count - 1)) / count
        self.frames = [
            _Frame(left + i * (width + self.look.gutter), top, width, bottom) for i in range(count)
        ]
        self.at = 0

    def _furniture(self) -> None:
        look, canvas = self.look, self.canvas
        number = str(look.first_page + self.page - 1)
        head = look.heads[self.page % 2]
        canvas.setFont(self.small.font, self.small.size)
        middle, top = look.page[0] / 2, look.page[1] - look.margins[1] + 24
        if head:
            canvas.drawCentredString(middle, top, head)
            self.heads.append(head)
        if look.numbers == "foot":
            canvas.drawCentredString(middle, look.margins[3] - 30, number)
        else:
            edge = look.margins[0] if self.page % 2 else look.page[0] - look.margins[2] - 18
            canvas.drawString(edge, top, number)
        self.heads.append(number)

    @property
    def frame(self) -> _Frame:
        """The column that is being filled."""
        return self.frames[self.at]

    def _next_frame(self) -> None:
        if self.at + 1 < len(self.frames):
            self.at += 1
        else:
            self._new_page()

    def _close_frames(self) -> None:
        for frame in self.frames:
            self._draw_notes(frame)

    # -- notes

    def _note_lines(self, text: str, width: float) -> list[_Line]:
        return _fill(text, self.small, width, 0.0, hyphens=True)

    def _notes_height(self, frame: _Frame, more: Sequence[str] = ()) -> float:
        notes = [*frame.notes, *more]
        step = self.small.size * 1.18
        lines = sum(len(self._note_lines(note, frame.width)) for note in notes)
        return lines * step + 14 if notes else 0.0

    def _draw_notes(self, frame: _Frame) -> None:
        if not frame.notes:
            return
        y = frame.bottom + self._notes_height(frame) - 8
        self.canvas.setLineWidth(0.5)
        self.canvas.line(frame.left, y, frame.left + 90, y)
        y -= self.small.size + 1
        for note in frame.notes:
            for line in self._note_lines(note, frame.width):
                self._draw(line, self.small, frame.left, y, frame.width)
                y -= self.small.size * 1.18
            self.floats.append(note)
        frame.notes = []

    # -- blocks

    def put(self, block: Block) -> None:
        """Set one block."""
        if block.wide:
            self._put_wide(block)
        elif block.kind == "figure":
            self._put_figure(block)
        else:
            self._put_lines(block)

    def _style(self, block: Block) -> tuple[_Face, float, bool, float]:
        """Face, indent of the first line, centred?, and the space before."""
        size = self.look.size
        bold = self.bold.font
        return {
            "title": (_Face(bold, size * 1.4), 0.0, True, size * 0.6),
            "author": (_Face(self.body.font, size * 1.02), 0.0, True, size * 0.6),
            "heading": (_Face(bold, size * 1.1), 0.0, False, size * 1.0),
            "abstract": (_Face(self.body.font, size * 0.92), 0.0, False, size * 0.7),
            "keywords": (_Face(self.body.font, size * 0.92), 0.0, False, size * 0.3),
            "item": (self.body, self.look.indent, False, self.look.gap),
        }.get(block.kind, (self.body, self.look.indent, False, self.look.gap))

    def _put_wide(self, block: Block) -> None:
        """Across all columns, from the top of the page down."""
        face, indent, centred, before = self._style(block)
        left, _, right, _ = self.look.margins
        width = self.look.page[0] - left - right
        y = min(frame.y for frame in self.frames) - before
        for line in _fill(block.text, face, width, indent, hyphens=not centred):
            y -= face.size * self.look.leading
            self._draw(line, face, left, y, width, centred=centred)
        self._frames_below(y - self.look.size * 0.5)

    def _put_figure(self, block: Block) -> None:
        """A drawing and its caption."""
        frame = self.frame
        high = 96.0
        lines = _fill(block.text, self.small, frame.width, 0.0, hyphens=False)
        need = high + len(lines) * self.small.size * 1.2 + 26
        if frame.y - need < frame.bottom + self._notes_height(frame):
            self._next_frame()
            frame = self.frame
        y = frame.y - 10
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(frame.left + 20, y - high, frame.width - 40, high)
        for i in range(7):
            at = frame.left + 34 + i * (frame.width - 76) / 6
            self.canvas.circle(at, y - high / 2 + (i * 37 % 50) - 25, 3 + i % 3)
        y -= high + 6
        for line in lines:
            y -= self.small.size * 1.2
            self._draw(line, self.small, frame.left, y, frame.width, centred=True)
        frame.y = y - 10
        self.floats.append(block.text)

    def _put_lines(self, block: Block) -> None:
        face, indent, centred, before = self._style(block)
        step = face.size * self.look.leading
        width = self.frame.width
        lines = _fill(block.text, face, width, indent, hyphens=block.kind != "heading")
        keep = 3 if block.kind == "heading" else 1
        waiting = list(block.notes)
        for number, line in enumerate(lines):
            space = before if number == 0 and self.frame.y < self.frame.top else 0.0
            marks = sum(bool(token.mark) for token in line.tokens)
            notes, waiting = waiting[:marks], waiting[marks:]
            need = space + step * (keep if number == 0 else 1)
            if self.frame.y - need < self.frame.bottom + self._notes_height(self.frame, notes):
                self._next_frame()
                space = 0.0
            frame = self.frame
            frame.notes += notes
            frame.y -= space + step
            self._draw(line, face, frame.left, frame.y, frame.width, centred=centred)
        self.frame.y -= face.size * 0.35 if block.kind == "heading" else 0.0

    def _draw(
        self,
        line: _Line,
        face: _Face,
        left: float,
        y: float,
        width: float,
        *,
        centred: bool = False,
    ) -> None:
        x = left + line.indent
        blank = face.blank
        if centred:
            x = left + (width - line.width) / 2
        elif not line.last and len(line.tokens) > 1:
            blank += (width - line.indent - line.width) / (len(line.tokens) - 1)
        for number, token in enumerate(line.tokens):
            final = number + 1 == len(line.tokens)
            self.canvas.setFont(face.font, face.size)
            tail = " " if self.look.blanks and not final and not token.mark else ""
            self.canvas.drawString(x, y, token.text + tail)
            if token.mark:
                after = x + pdfmetrics.stringWidth(token.text, face.font, face.size)
                self.canvas.setFont(face.font, face.size * 0.62)
                self.canvas.drawString(after, y + face.size * 0.36, token.mark)
            x += face.width(token) + blank

    def finish(self) -> bytes:
        """The PDF."""
        self._close_frames()
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


def set_paper(blocks: Sequence[Block], look: Look) -> Printed:
    """The blocks set one after the other."""
    setter = Setter(look)
    for block in blocks:
        setter.put(block)
    flow = [block.text for block in blocks if block.kind != "figure"]
    pdf = setter.finish()
    return Printed(pdf, flow, setter.floats, setter.heads, setter.page)


def set_parallel(pages: Sequence[tuple[Sequence[Block], Sequence[Block]]], look: Look) -> Printed:
    """Two languages side by side: on each page one column in each, whole paragraphs."""
    setter = Setter(look)
    flow: list[str] = []
    for number, sides in enumerate(pages):
        if number:
            setter._new_page()
        for at, side in enumerate(sides):
            setter.at = at
            for block in side:
                setter.put(block)
                flow.append(block.text)
    return Printed(setter.finish(), flow, setter.floats, setter.heads, setter.page)
