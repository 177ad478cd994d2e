"""How well tables of born-digital pages are found and read, beside pdfplumber's own finder.

Cell adjacency as in the ICDAR 2013 table competition (Göbel and others): for each table the
pairs of neighbouring cells that are not empty, to the right and below; recall, precision and
F1 over the pairs of each document, averaged over documents. The ground truth is the
competition's (``*.str.xml``) and typed CSV files.

    PYTHONPATH=.:benchmarks python benchmarks/tables_pages.py ../shared/data/pdf/tables
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pdfplumber
from lxml import etree
from tables_metrics import Cell, Pair, adjacency, f1

from extractors.observed import ObservedTable
from extractors.tables.pdf import find_on_page


def truth_of_xml(path: Path) -> list[list[Cell]]:
    """The tables of an ICDAR 2013 structure file, regions of one table put together."""
    tables: list[list[Cell]] = []
    for table in etree.parse(path).getroot().iter("table"):
        cells: list[Cell] = []
        for region in table.iter("region"):
            down, over = (
                int(region.get("row-increment") or 0),
                int(region.get("col-increment") or 0),
            )
            for cell in region.iter("cell"):
                row, col = int(cell.get("start-row")), int(cell.get("start-col"))
                height = int(cell.get("end-row") or row) - row + 1
                width = int(cell.get("end-col") or col) - col + 1
                cells.append(
                    (row + down, col + over, height, width, cell.findtext("content") or "")
                )
        tables.append(cells)
    return tables


def truth_of_csv(path: Path) -> list[Cell]:
    """The cells of a typed table."""
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    return [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


def ours(page: Any) -> list[list[Cell]]:
    """The project's tables of a page."""
    return [cells_of(t) for t in find_on_page(page)]


def cells_of(table: ObservedTable) -> list[Cell]:
    """An observed table as plain tuples."""
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]


def plumber(page: Any) -> list[list[Cell]]:
    """pdfplumber's ``extract_tables`` with its defaults."""
    return [
        [(r, c, 1, 1, text or "") for r, row in enumerate(t) for c, text in enumerate(row)]
        for t in page.extract_tables()
    ]


def score(truth: Sequence[Sequence[Cell]], found: Sequence[Sequence[Cell]]) -> tuple[int, int, int]:
    """Right, expected and found pairs of one document."""
    wanted: Counter[Pair] = sum((adjacency(t) for t in truth), Counter())
    got: Counter[Pair] = sum((adjacency(t) for t in found), Counter())
    return (wanted & got).total(), wanted.total(), got.total()


FINDERS: dict[str, Callable[[Any], list[list[Cell]]]] = {"vychitka": ours, "pdfplumber": plumber}


def documents(folder: Path, pattern: str) -> list[tuple[Path, list[list[Cell]]]]:
    """PDFs with their true tables."""
    out = []
    for path in sorted(folder.glob(pattern)):
        xml = path.with_name(path.name + ".str.xml")
        if xml.exists():
            out.append((path, truth_of_xml(xml)))
    return out


def main() -> None:
    """Score every document and print a line for each and the means."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pattern", default="icdar2013_*.pdf")
    parser.add_argument("--only", choices=[*FINDERS], action="append")
    args = parser.parse_args()
    names = args.only or [*FINDERS]
    totals: dict[str, list[tuple[int, int, int]]] = {n: [] for n in names}
    seconds: dict[str, float] = dict.fromkeys(names, 0.0)
    for path, truth in documents(args.folder, args.pattern):
        line = f"{path.name:42}"
        for name in names:
            start = time.perf_counter()
            found: list[list[Cell]] = []
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    found += FINDERS[name](page)
                    page.close()
            seconds[name] += time.perf_counter() - start
            result = score(truth, found)
            totals[name].append(result)
            right, wanted, got = result
            line += f"  {name} R {right / max(wanted, 1):.3f} P {right / max(got, 1):.3f} F {f1(*result):.3f}"
        print(line, flush=True)
    for name, results in totals.items():
        micro = f1(*(sum(r[i] for r in results) for i in range(3)))
        print(
            f"{name}: {len(results)} documents, mean F1 {fmean(f1(*r) for r in results):.3f}, "
            f"over all pairs {micro:.3f}, {seconds[name]:.0f} s"
        )


if __name__ == "__main__":
    main()
