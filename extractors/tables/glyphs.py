"""Figures of a scanned table compared with their like in the same table.

Where a sum fails, several cells could be the wrong one. Their figures are printed with the
same type as hundreds of others: a "3" read as "8" looks like the threes of its table. What so
looks otherwise than it was read is another reading of its cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extractors.observed import ObservedTable
from extractors.tables.grids import one_line
from extractors.tables.misreadings import printed_like
from extractors.tables.sheet import Sheet, sheet_of
from extractors.tables.suspects import failures

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

    Glyph = np.ndarray[Any, np.dtype[np.float32]]

Place = tuple[int, int]

#: Glyphs are compared at this height and width, pixels.
HEIGHT, WIDTH = 24, 18
#: Ink darker than this; the darker ones where glyphs touch.
INKS = (150, 110, 75)
#: A glyph has at least so many dark pixels (less are specks).
SPECK = 4
#: A figure is known where it stands in so many other cells at least.
SAMPLES = 2
#: A figure is another one where it is so much more like that (difference of correlations).
MARGIN = 0.06


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A cell that may be wrong: the text that would fit, the place and names of its figure."""

    place: Place
    text: str
    at: int
    read: str
    wanted: str


def with_lookalikes(table: ObservedTable, pictures: Mapping[Place, Image]) -> ObservedTable:
    """The table with what failed sums want beside cells whose figures look so.

    ``pictures`` are cells cut out, cleared, by their places.
    """
    doubts = _doubts(table)
    if not doubts:
        return table
    texts = {(c.row, c.col): one_line(c.text) for c in table.cells}
    glyphs = {
        place: found
        for place, picture in pictures.items()
        if place in texts and (found := glyphs_of(picture, texts[place]))
    }
    known = _known(glyphs, texts, {d.place for d in doubts})
    looks = {d.place: d.text for d in doubts if d.place in glyphs and _looks_so(d, glyphs, known)}
    cells = tuple(
        replace(c, alternatives=(*c.alternatives, looks[c.row, c.col]))
        if (c.row, c.col) in looks
        else c
        for c in table.cells
    )
    return replace(table, cells=cells)


def glyphs_of(picture: Image, text: str) -> list[Glyph]:
    """The glyphs of a line, one for each printed sign of ``text``; empty where they touch."""
    import numpy as np

    grey = np.asarray(picture.convert("L"))
    signs = len("".join(text.split()))
    for ink in INKS:
        dark = grey < ink
        columns: Any = dark.any(axis=0)
        runs = [(a, b) for a, b in _runs(columns) if dark[:, a:b].sum() >= SPECK]
        if len(runs) == signs:
            return [_normal(grey, dark, a, b) for a, b in runs]
    return []


def _runs(filled: Iterable[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for i, full in enumerate([*filled, False]):
        if full and start is None:
            start = i
        elif not full and start is not None:
            yield start, i
            start = None


def _normal(grey: np.ndarray[Any, Any], dark: np.ndarray[Any, Any], left: int, right: int) -> Glyph:
    """A glyph in a box of one size, its proportions kept; mean 0, norm 1."""
    import numpy as np
    from PIL import Image as Pillow

    rows = np.flatnonzero(dark[:, left:right].any(axis=1))
    cut = 255 - grey[rows[0] : rows[-1] + 1, left:right]
    scale = min(HEIGHT / cut.shape[0], WIDTH / cut.shape[1])
    size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
    box = Pillow.new("L", (WIDTH, HEIGHT), 0)
    small = Pillow.fromarray(cut).resize(size, Pillow.Resampling.BILINEAR)
    box.paste(small, ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2))
    flat: Glyph = np.asarray(box, dtype=np.float32).ravel()
    flat = flat - flat.mean()
    flat /= max(1e-6, float(np.linalg.norm(flat)))
    return flat


def _known(
    glyphs: Mapping[Place, list[Glyph]], texts: Mapping[Place, str], doubted: set[Place]
) -> dict[str, Glyph]:
    """How each figure looks in the cells that no failed sum doubts."""
    import numpy as np

    samples: dict[str, list[Glyph]] = defaultdict(list)
    for place, found in glyphs.items():
        if place not in doubted:
            for sign, glyph in zip("".join(texts[place].split()), found, strict=True):
                if sign.isdigit():
                    samples[sign].append(glyph)
    means = {s: np.mean(some, axis=0) for s, some in samples.items() if len(some) >= SAMPLES}
    return {s: m / max(1e-6, float(np.linalg.norm(m))) for s, m in means.items()}


def _looks_so(
    doubt: _Doubt, glyphs: Mapping[Place, list[Glyph]], known: Mapping[str, Glyph]
) -> bool:
    """Whether the figure looks more like the wanted one than like that which was read."""
    if doubt.read not in known or doubt.wanted not in known:
        return False
    glyph = glyphs[doubt.place][doubt.at]
    return float(glyph @ known[doubt.wanted]) > float(glyph @ known[doubt.read]) + MARGIN


def _doubts(table: ObservedTable) -> list[_Doubt]:
    """The cells one figure of which would make a failed relation hold."""
    sheet = sheet_of(table, None)
    found = {
        (c.place, c.value)
        for failure in failures(sheet.grid, sheet.equations)
        for c in failure.candidates
    }
    return [d for place, value in sorted(found) if (d := _doubt(sheet, place, value))]


def _doubt(sheet: Sheet, place: Place, value: float) -> _Doubt | None:
    row, col = place[0] + sheet.depth, place[1]
    read = sheet.rows[row][col]
    wanted = printed_like(value, read, [], sheet.values[row][col].decimals)
    one, two = ("".join(t.split()) for t in (read, wanted))
    differing = [i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b]
    if len(one) != len(two) or len(differing) != 1:
        return None
    at = differing[0]
    return _Doubt((row, col), wanted, at, one[at], two[at])
