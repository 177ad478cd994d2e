"""Edits and how they compose: the ledger's arithmetic.

A fixer proposes :class:`Edit` values over the text that *it* received; the chain
applies them and keeps, for the original text, one disjoint and ordered list of
changes with the stages that led to each. Nothing is found afterwards by diffing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

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


#: Where stages of several kinds meet, the change is named after the first kind that is
#: not mere layout.
LAYOUT: frozenset[RepairKind] = frozenset({"linebreak", "spacing", "hyphen"})


def apply_edits(text: str, edits: Iterable[Edit | Change]) -> str:
    """``text`` with the edits (or changes) carried out.

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


def undo_changes(text: str, changes: Iterable[Change]) -> str:
    """The original behind ``text``: every change taken back.

    Raises:
        ValueError: the text does not hold what a change says that it put there.

    >>> undo_changes("a-b", [Change(1, 3, "- ", "-", "hyphen", "t", 1.0)])
    'a- b'
    """
    out: list[str] = []
    at = shift = 0
    for change in changes:
        start = change.start + shift
        stop = start + len(change.after)
        if start < at or text[start:stop] != change.after:
            raise ValueError(f"change does not fit the text: {change!r}")
        out += (text[at:start], change.before)
        shift += len(change.after) - len(change.before)
        at = stop
    out.append(text[at:])
    return "".join(out)


def select(edits: Iterable[Edit]) -> list[Edit]:
    """A disjoint choice in order of place: the more confident (then longer) edit wins.

    Edits that do something win over flags, and of two insertions at one place one stays.

    >>> a, b = Edit(0, 2, "xx", "y", "spacing", "t", 0.5), Edit(1, 3, "xz", "q", "spacing", "t")
    >>> select([a, b]) == [b]
    True
    """
    ordered = sorted(edits, key=lambda e: (not e.applied, -e.confidence, e.start - e.stop, e.start))
    kept: list[Edit] = []
    for edit in ordered if _any_overlap(ordered) else ():
        if not any(_overlap(edit, other) for other in kept):
            kept.append(edit)
    return sorted(kept or ordered, key=lambda e: (e.start, e.stop))


def _any_overlap(edits: Sequence[Edit]) -> bool:
    places = sorted(edits, key=lambda e: (e.start, e.stop))
    return any(_overlap(a, b) for a, b in itertools.pairwise(places))


def _overlap(a: Edit, b: Edit) -> bool:
    if (a.start, a.stop) == (b.start, b.stop):
        return True
    return a.start < b.stop and b.start < a.stop


def stack(changes: Sequence[Change], edits: Sequence[Edit], orig: str) -> list[Change]:
    """Compose ``changes`` (orig → text) with ``edits`` (text → next text).

    Both are disjoint and ordered, and so is the result, over ``orig`` again: edits that
    overlap places already changed are merged with them into one change that lists every
    stage. A change that a later edit takes back disappears.

    >>> [first] = stack([], [Edit(0, 2, "ab", "x", "ocr", "one")], "ab")
    >>> [both] = stack([first], [Edit(0, 1, "x", "yy", "ocr", "two")], "ab")
    >>> both.before, both.after, [s.fixer for s in both.steps]
    ('ab', 'yy', ['one', 'two'])
    """
    if not changes:
        return [_first(edit) for edit in edits]
    text = apply_edits(orig, changes)
    result: list[Change] = []
    shift = 0  # text offset − orig offset in front of the group
    for group in _groups(changes, edits):
        growth = sum(_growth(c) for c in group.changes)
        if not group.edits:
            result += group.changes
        else:
            merged = _merge(group, text, orig, shift, growth)
            if merged.flag or merged.before != merged.after:
                result.append(merged)
        shift += growth
    return result


@dataclass(slots=True)
class _Group:
    """Changes and edits that overlap in ``text[start:stop]``, directly or through others."""

    start: int
    stop: int
    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def _growth(change: Change) -> int:
    return len(change.after) - len(change.before)


def _groups(changes: Sequence[Change], edits: Sequence[Edit]) -> list[_Group]:
    """Overlapping places in order; what merely touches stays apart."""
    places: list[tuple[int, int, int, Change | Edit]] = [(e.start, e.stop, 1, e) for e in edits]
    shift = 0
    for change in changes:
        start = change.start + shift
        places.append((start, start + len(change.after), 0, change))
        shift += _growth(change)
    groups: list[_Group] = []
    for start, stop, _, item in sorted(places, key=lambda p: p[:3]):
        if not groups or start >= groups[-1].stop:
            groups.append(_Group(start, stop))
        group = groups[-1]
        group.stop = max(group.stop, stop)
        if isinstance(item, Edit):
            group.edits.append(item)
        else:
            group.changes.append(item)
    return groups


def _step(edit: Edit) -> RepairStep:
    return RepairStep(
        fixer=edit.fixer, kind=edit.kind, before=edit.before, after=edit.after,
        reason=edit.reason, confidence=edit.confidence,
    )  # fmt: skip


def _first(edit: Edit) -> Change:
    return Change(
        edit.start, edit.stop, edit.before, edit.after, edit.kind, edit.fixer, edit.confidence,
        edit.reason, edit.alternatives, (_step(edit),), not edit.applied,
    )  # fmt: skip


def _merge(group: _Group, text: str, orig: str, shift: int, growth: int) -> Change:
    """One change over ``orig`` for a group with at least one edit."""
    start, stop = group.start - shift, group.stop - shift - growth
    moved = (
        replace(e, start=e.start - group.start, stop=e.stop - group.start) for e in group.edits
    )
    after = apply_edits(text[group.start : group.stop], moved)
    parts = [*group.changes, *map(_first, group.edits)]
    real = [c for c in parts if not c.flag] or parts
    name = next((c for c in real if c.kind not in LAYOUT), real[0])
    alternatives = dict.fromkeys(a for c in parts for a in c.alternatives)
    return Change(
        start, stop, orig[start:stop], after, name.kind, name.fixer,
        min(c.confidence for c in real), name.reason, tuple(alternatives),
        tuple(s for c in parts for s in c.steps), all(c.flag for c in parts),
    )  # fmt: skip
