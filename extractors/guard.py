"""A child process that does the risky part of reading, one call at a time, within limits.

A page can hang or crash the library that draws it, or ask it for all memory. What runs in the
child costs that call only: the child is ended, the next call gets a new one. The child is
forked, so it starts at once with everything that is loaded; where there is no fork, calls
run in this process without limits.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from corpus.errors import EngineFailed, PageTimeout, VychitkaError

#: Bytes that a child may take besides what it starts with.
_MEMORY = 1_200_000_000
#: Wall-clock seconds granted per second of processor time: other work may be running.
_PATIENCE = 8.0
#: Each timeout halves the seconds of the calls that follow, down to these: a file whose every
#: page hangs must come to an end.
_LEAST_SECONDS = 1.0
_FORKS = hasattr(os, "fork")


class Guard:
    """Calls methods of the object that ``make`` makes, in a child process.

    ``seconds`` is the processor time that a call may take. Use as a context manager.
    """

    def __init__(self, make: Callable[[], Any], seconds: float) -> None:
        self._make = make
        self._seconds = seconds
        self._child = 0
        self._line: Connection | None = None
        self._here: Any = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._here is not None:
            self._here.close()
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._child:
            self._reap(kill=True)

    def call(self, method: str, *arguments: Any) -> Any:
        """The result of a method.

        Raises:
            PageTimeout: it took too long.
            EngineFailed: the child crashed, or ran out of memory.
            VychitkaError: whatever the method raises of these.
        """
        if not _FORKS:
            self._here = self._here or self._make()
            return getattr(self._here, method)(*arguments)
        line = self._line or self._start()
        try:
            line.send((method, arguments, self._seconds))
            if not line.poll(self._seconds * _PATIENCE):
                raise self._too_slow()
            kind, value = line.recv()
        except (EOFError, OSError) as error:
            raise self._died() from error
        if kind is not None:
            raise kind(*value)
        return value

    def _start(self) -> Connection:
        self._line, theirs = Pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: none hold our locks
            self._child = os.fork()
        if self._child == 0:
            self._line.close()
            _serve(theirs, self._make)
        theirs.close()
        return self._line

    def _too_slow(self) -> PageTimeout:
        seconds = self._seconds
        self._forget()
        self._seconds = max(seconds / 2, _LEAST_SECONDS)
        return PageTimeout("", f"not read within {seconds:g} s of processor time")

    def _died(self) -> VychitkaError:
        status = self._forget()
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            return self._too_slow()
        return EngineFailed("", "the page crashed its reader, or took too much memory")

    def _forget(self) -> int:
        """Let go of the child; how it ended."""
        if self._line is not None:
            self._line.close()
            self._line = None
        return self._reap(kill=False)

    def _reap(self, *, kill: bool) -> int:
        """Wait for the child's end for a moment, then end it."""
        child, self._child = self._child, 0
        if not child:
            return 0
        with contextlib.suppress(ChildProcessError, ProcessLookupError):
            deadline = time.monotonic() + (0.0 if kill else 1.0)
            while True:
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    return status
                if time.monotonic() >= deadline:
                    break
                time.sleep(0.02)
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1]
        return 0


def _serve(line: Connection, make: Callable[[], Any]) -> None:
    """The child's life: answer calls until the line is closed."""
    try:
        gc.freeze()  # what the child was forked with is no garbage: it is not searched, nor copied
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _limit_memory()
        target: Any = None
        while True:
            method, arguments, seconds = line.recv()
            _limit_time(seconds)
            try:
                target = target if target is not None else make()
                line.send((None, getattr(target, method)(*arguments)))
            except VychitkaError as error:
                line.send((type(error), (error.subject, error.detail)))
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:  # a MemoryError, or a bug: the parent tells of a crash
        os._exit(1)


def _limit_time(seconds: float) -> None:
    """SIGXCPU after so many more seconds of processor time (whole ones, rounded up)."""
    import resource

    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used + seconds) + 1
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit_memory() -> None:
    import resource

    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        size = int(pages) * resource.getpagesize()
    except (OSError, ValueError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size + _MEMORY
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
