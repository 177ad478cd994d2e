"""Faults of a page's picture that are mended before it is recognised."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from extractors.cleaning import cleaned, is_negative, without_dark_edges, without_specks

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
LINES = [
    "The regions of the border trade", "with each other every year, and", "the export of grain grew",
    "to nine thousand tons. Harbours", "were built on both banks of the", "river in those years.",
]  # fmt: skip


def printed() -> Image.Image:
    """A page at 300 dpi."""
    picture = Image.new("L", (1100, 1200), 245)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(48)
    for number, line in enumerate(LINES * 2):
        draw.text((120, 120 + 80 * number), line, fill=20, font=font)
    return picture


def framed(picture: Image.Image) -> Image.Image:
    """On the black glass of a scanner, a little askew."""
    out = Image.new("L", (picture.width + 160, picture.height + 120), 12)
    out.paste(picture.rotate(1, fillcolor=12), (110, 40))
    return out


def specked(picture: Image.Image) -> Image.Image:
    """Every hundredth pixel black, every hundredth white."""
    chance = np.random.default_rng(5).random((picture.height, picture.width))
    values = np.asarray(picture).copy()
    values[chance < 0.01], values[chance > 0.99] = 0, 255
    return Image.fromarray(values)


def lying(picture: Image.Image) -> Image.Image:
    return picture.rotate(1, fillcolor=245).transpose(Image.Transpose.ROTATE_90)


@needs_tesseract
@pytest.mark.parametrize("spoilt", [ImageOps.invert, framed, specked, lying])
def test_a_spoilt_picture_is_read_like_a_good_one(
    spoilt: Callable[[Image.Image], Image.Image],
) -> None:
    from extractors.recognise import recognise_page

    found = recognise_page(spoilt(printed()), 300, "eng")
    assert [piece.text for piece in found.pieces] == LINES * 2


def test_a_sound_picture_is_the_same_one() -> None:
    page = printed()
    assert cleaned(page) is page


def test_a_dark_page_with_light_print_is_a_negative_and_a_photograph_is_not() -> None:
    assert is_negative(ImageOps.invert(printed()))
    assert not is_negative(printed())
    night = Image.linear_gradient("L").resize((900, 900)).point(lambda v: v // 3)
    assert not is_negative(night)


def test_letters_that_reach_the_edge_of_the_paper_stay() -> None:
    page = printed()
    ImageDraw.Draw(page).text((-20, 1100), "cut off", fill=20, font=ImageFont.load_default(48))
    assert without_dark_edges(page) is page


def test_what_the_glass_leaves_dark_is_white_and_the_page_as_before() -> None:
    out = np.asarray(without_dark_edges(framed(printed())))
    assert out[:, 0].min() == out[:, -1].min() == 255
    middle = np.asarray(framed(printed()))[200:-200, 200:-200]
    assert (out[200:-200, 200:-200] == middle).all()


def test_points_and_dots_of_letters_are_no_specks() -> None:
    page = printed()
    ImageDraw.Draw(page).text(
        (120, 1100), ". . . : ; i j ä ё", fill=20, font=ImageFont.load_default(28)
    )
    noisy = np.asarray(without_specks(specked(page)))
    ink, paper = np.asarray(page) < 100, np.asarray(page) > 200
    assert (noisy[ink] < 130).mean() > 0.98
    assert (noisy[paper] > 130).mean() > 0.999
