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


#: Where a mark is raised again: in captions, titles and tables others read it.
RUNNING: frozenset[str] = frozenset({"paragraph", "list_item", "abstract"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark_glued(
    text: str, notes: Collection[str], is_word: Callable[[str], bool], *, running: bool = True
) -> Iterator[Edit]:
    """Raise a mark that sticks to a word, where the document has such a note.

    Only a word in small letters that the text has with no other number; anything else, and what
    is not ``running`` text, is a flag with the word in its alternatives.

    >>> [e.after for e in mark_glued("in millions of dollars1", {"1"}, lambda w: True)]
    ['dollars¹']
    >>> [e.applied for e in mark_glued("type1, not type2 or Table1", {"1"}, lambda w: True)]
    [False, False]
    >>> list(mark_glued("CO2, p53 and Table2", {"1"}, lambda w: True))  # no such note
    []
    """
    for match in GLUED.finditer(text):
        word = match["word"]
        if match["mark"] not in notes or word.isupper() or not is_word(word.lower()):
            continue
        numbered = re.findall(rf"\b{word} ?\d+", text, re.IGNORECASE)
        sure = running and word.islower() and len(numbered) == 1
        after = word + match["mark"].translate(_RAISED) if sure else match[0]
        yield Edit(
            match.start(), match.end(), match[0], after,
            "number", "footnotes.mark_glued", 0.9 if sure else 0.8, "a footnote mark",
            () if sure else (word,), sure,
        )  # fmt: skip
