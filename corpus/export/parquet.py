"""One row per document with the nested columns of the corpus, in one Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from corpus.schema import document_schema
from corpus.store import Corpus


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """Parquet with zstd; a row group holds a few documents, so readers can skip."""
    schema = document_schema()
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in corpus.batches(ids):
            writer.write_table(batch.cast(schema))
