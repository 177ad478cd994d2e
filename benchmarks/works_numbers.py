"""Do the two sides of a pair of abstracts say the same figures? Injected and false flags.

Five hundred pairs of generated abstracts (Russian–English, Kazakh–English, Russian–Kazakh)
are read as they are, then each once more with one figure of one side changed: digits
swapped, one digit wrong, another figure put in, a figure dropped, a year moved. Counted
are flags on changed pairs (to be had) and on unchanged ones (false).

    python benchmarks/works_numbers.py
    python benchmarks/works_numbers.py --records records.jsonl   # false flags of real records
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import regex

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from works_kit import compose  # noqa: E402

from corpus.document import Abstract  # noqa: E402
from extractors.works.pairs import pair  # noqa: E402

PAIRS = 500
_FIGURE = regex.compile(r"(?<![\d.,–])\d+(?:[.,]\d+)?(?![\d–])")


def composed(count: int, seed: str) -> Iterator[tuple[Abstract, Abstract]]:
    """Pairs of abstracts that say the same."""
    for n in range(count):
        rng = Random(f"{seed}-{n}")
        langs = [["ru", "en"], ["ru", "en"], ["kk", "en"], ["kk", "ru"]][n % 4]
        work = compose.Made(langs, {}, [], [])
        compose.summary(rng, work, compose.slots_of(rng), structured=n % 5 == 0)
        one, two = (
            Abstract(lang=lang, text=_varied(work.abstract[lang], lang, rng)) for lang in langs
        )
        yield one, two


#: Ways to print a small figure in words, as one side of a pair often does.
_IN_WORDS = {
    "en": {
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine",
    }
}


def _varied(text: str, lang: str, rng: Random) -> str:
    """Harmless differences between the sides: small figures in words, years shortened."""
    if lang == "en" and rng.random() < 0.3:
        text = regex.sub(r"(?<![\d.,–])[3-9](?![\d.,–%])", lambda m: _IN_WORDS["en"][m[0]], text)
    if rng.random() < 0.2:
        text = regex.sub(r"((?:19|20)\d\d)–(?:19|20)(\d\d)", r"\1–\2", text)
    return text


def changed(abstract: Abstract, rng: Random) -> Abstract | None:
    """The abstract with one figure changed; ``None`` where it has none."""
    places = list(_FIGURE.finditer(abstract.text))
    if not places:
        return None
    match = rng.choice(places)
    figure = match[0]
    new = _other(figure, rng)
    text = abstract.text[: match.start()] + new + abstract.text[match.end() :]
    return abstract.model_copy(update={"text": text})


def _other(figure: str, rng: Random) -> str:
    """Another figure: digits swapped, one wrong, or a neighbour."""
    digits = list(figure)
    if len(figure) > 1 and rng.random() < 0.4 and digits[-1] != digits[-2] and digits[-2].isdigit():
        digits[-1], digits[-2] = digits[-2], digits[-1]
        return "".join(digits)
    place = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return "".join(digits)


def of_records(path: Path) -> Iterator[tuple[Abstract, Abstract]]:
    """The pairs of abstracts of records (JSON Lines)."""
    for line in path.read_text("utf-8").splitlines():
        for work in json.loads(line)["works"]:
            found = [Abstract.model_validate(a) for a in work["abstracts"]]
            for p in work["abstract_pairs"]:
                yield found[p["abstracts"][0]], found[p["abstracts"][1]]


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=Path, help="records of real files (JSON Lines)")
    parser.add_argument("--seed", default="pairs")
    parser.add_argument("--show", type=int, default=5, help="how many faults to print")
    args = parser.parse_args()
    source = list(of_records(args.records) if args.records else composed(PAIRS, args.seed))
    counts: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for n, (one, two) in enumerate(source):
        rng = Random(n)
        counts["pairs"] += 1
        if flags := pair(one, two).flags:
            counts["false"] += 1
            _show(shown, "false", args.show, flags)
        side = rng.randrange(2)
        other = changed((one, two)[side], rng)
        if other is None:
            continue
        counts["injected"] += 1
        both = (other, two) if side == 0 else (one, other)
        if pair(*both).flags:
            counts["flagged"] += 1
        else:
            before = Counter(_FIGURE.findall((one, two)[side].text))
            after = Counter(_FIGURE.findall(other.text))
            _show(
                shown,
                "missed",
                args.show,
                [str(dict(before - after)), str(dict(after - before)), other.text[:200]],
            )
    print(
        f"pairs {counts['pairs']}, false flags {counts['false']} ({counts['false'] / max(counts['pairs'], 1):.1%})"
    )
    print(
        f"injected {counts['injected']}, flagged {counts['flagged']} ({counts['flagged'] / max(counts['injected'], 1):.1%})"
    )


def _show(shown: Counter[str], kind: str, most: int, words: list[str]) -> None:
    if shown[kind] < most:
        shown[kind] += 1
        print(kind, *words)


if __name__ == "__main__":
    main()
