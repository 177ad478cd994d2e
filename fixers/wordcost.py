"""How likely a word is in a language, in nats: by the lexicon where it is listed, else by letters.

A known word costs −ln of its frequency, an unknown one what its letters cost in the language
(:mod:`fixers.letters`) and a surcharge. Signs, letters of two scripts and capitals in odd
places cost extra (:func:`fixers.letters.shape_nats`). The sums of two readings of a line can
be compared: their difference is the evidence for one of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log

from fixers.letters import STEPS, WORD, letters, shape_nats
from fixers.signs import LONE_SIGNS

#: Cyrillic languages that have a table of letters and a lexicon.
CYRILLIC = ("ru", "uk", "kk", "be", "bg", "sr", "mk", "mn")
#: A word that no lexicon has: one in fifty of running text.
_UNLISTED = 4.0
#: A word in capitals, and one with a capital first.
_CAPITALS, _CAPITAL = 2.0, 0.7
#: Capitals inside, beside what :func:`fixers.letters.shape_nats` says of each.
_CAPITALS_INSIDE = 7.0
#: A token without letters and figures, of other signs than sound text has by themselves.
_STRAY_SIGN = re.compile(
    r"(?=.*[^\x21-\x7e«»“”„‘’–—№§×÷±−≤≥≈→←−])[^\w\s]*(?:[\u00a0\u00ad…©®][^\w\s]*|[^\w\s]+)+"
)
_STRAY = 12.0
#: A quote, or a sign twice, without a word; a dash costs what it costs in running text.
_LONE_QUOTE = re.compile("[\"'(]?([«»“”‘’„‚‹›]|([×§±¬¦])\\2|[×±¬¦](?=[.]))[.,;:!?)]?")
#: Two signs behind a figure or a hyphen.
_SIGNS_BEHIND = re.compile("[-0-9][^\\w\\s\\x21-\\x7e]{2}")
_DASHES, _LONE, _DASH = frozenset("–—"), 7.0, 1.8
#: A closing or low quote in front of a small letter.
_QUOTE_FIRST = re.compile("[‚’”„‘][а-яёіїєґў]")
_FIRST = {"‚": 6.0, "’": 4.0, "”": 4.0, "„": 3.0, "‘": 3.0}
#: Abbreviations of one letter, and what any other letter in front of a full stop costs more.
_SHORTENED, _OTHER_LETTER = re.compile("([^\\W\\d_A-Z\u0400-\u042f])[.],?"), 4.0
_YEAR = re.compile("(?:.*[^0-9])?[12][0-9]{3}")
_LETTER = re.compile("[^\\W\\d_A-Z][.,]?")
_ABBREVIATIONS = frozenset("гвстдрпчклм")
#: A capital Я behind small letters, of a long word or one that begins small (no brand does):
#: MacCyrillic has made many of them.
#: (The other way round it makes a euro sign of я.)
_EURO = re.compile("[а-яё]€")
_YA, _LATE_YA, _LONG = re.compile("[а-я]Я(?![А-Я])"), 8.0, 7
_DECADE = log(10)
_CYRILLIC_RUN = re.compile(r"[\u0400-\u052f]+(?:['’ʼ][\u0400-\u052f]+)*")
_RUNS = re.compile(r"[\u0400-\u052f]+(?:['’ʼ][\u0400-\u052f]+)*|[^\W\d_\u0400-\u052f]+(?:['’][^\W\d_\u0400-\u052f]+)*")  # fmt: skip


@cache
def _columns() -> dict[str, bytes]:
    """The letter table by language; "latin" is the best of those in other scripts."""
    model = letters()
    found = {lang: model.table[:, i].tobytes() for i, lang in enumerate(model.languages)}
    others = [i for i, lang in enumerate(model.languages) if lang not in CYRILLIC]
    found["latin"] = model.table[:, others].min(axis=1).tobytes()
    return found


@lru_cache(maxsize=60_000)
def token_cost(token: str, lang: str) -> float:
    """Nats of a token (a word with its punctuation) of a line in the Cyrillic ``lang``.

    Figures and ASCII punctuation cost nothing; Latin words are judged by all Latin languages.

    >>> token_cost("цель", "ru") < 12 < 20 < token_cost("öåëü", "ru")
    True
    """
    if token.isascii() and not token.isalpha():
        return 0.0
    nats = shape_nats(token) + _STRAY * bool(_STRAY_SIGN.fullmatch(token))
    nats += _LATE_YA * bool(_EURO.search(token)) + _lone_nats(token)
    nats += _STRAY * bool(_SIGNS_BEHIND.search(token))
    for run in _RUNS.findall(token):
        nats += _run_cost(run, lang if "\u0400" <= run[0] <= "\u052f" else "latin")
    return nats


def _lone_nats(token: str) -> float:
    """Nats of signs and single letters that stand where running text has none.

    >>> _lone_nats("”"), _lone_nats("«да»"), _lone_nats("у.") > _lone_nats("г.")
    (7.0, 0.0, True)
    """
    if token in _DASHES:
        return _DASH
    if token in LONE_SIGNS:
        return 2 * _LONE
    if _LONE_QUOTE.fullmatch(token):
        return _LONE
    if letter := _SHORTENED.fullmatch(token):
        return 0.0 if letter[1] in _ABBREVIATIONS else _OTHER_LETTER
    return _FIRST[token[0]] if _QUOTE_FIRST.match(token) else 0.0


def out_of_place(before: str, token: str, behind: str) -> float:
    """Nats of a token between its neighbours: a capital by itself inside a sentence, a sign of
    numbers without a number.

    >>> out_of_place("самое", "С", "же"), out_of_place("Да.", "С", "ним"), out_of_place("", "§", "5")
    (5.0, 0.0, 0.0)
    """
    if token in _NUMBER_SIGNS:
        return 0.0 if behind[:1].isdigit() else _PLACE
    if len(token) > 1 and _LETTER.fullmatch(token) and _YEAR.fullmatch(before):
        return 0.0 if token[0] == "г" else _OTHER_LETTER
    if len(token) != 1 or not before:
        return 0.0
    if "\u0400" <= token <= "\u042f":
        return 0.0 if before[-1] in _ENDS else _PLACE
    return _PLACE * bool(_ACCENTED.match(token) and _CYRILLIC_RUN.match(before + behind))


#: Signs that stand in front of numbers, and what a token out of place costs.
_NUMBER_SIGNS, _PLACE = frozenset("§№±"), 5.0
#: What stands in front of a capital, and accented Latin letters.
_ENDS, _ACCENTED = frozenset('.!?:…»”"()—–-'), re.compile("[\u00c0-\u017e]")


def _run_cost(word: str, lang: str) -> float:
    from fixers.lexicon import zipf

    low = word.lower()
    if "ё" in low and lang == "ru" and not zipf(low, lang):
        low = low.replace("ё", "е")
    common = zipf(low, lang) if lang != "latin" else max(zipf(low, "en"), zipf(low, "latin"))
    known = (9.0 - common) * _DECADE if common else float("inf")
    style = 0.0
    if len(word) > 1:
        style = _style(word)
    return min(known, _letters_cost(low, lang) + _UNLISTED) + style


def _style(word: str) -> float:
    if word.islower():
        return 0.0
    if word.isupper():
        return _CAPITALS
    if word[1:].islower():
        return _CAPITAL
    return _CAPITALS_INSIDE + _LATE_YA * bool(
        (word[0].islower() or len(word) >= _LONG) and _YA.search(word)
    )


def _letters_cost(low: str, lang: str) -> float:
    model = letters()
    rows, unknown = model.rows_of(low)
    column = _columns()[lang]
    return (sum(column[r] for r in rows) + 255 * unknown) / STEPS


def best_language(text: str, among: tuple[str, ...] = CYRILLIC) -> str:
    """The language of the Cyrillic words of ``text`` (Russian without any).

    The one that lists most of them; of those that list as many, the one whose letters fit best.
    Damaged words are listed nowhere, so they have no say beside sound ones.

    >>> best_language("заңмен белгіленген түрінде"), best_language("газоанализа Ѕ‘Ќѕ ћЅЏќѕ")
    ('kk', 'ru')
    """
    runs = _CYRILLIC_RUN.findall(text)
    if not runs:
        return "ru"
    listed = _listed(tuple(runs), among)
    most = max(listed)
    best = [lang for lang, n in zip(among, listed, strict=True) if n == most]
    if len(best) == 1:
        return best[0]
    model = letters()
    costs = model.cost(" ".join(runs))
    return min(best, key=lambda lang: costs[model.languages.index(lang)])


@lru_cache(maxsize=4096)
def _listed(runs: tuple[str, ...], among: tuple[str, ...]) -> list[int]:
    """How many of the words of three letters and more each language lists."""
    from fixers.lexicon import is_word

    words = [run for run in runs if len(run) > 2]
    return [sum(is_word(word, lang) for word in words) for lang in among]


def known_share(words: list[str], lang: str) -> tuple[int, int]:
    """``(known, all)`` of the words of four letters and more; ASCII ones prove nothing."""
    from fixers.lexicon import is_word

    runs = [r for word in words for r in WORD.findall(word) if len(r) > 3 and not r.isascii()]
    known = sum(
        is_word(r, lang) if "\u0400" <= r[0] <= "\u052f" else is_word(r, "en") or is_word(r, "latin")
        for r in runs
    )  # fmt: skip
    return known, len(runs)
