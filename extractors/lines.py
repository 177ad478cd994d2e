"""From glyphs to printed lines: words by their gaps, pieces of lines by wider gaps.

A :class:`Piece` is a stretch of one line with no gap wider than a word space could be.
Columns are found between pieces (:mod:`extractors.columns`), and the pieces of a column that
share a baseline are its lines. All sizes are points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.document import BBox, TextSource
from extractors.glyphs import Font, Glyph
from extractors.observed import Line, ObservedTable, Word

#: Gaps in shares of the font size. A word space is 0.25–0.35 em, 0.2 when squeezed by
#: justification; kerning and letter-fit stay within ±0.1.
_WORD_GAP = 0.17
#: No character printed twice is moved by more points than this.
_DOUBLE_REACH = 12.0
#: A wider gap ends a piece: column gutters begin at about one em.
_PIECE_GAP = 1.0
#: Baselines of one line differ by less (share of the size).
_SAME_BASE = 0.25
#: Super- and subscripts are smaller than this share and shifted by less than _SCRIPT_SHIFT.
_SCRIPT_SIZE = 0.85
_SCRIPT_SHIFT = 0.6
#: … and larger than this one (an initial over several lines is no line with superscripts)
_LEAST_SCRIPT = 0.4
#: … and stand this near to the line (share of their own size); marks further, those of notes
#: raised before a line (by this share of the size) further still.
_SCRIPT_GAP, _MARK_GAP, _NOTE_GAP, _RAISED = 0.3, 0.8, 2.0, 0.15
#: Scripts shifted by more than this stand beside the letters of their line, never under them.
_FAR = 0.45


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. ``base`` is its baseline, ``angle`` its reading direction."""

    words: tuple[Word, ...]
    bbox: BBox
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    angle: int = 0
    hidden: bool = False
    table: ObservedTable | None = None
    source: TextSource = "text_layer"
    measured: bool = False
    mono: bool = False
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The words with single blanks between them."""
        if self._text is None:
            object.__setattr__(self, "_text", " ".join([word.text for word in self.words]))
        return self._text or ""

    def __reduce__(self) -> tuple[object, ...]:
        return Piece, tuple([getattr(self, name) for name in _PIECE_FIELDS])


_PIECE_FIELDS = [field.name for field in fields(Piece) if field.init]


@dataclass(frozen=True, slots=True)
class SourcedLine(Line):
    """A line that remembers whether it was recognised or stood in the text layer, whether its
    size was ``measured`` on a picture (then it jitters), its baseline, and whether it is set in a
    typewriter face."""

    source: TextSource = "text_layer"
    measured: bool = False
    base: float = 0.0
    mono: bool = False


def pieces_of(glyphs: Sequence[Glyph], fonts: Sequence[Font]) -> list[Piece]:
    """The pieces of lines of one reading direction, in order of baseline and place."""
    sound = [g for g in _without_doubles(glyphs) if g.size > 0]
    runs = _attach_scripts(_runs(sound))
    rows = _rows(runs)
    bold = bold_faces(sound, fonts)
    return [_piece(part, fonts, bold) for row in rows for part in _split(row)]


_BOLD = 600


def bold_faces(glyphs: Sequence[Glyph], fonts: Sequence[Font]) -> frozenset[int]:
    """The numbers of the bold fonts of a page.

    A weight may be pdfium's guess from the width of stems, which files state wildly: where most
    of a page would be bold by a font whose name does not say so, only names are believed.
    """
    heavy = {i for i, font in enumerate(fonts) if font.weight >= _BOLD}
    guessed = {i for i in heavy if not fonts[i].named_bold}
    if not guessed:
        return frozenset(heavy)
    faces = Counter([g.font for g in glyphs if g.text.isalpha()])
    most = sum(n for face, n in faces.items() if face in guessed)
    return frozenset(heavy - guessed if most * 2 > faces.total() else heavy)


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Bold made by printing a character twice: the second is left out."""
    import numpy as np

    if len(glyphs) < 2:
        return list(glyphs)
    texts, x0, _, _, _, bases, sizes, *_ = zip(*glyphs, strict=True)
    codes = np.array([ord(text[0]) for text in texts], np.int64)
    base, left, size = (np.array(column, np.float64) for column in (bases, x0, sizes))
    rows = np.rint(base * 0.5)
    order = np.lexsort((left, rows, codes))
    codes, rows, base, left, size = codes[order], rows[order], base[order], left[order], size[order]
    grain = np.maximum(size[:-1] * 0.15, 0.4)
    near = (np.diff(codes) == 0) & (np.diff(rows) == 0)
    near &= (np.diff(left) < np.minimum(grain, _DOUBLE_REACH)) & (np.abs(np.diff(base)) < grain)
    doubles: set[int] = set()
    for at in np.flatnonzero(near).tolist():
        i, j = int(order[at]), int(order[at + 1])
        if texts[i] == texts[j] and not texts[i].isspace():
            doubles.add(max(i, j))
    return [g for i, g in enumerate(glyphs) if i not in doubles] if doubles else list(glyphs)


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Stretches that follow each other in the stream on one baseline, left to right."""
    import numpy as np

    if not glyphs:
        return []
    _, x0, _, x1, _, bases, sizes, *_ = zip(*glyphs, strict=True)
    left, right, base, size = (np.array(column, np.float64) for column in (x0, x1, bases, sizes))
    with np.errstate(invalid="ignore"):  # places that a broken file puts at infinity
        least = np.minimum(size[:-1], size[1:])
        gap = left[1:] - right[:-1]
        joined = (-0.3 * least < gap) & (gap < _PIECE_GAP * least)
        joined &= np.abs(np.diff(base)) < _SAME_BASE * least
        joined &= np.abs(np.diff(size)) < 0.2 * least
    cuts = [0, *(np.flatnonzero(~joined) + 1).tolist(), len(glyphs)]
    glyphs = list(glyphs)
    return [glyphs[start:stop] for start, stop in pairwise(cuts)]


def _attach_scripts(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Give superscripts and subscripts the baseline of the line that they stand on."""
    ordered = sorted(runs, key=lambda r: r[0].base)
    bases = [run[0].base for run in ordered]
    largest = max((run[0].size for run in runs), default=0.0)
    return [
        run if run[0].size >= _SCRIPT_SIZE * largest else _on_line(run, ordered, bases)
        for run in runs
    ]


def _on_line(run: list[Glyph], runs: list[list[Glyph]], bases: list[float]) -> list[Glyph]:
    small, mark = run[0].size, _is_mark(run)
    found: list[tuple[float, list[Glyph]]] = []
    taken: list[float] = []
    reach = small / _SCRIPT_SIZE * 2
    low, high = bisect_left(bases, run[0].base - reach), bisect_right(bases, run[0].base + reach)
    for other in runs[low:high]:
        size = other[0].size
        if not _LEAST_SCRIPT * size < small < _SCRIPT_SIZE * size:
            continue
        rise = other[0].base - run[0].base
        if abs(rise) > _SCRIPT_SHIFT * size:
            continue
        before = other[0].x0 - run[-1].x1
        gap = max(run[0].x0 - other[-1].x1, before)
        note = mark and before > 0 and rise > _RAISED * size
        limit = (_NOTE_GAP if note else _MARK_GAP if mark else _SCRIPT_GAP) * small
        if gap < 0 and abs(rise) > _FAR * size and _overprints(run, other):
            taken.append(other[0].base)
        elif gap < limit:
            found.append((gap, other))
    free = [(gap, o) for gap, o in found if not any(abs(o[0].base - b) < 1.0 for b in taken)]
    if not free:
        return run
    base = min(free, key=lambda item: item[0])[1][0].base
    return [g._replace(base=base) for g in run]


def _overprints(run: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    """Whether glyphs of another run stand where this one is: no gap is left in it for a script, so
    this belongs to the line below (the raised mark before an affiliation, tightly set) or to none
    (an error of estimate under a coefficient)."""
    x0, x1 = run[0].x0, run[-1].x1
    covered = sum(max(0.0, min(g.x1, x1) - max(g.x0, x0)) for g in other if not g.text.isspace())
    return covered * 2 > x1 - x0


def _is_mark(run: Sequence[Glyph]) -> bool:
    """A mark of a note or an affiliation ("1,2", "*†", "a")."""
    text = "".join(g.text for g in run).strip()
    return len(text) <= 4 and all(not c.isalpha() or len(text) == 1 for c in text)


def _rows(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs grouped by baseline, each row from left to right."""
    rows: list[list[list[Glyph]]] = []
    for run in sorted(runs, key=lambda r: (r[0].base, r[0].x0)):
        anchor = rows[-1][0][0] if rows else None
        if anchor and abs(run[0].base - anchor.base) < _SAME_BASE * min(anchor.size, run[0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_interleave(row) for row in rows]


#: A run that stands inside another one is no longer than so many glyphs.
_INSERTED = 8


def _interleave(row: list[list[Glyph]]) -> list[Glyph]:
    """The glyphs of a row from left to right; glyphs of one run keep their order. A short run that
    stands inside another (an accent, an index before a sign) goes to its place in it."""
    glyphs: list[Glyph] = []
    for run in sorted(row, key=lambda r: r[0].x0):
        if glyphs and len(run) <= _INSERTED and run[-1].x1 < glyphs[-1].x1:
            at = _place(run, glyphs)
            glyphs[at:at] = run
        else:
            glyphs += run
    return glyphs


def _place(run: Sequence[Glyph], glyphs: Sequence[Glyph]) -> int:
    """Behind the last glyph whose middle is not right of the run's."""
    middle = (run[0].x0 + run[-1].x1) / 2 + 0.05 * run[0].size
    at = len(glyphs)
    while at and (glyphs[at - 1].x0 + glyphs[at - 1].x1) / 2 > middle:
        at -= 1
    while at and glyphs[at - 1].text.isspace():
        at -= 1
    return at


def _split(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """A row cut at gaps wider than a word space. Blanks do not bridge a gap, and begin no part."""
    parts: list[list[Glyph]] = []
    part: list[Glyph] = []
    right = 0.0
    for glyph in row:
        if glyph.text.isspace():
            if part:
                part.append(glyph)
            continue
        size = glyph.size
        near = glyph.x0 - right < (_PIECE_GAP * size if size > 1.0 else _PIECE_GAP)
        if near and part and not (len(part) == 1 and _is_initial(part[0], glyph)):
            part.append(glyph)
            if glyph.x1 > right:
                right = glyph.x1
        else:
            part = [glyph]
            parts.append(part)
            right = glyph.x1
    return parts


#: An initial over several lines is this much larger than the line beside it.
INITIAL = 1.7


def _is_initial(one: Glyph, glyph: Glyph) -> bool:
    """Whether one glyph is a capital set over the lines that begin beside it."""
    return one.text.isupper() and one.size > INITIAL * glyph.size > 0


def _piece(glyphs: list[Glyph], fonts: Sequence[Font], bold: frozenset[int]) -> Piece:
    columns = tuple(zip(*glyphs, strict=True))
    inked = columns
    if any(blanks := [text.isspace() for text in columns[0]]):
        inked = tuple(
            zip(*[g for g, blank in zip(glyphs, blanks, strict=True) if not blank], strict=True)
        )
    words = _words(columns, blanks, _word_gap(inked))
    if raised := _raised(glyphs):
        words[0] = replace(words[0], raised=raised)
    _, _, _, _, _, bases, sizes, fonts_used, angles, hidden, _ = inked
    if len(set(sizes)) == 1:
        size, usual = round(sizes[0], 1), bases
    else:
        size = _commonest([round(own, 1) for own in sizes])
        usual = tuple([b for b, own in zip(bases, sizes, strict=True) if abs(own - size) < 0.2])
    faces = Counter(fonts_used)
    return Piece(
        words=tuple(words),
        bbox=_hull([word.bbox for word in words]),
        base=_middle(usual or bases),
        size=size,
        bold=_mostly(faces, bold.__contains__),
        italic=_mostly(faces, lambda font: _font(fonts, font).italic),
        mono=_nearly_all(faces, lambda font: is_typewriter(_font(fonts, font).name)),
        angle=angles[0],
        hidden=hidden[0],
        measured=hidden[0],  # by an older recognition
    )


def _commonest(values: Sequence[float]) -> float:
    return values[0] if len(set(values)) == 1 else Counter(values).most_common(1)[0][0]


def _middle(values: Sequence[float]) -> float:
    return values[0] if len(set(values)) == 1 else median(values)


#: Names of typewriter faces, TeX's short ones too (cmtt10, SFTT1000, ectt, lmtt).
_TYPEWRITER = re.compile(
    r"courier|\bmono(?!type)|mono(?!type)\b|sansmono|consol|typewriter|(?:cm|sf|ec|lm|la|pl|tx)tt|tele?type"
    r"|inconsol|menlo|monaco|andale|lettergothic|ptmono",
    re.I,
)


@lru_cache(maxsize=1024)
def is_typewriter(name: str) -> bool:
    """Whether a font is one of equal widths, by its name.

    >>> is_typewriter("ABCDEF+SFTT1000"), is_typewriter("Courier-Bold"), is_typewriter("MonotypeCorsiva")
    (True, True, False)
    """
    return bool(_TYPEWRITER.search(name))


_PLAIN = Font("", 400, False, False)


def _font(fonts: Sequence[Font], number: int) -> Font:
    return fonts[number] if 0 <= number < len(fonts) else _PLAIN


def _mostly(faces: Counter[int], test: Callable[[int], bool]) -> bool:
    """Whether more than half of the glyphs are in fonts of that kind."""
    if len(faces) == 1:
        return test(next(iter(faces)))
    return sum(n for font, n in faces.items() if test(font)) * 2 > faces.total()


def _nearly_all(faces: Counter[int], test: Callable[[int], bool]) -> bool:
    if len(faces) == 1:
        return test(next(iter(faces)))
    return sum(n for font, n in faces.items() if test(font)) > 0.85 * faces.total()


#: The columns of a table of glyphs: one tuple per field.
_Columns = tuple[tuple[Any, ...], ...]


def _words(columns: _Columns, blanks: Sequence[bool], limit: float) -> list[Word]:
    """Words between blanks of the file and gaps (over ``limit`` ems) that only a blank can leave."""
    _, x0, _, x1, _, _, sizes, *_ = columns
    spans: list[tuple[int, int]] = []
    start = at = 0
    right = last = 0.0
    for at, (blank, left, edge, size) in enumerate(zip(blanks, x0, x1, sizes, strict=True)):
        if blank:
            spans.append((start, at))
            start = at + 1
            continue
        if left - right > limit * (size if size > last else last):
            spans.append((start, at))
            start = at
        right, last = edge, size
    spans.append((start, at + 1))
    return [_word(columns, start, stop) for start, stop in spans if start < stop]


def _raised(glyphs: Sequence[Glyph]) -> int:
    """How many digits before the first letter are smaller than it: the mark of a note."""
    count, small = 0, 0.0
    for glyph in glyphs:
        if glyph.text.isalpha():
            return count if 0 < count <= 3 and small < _SCRIPT_SIZE * glyph.size else 0
        if glyph.text.isdigit():
            small = glyph.size
            count += 1
        elif not glyph.text.isspace():
            return 0
    return 0


def _word_gap(inked: _Columns) -> float:
    """The smallest gap that is a blank, in ems: wider where the letters are spaced out."""
    _, x0, _, x1, _, _, sizes, *_ = inked
    if len(sizes) < 5:
        return _WORD_GAP
    pairs = zip(x0[1:], x1, sizes, sizes[1:], strict=False)
    gaps = [(left - right) / (a if a > b else b) for left, right, a, b in pairs]
    gaps.sort()
    return _WORD_GAP + float(max(gaps[len(gaps) // 2], 0.0))


def _word(columns: _Columns, start: int, stop: int) -> Word:
    """The glyphs from ``start`` to ``stop`` as a word."""
    texts, x0, top, x1, bottom, *_ = columns
    if stop - start == 1:
        return Word(texts[start], [x0[start], top[start], x1[start], bottom[start]])
    part = slice(start, stop)
    box = [min(x0[part]), min(top[part]), max(x1[part]), max(bottom[part])]
    return Word("".join(texts[part]), box)


def _hull(boxes: Iterable[BBox]) -> BBox:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return [min(x0), min(top), max(x1), max(bottom)]


def hull(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around ``boxes`` (at least one).

    >>> hull([[0, 0, 1, 1], [2, 2, 3, 3]])
    [0, 0, 3, 3]
    """
    return _hull(boxes)


#: In a justified line all blanks are equally wide, up to this share and so many points; there
#: are so many, and no wider than so many ems. Figures side by side are cells.
_EVEN_GAPS, _EVEN_POINTS, _EVEN_COUNT, _WIDEST = 0.2, 0.5, 3, 8.0


def justified(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of lines that justification drew apart, word by word, as one piece each."""
    rows: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        if piece.table is None and len(piece.words) < _EVEN_COUNT:
            rows.setdefault((round(2 * piece.base), piece.angle), []).append(piece)
    drawn: dict[int, Piece | None] = {}
    for row in rows.values():
        ordered = sorted(row, key=lambda p: p.bbox[0])
        if _is_drawn_apart(ordered):
            drawn |= {id(piece): None for piece in ordered[1:]}
            words = tuple(word for piece in ordered for word in piece.words)
            bold = sum(len(p.text) for p in ordered if p.bold) * 2 > sum(len(w.text) for w in words)
            box = _hull([word.bbox for word in words])
            drawn[id(ordered[0])] = replace(ordered[0], words=words, bbox=box, bold=bold)
    found = (drawn.get(id(piece), piece) for piece in pieces)
    return [piece for piece in found if piece is not None]


def _is_drawn_apart(row: Sequence[Piece]) -> bool:
    words = [word for piece in row for word in piece.words]
    gaps = [b.bbox[0] - a.bbox[2] for a, b in pairwise(words)]
    if len(row) < _EVEN_COUNT or len(gaps) < _EVEN_COUNT or min(gaps) <= 0:
        return False
    even = max(gaps) - min(gaps) <= _EVEN_GAPS * max(gaps) + _EVEN_POINTS
    text = "".join(word.text for word in words)
    letters = sum(map(str.isalpha, text)) * 2 > len(text)
    return even and letters and max(gaps) < _WIDEST * row[0].size


def lines_of(pieces: Sequence[Piece]) -> list[SourcedLine]:
    """The pieces of one column as its lines, from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.bbox[0])):
        anchor = rows[-1][0] if rows else None
        if anchor and abs(piece.base - anchor.base) < 0.3 * min(anchor.size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda p: p.bbox[0])) for row in rows]


def _line(row: Sequence[Piece]) -> SourcedLine:
    words = _in_order(row)
    letters = [len(piece.text) for piece in row]
    total = sum(letters)
    longest = row[letters.index(max(letters))]
    return SourcedLine(
        base=longest.base,
        source="ocr" if "ocr" in [piece.source for piece in row] else "text_layer",
        measured=any(piece.measured for piece in row),
        text=" ".join([word.text for word in words]),
        bbox=_hull([piece.bbox for piece in row]),
        words=words,
        size=longest.size,
        bold=sum([n for n, p in zip(letters, row, strict=True) if p.bold]) * 2 > total,
        italic=sum([n for n, p in zip(letters, row, strict=True) if p.italic]) * 2 > total,
        mono=all(p.mono for p in row),
        confidence=sum([w.confidence for w in words]) / max(len(words), 1),
    )


def _in_order(row: Sequence[Piece]) -> tuple[Word, ...]:
    """The words of a row of pieces; a short piece that stands over or in another one (an accent,
    an index) goes behind the word that begins before its middle."""
    words: list[Word] = []
    right = row[0].bbox[0]
    for piece in row:
        alone = len(piece.words) == 1 and len(piece.text) <= _INSERTED
        if piece.bbox[2] < right and (alone or all(is_accent(w.text) for w in piece.words)):
            for word in piece.words:
                words.insert(_behind(word, words), word)
        else:
            words += piece.words
        right = max(right, piece.bbox[2])
    return tuple(words)


def _behind(word: Word, words: Sequence[Word]) -> int:
    """The place behind the last word that begins before the middle of this one."""
    middle = (word.bbox[0] + word.bbox[2]) / 2
    at = len(words)
    while at and words[at - 1].bbox[0] > middle:
        at -= 1
    return at


_ACCENTS = frozenset("^~ˆ˜¯ˉ˙´`¨˘ˇ˚")


def is_accent(text: str) -> bool:
    """Signs alone that stand over letters (hats, bars and arrows of formulas).

    >>> is_accent("⃗"), is_accent("ˆˆ"), is_accent("â")
    (True, True, False)
    """
    return all(c in _ACCENTS or unicodedata.combining(c) for c in text)


def turned(glyphs: Sequence[Glyph], angle: int, width: float, height: float) -> list[Glyph]:
    """Glyphs of text that runs in direction ``angle`` as if the page were turned upright.

    ``width`` and ``height`` are those of the page as displayed.
    """
    return [_turn(glyph, angle, width, height) for glyph in glyphs]


def _turn(g: Glyph, angle: int, width: float, height: float) -> Glyph:
    if angle == 90:  # reads downwards: turn the page left
        return g._replace(
            x0=g.top, x1=g.bottom, top=width - g.x1, bottom=width - g.x0, base=width - g.base
        )
    if angle == 270:  # reads upwards: turn the page right
        return g._replace(
            x0=height - g.bottom, x1=height - g.top, top=g.x0, bottom=g.x1, base=g.base
        )
    if angle == 180:
        return g._replace(
            x0=width - g.x1, x1=width - g.x0,
            top=height - g.bottom, bottom=height - g.top, base=height - g.base,
        )  # fmt: skip
    return g
