"""What text in a wrong encoding looks like, found fast: sound text is passed over in no time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

#: Cyrillic small and capital letters, those of Windows-1251 beside the Russian ones included.
SMALL, CAPITAL = "а-яѐ-џ", "Ѐ-Я"
#: Signs and Greek letters that bytes of Cyrillic text become in DOS and Macintosh encodings.
_SIGNS = "¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¸¹º¼½¾¿÷ƒˆ˜ˇ˘˙˚˛˝ΓΘΣΦΩαδεπστφ†‡•‰‹›⁄€™∂∆∏∑∙√∞∩∫≈≠≡≤≥⌐⌠⌡◊ﬁﬂ\uf8ff"
#: What text in a wrong encoding looks like; each alternative is rare in sound text. All begin
#: with a character that is rare itself, so that sound text is passed over fast.
SIGN = re.compile(
    "[\u0080-\u009f]"  # C1 controls
    "|[\u00c0-\u017e\u00b8\u00a8]{3}"  # Cyrillic as Latin-1: Íåäîñòà
    "|[\u2500-\u25a0](?:[\u2500-\u25a0\u0400-\u04ff]|(?<=[\u0400-\u04ff].))"  # CP866: ═хфюё
    f"|[{_SIGNS}](?:(?<=[\u0400-\u04ff].)(?![ \t.,;:)»]|$)"  # CP866 as cp1251: в®з
    "|(?<=[\u0400-\u04ff][¬¤¦])"  # none of these stands behind a word
    f"|(?<!\\S.)[а-яё]|\\S?\\S?[{_SIGNS}])"  # ÷ель; KOI8 as MacRoman: “≈À◊…⁄…‘Ÿ
    "|€(?<=[А-Яа-яёЁ]€)|[‡†‰ˆ˜ˇ˘˙˚˛˝¬¤¥®](?<=[A-Za-z\u00c0-\u00ff].)[A-Za-z\u00c0-\u00ff‡]"
    "|[–—−][^\\s–—−](?:[–—−][^\\s–—−]){2}"  # UTF-8 as MacRoman: –ù–µ–¥
    "|[РСÐÑ][\u0400-\u040f\u0450-\u045f\u00a0-\u00bf‚„…†‡€‰‹‘’“”•–—™›№]"  # UTF-8: РќРµ
    "[РСÐÑ][\u0400-\u040f\u0450-\u045f\u00a0-\u00bf‚„…†‡€‰‹‘’“”•–—™›№]"
)
#: Characters without which the pattern has nothing to find.
ODD = frozenset(
    _SIGNS + "€Ð" + "".join(map(chr, (*range(0x80, 0x180), *range(0x2500, 0x25A1))))
    + "ЂЃЉЊЌЋЏђѓљњќћџѕј"
) - frozenset("\u00a0«»·°§×")  # fmt: skip
#: A capital inside a word, a stray sign at its head: KOI8, ISO-8859-5, MacCyrillic and
#: Windows-1251 taken for each other.
SIGN_CASE = re.compile(f"[{CAPITAL}](?<=[{SMALL}][{CAPITAL}])|[–—…’”•†‡](?<!\\S.)[{SMALL}]{{2}}")
#: Either that or a word in capitals, found in one go.
_CAPITALS = re.compile("[Ѐ-Я]{5,}")
_SIGN_CAPITALS = re.compile(
    f"[Ѐ-Я–—…’”•†‡](?:(?<=[{SMALL}][{CAPITAL}])|(?<=[Ѐ-Я])[Ѐ-Я]{{4}}"
    f"|(?<=[–—…’”•†‡])(?<!\\S.)[{SMALL}]{{2}})"
)
#: A quote in front of a small letter, and what closes it (nothing closes a closing one).
_QUOTED = re.compile("(?<![^ \\t(])([«»“”„‘’‚])([а-яё]{3,})(?![\\w-])")
_CLOSES = {"«": "»", "“": "”", "„": "“”", "‘": "’", "»": "", "”": "", "’": "", "‚": ""}
_QUOTES = frozenset(_CLOSES) | {"¬"}
#: Signs that stand by themselves in no sound text: each is a capital В for the other encoding.
LONE_SIGNS = frozenset("¬‚")
_LONE_SIGN = re.compile("(?<![^ ])[¬‚](?![^ ])")
#: Letters that no language has in one text: Kazakh read as Windows-1251 has them.
_STRANGERS = tuple(
    (frozenset(some), frozenset(others))
    for some, others in (
        ("ѕјќѓђљњћџЂЃЉЊЌЋЏ", "ыэщьйіїєґў"), ("їєґЇЄҐ", "ыэъёңөұүһ"), ("ў", "їєґЇЄҐңөұүһ"),
    )
)  # fmt: skip
_STRANGE = frozenset[str]().union(*(some for some, _ in _STRANGERS))
#: The commonest Russian letters, their share of sound text, and how little is suspicious.
_COMMON, _FEW = "оеаиОЕАИ", 0.1
_LONG_WORD = re.compile("[Ѐ-ӿ]{6,}")
CYRILLIC = frozenset(map(chr, range(0x0400, 0x0530)))


def has_sign(text: str, characters: frozenset[str]) -> bool:
    """Whether ``text`` holds something that text in a wrong encoding is full of.

    ``characters`` are those that occur in it.
    """
    if not characters.isdisjoint(ODD) and SIGN.search(text):
        return True
    if characters.isdisjoint(CYRILLIC):
        return False
    if not characters.isdisjoint(_QUOTES) and any(has_quote_for_letter(text)):
        return True
    if _SIGN_CAPITALS.search(text) and (SIGN_CASE.search(text) or _no_words(text, _CAPITALS, any)):
        return True
    return is_unlikely(text, characters)


def has_quote_for_letter(text: str) -> Iterator[bool]:
    """Of each word behind a quote, whether the quote is likely to stand for its first letter.

    MacCyrillic and Windows-1251 make capitals quotes of each other. Such a word is in no
    lexicon without its first letter, and nothing closes the quote.

    >>> any(has_quote_for_letter("в “билиси")), any(has_quote_for_letter("в “большом” доме"))
    (True, False)
    """
    for _ in _LONE_SIGN.finditer(text):
        yield True
    for match in _QUOTED.finditer(text):
        quote, word = match[1], match[2]
        closed = sum(map(text.count, _CLOSES[quote])) >= text.count(quote)
        yield not closed and not is_listed_anywhere(word)


@lru_cache(maxsize=1024)
def is_unlikely(text: str, characters: frozenset[str] | None = None) -> bool:
    """Whether the letters of a Cyrillic text are not those that any language has together.

    >>> is_unlikely("фйтпуфтпнпъ мйрщ немлпмйуфопк"), is_unlikely("жјне экспорттыѕ жуыєы")
    (True, True)
    >>> is_unlikely("и в области торговли")
    False
    """
    characters = frozenset(text) if characters is None else characters
    if not characters.isdisjoint(_STRANGE) and any(
        characters & some and characters & others for some, others in _STRANGERS
    ):
        return True
    if _few_common(text) and sum("\u0400" <= c <= "\u052f" for c in text) > len(text) / 2:
        return True
    return _no_words(text, _LONG_WORD, all)


def _few_common(text: str) -> bool:
    enough, found = _FEW * len(text), 0
    for letter in _COMMON:
        found += text.count(letter)
        if found >= enough:
            return False
    return True


@lru_cache(maxsize=4096)
def is_listed_anywhere(word: str) -> bool:
    """Whether a word stands in the lexicon of any language."""
    from fixers.lexicon import is_word

    return is_word(word, "ru") or is_word(word)


def _no_words(text: str, pattern: re.Pattern[str], which: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether all (or any) of the first words of a pattern are in no lexicon."""
    words = (m[0] for m in itertools.islice(pattern.finditer(text), 4))
    first = next(words, None)
    return first is not None and which(
        not is_listed_anywhere(w) for w in itertools.chain((first,), words)
    )
