"""Lines of names looked at again: without the raised marks, each script by its own models.

A line of authors has no words that a language model helps with: initials, names, raised figures.
"О.О. Юдина¹" comes out as "0.0. Юдина”". The raised marks are found by their place and read
one by one; the line without them is read again, and the marks are put back behind their names
and before the places that they stand for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from extractors.measure import depth
from extractors.ocr import OcrWord
from extractors.one_script import models_by_script
from extractors.raised import Box, Mark, around, marks_of, text_of, without

if TYPE_CHECKING:
    from PIL.Image import Image

#: Words of a line of names, at most, and lines of a page that are looked at.
_MOST_WORDS, _MOST_LINES = 14, 30
#: The second reading of a part of a line must be trusted so much …
_TRUSTED = 0.6
#: … and by no more than this less than the first one; initials in place of none, so much.
_LESS, _ENOUGH = 0.1, 0.45
#: How far a comma reaches under the baseline, as a share of the height of a capital: as far as
#: the font sizes measured on words take it to reach.
_COMMA = 0.31
#: A gap wider than this, in heights of a word, parts columns.
_COLUMN = 1.8
#: White around each line in the stack, pixels.
_MARGIN = 24
#: A name, or what may be one: a capital, small letters, perhaps a hyphen and more.
_NAME = re.compile(r"[^\W\d_a-zа-яё][^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: An initial or two, as they may be misread: "10.0.", "AM", "Il.", "A.o.!2".
_INITIALS = re.compile(r"(?:[\w$]{1,3}\.){1,3}\W*\d*\W*|[A-ZА-ЯЁ]{1,2}[^\w\s]*")
#: What recognition makes of a raised mark behind a word, and of one before a place.
_NOISE_BEHIND = re.compile(
    r"(?<=[^\W\d_]|[.])[^\w.,;:)\]]+[\d*]*(?=[,;]?$)|(?<=[^\W\d_]|[.])[\d*]+(?=[,;]?$)"
)
_NOISE_BEFORE = re.compile(r"[^\w«(]+(?=\w)|[^\w«(]*[\da-zа-яё_]?[^\w«(]*(?=[^\W\d_a-zа-яё])")
Read = Callable[[str, "Image", float], list[OcrWord]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A line of a page with its words, and its raised marks with the signs that they are."""

    key: int
    words: tuple[OcrWord, ...]
    marks: tuple[tuple[Mark, str], ...]
    named: bool


def names_again(
    picture: Image,
    words: Sequence[OcrWord],
    language: str,
    read: Read,
    figures: Callable[[Image], str],
) -> list[OcrWord]:
    """The words, those of lines of names and of marked places as they are read best.

    ``read(language, picture, scale)`` recognises one block of lines, ``figures(picture)`` the
    figures on a small picture.
    """
    looked = (_look(picture, key, line, figures) for key, line in enumerate(_printed_lines(words)))
    found = list(islice(filter(None, looked), _MOST_LINES))
    if not found:
        return list(words)
    named = [f for f in found if f.named]
    again = _read_again(picture, named, language, read) if named else {}
    mended = {f.key: _mended(f, again.get(f.key, [])) for f in found}
    taken = [mark.box for f in found for mark, _ in f.marks]
    return _in_place(words, {f.words: mended[f.key] for f in found}, taken)


def _printed_lines(words: Sequence[OcrWord]) -> list[list[OcrWord]]:
    """The words of each line from left to right; columns that recognition took for one line
    are several."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    out: list[list[OcrWord]] = []
    for line in lines.values():
        wide = _COLUMN * median(w.bottom - w.top for w in line)
        for word in sorted(line, key=lambda w: w.left):
            if out and out[-1][-1].line == word.line and word.left - out[-1][-1].right < wide:
                out[-1].append(word)
            else:
                out.append([word])
    return out


def _look(
    picture: Image, key: int, ordered: Sequence[OcrWord], figures: Callable[[Image], str]
) -> _Found | None:
    """A line of names, or one that a raised mark opens; ``None`` for others."""
    texts = [w.text for w in ordered]
    names = may_be_names(texts)
    if not (names or _may_open_place(texts)):
        return None
    marks = marks_of(picture, [*map(_box, ordered)])
    behind = [m for m in marks if m.box[0] > ordered[0].right]
    named = names and (bool(behind) or _has_initials(texts))
    if not named:
        first = next((w for w in ordered if len(w.text) > 3), ordered[0])
        marks = [m for m in marks[:1] if m.box[0] < first.left + (m.box[2] - m.box[0]) / 2]
    told = [(m, text) for m in marks if (text := text_of(picture, m, figures)) is not None]
    if not (told or named):
        return None
    return _Found(key, tuple(ordered), tuple(told), named)


def may_be_names(words: Sequence[str]) -> bool:
    """Whether words look like names of people alone, as far as they can be read.

    >>> may_be_names(["10.0.", "Сулейменова',", "0.0.", "Юдина”"]), may_be_names(["Ryabova", "AL"])
    (True, True)
    >>> may_be_names(["Расстояние", "до", "станции"]), may_be_names(["Томск,", "1994."])
    (False, False)
    """
    told = [w for w in words if any(c.isalnum() for c in w)]
    if not 2 <= len(told) <= _MOST_WORDS or any(re.search(r"\d{3}|[@/]", w) for w in told):
        return False
    names = [w for w in told if _NAME.match(_bare(w)) and sum(c.isalpha() for c in w) >= 3]
    rest = [w for w in told if w not in names]
    if all(w.isupper() for w in names) and not any("." in w for w in rest):
        return False  # a heading
    return bool(names) and all(_INITIALS.fullmatch(w) or len(w) < 3 for w in rest)


def _has_initials(words: Sequence[str]) -> bool:
    """
    >>> _has_initials(["Тимур", "Юрьевич", "Ёлкин"]), _has_initials(["Timur", "Y.", "Yolkin"])
    (False, True)
    """
    return any(_INITIALS.fullmatch(w) for w in words)


def _bare(word: str) -> str:
    return word.lstrip("\"'“”„‘’`°^*?!.,_")


def _may_open_place(words: Sequence[str]) -> bool:
    """A line that may begin with a raised mark: its first or second word is capitalised."""
    return len(words) > 1 and any(_NAME.match(_bare(w).lstrip("1234")) for w in words[:2])


def _box(word: OcrWord) -> Box:
    return word.left, word.top, word.right, word.bottom


# ------------------------------------------------------------------ read again


def _read_again(
    picture: Image, lines: Sequence[_Found], language: str, read: Read
) -> dict[int, list[OcrWord]]:
    """The lines without their marks, each by the models of the script that reads it best."""
    bare = without(picture, [box for f in lines for mark, _ in f.marks for box in mark.signs])
    areas = [_area(bare, f) for f in lines]
    stack, rows = _stacked(bare, areas)
    best: dict[int, list[OcrWord]] = {}
    for expression in filter(None, models_by_script(language).values()):
        found: dict[int, list[OcrWord]] = defaultdict(list)
        for word in read(expression, stack, 1.0):
            for line, area, row in zip(lines, areas, rows, strict=True):
                if row <= (word.top + word.bottom) / 2 < row + area[3] - area[1]:
                    found[line.key].append(_back(word, line, area, row))
        for key, words in found.items():
            if _trust(words) > _trust(best.get(key, [])):
                best[key] = words
    return best


def _area(picture: Image, line: _Found) -> Box:
    left, top, right, bottom = around(map(_box, line.words))
    pad = max(4, (bottom - top) // 6)
    return (
        max(0, left - pad), max(0, top - pad),
        min(picture.width, right + pad), min(picture.height, bottom + pad),
    )  # fmt: skip


def _stacked(picture: Image, areas: Sequence[Box]) -> tuple[Image, list[int]]:
    """The areas under each other on one picture, and the rows where they begin."""
    rows, row = [], _MARGIN
    for area in areas:
        rows.append(row)
        row += area[3] - area[1] + _MARGIN
    width = max(area[2] - area[0] for area in areas) + 2 * _MARGIN
    out = Pillow.new("L", (width, row), 255)
    for area, at in zip(areas, rows, strict=True):
        out.paste(picture.crop(area), (_MARGIN, at))
    return out, rows


def _back(word: OcrWord, line: _Found, area: Box, row: int) -> OcrWord:
    """A word of the stack at its place on the page."""
    x, y = area[0] - _MARGIN, area[1] - row
    return replace(
        word,
        text=word.text.replace("\N{SINGLE LOW-9 QUOTATION MARK}", ","),
        left=word.left + x, right=word.right + x, top=word.top + y, bottom=word.bottom + y,
        line=line.words[0].line,
    )  # fmt: skip


def _trust(words: Sequence[OcrWord]) -> float:
    letters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / letters if letters else 0.0


# ------------------------------------------------------------------ put together


def _mended(line: _Found, again: Sequence[OcrWord]) -> list[OcrWord]:
    """The words of a line with what the second look tells, and its marks at their places."""
    first = [_without_marks(word, line) for word in line.words]
    words = _merged(first, again) if line.named else list(line.words)
    for mark, text in line.marks:
        words = _marked(words, mark, text)
    return words


def _without_marks(word: OcrWord, line: _Found) -> OcrWord:
    """A word as wide as its letters, where its box took in the mark behind it."""
    lefts = [m.box[0] for m, _ in line.marks if word.left < m.box[0] - m.capital / 2]
    return replace(word, right=min([word.right, *lefts]))


def _merged(first: Sequence[OcrWord], second: Sequence[OcrWord]) -> list[OcrWord]:
    """Of the parts of a line that both readings cut alike, the better one."""
    out: list[OcrWord] = []
    for one, two in _parts(first, second):
        out += _with_comma(one, two) if _covers(one, two) and _is_better(one, two) else one
    return _tight(out)


def _with_comma(one: Sequence[OcrWord], two: Sequence[OcrWord]) -> list[OcrWord]:
    """The second reading with the comma of the first: a mark painted over may take it along."""
    comma = one[-1].text[-1:]
    if comma not in {",", ";"} or two[-1].text.endswith(comma):
        return list(two)
    return [*two[:-1], replace(two[-1], text=two[-1].text + comma)]


#: Initials as they are printed.
_SOUND = re.compile(r"(?:[^\W\d_]\.){1,3},?")


def _is_better(one: Sequence[OcrWord], two: Sequence[OcrWord]) -> bool:
    """Whether the second reading of a part of a line is the better one."""
    before, after = ("".join(w.text for w in words) for words in (one, two))
    letters = ["".join(c for c in text if c.isalpha()) for text in (before, after)]
    if not letters[1] or (len(letters[0]) > 3 and letters[1][:-1] == letters[0]):
        return False  # the comma behind a mark that was painted over became a letter
    if _SOUND.fullmatch(after) and not _SOUND.fullmatch(before):
        return _trust(two) >= _ENOUGH  # "Il." and "AL" are no initials
    return _trust(two) >= max(_TRUSTED, _trust(one) - _LESS)


def _tight(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Words with a comma that was read apart from its word put to it."""
    out: list[OcrWord] = []
    for word in words:
        if word.text in {",", ";"} and out:
            out[-1] = replace(out[-1], text=out[-1].text + word.text)
        else:
            out.append(word)
    return out


def _parts(
    first: Sequence[OcrWord], second: Sequence[OcrWord]
) -> list[tuple[list[OcrWord], list[OcrWord]]]:
    """The words of both readings dealt out to the stretches of the line that they share."""
    both = sorted(
        [(w.left, 0, w) for w in first] + [(w.left, 1, w) for w in second], key=lambda p: p[:2]
    )
    parts: list[tuple[list[OcrWord], list[OcrWord]]] = []
    right = -1
    for _, which, word in both:
        if not parts or word.left >= right - 3:
            parts.append(([], []))
        parts[-1][which].append(word)
        right = max(right, word.right) if len(parts[-1][0]) + len(parts[-1][1]) > 1 else word.right
    return parts


def _covers(one: Sequence[OcrWord], two: Sequence[OcrWord]) -> bool:
    """The second reading leaves out no more than a mark of the first."""
    if not one or not two:
        return False
    wide = max(w.right for w in one) - min(w.left for w in one)
    return max(w.right for w in two) - min(w.left for w in two) >= 0.55 * wide


def _marked(words: Sequence[OcrWord], mark: Mark, text: str) -> list[OcrWord]:
    """The words with a mark behind the one that it follows, or before them all."""
    before = [
        w
        for w in words
        if w.left < mark.box[0] - mark.capital / 2 and any(c.isalnum() or c == "$" for c in w.text)
    ]
    if not before or before[-1].right < mark.box[0] - 2 * mark.capital:
        return _opened(words, mark, text)
    last = before[-1]
    out = []
    for word in words:
        if word is last:
            bare = _NOISE_BEHIND.sub("", word.text)
            comma = bare[-1:] if bare[-1:] in ",;" else ""
            bare = bare.removesuffix(comma) if comma else bare
            bottom = word.bottom + round(_COMMA * mark.capital) * ("," in text and not depth(bare))
            right = max(word.right, mark.box[2])
            word = replace(word, text=f"{bare}{text}{comma}", right=right, bottom=bottom)
        elif any(c.isalpha() for c in word.text) is False and _inside(word, mark.box):
            continue
        out.append(word)
    return out


def _opened(words: Sequence[OcrWord], mark: Mark, text: str) -> list[OcrWord]:
    """The words of a place with the mark that opens them, in place of what was read for it."""
    rest = [w for w in words if not _inside(w, mark.box)]
    if not rest:
        return list(words)
    first = rest[0]
    noise = _NOISE_BEFORE.match(first.text)
    if first.left < mark.box[2] and noise:
        text_there = first.text[noise.end() :]
        first = replace(first, text=text_there, left=max(first.left, mark.box[2]))
    deep = _COMMA * mark.capital if depth(first.text) else 0
    box = mark.box[0], first.top, mark.box[2], max(first.top + 1, first.bottom - round(deep))
    opening = OcrWord(text, *box, first.confidence, first.line)
    return [opening, first, *rest[1:]]


def _inside(word: OcrWord, box: Box) -> bool:
    """Most of a word lies in the box of a mark."""
    across = min(word.right, box[2] + 3) - max(word.left, box[0] - 3)
    down = min(word.bottom, box[3] + 6) - max(word.top, box[1] - 6)
    area = max((word.right - word.left) * (word.bottom - word.top), 1)
    return across > 0 and down > 0 and across * down > 0.6 * area


def _in_place(
    words: Sequence[OcrWord],
    mended: Mapping[tuple[OcrWord, ...], Sequence[OcrWord]],
    taken: Sequence[Box],
) -> list[OcrWord]:
    """All words in their order, without those that were read for a mark of another line."""
    line_of = {id(word): line for line in mended for word in line}
    out: list[OcrWord] = []
    done: set[int] = set()
    for word in words:
        line = line_of.get(id(word))
        if line is None:
            out += [] if any(_inside(word, box) for box in taken) else [word]
        elif id(line) not in done:
            done.add(id(line))
            out += mended[line]
    return out
