"""Single characters that stand for something else, or for nothing.

Ligatures of type ("ﬁ"), control characters, invisible marks inside words, letters taken
apart into a base and an accent ("й" as "и" and a breve).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from fixers.edits import Edit

LIGATURES = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "ft",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}
LIGATURES["\N{LATIN SMALL LIGATURE LONG S T}"] = "st"
_LIGATURE = re.compile(
    rf"(?P<left>[^\W\d_]*)(?P<gap> ?)(?P<sign>[{''.join(LIGATURES)}]+)(?P<blank> ?)(?P<right>[^\W\d_]*)"
)
#: C0 controls but tab, line ends and form feed; DELETE; noncharacters; OBJECT REPLACEMENT.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffc\ufffe\uffff]+")
#: A control character where a formula has a sign: between blanks beside a number or an
#: operator, behind a capital that is a word by itself, or behind a figure (minutes of arc).
_LOST_SIGN = re.compile(
    "[\x01-\x06\x08\x0e-\x1b](?:(?<=[ =].)(?= [\\d=+<>/\u2212])|(?<=[\\d=+<>/\u2212] .)(?= )"
    "|(?<=[^\\w\\s][A-Z].)(?=[\\s/)=])|(?<=\\s[A-Z].)(?=[\\s/)=])|(?<=\\d[A-Z].)(?=[\\s/)=])"
    "|(?<=\\d.)[\x01-\x06\x0e-\x1f]?(?=[ ,;)]|$))"
)
#: Invisible marks: they are damage between or beside letters of scripts that do not use them.
_INVISIBLE = re.compile(
    "(?:[\u200b\u2060\ufeff\u180e]+|(?<=[A-Za-z\u00c0-\u052f])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u052f]))"
)
#: Characters without which :func:`drop_controls` and :func:`compose_letters` have no work.
CONTROLS = frozenset(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F))) | frozenset(
    "\ufffc\ufffe\uffff\u200b\u2060\ufeff\u180e\u200c\u200d"
)
ACCENTS = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030b\u030c\u030d\u02d8\u00a8\u00b4\u02da\u02c7"
)
#: A Cyrillic or Latin letter followed by an accent that belongs to one letter with it.
_APART = re.compile(
    "[ИиЕеІіУуГгКкиЖжЭэ] ?[\u0300-\u0304\u0306-\u030d\u0301]|[ИиУу] ?[\u02d8]|[Ее] ?\u00a8"
)
_ACCENT_OF = {"\u02d8": "\u0306", "\u00a8": "\u0308"}
#: What the taken-apart letters may become; a stress mark on a vowel makes no letter.
_LETTERS = frozenset("йЙёЁїЇўЎѓЃќЌӥӣӢӯӮѐЀѝЍ")


#: An accent that TeX set as a sign of its own between two letters of a Latin word: F¨arnqvist.
_DEAD = re.compile("(?<=[A-Za-z])[\u00a8\u00b4\u02da\u02c7](?P<letter>[a-zı])(?=[a-z])")
_DEAD_ACCENTS = {"\u00a8": "\u0308", "\u00b4": "\u0301", "\u02da": "\u030a", "\u02c7": "\u030c"}
#: Where a breve fell off, found fast: sound Russian has these but in few words (выиграть).
SIGN_BREVE = re.compile("[ыи]и(?:(?<=ыи)|(?<=скии)|(?=ск|ш))|ои(?=\\b)(?<=нои)")
_CYRILLIC_WORD = re.compile("[А-Яа-яё]{5,}")
#: How common the word with breves must be (zipf), and how much commoner than the one without:
#: lexicons made of scanned books hold a few of those.
_COMMON, _COMMONER = 2.5, 1.5
_BARE_BREVE = re.compile("(?<=[аеёиоуыэюя])и")


def may_lack_breves(text: str) -> bool:
    """Whether a letter stands as it does where a breve fell off: what every match of
    :data:`SIGN_BREVE` holds is looked for first, which is faster in sound text.

    >>> may_lack_breves("Россиискии"), may_lack_breves("Россия и Россий")
    (True, False)
    """
    may = "ыи" in text or "скии" in text or "нои" in text or "ииск" in text or "ииш" in text
    return may and SIGN_BREVE.search(text) is not None


def restore_breves(text: str, zipf: Callable[[str], float]) -> Iterator[Edit]:
    """A word that only with its breves is one: "Россиискии" for Российский.

    >>> known = {"российский": 5.0, "россии": 6.0, "другий": 1.0}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [e.after for e in restore_breves("Россиискии выигрыш", look)]
    ['Российский']
    >>> list(restore_breves("России и другии", look))
    []
    """
    for match in _CYRILLIC_WORD.finditer(text):
        word = match[0]
        if not SIGN_BREVE.search(word):
            continue
        after = _BARE_BREVE.sub("й", word)
        common = zipf(after.lower())
        if after != word and common >= _COMMON and common > zipf(word.lower()) + _COMMONER:
            yield Edit(
                match.start(), match.end(), word, after,
                "encoding", "ligatures.restore_breves", 0.96, "breves fell off",
            )  # fmt: skip


def expand_ligatures(text: str, zipf: Callable[[str], float]) -> Iterator[Edit]:
    """Write ligatures of type as letters, and close the gap that they left in a word.

    >>> [e.after for e in expand_ligatures("the ﬁnal", lambda w: 4.0)]
    ['fi']
    >>> [e.after for e in expand_ligatures("speci ﬁ c", lambda w: 4.8 * (w == "specific"))]
    ['fi']
    >>> list(expand_ligatures("œuvre", lambda w: 4.0))  # a letter of French: left alone
    []
    """
    for match in _LIGATURE.finditer(text):
        letters = "".join(LIGATURES[sign] for sign in match["sign"])
        gap, blank = _gaps(match, letters, zipf)
        start = match.start("sign") - len(match["gap"]) * gap
        stop = match.end("sign") + len(match["blank"]) * blank
        yield Edit(
            start, stop, text[start:stop], letters,
            "spacing", "ligatures.expand_ligatures", 0.99, "a ligature of type",
        )  # fmt: skip


def _gaps(match: re.Match[str], letters: str, zipf: Callable[[str], float]) -> tuple[bool, bool]:
    """Whether the blanks in front of and behind the ligature belong to the damage."""
    left, right = match["left"].lower(), match["right"].lower()
    choices = [
        (gap, blank)
        for gap in ({False, bool(match["gap"] and left)})
        for blank in ({False, bool(match["blank"] and right)})
    ]

    def oddity(choice: tuple[bool, bool]) -> float:
        before = " " if match["gap"] and not choice[0] else ""
        after = " " if match["blank"] and not choice[1] else ""
        words = f"{left}{before}{letters}{after}{right}".split()
        known = (zipf(word) if len(word) > 1 or word in "ai" else 0.0 for word in words)
        return sum(8.0 - k for k in known) + 3.0 * sum(choice)

    return min(choices, key=oddity)


def drop_controls(text: str) -> Iterator[Edit]:
    """Take control characters and invisible marks out of the text.

    One that stands by itself beside a number or an operator, or behind a variable, is what a
    font without a character table left of a sign ("M/L \\x18 6"): a flag.

    >>> [e.before for e in drop_controls("a\\x02b")]
    ['\\x02']
    >>> list(drop_controls("a\\tb"))  # a tab is a blank
    []
    >>> [e.applied for e in drop_controls("M/L \\x18 6, words\\x18 and \\x18 more")]
    [False, True, True]
    """
    for pattern, reason in ((_CONTROL, "a control character"), (_INVISIBLE, "an invisible mark")):
        for match in pattern.finditer(text):
            if pattern is _CONTROL and _LOST_SIGN.match(text, match.start()):
                yield Edit(
                    match.start(), match.end(), match[0], match[0],
                    "spacing", "ligatures.drop_controls", 0.5, "a sign of a formula was lost",
                    ("",), False,
                )  # fmt: skip
                continue
            yield Edit(
                match.start(), match.end(), match[0], "",
                "spacing", "ligatures.drop_controls", 0.99, reason,
            )  # fmt: skip


def compose_letters(text: str) -> Iterator[Edit]:
    """Put letters together again: "и" and a breve are "й".

    >>> [e.after for e in compose_letters("Россиискии\\u0306")]
    ['й']
    >>> list(compose_letters("за\\u0301мок"))  # a stress mark: left alone
    []
    """
    for match in _APART.finditer(text):
        accent = match[0][-1]
        letter = unicodedata.normalize("NFC", match[0][0] + _ACCENT_OF.get(accent, accent))
        if letter in _LETTERS:
            yield Edit(
                match.start(), match.end(), match[0], letter,
                "encoding", "ligatures.compose_letters", 0.99, "a letter taken apart",
            )  # fmt: skip
    for match in _DEAD.finditer(text):
        base = match["letter"].replace("ı", "i")
        letter = unicodedata.normalize("NFC", base + _DEAD_ACCENTS[match[0][0]])
        if len(letter) == 1:
            yield Edit(
                match.start(), match.end(), match[0], letter,
                "encoding", "ligatures.compose_letters", 0.96, "an accent set as a sign",
            )  # fmt: skip
