"""A local Prefect server where none is configured: it ends with the process that needs it.

Prefect's own temporary server outlives a killed run; this one watches a pipe that closes
with its parent. Its database lies in ``.prefect`` in the corpus folder, so the history
of the runs stays with the corpus. Telemetry is off.

Nothing here imports Prefect: the settings must be in place before that.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

from corpus.errors import EngineFailed

#: Seconds that a server may take to start (a fresh database on a slow machine takes 30).
STARTUP = 180.0
#: Seconds for an answer of a running server.
ANSWER = 5.0
#: Seconds that the server gets to close its database when its parent has ended.
GRACE = 10.0
#: What a server for one run does not need.
IDLE_SERVICES = (
    "CANCELLATION_CLEANUP", "DB_VACUUM", "EVENT_LOGGER", "FOREMAN", "LATE_RUNS",
    "PAUSE_EXPIRATIONS", "SCHEDULER", "TRIGGERS", "REPOSSESSOR",
)  # fmt: skip


class PrefectFailed(EngineFailed):
    """The local Prefect server does not start."""

    kind = "prefect"
    advice = "`vychitka ingest --direct` does the same work without it"


def quiet(verbose: bool = False) -> None:
    """Settings for every run: no telemetry, Prefect's log off the terminal unless wanted."""
    level = "INFO" if verbose else "CRITICAL"
    for name, value in {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": level,
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP),
        "PREFECT_CLI_PROMPT": "false",
    }.items():
        os.environ.setdefault(name, value)


def configured() -> str | None:
    """The Prefect server that the user has set up (environment or profile), if any."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text("utf-8"))
        active = os.environ.get("PREFECT_PROFILE", profiles.get("active", ""))
        url = profiles["profiles"][active].get("PREFECT_API_URL")
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError):
        return None
    return str(url) if url else None


def home_of(corpus: str) -> Path:
    """Where the server of a corpus keeps its database: inside a corpus folder, else (object
    stores) in the user's state folder."""
    if "://" not in corpus:
        return Path(corpus).resolve() / ".prefect"
    state = Path(os.environ.get("XDG_STATE_HOME", "~/.local/state")).expanduser()
    return state / "vychitka" / "prefect"


def ensure(corpus: str, *, ui: bool = False, port: int = 0) -> str:
    """The API address of a Prefect server: the configured one, one that runs for this corpus
    already, or a new one that ends with this process. Sets ``PREFECT_API_URL``.

    A second run beside another one gets a database of its own: two servers on one SQLite
    file block each other. The server is not stopped earlier, as Prefect sends the last
    events of a run when the process ends.
    """
    url = configured() or running(corpus)
    if url is None:
        home, passing = _home(home_of(corpus))
        os.environ["PREFECT_HOME"] = str(home)
        url = _start(home, ui=ui, port=port, passing=passing)
        (home / "server.json").write_text(json.dumps({"url": url, "lasts": ui}), "utf-8")
    os.environ["PREFECT_API_URL"] = url
    return url


def running(corpus: str) -> str | None:
    """The server that a schedule keeps running for this corpus, if it answers."""
    try:
        told = json.loads((home_of(corpus) / "server.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(told["url"]) if told.get("lasts") and healthy(told["url"]) else None


def healthy(url: str) -> bool:
    """Whether a server answers at this API address."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=ANSWER) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


#: Locks and processes that are held until this process ends.
_held: list[Any] = []


def _home(folder: Path) -> tuple[Path, bool]:
    """``folder``, locked for this process, or a temporary one when another run has it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return Path(tempfile.mkdtemp(prefix="vychitka-prefect-")), True
    _held.append(lock)
    return folder, False


def _start(home: Path, *, ui: bool, port: int, passing: bool) -> str:
    process = _launch(home, ui=ui, port=port, passing=passing)
    assert process.stdout is not None
    got = process.stdout.readline().strip().decode()
    url = f"http://127.0.0.1:{got}/api"
    end = time.monotonic() + STARTUP
    while process.poll() is None and time.monotonic() < end:
        if healthy(url):
            _held.append(process)
            return url
        time.sleep(0.2)
    _stop(process)
    words = (home / "server.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise PrefectFailed("Prefect", "; ".join(["its local server did not start", *words]))


def _launch(home: Path, *, ui: bool, port: int, passing: bool) -> subprocess.Popen[bytes]:
    services = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in IDLE_SERVICES}
    extra = {} if ui else {**services, "PREFECT__SERVER_EPHEMERAL": "1"}
    command = [sys.executable, "-P", "-m", "flows.server", str(port), str(int(ui))]
    with (home / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*command, str(home)] if passing else command,
            stdin=subprocess.PIPE,  # the lifeline: closes when we end
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            env={**os.environ, **extra, "PREFECT__SERVER_FINAL": "1"},
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def main() -> None:
    """The server process: ``python -m flows.server PORT UI [HOME]``, with a lifeline on
    stdin. It writes the port that it got to stdout, and removes ``HOME`` at its end."""
    from flows.workers import end_with

    end_with(os.dup(sys.stdin.fileno()), grace=GRACE)
    for folder in sys.argv[3:]:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    wanted, ui = int(sys.argv[1]), sys.argv[2] == "1"
    try:
        listening = socket.create_server(("127.0.0.1", wanted))
    except OSError:  # in use: any other
        listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    os.environ.update(
        PREFECT_SERVER_API_PORT=str(port),
        PREFECT_SERVER_UI_ENABLED=str(ui).lower(),
        PREFECT_UI_ENABLED=str(int(ui)),
        PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
    )
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    import uvicorn

    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, lifespan="on", log_level="error"
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
