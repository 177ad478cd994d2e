"""The kind of a file comes from its bytes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractors import sniff

CASES = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\n", "a.txt", sniff.PDF),
    "pdf behind junk": (b"\0\x01junk\r\n%PDF-1.4\n", "a.bin", sniff.PDF),
    "prose about PDF": (b"The header %PDF-x is not followed by a digit.", "a.pdf", sniff.TEXT),
    "pdf without header": (b"\0\x01\x02\x03" * 99, "a.pdf", sniff.PDF),
    "djvu": (b"AT&TFORM\0\0\1\0DJVMDIRM", "a", sniff.DJVU),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.jpg", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.png", "image/jpeg"),
    "tiff": (b"II*\0\x08\0\0\0", "a", "image/tiff"),
    "big-endian tiff": (b"MM\0*\0\0\0\x08", "a", "image/tiff"),
    "webp": (b"RIFF\x10\0\0\0WEBPVP8 ", "a", "image/webp"),
    "bmp": (b"BM" + bytes(12) + b"\x28\0\0\0", "a", "image/bmp"),
    "prose that begins with BM": (b"BMW and the Russian market: a review", "a.bmp", sniff.TEXT),
    "html": (b"<!-- saved --><!DOCTYPE html><html>", "a.txt", sniff.HTML),
    "html behind an xml declaration": (b"<?xml version='1.0'?>\n<html>", "a", sniff.HTML),
    "html in UTF-16": ("\ufeff<html><head>".encode("utf-16-le"), "a", sniff.HTML),
    "xml": (b"<?xml version='1.0'?><rss></rss>", "a.html", sniff.XML),
    "prose about html": (b"A paper about <html> and its tags.", "a.html", sniff.TEXT),
    "mhtml": (b"From: <Saved>\r\nContent-Type: multipart/related;\r\n", "a", sniff.MHTML),
    "utf-8": ("Вычитка текста".encode(), "a", sniff.TEXT),
    "cp1251": ("Вычитка текста, ещё раз".encode("cp1251"), "a", sniff.TEXT),
    "utf-16": ("Вычитка".encode("utf-16"), "a", sniff.TEXT),
    "utf-16 without a mark": ("Вычитка текста и чисел 2019".encode("utf-16-le"), "a", sniff.TEXT),
    "docx": (b"PK\x03\x04\x14\0word/document.xml", "a.zip", sniff.DOCX),
    "zip": (b"PK\x03\x04\x14\0paper.pdf", "a.docx", sniff.ZIP),
    "nothing": (b"", "a.pdf", sniff.EMPTY),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_content_decides(case: str) -> None:
    data, name, expected = CASES[case]
    assert sniff.sniff(data, name) == expected


def test_other_bytes_are_not_text() -> None:
    assert sniff.sniff(bytes(range(256)) * 20, "a.txt") not in (sniff.TEXT, sniff.HTML)


@pytest.mark.shared
def test_real_files_are_known(shared: Path) -> None:
    count: Counter[tuple[str, str]] = Counter()
    for path in sorted((shared / "data" / "pdf").glob("*/*.*")):
        count[path.suffix, sniff.sniff(path.read_bytes()[:70000], path.name)] += 1
    assert {kind for (suffix, kind) in count if suffix == ".pdf"} == {sniff.PDF, sniff.EMPTY}
    assert {kind for (suffix, kind) in count if suffix == ".djvu"} == {sniff.DJVU}
    assert {kind for (suffix, kind) in count if suffix == ".jpg"} == {"image/jpeg"}
