"""Lines of a front matter told by their words alone: names, addresses and identifiers of authors.

Layout asks them before works are known, for every line of a page, hostile ones included: each
answer takes time proportional to the line.
"""

from __future__ import annotations

import re

#: How patronymics end, Russian, Ukrainian, Kazakh, Azeri and Tajik ones, also in Latin letters.
PATRONYMIC = (
    r"(?:вич|вна|ична|ьич|[кмнт]ич|івна|ївна|ұлы|қызы|улы|кызы|оглы|гызы|зода"
    r"|vich|vna|ichna|uly|kyzy|qyzy|ogly|ogli|qizi|zoda)"
)

_UPPER = "A-ZА-ЯЁІЇЄҐЎҚӘҒҮҰӨҢ"
_INITIALS = rf"(?:[{_UPPER}]\.\s?){{1,3}}"
_NAME = rf"(?:[{_UPPER}][\w’'ʼ-]+,?\s{_INITIALS}|{_INITIALS}[{_UPPER}][\w’'ʼ-]+)"
_FULL_NAME = (
    rf"(?:(?:[{_UPPER}][\w-]+\s){{2}}[{_UPPER}]\w*{PATRONYMIC}"
    rf"|[{_UPPER}]\w+\s[{_UPPER}]\w*{PATRONYMIC}\s[{_UPPER}][\w-]+)"
)
_MARKS = r"(?:\d{1,2}|[*†‡§¶#])(?:\s?,\s?\d{1,2}|[*†‡§¶#])*"
_MARKED_NAME = rf"(?:{_MARKS}\s?)?(?:{_NAME}|{_FULL_NAME})\s?(?:{_MARKS})?"
_BYLINE = re.compile(rf"\s*{_MARKED_NAME}(?:\s?[,;]\s?{_MARKED_NAME})*[.,;]?\s*")
_NAME_FIRST = re.compile(rf"{_FULL_NAME}\b(?![ ]?[–—-])")

#: What stands around an address: punctuation and brackets.
_AROUND = ",;:|.()+-–—[]<>"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
#: ORCID, SPIN code, telephone number, or the mark of the author.
_IDENTIFIER = re.compile(r"[\d-]*\d[\dXХ]?|(?:https?://)?(?:www\.)?orcid\.org/\S*", re.I)
_ANNOUNCES = {
    "e-mail",
    "email",
    "mail",
    "эл",
    "электронный",
    "электронная",
    "адрес",
    "почта",
    "пошта",
}
_ANNOUNCES |= {"orcid", "id", "spin", "spin-код", "researcherid", "authorid", "tel", "тел"}


def is_contact(text: str) -> bool:
    """Nothing but addresses and identifiers of authors, and what announces them.

    >>> is_contact("lugova@example.org, ORCID: 0000-0001-2345-6789"), is_contact("2019-2020")
    (True, False)
    >>> is_contact("e-mail:lugova@example.org"), is_contact("пишите на lugova@example.org")
    (True, False)
    """
    if "@" not in text and "orcid" not in text.lower():
        return False
    return all(_is_part_of_contact(part) for part in re.split(r"[\s,;|]|:(?!//)", text))


def _is_part_of_contact(part: str) -> bool:
    bare = part.strip(_AROUND)
    return (
        not bare
        or bare.lower() in _ANNOUNCES
        or bool(_ADDRESS.fullmatch(bare) or _IDENTIFIER.fullmatch(bare))
    )


def begins_with_name(text: str) -> bool:
    """Surname, first name and patronymic in front, whatever follows ("…, кандидат наук").

    >>> [begins_with_name(t) for t in ("Лугова Дарья Андреевна, доцент", "Дарья Андреевна Лугова", "Дарья Лугова")]
    [True, True, False]
    """
    return bool(_NAME_FIRST.match(text))


def is_byline(text: str) -> bool:
    """Nothing but names, with initials or with patronymics, and the marks of their affiliations.

    >>> is_byline("1 Ткач П.М., 2Гнатюк С.В."), is_byline("1 Ткач П.М. Основи теорії. 2010.")
    (True, False)
    >>> is_byline("Лугова Дарья Андреевна"), is_byline("Москва Лугова Дарья")
    (True, False)
    """
    return bool(_BYLINE.fullmatch(text))
