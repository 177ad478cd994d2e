"""A few generated works read back: the benchmark's own path, on files that take seconds."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from works_kit import compose, styles
from works_kit.page import page
from works_kit.pdf import FOLDER, render
from works_kit.score import judge, normal

from corpus.document import Abstract
from extractors.works.pairs import pair
from flows.sources import from_bytes
from flows.steps import process

#: Fields that the clean files of these seeds give without a fault.
SURE = ("boundaries", "title", "authors", "affiliations", "abstract", "keywords", "codes", "pairs")


@pytest.mark.skipif(not FOLDER.exists(), reason="fonts with Kazakh letters are not installed")
@pytest.mark.parametrize("arrangement", ["side", "tri_end"])
def test_printed_works_are_read_back(arrangement: str) -> None:
    rng = Random(f"test-{arrangement}")
    house = styles.house(rng, arrangement)
    work = styles.compose_for(rng, house)
    data = render(styles.layout(work, house), size=10, font="free")
    work.journal = {}
    tallies = judge(process(from_bytes(data, "work.pdf")), [work], arrangement)
    faults = [m for name in SURE for m in tallies[name].misses]
    assert faults == []


def test_a_saved_page_is_read_back_without_its_furniture() -> None:
    rng = Random("test-page")
    house = styles.house(rng, "ru_first")
    work = styles.compose_for(rng, house)
    document = process(from_bytes(page(work, styles.layout(work, house), rng), "page.html"))
    tallies = judge(document, [work], "page")
    assert [m for name in SURE for m in tallies[name].misses] == []
    furniture = {normal(b.text) for b in document.blocks if b.label == "boilerplate"}
    assert {normal("Поделиться"), normal("Похожие статьи")} <= furniture


def test_a_changed_figure_is_flagged_and_equal_ones_are_not() -> None:
    for n in range(12):
        rng = Random(n)
        work = compose.Made(["ru", "en"], {}, [], [])
        compose.summary(rng, work, compose.slots_of(rng), structured=False)
        one, two = (Abstract(lang=lang, text=work.abstract[lang]) for lang in ("ru", "en"))
        assert pair(one, two).flags == []
        figures = [w for w in two.text.split() if w.isdigit()]
        if figures:
            wrong = two.text.replace(figures[0], str(int(figures[0]) + 7), 1)
            assert pair(one, two.model_copy(update={"text": wrong})).flags != []


def test_years_of_a_range_over_the_century() -> None:
    from extractors.works.pairs import numbers

    assert numbers("1998–03, 2016–23") == ["1998", "2003", "2016", "2023"]
