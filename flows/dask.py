"""The ingest flow past one machine: the same tasks on the workers of a Dask cluster.

A Dask worker gets the bytes of a document and hands them to a process of its own
(:class:`flows.workers.Worker`), so a file that crashes its reader costs neither the Dask
worker nor the other documents. Nothing with a lock, an open file or a callback crosses
to the workers: a :class:`~flows.workers.Job` goes out, an outcome comes back, and pages
are told as Dask events. The corpus must be reachable from every worker under the same
name: a shared folder or an object store.

Imported only for ``--dask``: it needs the package prefect-dask.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import uuid4

from distributed import Client, get_worker
from distributed.scheduler import KilledWorker
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect_dask.task_runners import DaskTaskRunner

from corpus.errors import EngineFailed
from corpus.store import Corpus
from extractors.options import ReadOptions
from flows.ingest import document_task, outcome_of_task, told
from flows.keeper import Keeper
from flows.outcomes import Outcome
from flows.runner import Run, pipeline
from flows.workers import Job, Worker, WorkerDied, give_up

#: Seconds in which a scheduler must answer.
ANSWER = 20.0
#: Seconds after which a reading process that has nothing to do is ended: the cluster may
#: live on when the run is over.
IDLE = 45.0


class DaskFailed(EngineFailed):
    """The Dask cluster cannot do the work."""

    kind = "dask"
    advice = "`vychitka ingest` without --dask does the same work on this machine"


@dataclass(frozen=True, slots=True)
class Shipment:
    """A job on its way to a Dask worker, and the topic under which its pages are told."""

    job: Job
    topic: str


# -- on the worker ----------------------------------------------------------------------

_idle: list[Worker] = []
_turn = threading.Lock()


def examine(corpus: str, options: ReadOptions) -> tuple[str, str]:
    """On a Dask worker: its pipeline, and which corpus it sees under this name.

    Raises:
        CorpusError: it sees none.
    """
    return pipeline(options), Corpus.open(corpus).identity


@document_task
def document(filename: str, uri: str, shipment: Shipment) -> dict[str, Any]:
    """Read, repair and describe one document on a Dask worker and keep its record."""
    del filename, uri  # shown in the Prefect UI
    seat = get_worker()

    def tell(done: int, total: int) -> None:
        seat.log_event(shipment.topic, (shipment.job.filename, done, total))

    tell(0, 0)
    reader = _borrowed()
    try:
        made = reader.run(shipment.job, tell)
    finally:
        _returned(reader)
    return told(_keeper(shipment.job.corpus).keep(made))


@cache
def _keeper(corpus: str) -> Keeper:
    return Keeper(corpus)


def _borrowed() -> Worker:
    with _turn:
        return _idle.pop() if _idle else Worker()


def _returned(reader: Worker) -> None:
    """Keep the process for the next document; end it when none comes."""
    with _turn:
        _idle.append(reader)

    def end() -> None:
        with _turn:
            tired = reader in _idle and reader.unused_for() >= IDLE
            if tired:
                _idle.remove(reader)
        if tired:
            reader.stop()

    timer = threading.Timer(IDLE + 1.0, end)
    timer.daemon = True
    timer.start()


# -- in the flow ------------------------------------------------------------------------


def places(address: str, corpus: str, options: ReadOptions) -> int:
    """How many documents a running cluster does at once, after a look at its workers.

    Raises:
        DaskFailed: no scheduler answers, it has no workers, or a worker has another
            pipeline or sees another corpus.
    """
    try:
        with Client(address, timeout=ANSWER, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            threads: dict[str, int] = client.nthreads()
            if not threads:
                raise DaskFailed(address, f"it has no workers; start some: dask worker {address}")
            seen = client.run(examine, corpus, options, on_error="return")
    except (OSError, TimeoutError, ValueError) as error:
        raise DaskFailed(address, f"no Dask scheduler answers ({error})") from error
    here = examine(corpus, options)
    for worker, found in seen.items():
        _compare(worker, found, here)
    return sum(threads.values())


def _compare(worker: str, found: Any, here: tuple[str, str]) -> None:
    if isinstance(found, BaseException):
        raise DaskFailed(worker, f"the worker cannot do the work ({found})")
    if found[0] != here[0]:
        raise DaskFailed(worker, "the worker has another version of vychitka, or of its engines")
    if found[1] != here[1]:
        raise DaskFailed(worker, "the worker sees another corpus under this name")


def task_runner(address: str, number: int) -> Any:
    """Prefect's runner on a cluster of so many processes here, or on a running one."""
    if address != "local":
        return DaskTaskRunner(address=address)
    return DaskTaskRunner(
        cluster_kwargs={
            "n_workers": number,
            "threads_per_worker": 1,
            "processes": True,
            "dashboard_address": None,
            "memory_limit": 0,  # the documents are read in processes of their own
        }
    )


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile leave Ctrl-C to us: the terminal sends it to all,
    and each would print a traceback."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Spread:
    """The way of a run over Dask (see :class:`flows.ingest.Here`)."""

    def __init__(self, run: Run, address: str) -> None:
        self.run = run
        self.runner = task_runner(address, run.workers.number)
        self.local = address == "local"
        self.topic = f"vychitka-{uuid4().hex}"
        self._begun: set[str] = set()

    def __enter__(self) -> Spread:
        context = FlowRunContext.get()
        assert context is not None
        with _deaf_to_ctrl_c():
            self._client: Client = context.task_runner.client  # type: ignore[attr-defined]
        self._client.subscribe_topic(self.topic, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.unsubscribe_topic(self.topic)  # type: ignore[no-untyped-call]

    def submit(self, job: Job) -> PrefectFuture[Any]:
        """Send a job to the cluster."""
        if not self.local and not job.options.jobs:  # a thread of Dask stands for a core
            job = replace(job, options=job.options.model_copy(update={"jobs": 1}))
        job = replace(job, corpus=absolute(job.corpus))
        return document.submit(job.filename, job.uri, Shipment(job, self.topic))

    def result(self, done: PrefectFuture[Any], job: Job) -> Outcome:
        """What came of a job; one whose Dask workers died has failed."""
        try:
            return outcome_of_task(done)
        except KilledWorker:
            died = WorkerDied(job.filename, "the Dask workers that had it died, one after another")
            return give_up(job, died)

    def _hear(self, event: tuple[float, tuple[str, int, int]]) -> None:
        name, done, total = event[1]
        if total:
            self.run.shown.page(name, done, total)
        elif name not in self._begun:
            self._begun.add(name)
            self.run.shown.begin(name)


def absolute(corpus: str) -> str:
    """The corpus as the workers find it, wherever they were started."""
    return corpus if "://" in corpus else os.path.abspath(corpus)  # noqa: PTH100 - links stay
