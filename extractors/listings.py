"""Listings of programs: lines in a typewriter face, with their indents.

A line of text may hold a name in such a face; a listing is some lines of it, one under another. On a
page that is mostly set so (a manuscript) the face tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import BBox
from extractors.lines import SourcedLine

#: So many lines make a listing; this far apart at most (ems).
_LINES, _STEP = 2, 2.6
#: Where more than this share of the letters are set so, it is the face of the text.
_USUAL = 0.7
#: A letter of such a face is so wide (ems).
_ADVANCE = 0.6
_CODE = re.compile(r"[(){}\[\];=<>:$%&|\\]")
_COMMENT = re.compile(r"\s*(?://|/\*|#|--|%|\(\*|REM\b)\s?\S")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one listing, or of text."""

    lines: list[SourcedLine]
    listing: bool = False


def listed(lines: Sequence[SourcedLine]) -> list[Run]:
    """The lines of a column, cut into text and listings."""
    letters = sum(len(line.text) for line in lines)
    if not any(line.mono for line in lines) or letters * _USUAL < sum(
        len(line.text) for line in lines if line.mono
    ):
        return [Run(list(lines))]
    runs: list[Run] = []
    left = min(_box(line)[0] for line in lines)
    for i, line in enumerate(lines):
        own = line.mono and not _ADDRESS.search(line.text)
        own = own or _is_comment(lines[i : i + 2])
        if runs and runs[-1].listing == own and not (own and _far(runs[-1].lines[-1], line)):
            runs[-1].lines.append(line)
        else:
            runs.append(Run([line], own))
    return _joined(runs, left)


def _is_comment(two: Sequence[SourcedLine]) -> bool:
    """A remark, in another face, right above a line of a program."""
    if len(two) < 2 or not two[1].mono or _far(*two):
        return False
    return bool(_COMMENT.match(two[0].text))


def _is_alone(line: SourcedLine, left: float) -> bool:
    """One line of a program, set in, with the signs of one."""
    inset = _box(line)[0] > left + 0.7 * (line.size or 10.0)
    return inset and len(set(_CODE.findall(line.text))) > 1


def _joined(runs: Sequence[Run], left: float) -> list[Run]:
    """Runs too short for a listing given back to the text around them."""
    out: list[Run] = []
    for run in runs:
        listing = run.listing and (len(run.lines) >= _LINES or _is_alone(run.lines[0], left))
        if out and not listing and not out[-1].listing:
            out[-1].lines.extend(run.lines)
        else:
            lines = indented(run.lines) if listing else list(run.lines)
            out.append(Run(lines, listing))
    return out


def indented(lines: Sequence[SourcedLine]) -> list[SourcedLine]:
    """The lines with blanks for how far they stand in from the first column."""
    left = min(_box(line)[0] for line in lines)
    return [replace(line, text=" " * _blanks(line, left) + line.text) for line in lines]


def _blanks(line: SourcedLine, left: float) -> int:
    x0, _, x1, _ = _box(line)
    size = line.size or 10.0
    width = (x1 - x0) / len(line.text) if len(line.text) > 3 else _ADVANCE * size
    return round((x0 - left) / max(width, 0.3 * size))


def _far(above: SourcedLine, below: SourcedLine) -> bool:
    return below.base - above.base > _STEP * max(above.size or 10.0, below.size or 10.0)


def _box(line: SourcedLine) -> BBox:
    assert line.bbox is not None
    return line.bbox
