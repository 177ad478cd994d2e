"""A parsed HTML tree as blocks in reading order: nothing dropped but scripts and styles.

Each block knows what the markup says about it (heading level, list item, note, table) and
whether it stands in an element that only carries a page's furniture (``nav``, ``footer``,
forms, elements named "menu", "share", "comments" …). What is main text is decided in
:mod:`extractors.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.document import Label
from extractors.labels import label_of
from extractors.observed import ObservedCell, ObservedTable

Element = Any  # lxml.html.HtmlElement: lxml-stubs know the class, not its iteration

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "template",
        "head",
        "noscript",
        "svg",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
    }
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
        "optgroup", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul", "button", "textarea",
    }
)  # fmt: skip
_LABELS: dict[str, Label] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
#: Elements whose text is furniture by what they are.
_FURNITURE_TAGS = frozenset(
    {"nav", "footer", "aside", "form", "button", "select", "option", "menu", "dialog"}
)
#: … and by how their makers name them (whole words of ``class``, ``id`` and ``role``).
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|submenu|breadcrumbs?|crumbs?|share|sharing|shar(?:e|ing)?buttons?"
    r"|social|socials|soc|comments?|related|recommend(?:ed|ations)?|sidebar|side-bar|footer|foot|cookies?|gdpr"
    r"|banners?|advert(?:s|isement|ising)?|ads?|adv|widgets?|popup|modal|login|signin|search(?:form|box)?|rating"
    r"|votes?|voting|poll|subscribe|subscription|newsletter|pagination|pager|toolbar|topbar|print|counter|promo"
    r"|sponsor(?:ed)?|teaser|contentinfo|complementary|banner|pkp_structure_sidebar|skip(?:-|_)?link"
    r"|cmp_skip_to_content|screen-reader)(?:$|[\s_-])",
    re.I,
)
_REFERENCE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:references?|bibliograph(?:y|ie)|citations?-list|ref-list|literatur[ae]?)(?:$|[\s_-])",
    re.I,
)
_NOTE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|notes?|fn\d*|ftn\d*|spip_note)(?:$|[\s_-])", re.I
)
#: Inline elements that style sheets put on lines of their own.
_SET_OFF = re.compile(r"(?:^|\s)(?:affiliation|institution|orcid|email)(?:\s|$)", re.I)
#: Names of the elements that hold everything: never furniture, whatever else they are called.
_WHOLE = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the label its markup gives, and the element that holds it."""

    label: Label | None = None
    level: int = 0
    furniture: bool = False
    hidden: bool = False
    zone: Label | None = None
    element: Element = None


@dataclass(frozen=True, slots=True)
class MarkupBlock:
    """A block of a page. ``linked`` is the share of its characters inside links."""

    text: str
    place: Place
    label: Label = "paragraph"
    table: ObservedTable | None = None
    linked: float = 0.0
    bold: bool = False
    centered: bool = False


@dataclass(slots=True)
class _Buffer:
    """Inline text on its way to a block."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    def add(self, text: str, *, link: bool, bold: bool) -> None:
        self.parts.append(text)
        size = len(text.strip())
        self.linked += size if link else 0
        self.bold += size if bold else 0

    def take(self, place: Place) -> Iterator[MarkupBlock]:
        """The text so far as blocks; an empty line (two ``<br>``) ends a block."""
        size = max(1, sum(len(p.strip()) for p in self.parts))
        bold, linked = self.bold > 0.9 * size, self.linked / size
        centered = "center" in _style(place.element)
        for part in re.split(r"\0\s*\0[\s\0]*", "".join(self.parts)):
            if text := squeeze(part):
                yield MarkupBlock(text, place, _label(text, place), None, linked, bold, centered)
        self.parts, self.linked, self.bold = [], 0, 0


def squeeze(text: str) -> str:
    """White space as a browser shows it: runs are one blank, only ``<br>`` ends a line.

    NUL stands for ``<br>``, SOH for the edge of an element set on a line of its own.

    >>> squeeze("  a \\n b\\x00 c \\x01 \\x01 d")
    'a b\\nc\\nd'
    """
    text = re.sub(r"[ \t\r\n\f\u200b]+", " ", text)
    text = re.sub(r" ?(?:\0 ?)?\x01[ \x01]*\0?", "\0", text)
    return "\n".join(line.strip(" ") for line in text.split("\0")).strip()


def _label(text: str, place: Place) -> Label:
    """The label by the markup and the words; the words of a note or caption win."""
    own = label_of(text)
    if place.zone == "reference" and own in (None, "list_item", "footnote", "page_number"):
        return "heading" if place.label == "heading" else "reference"
    if place.zone == "footnote" and place.label != "heading" and own in (None, "list_item"):
        return "footnote"
    if place.label == "heading":
        return own if own in ("abstract", "keywords", "code") else "heading"
    if own == "page_number":
        return place.label or "paragraph"
    if place.label == "list_item" and own == "heading":
        return "list_item"
    return own or place.label or "paragraph"


def _names(element: Element) -> str:
    return " ".join(element.get(key, "") for key in ("class", "id", "role"))


def _style(element: Element) -> str:
    if element is None:
        return ""
    return str(element.get("style", "") + element.get("align", "")).replace(" ", "").lower()


def blocks_in(root: Element) -> list[MarkupBlock]:
    """The blocks of a parsed page in reading order (adjacent parts of a table are united)."""
    for table in list(root.iter("table")):
        unite_tables(table)
    return list(_Walk(root).blocks())


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for the text inside an element that is open."""

    place: Place
    link: bool = False
    bold: bool = False


class _Walk:
    """One way through a tree, from text to text, with a stack of open elements.

    (Broken pages nest thousands deep: no recursion.)
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._buffer = _Buffer()
        self._open = [_Context(Place(element=root))]
        self._sizes: dict[Element, int] = {}

    def blocks(self) -> Iterator[MarkupBlock]:
        """The blocks of the tree."""
        from lxml import etree

        walker = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        self._add(self._root.text)
        for event, element in walker:
            if element is self._root:
                continue
            if event == "start" and self._starts_whole(element):
                yield from self._whole(element)
                walker.skip_subtree()
            elif event == "start":
                yield from self._start(element)
            elif event == "end":
                yield from self._end(element)
            if event != "start":
                self._add(element.tail)
        yield from self._buffer.take(self._open[-1].place)

    def _add(self, text: str | None) -> None:
        self._buffer.add(text or "", link=self._open[-1].link, bold=self._open[-1].bold)

    def _mark(self, mark: str) -> None:
        self._buffer.add(mark, link=False, bold=False)

    def _start(self, element: Element) -> Iterator[MarkupBlock]:
        outer = self._open[-1]
        if element.tag in _BLOCKS:
            yield from self._buffer.take(outer.place)
            self._open.append(replace(outer, place=self._place(element, outer.place)))
        else:
            link = outer.link or element.tag == "a"
            bold = outer.bold or element.tag in ("b", "strong")
            self._open.append(_Context(outer.place, link, bold))
            self._mark("\1" if _set_off(element) else "")
        self._add(element.text)

    def _end(self, element: Element) -> Iterator[MarkupBlock]:
        if element.tag in _BLOCKS:
            yield from self._buffer.take(self._open[-1].place)
        self._mark("\0" if element.tag == "br" else "\1" if _set_off(element) else "")
        self._open.pop()

    def _starts_whole(self, element: Element) -> bool:
        """Elements that are read (or left out) as one, not walked through."""
        if element.tag == "table":
            return is_numbered_list(element) or is_data_table(element)
        return element.tag in _SKIPPED or element.tag == "pre"

    def _whole(self, element: Element) -> Iterator[MarkupBlock]:
        """Blocks of such an element; an empty context stands for it until its end."""
        outer = self._open[-1]
        if element.tag in _SKIPPED:
            self._open.append(outer)
            return
        yield from self._buffer.take(outer.place)
        place = self._place(element, outer.place)
        self._open.append(replace(outer, place=place))
        if element.tag == "pre":
            yield from _preformatted(element, place)
        elif is_numbered_list(element):
            yield from _numbered_rows(element, place)
        else:
            yield from table_blocks(element, place)

    def _place(self, element: Element, outer: Place) -> Place:
        """The place that a block element makes for the text in it."""
        tag, names = element.tag, _names(element)
        furniture = outer.furniture
        if tag in _FURNITURE_TAGS or (tag not in _WHOLE and _FURNITURE_NAMES.search(names)):
            furniture = furniture or not self._holds_page(element)
        hidden = "display:none" in _style(element) or element.get("hidden") is not None
        label = _LABELS.get(tag, outer.label if tag in ("p", "div") else None)
        level = int(tag[1]) if label == "heading" and tag[1:].isdigit() else outer.level
        return Place(
            label,
            level if label == "heading" else 0,
            furniture,
            hidden or outer.hidden,
            _zone(tag, names, outer.zone),
            element,
        )

    def _holds_page(self, element: Element) -> bool:
        """An element with most of the page's text is its frame, whatever it is called."""
        body = element.getroottree().getroot().find("body")
        if body is None or body is element:
            return body is element
        if body not in self._sizes:
            self._sizes[body] = _text_size(body)
        return _text_size(element) > 0.5 * self._sizes[body]


def _set_off(element: Element) -> bool:
    return element.tag not in _BLOCKS and bool(_SET_OFF.search(element.get("class", "")))


def _zone(tag: str, names: str, outer: Label | None) -> Label | None:
    """The list of references or notes that an element makes, or stands in."""
    if tag not in ("div", "section", "ol", "ul", "li", "p", "aside"):
        return outer
    if _NOTE_NAMES.search(names):
        return "footnote"
    return "reference" if _REFERENCE_NAMES.search(names) else outer


def _text_size(element: Element) -> int:
    parts = element.xpath(".//text()[not(parent::script) and not(parent::style)]")
    return sum(len(part.strip()) for part in parts)


def _preformatted(element: Element, place: Place) -> Iterator[MarkupBlock]:
    """Text with its own line ends is read as plain text is."""
    from extractors.text import blocks_of

    for block in blocks_of("".join(element.itertext())):
        yield MarkupBlock(block.text, place, block.label, block.table)


# --- tables -------------------------------------------------------------------------------


def is_data_table(table: Element) -> bool:
    """Rows and columns of short cells, not a frame that holds a page together."""
    if table.get("role") in ("presentation", "none") or table.xpath(
        ".//table|.//form|.//h1|.//h2|.//ul/li/ul"
    ):
        return False
    rows = [[c for c in row if c.tag in ("td", "th")] for row in _rows(table)]
    widths = [len(row) for row in rows if row]
    if len(widths) < 2 or max(widths, default=0) < 2:
        return False
    lengths = [len(squeeze(c.text_content())) for row in rows for c in row]
    long_cells = sum(n > 400 for n in lengths)
    if table.xpath(".//th|.//caption"):
        return long_cells <= 0.1 * len(lengths)
    same = sum(w == max(widths) for w in widths)
    return (
        long_cells == 0
        and same >= 0.6 * len(widths)
        and sum(map(bool, lengths)) >= 0.4 * len(lengths)
    )


_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]+)[\])]?[.)]?")


def is_numbered_list(table: Element) -> bool:
    """Notes or references set as a table: numbers on the left, sentences on the right."""
    if table.find(".//table") is not None:
        return False
    rows = [
        [squeeze(c.text_content()) for c in row if c.tag in ("td", "th")] for row in _rows(table)
    ]
    pairs = [[t for t in row if t] for row in rows]
    pairs = [row for row in pairs if row]
    if not pairs or any(len(row) != 2 or not _MARK.fullmatch(row[0]) for row in pairs):
        return False
    return sum(len(text.split()) for _, text in pairs) >= 6 * len(pairs)


def _numbered_rows(table: Element, place: Place) -> Iterator[MarkupBlock]:
    for row in _rows(table):
        if text := " ".join(t for c in row if c.tag in ("td", "th") and (t := _cell_text(c))):
            yield MarkupBlock(text, place, _label(text, place))


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _width(table: Element) -> int:
    return max(
        (sum(_span(c, "colspan") for c in row if c.tag in ("td", "th")) for row in _rows(table)),
        default=0,
    )


def unite_tables(table: Element) -> None:
    """Move the rows of the tables right behind this one into it, where each row of a grid
    was written as a table of its own (same width, nothing between, one row on a side)."""
    while table.getparent() is not None and not (table.tail or "").strip():
        after = table.getnext()
        if after is None or after.tag != "table" or after.get("class") != table.get("class"):
            return
        single = len(_rows(after)) == 1 or len(_rows(table)) == 1
        if not single or _width(after) != _width(table):
            return
        for part in list(after):
            table.append(part)
        table.tail = after.tail
        after.getparent().remove(after)


def table_blocks(element: Element, place: Place) -> Iterator[MarkupBlock]:
    """The caption of a data table, and the table."""
    from extractors.tables import as_text

    caption = element.find("caption")
    words = _cell_text(caption) if caption is not None else None
    if words:
        yield MarkupBlock(words, replace(place, element=caption), "caption")
    table = replace(read_table(element), caption=words)
    yield MarkupBlock(as_text(table), place, "table", table)


def _cell_text(cell: Element) -> str:
    """The text of a cell: block elements and ``<br>`` in it end lines."""
    return "\n".join(b.text for b in _Walk(cell).blocks())


def _span(cell: Element, name: str) -> int:
    found = re.match(r"\s*(\d+)", cell.get(name, ""))
    return min(max(1, int(found[1])), 100) if found else 1


def read_table(element: Element) -> ObservedTable:
    """The grid of a table element, with its spans."""
    taken: set[tuple[int, int]] = set()
    cells: list[ObservedCell] = []
    rows = _rows(element)
    for r, row in enumerate(rows):
        c = 0
        for cell in (x for x in row if x.tag in ("td", "th")):
            while (r, c) in taken:
                c += 1
            height, width = min(_span(cell, "rowspan"), len(rows) - r), _span(cell, "colspan")
            taken |= {(r + i, c + j) for i in range(height) for j in range(width)}
            head = cell.tag == "th" or next(cell.iterancestors("thead"), None) is not None
            cells.append(ObservedCell(r, c, _cell_text(cell), height, width, head))
            c += width
    columns = max((c for _, c in taken), default=-1) + 1
    return ObservedTable(
        tuple(cells), len(rows), columns, "markup", header_rows=_header_rows(cells, len(rows))
    )


def _header_rows(cells: list[ObservedCell], n_rows: int) -> int:
    """Leading rows of header cells only."""
    for r in range(n_rows):
        row = [c for c in cells if c.row == r]
        if row and not all(c.is_header for c in row):
            return r
    return 0
