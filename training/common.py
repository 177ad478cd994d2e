"""What the training scripts share: the running text, and which of it is kept for exams."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "fixers" / "models"
WORK = Path(__file__).resolve().parent / "cache"


def held_out(paragraph: str) -> bool:
    """Whether a paragraph (one in forty) is for exams only: no model may see it."""
    return zlib.crc32(paragraph.strip().encode()) % 40 == 0


def paragraphs(folder: Path, *, exam: bool, only: str = "") -> Iterator[str]:
    """Paragraphs of the gzipped texts whose name begins with ``only``, exam or training part.

    Blanks in front of punctuation come from tokenised sources and are closed.
    """
    for path in sorted(folder.glob(f"{only}*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and held_out(line) == exam:
                    yield re.sub(r"[ \t]+([,.;:)»])", r"\1", line.strip())
