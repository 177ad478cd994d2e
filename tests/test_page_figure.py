"""Page numbers of one figure, which recognition passes over."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image, ImageDraw

from extractors.ocr import OcrWord
from extractors.page_figure import with_page_figure

WORDS = [
    OcrWord("regions", 100 + 90 * (n % 5), 300 + 40 * (n // 5), 170 + 90 * (n % 5),
            324 + 40 * (n // 5), 0.95, (1, 1, n // 5))
    for n in range(25)
]  # fmt: skip


def page(*boxes: tuple[int, int, int, int]) -> Image.Image:
    """A page whose words are not drawn, with black boxes in its margins."""
    picture = Image.new("L", (700, 1000), 255)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=0)
    return picture


def reader(text: str, confidence: float = 0.9):  # type: ignore[no-untyped-def]
    def read(picture: Image.Image, scale: float) -> list[OcrWord]:
        return [OcrWord(text, 0, 0, *picture.size, confidence, (1, 1, 1))]

    return read


FIGURE = (340, 900, 352, 924)


@pytest.mark.parametrize("top", [900, 60])
def test_a_figure_alone_in_a_margin_is_a_word(top: int) -> None:
    found = with_page_figure(page((340, top, 352, top + 24)), WORDS, reader("3"))
    assert [(w.text, w.left, w.top) for w in found[25:]] == [("3", 340, top)]


@pytest.mark.parametrize(
    ("boxes", "text", "confidence"),
    [
        ([FIGURE], "f", 0.9),
        ([FIGURE], "3", 0.5),
        ([FIGURE, (500, 900, 512, 924)], "3", 0.9),
        ([(340, 900, 480, 990)], "3", 0.9),
        ([(340, 900, 343, 903)], "3", 0.9),
        ([], "3", 0.9),
    ],
    ids=["letter", "doubtful", "two places", "large", "speck", "nothing"],
)
def test_other_ink_is_none(
    boxes: list[tuple[int, int, int, int]], text: str, confidence: float
) -> None:
    assert with_page_figure(page(*boxes), WORDS, reader(text, confidence)) == WORDS


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_page_number_of_one_figure_is_read() -> None:
    import io

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from extractors.recognise import recognise_page
    from extractors.render import Pdf

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    for n in range(12):
        canvas.drawString(70, 770 - 16 * n, "development of trade between neighbouring regions")
    canvas.drawString(295, 60, "7")
    canvas.save()
    with Pdf(out.getvalue()) as document:
        picture, dpi = document.render(1, 300)
    assert recognise_page(picture, dpi, "eng").pieces[-1].text == "7"
