"""Rows of a corpus in the order of their ids, in one pass over its files and little memory.

Files lie in the order in which documents came in. A walk in the order of ids would look
through all files for each handful of documents; an external bucket sort looks once: rows go
to scratch files by range of ids, and each scratch file fits into memory to be sorted.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

#: Documents to a bucket: some 100 kB of record each, so tens of megabytes in memory.
BUCKET = 256
#: Scratch files at the most, all open at once while rows are dealt out.
BUCKETS = 200
#: Rows that are read at once while they are dealt out.
HAND = 32
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


def in_order(dataset: Any, ids: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of ``ids`` (sorted, distinct) as tables of some hundred rows, by ascending id."""
    if len(ids) <= BUCKET:
        yield _sorted(dataset.to_table(filter=pc.field("id").isin(ids)))
        return
    size = max(BUCKET, -(-len(ids) // BUCKETS))
    with tempfile.TemporaryDirectory(prefix="vychitka-") as folder:
        for path in _deal(dataset, ids, list(ids[::size])[1:], Path(folder)):
            with pa.OSFile(str(path)) as file:
                yield _sorted(pa.ipc.open_stream(file).read_all())
            path.unlink()


def _sorted(rows: pa.Table) -> pa.Table:
    return rows.sort_by("id")


def _deal(dataset: Any, ids: Sequence[str], bounds: list[str], folder: Path) -> list[Path]:
    """Rows into one scratch file per range of ids; ``bounds`` are the first ids of all ranges
    but the first."""
    paths = [folder / f"{n}.arrow" for n in range(len(bounds) + 1)]
    wanted = set(ids)
    scanner = dataset.scanner(batch_size=HAND, batch_readahead=2, fragment_readahead=1)
    with ExitStack() as files:
        piles = [
            files.enter_context(
                pa.ipc.new_stream(str(path), scanner.projected_schema, options=_PACKED)
            )
            for path in paths
        ]
        for batch in scanner.to_batches():
            for pile, rows in _places(batch["id"].to_pylist(), wanted, bounds).items():
                piles[pile].write_batch(batch.take(pa.array(rows)))
    return paths


def _places(ids: Sequence[str], wanted: set[str], bounds: list[str]) -> dict[int, list[int]]:
    """Pile → numbers of the rows that belong there.

    >>> _places(["c", "a", "x", "b"], {"a", "b", "c"}, ["b"])
    {1: [0, 3], 0: [1]}
    """
    places: dict[int, list[int]] = {}
    for row, id in enumerate(ids):
        if id in wanted:
            places.setdefault(bisect_right(bounds, id), []).append(row)
    return places
