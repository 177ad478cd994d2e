"""Running headers, footers and page numbers: found by repetition over pages, kept, labelled.

Only rows near the upper and lower edge are asked. A row is furniture when the same words
(numbers aside) stand in the same zone of other pages, when it carries the page number
whose distance to the page's place in the file is the same on other pages, or when it stands
alone, in smaller type or far from the text, at the very height at which other pages have
such a row (left and right pages of a short paper have different heads).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from corpus.document import Label
from extractors.labels import is_caption, is_references_heading
from extractors.lines import Piece

Zone = Literal["head", "foot"]

#: Rows from each edge that may be furniture.
_DEPTH = 3
#: … and how far from the edge they reach, share of the page's height.
_REACH = 0.17
#: The same place: vertical distance as a share of the page's height.
_SAME_PLACE = 0.03
#: Running heads alternate between left and right pages and change with the chapter: this many
#: pages to either side are compared.
_NEIGHBOURS = 40
#: A row stands alone when the next one is this many font sizes away (lines of text: 1.2 to
#: 1.6), and this much further than the row after that (typescripts are set wide throughout).
_ALONE_GAP = {False: 1.75, True: 1.95}
_WIDER = 1.2
#: Rows stand at one height when the places differ by less (share of the page's height; pages
#: set upright by recognition differ more). Type this much smaller than the text's is no text.
_SAME_HEIGHT = {False: 0.004, True: 0.014}
_SMALLER = {False: 0.95, True: 1.08}
_HEAD_CHARS = 120
_NUMBER = re.compile(r"(?<![\w.,/:\-–])\d{1,4}(?![\w/:\-–]|[.,]\d)")
#: Letters that recognition takes for each other.
_LOOKALIKES = str.maketrans("асеорхукмтнвіј№", "aceopxykmthbijn")
#: The class number of a work, which stands at the head of each paper of a volume.
_CLASS = re.compile(r"\W*(?:УДК|UDC|ӘОЖ|ЭОЖ|ББК|МРНТИ|ГРНТИ|JEL)\b")
#: What may stand for a page number where other pages have theirs: so long, so near (font sizes).
_NUMBER_CHARS, _NUMBER_REACH = 5, 4.0
_ROMAN = re.compile(r"[-–— ]*(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})[-–— ]*", re.I)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
#: A page number by itself, that of an appendix too ("A-5").
_ALONE = re.compile(r"[-–—~|\s.]*(?:[A-ZА-Я][-–.])?(\d{1,4})[-–—~|\s.]*")


@dataclass(frozen=True, slots=True)
class PageRows:
    """A page as furniture sees it: its number, height, the pieces near its edges (or all), and
    the usual size of its text (0: unknown)."""

    number: int
    height: float
    pieces: Sequence[Piece]
    size: float = 0.0


@dataclass(slots=True)
class _Row:
    page: int
    zone: Zone
    depth: int
    place: float  # share of the page's height
    pieces: list[Piece]
    gap: float = 0.0  # to the next row inwards, font sizes
    inner: float = 0.0  # from there to the row after it
    large: bool = False  # set larger than the text
    text: str = ""
    key: str = ""
    numbers: list[int] = field(default_factory=list)


def find_furniture(pages: Sequence[PageRows]) -> dict[int, list[tuple[Piece, Label]]]:
    """``{page: [(piece, label)]}`` for the pieces that are furniture."""
    rows = [row for page in pages for row in _edge_rows(page)]
    offsets = _offsets(rows)
    repeated = _repeated(rows, len(pages), offsets) | _alternating(rows, pages)
    found: dict[int, list[tuple[Piece, Label]]] = defaultdict(list)
    numbers = [row for row in rows if _is_number(row, offsets)]
    for page_rows in _by_edge(rows):
        for row in page_rows:
            label = _label(row, offsets, repeated, single=len(pages) == 1)
            if label is None and _stands_for_number(row, numbers):
                label = "page_number"
            if label is None:
                break
            found[row.page] += [(piece, label) for piece in row.pieces]
    return dict(found)


def _by_edge(rows: Sequence[_Row]) -> list[list[_Row]]:
    """The rows of each page and zone, from the edge inwards."""
    groups: dict[tuple[int, Zone], list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.page, row.zone].append(row)
    return [sorted(group, key=lambda r: r.depth) for group in groups.values()]


def edge_pieces(pieces: Sequence[Piece]) -> list[int]:
    """Which pieces may matter to :func:`find_furniture`: the outer rows, and one more each."""
    rows = _solid(_rows(pieces))
    outer = rows if len(rows) <= 2 * _DEPTH + 2 else [*rows[: _DEPTH + 1], *rows[-_DEPTH - 1 :]]
    wanted = {id(piece) for row in outer for piece in row}
    return [i for i, piece in enumerate(pieces) if id(piece) in wanted]


def _edge_rows(page: PageRows) -> list[_Row]:
    rows = _solid(_rows(page.pieces))
    zones: tuple[tuple[Zone, list[list[Piece]]], ...] = (("head", rows), ("foot", rows[::-1]))
    out = []
    for zone, ordered in zones:
        for depth, pieces in enumerate(ordered[:_DEPTH]):
            place = pieces[0].base / page.height if page.height else 0.5
            inside = place < _REACH if zone == "head" else place > 1 - _REACH
            if inside:
                row = _row(page.number, zone, depth, place, pieces)
                row.gap, row.inner = _gap(ordered, depth), _gap(ordered, depth + 1)
                row.large = _is_large(pieces, page.size)
                out.append(row)
    return out


def _is_large(row: Sequence[Piece], body: float) -> bool:
    """Type larger than that of the text, where it was not measured on a picture."""
    return bool(body) and not any(p.measured or p.size < 1.05 * body for p in row)


def _gap(rows: Sequence[Sequence[Piece]], at: int) -> float:
    """The distance to the next row inwards, in font sizes of the larger of both."""
    if at + 1 >= len(rows):
        return 0.0
    size = max(*(p.size for p in rows[at]), *(p.size for p in rows[at + 1]), 1.0)
    return abs(rows[at + 1][0].base - rows[at][0].base) / size


def _solid(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows with a letter or a digit; crop marks and ornaments are outside of heads, too."""
    return [row for row in rows if any(c.isalnum() for piece in row for c in piece.text)]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted((p for p in pieces if p.table is None), key=lambda p: p.base):
        if rows and piece.base - rows[-1][0].base < 0.4 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.bbox[0]) for row in rows]


def _row(page: int, zone: Zone, depth: int, place: float, pieces: list[Piece]) -> _Row:
    text = " ".join(piece.text for piece in pieces)
    key = "".join(c for c in text.lower().translate(_LOOKALIKES) if c.isalpha())
    numbers = [int(n) for n in _NUMBER.findall(text)]
    if not numbers and (alone := _ALONE.fullmatch(text)):
        numbers = [int(alone[1])]
    if not numbers and _ROMAN.fullmatch(text):
        numbers = [_roman(text)]
    return _Row(page, zone, depth, place, pieces, text=text, key=key, numbers=numbers)


def _roman(text: str) -> int:
    """The value of a Roman number.

    >>> _roman("xiv"), _roman("- VII -")
    (14, 7)
    """
    values = [_DIGITS[c] for c in text.lower() if c in _DIGITS]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _by_itself(text: str) -> bool:
    return bool(_ALONE.fullmatch(text) or _ROMAN.fullmatch(text))


def _is_number(row: _Row, offsets: frozenset[int]) -> bool:
    """The page number, by itself."""
    return _by_itself(row.text) and any(n - row.page in offsets for n in row.numbers)


def _stands_for_number(row: _Row, numbers: Sequence[_Row]) -> bool:
    """Where other pages have their number stands nothing but a short word: a Roman number, or a
    number that recognition misread ("S5", "l2")."""
    if row.depth or len(row.pieces) > 1 or len(row.text) > _NUMBER_CHARS or " " in row.text:
        return False
    measured = any(piece.measured for piece in row.pieces)
    if not measured and not _ROMAN.fullmatch(row.text):
        return False
    mine = _middle(row)
    return any(
        other.zone == row.zone
        and _same_height(row, other)
        and abs(mine - _middle(other)) < _NUMBER_REACH * row.pieces[0].size
        for other in numbers
    )


def _middle(row: _Row) -> float:
    return (row.pieces[0].bbox[0] + row.pieces[-1].bbox[2]) / 2


def _offsets(rows: Sequence[_Row]) -> frozenset[int]:
    """Printed number minus place in the file, where at least two pages agree; of equals, that of
    numbers that stand alone."""
    pages: dict[int, set[int]] = defaultdict(set)
    alone: Counter[int] = Counter()
    for row in rows:
        for number in row.numbers:
            pages[number - row.page].add(row.page)
            alone[number - row.page] += _by_itself(row.text)
    ordered = sorted(pages, key=lambda offset: -alone[offset])
    count = Counter({offset: len(pages[offset]) for offset in ordered})
    need = 2
    return frozenset(offset for offset, n in count.most_common(1) if n >= need)


def _repeated(
    rows: Sequence[_Row], pages: int, offsets: frozenset[int]
) -> set[tuple[int, Zone, int]]:
    """``(page, zone, depth)`` of rows whose words come again in the same place elsewhere."""
    need = 1 if pages <= 6 else 2
    groups: dict[Zone, list[_Row]] = defaultdict(list)
    for row in rows:
        if len(row.key) >= 3:
            groups[row.zone].append(row)
    return {
        (row.page, row.zone, row.depth)
        for group in groups.values()
        for row in group
        if not (row.zone == "foot" and (is_references_heading(row.text) or _ends_text(row)))
        and len(_twins(row, group, need, offsets)) >= need
    }


#: The end of a sentence, which small letters began.
_REST = re.compile(r"[^\W\d_A-ZА-ЯЁ].*[^\s.][.;!?]")


def _ends_text(row: _Row) -> bool:
    """The last line of a note or paragraph, close under the line before it: several pages may end
    alike ("обращения: 12.11.2020).")."""
    return not _is_apart(row) and row.text[:1].islower() and bool(_REST.fullmatch(row.text))


def _is_apart(row: _Row) -> bool:
    return row.gap >= _ALONE_GAP[any(piece.measured for piece in row.pieces)]


def _alternating(rows: Sequence[_Row], pages: Sequence[PageRows]) -> set[tuple[int, Zone, int]]:
    """Heads that differ from page to page: on at least two pages that follow each other, and on
    most, a row of its own at one height over the text."""
    body = _usual_size(pages)
    able = {row.page: row for row in rows if _may_be_head(row, body)}
    partners = [
        (one, two)
        for one, two in pairwise([able.get(page.number) for page in pages])
        if one and two and _same_height(one, two)
    ]
    if len(partners) * 2 < len(pages) - 1:
        return set()
    return {(row.page, row.zone, row.depth) for pair in partners for row in pair}


def _usual_size(pages: Sequence[PageRows]) -> float:
    sizes = [page.size for page in pages if page.size]
    if not sizes:
        texts = [p for page in pages for p in page.pieces if p.table is None]
        sizes = [p.size for p in texts if len(p.text) > 20]
    return median(sizes) if sizes else 0.0


def _may_be_head(row: _Row, body: float) -> bool:
    if row.zone != "head" or row.depth or not row.key or len(row.text) > _HEAD_CHARS:
        return False
    if _CLASS.match(row.text):
        return False
    measured = any(piece.measured for piece in row.pieces)
    small = max(p.size for p in row.pieces) <= body * _SMALLER[measured]
    apart = row.gap >= max(_ALONE_GAP[measured], _WIDER * row.inner)
    return apart and (small or all(p.italic for p in row.pieces)) and not is_caption(row.text)


def _same_height(one: _Row, two: _Row) -> bool:
    measured = any(piece.measured for row in (one, two) for piece in row.pieces)
    return abs(one.place - two.place) < _SAME_HEIGHT[measured]


def _twins(row: _Row, group: Sequence[_Row], need: int, offsets: frozenset[int]) -> set[int]:
    """Pages (at most ``need``) with the same words in the same place, nearest pages first.

    A line of running text has the same figures, too: "The report for 1998 lists 658 farms" is
    no head because another page opens with "The report for 2003 lists 12 farms".
    """
    found: set[int] = set()
    for other in sorted(group, key=lambda r: abs(r.page - row.page))[: 3 * _NEIGHBOURS]:
        if other.page != row.page and abs(other.place - row.place) < _SAME_PLACE:
            if _same_figures(row, other, offsets) and _same_words(row.key, other.key):
                found.add(other.page)
            if len(found) >= need:
                break
    return found


def _same_figures(row: _Row, other: _Row, offsets: frozenset[int]) -> bool:
    """No two class numbers of works, no two titles in large type that are alike, and no two lines
    of text that tell of other figures."""
    if _CLASS.match(row.text):
        return row.text == other.text
    if row.large and row.key != other.key:
        return False
    if row.zone == "foot" and _counted(row, offsets) != _counted(other, offsets):
        return False
    return _is_apart(row) or _figures(row, offsets) == _figures(other, offsets)


def _figures(row: _Row, offsets: frozenset[int]) -> list[int]:
    """The numbers inside a row, without what may be its page number."""
    inside = _NUMBER.findall(" ".join(row.text.split()[1:-1]))
    return [int(n) for n in inside if int(n) - row.page not in offsets]


def _counted(row: _Row, offsets: frozenset[int]) -> list[int]:
    """The numbers of a row that do not go with the page: two headings at the foot of pages
    ("Article 1", "Article 9") are no footer."""
    return [n for n in row.numbers if n - row.page not in offsets]


def _same_words(a: str, b: str) -> bool:
    """Equal, or nearly so (two recognitions of one running head differ)."""
    if a == b:
        return True
    if min(len(a), len(b)) < 8:
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(a, b, score_cutoff=85) > 0


def _label(
    row: _Row,
    offsets: frozenset[int],
    repeated: set[tuple[int, Zone, int]],
    *,
    single: bool,
) -> Label | None:
    alone = _by_itself(row.text) if len(row.text) > 1 else _ALONE.fullmatch(row.text)
    numbered = any(n - row.page in offsets for n in row.numbers)
    if alone and (numbered or (single and row.depth == 0)):
        return "page_number"
    again = (row.page, row.zone, row.depth) in repeated or (single and _carries_number(row))
    at_edge = numbered and row.depth == 0 and _number_at_edge(row, offsets)
    if again or (at_edge and not _is_note(row)):
        return "page_header" if row.zone == "head" else "page_footer"
    return None


#: A note at the foot: its number, and a sentence of so many letters at least.
_NOTE = re.compile(r"\d{1,2}\s*[^\W\d_].*[^\W\d_]{2}[.!?]")
_NOTE_LETTERS = 25


def _is_note(row: _Row) -> bool:
    """The note of a page whose number was lost, not a footer: notes are counted like pages."""
    letters = sum(map(str.isalpha, row.text))
    return (
        row.zone == "foot" and letters >= _NOTE_LETTERS and bool(_NOTE.fullmatch(row.text.strip()))
    )


def _carries_number(row: _Row) -> bool:
    """Of a single page: the outermost row, apart from the text, with a number by itself at one
    end and the head beside it."""
    if (
        row.depth
        or not _is_apart(row)
        or row.large
        or not 2 <= len(row.pieces) <= 3
        or len(row.key) < 3
    ):
        return False
    ends = (row.pieces[0].text, row.pieces[-1].text)
    return sum(bool(_ALONE.fullmatch(text)) for text in ends) == 1 and len(row.text) < _HEAD_CHARS


def _number_at_edge(row: _Row, offsets: frozenset[int]) -> bool:
    """The page number stands first or last in the row, with other words beside it."""
    words = row.text.split()
    edge = {words[0].strip("-–—|."), words[-1].strip("-–—|.")}
    return any(str(row.page + offset) in edge for offset in offsets) and len(row.text) < 160
