"""One document per line, as ``vychitka read`` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.document import to_json
from corpus.store import Corpus


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """JSON Lines in UTF-8; the keys have the order of the contract."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for document in corpus.documents(ids):
            file.write(to_json(document, indent=None) + "\n")
