"""``vychitka repair``: text in, repaired text out, with the repairs placed in the input."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from corpus.document import Repair
from fixers.chain import Passage, repair
from fixers.edits import Change

#: What separates paragraphs: one or more lines with nothing but blanks on them.
_GAP = re.compile(r"(?:\r\n|\n|\r)(?:[^\S\r\n]*(?:\r\n|\n|\r))+")


@dataclass(frozen=True, slots=True)
class RepairedText:
    """The text after repair, and its changes with offsets into the whole input."""

    text: str
    changes: tuple[Change, ...]


def repair_text(
    text: str, *, off: Collection[str] = (), min_confidence: float = 0.0
) -> RepairedText:
    """Repair one input as one document; the number of lines stays (``off``,
    ``min_confidence``: see `fixers.chain.repair`).

    >>> repair_text("сoциальный\\n\\nsocial").text
    'социальный\\n\\nsocial'
    """
    pieces = list(_paragraphs(text))
    passages = [Passage(text[a:b]) for a, b in pieces]
    done = repair(passages, join_lines=False, off=off, min_confidence=min_confidence)
    out: list[str] = []
    changes: list[Change] = []
    at = 0
    for (start, stop), result in zip(pieces, done, strict=True):
        out += (text[at:start], result.text)
        changes += [replace(c, start=c.start + start, stop=c.stop + start) for c in result.changes]
        at = stop
    return RepairedText("".join(out) + text[at:], tuple(changes))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """``(start, stop)`` of each paragraph."""
    at = 0
    for gap in _GAP.finditer(text):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < len(text):
        yield at, len(text)


def as_record(change: Change, block: str = "text") -> Repair:
    """The change as the contract writes it; block "text" is the whole input."""
    return Repair(
        block=block,
        start=change.start,
        stop=change.stop,
        before=change.before,
        after=change.after,
        kind=change.kind,
        fixer=change.fixer,
        confidence=round(change.confidence, 4),
        alternatives=list(change.alternatives),
        status="flagged" if change.flag else "auto",
        steps=list(change.steps) if len(change.steps) > 1 else [],
        reason=change.reason,
    )
