"""How far a word's reading is to be trusted: a calibrated probability."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from fixers.lexicon import is_word, zipf

#: Weights of `features`, fitted by ``training/calibrate.py``.
CALIBRATION = (-0.449, 0.395, 0.115, -1.532, -0.097, 0.549, 0.162)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def features(
    chosen: str, observed: str, ranked: Sequence[tuple[str, float]], lang: str
) -> list[float]:
    """What a word's confidence is judged by: lead over the next reading, own score per
    character, whether the beam alone agrees, the lexicon, length."""
    parts = WORD.findall(chosen)
    known = bool(parts) and all(is_word(p, lang) for p in parts)
    agrees = bool(ranked) and ranked[0][0].lower() == chosen.lower()
    lead = min(10.0, ranked[0][1] - ranked[1][1]) if len(ranked) > 1 else 10.0
    own = max(-6.0, ranked[0][1] / max(1, len(observed))) if ranked else -6.0
    rarest = min((zipf(p, lang) for p in parts), default=4.0)
    return [
        1.0, lead if agrees else -2.0, own, float(agrees), float(known or not parts), rarest,
        min(12.0, len(chosen)),
    ]  # fmt: skip


def confidence(chosen: str, observed: str, ranked: Sequence[tuple[str, float]], lang: str) -> float:
    """Probability that the word is right (case aside), calibrated on fonts never trained on."""
    odds = sum(
        w * f for w, f in zip(CALIBRATION, features(chosen, observed, ranked, lang), strict=True)
    )
    return round(1 / (1 + math.exp(-odds)), 3)
