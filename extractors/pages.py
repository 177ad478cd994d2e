"""Which pages to read: range expressions of the command line."""

from __future__ import annotations

import re

from corpus.errors import UsageError

_PART = re.compile(r"\s*(\d+)?\s*(-)?\s*(\d+)?\s*")


def selected_pages(expression: str | None, count: int) -> list[int]:
    """Page numbers (from 1, ascending) that an expression such as "3-5,9" selects.

    Raises:
        UsageError: the expression makes no sense, or selects no page of the file.

    >>> selected_pages("3-4,9", 20), selected_pages("18-", 20), selected_pages(None, 3)
    ([3, 4, 9], [18, 19, 20], [1, 2, 3])
    """
    if expression is None:
        return list(range(1, count + 1))
    chosen: set[int] = set()
    for part in expression.split(","):
        chosen |= _range(part, expression, count)
    if not chosen:
        raise UsageError("--pages", f"“{expression}” selects none of {count} pages")
    return sorted(chosen)


def _range(part: str, expression: str, count: int) -> set[int]:
    match = _PART.fullmatch(part)
    if not match or not (match[1] or match[3]):
        raise UsageError("--pages", f"“{expression}” is not a list of pages such as 3-5,9")
    first = int(match[1] or 1)
    last = int(match[3] or count) if match[2] else first
    return set(range(first, min(last, count) + 1)) - {0}
