"""Letters of the wrong script, and digits in words, that look like the right ones.

A word is judged part by part between its hyphens, so "IT-сектор" and "Python-скрипт" hold
no mixed part. A mixed part is written in one script when every odd letter has a twin there
and the result is a word, or when the odd letters are few among letters that have no twin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

#: Latin letters and the Cyrillic letters that look like them.
TO_CYRILLIC = str.maketrans(
    "aceopxyABCEHKMOPTXYkëËiIïÏjJsShè",
    "асеорхуАВСЕНКМОРТХУкёЁіІїЇјЈѕЅһѐ",
)
TO_LATIN = str.maketrans(
    "асеорхуАВСЕНКМОРТХУкёЁіІїЇјЈѕЅһѐ",
    "aceopxyABCEHKMOPTXYkëËiIïÏjJsShè",
)
#: Twins that only some Cyrillic languages have; elsewhere a Latin "i" has no twin.
_NOT_RUSSIAN = frozenset("іІїЇјЈѕЅһѐ")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_MIXED = re.compile(
    r"(?=[^\W\d_]*(?:[A-Za-z\u00c0-\u024f][\u0400-\u052f]|[\u0400-\u052f][A-Za-z\u00c0-\u024f]))"
    r"(?<![^\W_])[^\W\d_]+(?![^\W_])"
)
#: A Roman numeral with Cyrillic twins of I, V, X, C, M among its letters.
_ROMAN = re.compile(r"(?<![\w'’])[IVXLCMІХСМVУ]{2,}(?![\w'’])")
#: Two such letters, found fast.
SIGN_ROMAN = re.compile("[IVXLCMІХСМУ][IVXLCMІХСМУ]")
_ROMAN_TWINS = str.maketrans("ІХСМ", "IXCM")
_THOUSANDS = frozenset("MCD")
_ROMAN_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
#: Digits that stand for letters inside Cyrillic words.
_DIGIT_LETTERS = {"0": "о", "3": "з", "6": "б", "4": "ч"}
_DIGIT_IN_WORD = re.compile(
    r"(?<![\w.,-])(?:[\u0400-\u052f]+[0346](?:[\u0400-\u052f]+[0346]?)*[\u0400-\u052f]{2,}"
    r"|[0346][\u0430-\u045f]{4,}(?:[0346][\u0430-\u045f]+)?)(?![\w-])"
)
_LETTER_IN_NUMBER = re.compile(r"(?<![\w.,])(?=[\dOОо]{4,})\d+(?:[OОо]\d*)+(?<=\d)(?![\w])")
#: A year with an l for its 1, and forms of этот with a 3 for their first letter.
_YEAR = re.compile(r"(?<![\w.,])(?:[12]\dl\d|20[0-2]l|19\dl)(?![\w])")
_THIS = re.compile(r"(?<![\w.,-])3т(?:от?|а|и|у|ого|ой|ому?|их|им|ими)(?!\w)")
_NUMERO = re.compile(r"(?<![\w.])(?P<sign>N[eеoо])(?= ?\d)")


def unify_script(
    text: str, is_word: Callable[[str], bool], zipf: Callable[[str], float]
) -> Iterator[Edit]:
    """Write a word of mixed letters in the one script that it belongs to.

    >>> look = lambda word: 4.0 * (word in ("проблемы", "сектор"))
    >>> [e.after for e in unify_script("Прoблeмы COVID", look, look)]
    ['Проблемы']
    >>> list(unify_script("IT-сектор, Python-скрипт, SMSки", look, look))
    []
    """
    for match in _MIXED.finditer(text):
        if _is_key(text, match):
            continue
        verdict: tuple[str, float, str] | None
        if _is_domain(text, match):
            verdict = (match[0].translate(TO_LATIN), 0.97, "Cyrillic letters in an address")
        else:
            verdict = _one_script(match[0], is_word, zipf)
        if verdict:
            after, confidence, reason = verdict
            yield Edit(
                match.start(), match.end(), match[0], after,
                "homoglyph", "homoglyphs.unify_script", confidence, reason,
            )  # fmt: skip


def _one_script(
    word: str, is_word: Callable[[str], bool], zipf: Callable[[str], float]
) -> tuple[str, float, str] | None:
    """The word in one script, how sure that is, and why; ``None`` to leave it."""
    if roman := _as_roman(word):
        return roman, 0.97, "a Roman numeral"
    cyrillic, latin = word.translate(TO_CYRILLIC), word.translate(TO_LATIN)
    if len(word) == 2 and word[0].isupper() != word[1].isupper():
        return None  # a variable with its index: Kп, Nк; or behind a word: иY
    choices = []
    if not _LATIN.search(cyrillic):
        choices.append((cyrillic, _CYRILLIC, TO_LATIN, "Latin letters in a Cyrillic word"))
    if not _CYRILLIC.search(latin):
        choices.append((latin, _LATIN, TO_CYRILLIC, "Cyrillic letters in a Latin word"))
    words = [c for c in choices if is_word(c[0].lower())]
    if not words:
        choices = [c for c in choices if not _is_glued(word, c, is_word)]
        words = [c for c in _in_italics(word) if is_word(c[0].lower())]
    if len(words) == 1:
        if _is_variable(word) and zipf(words[0][0].lower()) < _COMMON:
            return None
        if len(word) < 4 and words[0][1] is _LATIN and 2 * len(_LATIN.findall(word)) <= len(word):
            return None  # "роr": the r of a formula beside a word
        return words[0][0], 0.98, words[0][3]
    derived = len(choices) == 1 and _is_derived(choices[0][0], is_word)
    if len(choices) == 1 and len(word) > 3 and (derived or not _has_index(word)):
        after, script, _, reason = choices[0]
        own = len(script.findall(word))
        foreign_twins = any(a != b and b in _NOT_RUSSIAN for a, b in zip(word, after, strict=True))
        misleading = foreign_twins or ("у" in word and "y" in after)  # у is u in Serbian
        if own * 2 > len(word) and not (misleading and not is_word(after.lower())):
            return after, 0.9, reason
    return None


#: Keys that are held down with another.
_KEYS = frozenset("CMSHA")
#: Prefixes that make words which no lexicon needs to list.
_PREFIXES = (
    "со", "авто", "анти", "вице", "евро", "контр", "мало", "мега", "микро", "много", "мульти", "не",
    "недо", "обще", "пере", "ретро", "само", "супер", "теле", "экс",
)  # fmt: skip


def _is_derived(word: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a capitalised word is a listed one with a usual prefix: Сопродюсерами.

    >>> _is_derived("Сопродюсерами", {"продюсерами"}.__contains__)
    True
    """
    low = word.lower()
    return word.istitle() and any(
        low.startswith(p) and len(low) > len(p) + 4 and is_word(low[len(p) :]) for p in _PREFIXES
    )


#: The ends of addresses, of which lexicons list but a few.
_DOMAINS = frozenset({"com", "org", "net", "edu", "gov", "info", "de", "eu", "me"})


def _is_domain(text: str, match: re.Match[str]) -> bool:
    """Whether a word of mixed letters is the end of an address: ".соm"."""
    start = match.start()
    return text[start - 1 : start] == "." and match[0].translate(TO_LATIN).lower() in _DOMAINS


def _is_key(text: str, match: re.Match[str]) -> bool:
    """Whether a short word follows a Latin letter and a hyphen: keys of a keyboard, "M-x"."""
    start = match.start()
    letter = text[max(0, start - 2) : start - 1]
    return len(match[0]) < 4 and text[start - 1 : start] == "-" and letter in _KEYS


#: Latin letters that look like Cyrillic ones set in italics.
_ITALICS = str.maketrans("mungrd", "типдгд") | TO_CYRILLIC
_Choice = tuple[str, re.Pattern[str], dict[int, int], str]


def _in_italics(word: str) -> list[_Choice]:
    """The word with letters of italics read back, if it is long enough to tell."""
    cyrillic = word.translate(_ITALICS)
    if len(word) < 5 or not word[1:].islower() or _LATIN.search(cyrillic):
        return []
    return [(cyrillic, _CYRILLIC, TO_LATIN, "Latin letters that look like Cyrillic italics")]


def _is_glued(word: str, choice: _Choice, is_word: Callable[[str], bool]) -> bool:
    """Whether one letter of the other script is a word, an ending or a lost sign beside a word
    rather than a twin inside it: "grepс", "Pompiliusа", "xвозможно", "друзейCфизиков".

    >>> _is_glued("grep\N{CYRILLIC SMALL LETTER ES}", ("grepc", _LATIN, {}, ""), lambda word: False)
    True
    """
    own = choice[1]
    foreign = [i for i, letter in enumerate(word) if not own.match(letter)]
    if len(foreign) != 1 or is_word(choice[0].lower()):
        return False
    at = foreign[0]
    if word[at].isupper():
        return at > 0 and word[at - 1].islower()
    if own is _LATIN:
        return at == len(word) - 1 and at > 1
    return at == 0 and is_word(word[1:].lower())


def _is_variable(word: str) -> bool:
    """Whether one Latin letter stands before a short or capital Cyrillic index: Xэкв, kсм, xОВБ.

    >>> _is_variable("k\N{CYRILLIC SMALL LETTER ES}м"), _is_variable("Cтарший")
    (True, False)
    """
    rest = word[1:]
    return bool(
        _LATIN.match(word)
        and not _LATIN.search(rest)
        and (len(rest) <= _INDEX or (rest.isupper() and word[0].islower()))
        and not word.isupper()
    )


#: Letters of the longest index, and how common (zipf) a word is that is no variable.
_INDEX, _COMMON = 3, 4.0


def _has_index(word: str) -> bool:
    """Whether one capital of the other script stands at the end of a word in small letters: a
    variable and its index, or one that lost its hyphen.

    >>> _has_index("\N{LATIN CAPITAL LETTER X}экв"), _has_index("эквA"), _has_index("Прoблeмы")
    (True, True, False)
    """
    return any(
        capital.isupper() and rest.islower() and _script_of(capital) != _script_of(rest) is not None
        for capital, rest in ((word[0], word[1:]), (word[-1], word[:-1]))
    )


def _as_roman(word: str) -> str | None:
    """The word as a Roman numeral in Latin letters, if it is one of two letters or more."""
    roman = word.translate(_ROMAN_TWINS)
    if len(word) < 2 or not roman.isascii() or not _ROMAN_FORM.fullmatch(roman):
        return None
    if _THOUSANDS.issuperset(roman):
        return None  # МС, CD: abbreviations, and no number that anybody writes
    return roman


def latin_numerals(text: str) -> Iterator[Edit]:
    """Roman numerals typed with Cyrillic letters among Latin ones, or as "ІІ".

    >>> [e.after for e in latin_numerals("ХIХ век, ІІ том")]
    ['XIX', 'II']
    >>> list(latin_numerals("ХХ век, МИД, СССР, ССС"))  # one script and a usual habit: left
    []
    """
    for match in _ROMAN.finditer(text):
        word = match[0]
        latin, cyrillic = _LATIN.search(word), _CYRILLIC.search(word)
        if not cyrillic or not (latin or "І" in word) or (word.strip("І") and not latin):
            continue
        if roman := _as_roman(word):
            yield Edit(
                match.start(), match.end(), word, roman,
                "homoglyph", "homoglyphs.latin_numerals", 0.97, "a Roman numeral",
            )  # fmt: skip


def letters_for_digits(text: str, is_word: Callable[[str], bool]) -> Iterator[Edit]:
    """Digits inside Cyrillic words, and the letter O inside numbers.

    >>> [e.after for e in letters_for_digits("на6людение 2О15", {"наблюдение"}.__contains__)]
    ['наблюдение', '2015']
    >>> list(letters_for_digits("формат А4, Fe2О3, 3летний", {"формат"}.__contains__))
    []
    """
    for match in _DIGIT_IN_WORD.finditer(text):
        word = _spelled(match[0])
        if is_word(word.lower()):
            yield Edit(
                match.start(), match.end(), match[0], word,
                "homoglyph", "homoglyphs.letters_for_digits", 0.96, "a digit inside a word",
            )  # fmt: skip
    for match in _LETTER_IN_NUMBER.finditer(text):
        yield Edit(
            match.start(), match.end(), match[0], re.sub("[OОо]", "0", match[0]),
            "number", "homoglyphs.letters_for_digits", 0.95, "a letter inside a number",
        )  # fmt: skip

    for match in _YEAR.finditer(text):
        yield Edit(
            match.start(), match.end(), match[0], match[0].replace("l", "1"),
            "number", "homoglyphs.letters_for_digits", 0.95, "a letter inside a year",
        )  # fmt: skip
    for match in _THIS.finditer(text):
        capital = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?"
        yield Edit(
            match.start(), match.start() + 1, "3", "Э" if capital else "э",
            "homoglyph", "homoglyphs.letters_for_digits", 0.95, "a digit for Э",
        )  # fmt: skip


def _spelled(word: str) -> str:
    """The word with letters for its digits, in the case of the letter behind or before."""
    out = []
    for i, sign in enumerate(word):
        if sign not in _DIGIT_LETTERS:
            out.append(sign)
            continue
        capital = (i == 0) or (word[:i] + word[i + 1 :]).isupper()
        letter = _DIGIT_LETTERS[sign]
        out.append(letter.upper() if capital else letter)
    return "".join(out)


#: Two initials, found fast.
SIGN_INITIALS = re.compile(r"\.(?<=\b[A-ZЀ-Я]\.) ?[A-ZЀ-Я]\.")
#: Two or three initials with the surname that they belong to, in front or behind.
_INITIALS = re.compile(
    r"(?:(?<![^\W_])(?P<left>[^\W\d_]{3,}),? )?(?<![^\W_])(?P<run>(?:[^\W\d_a-zа-яё]\. ?){2,3})"
    r"(?P<right>[^\W\d_]{3,})?"
)


def match_initials(text: str) -> Iterator[Edit]:
    """Write initials in the script of their neighbours: "Е. P. Beregova" in Latin letters.

    What decides is an initial without a twin, else the surname behind them; between names of
    two scripts they stay, as does a single one (it may be an abbreviation).

    >>> [(e.before, e.after) for e in match_initials("\N{CYRILLIC CAPITAL LETTER IE}. P. Beregova")]
    [('\u0415', 'E')]
    >>> list(match_initials("А. Б. Петров и J. Smith, Т. 5"))
    []
    """
    for match in _INITIALS.finditer(text):
        script = _script_of_initials(match["run"], match["left"], match["right"])
        if script is None:
            continue
        table, reason = (
            (TO_CYRILLIC, "initials of a Cyrillic name")
            if script == "cyrillic"
            else (TO_LATIN, "initials of a Latin name")
        )
        for at, letter in enumerate(match["run"], match.start("run")):
            after = letter.translate(table)
            if letter.isalpha() and after != letter and after not in _NOT_RUSSIAN:
                yield Edit(
                    at, at + 1, letter, after, "homoglyph", "homoglyphs.match_initials", 0.95, reason
                )  # fmt: skip


def _script_of_initials(run: str, left: str | None, right: str | None) -> str | None:
    """The script that initials between these words belong to, if all evidence agrees."""
    plain = {s for c in run if c.isalpha() and (s := _script_without_twin(c))}
    if plain:
        return plain.pop() if len(plain) == 1 else None
    if not (right and right.istitle()):
        return None  # a capitalised word in front may as well be an ordinary one
    script = _script_of(right)
    return script if not left or _script_of(left) == script else None


def _script_without_twin(letter: str) -> str | None:
    """The script of a letter that looks like none of the other script (P. S. is Latin)."""
    twin = letter.translate(TO_CYRILLIC if _LATIN.match(letter) else TO_LATIN)
    return _script_of(letter) if twin == letter or twin in "Ѕ" else None


def _script_of(word: str) -> str | None:
    """The one script of a word; ``None`` where it mixes two or has none."""
    cyrillic, latin = bool(_CYRILLIC.search(word)), bool(_LATIN.search(word))
    if cyrillic == latin:
        return None
    return "cyrillic" if cyrillic else "latin"


def numero_signs(text: str) -> Iterator[Edit]:
    """ "Ne 5" and "No 5" of a Cyrillic text are "№ 5".

    >>> [e.after for e in numero_signs("Указ Президента от 12 октября Ne 1045")]
    ['№']
    >>> list(numero_signs("Order No 5 of the President"))  # English: left alone
    []
    """
    if len(_CYRILLIC.findall(text)) < 2 * len(_LATIN.findall(text)):
        return
    for match in _NUMERO.finditer(text):
        yield Edit(
            match.start(), match.end(), match[0], "№",
            "homoglyph", "homoglyphs.numero_signs", 0.95, "the numero sign read as letters",
        )  # fmt: skip
