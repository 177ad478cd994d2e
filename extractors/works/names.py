"""Personal names as front matter prints them, in either script.

Orders: "И. О. Фамилия", "Фамилия И. О.", "Имя Отчество Фамилия", "Фамилия Имя Отчество",
"Oleg M. Roy", Kazakh patronymics ("Давлеткан Томирис Тимуркызы"). Surname and given
names are told apart by initials, by the patronymic, else by the custom of the script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from extractors.front_lines import PATRONYMIC
from extractors.works.misread import UNREAD, mended, one_script

#: Marks that tie a name to an affiliation or a note, glued to it or set after a comma.
MARKS = regex.compile(
    r"(?:[\s,]*(?:[*∗⋆†‡§¶‖#✉]+\s?(?:\p{Ll}(?![\p{L}.]))?|[¹²³⁰⁴-⁹ᵃ-ᵝ]+|\[\d\]|\(\d\)"
    # A raised figure as recognition may read it; behind a consonant "'" is a soft sign.
    r"|(?<=\p{L}{2}|\p{L}\.)[?!°”“»\"`][?!°”“»\"`'’‘*\d]*|(?<=[aeiouy]|\p{Cyrillic})['’‘]"
    r"|(?<=[\p{L}.*)\d,])\s?\d{1,2}(?:[,;]\s?\d{1,2})*(?:,\s?\p{Ll}(?![\p{L}.]))?|,\s?\p{Ll}(?![\p{L}.])))+\s*$"
)
_LEAD_MARKS = regex.compile(r"^\s*(?:[*∗⋆†‡§¹²³•·©-]+|\d{1,2}(?=\p{Lu}))\s*")
#: "© 2015 г. И. И. Иванов": a journal's way to print the line of authors.
_COPYRIGHT = regex.compile(r"^©\s*(?:(?:19|20)\d\d\s*(?:г\.)?,?)?\s*")
_INITIAL = r"(?:\p{Lu}\p{Ll}{0,2}\.(?:\s?-\s?\p{Lu}\p{Ll}?\.)?)"
_INITIALS = rf"(?:{_INITIAL}(?:\s?{_INITIAL}){{0,3}}|\p{{Lu}}{{2}}\.)"
#: A capitalised word; behind a Latin consonant an apostrophe at the end is a soft sign.
_PART = r"\p{Lu}[\p{L}’'ʼ`]*\p{L}(?:(?<=[bcdfghjklmnpqrstvwxz])['’ʼ])?"
_PARTICLE = r"(?:de|da|di|del|van|von|der|den|la|le|al|el|ibn|bin|ван|фон|дер|де|да|ди|аль|эль)"
_SURNAME = rf"(?:{_PARTICLE}[\s-])*{_PART}(?:[-‐‑–]{_PART})*(?:\s(?:оглы|кызы|улы|қызы|ұлы|оғлу|мл\.|Jr\.?))?"
_INITIALS_FIRST = regex.compile(rf"^({_INITIALS})\s?({_SURNAME})$")
_SURNAME_FIRST = regex.compile(rf"^({_SURNAME}),?\s({_INITIALS})$")
#: Initials set close together that recognition read as small letters ("Лугова н.ю.").
_SMALL_INITIALS = regex.compile(
    rf"^({_SURNAME})\s((?!т\.[едпк]|н\.э|и\.о|п\.п)\p{{Ll}}\.\p{{Ll}}\.)$"
)
_FIRST_INITIAL_LAST = regex.compile(rf"^({_PART}(?:\s{_PART})?(?:\s{_INITIAL})+)\s({_SURNAME})$")
_LAST_COMMA_FIRST = regex.compile(rf"^({_SURNAME}),\s({_PART}(?:\s(?:{_PART}|{_INITIAL}))?)$")
_ONLY_INITIALS, _ONLY_SURNAME = regex.compile(_INITIALS), regex.compile(_SURNAME)
#: One sign for the shapes of a star, and a raised 1 as recognition may read it.
_SAME_SIGN = str.maketrans({"∗": "*", "⋆": "*", "!": "1"})
_SIGNS = regex.compile(r"\d{1,2}|\p{Ll}|[*†‡§¶‖]+|[¹²³⁴-⁹]")
_LONE_MARK = regex.compile(r"\d{1,2}|\p{Ll}|[*∗†‡§¶‖]+")
_ANNOUNCED = regex.compile(r"^(?:by|Авторы?:|Authors?:|Listed:?)\s+", regex.IGNORECASE)
_JUNIOR = regex.compile(r"(?<=\p{L})\s*,\s*(?=Jr)")
#: A second mark after a name: "Иванов1,2", "Smith*, a".
_NEXT_MARK = regex.compile(r"([,\d*])\s*([\d*](?<!\*\*)|\p{Ll}(?=\s*(?:,|;|$)))(?=\s*(?:[,;]|$))")
_BETWEEN = regex.compile(
    r"\s*[,;\n•·|]\s*(?:(?:and|und|et|&)\s+)?|\s+(?:and|и|та|і|және|&|und|et)\s+"
)
_FULL = regex.compile(rf"^{_SURNAME}(?:\s{_SURNAME}){{1,3}}$")
_PATRONYMIC = regex.compile(rf"{PATRONYMIC}$", regex.IGNORECASE)
_SURNAME_END = regex.compile(
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ской|енко|чук|юк|як|ян|янц|швили|дзе|ук|ых|их"
    r"|баев|баева|беков|бекова)$",
    regex.IGNORECASE,
)
#: Words that open institutions, places and headings, not names of people.
_NOT_NAMES = regex.compile(
    r"\b(?:университет\w*|институт\w*|академи\w+|факультет\w*|кафедр\w+|центр\w*|отдел\w*|школ\w+|журнал\w*|"
    r"вестник\w*|известия|записки|росси\w+|федераци\w+|республик\w*|област\w*|кра[йяею]\w*|город\w*|москв\w+|"
    r"казахстан\w*|украин\w+|беларус\w+|кита[йяею]\w*|монголи\w+|сери[яи]|том|выпуск|статья|введение|заключение|"
    r"наук\w*|проблем\w*|экономик\w+|политик\w+|исследовани\w+|развити\w+|история|языки?|"
    r"university|institute|academy|faculty|department|cent(?:er|re)|school|college|journal|bulletin|republic|"
    r"federation|region|state|russia|kazakhstan|ukraine|china|mongolia|moscow|russian|international|national|"
    r"economic|science|sciences|research|studies|the|of|and|for|in|to|article|volume|issue|vol|proceedings|"
    r"conference|business|students|researchers|materials|home|press|рисунок|таблица|table|figure|рис|табл|abstract|"
    r"keywords|introduction|methods|results|printed|professors?|doctor|candidate|lecturer|researcher|students?|associate|"
    r"assistant|senior|junior|chief|leading|fellow|degree|ph\.?d|профессор\w*|доцент\w*|кандидат\w*|доктор\w*|аспирант\w*|"
    r"магистрант\w*|студент\w*|преподавател\w+|сотрудник\w*|ассистент\w*|соискател\w+|докторант\w*)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed (without marks), taken apart; ``marks`` are "1", "a", "*", or "?"
    where a mark was printed that recognition could not read."""

    text: str
    surname: str | None
    given: str | None
    marks: tuple[str, ...] = ()
    certain: bool = True


def read_name(text: str, trusted: bool = False) -> Name | None:
    """The name that ``text`` is, or ``None``.

    ``trusted``: the place says that a name stands here ("Author:"), so two plain
    capitalised words suffice.

    >>> read_name("Шаповалов А. Е.").surname, read_name("Oleg M. Roy").given
    ('Шаповалов', 'Oleg M.')
    >>> read_name("Геворкян М. Н.1,a").marks
    ('1', 'a')
    >>> read_name("M. T. Zaolshina'").surname, read_name("N. V. Gogol'").surname
    ('Zaolshina', "Gogol'")
    >>> read_name('Лугова Нина Юрьевна"?').text, read_name("Лугова н.ю.`2").surname
    ('Лугова Нина Юрьевна', 'Лугова')
    >>> read_name("Омский государственный университет"), read_name("ИНФОРМАТИКИ, ФИЗИКИ")
    (None, None)
    """
    text = _LEAD_MARKS.sub("", _COPYRIGHT.sub("", text.strip()))
    text = " ".join(text.split()).strip(" ,;:")
    match = MARKS.search(text)
    signs = match[0].translate(_SAME_SIGN) if match else ""
    found = _SIGNS.findall(signs)
    marks = tuple(m for mark in found for m in (mark if _mixed(mark) else [mark]))
    marks = marks or ((UNREAD,) if match and match[0].strip(" ,") else ())
    bare = text[: match.start()].strip(" ,;") if match else text
    if not 3 < len(bare) < 70 or _NOT_NAMES.search(bare):
        return None
    bare = one_script(bare)
    parts = _take_apart(bare, trusted)
    return Name(bare, *parts[:2], marks=marks, certain=parts[2]) if parts else None


def _mixed(mark: str) -> bool:
    """Several signs in a row ("*†") are several marks; one sign repeated ("**") is one."""
    return len(mark) > 1 and not mark.isdigit() and len(set(mark)) > 1


def _take_apart(text: str, trusted: bool) -> tuple[str, str, bool] | None:
    if m := _INITIALS_FIRST.match(text):
        return m[2], m[1], True
    if m := _SURNAME_FIRST.match(text):
        return m[1], m[2], True
    if m := _SMALL_INITIALS.match(text):
        return m[1], m[2], True
    if m := _FIRST_INITIAL_LAST.match(text):
        return m[2], m[1], True
    if m := _LAST_COMMA_FIRST.match(text):
        # Two capitalised words and a comma are a line of a heading as often as a name.
        return None if text.isupper() and not trusted else (m[1], m[2], True)
    if _FULL.match(text):
        return _full(text, trusted)
    return None


def _full(text: str, trusted: bool) -> tuple[str, str, bool] | None:
    words = text.split()
    if text.isupper() and not any(_PATRONYMIC.search(w) for w in words):
        return None  # a heading in capitals
    latin = bool(regex.match(r"\p{Latin}", text))
    if len(words) == 3 and _PATRONYMIC.search(words[2]):
        return words[0], " ".join(words[1:]), True
    if len(words) == 4 and _PATRONYMIC.search(words[3]) and words[3][0].islower():
        return words[0], " ".join(words[1:]), True
    if len(words) in (3, 4) and _PATRONYMIC.search(words[1]):
        return " ".join(words[2:]), " ".join(words[:2]), True
    if len(words) == 4 and _PATRONYMIC.search(words[3]):
        return words[0], " ".join(words[1:]), True
    certain = trusted or (len(words) == 2 and any(map(_SURNAME_END.search, words)))
    if latin or not _SURNAME_END.search(words[0]):
        return words[-1], " ".join(words[:-1]), certain and not (latin and not trusted)
    return words[0], " ".join(words[1:]), certain


def read_names(text: str, trusted: bool = False) -> list[Name]:
    """The names in a line of authors; empty unless the whole line is names and marks.

    >>> [n.surname for n in read_names("Д. С. Кулябов*, А. В. Королькова†")]
    ['Кулябов', 'Королькова']
    >>> [n.marks for n in read_names("В.С. Тихонов**, Т.В. Чистяков*,**")]
    [('**',), ('*', '**')]
    >>> read_names("В. И. Ленин о задачах партии")
    []
    """
    return [] if _mostly_small(text) else list(_read_names(text, trusted))


def _mostly_small(text: str) -> bool:
    """Most words begin with a small letter: a sentence, not names."""
    words = text.split()
    return len(words) > 4 and 2 * sum([word[0].islower() for word in words]) > len(words)


@lru_cache(maxsize=2048)
def _read_names(text: str, trusted: bool) -> Sequence[Name]:
    text = _ANNOUNCED.sub("", text.strip())
    whole = read_name(text, trusted) if text.count(",") == 1 else None
    if whole and _LAST_COMMA_FIRST.match(whole.text):
        return [whole]
    names: list[Name] = []
    parts = _split(_COPYRIGHT.sub("", text))
    for part in parts:
        if names and _LONE_MARK.fullmatch(part):
            names[-1] = _with_marks(names[-1], (part,))
            continue
        name = read_name(part, trusted)
        if name is None and (again := mended(part, _among_names(part, parts))):
            name = read_name(again, trusted)
        if name is None:
            return []
        names.append(name)
    return names if all(n.certain for n in names) or len(names) > 1 or trusted else []


def _among_names(part: str, parts: Sequence[str]) -> bool:
    """Another part of the line is a name beyond doubt."""
    others = (read_name(other) for other in parts if other is not part)
    return any(n.certain for n in others if n)


def _with_marks(name: Name, marks: tuple[str, ...]) -> Name:
    return Name(name.text, name.surname, name.given, name.marks + marks, name.certain)


def _split(text: str) -> list[str]:
    """Parts of a line of names: at commas, semicolons, "and" and line ends."""
    text = _JUNIOR.sub(" ", text)
    text = _NEXT_MARK.sub(r"\1 \2", text)
    parts = _BETWEEN.split(text.replace("\N{SINGLE LOW-9 QUOTATION MARK}", ","))
    merged: list[str] = []
    for part in (p for p in parts if p):
        # "Фамилия, И. О.": the initials after the comma belong to the surname before it.
        if merged and _ONLY_INITIALS.fullmatch(part) and _ONLY_SURNAME.fullmatch(merged[-1]):
            merged[-1] += " " + part
        else:
            merged.append(part)
    return merged


_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщыэюя")
#: Latin letters that a Cyrillic initial is printed as, where they are not those of the key.
_INITIAL_LETTERS = {
    "ю": "yjiu", "я": "yjia", "е": "eyj", "ё": "eyj", "є": "yei", "ж": "zj", "х": "khx", "ц": "ctz", "ч": "ct",
    "ш": "s", "щ": "s", "й": "yji", "э": "e", "ї": "yi", "і": "i", "и": "iy", "қ": "kq", "ғ": "g", "ә": "a",
}  # fmt: skip


def same_initial(one: str, other: str) -> bool:
    """Whether two given names may begin with one letter, whatever their scripts.

    >>> same_initial("Ю. И.", "Y. I."), same_initial("Жанна", "Zh."), same_initial("А.", "B.")
    (True, True, False)
    >>> same_initial("Юрьевна", "Ильинична"), same_initial("Iurii", "Yuri")
    (False, True)
    """
    from extractors.works.translit import fold

    a, b = (regex.search(r"\p{L}", name) for name in (one, other))
    if a is None or b is None:
        return True
    first, second = sorted((a[0].casefold(), b[0].casefold()), key=str.isascii)
    if {first, second} <= _RUSSIAN:
        return first.replace("ё", "е") == second.replace("ё", "е")
    return fold(first) == fold(second) or second in _INITIAL_LETTERS.get(first, "")
