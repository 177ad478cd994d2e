"""What Prefect shows of a run: a name that says what it does, a log that says what came of it.

Imported by the flows only: Prefect is loaded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from prefect import get_run_logger
from prefect.runtime import flow_run

from flows.outcomes import Outcome
from flows.progress import Lines, line

#: Log levels of the endings (:mod:`logging`): what is worth a look stands out.
LEVELS = {"partial": 30, "failed": 40}


def ingest_name() -> str:
    """The name of an ``ingest`` run: what it reads, and when it started."""
    paths = _parameters().get("paths") or []
    return f"{sources_name(paths)}, {datetime.now():%d %b %H:%M}"


def sources_name(paths: Sequence[str]) -> str:
    """Files and folders by their names.

    >>> sources_name(["/srv/papers/inbox"])
    'inbox'
    >>> sources_name(["/in/a.pdf", "/in/b.pdf", "/in/c.pdf"])
    'a.pdf and 2 more'
    """
    if not paths:
        return "nothing"
    first = PurePath(paths[0]).name or str(paths[0])
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"


def reprocess_name() -> str:
    """The name of a ``reprocess`` run: the document, and the settings that are not the usual."""
    told = _parameters()
    return " ".join([document_name(str(told.get("document", ""))), *settings(told.get("options"))])


def document_name(document: str) -> str:
    """A document by its file name, or the beginning of its id.

    >>> document_name("/in/a.pdf"), document_name("0123456789abcdef" * 4)
    ('a.pdf', '0123456789ab')
    """
    name = PurePath(document).name or document
    is_id = len(name) == 64 and all(c in "0123456789abcdef" for c in name)
    return name[:12] if is_id else name


def settings(options: Any) -> list[str]:
    """The options that are not the usual ones, as ``name=value``; never the password."""
    from extractors.options import ReadOptions

    given = ReadOptions.model_validate(options or {})
    usual = ReadOptions()
    names = [n for n in ReadOptions.model_fields if n != "password"]
    return [f"{n}={v}" for n in names if (v := getattr(given, n)) != getattr(usual, n)]


def export_name() -> str:
    """The name of an ``export`` run: the format, and where to."""
    told = _parameters()
    return f"{told.get('form', '')} to {PurePath(str(told.get('out', ''))).name}"


def _parameters() -> dict[str, Any]:
    return dict(flow_run.parameters or {})


class Logged(Lines):
    """A line per document on stderr, and the same in the log of the run."""

    def end(self, outcome: Outcome) -> None:
        """The document's line; skipped ones are only counted."""
        super().end(outcome)
        if outcome.ending != "skipped":
            get_run_logger().log(LEVELS.get(outcome.ending, 20), "%s", line(outcome))
