"""Side by side with OCRmyPDF and kreuzberg: character error rate and pages per minute.

The files are those of ``pages_generated``. OCRmyPDF runs with ``-l rus+eng`` with and without
``--deskew`` (``--force-ocr`` where there is a wrong layer, since it keeps layers otherwise; both
are shown) and its text is its sidecar; kreuzberg extracts with Tesseract ``rus+eng``. Each
runs on two cores. On sound born-digital files the seconds per page are compared with
pdfplumber's ``extract_text``, PyMuPDF4LLM and kreuzberg. Peers live in an environment of
their own: ``--peers FOLDER`` names it (it holds ocrmypdf, kreuzberg, pymupdf4llm). What they
read is kept by their version.

    python benchmarks/pages_peers.py --peers ~/peers --papers 2
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

#: A clock that only work moves: of this process and of the children that it waited for.
_WORK = """
import os
def work():
    return sum(os.times()[:4])
"""
_KREUZBERG = (
    _WORK
    + """
import sys, json, time
from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync
clock, worked = time.perf_counter(), work()
config = ExtractionConfig(ocr=OcrConfig(backend="tesseract", language="rus+eng"), force_ocr={force})
found = extract_file_sync(sys.argv[1], config=config)
print(json.dumps({{"text": found.content, "seconds": time.perf_counter() - clock,
                   "work": work() - worked}}))
"""
)
_MARKDOWN = (
    _WORK
    + """
import sys, json, time, pymupdf4llm
worked = work()
text = pymupdf4llm.to_markdown(sys.argv[1], show_progress=False)
print(json.dumps({"text": text, "work": work() - worked}))
"""
)
_PLUMBER = (
    _WORK
    + """
import sys, json, time, pdfplumber
worked = work()
with pdfplumber.open(sys.argv[1]) as pdf:
    text = "\\n\\n".join(page.extract_text() for page in pdf.pages)
print(json.dumps({"text": text, "work": work() - worked}))
"""
)


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


def _work(python: Path, code: str, path: Path) -> float:
    """Processor seconds that such a program tells; not a number where it fails."""
    done = subprocess.run(
        [str(python), "-c", code, str(path)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    lines = done.stdout.strip().splitlines()
    return float(json.loads(lines[-1])["work"]) if lines and not done.returncode else math.nan


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


def born_digital(python: Path, files: list[Path]) -> None:
    """Print processor time per page on sound born-digital files, each reader in its own
    process, start-up left out."""
    own = _WORK + (
        "import sys, json\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from flows.steps import process\nfrom flows.sources import single\n"
        "from extractors import pdf\nfrom extractors.options import ReadOptions\n"
        "from extractors.render import Pdf\n"
        "path, options = Path(sys.argv[1]), ReadOptions(ocr='never')\n"
        "process(single(path), options)\n"
        "worked = work()\n"
    )
    whole = own + "document = process(single(path), options)\n"
    text = own + (
        "with Pdf(path.read_bytes()) as document:\n"
        "    for number in range(1, len(document) + 1):\n"
        "        with pdf._collector_at_rest():\n"
        "            pdf.text_page(document.content(number), options)\n"
    )
    end = "print(json.dumps({'work': work() - worked}))\n"
    readers = {
        "text with triage": (Path(sys.executable), text + end),
        "whole read": (Path(sys.executable), whole + end),
        "pdfplumber": (Path(sys.executable), _PLUMBER),
        "pymupdf4llm": (python, _MARKDOWN),
        "kreuzberg": (python, _KREUZBERG.format(force=False)),
    }
    import pypdfium2

    count = sum(len(pypdfium2.PdfDocument(path)) for path in files)
    spent = dict.fromkeys(readers, 0.0)
    for path in files:
        for name, reader in readers.items():
            spent[name] += _work(*reader, path)
    for name, total in spent.items():
        ratio = spent["pdfplumber"] / total if total else math.nan
        print(f"{name:22} {total / count * 1000:8.1f} ms/page  {ratio:6.1f} × pdfplumber's speed")


def main() -> None:
    """Run what there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=Path("peers"), help="their environment")
    parser.add_argument("--papers", type=int, default=4)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--files", type=int, default=5, help="born-digital files for the speed")
    parser.add_argument("--born", action="store_true", help="only the speed on born-digital files")
    args = parser.parse_args()
    python = args.peers / "bin" / "python"
    if not python.exists() or missing_fonts() or not TEXTS.is_dir():
        print(f"not run: it takes {python} with ocrmypdf, kreuzberg and pymupdf4llm, the fonts of "
              f"pages_kit, and {TEXTS}")  # fmt: skip
        return
    folder = ROOT.parent / "shared" / "data" / "pdf" / "bilingual_born_digital"
    if not args.born:
        wanted = tuple(kind for kind in KINDS if kind in args.kinds.split(","))
        side_by_side(python, args.papers, wanted)
    born_digital(python, sorted(folder.glob("*.pdf"))[8 : 8 + args.files])


if __name__ == "__main__":
    main()
