"""The set of files with their truth, built once and kept in a folder."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import scanner
from PIL import Image

from pages_kit.degrade import CLASSES, degraded
from pages_kit.papers import compose, further, plans

#: Classes of files, in the order of the tables.
KINDS = ("born-digital", *CLASSES, "wrong-layer")


@dataclass(frozen=True)
class Case:
    """One file of the set: its paper, its class, its place and its truth."""

    paper: str
    kind: str
    path: Path
    pages: int
    flow: list[str]
    floats: list[str]

    @property
    def scan(self) -> bool:
        """Whether dashes and quotes are a matter of a picture."""
        return self.kind != "born-digital"


def _code() -> str:
    digest = hashlib.sha256()
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(scanner.__file__)]:
        if path.name != "score.py":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def cases(
    texts: Path, cache: Path, kinds: tuple[str, ...] = KINDS, extra: int = 0, only: str = ""
) -> Iterator[Case]:
    """The files of papers with ``only`` in their names, built where they are not kept yet."""
    folder = cache / f"pages-{_code()}"
    folder.mkdir(parents=True, exist_ok=True)
    for plan in [plan for plan in (*plans(), *further(extra)) if only in plan.name]:
        truth = folder / f"{plan.name}.json"
        born = folder / f"{plan.name}.born-digital.pdf"
        if not truth.exists():
            printed = compose(plan, texts)
            born.write_bytes(printed.pdf)
            told = {"flow": printed.flow, "floats": printed.floats, "pages": printed.pages}
            truth.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        told = json.loads(truth.read_text("utf-8"))
        for kind in kinds:
            path = folder / f"{plan.name}.{kind}.pdf"
            if not path.exists():
                path.write_bytes(_made(born.read_bytes(), kind, plan.name))
            yield Case(plan.name, kind, path, told["pages"], told["flow"], told["floats"])


def _made(pdf: bytes, kind: str, name: str) -> bytes:
    """A file of one class; the wrong layer stands on the pictures of the scan at 300 dpi."""
    base = "scan-300" if kind == "wrong-layer" else kind
    pages = degraded(pdf, base, name)
    dpi = CLASSES[base][0]
    if kind == "wrong-layer":
        return scanner.with_layer(pages, dpi)
    return scanner.pdf_of([Image.open(io.BytesIO(page)) for page in pages], dpi, quality=75)
