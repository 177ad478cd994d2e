"""Train the weights of `fixers.lookalike.scores`: garbled Cyrillic against genuine Latin script.

    python training/gate.py --shared ../shared training/cache/more.jsonl

Garbled: the recognised words of the pairs whose true word is Cyrillic. Genuine: English running
text, the words of twenty-three languages in three cases, transliterated Russian, words damaged
the way English OCR damages English, codes, formulas, identifiers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import wordfreq
from common import MODELS, paragraphs
from genuine import TRANSLIT, VARIANTS, cased, code, damage
from lexicon import LATIN
from numba import njit

from fixers.lookalike.scores import BITS, ORDERS, encode, hashes, tokens

CYRILLIC = re.compile(r"[Ѐ-ӿ]")
ENDS = ["", "", "", "", ",", ".", ";", ":", ")", '"', "”"]
STARTS = ["", "", "", "", "", "(", '"', "“", "["]


def garbled(paths: list[Path]) -> Iterator[tuple[str, bool]]:
    """``(token, whether garbled)`` of the lines that have as many words on both sides."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                o, t = row["observed"].split(), row["truth"].split()
                if len(o) == len(t):
                    yield from (
                        (a, bool(CYRILLIC.search(b)))
                        for a, b in zip(o, t, strict=True)
                        if re.search(r"[^\W\d_]", b)
                    )


def genuine(shared: Path, rng: random.Random) -> Iterator[str]:
    """Genuine tokens of every kind."""
    for text in paragraphs(shared / "data" / "text" / "en", exam=False):
        for token in text.split():
            draw = rng.random()
            yield token if draw < 0.86 else token.upper() if draw < 0.92 else damage(token, rng)
    for lang, top in LATIN.items():
        listed = wordfreq.get_frequency_dict(lang, "best")
        words = [
            w for w in sorted(listed, key=lambda w: -listed[w])[:top] if not CYRILLIC.search(w)
        ]
        for word in words:
            yield rng.choice(STARTS) + cased(word, rng) + rng.choice(ENDS)
            if lang == "en" and rng.random() < 0.7:
                yield damage(cased(word, rng), rng)
        for _ in range(12_000):
            word = words[int(len(words) * rng.random() ** 3)]
            yield rng.choice(STARTS) + cased(word, rng) + rng.choice(ENDS)
    for lang in ("ru", "uk", "kk"):
        for text in list(
            paragraphs(
                shared / "data" / "text" / lang, exam=False, only="" if lang != "ru" else "acad_j"
            )
        )[:3000]:
            table = {
                **TRANSLIT,
                "і": "i",
                "ї": "yi",
                "є": "ye",
                "ң": "n",
                "қ": "q",
                "ғ": "gh",
                "ө": "o",
                "ү": "u",
                "ұ": "u",
                "һ": "h",
                "ә": "a",
                **rng.choice(VARIANTS),
            }
            for token in text.split():
                latin = "".join(table.get(c, table.get(c.lower(), c).capitalize()) for c in token)
                if rng.random() < 0.5 and not CYRILLIC.search(latin):
                    yield latin.upper() if rng.random() < 0.05 else latin
    for _ in range(200_000):
        yield rng.choice(STARTS) + code(rng) + rng.choice(ENDS)


@njit(cache=True)
def descend(grams, starts, stops, labels, order, table, squares, rate):  # type: ignore[no-untyped-def]
    """One pass of AdaGrad over the tokens; returns their log odds before each update."""
    odds = np.zeros(len(labels))
    for n in order:
        z = table[-1]
        for size in range(1, grams.shape[0] + 1):
            for k in range(starts[n] - 1, stops[n] + 2 - size):
                z += table[grams[size - 1, k]]
        odds[n] = z
        g = 1 / (1 + np.exp(-z)) - labels[n]
        if rate == 0:
            continue
        for size in range(1, grams.shape[0] + 1):
            for k in range(starts[n] - 1, stops[n] + 2 - size):
                s = grams[size - 1, k]
                step = g + 2e-6 * table[s]
                squares[s] += step * step
                table[s] -= rate * step / np.sqrt(squares[s])
        squares[-1] += g * g
        table[-1] -= rate * g / np.sqrt(squares[-1])
    return odds


def main() -> None:
    """Train and write ``gate.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="*")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    rng = random.Random(1)
    folder = options.shared / "data" / "pairs"
    labelled = list(garbled([*sorted(folder.glob("*.jsonl.gz")), *options.pairs]))
    labelled += [(t, False) for t in genuine(options.shared, rng)]
    labelled = [(t, y) for t, y in labelled if t and len(t) < 40 and not re.search(r"\s", t)]
    rng.shuffle(labelled)
    labelled = [*[x for x in labelled if x[1]], *[x for x in labelled if not x[1]][:1_300_000]]
    rng.shuffle(labelled)
    print(f"{sum(y for _, y in labelled):,} garbled, {len(labelled):,} in all", flush=True)
    ids = encode(" ".join(t for t, _ in labelled))
    starts, stops = tokens(ids)
    grams = np.zeros((len(ORDERS), len(ids)), dtype=np.uint32)
    for n in ORDERS:
        grams[n - 1, : len(ids) - n + 1] = hashes(ids, n)
    labels = np.array([y for _, y in labelled], dtype=np.float64)
    assert len(starts) == len(labels)
    table, squares = np.zeros((1 << BITS) + 1), np.full((1 << BITS) + 1, 1e-2)
    test = np.flatnonzero(np.arange(len(labels)) % 20 == 0)
    train = np.flatnonzero(np.arange(len(labels)) % 20 != 0)
    for epoch in range(3):
        order = np.random.default_rng(epoch).permutation(train)
        descend(grams, starts, stops, labels, order, table, squares, 0.08)
        z = descend(grams, starts, stops, labels, test, table, squares, 0.0)[test]
        y = labels[test] > 0
        print(
            f"epoch {epoch}: precision {y[z > 0].mean():.4f}, recall {(z[y] > 0).mean():.4f}",
            flush=True,
        )
    scale = np.abs(table[:-1]).max() / 127
    np.savez_compressed(
        MODELS / "gate.npz",
        weights=np.round(table[:-1] / scale).astype(np.int8),
        scale=scale,
        bias=table[-1],
    )


if __name__ == "__main__":
    main()
