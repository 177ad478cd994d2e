"""Worker processes: one document at a time each, and no document can hurt the others.

A worker is a plain interpreter (it never imports Prefect) that receives jobs over a
socket; finished records (see :mod:`flows.keeper`) and page counts come back. A worker that crashes or falls silent costs its one document. Workers and the
Tesseracts that they started end with the process that started them, however it ends:
each worker is a process group of its own and watches a pipe that closes with its parent.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from corpus.errors import EngineFailed, PageTimeout, VychitkaError
from extractors.options import ReadOptions
from flows.keeper import Keeper, Made, made_of
from flows.outcomes import Outcome

if TYPE_CHECKING:
    from corpus.document import Document

#: ``progress(done, total)`` in pages.
Progress = Callable[[int, int], None]

#: A worker that has not said anything for so long is given up (seconds): longer than any
#: page may take, and than the repair of a book.
SILENCE = 900.0
#: Documents after which a worker is replaced, so that what libraries leak stays small.
LIFETIME = 100


@dataclass(frozen=True, slots=True)
class Job:
    """One source to be processed into one corpus."""

    filename: str
    uri: str
    data: bytes
    options: ReadOptions
    corpus: str


class WorkerDied(VychitkaError):
    """The process that read a file was ended by the file (or for want of memory)."""

    exit_code = EngineFailed.exit_code
    kind = "crash"
    advice = "the other documents are not affected; please report it with the file"


def make(job: Job, progress: Progress | None = None) -> Made:
    """Process one source; its record is still to be kept."""
    from flows import sources, steps

    source = sources.from_bytes(job.data, job.filename, job.uri)
    return made_of(steps.process(source, job.options, progress))


def do(job: Job, progress: Progress | None = None) -> Outcome:
    """Process one source in this process and keep its record."""
    return Keeper(job.corpus).keep(make(job, progress))


def keep(document: Document, corpus: str) -> Outcome:
    """Put a record into the corpus; a failure does not replace what was usable."""
    return Keeper(corpus).keep(made_of(document))


def failed(job: Job, error: VychitkaError) -> Document:
    """A failed record for a source whose worker did not come back."""
    import hashlib

    from flows import sources, steps

    def load() -> bytes:
        raise error

    record = steps.process(sources.SourceFile(job.filename, job.uri, load), job.options)
    digest = hashlib.sha256(job.data).hexdigest()
    source = record.source.model_copy(update={"sha256": digest, "bytes": len(job.data)})
    return record.model_copy(update={"id": digest, "source": source})


def give_up(job: Job, error: VychitkaError) -> Outcome:
    """Keep a failed record for a source whose worker did not come back."""
    return keep(failed(job, error), job.corpus)


class Worker:
    """One worker process, started when it gets its first job and replaced when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._done = 0
        self._last = time.monotonic()
        self.closed = False

    def run(self, job: Job, progress: Progress | None = None) -> Made:
        """Have a record made; a crash or a long silence makes a failed one."""
        try:
            return self._ask(job, progress or _nobody)
        except (PageTimeout, WorkerDied) as error:
            if self.closed:
                raise
            self.stop()
            return made_of(failed(job, error))
        finally:
            self._last = time.monotonic()

    def unused_for(self) -> float:
        """Seconds since the last job was done."""
        return time.monotonic() - self._last

    def start(self) -> None:
        """Start the process, if there is none.

        Raises:
            WorkerDied: the run is over (what waited for this worker is given up).
        """
        if self.closed:
            raise WorkerDied("", "the run was ended")
        if self._process is not None:
            return
        ours, theirs = socket.socketpair()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "flows.workers", str(theirs.fileno())],
                stdin=subprocess.PIPE,  # the lifeline: closes when we end
                stdout=self._words,
                stderr=self._words,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        self._line = Connection(ours.detach())
        self._done = 0

    def stop(self) -> None:
        """End the process and everything that it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        if self._line:
            self._line.close()
        self._words.close()
        self._process = self._line = None

    def _ask(self, job: Job, progress: Progress) -> Made:
        if self._done >= LIFETIME:
            self.stop()
        self.start()
        assert self._line is not None
        try:
            self._line.send(job)
            while self._line.poll(SILENCE):
                said = self._line.recv()
                if isinstance(said, Made):
                    self._done += 1
                    return said
                progress(*said)
        except (EOFError, ConnectionError) as error:
            raise self._epitaph(job) from error
        raise PageTimeout(job.filename, f"no sign of life for {SILENCE / 60:.0f} minutes")

    def _epitaph(self, job: Job) -> WorkerDied:
        """How the process ended, with its last words."""
        assert self._process is not None
        code = self._process.wait()
        if code == -signal.SIGKILL:
            cause = "it was killed, probably for want of memory"
        elif code < 0:
            cause = f"it ended with {signal.Signals(-code).name}"
        else:
            cause = f"it ended with exit code {code}"
        self._words.seek(0)
        words = self._words.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return WorkerDied(job.filename, "; ".join([cause, *words[-1:]]))


class Workers:
    """A fixed number of workers that threads borrow."""

    def __init__(self, number: int, kind: Callable[[], Worker] = Worker) -> None:
        self.number = number
        self._all = [kind() for _ in range(number)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._all:
            self._free.put(worker)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.closed = True
            worker.stop()

    def warm_up(self) -> None:
        """Start the processes now; they load what they need while they wait."""
        for worker in self._all:
            worker.start()

    def run(self, job: Job, progress: Progress | None = None) -> Made:
        """Have a record made by the next free worker (waits for one)."""
        with self._borrowed() as worker:
            return worker.run(job, progress)

    @contextmanager
    def _borrowed(self) -> Iterator[Worker]:
        worker = self._free.get()
        try:
            yield worker
        finally:
            self._free.put(worker)


def _nobody(done: int, total: int) -> None:
    """Progress that nobody watches."""


# -- the other side -------------------------------------------------------------------


def end_with(lifeline: int, grace: float = 0.0) -> None:
    """End this process group when the other end of the pipe ``lifeline`` is closed; with
    ``grace`` the process is asked first and has so many seconds."""

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(lifeline, 1):
                pass
        if grace:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(grace)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="lifeline").start()


def serve(line: Connection) -> None:
    """Do jobs until the line is closed."""
    from corpus import schema  # noqa: F401 - loaded before the first job arrives
    from flows import steps  # noqa: F401

    turn = threading.Lock()

    def say(message: object) -> None:
        with turn:
            line.send(message)

    while True:
        try:
            job = line.recv()
        except EOFError:
            return
        say(make(job, lambda done, total: say((done, total))))


def main() -> None:
    """The worker process: ``python -m flows.workers FD``, with a lifeline on stdin."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(os.dup(sys.stdin.fileno()))
    from flows.workers import serve as serve_once_imported  # one copy of the classes

    serve_once_imported(Connection(int(sys.argv[1])))


if __name__ == "__main__":
    main()
