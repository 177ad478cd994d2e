"""Edits and how they compose: the ledger's arithmetic.

A fixer proposes :class:`Edit` values over the text that *it* received; the chain
applies them and keeps, for the original text, one disjoint and ordered list of
changes with the stages that led to each. Nothing is found afterwards by diffing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.document import RepairKind, RepairStep


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal: replace ``text[start:stop]`` (which is ``before``) by ``after``.

    ``applied`` is False for a flag: the proposal is recorded in ``alternatives`` and
    the text stays (then ``after == before``). ``confidence`` is the probability that
    the edit is right, 0 to 1.
    """

    start: int
    stop: int
    before: str
    after: str
    kind: RepairKind
    fixer: str
    confidence: float = 1.0
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What the chain did to one place of the original: ``orig[start:stop]`` became
    ``after`` through ``steps``. ``flag`` marks a place that was only flagged."""

    start: int
    stop: int
    before: str
    after: str
    kind: RepairKind
    fixer: str
    confidence: float
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    steps: tuple[RepairStep, ...] = field(default=())
    flag: bool = False


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with the applied edits carried out.

    Raises:
        ValueError: an edit does not match the text, or two of them overlap.

    >>> apply_edits("a- b", [Edit(1, 3, "- ", "-", "hyphen", "t")])
    'a-b'
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or text[edit.start : edit.stop] != edit.before:
            raise ValueError(f"edit does not fit the text: {edit!r}")
        out += (text[at : edit.start], edit.after)
        at = edit.stop
    out.append(text[at:])
    return "".join(out)


def select(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order of place; of overlapping ones the more confident (then longer) stays.

    >>> a, b = Edit(0, 2, "xx", "y", "spacing", "t", 0.5), Edit(1, 3, "xz", "q", "spacing", "t")
    >>> select([a, b]) == [b]
    True
    """
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.stop)):
        if kept and edit.start < kept[-1].stop:
            rank = (edit.confidence, edit.stop - edit.start)
            if rank > (kept[-1].confidence, kept[-1].stop - kept[-1].start):
                kept[-1] = edit
            continue
        if kept and edit.start == kept[-1].start and edit.stop == kept[-1].stop:
            continue
        kept.append(edit)
    return kept


def stack(changes: Sequence[Change], edits: Sequence[Edit], orig: str) -> list[Change]:
    """Compose ``changes`` (orig → text) with ``edits`` (text → next text).

    The result is disjoint, ordered and over ``orig`` again: an edit that touches places
    already changed swallows them into one change that lists every stage.
    """
    # Pieces of the current text: (text start, text stop, orig start, orig stop, change or None).
    result: list[Change] = []
    todo = list(changes)
    shift = 0  # text offset − orig offset behind the changes already passed
    for edit in edits:
        while todo and todo[0].start + shift + len(todo[0].after) <= edit.start:
            if not _touches(todo[0], edit, shift):
                shift += len(todo[0].after) - (todo[0].stop - todo[0].start)
                result.append(todo.pop(0))
            else:
                break
        inside: list[Change] = []
        local = shift
        while todo and _touches(todo[0], edit, local):
            local += len(todo[0].after) - (todo[0].stop - todo[0].start)
            inside.append(todo.pop(0))
        result.append(_merge(edit, inside, shift, local, orig))
        shift = local
    return result + todo


def _touches(change: Change, edit: Edit, shift: int) -> bool:
    start = change.start + shift
    stop = start + len(change.after)
    if start == stop or edit.start == edit.stop:
        return start <= edit.stop and edit.start <= stop
    return start < edit.stop and edit.start < stop


def _merge(edit: Edit, inside: list[Change], before: int, after: int, orig: str) -> Change:
    """One change over ``orig`` for an edit and the earlier changes that it touches.

    ``before`` and ``after`` are the shifts in front of and behind those changes.
    """
    step = RepairStep(
        fixer=edit.fixer,
        kind=edit.kind,
        before=edit.before,
        after=edit.after,
        reason=edit.reason,
        confidence=edit.confidence,
    )
    if not inside:
        start, stop = edit.start - before, edit.stop - before
        return Change(
            start, stop, edit.before, edit.after, edit.kind, edit.fixer, edit.confidence,
            edit.reason, edit.alternatives, (step,), not edit.applied,
        )  # fmt: skip
    first, last = inside[0], inside[-1]
    first_start = first.start + before
    last_stop = last.stop + after
    start = min(edit.start - before, first.start)
    stop = max(edit.stop - after, last.stop)
    lead = first.after[: edit.start - first_start] if edit.start > first_start else ""
    tail = last.after[len(last.after) - (last_stop - edit.stop) :] if last_stop > edit.stop else ""
    steps = tuple(s for change in inside for s in change.steps) + (step,)
    real = [s for s in steps if s.before != s.after] or list(steps)
    weakest = min(real, key=lambda s: s.confidence)
    strongest = next((c for c in inside if not c.flag), inside[0])
    alternatives = dict.fromkeys(a for c in inside for a in c.alternatives)
    alternatives.update(dict.fromkeys(edit.alternatives))
    return Change(
        start, stop, orig[start:stop], lead + edit.after + tail,
        strongest.kind, strongest.fixer, weakest.confidence,
        strongest.reason or edit.reason, tuple(alternatives), steps,
        all(c.flag for c in inside) and not edit.applied,
    )  # fmt: skip
