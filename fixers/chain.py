"""The chain: fixers in order over the paragraphs of one document, with a ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.document import Label, TextSource
from fixers.edits import Change


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


def repair(
    passages: Sequence[Passage], *, join_lines: bool = True, off: Collection[str] = ()
) -> list[Repaired]:
    """Repair the passages of one document together.

    ``join_lines=False`` keeps the number of lines (``vychitka repair``); ``off`` names
    fixers to leave out.
    """
    raise NotImplementedError
