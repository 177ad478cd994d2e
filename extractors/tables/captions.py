"""What stands around a table in words: captions, labels, units, notes.

A caption line begins with the word for "table" and a number ("Таблица 1 – …", "Table 1. …",
"1-кесте. …"); "Table 7 is presented to prove this concept." is a sentence about a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.tables.numbers import SUPERSCRIPTS

#: The word "table" in captions: Russian (also shortened), Belarusian, Ukrainian, Bulgarian and
#: Serbian, Kazakh, Mongolian, English, German, French, Spanish, Polish.
_WORD = (
    r"(?:Таблица|Табл\.|Таблиця|Табліца|Табела|Кесте|Хүснэгт|Table|Tab\.|Tabelle|Tableau|Tabla|"
    r"Tabela|Cuadro|ТАБЛИЦА|TABLE|КЕСТЕ|ТАБЛИЦЯ)"
)
_NUMBER = r"(?:[A-ZА-Я]\.?)?(?:\d+(?:[.\-–]\d+)*|[IVXLC]+)(?:[a-zа-я](?!\w))?"
_LABELLED = re.compile(
    rf"\s*(?:{_WORD}\s*(?:№\s*|N\s*|No\.?\s*)?(?P<label>{_NUMBER})|(?P<label2>\d+)\s?[-–]\s?[Кк]есте)"
    r"(?P<mark>\s*[.:—–\-]+|\s*\|)?(?P<rest>.*)",
    re.DOTALL,
)
_BARE = re.compile(rf"\s*{_WORD}(?P<mark>\s*[.:—–])?\s*(?P<rest>.*)", re.DOTALL)
_CONTINUED = re.compile(
    r"\s*\(?(?:Продолжение|Окончание|Продовження|Закінчення|Жалғасы|Continued|Continuation|End) "
    rf"?(?:of )?(?:таблицы|табл\.|таблиці|{_WORD})\s*(?P<label>{_NUMBER})?|"
    rf"\s*{_WORD}\s*(?P<label2>{_NUMBER})?[.,:]?\s*\(?(?:продолжение|окончание|continued|cont\.?)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(?:Источник[иа]?|Составлено|Рассчитано|Примечани[ея]|Прим\.|Sources?|Notes?|Compiled by|"
    r"Calculated by|Джерел[оа]|Примітк[аи]|Крыніц[аы]|Заўвага|Дереккөз[і]?|Ескерту|Note that|"
    r"Legend|Обозначения|Расшифровка)\b\s*(?:\d+)?\s*(?:[.:—–-]|по\b|авт|by\b|на\b)",
    re.IGNORECASE,
)
_MARKED_NOTE = re.compile(rf"\s*(?P<mark>\*{{1,4}}|[{SUPERSCRIPTS}]+|[†‡§#]|\d{{1,2}}\)?)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption taken apart: "Table 1. Trade" has the label "1" and the text "Trade"."""

    label: str | None
    text: str
    continued: bool = False


def read_caption(text: str) -> Caption | None:
    """The caption that ``text`` is, or None where it is something else.

    >>> read_caption("Таблица 2.1 – Население, тыс. чел.")
    Caption(label='2.1', text='Население, тыс. чел.', continued=False)
    >>> read_caption("Table 7 is presented to prove this concept.") is None
    True
    """
    if not text or len(text) > 1500 or not _might_be(text):
        return None
    continued = _CONTINUED.match(text)
    if continued:
        return Caption(continued["label"] or continued["label2"], "", True)
    labelled = _LABELLED.match(text)
    if labelled and _is_caption_rest(labelled["mark"], labelled["rest"]):
        return Caption(labelled["label"] or labelled["label2"], _clean(labelled["rest"]))
    bare = _BARE.match(text)
    if bare and (bare["mark"] or not bare["rest"].strip()):
        return Caption(None, _clean(bare["rest"]))
    return None


def _might_be(text: str) -> bool:
    head = text.lstrip()[:24].lower()
    return bool(re.match(r"\(?[^\W\d]|\d+\s?[-–]\s?кесте", head)) and bool(
        re.search(r"табл|табе|кесте|tab|хүсн|cuadro|прод|окон|закін|жалғ|cont|end", head)
    )


def _is_caption_rest(mark: str | None, rest: str) -> bool:
    """Whether what follows "Table 1" may follow it in a caption and not in a sentence.

    After a mark or a line end anything may; after a bare blank only a capital, a digit or
    a bracket ("Table 1 Trade of …", but not "Table 1 shows …").
    """
    if mark or not rest.strip() or rest.lstrip(" \t").startswith("\n"):
        return not (mark and mark.strip() == "-" and rest[:1].isalnum())
    first = rest.lstrip()[0]
    return rest[0].isspace() and (first.isupper() or first.isdigit() or first in '«"“(')


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" .:—–-|") + _ending(text)


def _ending(text: str) -> str:
    """A final point is kept only where it belongs to a shortened word ("тыс. чел.")."""
    end = re.search(r"(?:^|[\s.(])([^\W\d_]{1,5})\.\)?\s*$", text)
    return "." if end and _is_shortened(end[1]) else ""


def _is_shortened(word: str) -> bool:
    return word.lower() in {
        "г", "гг", "чел", "тыс", "млн", "млрд", "руб", "коп", "шт", "экз", "ед", "долл", "кв",
        "куб", "др", "пр", "т", "п", "тг", "тенге", "грн", "etc", "al", "pct", "mln", "bln",
        "мин", "сек", "час", "ч", "о", "адам", "мың",
    }  # fmt: skip


def split_scripts(text: str) -> list[str]:
    """A caption in two languages of different scripts as two; others as they are.

    >>> split_scripts("Экспорт края по годам Exports of the krai by year")
    ['Экспорт края по годам', 'Exports of the krai by year']
    >>> split_scripts("Численность занятых в отраслях IT и R&D")
    ['Численность занятых в отраслях IT и R&D']
    """
    words = text.split()
    marks = [_script(w) for w in words]
    for cut in range(3, len(words) - 2):
        left = [m for m in marks[:cut] if m]
        right = [m for m in marks[cut:] if m]
        if not left or not right or marks[cut - 1] == marks[cut] or marks[cut] is None:
            continue
        first, second = left[0], right[0]
        if first != second and _mostly(left, first) and _mostly(right, second):
            return [" ".join(words[:cut]), " ".join(words[cut:])]
    return [text]


def _script(word: str) -> str | None:
    letters = [c for c in word if c.isalpha()]
    if len(letters) < 2:
        return None
    return (
        "cyrillic"
        if sum("\u0400" <= c <= "\u04ff" for c in letters) * 2 > len(letters)
        else "latin"
    )


def _mostly(marks: list[str], wanted: str) -> bool:
    return len(marks) >= 3 and marks.count(wanted) >= 0.9 * len(marks)


def is_note(text: str) -> bool:
    """Whether a line under a table is a note by its first word.

    >>> is_note("Источник: Росстат."), is_note("Источники финансирования росли.")
    (True, False)
    """
    return bool(_NOTE.match(text))


def note_mark(text: str) -> str | None:
    """The mark that a note begins with: "*", "1", "²" (as "2"), "1)" (as "1").

    >>> note_mark("1 Customs statistics."), note_mark("¹ По данным"), note_mark("Customs")
    ('1', '1', None)
    """
    found = _MARKED_NOTE.match(text)
    return plain_mark(found["mark"]) if found else None


def plain_mark(mark: str) -> str:
    """A footnote mark without its raised or bracketed form."""
    return mark.translate(str.maketrans(SUPERSCRIPTS, "0123456789")).strip().rstrip(")")


_GLUED_MARK = re.compile(
    rf"(?P<word>[^\W\d_]{{2,}}|[)»”\"%.])(?P<mark>[{SUPERSCRIPTS}]{{1,2}}|\d{{1,2}}\)?|\*{{1,4}}|[†‡§#])"
    r"(?P<end>[\s.]*)$"
)


def split_mark(text: str) -> tuple[str, str | None]:
    """A caption or cell without the footnote mark glued to its end, and the mark.

    >>> split_mark("in millions of dollars1")
    ('in millions of dollars', '1')
    >>> split_mark("in 2018")
    ('in 2018', None)
    """
    found = _GLUED_MARK.search(text)
    if not found:
        return text, None
    return text[: found.start("mark")].rstrip(), plain_mark(found["mark"])


#: Scales and things counted, in the words of captions and headers → the English unit.
_SCALES = (
    (r"(?:тысяч[аи]?|тыс\.?|thousands?(?: of)?|thous\.?|ths\.?|мың|тыс)", "thousand"),
    (r"(?:миллион(?:а|ов|ах)?|млн\.?|millions?(?: of)?|mln\.?|mn)", "million"),
    (r"(?:миллиард(?:а|ов|ах)?|млрд\.?|billions?(?: of)?|bln\.?|bn)", "billion"),
    (r"(?:триллион(?:а|ов|ах)?|трлн\.?|trillions?(?: of)?|trn\.?)", "trillion"),
    (r"(?:сот(?:ен|ни)|hundreds?(?: of)?)", "hundred"),
)
_THINGS = (
    (
        r"(?:US\s?\$|USD|\$|долл(?:ар(?:ов|ах|ы)?|\.)?(?: ?США)?|(?:US|U\.S\.) dollars?|dollars?)",
        "",
    ),
    (r"(?:евро|euros?|EUR|€)", ""),
    (r"(?:рубл(?:ей|я|ь|ях)|руб\.?|roubles?|rubles?|RUB|₽|р\.)", ""),
    (r"(?:тенге|тг\.?|tenge|KZT|₸|теңге)", ""),
    (r"(?:юан(?:ей|ь|я)|yuans?|RMB|CNY)", ""),
    (r"(?:гривен|грн\.?|гривень|UAH|hryvnias?)", ""),
    (r"(?:человек|чел\.?|people|persons?|inhabitants|population|адам|осіб)", ""),
    (r"(?:тонн[аы]?|tons?|tonnes?|т\.?(?!\w))", ""),
    (r"(?:гектар(?:ов|а)?|га|hectares?|ha)", ""),
    (r"(?:штук|шт\.?|единиц|ед\.?|units|pieces|pcs\.?)", ""),
    (r"(?:кв\. ?км|км2|км²|sq\. ?km|km2|km²|км|km|кв\. ?м|м2|м²|m2|m²|м3|м³|куб\. ?м)", ""),
    (r"(?:экз\.?|кВт[·.]?ч|kWh|МВт|MW|ГВт|т у\. ?т\.?|лет|years|мг/л|mg/l|мм|mm|см|cm|кг|kg)", ""),
    (r"(?:процент(?:ов|ах|ы)?|per ?cent|percentages?|%|‰)", ""),
)
_SCALE = "|".join(p for p, _ in _SCALES)
_THING = "|".join(p for p, _ in _THINGS)
_UNIT = re.compile(
    rf"(?<![\w])(?:(?P<scale>{_SCALE})(?:\s?(?P<thing>{_THING}))?|(?P<alone>{_THING}))(?![\w])",
    re.IGNORECASE,
)
#: Where a unit may stand in a caption or header: in brackets, after the last comma, after
#: "in"/"в", or alone.
_PLACES = (
    re.compile(r"[(\[](?P<unit>[^()\[\]]{1,60})[)\]]"),
    re.compile(r",\s*(?:в\s+|in\s+)?(?P<unit>[^,]{1,50})$"),
    re.compile(r"(?:^|\s)(?:в|in)\s+(?P<unit>[^,]{1,50})$"),
    re.compile(r"^(?P<unit>.{1,40})$"),
)


def unit_in(text: str) -> str | None:
    """The unit that a caption or header gives, as one short phrase in its own language.

    >>> unit_in("Trade between Krai and China, in millions of dollars")
    'million dollars'
    >>> unit_in("Численность населения, тыс. чел."), unit_in("partners (in million USD) [2]")
    ('тыс. чел.', 'million USD')
    >>> unit_in("People of the region in 2010") is None
    True
    """
    for place in _PLACES:
        for found in reversed(list(place.finditer(text.strip()))):
            phrase = re.sub(r"^(?:в|in|ед\. ?изм\.?:?|unit:?)\s+", "", found["unit"].strip())
            unit = _UNIT.match(phrase)
            if unit and len(phrase) - unit.end() <= max(12, unit.end()):
                return _unit_phrase(unit, phrase)
    return None


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure and nothing else ("тыс. чел.", "million USD")."""
    found = _UNIT.match(text)
    return bool(found and found.end() >= len(text.rstrip(" .")))


def _unit_phrase(unit: re.Match[str], phrase: str) -> str:
    """English scales in the singular without "of"; other languages as printed."""
    scale, thing = unit["scale"], unit["thing"] or unit["alone"]
    if not scale:
        rest = phrase[unit.end() :].strip(" .;")
        return f"{thing} {rest}".strip() if rest and unit["alone"] in {"%", "‰"} else str(thing)
    if not scale[0].isascii():
        return phrase[: unit.end()].strip()
    name = next(n for pattern, n in _SCALES if re.fullmatch(pattern, scale, re.IGNORECASE))
    return f"{name} {thing or ''}".strip()
