"""Titles of a work: the words, what a mark or a cut did to them, and what to flag."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.document import ByLang
from extractors.works.furniture import download_title
from extractors.works.kinds import FURNITURE, Sorted
from extractors.works.people import read_role
from extractors.works.units import Unit, is_caps, lang_in

#: Words that tie to what follows, so a title cannot end with them.
OPEN_ENDED = regex.compile(
    r"(?:^|\s)(?:the|a|an|of|in|on|at|by|for|to|from|with|and|or|between|into|through|under|as|its|their|"
    r"и|в|во|на|с|со|к|по|о|об|от|до|за|из|у|для|при|над|под|между|через|или|как|а также|не|"
    r"і|й|та|у|з|із|від|або|між|және|мен|пен|бен|үшін|туралы)$",
    regex.IGNORECASE,
)
#: Words that tie what stands on their two sides.
_TIES = regex.compile(
    r"(?:^|\s)(?:и|или|а|но|в|во|на|с|со|к|по|о|об|от|до|за|из|у|для|при|между|and|or|of|in|the|with|for|to|on|at|from|by|between|і|та|және)$",
    regex.IGNORECASE,
)


def titles_of(
    found: Sorted, places: Sequence[int], languages: Sequence[str], notes: Sequence[str]
) -> tuple[ByLang, list[int], list[str]]:
    """Titles by language, the units that hold them, and flags.

    ``notes`` are the marks of footnotes: a figure at the end of a title that is one of
    them is a mark, not a word.
    """
    titles: dict[str, list[int]] = {}
    for group in _groups(found, places, languages):
        text = " ".join(found.units[i].text for i in group)
        lang = lang_in(text, languages) or "und"
        rival = titles.get(lang)
        if rival is None or _worth(found, group) > _worth(found, rival) + 0.5:
            titles[lang] = group
    texts = {
        lang: clean_title(" ".join(found.units[i].text for i in group), notes)
        for lang, group in titles.items()
    }
    flags = [
        f
        for lang, group in titles.items()
        for f in title_flags(lang, texts[lang], [found.units[i] for i in group])
    ]
    return texts, [i for group in titles.values() for i in group], flags


#: What the title of a work has near it, and a rubric or a heading has not.
_COMPANY = ("byline", "affiliation", "abstract", "abstract_head", "authors_head")


def _worth(found: Sorted, group: Sequence[int]) -> float:
    """The score of a title; more where authors or an abstract stand beside it."""
    behind = range(group[-1] + 1, min(group[-1] + 6, len(found.kinds)))
    after = [
        "role" if read_role(found.units[i].text) else found.kinds[i]  # who leads a section
        for i in behind
        if found.kinds[i] not in FURNITURE
    ]
    before = [k for k in found.kinds[max(group[0] - 3, 0) : group[0]] if k not in FURNITURE]
    # A rubric over the title has the authors of the title for company only at one remove.
    alone = after[:1] in (["title"], ["role"])
    company = after[: 1 if alone else 2] + before[-1:]
    return _best(found, group) + 2.0 * any(k in _COMPANY for k in company)


def _best(found: Sorted, group: Sequence[int]) -> float:
    return max(found.scores[i] for i in group)


def _groups(found: Sorted, places: Sequence[int], languages: Sequence[str]) -> list[list[int]]:
    """Title units that follow each other in one language are one title."""
    groups: list[list[int]] = []
    for i in places:
        if found.kinds[i] != "title":
            continue
        if (
            groups
            and i == groups[-1][-1] + 1
            and one_title(found.units[groups[-1][-1]], found.units[i], languages)
        ):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def one_title(one: Unit, two: Unit, languages: Sequence[str]) -> bool:
    """Two lines taken for titles are lines of one: of one language, and of one size as far as
    it can be measured."""
    sized = abs((one.size or 0) - (two.size or 0)) < 2.1 or capitals_of_scan(one, two)
    return lang_in(one.text, languages) == lang_in(two.text, languages) and sized


#: Sizes measured on two lines of one title on a scan differ by less than this factor.
_MEASURED = 1.6


def capitals_of_scan(one: Unit, two: Unit) -> bool:
    """Two recognised lines in capitals (or the second centred and read in small letters, as
    capitals without tall strokes are) with no stop between them; their measured sizes may differ,
    as a box that took in a neighbour's ink is taller."""
    sizes = (one.size or 1.0, two.size or 1.0)
    return (
        one.recognised
        and two.recognised
        and one.page == two.page
        and is_caps(one.text)
        and (is_caps(two.text) or small_tail(one, two))
        and not one.text.rstrip().endswith((".", "!", "?"))
        and max(sizes) < _MEASURED * min(sizes)
    )


def small_tail(one: Unit, two: Unit) -> bool:
    """The second of two centred lines goes on in small letters and is no sentence."""
    centred = one.centered and two.centered
    return centred and two.text[:1].islower() and not two.text.rstrip().endswith((".", ":", ";"))


def clean_title(text: str, notes: Sequence[str] = ()) -> str:
    """A title without the stop that ends it and without marks of notes.

    >>> clean_title("ГРАНИЦА И ТОРГОВЛЯ*."), clean_title("АНАЛИЗ ДАННЫХ5", ["5"])
    ('ГРАНИЦА И ТОРГОВЛЯ', 'АНАЛИЗ ДАННЫХ')
    >>> clean_title("Economics of COVID19")
    'Economics of COVID19'
    """
    text = regex.sub(r"\s+", " ", text).strip()
    text = regex.sub(r"\s+[cс©]\s?(?:19|20)\d\d(?:\s?г\.?)?$", "", text)
    text = regex.sub(r"[\s.]*[*∗†‡¹²³⁴-⁹]+[\s.]*$", "", text)
    match = regex.search(r"(?<=\p{L}{3}\s?|[»”\"]\s?)(\d{1,2})$", text)
    if match and match[1] in notes:
        text = text[: match.start()].rstrip()
    if text.endswith(".") and not regex.search(r"(?:\b\p{L}{1,2}|\.\.)\.$", text):
        text = text[:-1]
    if regex.fullmatch(r"[«“\"][^«»“”\"]+[»”\"]", text):
        text = text[1:-1]  # title pages of theses put the title in quotation marks
    return text.strip()


def title_flags(lang: str, title: str, units: Sequence[Unit]) -> list[str]:
    """What the source cut off or lost.

    >>> title_flags("en", "ASPECTS OF COOPERATION IN THE", [])
    ['title en: cut off in the source after «IN THE»']
    """
    flags = []
    if OPEN_ENDED.search(title) or title.endswith((",", "-", "–", "—")):
        flags.append(f"title {lang}: cut off in the source after «{_last_words(title)}»")
    if word := _lost_word(units):
        flags.append(f"title {lang}: a word seems to be missing before «{word}»")
    return flags


def _last_words(title: str) -> str:
    words = title.split()
    tail = words[-1:]
    for word in reversed(words[:-1]):
        if not OPEN_ENDED.search(word) or len(tail) > 3:
            break
        tail.insert(0, word)
    return " ".join(tail)


def _lost_word(units: Sequence[Unit]) -> str | None:
    """The capitalised word after a crawl break inside a title that nothing ties to the line before.

    A break inside a title means that the extractor set the parts apart; a name that follows
    another noun phrase with neither conjunction, preposition nor mark between them has lost
    the word that joined them.
    """
    lines = [line for unit in units for line in unit.lines]
    breaks, offset = set(), 0
    for unit in units:
        breaks |= {offset + b for b in unit.breaks}
        offset += len(unit.lines)
    for number in sorted(breaks):
        before, line = lines[number - 1].rstrip(), lines[number].lstrip()
        mixed = any(c.islower() for c in line) and any(c.islower() for c in before)
        loose = before[-1:].isalpha() and not _TIES.search(before)
        if mixed and loose and line[:1].isupper():
            return line.split()[0].strip(".,;:")
    return None


def fallback_title(found: Sorted, places: Sequence[int]) -> int | None:
    """The best candidate among the first units when none is sure."""
    first = [
        i for i in places if found.kinds[i] not in ("page_header", "page_footer", "page_number")
    ][:15]
    scored = [(found.scores[i], -i) for i in first if found.scores[i] >= 1.5]
    return -max(scored)[1] if scored else None


def offered_title(found: Sorted, places: Sequence[int]) -> tuple[str, int] | None:
    """A title that stands only in the line which offers the file for download."""
    for i in places:
        if found.kinds[i] == "download" and (title := download_title(found.units[i].text)):
            return title, i
    return None
