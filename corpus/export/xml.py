"""What the XML exports share: safe text, and elements without fuss."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

#: ``xml:lang`` and ``xml:id``.
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
#: Characters that XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str | None) -> str | None:
    r"""Text without the characters that XML cannot hold.

    >>> safe("a\x02b\n")
    'ab\n'
    """
    return None if text is None else _FORBIDDEN.sub("", text)


def add(parent: Any, tag: str, text: object = None, /, **attributes: object) -> Any:
    """A new child element in its parent's namespace; ``None`` attributes are left out, ``lang`` and ``id`` become
    ``xml:lang`` and ``xml:id``, an underscore a hyphen."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag)
    if text is not None:
        element.text = safe(str(text))
    for name, value in attributes.items():
        if value is not None:
            key = {"lang": LANG, "id": ID}.get(name, name.replace("_", "-"))
            element.set(key, safe(str(value)) or "")
    return element


def append_text(parent: Any, text: str) -> None:
    """Text behind the last child of an element (or at its beginning)."""
    children = list(parent)
    if children:
        children[-1].tail = (children[-1].tail or "") + (safe(text) or "")
    else:
        parent.text = (parent.text or "") + (safe(text) or "")


def save(root: Any, path: Path, doctype: str | None = None) -> None:
    """The tree as UTF-8 with a declaration; mixed content stays as it is."""
    tree = etree.ElementTree(root)
    with path.open("wb") as file:
        options: dict[str, Any] = {"doctype": doctype} if doctype else {}
        tree.write(file, encoding="utf-8", xml_declaration=True, **options)
        file.write(b"\n")
