"""How likely a run of letters is in each language: trigrams from ``models/letters.npz``.

The table holds −20·ln P(letter | two letters before it), words padded with blanks, for every
language at once (``training/letters.py`` makes it). One look-up per letter serves language
identification, the choice of an encoding and the judgement of a reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MODEL = Path(__file__).resolve().parent / "models" / "letters.npz"
#: The table's unit: one nat is this many steps.
STEPS = 20.0
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: A letter that no language has after those before it, in steps.
_UNKNOWN = 255


@dataclass(frozen=True, slots=True)
class Letters:
    """The table: ``rows[gram]`` is the row of a gram of one to three letters."""

    languages: tuple[str, ...]
    rows: dict[str, int]
    table: NDArray[np.uint8]

    def cost(self, text: str) -> NDArray[np.float64]:
        """Nats per letter of ``text`` in each language; 12.75 everywhere without letters.

        About 2.0 to 2.8 in the language of the text, 3 to 5 in a related one, over 6 for
        letters that make no words.
        """
        rows, unknown = self._rows_of(text)
        if not rows and not unknown:
            return np.full(len(self.languages), _UNKNOWN / STEPS)
        total = self.table[rows].sum(axis=0, dtype=np.float64) + unknown * _UNKNOWN
        return np.asarray(total / STEPS / (len(rows) + unknown), dtype=np.float64)

    def _rows_of(self, text: str) -> tuple[list[int], int]:
        get, found, unknown = self.rows.get, [], 0
        for word in WORD.findall(text.lower()):
            padded = f" {word} "
            for i in range(2, len(padded) + 1):
                row = get(padded[max(0, i - 3) : i])
                if row is None:
                    row = get(padded[i - 2 : i])
                if row is None:
                    row = get(padded[i - 1])
                if row is None:
                    unknown += 1
                else:
                    found.append(row)
        return found, unknown


@cache
def letters() -> Letters:
    """The table, read once."""
    with np.load(_MODEL) as data:
        grams = data["grams"].tobytes().decode().split("\n")
        languages = tuple(data["languages"].tobytes().decode().split())
        return Letters(languages, {g: i for i, g in enumerate(grams)}, data["table"])


def costs(text: str) -> dict[str, float]:
    """``{language: nats per letter}``.

    >>> best = costs("необходимость развития интеграции")
    >>> min(best, key=best.__getitem__)
    'ru'
    """
    model = letters()
    return dict(zip(model.languages, model.cost(text).tolist(), strict=True))


def least_cost(text: str) -> float:
    """Nats per letter in the language that fits best.

    >>> least_cost("необходимость развития") < 3 < 4.5 < least_cost("мЕНАУНДХЛНЯРЭ ПЮГБХРХЪ")
    True
    """
    return float(letters().cost(text).min())
