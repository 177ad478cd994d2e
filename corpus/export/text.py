"""Running text: what a reader reads, without running heads, page numbers and boilerplate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.document import Block, Document
from corpus.quality import FURNITURE
from corpus.store import Corpus


def running_text(document: Document) -> str:
    """Blocks in reading order with an empty line between them; ends with a line end."""
    texts = [block.text.strip("\n") for block in readable(document)]
    return "\n\n".join(texts) + "\n" if texts else ""


def readable(document: Document) -> Iterator[Block]:
    """The blocks that belong to the text, in reading order; of a picture, its caption."""
    for block in sorted(document.blocks, key=lambda b: b.order):
        if (block.label not in FURNITURE or block.label == "picture") and block.text.strip():
            yield block


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """A folder with one text file per document, named by :func:`file_name`."""
    out.mkdir()
    for document in corpus.documents(ids):
        (out / file_name(document, ".txt")).write_text(running_text(document), "utf-8")


def file_name(document: Document, suffix: str) -> str:
    """The source's name and the beginning of the id: readable, and unique in the corpus.

    >>> from corpus.document import Run, Source
    >>> run = Run(version="0", fingerprint="f", started="")
    >>> source = Source(filename="а/b c.pdf", uri="", mimetype="", bytes=1, sha256="")
    >>> file_name(Document(id="0123456789abcdef", source=source, run=run), ".md")
    'а_b c.pdf-0123456789ab.md'
    """
    name = "".join(
        c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in document.source.filename
    )
    while len(name.encode()) > 180:  # file systems allow 255 bytes
        name = name[:-1]
    return f"{name}-{document.id[:12]}{suffix}"
