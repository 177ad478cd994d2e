"""Character error rate of one scan under the faults that scans have.

The pages of a generated paper, scanned at 300 dpi (``pages_kit``), spoilt in one way each:
negative, black glass around the page, bleed-through, faint print, two levels of grey, specks,
yellow paper, 100 dpi, askew by five degrees, on its side, upside down, two pages on one picture,
a stamp over the text. The first row is the sound scan. The last two are a file that was made
smaller after it had been recognised in the wrong language: the picture alone, at 72 dpi, and with
the layer that was made at 300 dpi.

    python benchmarks/pages_faults.py --papers ru-serif,ru-two-columns --only negative,spread
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageDraw, ImageFilter, ImageOps

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import scanner  # noqa: E402
from pages_generated import CACHE, FURNITURE, PATIENCE, TEXTS  # noqa: E402
from pages_kit.corpus import Case, cases  # noqa: E402
from pages_kit.score import score  # noqa: E402
from pages_kit.typeset import missing_fonts  # noqa: E402

Pages = list[Image.Image]
_DPI = 300


def _each(change: Callable[[Image.Image], Image.Image]) -> Callable[[Pages], Pages]:
    return lambda pages: [change(page) for page in pages]


def _on_black_glass(page: Image.Image) -> Image.Image:
    out = Image.new("L", (page.width + 260, page.height + 200), 15)
    out.paste(page.rotate(0.8, fillcolor=15, resample=Image.Resampling.BICUBIC), (160, 60))
    return out


def _bleeding(pages: Pages) -> Pages:
    """The next page shows through, mirrored and blurred."""
    backs = [ImageOps.mirror(p).filter(ImageFilter.GaussianBlur(3)) for p in pages]
    out = []
    for page, back in zip(pages, [*backs[1:], backs[0]], strict=True):
        shade = (255 - np.asarray(back.resize(page.size), dtype=np.float32)) * 0.3
        values = np.asarray(page, dtype=np.float32) - shade
        out.append(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)))
    return out


def _specked(page: Image.Image) -> Image.Image:
    chance = np.random.default_rng(3).random((page.height, page.width))
    values = np.asarray(page).copy()
    values[chance < 0.01], values[chance > 0.99] = 0, 255
    return Image.fromarray(values)


def _spread(pages: Pages) -> Pages:
    """Two pages on one picture, on black glass, with the shadow of the fold."""
    out = []
    for left, right in zip(pages[::2], [*pages[1::2], None], strict=False):
        width, height = left.size
        picture = Image.new("L", (2 * width + 300, height + 300), 20)
        picture.paste(left, (150, 150))
        blank = Image.new("L", left.size, 240)
        picture.paste(right or blank, (150 + width, 150))
        values = np.asarray(picture, dtype=np.float32)
        across = np.arange(values.shape[1]) - 150 - width
        values = values * (1 - 0.6 * np.exp(-((across / 60.0) ** 2)))
        out.append(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)))
    return out


def _stamped(page: Image.Image) -> Image.Image:
    out = page.convert("RGB")
    width, height = out.size
    box = (width * 0.55, height * 0.7, width * 0.75, height * 0.84)
    ImageDraw.Draw(out).ellipse(box, outline=(60, 60, 200), width=8)
    return out


#: The faults by name.
FAULTS: dict[str, Callable[[Pages], Pages]] = {
    "none": lambda pages: pages,
    "negative": _each(ImageOps.invert),
    "black-glass": _each(_on_black_glass),
    "bleed-through": _bleeding,
    "faint": _each(lambda page: page.point(lambda v: int(200 + v * 0.18))),
    "two-levels": _each(lambda page: page.point(lambda v: 255 if v > 140 else 0).convert("1")),
    "specks": _each(_specked),
    "yellow": _each(lambda page: ImageOps.colorize(page, "#201810", "#ebd899")),
    "100-dpi": _each(lambda page: page.resize((page.width // 3, page.height // 3))),
    "askew": _each(lambda page: page.rotate(5, expand=True, fillcolor=255)),
    "on-its-side": _each(lambda page: page.transpose(Image.Transpose.ROTATE_90)),
    "upside-down": _each(lambda page: page.transpose(Image.Transpose.ROTATE_180)),
    "spread": _spread,
    "stamp": _each(_stamped),
}


def shrunk(pages: Pages, *, layer: bool) -> bytes:
    """A PDF with the layer of an English recogniser, if any, its pictures at 72 dpi."""
    pictures = [scanner.jpeg(page, 80) for page in pages]
    size = pages[0].width * 72 / _DPI, pages[0].height * 72 / _DPI
    whole = (
        scanner.with_layer(pictures, _DPI)
        if layer
        else scanner.pdf_of_jpegs([(picture, size) for picture in pictures])
    )
    out = io.BytesIO()
    with pypdfium2.PdfDocument(whole) as document:
        for page in document:
            for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                picture = image.get_bitmap().to_pil().convert("L")
                small = picture.resize((picture.width * 72 // _DPI, picture.height * 72 // _DPI))
                image.load_jpeg(io.BytesIO(scanner.jpeg(small, 40)), pages=[page], inline=True)
            page.gen_content()
        document.save(out)
    return out.getvalue()


#: Files in place of pictures.
FILES: dict[str, Callable[[Pages], bytes]] = {
    "72-dpi": partial(shrunk, layer=False),
    "72-dpi-layer": partial(shrunk, layer=True),
}


def tiff(pages: Sequence[Image.Image], dpi: int) -> bytes:
    """The pages as one file."""
    out = io.BytesIO()
    packing = "group4" if pages[0].mode == "1" else "tiff_deflate"
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi),
                  compression=packing)  # fmt: skip
    return out.getvalue()


def spoilt(name: str, pages: Pages) -> tuple[bytes, str]:
    """The file with a fault, and its name."""
    if name in FILES:
        return FILES[name](pages), "scan.pdf"
    return tiff(FAULTS[name](pages), _DPI // 3 if name == "100-dpi" else _DPI), "scan.tif"


def reading(data: bytes, name: str) -> list[str]:
    """The paragraphs that ``vychitka read`` gives, running heads and page numbers left out."""
    from extractors.options import ReadOptions
    from flows.sources import single
    from flows.steps import process

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        document = process(single(path), ReadOptions(page_seconds=PATIENCE))
    return [block.text for block in document.blocks if block.label not in FURNITURE]


def scanned(case: Case) -> Pages:
    """The pages of a scanned paper as pictures."""
    with pypdfium2.PdfDocument(case.path) as document:
        return [
            page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L") for page in document
        ]


def main() -> None:
    """Spoil, read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", default="ru-serif,ru-two-columns")
    parser.add_argument("--only", default=",".join((*FAULTS, *FILES)))
    args = parser.parse_args()
    lacking = missing_fonts() if shutil.which("fc-list") else ["fc-list"]
    if lacking or not TEXTS.is_dir():
        print(f"not run: missing {', '.join(lacking) or TEXTS}")
        return
    wanted = [name for name in (*FAULTS, *FILES) if name in args.only.split(",")]
    for case in cases(TEXTS, CACHE, ("scan-300",)):
        if case.paper not in args.papers.split(","):
            continue
        pages = scanned(case)
        for name in wanted:
            found = reading(*spoilt(name, pages))
            rate = score(case.flow, case.floats, found, scan=True).rate
            print(f"{case.paper:16} {name:14} {rate:8.2%}", flush=True)


if __name__ == "__main__":
    main()
