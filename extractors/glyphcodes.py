"""Codes of glyphs as characters, where a file has no Unicode value or an odd one.

pdfium hands over the code of a glyph that it knows no character for: a control character, or one
of the private use area.
"""

from __future__ import annotations

#: What pdfium puts in place of a hyphen at the end of a line.
LINE_END_HYPHEN = 2
#: Codes below the blank that are glyphs: all but tab and line ends.
CONTROLS = frozenset((*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20)))
#: Python takes these for blanks; as glyphs they get codes that it does not.
_NO_BLANKS = {0x0B: 0x12, 0x0C: 0x13, 0x1C: 0x14, 0x1D: 0x15, 0x1E: 0x16, 0x1F: 0x17}

#: The Symbol encoding (PDF 1.7, annex D.5) from 0x20 and from 0xA0; blanks are parts of signs
#: that have no character of their own.
_SYMBOLS_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ "
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOLS_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)


def symbol(char: str) -> str:
    """The character that a private-use one of the Symbol font stands for.

    >>> [symbol(c) for c in "\\uf03d\\uf062\\uf0a3\\uf0fe"]
    ['=', 'β', '≤', '⎭']
    """
    code = ord(char) - 0xF000
    table, at = (_SYMBOLS_LOW, code - 0x20) if code < 0xA0 else (_SYMBOLS_HIGH, code - 0xA0)
    return table[at] if 0 <= at < len(table) else char


#: Adobe's glyph list has parts of brackets in the private use area, from U+F8EB on; Unicode has
#: them since 3.2.
_PARTS_FROM, _PARTS = 0xF8EB, "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭"


def char(code: int) -> str:
    """The character of a code that pdfium gives.

    >>> char(0x41), char(0), char(2), char(0xf8eb)
    ('A', '�', '-', '⎛')
    """
    if code == LINE_END_HYPHEN:
        return "-"
    if _PARTS_FROM <= code < _PARTS_FROM + len(_PARTS):
        return _PARTS[code - _PARTS_FROM]
    return chr(code) if code else "\ufffd"


def control(code: int) -> str:
    """The character that stands for a glyph of which only a control code is known, never a blank.

    >>> control(0x05), control(0x1f)
    ('\\x05', '\\x17')
    """
    return chr(_NO_BLANKS.get(code, code))


#: Files give these codes to a dash by mistake: figures, too.
MAY_BE_DASH = CONTROLS | frozenset(range(0x30, 0x3A))


#: In ems: a dash is no thicker than this, stands between these heights above the baseline, and is
#: at least so many times as wide as thick. Widths of a hyphen, of a dash of half an em and of a
#: whole one, as type has them (hyphens .25 to .4, minus .55 to .8).
_THICK, _LOW, _HIGH, _FLAT = 0.13, 0.12, 0.48, 2.0
_HYPHEN, _HALF = 0.45, 0.85


def dash(width: float, thickness: float, height: float, size: float) -> str | None:
    """The dash that a glyph of this ink is, all in points; ``None`` for other signs.

    ``height`` is that of its lower edge above the baseline.

    >>> dash(3.1, 0.7, 2.0, 10.0), dash(5.0, 0.5, 2.2, 10.0), dash(6.0, 4.0, 0.0, 10.0)
    ('-', '–', None)
    """
    flat = 0 < thickness <= _THICK * size and width >= _FLAT * thickness
    if not flat or not _LOW * size <= height <= _HIGH * size:
        return None
    return "-" if width <= _HYPHEN * size else "–" if width <= _HALF * size else "—"


#: Signs that stand among the letters of Latin-1 and Windows-1252: fonts with codes of their own
#: put letters there. So many of them, of so many kinds, and this share of them and the letters, are no text.
_SIGNS = frozenset(
    "¡¢£¤¥¦§¨©ª¬\xad®¯°±²³´µ¶·¸¹º¼½¾¿\u02c6\u02dc\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u2018\u2019\u201a\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_FEWEST, _KINDS, _SHARE = 8, 5, 0.4


def is_sign(char: str) -> bool:
    """Whether a character is a sign among the letters of Latin-1 or Windows-1252.

    >>> [is_sign(c) for c in "¶Šé"]
    [True, True, False]
    """
    return char in _SIGNS


def is_of_signs(text: str) -> bool:
    """Whether letters lost their characters and came out as signs.

    >>> is_of_signs("¶·¥¤¸É ¢²¥´Ò ·¥Ï¥´¨Ö"), is_of_signs("5 ± 0,3 µm² (§ 4)")
    (True, False)
    """
    signs = [c for c in text if c in _SIGNS]
    if len(signs) < _FEWEST or len(set(signs)) < _KINDS:
        return False
    return len(signs) >= _SHARE * (len(signs) + sum(c.isalpha() and c not in _SIGNS for c in text))
