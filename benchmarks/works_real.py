"""Works of real files against facts typed from reading their pages (``works_real.json``).

Scored per class: number of works, titles, names of authors, first and last words of the
abstracts, keywords, codes, dates of receipt and acceptance; equal after the normalisation
of ``works_kit.score``. A field that a label leaves out is not scored for that work.

    python benchmarks/works_real.py ../shared/data --misses

The readings are kept (``benchmarks/cache``) as long as the readers and fixers stay, so that
a change of the works alone is measured in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from works_generated import Case, document_of, kept_at  # noqa: E402
from works_kit.score import Tally, compare, normal  # noqa: E402

from corpus.document import Document, Work  # noqa: E402

LABELS = Path(__file__).with_name("works_real.json")
Value = tuple[str, ...]


def found_values(work: Work, label: dict[str, Any]) -> dict[str, list[Value]]:
    """What the record says, in the fields that the label tells."""
    people = [a for a in work.authors if a.role == "author"]
    codes = work.codes.model_dump()
    values: dict[str, list[Value]] = {
        "title": list(work.title.items()),
        "authors": [(lang, n) for a in people for lang, n in a.name.items()],
        "keywords": [(lang, w) for lang, ws in work.keywords.items() for w in ws],
        "codes": [(k, v) for k in codes for v in _listed(codes[k])],
        "dates": [(k, v) for k, v in work.dates.model_dump().items() if v and k in ("received", "accepted")],
        "abstracts": [_ends(a.lang or "", a.text, label.get("abstracts", {}).get(a.lang, ["", ""])) for a in work.abstracts],
    }  # fmt: skip
    return {k: v for k, v in values.items() if k in label}


def _listed(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)] if value else []


def _ends(lang: str, text: str, ends: list[str]) -> Value:
    """First and last words of an abstract, as many as the label tells."""
    first, last = (len(normal(e).split()) for e in ends)
    words = normal(text).split()
    return lang, " ".join(words[:first]), " ".join(words[len(words) - last :]) if last else ""


def expected_values(label: dict[str, Any]) -> dict[str, list[Value]]:
    """The values of a label."""
    out: dict[str, list[Value]] = {}
    for name, told in label.items():
        if name == "abstracts":
            out[name] = [(lang, *ends) for lang, ends in told.items()]
        else:
            out[name] = [(k, v) for k, vs in told.items() for v in _listed(vs)]
    return out


def judge(
    document: Document, labels: list[dict[str, Any]], where: str
) -> Iterator[tuple[str, Tally]]:
    """Counts per field; works are compared in their order."""
    works = len(document.works)
    yield (
        "works",
        Tally(
            min(works, len(labels)),
            0,
            works,
            len(labels),
            [] if works == len(labels) else [f"{where}: {works} works for {len(labels)}"],
        ),
    )
    for n, label in enumerate(labels):
        work = document.works[n] if n < works else Work()
        found = found_values(work, label)
        for name, values in expected_values(label).items():
            yield name, compare(found.get(name, []), values, f"{where}#{n} {name}")


def main() -> None:
    """Read the files and print F1 per field and class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="the folder that the labels' paths start from")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument(
        "--keep", action="store_true", help="take what was read before, whatever the code"
    )
    parser.add_argument(
        "--read-before", action="store_true", help="only files that were read before"
    )
    args = parser.parse_args()
    totals: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    files: dict[str, int] = defaultdict(int)
    for path, entry in json.loads(LABELS.read_text("utf-8")).items():
        if args.only not in path:
            continue
        case = Case(Path(path).name, "real", (args.data / path).read_bytes(), [])
        if args.read_before and not kept_at(case, args.keep).exists():
            continue
        print(path, file=sys.stderr)
        files[entry["class"]] += 1
        document = document_of(case, args.keep)
        for name, tally in judge(document, entry["works"], path):
            totals[entry["class"]][name].add(tally)
    names = ("works", "title", "authors", "abstracts", "keywords", "codes", "dates")
    print(f"{'field':12}" + "".join(f"{f'{c} ({files[c]})':>16}" for c in totals))
    for name in names:
        print(
            f"{name:12}"
            + "".join(
                f"{totals[c][name].f1():>16.3f}" if name in totals[c] else f"{'–':>16}"
                for c in totals
            )
        )
    if args.misses:
        print("\n".join(m for fields in totals.values() for t in fields.values() for m in t.misses))


if __name__ == "__main__":
    main()
