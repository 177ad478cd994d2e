"""Character error rate of the running text of generated papers, per class of file.

Twelve papers of two or three pages (``pages_kit.papers``: seven typefaces, one and two columns,
bilingual, side by side, footnotes, running heads, captions, lists, broken words) as
born-digital PDF, as scans at 300, 200 and 150 dpi with skew, noise and JPEG, as photographs
with uneven light, and with an invisible layer made in the wrong language. The definition of
the rate stands in ``pages_kit.score``; files and readings are kept in ``benchmarks/cache``.

    python benchmarks/pages_generated.py --kinds born-digital,scan-300 --papers 4 --show
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from pages_kit.corpus import KINDS, Case, cases  # noqa: E402
from pages_kit.score import Score, normal, score  # noqa: E402
from pages_kit.typeset import missing_fonts  # noqa: E402

CACHE = ROOT / "benchmarks" / "cache"
TEXTS = ROOT.parent / "shared" / "data" / "text"
#: What the issue asks for, per class.
TARGETS = {"born-digital": 0.001, "scan-300": 0.005, "scan-200": 0.008, "scan-150": 0.02}
#: Seconds per page: rates are measured on busy machines too.
PATIENCE = 900.0
FURNITURE = frozenset({"page_header", "page_footer", "page_number"})


def code_version() -> str:
    """A hash of what decides the readings."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("extractors/**/*.py"), *ROOT.glob("fixers/**/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Cost:
    """What a reading took: seconds on the clock, and seconds of processor time of all its
    processes, which a busy machine does not stretch."""

    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, self.processor + other.processor)


@contextmanager
def stopwatch() -> Iterator[list[Cost]]:
    """A list that holds the cost of what ran inside, once it has ended."""
    clock, spent, out = time.perf_counter(), _processor(), list[Cost]()
    yield out
    out.append(Cost(round(time.perf_counter() - clock, 2), round(_processor() - spent, 2)))


def _processor() -> float:
    """Processor seconds of this process and of those it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def reading(case: Case) -> tuple[list[str], Cost]:
    """The paragraphs that ``vychitka read`` gives, and what that cost."""
    kept = CACHE / f"readings-{code_version()}" / f"{case.path.stem}.json"
    if kept.exists():
        found = json.loads(kept.read_text("utf-8"))
        return found["paragraphs"], Cost(found["seconds"], found["processor"])
    from extractors.options import ReadOptions
    from flows.sources import single
    from flows.steps import process

    with stopwatch() as watch:
        document = process(single(case.path), ReadOptions(page_seconds=PATIENCE))
    [cost] = watch
    paragraphs = [block.text for block in document.blocks if block.label not in FURNITURE]
    kept.parent.mkdir(parents=True, exist_ok=True)
    told = {"paragraphs": paragraphs, **asdict(cost)}
    kept.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return paragraphs, cost


def show(case: Case, paragraphs: Sequence[str]) -> None:
    """Print where the reading and the truth part ways."""
    from difflib import SequenceMatcher

    from pages_kit.score import _without_floats

    truth = "\n".join(normal(t, scan=case.scan) for t in case.flow)
    parts = "\n".join(normal(t, scan=case.scan) for t in paragraphs)
    got, _ = _without_floats(parts, [normal(t, scan=case.scan) for t in case.floats])
    for tag, a, b, c, d in SequenceMatcher(None, truth, got, autojunk=False).get_opcodes():
        if tag != "equal":
            near = truth[max(0, a - 25) : a].replace("\n", "¶")
            print(f"      {near!r} {truth[a:b]!r} → {got[c:d]!r}")


def main() -> None:
    """Build, read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--papers", type=int, default=12, help="only the first so many")
    parser.add_argument("--only", default="", help="part of a paper's name")
    parser.add_argument("--extra", type=int, default=0, help="so many further papers")
    parser.add_argument("--show", action="store_true", help="show each difference")
    args = parser.parse_args()
    lacking = missing_fonts() if shutil.which("fc-list") else ["fc-list"]
    if lacking or not TEXTS.is_dir():
        print(f"not run: missing {', '.join(lacking) or TEXTS}")
        return
    wanted = tuple(kind for kind in KINDS if kind in args.kinds.split(","))
    totals: dict[str, list[Score]] = {kind: [Score(0, 0), Score(0, 0)] for kind in wanted}
    costs, pages, papers = dict.fromkeys(wanted, Cost()), dict.fromkeys(wanted, 0), set()
    for case in cases(TEXTS, CACHE, wanted, args.extra, args.only):
        papers.add(case.paper)
        if len(papers) > args.papers + args.extra:
            break
        paragraphs, cost = reading(case)
        strict = score(case.flow, case.floats, paragraphs, scan=case.scan)
        loose = score(case.flow, case.floats, paragraphs, scan=case.scan, lenient=True)
        totals[case.kind][0] += strict
        totals[case.kind][1] += loose
        costs[case.kind] += cost
        pages[case.kind] += case.pages
        print(f"{case.paper:22} {case.kind:13} {strict.rate:8.3%} {loose.rate:8.3%} "
              f"{cost.processor / case.pages:6.1f} s/page", flush=True)  # fmt: skip
        if args.show:
            show(case, paragraphs)
    print(
        f"\n{'class':13} {'CER':>8} {'text only':>9} {'target':>7} {'pages/min':>10} {'processor s/page':>17}"
    )
    for kind, (strict, loose) in totals.items():
        if strict.characters:
            target = TARGETS.get(kind, TARGETS["scan-300"] if kind == "wrong-layer" else None)
            speed = pages[kind] * 60 / max(costs[kind].seconds, 0.01)
            each = costs[kind].processor / pages[kind]
            print(f"{kind:13} {strict.rate:8.3%} {loose.rate:9.3%} "
                  f"{'' if target is None else f'{target:.1%}':>7} {speed:10.1f} {each:17.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
