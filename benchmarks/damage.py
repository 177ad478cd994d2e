"""How much generated encoding damage the chain undoes: lines restored exactly, per chain.

    python benchmarks/damage.py TEXT_FOLDER [--lines N] [--show N] [--seed N]

Each line is a document of its own, which is harder than the same damage over a whole file.
"partial" damages one run of words in the middle of the line; "lossy" loses the bytes that the
wrong encoding has no character for.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections.abc import Callable
from pathlib import Path

from fixers.chain import Passage, repair

Damage = Callable[[str], str]


def through(*steps: tuple[str, str]) -> Damage:
    """Encode as the first, read as the second, for each step."""

    def damage(text: str) -> str:
        for written, read in steps:
            text = text.encode(written).decode(read)
        return text

    return damage


def losing(written: str, read: str) -> Damage:
    """The same, with bytes that ``read`` does not define lost."""
    return lambda text: text.encode(written).decode(read, "replace")


RU, UK, KK, BG = "ru/acad_journals_rsj", "uk/brown_uk", "kk/ud_ktb", "bg/ud_btb"
CHAINS: list[tuple[str, str, Damage]] = [
    ("cp1251 as latin-1", RU, through(("cp1251", "latin-1"))),
    ("cp1251 as cp1252", RU, through(("cp1251", "cp1252"))),
    ("koi8-r as cp1251", RU, through(("koi8-r", "cp1251"))),
    ("koi8-r as latin-1", RU, through(("koi8-r", "latin-1"))),
    ("cp1251 as koi8-r", RU, through(("cp1251", "koi8-r"))),
    ("cp866 as cp1251", RU, through(("cp866", "cp1251"))),
    ("cp866 as latin-1", RU, through(("cp866", "latin-1"))),
    ("cp1251 as cp866", RU, through(("cp1251", "cp866"))),
    ("cp855 as cp1251", RU, through(("cp855", "cp1251"))),
    ("iso8859-5 as cp1251", RU, through(("iso8859-5", "cp1251"))),
    ("iso8859-5 as latin-1", RU, through(("iso8859-5", "latin-1"))),
    ("mac-cyrillic as cp1251", RU, through(("mac-cyrillic", "cp1251"))),
    ("cp1251 as mac-cyrillic", RU, through(("cp1251", "mac-cyrillic"))),
    ("cp1251 as mac-roman", RU, through(("cp1251", "mac-roman"))),
    ("mac-cyrillic as mac-roman", RU, through(("mac-cyrillic", "mac-roman"))),
    ("utf-8 as latin-1", RU, through(("utf-8", "latin-1"))),
    ("utf-8 as cp1251", RU, through(("utf-8", "cp1251"))),
    ("utf-8 as cp866", RU, through(("utf-8", "cp866"))),
    ("utf-8 as mac-roman", RU, through(("utf-8", "mac-roman"))),
    ("utf-8 as koi8-r", RU, through(("utf-8", "koi8-r"))),
    ("utf-8 as latin-1 twice", RU, through(("utf-8", "latin-1"), ("utf-8", "latin-1"))),
    ("utf-8 as cp1251 twice", RU, through(("utf-8", "cp1251"), ("utf-8", "cp1251"))),
    ("cp1251 as latin-1, utf-8 as latin-1", RU,
     through(("cp1251", "latin-1"), ("utf-8", "latin-1"))),
    ("koi8-r as cp1251, cp1251 as latin-1", RU,
     through(("koi8-r", "cp1251"), ("cp1251", "latin-1"))),
    ("koi8-r as cp1251, utf-8 as latin-1", RU,
     through(("koi8-r", "cp1251"), ("utf-8", "latin-1"))),
    ("cp1251 as koi8-r, utf-8 as latin-1 twice", RU,
     through(("cp1251", "koi8-r"), ("utf-8", "latin-1"), ("utf-8", "latin-1"))),
    ("uk cp1251 as latin-1", UK, through(("cp1251", "latin-1"))),
    ("uk koi8-u as cp1251", UK, through(("koi8-u", "cp1251"))),
    ("uk utf-8 as cp1251", UK, through(("utf-8", "cp1251"))),
    ("kk kz1048 as latin-1", KK, through(("kz1048", "latin-1"))),
    ("kk kz1048 as cp1251", KK, through(("kz1048", "cp1251"))),
    ("kk ptcp154 as latin-1", KK, through(("ptcp154", "latin-1"))),
    ("bg cp1251 as latin-1", BG, through(("cp1251", "latin-1"))),
]  # fmt: skip
LOSSY: list[tuple[str, str, Damage]] = [
    ("lossy utf-8 as cp1251", RU, losing("utf-8", "cp1251")),
    ("lossy utf-8 as cp1252", RU, losing("utf-8", "cp1252")),
    ("lossy koi8-r as cp1252", RU, losing("koi8-r", "cp1252")),
    ("lossy cp866 as cp1252", RU, losing("cp866", "cp1252")),
    ("a letter in a hundred lost", RU,
     lambda t: "".join("\ufffd" if c.isalpha() and hash((t, i)) % 100 == 0 else c
                       for i, c in enumerate(t))),
]  # fmt: skip


def partial(damage: Damage) -> Damage:
    """Damage a run of words in the middle of the line only."""

    def some(text: str) -> str:
        words = text.split(" ")
        a, b = len(words) // 3, max(len(words) // 3 + 3, 2 * len(words) // 3)
        return " ".join([*words[:a], damage(" ".join(words[a:b])), *words[b:]])

    return some


def sample(folder: Path, name: str, count: int, seed: int) -> list[str]:
    """Lines of a file, cut to a printed line or two, from its second half."""
    with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8") as lines:
        text = lines.read(4_000_000)
    text = text[len(text) // 2 :]
    found = [p[:160].rsplit(" ", 1)[0] for p in text.split("\n") if len(p) > 60]
    cyrillic = [p for p in found if sum("\u0400" <= c <= "\u052f" for c in p) * 2 > len(p)]
    random.Random(seed).shuffle(cyrillic)
    return cyrillic[: 4 * count]


def try_chain(lines: list[str], damage: Damage, count: int, show: int) -> tuple[int, int]:
    """(restored, tried)."""
    restored = tried = 0
    for line in lines:
        try:
            broken = damage(line)
        except UnicodeError:
            continue
        [sound] = repair([Passage(line)], join_lines=False)
        if broken == line or tried >= count:
            continue
        tried += 1
        [result] = repair([Passage(broken)], join_lines=False)
        if result.text == sound.text:
            restored += 1
        elif show > 0:
            show -= 1
            print(f"    {broken!r}\n  → {result.text!r}\n    {sound.text!r}")
    return restored, tried


def main() -> None:
    """Measure every chain, whole and partial, and sum up."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sums = {"whole": [0, 0], "partial": [0, 0], "lossy": [0, 0]}
    work = (
        [("whole", *c) for c in CHAINS]
        + [("partial", n, f, partial(d)) for n, f, d in CHAINS]
        + [("lossy", *c) for c in LOSSY]
    )
    for kind, name, file, damage in work:
        if options.only not in f"{kind} {name}":
            continue
        started = time.process_time()
        lines = sample(options.folder, file, options.lines, options.seed)
        restored, tried = try_chain(lines, damage, options.lines, options.show)
        sums[kind][0] += restored
        sums[kind][1] += tried
        took = (time.process_time() - started) / max(1, tried) * 1000
        print(f"{kind} {name}: {restored} of {tried} ({took:.0f} ms a line)", flush=True)
    for kind, (restored, tried) in sums.items():
        print(f"{kind}: {restored} of {tried}, {100 * restored / max(1, tried):.1f}%")


if __name__ == "__main__":
    main()
