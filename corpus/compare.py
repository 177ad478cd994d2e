"""What changed between two records of one document: text, works, tables, quality."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.document import Document, Table
from corpus.quality import FURNITURE

#: Longer values are shortened in the middle when they are shown.
SHOWN = 160
#: Words of context on each side of a change in the text.
CONTEXT = 3
#: Longer passages are compared by their rarer words.
MANY_WORDS = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, and what stood there before and after (``None``: nothing)."""

    part: str
    place: str
    before: str | None
    after: str | None


def compare(before: Document, after: Document) -> list[Difference]:
    """All differences that a reader would care about, in the order of the record."""
    return [
        *_values("quality", "", _quality(before), _quality(after)),
        *_values("options", "", before.run.options, after.run.options),
        *_texts(before, after),
        *_values("works", "", _works(before), _works(after)),
        *_tables(before.tables, after.tables),
    ]


def render(before: Document, after: Document) -> str:
    """The differences for a terminal: a heading per part, a line before and one after."""
    differences = compare(before, after)
    if not differences:
        return "nothing changed\n"
    lines: list[str] = []
    part = ""
    for d in differences:
        if d.part != part:
            part = d.part
            lines.append(f"{part}:")
        lines += [f"  {d.place}"] if d.place else []
        lines += [f"    {sign} {_short(t)}" for sign, t in (("-", d.before), ("+", d.after)) if t]
    return "\n".join(lines) + "\n"


def _quality(document: Document) -> dict[str, Any]:
    quality = document.quality.model_dump(exclude={"review_priority"})
    return {"status": document.status, **quality, "pages": len(document.pages)}


def _works(document: Document) -> list[dict[str, Any]]:
    """Works without the ids of blocks, which only count."""
    hidden = {"blocks": True, "abstracts": {"__all__": {"blocks"}}}
    return [work.model_dump(exclude=hidden) for work in document.works]  # type: ignore[arg-type]


def _values(part: str, place: str, before: Any, after: Any) -> Iterator[Difference]:
    """Differences of nested data, each at its path.

    >>> list(_values("works", "", {"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}, 4]}))  # doctest: +ELLIPSIS
    [Difference(... place='a[1].b', before='2', after='3'), Difference(... before=None, after='4')]
    """
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            inner = f"{place}.{key}" if place else str(key)
            yield from _values(part, inner, before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            one, other = (x[index] if index < len(x) else None for x in (before, after))
            yield from _values(part, f"{place}[{index}]", one, other)
    else:
        yield Difference(part, place, _as_text(before), _as_text(after))


def _as_text(value: Any) -> str | None:
    if value in (None, "", [], {}):
        return None
    if isinstance(value, dict):
        return ", ".join(f"{k}: {t}" for k, v in value.items() if (t := _as_text(v)))
    if isinstance(value, list):
        return "; ".join(t for v in value if (t := _as_text(v)))
    return str(value)


def _paragraphs(document: Document) -> list[str]:
    blocks = sorted(document.blocks, key=lambda b: b.order)
    return [" ".join(b.text.split()) for b in blocks if b.label not in FURNITURE]


def _texts(before: Document, after: Document) -> Iterator[Difference]:
    """Changed words with a little context; where the blocks are cut does not matter.

    Paragraphs are matched first, then the words of those that differ: comparing all words
    of a book with each other takes minutes.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _changed_words(" ".join(old[a:b]).split(), " ".join(new[c:d]).split())


def _changed_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > MANY_WORDS)
    for a, b, c, d in _changes(matcher):
        place = " ".join([*old[max(0, a - CONTEXT) : a], "[…]", *old[b : b + CONTEXT]])
        yield Difference("text", place, " ".join(old[a:b]) or None, " ".join(new[c:d]) or None)


def _changes(matcher: difflib.SequenceMatcher[str]) -> Iterator[tuple[int, int, int, int]]:
    """Places that differ; those with one equal word between them are one place."""
    open_: list[int] | None = None
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            if open_ and b - a > 1:
                yield (open_[0], open_[1], open_[2], open_[3])
                open_ = None
        elif open_:
            open_[1], open_[3] = b, d
        else:
            open_ = [a, b, c, d]
    if open_:
        yield (open_[0], open_[1], open_[2], open_[3])


def _tables(before: Sequence[Table], after: Sequence[Table]) -> Iterator[Difference]:
    """Tables by their place in the document: shape, caption, and cells that differ."""
    for index in range(max(len(before), len(after))):
        one, other = (_table(x[index]) if index < len(x) else None for x in (before, after))
        yield from _values("tables", f"t{index + 1}", one, other)


def _table(table: Table) -> dict[str, Any]:
    cells = {f"row {c.row}, column {c.col}": c.text for c in table.cells}
    shape = f"{table.n_rows} × {table.n_cols}"
    return {"shape": shape, "caption": table.caption, "notes": table.notes, "cells": cells}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 40]} … {text[-36:]}"
