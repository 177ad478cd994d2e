"""Where on a page a table without vertical rules may stand.

Two ways lead to a region: horizontal rules of equal extent with columns of text between them
(booktabs), and runs of lines with wide gaps at common places (borderless).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.observed import Word
from extractors.tables.captions import is_note, read_caption
from extractors.tables.geometry import (
    Rule,
    box_of,
    center,
    height_of,
    inside,
    line_text,
    segments,
    text_lines,
)
from extractors.tables.numbers import is_value

#: Rules of one table begin and end within this of one another, in points.
SAME_EXTENT = 8.0
#: A table is at least this wide, in points.
NARROWEST = 60.0
#: A gap this many heights wide parts two cells by itself.
WIDE_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of words with the rules drawn between them."""

    lines: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]
    captioned: bool


# --- regions between rules ------------------------------------------------------------


def ruled_regions(words: Sequence[Word], rules: Sequence[Rule]) -> list[Region]:
    """Stretches between rules of equal extent whose text stands in columns."""
    regions: list[Region] = []
    for group in _same_extent([r for r in rules if r.length >= NARROWEST]):
        chain: list[Rule] = []
        for above, below in pairwise(group):
            if _is_band(words, above, below):
                chain = [*chain, below] if chain else [above, below]
                continue
            _close(chain, words, rules, regions)
            chain = []
        _close(chain, words, rules, regions)
    return _outermost(regions)


def _close(
    chain: Sequence[Rule], words: Sequence[Word], rules: Sequence[Rule], regions: list[Region]
) -> None:
    if len(chain) < 2:
        return
    x0, x1 = min(r.start for r in chain) - 4, max(r.stop for r in chain) + 4
    top, bottom = chain[0].at, chain[-1].at
    held = [w for w in words if inside(w, [x0, top, x1, bottom], 0)]
    between = [r for r in rules if top - 1 <= r.at <= bottom + 1 and x0 <= r.start and r.stop <= x1]
    lines = tuple(tuple(ln) for ln in text_lines(held))
    captioned = _has_caption_above(words, [x0, top, x1, bottom])
    if lines:
        regions.append(Region(lines, tuple(between), captioned))


def _outermost(regions: list[Region]) -> list[Region]:
    """Regions without those whose words another one holds too."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda r: -sum(map(len, r.lines))):
        mine = {id(w) for ln in region.lines for w in ln}
        if not any(mine & {id(w) for ln in k.lines for w in ln} for k in kept):
            kept.append(region)
    return kept


def _same_extent(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        home = next(
            (
                g
                for g in groups
                if abs(g[0].start - rule.start) <= SAME_EXTENT
                and abs(g[0].stop - rule.stop) <= SAME_EXTENT
            ),
            None,
        )
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    return [g for g in groups if len(g) >= 2]


def _is_band(words: Sequence[Word], above: Rule, below: Rule) -> bool:
    """Whether the text between two rules may be rows: few lines, or lines in columns."""
    held = [
        w for w in words
        if inside(w, [above.start - 4, above.at, above.stop + 4, below.at], 0)
    ]  # fmt: skip
    if not held:
        return below.at - above.at < 30
    lines = text_lines(held)
    gap = WIDE_GAP * height_of(held)
    parted = sum(1 for ln in lines if len(segments(ln, gap)) > 1)
    prose = sum(1 for ln in lines if _is_prose_line(ln, above.length))
    if not prose and parted >= 0.25 * len(lines):
        return True  # labels of several lines
    return parted >= 0.45 * len(lines) - 0.5 and prose <= 0.35 * len(lines)


def _is_prose_line(line: Sequence[Word], width: float) -> bool:
    """One run of words that fills most of the width."""
    text = line_text(line)
    filled = line[-1].bbox[2] - line[0].bbox[0] > 0.8 * width
    gap = WIDE_GAP * height_of(line)
    return filled and len(segments(line, gap)) == 1 and len(text.split()) > 6


def _has_caption_above(words: Sequence[Word], box: Sequence[float]) -> bool:
    """Whether one of the lines just above a box begins a caption."""
    near = [
        w for w in words
        if box[1] - 80 <= center(w)[1] < box[1] and w.bbox[2] > box[0] - 30 and w.bbox[0] < box[2] + 30
    ]  # fmt: skip
    for line in text_lines(near)[::-1][:5]:
        for start in range(len(line)):
            if start == 0 or line[start].bbox[0] - line[start - 1].bbox[2] > 12:
                text = line_text(line[start:])
                if read_caption(text) is not None:
                    return True
    return False


# --- regions by gaps alone ------------------------------------------------------------


def open_regions(words: Sequence[Word], rules: Sequence[Rule]) -> list[Region]:
    """Runs of lines with wide gaps, on the page and on each column of a parted page."""
    regions: list[Region] = []
    for part in _page_columns(words):
        regions += _runs(part, words, rules)
    return regions


def _page_columns(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each column of a page set in two; all words where it is not."""
    lines = text_lines(words)
    if len(lines) < 12:
        return [list(words)]
    left, _, right, _ = box_of(words)
    middle = (left + right) / 2
    votes: Counter[int] = Counter()
    for line in lines:
        for a, b in pairwise(line):
            if b.bbox[0] - a.bbox[2] > 6 and abs((a.bbox[2] + b.bbox[0]) / 2 - middle) < 60:
                sides = (line_text([w for w in line if w.bbox[0] < middle]),
                         line_text([w for w in line if w.bbox[0] >= middle]))  # fmt: skip
                if all(len(s) > 25 and not _mostly_values(s) for s in sides):
                    votes[round((a.bbox[2] + b.bbox[0]) / 2 / 8)] += 1
    if not votes or votes.most_common(1)[0][1] < 0.3 * len(lines):
        return [list(words)]
    cut = votes.most_common(1)[0][0] * 8
    return [[w for w in words if center(w)[0] < cut], [w for w in words if center(w)[0] >= cut]]


def _mostly_values(text: str) -> bool:
    words = text.split()
    return sum(map(is_value, words)) > 0.4 * len(words)


def _runs(words: Sequence[Word], everything: Sequence[Word], rules: Sequence[Rule]) -> list[Region]:
    lines = text_lines(words)
    if not lines:
        return []
    size = height_of(words)
    width = box_of(words)[2] - box_of(words)[0]
    regions: list[Region] = []
    run: list[list[Word]] = []
    pending: list[list[Word]] = []
    before: list[list[Word]] = []  # lines without a wide gap above the run
    for line in [*lines, []]:
        parted = bool(line) and len(segments(line, WIDE_GAP * size)) > 1
        far = (
            bool(run)
            and bool(line)
            and line[0].bbox[1] - (pending or run)[-1][0].bbox[3] > 3.5 * size
        )
        ends = not line or far or _ends_run(line, width)
        if ends or (not parted and _is_enough([*pending, line], width)):
            run += _hanging(run, pending, size)
            _close_run(run, everything, rules, regions)
            before = []
            run, pending = ([line] if parted and not _ends_run(line, width) else []), []
        elif parted:
            run += [*(pending if run else _first_lines(before, line, width, size)), line]
            pending = []
        elif run:
            pending.append(line)
        else:
            before.append(line)
    return regions


def _first_lines(
    before: Sequence[Sequence[Word]], line: Sequence[Word], width: float, size: float
) -> list[list[Word]]:
    """The lines above a run that are the first lines of cells of its first line."""
    out: list[list[Word]] = []
    top = min(w.bbox[1] for w in line)
    for above in list(before)[::-1][:2]:
        narrow = above[-1].bbox[2] - above[0].bbox[0] < 0.45 * width
        if top - max(w.bbox[3] for w in above) > 0.3 * size or not narrow:
            break
        out.insert(0, list(above))
        top = min(w.bbox[1] for w in above)
    return out


def _is_enough(pending: Sequence[Sequence[Word]], width: float) -> bool:
    """Whether so many lines without a wide gap end a run: narrow ones may be wrapped cells."""
    narrow = all(ln[-1].bbox[2] - ln[0].bbox[0] < 0.45 * width for ln in pending)
    return len(pending) > (4 if narrow else 2)


def _hanging(
    run: Sequence[Sequence[Word]], pending: Sequence[Sequence[Word]], size: float
) -> list[list[Word]]:
    """The lines behind a run that are the last lines of its last row's cells: set as tight as
    the lines of a cell, flush with a piece of the last lines and no wider than its column."""
    out: list[list[Word]] = []
    if not run:
        return out
    pieces = [p for ln in run for p in segments(ln, WIDE_GAP * size)]
    for line in pending:
        bottom = max(w.bbox[3] for ln in [*run[-2:], *out] for w in ln)
        x0, x1 = line[0].bbox[0], line[-1].bbox[2]
        flush = [p for p in pieces if abs(p.x0 - x0) < 2 or abs(p.x0 + p.x1 - x0 - x1) < 3]
        if line[0].bbox[1] - bottom > 0.3 * size or not flush:
            break
        if x1 - x0 > 1.1 * max(p.x1 - p.x0 for p in flush):
            break
        out.append(list(line))
    return out


def _ends_run(line: Sequence[Word], width: float) -> bool:
    text = line_text(line)
    return _is_prose_line(line, width) or read_caption(text) is not None or is_note(text)


def _close_run(
    run: Sequence[Sequence[Word]],
    words: Sequence[Word],
    rules: Sequence[Rule],
    regions: list[Region],
) -> None:
    if len(run) < 3:
        return
    box = box_of([w for ln in run for w in ln])
    inner = [r for r in rules if box[1] - 2 <= r.at <= box[3] + 2 and r.start >= box[0] - 20]
    regions.append(
        Region(tuple(tuple(ln) for ln in run), tuple(inner), _has_caption_above(words, box))
    )


# --- regions with two tables in them --------------------------------------------------


def parted(region: Region) -> list[Region]:
    """A region cut where a second header begins: the head of the labels stands again, with
    other heads beside it, under a wider gap than between the lines before."""
    size = height_of([w for ln in region.lines for w in ln])
    parts = [[line_text(p.words) for p in segments(ln, WIDE_GAP * size)] for ln in region.lines]
    first = next((i for i, p in enumerate(parts) if len(p) > 2), None)
    if first is None or is_value(parts[first][0]):
        return [region]
    boxes = [box_of(ln) for ln in region.lines]
    gaps = [b[1] - a[3] for a, b in pairwise(boxes)]
    for i in range(first + 3, len(parts) - 2):
        again = len(parts[i]) > 2 and parts[i][0] == parts[first][0] and parts[i] != parts[first]
        top = i - 1 if len(parts[i - 1]) == 1 else i
        usual = sorted(gaps[first + 1 : top - 1])
        if again and usual and gaps[top - 1] > usual[len(usual) // 2] + 0.5 * size:
            above, below = _cut(region, top, (boxes[top - 1][3] + boxes[top][1]) / 2)
            return [above, *parted(below)]
    return [region]


def _cut(region: Region, line: int, at: float) -> tuple[Region, Region]:
    """A region cut above a line, at a height."""
    above = Region(
        region.lines[:line], tuple(r for r in region.rules if r.at < at), region.captioned
    )
    below = Region(
        region.lines[line:], tuple(r for r in region.rules if r.at >= at), region.captioned
    )
    return above, below
