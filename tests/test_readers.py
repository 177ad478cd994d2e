"""The dispatch: each kind to its reader, failures with the file's name and a way out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from corpus.errors import (
    EmptyFile,
    PasswordNeeded,
    UnreadableFile,
    UnsupportedFile,
    VychitkaError,
)
from extractors.options import ReadOptions
from extractors.readers import read

PLAIN = ReadOptions(ocr="never")


def test_an_empty_file_is_named() -> None:
    with pytest.raises(EmptyFile, match=r"^a\.pdf: .*fetch it again"):
        read(b"", "a.pdf", PLAIN)


def test_a_broken_pdf_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"^broken\.pdf: the PDF cannot be opened"):
        read(b"%PDF-1.4\nnothing follows", "broken.pdf", PLAIN)


def test_a_broken_image_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"^scan\.png: "):
        read(b"\x89PNG\r\n\x1a\n" + bytes(40), "scan.png", PLAIN)


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(UnsupportedFile, match="convert it"):
        read(b"\x7fELF\x02\x01\x01" + bytes(200), "a.out", PLAIN)


def test_only_the_reader_that_is_needed_is_loaded() -> None:
    import subprocess

    code = (
        "import sys; from extractors.readers import read; from extractors.options import *;"
        "read(b'plain text', 'a.txt', ReadOptions());"
        "print(sorted({'pypdfium2','pdfplumber','pytesseract','PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.shared
def test_passwords(shared: Path) -> None:
    folder = shared / "data" / "pdf" / "hostile"
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        password = entry["must_contain"].get("password")
        if not password:
            continue
        data = (folder / entry["file"]).read_bytes()
        with pytest.raises(PasswordNeeded, match="--password"):
            read(data, entry["file"], PLAIN)
        opened = read(data, entry["file"], PLAIN.model_copy(update={"password": password}))
        assert opened.blocks, entry["file"]


@pytest.mark.shared
def test_hostile_files_end_as_a_reading_or_a_sentence(shared: Path) -> None:
    folder = shared / "data" / "pdf" / "hostile"
    outcomes = [_outcome(p) for p in sorted([*folder.glob("*.pdf"), *folder.glob("*.djvu")])]
    failures = [text for text in outcomes if text]
    assert len(failures) >= 8
    assert all("; " in text for text in failures)  # what happened, and what to do


def _outcome(path: Path) -> str:
    """The sentence of a failure, empty when the file was read."""
    try:
        read(path.read_bytes(), path.name, PLAIN.model_copy(update={"pages": "1-2"}))
    except VychitkaError as error:
        return str(error)
    return ""
