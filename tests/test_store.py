"""The corpus keeps what it is given: round trips, versions, writers at once."""

from __future__ import annotations

import hashlib
import multiprocessing
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Block, Document, Quality, RepairKind, Run, Source, from_json, to_json
from corpus.errors import CorpusError, NotInCorpus
from corpus.schema import arrow_type, document_schema, from_rows, to_rows
from corpus.store import Corpus


def make(
    name: str, *, text: str = "Вычитка", fingerprint: str = "f1", started: str = "1"
) -> Document:
    """A small document whose id depends on its name only."""
    id = hashlib.sha256(name.encode()).hexdigest()
    return Document(
        id=id,
        source=Source(filename=name, uri=f"file:{name}", mimetype="text/plain", bytes=1, sha256=id),
        blocks=[Block(id="b1", order=1, orig=text, text=text)],
        run=Run(
            version="0", fingerprint=fingerprint, started=started, options={"pages": [1, None]}
        ),
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(tmp_path / "corpus", create=True)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def records(model: Any = Document) -> st.SearchStrategy[Any]:
    """Any record: each field of each model filled at random."""
    return st.builds(
        model, **{name: values(field.annotation) for name, field in model.model_fields.items()}
    )


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Any value of a field with this annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is list:
        return st.lists(values(arguments[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(TEXT, values(arguments[1]), max_size=2)
    if arguments:
        return st.one_of([values(a) for a in arguments])
    simple = {
        str: TEXT,
        int: st.integers(-(2**62), 2**62),
        float: st.floats(allow_nan=False),
        bool: st.booleans(),
        type(None): st.none(),
        Any: st.one_of(st.none(), TEXT, st.integers(0, 9), st.lists(TEXT, max_size=2)),
    }
    return simple[annotation] if annotation in simple else records(annotation)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_record_survives_its_row(data: st.DataObject) -> None:
    document = data.draw(records())
    assert list(from_rows(to_rows([document]))) == [document]


def test_the_schema_has_every_field_of_the_record() -> None:
    assert document_schema().names == [f.alias or n for n, f in Document.model_fields.items()]
    repair = document_schema().field("repairs").type.value_type
    assert repair.field("kind").type == arrow_type(RepairKind) == pa.string()


@pytest.mark.shared
def test_the_worked_example_survives_the_store(corpus: Corpus, shared: Path) -> None:
    text = (shared / "record-example.json").read_text("utf-8")
    example = from_json(text)
    corpus.put([example])
    assert to_json(corpus.get(example.id)) == to_json(example)


def test_a_document_is_there_once_and_knows_its_pipeline(corpus: Corpus) -> None:
    one = make("a")
    assert not corpus.has(one.id)
    corpus.put([one])
    assert corpus.has(one.id)
    assert corpus.has(one.id, "f1")
    assert not corpus.has(one.id, "f2")
    corpus.put([one])
    assert [row["id"] for row in corpus.rows()] == [one.id]


def test_the_earlier_record_stays_readable(corpus: Corpus) -> None:
    for n in range(1, 4):
        corpus.put(
            [make("a", text=f"чтение {n}", fingerprint=f"f{n}", started=str(n)), make(f"b{n}")]
        )
    id = make("a").id
    assert corpus.get(id).blocks[0].text == "чтение 3"
    assert [corpus.get(id, v).blocks[0].text[-1] for v in (1, 2, 3)] == ["1", "2", "3"]
    assert [(v.number, v.fingerprint) for v in corpus.versions(id)] == [
        (1, "f1"),
        (2, "f2"),
        (3, "f3"),
    ]
    with pytest.raises(NotInCorpus, match="versions 1 to 3"):
        corpus.get(id, 4)


def test_documents_are_found_by_the_beginning_of_the_id_or_the_file_name(corpus: Corpus) -> None:
    corpus.put([make("a"), make("b")])
    assert corpus.resolve(make("a").id[:8]) == make("a").id
    assert corpus.resolve("b") == make("b").id
    with pytest.raises(NotInCorpus, match="no document"):
        corpus.resolve("c")


def test_a_folder_without_a_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="ingest"):
        Corpus.open(tmp_path)


def test_compaction_changes_no_content(corpus: Corpus) -> None:
    for n in range(40):
        corpus.put([make(f"d{n}")])
    corpus.put([make("d3", text="снова", started="2")])
    before = list(corpus.documents())
    corpus.compact()
    assert list(corpus.documents()) == before
    assert len(corpus.dataset().files) == 1
    assert corpus.get(make("d3").id, 1).blocks[0].text == "Вычитка"
    corpus.put([make("d3", text="и снова", started="3")])
    assert len(list(corpus.documents())) == 40


def _writer(path: str, name: str) -> None:
    corpus = Corpus.open(path)
    for n in range(5):
        corpus.put([make(f"{name}{n}"), make(f"both{n}", text=name)])


@pytest.mark.parametrize("address", ["{}", "file://{}"], ids=["folder", "object store"])
def test_writers_at_once_lose_and_double_nothing(tmp_path: Path, address: str) -> None:
    corpus = Corpus.open(address.format(tmp_path / "corpus"), create=True)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_writer, args=(corpus.path, name)) for name in "xyz"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    ids = [row["id"] for row in corpus.rows()]
    names = {f"{w}{n}" for w in ("x", "y", "z", "both") for n in range(5)}
    assert sorted(ids) == sorted(make(name).id for name in names)


def test_a_writer_knows_what_another_has_written_since(tmp_path: Path) -> None:
    one = Corpus.open(tmp_path / "corpus", create=True)
    other = Corpus.open(tmp_path / "corpus")
    one.put([make("a.txt")])
    other.put([make("b.txt"), make("a.txt", text="другое", started="2")])
    one.put([make("b.txt", text="третье", started="3"), make("c.txt")])
    assert [d.blocks[0].text for d in sorted(one.documents(), key=lambda d: d.source.filename)] == [
        "другое", "третье", "Вычитка",
    ]  # fmt: skip
    assert [len(one.versions(name)) for name in ("a.txt", "b.txt", "c.txt")] == [2, 2, 1]


def test_a_walk_is_in_the_order_of_ids_however_many_scratch_files_it_takes(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.ordered.BUCKET", 3)
    for first in range(0, 20, 5):
        corpus.put([make(f"{n}.txt") for n in range(first, first + 5)])
    ids = [d.id for d in corpus.documents()]
    assert len(ids) == 20
    assert ids == sorted(ids)
    some = ids[2:15]
    assert [d.id for d in corpus.documents(some)] == some


def test_a_corpus_of_an_older_schema_still_reads_and_takes_new_records(tmp_path: Path) -> None:
    from deltalake import write_deltalake

    old = to_rows([make("old").model_copy(update={"quality": Quality(score=0.5)})])
    old = old.drop_columns(["tables", "languages"])
    write_deltalake(str(tmp_path / "documents"), old)
    corpus = Corpus.open(tmp_path)
    corpus.put([make("new")])
    corpus.put([make("old", text="новее", started="2")])
    assert corpus.get(make("new").id) == make("new")
    assert corpus.get("old", 1).quality.score == 0.5
    assert corpus.get("old", 1).tables == []
