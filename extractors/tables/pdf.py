"""Tables on born-digital pages: rules and words through pdfplumber."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractors.observed import ObservedTable, Word
from extractors.tables.aligned import aligned_tables
from extractors.tables.geometry import Rule, overlap_share
from extractors.tables.lattice import ruled_tables

if TYPE_CHECKING:
    import pdfplumber.page

#: A filled box thinner than this is a drawn rule, in points.
THIN = 3.0
#: Shorter lines are parts of glyphs or marks.
SHORTEST = 6.0


def find_on_page(page: pdfplumber.page.Page) -> list[ObservedTable]:
    """The tables of a page from the top: ruled ones, then those that are only aligned."""
    words = page_words(page)
    if len(words) < 4:
        return []
    across, down = page_rules(page)
    ruled = _ruled(words, page, across, down)
    aligned = aligned_tables(words, across, [t.bbox for t in ruled if t.bbox])
    tables = sorted((*ruled, *aligned), key=lambda t: t.bbox[1] if t.bbox else 0.0)
    return [replace(t, page=page.page_number) for t in tables]


def _ruled(
    words: list[Word], page: pdfplumber.page.Page, across: list[Rule], down: list[Rule]
) -> list[ObservedTable]:
    """Tables by drawn rules, and by the edges of filled boxes where no rules make one.

    Fills come second: shading behind single lines of a cell is no row.
    """
    drawn = ruled_tables(words, across, down)
    fills_across, fills_down = page_fills(page)
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

    found = extract_words(
        _once(page.chars), x_tolerance=1.5, y_tolerance=3, keep_blank_chars=False,
        use_text_flow=False, extra_attrs=["upright"],
    )  # fmt: skip
    return [
        Word(w["text"], [float(w["x0"]), float(w["top"]), float(w["x1"]), float(w["bottom"])])
        for w in found
    ]


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


def page_rules(page: pdfplumber.page.Page) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules drawn on a page: lines, thin bars, stroked boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    for line in (*page.lines, *page.curves):
        _add_line(line, across, down)
    for rect in page.rects:
        _add_rect(rect, across, down, edges=bool(rect.get("stroke")) and _fits(rect, page))
    return across, down


def page_fills(page: pdfplumber.page.Page) -> tuple[list[Rule], list[Rule]]:
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
