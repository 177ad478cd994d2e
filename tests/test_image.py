"""Image files: every kind that is promised, frames as pages, sizes and broken bytes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.errors import PageTooLarge, UnreadableFile
from extractors import image
from extractors.options import ReadOptions
from extractors.render import MAX_PIXELS, MAX_SIDE
from extractors.scan import fitted

NEVER = ReadOptions(ocr="never")


def encoded(kind: str, size: tuple[int, int] = (620, 877), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L" if kind != "WEBP" else "RGB", size, 255).save(out, format=kind, **options)
    return out.getvalue()


KINDS = [
    ("PNG", "image/png"),
    ("JPEG", "image/jpeg"),
    ("TIFF", "image/tiff"),
    ("WEBP", "image/webp"),
    ("BMP", "image/bmp"),
    ("GIF", "image/gif"),
    ("JPEG2000", "image/jp2"),
]


@pytest.mark.parametrize(("kind", "mimetype"), KINDS)
def test_kinds(kind: str, mimetype: str) -> None:
    reading = image.read(encoded(kind), NEVER)
    assert reading.mimetype == mimetype
    assert len(reading.pages) == 1


def test_the_frames_of_a_tiff_are_pages() -> None:
    frames = [Image.new("1", (400 + 10 * i, 600), 1) for i in range(3)]
    out = io.BytesIO()
    frames[0].save(out, format="TIFF", save_all=True, append_images=frames[1:], dpi=(100, 100))
    seen: list[tuple[int, int]] = []
    reading = image.read(out.getvalue(), NEVER, lambda done, total: seen.append((done, total)))
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert [page.width for page in reading.pages] == [288, 295.2, 302.4]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_selected_frames_only() -> None:
    frames = [Image.new("1", (400, 600), 1) for _ in range(4)]
    out = io.BytesIO()
    frames[0].save(out, format="TIFF", save_all=True, append_images=frames[1:])
    reading = image.read(out.getvalue(), NEVER.model_copy(update={"pages": "2,4"}))
    assert [page.number for page in reading.pages] == [2, 4]


def test_a_stated_resolution_is_believed_when_it_makes_a_page() -> None:
    a4 = image.read(encoded("PNG", (2480, 3508), dpi=(300, 300)), NEVER).pages[0]
    assert a4.width == pytest.approx(595, abs=1)
    photo = image.read(encoded("JPEG", (3000, 4000), dpi=(72, 72)), NEVER).pages[0]
    assert photo.height == pytest.approx(11.7 * 72, abs=1)


@pytest.mark.parametrize("turned", [False, True])
def test_a_stated_resolution_is_not_believed_when_lines_would_be_minute(turned: bool) -> None:
    """A page of A4 at 77 dpi whose file says 250: a slip of 9 by 11 cm with letters of 1.5 mm."""
    picture = Image.new("L", (898, 1128), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    for top in range(40, 1000, 22):
        draw.text(
            (40, top),
            "The regions of the border trade with each other every year and grow.",
            0,
            font,
        )
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    picture.save(out, format="PNG", dpi=(250, 250))
    [page] = image.read(out.getvalue(), NEVER).pages
    assert max(page.width, page.height) == pytest.approx(842, abs=2)
    out = io.BytesIO()
    picture.resize((picture.width * 3, picture.height * 3)).save(out, format="PNG", dpi=(450, 450))
    [page] = image.read(out.getvalue(), NEVER).pages  # a leaflet of that size, in type of 6 points
    assert max(page.width, page.height) == pytest.approx(1128 * 3 * 72 / 450, abs=2)


def test_a_huge_picture_is_made_smaller() -> None:
    page = image.read(encoded("PNG", (20000, 3000)), NEVER).pages[0]
    assert page.width is not None
    assert page.width / (page.height or 1) == pytest.approx(20000 / 3000, rel=0.01)


def test_a_picture_with_a_side_longer_than_tesseract_takes_is_made_smaller() -> None:
    strip = Image.new("L", (400, 40_000), 255)
    small = fitted(strip, MAX_PIXELS, MAX_SIDE)
    assert max(small.size) <= MAX_SIDE
    assert small.width / small.height == pytest.approx(0.01, rel=0.01)
    assert fitted(small, MAX_PIXELS, MAX_SIDE) is small


def test_a_truncated_picture_is_an_error_or_a_fault() -> None:
    whole = encoded("PNG", (900, 900))
    with pytest.raises(UnreadableFile):
        image.read(whole[:20], NEVER)


@pytest.mark.shared
@pytest.mark.slow
def test_a_page_upside_down(shared: Path) -> None:
    folder = shared / "data" / "pdf" / "scanned_ru"
    notes = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entry = next(e for e in map(json.loads, notes) if e.get("note") == "upside down")
    reading = image.read((folder / entry["file"]).read_bytes(), ReadOptions())
    assert reading.pages[0].rotation == 180


def test_uneven_light_is_seen_and_evened_out() -> None:
    from PIL import ImageChops, ImageStat

    from extractors.imaging import evened, is_unevenly_lit

    page = Image.new("L", (800, 1000), 240)
    for row in range(60, 940, 24):
        page.paste(40, (60, row, 740, row + 10))
    shade = (
        Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda v: 90 + v * 165 // 255)
    )
    shaded = ImageChops.multiply(page, shade)
    assert not is_unevenly_lit(page)
    assert is_unevenly_lit(shaded)
    after = evened(shaded)
    sides = [
        ImageStat.Stat(after.crop(box)).extrema[0][1]
        for box in ((0, 0, 50, 1000), (750, 0, 800, 1000))
    ]
    assert min(sides) > 230


def test_a_picture_that_would_fill_the_memory_is_too_large_by_one_limit() -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 14_000, 14_000, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * 1750) * 14_000, 9)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    with pytest.raises(PageTooLarge, match="196 megapixels, and 179"):
        image.read(bomb, ReadOptions())
