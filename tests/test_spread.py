"""Books scanned open: two pages on one picture."""

from __future__ import annotations

import io
import itertools
import shutil

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.options import ReadOptions
from extractors.readers import read
from extractors.spread import fold_of

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
WORDS = [
    "harbour",
    "grain",
    "river",
    "region",
    "export",
    "border",
    "trade",
    "salt",
    "market",
    "wool",
    "timber",
    "road",
    "ferry",
    "coal",
    "canal",
    "bridge",
    "winter",
    "summer",
    "season",
    "winds",
]


def leaf(number: int) -> Image.Image:
    """A page of 14 lines in one paragraph, its number at the foot."""
    picture = Image.new("L", (1000, 1400), 245)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(40)
    for row in range(14):
        words = [WORDS[(7 * number + 3 * row + k) % len(WORDS)] for k in range(5)]
        start = "The " if row == 0 else "and " if row % 2 else "with "
        draw.text((120, 120 + 70 * row), start + " ".join(words), fill=20, font=font)
    draw.text((480, 1290), str(number), fill=20, font=font)
    return picture


def opened(left: int, dark: float = 0.6) -> Image.Image:
    """Pages ``left`` and ``left + 1``, a shadow of the fold between them."""
    picture = Image.new("L", (2000, 1400), 245)
    picture.paste(leaf(left), (0, 0))
    picture.paste(leaf(left + 1), (1000, 0))
    shadow = 1 - dark * np.exp(-(((np.arange(2000) - 1000) / 40.0) ** 2))
    return Image.fromarray((np.asarray(picture) * shadow).astype(np.uint8))


def tiff(pictures: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], dpi=(300, 300))
    return out.getvalue()


@needs_tesseract
def test_both_pages_are_read_one_after_the_other_and_their_numbers_known() -> None:
    found = read(tiff([opened(46), opened(48)]), "book.tif", ReadOptions(lang="eng"))
    assert [page.number for page in found.pages] == [1, 2]
    numbers = [(b.text, b.page) for b in found.blocks if b.label == "page_number"]
    assert numbers == [("46", 1), ("47", 1), ("48", 2), ("49", 2)]
    text = " ".join(b.text for b in found.blocks if b.label != "page_number").split()
    for number in (46, 47, 48, 49):
        line = "The " + " ".join(WORDS[(7 * number + k) % len(WORDS)] for k in range(5))
        at = [i for i in range(len(text)) if text[i : i + 6] == line.split()]
        assert len(at) == 1, line
    right = next(b for b in found.blocks if b.text == "47")
    assert right.provs[0].bbox is not None
    assert right.provs[0].bbox[0] > found.pages[0].width / 2
    spans = [b.provs[0].span for b in found.blocks if b.page == 1]
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans) if a and b)


def test_the_fold_is_seen_only_where_two_pages_stand_side_by_side() -> None:
    spread = opened(12)
    fold = fold_of(spread, 300)
    assert fold is not None
    assert abs(fold - 1000) < 60
    assert fold_of(leaf(12), 300) is None
    across = opened(12, dark=0.0)
    assert fold_of(across, 300) is not None
    ImageDraw.Draw(across).line((200, 60, 1800, 60), fill=0, width=4)
    for row in range(30, 1300, 40):
        ImageDraw.Draw(across).text(
            (800, row), "across the middle of it", fill=0, font=ImageFont.load_default(40)
        )
    assert fold_of(across, 300) is None


@needs_tesseract
def test_a_broad_table_is_read_along_its_rows() -> None:
    picture = Image.new("L", (2000, 1300), 245)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(40)
    for row in range(14):
        draw.text((120, 120 + 70 * row), f"{WORDS[row]} and {WORDS[row + 3]} from the {WORDS[row + 5]}",
                  fill=20, font=font)  # fmt: skip
        draw.text(
            (1300, 120 + 70 * row), f"{1200 + 37 * row}      {311 + 5 * row}", fill=20, font=font
        )
    found = read(tiff([picture]), "table.tif", ReadOptions(lang="eng"))
    lines = " ".join(b.text for b in found.blocks).replace("\t", " ").replace("\n", " ")
    assert lines.index("1200") < lines.index(f"{WORDS[1]} and {WORDS[4]}")
