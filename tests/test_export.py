"""Each export reopens with the library that its readers use, and repeats byte for byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corpus.document import (
    Abstract,
    Author,
    Block,
    Cell,
    Codes,
    Document,
    Run,
    Source,
    Table,
    Work,
    from_json,
)
from corpus.errors import UsageError
from corpus.export import FORMATS, export
from corpus.export.markdown import render
from corpus.export.text import running_text
from corpus.store import Corpus

ROWS = [["Показатель", "2010"], ["Оборот", "510,4"], ["Сальдо", "−247,2"]]


def table() -> Table:
    cells = [
        Cell(row=r, col=c, text=text, is_header=r == 0, header_path=ROWS[0][c : c + 1] if r else [])
        for r, row in enumerate(ROWS)
        for c, text in enumerate(row)
    ]
    values = {"510,4": 510.4, "−247,2": -247.2}
    cells = [
        c.model_copy(update={"value": values[c.text], "type": "number", "unit": "млн"})
        if c.text in values
        else c
        for c in cells
    ]
    return Table(
        id="t1", label="1", caption={"ru": "Торговля"}, n_rows=3, n_cols=2, header_rows=1,
        rows=ROWS, cells=cells, work=0,
    )  # fmt: skip


def make(name: str) -> Document:
    id = hashlib.sha256(name.encode()).hexdigest()
    texts = [
        ("page_header", "Вестник"),
        ("title", "Внешняя\nторговля"),
        ("abstract", "В статье * показан рост."),
        ("paragraph", "# не заголовок"),
        ("table", "\n".join("\t".join(row) for row in ROWS)),
    ]
    return Document(
        id=id,
        source=Source(filename=name, uri=f"file:{name}", mimetype="text/plain", bytes=1, sha256=id),
        languages={"ru": 1.0},
        blocks=[
            Block(id=f"b{n}", order=n, orig=text, text=text, label=label)  # type: ignore[arg-type]
            for n, (label, text) in enumerate(texts, 1)
        ],
        works=[
            Work(
                title={"ru": "Внешняя торговля", "en": "Foreign trade"},
                authors=[Author(name={"ru": "Иванов И. И."})],
                abstracts=[Abstract(lang="ru", text="В статье показан рост.", blocks=["b3"])],
                keywords={"ru": ["торговля"]},
                codes=Codes(doi="10.1/x"),
                tables=["t1"],
            )
        ],
        tables=[table()],
        run=Run(version="0", fingerprint="f", started="2026-01-01T00:00:00Z", options={"a": [1]}),
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus.open(tmp_path / "corpus", create=True)
    corpus.put([make("b.txt")])
    corpus.put([make("a.txt"), make("в/г.txt")])
    return corpus


IDS = sorted(make(name).id for name in ("a.txt", "b.txt", "в/г.txt"))


def files(path: Path) -> dict[str, bytes]:
    found = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return {str(p.relative_to(path)): p.read_bytes() for p in found}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_corpus_gives_the_same_bytes(form: str, corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, form, tmp_path / "one")
    other = Corpus.open(tmp_path / "other", create=True)
    other.put([make("в/г.txt")])
    other.put([make("a.txt"), make("b.txt")])
    assert export(other, form, tmp_path / "two").documents == 3
    assert files(tmp_path / "one") == files(tmp_path / "two")
    export(other, form, tmp_path / "one")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_jsonl_gives_the_records_back(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "jsonl", tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [from_json(line) for line in lines] == list(corpus.documents())
    assert "Внешняя торговля" in lines[0]


def test_jsonl_opens_with_polars(corpus: Corpus, tmp_path: Path) -> None:
    import polars

    export(corpus, "jsonl", tmp_path / "out.jsonl")
    frame = polars.read_ndjson(tmp_path / "out.jsonl")
    assert frame["id"].to_list() == IDS


def test_parquet_opens_with_pandas_polars_and_duckdb(corpus: Corpus, tmp_path: Path) -> None:
    import duckdb
    import pandas
    import polars

    out = tmp_path / "out.parquet"
    export(corpus, "parquet", out)
    assert pandas.read_parquet(out)["id"].tolist() == IDS
    works = polars.read_parquet(out)["works"].explode().struct.field("codes").struct.field("doi")
    assert works.to_list() == ["10.1/x"] * 3
    query = "select unnest(works).title['en'] as title from read_parquet($1)"
    assert duckdb.execute(query, [str(out)]).fetchall() == [("Foreign trade",)] * 3


def test_the_corpus_itself_opens_with_polars_and_duckdb(corpus: Corpus) -> None:
    import duckdb
    import polars

    dataset = corpus.dataset()
    assert sorted(polars.scan_pyarrow_dataset(dataset).collect()["id"].to_list()) == IDS
    assert duckdb.sql("select count(*) from dataset").fetchall() == [(3,)]


def test_csv_cells_open_with_pandas_as_numbers(corpus: Corpus, tmp_path: Path) -> None:
    import pandas

    export(corpus, "csv", tmp_path / "out")
    cells = pandas.read_csv(tmp_path / "out" / "cells.csv")
    numbers = cells[cells["type"] == "number"]
    assert numbers["value"].tolist() == [510.4, -247.2] * 3
    assert set(numbers["header_path"]) == {"2010"}
    index = pandas.read_csv(tmp_path / "out" / "tables.csv")
    grid = pandas.read_csv(tmp_path / "out" / index["file"][0])
    assert grid.columns.tolist() == ROWS[0]
    assert grid["2010"].tolist() == ["510,4", "−247,2"]


def test_csv_with_a_file_name_is_the_long_form(corpus: Corpus, tmp_path: Path) -> None:
    import polars

    export(corpus, "csv", tmp_path / "cells.csv")
    assert polars.read_csv(tmp_path / "cells.csv").height == 18


def test_markdown_has_front_matter_headings_and_tables() -> None:
    import yaml

    matter, body = render(make("a.txt")).split("---\n", 2)[1:]
    assert yaml.safe_load(matter)["title"]["en"] == "Foreign trade"
    assert yaml.safe_load(matter)["codes"] == {"doi": "10.1/x"}
    assert "# Внешняя торговля\n" in body
    assert "В статье \\* показан рост." in body
    assert "\\# не заголовок" in body
    assert "| Показатель | 2010 |\n| --- | --- |\n| Оборот | 510,4 |" in body
    assert "Вестник" not in body


def test_markdown_renders_as_the_text_that_it_holds() -> None:
    from markdown_it import MarkdownIt

    body = render(make("a.txt")).split("---\n", 2)[2]
    html = MarkdownIt().enable("table").render(body)
    assert "<h1>Внешняя торговля</h1>" in html
    assert "<p># не заголовок</p>" in html
    assert html.count("<tr>") == 3


def test_running_text_leaves_out_running_heads() -> None:
    assert running_text(make("a.txt")).startswith("Внешняя\nторговля\n\nВ статье")


def test_one_file_per_document_with_a_safe_name(corpus: Corpus, tmp_path: Path) -> None:
    exported = export(corpus, "markdown", tmp_path / "md")
    names = {name.rsplit("-", 1)[0] for name in files(tmp_path / "md") if name.endswith(".md")}
    assert names == {"a.txt", "b.txt", "в_г.txt"}
    assert exported.files == 3


def test_an_export_replaces_an_export_and_nothing_else(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "markdown", tmp_path / "md")
    export(corpus, "csv", tmp_path / "md")
    assert (tmp_path / "md" / "cells.csv").exists()
    assert not list((tmp_path / "md").glob("*.md"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").touch()
    with pytest.raises(UsageError, match="other files"):
        export(corpus, "csv", tmp_path / "mine")
    assert not list(tmp_path.glob(".m*"))


def test_a_selection_of_documents(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "jsonl", tmp_path / "out.jsonl", ids=IDS[:1])
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["id"] == IDS[0]


def test_unknown_formats_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are jsonl"):
        export(corpus, "docx", tmp_path / "out")


def test_tei_shows_every_repair_and_gives_both_readings_back(tmp_path: Path) -> None:
    from lxml import etree

    from corpus.document import Repair
    from corpus.export.tei import tree

    document = make("a.txt")
    block = Block(id="b9", order=9, orig="при-\nвет, cлово", text="привет, слово")
    repairs = [
        Repair(block="b9", start=3, stop=5, before="-\n", after="", kind="hyphen", fixer="h"),
        Repair(block="b9", start=10, stop=11, before="c", after="с", kind="homoglyph", fixer="g"),
    ]
    document = document.model_copy(update={"blocks": [*document.blocks, block], "repairs": repairs})
    root = etree.fromstring(etree.tostring(tree(document)))
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    (element,) = root.xpath("//t:p[@xml:id='b9']", namespaces=names)
    corrected, observed = (
        "".join(element.xpath(f".//text()[not(parent::t:{x})]", namespaces=names))
        for x in ("sic", "corr")
    )
    assert (corrected, observed) == (block.text, block.orig)
    assert root.xpath("//t:titleStmt/t:title[@xml:lang='en']/text()", namespaces=names) == [
        "Foreign trade"
    ]
    assert len(root.xpath("//t:table/t:row", namespaces=names)) == 3
    assert len(root.xpath("//t:corr[@cert='high']", namespaces=names)) == 2


def test_jats_has_titles_abstracts_and_tables_in_their_places(
    corpus: Corpus, tmp_path: Path
) -> None:
    from lxml import etree

    assert export(corpus, "jats", tmp_path / "jats").files == 3
    root = etree.parse(sorted((tmp_path / "jats").glob("*.xml"))[0]).getroot()
    assert root.findtext("front/article-meta/article-id[@pub-id-type='doi']") == "10.1/x"
    assert root.findtext(".//article-title") == "Внешняя торговля"
    assert root.findtext(".//trans-title") == "Foreign trade"
    assert root.findtext(".//abstract/p") == "В статье показан рост."
    assert [th.text for th in root.findall(".//thead/tr/th")] == ["Показатель", "2010"]
    assert len(root.findall(".//tbody/tr")) == 2
    order = [child.tag for child in root.find("front/article-meta")]
    assert order == ["article-id", "title-group", "contrib-group", "abstract", "kwd-group"]


def test_xml_holds_text_with_characters_that_xml_forbids(tmp_path: Path) -> None:
    from lxml import etree

    from corpus.export.tei import tree

    document = make("a.txt")
    block = Block(id="b9", order=9, orig="a\x02b\ufffe", text="a\x02b\ufffe")
    document = document.model_copy(update={"blocks": [block]})
    assert "ab" in etree.tostring(tree(document), encoding="unicode")


def test_the_long_form_says_what_a_row_is_about(corpus: Corpus, tmp_path: Path) -> None:
    import pandas

    export(corpus, "csv", tmp_path / "cells.csv")
    cells = pandas.read_csv(tmp_path / "cells.csv")
    numbers = cells[(cells["type"] == "number") & (cells["filename"] == "a.txt")]
    wide = numbers.pivot(index="row_label", columns="header_path", values="value")
    assert wide["2010"].to_dict() == {"Оборот": 510.4, "Сальдо": -247.2}


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_in_which_nothing_matches_is_an_empty_one(
    form: str, corpus: Corpus, tmp_path: Path
) -> None:
    done = export(corpus, form, tmp_path / "out", corpus.select(lang="kk"))
    assert done.documents == 0
    assert (tmp_path / "out").exists()


def test_empty_exports_open_with_their_tools(corpus: Corpus, tmp_path: Path) -> None:
    import pandas
    import polars

    for form, name in (("parquet", "a.parquet"), ("csv", "a.csv")):
        export(corpus, form, tmp_path / name, [])
    assert polars.read_parquet(tmp_path / "a.parquet").height == 0
    assert pandas.read_csv(tmp_path / "a.csv").empty


NASTY = ["a/b.txt", 'quoted "x"; y.txt', "two\nlines.txt", "д" * 400 + ".txt", "..", "-rf"]


def nasty(name: str) -> Document:
    document = make(name)
    work = document.works[0].model_copy(update={"title": {"ru": f'"{name}" / <b>&amp;\n\ttitle'}})
    return document.model_copy(update={"works": [work]})


@pytest.mark.parametrize("form", FORMATS)
def test_odd_titles_and_file_names_cost_nothing(form: str, tmp_path: Path) -> None:
    odd = Corpus.open(tmp_path / "odd", create=True)
    failed = make("failed.txt").model_copy(
        update={"status": "failed", "blocks": [], "works": [], "tables": [], "languages": {}}
    )
    odd.put([*map(nasty, NASTY), failed])
    done = export(odd, form, tmp_path / "out")
    assert done.documents == len(NASTY) + 1
    below = {p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "odd")}
    assert all(p.resolve().is_relative_to(tmp_path / "out") for p in below)


def test_odd_names_come_back_from_tables_and_front_matter(tmp_path: Path) -> None:
    import pandas
    import yaml

    odd = Corpus.open(tmp_path / "odd", create=True)
    odd.put(map(nasty, NASTY))
    export(odd, "csv", tmp_path / "out.csv")
    assert set(pandas.read_csv(tmp_path / "out.csv")["filename"]) == set(NASTY)
    export(odd, "markdown", tmp_path / "md")
    matters = [p.read_text("utf-8").split("---\n", 2)[1] for p in (tmp_path / "md").glob("*.md")]
    assert {yaml.safe_load(matter)["source"] for matter in matters} == set(NASTY)
