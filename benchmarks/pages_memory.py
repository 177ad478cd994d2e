"""Memory of the whole process tree while long documents are read, as a curve over pages.

Three documents: a born-digital PDF of many pages, a scan of many pages recognised by a program
that stands in for Tesseract (``tests/doubles/printing.py``), and, with ``--real``, a scan
recognised by Tesseract. ``--small`` takes pages of A6 in place of A4 for the scans: a quarter of
the time. Memory is the proportional set size (shared pages counted once) of this
process and its children; the slope is that between the first and the last quarter.

    python benchmarks/pages_memory.py --born 2000 --fake 1000 --real 30,120 --small
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

DATA = ROOT.parent / "shared" / "data"
SCAN = DATA / "pdf" / "scanned_ru" / "mephi_2012.pdf"


def tree_memory(process: int) -> float:
    """Proportional set size of a process and its descendants, MB."""
    import psutil

    total = 0
    try:
        family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except (psutil.Error, AttributeError):
            continue
    return total / 1e6


class Watch:
    """Samples memory twice a second, with the pages done."""

    def __init__(self) -> None:
        self.pages = 0
        self.seen: list[tuple[int, float]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.5):
            self.seen.append((self.pages, tree_memory(os.getpid())))

    def progress(self, done: int, _: int) -> None:
        """To be handed to a reader."""
        self.pages = done


def repeated(path: Path, count: int) -> bytes:
    """The pages of a PDF again and again, ``count`` of them."""
    import pypdfium2

    source = pypdfium2.PdfDocument(path)
    out = pypdfium2.PdfDocument.new()
    out.import_pages(source, [at % len(source) for at in range(count)])
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def born_digital(count: int) -> bytes:
    """A generated paper, its pages repeated."""
    from pages_kit.papers import compose, plans

    folder = ROOT / "benchmarks" / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "memory.pdf"
    path.write_bytes(compose(plans()[0], DATA / "text").pdf)
    return repeated(path, count)


def small_scan() -> Path:
    """A generated paper on A6, as a picture at 300 dpi."""
    from dataclasses import replace

    from pages_kit.papers import compose, plans
    from scanner import pdf_of, rendered

    plan = plans()[0]
    look = replace(plan.look, page=(297.64, 419.53), margins=(26, 40, 26, 42), size=9)
    paper = compose(replace(plan, look=look, notes=False), DATA / "text")
    path = ROOT / "benchmarks" / "cache" / "memory-small.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf_of(list(rendered(paper.pdf, 300)), 300, quality=75))
    return path


def measure(name: str, make: Callable[[], bytes], *, fake: bool) -> None:
    """Read a document in a process of its own and print its curve."""
    path = ROOT / "benchmarks" / "cache" / "long.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make())
    command = [sys.executable, __file__, "--child", str(path), "--name", name]
    subprocess.run(command + (["--double"] if fake else []), check=False)
    path.unlink()


def child(path: Path, name: str, *, double: bool) -> None:
    """Read one file and print what it took."""
    from extractors.options import ReadOptions
    from flows.sources import single
    from flows.steps import process

    if double:
        import pytesseract

        pytesseract.pytesseract.tesseract_cmd = str(ROOT / "tests" / "doubles" / "printing.py")
    clock = time.perf_counter()
    with Watch() as watch:
        document = process(single(path), ReadOptions(page_seconds=600), watch.progress)
    seconds = time.perf_counter() - clock
    total = len(document.pages)
    print(
        f"{name}: {total} pages, {document.status}, {len(document.errors)} errors, {seconds:.0f} s"
    )
    for quarter in range(1, 5):
        part = [
            mb
            for page, mb in watch.seen
            if page <= total * quarter / 4 and page > total * (quarter - 1) / 4
        ]
        if part:
            print(
                f"    pages to {total * quarter // 4:5}: {max(part):6.0f} MB at most, {sum(part) / len(part):6.0f} on average"
            )
    print(f"    peak {max((mb for _, mb in watch.seen), default=0):.0f} MB", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--born", default="300", help="page counts, such as 500,2000")
    parser.add_argument("--fake", default="100")
    parser.add_argument("--real", default="")
    parser.add_argument("--small", action="store_true", help="scans of A6 pages")
    parser.add_argument("--child", type=Path)
    parser.add_argument("--name", default="")
    parser.add_argument("--double", action="store_true")
    args = parser.parse_args()
    if args.child:
        child(args.child, args.name, double=args.double)
        return
    if not SCAN.exists():
        print(f"not run: missing {SCAN}")
        return
    for count in map(int, filter(None, args.born.split(","))):
        measure(f"born-digital, {count}", lambda n=count: born_digital(n), fake=False)
    scan = small_scan() if args.small else SCAN
    for count in map(int, filter(None, args.fake.split(","))):
        measure(f"scan with a fake engine, {count}", lambda n=count: repeated(scan, n), fake=True)
    for count in map(int, filter(None, args.real.split(","))):
        measure(f"scan, {count}", lambda n=count: repeated(scan, n), fake=False)


if __name__ == "__main__":
    main()
