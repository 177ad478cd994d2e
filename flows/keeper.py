"""Keeping records as they come: several that are done at about the same time share one
commit of the corpus, so a commit's cost is not paid per document.

A document counts as done when its commit is written, and not before; each is there whole
or not at all. A run that is killed loses the records of the last moments at most, none of
which was reported, and the next run makes them again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flows.outcomes import Outcome, outcome_of

if TYPE_CHECKING:
    from corpus.document import Document

#: Records in one commit at most.
GROUP = 16
#: Seconds that the first record of a commit waits for others.
DELAY = 0.2


@dataclass(frozen=True, slots=True)
class Made:
    """A record on its way to the corpus: its outcome, and its row as an Arrow batch."""

    outcome: Outcome
    row: bytes


def made_of(document: Document) -> Made:
    """The document, ready to cross a process border."""
    from corpus.schema import to_rows

    [batch] = to_rows([document]).combine_chunks().to_batches()
    return Made(outcome_of(document), batch.serialize().to_pybytes())


@dataclass(slots=True, eq=False)
class _Ticket:
    """A record that waits for its commit, and what became of it."""

    made: Made
    outcome: Outcome | None = None
    error: BaseException | None = None
    settled: threading.Event = field(default_factory=threading.Event)


class Keeper:
    """Keeps records in one corpus for any number of threads."""

    def __init__(self, corpus: str) -> None:
        self.corpus = corpus
        self._turn = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._full = threading.Event()
        self._writing = threading.Lock()

    def keep(self, made: Made) -> Outcome:
        """Put a record into the corpus, and return when it is there; a failure does not
        replace what was usable.

        Raises:
            CorpusError: the corpus cannot be written.
        """
        ticket = _Ticket(made)
        if self._joined(ticket):
            self._full.wait(DELAY)
            self._commit()
        ticket.settled.wait()
        if ticket.error is not None:
            raise ticket.error
        assert ticket.outcome is not None
        return ticket.outcome

    def _joined(self, ticket: _Ticket) -> bool:
        """Join the next commit; true for the first one, who carries it out."""
        with self._turn:
            self._waiting.append(ticket)
            if len(self._waiting) >= GROUP:
                self._full.set()
            return len(self._waiting) == 1

    def _commit(self) -> None:
        with self._writing:
            with self._turn:
                tickets, self._waiting = self._waiting, []
                self._full.clear()
            try:
                self._put(tickets)
            except BaseException as error:
                for ticket in tickets:
                    ticket.error = error
                raise
            finally:
                for ticket in tickets:
                    ticket.settled.set()

    def _put(self, tickets: list[_Ticket]) -> None:
        from pyarrow import Table, ipc, py_buffer

        from corpus.schema import document_schema
        from corpus.store import opened

        store = opened(self.corpus)
        rows: dict[str, bytes] = {}
        for ticket in tickets:
            outcome = ticket.outcome = ticket.made.outcome
            if outcome.ending == "failed" and (outcome.id in rows or store.usable(outcome.id)):
                note = outcome.message + "; the earlier record is kept"
                ticket.outcome = replace(outcome, message=note)
            else:
                rows[outcome.id] = ticket.made.row
        if rows:
            schema = document_schema()
            batches = [ipc.read_record_batch(py_buffer(row), schema) for row in rows.values()]
            store.put_rows(Table.from_batches(batches, schema))
