"""A print put on paper and under a scanner: grey pages, a little turned, blurred and noisy."""

from __future__ import annotations

from random import Random

import numpy as np
import pypdfium2
from scanner import askew, grained, jpeg, pdf_of_jpegs, rendered

DPI = 200


def scan(data: bytes, rng: Random) -> bytes:
    """A PDF of pictures of the pages of ``data``: turned up to 0.5°, blurred, with grain."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    with pypdfium2.PdfDocument(data) as document:
        sizes = [page.get_size() for page in document]
    pictures = []
    for page in rendered(data, DPI):
        soft = askew(page, rng.uniform(-0.5, 0.5), rng.uniform(0.3, 0.7))
        grain, darker = rng.uniform(3, 8), rng.uniform(0, 12)
        worn = grained(
            soft,
            lambda grey: grey,
            lambda shape, by=grain, less=darker: noise.normal(0, by, shape) - less,
        )
        pictures.append(jpeg(worn, 82, dpi=(DPI, DPI)))
    return pdf_of_jpegs(list(zip(pictures, sizes, strict=True)))
