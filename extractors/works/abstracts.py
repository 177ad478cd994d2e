"""Abstracts: gathered from their units, opened without a heading, cut into sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from corpus.document import Abstract, Section, SectionType
from extractors.works.headings import read_heading
from extractors.works.kinds import FURNITURE, Sorted
from extractors.works.style import speaks_of_article
from extractors.works.units import Unit, lang_in

#: Titles of sections of a structured abstract, by type, in Russian, English, Kazakh, Ukrainian.
_SECTIONS: dict[SectionType, str] = {
    "relevance": r"актуальность(?: (?:темы|исследования|проблемы|статьи))?|введение|relevance|background|introduction|importance|problem"
    r"|rationale|өзектілігі|актуальність|вступ|предпосылки|context",
    "objective": r"цел[ьи](?: и задачи)?(?: (?:исследования|статьи|работы))?|задачи(?: исследования)?|(?:research |study )?(?:objectives?|aims?|purpose|goals?)"
    r"(?: of the (?:study|article|research))?|мақсаты|мета(?: (?:статті|дослідження))?|aim and objectives",
    "data_methods": r"(?:материалы?|данные|методы?|методология|методика)(?: (?:и|исследования) ?(?:методы?|данные|методология|исследования)?)?(?: исследования)?"
    r"|(?:research )?(?:(?:materials?|data|design|methods?|methodology|approach)(?:(?:,| and|/| &) ?(?:materials?|methods?|data|methodology|approach))*)"
    r"|әдістер(?:і)?|матеріали та методи|методи|materials, methods|тәсілдер",
    "results": r"(?:основные )?результаты?(?: и обсуждение| исследования)?|findings|(?:main |research )?results?(?: and discussion)?|нәтижелер(?:і)?|результати|обсуждение|discussion",
    "conclusions": r"выводы?|заключение|(?:discussion and )?conclusions?|implications|қорытынды|висновки|practical (?:value|significance|implications)"
    r"|практическая значимость|область применения(?: результатов)?",
    "other": r"научная новизна|новизна|оригинальность(?:[/ ]ценность)?|originality(?:[/ ]value)?|scientific novelty|novelty|ғылыми жаңалығы"
    r"|limitations?|ограничения|ключевые (?:тезисы|положения)|highlights",
}
_TITLE = regex.compile(
    r"(?:(?<=^)|(?<=[.!?…]\s)|(?<=[.!?…]»\s)|(?<=\n))(?P<title>"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _SECTIONS.items())
    + r")\s*(?:[.:—–](?:\s*[—–-])?)\s+(?=\S)",
    regex.IGNORECASE,
)
#: An abstract in characters: shorter is a sentence, longer is a chapter.
SHORTEST, LONGEST = 150, 6000


@dataclass(frozen=True, slots=True)
class Piece:
    """An abstract before it becomes a record: its units, heading and trust."""

    units: tuple[int, ...]
    title: str | None
    text: str
    lang: str | None
    confidence: float


def gather(found: Sorted, places: Sequence[int], languages: Sequence[str]) -> list[Piece]:
    """The abstracts among the units ``places`` (in order), headed or not."""
    pieces: list[Piece] = []
    current: list[int] = []
    title: str | None = None
    for i in places:
        kind = found.kinds[i]
        if kind == "abstract_head":
            pieces += _piece(found, current, title, languages)
            current, title = [], found.units[i].text.strip(" .:—–-")
        elif kind == "abstract":
            head = read_heading(found.units[i].text, ("abstract",))
            other = current and lang_in(found.units[i].text, languages) != lang_in(
                found.units[current[-1]].text, languages
            )
            if head or other:
                pieces += _piece(found, current, title, languages)
                current, title = [], head.title if head else None
            current.append(i)
        elif kind == "list_item" and regex.match(r"\s*[*∗†‡]", found.units[i].text):
            continue  # a note of the title at the foot of the page
        elif kind not in FURNITURE and current:
            pieces += _piece(found, current, title, languages)
            current, title = [], None
    return pieces + _piece(found, current, title, languages)


def _piece(
    found: Sorted, places: Sequence[int], title: str | None, languages: Sequence[str]
) -> list[Piece]:
    texts = [_without_heading(found.units[i]) for i in places]
    text = "\n".join(t for t in texts if t)
    if not text:
        return []
    return [Piece(tuple(places), title, text, lang_in(text, languages), 0.95 if title else 0.85)]


def _without_heading(unit: Unit) -> str:
    head = read_heading(unit.text, ("abstract",))
    return head.rest if head and head.rest else "" if head else unit.text


def opening(
    found: Sorted,
    places: Sequence[int],
    known: Sequence[Piece],
    lang: str | None,
    languages: Sequence[str],
) -> Piece | None:
    """An abstract that opens the text with no heading.

    Looked for when the work has an abstract in another language and none in the language
    of its text: the first long paragraph, if it speaks of "this article".
    """
    if not known or lang is None or any(p.lang == lang for p in known):
        return None
    first = next(
        (i for i in places if found.kinds[i] == "body" and len(found.units[i].text) >= SHORTEST),
        None,
    )
    if first is None:
        return None
    unit = found.units[first]
    fits = 0.4 < len(unit.text) / max(len(p.text) for p in known) < 2.5
    if not (
        speaks_of_article(unit.text)
        and fits
        and len(unit.text) < LONGEST
        and lang_in(unit.text, languages) == lang
    ):
        return None
    return Piece((first,), None, unit.text, lang, 0.8)


def sections_of(text: str) -> list[Section]:
    """The sections of a structured abstract; empty for running text.

    >>> [s.type for s in sections_of("Relevance. Trade fell. Results. It rose. Conclusions. Good.")]
    ['relevance', 'results', 'conclusions']
    >>> sections_of("The results. They are good.")
    []
    """
    marks = [m for m in _TITLE.finditer(text) if m["title"][0].isupper()]
    if len(marks) < 2 or marks[0].start() > 0.3 * len(text):
        return []
    sections = []
    if lead := text[: marks[0].start()].strip():
        sections.append(Section(type="other", title=None, text=lead))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        kind = next(k for k in _SECTIONS if mark[k])
        stop = following.start() if following else len(text)
        sections.append(
            Section(type=kind, title=mark["title"], text=text[mark.end() : stop].strip())
        )
    return sections


def to_record(piece: Piece, ids: Sequence[str], keywords: Sequence[str]) -> Abstract:
    """The record of an abstract."""
    return Abstract(
        lang=piece.lang,
        title=piece.title,
        text=piece.text,
        sections=sections_of(piece.text),
        keywords=list(keywords),
        blocks=list(ids),
        confidence=piece.confidence,
    )
