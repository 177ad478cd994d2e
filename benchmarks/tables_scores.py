"""The generated set read by ``vychitka read``, scored by class; peers beside it on demand.

    python benchmarks/tables_scores.py --part unseen
    python benchmarks/tables_scores.py --part unseen --peers /path/to/venv/bin/python

Recognition and the results of the peers are cached in ``benchmarks/cache`` by content.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from tables_generated import COUNTS, PARTS, Content, Made, made
from tables_metrics import Cell, adjacency, aligned, as_html, f1, grid_of, grits_con

from corpus.document import Table
from extractors import ocr
from extractors.options import ReadOptions
from extractors.tables.numbers import read_value
from flows import sources, steps

CACHE = Path(__file__).parent / "cache"
PEERS = Path(__file__).with_name("tables_peers.py")


@dataclass
class Found:
    """A table as some tool gives it; ``values`` where the tool reads numbers itself."""

    cells: list[Cell]
    header_rows: int = 1
    values: dict[tuple[int, int], float | None] | None = None


@dataclass
class Score:
    """The figures of a class."""

    grits: list[float] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)
    teds: list[tuple[str, str]] = field(default_factory=list)
    numbers: int = 0
    right: int = 0
    extra: int = 0


def key_of(*parts: object) -> str:
    """A name for the cache."""
    made = hashlib.sha256()
    for part in parts:
        made.update(part if isinstance(part, bytes) else repr(part).encode())
    return made.hexdigest()[:32]


def cached_recognition() -> None:
    """Keep what Tesseract read by the picture and the arguments."""
    real = ocr.recognise
    CACHE.mkdir(exist_ok=True)

    def recognise(image: Any, *args: Any, **kwargs: Any) -> Any:
        kept = {k: v for k, v in kwargs.items() if k != "seconds"}
        path = CACHE / f"ocr-{key_of(image.tobytes(), image.size, args, kept)}.pickle"
        if not path.exists():
            path.write_bytes(pickle.dumps(real(image, *args, **kwargs)))
        return pickle.loads(path.read_bytes())

    ocr.recognise = recognise


# --- tools ----------------------------------------------------------------------------


def ours(item: Made) -> list[Found]:
    """The tables of the record."""
    document = steps.process(sources.from_bytes(item.data, item.name), ReadOptions(jobs=1))
    return [found_of(t) for t in document.tables]


def found_of(table: Table) -> Found:
    """A table of the record."""
    cells = [(c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells]
    values = {(c.row, c.col): c.value for c in table.cells}
    return Found(cells, table.header_rows, values)


def peer(python: str, tool: str, version: str, item: Made) -> list[Found]:
    """What another tool finds in the file (run in its own environment)."""
    path = CACHE / f"peer-{tool}-{version}-{key_of(item.data)}.json"
    if not path.exists():
        source = CACHE / item.name
        source.write_bytes(item.data)
        done = subprocess.run(
            [python, str(PEERS), tool, str(source)], capture_output=True, text=True, check=False
        )
        source.unlink()
        if done.returncode:
            print(tool, item.name, done.stderr.strip().splitlines()[-1:])
            return []  # nothing is kept: the next run tries again
        path.write_text(done.stdout.strip().splitlines()[-1], "utf-8")
    return [Found([tuple(c) for c in cells]) for cells in json.loads(path.read_text("utf-8"))]


# --- scores ---------------------------------------------------------------------------


def true_cells(content: Content) -> list[Cell]:
    """The truth as plain tuples."""
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in content.cells]


def matched(
    truth: Sequence[Content], found: Sequence[Found]
) -> Iterator[tuple[Content, Found | None]]:
    """Each true table with the found one most like it, best pairs first."""
    scores = {
        (i, j): grits_con(grid_of(true_cells(t)), grid_of(f.cells))
        for i, t in enumerate(truth) for j, f in enumerate(found)
    }  # fmt: skip
    homes: dict[int, int] = {}
    for (i, j), score in sorted(scores.items(), key=lambda item: -item[1]):
        if score > 0.05 and i not in homes and j not in homes.values():
            homes[i] = j
    for i, content in enumerate(truth):
        yield content, found[homes[i]] if i in homes else None


def add(score: Score, truth: Sequence[Content], found: Sequence[Found], verbose: str = "") -> None:
    """Add a file to the figures of its class."""
    taken = 0
    for content, table in matched(truth, found):
        true = true_cells(content)
        cells = table.cells if table else []
        taken += table is not None
        grits = grits_con(grid_of(true), grid_of(cells))
        score.grits.append(grits)
        one, two = adjacency(true), adjacency(cells)
        score.pairs.append(((one & two).total(), one.total(), two.total()))
        depth = table.header_rows if table else 0
        score.teds.append((as_html(true, content.header_rows), as_html(cells, depth)))
        right, numbers = numbers_right(content, table)
        score.right += right
        score.numbers += numbers
        if verbose and (grits < 0.9999 or right < numbers):
            print(f"--- {verbose} {content.kind} GriTS {grits:.3f}, numbers {right}/{numbers}")
            print_difference(grid_of(true), grid_of(cells))
    if verbose and len(found) > taken:
        print(f"--- {verbose}: {len(found) - taken} more found than there are")
    score.extra += len(found) - taken


def numbers_right(content: Content, table: Found | None) -> tuple[int, int]:
    """How many numeric cells have exactly the true value, and how many there are."""
    wanted = [c for c in content.cells if c.value is not None]
    if table is None:
        return 0, len(wanted)
    rows, cols = aligned(grid_of(true_cells(content)), grid_of(table.cells))
    to_row, to_col = dict(rows), dict(cols)
    got = table.values or {(r, c): number_in(t) for r, c, _, _, t in table.cells}
    right = 0
    for cell in wanted:
        value = got.get((to_row.get(cell.row, -1), to_col.get(cell.col, -1)))
        right += value is not None and abs(value - (cell.value or 0)) < 1e-6
    return right, len(wanted)


def number_in(text: str) -> float | None:
    """A number for tools that give texts only (read as ours are)."""
    text = text.strip()
    ru = "," in text and not text.count(",") > 1
    from extractors.tables.numbers import Convention

    return read_value(text, Convention("," if ru else ".", True), years=False).value


def print_difference(true: Sequence[Sequence[str]], got: Sequence[Sequence[str]]) -> None:
    """Rows that differ."""
    for r in range(max(len(true), len(got))):
        one = list(true[r]) if r < len(true) else None
        two = list(got[r]) if r < len(got) else None
        if one != two:
            print("   true ", one)
            print("   found", two)


def teds(python: str | None, pairs: Sequence[tuple[str, str]]) -> float | None:
    """The mean of TEDS by the package table-recognition-metric, where it is installed."""
    if python is None:
        return None
    done = subprocess.run(
        [python, str(PEERS), "teds"],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=False,
    )
    return float(done.stdout) if done.returncode == 0 else None


def report(name: str, scores: dict[str, Score], python: str | None) -> None:
    """A line per class."""
    print(f"\n{name}", flush=True)
    print(f"{'class':14} tables  GriTS-Con  TEDS   adjacency  numbers right     false")
    for kind, s in scores.items():
        score = teds(python, s.teds)
        micro = f1(*(sum(p[i] for p in s.pairs) for i in range(3)))
        share = s.right / s.numbers if s.numbers else 1.0
        shown = f"{score:.3f}" if score is not None else "  –  "
        print(
            f"{kind:14} {len(s.grits):5}   {fmean(s.grits):.4f}    {shown}  {micro:.4f}    "
            f" {share:.4f} ({s.right}/{s.numbers})  {s.extra}"
        )


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS, default="seen")
    parser.add_argument("--kind", choices=[*COUNTS], action="append")
    parser.add_argument("--name", help="only files whose name begins so")
    parser.add_argument("--limit", type=int, help="only so many files of each class")
    parser.add_argument("--verbose", action="store_true", help="print what differs")
    parser.add_argument("--peers", metavar="PYTHON", help="of a venv with the peers and TEDS in it")
    parser.add_argument("--no-ours", action="store_true", help="the peers alone")
    parser.add_argument("--only-ours", action="store_true", help="use --peers for TEDS only")
    args = parser.parse_args()
    cached_recognition()
    items = [
        made(kind, n, args.part)
        for kind in args.kind or COUNTS
        for n in range(min(COUNTS[kind], args.limit or COUNTS[kind]))
    ]
    items = [m for m in items if m.name.startswith(args.name or "")]
    scores: dict[str, Score] = defaultdict(Score)
    start = time.perf_counter()
    for item in [] if args.no_ours else items:
        add(scores[item.kind], item.tables, ours(item), item.name if args.verbose else "")
    print(f"{len(items)} files in {time.perf_counter() - start:.0f} s")
    if not args.no_ours:
        report("vychitka", scores, args.peers)
    if args.peers and not args.only_ours:
        known = json.loads(subprocess.check_output([args.peers, str(PEERS), "versions"], text=True))
        for tool, version in known.items():
            theirs: dict[str, Score] = defaultdict(Score)
            for item in items:
                if item.name.endswith(".pdf"):
                    add(theirs[item.kind], item.tables, peer(args.peers, tool, version, item))
            report(f"{tool} {version}", theirs, args.peers)


if __name__ == "__main__":
    main()
