"""Blanks: letters set wide apart, and runs of blanks that justification left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

_BLANK = "[ \u00a0\u2002-\u200a\u202f]"
_LETTER = r"[^\W\d_]"
#: At least four pieces of one letter (now and then two) with a blank between them.
_WIDE = re.compile(rf"(?<!\w){_LETTER}(?:{_BLANK}{_LETTER}{{1,2}}){{3,}}(?!\w)")
#: The share of single letters among the pieces of a word set wide.
_SINGLE = 0.6
#: Running text on both sides of a run of blanks.
_RUN = re.compile(r"(?<=[\w,;:—–)»”\"'’.?!…]) {2,}(?=[\w(«“„\"'—–])")
_SENTENCE_END = ".?!:…"


def join_letterspaced(text: str, is_word: Callable[[str], bool]) -> Iterator[Edit]:
    """Join a word that was set with blanks between its letters.

    >>> [e.after for e in join_letterspaced("А н н о т а ц и я.", {"аннотация"}.__contains__)]
    ['Аннотация']
    >>> list(join_letterspaced("пункты а б в г д", {"абвгд"}.__contains__))  # one letter each
    []
    """
    behind = -1  # where the word set wide in front of this one ended
    for match in _WIDE.finditer(text):
        pieces = re.split(_BLANK, match[0])
        for first, last, word in _words(pieces, is_word):
            start = match.start() + sum(len(p) + 1 for p in pieces[:first])
            stop = start + sum(len(p) + 1 for p in pieces[first:last]) - 1
            gap = text[behind:start] if behind >= 0 else ""
            if len(gap) > 1 and not gap.strip(" \u00a0"):
                yield _wide(behind, start, gap, " ")
            yield _wide(start, stop, text[start:stop], word)
            behind = stop


def _wide(start: int, stop: int, before: str, after: str) -> Edit:
    return Edit(
        start, stop, before, after,
        "spacing", "spacing.join_letterspaced", 0.97, "letters set wide apart",
    )  # fmt: skip


def _words(pieces: list[str], is_word: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """The words that the pieces spell: (first piece, last piece + 1, word).

    Of all ways to spell the pieces the one with fewest words, each listed; a word of one or two
    letters may stand between longer ones. What leaves a piece over is no spelling.
    """
    best: list[tuple[float, tuple[tuple[int, int, str], ...]] | None] = [(0.0, ())]
    for stop in range(1, len(pieces) + 1):
        found = []
        for first in range(max(0, stop - _LONGEST), stop):
            before = best[first]
            if before is None:
                continue
            word = "".join(pieces[first:stop])
            if _spells(pieces[first:stop], word) and is_word(word.lower()):
                found.append((before[0] + 1.0, (*before[1], (first, stop, word))))
            elif stop - first == 1 and (first or stop < len(pieces)) and _is_short(word):
                found.append((before[0] + 1.5, before[1]))
        best.append(min(found, key=lambda f: f[0]) if found else None)
    spelling = best[-1]
    yield from spelling[1] if spelling else ()


#: Pieces of the longest word that is looked for; words of one letter or two.
_LONGEST = 30
_SHORT = frozenset(
    ("а", "в", "и", "к", "о", "с", "у", "я", "a", "i", "во", "ко", "со", "не", "на", "по", "из", "от",
     "до", "за", "об", "no", "of", "in", "to")
)  # fmt: skip


def _is_short(piece: str) -> bool:
    return piece.lower() in _SHORT


def _spells(pieces: list[str], word: str) -> bool:
    """Whether pieces can be one word: mostly single letters, in one case, not an alphabet."""
    single = sum(len(p) == 1 for p in pieces) / len(pieces)
    if single < _SINGLE or len(word) < 4:
        return False
    if not (word.isupper() or word[1:].islower()):
        return False
    steps = [ord(b) - ord(a) for a, b in zip(word.lower(), word.lower()[1:], strict=False)]
    return not all(step in (1, 2) for step in steps)


def collapse_blanks(text: str) -> Iterator[Edit]:
    """Runs of blanks between the words of running text become one blank.

    Two blanks behind the end of a sentence are a typist's habit and stay.

    >>> [e.before for e in collapse_blanks("two regions —  Zabaikalsky   Krai")]
    ['  ', '   ']
    >>> list(collapse_blanks("The end.  The next"))
    []
    """
    for match in _RUN.finditer(text):
        if len(match[0]) == 2 and text[match.start() - 1] in _SENTENCE_END:
            continue
        yield Edit(
            match.start(), match.end(), match[0], " ",
            "spacing", "spacing.collapse_blanks", 0.95, "blanks left by justification",
        )  # fmt: skip
