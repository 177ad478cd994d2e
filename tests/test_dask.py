"""The ingest flow over Dask: the same corpus as without, and mistakes told before anything
is started."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import MissingDependency, UsageError
from corpus.store import Corpus
from flows.runner import check_dask, ingest

TEXT = "В статье рассмотрена внешняя тор-\nговля приграничных регионов в {} году.\n"
RUN = """
import sys
from flows.runner import ingest
if __name__ == "__main__":
    print(ingest([sys.argv[1]], sys.argv[2], dask="local", workers=2).sentence)
"""


def content(corpus: Path) -> list[dict[str, Any]]:
    """All records, without how and when they were made."""
    return [d.model_dump(exclude={"run"}) for d in Corpus.open(corpus).documents()]


@pytest.mark.slow
def test_a_local_cluster_makes_the_same_corpus(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for n in range(3):
        (inbox / f"{n}.txt").write_text(TEXT.format(1990 + n), "utf-8")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    ingest([inbox], str(tmp_path / "without"), direct=True)
    script = tmp_path / "run.py"
    script.write_text(RUN)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, str(script), str(inbox), str(tmp_path / "with")],
        capture_output=True, text=True, timeout=400, check=False, cwd=tmp_path,
        env={**clean, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4 sources: 3 ok, 1 failed\n"
    assert "Traceback" not in done.stderr
    assert content(tmp_path / "with") == content(tmp_path / "without")


def test_what_dask_does_not_take_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="leave out --direct"):
        check_dask("local", direct=True)
    with pytest.raises(UsageError, match="tcp://"):
        check_dask("localhost:8786")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        check_dask(f"tcp://127.0.0.1:{port}")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependency, match="prefect-dask"):
        check_dask("local")


def test_a_failed_document_crosses_process_borders() -> None:
    from flows.ingest import DocumentFailed
    from flows.outcomes import Outcome

    failed = DocumentFailed(Outcome("a.pdf", "file:a.pdf", "failed", kind="crash", message="why"))
    came = pickle.loads(pickle.dumps(failed))
    assert (came.outcome, str(came)) == (failed.outcome, "why")


def test_a_worker_with_another_pipeline_or_corpus_is_refused() -> None:
    from flows.dask import DaskFailed, _compare

    _compare("tcp://a", ("pipeline", "corpus"), ("pipeline", "corpus"))
    with pytest.raises(DaskFailed, match="another version"):
        _compare("tcp://a", ("older", "corpus"), ("pipeline", "corpus"))
    with pytest.raises(DaskFailed, match="another corpus"):
        _compare("tcp://a", ("pipeline", "its own"), ("pipeline", "corpus"))
    with pytest.raises(DaskFailed, match="no module"):
        _compare("tcp://a", ImportError("no module named flows"), ("pipeline", "corpus"))
