"""Bibliographies of a work: items in order, «Там же» resolved, twins and citations bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from corpus.document import Reference
from extractors.works.citations import NAMES, is_same, parse_reference, strip_mark
from extractors.works.kinds import Sorted
from extractors.works.misread_items import flags_of, mended_item, misread_number
from extractors.works.translit import fold, same_name
from extractors.works.units import Unit, lang_in

_ITEM_START = regex.compile(
    r"^\s*(?:\[(\d{1,3})\.?\]|(\d{1,3})\s?[.)]|(\d{1,3})\s)\s*(?=[\p{Lu}«\"“])"
)
_IN_TEXT = regex.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)(?:,\s?[сpСP]\.[^\]]*)?\]")
_AUTHOR_YEAR = regex.compile(
    r"(?P<names>\p{Lu}[\p{L}’'-]+(?:(?:,|\sи|\sand|\s&)?\s\p{Lu}[\p{L}’'-]+)*(?:\s(?:et al\.?|и др\.))?),?\s\(?(?P<year>(?:19|20)\d\d)\p{Ll}?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a bibliography with the unit it begins in."""

    text: str
    unit: int
    number: int | None = None
    #: With its number as printed, and whether that stands in brackets.
    printed: str = ""
    #: What recognition read in the place of parts that were put right.
    misread: tuple[str, ...] = ()

    @property
    def bracketed(self) -> bool:
        """Whether its number stands in square brackets, as that of a note does."""
        return self.printed.lstrip().startswith("[")


def items_of(found: Sorted, places: Sequence[int]) -> list[Item]:
    """The items of all lists among the units ``places``; a unit may hold many."""
    items: list[Item] = []
    for i in places:
        if found.kinds[i] == "references_head":
            head = regex.search(r"[:.]\s*(?=\[?1[.)\]\s])", found.units[i].text)
            if head:
                items += _cut(found.units[i].text[head.end() :], i)
        elif found.kinds[i] == "reference" or _note_reference(found.units[i], found.kinds[i]):
            items = _continued(items, _numbered_on(items, _from_unit(found.units[i], i), found))
    items = _rejoined(_in_sequence(items))
    return [_mended(item) if found.units[item.unit].recognised else item for item in items]


def _mended(item: Item) -> Item:
    text, steps = mended_item(item.text)
    return replace(item, text=text, misread=(*item.misread, *steps)) if steps else item


def _numbered_on(items: Sequence[Item], new: list[Item], found: Sorted) -> list[Item]:
    """A recognised unit whose number was misread takes the one behind that of the last item."""
    first, last = new[0], items[-1].number if items else None
    if first.number is not None or last is None or not found.units[first.unit].recognised:
        return new
    if not (token := misread_number(first.text)):
        return new
    told = replace(first, text=token[1], number=last + 1, misread=(token[0],))
    return [told, *new[1:]]


def _in_sequence(items: list[Item]) -> list[Item]:
    """Items whose "number" breaks the count, which goes on behind them, are no items: "№ /
    7. P. 110–129" cut at a line end."""
    out: list[Item] = []
    for place, item in enumerate(items):
        last = next((x.number for x in reversed(out) if x.number is not None), None)
        following = items[place + 1].number if place + 1 < len(items) else None
        if out and item.number not in (None, (last or 0) + 1) and _AWAITS.search(out[-1].text):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {item.printed}")
            continue
        if (
            out
            and item.number is not None
            and item.number == following
            and _IMPRINT.match(item.text)
        ):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {item.printed}")
            continue
        if item.number is not None and last is not None and item.number != last + 1:
            later = [x.number for x in items[place + 1 : place + 3] if x.number is not None]
            restarts = item.number == 1 or (bool(later) and later[0] == item.number + 1)
            if not restarts and (last + 1 in later or not later):
                out[-1] = replace(out[-1], text=f"{out[-1].text} {item.printed or item.text}")
                continue
        out.append(item)
    return out


#: A word that the next line must give its number.
_AWAITS = regex.compile(r"(?:№|(?<!\p{L}|\d\s?)(?:No|Vol|Iss|Pp?|pp?|Т|Вып|С))\.?\s*$")
#: What follows the title of an item behind a dash: a year, a volume, pages, a place.
_IMPRINT = regex.compile(
    r"\s*[–—-]?\s*(?:(?:1[89]|20)\d\d\b|\d+\s?(?:с|p|б|s)\.|(?:Т|Вып|Vol|№|No|С|P|Pp|Р)\.?\s?\d|№|URL|DOI|ISBN|"
    r"(?:М|СПб|Л)\.?\s?:|\p{Lu}[\p{L}-]+(?:\s\p{L}+)?\s?:\s\p{Lu}[^:]{2,60},\s(?:1[89]|20)\d\d)"
)


#: The end of a line that is not the end of an item.
_UNENDED = regex.compile(r"\p{L}{2}[,–-]?\s*$")


def _continued(items: list[Item], new: list[Item]) -> list[Item]:
    """A unit without a number that opens with an address goes on with the item before it."""
    first = new[0]
    address = regex.match(r"(?i:doi\b|https?:|www\.|URL\b|10\.\d{4,}/)", first.text)
    loose = (
        address
        or _IMPRINT.match(first.printed)
        or (items and items[-1].number is not None and first.text[:1].islower())
        or (items and _UNENDED.search(items[-1].text) and not NAMES.match(first.text))
    )
    if items and first.number is None and loose:
        joined = replace(items[-1], text=f"{items[-1].text} {first.text}")
        return [*items[:-1], joined, *new[1:]]
    return [*items, *new]


def _rejoined(items: list[Item]) -> list[Item]:
    """Pieces without a number between items n and n + 1 of a numbered list belong to item n."""
    out: list[Item] = []
    for place, item in enumerate(items):
        following = next((x.number for x in items[place + 1 :] if x.number is not None), None)
        last = out[-1].number if out else None
        if (
            item.number is None
            and last is not None
            and following in (last + 1, None)
            and _numbered(items)
        ):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {item.text}")
        else:
            out.append(item)
    return out


def _numbered(items: Sequence[Item]) -> bool:
    return 2 * sum(i.number is not None for i in items) > len(items)


def _note_reference(unit: Unit, kind: str) -> bool:
    """A note at the end of a text that is a reference ("[3] Dugin, A. G. …")."""
    from extractors.works.citations import reference_score

    return (
        kind == "footnote"
        and bool(regex.match(r"\s*\[\d{1,3}\]", unit.text))
        and reference_score(unit.text) >= 2
    )


def _from_unit(unit: Unit, place: int) -> list[Item]:
    """Items of one unit, cut where a line begins with the next number."""
    starts = [n for n, line in enumerate(unit.lines) if n == 0 or _next_number(unit.lines, n)]
    if len(starts) == 1 and strip_mark(unit.text).number is None:
        starts = [n for n in range(len(unit.lines)) if n == 0 or _next_author(unit.lines, n)]
    items = []
    for start, stop in zip(starts, [*starts[1:], len(unit.lines)], strict=True):
        text = " ".join(unit.lines[start:stop])
        marked = strip_mark(text)
        items.append(Item(marked.text, place, marked.number, text))
    if len(items) == 1:
        return _cut(unit.text, place)
    return items


#: An item without a number: its authors, and the year in brackets before long.
_AUTHORS = regex.compile(
    r"\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)?,?\s(?:\p{Lu}\p{Ll}?\.\s?[-‐]?\s?){1,3}.{0,160}?\((?:1[89]|20)\d\d\p{Ll}?\)",
    regex.DOTALL,
)


def _next_author(lines: Sequence[str], n: int) -> bool:
    """Line ``n`` begins an item of a list by author and year."""
    ended = regex.search(r"(?:[.)\]]|https?://\S+|\d)\s*$", lines[n - 1])
    return bool(ended and _AUTHORS.match(" ".join(lines[n : n + 2])))


def _next_number(lines: Sequence[str], n: int) -> bool:
    """Line ``n`` begins with the number after the last one that began a line before it."""
    match = _ITEM_START.match(lines[n])
    if match is None:
        return False
    number = int(next(g for g in match.groups() if g))
    for line in reversed(lines[:n]):
        if earlier := _ITEM_START.match(line):
            return number == int(next(g for g in earlier.groups() if g)) + 1
    return False


def _cut(text: str, place: int) -> list[Item]:
    """Items run together in one paragraph, cut at numbers that count up."""
    marked = strip_mark(text)
    if marked.number is None:
        return [Item(marked.text, place, None, text)]
    items: list[Item] = []
    number, rest = marked.number, text
    bracketed = text.lstrip().startswith("[")
    while True:
        nxt = number + 1
        sign = rf"\[{nxt}\]" if bracketed else rf"(?<!(?:№|\p{{L}}\.?)\s){nxt}\."
        match = regex.search(rf"(?<=[.\])\w»]\s){sign}\s+(?=[\p{{Lu}}«\"“])", rest[3:])
        if match is None:
            return [*items, Item(strip_mark(rest).text, place, number, rest)]
        cut = rest[: match.start() + 3]
        items.append(Item(strip_mark(cut).text, place, number, cut))
        rest, number = rest[match.start() + 3 :], nxt


def references_of(
    found: Sorted, places: Sequence[int], ids: Sequence[str], languages: Sequence[str]
) -> tuple[list[Reference], list[str]]:
    """Parsed references of a work, each with its twin and the blocks that cite it; flags on
    what recognition misread in them."""
    items = items_of(found, places)
    references: list[Reference] = []
    for item in items:
        references.append(_parsed(item, references, languages))
    references = pair_twins(references)
    flags = flags_of([step for item in items for step in item.misread])
    return _cited(references, items, found, places, ids), flags


def _parsed(item: Item, before: Sequence[Reference], languages: Sequence[str]) -> Reference:
    """An item's fields; «Там же» takes those of the item that it points to."""
    if is_same(item.text) and before:
        pages = parse_reference(item.text).pages
        update = {"raw": item.text, "cited_by": []} | ({"pages": pages} if pages else {})
        return before[-1].model_copy(update=update)
    return parse_reference(item.text, lang_in(item.text, languages))


def pair_twins(references: Sequence[Reference]) -> list[Reference]:
    """Bind each item to its printing in the other script: same year and first author.

    >>> one = parse_reference("Кулябов Д. С. Сети // Вестник. 2017. С. 81–90.", "ru")
    >>> two = parse_reference("Kulyabov D. S. Networks. Vestnik, 2017, pp. 81-90.", "en")
    >>> [r.pair for r in pair_twins([one, two])]
    [1, 0]
    """
    out = list(references)
    taken: set[int] = set()
    for i, one in enumerate(references):
        if i in taken or is_same(one.raw):
            continue
        again = next(
            (j for j in sorted(taken) if j < i and _alike(one.raw, references[j].raw)), None
        )
        if again is not None and out[again].pair is not None:
            first = min(again, out[again].pair or again)
            out[i] = out[i].model_copy(update={"pair": first})
            continue
        scored = [
            (_twin_score(one, two), -j)
            for j, two in enumerate(references)
            if j > i and j not in taken
        ]
        if scored and max(scored)[0] >= 3:
            j = -max(scored)[1]
            taken |= {i, j}
            out[i] = out[i].model_copy(update={"pair": j})
            out[j] = out[j].model_copy(update={"pair": i})
    return out


def _twin_score(one: Reference, two: Reference) -> int:
    """Agreement of two items that may be one: authors, year, pages, DOI, words of the title."""
    if one.doi and one.doi == two.doi:
        return 9
    if (one.year == two.year or not (one.year and two.year)) and _alike(one.raw, two.raw):
        return 5
    if one.lang == two.lang:
        return 0
    score = 0
    if one.authors and two.authors:
        a, b = one.authors[0].family, two.authors[0].family
        if not (a and b and same_name(a, b, 0.75)):
            return 0
        score += 1 + (len(one.authors) == len(two.authors))
    score += bool(one.year) and one.year == two.year
    score += 2 * (_digits(one.pages) is not None and _digits(one.pages) == _digits(two.pages))
    return score + bool(one.volume and one.volume == two.volume)


def _alike(one: str, two: str) -> bool:
    """Two printings of one item in one language: a list and the notes of one text."""
    from rapidfuzz import fuzz

    return (
        min(len(one), len(two)) > 30
        and fuzz.token_set_ratio(fold_words(one), fold_words(two)) >= 92
    )


@lru_cache(maxsize=4096)
def fold_words(text: str) -> str:
    """Lower-case words without marks, for comparing."""
    return " ".join(regex.findall(r"\p{L}{2,}|\d+", text.casefold()))


def _digits(pages: str | None) -> str | None:
    return "-".join(regex.findall(r"\d+", pages)) if pages else None


def _cited(
    references: list[Reference],
    items: Sequence[Item],
    found: Sorted,
    places: Sequence[int],
    ids: Sequence[str],
) -> list[Reference]:
    """Fill ``cited_by`` from "[7]" and "(Kolodin, 2019: 224)" in the running text."""
    cited: list[list[str]] = [[] for _ in references]
    numbered = _by_number(items)
    for i in places:
        if found.kinds[i] not in ("body", "list_item", "footnote", "abstract"):
            continue
        unit = found.units[i]
        if any(item.unit == i for item in items):
            continue
        for target in [*_numeric(unit.text, numbered), *_named(unit.text, references)]:
            if ids[unit.block] not in cited[target]:
                cited[target].append(ids[unit.block])
    return [
        r.model_copy(update={"cited_by": c}) if c else r
        for r, c in zip(references, cited, strict=True)
    ]


def _by_number(items: Sequence[Item]) -> dict[int, list[int]]:
    """Items by printed number, the one that a citation means first: where the numbers
    restart, a note in brackets, else the item of the first list (the second repeats it)."""
    out: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        if item.number is not None:
            out.setdefault(item.number, []).append(index)
    for number, found in out.items():
        noted = [i for i in found if items[i].bracketed]
        if len(found) > 1 and len(noted) == 1:
            out[number] = [*noted, *(i for i in found if i not in noted)][:2]
    return {n: found for n, found in out.items() if len(found) <= 2} if len(out) > 1 else {}


def _numeric(text: str, numbered: dict[int, list[int]]) -> list[int]:
    targets: list[int] = []
    for match in _IN_TEXT.finditer(text):
        for part in regex.split(r"\s?[,;]\s?", match[1]):
            ends = [int(n) for n in regex.findall(r"\d+", part)]
            for number in (
                range(ends[0], ends[-1] + 1) if ends and ends[-1] - ends[0] < 40 else ends
            ):
                targets += numbered.get(number, [])[:1]
    return targets


def _named(text: str, references: Sequence[Reference]) -> list[int]:
    targets = []
    for match in _AUTHOR_YEAR.finditer(text):
        surname = fold(regex.match(r"\p{Lu}[\p{L}’'-]+", match["names"])[0])  # type: ignore[index]
        for index, reference in enumerate(references):
            if (
                reference.year == match["year"]
                and reference.authors
                and fold(reference.authors[0].family or "") == surname
            ):
                targets.append(index)
    return targets
