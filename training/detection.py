"""Fit the weights by which a stretch, once it has been read, is told garbled or sound.

    python training/detection.py [--shared ../shared]

One to five words of rendered lines against as many of English, damaged English, other
languages, transliteration, codes and acronyms; the odd stretches fit, the even ones test.
The weights are printed for ``DETECTION`` in ``fixers/lookalike/weigh.py``.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import wordfreq
from common import WORK
from genuine import code, damage, transliterated
from numpy.typing import NDArray
from score import english, rows

from fixers.lookalike.decode import decode
from fixers.lookalike.detect import tokenise
from fixers.lookalike.model import load
from fixers.lookalike.weigh import DETECTION, features, in_place

#: Stretches of each kind.
#: (half a minute of CPU per thousand)
GARBLED, EACH, PER_LANGUAGE = 800, 160, 32
LATIN_LANGUAGES = ("de", "fr", "es", "it", "pl", "tr", "cs", "fi")
#: Letters of acronyms: those with Cyrillic twins come twice.
ACRONYM_LETTERS = "ABCEHKMOPTXY" * 2 + "DFGILNRSU"


def stretches(shared: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and text of a stretch; kind ``garbled`` is the one to be found."""
    lines = [r for r in rows(WORK / "exam.jsonl") if not re.search("[A-Za-z]{2}", r["truth"])]
    for _ in range(GARBLED):
        yield "garbled", window(rng.choice(lines)["observed"].split(), rng)
    sound = english(shared, 400)
    kinds: dict[str, Callable[[], list[str]]] = {
        "english": lambda: cased(rng.choice(sound).split(), rng),
        "damaged": lambda: [damage(word, rng) for word in rng.choice(sound).split()],
        "translit": lambda: transliterated(rng.choice(lines)["truth"], rng).split(),
        "code": lambda: [code(rng) for _ in range(rng.randint(1, 4))],
        "acronyms": lambda: [f"{acronym(rng)}," for _ in range(rng.randint(1, 4))],
    }
    for kind, make in kinds.items():
        for _ in range(2 * EACH if kind == "english" else EACH):
            yield kind, window(make(), rng)
    for lang in LATIN_LANGUAGES:
        words = wordfreq.top_n_list(lang, 6000)
        for _ in range(PER_LANGUAGE):
            yield lang, " ".join(cased(rng.choices(words, k=rng.randint(1, 4)), rng))


def window(words: list[str], rng: random.Random) -> str:
    """One to five words in a row."""
    start = rng.randrange(len(words)) if words else 0
    return " ".join(words[start : start + rng.randint(1, 5)])


def cased(words: list[str], rng: random.Random) -> list[str]:
    """One stretch in eight in capitals, one in twelve with capital initials."""
    dice = rng.random()
    return [w.upper() if dice < 0.12 else w.title() if dice < 0.2 else w for w in words]


def acronym(rng: random.Random) -> str:
    """Two to six capitals."""
    return "".join(rng.choices(ACRONYM_LETTERS, k=rng.randint(2, 6)))


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method, ridge 0.1."""
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 0.1 * np.eye(x.shape[1])
        weights += np.linalg.solve(hessian, x.T @ (y - p) - 0.1 * weights)
    return weights


def main() -> None:
    """Fit on one half, test on the other; both the new and the present weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    model = load("ru")
    kinds, data = [], []
    for kind, text in stretches(options.shared, random.Random(5)):
        if len(re.findall("[A-Za-z]", text)) < 2:
            continue
        evidence = sum(token.raw for token in tokenise(0, text))
        kinds.append(kind)
        foreign = in_place(text, "", "", "ru")
        data.append(features(text, decode(text, model, sound=False), evidence, foreign, "ru"))
    x, y = np.array(data), np.array([kind == "garbled" for kind in kinds], dtype=float)
    weights = fit(x[1::2], y[1::2])
    for name, chosen in (("present", np.array(DETECTION)), ("fitted", weights)):
        wrong = ((x[::2] @ chosen > 0) != y[::2]).astype(bool)
        missed = Counter(kind for kind, w in zip(kinds[::2], wrong, strict=True) if w)
        print(f"{name}: {wrong.mean():.2%} of {len(wrong)} wrong; by kind {dict(missed)}")
    print("DETECTION =", tuple(round(float(w), 3) for w in weights))


if __name__ == "__main__":
    main()
