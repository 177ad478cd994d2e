"""Works as JATS, TEI, CSL-JSON and BibTeX, checked against the published schemas."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from lxml import etree

from corpus.document import Block, Cell, Document, Table, Work
from corpus.export import bibtex, csl, jats, tei
from extractors.works.citations import parse_reference
from flows.sources import from_bytes
from flows.steps import process

SCHEMAS = Path(__file__).parent / "schemas"
#: An article in two languages, with everything that an export may hold.
SOURCE = """УДК 338.1

ТОРГОВЛЯ СТЕПНЫХ РАЙОНОВ

А. П. Лаврентьев1, Ю. И. Щеглова2

1 Омский государственный университет, Омск, Россия
2 Институт степных исследований, Барнаул, Россия

Поступила в редакцию 12.03.2018. Принята к публикации 5 мая 2018 г.

Аннотация. Актуальность. В статье рассмотрена торговля степных районов за 2001–2009 годы и её место в хозяйстве. Результаты. Показано, что доля мелких хозяйств составила 34 процента. Выводы. Меры поддержки нужно связать с сезоном.

Ключевые слова: торговля, степь, сезон

TRADE OF STEPPE DISTRICTS

A. P. Lavrentyev1, Y. I. Shcheglova2

1 Omsk State University, Omsk, Russia
2 Institute of Steppe Studies, Barnaul, Russia

Abstract. Relevance. The article considers the trade of steppe districts in 2001–2009 and its place in the economy. Results. It is shown that the share of small farms was 34 percent. Conclusions. Support measures should be tied to the season.

Keywords: trade, steppe, season

Введение

Наблюдения велись с 1986 года по единой схеме, и об этом писали раньше [1]. Жители связывают перемены с погодой, хотя записи станции этого не подтверждают & спорят.

Список литературы

1. Юдин В. И., Рябов П. Ю. Ход торговли & обмена // География и хозяйство. 2011. Т. 5. № 2. С. 12–19. DOI: 10.12345/st.2011_5.
2. Зырянов М. П. Степные дороги. — Омск : Арна, 1999. — 210 с.
3. Там же. С. 15.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return process(from_bytes(SOURCE.encode(), "article.txt"))


@pytest.fixture(scope="module")
def relax_ng(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("jats")
    with zipfile.ZipFile(SCHEMAS / "jats-archiving-1.2-rng.zip") as archive:
        archive.extractall(folder)
    return etree.RelaxNG(etree.parse(folder / "JATS-archivearticle1-mathml3.rng"))


def test_jats_is_valid_and_holds_both_languages(document: Document, relax_ng: Any) -> None:
    (work,) = document.works
    root = etree.fromstring(etree.tostring(jats.article(document, 0, work)))
    assert relax_ng.validate(root), relax_ng.error_log
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.findtext(".//article-title") == work.title["ru"]
    assert root.findtext(".//trans-title") == work.title["en"]
    assert root.find(".//trans-abstract").get(lang) == "en"
    assert [g.get(lang) for g in root.iter("kwd-group")] == ["ru", "en"]
    assert [s.get("sec-type") for s in root.iter("sec")][:3] == [
        "relevance",
        "results",
        "conclusions",
    ]
    assert root.findtext(".//ref[@id='r1']//pub-id") == "10.12345/st.2011_5"
    first = root.find(".//ref[@id='r1']/mixed-citation")
    assert "".join(first.itertext()) == work.references[0].raw


def test_a_broken_article_is_not_valid(document: Document, relax_ng: Any) -> None:
    root = etree.fromstring(etree.tostring(jats.article(document, 0, document.works[0])))
    root.find(".//article-meta").append(etree.Element("footnote"))
    assert not relax_ng.validate(root)


#: The DTD cannot say "two or more of these", so it takes one child of ``choice`` only.
CHOICE = "Element choice content does not follow the DTD"


def test_tei_is_valid(document: Document) -> None:
    dtd = etree.DTD(str(Path(trafilatura.__file__).parent / "data" / "tei_corpus.dtd"))
    root = etree.fromstring(etree.tostring(tei.tree(document)))
    dtd.validate(root)
    assert [e.message for e in dtd.error_log if not e.message.startswith(CHOICE)] == []
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    assert len(root.findall(".//t:biblStruct//t:author", names)) == 2
    root.find(".//t:titleStmt", names).append(etree.Element("{http://www.tei-c.org/ns/1.0}p"))
    assert not dtd.validate(root)


#: Variables of CSL 1.0.2 that an item may have here, by the form of their values.
CSL_TEXT = {"id", "type", "title", "language", "container-title", "volume", "issue", "page", "publisher", "publisher-place",
            "DOI", "ISSN", "ISBN", "URL", "abstract", "keyword"}  # fmt: skip
CSL_TYPES = {"article", "article-journal", "book", "chapter", "document", "webpage"}


def test_csl_items_have_the_documented_names_and_forms(document: Document) -> None:
    items = list(csl.items_of(document))
    assert len(items) == 4
    for item in items:
        assert item["type"] in CSL_TYPES
        for key, value in item.items():
            if key in CSL_TEXT:
                assert isinstance(value, str)
            elif key in ("author", "editor", "translator"):
                assert all(
                    set(p) <= {"family", "given", "literal"} and all(p.values()) for p in value
                )
            elif key in ("issued", "submitted"):
                assert all(isinstance(n, int) for n in value["date-parts"][0])
            else:
                assert key == "custom"
    work, article, book, again = items
    assert work["title"] == "ТОРГОВЛЯ СТЕПНЫХ РАЙОНОВ"
    assert work["custom"]["titles"] == {"en": "TRADE OF STEPPE DISTRICTS"}
    assert [p["family"] for p in article["author"]] == ["Юдин", "Рябов"]
    assert (article["container-title"], article["page"], article["DOI"]) == (
        "География и хозяйство", "12–19", "10.12345/st.2011_5",
    )  # fmt: skip
    assert (book["type"], book["publisher"], book["publisher-place"]) == ("book", "Арна", "Омск")
    assert (again["title"], again["page"]) == (book["title"], "15")


ENTRY = re.compile(r"@(\w+)\{([\w-]+),\n((?:  \w+ = \{.*\},\n)+)\}\n", re.DOTALL)


def test_bibtex_entries_are_well_formed(document: Document) -> None:
    entries = list(bibtex.entries_of(document))
    for entry in entries:
        assert ENTRY.fullmatch(entry)
        bare = re.sub(r"\\[{}%&#_$]", "", entry)
        assert bare.count("{") == bare.count("}")
        assert not re.search(r"[%&#$]", re.sub(r"(?:doi|url) = \{.*?\},", "", bare))
    article = entries[1]
    assert article.startswith("@article{")
    assert "author = {Юдин, В. И. and Рябов, П. Ю.}" in article
    assert r"title = {Ход торговли \& обмена}" in article
    assert "pages = {12--19}" in article
    assert "doi = {10.12345/st.2011_5}" in article


def test_jats_of_a_table_with_captions_in_two_languages(relax_ng: Any) -> None:
    cells = [Cell(row=0, col=c, text=t, is_header=True) for c, t in enumerate(("Год", "Оборот"))]
    table = Table(
        id="t1", label="Таблица 1", caption={"ru": "Оборот", "en": "Turnover"}, n_rows=1, n_cols=2,
        header_rows=1, rows=[["Год", "Оборот"]], cells=cells, work=0,
    )  # fmt: skip
    block = Block(id="b1", order=1, label="table", orig="Год Оборот", text="Год Оборот", work=0)
    work = Work(title={"ru": "Торговля"}, tables=["t1"], blocks=["b1"])
    document = process(from_bytes(b"x", "a.txt")).model_copy(
        update={"works": [work], "blocks": [block], "tables": [table]}
    )
    root = etree.fromstring(etree.tostring(jats.article(document, 0, work)))
    assert relax_ng.validate(root), relax_ng.error_log
    assert [p.text for p in root.findall(".//table-wrap/caption/p")] == ["Оборот", "Turnover"]
    assert root.find(".//table/tbody/tr/th").text == "Год"


@pytest.mark.parametrize(
    ("raw", "kind", "entry"),
    [
        ("Юдин В. И. Ход торговли: дис. ... канд. геогр. наук. — Омск, 2011. — 180 с.", "thesis", "@thesis"),
        ("Закон РФ от 01.04.1993 № 4730-1 «О границе».", "legislation", "@misc"),
        ("Юдин В. И. [и др.]. Ход торговли // Реки: материалы VII конференции. — Томск, 1992. — С. 9–16.",
         "paper-conference", "@inproceedings"),
        ("Юдин В. И., Рябов П. Ю. и др. Ход торговли // География. 2011. Т. 5. № 2. С. 12–19.", "article-journal", "@article"),
    ],
)  # fmt: skip
def test_kinds_of_references_and_authors_that_are_not_named(
    raw: str, kind: str, entry: str
) -> None:
    item = csl.item_of_reference(parse_reference(raw, "ru"), "a-w1-r1", "a-w1")
    assert item["type"] == kind
    assert not [p for p in item.get("author", []) if "literal" in p]
    bib = bibtex.entry_of(item)
    assert bib.startswith(entry + "{a-w1-r1,")
    assert ("and others" in bib) == ("и др." in raw)
