"""Tables on born-digital pages: rules and words through pdfplumber."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractors.observed import ObservedTable, Word
from extractors.tables.aligned import aligned_tables
from extractors.tables.geometry import (
    RAISED,
    Rule,
    TurnedWord,
    overlap_share,
    turned,
    turned_box,
)
from extractors.tables.lattice import ruled_tables

if TYPE_CHECKING:
    import pdfplumber.page

#: Horizontal and vertical rules.
Rules = tuple[list[Rule], list[Rule]]

#: A filled box thinner than this is a drawn rule, in points.
THIN = 3.0
#: Shorter lines are parts of glyphs or marks.
SHORTEST = 6.0


def find_on_page(page: pdfplumber.page.Page, angle: int = 0) -> list[ObservedTable]:
    """The tables of a page from the top: ruled ones, then those that are only aligned.

    On a page whose words mostly stand on their side the tables are read turned. ``angle`` is
    the direction in which the page's text runs (90 downwards, 270 upwards): boxes are then
    those of the page turned upright, else of the page as it is displayed.
    """
    words = page_words(page)
    if len(words) < 4:
        return []
    drawn, fills = page_rules(page), page_fills(page)
    turn = _turn_of(words)
    if turn:
        words = [turned(w, turn) for w in words]
        drawn, fills = _turned_rules(drawn, turn), _turned_rules(fills, turn)
    ruled = _ruled(words, drawn, fills)
    aligned = aligned_tables(words, drawn[0], [t.bbox for t in ruled if t.bbox])
    tables = [_placed(t, turn, angle, page) for t in (*ruled, *aligned)]
    tables.sort(key=lambda t: t.bbox[1] if t.bbox else 0.0)
    return [replace(t, page=page.page_number) for t in tables]


def _turn_of(words: list[Word]) -> int:
    """The turn that most words of the page share, or 0."""
    turns = Counter(w.turn for w in words if isinstance(w, TurnedWord))
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    return turn if count > 0.5 * len(words) else 0


def _turned_rules(rules: Rules, turn: int) -> Rules:
    across, down = rules
    sign = -1 if turn == 90 else 1  # of the new x; the new y has the other one
    new_across = [Rule(-sign * r.at, *sorted((sign * r.start, sign * r.stop))) for r in down]
    new_down = [Rule(sign * r.at, *sorted((-sign * r.start, -sign * r.stop))) for r in across]
    return new_across, new_down


def _placed(
    table: ObservedTable, turn: int, angle: int, page: pdfplumber.page.Page
) -> ObservedTable:
    """A table read with its page turned by ``turn``, in the coordinates of the page as displayed,
    or of the page upright where its text runs in direction ``angle``."""
    if not turn and not angle:
        return table
    upright = {270: 90, 90: 270}.get(angle, 0)  # words that read upwards are turned by 90 here
    left, top, right, bottom = shown(page)

    def place(box: list[float]) -> list[float]:
        x0, y0, x1, y1 = turned_box(box, 360 - turn) if turn else box
        if not upright:
            return [x0, y0, x1, y1]
        if upright == 90:
            return [round(v, 2) for v in (bottom - y1, x0 - left, bottom - y0, x1 - left)]
        return [round(v, 2) for v in (y0 - top, right - x1, y1 - top, right - x0)]

    cells = tuple(replace(c, bbox=c.bbox and place(c.bbox)) for c in table.cells)
    return replace(table, cells=cells, bbox=table.bbox and place(table.bbox))


def shown(page: pdfplumber.page.Page) -> list[float]:
    """What a viewer shows of the page, in pdfplumber's coordinates, which begin at the corner of
    its MediaBox: the CropBox, as far as it lies inside (ISO 32000-1, 14.11.2)."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    left, low, right, high = (
        max(0.0, float(sign * (c - m)))
        for c, m, sign in zip(crop, media, (1, 1, -1, -1), strict=True)
    )
    if left + right >= media[2] - media[0] or low + high >= media[3] - media[1]:
        left = low = right = high = 0.0  # nothing would be shown: viewers ignore such a box
    # What is cut off on the left, above, on the right and below, of the page as it is turned.
    cut = [left, high, right, low]
    quarter = page.rotation // 90 % 4
    cut = cut[-quarter:] + cut[:-quarter] if quarter else cut
    x0, top, x1, bottom = (float(v) for v in page.bbox)
    return [x0 + cut[0], top + cut[1], x1 - cut[2], bottom - cut[3]]


def _ruled(words: list[Word], drawn_rules: Rules, fills: Rules) -> list[ObservedTable]:
    """Tables by drawn rules, and by the edges of filled boxes where no rules make one.

    Fills come second: shading behind single lines of a cell is no row.
    """
    across, down = drawn_rules
    drawn = ruled_tables(words, across, down)
    fills_across, fills_down = fills
    if not fills_across:
        return drawn
    filled = [
        t
        for t in ruled_tables(words, [*across, *fills_across], [*down, *fills_down])
        if _is_regular(t)
    ]
    kept = [t for t in drawn if not any(_much_larger(f, t) for f in filled)]
    return [*kept, *(f for f in filled if not any(_overlap(f, t) for t in kept))]


def _is_regular(table: ObservedTable) -> bool:
    """Whether fills make a grid of filled cells; bars of a chart leave ragged spans."""
    filled = sum(1 for c in table.cells if c.text)
    return len(table.cells) >= 0.6 * table.n_rows * table.n_cols and filled >= 0.5 * len(
        table.cells
    )


def _much_larger(table: ObservedTable, other: ObservedTable) -> bool:
    """Whether ``table`` holds ``other`` and far more besides (more columns, or twice the rows)."""
    return _overlap(other, table) and (
        table.n_cols > other.n_cols and _area(table) > 1.3 * _area(other)
    )


def _overlap(table: ObservedTable, other: ObservedTable) -> bool:
    assert table.bbox is not None
    assert other.bbox is not None
    return (
        overlap_share(table.bbox, other.bbox) > 0.2 or overlap_share(other.bbox, table.bbox) > 0.2
    )


def _area(table: ObservedTable) -> float:
    x0, top, x1, bottom = table.bbox or [0.0, 0.0, 0.0, 0.0]
    return (x1 - x0) * (bottom - top)


def page_words(page: pdfplumber.page.Page) -> list[Word]:
    """The words of a page; turned text is read along its own direction."""
    from pdfplumber.utils.text import extract_words

    groups: dict[int, list[dict[str, Any]]] = {0: [], 90: [], 270: []}
    for char in _once(page.chars):
        groups[0 if char["upright"] else _turn_of_char(char)].append(char)
    words: list[Word] = []
    for turn, chars in groups.items():
        found = extract_words(
            chars, x_tolerance=1.5, y_tolerance=3, keep_blank_chars=False, use_text_flow=False,
            char_dir_rotated="ttb" if turn == 270 else "btt", return_chars=True,
        )  # fmt: skip
        for word in found:
            box = [float(word[k]) for k in ("x0", "top", "x1", "bottom")]
            text = _with_raised(word["text"], word["chars"])
            words.append(TurnedWord(text, box, turn=turn) if turn else Word(text, box))
    return words


def _turn_of_char(char: dict[str, Any]) -> int:
    """90 for a character that stands on its side and reads upwards, else 270."""
    matrix = char.get("matrix") or (1, 0, 0, 1, 0, 0)
    return 90 if matrix[1] > 0 else 270


def _with_raised(text: str, chars: list[dict[str, Any]]) -> str:
    """A word with the small raised figures in it as such ("24.91²")."""
    sizes = [float(c["size"]) for c in chars]
    if len(text) != len(chars) or max(sizes) - min(sizes) < 0.2 * max(sizes):
        return text
    full = max(chars, key=lambda c: float(c["size"]))
    size, base = float(full["size"]), float(full["bottom"])
    return "".join(
        t.translate(RAISED)
        if float(c["size"]) < 0.8 * size and float(c["bottom"]) < base - 0.15 * size
        else t
        for t, c in zip(text, chars, strict=True)
    )


def _once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Characters without those drawn twice at nearly one place to look bold.

    The second "l" of "all" stands a whole width farther, a doubled one a part of it.
    """
    seen: dict[tuple[str, int], list[dict[str, Any]]] = {}
    out: list[dict[str, Any]] = []
    for char in chars:
        x = round(char["x0"])
        near = [c for i in (-1, 0, 1) for c in seen.get((char["text"], x + i), ())]
        if char["text"].strip() and any(_is_double(char, c) for c in near):
            continue
        seen.setdefault((char["text"], x), []).append(char)
        out.append(char)
    return out


def _is_double(char: dict[str, Any], other: dict[str, Any]) -> bool:
    apart = min(1.0, 0.35 * float(char["x1"] - char["x0"]))
    return bool(abs(char["x0"] - other["x0"]) <= apart and abs(char["top"] - other["top"]) <= 1.0)


def page_rules(page: pdfplumber.page.Page) -> Rules:
    """Horizontal and vertical rules drawn on a page: lines, thin bars, stroked boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    for line in (*page.lines, *page.curves):
        _add_line(line, across, down)
    for rect in page.rects:
        _add_rect(rect, across, down, edges=bool(rect.get("stroke")) and _fits(rect, page))
    return across, down


def page_fills(page: pdfplumber.page.Page) -> Rules:
    """The edges of boxes that are filled with a colour, not stroked."""
    across: list[Rule] = []
    down: list[Rule] = []
    for rect in page.rects:
        if (
            not rect.get("stroke")
            and _is_coloured(rect)
            and _fits(rect, page)
            and not _is_thin(rect)
        ):
            _add_rect(rect, across, down, edges=True)
    return across, down


def _add_line(line: dict[str, Any], across: list[Rule], down: list[Rule]) -> None:
    x0, x1, top, bottom = (float(line[k]) for k in ("x0", "x1", "top", "bottom"))
    if bottom - top <= 1.0 and x1 - x0 >= SHORTEST:
        across.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= 1.0 and bottom - top >= SHORTEST:
        down.append(Rule((x0 + x1) / 2, top, bottom))


def _add_rect(rect: dict[str, Any], across: list[Rule], down: list[Rule], edges: bool) -> None:
    x0, x1, top, bottom = (float(rect[k]) for k in ("x0", "x1", "top", "bottom"))
    width, height = x1 - x0, bottom - top
    if height <= THIN and width >= SHORTEST:
        across.append(Rule((top + bottom) / 2, x0, x1))
    elif width <= THIN and height >= SHORTEST:
        down.append(Rule((x0 + x1) / 2, top, bottom))
    elif edges and min(width, height) >= SHORTEST:
        across += (Rule(top, x0, x1), Rule(bottom, x0, x1))
        down += (Rule(x0, top, bottom), Rule(x1, top, bottom))


def _is_thin(rect: dict[str, Any]) -> bool:
    return bool(rect["x1"] - rect["x0"] <= THIN or rect["bottom"] - rect["top"] <= THIN)


def _fits(rect: dict[str, Any], page: pdfplumber.page.Page) -> bool:
    """Frames around the whole page are no table."""
    return bool(rect["bottom"] - rect["top"] < 0.9 * float(page.height))


def _is_coloured(rect: dict[str, Any]) -> bool:
    """Whether a box is filled with something else than white."""
    color = rect.get("non_stroking_color")
    values = list(color) if isinstance(color, Iterable) else [color]
    numbers = [v for v in values if isinstance(v, int | float)]
    if not rect.get("fill") or not numbers:
        return False
    white = [0, 0, 0, 0] if len(numbers) == 4 else [1] * len(numbers)
    return any(abs(v - w) > 0.02 for v, w in zip(numbers, white, strict=False))
