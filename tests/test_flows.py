"""Runs over many sources: what is skipped, what is tried again, and that one document
cannot hurt the others."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import CorpusError, NotInCorpus, UnreadableFile
from corpus.store import Corpus
from extractors.options import ReadOptions
from flows import workers
from flows.keeper import Keeper, Made
from flows.outcomes import Outcome
from flows.progress import Lines, report
from flows.reprocess import reprocess
from flows.runner import Plan, Run, Step, dispatch, ingest, run_direct
from flows.sources import discover
from flows.workers import Job, Worker, keep

TEXT = "В статье рассмотрена внешняя торговля приграничных регионов.\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT + name, "utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    return str(tmp_path / "corpus")


def endings(steps: list[Job | Outcome]) -> list[str]:
    return [step.ending if isinstance(step, Outcome) else "work" for step in steps]


USUAL = ReadOptions()


def plan(corpus: str, options: ReadOptions = USUAL, **more: object) -> Plan:
    return Plan.of(corpus, options, **more)  # type: ignore[arg-type]


def done(corpus: str, inbox: Path, options: ReadOptions = USUAL) -> None:
    """All of the inbox in the corpus, without worker processes."""
    for step in plan(corpus, options).steps(discover([inbox])):
        assert isinstance(step, Job)
        workers.do(step)


def test_a_second_run_has_nothing_to_do(inbox: Path, corpus: str) -> None:
    assert endings(list(plan(corpus).steps(discover([inbox])))) == ["work", "work"]
    done(corpus, inbox)
    assert endings(list(plan(corpus).steps(discover([inbox])))) == ["skipped", "skipped"]
    again = plan(corpus, again=True)
    assert endings(list(again.steps(discover([inbox])))) == ["work", "work"]


def test_a_second_run_starts_nothing_and_says_so(
    inbox: Path, corpus: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus, inbox)
    monkeypatch.setattr(Worker, "start", lambda self: pytest.fail("a process was started"))
    summary = ingest([inbox], corpus)
    assert summary.sentence == "2 sources: 2 skipped (in the corpus already)"
    assert summary.sentence in capsys.readouterr().err


def test_the_same_bytes_are_read_once(inbox: Path, corpus: str) -> None:
    (inbox / "c.txt").write_bytes((inbox / "a.txt").read_bytes())
    steps = list(plan(corpus).steps(discover([inbox])))
    assert endings(steps) == ["work", "work", "skipped"]


def test_a_changed_pipeline_reads_again_with_the_settings_of_the_record(
    inbox: Path, corpus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(corpus, inbox, ReadOptions(ocr="never"))
    assert endings(list(plan(corpus).steps(discover([inbox])))) == ["skipped", "skipped"]
    asked = plan(corpus, ReadOptions(ocr="always"))
    assert endings(list(asked.steps(discover([inbox])))) == ["work", "work"]
    monkeypatch.setattr("corpus.fingerprint.code", lambda: "another pipeline")
    steps = list(plan(corpus).steps(discover([inbox])))
    assert [step.options.ocr for step in steps if isinstance(step, Job)] == ["never", "never"]


def test_a_file_that_is_being_written_waits(inbox: Path, corpus: str) -> None:
    os.utime(inbox / "a.txt", (1, 1))
    steps = list(plan(corpus, settle=60.0).steps(discover([inbox])))
    assert endings(steps) == ["work", "waiting"]


def test_failures_that_may_pass_are_tried_again(corpus: str, inbox: Path) -> None:
    for step in plan(corpus).steps(discover([inbox])):
        assert isinstance(step, Job)
        workers.give_up(step, workers.WorkerDied(step.filename, "killed"))
    assert {v.status for v in Corpus.open(corpus).ledger().values()} == {"failed"}
    assert endings(list(plan(corpus).steps(discover([inbox])))) == ["work", "work"]


def test_a_failure_does_not_replace_what_was_usable(corpus: str, inbox: Path) -> None:
    done(corpus, inbox)
    step = next(plan(corpus, again=True).steps(discover([inbox])))
    assert isinstance(step, Job)
    outcome = workers.give_up(step, workers.WorkerDied(step.filename, "killed"))
    assert outcome.ending == "failed"
    assert "the earlier record is kept" in outcome.message
    assert Corpus.open(corpus).get(outcome.id).status == "ok"


@pytest.mark.slow
def test_a_direct_run_reads_everything_and_a_broken_file_fails_alone(
    inbox: Path, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    with zipfile.ZipFile(inbox / "more.zip", "w") as archive:
        archive.writestr("c.txt", TEXT + "c")
    summary = ingest([inbox], corpus, direct=True)
    assert {o.filename: o.ending for o in summary.outcomes} == {
        "a.txt": "ok", "b.txt": "ok", "broken.pdf": "failed", "c.txt": "ok",
    }  # fmt: skip
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "4 sources: 3 ok, 1 failed" in said
    stored = Corpus.open(corpus).rows()
    assert sorted(row["status"] for row in stored) == ["failed", "ok", "ok", "ok"]
    assert report(summary).count("broken.pdf") == 2
    second = ingest([inbox], corpus, direct=True)
    assert (second.count("skipped"), second.count("failed")) == (3, 1)
    assert "earlier run" in second.failed[0].message


@pytest.mark.slow
def test_a_crash_costs_one_document(inbox: Path, corpus: str, tmp_path: Path) -> None:
    """A worker that is killed in mid-document, as the system does when memory runs out."""
    victim = b"victim " * 10

    class Killed(Worker):
        def _ask(self, job: Job, progress: workers.Progress) -> Made:
            self.start()
            assert self._process is not None
            if job.data == victim:
                self._process.kill()
            return super()._ask(job, progress)

    (inbox / "victim.txt").write_bytes(victim)
    run = Run(corpus, Lines(), 1)
    run.workers = workers.Workers(1, Killed)
    run_direct(run, plan(corpus).steps(discover([inbox])))
    assert {o.filename: o.ending for o in run.outcomes} == {
        "a.txt": "ok", "b.txt": "ok", "victim.txt": "failed",
    }  # fmt: skip
    failed = run.summary(0).failed[0]
    assert failed.kind == "crash"
    assert "memory" in failed.message
    assert Corpus.open(corpus).get(failed.id).source.bytes == len(victim)


def test_jobs_are_read_as_they_are_needed(corpus: str, inbox: Path) -> None:
    """Never more than two documents per worker are held in memory."""
    for n in range(10):
        (inbox / f"n{n}.txt").write_text(f"{n}", "utf-8")
    run = Run(corpus, Lines(), 1)
    read: list[str] = []
    done: list[str] = []

    def counted() -> Iterator[Step]:
        for step in plan(corpus).steps(discover([inbox])):
            read.append(step.filename)
            yield step
            assert len(read) - len(done) <= 2

    def work(job: Job) -> Outcome:
        time.sleep(0.01)
        done.append(job.filename)
        run.release(job)
        return Outcome(job.filename, "", "ok")

    with ThreadPoolExecutor(run.threads) as threads:
        dispatch(run, counted(), lambda job: threads.submit(work, job), lambda f, _: f.result())
    assert len(run.outcomes) == 12


def test_records_that_are_done_together_share_a_commit(corpus: str, inbox: Path) -> None:
    """… and each is there when its outcome is told; a full disk is told to all of them."""
    for n in range(10):
        (inbox / f"n{n}.txt").write_text(f"{TEXT}{n}", "utf-8")
    jobs = [s for s in plan(corpus).steps(discover([inbox])) if isinstance(s, Job)]
    made = [workers.make(job) for job in jobs]
    before = Corpus.open(corpus)._table("documents").version()
    keeper = Keeper(corpus)

    def kept(one: Made) -> bool:
        return Corpus.open(corpus).has(keeper.keep(one).id)

    with ThreadPoolExecutor(len(made)) as threads:
        assert all(threads.map(kept, made))
    assert Corpus.open(corpus)._table("documents").version() - before <= 3
    broken = Keeper(str(inbox / "a.txt"))
    with ThreadPoolExecutor(2) as threads:
        for future in [threads.submit(broken.keep, one) for one in made[:2]]:
            with pytest.raises(CorpusError):
                future.result()


def test_progress_by_page_reaches_the_display(corpus: str, inbox: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    class Watching(Lines):
        def page(self, name: str, done: int, total: int) -> None:
            seen.append((name, done, total))

    class Told(Worker):
        def run(self, job: Job, progress: workers.Progress | None = None) -> Made:
            assert progress is not None
            progress(1, 3)
            return workers.make(job)

    run = Run(corpus, Watching(), 1)
    run.workers = workers.Workers(1, Told)
    run_direct(run, plan(corpus).steps(discover([inbox])))
    assert seen == [("a.txt", 1, 3), ("b.txt", 1, 3)]


def test_keeping_says_what_was_kept(corpus: str, inbox: Path) -> None:
    from flows import steps

    document = steps.process(next(discover([inbox])))
    outcome = keep(document, corpus)
    assert (outcome.ending, outcome.id) == ("ok", document.id)
    assert outcome.as_dict()["filename"] == "a.txt"


def test_one_document_is_done_again_with_settings_of_its_own(inbox: Path, corpus: str) -> None:
    done(corpus, inbox)
    id = Plan.of(corpus, USUAL).ledger.popitem()[0]
    result = reprocess(id[:10], corpus, ReadOptions(ocr="always"))
    assert "- auto\n    + always" in result.report
    store = Corpus.open(corpus)
    assert store.get(id).run.options["ocr"] == "always"
    assert store.get(id, 1).run.options["ocr"] == "auto"
    assert "version 2" in result.report


def test_a_file_may_be_named_instead_and_need_not_be_in_the_corpus(
    inbox: Path, corpus: str
) -> None:
    assert "new in the corpus" in reprocess(str(inbox / "a.txt"), corpus).report
    assert "nothing changed" in reprocess(str(inbox / "a.txt"), corpus).report


def test_a_source_that_is_gone_or_changed_is_told(inbox: Path, corpus: str) -> None:
    done(corpus, inbox)
    ids = {row["filename"]: row["id"] for row in Corpus.open(corpus).rows()}
    (inbox / "a.txt").write_text("other", "utf-8")
    (inbox / "b.txt").unlink()
    with pytest.raises(UnreadableFile, match="changed since"):
        reprocess(ids["a.txt"], corpus)
    with pytest.raises(UnreadableFile, match="no longer at"):
        reprocess(ids["b.txt"], corpus)
    with pytest.raises(NotInCorpus):
        reprocess("nothing-like-that", corpus)


def test_a_member_of_an_archive_is_done_again(inbox: Path, corpus: str) -> None:
    with zipfile.ZipFile(inbox / "more.zip", "w") as archive:
        archive.writestr("folder/c.txt", TEXT + "c")
    done(corpus, inbox)
    assert "nothing changed" in reprocess("c.txt", corpus).report
