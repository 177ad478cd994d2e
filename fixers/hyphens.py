"""Hyphens that a line end, a stray blank or a soft hyphen left in words.

Three kinds of damage, told apart by what the lexicon and the document itself know:

- a word broken over two lines ("ин-" / "теграции") loses the hyphen;
- a compound broken at its own hyphen ("социально-" / "экономический") keeps it;
- a compound with a blank behind the hyphen ("cross- border") is closed.

Hanging hyphens ("pre- and post-war") and a dash typed as a hyphen are the author's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fixers.edits import Edit

Zipf = Callable[[str], float]


def words(table: str) -> frozenset[str]:
    """A table of words, written with blanks between them."""
    return frozenset(table.split())


def _no_evidence(_: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the decision rests on.

    ``is_word`` and ``zipf`` (0 to 8) know the language of the word at hand; ``seen`` counts
    a lower-cased spelling elsewhere in the document, compounds with their hyphen;
    ``splits`` says how often the document has compounds split by a stray blank.
    """

    is_word: Callable[[str], bool]
    zipf: Zipf
    seen: Callable[[str], int] = field(default=_no_evidence)
    splits: int = 0


_BLANKS = r"[ \t\u00a0]*"
_LINE_END = r"(?:\r\n|[\n\r\f\v\u2028\u2029])"
#: HYPHEN-MINUS, SOFT HYPHEN, HYPHEN, NON-BREAKING HYPHEN, NOT SIGN (a soft hyphen misread).
_HYPHEN = "[-\u00ad\u2010\u2011¬]"
_LETTER = r"[^\W\d_]"
_PART = rf"{_LETTER}(?:['’\u0301\u0306\u0308]|{_LETTER})*"
_GAP = rf"{_HYPHEN}{_BLANKS}(?:{_LINE_END}{_BLANKS})+"
#: A word with a hyphen at one line end or more, and the rest of a compound around it.
_AT_LINE_END = re.compile(
    rf"(?P<before>(?:{_PART}{_HYPHEN})*)(?P<word>(?:{_PART}|\d+)(?:{_GAP}(?:{_PART}|\d+))+)"
    rf"(?P<behind>(?:{_HYPHEN}{_PART})*)"
)
_GAPS = re.compile(rf"({_GAP})")
_STRAY_BLANK = re.compile(
    rf"(?<![\w-])(?P<before>(?:{_PART}-)*)(?P<left>{_PART})(?P<gap>- {{1,2}})(?P<right>{_PART})"
    rf"(?P<behind>(?:-{_PART})*)(?!\w)"
)
_SOFT = re.compile(rf"(?P<left>{_LETTER}*|\d*)\u00ad+(?P<right>{_LETTER}*|\d*)")

#: A hyphen in front of these hangs: "pre- and post-war", "двух- и трёхкомнатный".
CONJUNCTIONS = words(
    """
    and or to nor but vs versus as then than through und oder bis bzw sowie et ou y o e ed и
    или либо да а но до с к по ни і й та або чи ні и/или and/or және мен бен пен немесе ды
    ці альбо или так как
    """
)
#: Those that no compound ends with, whatever lexicons of scanned text hold ("нефте-и").
_AND_OR = words("and or und oder et и или та або чи ці альбо және немесе и/или and/or")
#: Second parts that Russian, Ukrainian and Belarusian write with a hyphen (какой-то).
PARTICLES = words(
    """
    то либо нибудь таки ка де с небудь нибуть будь нить тка
    """
)
#: First parts that they do: по-русски, во-первых, кое-кто, из-за, экс-министр.
LEADERS = words(
    """
    по во в кое кой из экс вице обер унтер лейб штаб пол еле чуть мало всё все где как кто
    что будь казна хтозна бозна
    """
)
#: English first parts that are no words by themselves, or adjectives and numbers that make
#: compounds with most words.
ENGLISH_FIRST = words(
    """
    cross socio inter intra trans non pre post anti multi semi self co geo macro micro neo
    pro quasi pseudo ultra extra sub super vice ex well ill long short high low large small
    medium full half part single double triple two three four five six seven eight nine ten
    first second third fourth real open closed fixed mid middle upper lower late early new
    near far best better small fast slow hard soft sino afro euro indo anglo franco russo
    soviet north south east west eco agro ethno electro bio psycho politico so
    """
)
#: Nouns that do: closed only where the document is known to have stray blanks, because a
#: dash typed as a hyphen may follow a noun.
NOUN_FIRST = words(
    """
    world state sea air water cost time user labor labour capital resource energy knowledge
    decision policy market export import risk age gender class income data evidence oil gas
    land trade border people family value quality export government goods
    """
)
#: English words that begin a phrase behind a dash rather than the second part of a compound.
_NO_SECOND = words(
    """
    the a an it is are was were this that these those we he she they i you there here what
    which who where when why how not no in of at for with from by on if because while since
    our his her their its my your be been being has have had will would can could may might
    do does
    """
)
_ADJECTIVE = re.compile(
    r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ыми|ими|о|і|а|я|е|ої|ій"
    r"|ою|ею|их|іх|ими|імі|ага|яга|ай|эй|ную|ны|ній|ський|ски|ска|ско)$"
)


def join_hyphens(text: str, know: Knowledge) -> Iterator[Edit]:
    """Resolve a hyphen at a line end: take it away, or keep it and close the gap.

    >>> words = {"перенос": 3.0, "социально": 4.0, "экономический": 4.0}
    >>> know = Knowledge(words.__contains__, lambda w: words.get(w, 0.0))
    >>> [e.after for e in join_hyphens("пере-\\nнос", know)]
    ['перенос']
    >>> [e.after for e in join_hyphens("социально-\\nэкономический", know)]
    ['социально-экономический']
    >>> list(join_hyphens("двух-\\nи трёхкомнатный", know))  # hangs: left alone
    []
    """
    for match in _AT_LINE_END.finditer(text):
        resolved = _resolve(match["word"], know, match["before"], match["behind"])
        if resolved is None:
            continue
        after, confidence, reason = resolved
        start, stop = match.span("word")
        yield Edit(
            start, stop, match["word"], after,
            "hyphen", "hyphens.join_hyphens", confidence, reason,
        )  # fmt: skip


def _resolve(word: str, know: Knowledge, before: str, behind: str) -> tuple[str, float, str] | None:
    """The word without its line ends, part by part; ``None`` where a hyphen hangs."""
    left, *rest = _GAPS.split(word)
    confidence, reason, head = 1.0, "", ""
    for gap, right in zip(rest[::2], rest[1::2], strict=True):
        if right.lower() in CONJUNCTIONS and not _is_known(left, right, know):
            return None
        keeps, sure, reason = decide(left, right, know, before, behind)
        confidence = min(confidence, sure)
        if keeps:
            head += left + ("-" if gap[0] in "\u00ad¬" else gap[0])
            left = right
        else:
            left += right
    return head + left, confidence, reason


def _is_known(left: str, right: str, know: Knowledge) -> bool:
    """Whether the two parts make a word, with or without the hyphen (кто-либо)."""
    return know.is_word((left + right).lower()) or know.is_word(f"{left}-{right}".lower())


def decide(
    left: str, right: str, know: Knowledge, before: str = "", behind: str = ""
) -> tuple[bool, float, str]:
    """Whether "left-right" keeps its hyphen, how sure that is, and why."""
    if left[-1].isdigit() or right[0].isdigit():
        return True, 0.9, "a hyphen beside digits stays"
    joined, closed = (left + right).lower(), f"{left}-{right}".lower()
    if closed_seen := know.seen((before + closed + behind).lower()) + (
        know.seen(closed) if before or behind else 0
    ):
        if closed_seen > know.seen(joined):
            return True, 0.99, "the document writes it with a hyphen"
    elif know.seen(joined):
        return False, 0.99, "the document writes it without a hyphen"
    if right[0].isupper() and not left.isupper():
        return True, 0.97, "a capital follows"
    if len(left) == 1:
        return True, 0.95, "one letter is not split off"
    return _by_lexicon(left.lower(), right.lower(), joined, closed, know)


def _by_lexicon(
    left: str, right: str, joined: str, closed: str, know: Knowledge
) -> tuple[bool, float, str]:
    common, compound = know.zipf(joined), know.zipf(closed)
    if compound > common or (know.is_word(closed) and not know.is_word(joined)):
        return True, 0.98, "the lexicon has it with a hyphen"
    parts = min(know.zipf(left), know.zipf(right)) >= PART
    if know.is_word(joined):
        rare = RARE_COMPOUND + 0.7 * (left in ENGLISH_FIRST)
        if parts and joined.isascii() and left not in PREFIXES and common < rare:
            return True, 0.85, "two common words, rarely written as one"
        return False, 0.98, "the joined form is a word"
    if right in PARTICLES or (left in LEADERS and know.is_word(right)):
        return True, 0.97, "a particle with a hyphen"
    if len(right) > 2 and parts:
        return True, 0.9, "both parts are words, the joined form is not"
    if left in ENGLISH_FIRST | NOUN_FIRST and know.is_word(right):
        return True, 0.9, "a compound's first part"
    if left.endswith(("о", "е")) and know.is_word(right) and _ADJECTIVE.search(right):
        return True, 0.85, "a compound adjective"
    return False, 0.85, "neither form is known; a line end splits words"


#: An English closed spelling below this frequency (zipf) does not outweigh two common words.
RARE_COMPOUND = 2.2
#: A part below this frequency is no word of its own: lexicons have many short oddities.
PART = 2.0
#: Prefixes that English writes closed.
PREFIXES = words(
    """
    un re dis mis in im ir il de be en em over under out up sub super inter trans fore pre
    non counter through with after any every some how what where when there here note book
    work to an al ad ac as at co con com pro per
    """
)


def close_compound(text: str, know: Knowledge) -> Iterator[Edit]:
    """Take the stray blank out of "cross- border"; leave hanging hyphens and dashes.

    >>> words = {"border": 4.6, "cross": 4.7, "столица": 4.5, "москва": 5.0}
    >>> know = Knowledge(words.__contains__, lambda w: words.get(w, 0.0))
    >>> [(e.before, e.after) for e in close_compound("in cross- border trade", know)]
    [('- ', '-')]
    >>> list(close_compound("pre- and post-war", know))  # hangs: left alone
    []
    >>> list(close_compound("Москва- столица России", know))  # a dash: left alone
    []
    """
    for match in _STRAY_BLANK.finditer(text):
        verdict = _stray(match, know)
        if verdict is None:
            continue
        after, confidence, reason = verdict
        start, stop = match.span("gap")
        yield Edit(
            start, stop, match["gap"], after, "hyphen",
            "hyphens.close_compound" if after else "hyphens.close_word", confidence, reason,
        )  # fmt: skip


def _stray(match: re.Match[str], know: Knowledge) -> tuple[str, float, str] | None:
    """What replaces "- " in "left- right": ``"-"``, nothing at all, or ``None`` to leave it."""
    left, right = match["left"].lower(), match["right"].lower()
    joined, closed = left + right, f"{left}-{right}"
    if right in _AND_OR or len(left) < 2 or (right in CONJUNCTIONS and not know.is_word(closed)):
        return None
    if know.seen(closed):
        return "-", 0.99, "the document has it closed"
    if match["right"][0].isupper() and not match["left"][0].isupper():
        return None
    if know.is_word(closed) and know.zipf(closed) + 1 > know.zipf(joined):
        return "-", 0.98, "the lexicon has it with a hyphen"
    if know.is_word(joined) and min(know.zipf(left), know.zipf(right)) + 0.5 < know.zipf(joined):
        return "", 0.93, "the joined form is a word, its parts are not"
    if _is_compound(left, right, know):
        return "-", 0.97 if know.splits else 0.9, "a compound with a stray blank"
    return None


def _is_compound(left: str, right: str, know: Knowledge) -> bool:
    """Whether "left- right" is one compound by the shape of its parts."""
    if not know.is_word(right) or right in _NO_SECOND:
        return False
    if left.isascii():
        return left in ENGLISH_FIRST or (know.splits > 2 and left in NOUN_FIRST)
    adjective = len(left) > 3 and left[-1] in "ое" and len(right) > 4
    return adjective and _ADJECTIVE.search(right) is not None and not know.is_word(left + "й")


def resolve_soft(text: str, know: Knowledge) -> Iterator[Edit]:
    """A soft hyphen inside a line: invisible in a word, a real hyphen between two words.

    >>> know = Knowledge({"интеграция", "social", "political"}.__contains__, lambda w: 4.0)
    >>> [e.after for e in resolve_soft("инте\\u00adграция", know)]
    ['']
    >>> [e.after for e in resolve_soft("social\\u00adpolitical", know)]
    ['-']
    """
    for match in _SOFT.finditer(text):
        left, right = match["left"], match["right"]
        start, stop = match.end("left"), match.start("right")
        if _LINE.match(text, stop):
            continue
        after = "-" if left and right and _is_real(left, right, know) else ""
        yield Edit(
            start, stop, text[start:stop], after, "hyphen", "hyphens.resolve_soft",
            0.95, "a soft hyphen between two words" if after else "an invisible soft hyphen",
        )  # fmt: skip


_LINE = re.compile(rf"{_BLANKS}{_LINE_END}")


def _is_real(left: str, right: str, know: Knowledge) -> bool:
    if left[-1].isdigit() or right[0].isdigit() or (right[0].isupper() and not left.isupper()):
        return True
    joined = (left + right).lower()
    if know.is_word(joined):
        return False
    return right.lower() in PARTICLES or (
        know.is_word(left.lower())
        and know.is_word(right.lower())
        and min(len(left), len(right)) > 2
    )


def split_compounds(text: str, seen: Callable[[str], int]) -> int:
    """How many "cross- border" of ``text`` are compounds beyond doubt: a typesetter's habit."""
    return sum(
        m["left"].lower() in ENGLISH_FIRST or seen(f"{m['left']}-{m['right']}") > 0
        for m in _STRAY_BLANK.finditer(text)
        if m["right"].lower() not in CONJUNCTIONS
    )
