"""Other tools on one file, run by ``tables_scores`` in an environment of their own.

python tables_peers.py TOOL FILE      # tables as JSON: [[row, col, height, width, text], …]
python tables_peers.py versions       # the tools that are installed, with their versions
python tables_peers.py teds < pairs   # mean TEDS of pairs of HTML tables
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Cell = tuple[int, int, int, int, str]


def simple(rows: Iterable[Sequence[Any]]) -> list[Cell]:
    """A rectangle of texts as cells."""
    return [(r, c, 1, 1, str(t or "")) for r, row in enumerate(rows) for c, t in enumerate(row)]


def camelot(flavor: str) -> Callable[[str], list[list[Cell]]]:
    """camelot with one of its methods; spanned cells repeat their text where it can do so."""

    def found(path: str) -> list[list[Cell]]:
        import camelot as tool

        more = {"copy_text": ["h", "v"]} if flavor == "lattice" else {}
        tables = tool.read_pdf(path, pages="all", flavor=flavor, **more)
        return [simple(t.df.values.tolist()) for t in tables]

    return found


def plumber(path: str) -> list[list[Cell]]:
    """pdfplumber's ``extract_tables`` as it comes."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [simple(t) for page in pdf.pages for t in page.extract_tables()]


def img2table(path: str) -> list[list[Cell]]:
    """img2table with Tesseract, borderless tables too; a text layer is used where there is one."""
    from img2table.document import PDF
    from img2table.ocr import TesseractOCR

    pdf = PDF(path, pdf_text_extraction=True)
    engine = TesseractOCR(n_threads=1, lang="rus+eng")
    found = pdf.extract_tables(ocr=engine, implicit_rows=True, borderless_tables=True)
    return [simple(t.df.values.tolist()) for tables in found.values() for t in tables]


TOOLS: dict[str, tuple[str, Callable[[str], list[list[Cell]]]]] = {
    "camelot-lattice": ("camelot-py", camelot("lattice")),
    "camelot-stream": ("camelot-py", camelot("stream")),
    "pdfplumber": ("pdfplumber", plumber),
    "img2table": ("img2table", img2table),
}


def versions() -> dict[str, str]:
    """The installed tools."""
    out = {}
    for name, (package, _) in TOOLS.items():
        try:
            out[name] = version(package)
        except PackageNotFoundError:
            print(f"{package} is not installed here", file=sys.stderr)
    return out


def teds(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean TEDS."""
    from table_recognition_metric import TEDS

    measure = TEDS()
    return sum(float(measure(one, two)) for one, two in pairs) / max(1, len(pairs))


def main() -> None:
    """One of the three uses."""
    if sys.argv[1] == "versions":
        print(json.dumps(versions()))
    elif sys.argv[1] == "teds":
        print(teds(json.load(sys.stdin)))
    else:
        answer = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)  # programs that the tools start print their versions
        print(json.dumps(TOOLS[sys.argv[1]][1](sys.argv[2]), ensure_ascii=False), file=answer)


if __name__ == "__main__":
    main()
