"""Paper under a scanner: pages as worn pictures, and PDFs of pictures.

What the generated sets and the samples share. Chance stays with the callers: each draws its
angles and noise from its own seed.
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

#: Grey values, 0 black to 255 white, of shape (height, width).
Grey = np.ndarray[Any, np.dtype[np.floating[Any]]]


def rendered(pdf: bytes, dpi: int, *, colour: bool = False) -> Iterator[Image.Image]:
    """The pages in grey, one after the other; drawn so, or in ``colour`` first."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=not colour).to_pil().convert("L")


def askew(picture: Image.Image, angle: float, blur: float) -> Image.Image:
    """The picture turned by ``angle`` degrees in its frame, then blurred by ``blur`` pixels."""
    turned = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return turned.filter(ImageFilter.GaussianBlur(blur))


def between(ink: float, paper: float) -> Callable[[Grey], Grey]:
    """Black becomes ``ink`` and white ``paper``, grey values."""
    return lambda grey: ink + grey / 255 * (paper - ink)


def grained(
    picture: Image.Image,
    tone: Callable[[Grey], Grey],
    grain: Callable[[tuple[int, ...]], np.ndarray[Any, Any]],
    *,
    single: bool = False,
) -> Image.Image:
    """The picture with its grey values mapped by ``tone`` and ``grain(shape)`` added to them.

    ``single`` adds in single precision: a few hundred pixels of a page come out otherwise, and
    a set keeps its pictures."""
    grey = tone(np.asarray(picture, dtype=np.float32))
    worn = grey + grain(grey.shape)
    return grey_picture(worn.astype(np.float32) if single else worn)


def grey_picture(values: np.ndarray[Any, Any]) -> Image.Image:
    """Grey values as a picture; what is darker than black is black."""
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def jpeg(picture: Image.Image, quality: int, **options: Any) -> bytes:
    """The picture as JPEG; ``options`` are those of Pillow's encoder."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, **options)
    return out.getvalue()


def pdf_of(pictures: Sequence[Image.Image], dpi: int, quality: int) -> bytes:
    """A PDF with a picture per page, the size that ``dpi`` gives."""
    out = io.BytesIO()
    rest = list(pictures[1:])
    pictures[0].save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return out.getvalue()


def pdf_of_jpegs(pages: Sequence[tuple[bytes, tuple[float, float]]]) -> bytes:
    """A PDF of JPEG pictures as they are, each with the size of its page in points."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=pages[0][1], invariant=1)
    for data, size in pages:
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(io.BytesIO(data)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_layer(pages: Sequence[bytes], dpi: int, language: str = "eng") -> bytes:
    """A PDF of JPEG pictures with the invisible layer that Tesseract makes in ``language``."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, page in enumerate(pages):
            names.append(str(Path(folder, f"{number}.jpg")))
            Path(names[-1]).write_bytes(page)
        listing = Path(folder, "list.txt")
        listing.write_text("\n".join(names), "utf-8")
        subprocess.run(
            ["tesseract", str(listing), str(Path(folder, "out")), "-l", language,
             "--dpi", str(dpi), "pdf"],
            check=True, capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
        return Path(folder, "out.pdf").read_bytes()
