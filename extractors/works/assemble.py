"""One work out of its units: every field of the record, from the part that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from corpus.document import Abstract, Author, ByLang, Codes, Dates, Journal, Work
from extractors.labels import keywords_heading
from extractors.works import furniture
from extractors.works.abstracts import Piece, gather, opening, to_record
from extractors.works.agreement import agreed_title, title_in_one_script
from extractors.works.codes import code_flags, jel_items, read_codes
from extractors.works.contributors import authors_of
from extractors.works.dates import read_dates
from extractors.works.headings import read_heading
from extractors.works.journal import Cited, printed_pages, read_citation, read_journal
from extractors.works.keywords import split_keywords
from extractors.works.kinds import FURNITURE, Sorted
from extractors.works.metadata import Stated
from extractors.works.notes import note_mark
from extractors.works.pairs import pair_abstracts
from extractors.works.references import references_of
from extractors.works.split import Span
from extractors.works.titles import fallback_title, offered_title, titles_of
from extractors.works.translit import same_name
from extractors.works.units import lang_in, main_language, script_of

#: Pages before and after a work whose printed numbers tell how its own are counted.
_COUNTED = 12
#: Characters of the rest of a sentence on funding, at most.
_SENTENCE = 400
#: Units at the start and end of a work that may hold its authors outside a front matter.
EDGE = 12


@dataclass(frozen=True, slots=True)
class Built:
    """A work with the kinds that describing it settled: unit → label of the record."""

    work: Work
    kinds: dict[int, str]


def build(
    found: Sorted, span: Span, ids: Sequence[str], languages: Sequence[str], stated: Stated | None
) -> Built:
    """The work that the units of ``span`` make up (tables and blocks are added by the caller)."""
    places = list(range(span.start, span.stop))
    text_lang = main_language(
        [found.units[i] for i in places if found.kinds[i] in ("body", "list_item", "section")]
    )
    notes = _note_marks(found, places)
    kinds: dict[int, str] = {}
    title, title_flags = _titles(found, span, places, languages, notes, kinds)
    pieces = gather(found, places, languages)
    if lead := opening(found, places, pieces, text_lang, languages):
        pieces.insert(0, lead)
        kinds[lead.units[0]] = "abstract"
    keywords = _keywords(found, places, languages)
    abstracts = _abstracts(found, pieces, keywords, ids)
    citations = _citations(found, places, languages)
    authors, author_flags = authors_of(found, span, places, languages, citations)
    journal, cited = read_journal(list(citations.values()), _heads(found, places), languages)
    if journal.pages is None:
        journal = journal.model_copy(update={"pages": _printed_pages(found, places)})
    if journal.year is None and (journal.title or stated):
        journal = journal.model_copy(update={"year": _archive_year(found, places)})
    codes = _codes(found, places, list(citations.values()))
    code_doubts = code_flags(codes, _code_texts(found, places))
    if any(found.units[i].recognised for i in places[:EDGE]):
        title, title_doubts = _agreed(title, citations)
        title_flags = [*title_flags, *title_doubts]
    references, reference_flags = references_of(found, places, ids, languages)
    work = Work(
        title=title or _cited_title(cited, languages),
        authors=authors,
        abstracts=abstracts,
        abstract_pairs=pair_abstracts(abstracts),
        keywords=keywords,
        codes=codes,
        journal=journal,
        dates=_dates(found, places, cited),
        for_citation=citations,
        funding=_funding(found, places),
        references=references,
        flags=[*title_flags, *author_flags, *code_doubts, *reference_flags],
    )
    return Built(_with_statements(work, stated, languages), kinds)


def _note_marks(found: Sorted, places: Sequence[int]) -> list[str]:
    """Marks of the notes of a work; a copyright line may be one ("5 © Сёмин П. О., 2024")."""
    marks = []
    for i in places:
        unit = found.units[i]
        copyright_note = regex.match(r"\s*(\d{1,2}|\*)\s*©", unit.text)
        if copyright_note:
            marks.append(copyright_note[1])
        elif found.kinds[i] == "footnote" and (mark := note_mark(unit.text)):
            marks.append(mark)
    return marks


# --- titles, abstracts, keywords ------------------------------------------------------------


def _titles(
    found: Sorted,
    span: Span,
    places: Sequence[int],
    languages: Sequence[str],
    notes: Sequence[str],
    kinds: dict[int, str],
) -> tuple[ByLang, list[str]]:
    title, _, flags = titles_of(found, _front_places(span, places), languages, notes)
    if title:
        return title, flags
    if offered := offered_title(found, places):
        return {lang_in(offered[0], languages) or "und": offered[0]}, [
            "title: stands only in the line that offers the file"
        ]
    best = fallback_title(found, places) if span.start == 0 else None
    if best is not None:
        kinds[best] = "title"
        text = found.units[best].text.strip()
        return {lang_in(text, languages) or "und": text}, []
    return {}, []


def _front_places(span: Span, places: Sequence[int]) -> list[int]:
    """Units of the fronts; all units of a work that has none."""
    inside = [i for f in span.fronts for i in range(f.start, f.stop)]
    return inside or list(places)


def _keywords(
    found: Sorted, places: Sequence[int], languages: Sequence[str]
) -> dict[str, list[str]]:
    lists: dict[str, str] = {}
    last: str | None = None
    for i in places:
        if found.kinds[i] == "keywords":
            text = "\n".join(_without_section(found.units[i].lines))
            head = read_heading(text, ("keywords",))
            body = (
                " ".join((head.rest if head else text).split())
                if "\n" in text and ("," in text or ";" in text)
                else (head.rest if head else text)
            )
            lang = _keyword_language(head.title if head else "", body, languages)
            if head is None and last is not None and last == lang:
                lists[lang] += " " + body
            elif lang not in lists:
                lists[lang] = body
            last = lang
        elif found.kinds[i] not in FURNITURE:
            last = None
    return {lang: split_keywords(text) for lang, text in lists.items()}


#: The first heading of the text, which columns of a scan put at the end of the keywords.
_FIRST_SECTION = regex.compile(
    r"(?:\d\.?\s)?(?:введение|introduction|кіріспе|вступ|уводзіны)\.?", regex.IGNORECASE
)


def _without_section(lines: Sequence[str]) -> list[str]:
    """The lines of keywords without the heading of the text below them.

    >>> _without_section(["Keywords: rivers, small", "towns", "Introduction"])
    ['Keywords: rivers, small', 'towns']
    >>> _without_section(["Keywords: conclusion,", "introduction"])
    ['Keywords: conclusion,', 'introduction']
    """
    glued = (
        len(lines) > 1
        and _FIRST_SECTION.fullmatch(lines[-1].strip())
        and not lines[-2].rstrip().endswith((",", ";", "–", "-"))
        and lines[-1].strip()[:1].isupper()
    )
    return list(lines[:-1]) if glued else list(lines)


def _keyword_language(heading: str, body: str, languages: Sequence[str]) -> str:
    """The language that owns the heading's words, else that of the keywords."""
    owner = keywords_heading(f"{heading}:") if heading else None
    if owner and owner.lang and (owner.lang in languages or script_of(heading) != script_of(body)):
        return owner.lang
    return lang_in(body, languages) or "und"


def _abstracts(
    found: Sorted, pieces: Sequence[Piece], keywords: dict[str, list[str]], ids: Sequence[str]
) -> list[Abstract]:
    out = []
    for piece in pieces:
        own = (found.units[i] for i in piece.units)
        blocks = list(dict.fromkeys(ids[b] for u in own for b in (u.block, *u.also)))
        out.append(to_record(piece, blocks, keywords.get(piece.lang or "", [])))
    return out


# --- codes, citations, dates, funding -------------------------------------------------------------


def _codes(found: Sorted, places: Sequence[int], citations: Sequence[str]) -> Codes:
    codes = read_codes([*_code_texts(found, places), *citations])
    jel = codes.jel or _listed_jel(found, places)
    return codes.model_copy(update={"jel": jel})


def _code_texts(found: Sorted, places: Sequence[int]) -> list[str]:
    kinds = (
        "code",
        "page_header",
        "page_footer",
        "citation",
        "footnote",
        "keywords",
        "contact",
        "dates",
        "affiliation",
        "byline",
    )
    texts = [found.units[i].text for k in kinds[:1] for i in places if found.kinds[i] == k]
    texts += [
        found.units[i].text
        for i in places
        if (found.kinds[i] in kinds[1:] and not _is_cited_book(found, i))
        or (
            found.kinds[i] in ("body", "list_item")
            and regex.match(r"\W*(?:Handle|DOI)\b", found.units[i].text)
        )
    ]
    return texts


#: Pages of a book, or a part in a whole: the codes beside them are those of what a note cites.
_CITED = regex.compile(r"\b\d{2,4}\s?[сcp]\.|\s//\s")


def _is_cited_book(found: Sorted, place: int) -> bool:
    return found.kinds[place] == "footnote" and bool(_CITED.search(found.units[place].text))


_JEL_HEAD = regex.compile(r"\W*JEL\b")


def _listed_jel(found: Sorted, places: Sequence[int]) -> list[str]:
    """The explained list under "JEL classification:" of RePEc pages."""
    out: list[str] = []
    for i in places:
        headed = any(_JEL_HEAD.match(found.units[j].text) for j in range(max(i - 8, 0), i + 1))
        if (
            headed
            and found.kinds[i] in ("code", "list_item", "body")
            and len(found.units[i].text) < 400
        ):
            out += jel_items(found.units[i].text)
    return list(dict.fromkeys(out))


def _citations(found: Sorted, places: Sequence[int], languages: Sequence[str]) -> ByLang:
    """Suggested citations by language; blocks that go on in mid-sentence are joined."""
    texts: list[str] = []
    for i in places:
        if found.kinds[i] != "citation":
            continue
        head = read_heading(found.units[i].text, ("citation",))
        text = (head.rest if head else found.units[i].text).lstrip("•* ").strip()
        if texts and text[:1].islower():
            texts[-1] += " " + text
        else:
            texts.append(text)
    out: dict[str, str] = {}
    for text in texts:
        out.setdefault(lang_in(text, languages) or "und", text)
    return out


def _heads(found: Sorted, places: Sequence[int]) -> list[str]:
    kinds = ("page_header", "page_footer", "running")
    return [found.units[i].text for i in places if found.kinds[i] in kinds]


def _archive_year(found: Sorted, places: Sequence[int]) -> str | None:
    """The year at the end of a saved page's way through the archive of its journal."""
    ways = (
        furniture.ARCHIVE.match(found.units[i].text)
        for i in places[:EDGE]
        if found.kinds[i] == "boilerplate" and len(found.units[i].text) < 120
    )
    return next((way["year"] for way in ways if way), None)


def _printed_pages(found: Sorted, places: Sequence[int]) -> str | None:
    if not places:
        return None
    kinds = ("page_header", "page_footer", "page_number", "running", "mark")
    pages = [found.units[i].page for i in places]
    first, last = min(pages), max(pages)
    near = range(first - _COUNTED, last + _COUNTED + 1)
    heads = [
        (u.page, u.text)
        for u, k in zip(found.units, found.kinds, strict=True)
        if u.page in near and k in kinds and len(u.text) < 160
    ]
    return printed_pages(heads, first, last)


def _dates(found: Sorted, places: Sequence[int], cited: Cited) -> Dates:
    kinds = (
        "dates",
        "code",
        "footnote",
        "contact",
        "boilerplate",
        "page_footer",
        "affiliation",
        "byline",
        "citation",
    )
    dates = read_dates(found.units[i].text for i in places if found.kinds[i] in kinds)
    if dates.published is None and cited.year:
        dates = dates.model_copy(update={"published": cited.year})
    return dates


_FUNDED = regex.compile(
    r"(?:при (?:финансовой )?поддержке|грант\p{L}*|в рамках (?:гранта|проекта|госзадания|государственного задания|программы)|поддержан\p{L}* |финансировани\p{L}+|"
    r"(?:supported|funded|financed) by|grant (?:no|№|#|of|from)|under the grant|қаржыландыр\p{L}+|за підтримки)",
    regex.IGNORECASE,
)


def _funding(found: Sorted, places: Sequence[int]) -> list[str]:
    out: list[str] = []
    for i in places:
        text = found.units[i].text
        if found.kinds[i] == "funding":
            head = read_heading(text, ("funding",))
            out.append(_whole_sentence(found, places, i, head.rest if head else text))
        elif found.kinds[i] in ("thanks", "footnote") and _FUNDED.search(text) and len(text) < 900:
            head = read_heading(text, ("thanks",))
            out.append(
                head.rest if head and head.rest else regex.sub(r"^\W*\d{0,2}\s*(?=\p{L})", "", text)
            )
    return list(dict.fromkeys(out))


def _whole_sentence(found: Sorted, places: Sequence[int], i: int, text: str) -> str:
    """The text of unit ``i`` with what stands behind a page break, where it has no end."""
    after = (j for j in places if j > i and found.kinds[j] not in FURNITURE)
    j = next(after, None)
    if j is None or text.rstrip().endswith((".", ")", ";")) or found.kinds[j] != "body":
        return text
    rest = found.units[j].text
    return f"{text} {rest}" if rest[:1].islower() and len(rest) < _SENTENCE else text


def _agreed(title: ByLang, citations: ByLang) -> tuple[ByLang, list[str]]:
    """Titles of a scan beside those that the citations of the work print."""
    out, flags = dict(title), []
    for lang in title:
        out[lang], more = title_in_one_script(lang, title[lang])
        flags += more
    for lang, text in citations.items():
        cited = read_citation(text).title
        if cited and lang in out:
            out[lang], more = agreed_title(lang, out[lang], cited)
            flags += more
    return out, flags


def _cited_title(cited: Cited, languages: Sequence[str]) -> ByLang:
    return {lang_in(cited.title, languages) or "und": cited.title} if cited.title else {}


# --- statements of the page -------------------------------------------------------------------------


def _with_statements(work: Work, stated: Stated | None, languages: Sequence[str]) -> Work:
    """Fill from the metadata what the text does not tell; flag where the two disagree."""
    if stated is None:
        return work
    flags = list(work.flags)
    update: dict[str, object] = {}
    if stated.title and (stated.scholarly or not work.title):
        update["title"], more = _stated_title(work.title, stated.title, languages)
        flags += more
    if stated.authors and (stated.scholarly or not work.authors):
        update["authors"] = _stated_authors(work.authors, stated, languages)
    if stated.abstract and stated.scholarly and not work.abstracts and len(stated.abstract) > 100:
        lang = lang_in(stated.abstract, languages)
        update["abstracts"] = [Abstract(lang=lang, text=stated.abstract, confidence=0.8)]
    if stated.keywords and not work.keywords:
        words = [w for k in stated.keywords for w in split_keywords(k)]
    else:
        words = []
    if words and all(len(w) < 100 and len(w.split()) <= 6 for w in words):
        update["keywords"] = {lang_in(" ".join(words), languages) or "und": words}
    update["codes"], more = _stated_codes(work.codes, stated)
    update["journal"] = _stated_journal(work.journal, stated, languages)
    if stated.date and not work.dates.published:
        update["dates"] = work.dates.model_copy(update={"published": stated.date})
    return work.model_copy(update={**update, "flags": [*flags, *more]})


def _stated_title(known: ByLang, title: str, languages: Sequence[str]) -> tuple[ByLang, list[str]]:
    from rapidfuzz import fuzz

    lang = lang_in(title, languages) or "und"
    if lang not in known:
        alike = any(fuzz.ratio(title.casefold(), t.casefold()) > 85 for t in known.values())
        return (known, []) if alike else ({**known, lang: title}, [])
    if fuzz.token_set_ratio(title.casefold(), known[lang].casefold()) < 70:
        return {**known, lang: title}, [
            f"title {lang}: the page shows «{known[lang]}», its metadata «{title}»"
        ]
    return known, []


def _stated_authors(known: list[Author], stated: Stated, languages: Sequence[str]) -> list[Author]:
    from extractors.works.names import read_name

    people = []
    for n, text in enumerate(stated.authors):
        name = read_name(text, trusted=True)
        lang = lang_in(text, languages) or "und"
        whole = len(stated.affiliations) == len(stated.authors)
        people.append(
            Author(
                name={lang: text},
                surname={lang: name.surname} if name and name.surname else {},
                given_names={lang: name.given} if name and name.given else {},
                affiliation={lang: stated.affiliations[n]} if whole else {},
                email=stated.emails[n] if len(stated.emails) == len(stated.authors) else None,
                orcid=stated.orcids[n] if len(stated.orcids) == len(stated.authors) else None,
            )
        )
    named = [a for a in known if a.name and a.role == "author"]
    if stated.scholarly and len(people) > len(named):
        return [_richer(p, named) for p in people] + [a for a in known if a.role != "author"]
    return list(known) if named else people


def _richer(stated: Author, printed: Sequence[Author]) -> Author:
    """The author as printed, where the page prints the one that its metadata names."""
    for author in printed:
        if any(same_name(a, b) for a in author.surname.values() for b in stated.surname.values()):
            return author
    return stated


def _stated_codes(codes: Codes, stated: Stated) -> tuple[Codes, list[str]]:
    flags = []
    if stated.doi and codes.doi and stated.doi.casefold() != codes.doi.casefold():
        flags.append(f"doi: the text has {codes.doi}, the metadata {stated.doi}")
    update = {
        "doi": codes.doi or stated.doi, "issn": codes.issn or stated.issn, "isbn": codes.isbn or stated.isbn,
        "handle": codes.handle or stated.handle, "jel": codes.jel or list(stated.jel),
    }  # fmt: skip
    return codes.model_copy(update=update), flags


def _stated_journal(journal: Journal, stated: Stated, languages: Sequence[str]) -> Journal:
    title = journal.title or (
        {lang_in(stated.journal, languages) or "und": stated.journal} if stated.journal else {}
    )
    return journal.model_copy(
        update={
            "title": title,
            "year": journal.year or (stated.date[:4] if stated.date and stated.scholarly else None),
            "volume": journal.volume or stated.volume,
            "issue": journal.issue or stated.issue,
            "pages": journal.pages or stated.pages,
            "publisher": journal.publisher or (stated.publisher if stated.scholarly else None),
        }
    )
