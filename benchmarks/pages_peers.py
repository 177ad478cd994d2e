"""Side by side with OCRmyPDF and kreuzberg: character error rate and pages per minute.

The files are those of ``pages_generated``. OCRmyPDF runs with ``-l rus+eng`` with and without
``--deskew`` (``--force-ocr`` where there is a wrong layer, since it keeps layers otherwise; both
are shown) and its text is its sidecar; kreuzberg extracts with Tesseract ``rus+eng``. Each
runs on two cores. Peers live in an environment of their own: ``--peers FOLDER`` names it (it
holds ocrmypdf, kreuzberg, pymupdf4llm). What they read is kept by their version.

``--born`` compares the speed on sound born-digital files with pdfplumber's ``extract_text`` and,
where there is ``--peers``, PyMuPDF4LLM and kreuzberg: every third file of
``bilingual_born_digital`` by name, all pages, each reader and file in a process of its own. A reader
first reads another file, and the decoder of garbled text is loaded, so start-up is left out on all
sides; nothing of the measured file is warm. Processor and wall time are told.

    python benchmarks/pages_peers.py --peers ~/peers --papers 2
    python benchmarks/pages_peers.py --born
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from pages_generated import CACHE, TEXTS, Cost, reading, stopwatch  # noqa: E402
from pages_kit.corpus import KINDS, Case, cases  # noqa: E402
from pages_kit.score import Score, paragraphs, score  # noqa: E402
from pages_kit.typeset import missing_fonts  # noqa: E402

#: Seconds after which a peer is given up on one file.
PATIENCE = 900

#: Clocks: one that only work moves (of this process and of the children that it waited for), and
#: the one on the wall; and the line that tells what they showed.
_CLOCKS = """
import json, resource, sys, time
def clocks():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used), time.perf_counter()
def timed(read):
    read(sys.argv[2])
    begun = clocks()
    read(sys.argv[1])
    work, seconds = (b - a for a, b in zip(begun, clocks()))
    print(json.dumps({"work": work, "seconds": seconds}))
"""
_KREUZBERG = """
import sys, json, time
from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync
clock = time.perf_counter()
config = ExtractionConfig(ocr=OcrConfig(backend="tesseract", language="rus+eng"), force_ocr={force})
found = extract_file_sync(sys.argv[1], config=config)
print(json.dumps({{"text": found.content, "seconds": time.perf_counter() - clock}}))
"""
_KREUZBERG_SPEED = """
from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync
config = ExtractionConfig(ocr=OcrConfig(backend="tesseract", language="rus+eng"))
timed(lambda path: extract_file_sync(path, config=config))
"""
_MARKDOWN_SPEED = """
import pymupdf4llm
timed(lambda path: pymupdf4llm.to_markdown(path, show_progress=False))
"""
_PLUMBER_SPEED = """
import pdfplumber
def read(path):
    with pdfplumber.open(path) as pdf:
        return [page.extract_text() for page in pdf.pages]
timed(read)
"""
_OWN = f"""
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from flows.steps import process
from flows.sources import single
from fixers.chain import Passage, repair
from extractors import pdf
from extractors.options import ReadOptions
from extractors.render import Pdf
options = ReadOptions(ocr="never")
repair([Passage("Henocrarounas moAroToBka KuOepOe30IacHOCTH U 3aLIUThI", text_source="ocr")])
"""
_TEXT_SPEED = (
    _OWN
    + """
def read(path):
    with Pdf(Path(path).read_bytes()) as document:
        for number in range(1, len(document) + 1):
            with pdf._collector_at_rest():
                pdf.text_page(document.content(number), options)
timed(read)
"""
)
_READ_SPEED = _OWN + "timed(lambda path: process(single(Path(path)), options))\n"


def _script(python: Path, code: str, path: Path) -> tuple[str, float]:
    """A short program that prints text and seconds; start-up is not counted."""
    done = subprocess.run(
        [str(python), "-c", code, str(path)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        return "", 0.0
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found["text"], found["seconds"]


def _spent(python: Path, code: str, path: Path, first: Path) -> tuple[float, float]:
    """Processor and wall seconds of such a program that reads ``first`` before ``path``; not
    numbers where it fails."""
    done = subprocess.run(
        [str(python), "-c", _CLOCKS + code, str(path), str(first)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    if not lines or done.returncode:
        return math.nan, math.nan
    told = json.loads(lines[-1])
    return float(told["work"]), float(told["seconds"])


def _ocrmypdf(python: Path, path: Path, *options: str) -> tuple[str, float]:
    """The sidecar of OCRmyPDF, and the seconds of the whole program."""
    with tempfile.TemporaryDirectory() as folder:
        side = Path(folder) / "text.txt"
        command = [str(python.parent / "ocrmypdf"), "-q", "-l", "rus+eng", "--jobs", "2",
                   "--output-type", "pdf", "--optimize", "0", "--sidecar", str(side), *options,
                   str(path), str(Path(folder) / "out.pdf")]  # fmt: skip
        clock = time.perf_counter()
        env = {**os.environ, "PATH": f"{python.parent}:{os.environ.get('PATH', '')}"}
        subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, env=env)
        seconds = time.perf_counter() - clock
        return (side.read_text("utf-8", "replace") if side.exists() else ""), seconds


def peers(python: Path) -> dict[str, Callable[[Case], tuple[str, float]]]:
    """What reads a case, by name."""

    def layered(case: Case) -> tuple[str, ...]:
        return ("--force-ocr",) if case.kind == "wrong-layer" else ("--skip-text",)

    return {
        "ocrmypdf": lambda case: _ocrmypdf(python, case.path, *layered(case)),
        "ocrmypdf --deskew": lambda case: _ocrmypdf(python, case.path, "--deskew", *layered(case)),
        "kreuzberg": lambda case: _script(
            python, _KREUZBERG.format(force=False), case.path
        ),
        "kreuzberg, OCR forced": lambda case: _script(
            python, _KREUZBERG.format(force=True), case.path
        ),
    }  # fmt: skip


def _versions(python: Path) -> str:
    done = subprocess.run(
        [str(python), "-m", "pip", "list", "--format", "json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    have = {entry["name"].lower(): entry["version"] for entry in json.loads(done.stdout or "[]")}
    return "-".join(have.get(name, "none") for name in ("ocrmypdf", "kreuzberg"))


def peer_reading(
    name: str, read: Callable[[Case], tuple[str, float]], case: Case, versions: str
) -> tuple[list[str], Cost]:
    """A peer's paragraphs and what they cost, kept between runs."""
    kept = CACHE / f"peers-{versions}" / case.path.parent.name / f"{case.path.stem}.{name}.json"
    if kept.exists():
        found = json.loads(kept.read_text("utf-8"))
        return found["paragraphs"], Cost(found["seconds"], found["processor"])
    with stopwatch() as watch:
        text, seconds = read(case)
    cost = Cost(round(seconds, 2), watch[0].processor)
    told = {"paragraphs": paragraphs(text), **asdict(cost)}
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return paragraphs(text), cost


def _needs_ocr(name: str, kind: str) -> bool:
    """Whether a peer's run makes sense for a class."""
    if kind == "born-digital":
        return name == "kreuzberg"
    return kind == "wrong-layer" or name != "kreuzberg, OCR forced"


def side_by_side(python: Path, count: int, kinds: tuple[str, ...]) -> None:
    """Print the table of error rates and speeds."""
    read_by = peers(python)
    versions = _versions(python)
    totals: dict[tuple[str, str], list[Score]] = defaultdict(lambda: [Score(0, 0), Score(0, 0)])
    costs: dict[tuple[str, str], Cost] = defaultdict(Cost)
    pages: dict[tuple[str, str], int] = defaultdict(int)
    papers: set[str] = set()
    for case in cases(TEXTS, CACHE, kinds):
        papers.add(case.paper)
        if len(papers) > count:
            break
        found = {"vychitka": reading(case)}
        for name, read in read_by.items():
            if _needs_ocr(name, case.kind):
                found[name] = peer_reading(name, read, case, versions)
        for name, (parts, spent) in found.items():
            key = case.kind, name
            for at, lenient in enumerate((False, True)):
                totals[key][at] += score(
                    case.flow, case.floats, parts, scan=case.scan, lenient=lenient
                )
            costs[key] += spent
            pages[key] += case.pages
        print(f"done: {case.paper}, {case.kind}", file=sys.stderr, flush=True)
    print(f"{'class':13} {'reader':22} {'CER':>8} {'text only':>9} {'pages/min':>10} "
          f"{'processor s/page':>17}")  # fmt: skip
    for (kind, name), (strict, loose) in sorted(totals.items(), key=lambda i: KINDS.index(i[0][0])):
        speed = pages[kind, name] * 60 / max(costs[kind, name].seconds, 0.01)
        each = costs[kind, name].processor / pages[kind, name]
        print(
            f"{kind:13} {name:22} {strict.rate:8.2%} {loose.rate:9.2%} {speed:10.1f} {each:17.2f}"
        )


def born_digital(python: Path, every: list[Path], step: int) -> None:
    """Print time per page on each ``step``-th file of ``every``, and on all of these."""
    import pypdfium2

    readers = {
        "pdfplumber": (Path(sys.executable), _PLUMBER_SPEED),
        "text with triage": (Path(sys.executable), _TEXT_SPEED),
        "whole read": (Path(sys.executable), _READ_SPEED),
        "pymupdf4llm": (python, _MARKDOWN_SPEED),
        "kreuzberg": (python, _KREUZBERG_SPEED),
    }
    if not python.exists():
        readers = dict(list(readers.items())[:3])
    files = every[::step]
    first = min(set(every) - set(files), key=lambda path: path.stat().st_size)
    spent = {name: [0.0, 0.0] for name in readers}
    count = 0
    for path in files:
        pages = len(pypdfium2.PdfDocument(path))
        count += pages
        own = {name: _spent(*reader, path, first) for name, reader in readers.items()}
        for name, costs in own.items():
            spent[name] = [a + b for a, b in zip(spent[name], costs, strict=True)]
        told = ", ".join(f"{name} {work / pages * 1000:.0f}" for name, (work, _) in own.items())
        print(f"{path.stem}, {pages} pages, processor ms per page: {told}", flush=True)
    print(f"{'reader':17} {'processor':>10} {'wall':>8} ms per page   as fast as pdfplumber: "
          "processor, wall")  # fmt: skip
    for name, (work, seconds) in spent.items():
        times = [b / a for a, b in zip((work, seconds), spent["pdfplumber"], strict=True)]
        print(f"{name:17} {work / count * 1000:10.1f} {seconds / count * 1000:8.1f} "
              f"{'':28} {times[0]:7.2f} {times[1]:7.2f}")  # fmt: skip


def main() -> None:
    """Run what there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=Path("peers"), help="their environment")
    parser.add_argument("--papers", type=int, default=4)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--step", type=int, default=3, help="every so manieth born-digital file")
    parser.add_argument("--born", action="store_true", help="only the speed on born-digital files")
    args = parser.parse_args()
    python = args.peers / "bin" / "python"
    folder = ROOT.parent / "shared" / "data" / "pdf" / "bilingual_born_digital"
    if not args.born:
        if not python.exists() or missing_fonts() or not TEXTS.is_dir():
            print(f"not run: it takes {python} with ocrmypdf, kreuzberg and pymupdf4llm, the "
                  f"fonts of pages_kit, and {TEXTS}")  # fmt: skip
            return
        wanted = tuple(kind for kind in KINDS if kind in args.kinds.split(","))
        side_by_side(python, args.papers, wanted)
    if folder.is_dir():
        born_digital(python, sorted(folder.glob("*.pdf")), max(args.step, 2))


if __name__ == "__main__":
    main()
