"""Render text, recognise it with a Latin model, pair the lines.

    python training/pairs.py --shared ../shared --out training/cache/pairs.jsonl --minutes 30

Each block is up to 14 lines of consecutive text in one font, size, style and degradation,
recognised with ``tesseract -l eng --psm 6`` or another engine (``--engine``: a language of
Tesseract, with ``/0`` behind it for the engine of Tesseract 3, gocr, ocrad, or rapidocr where
rapidocr-onnxruntime is installed; of several, with commas between, one is drawn for each
block); recognised lines meet the rendered ones by their places, or by their order where the
engine tells no places. ``TESSDATA_PREFIX`` names a folder with further models.
``--exam`` renders only the fonts that are kept out of training.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import subprocess
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from common import paragraphs
from PIL import Image, ImageDraw, ImageFilter, ImageFont

#: Families kept for the exam; never rendered for training.
EXAM_FONTS = ("P052", "URWBookman", "LiberationSansNarrow", "EBGaramond", "OpenSans", "Roboto")
#: Fonts that no paper is set in, and (Nimbus Sans) twins of the exam's.
SKIP = ("Mono", "Gothic", "Fallback", "Math", "Z003", "D050000L", "ExtraLight", "NimbusSans-")
#: Families that most papers are set in are drawn this much more often.
COMMON = ("LiberationSerif", "NimbusRoman", "FreeSerif", "LiberationSans-", "PTF", "Carlito")
#: Share of degraded pages whose strokes are fattened or worn away.
STROKES = 0.35

#: Engines that write plain text, with their commands (a PNM image on stdin).
IN_ORDER = {"gocr": ["gocr", "-f", "UTF8", "-i", "-"], "ocrad": ["ocrad", "-F", "utf8", "-"]}


def fonts(folder: Path | None, *, exam: bool) -> list[Path]:
    """Font files with Cyrillic, installed or in ``folder``: the exam's families or the others."""
    listed = subprocess.run(
        ["fc-list", ":lang=ru", "file"], check=True, capture_output=True, text=True
    ).stdout
    paths = [Path(line.rstrip(": \n")) for line in listed.splitlines()]
    paths += sorted(folder.iterdir()) if folder else []
    paths = [p for p in paths if p.suffix.lower() in (".ttf", ".otf")]
    paths = [p for p in paths if not any(s in p.name for s in SKIP)]
    return sorted(p for p in paths if p.name.startswith(EXAM_FONTS) == exam and has_cyrillic(p))


def has_cyrillic(path: Path) -> bool:
    """Whether the font draws a Cyrillic letter and not the box of a missing one."""
    font = ImageFont.truetype(str(path), 32)
    return bytes(font.getmask("ж")) != bytes(font.getmask("\U0010fffd"))


def endless(folder: Path, rng: random.Random, *, exam: bool) -> Iterator[str]:
    """Endless random paragraphs of 60–1500 characters, sources weighted evenly."""
    texts = []
    for path in sorted(folder.glob("*.txt.gz")):
        only = path.name.removesuffix(".txt.gz")
        kept = [p for p in paragraphs(folder, exam=exam, only=only) if 60 <= len(p) <= 1500]
        if kept:
            texts.append(kept)
    weights = [min(len(t), 4000) for t in texts]
    while True:
        yield rng.choice(rng.choices(texts, weights)[0])


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines no wider than ``width`` pixels; now and then a long word is hyphenated."""
    lines, line = [], ""
    for word in text.split():
        trial = f"{line} {word}" if line else word
        if font.getlength(trial) <= width:
            line = trial
            continue
        cut = len(word) // 2
        if len(word) > 9 and word.isalpha() and font.getlength(f"{line} {word[:cut]}-") <= width:
            lines.append(f"{line} {word[:cut]}-".strip())
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return [x for x in [*lines, line] if x]


def draw(
    lines: list[str], font: ImageFont.FreeTypeFont, size: int
) -> tuple[Image.Image, list[int]]:
    """A white page with the lines, and the vertical centre of each."""
    step = int(size * 1.45)
    width = int(max(font.getlength(x) for x in lines)) + 4 * size
    page = Image.new("L", (width, step * len(lines) + 3 * size), 255)
    pen = ImageDraw.Draw(page)
    centres = []
    for n, text in enumerate(lines):
        pen.text((2 * size, size + n * step), text, font=font, fill=0)
        centres.append(size + n * step + int(size * 0.65))
    return page, centres


def degrade(page: Image.Image, level: float, rng: random.Random) -> Image.Image:
    """Stroke width, blur, noise, tilt, contrast and JPEG, each up to ``level`` (0 none, 1 strong)."""
    if level == 0:
        return page
    page = page.rotate(
        rng.uniform(-0.5, 0.5) * level, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    if rng.random() < STROKES:  # a press with too much ink, or too little
        spread = rng.choice([ImageFilter.MinFilter(3), ImageFilter.MaxFilter(3)])
        page = Image.blend(page, page.filter(spread), rng.uniform(0.3, 1) * min(1, 1.5 * level))
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0, 1.1) * level * page.height / 900))
    grey = np.asarray(page, dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, 28 * level, grey.shape)
    grey = np.clip((grey - 128) * (1 - 0.35 * level) + 128 + noise, 0, 255)
    page = Image.fromarray(grey.astype(np.uint8))
    if rng.random() < 0.3:
        page = page.point(lambda v: 255 if v > rng.gauss(135, 12) else 0)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=rng.randint(25, 85))
    return Image.open(buffer).convert("L")


def recognise(page: Image.Image, engine: str, centres: list[int]) -> list[tuple[int, str]]:
    """``(vertical centre, text)`` of each line that the engine finds."""
    if engine in IN_ORDER:
        return in_order(page, IN_ORDER[engine], centres)
    return rapidocr(page) if engine == "rapidocr" else tesseract(page, engine)


def in_order(page: Image.Image, command: list[str], centres: list[int]) -> list[tuple[int, str]]:
    """Lines of an engine that tells no places: none unless it finds as many as were drawn."""
    buffer = io.BytesIO()
    page.save(buffer, "PPM")
    done = subprocess.run(command, input=buffer.getvalue(), capture_output=True, check=True)
    found = [x.strip() for x in done.stdout.decode("utf-8", "replace").splitlines()]
    found = [" ".join(x.replace("_", " ").split()) for x in found if x]
    return list(zip(centres, found, strict=True)) if len(found) == len(centres) else []


@cache
def rapid_engine() -> Any:
    """RapidOCR with the models in its wheel (Chinese and English)."""
    from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-not-found]

    return RapidOCR(intra_op_num_threads=1)


def rapidocr(page: Image.Image) -> list[tuple[int, str]]:
    """Lines of RapidOCR: its boxes that stand side by side are one line."""
    found, _ = rapid_engine()(np.asarray(page.convert("RGB")))
    boxes = [(sum(y for _, y in box) / 4, box[0][0], text) for box, text, _ in found or []]
    lines: list[list[tuple[float, float, str]]] = []
    for box in sorted(boxes):
        if lines and abs(box[0] - lines[-1][-1][0]) < 10:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [
        (round(line[0][0]), " ".join(t for _, _, t in sorted(line, key=lambda b: b[1])))
        for line in lines
    ]


def tesseract(page: Image.Image, lang: str) -> list[tuple[int, str]]:
    """Lines of Tesseract; ``lang/0`` takes the engine of Tesseract 3."""
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    lang, _, engine = lang.partition("/")
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", lang, "--oem", engine or "3", "--psm", "6", "--dpi", "300", "tsv"],
        input=buffer.getvalue(), capture_output=True, check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if row["level"] == "5" and row["text"].strip():
            key = (row["block_num"], row["par_num"], row["line_num"])
            found.setdefault(key, []).append(row)
    lines = []
    for words in found.values():
        top = min(int(w["top"]) for w in words)
        bottom = max(int(w["top"]) + int(w["height"]) for w in words)
        lines.append(((top + bottom) // 2, " ".join(w["text"] for w in words)))
    return lines


def block(text: str, path: Path, rng: random.Random, engine: str) -> Iterator[dict[str, object]]:
    """The pairs of one rendered block."""
    size = rng.choice([22, 25, 28, 30, 33, 36, 40, 44])
    level = rng.choice([0.0, 0.0, round(rng.random(), 2), round(rng.random(), 2)])
    font = ImageFont.truetype(str(path), size)
    if rng.random() < 0.07:
        text = text.upper()
    lines = wrap(text, font, rng.choice([18, 28, 36]) * size)[:14]
    page, centres = draw(lines, font, size)
    for centre, observed in recognise(degrade(page, level, rng), engine, centres):
        distances = [abs(centre - c) for c in centres]
        n = distances.index(min(distances))
        ratio = len(observed) / len(lines[n])
        if distances[n] < size * 0.5 and 0.7 < ratio < 1.5:
            yield {
                "observed": observed, "truth": lines[n], "font": path.stem, "size": size,
                "lvl": level, "engine": engine, "line": n,
            }  # fmt: skip


def main() -> None:
    """Render until the time is up; append to ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, help="a folder of further font files")
    parser.add_argument("--lang", default="ru")
    parser.add_argument("--engine", default="eng")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--exam", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    files = fonts(options.fonts, exam=options.exam)
    weights = [4 if p.name.startswith(COMMON) else 1 for p in files]
    source = endless(options.shared / "data" / "text" / options.lang, rng, exam=options.exam)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    stop = time.monotonic() + 60 * options.minutes
    with options.out.open("a", encoding="utf-8") as out:
        while time.monotonic() < stop:
            text = " ".join(next(source) for _ in range(rng.choice([1, 1, 2, 3])))
            engine = rng.choice(options.engine.split(","))
            for pair in block(text, rng.choices(files, weights)[0], rng, engine):
                out.write(json.dumps(pair, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
