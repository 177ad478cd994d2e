"""Word files (DOCX): paragraphs, headings by their style, tables, text boxes, notes, in order.

A DOCX file is a ZIP of XML parts (ECMA-376); the text runs stand in ``word/document.xml``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from corpus.document import Fault, Label, Page, Prov
from corpus.errors import EmptyFile, PasswordNeeded, UnreadableFile
from extractors import labels
from extractors.observed import ObservedBlock, ObservedCell, ObservedTable, Reading
from extractors.options import ReadOptions
from extractors.sniff import DOCX

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
#: A part that unpacks to more than this many bytes is a bomb, not a paper.
_MAX_PART = 200_000_000
_HEADING_STYLE = re.compile(r"(?i)heading|заголовок|^\d$")
_TITLE_STYLE = re.compile(r"(?i)^(?:title|название)$")


def read(
    data: bytes, options: ReadOptions, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The text of a Word file as one page of blocks.

    Raises:
        UnreadableFile: the ZIP or its XML is damaged.
        EmptyFile: it holds no text.
    """
    del options
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body, faults = _part(archive, "word/document.xml")
            notes = [_part(archive, f"word/{kind}s.xml")[0] for kind in _NOTES]
            core, _ = _part(archive, "docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError) as error:
        raise UnreadableFile("", "the Word file cannot be unpacked") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise PasswordNeeded("") from error
    if body is None:
        raise UnreadableFile("", "the Word file has no document in it")
    blocks = _placed([*_blocks(body), *(note for part in notes for note in _notes(part))])
    if not blocks:
        raise EmptyFile("", "the Word file holds no text")
    if progress:
        progress(1, 1)
    page = Page(number=1, text_source="markup")
    return Reading(DOCX, (page,), tuple(blocks), metadata=_metadata(core), errors=faults)


def _part(archive: zipfile.ZipFile, name: str) -> tuple[Any, tuple[Fault, ...]]:
    """One XML part, ``None`` where it is absent, and what of it could not be read.

    Entities are not resolved; damage costs what stands behind it, and is told.
    """
    if name not in archive.namelist():
        return None, ()
    if archive.getinfo(name).file_size > _MAX_PART:
        raise UnreadableFile("", "the Word file unpacks to an absurd size")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(archive.read(name), parser)
    fatal = [e for e in parser.error_log if e.level >= etree.ErrorLevels.FATAL]
    if not fatal:
        return root, ()
    message = (
        f"the part {name} is damaged in line {fatal[0].line} ({fatal[0].message.strip()}): text may be "
        "missing; open the file in a word processor and save it again"
    )
    return root, (Fault(stage="read", kind="damaged", message=message),)


def _blocks(body: Any) -> Iterator[ObservedBlock]:
    """Paragraphs and tables in order; a text box stands behind the paragraph that holds it."""
    for element in body.iter(f"{_W}p", f"{_W}tbl"):
        if any(parent.tag in (f"{_W}tbl", _FALLBACK) for parent in element.iterancestors()):
            continue
        if element.tag == f"{_W}tbl":
            yield from _table(element)
        else:
            text = _text(element)
            if text.strip():
                yield ObservedBlock(text, _label(element, text), text_source="markup",
                                    bold=_is_bold(element))  # fmt: skip


#: What is no text of its paragraph: the twin of a drawing for older programs, text boxes
#: (blocks of their own), text moved away in a recorded change.
_NOT_OF_IT = frozenset({_FALLBACK, f"{_W}txbxContent", f"{_W}moveFrom"})
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{_W}softHyphen": "\N{SOFT HYPHEN}",
}


def _text(paragraph: Any) -> str:
    """The runs of a paragraph and of its formulas; tabs and line breaks as such, deleted text
    left out."""
    parts: list[str] = []
    pending = [paragraph]
    while pending:
        node = pending.pop()
        if node.tag in (f"{_W}t", f"{_MATH}t"):
            # Behind an entity, which is not resolved, the text goes on.
            parts += [node.text or "", *(child.tail or "" for child in node)]
        elif node.tag in _SIGNS:
            parts.append(_SIGNS[node.tag])
        elif node.tag not in _NOT_OF_IT:
            pending.extend(reversed(node))
    return "".join(parts).strip("\n")


def _label(paragraph: Any, text: str) -> Label:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    if _TITLE_STYLE.search(name):
        return "title"
    if _HEADING_STYLE.search(name):
        return "heading"
    own = labels.label_of(text)
    if own and own != "page_number":
        return own
    return "list_item" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else "paragraph"


def _is_bold(paragraph: Any) -> bool:
    runs = [r for r in paragraph.iter(f"{_W}r") if r.find(f"{_W}t") is not None]
    return bool(runs) and all(r.find(f"{_W}rPr/{_W}b") is not None for r in runs)


def _table(element: Any) -> Iterator[ObservedBlock]:
    """A table with its spans (``gridSpan`` across, ``vMerge`` down)."""
    from extractors.tables import as_text

    cells: list[ObservedCell] = []
    above: dict[int, int] = {}  # column → index of the cell that goes on downwards
    width = 0
    rows = _inside(element, f"{_W}tr", f"{_W}tbl")
    for row, tr in enumerate(rows):
        col = 0
        for tc in _inside(tr, f"{_W}tc", f"{_W}tbl"):
            span = _span(tc)
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and col in above:
                old = cells[above[col]]
                cells[above[col]] = _taller(old, row)
            else:
                text = "\n".join(filter(None, (_text(p).strip() for p in tc.iter(f"{_W}p"))))
                above[col] = len(cells)
                cells.append(ObservedCell(row, col, text, col_span=span))
            col += span
        width = max(width, col)
    if not any(cell.text for cell in cells):
        return
    table = ObservedTable(tuple(cells), len(rows), width, "markup")
    yield ObservedBlock(str(as_text(table)), "table", text_source="markup", table=table)


def _inside(element: Any, tag: str, *bounds: str) -> list[Any]:
    """The elements ``tag`` of ``element``, also through content controls (``sdt``), but not
    those of a table inside it (``bounds``)."""
    found: list[Any] = []
    pending = list(reversed(element))
    while pending:
        node = pending.pop()
        if node.tag == tag:
            found.append(node)
        elif node.tag not in bounds:
            pending.extend(reversed(node))
    return found


def _span(cell: Any) -> int:
    found = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = found.get(f"{_W}val", "1") if found is not None else "1"
    return max(1, min(int(value), 200)) if value.isdigit() else 1


def _taller(cell: ObservedCell, row: int) -> ObservedCell:
    return ObservedCell(
        cell.row, cell.col, cell.text, row_span=row - cell.row + 1, col_span=cell.col_span
    )


_NOTES = ("footnote", "endnote")


def _notes(part: Any) -> Iterator[ObservedBlock]:
    """Footnotes or endnotes; those with a type are the rules above them."""
    for note in part.iter(*(f"{_W}{kind}" for kind in _NOTES)) if part is not None else ():
        text = "\n".join(_text(p) for p in note.iter(f"{_W}p")).strip()
        if text and note.get(f"{_W}type") is None:
            mark = note.get(f"{_W}id", "")
            yield ObservedBlock(f"{mark} {text}", "footnote", text_source="markup")


def _placed(blocks: list[ObservedBlock]) -> list[ObservedBlock]:
    """Blocks with their spans in the text of the whole file."""
    from dataclasses import replace

    out, at = [], 0
    for block in blocks:
        span = [at, at + len(block.text)]
        out.append(replace(block, provs=(Prov(page=1, span=span),)))
        at = span[1] + 1
    return out


def _metadata(core: Any) -> dict[str, list[str]]:
    if core is None:
        return {}
    fields = {"Title": "title", "Author": "creator", "Subject": "subject"}
    found = {key: core.findtext(f"{_DC}{tag}") for key, tag in fields.items()}
    return {key: [value.strip()] for key, value in found.items() if value and value.strip()}
