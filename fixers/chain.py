"""The chain: fixers in order over the paragraphs of one document, with a ledger.

Each fixer sees the text as the fixers in front of it left it, and proposes edits; the chain
applies them and composes them with what was done before (:func:`fixers.edits.stack`).
The whole chain runs until it finds nothing more to do, so a repaired text stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Label, TextSource
from fixers import paragraphs
from fixers.edits import Change, Edit, apply_edits, select, stack


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a document as the chain receives it.

    ``label`` says how its line ends are to be read: those of ``table``, ``code`` and
    ``formula`` blocks are structure and stay, as do their tabs.
    """

    text: str
    label: Label = "paragraph"
    text_source: TextSource = "plain_text"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A passage after the chain: applying ``changes`` to the observed text gives ``text``."""

    text: str
    changes: tuple[Change, ...] = ()


#: Labels whose line ends are structure.
KEEPS_LINES: frozenset[Label] = frozenset({"table", "code", "formula"})
#: Labels in which letters and words are not running text and are left alone.
NOT_PROSE: frozenset[Label] = frozenset({"code", "formula"})
#: The chain is run again over what it repaired, at most this often.
MOST_ROUNDS = 6


@dataclass(slots=True)
class Draft:
    """A passage under repair."""

    passage: Passage
    text: str
    joins: bool
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """All passages of one document under repair, with what fixers may ask about it."""

    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class Fixer:
    """A step of the chain. ``name`` is ``module.function`` as it stands in the ledger.

    ``propose`` gets the document and one passage. ``joins`` says that the fixer works on
    line ends, so it is left out where they stay.
    """

    name: str
    propose: Callable[[Sheet, Draft], Iterable[Edit]]
    joins: bool = False
    prose_only: bool = True


FIXERS: tuple[Fixer, ...] = (
    Fixer("paragraphs.join_lines", lambda _, d: paragraphs.join_lines(d.text), joins=True),
)


def repair(
    passages: Sequence[Passage], *, join_lines: bool = True, off: Collection[str] = ()
) -> list[Repaired]:
    """Repair the passages of one document together.

    ``join_lines=False`` keeps the number of lines (``vychitka repair``); ``off`` names
    fixers to leave out, one by one ("paragraphs.join_lines") or a whole topic ("hyphens").

    >>> [done] = repair([Passage("regional \\nintegration")])
    >>> done.text, [(c.before, c.after, c.kind) for c in done.changes]
    ('regional integration', [(' \\n', ' ', 'linebreak')])
    """
    sheet = Sheet([Draft(p, p.text, join_lines and p.label not in KEEPS_LINES) for p in passages])
    fixers = [f for f in FIXERS if f.name not in off and f.name.split(".")[0] not in off]
    for _ in range(MOST_ROUNDS):
        before = [d.text for d in sheet.drafts]
        for fixer in fixers:
            _run(fixer, sheet)
        if before == [d.text for d in sheet.drafts]:
            break
    return [Repaired(d.text, tuple(map(_published, d.changes))) for d in sheet.drafts]


def _run(fixer: Fixer, sheet: Sheet) -> None:
    """Let one fixer work on every passage that it is meant for."""
    for draft in sheet.drafts:
        if fixer.joins and not draft.joins:
            continue
        if fixer.prose_only and draft.passage.label in NOT_PROSE:
            continue
        edits = select(e for e in fixer.propose(sheet, draft) if draft.joins or _keeps_lines(e))
        if edits:
            draft.changes = stack(draft.changes, edits, draft.passage.text)
            draft.text = apply_edits(draft.text, edits)


def _keeps_lines(edit: Edit) -> bool:
    """Whether the edit leaves the line ends in its place as they are.

    >>> _keeps_lines(Edit(0, 2, "a\\n", "a", "spacing", "t"))
    False
    """
    return all(edit.before.count(end) == edit.after.count(end) for end in "\n\r")


def _published(change: Change) -> Change:
    """The change as the ledger shows it: stages are listed where there was more than one."""
    return change if len(change.steps) > 1 else replace(change, steps=())
