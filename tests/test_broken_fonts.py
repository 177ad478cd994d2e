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
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
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
