"""From repaired blocks to works: the one entrance of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Block, Label, Table, Work
from extractors.labels import is_caption
from extractors.observed import ObservedBlock
from extractors.works import furniture
from extractors.works.assemble import Built, build
from extractors.works.citations import reference_score
from extractors.works.codes import EMAIL
from extractors.works.kinds import Sorted
from extractors.works.lacks import decoded_names, lacks_of
from extractors.works.metadata import read_metadata
from extractors.works.names import read_names
from extractors.works.notes import link_notes
from extractors.works.people import is_affiliation
from extractors.works.split import Span, split
from extractors.works.units import CYRILLIC, Unit, lang_in, script_of, units_of
from extractors.works.zones import sort_units

#: Label of the record for each kind; kinds not named keep the reader's label.
_LABELS: dict[str, Label] = {
    "title": "title",
    "byline": "author",
    "affiliation": "affiliation",
    "contact": "affiliation",
    "code": "code",
    "abstract": "abstract",
    "abstract_head": "heading",
    "keywords": "keywords",
    "keywords_head": "heading",
    "references_head": "heading",
    "notes_head": "heading",
    "citation_head": "heading",
    "authors_head": "heading",
    "section": "heading",
    "reference": "reference",
    "boilerplate": "boilerplate",
    "download": "boilerplate",
}
#: Characters from which the recognised language of a text can be trusted.
SENTENCE = 120
#: Parts of which a reader must know when they were read with doubt, and from where on.
FRONT_MATTER = frozenset({"title", "author", "affiliation", "abstract", "keywords"})
DOUBTFUL = 0.75
_REPEATABLE = frozenset({"paragraph", "list_item", "heading", "abstract", "title"})


@dataclass(frozen=True, slots=True)
class Description:
    """Works, with the blocks (same order and ids) and tables that now know their work."""

    works: list[Work]
    blocks: list[Block]
    tables: list[Table]


def describe(
    blocks: Sequence[Block],
    observed: Sequence[ObservedBlock],
    tables: Sequence[Table],
    metadata: Mapping[str, list[str]],
) -> Description:
    """Works of one document; ``observed[i]`` gives the style of ``blocks[i]`` where known."""
    marked = mark_repeats(blocks)
    units = units_of(marked, observed)
    languages = languages_of(units)
    found = sort_units(units)
    spans = split(found, languages)
    ids = [b.id for b in marked]
    stated = read_metadata(metadata) if len(spans) == 1 and metadata else None
    built = [build(found, span, ids, languages, stated) for span in spans]
    works = [
        _with_parts(b, s, found, marked, number, len(built))
        for number, (b, s) in enumerate(zip(built, spans, strict=True))
    ]
    labelled = _label(marked, found, spans, built, languages)
    labelled = mark_pictures(labelled)
    works = [flag_doubtful(work, labelled) for work in works]
    works, dealt = _deal_tables(works, labelled, tables)
    return Description(works, link_notes(labelled, dealt), dealt)


def flag_doubtful(work: Work, blocks: Sequence[Block]) -> Work:
    """The work with a flag for each part that was read with doubt, or that it lacks."""
    own = set(work.blocks)
    flags = [
        f"{b.label}: a doubtful reading (confidence {b.confidence:.2f}), see block {b.id}"
        for b in blocks
        if b.id in own and b.label in FRONT_MATTER and b.confidence < DOUBTFUL
    ]
    flags += [*decoded_names(work, blocks), *lacks_of(work, blocks)]
    return work.model_copy(update={"flags": work.flags + flags}) if flags else work


def mark_pictures(blocks: Sequence[Block]) -> list[Block]:
    """Captions of figures whose picture no reader found become ``picture`` blocks.

    The figure is told by its caption and number, whether or not its picture is there.
    """
    out = list(blocks)
    for i, block in enumerate(blocks):
        if block.label != "caption" or (found := is_caption(block.text)) is None:
            continue
        beside = [blocks[j].label for j in (i - 1, i + 1) if 0 <= j < len(blocks)]
        if found.kind == "figure" and "picture" not in beside:
            out[i] = block.model_copy(update={"label": "picture"})
    return out


def mark_repeats(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with each later printing of a paragraph labelled as a repetition."""
    texts = [b.text if _may_repeat(b) else "" for b in blocks]
    repeats = furniture.duplicates(texts)
    out = list(blocks)
    for index, first in repeats.items():
        out[index] = blocks[index].model_copy(
            update={"label": "boilerplate", "duplicate_of": blocks[first].id}
        )
    return out


def _may_repeat(block: Block) -> bool:
    """A paragraph of the text; references, authors and their places stand in two lists, or in
    two front matters of one script, for good reason."""
    if block.label not in _REPEATABLE or reference_score(block.text) >= 3:
        return False
    front = len(block.text) < 600 and (
        read_names(block.text) or EMAIL.search(block.text) or is_affiliation(block.text)
    )
    return not front


#: Languages in Latin letters that works of the region are likely to hold beside English.
_EXPECTED = frozenset({"en", "de", "fr", "pl", "cs", "uz", "az", "tr"})
#: Characters from which on the words of a text tell any language.
_TELLING = 150


def _guessed(unit: Unit) -> bool:
    """A short line in Latin letters that only looks like a rare language: an English title in
    capitals or a line of transliterated names."""
    latin = unit.lang not in CYRILLIC and script_of(unit.text) == "Latin"
    return latin and unit.lang not in _EXPECTED and len(unit.text) < _TELLING


def languages_of(units: Sequence[Unit]) -> list[str]:
    """Languages of the document, the commonest first (those of a sentence or more)."""
    for shortest in (SENTENCE, 30, 0):
        weights: dict[str, int] = {}
        for unit in units:
            running = unit.label not in ("table", "formula")
            if running and unit.lang and len(unit.text) >= shortest:
                lang = "en" if _guessed(unit) else unit.lang
                weights[lang] = weights.get(lang, 0) + len(unit.text)
        floor = 0.01 * sum(weights.values())
        if weights:
            kept = (k for k, v in weights.items() if v >= floor or k in ("ru", "en"))
            return sorted(kept, key=lambda k: -weights[k])
    return []


def _with_parts(
    built: Built, span: Span, found: Sorted, blocks: Sequence[Block], number: int, count: int
) -> Work:
    """The work with its blocks and pages, and a flag where its beginning is cut off."""
    own = _own_blocks(found, span)
    pages = [p.page for i in own for p in blocks[i].provs] or [blocks[i].page for i in own]
    flags = list(built.work.flags)
    if number == 0 and count > 1 and not built.work.title:
        flags.append("title: missing, the source begins inside this work")
    return built.work.model_copy(
        update={
            "blocks": [blocks[i].id for i in own],
            "first_page": min(pages, default=None),
            "last_page": max(pages, default=None),
            "flags": flags,
        }
    )


def _own_blocks(found: Sorted, span: Span) -> list[int]:
    """Indices of the blocks of a work; a block shared by two belongs to the one it begins in."""
    before = {b for u in found.units[: span.start] for b in (u.block, *u.also)}
    own = (b for u in found.units[span.start : span.stop] for b in (u.block, *u.also))
    return [i for i in dict.fromkeys(own) if i not in before]


def _label(
    blocks: Sequence[Block],
    found: Sorted,
    spans: Sequence[Span],
    built: Sequence[Built],
    languages: Sequence[str],
) -> list[Block]:
    kinds: list[str] = list(found.kinds)
    for b in built:
        for unit, kind in b.kinds.items():
            kinds[unit] = kind
    weights: dict[int, dict[str, int]] = {}
    for part, kind in zip(found.units, kinds, strict=True):
        for index in (part.block, *part.also):
            of_block = weights.setdefault(index, {})
            of_block[kind] = of_block.get(kind, 0) + len(part.text)
    work_of = {i: n for n, span in enumerate(spans) for i in _own_blocks(found, span)}
    out = []
    for index, block in enumerate(blocks):
        kind = max(weights[index], key=lambda k: weights[index][k]) if index in weights else ""
        label = (
            block.label if block.duplicate_of else _LABELS.get(kind, _fallback(block.label, kind))
        )
        lang = _language(block, languages)
        work = work_of.get(index, block.work)
        out.append(block.model_copy(update={"label": label, "work": work, "lang": lang}))
    return out


def _language(block: Block, languages: Sequence[str]) -> str | None:
    """A short block's language is one of the document's: names and places tell little."""
    long = len(block.text) >= SENTENCE and block.label not in ("table", "formula")
    if block.lang is None or block.lang in languages or long:
        return block.lang
    return lang_in(block.text, languages, block.lang)


def _fallback(label: Label, kind: str) -> Label:
    """A reader's guess that the works did not confirm."""
    if label in ("title",) and kind == "body":
        return "heading"
    return (
        "paragraph" if label in ("author", "affiliation", "abstract") and kind == "body" else label
    )


def _deal_tables(
    works: Sequence[Work], blocks: Sequence[Block], tables: Sequence[Table]
) -> tuple[list[Work], list[Table]]:
    """Each table goes to the work that its block, caption or page belongs to."""
    grids = [b for b in blocks if b.label == "table"]
    dealt: list[Table] = []
    for number, table in enumerate(tables):
        if len(grids) == len(tables):
            work = grids[number].work
        else:
            work = next(
                (b.work for b in blocks if b.page == table.page and b.work is not None), None
            )
        dealt.append(
            table.model_copy(update={"work": table.work if table.work is not None else work})
        )
    out = [
        w.model_copy(update={"tables": [t.id for t in dealt if t.work == n]})
        for n, w in enumerate(works)
    ]
    return out, dealt
