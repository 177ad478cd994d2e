"""A print put on paper and under a scanner: grey pages, a little turned, blurred and noisy."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 200


def scan(data: bytes, rng: Random) -> bytes:
    """A PDF of pictures of the pages of ``data``: turned up to 0.5°, blurred, with grain."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
        picture = picture.rotate(
            rng.uniform(-0.5, 0.5), fillcolor=255, resample=Image.Resampling.BICUBIC
        )
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.7)))
        grain = np.asarray(picture, dtype=np.float32) + noise.normal(
            0, rng.uniform(3, 8), picture.size[::-1]
        )
        picture = Image.fromarray(np.clip(grain - rng.uniform(0, 12), 0, 255).astype(np.uint8))
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=82, dpi=(DPI, DPI))
        jpeg.seek(0)
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
