"""Names as recognition misreads them: figures for initials, raised marks as quotation marks.

Only what cannot be anything else is mended: no initial is a figure, no name ends in a
quotation mark, and the initials of a name are in the script of its surname.
"""

from __future__ import annotations

import regex

#: Stands for a raised mark that could not be read.
UNREAD = "?"
#: Letters of one shape, Latin and Cyrillic.
_LATIN, _CYRILLIC = "ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
#: Initials of Cyrillic and of Latin names that are read as figures and signs.
_FIGURES = {
    "Cyrillic": {"0": "О", "10": "Ю", "3": "З", "4": "Ч"},
    "Latin": {"0": "O", "1": "I", "$": "S", "5": "S", "8": "B"},
}
_SURNAME = r"\p{Lu}[\p{L}’'ʼ-]*\p{Ll}"
_ONE = r"(?:\p{Lu}|10|[0-9$])\."
#: A second initial may be read as a small letter.
_SMALL = r"(?:\p{L}|10|[0-9$])\."
_INITIALS = rf"{_ONE}(?:\s?{_SMALL}){{1,2}}?"
#: Marks behind a name: no year, no brackets.
_REST = r"(?!.*\d{3})[^\p{L}()\[\]/–—-]{0,12}"
#: A name with two or more initials, some of which may be figures; marks behind it.
_SURNAME_FIRST = regex.compile(
    rf"^(?P<s>{_SURNAME})(?P<gap>,?\s)(?P<i>{_INITIALS})(?P<rest>{_REST})$"
)
_INITIALS_FIRST = regex.compile(
    rf"^(?P<i>{_INITIALS})(?P<gap>\s?)(?P<s>{_SURNAME})(?P<rest>{_REST})$"
)
_MIDDLE = regex.compile(
    rf"^(?P<g>\p{{Lu}}\p{{Ll}}+)\s(?P<i>{_ONE})\s(?P<s>{_SURNAME})(?P<rest>{_REST})$"
)
#: What recognition makes of raised figures before and behind a name.
_LEAD = regex.compile(r"^[\s.,:;'’‘‚\"”“„*°`®™?!]+(?=\p{L}|10\.|[0$]\.)")
_TRAIL = regex.compile(
    r"(?<=\p{L}{2}|\p{Lu}\.)(?:(?P<marks>[\s,:;.\d*]*['’‘‚\"”“„°`®™?!][\s,:;'’‘‚\"”“„*°`®™?!\d.]*)(?:(?<=[\W\d])\p{Ll}{1,2})?"
    r"|(?<=\p{Lu}\.)\s(?P<marks>)\p{Ll}{1,2})$"
)
#: A raised 1 that is read as "!", and the comma behind it as a point or a colon.
_ONE_AND = regex.compile(r"^[!1][.:,;]?(?=\d)")


def as_cyrillic(text: str) -> str:
    """Latin letters that Cyrillic has in the same shape as those.

    >>> as_cyrillic("HA") == "НА"
    True
    """
    return text.translate(_TO_CYRILLIC)


def mended(part: str, among_names: bool = False) -> str | None:
    """The name of a line of authors as it was printed, or ``None`` where nothing is to mend.

    ``among_names``: names stand beside it, so all of its initials may be figures.

    >>> mended("Ёлкина 0. B.”"), mended("Тихонова C.10.!2"), mended("Viktor $. Sorokin”’*")
    ('Ёлкина О. В.?', 'Тихонова С.Ю.1,2', 'Viktor S. Sorokin?')
    >>> mended("Suleimenova M. 1.1.2"), mended("Y.I. Ryabov’” у")
    ('Suleimenova M. I.1,2', 'Y.I. Ryabov?')
    >>> mended("Глава 3."), mended("Иванов И. И."), mended("Том 1. Выпуск 2.")
    (None, None, None)
    >>> mended("5.0. Osipov’", among_names=True), mended("Osipova A.o.!2")
    ('S.O. Osipov?', 'Osipova A.O.1,2')
    """
    bare = _LEAD.sub("", part.strip())
    for pattern in (_SURNAME_FIRST, _INITIALS_FIRST, _MIDDLE):
        found = pattern.match(bare)
        if found is None or (pattern is _MIDDLE and not among_names and "$" not in found["i"]):
            continue  # "Section 1. Introduction"
        if name := _with_initials(found, among_names):
            whole = name + _marks(found["rest"])
            return whole if whole != part.strip() else None
    trail = _TRAIL.search(bare)
    if trail is None or not trail[0].strip():
        return None if bare == part.strip() else bare
    return bare[: trail.start()] + _marks(trail["marks"])


def _marks(text: str) -> str:
    """Marks behind a name that can be told: figures; others are one that could not be read."""
    if not text.strip(" ,."):
        return ""
    noisy = regex.search(r"['’‘‚\"”“„°`®™?]", text)
    text = _ONE_AND.sub("1,", text.strip(" ,;:.'’‘‚\"”“„"))
    text = regex.sub(r"(?<=\d)[.:;](?=\d)", ",", text)
    told = regex.fullmatch(r"\d{1,2}(?:,\d{1,2})*|\*{1,3}", text)
    return text if told and not (noisy and "*" in text) else UNREAD


def _with_initials(found: regex.Match[str], among_names: bool) -> str | None:
    """The matched name with its initials as letters of the surname's script."""
    surname = found["s"]
    script = "Cyrillic" if regex.search(r"\p{Cyrillic}", surname) else "Latin"
    initials = found["i"]
    letters = regex.findall(r"\p{L}", initials) + ([found["g"]] if "g" in found.groupdict() else [])
    if not letters and not among_names:
        return None
    initials = initials.upper().translate(_TO_CYRILLIC if script == "Cyrillic" else _TO_LATIN)
    for figure, letter in _FIGURES[script].items():
        initials = regex.sub(rf"(?<![\p{{L}}\d]){regex.escape(figure)}\.", f"{letter}.", initials)
    if regex.search(r"[\d$]", initials):
        return None
    start, stop = found.span("i")
    return found.string[:start] + initials + found.string[stop : found.start("rest")]


#: Initials before or behind a surname.
_PLAIN = regex.compile(
    r"^(?:\p{Lu}\p{Ll}+\s)?(?P<i>(?:\p{Lu}\.\s?){1,3})(?P<s>\p{Lu}[\p{L}’'-]*\p{Ll})$|^(?P<s>\p{Lu}[\p{L}’'-]*\p{Ll}),?\s(?P<i>(?:\p{Lu}\.\s?){1,3})$"
)


def one_script(name: str) -> str:
    """A name with initials of the shape of its surname's script.

    >>> one_script("Nikitin \N{CYRILLIC CAPITAL LETTER IE}. \N{CYRILLIC CAPITAL LETTER ER}.")
    'Nikitin E. P.'
    >>> one_script("Zhanna \N{CYRILLIC CAPITAL LETTER ER}. Yakovleva")
    'Zhanna P. Yakovleva'
    >>> one_script("Ю. Smith")
    'Ю. Smith'
    """
    found = _PLAIN.match(name)
    if found is None:
        return name
    cyrillic = bool(regex.search(r"\p{Cyrillic}", found["s"]))
    if not regex.search(r"\p{Latin}" if cyrillic else r"\p{Cyrillic}", found["i"]):
        return name
    initials = found["i"].translate(_TO_CYRILLIC if cyrillic else _TO_LATIN)
    start, stop = found.span("i")
    return name[:start] + initials + name[stop:]


#: Signs and scraps that no line of names has: at its end, before a comma; two commas.
_SCRAPS = regex.compile(r"(?:\s+\p{Ll}{1,3}|\s*[=~|_^<>]+)$|\s*[=~|_^<>]+(?=\s*,)")
#: The marks of a name, raised.
_RAISED = r"(?:\d(?:,\d)*|\*{1,3})"
#: A comma between two names that was not read: behind marks, before the next name.
_NO_COMMA = regex.compile(
    rf"(?<=\p{{Lu}}\.{_RAISED})\s+(?=\p{{Lu}}\p{{Ll}}+\s\p{{Lu}}\.)|(?<=\p{{Ll}}{{2}}{_RAISED})\s+(?=\p{{Lu}}\.\s?\p{{Lu}})"
)
_SMALL_FIRST = regex.compile(r"(?:(?<=^)|(?<=,\s))\p{Ll}(?=\.\s?\p{Lu}\.\s?\p{Lu}\p{Ll})")


def without_scraps(line: str) -> str:
    """A line of names without what recognition added, with the commas that it lost.

    >>> without_scraps("Луговой Т.М.1 Полевая Н.В.1,2 ея")
    'Луговой Т.М.1, Полевая Н.В.1,2'
    >>> without_scraps("E.P. Lugovoy1,2, y. O. Polevoy1, ,O.P. Lesnaya2 =")
    'E.P. Lugovoy1,2, Y. O. Polevoy1, O.P. Lesnaya2'
    """
    line = _SCRAPS.sub("", line.strip())
    line = regex.sub(r",\s*,\s*", ", ", line)
    line = _NO_COMMA.sub(", ", line)
    return _SMALL_FIRST.sub(lambda m: m[0].upper(), line)


#: Two Cyrillic initials with one stop before a surname; "Дж." is one.
_ONE_STOP = regex.compile(r"(?<![\p{L}.])(?!ДЖ)(\p{Lu})(\p{Lu})\.(?=\s?\p{Lu}\p{L})")


def with_stops(line: str) -> str:
    """A line of names with the stop that recognition lost between two initials.

    >>> with_stops("ИЕ. ЛУГОВОЙ, А.П. ПОЛЕВОЙ"), with_stops("ДЖ. ЛЕСНОЙ"), with_stops("SH. LESNOY")
    ('И.Е. ЛУГОВОЙ, А.П. ПОЛЕВОЙ', 'ДЖ. ЛЕСНОЙ', 'SH. LESNOY')
    """
    if not regex.search(r"\p{Cyrillic}", line):
        return line
    return _ONE_STOP.sub(r"\1.\2.", line)
