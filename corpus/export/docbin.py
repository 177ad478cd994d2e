"""spaCy's DocBin: the annotated running text of each document as a ``Doc``.

``OUT.spacy`` gives one file, any other name a folder with :data:`SHARD` documents per
file. ``doc.user_data`` has the id and file name, ``doc.spans["blocks"]`` the blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.annotate import ATTRIBUTES, annotate_all
from corpus.store import Corpus

#: Documents per file: a file is held in memory while it is made.
SHARD = 200


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """Annotate and write; open with ``DocBin().from_disk(path).get_docs(nlp.vocab)``."""
    single = out.suffix == ".spacy"
    shards = [ids] if single else [ids[i : i + SHARD] for i in range(0, len(ids), SHARD)]
    if not single:
        out.mkdir()
    for number, part in enumerate(shards, 1):
        path = out if single else out / f"part-{number:05}.spacy"
        path.write_bytes(_packed(corpus, part))


def _packed(corpus: Corpus, ids: Sequence[str]) -> bytes:
    from spacy.tokens import DocBin

    bin_ = DocBin(attrs=ATTRIBUTES, store_user_data=True)
    for doc in annotate_all(corpus.documents(ids)):
        bin_.add(doc)
    return bin_.to_bytes()


def read(path: Path) -> Iterator[object]:
    """The Docs of a file or folder that :func:`write` made."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    for part in [path] if path.is_file() else sorted(path.glob("*.spacy")):
        yield from DocBin().from_disk(part).get_docs(vocab)
