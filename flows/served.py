"""The deployments that ``vychitka schedule`` serves. Prefect is loaded here."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    StateType,
)
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows import tracked
from flows.export import export
from flows.ingest import ingest
from flows.labels import sources_name
from flows.schedule import LOOK, Inbox, Watcher

log = logging.getLogger("vychitka")

#: Seconds between two looks for runs that are due (Prefect's own are 10).
POLL = 3.0
#: A sweep that finds another one at work is left out: the other does its work.
ONE_SWEEP = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
#: New files wait their turn.
IN_TURN = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)


def serve(inbox: Inbox, *, tidy: bool) -> None:
    """Serve the deployments until the process is ended. ``tidy``: the server is ours, so a
    run that it calls running is one that was killed with an earlier schedule."""
    if tidy:
        asyncio.run(end_lost_runs())
    stop = threading.Event()
    if inbox.watch:
        threading.Thread(target=_watch, args=(inbox, stop), daemon=True, name="inbox").start()
    runner = Server(name="vychitka", pause_on_shutdown=False, query_seconds=POLL, limit=None)
    for deployment in deployments(inbox):
        runner.add_deployment(deployment)
    try:
        asyncio.run(runner.start())
    except KeyboardInterrupt:
        log.info("ended")
    finally:
        stop.set()


class Server(Runner):
    """Prefect's runner, ended by SIGTERM as it is by Ctrl-C: its own way of doing that waits
    for what it has never started."""

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """End; what asyncio says of connections to runs that end with us is no news."""
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        raise KeyboardInterrupt


def deployments(inbox: Inbox) -> list[Any]:
    """The sweep by the clock, new files, one document again, and an export: each can also be
    started from its form in the Prefect UI."""
    by_module: dict[str, Any] = {
        "entrypoint_type": EntrypointType.MODULE_PATH,
        "tags": ["vychitka"],
    }
    return [
        ingest.to_deployment(
            "inbox", cron=inbox.cron, parameters=inbox.parameters(), concurrency_limit=ONE_SWEEP,
            description=f"Read what is new in {inbox.folder}", **by_module,
        ),
        ingest.to_deployment(
            "files", parameters=inbox.parameters([]), concurrency_limit=IN_TURN,
            description="Read these files", **by_module,
        ),
        tracked.reprocess.to_deployment(
            "one-off", parameters={"corpus": inbox.corpus}, **by_module,
            description="Do one document again, with settings of its own",
        ),
        export.to_deployment(
            "export", parameters={"corpus": inbox.corpus}, **by_module,
            description="Write the corpus in another format",
        ),
    ]  # fmt: skip


def _watch(inbox: Inbox, stop: threading.Event) -> None:
    """Sweep once, then start a run for each handful of new files."""

    def found(files: list[str]) -> None:
        _start("files", inbox.parameters(files), sources_name(files), stop)

    watcher = Watcher(inbox.folder, found)
    watcher.settle()
    _start("inbox", None, inbox.folder.name, stop)
    watcher.run(stop)


def _start(
    deployment: str, parameters: dict[str, Any] | None, name: str, stop: threading.Event
) -> None:
    """Start a run; while the server does not answer (or the deployment is still on its way
    to it) the files wait here."""
    while not stop.is_set():
        try:
            run_deployment(
                f"ingest/{deployment}", parameters=parameters, timeout=0, flow_run_name=name
            )
        except (ObjectNotFound, HTTPError) as error:
            log.info("the run cannot be started yet: %s", error or type(error).__name__)
            stop.wait(LOOK)
        else:
            return


async def end_lost_runs() -> int:
    """Mark runs that were killed as crashed: they would hold their place for ever."""
    types = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=types))
    async with get_client() as client:
        lost = await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=state))
        for run in lost:
            gone: Any = Crashed(message="its process was ended")
            await client.set_flow_run_state(run.id, gone, force=True)
    return len(lost)
