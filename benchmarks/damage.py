"""How much generated encoding damage the chain undoes: lines restored exactly, per chain.

    python benchmarks/damage.py TEXT_FOLDER [--lines N] [--show N] [--tune] [--only NAME]

Each line is a document of its own, which is harder than the same damage over a whole file.
"partial" damages one run of words in the middle of the line; "lossy" loses the bytes that the
wrong encoding has no character for. A line counts as restored when it comes out byte
for byte. Lines are of the held-out quarter (by the hash of the paragraph), which
was never looked at while tuning; ``--tune`` takes lines of the other three. (The letter table
has counted the trigrams of both.)
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
import zlib
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


RU = ("ru/acad_journals_rsj", "ru/acad_abstracts_ruserrc", "ru/news_ng", "ru/law_dedoc",
      "ru/pd_nonfiction_19c_rsd", "ru/wiki_xquad")  # fmt: skip
UK, KK, BG, BE = ("uk/brown_uk", "uk/ud_iu"), ("kk/ud_ktb",), ("bg/ud_btb",), ("be/ud_hse",)
SR, MN = ("sr/progit2",), ("mn/ner_news",)
Source = tuple[str, ...]
CHAINS: list[tuple[str, Source, Damage]] = [
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
    ("koi8-u as latin-1", RU, through(("koi8-u", "latin-1"))),
    ("koi8-r as cp866", RU, through(("koi8-r", "cp866"))),
    ("cp866 as koi8-r", RU, through(("cp866", "koi8-r"))),
    ("cp866 as mac-roman", RU, through(("cp866", "mac-roman"))),
    ("cp855 as latin-1", RU, through(("cp855", "latin-1"))),
    ("cp855 as cp866", RU, through(("cp855", "cp866"))),
    ("cp1251 as iso8859-5", RU, through(("cp1251", "iso8859-5"))),
    ("koi8-r as iso8859-5", RU, through(("koi8-r", "iso8859-5"))),
    ("iso8859-5 as koi8-r", RU, through(("iso8859-5", "koi8-r"))),
    ("koi8-r as mac-roman", RU, through(("koi8-r", "mac-roman"))),
    ("koi8-r as mac-cyrillic", RU, through(("koi8-r", "mac-cyrillic"))),
    ("mac-cyrillic as latin-1", RU, through(("mac-cyrillic", "latin-1"))),
    ("mac-cyrillic as koi8-r", RU, through(("mac-cyrillic", "koi8-r"))),
    ("cp1251 as cp437", RU, through(("cp1251", "cp437"))),
    ("cp1251 as cp850", RU, through(("cp1251", "cp850"))),
    ("cp1251 as cp1250", RU, through(("cp1251", "cp1250"))),
    ("utf-8 as mac-cyrillic", RU, through(("utf-8", "mac-cyrillic"))),
    ("utf-8 as cp1251, utf-8 as latin-1", RU, through(("utf-8", "cp1251"), ("utf-8", "latin-1"))),
    ("cp866 as cp1251, utf-8 as latin-1", RU, through(("cp866", "cp1251"), ("utf-8", "latin-1"))),
    ("cp1251 as latin-1, utf-8 as cp1251", RU, through(("cp1251", "latin-1"), ("utf-8", "cp1251"))),
    ("koi8-r as latin-1, utf-8 as latin-1 twice", RU,
     through(("koi8-r", "latin-1"), ("utf-8", "latin-1"), ("utf-8", "latin-1"))),
    ("utf-8 as latin-1 three times", RU, through(*[("utf-8", "latin-1")] * 3)),
    ("uk cp1251 as latin-1", UK, through(("cp1251", "latin-1"))),
    ("uk koi8-u as cp1251", UK, through(("koi8-u", "cp1251"))),
    ("uk utf-8 as cp1251", UK, through(("utf-8", "cp1251"))),
    ("kk kz1048 as latin-1", KK, through(("kz1048", "latin-1"))),
    ("kk kz1048 as cp1251", KK, through(("kz1048", "cp1251"))),
    ("kk ptcp154 as latin-1", KK, through(("ptcp154", "latin-1"))),
    ("kk ptcp154 as cp1251", KK, through(("ptcp154", "cp1251"))),
    ("kk kz1048 as koi8-r", KK, through(("kz1048", "koi8-r"))),
    ("kk kz1048 as mac-roman", KK, through(("kz1048", "mac-roman"))),
    ("kk utf-8 as cp1251", KK, through(("utf-8", "cp1251"))),
    ("kk utf-8 as latin-1", KK, through(("utf-8", "latin-1"))),
    ("be cp1251 as latin-1", BE, through(("cp1251", "latin-1"))),
    ("be cp866 as cp1251", BE, through(("cp866", "cp1251"))),
    ("sr cp1251 as latin-1", SR, through(("cp1251", "latin-1"))),
    ("sr iso8859-5 as cp1251", SR, through(("iso8859-5", "cp1251"))),
    ("mn utf-8 as cp1251", MN, through(("utf-8", "cp1251"))),
    ("bg mac-cyrillic as latin-1", BG, through(("mac-cyrillic", "latin-1"))),
    ("bg cp1251 as latin-1", BG, through(("cp1251", "latin-1"))),
]  # fmt: skip
LOSSY: list[tuple[str, Source, Damage]] = [
    ("lossy utf-8 as cp1251", RU, losing("utf-8", "cp1251")),
    ("lossy utf-8 as cp1252", RU, losing("utf-8", "cp1252")),
    ("lossy koi8-r as cp1252", RU, losing("koi8-r", "cp1252")),
    ("lossy cp866 as cp1252", RU, losing("cp866", "cp1252")),
    ("a letter in a hundred lost", RU,
     lambda t: "".join("\ufffd" if c.isalpha() and zlib.crc32(f"{i}{t}".encode()) % 100 == 0 else c
                       for i, c in enumerate(t))),
]  # fmt: skip


def partial(damage: Damage) -> Damage:
    """Damage a run of words in the middle of the line only."""

    def some(text: str) -> str:
        words = text.split(" ")
        a, b = len(words) // 3, max(len(words) // 3 + 3, 2 * len(words) // 3)
        return " ".join([*words[:a], damage(" ".join(words[a:b])), *words[b:]])

    return some


def held_out(paragraph: str) -> bool:
    """Whether a paragraph belongs to the quarter that is only measured on."""
    return zlib.crc32(paragraph.encode()) % 4 == 3


def sample(folder: Path, names: Source, count: int, *, tune: bool) -> list[str]:
    """Lines of some files in turn, cut to a printed line or two."""
    found: list[list[str]] = []
    for name in names:
        with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8") as lines:
            paragraphs = {p for p in lines.read(12_000_000).split("\n") if len(p) > 60}
        cut = [p[:160].rsplit(" ", 1)[0] for p in sorted(paragraphs) if held_out(p) != tune]
        cyrillic = [p for p in cut if sum("\u0400" <= c <= "\u052f" for c in p) * 2 > len(p)]
        random.Random(5).shuffle(cyrillic)
        found.append([p for p in cyrillic[: 8 * count] if is_sound(p)])
    return [p for row in zip(*found, strict=False) for p in row]


def is_sound(line: str) -> bool:
    """Whether the chain has nothing to do on a line: no other damage is to be measured."""
    return all(change.flag for change in repair([Passage(line)], join_lines=False)[0].changes)


def try_chain(lines: list[str], damage: Damage, count: int, show: int) -> tuple[int, int]:
    """(restored, tried)."""
    restored = tried = 0
    for line in lines:
        try:
            broken = damage(line)
        except UnicodeError:
            continue
        if broken == line:
            continue
        if tried >= count:
            break
        tried += 1
        [result] = repair([Passage(broken)], join_lines=False)
        if result.text == line:
            restored += 1
        elif show > 0:
            show -= 1
            print(f"    {broken!r}\n  → {result.text!r}\n    {line!r}")
    return restored, tried


def main() -> None:
    """Measure every chain, whole and partial, and sum up."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    samples: dict[Source, list[str]] = {}
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
        if file not in samples:
            samples[file] = sample(options.folder, file, options.lines, tune=options.tune)
        restored, tried = try_chain(samples[file], damage, options.lines, options.show)
        sums[kind][0] += restored
        sums[kind][1] += tried
        took = (time.process_time() - started) / max(1, tried) * 1000
        print(f"{kind} {name}: {restored} of {tried} ({took:.0f} ms a line)", flush=True)
    for kind, (restored, tried) in sums.items():
        print(f"{kind}: {restored} of {tried}, {100 * restored / max(1, tried):.1f}%")


if __name__ == "__main__":
    main()
