"""DjVu: hidden text, pictures, broken files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import MissingDependency, UnreadableFile
from extractors import djvu
from extractors.options import ReadOptions

needs_djvu = pytest.mark.skipif(shutil.which("djvused") is None, reason="no DjVuLibre")


def test_lines_and_escapes_of_the_hidden_text() -> None:
    listing = (
        '(page 0 0 1000 2000 (line 100 1800 500 1850 (word 100 1800 300 1850 "\\320\\224\\320\\276")'
        ' (word 320 1800 500 1850 "\\"b\\"")) (line 100 1700 300 1750 (word 100 1700 300 1750 "c")))'
    )
    pieces = djvu.hidden_pieces(listing, 2000, 0.1)
    assert [p.text for p in pieces] == ['До "b"', "c"]
    assert pieces[0].bbox == [10.0, 15.0, 50.0, 20.0]


def test_a_missing_program_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(MissingDependency, match="apt install djvulibre-bin"):
        djvu.read(b"AT&TFORM", ReadOptions())


@needs_djvu
def test_a_broken_file_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        djvu.read(b"AT&TFORM\0\0\0\x10DJVUINFO" + bytes(4), ReadOptions())


@needs_djvu
@pytest.mark.shared
def test_hidden_text_is_read_with_its_order(shared: Path) -> None:
    data = (shared / "data/pdf/layout_ocr_tests/Test_rs20846.djvu").read_bytes()
    reading = djvu.read(data, ReadOptions(ocr="never", pages="1-3"))
    assert len(reading.pages) == 3
    assert {page.text_source for page in reading.pages} == {"text_layer"}
    assert reading.blocks[0].text == "Executive Orders: Issuance and Revocation"
    assert reading.blocks[1].text == "Vanessa K. Burrows"


@needs_djvu
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_page_without_hidden_text_is_recognised(shared: Path) -> None:
    data = (shared / "data/pdf/scanned_ru/tver_2010.djvu").read_bytes()
    reading = djvu.read(data, ReadOptions(pages="4"))
    assert reading.pages[0].triage.verdict == "ocr"
    assert any("МЕТОДЫ ПОСТРОЕНИЯ ОПЕРАТОРА ФАЗЫ" in block.text for block in reading.blocks)
