"""Policy of recognition: from the picture of a page to pieces of lines, by evidence.

A page is deskewed when its lines run askew, turned when its words come out on their side or
make no sense, and read again in another language when its words belong to one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from corpus.document import BBox
from extractors import imaging, ocr
from extractors.cleaning import cleaned
from extractors.lines import Piece, hull, lines_of
from extractors.measure import Face, depth, even_sizes, face_of, font_size, trimmed
from extractors.name_lines import names_again
from extractors.numerals import in_latin
from extractors.observed import Word
from extractors.ocr import OcrWord
from extractors.one_script import in_one_script
from extractors.page_figure import with_page_figure
from extractors.paragraph_language import reread_paragraphs
from extractors.plumber import with_tables
from extractors.second_look import second_look
from extractors.spread import fold_of, is_page_of_print, shifted, sides_of
from extractors.tables.ocr import erase_rules, find_on_image
from extractors.tables.rescan import reread_cells
from extractors.torn_words import joined
from extractors.triage import known_share
from fixers.plausibility import plausibility

if TYPE_CHECKING:
    from PIL.Image import Image

#: Tesseract follows lines that run askew by less than this many degrees.
_SKEW_LIMIT = 0.35
#: A reading worth less than this is tried again in another way.
_GOOD = 0.75
#: Scores nearer than this are equal: then the model of the language found wins.
_LEVEL = 0.01
#: Languages that each other's readings by the Russian model look like, nearest first.
_NEIGHBOURS = {
    "ky": ("kk", "tt"), "kk": ("ky", "tt"), "tt": ("kk", "ky"),
    "be": ("uk",), "mk": ("bg", "sr"), "sr": ("mk", "bg"),
}  # fmt: skip
#: Words under this confidence that hold no letters or digits are specks.
_SPECK = 0.6
#: Tesseract's page segmentation mode for a single block of lines.
_ONE_BLOCK = 6
#: A line under this mean confidence is noise (frames, stamps, pictures).
_NOISE = 0.3
#: … and under this one without a word that any language knows.
_DOUBTFUL = 0.45


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition made of a page: pieces of lines (tables among them) in points of the
    upright page, its size in points, how it was turned (degrees clockwise) and shorn, the
    model used, and the mean confidence (0 to 1). ``fold``: where two pages on one picture part,
    points from the left."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    rotation: int
    skew: float
    language: str
    confidence: float
    fold: float | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One attempt: the words on a picture, and what they are worth (confidence × language).
    ``bare`` is the picture without the rules of tables, as it was read."""

    words: tuple[OcrWord, ...]
    picture: Image
    bare: Image
    language: str
    confidence: float
    score: float
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads pictures at one resolution within one time limit."""

    dpi: float
    seconds: float

    def read(self, picture: Image, language: str, rotation: int = 0) -> _Reading:
        """One attempt. Rules of tables are painted over first: they read as letters."""
        bare = erase_rules(picture, 72 / self.dpi)
        words = ocr.recognise(bare, language, dpi=self.dpi, seconds=self.seconds)
        return self._reading(words, _Reading((), picture, bare, language, 0.0, 0.0, rotation))

    def again(self, reading: _Reading) -> _Reading:
        """The reading with its doubtful words looked at a second time, without its noise."""
        words = second_look(reading.bare, reading.words, partial(self._strips, reading.language))
        words = names_again(
            reading.bare, words, reading.language, self._strips, self._only("0123456789")
        )
        words = in_one_script(reading.bare, words, reading.language, self._strips)
        words = in_latin(reading.bare, words, reading.language, self._strips, self._only("IVX"))
        words = joined(words, reading.language)
        words = with_page_figure(reading.bare, words, partial(self._strips, reading.language))
        return self._reading(_without_noise(words), reading)

    def words(self, picture: Image, language: str) -> list[OcrWord]:
        """The words on a part of a page, doubtful ones looked at twice."""
        return list(self.again(self.read(picture, language)).words)

    def _reading(self, words: Sequence[OcrWord], like: _Reading) -> _Reading:
        """A reading of ``words``; noise among them does not count."""
        sound = _without_noise(words)
        confidence = _confidence(sound)
        text = " ".join(word.text for word in sound)
        score = confidence * plausibility(text).score if sound else 0.0
        return replace(like, words=tuple(words), confidence=confidence, score=score)

    def block(self, language: str, picture: Image) -> list[OcrWord]:
        """One block of lines at 300 dpi."""
        return ocr.recognise(picture, language, dpi=300, mode=_ONE_BLOCK, seconds=self.seconds)

    def _only(self, signs: str) -> Callable[[Image], str]:
        """A reader of small pictures that hold nothing but ``signs``."""
        return partial(ocr.signs_on, signs=signs, seconds=self.seconds)

    def _strips(self, language: str, picture: Image, scale: float) -> list[OcrWord]:
        """Lines stacked into one block, on a picture enlarged by ``scale``."""
        return ocr.recognise(
            picture, language, dpi=self.dpi * scale, mode=_ONE_BLOCK, seconds=self.seconds
        )


def recognise_page(
    picture: Image, dpi: float, language: str = "auto", seconds: float = 120.0
) -> Recognised:
    """Read the picture of a page.

    Raises:
        PageTimeout, EngineFailed, MissingDependency: as :mod:`extractors.ocr` does.
    """
    expression = ocr.checked_language(default_language() if language == "auto" else language)
    picture, reader = cleaned(picture), _Reader(dpi, seconds)
    fold = fold_of(picture, dpi)
    read = partial(_one_page, expression=expression, reader=reader, auto=language == "auto")
    if fold is not None:
        pages = [read(side) for side in sides_of(picture, fold)]
        if all(is_page_of_print(page.pieces) for page in pages):
            return _bound(pages, fold * 72 / dpi)
    return read(picture)


def _bound(pages: Sequence[Recognised], fold: float) -> Recognised:
    """Two pages of one picture as what it shows; the right one begins at ``fold``, points."""
    left, right = pages
    models = [*left.language.split("+"), *right.language.split("+")]
    weights = [max(sum(len(piece.text) for piece in page.pieces), 1) for page in pages]
    trust = sum(w * page.confidence for w, page in zip(weights, pages, strict=True)) / sum(weights)
    return replace(
        left,
        pieces=(*left.pieces, *shifted(right.pieces, fold)),
        width=fold + right.width,
        height=max(left.height, right.height),
        language="+".join(dict.fromkeys(models)),
        confidence=trust,
        fold=fold,
    )


def _one_page(picture: Image, expression: str, reader: _Reader, *, auto: bool) -> Recognised:
    """The reading of a picture of one page; ``auto``: its words tell its languages."""
    best, skew = _set_upright(picture, expression, reader) or _straight(picture, expression, reader)
    in_its_language = partial(_in_its_language, reader=reader) if auto else _as_it_is
    if not _on_its_side(best):
        best = in_its_language(best)
    if _on_its_side(best) or best.score < _GOOD:
        best = in_its_language(_turned_if_better(best, reader))
    if best.score < _GOOD:
        best = in_its_language(_evened_if_better(best, reader))
    best = reader.again(best)
    return _finished(_in_its_languages(best, reader) if auto else best, reader, skew)


def _finished(best: _Reading, reader: _Reader, skew: float) -> Recognised:
    """The words as pieces of lines, and the tables among them, their cells read twice."""
    dpi = reader.dpi
    pieces = pieces_from(best.words, dpi)
    tables = find_on_image(best.picture, lines_of(pieces), 72 / dpi) if pieces else []
    if tables:
        bare = erase_rules(best.picture, 72 / dpi)
        tables = reread_cells(bare, tables, 72 / dpi, partial(reader.block, best.language))
    width, height = (side * 72 / dpi for side in best.picture.size)
    return Recognised(
        tuple(with_tables(pieces, tables)),
        width,
        height,
        best.rotation,
        skew,
        best.language,
        best.confidence,
    )


def default_language() -> str:
    """Russian with English, as far as they are installed."""
    wanted = [model for model in ("rus", "eng") if model in ocr.installed()]
    return "+".join(wanted or ["rus", "eng"])


def _confidence(words: Sequence[OcrWord]) -> float:
    """Mean confidence, each character with equal weight."""
    total = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / total if total else 0.0


#: Signs alone; "$." is the initial S. of a name.
_SIGNS = re.compile(r"(?!\$\.)[\W_]+")


def _without_noise(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Words without specks taken for signs and without lines of noise."""
    kept = [w for w in words if w.confidence >= _SPECK or not _SIGNS.fullmatch(w.text)]
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in kept:
        lines[word.line].append(word)
    noise = {key for key, line in lines.items() if _is_noise(line)}
    return [word for word in kept if word.line not in noise]


def _is_noise(line: Sequence[OcrWord]) -> bool:
    """A line that no printed words stand behind: hardly trusted, with no word that any
    language knows; or the ornament of a frame, read as a row of letters."""
    trust = _confidence(line)
    if trust < _NOISE:
        return True
    letters = [word.text.strip(".,:;!?'\"") for word in line]
    ornament = len(letters) >= 3 and all(len(t) <= 2 and t.isalpha() for t in letters)
    if ornament and trust < _GOOD:
        return True
    return trust < _DOUBTFUL and known_share(" ".join(letters))[0] == 0.0


def _on_its_side(reading: _Reading) -> bool:
    """Most longer words are taller than wide."""
    longer = [w for w in reading.words if len(w.text) >= 4]
    tall = sum(w.bottom - w.top > 1.3 * (w.right - w.left) for w in longer)
    return len(longer) >= 3 and tall * 2 > len(longer)


def _straight(
    picture: Image, expression: str, reader: _Reader, rotation: int = 0
) -> tuple[_Reading, float]:
    """The reading of a picture whose lines run from left to right, set straight, and by how
    many degrees."""
    skew = imaging.skew(picture)
    skew = skew if abs(skew) >= _SKEW_LIMIT else 0.0
    level = imaging.turned(picture, skew) if skew else picture
    return reader.read(level, expression, rotation), skew


def _set_upright(picture: Image, expression: str, reader: _Reader) -> tuple[_Reading, float] | None:
    """The reading of a picture that lies on its side, and its skew; ``None`` if it does not lie so,
    if it cannot be told how, or if it makes no sense that way."""
    if not imaging.lies_on_side(picture):
        return None
    found = ocr.orientation(picture, dpi=reader.dpi, seconds=reader.seconds)
    if found is None or found.rotate not in (90, 270):
        return None
    upright = imaging.turned(picture, -found.rotate)
    reading, skew = _straight(upright, expression, reader, found.rotate)
    return (reading, skew) if reading.score >= _GOOD and not _on_its_side(reading) else None


def _turned_if_better(first: _Reading, reader: _Reader) -> _Reading:
    found = ocr.orientation(first.picture, dpi=reader.dpi, seconds=reader.seconds)
    if found is None or not found.rotate:
        return first
    upright = imaging.turned(first.picture, -found.rotate)
    again = reader.read(upright, first.language, found.rotate)
    return again if _on_its_side(first) or again.score > first.score else first


def _evened_if_better(first: _Reading, reader: _Reader) -> _Reading:
    """Read again with light and contrast evened out (photographs, faint prints)."""
    evened = imaging.evened(first.picture)
    again = reader.read(evened, first.language, first.rotation)
    more = sum(len(w.text) for w in again.words) >= 0.8 * sum(len(w.text) for w in first.words)
    return again if more and again.score > first.score else first


def _as_it_is(best: _Reading) -> _Reading:
    return best


def _in_its_language(best: _Reading, reader: _Reader) -> _Reading:
    """Read again with the model of the language that the words turned out to be in."""
    lang = plausibility(" ".join(word.text for word in best.words)).lang or ""
    model = _model_for(lang)
    if model is None or model in best.language.split("+"):
        return best
    again = reader.read(best.picture, f"{model}+{best.language}", best.rotation)
    needed = -_LEVEL if model == ocr.MODELS.get(lang) else _LEVEL
    return again if again.score >= best.score + needed else best


def _model_for(lang: str) -> str | None:
    """The installed model of a language, or else of one that is taken for it: without its own
    letters, which the wrong model does not read, Kazakh looks like Kyrgyz."""
    models = (ocr.MODELS.get(near) for near in (lang, *_NEIGHBOURS.get(lang, ())))
    return next((model for model in models if model in ocr.installed()), None)


def _in_its_languages(best: _Reading, reader: _Reader) -> _Reading:
    """The reading with paragraphs in a further language read with the model of theirs."""
    words = reread_paragraphs(
        best.picture,
        best.words,
        best.language,
        reader.words,
    )
    return replace(best, words=tuple(words))


# ------------------------------------------------------------------ words to pieces


def pieces_from(words: Sequence[OcrWord], dpi: float) -> list[Piece]:
    """Recognised words as pieces of lines, in points."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    face = face_of((w.text, w.bottom - w.top) for w in words)
    usual = _height(words, face) if words else 0.0
    sound = [trimmed(line, face, usual) for line in lines.values()]
    pieces = [_piece(part, 72 / dpi, face) for line in sound for part in _split(line, face)]
    return even_sizes(pieces)


#: Words of such signs alone bridge no gap: they are dirt in a gutter, or a rule in it.
_DIRT = re.compile(r"[_|~'`‘’\u201c\u201d°.,:;!^¦]+")
#: A gap wider than this, in font sizes, ends a piece; a narrow gutter is wider than this share of it.
_GAP, _WIDE = 1.6, 0.6


def _split(line: Sequence[OcrWord], face: Face) -> list[list[OcrWord]]:
    """A line cut where a gap is wider than a blank can be; dirt in such a gap is left out."""
    limit = _GAP * _height(line, face)
    parts: list[list[OcrWord]] = []
    between: list[OcrWord] = []
    for word in sorted(line, key=lambda w: w.left):
        if _DIRT.fullmatch(word.text) and parts:
            between.append(word)
        elif parts and word.left - parts[-1][-1].right < limit:
            if word.left - parts[-1][-1].right < _WIDE * limit:
                parts[-1] += between
            parts[-1].append(word)
            between = []
        else:
            _trail(parts, between, limit)
            parts.append([word])
            between = []
    _trail(parts, between, limit)
    return parts


def _trail(parts: list[list[OcrWord]], signs: Sequence[OcrWord], limit: float) -> None:
    """Signs that stand close behind a part belong to it."""
    for sign in signs:
        if sign.left - parts[-1][-1].right < limit / 4:
            parts[-1].append(sign)


def _piece(words: Sequence[OcrWord], scale: float, face: Face) -> Piece:
    size = _height(words, face)
    base = median(w.bottom - depth(w.text) * size for w in words)
    seen = tuple(Word(w.text, _points(w, scale), round(w.confidence, 3)) for w in words)
    return Piece(
        words=seen,
        bbox=hull(word.bbox for word in seen),
        base=base * scale,
        size=round(size * scale, 1),
        source="ocr",
        measured=True,
    )


def _points(word: OcrWord, scale: float) -> BBox:
    return [round(v * scale, 2) for v in (word.left, word.top, word.right, word.bottom)]


def _height(words: Sequence[OcrWord], face: Face) -> float:
    """The font size of recognised words, pixels."""
    return font_size([(w.text, w.bottom - w.top) for w in words], face)
