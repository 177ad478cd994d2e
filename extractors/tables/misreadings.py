"""What recognition is known to make of a printed number."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

#: Figures that recognition takes for one another.
_CONFUSED = frozenset(
    frozenset(pair)
    for pair in ("17", "14", "12", "38", "35", "56", "68", "06", "08", "09", "89", "58", "39",
                 "27", "49", "47", "69", "23", "25", "13", "79")
)  # fmt: skip


def is_misreading(read: float, expected: float, decimals: int) -> bool:
    """Whether a misreading of the usual kind turns ``expected`` into ``read``.

    A lost sign, a lost decimal mark, or one figure taken for one like it (Tesseract's usual
    confusions).

    >>> is_misreading(84.3, -84.3, 1), is_misreading(201.7, 207.7, 1), is_misreading(201.7, 241.9, 1)
    (True, True, False)
    """
    if math.isclose(read, -expected, rel_tol=1e-9):
        return True
    if any(math.isclose(read, expected * 10**n, rel_tol=1e-9) for n in (1, 2, 3)):
        return True
    one, two = f"{read:.{decimals}f}", f"{expected:.{decimals}f}"
    differing = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    return len(one) == len(two) and len(differing) == 1 and frozenset(differing[0]) in _CONFUSED


def printed_like(value: float, read: str, others: Sequence[str]) -> str:
    """A number as its table would print it: the figures of ``read`` put right.

    >>> printed_like(-84.3, "84,3", ["−85,3", "-1"]), printed_like(392.7, "3927", ["152,6"])
    ('−84,3', '392,7')
    """
    bare = read.lstrip("+-−–—")
    minus = next((t[0] for t in others if len(t) > 1 and t[0] in "-−–" and t[1].isdigit()), "-")
    mark = next((m for t in (bare, *others) if (m := mark_of(t))), ".")
    places = max(
        (len(t.rpartition(mark)[2]) for t in (bare, *others) if mark_of(t) == mark), default=0
    )
    if value == int(value) and not mark_of(bare):
        places = 0
    shown = f"{abs(value):.{places}f}" if places else f"{abs(value):.10g}"
    if " " in bare or "\u00a0" in bare:
        shown = f"{abs(value):,.{places}f}".replace(",", " ")
    elif mark == "." and re.search(r"\d,\d{3}(?!\d)", bare):
        return (minus if value < 0 else "") + f"{abs(value):,.{places}f}"
    return (minus if value < 0 else "") + shown.replace(".", mark)


def mark_of(text: str) -> str | None:
    """The decimal mark of a printed number, where it has one."""
    found = re.fullmatch(r"[+\-−–]?[\d \u00a0]*\d([.,])\d+", text.strip())
    return found[1] if found else None
