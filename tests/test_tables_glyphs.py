"""Sums of scanned tables that fail: which figures look otherwise than they were read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.observed import ObservedTable
from extractors.tables.glyphs import glyphs_of, with_lookalikes
from extractors.tables.grids import from_rows
from extractors.tables.mend import correct

PRINTED = [
    ["Регион", "2010", "2011", "2012"],
    ["Амурская область", "1 369", "1 286", "2 480"],
    ["Псковская область", "2 814", "1 935", "3 057"],
    ["Омская область", "1 506", "2 748", "1 932"],
    ["Всего", "5 689", "5 969", "7 469"],
]


def cut(text: str) -> Image.Image:
    """A cell as it is cut out of a page of 300 dpi."""
    picture = Image.new("L", (40 + 26 * len(text), 60), 255)
    ImageDraw.Draw(picture).text((15, 8), text, fill=0, font=ImageFont.load_default(36))
    return picture


def read_as(place: tuple[int, int], text: str) -> ObservedTable:
    """The printed table, one cell of it read so."""
    cells = from_rows([tuple(row) for row in PRINTED])
    cells = tuple(replace(c, text=text) if (c.row, c.col) == place else c for c in cells)
    return ObservedTable(cells, 5, 4, "ocr", header_rows=1)


PICTURES = {(r, c): cut(PRINTED[r][c]) for r in range(1, 5) for c in range(1, 4)}


@pytest.mark.parametrize(
    ("place", "read"),
    [((1, 1), "1 869"), ((2, 2), "1 985"), ((3, 3), "1 432"), ((4, 1), "5 889"), ((3, 2), "2 148")],
)
def test_a_figure_that_looks_otherwise_is_put_right(place: tuple[int, int], read: str) -> None:
    spoilt = read_as(place, read)
    assert correct(spoilt, "ru") == []  # several cells would make the sum hold
    fixed = correct(with_lookalikes(spoilt, PICTURES), "ru")
    assert [((f.row, f.col), f.text) for f in fixed] == [(place, PRINTED[place[0]][place[1]])]


def test_a_figure_that_is_printed_wrong_stays() -> None:
    spoilt = read_as((1, 1), "1 869")
    pictures = PICTURES | {(1, 1): cut("1 869")}
    assert with_lookalikes(spoilt, pictures) == spoilt


def test_a_table_that_adds_up_is_not_looked_at() -> None:
    sound = read_as((1, 1), "1 369")
    assert with_lookalikes(sound, PICTURES | {(1, 1): cut("1 869")}) == sound


def test_glyphs_are_as_many_as_signs() -> None:
    assert len(glyphs_of(cut("1 268"), "1 268")) == 4
    assert glyphs_of(cut("1 268"), "1 26") == []
