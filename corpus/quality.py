"""How far to trust a document: rates, a score, a grade, and what to look at first.

Nothing is measured again here: the trust in a block comes from the reader and from
triage, doubtful places from the fixers, failed pages from the run. All rates are
shares of the document's characters, 0 to 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpus.document import Block, Fault, Grade, Page, Quality, Repair, Status, Table

#: Least score of each grade. A: use as it is; B: a few doubtful places; C: read before
#: quoting; D: usable for search only; F: nothing usable.
GRADES: tuple[tuple[float, Grade], ...] = ((0.9, "A"), (0.75, "B"), (0.55, "C"), (0.3, "D"))
#: Repairs that undo a misreading. The others undo layout and say nothing about trust.
MISREADINGS = frozenset({"encoding", "lookalike", "homoglyph", "ocr", "keyboard", "spelling"})
#: Labels whose text nobody quotes: they do not count.
FURNITURE = frozenset({"page_header", "page_footer", "page_number", "boilerplate", "picture"})
#: A repair below this confidence is worth a look.
DOUBTFUL = 0.8
#: One garbled character in ten makes a text unquotable: garble weighs this much.
GARBLE_WEIGHT = 4.0
#: So many doubtful places in 10,000 characters make a document one to review first.
MANY_DOUBTS = 20
#: Characters that no sound text holds: replacement, private use, C1 controls.
BROKEN = re.compile("[\N{REPLACEMENT CHARACTER}\ue000-\uf8ff\x80-\x9f]")


def score(
    blocks: Sequence[Block],
    repairs: Sequence[Repair],
    pages: Sequence[Page],
    errors: Sequence[Fault],
    tables: Sequence[Table] = (),
    *,
    status: Status = "ok",
    garbled: Mapping[str, float] | None = None,
) -> Quality:
    """The quality of a document.

    ``garbled`` gives, for blocks that were judged after repair, the share of their text
    that still looks like no language; without it flagged repairs and broken characters
    are what is known.
    """
    text = [b for b in blocks if b.label not in FURNITURE and b.text]
    total = sum(len(b.text) for b in text)
    failed = _failed_pages(pages, errors)
    lost_pages = _page_flags(pages, failed)
    if not total or status == "failed":
        return Quality(grade="F", score=0.0, flags=["nothing usable", *lost_pages])
    garble = _garble_rate(text, repairs, garbled or {}) / total
    misread = _misread_rate(repairs) / total
    trust = sum(b.confidence * len(b.text) for b in text) / total
    lost = len(failed) / max(len(pages), 1)
    points = trust * (1 - min(1.0, GARBLE_WEIGHT * garble)) * (1 - lost) * (1 - misread / 4)
    return Quality(
        grade=grade(points),
        score=round(points, 4),
        flags=_flags(text, garble, misread) + _table_flags(tables) + lost_pages,
        ocr_confidence=ocr_confidence(text),
        garble_rate=round(garble, 4),
        repaired_rate=round(repaired_rate(blocks, repairs), 4),
        review_priority=round(_priority(points, repairs, total), 4),
    )


def grade(points: float) -> Grade:
    """The grade of a score.

    >>> grade(0.93), grade(0.5), grade(0.1)
    ('A', 'D', 'F')
    """
    return next((letter for least, letter in GRADES if points >= least), "F")


def ocr_confidence(blocks: Iterable[Block]) -> float | None:
    """Mean confidence of the recognised blocks by length; ``None`` when nothing was recognised."""
    recognised = [(b.confidence, len(b.text)) for b in blocks if b.text_source == "ocr"]
    total = sum(length for _, length in recognised)
    return round(sum(c * n for c, n in recognised) / total, 4) if total else None


def repaired_rate(blocks: Iterable[Block], repairs: Iterable[Repair]) -> float:
    """Share of the observed characters that a repair changed.

    Joined lines do not count (every paragraph has them), nor does what a repair left as
    it was at its edges.
    """
    total = sum(len(b.orig) for b in blocks)
    changed = sum(_changed(r) for r in repairs if r.kind != "linebreak" and r.before != r.after)
    return min(1.0, changed / total) if total else 0.0


def _changed(repair: Repair) -> int:
    """Characters that differ between before and after, common edges left out.

    >>> _changed(Repair(block="b", start=0, stop=3, before="c c", after="с с",
    ...                 kind="homoglyph", fixer="t"))
    3
    >>> _changed(Repair(block="b", start=0, stop=5, before="a- b.", after="a-b.",
    ...                 kind="hyphen", fixer="t"))
    1
    """
    before, after = repair.before, repair.after
    shorter = min(len(before), len(after))
    lead = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - lead
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return max(len(before), len(after)) - lead - tail


def _garble_rate(
    blocks: Iterable[Block], repairs: Iterable[Repair], garbled: Mapping[str, float]
) -> float:
    """Characters that are still wrong, as far as is known."""
    flagged: Counter[str] = Counter()
    for repair in repairs:
        if repair.status == "flagged" and repair.kind in MISREADINGS:
            flagged[repair.block] += len(repair.after)
    return sum(_garbled_in(b, flagged[b.id], garbled.get(b.id, 0.0)) for b in blocks)


def _garbled_in(block: Block, flagged: int, share: float) -> float:
    length = len(block.text)
    if block.triage.verdict == "ocr" and block.text_source != "ocr":
        return length  # a layer that was to be recognised again, and could not be
    known = max(flagged, len(BROKEN.findall(block.text)), share * length)
    return min(length, known)


def _misread_rate(repairs: Iterable[Repair]) -> float:
    return sum(
        (1 - r.confidence) * len(r.after)
        for r in repairs
        if r.kind in MISREADINGS and r.status == "auto"
    )


def _failed_pages(pages: Iterable[Page], errors: Iterable[Fault]) -> list[int]:
    numbers = {p.number for p in pages}
    return sorted({e.page for e in errors if e.page is not None and e.page in numbers})


def _flags(blocks: Sequence[Block], garble: float, misread: float) -> list[str]:
    flags = []
    if garble >= 0.01:
        flags.append(f"{garble:.0%} of the text is still garbled")
    if misread >= 0.01:
        flags.append("repairs in doubt")
    confidence = ocr_confidence(blocks)
    if confidence is not None and confidence < DOUBTFUL:
        flags.append(f"recognised with little confidence ({confidence:.2f})")
    return flags


def _table_flags(tables: Iterable[Table]) -> list[str]:
    wrong = [t.id for t in tables if any(not check.ok for check in t.checks)]
    return [f"sums do not agree in: {', '.join(wrong)}"] if wrong else []


def _page_flags(pages: Sequence[Page], failed: Sequence[int]) -> list[str]:
    empty = [p.number for p in pages if p.triage.verdict == "empty" and p.number not in failed]
    named = (("failed", failed), ("empty", empty))
    return [f"{what} pages: {_ranges(numbers)}" for what, numbers in named if numbers]


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as ranges.

    >>> _ranges([1, 2, 3, 7, 9, 10])
    '1-3, 7, 9-10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)


def _priority(points: float, repairs: Iterable[Repair], total: int) -> float:
    """How much a reader's look would help: doubtful places first, then a poor score."""
    doubts = sum(r.status == "flagged" or r.confidence < DOUBTFUL for r in repairs)
    crowded = min(1.0, doubts / (MANY_DOUBTS * max(total, 1000) / 10_000))
    return 0.5 * (1 - points) + 0.5 * crowded
