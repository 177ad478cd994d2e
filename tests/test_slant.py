"""Layers of scans that lie askew, and layers that pass over lines of the picture."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import imaging
from extractors.options import ReadOptions
from extractors.pdf import _lacks_lines, text_page
from extractors.readers import read
from extractors.render import Pdf
from extractors.slant import levelled

PROSE = "the regions of the border trade with each other and the roads between them are long"
WORDS = PROSE.split()
LINES = [" ".join(WORDS[i % 16 :] + WORDS[: i % 16] + WORDS[:6]) for i in range(24)]
LEADING = 11.4


def scan(angle: float, printed: int = 24) -> bytes:
    """A picture of 24 lines at 100 dpi under a layer that holds the first ``printed``, askew."""
    picture = Image.new("L", (827, 1169), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(13)
    for number, line in enumerate(LINES):
        draw.text((80, 100 + LEADING / 0.72 * number), line, fill=0, font=font)
    picture = picture.rotate(-angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.4, 841.7))
    canvas.drawImage(ImageReader(picture), 0, 0, 595.4, 841.7)
    canvas.translate(297.7, 420.8)
    canvas.rotate(-angle)
    canvas.translate(-297.7, -420.8)
    for number, line in enumerate(LINES[:printed]):
        x = 57.6
        for word in line.split(" "):  # as recognisers do it
            text = canvas.beginText(x, 841.7 - 82 - LEADING * number)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", 9.5)
            text.textOut(word + " ")
            canvas.drawText(text)
            x += canvas.stringWidth(word + " ", "Helvetica", 9.5)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("angle", [-1.4, 0.0, 1.4])
def test_lines_of_a_layer_askew_stay_whole(angle: float) -> None:
    reading = read(scan(angle), "a.pdf", ReadOptions(ocr="never"))
    text = " ".join(" ".join(block.text for block in reading.blocks).split())
    assert text == " ".join(LINES)


@pytest.mark.parametrize("angle", [-1.4, 2.0])
def test_a_line_is_set_level(angle: float) -> None:
    with Pdf(scan(angle, 20)) as pdf:
        glyphs = pdf.content(1).glyphs
    line = slice(0, len(LINES[0]) // 2)
    drift = [abs(part[line][0].base - part[line][-1].base) for part in (glyphs, levelled(glyphs))]
    assert drift[0] > 4
    assert drift[1] < 0.2


def test_level_glyphs_are_the_same_ones() -> None:
    with Pdf(scan(0.0)) as pdf:
        glyphs = pdf.content(1).glyphs
    assert levelled(glyphs) is glyphs
    assert levelled(()) == ()


def test_one_slanted_line_among_level_ones_moves_nothing() -> None:
    with Pdf(scan(0.0)) as pdf, Pdf(scan(2.0)) as other:
        content, slanted = pdf.content(1), other.content(1)
    mixed = (*content.glyphs, *slanted.glyphs[:80])
    assert levelled(mixed) is mixed


@pytest.mark.parametrize(("printed", "angle", "expected"), [
    (24, 0.0, False), (24, 1.4, False), (14, 0.0, True), (14, 1.4, True),
])  # fmt: skip
def test_lines_that_the_layer_passes_over(printed: int, angle: float, expected: bool) -> None:
    with Pdf(scan(angle, printed)) as pdf:
        content = pdf.content(1)
        _, verdict = text_page(content, ReadOptions())
        assert _lacks_lines(pdf, content, verdict) is expected
        assert not _lacks_lines(pdf, content, replace(verdict, whole=True))


def test_rules_and_emblems_are_no_lines() -> None:
    picture = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(picture)
    for y in range(100, 1000, 60):
        draw.rectangle((60, y, 760, y + 5), fill=0)
    draw.ellipse((300, 400, 500, 600), fill=0)
    assert not imaging.has_lines_besides(picture, [], 100)
    assert not imaging.has_lines_besides(Image.new("L", (200, 200), 255), [], 100)
