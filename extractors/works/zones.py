"""What a unit is by its neighbours: lists, abstracts, names and furniture in their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.works import furniture
from extractors.works.acts import mark_acts
from extractors.works.citations import reference_score, strip_mark
from extractors.works.contents import mark_contents
from extractors.works.headlines import body_size, mark_titles, title_scores
from extractors.works.kinds import FURNITURE, PARAGRAPH, Kind, Sorted, own_kind
from extractors.works.names import read_names
from extractors.works.people import POSITION, is_affiliation, read_place
from extractors.works.rubrics import mark_rubrics, mark_sections
from extractors.works.style import speaks_of_article
from extractors.works.translit import same_name
from extractors.works.units import Unit, is_caps, main_language
from extractors.works.unread import clean_names, join_broken, name_keywords, name_lists

#: Characters: an abstract without heading or keywords is no longer than this.
ABSTRACT_MAX = 4500
#: Characters: a first paragraph longer than this is no abstract told by its words alone.
FIRST_MAX = 2600
#: Parts of a front matter that an abstract may follow.
_OPENERS = ("title", "byline", "affiliation", "contact", "code", "authors_head", "role_head")
#: Parts that end an abstract.
_CLOSERS = (
    "keywords",
    "keywords_head",
    "title",
    "byline",
    "abstract_head",
    "abstract",
    "references_head",
)
#: Kinds that items of a bibliography are first taken for; the unsure ones need more signs.
_ITEM_KINDS = ("body", "list_item", "reference", "code")
_UNSURE = ("title", "byline", "affiliation", "running", "footnote")
_CLASS = regex.compile(r"\W*(?:УДК|UDC|ӘОЖ|ББК|МРНТИ|ГРНТИ)")


def sort_units(units: Sequence[Unit]) -> Sorted:
    """The kind of every unit."""
    units = clean_names(join_broken(join_names(units)))
    kinds = [own_kind(u) for u in units]
    _rescued_names(units, kinds)
    _marked_places(units, kinds)
    _trust_names(units, kinds)
    _known_names(units, kinds)
    _marked_places(units, kinds)  # of the authors found last
    _furniture_zones(units, kinds)
    _heads_of_pages(units, kinds)
    _committees(units, kinds)
    mark_contents(units, kinds)
    mark_sections(units, kinds)
    name_lists(units, kinds)
    _after_heads(units, kinds)
    mark_acts(units, kinds)
    scores = title_scores(units, kinds)
    mark_titles(units, kinds, scores)
    mark_rubrics(units, kinds)
    name_keywords(units, kinds)
    _headless_abstracts(units, kinds)
    _references(units, kinds)
    _fill_gaps(units, kinds)
    return Sorted(tuple(units), tuple(kinds), tuple(scores))


def join_names(units: Sequence[Unit]) -> list[Unit]:
    """Units with a line of authors put together that a reader cut inside a name or a list.

    The parts stay of their first block; the second must not be a line of names by itself,
    unless the first ends with a comma.
    """
    out: list[Unit] = []
    for unit in units:
        if out and _one_byline(out[-1], unit):
            last = out[-1]
            text = f"{last.text} {unit.text}"
            lines = (*last.lines[:-1], f"{last.lines[-1]} {unit.text}")
            out[-1] = replace(last, text=text, lines=lines, also=(*last.also, unit.block))
        else:
            out.append(unit)
    return out


def _one_byline(one: Unit, two: Unit) -> bool:
    if one.page != two.page or one.bold != two.bold or len(one.text) + len(two.text) > 300:
        return False
    if abs((one.size or 0) - (two.size or 0)) > 0.3 or one.label in ("table", "caption"):
        return False
    if not two.text[:1].isupper() or one.text.rstrip().endswith(":"):
        return False
    joined = read_names(f"{one.text} {two.text}")
    if not joined or not all(n.certain for n in joined):
        return False
    return one.text.rstrip().endswith(",") or not (read_names(one.text) and read_names(two.text))


def _rescued_names(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """A short line of names that a page's reader took for furniture, right before the places
    or the title that it belongs to."""
    for i in range(len(units) - 1):
        if kinds[i] != "boilerplate" or len(units[i].text) > 300:
            continue
        names = read_names(units[i].text)
        tied = kinds[i + 1] in ("affiliation", "contact") or units[i + 1].label == "title"
        if names and tied and all(n.certain for n in names):
            kinds[i] = "byline"


def _marked_places(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Affiliations with marks under the authors, which look like items of a list or notes."""
    for i, kind in enumerate(kinds):
        if kind != "byline":
            continue
        for j in range(i + 1, min(i + 8, len(units))):
            text = units[j].text
            if kinds[j] in ("affiliation", "contact") or kinds[j] in FURNITURE - {"footnote"}:
                continue
            if units[j].label not in ("list_item", "footnote", "paragraph"):
                break
            mark, place = read_place(text)
            if not mark or not is_affiliation(place) or len(text) > 700:
                break
            kinds[j] = "affiliation"


def _trust_names(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Two plain capitalised words are a name before a post or under "Author"."""
    for i, unit in enumerate(units):
        if kinds[i] not in ("body", "list_item") or len(unit.text) > 120:
            continue
        names = read_names(unit.text.lstrip("•* "), trusted=True)
        if not names or (is_caps(unit.text) and len(names) == 1 and len(unit.text.split()) > 3):
            continue
        after = next((kinds[j] for j in range(i + 1, len(units)) if kinds[j] not in FURNITURE), "")
        before = next((kinds[j] for j in range(i - 1, -1, -1) if kinds[j] not in FURNITURE), "")
        strong = after in ("affiliation", "contact") or before == "authors_head"
        if strong and _not_heading(unit, kinds, i):
            kinds[i] = "byline"


def _known_names(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Plain names whose surname stands elsewhere with initials, in either script."""
    known = {s for u, k in zip(units, kinds, strict=True) if k == "byline" for s in _surnames(u)}
    if not known:
        return
    for i, unit in enumerate(units):
        if kinds[i] != "body" or len(unit.text) > 90:
            continue
        words = {
            w for n in read_names(unit.text, trusted=True) for w in n.text.split() if len(w) > 3
        }
        if any(same_name(w, s) for w in words for s in known):
            kinds[i] = "byline"


def _not_heading(unit: Unit, kinds: Sequence[Kind], i: int) -> bool:
    return unit.label not in ("title", "heading") or kinds[max(i - 1, 0)] == "title"


def _furniture_zones(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """On a saved page: what stands before the crumbs, and what follows a poll or "Related"."""
    if (
        sum(
            k == "boilerplate" and u.label != "boilerplate"
            for k, u in zip(kinds, units, strict=True)
        )
        < 2
    ):
        return
    crumb = next((i for i, u in enumerate(units[:12]) if furniture.BREADCRUMB.match(u.text)), 0)
    for i in range(crumb):
        kinds[i] = "boilerplate"
    zone = False
    for i, unit in enumerate(units):
        if furniture.opens_zone(unit.text):
            zone, kinds[i] = True, "boilerplate"
        elif zone and kinds[i] in ("abstract", "abstract_head", "keywords", "keywords_head", "code", "citation_head",
                                   "references_head", "reference", "authors_head"):  # fmt: skip
            zone = False
        elif zone or (not any(c.isalpha() for c in unit.text) or len(unit.text) < 3):
            kinds[i] = "boilerplate" if kinds[i] not in ("table", "page_number") else kinds[i]


#: The words of a running head and a page number (no year), before or behind them.
_NUMBERED_HEAD = regex.compile(r"\d{1,3}\s+\p{Lu}[^\d]{8,100}|\p{Lu}[^\d]{8,100}\s\d{1,3}")


def _heads_of_pages(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """A line with a page number at the top of a later page, over another line: a running head
    that recognition took for a part of the text."""
    for i in range(1, len(units) - 1):
        first = units[i].page > units[i - 1].page and units[i + 1].page == units[i].page
        if first and kinds[i] == "body" and _NUMBERED_HEAD.fullmatch(units[i].text):
            kinds[i] = "running"


_COMMITTEE = regex.compile(
    r"^\W*(?:(?:программн|организационн|научн|международн|редакционн|оргкомитет|члены)\p{L}*(?:\s\p{L}+){0,2}\s?(?:комитет\p{L}*|коллеги\p{L}+|совет\p{L}*)"
    r"|оргкомитет|состав (?:редколлегии|редакционн\p{L}+ \p{L}+)"
    r"|(?:international )?(?:program(?:me)?|organi[sz]ing|scientific|editorial|advisory) (?:committee|board|council))\W*$",
    regex.IGNORECASE,
)


def _committees(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """The members of a committee, listed on a page under its name, are no authors."""
    page = None
    for i, unit in enumerate(units):
        menu = unit.label == "boilerplate"  # "Editorial board" among the links of a site
        if _COMMITTEE.match(unit.text) and len(unit.text) < 90 and not menu:
            page, kinds[i] = unit.page, "boilerplate"
        elif unit.page != page or kinds[i] in ("abstract", "abstract_head", "keywords", "code"):
            page = None
        elif kinds[i] in ("byline", "affiliation", "contact", "list_item", "body"):
            kinds[i] = "boilerplate" if len(unit.text) < 600 else kinds[i]


def _after_heads(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """What a heading standing alone announces stands in the next unit."""
    for i, kind in enumerate(kinds):
        if kind == "abstract_head":
            _take_abstract(units, kinds, i + 1)
        elif kind == "abstract":
            _continue_abstract(units, kinds, i)
        elif kind in ("keywords_head", "citation_head", "funding_head"):
            j = _next(kinds, i)
            target = kind.removesuffix("_head")
            if (
                j is not None
                and kinds[j] in ("body", "list_item", "byline", "affiliation", "code")
                and len(units[j].text) < 1500
            ):
                kinds[j] = target  # type: ignore[call-overload]
        elif kind == "keywords":
            _continue_keywords(units, kinds, i)


def _take_abstract(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    j = next((k for k in range(i, len(units)) if kinds[k] not in FURNITURE), None)
    if j is not None and kinds[j] in ("body", "list_item", "section", "affiliation"):
        kinds[j] = "abstract"
        _continue_abstract(units, kinds, j)


def _continue_abstract(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    """Further paragraphs belong to an abstract when keywords or the next front part close it."""
    span: list[int] = []
    for j in range(i + 1, min(i + 10, len(units))):
        kind = kinds[j]
        if kind in FURNITURE or kind in ("contact", "dates", "code"):
            continue
        if kind == "list_item" and regex.match(r"\s*[*∗†‡]", units[j].text):
            continue  # a note of the title at the foot of the page
        if kind in _CLOSERS or units[j].lang != units[i].lang:
            if kind in ("keywords", "keywords_head") or _one_style(units, [i, *span]):
                for k in span:
                    kinds[k] = "abstract"
            return
        if kind not in ("body", "list_item", "section"):
            return
        if units[j].label in ("title", "heading") and kind != "section":
            return
        span.append(j)


def _one_style(units: Sequence[Unit], span: Sequence[int]) -> bool:
    """A few paragraphs on one page in one font size that is told."""
    sizes = {round(units[i].size or 0, 1) for i in span}
    total = sum(len(units[i].text) for i in span)
    return len(sizes) == 1 and 0.0 not in sizes and len(span) <= 8 and total < ABSTRACT_MAX


def _continue_citation(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    """A citation cut over blocks goes on while they open in the middle of a sentence."""
    for j in range(i + 1, min(i + 4, len(units))):
        if kinds[j] != "body" or not units[j].text[:1].islower():
            return
        kinds[j] = "citation"


def _continue_keywords(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    """A list that breaks off with a separator goes on in the next unit."""
    j = _next(kinds, i)
    if j is None or kinds[j] != "body" or len(units[j].text) >= 300:
        return
    if units[i].text.rstrip().endswith((",", ";", "-")) or units[j].text[:1].islower():
        kinds[j] = "keywords"


def _next(kinds: Sequence[Kind], i: int) -> int | None:
    return next((j for j in range(i + 1, len(kinds)) if kinds[j] not in FURNITURE), None)


def _headless_abstracts(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Abstracts that no heading announces: before the keywords, between parts of a front
    matter, in small type under the authors, or after a title in the other language."""
    for i, kind in enumerate(kinds):
        if kind in ("keywords", "keywords_head"):
            _before_keywords(units, kinds, i)
    for i, kind in enumerate(kinds):
        if kind == "body" and _prose(units[i].text) and _sandwiched(kinds, i):
            kinds[i] = "abstract"
    for i, kind in enumerate(kinds):
        if kind == "title":
            _under_title(units, kinds, i)
    for i, kind in enumerate(kinds):
        if kind == "abstract":
            _second_language(units, kinds, i)


def _second_language(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    """The abstract once more in another language, right under the first."""
    j = next((k for k in range(i + 1, len(units)) if kinds[k] not in FURNITURE), None)
    if j is None or kinds[j] != "body" or units[j].lang == units[i].lang or not _brief(units[j]):
        return
    own = [
        k
        for k in range(max(i - 6, 0), i)
        if kinds[k] == "abstract" and units[k].lang == units[j].lang
    ]
    if not own and 0.4 < len(units[j].text) / len(units[i].text) < 2.5:
        kinds[j] = "abstract"


def _before_keywords(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    span: list[int] = []
    for j in range(i - 1, max(i - 12, -1), -1):
        if kinds[j] in FURNITURE or kinds[j] in ("contact", "dates", "citation"):
            continue
        if kinds[j] not in ("body", "list_item"):
            if kinds[j] in _OPENERS and len(span) <= 5:
                for k in span:
                    told = len(units[k].text) >= PARAGRAPH or (len(span) == 1 and _says(units[k]))
                    kinds[k] = "abstract" if told else kinds[k]
            return
        span.append(j)


#: Words and characters of the shortest abstract right over keywords.
_FEW_WORDS, _FEW = 8, 60


def _says(unit: Unit) -> bool:
    """A sentence or two, no place and no post: the short abstract of a short paper."""
    text = unit.text
    long = len(text) >= _FEW and len(regex.findall(r"\p{Ll}{2,}", text)) >= _FEW_WORDS
    told = is_affiliation(text) or POSITION.search(text[:80]) or "@" in text
    return long and text.rstrip().endswith(".") and not told


def _sandwiched(kinds: Sequence[Kind], i: int) -> bool:
    """Keywords or authors stand right before, authors or codes right after."""
    before = next((kinds[j] for j in range(i - 1, -1, -1) if kinds[j] not in FURNITURE), None)
    after = next((kinds[j] for j in range(i + 1, len(kinds)) if kinds[j] not in FURNITURE), None)
    closing = ("byline", "affiliation", "contact", "code", "title")
    return before in ("byline", "affiliation", "contact", "keywords") and after in closing


def _prose(text: str) -> bool:
    """Whole sentences, and neither a reference nor facts about a person."""
    return (
        len(text) >= PARAGRAPH
        and text.rstrip().endswith((".", "!", "?", "…"))
        and reference_score(text) < 3
        and not POSITION.search(text[:80])
    )


def _under_title(units: Sequence[Unit], kinds: list[Kind], title: int) -> None:
    """Paragraphs under a title and its authors, set apart by language or by small type."""
    first = next(
        (
            j
            for j in range(title + 1, len(units))
            if kinds[j] not in FURNITURE and kinds[j] not in _OPENERS
        ),
        None,
    )
    if first is None or kinds[first] != "body" or len(units[first].text) < PARAGRAPH:
        return
    span = _paragraphs(units, kinds, first)
    if _brief(units[first]) and _told(units, kinds, first):
        kinds[first] = "abstract"
        return
    if sum(len(units[j].text) for j in span) >= ABSTRACT_MAX or _goes_on(units, kinds, span, first):
        return
    lone = units[first].lang == units[title].lang != main_language(units)
    single = len(span) == 1 or _known_people(units, kinds, title, first)
    if (lone and single) or (len(span) <= 4 and _small(units, first)):
        for j in span:
            kinds[j] = "abstract"


def _brief(unit: Unit) -> bool:
    """Of an abstract's length, and ended as one."""
    return PARAGRAPH <= len(unit.text) < FIRST_MAX and _prose(unit.text)


def _told(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The paragraph speaks of "this article", or the same is said next in another language."""
    if speaks_of_article(units[i].text):
        return True
    j = next((k for k in range(i + 1, len(units)) if kinds[k] not in FURNITURE), None)
    if j is None or units[j].lang == units[i].lang or not _brief(units[j]):
        return False
    return kinds[j] == "body" and 0.4 < len(units[j].text) / len(units[i].text) < 2.5


def _small(units: Sequence[Unit], i: int) -> bool:
    """Set in smaller type than most of the text."""
    size, own = body_size(units), units[i].size
    return bool(size and own and own < 0.96 * size)


def _known_people(units: Sequence[Unit], kinds: Sequence[Kind], title: int, first: int) -> bool:
    """The authors under this title stand, in the other script, somewhere before it."""
    here = [s for j in range(title, first) if kinds[j] == "byline" for s in _surnames(units[j])]
    known = [s for j in range(title) if kinds[j] == "byline" for s in _surnames(units[j])]
    return any(same_name(a, b) for a in here for b in known)


def _surnames(unit: Unit) -> list[str]:
    return [n.surname for n in read_names(unit.text) if n.surname]


def _paragraphs(units: Sequence[Unit], kinds: Sequence[Kind], first: int) -> list[int]:
    """Body units from ``first`` on in one language and (where told) one font size."""
    span: list[int] = []
    for j in range(first, len(units)):
        if kinds[j] in FURNITURE:
            continue
        same = (
            units[j].lang == units[first].lang
            and abs((units[j].size or 0) - (units[first].size or 0)) < 0.3
        )
        if kinds[j] != "body" or not same or (units[j].label == "heading" and j > first):
            break
        span.append(j)
    return span


def _goes_on(units: Sequence[Unit], kinds: Sequence[Kind], span: Sequence[int], first: int) -> bool:
    """More body in the same language and style follows: this was no abstract."""
    like = units[first]
    j = next((k for k in range(span[-1] + 1, len(units)) if kinds[k] not in FURNITURE), None)
    if j is None or kinds[j] != "body" or units[j].lang != like.lang:
        return False
    return abs((units[j].size or 0) - (like.size or 0)) < 0.3


def _references(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Items after a heading of references, and runs of items without one."""
    for i, kind in enumerate(kinds):
        if kind in ("references_head", "notes_head"):
            _take_items(units, kinds, i)
    runs: list[int] = []
    for i in range(len(units) + 1):
        here: Kind | None = kinds[i] if i < len(units) else None
        if (
            here in ("body", "list_item", "byline", "footnote")
            and not _opens_front(kinds, i)
            and reference_score(units[i].text) >= 2
            and _item_like(units[i])
        ):
            runs.append(i)
        elif here not in FURNITURE:
            if len(runs) >= 3:
                for j in runs:
                    kinds[j] = "reference" if kinds[j] != "footnote" else kinds[j]
            runs = []


def _fill_gaps(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """A numbered item between two references is one, however little it tells."""
    for i, kind in enumerate(kinds):
        if kind not in ("body", "list_item") or strip_mark(units[i].text).number is None:
            continue
        before = next((kinds[j] for j in range(i - 1, -1, -1) if kinds[j] not in FURNITURE), None)
        after = next(
            (kinds[j] for j in range(i + 1, len(kinds)) if kinds[j] not in FURNITURE), None
        )
        if before == after == "reference" and len(units[i].text) < 400:
            kinds[i] = "reference"


def _item_like(unit: Unit) -> bool:
    """Numbered, or opened by authors, or full of signs: not a sentence with a year."""
    marked = strip_mark(unit.text)
    return len(unit.text) < 700 and (
        marked.number is not None
        or reference_score(unit.text) >= 4
        or bool(read_names(marked.text[:30].rsplit(".", 1)[0] + "."))
    )


#: The extent of a book, cut off from its item: "– 167 p.".
_EXTENT = regex.compile(r"\W*\d+\s?(?:с|p|б|s)\.\W*$")


def _opens_front(kinds: Sequence[Kind], i: int) -> bool:
    """Authors with their place, post or title under them: no item of a list."""
    j = _next(kinds, i)
    return (
        kinds[i] == "byline" and j is not None and kinds[j] in ("affiliation", "contact", "title")
    )


def _leads_to_front(kinds: Sequence[Kind], i: int) -> bool:
    """A code line right before the title or the authors of the next work is that work's."""
    j = _next(kinds, i)
    return j is not None and (kinds[j] == "title" or _opens_front(kinds, j))


def _of_item(units: Sequence[Unit], i: int) -> bool:
    """An identifier that goes on with an item: behind its dash, or in one block with it."""
    same = i > 0 and units[i].block == units[i - 1].block and not units[i].whole
    return same or bool(regex.match(r"\s*[–—-]\s", units[i].text))


def _take_items(units: Sequence[Unit], kinds: list[Kind], head: int) -> None:
    """Units after a heading of references, as long as they look like items."""
    misses: list[int] = []
    coded = False  # lists whose items have their identifier on a line of its own
    last: int | None = None  # the number of the item before
    for j in range(head + 1, len(units)):
        kind, signs = kinds[j], reference_score(units[j].text)
        number = strip_mark(units[j].text).number
        next_one = number is not None and last is not None and number == last + 1
        noted = kind == "footnote" and number is not None and (signs >= 2 or next_one)
        noted |= kind == "mark" and bool(_EXTENT.match(units[j].text))
        if (kind in FURNITURE and not noted) or kind in ("table", "caption", "formula"):
            continue
        if kind not in _ITEM_KINDS and not (kind in _UNSURE and signs >= 2) and not noted:
            break
        if _CLASS.match(units[j].text) or _opens_front(kinds, j):
            break  # the class number, or the authors, of the next front matter
        loose = kind == "body" and last is not None and number is None and units[j].whole
        if loose and units[j].text[:1].isupper() and _leads_to_front(kinds, j):
            break  # the title over the authors
        if kind == "code" and not coded and _leads_to_front(kinds, j) and not _of_item(units, j):
            break
        coded |= kind == "code"
        last = last if number is None else number
        misses.append(j)
        if signs >= 1 or kind == "reference" or noted:
            for k in misses:
                kinds[k] = "reference"
            misses = []
        elif len(misses) > 1 or len(units[j].text) > 700:
            break
