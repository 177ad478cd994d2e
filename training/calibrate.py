"""Fit the confidence of the decoder's words on the rendered exam; print a reliability table.

    python training/calibrate.py [--limit 400]

The weights are printed for ``fixers/lookalike/repair.py``; the odd lines fit, the even ones test.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import pairwise

import numpy as np
from common import WORK
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from fixers.lookalike.confidence import features
from fixers.lookalike.decode import decode
from fixers.lookalike.model import load
from fixers.lookalike.passage import prepare, readings

EDGES = (0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def samples(observed: str, truth: str) -> list[tuple[list[float], bool]]:
    """Features of each word of a line and whether it is right (by alignment with the truth)."""
    model = load("ru")
    passage = prepare(observed, 0, len(observed))
    decoded = decode(passage.text, model)
    found = list(readings(passage, decoded.pieces))
    got, want = [r.after.lower() for r in found], truth.lower().split()
    right = set()
    for op in Levenshtein.opcodes(got, want):
        if op.tag == "equal":
            right.update(range(op.src_start, op.src_end))
    rows = []
    for n, reading in enumerate(found):
        start, stop = reading.pieces[0].start, reading.pieces[-1].stop
        seen = passage.text[start:stop]
        rows.append((features(reading.after, seen, decoded.words(start, stop), "ru"), n in right))
    return rows


def main() -> None:
    """Fit and test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=1200)
    options = parser.parse_args()
    lines = [json.loads(x) for x in (WORK / "exam.jsonl").read_text(encoding="utf-8").splitlines()]
    random.Random(6).shuffle(lines)
    rows = [
        [s for x in lines[k : options.limit : 2] for s in samples(x["observed"], x["truth"])]
        for k in (1, 0)
    ]
    x, y = (np.array([r[k] for r in rows[0]], dtype=float) for k in (0, 1))
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 0.5 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, x.T @ (y - p) - 0.5 * weights)
    print("CALIBRATION =", tuple(round(float(w), 3) for w in weights))
    x, y = (np.array([r[k] for r in rows[1]], dtype=float) for k in (0, 1))
    reliability(1 / (1 + np.exp(-x @ weights)), y)


def reliability(said: NDArray[np.float64], right: NDArray[np.float64]) -> None:
    """Print the table, and write it for `pictures.py`."""
    bins = []
    for low, high in pairwise(EDGES):
        here = (said >= low) & (said < high)
        if here.any():
            row = {"said": said[here].mean(), "right": right[here].mean(), "words": here.sum()}
            bins.append(
                {k: round(float(v), 3) for k, v in row.items()} | {"words": int(here.sum())}
            )
            print(
                f"{low:.2f}–{high:.2f}: {row['words']:5} words, said {row['said']:.3f}, right {row['right']:.3f}"
            )
    (WORK / "reliability.json").write_text(json.dumps(bins), encoding="utf-8")


if __name__ == "__main__":
    main()
