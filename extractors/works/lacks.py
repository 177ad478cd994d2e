"""What a work speaks of and its source does not hold: told in flags, never invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from corpus.document import Block, Work
from extractors.labels import is_caption
from extractors.works.units import script_of

#: A citation by number; one by name and year.
_NUMBER = regex.compile(
    r"(?<=\S\s?)\[(\d{1,3})(?:\s?[,;–-]\s?\d{1,3})*(?:,\s?[сpСP]\.[^\]]{1,20})?\]"
)
_NAME_YEAR = regex.compile(
    r"\(\p{Lu}\p{L}+[^()\d]{0,80},\s(?:19|20)\d\d\p{Ll}?(?:\s?:\s?\d+|[,;][^()]*)?\)"
)
#: Citations from which on a list of references must have been there.
_CITATIONS = 3
#: "Figure 5", "рис. 5", "Table 7", "табл. 7" in running text.
_MENTION = {
    "figure": regex.compile(
        r"(?<!\p{L})(?:fig(?:ure)?s?\b\.?|рис\.|рисун\p{L}+|мал\.|сурет\p{L}*)\s?(\d{1,3})(?![\d.]*\d)",
        regex.IGNORECASE,
    ),
    "table": regex.compile(
        r"(?<!\p{L})(?:tables?\b|табл\.|таблиц\p{L}*|кесте\p{L}*)\s?(\d{1,3})(?![\d.]*\d)",
        regex.IGNORECASE,
    ),
}
_RUNNING = frozenset({"paragraph", "list_item", "abstract"})


def lacks_of(work: Work, blocks: Sequence[Block]) -> list[str]:
    """Flags on what the work lacks; ``blocks`` are those of the document."""
    own = set(work.blocks)
    mine = [b for b in blocks if b.id in own]
    text = [b.text for b in mine if b.label in _RUNNING]
    return [
        *_titles(work),
        *_authors(work),
        *_references(work, text),
        *_captions(mine, text),
    ]


def _titles(work: Work) -> list[str]:
    """Languages that have an abstract and no title."""
    langs = dict.fromkeys(a.lang for a in work.abstracts if a.lang)
    return [f"title {lang}: none in the source" for lang in langs if lang not in work.title]


def _authors(work: Work) -> list[str]:
    """A front matter without authors."""
    front = work.title or work.abstracts
    told = work.authors or any(f.startswith("authors:") for f in work.flags)
    return ["authors: none in the source"] if front and not told else []


def _references(work: Work, text: Iterable[str]) -> list[str]:
    """Citations in the text of a work without a list."""
    if work.references:
        return []
    numbers = [m[1] for t in text for m in _NUMBER.finditer(t)]
    names = [m[0] for t in text for m in _NAME_YEAR.finditer(t)]
    if len(numbers) >= _CITATIONS and len(set(numbers)) > 1:
        last = max(map(int, numbers))
        return [f"references: the text cites up to [{last}], no list in the source"]
    if len(names) >= _CITATIONS:
        return [f"references: the text cites, first {names[0]}, no list in the source"]
    return []


def _captions(mine: Sequence[Block], text: Sequence[str]) -> list[str]:
    """Figures and tables that the text tells of, beside others that have captions."""
    captions = [
        c for b in mine if b.label in ("caption", "picture", "table") and (c := is_caption(b.text))
    ]
    flags = []
    for kind, mention in _MENTION.items():
        there = {c.number for c in captions if c.kind == kind}
        if not there:
            continue
        told = {m[1] for t in text for m in mention.finditer(t)}
        if lost := sorted(told - there, key=int):
            numbers = ", ".join(lost)
            flags.append(f"{kind} {numbers}: told of in the text, no caption in the source")
    return flags


def decoded_names(work: Work, blocks: Sequence[Block]) -> list[str]:
    """Names whose letters were decoded: no dictionary can vouch for a name."""
    own = set(work.blocks)
    return [
        f"author: decoded from wrong letters, the name may differ, see block {b.id}"
        for b in blocks
        if b.id in own and b.label == "author" and _decoded(b)
    ]


def _decoded(block: Block) -> bool:
    """Most of its Cyrillic words are not those that were read, which had Latin letters."""
    if script_of(block.text) != "Cyrillic" or not regex.search(r"\p{Latin}", block.orig):
        return False
    read = "".join(regex.findall(r"\p{L}+", block.orig))
    words = regex.findall(r"\p{Cyrillic}{2,}", block.text)
    changed = sum(len(w) for w in words if w not in read)
    return changed * 2 > sum(map(len, words))
