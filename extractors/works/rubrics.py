"""Rubrics: the names of sections of a journal or a volume over the titles of papers, and the
pages on which a section opens with its leaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.works.kinds import FURNITURE, Kind
from extractors.works.people import read_role
from extractors.works.units import Unit

#: Words of the longest rubric.
_WORDS = 8
#: A title in the other language is larger than the rubric over it by this factor.
_LARGER = 1.25
#: Sizes measured on a scan that are not those of one line differ by more than this factor.
_UNLIKE = 1.15
#: A field of science: its nouns with adjectives, and nothing else.
_NOUNS = (
    r"математика|физика|химия|биология|география|геология|геофизика|биофизика|история|археология|этнография|этнология|"
    r"экономика|философия|социология|психология|педагогика|политология|филология|лингвистика|языкознание|"
    r"литературоведение|искусствоведение|культурология|право|юриспруденция|медицина|механика|информатика|кибернетика|"
    r"экология|демография|статистика|астрономия|энергетика|энергетики|электроника|оптика|науки|исследования|"
    r"моделирование|технологии|программирование|методы|"
    r"mathematics|physics|chemistry|biology|geography|geology|history|archaeology|economics|philosophy|sociology|"
    r"psychology|pedagogy|philology|linguistics|law|medicine|mechanics|informatics|ecology|demography|statistics|"
    r"astronomy|engineering|sciences?|studies|modelling|modeling|technolog(?:y|ies)|"
    r"тарих|құқық|ғылымдары?|математики|фізика|хімія|історія|економіка|філософія|науки"
)
_ADJECTIVES = (
    r"\p{L}{3,}(?:ая|яя|ое|ее|ые|ие|ый|ий|а|і)|\p{L}{3,}(?:al|ic|ed|ive|ary)|computer|information"
)
_FIELD = regex.compile(
    rf"\W*(?:(?:(?:{_ADJECTIVES})(?:\s?[,и&]|\s(?:и|and|та|және))?\s)*(?:{_NOUNS})(?:\s?,|\s(?:и|and|та|және))?\s?)+\W*",
    regex.IGNORECASE,
)
#: The word that announces a section, with its number, and no name behind it.
_BARE = regex.compile(
    r"\W*(?:секция|подсекция|симпозиум|раздел|section|session|секція|бөлім)\W*(?:№?\s?(?:\d{1,2}|[IVX]{1,5}))?\W*",
    regex.IGNORECASE,
)
#: Who leads a section.
_LEADER = regex.compile(
    r"\W*(?:со)?(?:руководител\p{L}+|председател\p{L}+|секретар\p{L}+|модератор\p{L}*|chair\p{L}*|secretary|moderators?)\b",
    regex.IGNORECASE,
)
#: Characters of a page that only announces a section, at most.
_ANNOUNCEMENT = 700


def mark_sections(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """A page (or what is left of one) that announces a section and its leaders is no front
    matter: neither its name is a title, nor are those people authors or supervisors."""
    for i, unit in enumerate(units):
        if kinds[i] != "rubric" or not _BARE.fullmatch(unit.text):
            continue
        rest = [j for j in range(i + 1, len(units)) if units[j].page == unit.page]
        stop = next((j for j in rest if kinds[j] in _OF_A_PAPER), rest[-1] + 1 if rest else i + 1)
        own = [j for j in rest if j < stop]
        led = any(_LEADER.match(units[j].text) or read_role(units[j].text) for j in own)
        if led and sum(len(units[j].text) for j in own) < _ANNOUNCEMENT:
            for j in own:
                kinds[j] = "rubric" if kinds[j] not in FURNITURE else kinds[j]


_OF_A_PAPER = frozenset(["code", "abstract", "abstract_head", "keywords", "keywords_head"])


def mark_rubrics(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Lines taken for the beginning of a title that are the rubric over it."""
    for i in range(len(units) - 1):
        first = kinds[i] == "title" and (i == 0 or kinds[i - 1] != "title")
        if first and kinds[i + 1] == "title" and units[i].page == units[i + 1].page:
            run = next((j for j in range(i + 1, len(units)) if kinds[j] != "title"), len(units))
            title = " ".join(u.text for u in units[i + 1 : run])
            if _over_other_language(units[i], units[i + 1]) or (
                units[i].lang == units[i + 1].lang
                and (_names_field(units[i], units[i + 1]) or _printed_alone(units, kinds, i, title))
            ):
                kinds[i] = "rubric"


def _over_other_language(one: Unit, two: Unit) -> bool:
    """A short line right over a title in another language and in much larger type."""
    if one.lang == two.lang or not one.whole or len(one.text) >= len(two.text):
        return False
    larger = bool(one.size and two.size and two.size > _LARGER * one.size)
    return larger and len(one.text.split()) <= _WORDS


def _names_field(one: Unit, two: Unit) -> bool:
    """The name of a field of science in type of another size than the title under it.

    >>> from extractors.works.units import Unit
    >>> field = Unit(0, "ВЫЧИСЛИТЕЛЬНАЯ МАТЕМАТИКА", (), size=18.0)
    >>> _names_field(field, Unit(1, "МЕТОД ИНТЕГРАЛОВ", (), size=12.0))
    True
    >>> _names_field(field, Unit(1, "В ЗАДАЧАХ ГЕОГРАФИИ", (), size=12.0))
    False
    """
    if not (one.size and two.size) or not one.whole or _ties(two.text):
        return False
    unlike = max(one.size, two.size) > _UNLIKE * min(one.size, two.size)
    short = len(one.text.split()) <= _WORDS
    return unlike and short and bool(_FIELD.fullmatch(one.text))


def _ties(text: str) -> bool:
    """The words go on with those of the line above."""
    return text[:1].islower() or bool(
        regex.match(
            r"(?:в|во|на|и|с|со|к|по|о|об|от|для|при|из|у|of|in|and|for|on|at|to|и|та)\s",
            text,
            regex.IGNORECASE,
        )
    )


def _printed_alone(units: Sequence[Unit], kinds: Sequence[Kind], i: int, title: str) -> bool:
    """The words stand on the cover or in the contents on a line of their own, and what is
    printed under them there is not the rest of the title."""
    key, rest = _key(units[i].text), _key(title)
    if not key or not rest or len(key.split()) > _WORDS:
        return False
    lines = list(_lines_elsewhere(units, kinds, units[i].page))
    return any(
        line == key and not _begins(rest, lines[n + 1] if n + 1 < len(lines) else "")
        for n, line in enumerate(lines)
    )


def _lines_elsewhere(units: Sequence[Unit], kinds: Sequence[Kind], page: int) -> Iterator[str]:
    """Lines of the contents and of what is set like titles on the pages before ``page``."""
    for unit, kind in zip(units, kinds, strict=True):
        if (kind == "contents" and unit.page != page) or (kind == "title" and unit.page < page):
            yield from (_key(line) for line in unit.lines)


def _begins(text: str, line: str) -> bool:
    """``text`` and ``line`` begin with the same word."""
    return bool(line) and line.split()[0] == text.split()[0]


def _key(text: str) -> str:
    return " ".join(regex.findall(r"\p{L}+", text.casefold().replace("ё", "е")))
