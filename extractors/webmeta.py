"""What a page says about itself in its head: meta tags, JSON-LD, link and title.

Names are kept as the page writes them (``citation_title``, ``DC.Creator``, ``og:title``);
the top-level properties of schema.org items stand under their own names (``headline``,
``datePublished``), people and organisations by their ``name``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Element = Any

#: Types of schema.org items that describe the page's text (not its site or menus).
_WORKS = frozenset(
    {"article", "newsarticle", "scholarlyarticle", "techarticle", "report", "blogposting", "book",
     "chapter", "thesis", "creativework", "dataset", "medicalscholarlyarticle", "publicationissue"}
)  # fmt: skip


def metadata_of(root: Element) -> dict[str, list[str]]:
    """Names and values, in the order of the page; a value stands once per name."""
    found: dict[str, list[str]] = {}
    for name, value in _pairs(root):
        values = found.setdefault(name, [])
        clean = " ".join(value.split())
        if clean and clean not in values:
            values.append(clean)
    return {name: values for name, values in found.items() if values}


def _pairs(root: Element) -> Iterator[tuple[str, str]]:
    for title in root.xpath("//head/title|//title[not(ancestor::*[local-name()='svg'])]")[:1]:
        yield "title", title.text_content()
    if root.get("lang"):
        yield "lang", root.get("lang")
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        if name and meta.get("content"):
            yield name.strip(), meta.get("content")
    for link in root.xpath("//link[@rel='canonical'][@href]"):
        yield "canonical", link.get("href")
    for script in root.xpath("//script[@type='application/ld+json']"):
        yield from _json_ld(script.text or "")


def _json_ld(text: str) -> Iterator[tuple[str, str]]:
    try:
        data = json.loads(text, strict=False)
    except ValueError:
        return
    for node in _nodes(data):
        kinds = node.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(str(k).lower() in _WORKS for k in names):
            for key, value in node.items():
                if not key.startswith("@"):
                    yield from ((key, v) for v in _plain(value))


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The items of a JSON-LD block, those of ``@graph`` included.

    >>> [n["headline"] for n in _nodes({"@graph": [{"headline": "a"}]}) if "headline" in n]
    ['a']
    """
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph", []))


def _plain(value: Any) -> Iterator[str]:
    """Values as text; things by their name, else their identifier.

    >>> list(_plain([{"name": "E. Beregova"}, "x", 3]))
    ['E. Beregova', 'x', '3']
    """
    if isinstance(value, list):
        for item in value:
            yield from _plain(item)
    elif isinstance(value, dict):
        inner = value.get("name") or value.get("value") or value.get("url") or value.get("@id")
        yield from _plain(inner)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)
