"""Parts of a front matter whose heading or whose paragraph reading has spoilt: keywords under
words that no font tells, a sentence cut in two where its lines were measured unlike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.works.citations import reference_score, strip_mark
from extractors.works.kinds import FURNITURE, TITLE_MAX, Kind
from extractors.works.misread import as_cyrillic, with_stops, without_scraps
from extractors.works.names import read_names
from extractors.works.units import Unit, script_of

#: The words over keywords, as far as reading may have spoilt them (see :func:`_spoilt`).
_HEAD = regex.compile(r"^\W*(?P<head>[\p{L}\d]{2,12}(?:\s[\p{L}\d]{2,12})?)\s?:\s+(?P<rest>\S.*)$")
_HEADS = ("ключевые слова", "key words", "keywords", "ключові слова", "түйін сөздер")
#: Similarity (0 to 100) from which on letters are those of a heading, misread.
_LIKE = 70
#: Keywords of a list, at least, and the words and characters of one, at most.
_ITEMS, _ITEM_WORDS, _ITEM_LENGTH = 3, 6, 70
#: Characters of a line of names, at most.
_LINE_OF_NAMES = 200
_ASIDE = FURNITURE - {"footnote"}
_ABOVE = frozenset({"body", "abstract", "affiliation", "byline", "contact"})
#: The end of a line inside a word.
_BROKEN = regex.compile(r"\p{L}{2,}-$")


def name_keywords(units: list[Unit], kinds: list[Kind]) -> None:
    """Lists of keywords whose heading cannot be read: letters that no text has, or nearly the
    words; they stand in a front matter, part their items by semicolons or commas."""
    for i, unit in enumerate(units):
        if kinds[i] != "body" or len(unit.text) > 2 * TITLE_MAX:
            continue
        found = _HEAD.match(unit.text)
        if found is None or not _spoilt(found["head"]) or not _is_list(found["rest"]):
            continue
        above = next((kinds[j] for j in range(i - 1, -1, -1) if kinds[j] not in FURNITURE), "")
        near = any(
            kinds[j] in ("byline", "affiliation", "abstract") for j in range(max(i - 4, 0), i)
        )
        if above in _ABOVE and near:
            units[i] = replace(unit, text=found["rest"], lines=(found["rest"],), breaks=())
            kinds[i] = "keywords"


def _spoilt(head: str) -> bool:
    """Letters outside the alphabets of both languages, or nearly a heading of keywords.

    >>> _spoilt("K\N{LATIN SMALL LETTER DOTLESS J WITH STROKE}u aorHs"), _spoilt("Клгочевые слова")
    (True, True)
    >>> _spoilt("Results"), _spoilt("Объект исследования")
    (False, False)
    """
    from rapidfuzz import fuzz

    if regex.search(r"[^\p{Cyrillic}\p{N}\sA-Za-z]", head):
        return True
    return any(fuzz.ratio(head.casefold(), words) >= _LIKE for words in _HEADS)


def _is_list(text: str) -> bool:
    """Short items between semicolons, or between commas: no sentence."""
    for sign, least in ((";", _ITEMS), (",", _ITEMS + 1)):
        items = [item.strip() for item in text.rstrip(" .").split(sign)]
        short = all(
            0 < len(item) < _ITEM_LENGTH and len(item.split()) <= _ITEM_WORDS for item in items
        )
        if len(items) >= least and short:
            return True
    return False


#: Headings of lists of references that are misread where a reader lacks their letters.
_LISTS = (
    "список литературы", "список использованных источников", "литература", "references", "bibliography",
    "пайдаланылған әдебиеттер тізімі", "әдебиеттер тізімі", "список використаних джерел",
)  # fmt: skip


def name_lists(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Recognised headings of references some letters of which were misread: alone, with the
    first item of a numbered list under them."""
    from rapidfuzz import fuzz

    for i, unit in enumerate(units[:-1]):
        if not unit.recognised or kinds[i] != "body" or len(unit.text) > _ITEM_LENGTH:
            continue
        following = next(
            (units[j].text for j in range(i + 1, len(units)) if kinds[j] not in _ASIDE), ""
        )
        first = strip_mark(following).number == 1 and reference_score(following) >= 2
        if first and any(fuzz.ratio(unit.text.casefold(), head) >= _LIKE for head in _LISTS):
            kinds[i] = "references_head"


def clean_names(units: Sequence[Unit]) -> list[Unit]:
    """Recognised lines that are names but for scraps between and behind them, as names; units
    without the lines that are one letter repeated (stars, as they are read)."""
    return [_as_names(_without_stars(unit)) for unit in units]


def _without_stars(unit: Unit) -> Unit:
    lines = tuple(x for x in unit.lines if not regex.fullmatch(r"(\p{Ll})\1{1,2}", x.strip()))
    if not unit.recognised or not lines or len(lines) == len(unit.lines) or unit.breaks:
        return unit
    return replace(unit, text=" ".join(lines), lines=lines)


def _as_names(unit: Unit) -> Unit:
    if not unit.recognised or len(unit.text) > _LINE_OF_NAMES or len(unit.lines) > 2:
        return unit
    told = _told(unit.text)
    text = with_stops(unit.text) if told else without_scraps(unit.text)
    if text == unit.text or not _told(text):
        return unit
    return replace(unit, text=text, lines=(text,), breaks=())


def _told(text: str) -> bool:
    names = read_names(text)
    return bool(names) and all(n.certain for n in names)


def join_broken(units: Sequence[Unit]) -> list[Unit]:
    """Recognised units with a paragraph put together that was cut inside a word, at a hyphen
    at the end of a line: lines of one paragraph may be measured as of two sizes."""
    out: list[Unit] = []
    for unit in units:
        last = out[-1] if out else None
        if last is None or not _broken(last, unit):
            out.append(unit)
            continue
        text = _joined(last, unit)
        more = (*last.also, *(b for b in (unit.block, *unit.also) if b != last.block))
        out[-1] = replace(last, text=text, lines=(*last.lines, *unit.lines), also=more)
    return out


def _broken(one: Unit, two: Unit) -> bool:
    return (
        one.recognised
        and two.recognised
        and one.page == two.page
        and one.label == two.label == "paragraph"
        and two.text[:1].islower()
        and _BROKEN.search(one.text) is not None
    )


def _joined(one: Unit, two: Unit) -> str:
    """The texts with the word put together; its first part in the case and script of the rest.

    >>> _joined(Unit(0, "для системы KOM-", ()), Unit(1, "пьютерной алгебры", ()))
    'для системы компьютерной алгебры'
    >>> _joined(Unit(0, "из северо-", ()), Unit(1, "западных районов", ()))
    'из северо-западных районов'
    """
    from fixers.lexicon import is_word

    head, tail = regex.search(r"\p{L}+(?=-$)", one.text), regex.match(r"\p{L}+", two.text)
    if head is None or tail is None:
        return f"{one.text}{two.text}"
    start, lang = head.start(), two.lang or "ru"
    tried = [head[0], head[0].lower()]
    if script_of(tail[0]) == "Cyrillic":
        tried += [as_cyrillic(head[0]), as_cyrillic(head[0]).lower()]
    for word in tried:
        if is_word((word + tail[0]).casefold(), lang) and (word.islower() or word == head[0]):
            return f"{one.text[:start]}{word}{two.text}"
    return f"{one.text}{two.text}"
