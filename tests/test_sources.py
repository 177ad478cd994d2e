"""Sources: files, folders, archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.errors import PasswordNeeded, UnreadableFile, UsageError
from flows.sources import discover, from_bytes, single


def test_folders_are_walked_in_order_and_without_litter(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden", "sub/Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    found = list(discover([tmp_path]))
    assert [s.filename for s in found] == ["a.txt", "b.txt", "c.txt"]
    assert found[2].load() == b"sub/c.txt"
    assert found[0].uri.startswith("file://")


def test_an_archive_gives_its_members(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one/первая.txt", "текст")
        archive.writestr("__MACOSX/x", "litter")
    [member] = discover([path])
    assert member.filename == "первая.txt"
    assert member.uri.endswith("papers.zip#one/первая.txt")
    assert member.load().decode() == "текст"


def test_an_office_document_is_not_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert [s.filename for s in discover([path])] == ["paper.docx"]


def test_a_damaged_member_costs_that_member(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "A" * 100)
        archive.writestr("b.txt", "B" * 100)
    path.write_bytes(path.read_bytes().replace(b"A" * 100, b"A" * 99 + b"X"))
    damaged, sound = discover([path])
    with pytest.raises(UnreadableFile):
        damaged.load()
    assert sound.load() == b"B" * 100


def test_an_encrypted_member_asks_for_a_password(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the "encrypted" bit of the entry
    path.write_bytes(data)
    [member] = discover([path])
    with pytest.raises(PasswordNeeded):
        member.load()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        list(discover([tmp_path / "nothing"]))
    with pytest.raises(UsageError, match="folder"):
        single(tmp_path)
    assert from_bytes(b"x", "x.txt").load() == b"x"
