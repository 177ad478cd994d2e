"""Work on pages in parallel with few of them in memory, results in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def workers(jobs: int) -> int:
    """How many pages at once: ``jobs``, or one per core that this process may use."""
    if jobs > 0:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(tasks: Iterable[Callable[[], T] | T], jobs: int) -> Iterator[T]:
    """Results of ``tasks`` in their order: a callable runs in a thread, anything else is a
    result already. At most ``jobs`` + 1 callables wait or run, so pictures do not pile up.

    >>> list(in_order([lambda: 1, 2, lambda: 3], jobs=2))
    [1, 2, 3]
    """
    pending: deque[Future[T]] = deque()
    with ThreadPoolExecutor(max_workers=workers(jobs)) as pool:
        try:
            for task in tasks:
                pending.append(pool.submit(task) if callable(task) else _done(task))
                while pending and (pending[0].done() or _busy(pending) > workers(jobs)):
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


def _busy(pending: Iterable[Future[T]]) -> int:
    return sum(not future.done() for future in pending)
