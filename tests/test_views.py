"""SQL over the corpus, selections, and the Python API."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import corpus as library
from corpus import views
from corpus.document import (
    Abstract,
    AbstractPair,
    Author,
    Block,
    Cell,
    Document,
    Quality,
    Reference,
    Repair,
    Run,
    Source,
    Table,
    Work,
)
from corpus.errors import UsageError
from corpus.store import Corpus


def make(name: str, grade: str, started: str, **languages: float) -> Document:
    id = hashlib.sha256(name.encode()).hexdigest()
    work = Work(
        title={"ru": "Внешняя торговля", "en": "Foreign trade"},
        authors=[Author(name={"ru": "Иванов И. И.", "en": "Ivanov I. I."})],
        abstracts=[Abstract(lang="ru", text="Рост."), Abstract(lang="en", text="Growth.")],
        abstract_pairs=[AbstractPair(langs=["ru", "en"], abstracts=[0, 1], score=0.9)],
        keywords={"ru": ["торговля", "рост"], "en": ["trade"]},
        references=[Reference(raw="Петров П. П. О росте. 2010.", year="2010")],
        tables=["t1"],
    )
    cell = Cell(row=1, col=1, text="−247,2", value=-247.2, type="number", header_path=["2010"])
    return Document(
        id=id,
        source=Source(filename=name, uri=f"file:{name}", mimetype="text/plain", bytes=1, sha256=id),
        languages=languages,
        blocks=[Block(id="b1", order=1, orig="cлово", text="слово")],
        repairs=[
            Repair(block="b1", start=0, stop=1, before="c", after="с", kind="homoglyph", fixer="h")
        ],
        works=[work],
        tables=[Table(id="t1", caption={"ru": "Торговля"}, cells=[cell], work=0)],
        quality=Quality(grade=grade),  # type: ignore[arg-type]
        run=Run(version="0", fingerprint="f", started=started),
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus.open(tmp_path_factory.mktemp("corpus"), create=True)
    corpus.put(
        [
            make("a.txt", "A", "2026-01-01T00:00:00Z", ru=0.9, en=0.1),
            make("b.txt", "C", "2026-02-01T00:00:00Z", kk=1.0),
        ]
    )
    return corpus


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("select count(*) from documents", (2,)),
        ("select title_ru, title_en, authors from works limit 1",
         ("Внешняя торговля", "Foreign trade", ["Иванов И. И."])),
        ("select name['en'] from authors limit 1", ("Ivanov I. I.",)),
        ("select count(*) from abstracts where lang = 'en'", (2,)),
        ("select text, other_text, score from pairs limit 1", ("Рост.", "Growth.", 0.9)),
        ("select count(*) from keywords where lang = 'ru'", (4,)),
        ("select year from refs limit 1", ("2010",)),
        ('select count(*) from "references"', (2,)),
        ('select "table", caption from tables limit 1', ("t1", "Торговля")),
        ("select sum(value) from cells where header_path[1] = '2010'", (-494.4,)),
        ("select text from blocks limit 1", ("слово",)),
        ("select kind, count(*) from repairs group by kind", ("homoglyph", 2)),
    ],
)  # fmt: skip
def test_every_view_answers(corpus: Corpus, sql: str, answer: tuple[object, ...]) -> None:
    assert views.query(corpus, sql).rows[0] == answer


def test_every_view_opens_whole(corpus: Corpus) -> None:
    for view in views.VIEWS:
        assert views.query(corpus, f'select * from "{view}"').rows


def test_a_wrong_query_is_told_in_a_sentence(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="nothing_like_that"):
        views.query(corpus, "select * from nothing_like_that")


def test_a_wrong_column_names_those_that_there_are(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match=r"(?s)columns of works: document, work, title_ru"):
        views.query(corpus, "select heading from works")
    with pytest.raises(UsageError, match="views: documents, works"):
        views.query(corpus, "select * from papers")


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, {"a.txt", "b.txt"}),
        ({"lang": "kk"}, {"b.txt"}),
        ({"grade": "B"}, {"a.txt"}),
        ({"grade": "C"}, {"a.txt", "b.txt"}),
        ({"since": "2026-01-15"}, {"b.txt"}),
        ({"where": "filename like 'a%' and repairs > 0"}, {"a.txt"}),
        ({"lang": "ru", "status": "failed"}, set()),
    ],
)
def test_selections(corpus: Corpus, conditions: dict[str, str], names: set[str]) -> None:
    ids = corpus.select(**conditions)
    assert {corpus.get(id).source.filename for id in ids} == names
    assert ids == sorted(ids)


def test_a_grade_that_there_is_not(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="A, B, C, D, F"):
        corpus.select(grade="E")


def test_answers_as_table_csv_and_json(corpus: Corpus) -> None:
    answer = views.query(corpus, "select filename, grade from documents order by filename")
    assert views.render(answer) == "filename  grade\n--------  -----\na.txt     A\nb.txt     C\n"
    assert views.render(answer, "csv") == "filename,grade\na.txt,A\nb.txt,C\n"
    assert views.render(answer, "jsonl").splitlines()[0] == '{"filename": "a.txt", "grade": "A"}'


def test_the_python_api(corpus: Corpus, tmp_path: Path) -> None:
    opened = library.open(corpus.path)
    frame = opened.query("select grade, pages from documents order by grade").to_pandas()
    assert frame["grade"].tolist() == ["A", "C"]
    assert {d.source.filename for d in opened.documents()} == {"a.txt", "b.txt"}
    assert opened.get("a.txt").works[0].title["en"] == "Foreign trade"
    exported = opened.export("jsonl", tmp_path / "out.jsonl", ids=opened.select(lang="kk"))
    assert exported.documents == 1
