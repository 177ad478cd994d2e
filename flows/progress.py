"""Progress on stderr: bars by document and page on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from flows.outcomes import Outcome, Summary, slowest

#: More documents than this are not listed one by one in the closing table.
LISTED = 60
#: Columns of the closing table where there is no terminal.
PIPED = 160
#: How an ending looks.
STYLES = {"ok": "green", "partial": "yellow", "failed": "red", "skipped": "dim", "waiting": "cyan"}


class Display(Protocol):
    """What a run tells while it goes on. Called from several threads."""

    def say(self, text: str) -> None:
        """A line for the reader."""

    def begin(self, name: str) -> None:
        """Work on a document begins."""

    def page(self, name: str, done: int, total: int) -> None:
        """So many pages of the document are read."""

    def end(self, outcome: Outcome) -> None:
        """A source has come to its end."""


class Lines:
    """One line per document; for logs, pipes and Prefect."""

    def __init__(self, total: int | None = None) -> None:
        self.total = total
        self.done = 0

    def say(self, text: str) -> None:
        """A line for the reader."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def begin(self, name: str) -> None:
        """Nothing to say yet."""

    def page(self, name: str, done: int, total: int) -> None:
        """Pages would flood a log."""

    def end(self, outcome: Outcome) -> None:
        """The document's line; skipped ones are only counted."""
        self.done += 1
        if outcome.ending == "skipped":
            return
        place = f"[{self.done}/{self.total}] " if self.total else ""
        self.say(place + line(outcome))


def line(outcome: Outcome) -> str:
    """How a source ended, in a line.

    >>> line(Outcome("a.pdf", "", "partial", seconds=2.5, message="page 3: timed out"))
    'partial    2.5 s  a.pdf: page 3: timed out'
    """
    note = f": {outcome.message}" if outcome.message else ""
    return f"{outcome.ending:<7} {outcome.seconds:6.1f} s  {outcome.filename}{note}"


class Bars:
    """A bar for the run and one for each document in work."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed

        text = TextColumn("{task.description}", markup=False)
        self.bars = Progress(
            text, BarColumn(), MofNCompleteColumn(), Elapsed(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._run = self.bars.add_task("documents", total=total)
        self._open: dict[str, object] = {}

    def say(self, text: str) -> None:
        """A line above the bars."""
        self.bars.console.print(text, highlight=False, markup=False)

    def begin(self, name: str) -> None:
        """A bar for the document."""
        self._open[name] = self.bars.add_task(f"  {_short(name)}", total=None)

    def page(self, name: str, done: int, total: int) -> None:
        """Move the document's bar."""
        if name in self._open:
            self.bars.update(self._open[name], completed=done, total=total)  # type: ignore[arg-type]

    def end(self, outcome: Outcome) -> None:
        """Take the document's bar away; tell what went wrong."""
        bar = self._open.pop(outcome.filename, None)
        if bar is not None:
            self.bars.remove_task(bar)  # type: ignore[arg-type]
        self.bars.advance(self._run)
        if outcome.ending == "failed":
            self.say(f"failed: {outcome.filename}: {outcome.message}")


def _short(name: str, width: int = 40) -> str:
    return name if len(name) <= width else f"{name[: width - 12]}…{name[-11:]}"


@contextmanager
def display(total: int) -> Iterator[Display]:
    """Bars when stderr is a terminal, lines when it is not."""
    if not sys.stderr.isatty():
        yield Lines(total)
        return
    shown = Bars(total)
    with shown.bars:
        yield shown


def close(summary: Summary) -> None:
    """The closing table of outcomes, on stderr, with the reasons below it."""
    from rich.console import Console

    # In a pipe names are not folded to a width that nobody sees.
    console = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else PIPED)
    listed = summary.processed if len(summary.processed) <= LISTED else summary.failed
    if listed:
        console.print(_outcomes(listed))
    for outcome in listed:
        if outcome.message:
            said = f"{outcome.ending}: {outcome.filename}: {outcome.message}"
            console.print(said, markup=False, soft_wrap=True)
    console.print(f"{summary.sentence}; {summary.seconds:.0f} s", markup=False)
    console.print(f"corpus: {summary.corpus}", markup=False, soft_wrap=True)


def _outcomes(listed: Sequence[Outcome]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("status", "grade"):
        table.add_column(name)
    for name in ("pages", "works", "tables", "repairs", "s"):
        table.add_column(name, justify="right")
    table.add_column("source", overflow="fold")
    for o in listed:
        counts = (o.pages, o.works, o.tables, sum(o.repairs.values()))
        status = Text(o.ending, STYLES[o.ending])
        table.add_row(status, o.grade, *map(str, counts), f"{o.seconds:.1f}", Text(o.filename))
    return table


def report(summary: Summary) -> str:
    """The run in Markdown (the artifact of a flow run; its description is the sentence)."""
    lines = [f"Corpus `{summary.corpus}`, {summary.seconds:.0f} s.", ""]
    lines += _table("Grade", "documents", sorted(summary.grades().items()))
    lines += _table("Repairs by kind", "number", summary.repairs().most_common())
    slow = [(o.filename, f"{o.seconds:.1f} s") for o in slowest(summary.processed)]
    lines += _table("Slowest", "time", slow)
    lines += _table("Failed", "reason", [(o.filename, o.message) for o in summary.failed])
    return "\n".join(lines)


def _table(title: str, value: str, rows: Sequence[tuple[str, object]]) -> list[str]:
    cells = [f"| {_cell(name)} | {_cell(content)} |" for name, content in rows]
    return [f"| {title} | {value} |", "| --- | --- |", *cells, ""] if rows else []


def _cell(content: object) -> str:
    return str(content).replace("|", "\\|").replace("\n", " ")
