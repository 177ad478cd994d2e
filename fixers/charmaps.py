"""Single-byte encodings as tables, and chains of "encode as one, decode as the other".

A byte that an encoding leaves undefined is its own C1 control, as browsers read it, so that
no byte is lost on the way back. A character that is lost already (U+FFFD) passes through.
"""

from __future__ import annotations

import codecs
import itertools
import math
from collections.abc import Callable, Iterator
from functools import cache

#: Encodings that a text may have been read in, or be in, commonest first.
ENCODINGS = (
    "cp1251", "cp1252", "latin-1", "koi8-r", "cp866", "mac-cyrillic", "mac-roman", "koi8-u",
    "iso8859-5", "cp855", "kz1048", "ptcp154", "cp437", "cp850", "cp1250", "cp1125",
)  # fmt: skip
#: Those that chains of two stages and more are made of.
MAIN = ("cp1251", "cp1252", "latin-1", "koi8-r", "cp866", "mac-roman", "mac-cyrillic")
#: What a text is in the end, and what it may have been taken for, in two single-byte stages.
UTF8 = "utf-8"
#: A lost character passes through every codec as this control character.
LOST = "\x1a"

Step = tuple[str, str]
Chain = tuple[Step, ...]
#: The words of a stretch after a chain; ``None`` where the chain cannot apply to one.
Words = tuple[str | None, ...]


@cache
def _tables(name: str) -> tuple[dict[int, int], str]:
    """Characters to bytes and bytes to characters; undefined bytes are their own C1 control."""
    decoded = [bytes([b]).decode(name, "replace") for b in range(256)]
    chars = "".join(chr(b) if c == "\ufffd" else c for b, c in enumerate(decoded))
    return {ord(c): b for b, c in enumerate(chars)}, chars


def encode(text: str, name: str) -> bytes | None:
    """The bytes behind ``text`` if it was read as ``name``; ``None`` if it cannot have been."""
    try:
        return codecs.charmap_encode(text, "strict", _tables(name)[0])[0]
    except UnicodeEncodeError:
        return None


def decode(data: bytes, name: str) -> str | None:
    """``data`` read as ``name``; ``None`` if it is not valid UTF-8."""
    if name != UTF8:
        return codecs.charmap_decode(data, "strict", _tables(name)[1])[0]
    try:
        return data.decode(UTF8)
    except UnicodeDecodeError:
        return None


def apply_chain(text: str, chain: Chain) -> str | None:
    """``text`` with each stage "encode as X, decode as Y" carried out; ``None`` if one fails.

    >>> apply_chain("Öåëü", (("cp1252", "cp1251"),))
    'Цель'
    """
    current: str | None = text.replace("\ufffd", LOST)
    for source, target in chain:
        data = None if current is None else encode(current, source)
        current = None if data is None else decode(data, target)
    return None if current is None else current.replace(LOST, "\ufffd")


def rarity(chain: Chain) -> float:
    """Nats by which a chain is less usual than the commonest of its length.

    >>> rarity((("cp1252", "cp1251"),)) < rarity((("cp850", "cp855"),))
    True
    """
    names = [name for step in chain for name in step if name != UTF8]
    return sum(0.25 * ENCODINGS.index(name) for name in names)


def chains(words: tuple[str, ...], depth: int) -> Iterator[tuple[Chain, Words]]:
    """Chains of exactly ``depth`` stages that at least half of ``words`` allow, with results.

    Of three stages two at least must be UTF-8, which few texts can be: anything else is
    neither met nor worth the time.
    """
    started: Words = tuple(w.replace("\ufffd", LOST) for w in words)
    level: dict[Words, Chain] = {started: ()}
    for stage in range(1, depth + 1):
        following: dict[Words, Chain] = {}
        for current, chain in level.items():
            singles = sum(target != UTF8 for _, target in chain)
            for step, after in _steps(
                current, ENCODINGS if depth == 1 else MAIN, only_utf8=depth == 3 and singles > 0
            ):
                if after == started:
                    continue
                if stage == depth:
                    yield (*chain, step), tuple(w and w.replace(LOST, "\ufffd") for w in after)
                else:
                    following.setdefault(after, (*chain, step))
        level = following


def _steps(
    words: Words, encodings: tuple[str, ...], *, only_utf8: bool
) -> Iterator[tuple[Step, Words]]:
    seen: set[tuple[bytes | None, ...]] = set()
    for source in encodings:
        data = tuple(None if w is None else encode(w, source) for w in words)
        fit = [d for d in data if d is not None]
        if 2 * len(fit) < len(words) or data in seen or all(d.isascii() for d in fit):
            continue
        if only_utf8 or len(encodings) < len(ENCODINGS):
            seen.add(data)
        for target in (UTF8,) if only_utf8 else (UTF8, *encodings):
            if target == source:
                continue
            after = tuple(None if d is None else decode(d, target) for d in data)
            if 2 * sum(a is not None for a in after) >= len(words):
                yield (source, target), after


@cache
def undefined(name: str) -> bytes:
    """Bytes that an encoding leaves without a character: what reading it loses."""
    return bytes(b for b in range(256) if bytes([b]).decode(name, "replace") == "\ufffd")


#: More ways than this to fill lost bytes are not tried.
_MOST_FILLINGS = 2200


def recoded(
    word: str, chain: Chain, oddity: Callable[[str], float], is_listed: Callable[[str], bool]
) -> str | None:
    """The word after the chain; for lost characters, the likeliest of the bytes that may have been.

    Where two fillings are about as good the place stays lost. ``oddity`` is in nats.
    """
    lost = undefined(chain[0][0])
    parts = [encode(part, chain[0][0]) for part in word.split("\ufffd")]
    if not lost or len(parts) == 1 or any(part is None for part in parts):
        return apply_chain(word, chain) if not lost or len(parts) == 1 else None
    known = [part or b"" for part in parts]
    options = [_options(lost, part, chain) for part in known[:-1]]
    if math.prod(map(len, options)) > _MOST_FILLINGS:
        return apply_chain(word, chain)
    found = []
    for fill in itertools.product(*options):
        data = known[0] + b"".join(
            bytes([b]) + part for b, part in zip(fill, known[1:], strict=True)
        )
        text = decode(data, chain[0][1])
        if text and (rest := apply_chain(text, chain[1:])):
            found.append((oddity(rest), rest))
    found.sort()
    clear = _CLEAR if found and is_listed(found[0][1]) else _CLEAR_UNLISTED
    if len(found) > 1 and found[1][0] - found[0][0] < clear:
        return apply_chain(word, chain)
    return found[0][1] if found else None


def _options(lost: bytes, before: bytes, chain: Chain) -> list[int]:
    """Lost bytes that make a usual letter behind the bytes in front of them."""
    if len(chain) > 1:
        return list(lost)
    lead = before[-1:] if chain[0][1] == UTF8 else b""
    if lead and lead not in (b"\xd0", b"\xd1"):
        return list(lost)
    made = ((b, decode(lead + bytes([b]), chain[0][1])) for b in lost)
    return [b for b, letter in made if letter and letter in _USUAL_LETTERS]


#: Letters that a lost byte may have been.
_USUAL_LETTERS = frozenset(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғңұүөһә"
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐЎҚҒҢҰҮӨҺӘ«»№–—“”"
)
#: Nats by which one filling must be likelier than the next.
_CLEAR, _CLEAR_UNLISTED = 3.0, 8.0
