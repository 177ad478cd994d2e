"""How much the chain changes in sound text: edits per million characters, per fixer.

    python benchmarks/clean_text.py TEXT_FOLDER [--per-file N] [--show] [--speed] [FILE…]

``TEXT_FOLDER`` holds ``<language>/*.txt.gz``, one paragraph per line, documents separated by
an empty line. Files that are damaged themselves are left out unless named. ``--show`` prints
every edit with its surroundings, for reading; ``--speed`` compares with ftfy on one core.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from fixers.chain import Passage, Repaired, repair

#: Files whose text is damaged, or joined again from tokens (see the sources beside the data).
DAMAGED = ("econ_rurebus_minekon", "acad_cyberleninka", "kaznerd", "mn/ner_news")


def documents(path: Path, most: int) -> Iterator[list[str]]:
    """Documents of a file as lists of paragraphs, up to ``most`` characters."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        text = lines.read(most)
    for document in text.split("\n\n"):
        paragraphs = [p for p in document.split("\n") if p.strip()]
        yield from (paragraphs[i : i + 200] for i in range(0, len(paragraphs), 200))


def surroundings(paragraph: str, start: int, stop: int) -> str:
    """The place with thirty characters on each side."""
    return f"…{paragraph[max(0, start - 30) : start]}⟦{paragraph[start:stop]}⟧{paragraph[stop : stop + 30]}…"


def measure(path: Path, most: int, *, show: bool) -> tuple[int, Counter[str], Counter[str]]:
    """Characters read, and edits and flags per fixer."""
    size, edits, flags = 0, Counter[str](), Counter[str]()
    for paragraphs in documents(path, most):
        results = repair([Passage(p) for p in paragraphs], join_lines=False)
        size += sum(map(len, paragraphs))
        for paragraph, result in zip(paragraphs, results, strict=True):
            count(result, edits, flags)
            if show:
                show_changes(path, paragraph, result)
    return size, edits, flags


def count(result: Repaired, edits: Counter[str], flags: Counter[str]) -> None:
    """Add the changes of one paragraph."""
    for change in result.changes:
        (flags if change.flag else edits)[change.fixer] += 1


def show_changes(path: Path, paragraph: str, result: Repaired) -> None:
    """Print every change for reading."""
    for c in result.changes:
        mark = "flag" if c.flag else "edit"
        where = surroundings(paragraph, c.start, c.stop)
        print(
            f"  {path.parent.name}/{path.stem} {mark} {c.fixer} {where} → {c.after!r} ({c.reason})"
        )


def compare_speed(paths: list[Path], most: int) -> None:
    """Megabytes per second of the chain and of ftfy over the same paragraphs."""
    import ftfy

    paragraphs = [d for p in paths for d in islice(documents(p, most), 40)]
    size = sum(len(p.encode()) for d in paragraphs for p in d)
    # Tables and libraries that are loaded once are loaded before the clock starts.
    repair([Passage("Ð¦ÐµÐ»ÑŒ Íåäîñòàòî÷íàÿ Прoблeма cross- border moAroToBka tlie Ghbdtn")])
    took = {"chain": 0.0, "ftfy": 0.0}
    for document in paragraphs:  # in turns, so that other work on the machine burdens both
        started = time.process_time()
        repair([Passage(p) for p in document], join_lines=False)
        between = time.process_time()
        for paragraph in document:
            ftfy.fix_text(paragraph)
        took["chain"] += between - started
        took["ftfy"] += time.process_time() - between
    for name, seconds in took.items():
        print(f"{name}: {size / 1e6 / seconds:.2f} MB/s")


def main() -> None:
    """Read the arguments, measure, print one line per file and the sum."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", nargs="*", help="names such as ru/news_ng")
    parser.add_argument("--per-file", type=int, default=300_000)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_intermixed_args()
    paths = [
        p for p in sorted(options.folder.glob("*/*.txt.gz"))
        if (any(f in str(p) for f in options.files) if options.files
            else not any(name in str(p) for name in DAMAGED))
    ]  # fmt: skip
    if options.speed:
        compare_speed(paths, options.per_file)
        return
    total, edits = 0, Counter[str]()
    for path in paths:
        size, found, flags = measure(path, options.per_file, show=options.show)
        total += size
        edits += found
        rate = found.total() * 1e6 / max(1, size)
        print(f"{path.parent.name}/{path.name[:-7]}: {size} characters, {found.total()} edits"
              f" ({rate:.0f} per million) {dict(found)} flags {dict(flags)}", flush=True)  # fmt: skip
    print(f"all: {total} characters, {edits.total()} edits,"
          f" {edits.total() * 1e6 / max(1, total):.1f} per million: {dict(edits)}")  # fmt: skip


if __name__ == "__main__":
    main()
