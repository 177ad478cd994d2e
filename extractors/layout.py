"""From the lines of a page to its blocks: paragraphs, headings, captions, footnotes, lists.

Where one ends and the next begins is told by :mod:`extractors.breaks`; what each is, by its words,
its type and its place. Sizes and distances are points; thresholds are shares of the font size (em).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Label, TextSource
from extractors import front_lines, labels
from extractors.breaks import begins_with_mark, box_of, paragraphs_of, right_edge, usual_size
from extractors.charts import find_charts
from extractors.columns import in_reading_order
from extractors.formulas import Column, natural_words, parted, with_fractions
from extractors.lines import INITIAL, Piece, SourcedLine, justified, lines_of
from extractors.listings import listed
from extractors.observed import ObservedTable

#: A heading is larger than the text by this.
_HEADING_STEP, _HEADING_STEP_MEASURED = 1.12, 1.25
_HEADING_CHARS = 250
#: Footnotes are set smaller than the text by this, in the lower part of the page.
_NOTE_SIZE = 0.93
_NOTE_ZONE = 0.35


@dataclass(frozen=True, slots=True)
class Laid:
    """A block on one page: its lines (or its table) and its label."""

    lines: tuple[SourcedLine, ...]
    label: Label = "paragraph"
    centered: bool = False
    table: ObservedTable | None = None

    @property
    def text(self) -> str:
        """The lines as printed, one per line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def source(self) -> TextSource:
        """Where its text comes from: recognised as soon as one line is."""
        return "ocr" if any(line.source == "ocr" for line in self.lines) else "text_layer"

    @property
    def size(self) -> float | None:
        """The size of most of its characters."""
        return usual_size(self.lines)

    @property
    def bold(self) -> bool:
        """More than half of its characters are bold."""
        total = sum(len(line.text) for line in self.lines)
        return sum(len(line.text) for line in self.lines if line.bold) * 2 > total


def lay_out(
    pieces: Sequence[Piece], body: float | None = None, height: float | None = None
) -> list[Laid]:
    """The blocks of one page in reading order.

    ``body`` is the usual size of the document's text, ``height`` the page's height.
    """
    blocks: list[Laid] = []
    for group in in_reading_order(with_drop_caps(justified(pieces))):
        for lines, table in _around_tables(group):
            if table is not None:
                blocks.append(Laid((), "table", table=table))
            blocks += _all_blocks(lines)
    size = body or usual_size([line for block in blocks for line in block.lines])
    labelled = _starred([_labelled(block, size, height) for block in blocks], height)
    return _with_charts(_numbered_notes(labelled, size, height))


_NOTE_ITEM = re.compile(r"\s*(\d{1,3})[.)]\s+\S")


def _numbered_notes(blocks: list[Laid], body: float | None, height: float | None) -> list[Laid]:
    """Items of a list in small type at the foot ("51. Decision No. 7") whose number stands behind
    a word above are notes."""
    out = list(blocks)
    for i, block in enumerate(blocks):
        found = _NOTE_ITEM.match(block.text) if block.label == "list_item" else None
        if not found or not body or not height or (block.size or body) > _NOTE_SIZE * body:
            continue
        mark = re.compile(rf"[^\W\d_][»”\"').,;:]*{found[1]}(?!\w)")
        low = box_of(block.lines[0])[1] > height * (1 - _NOTE_ZONE)
        if low and any(mark.search(above.text) for above in blocks[:i] if not above.table):
            out[i] = replace(block, label="footnote")
    return out


def _with_charts(blocks: list[Laid]) -> list[Laid]:
    """The loose labels of a drawn chart as one block."""
    out, at = [], 0
    for chart in find_charts(blocks):
        out += blocks[at : chart.start]
        lines = tuple(line for block in blocks[chart.start : chart.stop] for line in block.lines)
        out.append(Laid(lines, "picture"))
        at = chart.stop
    return out + blocks[at:]


def _starred(blocks: list[Laid], height: float | None) -> list[Laid]:
    """The one block of a page that begins with a star is a note, if it stands low and a word
    above it has a star behind it."""
    stars = [i for i, block in enumerate(blocks) if block.text.startswith("*")]
    if len(stars) != 1 or not height or not blocks[stars[0]].lines:
        return blocks
    at = stars[0]
    low = box_of(blocks[at].lines[0])[1] > height / 2
    if low and any(re.search(r"[^\W\d_]\*(?!\*)", block.text) for block in blocks[:at]):
        blocks[at] = replace(blocks[at], label="footnote")
    return blocks


def _around_tables(
    group: Sequence[Piece],
) -> Iterator[tuple[list[SourcedLine], ObservedTable | None]]:
    """The lines of a group, cut where a table stands: ``(lines behind it, table)``."""
    table: ObservedTable | None = None
    text: list[Piece] = []
    for piece in sorted(group, key=lambda p: p.bbox[1] if p.table else p.base):
        if piece.table is None:
            text.append(piece)
            continue
        yield lines_of(text), table
        table, text = piece.table, []
    yield lines_of(text), table


def with_drop_caps(pieces: Sequence[Piece]) -> list[Piece]:
    """Initials set over several lines joined to the first of these."""
    initials = [p for p in pieces if p.table is None and len(p.text) == 1 and p.text.isupper()]
    out = list(pieces)
    for initial in initials:
        beside = _lines_beside(initial, out)
        if len(beside) < 2:
            continue
        out.remove(initial)
        for line in beside:
            inset = replace(line, bbox=[initial.bbox[0], *line.bbox[1:]])
            out[out.index(line)] = _begun_with(initial, line) if line is beside[0] else inset
    return out


def _lines_beside(initial: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The lines that begin right beside the initial, from the top."""
    x1, top, bottom = initial.bbox[2], initial.bbox[1], initial.bbox[3]
    beside = [
        p
        for p in pieces
        if p.table is None
        and p is not initial
        and p.words
        and initial.size > INITIAL * p.size
        and -0.5 * p.size < p.bbox[0] - x1 < 1.5 * p.size
        and top - p.size < p.base < bottom
    ]
    return sorted(beside, key=lambda p: p.base)


def _begun_with(initial: Piece, first: Piece) -> Piece:
    """The line with its initial: glued to a word in small letters, else a word alone."""
    head, *rest = first.words
    if head.text[:1].islower() or (len(head.text) > 1 and head.text.isupper()):
        box = [initial.bbox[0], head.bbox[1], head.bbox[2], head.bbox[3]]
        words = (replace(head, text=initial.text + head.text, bbox=box), *rest)
    else:
        words = (initial.words[0], *first.words)
    return replace(first, words=words, bbox=[initial.bbox[0], *first.bbox[1:]])


def _all_blocks(lines: Sequence[SourcedLine]) -> list[Laid]:
    """Paragraphs, and the listings and displayed formulas that stand between them."""
    blocks: list[Laid] = []
    for run in listed(lines):
        if run.listing:
            blocks.append(Laid(tuple(run.lines), "listing"))
        else:
            blocks += _blocks_and_formulas(run.lines)
    return blocks


def _blocks_and_formulas(lines: Sequence[SourcedLine]) -> list[Laid]:
    if not lines:
        return []
    lines = with_fractions(lines)
    words = [line for line in lines if natural_words(line.text) > 1] or lines
    edges = Counter(round(box_of(line)[0] / 2) for line in words)
    left = 2.0 * min((edge for edge, n in edges.items() if n > 1), default=min(edges))
    column = Column(left, right_edge(words), usual_size(words) or 10.0)
    blocks: list[Laid] = []
    for stretch in parted(lines, column):
        if stretch.formula:
            blocks.append(Laid(tuple(stretch.lines), "formula", centered=True))
        else:
            blocks += [Laid(part, centered=mid) for part, mid in paragraphs_of(stretch.lines)]
    return blocks


# ------------------------------------------------------------------ labels


def _labelled(block: Laid, body: float | None, height: float | None) -> Laid:
    if block.table is not None or not block.lines or block.label in ("formula", "listing"):
        return block
    label = _label(block, body, height)
    lines = _with_parted_mark(block.lines) if label == "footnote" else block.lines
    return Laid(lines, label, block.centered, block.table)


def _with_parted_mark(lines: tuple[SourcedLine, ...]) -> tuple[SourcedLine, ...]:
    """The raised number of a note parted from its first word by a blank."""
    first = lines[0]
    raised = first.words[0].raised if first.words else 0
    if not raised or not first.text[raised : raised + 1].isalpha():
        return lines
    text = f"{first.text[:raised]} {first.text[raised:]}"
    return (replace(first, text=text), *lines[1:])


def _label(block: Laid, body: float | None, height: float | None) -> Label:
    text = block.text
    if _is_note(block, body, height):
        return "footnote"
    own = labels.label_of(text)
    if own == "page_number":  # position decides, not the words: see extractors.furniture
        own = None
    if own == "list_item" and _is_numbered_heading(block, body):
        return "heading"
    if own is not None:
        return own
    return "heading" if _is_heading(block, body) else "paragraph"


#: A heading with a number in front is no longer than this, nor does it end as a sentence.
_NUMBERED_CHARS = 120
#: Capitals behind a number are a heading from so many letters on.
_NUMBERED_LETTERS = 8


def _is_numbered_heading(block: Laid, body: float | None) -> bool:
    """A heading that begins as an item of a list does ("1. Description", bold or large)."""
    text = " ".join(block.text.split())
    if len(text) > _NUMBERED_CHARS or not re.match(r"\(?(?:\d|[A-ZА-Я]\))", text):
        return False
    return _is_heading(block, body) and not text.endswith((".", ":"))


def _is_note(block: Laid, body: float | None, height: float | None) -> bool:
    if not height or not body or not block.size or front_lines.is_byline(block.text):
        return False
    if block.size > body * (1.0 if begins_with_mark(block.lines[0]) else _NOTE_SIZE):
        return False
    low = box_of(block.lines[0])[1] > height * (1 - _NOTE_ZONE * 1.6)
    marked = begins_with_mark(block.lines[0]) and block.size <= body * _NOTE_SIZE
    return low and (marked or labels.is_footnote(block.text, at_foot=True))


def _is_heading(block: Laid, body: float | None) -> bool:
    text = " ".join(block.text.split())
    if len(text) > _HEADING_CHARS or labels.LEADERS.search(text):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 3 or letters * 2 < len(text) or " = " in text:
        return False
    measured = any(line.measured for line in block.lines)
    step = _HEADING_STEP_MEASURED if measured else _HEADING_STEP
    larger = bool(body and block.size and block.size >= body * step)
    numbered = bool(re.match(r"\d{1,2}(?:\.\d{1,2})*\.?\s", text))
    capitals = text.isupper() and (block.centered or (numbered and letters >= _NUMBERED_LETTERS))
    bold = block.bold and block.lines[-1].bold
    return (larger or bold or capitals) and not text.endswith((",", ";"))
