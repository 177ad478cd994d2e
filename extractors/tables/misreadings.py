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


def is_misreading(read: float, expected: float, decimals: int, text: str = "") -> bool:
    """Whether a misreading of the usual kind turns ``expected`` into ``read``.

    A lost sign, a lost decimal mark, or one figure taken for one like it (Tesseract's usual
    confusions). ``text`` is the cell as read, where its figures tell more than the number
    ("05.9").

    >>> is_misreading(84.3, -84.3, 1), is_misreading(201.7, 207.7, 1), is_misreading(201.7, 241.9, 1)
    (True, True, False)
    >>> is_misreading(5.9, 65.9, 1, "05.9"), is_misreading(5.9, 65.9, 1, "5.9")
    (True, False)
    >>> is_misreading(273, 0.273, 0, "0273"), is_misreading(273, 0.273, 0, "273")
    (True, False)
    """
    if math.isclose(read, -expected, rel_tol=1e-9):
        return True
    if any(math.isclose(read, expected * 10**n, rel_tol=1e-9) for n in (1, 2, 3)):
        # "0,273" without its mark is "0273": "273" is another number
        return not text or abs(expected) >= 1 or begins_with_nought(text)
    one, two = f"{read:.{decimals}f}", f"{expected:.{decimals}f}"
    if begins_with_nought(text):  # it was another figure
        one = one.zfill(len(two))
    differing = [(a, b) for a, b in zip(one, two, strict=False) if a != b]
    return len(one) == len(two) and len(differing) == 1 and frozenset(differing[0]) in _CONFUSED


def begins_with_nought(text: str) -> bool:
    """Whether a number begins as none is printed: "05.9", not "0.59"."""
    return bool(re.match(r"[+\-−–]?0\d", text.strip()))


def printed_like(value: float, read: str, others: Sequence[str], decimals: int = 0) -> str:
    """A number as its table would print it: the figures of ``read`` put right.

    ``decimals`` are those with which ``read`` was understood.

    >>> printed_like(-84.3, "84,3", ["−85,3", "-1"], 1), printed_like(392.7, "3927", ["152,6"])
    ('−84,3', '392,7')
    >>> printed_like(77180.43, "77,180.93", [], 2), printed_like(1327, "1,397", [])
    ('77,180.43', '1,327')
    >>> printed_like(100.0, "1000", ["19,7", "733,68"])
    '100,0'
    """
    bare = read.lstrip("+-−–—")
    minus = next((t[0] for t in others if len(t) > 1 and t[0] in "-−–" and t[1].isdigit()), "-")
    sign = (read[0] if read[:1] in "-−–" else minus) if value < 0 else ""
    figures = f"{abs(value):.{decimals}f}".replace(".", "")
    if abs(abs(value) - round(abs(value), decimals)) < 1e-9 and len(figures) == sum(
        ch.isdigit() for ch in bare
    ):
        left = iter(figures)
        return sign + "".join(next(left) if ch.isdigit() else ch for ch in bare)
    mark = next((m for t in (bare, *others) if (m := mark_of(t))), ".")
    places = _lost_places(value, bare) or max(
        (len(t.rpartition(mark)[2]) for t in (bare, *others) if mark_of(t) == mark), default=0
    )
    shown = f"{abs(value):.{places}f}" if places else f"{abs(value):.10g}"
    if any(re.search(r"\d[ \u00a0]\d{3}", t) for t in (bare, *others)) and abs(value) >= 1000:
        shown = f"{abs(value):,.{places}f}".replace(",", " ")
    return sign + shown.replace(".", mark)


def _lost_places(value: float, bare: str) -> int:
    """How many figures stood behind the decimal mark that a number lost; 0 where none did."""
    digits = re.sub(r"[ \u00a0]", "", bare)
    if not digits.isdigit() or not value:
        return 0
    return next((n for n in (1, 2, 3) if math.isclose(float(digits), abs(value) * 10**n)), 0)


def mark_of(text: str) -> str | None:
    """The decimal mark of a printed number, where it has one."""
    found = re.fullmatch(r"[+\-−–]?[\d \u00a0]*\d([.,])\d+", text.strip())
    return found[1] if found else None
