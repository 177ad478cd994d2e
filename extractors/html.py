"""Saved web pages: HTML, XHTML, MHTML archives and feeds in XML.

All text of a page becomes blocks; trafilatura decides what is main text, and what it
leaves out stays, labelled ``boilerplate``, unless the page's own words or metadata say
that it belongs to the work (an abstract, keywords, codes, authors, references).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from corpus.document import Label, Page, Prov, Triage
from corpus.errors import EmptyFile, UnreadableFile
from extractors import sniff
from extractors.boilerplate import is_furniture, mark
from extractors.labels import (
    is_abstract_heading,
    is_references_heading,
    is_section_heading,
    keywords_heading,
)
from extractors.markup import MarkupBlock, blocks_in
from extractors.observed import ObservedBlock, Reading
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.sourcemap import spans
from extractors.webmeta import metadata_of
from fixers.encodings import decode

Progress = Callable[[int, int], None]
Element = Any

#: Share of a block's word triples that must stand in the main text.
IN_MAIN = 0.6
#: Fewer words are a menu's, unless they stand in the main text as a line of their own.
SENTENCE = 8
#: A page whose main text has fewer characters is too small for a decision.
SMALL_PAGE = 250
#: Blocks with more of their text in links are lists of links.
LINKED = 0.6


def read(data: bytes, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Read a saved page.

    Raises:
        EmptyFile: there is no text in it.
        UnreadableFile: the markup or the archive cannot be parsed.
        UsageError: ``options.pages`` asks for another page than the first.
    """
    selected_pages(options.pages, 1)
    mimetype = sniff.sniff(data, "")
    data, declared = _unpacked(data) if mimetype == sniff.MHTML else (data, None)
    text, encoding, reasons = decode(data, declared or declared_encoding(data))
    root = parse(text)
    metadata = metadata_of(root)
    if mimetype == sniff.XML:
        blocks = feed_blocks(text) or page_blocks(root, text, metadata)
    else:
        blocks = page_blocks(root, text, metadata)
    if not blocks:
        raise EmptyFile("", "the page holds no text")
    if progress:
        progress(1, 1)
    page = Page(number=1, text_source="markup", triage=Triage(reasons=list(reasons)))
    engines = {"trafilatura": _version("trafilatura")}
    return Reading(mimetype, (page,), tuple(blocks), encoding, metadata, engines=engines)


def _version(package: str) -> str | None:
    from importlib.metadata import version

    return version(package)


_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)


def declared_encoding(data: bytes) -> str | None:
    """What the page says about its encoding in its first 8 KiB.

    >>> declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    'koi8-r'
    >>> declared_encoding(b"<p>charset</p>") is None
    True
    """
    found = _DECLARED.search(data[:8192].replace(b"\0", b""))
    return (found[1] or found[2]).decode("ascii") if found else None


def _unpacked(data: bytes) -> tuple[bytes, str | None]:
    """The page in an MHTML archive and the encoding that its part declares."""
    from email import message_from_bytes

    for message in (data, _own_boundary(data)):
        for part in message_from_bytes(message).walk() if message else ():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    return payload, part.get_content_charset()
    raise UnreadableFile("", "the web archive holds no page")


#: The first line of a part: a boundary (at most 70 characters, RFC 2046) with a header under it.
_BOUNDARY = re.compile(rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=Content-[\w-]+:)", re.M)


def _own_boundary(data: bytes) -> bytes:
    """The archive under the boundary that its parts really have; empty where there is none."""
    found = _BOUNDARY.search(data)
    if not found:
        return b""
    return (
        b'Content-Type: multipart/related; boundary="%b"\r\n\r\n' % found[1] + data[found.start() :]
    )


def parse(text: str) -> Element:
    """The tree of a page, however broken.

    Raises:
        EmptyFile: there is nothing to parse.
        UnreadableFile: it is not markup at all.
    """
    from lxml import etree, html

    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not bare.strip():
        raise EmptyFile("", "the page is blank")
    parser = html.HTMLParser(huge_tree=True)
    try:
        root = html.document_fromstring(bare, parser=parser)
        if any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log):
            root = html.document_fromstring(flattened(bare), parser=html.HTMLParser(huge_tree=True))
        return root
    except etree.ParserError as error:
        raise EmptyFile("", "the page holds no text") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("", f"the markup cannot be parsed ({error})") from error


#: The parser stops at 2,048 elements one inside the other, and loses the rest of the page.
_DEEPEST = 1000
_TAG = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>|<(?P<end>/?)(?P<name>[a-z][\w:-]*)[^>]*>",
    re.I | re.S,
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


def flattened(text: str) -> str:
    """The markup without the tags that stand deeper than the parser goes; their text stays.

    >>> flattened("<div>" * 1001 + "<p>deep</p>" + "</div>" * 1001).count("<p>")
    0
    >>> flattened("<div><p>text</p></div>")
    '<div><p>text</p></div>'
    """
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag["name"]
        if name is None or name.lower() in _VOID or tag[0].endswith("/>"):
            return tag[0]
        depth += not tag["end"]
        inside = depth <= _DEEPEST
        depth = max(depth - bool(tag["end"]), 0)
        return tag[0] if inside else "\n"

    return _TAG.sub(kept, text)


# --- feeds ----------------------------------------------------------------------------------


def feed_blocks(text: str) -> list[ObservedBlock]:
    """The titles and texts of an RSS or Atom feed; nothing for other XML."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root = etree.fromstring(bare.encode(), parser=parser)
    if root is None or etree.QName(root).localname not in ("rss", "feed", "RDF"):
        return []
    blocks: list[ObservedBlock] = []
    for element in root.iter():
        if isinstance(element.tag, str) and len(element) == 0 and (element.text or "").strip():
            blocks += _feed_block(etree.QName(element).localname, element.text or "")
    places = spans(text, (b.text for b in blocks))
    placed = [
        replace(b, provs=(Prov(page=1, span=s),)) for b, s in zip(blocks, places, strict=True)
    ]
    return mark(placed)


#: Elements of a feed that hold text for readers; the rest is addresses and settings.
_FEED_LABELS: dict[str, Label] = {
    "title": "heading", "description": "paragraph", "full-text": "paragraph", "encoded": "paragraph",
    "summary": "paragraph", "content": "paragraph", "author": "author", "creator": "author",
}  # fmt: skip


def _feed_block(name: str, text: str) -> list[ObservedBlock]:
    label: Label = _FEED_LABELS.get(name, "boilerplate")
    if "<" in text and label == "paragraph":
        return [_observed(b, b.label) for b in blocks_in(parse(text))]
    provs = (Prov(page=1),)
    return [ObservedBlock(" ".join(text.split()), label, provs, "markup")]


# --- pages ----------------------------------------------------------------------------------


def page_blocks(root: Element, text: str, metadata: dict[str, list[str]]) -> list[ObservedBlock]:
    """The blocks of a page, furniture labelled."""
    found = blocks_in(root)
    kept = [not b.place.hidden and not b.place.furniture for b in found]
    main = main_text(text)
    if len(main) >= SMALL_PAGE:
        kept = _main(found, main, metadata)
    places = spans(text, (b.text for b in found))
    blocks = [
        _observed(b, _label(b, keep), span)
        for b, keep, span in zip(found, kept, places, strict=True)
    ]
    return mark(_one_title(blocks, found, metadata))


def main_text(text: str) -> str:
    """What trafilatura takes for the main text of a page (empty: it found none)."""
    import trafilatura

    options = trafilatura.settings.use_config()
    return (
        trafilatura.extract(
            text, output_format="txt", include_comments=False, include_tables=True,
            include_formatting=False, deduplicate=False, config=options,
        )
        or ""
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _triples(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + 3]) for i in range(len(words) - 2)]


def _main(found: Sequence[MarkupBlock], main: str, metadata: dict[str, list[str]]) -> list[bool]:
    """For each block whether it belongs to the main text."""
    lines = {" ".join(_words(line)) for line in main.splitlines()}
    triples = set(_triples(_words(main)))
    kept = [_in_main(block, lines, triples) for block in found]
    known, people = _known(metadata)
    told = set(_triples([w for text in known for w in (*text.split(), "")]))
    titles = _titles(metadata)
    for i, block in enumerate(found):
        kept[i] = kept[i] or (_of_the_work(block, known, people) or _told(block, told, titles))
    return _without_gaps(found, kept)


def _told(block: MarkupBlock, told: set[tuple[str, ...]], titles: set[str]) -> bool:
    """The title as a heading, or what the head gives as description or abstract."""
    words = _words(block.text)
    if block.place.label == "heading" and " ".join(words) in titles:
        return True
    own = _triples(words)
    if block.place.furniture or block.linked > LINKED or len(words) < SENTENCE:
        return False
    return sum(t in told for t in own) >= IN_MAIN * len(own)


_ABOUT_WORK = re.compile(
    r"title|citation|^dc|abstract|description|headline|keyword|author|creator", re.I
)
_ABOUT_PEOPLE = re.compile(r"author$|creator|author\.?name|article:author|contributor", re.I)


def _known(metadata: dict[str, list[str]]) -> tuple[set[str], set[str]]:
    """Texts and names of people that the page's head gives for the work, as plain words."""
    texts = {
        " ".join(_words(v))
        for k, values in metadata.items()
        if _ABOUT_WORK.search(k)
        for v in values
    }
    names = {
        " ".join(_words(v))
        for k, values in metadata.items()
        if _ABOUT_PEOPLE.search(k)
        for v in values
    }
    return texts, {n for n in names if 1 < len(n.split()) < 6 and "http" not in n}


def _in_main(block: MarkupBlock, lines: set[str], triples: set[tuple[str, ...]]) -> bool:
    words = _words(block.text)
    if " ".join(words) in lines:
        return len(words) > 2 or not block.place.furniture
    if block.place.furniture and len(words) < SENTENCE:
        return False
    own = _triples(words)
    return bool(own) and sum(t in triples for t in own) >= IN_MAIN * len(own)


def _of_the_work(block: MarkupBlock, known: set[str], people: set[str]) -> bool:
    """What says of itself that it belongs to a paper, or stands in the page's metadata."""
    if block.place.hidden or is_furniture(block.text):
        return False
    if (
        block.label in ("abstract", "keywords", "code", "reference", "footnote")
        and block.linked < 1
    ):
        return not block.place.furniture
    words = " ".join(_words(block.text))
    if len(words) < 500 and any(f" {name} " in f" {words} " for name in people):
        return not block.place.furniture and block.linked < 1
    if len(words) > 8 and words in known:
        return not block.place.furniture or block.place.level == 1
    heads = (is_abstract_heading, keywords_heading, is_references_heading, is_section_heading)
    return not block.place.furniture and any(head(block.text) for head in heads)


def _without_gaps(found: Sequence[MarkupBlock], kept: list[bool]) -> list[bool]:
    """Blocks between main text that share its element and are no lists of links stay in."""
    out = list(kept)
    last: int | None = None
    for i in range(len(found)):
        if not kept[i]:
            continue
        if last is not None and i - last > 1:
            for j in range(last + 1, i):
                out[j] = _fits_between(found[j], found[last], found[i])
        last = i
    return out


def _fits_between(block: MarkupBlock, before: MarkupBlock, after: MarkupBlock) -> bool:
    if block.place.furniture or block.place.hidden or block.linked > LINKED:
        return False
    if is_furniture(block.text):
        return False
    holders = {_holder(before), _holder(after)}
    return _holder(block) in holders or any(_holder(block) in _parents(h) for h in holders)


#: Elements that hold one block of a text, not the text.
_SMALL = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "caption", "table", "tbody",
     "thead", "tr", "td", "th", "figure", "figcaption", "blockquote", "pre", "header", "hgroup"}
)  # fmt: skip


def _holder(block: MarkupBlock) -> Element:
    """The element that holds the block and its neighbours."""
    element = block.place.element
    while element.getparent() is not None and element.tag in _SMALL:
        element = element.getparent()
    return element


def _parents(element: Element) -> list[Element]:
    return [] if element is None else [element.getparent()]


def _label(block: MarkupBlock, keep: bool) -> Label:
    return block.label if keep else "boilerplate"


def _observed(block: MarkupBlock, label: Label, span: list[int] | None = None) -> ObservedBlock:
    return ObservedBlock(
        block.text,
        label,
        (Prov(page=1, span=span),),
        "markup",
        bold=block.bold,
        centered=block.centered,
        table=block.table,
    )


def _one_title(
    blocks: Sequence[ObservedBlock], found: Sequence[MarkupBlock], metadata: dict[str, list[str]]
) -> list[ObservedBlock]:
    """The heading that repeats the page's title, else the first ``h1`` of the main text."""
    out = list(blocks)
    titles = _titles(metadata)
    heads = [i for i, b in enumerate(found) if b.place.label == "heading"]
    named = [i for i in heads if " ".join(_words(blocks[i].text)) in titles]
    first = [i for i in heads if found[i].place.level == 1 and blocks[i].label == "heading"]
    for i in (named or first)[:1]:
        out[i] = replace(out[i], label="title")
    return out


def _titles(metadata: dict[str, list[str]]) -> set[str]:
    """The page's title as plain words, with and without the site's name at its end."""
    whole = [v for key, values in metadata.items() if "title" in key.lower() for v in values]
    parts = [part for v in whole for part in _without_site(v)]
    return {" ".join(_words(v)) for v in (*whole, *parts) if len(_words(v)) > 2}


def _without_site(title: str) -> list[str]:
    """A title cut at the marks that sites put before their names.

    >>> _without_site("Торговля без моста | Два берега")
    ['Торговля без моста']
    """
    return [title[: m.start()] for m in re.finditer(r"\s+[|–—·:»-]\s+", title)]
