"""Line ends of running text: the lines of a paragraph become one line.

A paragraph as a reader saw it keeps its line ends. In running text they mean nothing but
the width of the page, so each becomes a blank together with the blanks around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixers.edits import Edit

LINE_ENDS = "\n\r\f\v\u0085\u2028\u2029"
_BLANK = r"[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_LINE_END = r"(?:\r\n|[\n\r\f\v\u0085\u2028\u2029])"
#: One or more line ends with the blanks around them.
_BREAK = re.compile(rf"{_BLANK}*(?:{_LINE_END}{_BLANK}*)+")
#: Scripts written without blanks between words: kana, Han, full-width signs.
_UNSPACED = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff60]")


def join_lines(text: str) -> Iterator[Edit]:
    """Each inner line end becomes a blank, or nothing between letters of Han and kana.

    Line ends at the very start and end are taken away with the blanks beside them.

    >>> [(e.before, e.after) for e in join_lines("regional \\nintegration")]
    [(' \\n', ' ')]
    >>> list(join_lines("one line  with two blanks"))  # blanks inside a line are left alone
    []
    """
    for match in _BREAK.finditer(text):
        start, stop = match.span()
        after = "" if start == 0 or stop == len(text) else _joint(text[start - 1], text[stop])
        yield Edit(
            start, stop, match[0], after, "linebreak", "paragraphs.join_lines", 1.0, "line end"
        )


def _joint(left: str, right: str) -> str:
    return "" if _UNSPACED.match(left) and _UNSPACED.match(right) else " "
