"""``ingest`` as a Prefect flow: one task per document, an artifact that sums up the run.

The work itself is :mod:`flows.runner` and :mod:`flows.workers`; this file only says how
Prefect sees it. It is imported when a flow is to run, and not before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from extractors.options import ReadOptions
from flows import progress
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
        super().__init__(outcome.message)
        self.outcome = outcome


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, DocumentFailed) and error.outcome.kind in PASSING


@task(
    name="document",
    task_run_name="{filename}",
    retries=1,
    retry_delay_seconds=RETRY_AFTER,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def document(filename: str, uri: str, run: str, job: str) -> dict[str, Any]:
    """Read, repair and describe one document and keep its record in the corpus."""
    del filename, uri  # shown in the Prefect UI
    outcome = _RUNS[run].do(_JOBS[job])
    if outcome.ending == "failed":
        raise DocumentFailed(outcome)
    del _JOBS[job]
    return outcome.as_dict()


def threads(number: int) -> Any:
    """Prefect's runner with so many threads (its own default has no limit)."""
    return ThreadPoolTaskRunner(max_workers=number)


@flow(name="ingest", task_runner=threads(os.cpu_count() or 1))
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
    run = _offered.pop() if _offered else _of_its_own(paths, corpus, workers)
    plan = Plan.of(corpus, run.options or options, again=again, settle=settle)
    summary = carry_out(run, plan.steps(list(discover(paths))))
    return {e: summary.count(e) for e in ENDINGS}


#: The run that the command line hands to the flow in its own process: its display and
#: workers, and a password, which must not become a flow parameter that Prefect stores.
_offered: list[Run] = []


def run_here(run: Run, paths: Sequence[str], options: ReadOptions, *, again: bool) -> None:
    """The flow in this process, for a run that shows its progress on the terminal."""
    _offered.append(run)
    told = options.model_copy(update={"password": None})
    ingest.with_options(task_runner=threads(run.workers.number))(
        list(paths), run.corpus, told, again=again, workers=run.workers.number, settle=0.0
    )


def _of_its_own(paths: Sequence[str], corpus: str, workers: int) -> Run:
    end_with_schedule()
    number = number_of_workers(workers, sum(1 for _ in discover(paths)))
    return Run(corpus, progress.Lines(), number)


def carry_out(run: Run, steps: Iterable[Step]) -> Summary:
    """Submit a task for each job, and keep the artifacts of the run."""
    key, started = uuid4().hex, time.monotonic()
    _RUNS[key] = run

    def submit(job: Job) -> PrefectFuture[Any]:
        name = uuid4().hex
        _JOBS[name] = job
        return document.submit(job.filename, job.uri, key, name)

    try:
        with run.workers:
            dispatch(run, steps, submit, _first_done)
        run.finish()
    finally:
        del _RUNS[key]
    summary = run.summary(time.monotonic() - started)
    keep_artifacts(summary)
    return summary


def _first_done(
    pending: Sequence[PrefectFuture[Any]],
) -> tuple[PrefectFuture[Any], Outcome]:
    done = next(as_completed(list(pending)))
    result = done.result(raise_on_failure=False)
    if isinstance(result, DocumentFailed):
        return done, result.outcome
    if isinstance(result, BaseException):
        raise result
    return done, Outcome(**result)


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
