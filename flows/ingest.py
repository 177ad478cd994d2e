"""``ingest`` as a Prefect flow: one task per document, an artifact that sums up the run.

The work itself is :mod:`flows.runner` and :mod:`flows.workers`; this file only says how
Prefect sees it. It is imported when a flow is to run, and not before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from uuid import uuid4

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from extractors.options import ReadOptions
from flows import progress
from flows.labels import Logged, ingest_name
from flows.outcomes import ENDINGS, PASSING, Outcome, Summary
from flows.runner import Plan, Run, Step, dispatch, number_of_workers
from flows.schedule import end_with_schedule
from flows.sources import discover
from flows.workers import Job

#: Seconds before a document whose failure may pass is tried again.
RETRY_AFTER = 5
#: Documents in the table of a run's artifact.
LISTED = 1000
#: Runs of this process by their key: what a task needs besides its parameters. Bytes, open
#: files and processes are no parameters.
_RUNS: dict[str, Run] = {}
_JOBS: dict[str, Job] = {}


class DocumentFailed(Exception):
    """A document ended as ``failed``: so its task run shows as failed, and the run goes on."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome

    def __str__(self) -> str:
        return self.outcome.message


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, DocumentFailed) and error.outcome.kind in PASSING


#: What makes a function the task of one document.
document_task = task(
    name="document",
    task_run_name="{filename}",
    retries=1,
    retry_delay_seconds=RETRY_AFTER,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)


@document_task
def document(filename: str, uri: str, run: str, job: str) -> dict[str, Any]:
    """Read, repair and describe one document and keep its record in the corpus."""
    del filename, uri  # shown in the Prefect UI
    result = told(_RUNS[run].do(_JOBS[job]))
    del _JOBS[job]
    return result


def told(outcome: Outcome) -> dict[str, Any]:
    """What a task tells of its document.

    Raises:
        DocumentFailed: it failed.
    """
    if outcome.ending == "failed":
        raise DocumentFailed(outcome)
    return outcome.as_dict()


def threads(number: int) -> Any:
    """Prefect's runner with so many threads (its own default has no limit)."""
    return ThreadPoolTaskRunner(max_workers=number)


@flow(name="ingest", flow_run_name=ingest_name, task_runner=threads(os.cpu_count() or 1))
def ingest(
    paths: list[str],
    corpus: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen; Prefect shows it in its form
    again: bool = False,
    workers: int = 0,
    settle: float = 30.0,
) -> dict[str, Any]:
    """Read files, folders and archives into the corpus.

    Args:
        paths: Files, folders and ZIP archives to read.
        corpus: The corpus folder (made if there is none).
        options: How to read: OCR, languages, pages, password.
        again: Also read what the corpus has already.
        workers: Documents at once (0: one per core).
        settle: A file that changed so few seconds ago may still be being written; it is
            left for the next run.
    """
    run, way = _offered.pop() if _offered else _of_its_own(paths, corpus, workers)
    plan = Plan.of(corpus, run.options or options, again=again, settle=settle)
    summary = carry_out(run, way, plan.steps(list(discover(paths))))
    return {e: summary.count(e) for e in ENDINGS}


class Way(Protocol):
    """How the documents of a run get done: by whom, and how one learns that they are."""

    runner: Any

    def __enter__(self) -> object: ...

    def __exit__(self, *_: object) -> None: ...

    def submit(self, job: Job) -> PrefectFuture[Any]:
        """Start a task for the job."""

    def result(self, done: PrefectFuture[Any], job: Job) -> Outcome:
        """What came of a job whose task is done."""


class Here:
    """The way on this machine: each task is a thread that waits for a worker process."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.key = uuid4().hex
        self.runner = threads(run.threads)

    def __enter__(self) -> Here:
        _RUNS[self.key] = self.run
        self.run.workers.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.run.workers.__exit__()
        del _RUNS[self.key]

    def submit(self, job: Job) -> PrefectFuture[Any]:
        """Start a task for the job."""
        name = uuid4().hex
        _JOBS[name] = job
        return document.submit(job.filename, job.uri, self.key, name)

    def result(self, done: PrefectFuture[Any], job: Job) -> Outcome:
        """What came of a job whose task is done."""
        del job
        return outcome_of_task(done)


def outcome_of_task(done: PrefectFuture[Any]) -> Outcome:
    """The outcome of the document of a task that is done.

    Raises:
        Exception: what broke the task itself.
    """
    result = done.result(raise_on_failure=False)
    if isinstance(result, DocumentFailed):
        return result.outcome
    if isinstance(result, BaseException):
        raise result
    return Outcome(**result)


#: The run that the command line hands to the flow in its own process: its display and
#: workers, and a password, which must not become a flow parameter that Prefect stores.
_offered: list[tuple[Run, Way]] = []


def run_here(
    run: Run, way: Way, paths: Sequence[str], options: ReadOptions, *, again: bool
) -> None:
    """The flow in this process, for a run that shows its progress on the terminal."""
    _offered.append((run, way))
    shown = options.model_copy(update={"password": None})
    ingest.with_options(task_runner=way.runner)(
        list(paths), run.corpus, shown, again=again, workers=run.workers.number, settle=0.0
    )


def _of_its_own(paths: Sequence[str], corpus: str, workers: int) -> tuple[Run, Way]:
    end_with_schedule()
    number = number_of_workers(workers, sum(1 for _ in discover(paths)))
    run = Run(corpus, Logged(), number)
    return run, Here(run)


def carry_out(run: Run, way: Way, steps: Iterable[Step]) -> Summary:
    """Submit a task for each job, and keep the artifacts of the run."""
    started = time.monotonic()
    with way:
        dispatch(run, steps, way.submit, way.result)
    run.finish()
    summary = run.summary(time.monotonic() - started)
    keep_artifacts(summary)
    return summary


def keep_artifacts(summary: Summary) -> None:
    """The run in Markdown, and a searchable table of its documents."""
    create_markdown_artifact(progress.report(summary), key="ingest", description=summary.sentence)
    listed = [_row(o) for o in summary.processed[:LISTED]]
    if listed:
        create_table_artifact(listed, key="documents", description="what became of each document")


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": outcome.filename,
        "status": outcome.ending,
        "grade": outcome.grade,
        "pages": outcome.pages,
        "works": outcome.works,
        "tables": outcome.tables,
        "repairs": sum(outcome.repairs.values()),
        "seconds": outcome.seconds,
        "message": outcome.message,
        "id": outcome.id[:12],
    }
