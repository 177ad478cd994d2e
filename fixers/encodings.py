"""Which encoding a file is in, decided from its bytes and from what they then say.

A byte order mark and valid UTF-8 speak for themselves. Between single-byte encodings the
language decides: each candidate's words are scored by the letter statistics of some thirty
languages (:mod:`fixers.letters`), and what the file declares wins where it is as good.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from fixers.letters import strangeness

#: Single-byte encodings by how often they are met, named so that Python knows them.
CYRILLIC = (
    "windows-1251", "koi8-r", "koi8-u", "ibm866", "iso-8859-5", "mac-cyrillic",
    "kz1048", "ptcp154", "ibm855", "koi8-t", "cp1125",
)  # fmt: skip
OTHERS = (
    "windows-1252", "windows-1250", "iso-8859-2", "mac-roman", "ibm850", "ibm437", "ibm852",
    "windows-1254", "windows-1257", "windows-1253", "iso-8859-7", "iso-8859-15",
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: A word with at least one byte outside ASCII, which is all that tells encodings apart.
_HIGH_WORD = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")
_UTF8_CHAR = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
#: Cyrillic words are longer runs of such bytes than accents and dashes in Latin text make.
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
#: Bytes of words that are scored, and nats per character within which a declaration wins.
_SAMPLE, _AS_GOOD = 5000, 0.25
#: A first look at this many bytes rules out encodings this many nats worse than the best.
_GLANCE, _RULED_OUT = 600, 1.5
_ALL = (*CYRILLIC, *OTHERS)
#: How much less often an encoding is met than Windows-1251, in nats (−ln of the odds).
_RARITY = {"windows-1251": 0.0, "koi8-r": 3.0, "ibm866": 3.0, "windows-1252": 2.0}
_RARITY |= {"koi8-u": 4.0, "iso-8859-5": 4.0, "mac-cyrillic": 7.0, "kz1048": 5.0}
_USUAL_RARITY = 8.0
#: Above this many nats per character none of the single-byte encodings gives language.
_NO_LANGUAGE = 4.2
#: The share of bytes outside ASCII that must form UTF-8 in a file with some broken ones.
_MOSTLY = 0.9


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """``(text, encoding, reasons)`` of a text file; the text has no byte order mark.

    ``declared`` is what the file says about itself (``<meta charset>``), if anything.

    >>> decode("Цель работы".encode("koi8-r"))[:2]
    ('Цель работы', 'koi8-r')
    >>> decode("naïve café, déjà vu".encode("cp1252"))[1]
    'windows-1252'
    """
    declared = _known(declared)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace"), name, ("byte order mark",)
    if wide := _wide(data):
        return data.decode(wide, "replace"), wide, ("bytes of wide characters, no mark",)
    if data.isascii() and b"\x1b$" not in data:
        return data.decode("ascii"), "utf-8", ("ASCII only",)
    try:
        return data.decode("utf-8"), "utf-8", ("valid UTF-8",)
    except UnicodeDecodeError:
        return _not_utf8(data, declared)


def _known(declared: str | None) -> str | None:
    """The declared encoding under the name used here; ``None`` for an unknown one."""
    if not declared:
        return None
    label = declared.strip().strip("\"'").lower()
    label = {"x-mac-cyrillic": "mac-cyrillic", "x-cp1251": "windows-1251"}.get(label, label)
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    for known in (*CYRILLIC, *OTHERS):
        if codecs.lookup(known).name == name:
            return known
    return "windows-1252" if name == "iso8859-1" else label


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the upper bytes of its characters are nearly all the same."""
    head = data[:4000]
    if len(head) >= 8 and len(data) % 4 == 0:
        for name, zeros in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
            if all(not any(head[at::4]) for at in zeros) and any(head):
                return name
    if len(head) < 8 or len(data) % 2:
        return None
    for name, upper, lower in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        high, low = head[upper::2], head[lower::2]
        common = sum(high.count(bytes([b])) for b in (0x00, 0x04))
        rare = sum(low.count(bytes([b])) for b in (0x00, 0x04))
        if common > 0.85 * len(high) and rare < 0.1 * len(low):
            return name
    return None


def _not_utf8(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """UTF-8 with broken places, a single-byte encoding, a mixture, or a multi-byte one."""
    high = len(_HIGH.findall(data))
    formed = sum(len(c) for c in _UTF8_CHAR.findall(data))
    if formed >= _MOSTLY * high:
        return _mended(data), "utf-8", (f"UTF-8 but for {high - formed} bytes",)
    if declared and codecs.lookup(declared).name in _MULTIBYTE:
        try:
            return data.decode(declared), declared, ("declared, and the bytes agree",)
        except UnicodeDecodeError:
            pass
    name, cost, reasons = choose(data, declared)
    if cost > _NO_LANGUAGE and _HIGH_RUN.search(data) and (found := _detected(data)):
        return found
    return data.decode(name, "replace"), name, reasons


_MULTIBYTE = frozenset(
    {"gb2312", "gbk", "gb18030", "big5", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949",
     "iso2022_jp", "big5hkscs"}
)  # fmt: skip


def _mended(data: bytes) -> str:
    """UTF-8 line by line; a line that is not valid is read in the encoding that fits it."""
    lines = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            formed = sum(len(c) for c in _UTF8_CHAR.findall(line))
            if formed * 2 > len(_HIGH.findall(line)):
                lines.append(line.decode("utf-8", "replace"))
            else:
                lines.append(line.decode(choose(line, None)[0], "replace"))
    return "\n".join(lines)


def choose(data: bytes, declared: str | None) -> tuple[str, float, tuple[str, ...]]:
    """The single-byte encoding in which the words make most sense, its cost, and why."""
    sample = _sample(data)
    names: Sequence[str] = _ALL if _HIGH_RUN.search(data) else OTHERS
    if len(sample) > 2 * _GLANCE:
        names = _shortlist(sample[:_GLANCE], names, declared)
    costs = {name: _cost(sample, name) for name in names}
    best = min(costs, key=costs.__getitem__)
    if declared in costs and costs[declared] <= costs[best] + _AS_GOOD:
        return declared, costs[declared], ("declared, and the words agree",)
    reasons = [f"letters of the words ({costs[best]:.1f} nats each)"]
    if declared:
        reasons.append(f"not {declared} as declared")
    return best, costs[best], tuple(reasons)


def _shortlist(sample: bytes, names: Sequence[str], declared: str | None) -> list[str]:
    """Candidates that a glance does not rule out."""
    costs = {name: _cost(sample, name) for name in names}
    best = min(costs.values())
    return [name for name in names if costs[name] < best + _RULED_OUT or name == declared]


def _sample(data: bytes) -> bytes:
    """Words with bytes outside ASCII, each once, from the whole file."""
    words = list(dict.fromkeys(_HIGH_WORD.findall(data[:400_000])))
    step = max(1, sum(map(len, words)) // _SAMPLE)
    return b" ".join(words[::step])


def _cost(sample: bytes, name: str) -> float:
    text = sample.decode(name, "replace")
    rarity = _RARITY.get(name, _USUAL_RARITY)
    return strangeness(text) + rarity / max(1, len(text))


def _detected(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """A multi-byte encoding that a detector finds and that decodes without loss."""
    from charset_normalizer import from_bytes

    found = from_bytes(data[:100_000]).best()
    if found is None or codecs.lookup(found.encoding).name not in _MULTIBYTE:
        return None
    try:
        return data.decode(found.encoding), found.encoding, ("charset_normalizer",)
    except UnicodeDecodeError:
        return None
