"""Interrupted paragraphs: what is joined, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Label, Prov
from extractors.observed import ObservedBlock
from extractors.paragraphs import (
    breaks_word,
    closes_bracket,
    ends_sentence,
    goes_on,
    is_open,
    join_interrupted,
    starts_low,
)


def block(
    text: str, label: Label = "paragraph", page: int = 1, size: float | None = None
) -> ObservedBlock:
    return ObservedBlock(text, label, (Prov(page=page),), size=size)


def texts(*blocks: ObservedBlock) -> list[str]:
    return [b.text for b in join_interrupted(blocks)]


def test_a_paragraph_goes_on_behind_a_footnote_and_a_page_end() -> None:
    joined = join_interrupted(
        [
            block("Rising trend of goods export"),
            block("1 Customs statistics.", "footnote"),
            block("14", "page_number"),
            block("does not include export of services.", page=2),
        ]
    )
    assert [b.text for b in joined] == [
        "Rising trend of goods export\ndoes not include export of services.",
        "1 Customs statistics.",
        "14",
    ]
    assert [p.page for p in joined[0].provs] == [1, 2]


def test_a_paragraph_over_three_pages_is_one() -> None:
    parts = ["Первая часть, а", "вторая часть и", "третья часть."]
    blocks = [block(t, page=n) for n, t in enumerate(parts, 1)]
    assert texts(*blocks) == ["\n".join(parts)]


def test_a_broken_word_joins_across_a_table() -> None:
    table = block("a\tb", "table")
    caption = block("Таблица 1 – Итоги", "caption")
    assert (
        texts(block("эконо-"), caption, table, block("мика растёт."))[0] == "эконо-\nмика растёт."
    )


def test_a_list_item_goes_on_in_a_paragraph() -> None:
    assert (
        len(texts(block("9. Военная безопасность: опыт,", "list_item"), block("проблемы, выводы.")))
        == 1
    )


def test_a_caption_takes_only_what_it_needs() -> None:
    caption = block("Figure 6. Trade. Note: Designed by the", "caption")
    assert texts(caption, block("author"))[0].endswith("by the\nauthor")
    assert (
        len(
            texts(
                block("Table 1. Trade with China", "caption"), block("does not include services.")
            )
        )
        == 2
    )


def test_a_citation_pushed_to_its_own_line_returns() -> None:
    assert texts(block("Table 6. Major partners", "caption"), block("[2].")) == [
        "Table 6. Major partners\n[2]."
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (block("Заглавие статьи", "title"), block("в статье показано")),
        (block("Введение", "heading"), block("река Ольха")),
        (block("It ended."), block("the next one")),
        (block("Оборот вырос и"), block("the turnover grew")),
        (block("Оборот вырос и", size=12), block("упал снова", size=8)),
        (block("Оборот вырос"), block("Экспорт упал")),
        (block("Indicator 2010", "table"), block("turnover")),
        (block("первый пункт;", "list_item"), block("второй пункт;", "list_item")),
        (block("Оборот вырос и"), block("упал", "heading")),
    ],
)
def test_what_stays_apart(first: ObservedBlock, second: ObservedBlock) -> None:
    assert len(texts(first, second)) == 2


def test_nothing_is_joined_across_a_heading() -> None:
    assert (
        len(texts(block("Оборот вырос и"), block("Выводы", "heading"), block("упал снова."))) == 3
    )


def test_sentence_ends() -> None:
    assert ends_sentence("It fell by 16.2%.")
    assert ends_sentence("«Наш общий дом».")
    assert ends_sentence("it was shown. [7]")
    assert ends_sentence("It was shown.2")
    assert not ends_sentence("as noted by Popkova et al.")
    assert not ends_sentence("и т. д")
    assert not ends_sentence("см. работу А. Б.")
    assert not ends_sentence("рост экспорта")


def test_open_ends() -> None:
    assert is_open("relations between the")
    assert is_open("посредников, в")
    assert is_open("(Popkova,")
    assert not is_open("рост экспорта")
    assert closes_bracket("(Bagainikov, 2014:", "184). At the same time")
    assert not closes_bracket("Master (GaKy", "Supervisor (Astana)")


def test_word_breaks_and_beginnings() -> None:
    assert breaks_word("экономической ин-")
    assert breaks_word("inter\N{SOFT HYPHEN}")
    assert not breaks_word("в 2010–")
    assert starts_low("«и далее»")
    assert not starts_low("а) первый пункт")
    assert not starts_low("2015 год")


def test_an_address_over_two_lines() -> None:
    assert goes_on("at: http://stu.example/index.", "php?option=com_content&id=178")
    assert not goes_on("at: http://stu.example/index.", "The next sentence")


LABELS: list[Label] = [
    "paragraph",
    "title",
    "heading",
    "footnote",
    "caption",
    "table",
    "list_item",
    "page_number",
]


@given(
    st.lists(
        st.tuples(st.text("абв ab.,-–()[]1\n", max_size=12), st.sampled_from(LABELS)), max_size=12
    )
)
def test_nothing_is_lost_or_moved_before_its_time(parts: list[tuple[str, Label]]) -> None:
    blocks = [block(text, label, page=n) for n, (text, label) in enumerate(parts)]
    joined = join_interrupted(blocks)
    assert sorted("".join(b.text for b in joined).replace("\n", "")) == sorted(
        "".join(b.text for b in blocks).replace("\n", "")
    )
    firsts = [b.provs[0].page for b in joined]
    assert firsts == sorted(firsts)
    assert all([p.page for p in b.provs] == sorted(p.page for p in b.provs) for b in joined)


def test_crop_marks_neither_continue_nor_stop_a_paragraph() -> None:
    first = block("Работает под управлением системы Linux, ядро —")
    marks, second = block("✐ ✐"), block("2.2.4, производительность его растёт.", page=2)
    assert texts(first, marks, second) == [f"{first.text}\n{second.text}", "✐ ✐"]


def test_notes_that_end_in_an_address_stay_apart() -> None:
    notes = [block("13 https://tax.example/opendata/rsmp/", "footnote"),
             block("14 https://code.example/companies", "footnote")]  # fmt: skip
    assert len(texts(*notes)) == 2


def test_a_sentence_after_a_formula_is_not_drawn_over_it() -> None:
    formula = block("Y = XΦ + E", "formula")
    assert len(texts(block("модель можно записать как"), formula, block("Эта запись кратка."))) == 3
    assert len(texts(block("модель можно записать как"), formula, block("где Y есть выход."))) == 2
