"""The inbox is watched without taking files that are still being written; a tracked run
leaves a history and nothing else behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorpusError, UsageError
from corpus.store import Corpus
from flows import server
from flows.schedule import SETTLE, Inbox, Watcher, check_cron, schedule


def watcher(folder: Path) -> Watcher:
    made = Watcher(folder, lambda files: None)
    made.settle()
    return made


def test_a_file_that_came_a_moment_before_the_watch_is_new_an_older_one_is_not(
    tmp_path: Path,
) -> None:
    for name, age in (("old.txt", SETTLE + 5), ("fresh.txt", 2)):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    watching = watcher(tmp_path)
    assert watching.look() == []
    assert [Path(path).name for path in watching.look()] == ["fresh.txt"]


def test_a_new_file_is_taken_when_it_has_stopped_growing(tmp_path: Path) -> None:
    watching = watcher(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text("a")
    assert watching.look() == []
    file.write_text("ab")
    assert watching.look() == []
    assert watching.look() == [str(file)]
    assert watching.look() == []


def test_what_was_there_is_left_to_the_sweep_and_changes_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    long_ago = time.time() - SETTLE - 5
    os.utime(tmp_path / "a.txt", (long_ago, long_ago))
    watching = watcher(tmp_path)
    assert [watching.look(), watching.look()] == [[], []]
    file.write_text("changed")
    assert [watching.look(), watching.look()] == [[], [str(file)]]


def test_a_file_that_comes_back_is_new(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    watching = watcher(tmp_path)
    file.unlink()
    watching.look()
    file.write_text("a")
    os.utime(file, (1, 1))
    assert [watching.look(), watching.look()] == [[], [str(file)]]


def test_sweeps_wait_for_files_and_named_files_are_whole(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, "corpus")
    assert inbox.parameters()["settle"] == SETTLE
    assert inbox.parameters(["a"])["settle"] == 0
    assert inbox.parameters(["a"])["paths"] == ["a"]


def test_what_makes_no_sense_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        schedule(tmp_path / "none", str(tmp_path / "corpus"))
    with pytest.raises(UsageError, match="every night"):
        schedule(tmp_path, str(tmp_path / "corpus"), cron="at three")
    check_cron("*/5 * * * 1-5")


def test_a_configured_server_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert server.configured() is None
    (tmp_path / "profiles.toml").write_text(
        'active = "work"\n[profiles.work]\nPREFECT_API_URL = "http://prefect.example/api"\n'
    )
    assert server.configured() == "http://prefect.example/api"
    monkeypatch.setenv("PREFECT_API_URL", "http://other.example/api")
    assert server.ensure(str(tmp_path)) == "http://other.example/api"


def test_a_server_that_no_longer_answers_is_not_used(tmp_path: Path) -> None:
    (tmp_path / ".prefect").mkdir()
    told = '{"url": "http://127.0.0.1:9/api", "lasts": true}'
    (tmp_path / ".prefect" / "server.json").write_text(told)
    assert server.running(str(tmp_path)) is None


RUN = """
import json, sys, urllib.request, os
from flows.runner import ingest
summary = ingest([sys.argv[1]], sys.argv[2])
def ask(what):
    request = urllib.request.Request(os.environ["PREFECT_API_URL"] + what, b"{}",
                                     {"content-type": "application/json"})
    return json.load(urllib.request.urlopen(request))
runs = [r["state_name"] for r in ask("/flow_runs/filter")]
tasks = {r["name"]: r["state_name"] for r in ask("/task_runs/filter")}
artifacts = {a["key"]: a["data"] for a in ask("/artifacts/filter")}
print(json.dumps([summary.sentence, runs, tasks, sorted(artifacts), artifacts["ingest"]]))
"""


@pytest.mark.slow
def test_ingest_as_a_flow_keeps_a_history_and_leaves_no_server(tmp_path: Path) -> None:
    import json

    inbox, corpus = tmp_path / "inbox", tmp_path / "corpus"
    inbox.mkdir()
    (inbox / "a.txt").write_text("В статье рассмотрена внешняя торговля регионов.", "utf-8")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(inbox), str(corpus)],
        capture_output=True, text=True, timeout=400, check=False,
        env={**clean, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sentence, runs, tasks, artifacts, report = json.loads(done.stdout)
    assert sentence == "2 sources: 1 ok, 1 failed"
    assert runs == ["Completed"]
    assert tasks == {"a.txt": "Completed", "broken.pdf": "Failed"}
    assert artifacts == ["documents", "ingest"]
    assert "broken.pdf" in report
    assert "Traceback" not in done.stderr
    assert len(Corpus.open(corpus).rows()) == 2
    told = json.loads((corpus / ".prefect" / "server.json").read_text())
    assert not server.healthy(told["url"])


def left_of(mark: str) -> list[str]:
    """Command lines of running processes whose environment holds ``mark``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_watched_inbox_takes_a_new_file_and_ends_with_all_it_started(tmp_path: Path) -> None:
    inbox, corpus, told = tmp_path / "inbox", tmp_path / "corpus", tmp_path / "told.txt"
    inbox.mkdir()
    mark = f"VYCHITKA_TEST_SCHEDULE={tmp_path}"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    name, value = mark.split("=")
    command = [
        str(Path(sys.executable).with_name("vychitka")), "schedule", str(inbox),
        "--corpus", str(corpus), "--cron", "0 3 * * *", "--watch",
    ]  # fmt: skip
    with told.open("w") as out:
        run = subprocess.Popen(
            command, stdout=out, stderr=out, env={**clean, "HOME": str(tmp_path), name: value}
        )
    try:
        assert wait_for(lambda: "Ctrl-C ends it" in told.read_text("utf-8"), 300), told.read_text()
        (inbox / "new.txt").write_text("В статье рассмотрена внешняя торговля регионов.", "utf-8")
        assert wait_for(lambda: rows(corpus) == ["new.txt"], 300), told.read_text()
    finally:
        run.terminate()
        run.wait(60)
    assert wait_for(lambda: not left_of(mark), 60), left_of(mark)
    assert "Traceback" not in told.read_text("utf-8")


def rows(corpus: Path) -> list[str]:
    """The file names of the corpus, none while there is no corpus."""
    try:
        return [row["filename"] for row in Corpus.open(corpus).rows()]
    except CorpusError:
        return []


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False
