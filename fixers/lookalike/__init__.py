"""Cyrillic pages that were recognised with a Latin model, read back from the text alone.

>>> repair_lookalikes(["Sound English text stays as it is."], join_lines=True)
[[]]
"""

from __future__ import annotations

from collections.abc import Sequence

from fixers.edits import Edit

FIXER = "lookalike.decode"


def repair_lookalikes(
    paragraphs: Sequence[str], *, join_lines: bool, min_confidence: float = 0.0
) -> list[list[Edit]]:
    """Edits for each paragraph of one document; offsets into that paragraph.

    Line ends stay where they are, whatever ``join_lines`` says: a word cut at a line end is
    read as one word and keeps its hyphen. Paragraphs that are garbled beyond doubt are
    repaired; the others are flagged (``applied=False``, the reading in ``alternatives``). So
    are words whose reading has less than ``min_confidence`` (0 to 1).
    """
    from fixers.lookalike.detect import find_garbled

    runs = find_garbled(paragraphs)
    if not runs:
        return [[] for _ in paragraphs]
    from fixers.lookalike.repair import repair_runs

    assert isinstance(join_lines, bool)
    return repair_runs(paragraphs, runs, min_confidence)


def garbled_share(paragraphs: Sequence[str]) -> float:
    """Share of the characters (blanks aside) that stand in garbled runs, 0 to 1.

    >>> garbled_share(["The economic aspects of cross-border cooperation"])
    0.0
    """
    from fixers.lookalike.detect import find_garbled

    total = sum(1 for p in paragraphs for c in p if not c.isspace())
    found = sum(len(t.text) for r in find_garbled(paragraphs) for t in r.tokens if r.certain)
    return found / total if total else 0.0
