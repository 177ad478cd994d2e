"""The corpus in the formats that other tools read.

Each module writes one format; :func:`export` picks it. Documents come in the order of
their ids and nothing in a file depends on when or where it was written, so the same
corpus gives the same bytes. A file appears under its name when it is complete.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import CorpusError, UsageError

if TYPE_CHECKING:
    from corpus.store import Corpus

#: Format → the module that writes it.
FORMATS = {
    "jsonl": "jsonl",
    "parquet": "parquet",
    "csv": "tables_csv",
    "markdown": "markdown",
    "text": "text",
    "docbin": "docbin",
    "conllu": "conllu",
    "tei": "tei",
    "jats": "jats",
    "csl": "csl",
    "bibtex": "bibtex",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: documents, and files below (or at) ``path``."""

    path: Path
    documents: int
    files: int


class Writer(Protocol):
    """What each format module offers: ``out`` does not exist yet."""

    def write(self, corpus: Corpus, ids: Sequence[str], out: Path) -> None:
        """Write the documents with these ids to the file or folder ``out``."""


def export(
    corpus: Corpus, form: str, out: str | Path, ids: Sequence[str] | None = None
) -> Exported:
    """Write the documents of ``corpus`` (all, or those of ``ids``) to ``out``.

    What was there under the same name before is replaced at the end.

    Raises:
        UsageError: an unknown format, or a folder that holds something else.
        CorpusError: ``out`` cannot be written.
    """
    if form not in FORMATS:
        raise UsageError(form, f"unknown format; there are {', '.join(FORMATS)}")
    writer: Writer = import_module(f"corpus.export.{FORMATS[form]}")
    wanted = sorted(corpus.ledger() if ids is None else ids)
    if str(out) == "-":
        return _to_stdout(writer, corpus, wanted)
    target = Path(out)
    with _complete(target, form) as draft:
        writer.write(corpus, wanted, draft)
    files = sum(p.is_file() for p in target.rglob("*")) if target.is_dir() else 1
    return Exported(target, len(wanted), files - target.is_dir())


def _to_stdout(writer: Writer, corpus: Corpus, ids: Sequence[str]) -> Exported:
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "out")
        writer.write(corpus, ids, draft)
        if draft.is_dir():
            raise UsageError("-", "this format writes a folder; name one")
        with draft.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    return Exported(Path("-"), len(ids), 1)


@contextmanager
def _complete(target: Path, form: str) -> Iterator[Path]:
    """A place to write to that takes the target's name when all went well."""
    _check_replaceable(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise CorpusError(str(target), f"cannot be written ({error.strerror})") from error
    try:
        yield work / target.name
        _swap(work / target.name, target, form)
    except OSError as error:
        raise CorpusError(str(target), f"cannot be written ({error.strerror})") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


#: Lies in a folder that an export wrote: such a folder may be replaced.
MARK = ".vychitka-export"


def _check_replaceable(target: Path) -> None:
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise UsageError(str(target), "this is no ordinary file; name a file, or - for the output")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).exists():
        raise UsageError(
            str(target), "the folder holds other files; name a new one or an earlier export"
        )


def _swap(draft: Path, target: Path, form: str) -> None:
    if draft.is_dir():
        (draft / MARK).write_text(f"{form}\n", "utf-8")
        if target.is_dir():
            target.rename(draft.parent / "before")
    draft.replace(target)
