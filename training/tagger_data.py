"""Aligned pairs for the tagger: what each observed character stands for, line by line.

    python training/tagger_data.py PAIRS.jsonl[.gz] …

Writes ``training/cache/tagger/aligned.pkl``: a list of ``(language, group, blocks)``, a block
being a list of lines and a line ``(observed, labels)`` with one label (zero to two true
characters) for each observed character. Lines of one block follow each other on the page, a
group has one font, style and engine. The alignment is the channel's (`channel.Aligner`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from channel import Aligner, usable
from common import WORK

FOLDER = WORK / "tagger"
Line = tuple[str, list[str]]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of pairs, its language added from the file's name."""
    opened = gzip.open if path.suffix == ".gz" else open
    lang = path.name[:2] if path.name[2:3] == "." else "ru"
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = {"lang": lang} | json.loads(line)
            row["truth"] = unicodedata.normalize("NFC", row["truth"]).replace("\u00a0", " ").strip()
            row["observed"] = row["observed"].strip()
            yield row


def labels(truth: str, units: list[tuple[int, int]]) -> list[str]:
    """One label for each observed character.

    Of a unit of several observed characters the first gets the true ones; true characters that
    left no trace go to the observed character before them (the first one at a line's start).

    >>> labels("пыль", [(2, 1), (2, 1), (1, 1), (0, 1)])
    ['п', '', 'ы', '', 'ль']
    """
    found: list[str] = []
    owed, at = "", 0
    for observed, true in units:
        text = truth[at : at + true]
        at += true
        if observed:
            found += [owed + text, *[""] * (observed - 1)]
            owed = ""
        elif found:
            found[-1] += text
        else:
            owed += text
    return found


def group_of(row: dict[str, Any]) -> str:
    """Font, style and engine of a row."""
    return f"{row.get('font')}/{row.get('style', '')}/{row.get('engine', 'eng')}"


def main() -> None:
    """Align the pairs and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=FOLDER / "aligned.pkl")
    options = parser.parse_args()
    found = [r for path in options.pairs for r in rows(path) if usable(r["observed"], r["truth"])]
    aligner = Aligner([(r["observed"], r["truth"]) for r in found])
    for n in range(5):
        aligner.iterate(aligner.pairs[:: 6 if n < 4 else 2])
    groups: dict[tuple[str, str], list[list[Line]]] = defaultdict(list)
    last: dict[str, Any] = {}
    for row in found:
        pair = row["observed"], row["truth"]
        units = aligner.align(pair) if max(map(len, pair)) < 250 else []
        if not units:
            last = {}
            continue
        group = groups[row["lang"], group_of(row)]
        same = all(row.get(k) == last.get(k) for k in ("lang", "font", "style", "size", "lvl"))
        if not (last and same and row.get("line", 99) > last.get("line", 0)):
            group.append([])
        group[-1].append((row["observed"], labels(row["truth"], units)))
        last = row
    options.out.parent.mkdir(parents=True, exist_ok=True)
    aligned = [(lang, name, blocks) for (lang, name), blocks in groups.items()]
    options.out.write_bytes(pickle.dumps(aligned))
    lines = sum(len(b) for _, _, blocks in aligned for b in blocks)
    print(f"{lines:,} lines in {len(aligned)} groups")


if __name__ == "__main__":
    main()
