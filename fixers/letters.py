"""How likely a run of letters is in each language: trigrams from ``models/letters.npz``.

The table holds −20·ln P(letter | two letters before it), words padded with blanks, for every
language at once (``training/letters.py`` makes it). One look-up per letter serves language
identification, the choice of an encoding and the judgement of a reading.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        import numpy as np

        rows, unknown = self.rows_of(text)
        if not rows and not unknown:
            return np.full(len(self.languages), _UNKNOWN / STEPS)
        total = self.table[rows].sum(axis=0, dtype=np.float64) + unknown * _UNKNOWN
        return np.asarray(total / STEPS / (len(rows) + unknown), dtype=np.float64)

    def rows_of(self, text: str) -> tuple[list[int], int]:
        """The rows of the grams of a lower- or upper-cased text, and the letters without one."""
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
    """The table, read once; sound text never asks for it, and starts without numpy."""
    import numpy as np

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


#: Signs that stand in sound running text: quotes, dashes, №, §, degree, the usual currency.
_TYPOGRAPHY = frozenset("«»“”„‘’‚‹›–—−…№§°©®™±×·•€£′″\u00a0\u00ad\u2009\u202f")
#: Nats per character that is no letter: what sound text says by using it.
_SIGN, _ODD, _BOX, _LOST = 2.0, 7.0, 4.5, 12.0
#: Nats per change of script inside a word, and of case against the habits of writing.
_SCRIPT_CHANGE, _CASE_CHANGE = 8.0, 4.0
_SCRIPTS = re.compile(
    r"[\u0400-\u052f]+|[A-Za-z\u00c0-\u024f]+|[^\W\d_A-Za-z\u00c0-\u024f\u0400-\u052f]+"
)
#: Closing signs in front of a word, opening ones behind it, signs of money and the like in it.
_MISPLACED = re.compile(
    r"(?:(?<=\s)|^)[»”’›—–…€£°©®™±†‡•‰¬\u00a0](?=[^\W\d_])|[«„‘‹‚](?=\s|$)"
    r"|(?<=[^\W\d_])[€£°©®¬¤±№§«„‚†‡‰](?=[^\W\d_])|(?<=[^\W\d_])[»”](?=[^\W\d_])"
    r"|[\u2500-\u259f](?=[^\W\d_])|(?<=[^\W\d_])[\u2500-\u259f]"
    r"|(?<=[а-яёіїєў])[€£¤¬](?!\w)|(?:(?<=\s)|^)÷(?=[^\W\d_])"
)
_MISPLACED_SIGN = 6.0
_SIGNS = re.compile(r"[^\w\s\x21-\x7e]+")


def strangeness(text: str) -> float:
    """Nats per character that ``text`` is away from sound language of any script.

    Letters count by the language that fits the words of their script best, and besides them
    signs, letters of two scripts in one word and capitals in odd places. Sound text has
    2 to 3, text in a wrong encoding over 5.

    >>> strangeness("Цель работы") < 3 < 5 < strangeness("Öåëü ðàáîòû")
    True
    """
    return total_strangeness(text) / max(1, sum(not c.isspace() for c in text))


def total_strangeness(text: str) -> float:
    """Nats of the whole ``text`` (see :func:`strangeness`)."""
    words = WORD.findall(text)
    nats = _letter_nats(words) + sum(_word_nats(word) for word in words if not word.islower())
    return nats + _signs_nats(text)


def shape_nats(text: str) -> float:
    """What of :func:`total_strangeness` is not the letters' order.

    >>> shape_nats("Цель"), shape_nats("цЕль") > 3
    (0.0, True)
    """
    nats = _signs_nats(text)
    for word in WORD.findall(text):
        if not word.islower():
            nats += _word_nats(word)
        nats += _SCRIPT_CHANGE * (len(_scripts(word)) - 1)
    return nats


def _signs_nats(text: str) -> float:
    nats = sum(_sign_nats(signs) for signs in _SIGNS.findall(text))
    return nats + _MISPLACED_SIGN * len(_MISPLACED.findall(text))


def _scripts(word: str) -> list[str]:
    """The runs of one script in a word; an apostrophe parts none."""
    return _SCRIPTS.findall(word.replace("'", "").replace("’", ""))


def _letter_nats(words: list[str]) -> float:
    """Nats of the letters, each script judged by the language that fits it best."""
    scripts: dict[bool, list[str]] = {True: [], False: []}
    changes = 0
    for word in words:
        parts = _scripts(word)
        changes += len(parts) - 1
        for part in parts:
            scripts["\u0400" <= part[0] <= "\u052f"].append(part)
    nats = changes * _SCRIPT_CHANGE
    for parts in scripts.values():
        letter_count = sum(len(p) + 1 for p in parts)
        if letter_count:
            nats += least_cost(" ".join(parts)) * letter_count
    return nats


def _word_nats(word: str) -> float:
    """Nats for capitals where neither a sentence, a name nor a heading has them."""
    if word.isupper() or word[1:].islower() or word.istitle():
        return 0.0
    changes = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
    return _CASE_CHANGE * max(1, changes)


def _sign_nats(signs: str) -> float:
    """Nats of a run of signs outside ASCII; a run of one sign counts twice at most."""
    kinds = list(dict.fromkeys(signs)) if len(set(signs)) == 1 else list(signs)
    nats = 0.0
    for sign in kinds:
        if sign in _TYPOGRAPHY:
            nats += _SIGN
        elif sign == "\ufffd" or "\x80" <= sign <= "\x9f" or "\ue000" <= sign <= "\uf8ff":
            nats += _LOST
        else:
            nats += _BOX if "\u2500" <= sign <= "\u259f" else _ODD
    return nats
