"""Works of many house styles, composed and printed here, read back and compared field by field.

Four classes: ``article`` (one work per PDF), ``proceedings`` (10 to 40 short papers per PDF),
``page`` (a saved web page), ``scan`` (an article printed, scanned and recognised). The seeds
of ``dev``, ``more`` and ``held`` serve to find faults, those of ``fresh`` only for the figures told.

    python benchmarks/works_generated.py --half dev --misses title authors
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from works_kit import styles  # noqa: E402
from works_kit.compose import Made  # noqa: E402
from works_kit.page import page  # noqa: E402
from works_kit.pdf import render  # noqa: E402
from works_kit.scan import scan  # noqa: E402
from works_kit.score import FIELDS, Tally, judge  # noqa: E402
from works_kit.styles import ARRANGEMENTS, El, House  # noqa: E402

from corpus.document import Document  # noqa: E402
from extractors.options import ReadOptions  # noqa: E402
from flows import steps  # noqa: E402
from flows.sources import from_bytes  # noqa: E402

CACHE = ROOT / "benchmarks" / "cache" / "works"
#: Files of each class and half.
COUNTS = {"article": 50, "proceedings": 8, "page": 10, "scan": 30}
SALT = {"dev": 1000, "more": 13000, "held": 7000, "fresh": 31000}


@dataclass(frozen=True, slots=True)
class Case:
    """One generated file and what was composed for it."""

    name: str
    kind: str
    data: bytes
    works: list[Made]


def cases(half: str, kinds: list[str], limit: int | None = None) -> Iterator[Case]:
    """The files of a half, always the same."""
    for kind in kinds:
        for n in range(min(COUNTS[kind], limit or 10**6)):
            rng = Random(f"{kind}-{SALT[half] + n}")
            yield {"article": _article, "scan": _scan, "page": _page, "proceedings": _volume}[kind](
                rng, n, half
            )


def _journal_line(work: Made) -> str:
    j = work.journal
    if work.langs[0] == "en":
        return f"{j['en']}. {j['year']}. Vol. {j['volume']}. No. {j['issue']}"
    return f"{j['ru']}. {j['year']}. Т. {j['volume']}. № {j['issue']}"


def _told(work: Made, h: House, *, running: bool) -> None:
    """Leave of the journal what the print tells, under the names that the scoring takes."""
    cited = "cited" in h.extra
    if not (running or cited):
        work.journal = {}
        return
    j = dict(work.journal)
    main = "en" if work.langs[0] == "en" else "ru"
    work.journal = {"year": j["year"], "volume": j["volume"], "issue": j["issue"], "title": j[main]}


def _single(rng: Random, n: int) -> tuple[Made, House, bytes]:
    h = styles.house(rng, ARRANGEMENTS[n % len(ARRANGEMENTS)])
    work = styles.compose_for(rng, h)
    elements = styles.layout(work, h)
    line = _journal_line(work) if h.running else ""
    data = render(elements, size=h.size, font=h.font, columns=h.columns if h.arrangement != "side" else 1,
                  running=line, first=int(work.journal["first"]))  # fmt: skip
    _told(work, h, running=h.running)
    return work, h, data


def _article(rng: Random, n: int, half: str) -> Case:
    work, _, data = _single(rng, n)
    return Case(f"article-{half}-{n:02}.pdf", "article", data, [work])


def _scan(rng: Random, n: int, half: str) -> Case:
    work, _, data = _single(rng, n)
    return Case(f"scan-{half}-{n:02}.pdf", "scan", scan(data, rng), [work])


def _page(rng: Random, n: int, half: str) -> Case:
    h = styles.house(rng, rng.choice(["mono_ru", "mono_en", "ru_first", "en_first", "tri"]))
    work = styles.compose_for(rng, h)
    data = page(work, styles.layout(work, h), rng)
    told = b"citation_volume" in data
    _told(work, h, running=told)
    return Case(f"page-{half}-{n:02}.html", "page", data, [work])


#: (arrangement, papers) of the volumes of a half; "mixed" draws one for each paper.
VOLUMES = (
    ("ru_first", 10), ("mono_ru", 18), ("en_first", 26), ("mono_en", 40),
    ("ru_first_en_end", 14), ("mixed", 16), ("mono_ru", 20), ("en_first_ru_end", 12),
)  # fmt: skip


def _volume(rng: Random, n: int, half: str) -> Case:
    """A volume of short papers: cover, rubrics, papers, contents at the end or the start."""
    arrangement, count = VOLUMES[n % len(VOLUMES)]
    mixed, bare = arrangement == "mixed", n % len(VOLUMES) == 6
    h = styles.house(rng, "ru_first" if mixed else arrangement)
    h.columns = 1
    h.both = h.citation = h.structured = h.date_line = h.funding = False
    if bare:
        h.codes = set()
    abstracts = (n % 4 != 1 and not bare) or mixed
    english = h.arrangement.startswith(("en_first", "mono_en"))
    taken: set[str] = set()
    works, laid = [], []
    for _ in range(count):
        if mixed:
            h.arrangement = rng.choice(["mono_ru", "mono_en", "ru_first", "en_first"])
        unlisted = bare and rng.random() < 0.5
        work = styles.compose_for(
            rng, h, taken, short=True, with_abstract=abstracts, unlisted=unlisted
        )
        works.append(work)
        laid.append(styles.layout(work, h))
        if n >= 4 and work.langs[0] == "ru" and rng.random() < (0.7 if bare else 0.3):
            laid[-1] = _supervised(rng, laid[-1])
    elements = _cover(rng, english)
    if n in (4, 6):
        elements += [*_contents(works, english)[1:], El("page_break", "")]
    apart = rng.random() < 0.5
    for k, paper in enumerate(laid):
        if k % 7 == 0:
            elements.append(_section(k // 7 + 1, english))
        elements += paper
        elements.append(El("page_break", "") if apart else El("gap", "&nbsp;", space=14))
    if n not in (4, 6) and rng.random() < 0.5:
        elements += _contents(works, english)
    data = render(
        elements, size=h.size, font=h.font, running=_name(english) if h.running else "", first=1
    )
    for work in works:
        work.journal = {}
    return Case(f"proceedings-{half}-{n:02}.pdf", "proceedings", data, works)


def _section(number: int, english: bool) -> El:
    text = f"{'SECTION' if english else 'СЕКЦИЯ'} {number}"
    return El("rubric", text, bold=True, align="center", space=10)


def _supervised(rng: Random, paper: list[El]) -> list[El]:
    """The paper of a student: the supervisor stands under the authors and their place."""
    at = next(i for i, e in enumerate(paper) if e.role == "authors")
    while at + 1 < len(paper) and paper[at + 1].role in ("authors", "place", "contact"):
        at += 1
    surname = rng.choice(["Заречный", "Лугова", "Полевой", "Озерова"])
    degree = rng.choice(["к.э.н., доцент", "д-р геогр. наук, профессор", "канд. ист. наук, доцент"])
    told = rng.choice(
        [f"Научный руководитель – {degree} {surname} В. Г.", f"Научный руководитель: {surname} В. Г., {degree}"]
    )  # fmt: skip
    line = El("supervisor", told, italic=True, size=-1, align=paper[at].align, space=1)
    return [*paper[: at + 1], line, *paper[at + 1 :]]


def _name(english: bool) -> str:
    return (
        "Rivers and Steppes: Proceedings of the conference"
        if english
        else "Реки и степи: материалы конференции"
    )


def _cover(rng: Random, english: bool) -> list[El]:
    year, city = rng.randint(2011, 2023), rng.choice(["Омск", "Барнаул"]) if not english else "Omsk"
    lines = (
        ["Ministry of Rivers and Roads", "RIVERS AND STEPPES", "Proceedings of the international conference", f"{city}, 12–14 May {year}", f"{city} {year}"]
        if english
        else ["Министерство рек и дорог", "РЕКИ И СТЕПИ", "Материалы международной научно-практической конференции", f"{city}, 12–14 мая {year} г.", f"{city} {year}"]
    )  # fmt: skip
    out = [
        El("cover", text, size=4 if k == 1 else 0, bold=k == 1, align="center", space=40)
        for k, text in enumerate(lines)
    ]
    return [*out, El("page_break", "")]


def _contents(works: list[Made], english: bool) -> list[El]:
    out = [
        El("page_break", ""),
        El("head", "CONTENTS" if english else "СОДЕРЖАНИЕ", bold=True, align="center"),
    ]
    for k, work in enumerate(works):
        lang = work.langs[0]
        out.append(
            El(
                "contents",
                f"{work.printed[lang][0]} {work.title[lang]} {'.' * 20} {3 + 2 * k}",
                align="left",
                space=2,
            )
        )
    return out


# --- reading ---------------------------------------------------------------------------------


def _code(folders: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(ROOT.glob(folder)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def kept_at(case: Case, keep: bool) -> Path:
    """Where the reading of a file is kept."""
    version = "" if keep or case.kind == "scan" else _code(("extractors/*.py", "fixers/*.py"))
    return CACHE / f"{hashlib.sha256(case.data + version.encode()).hexdigest()[:24]}.pickle"


def document_of(case: Case, keep: bool) -> Document:
    """The record of a file. What was read is kept by content: for scans always, since
    recognition is the same engine's every time; for others as long as the readers and fixers
    stay (``keep``: even if they changed)."""
    kept = kept_at(case, keep)
    if kept.exists():
        draft = pickle.loads(kept.read_bytes())
    else:
        draft = steps._read(case.data, case.name, ReadOptions(), None)
        steps._repair(draft, ReadOptions())
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(draft))
    steps._describe(draft)
    return steps._document(
        from_bytes(case.data, case.name), case.data, draft, None, ReadOptions(), _started(), 0.0
    )


def _started() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Read the files of a half and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=list(SALT), default="dev")
    parser.add_argument("--kinds", nargs="*", default=list(COUNTS))
    parser.add_argument("--seed", type=int, help="first seed in place of the half's own")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--misses", nargs="*", default=[], metavar="FIELD")
    parser.add_argument(
        "--keep", action="store_true", help="take what was read before, whatever the code"
    )
    parser.add_argument("--write", type=Path, help="also write the files to this folder")
    parser.add_argument("--only", help="one file, by name")
    parser.add_argument(
        "--read-before", action="store_true", help="only files that were read before"
    )
    args = parser.parse_args()
    SALT[args.half] = SALT[args.half] if args.seed is None else args.seed
    totals: dict[str, dict[str, Tally]] = defaultdict(lambda: {f: Tally() for f in FIELDS})
    count: dict[str, int] = defaultdict(int)
    clock = time.perf_counter()
    for case in cases(args.half, args.kinds, args.limit):
        print(case.name, file=sys.stderr)
        if args.only and args.only not in case.name:
            continue
        if args.read_before and not kept_at(case, args.keep).exists():
            continue
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            (args.write / case.name).write_bytes(case.data)
        count[case.kind] += len(case.works)
        for f, tally in judge(document_of(case, args.keep), case.works, case.name).items():
            totals[case.kind][f].add(tally)
    report(totals, count, args.misses)
    print(f"{time.perf_counter() - clock:.0f} s", file=sys.stderr)


def report(totals: dict[str, dict[str, Tally]], count: dict[str, int], misses: list[str]) -> None:
    """F1 per field and class; scans also soft."""
    heads = [f"{k} ({count[k]})" for k in totals] + (["scan soft"] if "scan" in totals else [])
    print(f"{'field':18}" + "".join(f"{h:>18}" for h in heads))
    for f in FIELDS:
        row = [totals[k][f].f1() for k in totals] + (
            [totals["scan"][f].f1(soft=True)] if "scan" in totals else []
        )
        print(f"{f:18}" + "".join(f"{v:>18.3f}" for v in row))
    for f in misses:
        for k in totals:
            print(f"\n== {f} ({k})")
            print("\n".join(totals[k][f].misses[:200]))


if __name__ == "__main__":
    main()
