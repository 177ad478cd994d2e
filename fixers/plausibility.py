"""How much a text looks like sound language of any script.

Used by triage (keep, repair or recognise again) and to choose between readings. The
score is built from what damage does to words whatever the language: letters of two
scripts or digits inside one word, capitals in the middle, marks and signs where letters
belong, words without vowels, replacement and private-use characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fixers.languages import language_of
from fixers.letters import least_cost


@dataclass(frozen=True, slots=True)
class Plausibility:
    """``score`` 0 (garbage) to 1 (sound); ``reasons`` name what lowers it."""

    score: float
    lang: str | None = None
    reasons: tuple[str, ...] = field(default=())


_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]")
_CYRILLIC = r"\u0400-\u052f"
_LATIN = r"A-Za-z\u00c0-\u024f"
_MIXED = re.compile(rf"[{_CYRILLIC}][{_LATIN}]|[{_LATIN}][{_CYRILLIC}]")
_DIGIT_INSIDE = re.compile(r"[^\W\d_]\d+[^\W\d_]")
_CAPITAL_INSIDE = re.compile(r"[a-zа-яёіїєґўқғңұүөһәђјљњћџ][A-ZА-ЯЁІЇЄҐЎҚҒҢҰҮӨҺӘЂЈЉЊЋЏ]")
_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff\u0080-\u009f\x00-\x08\x0e-\x1f]")
_SIGN_INSIDE = re.compile(r"[^\W\d_][^\w\s'’.,\-‐-―/&@:()«»“”„\"+·\u0300-\u036f\u00ad][^\W\d_]")
_MOJIBAKE = re.compile(
    r"(?:[ÐÑРС][\u0080-\u00bf‚ѓ„…†‡€‰‹ЉЊЌЎЏ‘’“”•–—™љ›њќћџ]){2}|[\u00c0-\u00ff]{3}"
)
_VOWEL = re.compile(
    r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœąęėįųūāēīōőűěůаеёиоуыэюяіїєәөүұӣӯў]", re.IGNORECASE
)
_WORD = re.compile(rf"[{_CYRILLIC}{_LATIN}]{{5,}}")
#: Signs of damage, each inside one word.
_DAMAGE = {
    "letters of two scripts in one word": _MIXED,
    "digits inside words": _DIGIT_INSIDE,
    "capitals inside words": _CAPITAL_INSIDE,
    "signs inside words": _SIGN_INSIDE,
    "characters without meaning": _BROKEN,
    "bytes read in a wrong encoding": _MOJIBAKE,
}
_RUN = re.compile(rf"[{_CYRILLIC}]+|[{_LATIN}]+")
#: Nats per letter that sound words may cost (languages without a table of their own cost up
#: to 3.9), and at which there is no language left.
_SOUND, _NONE = 4.0, 5.2
#: Letters that are judged: more changes nothing.
_JUDGED = 1500
#: What each sign of damage takes off the score, per share of words that show it.
_WEIGHTS = {
    "letters of two scripts in one word": 1.5,
    "digits inside words": 1.5,
    "capitals inside words": 1.2,
    "signs inside words": 1.5,
    "characters without meaning": 2.5,
    "bytes read in a wrong encoding": 2.0,
    "words without vowels": 1.5,
}
_LONGEST = 20_000
#: Numbers and dashes are a sound table; signs without digits are not.
_FEW_DIGITS = 0.15
#: Fewer letters than these say nothing about their order.
_FEWEST = 12


def plausibility(text: str, *, by_letters: bool = True) -> Plausibility:
    """Judge ``text``; an empty one scores 0.

    ``by_letters=False`` leaves the order of letters and the language aside, which cost most:
    for text whose words are known already.

    >>> plausibility("В статье обоснована необходимость интеграции.").score
    1.0
    >>> plausibility("Henocrarounas moAroToBka KuOepOe30IacHOCTH U 3aLIUThI").score < 0.5
    True
    """
    sample = text[:_LONGEST]
    tokens = _TOKEN.findall(sample)
    wordlike = [t for t in tokens if _LETTERS.search(t) or _BROKEN.search(t)]
    if not tokens:
        return Plausibility(0.0, None, ("no text",))
    if not wordlike:
        digits = sum(map(str.isdigit, sample)) / sum(map(len, tokens))
        return Plausibility(0.9 if digits > _FEW_DIGITS else 0.3, None, ("numbers and signs only",))
    shares = {name: n / len(wordlike) for name, n in _count(sample, wordlike).items() if n}
    loss = sum(_WEIGHTS[name] * share for name, share in shares.items())
    if by_letters and (senseless := _senselessness(sample)) > 0:
        shares["letters that make no words"] = senseless
        loss += senseless
    reasons = tuple(name for name, share in shares.items() if share > 0.01)
    language = language_of(sample) if by_letters else None
    return Plausibility(round(max(0.0, 1.0 - loss), 3), language, reasons)


def _senselessness(text: str) -> float:
    """0 for letters in the order of some language, 1 for letters in none."""
    runs: dict[bool, list[str]] = {True: [], False: []}
    left = _JUDGED
    for run in _RUN.findall(text[: 4 * _JUDGED]):
        if left > 0 and not (run.isupper() and len(run) < 5):
            runs[run[0] < "\u0400"].append(run)
            left -= len(run)
    letters = {key: sum(map(len, words)) for key, words in runs.items()}
    if sum(letters.values()) < _FEWEST:
        return 0.0
    cost = sum(least_cost(" ".join(runs[key])) * n for key, n in letters.items() if n)
    over = cost / sum(letters.values()) - _SOUND
    return min(1.0, max(0.0, over / (_NONE - _SOUND)))


def _count(text: str, tokens: list[str]) -> dict[str, int]:
    """``{sign of damage: number of words that show it}``; ``tokens`` are the words of ``text``."""
    words = [word for word in _WORD.findall(text) if not _VOWEL.search(word)]
    found = {
        name: _hits(pattern, tokens) for name, pattern in _DAMAGE.items() if pattern.search(text)
    }
    return found | {"words without vowels": sum(not word.isupper() for word in words)}


def _hits(pattern: re.Pattern[str], tokens: list[str]) -> int:
    return sum(found is not None for found in map(pattern.search, tokens))
