"""PDF fonts whose table of characters (ToUnicode) is wrong: generated, and read whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors import pdf
from extractors.options import ReadOptions
from fixers.chain import Passage, repair

LINES = [
    "Приграничное сотрудничество регионов остаётся важным условием",
    "развития торговли между соседними странами и местными рынками.",
    "Статистика показывает устойчивый рост объёмов за последние годы.",
]


def broken(
    lines: list[str],
    shown: Callable[[int], int],
    in_ascii: Callable[[int], int] = lambda b: b,
) -> bytes:
    """A PDF page whose font maps each byte of Windows-1251 to the code point ``shown`` gives, and
    each of its ASCII half to that of ``in_ascii``."""
    pairs = "\n".join(f"<{b:02x}> <{shown(b):04x}>" for b in range(0x80, 0x100))
    ascii_pairs = "\n".join(f"<{b:02x}> <{in_ascii(b):04x}>" for b in range(0x20, 0x7F))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Broken def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"95 beginbfchar\n{ascii_pairs}\nendbfchar\n"
        f"{0x80} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    rows = " ".join(f"<{line.encode('cp1251').hex()}> Tj 0 -16 Td" for line in lines)
    page = f"BT /F1 12 Tf 60 700 Td {rows} ET".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return _one_page(page, font, _stream(cmap))


def _one_page(page: bytes, *fonts: bytes) -> bytes:
    """A file of one page with the drawing ``page`` in the font ``F1``: object 5, and what it needs."""
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            _stream(page),
            *fonts,
        ]
    )


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes]) -> bytes:
    """A PDF file of these objects."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF" % start


def cyrillic(byte: int) -> int:
    return ord(bytes([byte]).decode("cp1251", "replace"))


#: How the tables of real files are broken.
TABLES: dict[str, Callable[[int], int]] = {
    "Latin-1 letters for Cyrillic": lambda b: b,
    "private use": lambda b: 0xF000 + b,
    "a constant distance": lambda b: cyrillic(b) - 0x1D7 if b >= 0xC0 else cyrillic(b),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_broken_table_is_seen_through(kind: str) -> None:
    lines = [line.replace("ё", "е") for line in LINES]
    read = pdf.read(broken(lines, TABLES[kind]), ReadOptions(ocr="never"))
    [page] = read.pages
    assert page.triage.verdict == "repair"
    passages = [Passage(block.text) for block in read.blocks]
    text = " ".join(result.text for result in repair(passages))
    assert text == " ".join(lines)


def test_a_sound_table_needs_no_repair() -> None:
    [page] = pdf.read(broken(LINES, cyrillic), ReadOptions(ocr="never")).pages
    assert page.triage.verdict == "keep"


def test_a_font_without_order_goes_to_recognition() -> None:
    def shuffled(byte: int) -> int:
        return 0xE100 + byte * 37 % 256

    [page] = pdf.read(broken(LINES, shuffled), ReadOptions(ocr="never")).pages
    assert page.triage.verdict == "ocr"


@pytest.mark.parametrize("code", [0x1C, 0x17, ord("6")])
def test_a_hyphen_without_its_character_is_told_by_its_ink(code: int) -> None:
    text = "A well-known re-issue, 2003-2006, of the co-authors' paper 666."
    data = broken([text], lambda b: b, lambda b: code if b == ord("-") else b)
    [block] = pdf.read(data, ReadOptions(ocr="never")).blocks
    assert block.text == text


def test_a_glyph_without_its_character_is_no_blank() -> None:
    """U+001C to U+001F count as blanks in Python, and words would fall apart at a ligature."""
    data = broken(["officially"], lambda b: b, lambda b: 0x1F if b == ord("c") else b)
    [block] = pdf.read(data, ReadOptions(ocr="never")).blocks
    assert len(block.text.split()) == 1


def bitmap_font(lines: list[str]) -> bytes:
    """A PDF page as dvips sets it: a Type 3 font drawn at 600 dpi, whose size in the file is one
    dot, and no blanks between words. Letters are boxes of their heights, 12 points in size."""
    letters = sorted(set("".join(lines)) - {" "})
    high = {c: 68 if c.isupper() or c in "bdfhklt" else 45 for c in letters}
    names = {c: {".": "period", ",": "comma"}.get(c, c) for c in letters}
    shapes = [
        f"50 0 4 0 46 {high[c]} d1 4 0 42 {high[c] if c.isalpha() else 6} re f".encode()
        for c in letters
    ]
    rows = [" -30000 ".join(f"({word})" for word in line.split()) for line in lines]
    shown = " 0 -130 Td ".join(f"[{row}] TJ" for row in rows)
    page = f"0.12 0 0 0.12 0 0 cm BT /F1 1 Tf 500 5800 Td {shown} ET".encode()
    first = 6
    procs = " ".join(f"/{names[c]} {first + n} 0 R" for n, c in enumerate(letters))
    codes = " ".join(f"{ord(c)} /{names[c]}" for c in letters)
    widths = " ".join("50" if chr(code) in letters else "0" for code in range(33, 127))
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 50 70] /FontMatrix [1 0 0 1 0 0]"
        f" /CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{codes}] >>"
        f" /FirstChar 33 /LastChar 126 /Widths [{widths}] /Resources << >> >>"
    )
    return _one_page(page, font.encode(), *map(_stream, shapes))


def test_sound_text_in_bitmap_fonts_is_read_and_not_recognised() -> None:
    lines = [
        "Cooperation of border regions remains a condition of trade",
        "between neighbouring countries and their local markets, and the",
        "statistics of recent years show that volumes keep growing.",
    ]
    found = pdf.read(bitmap_font(lines), ReadOptions(ocr="never"))
    assert [block.text.split("\n") for block in found.blocks] == [lines]
    assert found.pages[0].triage.verdict == "keep"
    assert found.blocks[0].size == pytest.approx(12, abs=0.5)
