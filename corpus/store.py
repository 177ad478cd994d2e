"""The corpus: a folder with a Delta table of documents, one nested row each.

``documents`` holds the current record of every document, ``history`` the records that
were replaced, in order. Both have :func:`corpus.schema.document_schema`. A document is
there whole or not at all; each ``put`` is one atomic commit, written before ``put``
returns. Writers on one machine take turns through a lock file, so a new document is a
plain append (milliseconds); in an object store the commit itself settles who was first.

Polars, pandas, DuckDB and Spark can read ``<corpus>/documents`` in place.
"""

from __future__ import annotations

import fcntl
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs as pa_fs
import pyarrow.parquet as pq
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction

from corpus.document import Document, Fault
from corpus.errors import CorpusError, NotInCorpus
from corpus.ordered import in_order
from corpus.schema import Row, document_schema, from_rows, to_rows

if TYPE_CHECKING:
    from corpus.export import Exported

T = TypeVar("T")

#: Documents per batch when the whole corpus is walked: keeps memory flat.
BATCH = 16
#: More files than this are compacted at the end of a run.
SMALL_FILES = 32
#: Files are merged up to this size, so replacing one document rewrites at most so much.
TARGET_BYTES = 32 << 20
#: Hours for which a reader may still hold files that compaction has replaced.
READER_HOURS = 24
#: How often a commit is tried when another writer came first (object stores).
COMMIT_TRIES = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One record of a document: ``number`` counts from 1, the last one is current."""

    number: int
    started: str
    fingerprint: str
    status: str
    grade: str
    options: str


class Corpus:
    """An open corpus. Cheap to open, safe to use from several threads and processes.

    ``path`` is a folder or an object store address (``s3://…``).
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._tables: dict[str, DeltaTable] = {}
        self._turn = RLock()
        self._known: tuple[int, set[str]] = (-1, set())

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Corpus:
        """The corpus at ``path``.

        Raises:
            CorpusError: there is none (and ``create`` is not set), or something else lies there.
        """
        corpus = cls(str(path))
        if corpus._local and Path(path).is_file():
            raise CorpusError(str(path), "this is a file; a corpus is a folder")
        if corpus._load("documents") is None:
            if not create:
                raise CorpusError(str(path), "there is no corpus; `vychitka ingest` makes one")
            corpus._create()
        return corpus

    def has(self, id: str, fingerprint: str | None = None) -> bool:
        """Whether the document is there (and was made by this pipeline)."""
        rows = self._scan("documents", _LEDGER, pc.field("id") == id)
        return any(fingerprint in (None, row["fingerprint"]) for row in rows)

    def usable(self, id: str) -> bool:
        """Whether there is a record of the document that did not fail."""
        rows = self._scan("documents", _LEDGER, pc.field("id") == id)
        return any(row["status"] != "failed" for row in rows)

    def failures(self) -> dict[str, list[Fault]]:
        """Why documents failed: id → their errors."""
        columns = {"id": pc.field("id"), "errors": pc.field("errors")}
        rows = self._scan("documents", columns, pc.field("status") == "failed")
        return {row["id"]: [Fault(**e) for e in row["errors"] or ()] for row in rows}

    def ledger(self) -> dict[str, Version]:
        """What is there: id → how and when its current record was made."""
        return {row["id"]: _version(1, row) for row in self._scan("documents", _LEDGER)}

    def put(self, documents: Iterable[Document]) -> None:
        """Keep documents in one commit; a document that is there already is replaced,
        its earlier record goes to the history.

        Raises:
            CorpusError: the folder cannot be written (full, read-only, not ours).
        """
        latest = {d.id: d for d in documents}
        if latest:
            self.put_rows(to_rows(latest.values()))

    def put_rows(self, rows: pa.Table) -> None:
        """:meth:`put` for rows of :func:`corpus.schema.document_schema`, one per id."""
        with self._turn, self._errors(), self._lock():
            ids = rows["id"].to_pylist()
            known = self._ids()
            replaced = sorted(known.intersection(ids))
            if replaced:
                self._append("history", self._of("documents", replaced))
            self._write(rows, replaces=bool(replaced))
            if self._local:  # the lock is ours: what the table has now is what we wrote
                known.update(ids)
                self._known = (self._table("documents").version(), known)

    def get(self, id: str, version: int | None = None) -> Document:
        """The record of a document, by its id or an unambiguous beginning of it.

        Raises:
            NotInCorpus: there is no such document or version.
        """
        full = self.resolve(id)
        if version is None:
            return next(from_rows(self._of("documents", [full])))
        records = [*self._past(full), *from_rows(self._of("documents", [full]))]
        if not 1 <= version <= len(records):
            raise NotInCorpus(id, f"it has versions 1 to {len(records)}, not {version}")
        return records[version - 1]

    def resolve(self, name: str) -> str:
        """The full id for an id, its beginning, or the file name of a document.

        Raises:
            NotInCorpus: no document or several documents fit.
        """
        rows = list(self._scan("documents", _NAMES))
        fits = [r["id"] for r in rows if r["id"] == name]
        fits = fits or [r["id"] for r in rows if len(name) >= 4 and r["id"].startswith(name)]
        fits = fits or [r["id"] for r in rows if name in (r["filename"], r["uri"])]
        if len(fits) == 1:
            return str(fits[0])
        if fits:
            raise NotInCorpus(name, f"{len(fits)} documents fit: {', '.join(fits[:5])}")
        raise NotInCorpus(name, "no document with this id or file name")

    def versions(self, id: str) -> list[Version]:
        """The records of a document, oldest first; the last is the current one."""
        full = self.resolve(id)
        where = pc.field("id") == full
        current = list(self._scan("documents", _LEDGER, where))
        past = _distinct(self._scan("history", _LEDGER, where), current, _by_run)
        return [_version(number, row) for number, row in enumerate([*past, *current], 1)]

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """Every document (or those of ``ids``) in the order of ids, a few in memory at a time."""
        for batch in self.batches(ids):
            yield from from_rows(batch)

    def batches(self, ids: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows of the documents in the order of ids, :data:`BATCH` at a time."""
        wanted = sorted(self.ledger() if ids is None else set(ids))
        dataset = self._dataset("documents")
        for found in in_order(dataset, wanted) if wanted and dataset else ():
            for first in range(0, found.num_rows, BATCH):
                yield found.slice(first, BATCH)

    def rows(self, columns: dict[str, Any] | None = None) -> list[Row]:
        """A light listing in the order of ids: one dictionary per document.

        ``columns`` maps names to Arrow expressions; by default what ``vychitka list`` shows.
        """
        found = self._scan("documents", LISTING if columns is None else columns)
        return sorted(found, key=lambda row: str(row.get("id")))

    @property
    def identity(self) -> str:
        """What tells this corpus from any other, under whatever name it is reached."""
        return str(self._table("documents").metadata().id)

    def dataset(self) -> Any:
        """The current documents as an Arrow dataset (for DuckDB, Polars, pandas, …)."""
        return self._dataset("documents")

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The answer to an SQL query over the views of :mod:`corpus.views`, as an Arrow table
        (``.to_pandas()``, ``polars.from_arrow(…)``, ``.to_pylist()``)."""
        from corpus.views import connect

        return connect(self).sql(sql, params=list(parameters)).to_arrow_table()

    def select(self, **conditions: str | None) -> list[str]:
        """The ids of the documents that fit; see :func:`corpus.views.select`."""
        from corpus.views import select

        return select(self, **conditions)

    def export(self, form: str, out: str | Path, ids: Sequence[str] | None = None) -> Exported:
        """Write documents in another format; see :func:`corpus.export.export`."""
        from corpus.export import export

        return export(self, form, out, ids)

    def files(self) -> list[str]:
        """The Parquet files of the current documents; empty in an object store."""
        table = self._load("documents") if self._local else None
        return sorted(_path_of(uri) for uri in table.file_uris()) if table is not None else []

    def compact(self) -> None:
        """Merge many small files into few; content and versions stay as they are."""
        with self._turn, self._errors(), self._lock():
            for name in ("documents", "history"):
                table = self._load(name)
                if table is not None and len(table.file_uris()) > SMALL_FILES:
                    table.optimize.compact(
                        target_size=TARGET_BYTES, max_concurrent_tasks=1, writer_properties=_PACKED
                    )
                    table.vacuum(READER_HOURS, dry_run=False, enforce_retention_duration=False)

    # -- the tables underneath ---------------------------------------------------------

    def _past(self, id: str) -> list[Document]:
        """The replaced records of a document, oldest first."""
        current = next(self._scan("documents", _LEDGER, pc.field("id") == id))
        past = from_rows(self._of("history", [id]))
        return _distinct(past, [current], lambda d: (d.run.started, d.run.fingerprint))

    def _ids(self) -> set[str]:
        """The ids of all documents; looked up when somebody else has written since."""
        version = self._table("documents").version()
        if self._known[0] != version:
            found = self._scan("documents", {"id": pc.field("id")})
            self._known = (version, {row["id"] for row in found})
        return self._known[1]

    def _of(self, name: str, ids: Sequence[str]) -> pa.Table:
        dataset = self._dataset(name)
        if dataset is None:
            return document_schema().empty_table()
        wanted = pc.field("id") == ids[0] if len(ids) == 1 else pc.field("id").isin(ids)
        return dataset.to_table(filter=wanted)

    def _scan(self, name: str, columns: dict[str, Any], where: Any = None) -> Iterator[Row]:
        dataset = self._dataset(name)
        if dataset is None:
            return
        scanner = dataset.scanner(columns=columns, filter=where)
        # Read to the end: a scan that is given up leaves threads behind, and the exit aborts.
        for batch in scanner.to_table().to_batches():
            yield from batch.to_pylist(maps_as_pydicts="strict")

    def _dataset(self, name: str) -> Any:
        """A snapshot of the table to read from, or ``None`` when it does not exist."""
        with self._turn:
            table = self._load(name)
            if table is None:
                return None
            if not self._local:
                return table.to_pyarrow_dataset()
            # Arrow's own file system: deltalake's is Python code that Arrow's threads call,
            # and one that calls it while the interpreter ends aborts the process.
            folder = pa_fs.SubTreeFileSystem(
                str(Path(self.path, name).resolve()), pa_fs.LocalFileSystem()
            )
            return table.to_pyarrow_dataset(filesystem=folder)

    def _load(self, name: str) -> DeltaTable | None:
        """The table in its newest version, or ``None`` when it does not exist."""
        try:
            with self._turn:
                if name in self._tables:
                    self._tables[name].update_incremental()
                else:
                    self._tables[name] = DeltaTable(f"{self.path}/{name}")
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as error:
            raise CorpusError(self.path, f"cannot be read as a corpus ({_line(error)})") from error
        return self._tables[name]

    def _table(self, name: str) -> DeltaTable:
        table = self._load(name)
        if table is None:
            raise CorpusError(self.path, "there is no corpus")
        return table

    def _create(self) -> None:
        with self._turn, self._errors(), self._lock(make=True):
            DeltaTable.create(
                f"{self.path}/documents",
                document_schema(),
                mode="ignore",
                name="vychitka",
                configuration=_SETTINGS,
            )

    def _append(self, name: str, rows: pa.Table) -> None:
        table = self._load(name)
        if self._local and table is not None and self._is_current(table):
            self._append_file(table, name, rows)
            return
        write_deltalake(
            f"{self.path}/{name}",
            rows,
            mode="append",
            schema_mode="merge",
            configuration=_SETTINGS,
            writer_properties=_PACKED,
        )

    @staticmethod
    def _is_current(table: DeltaTable) -> bool:
        """Whether the table has the schema of this version."""
        return bool(pa.schema(table.schema().to_arrow()) == document_schema())

    def _append_file(self, table: DeltaTable, name: str, rows: pa.Table) -> None:
        """Append without the writer's query engine: half the time for a single document.

        Dictionaries and statistics of 200 columns cost more than they save in a file with
        one row; :meth:`compact` writes them.
        """
        file = f"part-{uuid4()}.parquet"
        path = Path(self.path, name, file)
        pq.write_table(
            rows, path, compression="zstd", use_dictionary=False, write_statistics=["id"]
        )
        ids = sorted(rows["id"].to_pylist())
        limits = {"minValues": {"id": ids[0]}, "maxValues": {"id": ids[-1]}}
        action = AddAction(
            path=file,
            size=path.stat().st_size,
            partition_values={},
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=json.dumps({"numRecords": len(ids), **limits, "nullCount": {"id": 0}}),
        )
        table.create_write_transaction(
            [action], mode="append", schema=table.schema(), partition_by=[]
        )

    def _write(self, rows: pa.Table, *, replaces: bool) -> None:
        if self._local and not replaces:
            self._append("documents", rows)
            return
        for attempt in range(COMMIT_TRIES):
            try:
                self._replace(rows)
                return
            except CommitFailedError:
                if attempt == COMMIT_TRIES - 1:
                    raise

    def _replace(self, rows: pa.Table) -> None:
        """Put rows in the place of those with the same ids, in one commit."""
        ids = ", ".join(f"'{id}'" for id in rows["id"].to_pylist())
        write_deltalake(
            self._table("documents"),
            rows,
            mode="overwrite",
            predicate=f"id IN ({ids})",
            schema_mode="merge",
            writer_properties=_PACKED,
        )

    @property
    def _local(self) -> bool:
        return "://" not in self.path

    @contextmanager
    def _lock(self, *, make: bool = False) -> Iterator[None]:
        """One writer at a time on this machine; the kernel frees it when a writer dies."""
        if not self._local:
            yield
            return
        if make:
            Path(self.path).mkdir(parents=True, exist_ok=True)
        with (Path(self.path) / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (DeltaError, OSError) as error:
            raise CorpusError(self.path, f"cannot be written ({_line(error)})") from error


@cache
def opened(path: str) -> Corpus:
    """The corpus at ``path`` (made if there is none), opened once per process: opening it
    anew reads its log anew."""
    return Corpus.open(path, create=True)


def _line(error: Exception) -> str:
    """The message of an engine in one line: without colours and arrows, and only the sentence
    of an answer in XML (object stores).

    >>> _line(OSError("no such bucket\\n  \\x1b[31m↳\\x1b[0m <Error><Message>Gone</Message></Error>"))
    'Gone'
    """
    text = str(getattr(error, "strerror", None) or error)
    if sentence := re.search(r"<Message>(.*?)</Message>", text, re.DOTALL):
        text = sentence[1]
    text = re.split(r"\n\s*0: ", text)[0]  # what follows is a backtrace
    return " ".join(re.sub(r"\x1b\[\d*m|↳", " ", text).split())[:300]


def _path_of(uri: str) -> str:
    """The path in a file address; other paths as they are."""
    return unquote(urlsplit(uri).path) if uri.startswith("file:") else uri


def _by_run(row: Row) -> tuple[str, str]:
    return row["started"], row["fingerprint"]


def _distinct(
    past: Iterable[T], current: Iterable[Row], key: Callable[[T], tuple[str, str]]
) -> list[T]:
    """Replaced records in the order of their runs. A writer that was killed between the
    two commits of a replacement left a copy in the history: it counts once."""
    seen = {_by_run(row) for row in current}
    by_run = {key(record): record for record in past}
    return [by_run[run] for run in sorted(by_run) if run not in seen]


def _version(number: int, row: Row) -> Version:
    return Version(number, **{name: row[name] or "" for name in _LEDGER if name != "id"})


_PACKED = WriterProperties(compression="ZSTD", compression_level=3)
#: Statistics of the id are all that we search files by; the log stays small. Old log
#: entries are kept for ten years: they are the history of the corpus.
_SETTINGS = {
    "delta.dataSkippingStatsColumns": "id",
    "delta.logRetentionDuration": "interval 3650 days",
}
_LEDGER = {
    "id": pc.field("id"),
    "started": pc.field("run", "started"),
    "fingerprint": pc.field("run", "fingerprint"),
    "status": pc.field("status"),
    "grade": pc.field("quality", "grade"),
    "options": pc.field("run", "options"),
}
_NAMES = {
    "id": pc.field("id"),
    "filename": pc.field("source", "filename"),
    "uri": pc.field("source", "uri"),
}
#: What ``vychitka list`` shows of each document.
LISTING = {
    **_NAMES,
    "status": pc.field("status"),
    "grade": pc.field("quality", "grade"),
    "score": pc.field("quality", "score"),
    "pages": pc.list_value_length(pc.field("pages")),
    "repairs": pc.list_value_length(pc.field("repairs")),
    "works": pc.list_value_length(pc.field("works")),
    "tables": pc.list_value_length(pc.field("tables")),
    "languages": pc.field("languages"),
    "started": pc.field("run", "started"),
    "seconds": pc.field("run", "seconds"),
    "version": pc.field("run", "version"),
    "fingerprint": pc.field("run", "fingerprint"),
    "mimetype": pc.field("source", "mimetype"),
}
