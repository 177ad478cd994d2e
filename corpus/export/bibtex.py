"""BibTeX: works and their references, in UTF-8 as biber and modern BibTeX read it.

Made from the CSL items, so the two exports say the same. Other languages of a work stand in
``titleaddon`` (BibLaTeX), what a reference looks like in print in ``annotation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.export.csl import items_of
from corpus.store import Corpus

#: CSL type → entry type.
TYPES = {"article-journal": "article", "article": "misc", "chapter": "incollection", "book": "book",
         "webpage": "misc", "document": "misc", "thesis": "thesis", "legislation": "misc", "paper-conference": "inproceedings"}  # fmt: skip
_FIELDS = {
    "title": "title", "volume": "volume", "issue": "number", "publisher": "publisher", "publisher-place": "address",
    "DOI": "doi", "ISSN": "issn", "ISBN": "isbn", "URL": "url", "abstract": "abstract", "keyword": "keywords",
    "language": "langid",
}  # fmt: skip
#: BibLaTeX names of languages.
_LANGUAGES = {"ru": "russian", "en": "english", "uk": "ukrainian", "de": "german", "fr": "french", "bg": "bulgarian", "kk": "kazakh"}  # fmt: skip
_SPECIAL = str.maketrans({"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "^": r"\^{}", "~": r"\textasciitilde{}"})  # fmt: skip
#: Fields that TeX does not typeset.
_VERBATIM = frozenset({"doi", "url"})


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """One file with an entry per work and per reference."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for document in corpus.documents(ids):
            for entry in entries_of(document):
                file.write(entry + "\n")


def entries_of(document: Document) -> Iterator[str]:
    """The entries of a document's works and references."""
    for item in items_of(document):
        yield entry_of(item)


def entry_of(item: dict[str, Any]) -> str:
    """A CSL item as an entry.

    >>> print(entry_of({"id": "a-w1", "type": "book", "title": "Tax & trade", "author": [{"family": "Ray", "given": "A."}]}))
    @book{a-w1,
      author = {Ray, A.},
      title = {Tax \\& trade},
    }
    <BLANKLINE>
    """
    kind = TYPES.get(item["type"], "misc")
    fields = {
        "author": _people(item.get("author", [])), "editor": _people(item.get("editor", [])),
        "translator": _people(item.get("translator", [])),
    }  # fmt: skip
    fields |= {name: str(item[key]) for key, name in _FIELDS.items() if item.get(key)}
    if "langid" in fields:
        fields["langid"] = _LANGUAGES.get(fields["langid"], fields["langid"])
    container = item.get("container-title")
    fields |= {"journal" if kind == "article" else "booktitle": container or ""}
    fields["pages"] = re.sub(r"\s?[–—-]\s?", "--", item.get("page", ""))
    fields |= _date(item.get("issued"))
    custom = item.get("custom", {})
    if custom.get("more_authors") and fields["author"]:
        fields["author"] += " and others"
    fields["titleaddon"] = "; ".join(custom.get("titles", {}).values())
    fields["annotation"] = custom.get("printed", "")
    lines = [f"  {name} = {{{_escaped(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}\n"])


def _people(people: Sequence[dict[str, str]]) -> str:
    """Names joined by "and"; those that are not taken apart stand in braces (see _escaped)."""
    return " and ".join(
        f"{p['family']}, {p['given']}" if p.get("given") and p.get("family") else "\x01" + (p.get("family") or p.get("literal") or "") + "\x02"
        for p in people
    )  # fmt: skip


def _escaped(name: str, value: str) -> str:
    value = " ".join(value.split())
    if name in _VERBATIM:
        return value.replace("{", "%7B").replace("}", "%7D")
    return value.translate(_SPECIAL).replace("\x01", "{").replace("\x02", "}")


def _date(issued: dict[str, Any] | None) -> dict[str, str]:
    parts = issued["date-parts"][0] if issued else []
    names = ("year", "month", "day")
    return {name: str(part) for name, part in zip(names, parts, strict=False)}
