"""Observed text made for any running text, as one font and engine would have written it.

The memory of a group (one font, style and engine) keeps what stood for each stretch of one to
three true characters, by the character in front. A sampled line copies the longest stretches it
finds there, one behind the other, and falls back on all groups together: so one document keeps
one way of garbling, with the variation that the group itself shows.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

#: Copies kept for each stretch, and how often a shorter stretch is taken though a longer is known.
KEPT, SHORTER = 24, 0.15
LONGEST = 3

Copy = tuple[str, list[str]]
Line = tuple[str, list[str]]


class Memory:
    """What a group wrote for each stretch of true text."""

    def __init__(self, lines: Iterable[Line], rng: random.Random) -> None:
        self.copies: dict[str, list[Copy]] = defaultdict(list)
        seen: dict[str, int] = defaultdict(int)
        for observed, labels in lines:
            starts = [k for k, label in enumerate(labels) if label] + [len(labels)]
            before = " "
            for n in range(len(starts) - 1):
                truth = ""
                for m in range(n, min(n + LONGEST, len(starts) - 1)):
                    truth += labels[starts[m]]
                    if len(truth) > LONGEST:
                        break
                    key = before + truth
                    span = starts[n], starts[m + 1]
                    seen[key] += 1
                    kept = self.copies[key]
                    copy = observed[span[0] : span[1]], labels[span[0] : span[1]]
                    if len(kept) < KEPT:
                        kept.append(copy)
                    elif rng.random() < KEPT / seen[key]:
                        kept[rng.randrange(KEPT)] = copy
                before = labels[starts[n]][-1]
        # Without the character in front, for what was never seen behind it.
        loose: dict[str, list[Copy]] = defaultdict(list)
        for key, kept in self.copies.items():
            if len(key) <= 3:
                loose[key[1:]] += kept[:6]
        self.loose = dict(loose)
        self.copies = dict(self.copies)

    def find(self, before: str, truth: str, at: int, rng: random.Random) -> tuple[Copy, int] | None:
        """A copy for the text at a place, and how many true characters it covers."""
        longest = LONGEST if rng.random() > SHORTER else 1
        for size in range(longest, 0, -1):
            found = self.copies.get(before + truth[at : at + size])
            if found and at + size <= len(truth):
                return rng.choice(found), size
        for size in (2, 1):
            found = self.loose.get(truth[at : at + size])
            if found and at + size <= len(truth):
                return rng.choice(found), size
        return None


def sample(truth: str, memory: Memory, everything: Memory, rng: random.Random) -> Line:
    """An observed text for ``truth`` with its labels; unknown characters stand for themselves."""
    observed: list[str] = []
    labels: list[str] = []
    at, before = 0, " "
    while at < len(truth):
        got = memory.find(before, truth, at, rng) or everything.find(before, truth, at, rng)
        copy, size = got or ((truth[at], [truth[at]]), 1)
        observed.append(copy[0])
        labels += copy[1]
        at += size
        before = truth[at - 1]
    return "".join(observed), labels
