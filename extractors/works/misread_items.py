"""Items of a bibliography as recognition misreads them: their numbers, initials, the word DOI,
numerals of conferences. Only what cannot be anything else is mended, and each step is told."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.works.citations import NAMES, reference_score

#: What may be a number of one to three figures, as read, before a name with its initials.
_TOKEN = regex.compile(r"^\W{0,2}(?P<token>[\p{L}\d|!\[\]()]{1,4}[.)\]]?)[.,]?\s+(?P<rest>\p{Lu}.*)$", regex.DOTALL)  # fmt: skip
_NAME_THEN_INITIALS = regex.compile(r"\p{Lu}[\p{L}’'-]+,?\s(?:\p{Lu}|\d{1,2}\p{Lu}?)\.")
#: Three letters between two items and a prefix of identifiers are its announcement.
_DOI_WORD = regex.compile(r"(?<![\p{L}\d])(?!(?i:doi)\b)[\p{L}\d]{2,4}(?=\s?:\s?10\.\d{4,9}/)")
#: A figure in the place of the initial of an author.
_INITIAL = regex.compile(
    r"^(?!(?:Том|Вып|Часть|Глава|Section|Chapter|Part|Vol|Table|Рис)\b)\p{Lu}[\p{L}’'-]*\p{Ll},?\s(?P<sign>[0-9$])\.(?=\s[\p{Lu}«\"“])"
)
#: The letter Ж among initials.
_ZH = regex.compile(r"(?<=\p{Cyrillic}{2},?\s)(?P<sign>2[KК])\.(?=\s?\p{Lu}\.)")
_FIGURES = {
    "Cyrillic": {"0": "О", "3": "З", "4": "Ч"},
    "Latin": {"0": "O", "1": "I", "5": "S", "$": "S", "8": "B"},
}
#: The number of a conference in Cyrillic letters of the shape of Roman figures.
_NUMERAL = regex.compile(
    r"(?<=(?:материалы|тезисы|труды|сборник)\s)(?P<numeral>[ХУТШИПI]{1,5})(?=\s(?:\p{Ll}+\s){0,3}(?:конференци|съезд|симпозиум|чтени|школ))"
)
_ROMAN = str.maketrans({"Х": "X", "У": "V", "Т": "I", "Ш": "III", "И": "II", "П": "II"})
_WELL_FORMED = regex.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")


def mended_item(text: str) -> tuple[str, list[str]]:
    """The text of an item as it was printed, and what was read instead.

    >>> mended_item("Lindqvist 5. Mapping rivers. 1990. БОГ: 10.1000/st.1990")
    ('Lindqvist S. Mapping rivers. 1990. DOI: 10.1000/st.1990', ['БОГ', '5.'])
    >>> mended_item("Реки: материалы УП конференции. Омск, 2020")
    ('Реки: материалы VII конференции. Омск, 2020', ['УП'])
    >>> mended_item("Иванов И. И. Реки. DOI: 10.1000/1"), mended_item("Том 5. Реки и степи")
    (('Иванов И. И. Реки. DOI: 10.1000/1', []), ('Том 5. Реки и степи', []))
    """
    steps = list(_DOI_WORD.findall(text))
    text = _DOI_WORD.sub("DOI", text)
    if numeral := _NUMERAL.search(text):
        roman = numeral[0].translate(_ROMAN)
        if roman != numeral[0] and _WELL_FORMED.fullmatch(roman):
            steps.append(numeral[0])
            text = text[: numeral.start()] + roman + text[numeral.end() :]
    if found := _INITIAL.match(text):
        script = "Cyrillic" if regex.match(r"\p{Cyrillic}", text) else "Latin"
        if letter := _FIGURES[script].get(found["sign"]):
            steps.append(f"{found['sign']}.")
            text = text[: found.start("sign")] + letter + text[found.end("sign") :]
    if _ZH.search(text):
        steps += _ZH.findall(text)
        text = _ZH.sub("Ж.", text)
    return text, steps


def misread_number(text: str) -> tuple[str, str] | None:
    """The token that stands for the number of an item, and the item; ``None`` where the text
    has no such token before a surname with initials.

    >>> misread_number("ПИ Журавлёв П. П. Реки // Вестник. 2010. № 6. С. 34.")
    ('ПИ', 'Журавлёв П. П. Реки // Вестник. 2010. № 6. С. 34.')
    >>> misread_number("Вестник Журавлёв П. П. 2010"), misread_number("И. И. Иванов. Реки. 2010.")
    (None, None)
    """
    found = _TOKEN.match(text)
    if found is None or not _NAME_THEN_INITIALS.match(found["rest"]):
        return None
    told = NAMES.match(found["rest"]) or reference_score(found["rest"]) >= 3
    return (found["token"], found["rest"]) if told and reference_score(found["rest"]) >= 2 else None


def flags_of(steps: Sequence[str]) -> list[str]:
    """The flag for what was read otherwise in the items of a work."""
    words = ", ".join(f"«{step}»" for step in dict.fromkeys(steps))
    return [f"references: read as {words}, put right by their place"] if words else []
