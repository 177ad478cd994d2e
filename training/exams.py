"""Make the exam of real pages: scans with typed text, recognised with the English model.

    python training/exams.py --shared ../shared

Writes ``training/cache/real.jsonl``: one page a line, what ``tesseract -l eng`` wrote (paragraphs
divided by empty lines) and the lines of the page's ``*.gt.txt``. The rendered exam comes from
``training/pairs.py --exam``.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pypdfium2
from common import WORK


def page_image(path: Path, number: int) -> bytes:
    """One page as PNG at 300 dpi (DjVu through ddjvu)."""
    if path.suffix == ".djvu":
        command = ["ddjvu", "-format=pnm", f"-page={number}", "-scale=300", str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout
    page = pypdfium2.PdfDocument(path)[number - 1]
    buffer = io.BytesIO()
    page.render(scale=300 / 72, grayscale=True).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


def recognise(image: bytes) -> str:
    """What Tesseract's English model makes of it."""
    return subprocess.run(
        ["tesseract", "-", "-", "-l", "eng", "--psm", "3", "--dpi", "300"],
        input=image, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ).stdout.decode()  # fmt: skip


def main() -> None:
    """Write the exam."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    with (WORK / "real.jsonl").open("w", encoding="utf-8") as out:
        for truth in sorted((options.shared / "data" / "pdf" / "scanned_ru").glob("*.gt.txt")):
            name, number = re.fullmatch(r"(.+)\.p(\d+)\.gt\.txt", truth.name).groups()  # type: ignore[union-attr]
            try:
                observed = recognise(page_image(truth.with_name(name), int(number)))
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name}: {error}")
                continue
            lines = truth.read_text(encoding="utf-8").split("\n")
            row = {"file": name, "observed": observed, "truth": [x for x in lines if x.strip()]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(name, len(observed), flush=True)


if __name__ == "__main__":
    main()
