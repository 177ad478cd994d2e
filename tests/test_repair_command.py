"""``vychitka repair``: lines stay, offsets are those of the input, sound text passes through."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.repair import repair_text

GARBLED = "Henocrarounas moAroToBka KuOepOe30IacHOCTH U 3aLIUThI OT KHOepaTax."
READS = "Недостаточная подготовка кибербезопасности и защиты от кибератак."


def vychitka(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [str(Path(sys.executable).with_name("vychitka")), *args]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120)


def test_the_line_that_the_project_started_from() -> None:
    done = vychitka("repair", stdin=GARBLED.encode())
    assert done.stdout.decode() == READS
    assert done.stderr == b""


def test_the_ledger_as_json_lines_replays() -> None:
    text = f"Sound English stays.\n\n{GARBLED}\n"
    done = vychitka("repair", "--json", stdin=text.encode())
    repairs = [json.loads(line) for line in done.stdout.splitlines()]
    out, at = "", 0
    for r in repairs:
        assert text[r["start"] : r["stop"]] == r["before"]
        out += text[at : r["start"]] + r["after"]
        at = r["stop"]
    assert out + text[at:] == f"Sound English stays.\n\n{READS}\n"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n\n\n",
        b"one\r\ntwo\r\n\r\nthree",
        "Цель — показать «это»…\n".encode(),
        b"E = mc^2, x_{i+1} := f(x_i); // code\n",
        "ПРОЕКТ № 7 (COVID-19)\n".encode(),
    ],
)
def test_sound_text_comes_back_byte_for_byte(text: bytes) -> None:
    assert vychitka("repair", stdin=text).stdout == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="аб вгд-\n\r\tabc .,;№1\u00ad\u200b", max_size=120))
def test_lines_stay_and_the_ledger_replays(text: str) -> None:
    done = repair_text(text)
    assert done.text.count("\n") == text.count("\n")
    out, at = "", 0
    for change in done.changes:
        assert change.start >= at
        assert text[change.start : change.stop] == change.before
        out += text[at : change.start] + change.after
        at = change.stop
    assert out + text[at:] == done.text


def test_nothing_heavy_is_imported_for_sound_text() -> None:
    script = (
        "import sys; from flows.repair import repair_text\n"
        "repair_text('Цель статьи состоит в том, чтобы показать необходимость.\\n')\n"
        "heavy = {'prefect', 'spacy', 'numba', 'pandas', 'deltalake', 'pdfplumber', 'duckdb'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
