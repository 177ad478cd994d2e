"""The samples are what their README says, and the script still makes them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from extractors.observed import ObservedBlock
from extractors.options import ReadOptions
from extractors.readers import read


@pytest.fixture(scope="module")
def samples(root: Path) -> Path:
    return root / "samples"


@pytest.fixture(scope="module")
def script(samples: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", samples / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def layer(pdf: bytes | Path) -> str:
    """The text layer of a PDF with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return " ".join(" ".join(pages).split())


def blocks_of(path: Path) -> tuple[ObservedBlock, ...]:
    return read(path.read_bytes(), path.name, ReadOptions()).blocks


def test_they_are_small(samples: Path) -> None:
    files = [p for p in samples.iterdir() if p.is_file()]
    assert {p.name for p in files} == {
        "README.md", "make_samples.py", "paper.pdf", "paper-scan.pdf", "paper-wrong-layer.pdf",
        "paper-page.html", "paper-cp1251.txt",
    }  # fmt: skip
    assert sum(p.stat().st_size for p in files) < 3_000_000
    assert (samples / "paper-scan.pdf").stat().st_size < 600_000


def test_the_readme_names_every_file(samples: Path) -> None:
    text = (samples / "README.md").read_text("utf-8")
    assert [p.name for p in samples.iterdir() if p.is_file() and p.name not in text] == [
        "README.md"
    ]


def test_the_born_digital_paper(samples: Path, script: ModuleType) -> None:
    text = layer(samples / "paper.pdf")
    for expected in (
        script.TITLE_RU,
        script.TITLE_EN,
        script.UDC,
        script.DOI,
        "Ключевые слова:",
        "Keywords:",
    ):
        assert expected in text
    assert len(pypdfium2.PdfDocument(samples / "paper.pdf")) == 2


def test_the_scan_has_no_text_layer(samples: Path) -> None:
    assert layer(samples / "paper-scan.pdf") == ""


def test_the_wrong_layer_is_wrong_where_it_is_russian(samples: Path) -> None:
    text = layer(samples / "paper-wrong-layer.pdf")
    assert "Small Border Crossings" in text
    assert len(text) > 4000
    assert not re.search("[а-яё]", text)


def test_the_sums_of_the_table_are_right(script: ModuleType) -> None:
    numbers = {row[0]: [float(c.replace(",", ".")) for c in row[1:]] for row in script.TABLE[1:]}
    for turnover, export, imported, balance in zip(
        numbers["Оборот"], numbers["Экспорт"], numbers["Импорт"], numbers["Сальдо"], strict=True
    ):
        assert export + imported == pytest.approx(turnover)
        assert export - imported == pytest.approx(balance)


def test_numbers_of_the_text_follow_from_the_table(script: ModuleType) -> None:
    fall = 1 - 285.8 / 338.1
    assert round(100 * fall, 1) == 15.5
    assert "15,5 процента" in script.RESULTS[0]
    assert round(100 * 70.3 / 392.7, 1) == 17.9
    assert "17,9 процента" in script.RESULTS_AFTER[0]


def test_the_page_and_the_text_are_made_as_they_stand(samples: Path, script: ModuleType) -> None:
    assert (samples / "paper-page.html").read_bytes() == script.paper_html()
    assert (samples / "paper-cp1251.txt").read_bytes() == script.paper_txt()


def test_the_pdf_is_made_with_the_same_text(samples: Path, script: ModuleType) -> None:
    if not script.FONTS.is_dir():
        pytest.skip("fonts-liberation is not installed")
    made = script.paper_pdf()
    assert layer(made) == layer(samples / "paper.pdf")
    assert made == script.paper_pdf()


def test_the_scan_is_made_the_same_twice(script: ModuleType, samples: Path) -> None:
    pdf = (samples / "paper.pdf").read_bytes()
    first, second = (script.scan_pdf(script.scanned_pages(pdf)) for _ in range(2))
    assert first == second


def test_reading_the_text_file(samples: Path, script: ModuleType) -> None:
    reading = read((samples / "paper-cp1251.txt").read_bytes(), "paper-cp1251.txt", ReadOptions())
    assert reading.encoding == "windows-1251"
    labels = [b.label for b in reading.blocks]
    assert [b.text for b in reading.blocks if b.label == "title"] == [
        script.TITLE_RU.upper(),
        script.TITLE_EN.upper(),
    ]
    assert labels.count("abstract") == labels.count("keywords") == labels.count("caption") == 2
    table = next(b.table for b in reading.blocks if b.table)
    assert (table.n_rows, table.n_cols) == (5, 6)
    across = [b for b in reading.blocks if len(b.provs) == 2]
    assert [(b.provs[0].page, b.provs[1].page) for b in across] == [(1, 2)]
    assert "не-\nдель" in across[0].text


def test_reading_the_page(samples: Path, script: ModuleType) -> None:
    reading = read((samples / "paper-page.html").read_bytes(), "paper-page.html", ReadOptions())
    by_label: dict[str, list[str]] = {}
    for block in reading.blocks:
        by_label.setdefault(block.label, []).append(block.text)
    assert by_label["title"] == [script.TITLE_RU]
    assert reading.metadata["citation_author"] == list(script.AUTHORS_RU)
    assert {"Главная", "Похожие статьи", "Торговля без моста", "Скачать PDF, 131 кб"} <= set(
        by_label["boilerplate"]
    )
    assert script.ABSTRACT_RU in by_label["paragraph"]
    assert script.ABSTRACT_EN in by_label["paragraph"]
    assert len(by_label["table"]) == 1
    assert len(by_label["keywords"]) == 2


def test_the_text_is_the_same_in_every_state(samples: Path, script: ModuleType) -> None:
    page = " ".join(b.text for b in blocks_of(samples / "paper-page.html"))
    plain = " ".join(b.text for b in blocks_of(samples / "paper-cp1251.txt"))
    plain = " ".join(plain.replace("-\n", "").split())
    for text in (*script.INTRODUCTION, *script.RESULTS_AFTER, *script.CONCLUSION):
        assert text in page
        assert text in plain
