"""Text of fonts whose table of characters is broken: every letter moved by the same distance.

A PDF font without (or with a wrong) ToUnicode table gives glyph numbers or codes of its own in
place of characters: "7KH UHJLRQ" for "The region", private-use characters for the bytes of
Windows-1251. The letters keep their order, so one distance brings them all back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fixers.edits import Edit

#: What such text holds: private-use characters, controls where blanks were, letters that no
#: language in reach has in numbers. Looked for first.
SIGN = re.compile(
    "[\ue000-\uf8ff]{2}|[\x01-\x08\x0e-\x1f]|[\u0180-\u036f]{3}"
    "|[\u0400-\u052f][\u0180-\u02af]|[\u0180-\u02af][\u0400-\u052f]"
)
ODD = frozenset(map(chr, (*range(1, 9), *range(0x0E, 0x20), *range(0x180, 0x370))))
_PRIVATE = range(0xE000, 0xF900)
#: Distances by which ASCII is found moved: glyph numbers of TrueType fonts begin with three
#: special ones, so that 29 is by far the commonest.
_ASCII_DISTANCES = (29, 31, 30, 28, *range(1, 28), *range(-31, 0))
#: Cyrillic letters in their order, and in the bytes of the encodings that fonts use.
_FIRST, _LAST = 0x0410, 0x044F
_ENCODINGS = ("cp1251", "mac-cyrillic", "koi8-r", "latin-1")
_WORD = re.compile(r"[^\W\d_]{4,}")
#: Words of a text that was moved in part: some of their letters are, some are Cyrillic.
_MIXED = re.compile("[^\\W\\d_]*[\u0180-\u02af][^\\W\\d_]*")
_CYRILLIC = re.compile("[\u0400-\u052f]")
#: So many letters must such words have together; two-letter ones need not be known.
_LETTERS, _SHORT = 8, 2
#: Words that must be known after, and the share of them; before, hardly one may be.
_FEWEST, _KNOWN, _UNKNOWN = 3, 0.7, 0.2

IsWord = Callable[[str], bool]


def shift_back(text: str, is_word: IsWord) -> Iterator[Edit]:
    """The text with all its letters moved back, where that makes words of nearly all of them.

    >>> known = {"region", "trade", "with", "neighbours"}.__contains__
    >>> [e.after for e in shift_back("UHJLRQ\\x03WUDGH\\x03ZLWK\\x03QHLJKERXUV", known)]
    ['region trade with neighbours']
    >>> list(shift_back("a\\x03b and \\ue001 signs", known))
    []
    >>> known = {"москва", "апреля", "года", "мама"}.__contains__
    >>> text = "М\u0268\u026bк\u025cа, РУДН, 18 а\u0269\u026a\u025fля, а \u025d\u0268\u025eа"
    >>> [e.after for e in shift_back(text, known)]
    ['Москва', 'апреля', 'года']
    """
    unknown = _share(text, is_word)[0] <= _UNKNOWN
    for after, reason in _readings(text) if unknown else ():
        share, count = _share(after, is_word)
        if share >= _KNOWN and count >= _FEWEST:
            yield Edit(
                0, len(text), text, after,
                "encoding", "shifts.shift_back", round(min(0.97, share), 2), reason,
            )  # fmt: skip
            return
    yield from _mixed_words(text, is_word)


def _mixed_words(text: str, is_word: IsWord) -> Iterator[Edit]:
    """The words of a text some of whose letters alone are moved, where one distance makes words
    that are known of all of them."""
    found = list(_MIXED.finditer(text))
    words = "".join(match[0] for match in found)
    moved = [ord(c) for c in words if "\u0180" <= c <= "\u02af"]
    if not moved or len(words) < _LETTERS or not _CYRILLIC.search(words):
        return
    low, high = min(moved), max(moved)
    for start in range(_FIRST, _LAST - (high - low) + 1):
        after = [_moved(match[0], low, high, start - low) for match in found]
        if all(len(word) <= _SHORT or _is_cased(word, is_word) for word in after):
            for match, word in zip(found, after, strict=True):
                yield Edit(
                    match.start(), match.end(), match[0], word,
                    "encoding", "shifts.shift_back", 0.95, f"letters moved by {start - low}",
                )  # fmt: skip
            return


def _is_cased(word: str, is_word: IsWord) -> bool:
    """A known word in small letters, in capitals, or with one capital in front."""
    return (word[1:].islower() or word.isupper()) and is_word(word.lower())


def _share(text: str, is_word: IsWord) -> tuple[float, int]:
    every = _WORD.findall(text)
    return sum(_is_cased(w, is_word) for w in every) / max(1, len(every)), len(every)


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Texts that this one may have been, likeliest first, with the reason."""
    private = [ord(c) for c in text if ord(c) in _PRIVATE]
    if private:
        yield from _from_bytes(text)
        yield from _cyrillic(text, min(private), max(private))
    if any(c < "\x20" and c not in "\t\n\r\f\v" for c in text):
        for distance in _ASCII_DISTANCES:
            yield _moved(text, 0x01, 0x7E, distance), f"letters moved by {distance}"
    foreign = [ord(c) for c in text if "\u0180" <= c <= "\u036f"]
    if len(foreign) > len(text) / 3:
        yield from _cyrillic(text, min(foreign), max(foreign))


def _from_bytes(text: str) -> Iterator[tuple[str, str]]:
    """Private-use characters as bytes of an encoding: U+F0E0 is 0xE0."""
    for name in _ENCODINGS:
        yield (
            "".join(
                bytes([ord(c) & 0xFF]).decode(name, "replace") if ord(c) in _PRIVATE else c
                for c in text
            ),
            f"private-use characters are bytes of {name}",
        )


def _cyrillic(text: str, low: int, high: int) -> Iterator[tuple[str, str]]:
    """The range moved so that it falls among the Cyrillic letters."""
    for start in range(_FIRST, _LAST - (high - low) + 1):
        distance = start - low
        yield _moved(text, low, high, distance), f"letters moved by {distance}"


def _moved(text: str, low: int, high: int, distance: int) -> str:
    """The characters from ``low`` to ``high`` moved; line ends and what would leave ASCII stay."""
    out = []
    for char in text:
        code = ord(char)
        moves = low <= code <= high and char not in "\n\r"
        target = code + distance
        out.append(chr(target) if moves and (code > 0x7F or 0x20 <= target <= 0x7E) else char)
    return "".join(out)
