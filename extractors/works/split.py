"""Where a work begins and ends: front matters found, then dealt out to works.

A front matter is a run of titles, authors, codes, abstracts and keywords. Within one work
it may stand at the start, at the end, or once per language at both; in proceedings one
follows another. A front in a language that the work already has opens the next work; one
in a new language belongs to the work before it unless its authors or the text after it
say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.works.kinds import EDITORS, FRONT, FURNITURE, Sorted
from extractors.works.names import same_initial
from extractors.works.people import read_byline, read_role
from extractors.works.titles import one_title
from extractors.works.translit import fold, same_name
from extractors.works.units import Unit, is_caps, lang_in, script_of

#: Characters of running text between two fronts: less than this, and they are one front matter.
ADJACENT = 400
#: Characters of running text after a front: less, and the front closes a work.
CLOSING = 600
_TEXT = frozenset({"body", "list_item", "section"})
_BACK = _TEXT | {"reference"}
_CLASS = regex.compile(r"\W*(?:УДК|UDC|ӘОЖ|ББК|МРНТИ|ГРНТИ)")
_SIGNS = frozenset(["byline", "affiliation", "abstract", "keywords", "code", "contact"])
_STRONG = frozenset(
    ["byline", "affiliation", "abstract", "abstract_head", "keywords", "keywords_head", "code"]
)


@dataclass(slots=True)
class Front:
    """A front matter in one language: units ``start`` to ``stop``, and what it holds."""

    start: int
    stop: int
    lang: str | None = None
    title: str = ""
    #: Surname and given names of its authors.
    people: list[tuple[str, str | None]] = field(default_factory=list)
    #: Class numbers (УДК, ББК, ГРНТИ) as printed.
    classes: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    #: Characters of running text from here to the next front, and the language of most of it.
    text_after: int = 0
    lang_after: str | None = None

    @property
    def strong(self) -> bool:
        """Whether it may open a work: a title with company, or an abstract with authors."""
        kinds = self.kinds
        return bool(self.title and kinds & _STRONG) or {"byline", "abstract"} <= kinds

    @property
    def opener(self) -> bool:
        """Whether it may open a work after another: an epigraph has a title and a name, too."""
        signs = _SIGNS & self.kinds
        return len(signs) > 1 or (bool(signs) and is_caps(self.title))


@dataclass(slots=True)
class Span:
    """A work: units ``start`` to ``stop`` and its fronts."""

    start: int
    stop: int
    fronts: list[Front] = field(default_factory=list)

    @property
    def title_langs(self) -> set[str | None]:
        """Languages in which the work has a title."""
        return {f.lang for f in self.fronts if f.title}


def split(found: Sorted, languages: Sequence[str]) -> list[Span]:
    """The works of a document in order. Every unit belongs to one, but for the cover and the
    table of contents that may stand before the first."""
    if not found.units:
        return []
    fronts = find_fronts(found, languages)
    fronts = [f for n, f in enumerate(fronts) if not _lonely(fronts, n)]
    outside = _cover(found, fronts)
    spans: list[Span] = []
    for number, front in enumerate(fronts):
        following = fronts[number + 1] if number + 1 < len(fronts) else None
        if front.stop <= outside:
            continue
        if not spans:
            spans += _first(found, front, outside)
        elif _opens(spans[-1], front, following, fronts):
            spans[-1].stop = front.start
            spans.append(Span(front.start, len(found.units), [front]))
        else:
            spans[-1].fronts.append(front)
    spans = [s for s in spans if s.stop > outside]
    if outside and spans and spans[0].start < outside:
        spans[0].start = outside
    return spans or [Span(0, len(found.units))]


def _lonely(fronts: Sequence[Front], n: int) -> bool:
    """A title with nothing of a front matter beside it, inside running text: a heading."""
    front = fronts[n]
    before = fronts[n - 1].text_after if n else 0
    alone = not (front.kinds & (_STRONG | _SIGNS))
    return alone and front.text_after >= ADJACENT and before >= ADJACENT


#: Characters: a cover says less, a page of a paper more.
COVER = 900
_OF_A_WORK = frozenset(["byline", "abstract", "abstract_head", "keywords", "keywords_head", "code"])


def _cover(found: Sorted, fronts: Sequence[Front]) -> int:
    """Where the cover and the contents of a volume end; 0 where the first work opens the file.

    A cover has a title but neither authors nor an abstract, and little text; the first work
    opens on a later page. A thesis' title page has its author, a preprint's its abstract.
    """
    strong = [f for f in fronts if f.strong and f.opener and f.kinds & _OF_A_WORK]
    opening = next((f for f in strong if not _of_the_volume(found, f)), None)
    if opening is None or opening.start == 0:
        return 0
    lead = list(zip(found.units[: opening.start], found.kinds, strict=False))
    page = found.units[opening.start].page
    own = [(u, k) for u, k in lead if u.page < page and k != "contents"]
    volume = any(_VOLUME.search(u.text) for u, _ in own)
    if len(fronts) < 3 and not volume:
        return 0
    ignored = (
        {"code"} | ({"abstract"} if volume else set()) | ({"byline"} if _all_edit(own) else set())
    )
    if not own or any(k in _OF_A_WORK for _, k in own if k not in ignored):
        return 0
    text = sum(len(u.text) for u, k in own if k not in FURNITURE)
    if text > (3 if volume else 1) * COVER * (
        max(u.page for u, _ in own) - min(u.page for u, _ in own) + 1
    ):
        return 0
    return sum(u.page < page for u, _ in lead)


#: What covers of volumes of papers say of them.
_VOLUME = regex.compile(
    r"(?:тезисы|материалы|труды|сборник|аннотации)\b.{0,40}(?:доклад|конференц|стат|симпозиум|чтени|труд|сесси)"
    r"|book of abstracts|proceedings of|(?:collection|volume) of (?:papers|abstracts)|conference proceedings",
    regex.IGNORECASE | regex.DOTALL,
)


def _all_edit(own: Sequence[tuple[Unit, str]]) -> bool:
    """The names of a cover are announced as those of editors."""
    if any(k == "role_head" and EDITORS.match(u.text) for u, k in own):
        return True
    told = [read_role(u.text) for u, k in own if k == "byline"]
    return bool(told) and all(found is not None and found.role == "editor" for found in told)


def _of_the_volume(found: Sorted, front: Front) -> bool:
    """The front of a whole volume: its names are its editors', or it has none and an ISBN, or
    words that volumes call themselves by."""
    span = range(max(front.start - 1, 0), front.stop)
    own = [(found.units[i], found.kinds[i]) for i in span]
    if any(k == "byline" for _, k in own):
        return _all_edit(own)
    own += [(u, "body") for u in found.units[front.stop : front.stop + 3]]
    return any("ISBN" in u.text or _VOLUME.search(u.text) for u, _ in own)


def _first(found: Sorted, front: Front, outside: int) -> list[Span]:
    """The first front opens the file (behind a cover that ends at unit ``outside``), unless the
    text before it is another work's end."""
    lead_units = range(outside, max(front.start, outside))
    before = sum(len(found.units[i].text) for i in lead_units if found.kinds[i] in _BACK)
    end = len(found.units)
    lead = {found.kinds[i] for i in lead_units if found.kinds[i] not in FURNITURE}
    if front.strong and lead and lead <= {"reference", "list_item"} and "reference" in lead:
        return [Span(front.start, end, [front])]  # the list of a paper whose text is not here
    if before > ADJACENT and front.strong and front.text_after >= CLOSING:
        return [Span(0, front.start), Span(front.start, end, [front])]
    return [Span(0, end, [front])]


def _opens(span: Span, front: Front, following: Front | None, fronts: Sequence[Front]) -> bool:
    """Whether ``front`` opens a new work after ``span``."""
    if not front.strong or not front.opener:
        return False
    agree = _same_people(span, front)
    if any(_same_title(f.title, front.title) for f in span.fronts if f.title and front.title):
        return agree is False and _other_classes(span, front)
    if agree and _imprint(front, fronts):
        return False
    between = span.fronts[-1].text_after if span.fronts else ADJACENT
    if not front.title and between < ADJACENT:
        return False
    if front.title and front.lang in span.title_langs:
        return any(f.text_after >= ADJACENT for f in span.fronts) or agree is False
    if between < ADJACENT:
        return agree is False
    if agree is not None:
        return not agree
    if front.text_after < CLOSING:
        return following is not None and _bilingual_openings(fronts)
    return front.lang_after == front.lang or not span.fronts


def _imprint(front: Front, fronts: Sequence[Front]) -> bool:
    """Title and authors once more on the last page of a preprint or a book: no text follows."""
    text = sum(f.text_after for f in fronts if f.start >= front.start)
    return text < ADJACENT and not front.kinds & {"abstract", "keywords"}


def _bilingual_openings(fronts: Sequence[Front]) -> bool:
    """The first work of the file opens with both languages side by side."""
    return len(fronts) > 2 and fronts[0].text_after < ADJACENT and fronts[0].lang != fronts[1].lang


def _same_people(span: Span, front: Front) -> bool | None:
    """Whether the authors agree: most of them, none of them, or no telling (``None``)."""
    named = [f for f in span.fronts if f.people]
    alike = [f for f in named if f.lang == front.lang]  # one script tells initials apart
    known = {(fold(s), g): (s, g) for f in alike or named for s, g in f.people}
    if not known or not front.people:
        return None
    matched = sum(any(_same_person(a, b) for a in known.values()) for b in front.people)
    share = matched / max(_people(span), len(front.people))
    return True if share > 0.6 else False if share == 0 else None


def _same_person(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """One surname, and initials (as many as both print) that may be the same; in two scripts
    given names in full suffice."""
    if not same_name(one[0], other[0], 0.75):
        return False
    given = [regex.findall(r"\p{Lu}\p{L}*", name or "") for name in (one[1], other[1])]
    first = [names[0] if names else "" for names in given]
    apart = script_of(one[0]) != script_of(other[0])
    if apart and min(map(len, first)) > 2 and same_name(first[0], first[1], 0.75):
        return True
    return all(map(same_initial, *given))


def _other_classes(span: Span, front: Front) -> bool:
    """The front has a class number of its own, and the work another."""
    known = set().union(*(f.classes for f in span.fronts))
    return bool(known and front.classes) and not known & front.classes


def _people(span: Span) -> int:
    """How many authors a work has, counted in the front that names most; a front may name them
    again in full."""
    return max(len({(fold(s), (g or "")[:1]) for s, g in f.people}) for f in span.fronts)


def _same_title(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one.casefold(), other.casefold()) > 0.85


def find_fronts(found: Sorted, languages: Sequence[str]) -> list[Front]:
    """Front matters in order, cut at each title, with the amount of text after each."""
    fronts: list[Front] = []
    for start, stop in _groups(found):
        fronts += _cut_group(found, start, stop, languages)
    for number, front in enumerate(fronts):
        end = fronts[number + 1].start if number + 1 < len(fronts) else len(found.units)
        front.text_after = _text_between(found, front.stop, end)
        front.lang_after = _language_between(found, front.stop, end)
    return fronts


def _groups(found: Sorted) -> list[tuple[int, int]]:
    """Runs of front-matter units; furniture inside a run does not end it."""
    groups: list[tuple[int, int]] = []
    start, last = None, -1
    for i, kind in enumerate(found.kinds):
        if kind in FRONT:
            if start is not None and found.units[i].page > found.units[last].page + 1:
                groups.append((start, last + 1))  # a page of nothing but furniture between
                start = None
            start = i if start is None else start
            last = i
        elif start is not None and kind not in FURNITURE and not _stray(found, i):
            groups.append((start, last + 1))
            start = None
    if start is not None:
        groups.append((start, last + 1))
    return [g for g in groups if _counts(found.kinds[g[0] : g[1]])]


def _stray(found: Sorted, i: int) -> bool:
    """Short units inside front matter (a rubric, a place, a dedication, a line to sign on)."""
    for j in range(i, min(i + 4, len(found.kinds))):
        if found.kinds[j] in FRONT:
            return True
        if found.kinds[j] not in FURNITURE and not _short(found, j):
            return False
    return False


def _short(found: Sorted, i: int) -> bool:
    return found.kinds[i] in ("body", "list_item") and len(found.units[i].text) < 120


def _counts(kinds: Sequence[str]) -> bool:
    return bool({"title", "abstract", "abstract_head", "keywords"} & set(kinds))


def _cut_group(found: Sorted, start: int, stop: int, languages: Sequence[str]) -> list[Front]:
    """Fronts of a run: each title begins one, taking along what leads up to it."""
    cuts: list[int] = []
    i = start
    while i < stop:
        if found.kinds[i] == "title":
            cuts.append(_lead(found, i, cuts[-1] + 1 if cuts else start))
            while (
                i + 1 < stop and found.kinds[i + 1] == "title" and _one_title(found, i, languages)
            ):
                i += 1
        i += 1
    bounds = sorted({start, *cuts, stop})
    return [_front(found, a, b, languages) for a, b in pairwise(bounds)]


def _one_title(found: Sorted, i: int, languages: Sequence[str]) -> bool:
    return one_title(found.units[i], found.units[i + 1], languages)


def _lead(found: Sorted, title: int, floor: int) -> int:
    """Where the front of a title begins: its code line, and authors that stand before it."""
    at = alone = title
    for i in range(title - 1, floor - 1, -1):
        kind = found.kinds[i]
        if kind in FURNITURE and kind != "rubric":
            continue
        if kind == "authors_head":
            return _page_lead(found, alone, floor)  # those people close the work before
        if kind in ("citation", "citation_head"):
            break
        if kind == "code" and _of_volume(found, i, title):
            break
        if kind in ("code", "dates", "rubric"):
            at = i
            alone = i if alone == i + 1 or kind == "code" else alone
        elif any(found.kinds[j] == "code" for j in range(at, title)):
            break
        elif kind in ("byline", "affiliation", "contact"):
            if not _authors_lead(found, i, title, floor):
                break
            at = i
        else:
            break
    return _page_lead(found, at, floor)


def _of_volume(found: Sorted, i: int, title: int) -> bool:
    """An ISBN on a page before the title is the volume's."""
    return "ISBN" in found.units[i].text and found.units[i].page < found.units[title].page


def _page_lead(found: Sorted, at: int, floor: int) -> int:
    """Back over the running head that stands above on the same page."""
    heads = ("running", "page_header", "mark", "rubric", "boilerplate")
    while (
        at > floor
        and found.kinds[at - 1] in heads
        and found.units[at - 1].page == found.units[at].page
    ):
        at -= 1
    return at


def _authors_lead(found: Sorted, i: int, title: int, floor: int) -> bool:
    """Authors before a title are its own unless a title stands right before them."""
    after = {found.kinds[j] for j in range(title + 1, min(title + 3, len(found.kinds)))}
    if "byline" in after:
        return False
    for j in range(i, floor - 2, -1):
        if j >= 0 and found.kinds[j] == "title":
            return False
        if j < 0 or found.kinds[j] not in ("byline", "affiliation", "contact"):
            return True
    return True


def _front(found: Sorted, start: int, stop: int, languages: Sequence[str]) -> Front:
    units, kinds = found.units[start:stop], found.kinds[start:stop]
    front = Front(start, stop, kinds=set(kinds))
    front.title = " ".join(u.text for u, k in zip(units, kinds, strict=True) if k == "title")
    telling = front.title or next(
        (u.text for u, k in zip(units, kinds, strict=True) if k == "abstract"), ""
    )
    front.lang = lang_in(telling, languages) if telling else None
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "byline":
            names = (p.name for p in read_byline(unit.text))
            front.people += [(n.surname, n.given) for n in names if n and n.surname]
        elif kind == "code" and _CLASS.match(unit.text):
            front.classes.add(unit.text.strip())
    return front


def _text_between(found: Sorted, start: int, stop: int) -> int:
    return sum(len(found.units[i].text) for i in range(start, stop) if found.kinds[i] in _TEXT)


def _language_between(found: Sorted, start: int, stop: int) -> str | None:
    weights: dict[str, int] = {}
    for i in range(start, stop):
        unit = found.units[i]
        if found.kinds[i] in ("body", "list_item") and unit.lang:
            weights[unit.lang] = weights.get(unit.lang, 0) + len(unit.text)
    return max(weights, key=lambda k: weights[k]) if weights else None
