"""A run over many sources: what is to be done, by whom, and what came of it.

The Prefect flow and the direct run are two ways to call the same functions. The corpus
is the ledger: a document that is in it for this pipeline is done, so a run that was
killed goes on where it stopped, and a second run does nothing.
"""

from __future__ import annotations

import hashlib
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from corpus.document import Fault
from corpus.fingerprint import same_pipeline
from corpus.store import Corpus, Version
from extractors.options import ReadOptions
from flows import steps
from flows.keeper import GROUP, Keeper
from flows.outcomes import PASSING, Outcome, Summary
from flows.progress import Display, close, display
from flows.sources import SourceFile, discover
from flows.workers import Job, Workers

if TYPE_CHECKING:
    from flows.ingest import Way

F = TypeVar("F", bound="Promise")

#: What a source turns out to be: work, or an outcome at once.
Step = Job | Outcome


def ingest(
    paths: Sequence[str | os.PathLike[str]],
    corpus: str,
    options: ReadOptions | None = None,
    *,
    direct: bool = False,
    again: bool = False,
    workers: int = 0,
    verbose: bool = False,
    dask: str | None = None,
) -> Summary:
    """Read files, folders and archives into the corpus; skip what it has already.

    Progress and the closing table go to stderr. Without ``direct`` it is a Prefect flow
    run, unless there is nothing to do: then nothing is started. ``dask`` has it carried out
    by a Dask cluster: "local" (one of its own) or the address of a scheduler ("tcp://…").

    Raises:
        UsageError: a path does not exist, or the settings make no sense.
        CorpusError: the corpus cannot be read or written.
        MissingDependency: ``dask`` without the package prefect-dask.
    """
    if dask is not None:
        check_dask(dask, direct=direct)
    started = time.monotonic()
    options = options or ReadOptions()
    sources = list(discover(paths))
    plan = Plan.of(corpus, options, again=again)
    with display(len(sources)) as shown:
        run = Run(corpus, shown, number_of_workers(workers, len(sources)), options)
        first = list(until_work(plan.steps(sources)))
        if not first or isinstance(first[-1], Outcome):
            run.record_all(first)
        elif direct:
            run_direct(run, plan.again().steps(sources))
        else:
            names = [str(p) for p in paths]
            run_as_flow(run, names, options, again=again, verbose=verbose, dask=dask)
    summary = run.summary(time.monotonic() - started)
    close(summary)
    return summary


def run_as_flow(
    run: Run,
    paths: Sequence[str],
    options: ReadOptions,
    *,
    again: bool,
    verbose: bool,
    dask: str | None = None,
) -> None:
    """The Prefect flow in this process, on a server that is started where none is configured.

    Worker processes load while the server starts.
    """
    from flows import server

    server.quiet(verbose)
    if dask is None:
        run.shown.say("starting Prefect (--direct does the same work without it)")
        run.workers.warm_up()
    else:
        run.shown.say(f"starting Prefect, with Dask ({dask})")
        os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "info" if verbose else "critical")
    with run.workers:
        server.ensure(run.corpus)
        from flows import ingest as flow

        flow.run_here(run, _way(run, options, dask), paths, options, again=again)


def _way(run: Run, options: ReadOptions, dask: str | None) -> Way:
    from flows.ingest import Here

    if dask is None:
        return Here(run)
    from flows.dask import Spread, absolute, places

    if dask != "local":
        run.workers.number = places(dask, absolute(run.corpus), options)
    return Spread(run, dask)


def check_dask(dask: str, *, direct: bool = False) -> None:
    """Raise for what ``--dask`` does not take, before anything is started."""
    from importlib.util import find_spec

    from corpus.errors import MissingDependency, UsageError

    if direct:
        raise UsageError("--dask", "Dask carries out the Prefect flow; leave out --direct")
    if dask != "local" and "://" not in dask:
        raise UsageError(
            dask, "--dask takes local, or a scheduler's address like tcp://127.0.0.1:8786"
        )
    if find_spec("prefect_dask") is None:
        raise MissingDependency("--dask", "the Python package prefect-dask is not installed")
    where = urlsplit(dask)
    if where.scheme == "tcp":
        try:
            socket.create_connection((where.hostname or "", where.port or 8786), 10).close()
        except (OSError, ValueError) as error:
            advice = "start one with `dask scheduler`"
            raise UsageError(dask, f"no Dask scheduler answers ({error}); {advice}") from error


def until_work(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps up to the first that is work."""
    for step in steps:
        yield step
        if isinstance(step, Job):
            return


def number_of_workers(wanted: int, sources: int) -> int:
    """Processes for a run: one per core, not more than there are sources."""
    return max(1, min(wanted or os.cpu_count() or 1, sources))


@dataclass
class Plan:
    """Decides what each source is: work for this pipeline, or done already."""

    corpus: str
    options: ReadOptions
    ledger: dict[str, Version]
    failures: dict[str, list[Fault]]
    redo: bool = False
    #: A file that changed so few seconds ago may still be being written.
    settle: float = 0.0
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, corpus: str, options: ReadOptions, *, again: bool = False, settle: float = 0.0
    ) -> Plan:
        """The plan for a corpus as it is now (it is made if there is none)."""
        store = Corpus.open(corpus, create=True)
        return cls(corpus, options, store.ledger(), store.failures(), again, settle)

    def again(self) -> Plan:
        """The same plan from the start."""
        return Plan(self.corpus, self.options, self.ledger, self.failures, self.redo, self.settle)

    def steps(self, sources: Iterable[SourceFile]) -> Iterator[Step]:
        """Each source as work or as an outcome, in order; bytes are read as they are needed."""
        for source in sources:
            yield self.step(source)

    def step(self, source: SourceFile) -> Step:
        """What a source is."""
        if self.settle and _age(source.uri) < self.settle:
            return Outcome(source.filename, source.uri, "waiting")
        try:
            data = source.load()
        except Exception:
            return self._unreadable(source)
        id = hashlib.sha256(data or source.uri.encode()).hexdigest()
        if id in self.seen:
            return Outcome(
                source.filename, source.uri, "skipped", id, message="the same bytes as another"
            )
        self.seen.add(id)
        options = self._options_for(id)
        if options is None:
            return self._as_it_stands(source, id)
        return Job(source.filename, source.uri, data, options, self.corpus)

    def _as_it_stands(self, source: SourceFile, id: str) -> Outcome:
        """A document that is in the corpus; one that failed there has failed here."""
        known = self.ledger[id]
        if known.status != "failed":
            return Outcome(source.filename, source.uri, "skipped", id, known.grade)
        first = next(iter(self.failures.get(id, [])), None)
        reason = first.message if first else ""
        return Outcome(
            source.filename, source.uri, "failed", id, known.grade,
            kind=first.kind if first else "", message=f"{reason} (as in an earlier run)",
        )  # fmt: skip

    def _options_for(self, id: str) -> ReadOptions | None:
        """The settings to process a document with; ``None``: its record stands.

        Settings that were given for one document (``reprocess``) stay with it until
        others are given: a record is not read again only because this run says nothing.
        """
        known = self.ledger.get(id)
        if known is None or self.redo:
            return self.options
        if self._may_pass_now(id):
            return self.options
        current = pipeline(self.options)
        if known.fingerprint == current:
            return None
        if not _is_default(self.options):
            return self.options
        if same_pipeline(known.fingerprint, current):
            return None
        return _options_of(known, self.options)

    def _may_pass_now(self, id: str) -> bool:
        kinds = {fault.kind for fault in self.failures.get(id, [])}
        return bool(kinds & PASSING) or ("password" in kinds and self.options.password is not None)

    def _unreadable(self, source: SourceFile) -> Outcome:
        from flows import steps
        from flows.workers import keep

        return keep(steps.process(source, self.options), self.corpus)


def pipeline(options: ReadOptions) -> str:
    """The fingerprint that records made with these options bear."""
    return steps.pipeline_fingerprint(options)


def _is_default(options: ReadOptions) -> bool:
    neutral = {"jobs": 0, "password": None}
    return options.model_copy(update=neutral) == ReadOptions()


def _options_of(known: Version, options: ReadOptions) -> ReadOptions:
    """The settings that a record was made with; a password is not among them."""
    import json

    told: dict[str, Any] = json.loads(known.options or "{}")
    given = {k: v for k, v in told.items() if k in ReadOptions.model_fields}
    return ReadOptions.model_validate({**given, "password": options.password, "jobs": options.jobs})


def _age(uri: str) -> float:
    """Seconds since the file behind a URI changed (large for what is no file)."""

    path = Path(unquote(urlsplit(uri).path))
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")


class Run:
    """A run in progress: its workers, its display, and the outcomes so far."""

    def __init__(
        self, corpus: str, shown: Display, workers: int, options: ReadOptions | None = None
    ) -> None:
        self.corpus = corpus
        self.shown = shown
        self.options = options
        self.workers = Workers(workers)
        self.keeper = Keeper(corpus)
        self.outcomes: list[Outcome] = []
        self._turn = threading.Lock()
        #: What the dispatcher waits for: a job that is read (``None``), or a future.
        self.events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._held: set[int] = set()

    @property
    def threads(self) -> int:
        """Threads that a run needs: documents in work, read ahead, and being kept."""
        return 2 * self.workers.number + GROUP

    def do(self, job: Job) -> Outcome:
        """Have one job done by the next free worker, with progress, and its record kept."""
        self.shown.begin(job.filename)
        try:
            made = self.workers.run(job, lambda n, of: self.shown.page(job.filename, n, of))
        finally:
            self.release(job)
        return self.keeper.keep(made)

    def hold(self, job: Job) -> None:
        """Count a job among those whose bytes are in memory."""
        with self._turn:
            self._held.add(id(job))

    def release(self, job: Job) -> None:
        """The job's bytes are read."""
        with self._turn:
            if id(job) in self._held:
                self._held.remove(id(job))
                self.events.put(None)

    @property
    def is_full(self) -> bool:
        """Whether two documents per worker are in memory: one in work, one read ahead."""
        with self._turn:
            return len(self._held) >= 2 * self.workers.number

    def record(self, outcome: Outcome) -> None:
        """Note how a source ended."""
        with self._turn:
            self.outcomes.append(outcome)
            self.shown.end(outcome)

    def record_all(self, steps: Iterable[Step]) -> None:
        """Note the outcomes among the steps."""
        for step in steps:
            if isinstance(step, Outcome):
                self.record(step)

    def prepared(self, job: Job) -> Job:
        """The job with its share of the cores, when several documents are in work."""
        from dataclasses import replace

        if job.options.jobs:
            return job
        share = max(1, (os.cpu_count() or 1) // self.workers.number)
        return replace(job, options=job.options.model_copy(update={"jobs": share}))

    def summary(self, seconds: float) -> Summary:
        """The run as it stands; outcomes in the order of their names."""
        outcomes = sorted(self.outcomes, key=lambda o: (o.uri, o.id))
        return Summary(self.corpus, outcomes, seconds)

    def finish(self) -> None:
        """Leave the corpus tidy."""
        Corpus.open(self.corpus).compact()


def run_direct(run: Run, steps: Iterable[Step]) -> None:
    """Do the work in threads that each wait for a worker process; no Prefect."""

    def one(job: Job) -> Outcome:
        outcome = run.do(job)
        return run.do(job) if outcome.kind in PASSING else outcome

    threads = ThreadPoolExecutor(run.threads)
    try:
        with run.workers:
            dispatch(run, steps, lambda job: threads.submit(one, job), _result)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    run.finish()


def _result(done: Future[Outcome], _: Job) -> Outcome:
    return done.result()


class Promise(Protocol):
    """What the futures of threads and of Prefect have in common."""

    def add_done_callback(self, fn: Callable[[Any], None], /) -> object:
        """Call ``fn`` with the future when it is done."""


def dispatch(
    run: Run,
    steps: Iterable[Step],
    submit: Callable[[Job], F],
    result: Callable[[F, Job], Outcome],
) -> None:
    """Hand out jobs and note how they end, never more bytes in memory than two documents per
    worker: so much is read ahead."""
    pending: dict[F, Job] = {}

    def settle(done: F | None) -> None:
        if done is not None and (job := pending.pop(done, None)) is not None:
            run.release(job)
            run.record(result(done, job))

    for step in steps:
        if isinstance(step, Outcome):
            run.record(step)
            continue
        job = run.prepared(step)
        run.hold(job)
        future = submit(job)
        pending[future] = job
        future.add_done_callback(run.events.put)
        while run.is_full or not run.events.empty():
            settle(run.events.get())
    while pending:
        settle(run.events.get())
