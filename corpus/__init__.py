"""What a record is, where it lives, and how it leaves.

>>> import corpus
>>> library = corpus.open("vychitka-corpus")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from corpus.store import Corpus


def open(path: str | PathLike[str]) -> Corpus:
    """The corpus in a folder (or at an object store address), for reading and more.

    Raises:
        corpus.errors.CorpusError: there is none.
    """
    from corpus.store import Corpus

    return Corpus.open(str(path))
