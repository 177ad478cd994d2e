"""Saved pages: nothing lost, furniture labelled, tables and metadata as the page has them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import EmptyFile, UnreadableFile
from extractors.html import declared_encoding, read
from extractors.observed import ObservedBlock, ObservedTable, Reading
from extractors.options import ReadOptions

PROSE = "Торговля приграничных регионов растёт быстрее экономики страны в целом, и это заметно. "


def page(body: str, head: str = "", **options: str) -> Reading:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), ReadOptions())


def labels(reading: Reading) -> dict[str, str]:
    return {b.text: b.label for b in reading.blocks}


def article(inner: str) -> str:
    return (
        f"<article><h1>Торговля без моста</h1><p>{PROSE * 3}</p>{inner}<p>{PROSE * 3}</p></article>"
    )


def table_of(html: str) -> ObservedTable:
    found = [b.table for b in page(article(html)).blocks if b.table]
    assert len(found) == 1
    assert found[0] is not None
    return found[0]


def test_furniture_is_kept_and_labelled() -> None:
    reading = page(
        "<nav><ul><li><a href='/'>Главная</a></li><li><a href='/a'>Архив</a></li></ul></nav>"
        + article("")
        + "<div class='share'>Поделиться: <a href='#'>Telegram</a></div><footer>© 2023 Журнал</footer>"
    )
    found = labels(reading)
    assert found["Торговля без моста"] == "title"
    assert found[(PROSE * 3).strip()] == "paragraph"
    assert {found[t] for t in ("Главная", "Архив", "Поделиться: Telegram", "© 2023 Журнал")} == {
        "boilerplate"
    }


def test_scripts_and_styles_are_no_text() -> None:
    text = "\n".join(
        b.text for b in page(article("<script>var x = 1;</script><style>p{}</style>")).blocks
    )
    assert "var x" not in text
    assert "p{}" not in text


def test_headings_lists_and_breaks() -> None:
    found = labels(
        page(
            article(
                "<h2>Методы</h2><ul><li>первый пункт</li><li>второй <b>пункт</b></li></ul><p>стро-<br>ка</p>"
            )
        )
    )
    assert found["Методы"] == "heading"
    assert found["первый пункт"] == found["второй пункт"] == "list_item"
    assert found["стро-\nка"] == "paragraph"


def test_two_breaks_end_a_paragraph() -> None:
    reading = page(f"<div>{PROSE}<br>\n<br>{PROSE}второй</div>")
    assert [b.text for b in reading.blocks] == [PROSE.strip(), f"{PROSE}второй"]


def test_words_of_a_paper_label_their_blocks() -> None:
    found = labels(
        page(article("<p>УДК 339.5</p><p>Ключевые слова: паром, мост</p><p>Рис. 1. Карта</p>"))
    )
    assert [found[t] for t in ("УДК 339.5", "Ключевые слова: паром, мост", "Рис. 1. Карта")] == [
        "code", "keywords", "caption",
    ]  # fmt: skip


def test_a_table_with_spans_and_caption() -> None:
    table = table_of(
        "<table><caption>Таблица 1 – Итоги</caption><thead><tr><th rowspan='2'>Показатель</th>"
        "<th colspan='2'>Годы</th></tr><tr><th>2021</th><th>2022</th></tr></thead>"
        "<tbody><tr><td>Экспорт</td><td>134,8</td><td>152,6</td></tr></tbody></table>"
    )
    assert (table.n_rows, table.n_cols, table.header_rows, table.method) == (3, 3, 2, "markup")
    assert table.caption == "Таблица 1 – Итоги"
    places = {c.text: (c.row, c.col, c.row_span, c.col_span) for c in table.cells}
    assert places["Показатель"] == (0, 0, 2, 1)
    assert places["Годы"] == (0, 1, 1, 2)
    assert places["2022"] == (1, 2, 1, 1)
    assert places["152,6"] == (2, 2, 1, 1)


def test_a_table_block_holds_rows_and_tabs() -> None:
    reading = page(
        article("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>")
    )
    assert [b.text for b in reading.blocks if b.label == "table"] == ["a\tb\n1\t2 3"]


def test_rows_written_as_tables_are_one_table() -> None:
    row = "<table class='t'><tr><td>{}</td><td>{}</td><td>{}</td></tr></table>"
    head = "<table class='t'><tr><th>Год</th><th>Ввоз</th><th>Вывоз</th></tr></table>"
    table = table_of(head + row.format(2021, "1,5", "2,5") + "\n" + row.format(2022, "3,5", "4,5"))
    assert (table.n_rows, table.n_cols) == (3, 3)


def test_a_layout_table_is_no_table() -> None:
    reading = page(
        f"<table><tr><td><ul><li>меню</li></ul></td><td><h1>Заголовок</h1><p>{PROSE * 4}</p></td></tr></table>"
    )
    assert not [b for b in reading.blocks if b.table]
    assert PROSE.strip() in " ".join(b.text for b in reading.blocks)


def test_notes_set_as_a_table_are_blocks() -> None:
    rows = "".join(
        f"<tr><td>[{n}]</td><td>Берегова Е. П. Торговля без моста и с мостом // Два берега</td></tr>"
        for n in (1, 2)
    )
    reading = page(article(f"<table>{rows}</table>"))
    notes = [b.text for b in reading.blocks if b.label == "footnote"]
    assert [n[:12] for n in notes] == ["[1] Берегова", "[2] Берегова"]


def test_a_form_around_the_whole_page_is_not_furniture() -> None:
    reading = page(f"<form class='search'>{article('<p>короткая строка текста</p>')}</form>")
    assert labels(reading)["короткая строка текста"] == "paragraph"


def test_hidden_text_is_kept_as_boilerplate() -> None:
    found = labels(page(article("<p style='display: none'>скрытая строка</p>")))
    assert found["скрытая строка"] == "boilerplate"


def test_metadata_under_the_names_of_the_page() -> None:
    item = {
        "@type": "ScholarlyArticle",
        "headline": "Торговля",
        "author": [{"name": "Е. Берегова"}],
        "datePublished": "2023",
    }
    head = (
        "<title>Торговля | Два берега</title><meta name='citation_author' content='Берегова, Е.'>"
        "<meta name='citation_author' content='Заольшин, М.'><meta name='DC.Date' content='2023-06-15'>"
        "<meta property='og:title' content='Торговля'><link rel='canonical' href='https://a.example/1'>"
        f"<script type='application/ld+json'>{json.dumps({'@graph': [item]})}</script>"
    )
    found = page(article(""), head).metadata
    assert found["citation_author"] == ["Берегова, Е.", "Заольшин, М."]
    assert found["DC.Date"] == ["2023-06-15"]
    assert found["og:title"] == found["headline"] == ["Торговля"]
    assert found["author"] == ["Е. Берегова"]
    assert found["canonical"] == ["https://a.example/1"]


def test_a_broken_json_ld_costs_nothing() -> None:
    head = "<title>Торговля</title><script type='application/ld+json'>{broken</script>"
    assert page(article(""), head).metadata == {"title": ["Торговля"]}


def test_what_the_head_says_of_the_work_stays_in_the_text() -> None:
    abstract = (
        "Показано, как открытие малых пунктов пропуска изменило торговлю двух регионов за пять лет."
    )
    head = f"<meta name='citation_abstract' content='{abstract}'><meta name='citation_author' content='Елена Берегова'>"
    side = f"<div><span>Елена Берегова, Институт приречных исследований</span></div><div><i>{abstract}</i></div>"
    found = labels(page(side + article(""), head))
    assert found["Елена Берегова, Институт приречных исследований"] == "paragraph"
    assert found[abstract] == "paragraph"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings(encoding: str, declared: bool) -> None:
    head = f"<meta charset='{encoding}'>" if declared and encoding != "utf-16" else ""
    html = f"<html><head>{head}</head><body>{article('')}</body></html>"
    reading = read(html.encode(encoding), ReadOptions())
    assert labels(reading)["Торговля без моста"] == "title"


def test_a_wrong_declaration_does_not_win() -> None:
    html = f"<html><head><meta charset='koi8-r'></head><body>{article('')}</body></html>"
    reading = read(html.encode("cp1251"), ReadOptions())
    assert reading.encoding == "windows-1251"


def test_declared_encodings() -> None:
    assert declared_encoding(b"<?xml version='1.0' encoding='IBM866'?>") == "IBM866"
    assert (
        declared_encoding(b"<meta http-equiv=content-type content='text/html; charset=utf-8'>")
        == "utf-8"
    )
    assert declared_encoding(b"<p>charset=koi8-r</p>") is None


def test_a_web_archive() -> None:
    html = f"<html><body>{article('')}</body></html>"
    data = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + html.encode("cp1251")
        + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nPNG\r\n--b--\r\n"
    )
    reading = read(data, ReadOptions())
    assert (reading.mimetype, reading.encoding) == ("multipart/related", "windows-1251")
    assert labels(reading)["Торговля без моста"] == "title"


def test_a_web_archive_without_a_page_says_so() -> None:
    data = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n'
    with pytest.raises(UnreadableFile):
        read(data, ReadOptions())


def test_a_feed() -> None:
    xml = (
        "<?xml version='1.0' encoding='koi8-r'?><rss version='2.0'><channel><title>Новости</title>"
        f"<item><title>Паром пошёл</title><link>http://a.example/1</link><description>{PROSE}</description></item>"
        "</channel></rss>"
    )
    found = labels(read(xml.encode("koi8-r"), ReadOptions()))
    assert found["Паром пошёл"] == "heading"
    assert found[PROSE.strip()] == "paragraph"
    assert found["http://a.example/1"] == "boilerplate"


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<html><body> <p>&nbsp;</p></body></html>", b"<!doctype html>"]
)
def test_pages_without_text(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read(data, ReadOptions())


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 1500 + "text of the page",
        "<b>text " * 1500,
        "<table><tr><td>" * 150 + "text of the page",
    ],
    ids=["divs", "unclosed", "tables"],
)
def test_deep_pages_are_read(body: str) -> None:
    assert "text" in page(body).blocks[0].text


def letters(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


def test_each_block_knows_its_place_in_the_source() -> None:
    source = f"<html><body>{article('<p>Экспорт &amp; им<b>порт</b>&nbsp;и <!-- x -->соя</p>')}</body></html>"
    for block in read(source.encode(), ReadOptions()).blocks:
        assert block.provs[0].span is not None
        there = source[slice(*block.provs[0].span)].replace("<!-- x -->", "").replace("&nbsp;", " ")
        assert letters(re.sub("<[^>]+>", "", there).replace("&amp;", "&")) == letters(block.text)


@pytest.mark.shared
def test_the_blocks_of_real_pages_have_places_in_order(shared: Path) -> None:
    for path in (shared / "data" / "html").glob("*.html"):
        places = [b.provs[0].span for b in read(path.read_bytes(), ReadOptions()).blocks]
        known = [p for p in places if p]
        assert len(known) >= 0.98 * len(places)
        assert known == sorted(known)


def test_two_readings_of_one_page_agree() -> None:
    body = article("<aside>Похожие статьи</aside>")
    assert page(body).blocks == page(body).blocks == page(body).blocks


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def main_text(blocks: tuple[ObservedBlock, ...]) -> str:
    return " ".join(" ".join(b.text.split()) for b in blocks if b.label != "boilerplate")


@pytest.mark.shared
def test_the_main_text_of_a_real_page(shared: Path) -> None:
    html = shared / "data" / "html" / "wday_ru_news.html"
    found = words(main_text(read(html.read_bytes(), ReadOptions()).blocks))
    truth = words(html.with_name("wday_ru_news.html.gt.txt").read_text("utf-8"))
    common = sum((found & truth).values())
    assert common / sum(truth.values()) == 1
    assert common / sum(found.values()) > 0.95


@pytest.mark.shared
def test_the_facts_of_all_real_pages(shared: Path) -> None:
    folder = shared / "data" / "html"
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        reading = read((folder / entry["file"]).read_bytes(), ReadOptions())
        facts, main = entry.get("must_contain", {}), main_text(reading.blocks)
        for kept in (
            *facts.get("must_keep", []),
            *facts.get("words", []),
            *facts.get("authors", []),
        ):
            assert " ".join(kept.split()) in main, entry["file"]
        for dropped in facts.get("must_drop", []):
            assert dropped not in main, entry["file"]
        if "title" in facts:
            titles = [" ".join(b.text.split()) for b in reading.blocks if b.label == "title"]
            assert titles == [" ".join(facts["title"].split())]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "encoding"),
    [("KOI8-R__susu.ac.ru.xml", "koi8-r"), ("IBM866__aviaport.ru.xml", "ibm866"), ("example_cp1251.html", "windows-1251"),
     ("doc_000000.html", "utf-8"), ("interfax_802181_cp1251.html", "windows-1251")],
)  # fmt: skip
def test_encodings_of_real_pages(shared: Path, name: str, encoding: str) -> None:
    assert read((shared / "data" / "html" / name).read_bytes(), ReadOptions()).encoding == encoding


@pytest.mark.shared
def test_the_table_of_an_essay_and_its_notes(shared: Path) -> None:
    html = shared / "data" / "html" / "laviedesidees.fr.evaluation.html"
    blocks = read(html.read_bytes(), ReadOptions()).blocks
    tables = [b.table for b in blocks if b.table and b.label == "table"]
    assert [(t.n_cols, t.header_rows) for t in tables if t] == [(9, 1)]
    assert sum(b.label == "footnote" for b in blocks) == 5


@pytest.mark.parametrize("closed", [True, False])
def test_elements_nested_deeper_than_the_parser_goes_keep_their_text(closed: bool) -> None:
    deep = "<div>" * 5000 + "<p>The deepest words of all stand here.</p>" + "</div>" * 5000 * closed
    blocks = page(f"<p>Before them.</p>{deep}<p>After them.</p>").blocks
    text = "Before them. The deepest words of all stand here. After them."
    assert " ".join(" ".join(b.text.split()) for b in blocks) == text


def test_an_archive_with_another_boundary_than_announced_is_read() -> None:
    page = "<html><body><p>Текст страницы, сохранённой браузером.</p></body></html>"
    data = (
        'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="AAA"\r\n\r\n'
        f"--BBB\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--BBB--\r\n"
    ).encode()
    reading = read(data, ReadOptions())
    assert [b.text for b in reading.blocks] == ["Текст страницы, сохранённой браузером."]
