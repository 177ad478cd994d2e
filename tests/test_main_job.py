"""The main job: sources in, clean corpus out, as a user runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

VYCHITKA = str(Path(sys.executable).with_name("vychitka"))


def vychitka(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([VYCHITKA, *map(str, args)], capture_output=True, text=True, timeout=600)


def record(path: Path) -> dict[str, Any]:
    done = vychitka("read", path)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def same(text: str) -> str:
    """Text as recognition can give it: the length of a dash is not to be seen in a scan."""
    return re.sub("[‐‑‒–—−]", "-", text)


@pytest.fixture(scope="module")
def readings(root: Path) -> dict[str, dict[str, Any]]:
    names = ("paper", "paper-scan", "paper-wrong-layer")
    return {name: record(root / "samples" / f"{name}.pdf") for name in names}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["paper-scan", "paper-wrong-layer"])
def test_the_scan_gives_what_the_born_digital_paper_gives(
    readings: dict[str, dict[str, Any]], name: str
) -> None:
    [one], [other] = readings["paper"]["works"], readings[name]["works"]
    assert other["title"] == one["title"]
    assert len(other["abstracts"]) == 2
    for mine, theirs in zip(one["abstracts"], other["abstracts"], strict=True):
        assert (theirs["lang"], same(theirs["text"])) == (mine["lang"], same(mine["text"]))
        assert theirs["keywords"] == mine["keywords"]
    [table], [scanned] = readings["paper"]["tables"], readings[name]["tables"]
    assert [[same(c) for c in row] for row in scanned["rows"]] == [
        [same(c) for c in row] for row in table["rows"]
    ]
    assert [c["value"] for c in scanned["cells"]] == [c["value"] for c in table["cells"]]


@pytest.mark.slow
def test_the_wrong_layer_is_recognised_again(readings: dict[str, dict[str, Any]]) -> None:
    pages = readings["paper-wrong-layer"]["pages"]
    assert [(p["text_source"], p["triage"]["verdict"]) for p in pages] == [("ocr", "ocr")] * 2
    assert all(p["triage"]["reasons"] for p in pages)
    assert readings["paper-wrong-layer"]["run"]["engines"]["tesseract_lang"]


@pytest.mark.slow
def test_the_born_digital_paper_is_not_recognised(readings: dict[str, dict[str, Any]]) -> None:
    assert {p["text_source"] for p in readings["paper"]["pages"]} == {"text_layer"}
    assert {b["text_source"] for b in readings["paper"]["blocks"]} == {"text_layer"}


def test_a_second_run_does_nothing_and_says_so(root: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    papers = [root / "samples" / n for n in ("paper-cp1251.txt", "paper-page.html")]
    first = vychitka("ingest", *papers, "--direct", "--corpus", corpus)
    assert first.returncode == 0, first.stderr
    second = vychitka("ingest", *papers, "--corpus", corpus)
    assert second.returncode == 0
    assert "2 skipped (in the corpus already)" in second.stderr
    listed = vychitka("list", "--json", "--corpus", corpus).stdout.splitlines()
    assert sorted(json.loads(line)["filename"] for line in listed) == [p.name for p in papers]
    shown = vychitka("show", "paper-page.html", "--corpus", corpus)
    assert json.loads(shown.stdout)["status"] == "ok"


def test_a_run_with_a_broken_file_ends_with_exit_code_3(root: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n%broken\n")
    paper = root / "samples" / "paper-cp1251.txt"
    done = vychitka("ingest", broken, paper, "--direct", "--corpus", tmp_path / "corpus")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    listed = vychitka("list", "--status", "failed", "--corpus", tmp_path / "corpus").stdout
    assert "broken.pdf" in listed


def test_a_failed_document_prints_its_record_and_tells_by_exit_code(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    done = vychitka("read", empty)
    assert done.returncode == 4
    assert json.loads(done.stdout)["status"] == "failed"
    assert "there is nothing to read" in done.stderr


def test_mistakes_on_the_command_line_are_told_in_a_sentence(tmp_path: Path) -> None:
    for args in (
        ["read", tmp_path / "no.pdf"],
        ["export", "word", tmp_path / "x", "--corpus", tmp_path / "none"],
        ["show", "abcdef", "--corpus", tmp_path / "none"],
    ):
        done = vychitka(*args)
        assert done.returncode in (2, 9)
        assert done.stderr.startswith("vychitka: ")
        assert "Traceback" not in done.stderr
