"""The classes of pictures: scans with skew, noise and JPEG, and photographs."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter
from scanner import askew, between, grained, grey_picture, jpeg, rendered

#: Degradations of the set: resolution in dpi, and whether a camera took the picture.
CLASSES = {
    "scan-300": (300, False),
    "scan-200": (200, False),
    "scan-150": (150, False),
    "photo": (230, True),
}


def scanned(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A flatbed's picture: skew within 1.5 degrees, blur, grey paper, noise."""
    angle = float(chance.uniform(-1.5, 1.5))
    soft = askew(page, angle, float(chance.uniform(0.3, 0.7)) * page.width / 2480)
    paper, ink = float(chance.uniform(232, 250)), float(chance.uniform(15, 60))
    grain = float(chance.uniform(3, 8))

    def noise(shape: tuple[int, ...]) -> np.ndarray:
        return chance.normal(0, grain, shape)

    return grained(soft, between(ink, paper), noise, single=True)


def photographed(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A camera's picture: a slight perspective, light that falls off, blur, noise."""
    width, height = page.size
    by = [float(v) for v in chance.uniform(-0.012, 0.012, 8)]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    moved = [
        (x + by[2 * i] * width, y + by[2 * i + 1] * height) for i, (x, y) in enumerate(corners)
    ]
    bent = page.transform(
        page.size, Image.Transform.PERSPECTIVE, _perspective(corners, moved),
        resample=Image.Resampling.BICUBIC, fillcolor=255,
    )  # fmt: skip
    soft = bent.filter(ImageFilter.GaussianBlur(float(chance.uniform(0.5, 0.9))))
    values = np.asarray(soft, dtype=np.float32)
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    turn = float(chance.uniform(0, 6.28))
    light = (
        0.80 + 0.20 * (across * np.cos(turn) + down * np.sin(turn)) - 0.08 * (across**2 + down**2)
    )
    values = (40 + values / 255 * 205) * np.clip(light, 0.35, 1.05)
    values += chance.normal(0, 5, values.shape)
    return grey_picture(values)


def _perspective(
    start: list[tuple[int, int]], stop: list[tuple[float, float]]
) -> tuple[float, ...]:
    """The eight coefficients of the projective map that takes ``stop`` back to ``start``."""
    rows, values = [], []
    for (x, y), (u, v) in zip(stop, start, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(float(v) for v in np.linalg.solve(np.array(rows, float), np.array(values, float)))


def degraded(pdf: bytes, kind: str, seed: str) -> list[bytes]:
    """The pages of a paper as JPEG pictures of one of :data:`CLASSES`."""
    dpi, camera = CLASSES[kind]
    chance = np.random.default_rng(list(f"{seed}/{kind}".encode()))
    take = photographed if camera else scanned
    return [jpeg(take(page, chance), int(chance.integers(55, 90))) for page in rendered(pdf, dpi)]
