"""Footnote marks that lost their raised position and stick to a word: "dollars1"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from fixers.edits import Edit

GLUED = re.compile(r"(?<![\w.])(?P<word>[^\W\d_]{3,})(?P<mark>\d{1,2})(?![\w%‰°])")
#: A note begins with its number and a capital: "1 Customs statistics …".
_NOTE = re.compile(r"\s*(?P<mark>\d{1,2})[.)]?\s+[^\W\d_]")


def notes_of(texts: Sequence[str], labels: Sequence[str]) -> frozenset[str]:
    """Numbers of the notes that a document has, by the blocks labelled as footnotes.

    >>> sorted(notes_of(["1 Customs statistics", "2 apples"], ["footnote", "paragraph"]))
    ['1']
    """
    found = (
        _NOTE.match(text) for text, label in zip(texts, labels, strict=True) if label == "footnote"
    )
    return frozenset(match["mark"] for match in found if match)


def mark_glued(text: str, notes: Collection[str], is_word: Callable[[str], bool]) -> Iterator[Edit]:
    """Flag a mark that sticks to a word, where the document has such a note.

    The text stays: the reading without the mark stands in the alternatives.

    >>> [e.alternatives for e in mark_glued("in millions of dollars1", {"1"}, lambda w: True)]
    [('dollars',)]
    >>> list(mark_glued("CO2, p53 and Table2", {"1"}, lambda w: True))  # no such note
    []
    """
    for match in GLUED.finditer(text):
        word = match["word"]
        if match["mark"] in notes and not word.isupper() and is_word(word.lower()):
            yield Edit(
                match.start(), match.end(), match[0], match[0],
                "number", "footnotes.mark_glued", 0.8, "a footnote mark", (word,), False,
            )  # fmt: skip
