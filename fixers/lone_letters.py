"""Latin letters that stand by themselves for Russian words of one letter: "c помощью".

A letter by itself may as well be a variable, a grade or a name, so the next word must stand
in a form that the preposition asks for, and nothing in the paragraph may look like a formula:
one letter by itself that is no such word keeps all others as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixers.edits import Edit
from fixers.languages import language_of

_TWINS = str.maketrans("acokyiABCKOY", "асокуіАВСКОУ")
#: A Latin letter between blanks, brackets or quotes.
_LONE = re.compile(r"(?<![^\s(«„“\"—–])[A-Za-z](?![^\s.,;:!?)»”\"'’])")
#: Found fast: such a letter in front of a Cyrillic word.
SIGN = re.compile('[acokyiABCKOY] (?=[\u0400-\u052f0-9])(?<![^\\s(«„“"]..)')
#: What formulas hold.
_FORMULA = re.compile(r"[=≤≥<>∈∑√^_{}$\\|×·]|\d ?[*/+]")
_WORD = re.compile(r" (?P<next>[\u0400-\u052f]+(?:-[\u0400-\u052f]+)*)")
_YEAR = re.compile(r" (?:[12]\d{3}|[XIV]+)[ –-]")
#: Endings of the cases that prepositions ask for, and words in those cases without them.
_INSTRUMENTAL = (
    r"(?:[оеё]м|[оеё]й|[ое]ю|ью|ами|ями|[ыи]м|[ыи]ми|мя|ней|всем|чем|кем|тем|трудом|обой|ною)"
    r"|начала|конца|момента|ума|мест[аы]|точки|стороны|целью|тех|этого|того|одной|двух|тр[её]х|шести|е[её]|их|его"
)
_DATIVE = r"[оеё]му|[ыи]м|[ая]м|ней|ой|[бвгджзклмнпрстфхцчшщ]у|[ьлнртвмдз]ю"
_PREPOSITIONAL = r"[ое]м|[оеё]й|[ыи]х|[ая]х|[бвгджзклмнпрстфхцчшщь]е|ии|сти|ей|ней"
_GENITIVE = r"[ое]го|[ыи]х|[ое]в|него|не[её]|меня|тебя|себя|нас|вас|кого"
#: What must follow each letter. A verb in the first person has the ending of an adjective.
_FOLLOWED = {
    letter: re.compile(f"(?:{words})" if whole else rf"[\u0400-\u052f-]*(?:{words})", re.IGNORECASE)
    for letter, words, whole in (
        ("c", _INSTRUMENTAL, False), ("k", _DATIVE, False), ("o", _PREPOSITIONAL, False),
        ("y", _GENITIVE, False), ("b", _PREPOSITIONAL + "|конце|начале|частности", False),
    )
}  # fmt: skip
#: What is said of a variable rather than behind "and".
_SAID = re.compile(
    "(?:рав|явля|обознач|есть|лежит|принима|больше|меньше|име|такж?ое|–|—)[\u0400-\u052f]*"
)
_VERB = re.compile(
    r"(?:получ|обознач|рассмотр|полож|умнож|выраз|подстав|вычисл|определ|постро|слож|раздел|замен|вид"
    r"|увелич|уменьш|им|буд|мож|запиш|найд|возьм|введ|провед|докаж|покаж|зна|счита|предполож|допуст)"
    r"(?:[иеё]м|[уе]т|[ия]тся|[её]тся)",
    re.IGNORECASE,
)
#: Nouns that name what a letter stands for.
_NAMING = re.compile(
    r"(?:точк|сторон|вектор|вариант|витамин|групп|класс|пункт|категори|гепатит|букв|тип|план|язык|сери"
    r"|переменн|параметр|числ|коэффициент|констант|прям|ос[ьи]|лини|литер|корпус|величин|значени|функци"
    r"|множеств|номер|индекс|индекса|шаг|отметк|приложени|слов|поколени|радиус|скорост|вершин|угл|угол)"
    r"[\u0400-\u052f]{0,4} $",
    re.IGNORECASE,
)


#: The end of a clause in Russian.
_CLAUSE = re.compile("[\u0400-\u052f»)][,;] (?:[—–] )?$|[—–] $")


def to_cyrillic(text: str) -> Iterator[Edit]:
    """Write Latin letters that are Russian words of one letter in Cyrillic.

    >>> [(e.before, e.after) for e in to_cyrillic("Работа выполнена c помощью прибора.")]
    [('c', 'с')]
    >>> list(to_cyrillic("Значение c равно нулю, точка k лежит на прямой, язык C новый."))
    []
    """
    found = list(_LONE.finditer(text))
    lang = language_of(text)
    if not found or lang not in ("ru", "uk", "be") or _FORMULA.search(text):
        return
    letters = [m for m in found if m[0] not in "IVX"]
    if not all(_is_word(text, m, lang) for m in letters):
        return
    for match in letters:
        yield Edit(
            match.start(), match.end(), match[0], match[0].translate(_TWINS),
            "homoglyph", "lone_letters.to_cyrillic", 0.93, "a Latin letter for a word of one letter",
        )  # fmt: skip


def _is_word(text: str, match: re.Match[str], lang: str) -> bool:
    """Whether the letter is a preposition or conjunction where it stands."""
    letter, before = match[0], text[: match.start()]
    following = _WORD.match(text, match.end())
    if letter == "i":
        return lang in ("uk", "be") and following is not None
    if lang != "ru" or _NAMING.search(before):
        return False
    if letter.isupper() and before.strip() and before.rstrip()[-1] not in ".!?…»":
        return False
    if letter in "aA":
        joined = letter == "A" or _CLAUSE.search(before) is not None
        return joined and following is not None and not _SAID.match(following["next"])
    if letter == "B" and _YEAR.match(text, match.end()):
        return True
    asked = _FOLLOWED.get(letter.lower())
    if asked is None or following is None or (letter == "b"):
        return False
    word = following["next"]
    if letter == "c" and len(word) > 2 and word.isupper():
        return True
    return len(word) > 1 and asked.fullmatch(word) is not None and not _VERB.fullmatch(word)
