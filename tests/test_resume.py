"""kill -9 in the middle of a run: the next run finishes the rest, repeats nothing, and the
corpus is that of an undisturbed run. Nothing that the run started stays behind."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusError
from corpus.store import Corpus
from flows.runner import ingest

DOCUMENTS = 20
#: The moments of the kill: so many seconds after the start, or after the run has kept its
#: first document. Seeded, so that a failure repeats.
_RANDOM = random.Random(0)
MOMENTS = [(n % 2 == 0, _RANDOM.uniform(0, 3 if n % 2 else 0.4)) for n in range(10)]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    sentence = "В статье рассмотрена внешняя тор-\nговля приграничных регионов в {} году. "
    for n in range(DOCUMENTS):
        (folder / f"{n}.txt").write_text(sentence.format(1990 + n) * 40, "utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    corpus = str(tmp_path_factory.mktemp("undisturbed"))
    ingest([inbox], corpus, direct=True)
    return content(corpus)


def content(corpus: str) -> list[dict[str, Any]]:
    """All records without the clock and the share of cores."""
    clock = {"run": {"started", "seconds", "options"}}
    return [d.model_dump(exclude=clock) for d in Corpus.open(corpus).documents()]  # type: ignore[arg-type]


def start(inbox: Path, corpus: str) -> subprocess.Popen[bytes]:
    code = "import sys; from flows.runner import ingest; ingest([sys.argv[1]], sys.argv[2], direct=True)"
    return subprocess.Popen(
        [sys.executable, "-c", code, str(inbox), corpus],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(condition: Any, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def rows(corpus: str) -> list[dict[str, Any]]:
    try:
        return Corpus.open(corpus).rows()
    except CorpusError:  # not made yet
        return []


def mentions(text: str) -> list[int]:
    """Running processes with ``text`` in their environment (workers inherit it)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_killed_runs_are_finished_by_the_next(
    inbox: Path, undisturbed: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = str(tmp_path / "corpus")
    mark = f"VYCHITKA_TEST_RUN={tmp_path}"
    monkeypatch.setenv(*mark.split("="))
    kept: dict[str, tuple[str, str]] = {}
    for warm, moment in MOMENTS:
        run = start(inbox, corpus)
        if warm:
            wait_for_progress(run, corpus)
        time.sleep(moment)
        run.kill()
        run.wait()
        assert wait_for(lambda: not mentions(mark), 60), "a process stayed behind"
        now = {row["id"]: (row["started"], row["fingerprint"]) for row in rows(corpus)}
        if len({fingerprint for _, fingerprint in (kept | now).values()}) > 1:
            pytest.skip("the code was changed while the test ran")
        assert kept.items() <= now.items(), "a finished document was lost or repeated"
        kept = now
    monkeypatch.delenv("VYCHITKA_TEST_RUN")
    summary = ingest([inbox], corpus, direct=True)
    assert summary.count("skipped") == len(kept)
    assert content(corpus) == undisturbed


def wait_for_progress(run: subprocess.Popen[bytes], corpus: str) -> None:
    before = len(rows(corpus))
    wait_for(lambda: len(rows(corpus)) > before or run.poll() is not None, 60)
