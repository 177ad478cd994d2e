"""Score the lookalike decoder on named exams, beside doing nothing and a static map.

    python training/score.py [--shared ../shared] [--limit 400] [--only EXAM …] [--gate]

Exams: ``rendered`` (lines in fonts never trained on, each decoded by itself), ``pages`` (the same
lines as paragraphs of documents with English around them, gate included), ``mixed`` (sound and
garbled paragraphs side by side), ``inline`` (garbled lines with names, citations, formulas inside), ``alone`` (lines and sound
pieces that are documents of their own), ``engines`` (rendered lines of other engines), ``languages`` (of other languages), ``real`` (scans
recognised with the English model), ``clean`` (edits per million characters of sound text),
``negatives`` (``tests/cases/lookalike_negatives.txt``). Exams whose data is missing are skipped.
Floors stand in ``tests/gate.json``; a figure below its floor fails the run. ``--gate`` takes a
small part of each exam, and makes the exams first where they are missing (a few minutes).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import genuine
from baselines import spelt, static_map
from common import WORK, held_out
from genuine import Genuine
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from fixers.edits import apply_edits
from fixers.lookalike import repair_lookalikes
from fixers.lookalike.decode import decode
from fixers.lookalike.model import load
from fixers.lookalike.passage import prepare
from fixers.lookalike.reader import Reader

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
FLOORS = ROOT / "tests" / "gate.json"
CYRILLIC = re.compile(r"[\u0400-\u052f]")
Pairs = list[tuple[str, str]]


def normal(text: str) -> str:
    """NFC, blanks run together, dashes and quotes of one kind."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return re.sub("[“”„«»]", '"', re.sub("[–—−]", "-", text).replace("---", "-").replace("--", "-"))


def figures(pairs: Pairs) -> dict[str, float]:
    """Character error rate (%), without and with case, and words right (%)."""
    errors = lower = size = right = words = 0
    for got, truth in ((normal(a), normal(b)) for a, b in pairs):
        errors += Levenshtein.distance(got, truth)
        lower += Levenshtein.distance(got.lower(), truth.lower())
        size += len(truth)
        right += LCSseq.similarity(got.lower().split(), truth.lower().split())
        words += len(truth.split())
    return {
        "cer": round(100 * lower / max(1, size), 2),
        "cer_cased": round(100 * errors / max(1, size), 2),
        "words": round(100 * right / max(1, words), 2),
    }


def rows(name: str) -> list[dict[str, object]]:
    """The rows of an exam file in training/cache/, none if it is not there."""
    path = WORK / name
    return (
        [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]
        if path.exists()
        else []
    )


def rendered(
    shared: Path, limit: int, name: str = "exam.jsonl", lang: str = "ru"
) -> dict[str, dict[str, float]]:
    """Lines of unseen fonts, decoded without the gate; lines with Latin words left out."""
    lines = [(str(r["observed"]), str(r["truth"])) for r in rows(name)]
    lines = [p for p in lines if not re.search("[A-Za-z]{2}", p[1])]
    random.Random(4).shuffle(lines)
    lines = lines[:limit]
    model = load(lang)
    decode("Pa3BuTHE", model)
    started = time.process_time()
    read = [(decode(o, model).text, t) for o, t in lines]
    speed = sum(len(o) for o, _ in lines) / (time.process_time() - started)
    found = {
        "nothing": figures(lines),
        "static map": figures([(static_map(o), t) for o, t in lines]),
        "map+symspell": figures([(spelt(o, shared), t) for o, t in lines]),
        "decoder": {**figures(read), "lines": len(lines), "chars_per_second": round(speed)},
    }
    if lang != "ru":
        del found["map+symspell"]
        found["through Russian"] = figures([(decode(o, load("ru")).text, t) for o, t in lines])
    return found


def languages(shared: Path, limit: int) -> dict[str, dict[str, float]]:
    """The other languages: lines decoded in their own one, and in Russian; and how many
    documents of six lines have their language found."""
    found: dict[str, dict[str, float]] = {}
    for lang in ("uk", "be", "bg", "kk"):
        name = f"exam.{lang}.jsonl"
        if not rows(name):
            continue
        for system, got in rendered(shared, limit, name, lang).items():
            found[f"{lang} {system}"] = got
        lines = [str(r["observed"]) for r in rows(name)]
        documents = ["\n".join(lines[n : n + 6]) for n in range(0, len(lines) - 5, 6)][:20]
        right = sum(told(document) == lang for document in documents)
        found[f"{lang} decoder"]["language_found"] = round(right / len(documents), 3)
    return found


def told(document: str) -> str:
    """The language that the decoder takes a garbled document for."""
    passage = prepare(document, 0, len(document))
    return Reader([document], [passage]).lang


def mixed() -> dict[str, dict[str, float]]:
    """Documents of garbled and sound paragraphs, and of lines that are both
    (``tests/cases/lookalike_mixed.json``): sound ones changed, garbled ones left."""
    changed = left = lost = total = 0
    for document in json.loads((CASES / "lookalike_mixed.json").read_text(encoding="utf-8")):
        before = [p["text"] for p in document["paragraphs"]]
        for p, after in zip(document["paragraphs"], repaired(before), strict=True):
            total += 1
            cyrillic, latin = len(CYRILLIC.findall(after)), len(re.findall("[A-Za-z]", after))
            stays = p.get("stays", [])
            changed += not p["garbled"] and after != p["text"]
            left += p["garbled"] and cyrillic <= (15 if stays else latin)
            lost += any(word not in after for word in stays)
            if (p["garbled"] and cyrillic <= latin) or (not p["garbled"] and after != p["text"]):
                print("  ", document["name"], p["text"], "->", after)
    return {"decoder": {"paragraphs": total, "sound_changed": changed + lost, "garbled_left": left}}


def inline(shared: Path, limit: int) -> dict[str, dict[str, float]]:
    """Garbled lines of unseen fonts with sound stretches put in (names, citations, formulas,
    codes, addresses), in documents of four: how many of those come out as they went in (%), and
    the error of the whole."""
    rng = random.Random(9)
    sound = Genuine(shared, rng, exam=True)
    lines = [(str(r["observed"]), str(r["truth"])) for r in rows("exam.jsonl")]
    lines = [p for p in lines if not re.search("[A-Za-z]{2}", p[1]) and len(p[1].split()) > 4]
    rng.shuffle(lines)
    pairs: Pairs = []
    put = kept = 0
    for first in range(0, min(limit, len(lines)), 4):
        garbled, truths, stretches = [], [], []
        for observed, truth in lines[first : first + 4]:
            stretch, (o, t) = sound.stretch(), (observed.split(), truth.split())
            at = rng.randrange(min(len(o), len(t)) + 1) if len(o) == len(t) else 0
            garbled.append(" ".join([*o[:at], stretch, *o[at:]]))
            truths.append(" ".join([*t[:at], stretch, *t[at:]]))
            stretches.append(stretch)
        for got, truth, stretch in zip(repaired(garbled), truths, stretches, strict=True):
            put, kept = put + 1, kept + (stretch in got)
            pairs.append((got, truth))
    return {"decoder": {**figures(pairs), "kept": round(100 * kept / max(1, put), 1)}}


def engines() -> dict[str, dict[str, float]]:
    """Lines of unseen fonts as other engines wrote them (``exam.engines.jsonl``)."""
    model = load("ru")
    found: dict[str, Pairs] = {}
    for row in rows("exam.engines.jsonl"):
        observed, truth = str(row["observed"]), str(row["truth"])
        if not re.search("[A-Za-z]{2}", truth):
            found.setdefault(str(row["engine"]), []).append((decode(observed, model).text, truth))
    every = {"all": [p for pairs in found.values() for p in pairs], **found}
    return {name: {"lines": len(pairs), **figures(pairs)} for name, pairs in every.items() if pairs}


def repaired(paragraphs: Sequence[str]) -> list[str]:
    """A document through the gate and the decoder."""
    edits = repair_lookalikes(paragraphs, join_lines=False)
    return [apply_edits(p, e) for p, e in zip(paragraphs, edits, strict=True)]


def english(shared: Path, count: int) -> list[str]:
    """Sound English paragraphs of the exam part."""
    found = []
    for path in sorted((shared / "data" / "text" / "en").glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [x.strip() for x in lines if x.strip() and held_out(x)]
    random.Random(2).shuffle(found)
    return found[:count]


def pages(shared: Path, limit: int) -> dict[str, dict[str, float]]:
    """Documents: garbled paragraphs of consecutive lines, English paragraphs between them."""
    blocks: list[list[tuple[str, str]]] = []
    last = 99
    for row in rows("exam.jsonl")[:limit]:
        if int(str(row["line"])) <= last:
            blocks.append([])
        last = int(str(row["line"]))
        blocks[-1].append((str(row["observed"]), str(row["truth"])))
    sound = english(shared, len(blocks))
    pairs: Pairs = []
    hit = miss = false = 0
    for n in range(0, len(blocks), 3):
        document, truths = [], []
        for k, block in enumerate(blocks[n : n + 3]):
            document += ["\n".join(o for o, _ in block), sound[(n + k) % len(sound)]]
            truths += ["\n".join(t for _, t in block), None]
        for before, after, truth in zip(document, repaired(document), truths, strict=True):
            if truth is None:
                false += before != after
            else:
                pairs.append((after, truth))
                done = len(CYRILLIC.findall(after)) > 0.5 * len(CYRILLIC.findall(truth))
                hit, miss = hit + done, miss + (not done)
    f1 = 2 * hit / max(1, 2 * hit + miss + false)
    return {"decoder": {**figures(pairs), "detection_f1": round(f1, 4), "sound_changed": false}}


def real(shared: Path) -> dict[str, dict[str, float]]:
    """Real pages: each typed Cyrillic line against the part of the page that fits it best."""
    raw, fixed, static, spelling = [], [], [], []
    per_page = []
    for row in rows("real.jsonl"):
        page = str(row["observed"])
        done = "\n\n".join(repaired(re.split(r"\n\n+", page)))
        first = len(fixed)
        mapped, checked = static_map(page), spelt(page, shared)
        systems = ((page, raw), (done, fixed), (mapped, static), (checked, spelling))
        for truth in row["truth"]:  # type: ignore[attr-defined]
            if len(CYRILLIC.findall(truth)) > 0.6 * len(truth.replace(" ", "")) and len(truth) > 25:
                for text, pairs in systems:
                    pairs.append((part(joined(text), normal(truth)), truth))
        if len(fixed) > first:
            per_page.append(figures(fixed[first:])["cer"])
    median = round(statistics.median(per_page), 2) if per_page else 0.0
    return {
        "nothing": figures(raw),
        "static map": figures(static),
        "map+symspell": figures(spelling),
        "decoder": {**figures(fixed), "lines": len(fixed), "median_page_cer": median},
    }


def joined(page: str) -> str:
    """The page as running text, line-end hyphens closed."""
    return normal(re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", page))


def part(page: str, truth: str) -> str:
    """The stretch of a page that fits a line best (in whole words)."""
    found = fuzz.partial_ratio_alignment(truth.lower(), page.lower())
    start, stop = (found.dest_start, found.dest_end) if found else (0, 0)
    start = page.rfind(" ", 0, start + 2) + 1
    stop = page.find(" ", max(0, stop - 1)) if " " in page[max(0, stop - 1) :] else len(page)
    return page[start:stop]


def clean(shared: Path, share: int) -> dict[str, dict[str, float]]:
    """Applied edits and flags per million characters of sound text, and speed."""
    skip = ("rurebus", "cyberleninka", "kaznerd", "ner_news")
    total = edits = flags = 0
    spent = 0.0
    for path in sorted((shared / "data" / "text").glob("*/*.txt.gz")):
        if any(s in path.name for s in skip):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            documents = file.read().split("\n\n")
        for document in documents[:: share if "/ru/" in str(path) else 1]:
            paragraphs = document.split("\n")
            started = time.process_time()
            found = [e for es in repair_lookalikes(paragraphs, join_lines=True) for e in es]
            spent += time.process_time() - started
            total += len(document)
            edits += sum(e.applied for e in found)
            flags += sum(not e.applied for e in found)
            for e in found[:3]:
                print(
                    "  ",
                    path.name,
                    "applied" if e.applied else "flagged",
                    e.before,
                    "->",
                    e.after,
                    e.alternatives,
                )
    million = total / 1e6
    return {"decoder": {"characters": total, "edits_per_million": round(edits / million, 2),
                        "flags_per_million": round(flags / million, 2), "mb_per_second": round(million / spent, 2)}}  # fmt: skip


def negatives() -> dict[str, dict[str, float]]:
    """Edits in the hard negatives, each line a document and all lines one document."""
    lines = (CASES / "lookalike_negatives.txt").read_text(encoding="utf-8").splitlines()
    found = [
        e
        for n in [*([x] for x in lines), lines]
        for es in repair_lookalikes(n, join_lines=False)
        for e in es
    ]
    return {
        "decoder": {
            "lines": len(lines),
            "edits": sum(e.applied for e in found),
            "flags": sum(not e.applied for e in found),
        }
    }


def alone(shared: Path, limit: int) -> dict[str, dict[str, float]]:
    """Lines and pieces that are each a document of their own, the gate included: of rendered
    lines the error rate and how many stay in Latin letters; of sound pieces (English, whole and
    damaged, transliteration, codes, words of other languages) how many are changed."""
    lines = [(str(r["observed"]), str(r["truth"])) for r in rows("exam.jsonl")]
    lines = [p for p in lines if not re.search("[A-Za-z]{2}", p[1])]
    rng = random.Random(4)
    rng.shuffle(lines)
    read = [(repaired([o])[0], t) for o, t in lines[:limit]]
    found = {"decoder": {**figures(read), "lines": len(read), "left": sum(map(in_latin, read))}}
    english_words = " ".join(english(shared, 400)).split()
    kinds = {
        "english": lambda: stretch(english_words, rng),
        "damaged": lambda: " ".join(
            genuine.damage(w, rng) for w in stretch(english_words, rng).split()
        ),
        "translit": lambda: stretch(genuine.transliterated(rng.choice(lines)[1], rng).split(), rng),
        "codes": lambda: " ".join(genuine.code(rng) for _ in range(rng.randint(1, 5))),
        **{
            lang: lambda lang=lang: " ".join(rng.choices(genuine.words(lang), k=4))
            for lang in genuine.LANGUAGES
        },
    }
    for kind, make in kinds.items():
        pieces = [make() for _ in range(limit // (1 if len(kind) > 2 else 6))]
        changed = [(p, r) for p in pieces if (r := repaired([p])[0]) != p]
        for p, r in changed:
            print(f"   alone {kind} {p} -> {r}")
        found[kind] = {"pieces": len(pieces), "changed": len(changed)}
    return found


def in_latin(pair: tuple[str, str]) -> bool:
    """Whether a reading is still in Latin letters for a third or more."""
    letters = [c for c in pair[0] if c.isalpha()]
    return sum(c.isascii() for c in letters) > 0.3 * len(letters)


def stretch(words: Sequence[str], rng: random.Random) -> str:
    """One to six words in a row."""
    start = rng.randrange(max(1, len(words) - 5))
    return " ".join(words[start : start + rng.randint(1, 6)])


def below_floor(results: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Figures worse than the floors in tests/gate.json."""
    worse = []
    for exam, bounds in json.loads(FLOORS.read_text())["lookalike"].items():
        exam, _, lang = exam.partition(" ")
        got = results.get(exam, {}).get(f"{lang} decoder".strip(), {})
        for key, bound in bounds.items():
            if key in got and (got[key] > bound if key in SMALLER else got[key] < bound):
                worse.append(f"{exam} {key}: {got[key]} against {bound}")
    return worse


SMALLER = (
    "garbled_left",
    "cer",
    "cer_cased",
    "median_page_cer",
    "edits",
    "edits_per_million",
    "sound_changed",
)


def make_exams(shared: Path) -> None:
    """Render and recognise the exams that are not there yet."""
    scripts = {
        "exam.jsonl": [
            "pairs.py",
            "--exam",
            "--seed",
            "77",
            "--minutes",
            "3",
            "--out",
            str(WORK / "exam.jsonl"),
        ],
        "real.jsonl": ["exams.py"],
    }
    for lang in ("uk", "be", "bg", "kk"):
        name = f"exam.{lang}.jsonl"
        made = ["--lang", lang, "--seed", "78", "--minutes", "1", "--out", str(WORK / name)]
        scripts[name] = ["pairs.py", "--exam", *made]
    for name, (script, *arguments) in scripts.items():
        if not (WORK / name).exists() and shared.exists():
            command = [sys.executable, str(ROOT / "training" / script), "--shared", str(shared)]
            subprocess.run([*command, *arguments], check=True)


def main() -> None:
    """Run the exams, print the table, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int, default=1300, help="rendered lines")
    parser.add_argument("--share", type=int, default=10, help="every so many-th Russian document")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--gate", action="store_true", help="a quick run with small exams")
    options = parser.parse_args()
    if options.gate:
        options.share = 60
    make_exams(options.shared)
    exams = {
        "rendered": lambda: rendered(options.shared, options.limit),
        "pages": lambda: pages(options.shared, options.limit),
        "mixed": mixed,
        "inline": lambda: inline(options.shared, 200 if options.gate else 600),
        "alone": lambda: alone(options.shared, 200 if options.gate else options.limit),
        "engines": engines,
        "languages": lambda: languages(options.shared, 150),
        "real": lambda: real(options.shared),
        "clean": lambda: clean(options.shared, options.share),
        "negatives": negatives,
    }
    results = {}
    for name, run in exams.items():
        if options.only and name not in options.only:
            continue
        results[name] = run()
        for system, got in results[name].items():
            print(
                f"{name:10} {system:15}", "  ".join(f"{k} {v}" for k, v in got.items()), flush=True
            )
    worse = below_floor(results)
    print(*worse, sep="\n")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
