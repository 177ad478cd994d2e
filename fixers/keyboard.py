"""Words typed with the keyboard in the wrong layout: "Ghbdtn" for «Привет»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_TOKEN = re.compile(r"(?<!\S)[\"'(«“]?(?P<core>[^\s()«»“”]+?)(?P<end>[.,;:!?)»”\"']*)(?!\S)")
_LATIN = re.compile(r"[A-Za-z\[\]{};:'\"<>,.`~-]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё-]+")
#: Four keys in a row without a Latin vowel: all but few Russian words have them, English ones
#: hardly (Russian vowels are on consonant keys).
SIGN = re.compile(r"[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z](?:[b-df-hj-np-tv-z]|[\[\];',.`](?=[a-z])){3}")
#: A word that proves the layout: so long, so common when switched, so unknown as it stands.
_PROOF_LENGTH, _PROOF_ZIPF, _KNOWN_ZIPF = 5, 3.3, 1.0
#: A short word goes along with its neighbours when it is this common.
_SHORT_ZIPF = 4.5

#: Whole words that hold such keys, or are long and Cyrillic.
_WORDS = re.compile(rf"(?<!\S)(?:(?=\S*{SIGN.pattern})|(?=[А-Яа-яЁё]{{5}}))\S+")

Zipf = Callable[[str, str], float]


def switch_layout(text: str, zipf: Zipf) -> Iterator[Edit]:
    """Words that make sense in the other layout only, and short words beside them.

    >>> words = {("привет", "ru"): 4.9, ("мир", "ru"): 5.5, ("world", "en"): 6.0}
    >>> look = lambda word, lang: words.get((word, lang), 0.0)
    >>> [e.after for e in switch_layout("Ghbdtn vbh", look)]
    ['Привет', 'мир']
    >>> list(switch_layout("World qwerty HTTP", look))
    []
    """
    if not any(_proves(word, zipf) for word in _WORDS.findall(text)):
        return
    tokens = list(_TOKEN.finditer(text))
    switched = [_switch(t["core"], t["end"], zipf) for t in tokens]
    proofs = [s is not None and s[1] for s in switched]
    for i, token in enumerate(tokens):
        found = switched[i]
        if found is None or not (proofs[i] or _beside_proof(proofs, switched, i)):
            continue
        after, start = found[0], token.start("core")
        before = text[start : start + len(after)]
        yield Edit(
            start, start + len(after), before, after,
            "keyboard", "keyboard.switch_layout", 0.95 if proofs[i] else 0.85,
            "typed in the other keyboard layout",
        )  # fmt: skip


def _proves(word: str, zipf: Zipf) -> bool:
    """Whether a word with the look of the other layout makes sense there and not here."""
    token = _TOKEN.fullmatch(word)
    found = token and _switch(token["core"], token["end"], zipf)
    return bool(found and found[1])


def _beside_proof(proofs: list[bool], switched: list[tuple[str, bool] | None], at: int) -> bool:
    """Whether switched words lead from here to a proof."""
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(switched) and switched[i] is not None:
            if proofs[i]:
                return True
            i += step
    return False


def _switch(core: str, end: str, zipf: Zipf) -> tuple[str, bool] | None:
    """The token in the other layout and whether it proves the layout; ``None`` to leave it."""
    for keys, table, here, there in (
        (_LATIN, TO_RUSSIAN, "en", "ru"), (_CYRILLIC, TO_LATIN, "ru", "en"),
    ):  # fmt: skip
        # A closing comma or full stop may be a letter: "djghjc." is «вопрос» and a full stop,
        # "nt,z" holds «б».
        for tail in dict.fromkeys(("", end[:1])):
            word = core + tail
            if not keys.fullmatch(word):
                continue
            after = word.translate(table)
            if not after.replace("-", "").isalpha() or not _usual_case(after):
                continue
            known = zipf(word.lower(), here)
            if known >= _SHORT_ZIPF:
                return None
            common = zipf(after.lower(), there)
            if known < _KNOWN_ZIPF and common >= _PROOF_ZIPF and len(after) >= _PROOF_LENGTH:
                return after, True
            if common >= _SHORT_ZIPF and common > known + 1:
                return after, False
    return None


def _usual_case(word: str) -> bool:
    return word[1:].islower() or word.isupper() or len(word) == 1
