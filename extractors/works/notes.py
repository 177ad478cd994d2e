"""Footnote marks: from the note to the block or table that bears its mark."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.document import Block, Link, Table

_NOTE = regex.compile(
    r"^\s*(?:\[(?P<mark>\d{1,3})\]|(?P<mark>\d{1,3}|[*∗†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3}))[.)]?\s*(?=[\p{L}«\"“(])"
)
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: A note stands on the page of its mark or the next; in crawled text, this many blocks on.
NEAR = 12


def note_mark(text: str) -> str | None:
    """The mark that a note begins with.

    >>> note_mark("1 Customs statistics"), note_mark("[3] Dugin"), note_mark("Customs")
    ('1', '3', None)
    """
    match = _NOTE.match(text)
    return match["mark"].translate(_SUPER) if match else None


def link_notes(blocks: Sequence[Block], tables: Sequence[Table]) -> list[Block]:
    """The blocks with each footnote linked to what bears its mark."""
    out = list(blocks)
    captions = _table_captions(blocks, tables)
    for index, block in enumerate(blocks):
        mark = note_mark(block.text) if block.label == "footnote" else None
        if mark is None:
            continue
        bracket = block.text.lstrip().startswith("[")
        source = _bearer(blocks, index, mark, bracket)
        known = any(link.mark == mark for link in block.links)
        if source is not None and not known:
            bearer = captions.get(source, blocks[source].id)
            out[index] = block.model_copy(
                update={
                    "links": [*block.links, Link.model_validate({"from": bearer, "mark": mark})]
                }
            )
    return out


def _table_captions(blocks: Sequence[Block], tables: Sequence[Table]) -> dict[int, str]:
    """Index of a caption or table block → id of its table."""
    out: dict[int, str] = {}
    waiting = list(tables)
    for index, block in enumerate(blocks):
        for table in waiting:
            texts = [" ".join(t.split()) for t in table.caption.values()]
            line = " ".join(block.text.split())
            same_page = not block.provs or block.page == table.page
            if block.label == "caption" and same_page and any(t and t in line for t in texts):
                out[index] = table.id
    grids = [i for i, b in enumerate(blocks) if b.label == "table"]
    out |= {i: t.id for i, t in zip(grids, tables, strict=False) if len(grids) == len(tables)}
    return out


def _bearer(blocks: Sequence[Block], note: int, mark: str, bracket: bool) -> int | None:
    """The nearest block before the note (then after it) whose text bears the mark."""
    pattern = _bearing(mark, bracket)
    reach = len(blocks) if bracket else NEAR
    order = [
        *range(note - 1, max(note - reach, 0) - 1, -1),
        *range(note + 1, min(note + 3, len(blocks))),
    ]
    for place in order:
        index = int(place)
        block = blocks[index]
        if block.label in (
            "footnote",
            "reference",
            "page_header",
            "page_footer",
            "page_number",
            "boilerplate",
        ):
            continue
        near = bracket or block.page in (blocks[note].page, blocks[note].page - 1)
        if near and pattern.search(block.text):
            return index
    return None


def _bearing(mark: str, bracket: bool) -> regex.Pattern[str]:
    if bracket:
        return regex.compile(rf"\[{mark}\]")
    if mark.isdigit():
        supers = mark.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return regex.compile(
            rf"(?<=\p{{L}}{{2}}|[»”\")\].,;]){mark}(?![\d\p{{L}}.,]\d|\d|\p{{L}})|{supers}"
        )
    return regex.compile(regex.escape(mark) + r"(?![*†‡])")
