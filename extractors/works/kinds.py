"""What each unit is: front matter, back matter, body, or furniture of a page.

First from its own words (headings, codes, names, institutions), then from its neighbours
(a paragraph after "Abstract", two plain words between a title and a post).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractors.works import boilerplate
from extractors.works.citations import reference_score
from extractors.works.codes import EMAIL, ORCID, is_code_line, jel_items
from extractors.works.dates import is_date_line
from extractors.works.headings import read_heading
from extractors.works.names import read_names
from extractors.works.people import is_affiliation, read_byline, strip_contacts
from extractors.works.units import Unit, is_caps

Kind = Literal[
    "body", "title", "byline", "affiliation", "contact", "code", "dates", "download",
    "abstract", "abstract_head", "keywords", "keywords_head", "citation", "citation_head",
    "funding", "funding_head", "thanks", "authors_head", "references_head", "reference", "notes_head",
    "contents", "section", "interests", "boilerplate", "rubric",
    "table", "picture", "formula", "caption", "footnote", "list_item",
    "page_header", "page_footer", "page_number",
]  # fmt: skip
#: Kinds that make up front matter.
FRONT: frozenset[str] = frozenset(
    [
        "title",
        "byline",
        "affiliation",
        "contact",
        "code",
        "dates",
        "abstract",
        "abstract_head",
        "keywords",
        "keywords_head",
        "citation",
        "citation_head",
        "funding",
        "funding_head",
        "authors_head",
    ]
)
#: Kinds that may stand inside front matter without ending it.
FURNITURE: frozenset[str] = frozenset(
    [
        "page_header",
        "page_footer",
        "page_number",
        "boilerplate",
        "footnote",
        "rubric",
        "download",
        "interests",
        "thanks",
        "picture",
    ]
)
_AS_READ = frozenset(
    [
        "table",
        "picture",
        "formula",
        "caption",
        "page_header",
        "page_footer",
        "page_number",
        "boilerplate",
    ]
)
_HEADS: dict[str, tuple[Kind, Kind]] = {
    # kind of heading: (the unit when text runs in, the unit when it stands alone)
    "abstract": ("abstract", "abstract_head"),
    "keywords": ("keywords", "keywords_head"),
    "citation": ("citation", "citation_head"),
    "funding": ("funding", "funding_head"),
    "thanks": ("thanks", "thanks"),
    "interests": ("interests", "interests"),
    "references": ("references_head", "references_head"),
    "notes": ("notes_head", "notes_head"),
    "authors": ("authors_head", "authors_head"),
    "contents": ("contents", "contents"),
    "section": ("section", "section"),
}
_RUBRIC = regex.compile(
    r"^(?:секция|раздел|рубрика|section|session|бөлім|секція|part|часть)\b.{0,120}$|^(?:научная статья|оригинальная статья|"
    r"original (?:article|paper)|research article|review article|обзорная статья|articles?|статьи|материалы конференции)\W*$",
    regex.IGNORECASE,
)
#: Running text in characters: a unit this long is not a title.
TITLE_MAX = 330
#: A paragraph of an abstract is at least this long (characters).
PARAGRAPH = 120


@dataclass(frozen=True, slots=True)
class Sorted:
    """Units with their kinds, and the score of each as a title (0 where it is none)."""

    units: tuple[Unit, ...]
    kinds: tuple[Kind, ...]
    scores: tuple[float, ...]


def sort_units(units: Sequence[Unit]) -> Sorted:
    """The kind of every unit."""
    kinds = [own_kind(u) for u in units]
    _trust_names(units, kinds)
    _furniture_zones(units, kinds)
    _contents(units, kinds)
    _after_heads(units, kinds)
    scores = title_scores(units, kinds)
    _mark_titles(units, kinds, scores)
    _headless_abstracts(units, kinds)
    _references(units, kinds)
    return Sorted(tuple(units), tuple(kinds), tuple(scores))


def own_kind(unit: Unit) -> Kind:
    """The kind of a unit by its own words and its reader's label."""
    text = unit.text
    offered = unit.label in ("paragraph", "boilerplate", "list_item", "heading")
    if offered and len(text) < TITLE_MAX and boilerplate.download_title(text):
        return "download"
    if unit.label in _AS_READ:
        return unit.label  # type: ignore[return-value]
    if boilerplate.is_furniture(text):
        return "boilerplate"
    if is_code_line(text) or (jel_items(text) and len(text) < 250):
        return "code"
    if head := read_heading(text):
        run_in, standing = _HEADS[head.kind]
        return run_in if head.rest else standing
    if unit.label in ("footnote", "reference"):
        return unit.label
    return _personal(unit)


def _personal(unit: Unit) -> Kind:
    text = unit.text
    if len(text) < 600 and unit.label != "list_item":
        if is_date_line(text):
            return "dates"
        if read_byline("\n".join(unit.lines)) or read_byline(text):
            return "byline"
        bare, emails, _ = strip_contacts(text)
        if (emails or ORCID.search(text)) and len(bare) < 40:
            return "contact"
        if is_affiliation(text) or (EMAIL.search(text) and is_affiliation(bare)):
            return "affiliation"
        if _RUBRIC.match(text):
            return "rubric"
    return "list_item" if unit.label == "list_item" else "body"


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
    crumb = next((i for i, u in enumerate(units[:12]) if boilerplate.BREADCRUMB.match(u.text)), 0)
    for i in range(crumb):
        kinds[i] = "boilerplate"
    zone = False
    for i, unit in enumerate(units):
        if boilerplate.opens_zone(unit.text):
            zone, kinds[i] = True, "boilerplate"
        elif zone and kinds[i] in ("abstract", "abstract_head", "keywords", "keywords_head", "code", "citation_head",
                                   "references_head", "reference", "authors_head"):  # fmt: skip
            zone = False
        elif zone or (not any(c.isalpha() for c in unit.text) or len(unit.text) < 3):
            kinds[i] = "boilerplate" if kinds[i] not in ("table", "page_number") else kinds[i]


def _contents(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Lines of a table of contents: they end in a page number, many of them in a row."""
    for i, kind in enumerate(kinds):
        if kind == "contents":
            for j in range(i + 1, len(units)):
                if (
                    not regex.search(r"(?:\.{3,}|…|\s)\s*\d{1,4}\W*$", units[j].text)
                    or len(units[j].text) > 2500
                ):
                    break
                kinds[j] = "contents"


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
    """Further paragraphs belong to an abstract when keywords close it."""
    span: list[int] = []
    for j in range(i + 1, min(i + 10, len(units))):
        if kinds[j] == "keywords" or kinds[j] == "keywords_head":
            for k in span:
                kinds[k] = "abstract"
            return
        if kinds[j] in FURNITURE or kinds[j] in ("contact", "dates", "code"):
            continue
        if kinds[j] not in ("body", "list_item", "section") or units[j].lang != units[i].lang:
            return
        if units[j].label in ("title", "heading") and kinds[j] != "section":
            return
        span.append(j)


def _continue_keywords(units: Sequence[Unit], kinds: list[Kind], i: int) -> None:
    """A list that breaks off with a separator goes on in the next unit."""
    j = _next(kinds, i)
    if j is None or kinds[j] != "body" or len(units[j].text) >= 300:
        return
    if units[i].text.rstrip().endswith((",", ";", "-")) or units[j].text[:1].islower():
        kinds[j] = "keywords"


def _next(kinds: Sequence[Kind], i: int) -> int | None:
    return next((j for j in range(i + 1, len(kinds)) if kinds[j] not in FURNITURE), None)


# --- titles -------------------------------------------------------------------------------

_NOT_TITLE = regex.compile(
    r"https?://|www\.|@|^\W*(?:рис|табл|fig|table|figure|схема|график|диаграмма|примечание|note|source|источник|сурет|кесте)\b"
    r"|^\W*\d+(?:\.\d+)*[.)]\s|^[\W\d]+$|^\W*(?:глава|chapter|приложение|том|vol|№|©)\b",
    regex.IGNORECASE,
)
_NEAR = 6


def title_scores(units: Sequence[Unit], kinds: Sequence[Kind]) -> list[float]:
    """How much each unit looks like the title of a work (3 and more: a title)."""
    body_size = _body_size(units)
    return [
        _title_score(units, kinds, i, body_size) if _may_be_title(u, k) else 0.0
        for i, (u, k) in enumerate(zip(units, kinds, strict=True))
    ]


def _may_be_title(unit: Unit, kind: Kind) -> bool:
    text = unit.text
    return (
        kind in ("body", "affiliation")
        and 8 < len(text) < TITLE_MAX
        and not _NOT_TITLE.search(text)
        and len(regex.findall(r"\p{L}{2,}", text)) > 1
        and not text[:1].islower()
    )


def _title_score(
    units: Sequence[Unit], kinds: Sequence[Kind], i: int, body_size: float | None
) -> float:
    unit = units[i]
    text = unit.text
    score = 0.0
    score += 2.0 * is_caps(text) + 1.0 * unit.bold + 0.7 * unit.centered
    score += {"title": 1.5, "heading": 0.3}.get(unit.label, 0.0)
    if unit.size and body_size:
        score += 2.0 if unit.size > 1.14 * body_size else 0.0
        score -= 1.5 if unit.size < 0.93 * body_size else 0.0
    score -= 2.0 * (
        text.rstrip().endswith((".", ";", ":", ",")) and not regex.search(r"\bгг?\.$|\.\.\.$", text)
    )
    score -= 1.5 * (kinds[i] == "affiliation")
    score += 0.7 * _turns(units, kinds, i)
    return score + _after(units, kinds, i) + _before(kinds, i)


def _after(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> float:
    """What stands after a title: its authors, their places, an abstract."""
    best, seen = 0.0, 0
    for j in range(i + 1, len(units)):
        kind = kinds[j]
        if kind in FURNITURE and kind != "rubric":
            continue
        seen += 1
        if kind in ("byline", "authors_head", "affiliation"):
            best = max(best, 2.5 - 0.4 * (seen - 1))
        elif kind in ("abstract", "abstract_head", "dates", "contact"):
            best = max(best, 2.2 - 0.3 * (seen - 1))
        elif kind == "body" and len(units[j].text) >= PARAGRAPH and _keywords_follow(kinds, j):
            return max(best, 2.0)
        elif kind not in ("body", "code") or seen > 3 or len(units[j].text) > TITLE_MAX:
            break
    return best


def _keywords_follow(kinds: Sequence[Kind], i: int) -> bool:
    j = _next(kinds, i)
    return j is not None and kinds[j] in ("keywords", "keywords_head")


def _turns(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The language changes at this unit and stays: a second front matter may begin here."""
    before = next((units[j].lang for j in range(i - 1, -1, -1) if kinds[j] == "body"), None)
    after = next((units[j].lang for j in range(i + 1, len(units)) if kinds[j] == "body"), None)
    return before is not None and before != units[i].lang and after == units[i].lang


def _before(kinds: Sequence[Kind], i: int) -> float:
    """What stands before it: a code, the authors, a rubric."""
    for j in range(i - 1, max(i - 4, -1), -1):
        if kinds[j] in ("code", "rubric", "dates"):
            return 1.5
        if kinds[j] in ("byline", "affiliation", "contact"):
            return 1.2
        if kinds[j] == "boilerplate":
            return 1.0
        if kinds[j] not in FURNITURE and kinds[j] != "body":
            break
    return 0.0


def _body_size(units: Sequence[Unit]) -> float | None:
    """The font size (points) of most of the running text."""
    weights: dict[float, int] = {}
    for unit in units:
        if unit.size:
            key = round(unit.size * 2) / 2
            weights[key] = weights.get(key, 0) + len(unit.text)
    return max(weights, key=lambda s: weights[s]) if weights else None


def _mark_titles(units: Sequence[Unit], kinds: list[Kind], scores: Sequence[float]) -> None:
    for i, score in enumerate(scores):
        if score >= 3.0:
            kinds[i] = "title"
    for i in range(len(units) - 1):  # the lines of one title, read as several blocks
        if (
            kinds[i] == "title"
            and kinds[i + 1] in ("body", "affiliation")
            and _same_style(units, i, i + 1, scores)
        ):
            kinds[i + 1] = "title"


def _same_style(units: Sequence[Unit], i: int, j: int, scores: Sequence[float]) -> bool:
    one, two = units[i], units[j]
    if one.page != two.page or len(one.text) + len(two.text) > TITLE_MAX or scores[j] <= 0:
        return False
    sized = one.size is not None and two.size is not None and abs(one.size - two.size) < 0.6
    return (
        is_caps(one.text) == is_caps(two.text)
        and one.lang == two.lang
        and sized
        and one.bold == two.bold
    )


# --- abstracts without a heading ------------------------------------------------------------


def _headless_abstracts(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Paragraphs between a title (or its authors) and the keywords are the abstract."""
    for i, kind in enumerate(kinds):
        if kind not in ("keywords", "keywords_head"):
            continue
        span: list[int] = []
        for j in range(i - 1, max(i - 9, -1), -1):
            if kinds[j] in FURNITURE or kinds[j] in ("contact", "dates", "citation"):
                continue
            if kinds[j] not in ("body", "list_item"):
                break
            span.append(j)
        else:
            continue
        if (
            kinds[j] in ("title", "byline", "affiliation", "code", "authors_head")
            and len(span) <= 4
        ):
            for k in span:
                if len(units[k].text) >= PARAGRAPH:
                    kinds[k] = "abstract"


# --- lists of references ----------------------------------------------------------------------


def _references(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """Items after a heading of references, and runs of items without one."""
    for i, kind in enumerate(kinds):
        if kind in ("references_head", "notes_head"):
            _take_items(units, kinds, i)
    runs: list[int] = []
    for i in range(len(units) + 1):
        here: Kind | None = kinds[i] if i < len(units) else None
        if (
            kind in ("body", "list_item", "byline", "footnote")
            and reference_score(units[i].text) >= 2
        ):
            runs.append(i)
        elif here not in FURNITURE:
            if len(runs) >= 3:
                for j in runs:
                    kinds[j] = "reference" if kinds[j] != "footnote" else kinds[j]
            runs = []


def _take_items(units: Sequence[Unit], kinds: list[Kind], head: int) -> None:
    misses: list[int] = []
    for j in range(head + 1, len(units)):
        kind = kinds[j]
        if kind in FURNITURE or kind in ("table", "caption", "formula"):
            continue
        if kind in ("references_head", "notes_head"):
            break
        if kind not in (
            "body",
            "list_item",
            "byline",
            "affiliation",
            "reference",
            "code",
            "dates",
        ) and not (kind == "title" and reference_score(units[j].text) >= 2):
            break
        if reference_score(units[j].text) >= 1 or kind == "reference":
            for k in [*misses, j]:
                kinds[k] = "reference"
            misses = []
        else:
            misses.append(j)
            if len(misses) > 1 or len(units[j].text) > 700:
                break
