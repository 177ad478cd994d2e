"""What each unit is: front matter, back matter, body, or furniture of a page.

First from its own words (headings, codes, names, institutions), then from its neighbours
(a paragraph after "Abstract", two plain words between a title and a post).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from extractors.works import furniture
from extractors.works.codes import EMAIL, ORCID, is_code_line, jel_items
from extractors.works.dates import is_date_line
from extractors.works.headings import read_heading
from extractors.works.people import is_affiliation, read_byline, strip_contacts
from extractors.works.units import Unit

Kind = Literal[
    "body", "title", "byline", "affiliation", "contact", "code", "dates", "download",
    "abstract", "abstract_head", "keywords", "keywords_head", "citation", "citation_head",
    "funding", "funding_head", "thanks", "authors_head", "references_head", "reference", "notes_head",
    "contents", "section", "interests", "boilerplate", "rubric",
    "table", "picture", "formula", "caption", "footnote", "list_item",
    "page_header", "page_footer", "page_number", "running", "mark", "role_head",
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
        "role_head",
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
        "running",
        "mark",
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
    r"original (?:article|paper)|research article|review article|обзорная статья|articles?|статьи|материалы конференции)\W*$"
    r"|^(?:(?:бакалаврская|магистерская|дипломная|выпускная|курсовая|квалификационная)\b.{0,60}работа|дипломный проект|"
    r"диссертация\b.{0,120}|автореферат\b.{0,120}|препринт.{0,60}|preprint.{0,60}|(?:master|bachelor|doctoral|phd).{0,12}thesis)\W*$"
    r"|^на правах рукописи\W*$",
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


def own_kind(unit: Unit) -> Kind:
    """The kind of a unit by its own words and its reader's label."""
    text = unit.text
    offered = unit.label in ("paragraph", "boilerplate", "list_item", "heading")
    if offered and len(text) < TITLE_MAX and furniture.download_title(text):
        return "download"
    if unit.label in _AS_READ:
        return unit.label  # type: ignore[return-value]
    if unit.label == "listing":
        return "body"
    if furniture.is_furniture(text):
        return "boilerplate"
    if is_code_line(text) or (jel_items(text) and len(text) < 250):
        return "code"
    if head := read_heading(text):
        run_in, standing = _HEADS[head.kind]
        return run_in if head.rest else standing
    if aside := _aside(unit):
        return aside
    if unit.label in ("footnote", "reference"):
        return unit.label
    return _personal(unit)


#: A running head or foot: a journal or volume with its number, year or pages.
_RUNNING = regex.compile(
    r"(?:вестник|журнал|известия|труды|материалы|сборник|записки|хабаршы\p{L}*|вісник|весці|journal|bulletin|proceedings|"
    r"transactions|review|herald|conference|конференц\p{L}+).{0,200}(?:№|\bNo\b|\bVol\b|\bТ\.|\bтом\b|серия|series|(?:19|20)\d\d)"
    r"|^\W*\d{0,4}\W*(?:19|20)\d\d\W+(?:vol|том|т\.|№|no\b).{0,60}$|^(?:19|20)\d\d.{0,120}(?:journal|bulletin|вестник)"
    r"|^[^\p{Ll}]{4,80}(?:19|20)\d\d\W+(?:№|Т\.|Вып|Vol|No).{0,30}$",
    regex.IGNORECASE | regex.DOTALL,
)
#: A line that is nothing but a name with year, volume and issue: "География. 2020. Т. 23. № 1".
HEAD_LINE = regex.compile(
    r"^\W*(?:\d{1,4}\s+)?(?P<name>\p{Lu}[^.;:/()\d]{4,90}?)[.,]\s(?:19|20)\d\d[.,]\s"
    r"(?:Т|Том|Vol|Volume|№|No|Вып|Issue)\b?\.?\s?\d+(?:[.,]\s(?:№|No|Вып|Issue)\.?\s?\d+(?:\s?\(\d+\))?)?\W*(?:\d{1,4})?\W*$"
)
_PRINTED_IN = regex.compile(
    r"^\W*(?:in:|вестник|журнал|известия|труды\s|материалы\s\p{Lu}|сборник\s|proceedings\sof|selected papers|rudn journal)",
    regex.IGNORECASE,
)
_LICENCE = regex.compile(
    r"^\W*(?:copyright|©|\(c\)\s|this work is licensed|this (?:is an )?open[- ]access|(?:эта )?статья доступна по лицензии|"
    r"контент доступен|creative commons|публикуется по лицензии|all rights reserved|все права защищены)",
    regex.IGNORECASE,
)
_THANKS = regex.compile(
    r"^\W*\d{0,2}\s*(?:the|this|our)?\s*(?:present )?(?:work|research|study|reported study|publication|article|paper|работа|исследование|статья|публикация|"
    r"исследования)\b.{0,90}(?:supported|funded|financed|financially|выполнен|поддержан|подготовлен|осуществлен|финансов|грант|при поддержке)",
    regex.IGNORECASE | regex.DOTALL,
)
#: The heading over the editors of a volume.
EDITORS = regex.compile(
    r"^\W*(?:(?:научн|ответственн|главн)\p{L}+ редактор\p{L}*|редакторы?|редакционная коллегия|редколлегия"
    r"|(?:scientific |chief |responsible )?editors?|editorial board|edited by|под (?:общей )?редакцией)\s*:?\W*$"
    r"|^\W*ответственн\p{L}+ за выпуск\b.{0,80}$",
    regex.IGNORECASE,
)
_ROLE_HEAD = regex.compile(
    r"^\W*(?:научный |science |scientific |academic )?(?:руководитель(?: работы)?|консультант|supervisor|advis[eo]r)\s*:?\W*$",
    regex.IGNORECASE,
)


def _aside(unit: Unit) -> Kind | None:
    """Running heads, licences, thanks and lone marks: beside the work, not of it."""
    text = unit.text
    if not regex.search(r"\p{L}{2}", text):
        return "mark" if len(text) < 12 else None
    if _ROLE_HEAD.match(text) or EDITORS.match(text):
        return "role_head"
    if unit.label == "list_item" or len(text) > 600:
        return None
    if _LICENCE.match(text) and not read_byline(text):
        return "running"
    if _THANKS.match(text):
        return "thanks"
    if regex.fullmatch(r"(?:https?://|www\.)\S+", text) and "doi.org" not in text:
        return "running"
    if HEAD_LINE.match(text):
        return "running"
    head = len(text) < 260 and _RUNNING.search(text) and "//" not in text
    return (
        "running"
        if head and (_PRINTED_IN.match(text) or (not text.endswith(".") and _numbered(text)))
        else None
    )


def _numbered(text: str) -> bool:
    """A year with a volume, an issue or pages: what running heads print."""
    return bool(
        regex.search(r"(?:19|20)\d\d", text)
        and regex.search(
            r"(?:№|\bNo\.?|\bVol\.?|\bТ\.|\bтом|\bС\.|\bPp?\.)\s?\d|\d\s?[–-]\s?\d+\W*$|\d\(\d+\)",
            text,
            regex.IGNORECASE,
        )
    )


#: What no line of names and posts holds: "//", a year in brackets.
_REFERENCE = regex.compile(r"//|\((?:19|20)\d\d\p{Ll}?\)")


def _personal(unit: Unit) -> Kind:
    text = unit.text
    if len(text) < 600 and is_date_line(text):
        return "dates"
    if len(text) < 600 and unit.label != "list_item":
        if _RUBRIC.match(text):
            return "rubric"
        if _REFERENCE.search(text):
            return "body"
        lines = "\n".join(unit.lines)
        if any(map(read_byline, dict.fromkeys([lines, text, " ".join(unit.lines)]))):
            return "byline"
        bare, emails, _ = strip_contacts(text)
        bare = ORCID.sub("", bare)
        if (emails or ORCID.search(text)) and len(bare) < 40 and not is_affiliation(bare):
            return "contact"
        if is_affiliation(text) or (EMAIL.search(text) and is_affiliation(bare)):
            return "affiliation"
    return "list_item" if unit.label == "list_item" else "body"
