"""Every kind of input, as a real file: what the world's programs write is read."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import PasswordNeeded
from extractors.imaging import is_blank
from extractors.options import ReadOptions
from extractors.readers import read
from extractors.render import Pdf

PDFS = Path(__file__).parent / "pdfs"
PLAIN = ReadOptions(ocr="never")
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)


def texts(path: Path, options: ReadOptions = PLAIN) -> list[str]:
    return [block.text for block in read(path.read_bytes(), path.name, options).blocks]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("linearized", "A sentence of a linearized file"),
        ("object_streams", "A sentence behind object streams"),
        ("version_2.0", "A sentence of the second version"),
        ("attachment", "A sentence with an attachment"),
        ("empty_password", "A sentence behind an empty password"),
        ("rotated", "A sentence on a turned page"),
    ],
)
def test_pdf_files(name: str, text: str) -> None:
    assert texts(PDFS / f"{name}.pdf") == [text]


def test_an_encrypted_file_of_the_newest_kind() -> None:
    path = PDFS / "aes256.pdf"
    with pytest.raises(PasswordNeeded):
        texts(path)
    assert texts(path, PLAIN.model_copy(update={"password": "open"})) == ["A secret sentence"]


def test_an_old_file_without_any_of_this() -> None:
    body = (
        b"%PDF-1.0\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
        b"4 0 obj <</Length 50>> stream\nBT /F 12 Tf 20 100 Td (A sentence of old times) Tj ET\n"
        b"endstream endobj\n5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
        b"trailer <</Root 1 0 R>>\n%%EOF\n"
    )
    [block] = read(body, "old.pdf", PLAIN).blocks
    assert block.text == "A sentence of old times"


def picture() -> Image.Image:
    page = Image.new("L", (1000, 260), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(page).text((40, 90), "A sentence printed on a page", fill=0, font=font)
    return page


def as_pdf(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PDF", resolution=300)
    return out.getvalue()


@needs_tesseract
@pytest.mark.parametrize(
    ("mode", "codec"), [("1", b"CCITTFaxDecode"), ("L", b"DCTDecode"), ("RGBA", b"JPXDecode")]
)
def test_codecs_of_pictures_in_pdf_files(mode: str, codec: bytes) -> None:
    data = as_pdf(picture().convert(mode))
    assert codec in data
    reading = read(data, "scan.pdf", ReadOptions(lang="eng"))
    [block] = reading.blocks
    assert block.text.replace(" ", "") == "Asentenceprintedonapage"
    assert reading.pages[0].text_source == "ocr"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["jbig2.pdf", "bug_jpx.pdf", "ccitt.pdf"])
def test_pictures_of_real_files_are_drawn(shared: Path, name: str) -> None:
    data = (shared / "data" / "pdf" / "hostile" / name).read_bytes()
    with Pdf(data) as document:
        drawn, _ = document.render(1, 60)
    assert not is_blank(drawn)


def test_pages_of_several_sizes() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for size in ((300, 200), (200, 300), (900, 1200)):
        canvas.setPageSize(size)
        canvas.drawString(20, 100, f"A sentence on a page of {size[0]} points")
        canvas.showPage()
    canvas.save()
    reading = read(out.getvalue(), "sizes.pdf", PLAIN)
    assert [(page.width, page.height) for page in reading.pages] == [
        (300, 200), (200, 300), (900, 1200),
    ]  # fmt: skip
    assert len(reading.blocks) == 3


def test_members_of_an_archive_are_sources(tmp_path: Path) -> None:
    from flows.sources import discover

    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(PDFS / "linearized.pdf", "one.pdf")
        archive.writestr("deep/two.txt", "A sentence of plain text.")
    sources = list(discover([path]))
    got = [read(s.load(), s.filename, PLAIN).blocks[0].text for s in sources]
    assert sorted(got) == ["A sentence of a linearized file", "A sentence of plain text."]
