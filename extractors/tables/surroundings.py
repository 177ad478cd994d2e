"""What blocks around a table say about it: its caption in each language, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import Block, Link
from extractors.observed import ObservedBlock, ObservedTable
from extractors.tables.captions import (
    Caption,
    is_note,
    note_mark,
    read_caption,
    split_mark,
    split_scripts,
)
from extractors.tables.grids import one_line
from extractors.tables.parts import FURNITURE

#: A caption stands at most this many blocks above its table (twin in the other language,
#: unit line, a line that the caption was broken over).
CAPTION_BLOCKS = 4
#: Notes follow within this many blocks; a marked footnote at the foot of a page may be farther.
NOTE_BLOCKS = 4
FOOTNOTE_BLOCKS = 40
MAX_TITLE = 400
_TWIN = re.compile(
    r"(?<=\S)\s+(?=(?:Table|TABLE|Таблица|Таблиця|Кесте|Табліца)\s+\d+[\d.]*\s*[.:—–-])"
)


@dataclass
class Surroundings:
    """What blocks around a table say about it."""

    label: str | None = None
    captions: list[str] = field(default_factory=list)
    continued: bool = False
    notes: list[str] = field(default_factory=list)
    caption_blocks: list[int] = field(default_factory=list)
    note_blocks: list[int] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)


def surroundings_of(
    blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int, last: int
) -> Surroundings:
    """What stands around a table whose parts are the blocks from ``at`` to ``last``."""
    around = Surroundings()
    around.caption_blocks += [
        i for i in range(at + 1, last) if (c := read_caption(blocks[i].text)) and c.continued
    ]
    table = observed[at].table
    assert table is not None
    for part in _TWIN.split(table.caption or ""):
        if part.strip():
            _add_caption(around, read_caption(part) or Caption(None, one_line(part)))
    around.notes += table.notes
    if not around.captions and not _caption_above(around, blocks, observed, at):
        _caption_below(around, blocks, observed, last)
    _notes_below(around, blocks, observed, last, table)
    _marked_caption(around, blocks, at)
    return around


def _add_caption(around: Surroundings, caption: Caption) -> None:
    around.label = around.label or caption.label
    around.continued = around.continued or caption.continued
    if caption.text:
        around.captions += split_scripts(caption.text)


def _caption_above(
    around: Surroundings, blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> bool:
    """Look up from the table for caption blocks; what stands between belongs to them."""
    between: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - CAPTION_BLOCKS), -1):
        if observed[i].table is not None:
            return False
        if blocks[i].label in FURNITURE:
            continue
        caption = read_caption(blocks[i].text)
        if caption is not None:
            _take_caption(around, blocks, i, between[::-1])
            return True
        if not _may_continue_caption(blocks[i]):
            return False
        between.append(i)
    return False


def _may_continue_caption(block: Block) -> bool:
    text = block.text.strip()
    return len(text) <= MAX_TITLE and not (len(text) > 120 and text.endswith("."))


def _take_caption(
    around: Surroundings, blocks: Sequence[Block], at: int, between: Sequence[int]
) -> None:
    """The caption at block ``at``, its twin just above, and the lines after it."""
    first = at
    if at and (above := read_caption(blocks[at - 1].text)) is not None:
        mine = read_caption(blocks[at].text)
        if mine and mine.label and above.label == mine.label:
            first = at - 1
    for i in range(first, at + 1):
        for part in _TWIN.split(blocks[i].text):
            _add_caption(around, read_caption(part) or Caption(None, one_line(part)))
    around.caption_blocks += [*range(first, at + 1), *between]
    for i in between:
        _continue_caption(around, one_line(blocks[i].text))


def _continue_caption(around: Surroundings, text: str) -> None:
    """A line between caption and table: a twin caption, a title, a unit, a broken end."""
    twin = read_caption(text)
    if twin:
        _add_caption(around, twin)
    elif around.captions and _otherlanguage_in(around.captions[-1], text):
        around.captions.append(text.rstrip("."))
    elif around.captions:
        around.captions[-1] = f"{around.captions[-1]} {text.rstrip('.')}"
    else:
        around.captions.append(text.rstrip("."))


def _otherlanguage_in(caption: str, text: str) -> bool:
    """Whether a line under a caption is its title in another language."""
    one, two = language_in(caption, None), language_in(text, None)
    return one is not None and two is not None and one != two and len(text.split()) > 2


def _caption_below(
    around: Surroundings, blocks: Sequence[Block], observed: Sequence[ObservedBlock], at: int
) -> None:
    """A caption under the table, unless the next table follows it (then it is that one's)."""
    for i in range(at + 1, min(at + 3, len(blocks))):
        caption = read_caption(blocks[i].text)
        following = observed[i + 1 : i + 3]
        if caption and caption.text and not any(o.table for o in following):
            _add_caption(around, caption)
            around.caption_blocks.append(i)
            return
        if not is_note(blocks[i].text):
            return


def _notes_below(
    around: Surroundings,
    blocks: Sequence[Block],
    observed: Sequence[ObservedBlock],
    at: int,
    table: ObservedTable,
) -> None:
    """Notes right under the table: by their first word, or by a mark that a cell bears."""
    marks = _cell_marks(table)
    for i in range(at + 1, min(at + 1 + NOTE_BLOCKS, len(blocks))):
        text = one_line(blocks[i].text)
        mark = note_mark(text)
        if observed[i].table is not None or not (is_note(text) or (mark and mark in marks)):
            if blocks[i].label in FURNITURE:
                continue
            return
        around.notes.append(text)
        around.note_blocks.append(i)
        if mark:
            around.links.append((i, mark))


def _cell_marks(table: ObservedTable) -> set[str]:
    """Footnote marks that the cells bear: stars, raised or glued figures after words."""
    marks: set[str] = set()
    for cell in table.cells:
        _, mark = split_mark(cell.text)
        if mark:
            marks.add(mark)
        starred = re.search(r"\*{1,4}$", cell.text.strip())
        if starred:
            marks.add(starred[0])
    return marks


def _marked_caption(around: Surroundings, blocks: Sequence[Block], at: int) -> None:
    """Take a glued footnote mark off the caption where a footnote with that mark exists."""
    for n, text in enumerate(around.captions):
        bare, mark = split_mark(text)
        mark = mark or _mark_in_orig(around, blocks)
        footnote = _footnote(blocks, at, mark, around) if mark else None
        if mark is None or footnote is None:
            continue
        around.captions[n] = re.sub(
            rf"\s*{re.escape(mark)}\)?$", "", bare if bare != text else text
        )
        if footnote not in around.note_blocks:
            around.notes.insert(0, one_line(blocks[footnote].text))
            around.links.append((footnote, mark))


def _mark_in_orig(around: Surroundings, blocks: Sequence[Block]) -> str | None:
    """A mark that was glued to the caption as observed (a repair may have parted it)."""
    for i in around.caption_blocks:
        mark = split_mark(blocks[i].orig.strip())[1]
        if mark:
            return mark
    return None


def _footnote(blocks: Sequence[Block], at: int, mark: str, around: Surroundings) -> int | None:
    """The nearest block after the caption that begins with the mark as a footnote does."""
    first = min([at, *around.caption_blocks])
    for i in range(first, min(first + FOOTNOTE_BLOCKS, len(blocks))):
        if i == at or i in around.caption_blocks or blocks[i].label in {"table", "list_item"}:
            continue
        text = blocks[i].text
        if note_mark(text) == mark and re.match(r"\s*\S{1,3}\s+[^\W\d_]", text):
            return i
    return None


def relabel(blocks: list[Block], around: Surroundings, table_id: str) -> None:
    """Label caption and note blocks, and tie marked notes to their table."""
    for i in around.caption_blocks:
        if blocks[i].label in {"paragraph", "heading", "list_item", "footnote"}:
            blocks[i] = blocks[i].model_copy(update={"label": "caption"})
    for i in around.note_blocks:
        if blocks[i].label in {"paragraph", "list_item", "caption"}:
            blocks[i] = blocks[i].model_copy(update={"label": "footnote"})
    for i, mark in around.links:
        links = [*blocks[i].links, Link.model_validate({"from": table_id, "mark": mark})]
        label = "footnote" if blocks[i].label == "paragraph" else blocks[i].label
        blocks[i] = blocks[i].model_copy(update={"links": links, "label": label})


def language_in(text: str, fallback: str | None) -> str | None:
    """The language of a text, or ``fallback`` where it tells none."""
    from fixers.languages import language_of

    return language_of(text) or fallback
