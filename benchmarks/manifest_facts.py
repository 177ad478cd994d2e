"""Facts read off real pages, looked for in what the readers make of the files.

Every manifest of the data folder names facts seen on the rendered pages (``must_contain``).
A fact is found when its words stand in the text of the document, read and repaired as
``vychitka read`` does it; white space, signs and hyphens aside. Documents are kept in a folder
between runs, by the hash of the code.

    python benchmarks/manifest_facts.py ../shared/data/pdf --ocr never --only tables
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus.errors import VychitkaError  # noqa: E402
from extractors.options import ReadOptions  # noqa: E402
from flows.sources import single  # noqa: E402
from flows.steps import process  # noqa: E402

#: Facts that are about records, not about the text of pages.
NOT_TEXT = frozenset(
    {"expect", "password", "tables", "rows", "cols", "body_rows", "header_rows", "page_rotations",
     "title_page", "one_table_over_pages", "cells", "merged", "note", "not_author_name", "first",
     "fourth", "text_layer_is", "authors_bib", "toc_page", "organisation_bib", "abstract_bib"}
)  # fmt: skip


def facts(must: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """``(name, words)`` of the facts that stand in the text."""
    for name, value in must.items():
        if name == "table" or (name.startswith(("first", "fourth")) and isinstance(value, dict)):
            yield from ((name, cell) for row in value.get("cells", []) for cell in row)
        elif (name in NOT_TEXT and name != "first") or name.endswith("_bib"):
            continue
        elif isinstance(value, str):
            yield name, value
        elif isinstance(value, list):
            yield from ((name, item) for item in value if isinstance(item, str))


def plain(text: str) -> str:
    """Letters and digits only, in one case, composed, ё as е."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", text)


def code_version() -> str:
    """A hash of the readers, so that old readings are not used."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("extractors/**/*.py"), *ROOT.glob("fixers/**/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def reading_text(path: Path, options: ReadOptions, cache: Path) -> tuple[str, float]:
    """The text of all blocks, and the seconds that it took to read (0 when kept)."""
    key = hashlib.sha256(f"{path.name}|{options.model_dump_json()}".encode()).hexdigest()[:20]
    kept = cache / f"{key}.json"
    if kept.exists():
        found = json.loads(kept.read_text(encoding="utf-8"))
        return found["text"], found["seconds"]
    clock = time.perf_counter()
    try:
        text = "\n\n".join(block.text for block in process(single(path), options).blocks)
    except VychitkaError as error:
        text = f"!! {error}"
    seconds = round(time.perf_counter() - clock, 2)
    kept.write_text(json.dumps({"text": text, "seconds": seconds}, ensure_ascii=False), "utf-8")
    return text, seconds


def main() -> None:
    """Print the facts that are missing, and the share found per class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ocr", default="auto", choices=["auto", "never", "always"])
    parser.add_argument("--only", help="a class, or a part of a file name")
    parser.add_argument("--pages", help="only these pages")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "vychitka-facts"
    )
    parser.add_argument("--keep", action="store_true", help="use readings of older code too")
    args = parser.parse_args()
    cache = args.cache / ("any" if args.keep else code_version())
    cache.mkdir(parents=True, exist_ok=True)
    options = ReadOptions(ocr=args.ocr, pages=args.pages)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for manifest in sorted(args.folder.glob("*/manifest.jsonl")):
        for line in manifest.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            named = f"{manifest.parent.name}/{entry['file']}"
            wanted = [(name, fact) for name, fact in facts(entry["must_contain"]) if plain(fact)]
            if not wanted or (args.only and args.only not in named):
                continue
            text, seconds = reading_text(manifest.parent / entry["file"], options, cache)
            whole = plain(text)
            missing = [(name, fact) for name, fact in wanted if plain(fact) not in whole]
            found[manifest.parent.name][0] += len(wanted) - len(missing)
            found[manifest.parent.name][1] += len(wanted)
            print(f"{named}: {len(wanted) - len(missing)}/{len(wanted)} ({seconds} s)", flush=True)
            for name, fact in missing:
                print(f"    {name}: {fact[:150]}", flush=True)
    for name, (hits, total) in found.items():
        print(f"{name:28} {hits:4}/{total:<4} {hits / total:6.1%}")


if __name__ == "__main__":
    main()
