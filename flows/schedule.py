"""The scheduled run over an inbox, with the Prefect UI; with ``--watch`` new files at once.

What is needed is started: a Prefect server (telemetry off) where none is configured, and
a process that carries out the runs. Both end with this command.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import UsageError
from corpus.store import Corpus
from extractors.options import ReadOptions

#: Prefect's own port; another one is taken when it is in use.
PORT = 4200
#: Seconds between two looks at the inbox. A file is whole when it stayed the same between two.
LOOK = 3.0
#: Seconds without a change after which a scheduled run takes a file for whole.
SETTLE = 30.0
#: Tells a run's process to end when the schedule does (see :func:`end_with_schedule`).
SCHEDULED = "VYCHITKA_SCHEDULED"


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is to be done, when, and with which settings."""

    folder: Path
    corpus: str
    cron: str | None = None
    watch: bool = False
    options: ReadOptions = field(default_factory=ReadOptions)
    workers: int = 0

    def parameters(self, paths: Iterable[str] | None = None) -> dict[str, object]:
        """The flow's parameters for a sweep, or for these files (which are known to be whole)."""
        return {
            "paths": [str(self.folder)] if paths is None else list(paths),
            "corpus": self.corpus,
            "options": self.options.model_dump(mode="json"),
            "workers": self.workers,
            "settle": SETTLE if paths is None else 0.0,
        }


def schedule(
    inbox: str | Path,
    corpus: str,
    *,
    cron: str | None = "0 3 * * *",
    watch: bool = False,
    options: ReadOptions | None = None,
    workers: int = 0,
    port: int = PORT,
    verbose: bool = False,
) -> None:
    """Serve the scheduled run until this process is ended (Ctrl-C).

    Raises:
        UsageError: the inbox is no folder, or the cron expression makes no sense.
        PrefectFailed: the local server does not start.
    """
    from flows import server

    folder = Path(inbox).resolve()
    if not folder.is_dir():
        raise UsageError(str(inbox), "there is no such folder")
    if cron is not None:
        check_cron(cron)
    Corpus.open(corpus, create=True)
    home = corpus if "://" in corpus else str(Path(corpus).resolve())
    job = Inbox(folder, home, cron, watch, options or ReadOptions(), workers)
    _say("starting Prefect")
    server.quiet(verbose)
    ours = server.configured() is None
    url = server.ensure(home, ui=True, port=port)
    os.environ[SCHEDULED] = str(os.getpid())
    from flows.served import serve

    _say(f"runs: {cron or 'not by the clock'}{', and new files at once' if watch else ''}")
    _say(f"inbox: {folder}\ncorpus: {home}\nPrefect: {url.removesuffix('/api')}  (Ctrl-C ends it)")
    serve(job, tidy=ours)


def check_cron(expression: str) -> None:
    """Raise for what is no cron expression.

    >>> check_cron("0 3 * * *")
    >>> check_cron("at three")
    Traceback (most recent call last):
    corpus.errors.UsageError: at three: no cron expression; "0 3 * * *" is every night at three
    """
    from datetime import datetime

    from cronsim import CronSim, CronSimError

    try:
        CronSim(expression, datetime.now())
    except CronSimError as error:
        raise UsageError(
            expression, 'no cron expression; "0 3 * * *" is every night at three'
        ) from error


class Watcher:
    """Looks at a folder and hands over new and changed files once they are whole."""

    def __init__(self, folder: Path, found: Callable[[list[str]], None]) -> None:
        self.folder = folder
        self.found = found
        self._seen: dict[str, tuple[int, float]] = {}
        self._open: dict[str, tuple[int, float]] = {}

    def settle(self) -> None:
        """Take what is there now as known: a sweep takes care of it, but leaves those that
        changed a moment ago, so they count as new."""
        whole = time.time() - SETTLE
        self._seen = {path: state for path, state in self._now().items() if state[1] <= whole}

    def look(self) -> list[str]:
        """The files that are new or changed since they were seen, and whole."""
        now = self._now()
        fresh = {path: state for path, state in now.items() if self._seen.get(path) != state}
        whole = [path for path, state in fresh.items() if self._open.get(path) == state]
        self._open = fresh
        self._seen = {p: s for p, s in self._seen.items() if p in now}
        self._seen |= {path: now[path] for path in whole}
        return sorted(whole)

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop."""
        while not stop.wait(LOOK):
            if files := self.look():
                self.found(files)

    def _now(self) -> dict[str, tuple[int, float]]:
        from flows.sources import files_below

        states = {}
        for path in files_below(self.folder):
            try:
                stat = path.stat()
            except OSError:
                continue
            states[str(path)] = (stat.st_size, stat.st_mtime)
        return states


def end_with_schedule() -> None:
    """In the process of a scheduled run: end when the schedule's process is gone."""
    parent = os.environ.get(SCHEDULED)
    if parent is None:
        return

    def watch(pid: int) -> None:
        while _alive(pid):
            time.sleep(2)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        os._exit(1)

    threading.Thread(target=watch, args=(int(parent),), daemon=True).start()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
