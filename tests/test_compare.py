"""What is shown when a document is done again."""

from __future__ import annotations

from typing import Any

from corpus.compare import compare, render
from corpus.document import Block, Cell, Document, Quality, Run, Source, Table, Work

SOURCE = Source(filename="a.pdf", uri="file:a", mimetype="application/pdf", bytes=1, sha256="0")


def make(*texts: str, **more: Any) -> Document:
    blocks = [Block(id=f"b{n}", order=n, orig=t, text=t) for n, t in enumerate(texts, 1)]
    run = Run(version="0", fingerprint="f", started="", options=more.pop("options", {}))
    return Document(id="0", source=SOURCE, blocks=blocks, run=run, **more)


def test_equal_records_have_no_difference() -> None:
    one = make("Внешняя торговля", works=[Work(title={"ru": "Т"})])
    assert compare(one, one) == []
    assert render(one, one) == "nothing changed\n"


def test_a_changed_word_is_shown_in_its_place() -> None:
    (d,) = compare(
        make("в начале", "эта Henocrarounas мера была"),
        make("в начале", "эта недостаточная мера была"),
    )
    assert (d.part, d.place) == ("text", "эта […] мера была")
    assert (d.before, d.after) == ("Henocrarounas", "недостаточная")


def test_where_blocks_are_cut_is_no_difference() -> None:
    assert compare(make("одна часть", "другая часть"), make("одна часть другая часть")) == []


def test_settings_works_tables_and_quality_are_compared() -> None:
    cells = [Cell(row=0, col=0, text="1990")]
    one = make("т", works=[Work(title={"ru": "Старое"})], options={"ocr": "auto"})
    other = make(
        "т",
        works=[Work(title={"ru": "Новое", "en": "New"})],
        tables=[Table(id="t1", n_rows=1, n_cols=1, rows=[["1990"]], cells=cells)],
        quality=Quality(grade="B"),
        options={"ocr": "always"},
    )
    shown = render(one, other)
    for line in ("grade", "ocr", "[0].title.ru", "- Старое", "+ Новое", "t1", "1 × 1"):
        assert line in shown


def test_running_heads_do_not_count() -> None:
    head = Block(id="b9", order=9, orig="1", text="1", label="page_number")
    one = make("текст")
    assert compare(one, one.model_copy(update={"blocks": [*one.blocks, head]})) == []
