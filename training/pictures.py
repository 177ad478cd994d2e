"""Draw the pictures of ``docs/lookalike.md``: what happens to a word, and how far it is trusted.

    python training/pictures.py [--reliability training/cache/reliability.json]

Writes ``docs/images/lookalike-*.png``. The lattice and the beam are those of the shipped models.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import subprocess
from pathlib import Path

from common import WORK
from PIL import Image, ImageDraw, ImageFont

from fixers.lookalike.decode import Lattice, decode
from fixers.lookalike.model import Model, load

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
INK, GREY, RED, BLUE, PALE = "#111111", "#777777", "#b3261e", "#1a56a0", "#e8eef7"
WORD, OBSERVED = "Недостаточная подготовка", "Henocrarounas"
#: Candidates drawn under each observed segment, hypotheses drawn at each place.
CANDIDATES, HYPOTHESES = 4, 6


def font(size: int, path: str = SANS) -> ImageFont.FreeTypeFont:
    """One of the two fonts of the pictures."""
    return ImageFont.truetype(path, size)


def centred(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, fill: str) -> None:
    """Text centred at a place."""
    pen.text((x, y), text, font=font(size), fill=fill, anchor="mm")


def page() -> Image.Image:
    """The words as printed, the boxes that Tesseract's English model cuts them into, and what it
    writes for each."""
    size = 72
    width = int(font(size, SERIF).getlength(WORD)) + 80
    image = Image.new("RGB", (width, 230), "white")
    pen = ImageDraw.Draw(image)
    pen.text((40, 40), WORD, font=font(size, SERIF), fill=INK)
    buffer = io.BytesIO()
    image.crop((0, 0, width, 150)).save(buffer, "PNG", dpi=(300, 300))
    boxes = subprocess.run(
        ["tesseract", "-", "-", "-l", "eng", "--psm", "7", "makebox"],
        input=buffer.getvalue(), capture_output=True, check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ).stdout.decode()  # fmt: skip
    for line in boxes.splitlines():
        char, left, bottom, right, top = line.split(" ")[:5]
        box = (int(left), 150 - int(top), int(right), 150 - int(bottom))
        pen.rectangle(box, outline=RED, width=2)
        centred(pen, (box[0] + box[2]) / 2, 185, char, 34, RED)
    return image


def lattice(model: Model) -> Image.Image:
    """Under the observed word the best path in colour, then the likeliest readings of its
    segments, with the channel's probabilities."""
    path = [(p.start, p.stop, p.text) for p in decode(OBSERVED, model).pieces]
    step, rows = 76, [[(*cell, _probability(model, *cell)) for cell in path], *_segment_rows(model)]
    image = Image.new("RGB", (step * len(OBSERVED) + 40, 70 + 40 * len(rows)), "white")
    pen = ImageDraw.Draw(image)
    for n, char in enumerate(OBSERVED):
        centred(pen, 20 + step * (n + 0.5), 34, char, 36, RED)
    for row, cells in enumerate(rows):
        for start, stop, text, p in cells:
            chosen = row == 0
            box = (22 + step * start, 66 + 40 * row, 18 + step * stop, 100 + 40 * row)
            pen.rounded_rectangle(box, 6, fill=PALE if chosen else "white", outline=GREY)
            label = f"{text or '∅'} {p:.2f}".replace("0.", ".")
            centred(pen, (box[0] + box[2]) / 2, 83 + 40 * row, label, 16, BLUE if chosen else INK)
    return image


def _probability(model: Model, start: int, stop: int, text: str) -> float:
    """The channel's probability of a reading of an observed segment."""
    segment = model.segments[OBSERVED[start:stop]]
    lo, hi = int(model.starts[segment]), int(model.starts[segment + 1])
    return max(math.exp(model.cand_logp[k]) for k in range(lo, hi) if model.texts[k] == text)


def _segment_rows(model: Model) -> list[list[tuple[int, int, str, float]]]:
    """Segments with their likeliest readings, packed into rows: one character wide first."""
    rows: list[list[tuple[int, int, str, float]]] = []
    for width in (1, 2, 3):
        found: list[list[tuple[int, int, str, float]]] = []
        for start in range(len(OBSERVED) - width + 1):
            segment = model.segments.get(OBSERVED[start : start + width])
            if segment is None:
                continue
            lo, hi = int(model.starts[segment]), int(model.starts[segment + 1])
            best = [(model.texts[k], math.exp(model.cand_logp[k])) for k in range(lo, hi)]
            most = CANDIDATES if width == 1 else 1
            for text, p in best[:most]:
                if width == 1 or p > 0.05:
                    _place(found, (start, start + width, text, p))
        rows += found
    return rows


def _place(
    rows: list[list[tuple[int, int, str, float]]], cell: tuple[int, int, str, float]
) -> None:
    for row in rows:
        if all(cell[1] <= other[0] or cell[0] >= other[1] for other in row):
            row.append(cell)
            return
    rows.append([cell])


def beam(model: Model) -> Image.Image:
    """The best hypotheses at each place of the word, those that lead to the result in colour."""
    kept = decode(OBSERVED, model).lattices[0]
    winners = _winners(kept)
    places = sorted({int(kept.places[node]) for node in winners} - {0})
    columns = sorted({places[round(k * (len(places) - 1) / 5)] for k in range(6)})
    step = 215
    image = Image.new("RGB", (step * len(columns) + 20, 80 + 34 * (HYPOTHESES + 1)), "white")
    pen = ImageDraw.Draw(image)
    for column, place in enumerate(columns):
        x = 14 + step * column
        pen.text((x, 14), OBSERVED[:place], font=font(20), fill=RED)
        first, last = int(kept.firsts[place]), int(kept.firsts[place + 1])
        shown = list(range(first, min(last, first + HYPOTHESES)))
        shown += [node for node in range(first, last) if node in winners and node not in shown]
        for row, node in enumerate(shown):
            text = "".join(p.text for p in reversed(list(kept.path(node))))
            fill = BLUE if node in winners else INK
            label = f"{text}  {kept.score[node]:.1f}"
            pen.text((x, 56 + 34 * row), label, font=font(16), fill=fill)
    return image


def _winners(kept: Lattice) -> set[int]:
    node, found = int(kept.firsts[-2]), set()
    while node >= 0:
        found.add(node)
        node = int(kept.parent[node])
    return found


def reliability(path: Path) -> Image.Image:
    """Share of right words against what was said, with the number of words."""
    bins = json.loads(path.read_text(encoding="utf-8"))
    side, edge = 460, 60
    image = Image.new("RGB", (side + 2 * edge, side + 2 * edge), "white")
    pen = ImageDraw.Draw(image)
    at = lambda x, y: (edge + side * x, edge + side * (1 - y))  # noqa: E731
    pen.rectangle((*at(0, 1), *at(1, 0)), outline=GREY)
    pen.line((*at(0, 0), *at(1, 1)), fill=GREY)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        centred(pen, at(tick, 0)[0], edge + side + 16, f"{tick:g}", 13, INK)
        centred(pen, edge - 22, at(0, tick)[1], f"{tick:g}", 13, INK)
    points = [at(b["said"], b["right"]) for b in bins]
    pen.line(points, fill=BLUE, width=2)
    for (x, y), b in zip(points, bins, strict=True):
        pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=BLUE)
        pen.text(
            (x + 8, y + 8 if x < edge + 0.9 * side else y + 14),
            str(b["words"]),
            font=font(12),
            fill=GREY,
        )
    centred(pen, edge + side / 2, edge + side + 42, "confidence said", 15, INK)
    pen.text((10, 20), "words right", font=font(15), fill=INK)
    return image


def main() -> None:
    """Draw them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reliability", type=Path, default=WORK / "reliability.json")
    options = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    model = load("ru")
    pictures = {"page": page(), "lattice": lattice(model), "beam": beam(model)}
    if options.reliability.exists():
        pictures["reliability"] = reliability(options.reliability)
    for name, image in pictures.items():
        image.quantize(64).save(IMAGES / f"lookalike-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
