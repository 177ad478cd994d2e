"""Tables in plain text, their records, and what is no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Block, Prov, Table
from extractors.observed import ObservedBlock, ObservedCell, ObservedTable
from extractors.tables import as_text, corrections, describe_tables, find_in_lines
from extractors.tables.captions import read_caption, unit_in
from extractors.tables.grids import from_rows, rectangle
from fixers.edits import apply_edits


def grid_of(text: str) -> list[list[str]]:
    """The only table of a text as a rectangle."""
    found = find_in_lines(text.split("\n"))
    assert len(found) == 1
    return rectangle(found[0].table)


def described(*texts: str | ObservedTable, lang: str = "en") -> tuple[list[Table], list[Block]]:
    """Paragraphs and tables of one page, described."""
    observed: list[ObservedBlock] = []
    for item in texts:
        if isinstance(item, ObservedTable):
            observed.append(ObservedBlock(as_text(item), "table", table=item))
        else:
            observed.append(ObservedBlock(item))
    blocks = [
        Block(id=f"b{i}", order=i, label=o.label, orig=o.text, text=o.text, lang=lang)
        for i, o in enumerate(observed)
    ]
    for i, edits in corrections(blocks, observed).items():
        mended = apply_edits(blocks[i].text, edits)
        blocks[i] = blocks[i].model_copy(update={"text": mended})
    return describe_tables(blocks, observed)


def table_of(rows: Sequence[Sequence[str]], header_rows: int = 1) -> ObservedTable:
    """A ruled table of plain cells."""
    return ObservedTable(from_rows(rows), len(rows), len(rows[0]), "lines", header_rows=header_rows)


# --- the seeds, typed from reading them -----------------------------------------------

SEED_0 = [
    ["Indicator", "2010", "2015", "2016", "2017", "2018"],
    ["Turnover", "510.4", "570.7", "618.9", "876.5", "981.7"],
    ["Export", "131.6", "108.4", "207.7", "286.9", "433.5"],
    ["Import", "378.8", "462.3", "411.2", "589.6", "548.2"],
    ["Surplus", "-247.2", "-353.9", "-203.5", "-302.7", "-114.7"],
]
SEED_1 = [
    ["2012", "2012", "2012", "2008", "2008", "2008"],
    ["State", "Volume", "Place", "State", "Volume", "Place"],
    ["Kazakhstan", "11.167", "1", "Kazakhstan", "9.071", "1"],
    ["Kirghizstan", "4.039", "2", "Kirghizstan", "7.973", "2"],
    ["Tajikistan", "1.407", "3", "Tajikistan", "1.254", "3"],
    ["USA", "1.020", "4", "Russia", "0.719", "4"],
    ["Uzbekistan", "0.831", "5", "Azerbaijan", "0.446", "5"],
    ["Russia", "0.644", "6", "Uzbekistan", "0.436", "6"],
    ["Malaysia", "0.354", "7", "Pakistan", "0.412", "7"],
    ["Mongolia", "0.344", "8", "USA", "0.224", "8"],
]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "depth"), [("000", SEED_0, 1), ("001", SEED_1, 2)], ids=["000", "001"]
)
def test_seed_tables(seeds: dict[str, Path], name: str, rows: list[list[str]], depth: int) -> None:
    found = find_in_lines(seeds[name].read_text("utf-8").split("\n"))
    assert [(rectangle(f.table), f.table.header_rows) for f in found] == [(rows, depth)]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["002", "003", "004"])
def test_seeds_without_tables(seeds: dict[str, Path], name: str) -> None:
    assert find_in_lines(seeds[name].read_text("utf-8").split("\n")) == []


def test_the_record_of_a_table_that_adds_up() -> None:
    lines = [" ".join(row) for row in SEED_0]
    text = "\n".join([lines[0], "", *lines[1:]])
    found = find_in_lines(["Table 1. x", *text.split("\n")])[0].table
    observed = [
        ObservedBlock("Table 1. Dynamic of foreign trade, in millions of dollars1"),
        ObservedBlock(text, "table", table=found),
        ObservedBlock("It is growing."),
        ObservedBlock("1 Customs statistics of the region."),
    ]
    blocks = [
        Block(id=f"b{i}", order=i, label=o.label, orig=o.text, text=o.text, lang="en")
        for i, o in enumerate(observed)
    ]
    (table,), out = describe_tables(blocks, observed)
    assert (table.id, table.label, table.n_rows, table.n_cols) == ("t1", "1", 5, 6)
    assert table.caption == {"en": "Dynamic of foreign trade, in millions of dollars"}
    assert table.notes == ["1 Customs statistics of the region."]
    assert [b.label for b in out] == ["caption", "table", "paragraph", "footnote"]
    assert [(link.from_, link.mark) for link in out[3].links] == [("t1", "1")]
    cell = next(c for c in table.cells if (c.row, c.col) == (4, 1))
    assert (cell.value, cell.type, cell.unit) == (-247.2, "number", "million dollars")
    assert cell.header_path == ["2010"]
    details = {(c.detail, c.ok) for c in table.checks}
    assert details == {("Turnover = Export + Import", True), ("Surplus = Export - Import", True)}
    assert [c.cells for c in table.checks][:1] == [[[1, 1], [2, 1], [3, 1]]]
    assert len(table.checks) == 10


# --- plain text -----------------------------------------------------------------------


def test_labels_of_several_words() -> None:
    text = "Table 2. Partners\n\nCountry Export Import\nUnited Kingdom 12 13\nRussia 5 7.5\nSouth Korea 9 1"
    assert grid_of(text) == [
        ["Country", "Export", "Import"],
        ["United Kingdom", "12", "13"],
        ["Russia", "5", "7.5"],
        ["South Korea", "9", "1"],
    ]


def test_groups_of_digits_apart_by_blanks() -> None:
    text = (
        "Таблица 3 – Население, тыс. чел.\nРегион 2010 г. 2015 г. 2020 г.\n"
        "Москва 11 504 12 197 12 678\nАлтайский край 2 418 2 385 2 317\nТыва 308 314 327"
    )
    assert grid_of(text) == [
        ["Регион", "2010 г.", "2015 г.", "2020 г."],
        ["Москва", "11 504", "12 197", "12 678"],
        ["Алтайский край", "2 418", "2 385", "2 317"],
        ["Тыва", "308", "314", "327"],
    ]


def test_wrapped_labels_and_group_names() -> None:
    text = (
        "Table 4. Output\nIndicator 2010 2011\nGross regional\nproduct 12.5 13.5\n"
        "Industry\nMining 1.5 2.5\nEnergy 3.5 4.5"
    )
    assert grid_of(text) == [
        ["Indicator", "2010", "2011"],
        ["Gross regional product", "12.5", "13.5"],
        ["Industry", "", ""],
        ["Mining", "1.5", "2.5"],
        ["Energy", "3.5", "4.5"],
    ]


def test_missing_values_and_percent_signs() -> None:
    text = "Таблица 1. Доля\nСтрана 2010 2011\nКитай 12,5 % н/д\nМонголия – 3,1 %\nКНДР … 0,2 %"
    assert grid_of(text)[1:] == [
        ["Китай", "12,5 %", "н/д"],
        ["Монголия", "–", "3,1 %"],
        ["КНДР", "…", "0,2 %"],
    ]


def test_columns_that_can_be_seen() -> None:
    tabs = "Country\tExport\tImport\nChina\t1\t2\nIndia\t3\t4"
    bars = "| Country | Export | Import |\n|---|---|---|\n| China | 1 | 2 |\n| India | 3 | 4 |"
    gutters = (
        "Country      Export   Import\nChina             1        2\nIndia            30       40"
    )
    expected = [["Country", "Export", "Import"], ["China", "1", "2"], ["India", "3", "4"]]
    assert grid_of(tabs) == expected
    assert grid_of(bars) == expected
    assert grid_of(gutters)[2] == ["India", "30", "40"]


@pytest.mark.parametrize(
    "text",
    [
        # prose with numbers at line ends
        "The volume of trade grew from 2010 to\n2015 by 12.5 %, and the share fell to 44.3\n"
        "percent in the years between 2004 and 2012\nwhile exports rose by 11 167 in 2018",
        # references
        "1. Ivanov I. I. Trade. Moscow, 2010. 200 p.\n2. Petrov P. P. Borders. 2012. No. 3. 12–15\n"
        "3. Lee K. Growth // Journal, 2015, 4 (2), 100–120",
        # contents
        "Introduction 5\n1. Trade 7\n2. Borders 25\nConclusion 60\nReferences 65",
        # addresses
        "Institute of Economics\n664003 Irkutsk 11\nphone 8 3952 21 17 24\nfax 8 3952 24 28 38",
        # a poll of a web page
        "    U.S. wants to deter\n     33 (31%)\n    U.S. wants to help\n     30 (28%)\n    Other\n     24 (22%)",
        # axis ticks of a figure
        "0 10 20 30 40\n0 5 10 15 20\n0 2 4 6 8",
        # a date line and a byline
        "Received 12 05 2019\nAccepted 14 06 2019",
    ],
    ids=["prose", "references", "contents", "address", "poll", "ticks", "dates"],
)  # fmt: skip
def test_what_is_no_table(text: str) -> None:
    assert find_in_lines(text.split("\n")) == []


def test_speed_on_long_texts() -> None:
    line = "The volume of trade between the regions grew in 2010 and fell again in 2015 by 12"
    assert find_in_lines([line] * 20_000) == []


# --- captions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("Table 1. Trade of the region", "1", "Trade of the region"),
        ("Таблица 2.1 – Население, тыс. чел.", "2.1", "Население, тыс. чел."),
        ("Табл. 3. Экспорт", "3", "Экспорт"),
        ("Кесте 1 – Халық саны", "1", "Халық саны"),
        ("1-кесте. Халық саны", "1", "Халық саны"),
        ("Таблиця 4 – Експорт", "4", "Експорт"),
        ("TABLE II. RESULTS", "II", "RESULTS"),
        ("Таблица 5", "5", ""),
        ("Table 6\nTrade of the region", "6", "Trade of the region"),
    ],
)
def test_captions(text: str, label: str, title: str) -> None:
    caption = read_caption(text)
    assert caption is not None
    assert (caption.label, caption.text) == (label, title)


@pytest.mark.parametrize(
    "text",
    [
        "Table 7 is presented to prove this concept.",
        "Таблица 1 показывает рост.",
        "Таблицы приведены в приложении.",
        "Tablet computers are cheap.",
        "In Table 1 we show",
    ],
)
def test_sentences_about_tables_are_no_captions(text: str) -> None:
    assert read_caption(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Trade, in millions of dollars", "million dollars"),
        ("Partners (in million USD) [2]", "million USD"),
        ("Население, тыс. чел.", "тыс. чел."),
        ("Экспорт, млн руб.", "млн руб."),
        ("Доля, %", "%"),
        ("Площадь (км²)", "км²"),
        ("Results of the survey (first wave)", None),
        ("Население региона", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    assert unit_in(text) == unit


def test_two_captions_and_a_source() -> None:
    rows = [["Год", "Экспорт"], ["2019", "1,5"], ["2020", "2,5"]]
    tables, blocks = described(
        "Текст статьи идёт здесь и кончается.",
        "Таблица 1 – Экспорт края, млн руб.",
        "Table 1 – Exports of the krai, million roubles",
        table_of(rows),
        "Источник: расчёты авторов.",
        "Следующий абзац текста.",
        lang="ru",
    )
    assert tables[0].caption == {
        "ru": "Экспорт края, млн руб.",
        "en": "Exports of the krai, million roubles",
    }
    assert tables[0].notes == ["Источник: расчёты авторов."]
    assert [b.label for b in blocks][1:5] == ["caption", "caption", "table", "footnote"]
    assert blocks[0].label == blocks[5].label == "paragraph"


# --- cells ----------------------------------------------------------------------------


def test_spans_stand_once_in_text_and_repeat_in_rows() -> None:
    cells = (
        ObservedCell(0, 0, "Страна", row_span=2),
        ObservedCell(0, 1, "Торговля", col_span=2),
        ObservedCell(1, 1, "Экспорт"),
        ObservedCell(1, 2, "Импорт"),
        ObservedCell(2, 0, "Китай"),
        ObservedCell(2, 1, "1\n234"),
        ObservedCell(2, 2, "5"),
    )
    observed = ObservedTable(cells, 3, 3, "lines", header_rows=2)
    assert as_text(observed).split("\n")[0] == "Страна\tТорговля\t"
    (table,), _ = described(observed, lang="ru")
    assert table.rows[:2] == [["Страна", "Торговля", "Торговля"], ["Страна", "Экспорт", "Импорт"]]
    paths = {(c.row, c.col): c.header_path for c in table.cells}
    assert paths[2, 0] == ["Страна"]
    assert paths[2, 2] == ["Торговля", "Импорт"]
    assert next(c.value for c in table.cells if (c.row, c.col) == (2, 1)) == 1234.0


def test_cells_are_read_again_from_the_repaired_text() -> None:
    observed = table_of([["State", "Volume"], ["Kaзaxcтaн", "1.5"]])
    block = ObservedBlock(as_text(observed), "table", table=observed)
    repaired = block.text.replace("Kaзaxcтaн", "Казахстан")
    tables, _ = describe_tables(
        [Block(id="b1", order=1, label="table", orig=block.text, text=repaired)], [block]
    )
    assert tables[0].rows[1] == ["Казахстан", "1.5"]


def test_one_wrong_digit_is_exposed() -> None:
    rows = [row[:] for row in SEED_0]
    rows[2][3] = "201.7"  # 207.7 printed
    (table,), _ = described(table_of(rows))
    flagged = {(c.row, c.col): c.flags for c in table.cells if c.flags}
    assert list(flagged) == [(2, 3)]
    assert "207.7 would fit" in flagged[2, 3][0]
    assert {c.ok for c in table.checks} == {True, False}


def test_numbers_that_do_not_add_up_have_no_checks() -> None:
    rows = [
        ["Place", "2010", "2011", "2012"],
        ["A", "1.4", "2.6", "9.1"],
        ["B", "3.3", "2.7", "5.5"],
        ["C", "8.2", "6.4", "1.7"],
        ["D", "2.9", "7.1", "4.4"],
    ]
    (table,), _ = described(table_of(rows))
    assert table.checks == []


def test_ranks_do_not_pass_for_sums() -> None:
    (table,), _ = described(table_of([[*r] for r in SEED_1], header_rows=2))
    assert table.checks == []


# --- over pages, and what recognition got wrong ---------------------------------------


def page_blocks(
    *items: tuple[int, str | ObservedTable], lang: str = "ru"
) -> tuple[list[Table], list[Block]]:
    """Blocks with their pages, described."""
    observed = [
        ObservedBlock(as_text(x), "table", (Prov(page=p),), table=x)
        if isinstance(x, ObservedTable)
        else ObservedBlock(x, "paragraph", (Prov(page=p),))
        for p, x in items
    ]
    blocks = [
        Block(
            id=f"b{i}", order=i, label=o.label, orig=o.text, text=o.text, lang=lang,
            provs=list(o.provs), page=o.page,
        )
        for i, o in enumerate(observed)
    ]  # fmt: skip
    return describe_tables(blocks, observed)


HEAD = [["Край", "Экспорт", "Импорт"], ["1", "2", "3"]]


def test_a_table_goes_on_over_the_page() -> None:
    first = table_of([*HEAD, ["Алтайский", "1,5", "2,5"]], header_rows=2)
    second = table_of([HEAD[1], ["Приморский", "3,5", "4,5"]], header_rows=0)
    tables, _ = page_blocks(
        (1, "Таблица 2 – Торговля краёв"),
        (1, first),
        (2, "Продолжение таблицы 2"),
        (2, second),
        (2, "Источник: расчёты авторов."),
    )
    assert len(tables) == 1
    assert tables[0].rows == [
        *HEAD,
        ["Алтайский", "1,5", "2,5"],
        ["Приморский", "3,5", "4,5"],
    ]
    assert [p.page for p in tables[0].parts] == [1, 2]
    assert tables[0].notes == ["Источник: расчёты авторов."]


def test_the_next_page_may_hold_another_table() -> None:
    first = table_of([*HEAD, ["Алтайский", "1,5", "2,5"]], header_rows=2)
    tables, _ = page_blocks(
        (1, "Таблица 2 – Торговля"), (1, first), (2, "Таблица 3 – Торговля"), (2, first)
    )
    assert [t.label for t in tables] == ["2", "3"]


def read_by_ocr(*changes: tuple[int, int, str]) -> Table:
    """The table of seed 000 as a scan, with cells misread."""
    rows = [[t.replace(".", ",") for t in row] for row in SEED_0]
    for r, c, text in changes:
        rows[r][c] = text
    observed = replace(table_of(rows), method="ocr")
    (table,), _ = described(observed, lang="ru")
    return table


@pytest.mark.parametrize(
    ("place", "read", "right"),
    [
        ((4, 2), "353,9", "-353,9"),  # the minus sign lost
        ((1, 5), "9817", "981,7"),  # the comma lost
        ((2, 3), "201,7", "207,7"),  # 7 read as 1
        ((3, 1), "378.8", "378,8"),  # a point for the comma
    ],
)
def test_a_misreading_is_put_right_by_the_sums(
    place: tuple[int, int], read: str, right: str
) -> None:
    table = read_by_ocr((*place, read))
    assert table.rows[place[0]][place[1]] == right
    cell = next(c for c in table.cells if (c.row, c.col) == place)
    assert cell.value == float(right.replace(",", "."))
    assert any(read in flag for flag in cell.flags)
    assert all(c.ok for c in table.checks)


def test_what_no_misreading_explains_is_only_flagged() -> None:
    table = read_by_ocr((2, 3, "931,2"))
    assert table.rows[2][3] == "931,2"
    cell = next(c for c in table.cells if (c.row, c.col) == (2, 3))
    assert any("207.7 would fit" in flag for flag in cell.flags)


def test_print_is_never_put_right() -> None:
    rows = [row[:] for row in SEED_0]
    rows[4][2] = "353.9"
    (table,), _ = described(table_of(rows))
    assert table.rows == rows


def test_a_unit_that_the_text_contradicts() -> None:
    rows = [["State", "Volume"], ["Kazakhstan", "9.071"], ["Russia", "0.719"]]
    tables, _ = described(
        "Table 6. Partners (in million USD)",
        table_of(rows),
        "It grew to 9,071 million USD in 2008.",
    )
    flags = {c.text: c.flags for c in tables[0].cells if c.flags}
    assert flags == {"9.071": ["the text prints 9,071 with the same unit"]}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Variable Mean Std. Dev. Min Max", "GDP per capita 8.92 0.51 7.80 10.2",
            ["Variable", "Mean", "Std. Dev.", "Min", "Max"],
        ),
        (
            "Пункт пропуска 2016 г. 2017 г. 2017 к 2016, %", "Забайкальск 9 120,1 10 455,0 114,6",
            ["Пункт пропуска", "2016 г.", "2017 г.", "2017 к 2016, %"],
        ),
        (
            "Переменная Модель 1 Модель 2", "Константа 1,23*** (0,12) 1,45*** (0,15)",
            ["Переменная", "Модель 1", "Модель 2"],
        ),
        (
            "Регион Население, тыс. чел. ВРП, млрд руб.", "Амурская область 831 179,5",
            ["Регион", "Население, тыс. чел.", "ВРП, млрд руб."],
        ),
    ],
    ids=["shortened", "growth", "models", "units"],
)  # fmt: skip
def test_header_phrases_are_dealt_to_the_columns(
    header: str, row: str, expected: list[str]
) -> None:
    rows = grid_of(f"Table 1. Results\n{header}\n{row}\n{row}\n{row}")
    assert rows[0] == expected


def test_a_caption_in_two_languages_without_the_second_label() -> None:
    rows = [["Год", "Доля"], ["2019", "0,83"], ["2020", "0,82"]]
    for caption in (
        ("Таблица 1 Доля экспорта края по годам Share of exports of the krai by year",),
        ("Таблица 1 Доля экспорта края по годам", "Share of exports of the krai by year"),
    ):
        tables, _ = described(*caption, table_of(rows), lang="ru")
        assert tables[0].caption == {
            "ru": "Доля экспорта края по годам",
            "en": "Share of exports of the krai by year",
        }


# --- shares, growth, magnitudes -------------------------------------------------------


def test_shares_and_growth_are_checked() -> None:
    rows = [
        ["Край", "2016", "2017", "Доля, %", "2017 к 2016, %"],
        ["Алтайский", "120,5", "132,4", "22,1", "109,9"],
        ["Амурский", "98,7", "101,2", "16,9", "102,5"],
        ["Омский", "214,0", "199,6", "33,3", "93,3"],
        ["Псковский", "150,3", "166,1", "27,7", "110,5"],
        ["Всего", "583,5", "599,3", "100,0", "102,7"],
    ]
    (table,), _ = described(table_of(rows), lang="ru")
    kinds = {c.kind for c in table.checks}
    assert {"sum", "share", "growth"} <= kinds
    assert all(c.ok for c in table.checks)
    rows[3][4] = "98,3"
    (table,), _ = described(table_of(rows), lang="ru")
    flagged = {(c.row, c.col): c.flags for c in table.cells if c.flags}
    assert list(flagged) == [(3, 4)]
    assert "93.3 would fit" in flagged[3, 4][0]


def test_a_magnitude_that_the_text_itself_contradicts() -> None:
    rows = [["State", "Volume"], ["Kazakhstan", "11.167"], ["Russia", "0.644"]]
    tables, _ = described(
        "Table 6. Partners (in million USD)",
        table_of(rows),
        "It was 3.286 million USD at first and grew by 3,286 million USD.",
    )
    flags = {c.text: c.flags for c in tables[0].cells if c.flags}
    assert set(flags) == {"11.167", "0.644"}
    assert "3.286 and 3,286" in flags["11.167"][0]


def test_corrections_of_a_scan_stand_in_the_text_of_its_block() -> None:
    rows = [[t.replace(".", ",") for t in row] for row in SEED_0]
    rows[2][3] = "201,7"
    observed = replace(table_of(rows), method="ocr")
    seen = ObservedBlock(as_text(observed), "table", table=observed)
    block = Block(id="b1", order=1, label="table", orig=seen.text, text=seen.text, lang="ru")
    (edit,) = corrections([block], [seen])[0]
    assert (edit.before, edit.after, edit.kind) == ("201,7", "207,7", "ocr")
    assert block.text[edit.start : edit.stop] == "201,7"


def test_the_other_reading_of_the_picture_decides() -> None:
    rows = [[t.replace(".", ",") for t in row] for row in SEED_0]
    rows[2][3] = "931,7"  # no usual confusion of 207,7
    observed = replace(table_of(rows), method="ocr")
    cells = tuple(
        replace(c, alternatives=("207,7",)) if c.text == "931,7" else c for c in observed.cells
    )
    (table,), _ = described(replace(observed, cells=cells), lang="ru")
    assert table.rows[2][3] == "207,7"


# --- plain text: groups, running numbers, units ---------------------------------------


def test_running_numbers_and_units_are_columns() -> None:
    text = (
        "Таблица 1 – Показатели\n№ Показатель Ед. изм. 2010 2013\n"
        "1 Население тыс. чел. 18,8 89,1\n2 Число организаций единиц 437 713 368 323\n"
        "3 Инвестиции млн руб. 269,7 244,7"
    )
    assert grid_of(text) == [
        ["№", "Показатель", "Ед. изм.", "2010", "2013"],
        ["1", "Население", "тыс. чел.", "18,8", "89,1"],
        ["2", "Число организаций", "единиц", "437 713", "368 323"],
        ["3", "Инвестиции", "млн руб.", "269,7", "244,7"],
    ]


def test_gutters_with_a_header_of_two_levels() -> None:
    text = (
        "Таблица 2 – Торговля\n\n"
        "Регион                 Экспорт          Импорт\n"
        "                    2012    2017     2012    2017\n"
        "Амурская область   399,1   437,6    764,7   656,0\n"
        "Хабаровский край   132,8   111,3    711,3   848,7\n"
        "Омская область     903,4   536,5    375,0   484,3\n"
    )
    rows = grid_of(text)
    assert rows[0] == ["Регион", "Экспорт", "Экспорт", "Импорт", "Импорт"]
    assert rows[1] == ["Регион", "2012", "2017", "2012", "2017"]
    assert rows[2] == ["Амурская область", "399,1", "437,6", "764,7", "656,0"]


def test_a_group_name_above_the_first_row() -> None:
    text = (
        "Таблица 3 – Население\nРегион 2010 2015\nПриграничные районы\n"
        "Омская область 61,4 94,7\nАмурская область 28,4 46,5"
    )
    assert grid_of(text)[:3] == [
        ["Регион", "2010", "2015"],
        ["Приграничные районы", "", ""],
        ["Омская область", "61,4", "94,7"],
    ]


def test_one_misread_figure_does_not_change_how_its_column_is_read() -> None:
    """ "0,998" for "6,998": the thousands of the column stay thousands, and nothing is edited."""
    rows = [
        ["Region", "Volume", "Share", "Sales"],
        ["North", "5,101.3", "12.5", "6,846"],
        ["South", "2,406.3", "13.5", "0,998"],
        ["West", "2,992.8", "14.5", "1,485"],
        ["East", "5,838.9", "15.5", "1,653"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"))
    values = {(c.row, c.col): c.value for c in table.cells}
    assert [values[r, 3] for r in (1, 3, 4)] == [6846, 1485, 1653]
    assert table.rows == rows


def test_a_first_figure_read_as_nought_is_the_wrong_one() -> None:
    """ "05.9" for "65.9": of all numbers that would make the sum hold, this one was misread."""
    rows = [
        ["Region", "2010", "2015", "2018"],
        ["North", "86.4", "41.3", "12.8"],
        ["South", "05.9", "40.6", "21.2"],
        ["West", "35.5", "18.5", "89.8"],
        ["Total", "187.8", "100.4", "123.8"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"))
    assert table.rows == [*rows[:2], ["South", "65.9", "40.6", "21.2"], *rows[3:]]


def test_the_share_of_the_whole_is_all_of_it() -> None:
    """ "160,0" for "100,0", where the shares above it add up to 100."""
    rows = [
        ["Край", "2016", "Доля, %"],
        ["Алтайский", "120,5", "20,7"],
        ["Амурский", "98,7", "16,9"],
        ["Омский", "214,0", "36,7"],
        ["Псковский", "150,3", "25,8"],
        ["Всего", "583,5", "160,0"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"), lang="ru")
    assert table.rows[5] == ["Всего", "583,5", "100,0"]


def test_a_lost_mark_of_a_share_is_found_to_the_last_figure() -> None:
    rows = [
        ["Край", "2016", "Доля, %"],
        ["Алтайский", "120,5", "20,7"],
        ["Амурский", "98,7", "169"],
        ["Омский", "214,0", "36,7"],
        ["Псковский", "150,3", "25,8"],
        ["Всего", "583,5", "100,0"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"), lang="ru")
    assert table.rows[2] == ["Амурский", "98,7", "16,9"]


def test_a_cell_that_recognition_trusts_less_is_not_wrong_for_that() -> None:
    rows = [
        ["Region", "2010", "2015", "2018"],
        ["North", "889.8", "41.3", "120.8"],
        ["South", "807.9", "40.6", "221.2"],
        ["West", "860.0", "18.5", "889.9"],
        ["Total", "2,537.7", "100.4", "1,231.9"],
    ]
    observed = replace(table_of(rows), method="ocr")
    cells = tuple(replace(c, confidence=0.7) if c.text == "860.0" else c for c in observed.cells)
    (table,), _ = described(replace(observed, cells=cells))
    assert table.rows == rows


def test_whole_numbers_among_groups_outvote_a_misread_figure() -> None:
    """ "0,470" for "6,470" in a table without any decimal mark: its thousands stay thousands."""
    rows = [
        ["Region", "2017", "2018", "2019"],
        ["North", "2,994", "3,515", "140"],
        ["South", "725", "2,955", "3,057"],
        ["Subtotal", "3,719", "0,470", "3,197"],
        ["West", "2,205", "2,120", "3,314"],
        ["East", "747", "2,744", "2,211"],
        ["Subtotal", "2,952", "4,864", "5,525"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"), lang="en")
    values = {(c.row, c.col): c.value for c in table.cells}
    assert [values[r, 2] for r in (1, 2, 4)] == [3515, 2955, 2120]


def test_few_decimals_beside_a_running_number_stay_decimals() -> None:
    rows = [["№", "Доля"], ["1", "1,234"], ["2", "0,470"], ["3", "2,120"], ["4", "3,515"]]
    (table,), _ = described(table_of(rows), lang="ru")
    assert [c.value for c in table.cells if c.col == 1 and c.row] == [1.234, 0.47, 2.12, 3.515]


def test_rounded_shares_are_not_put_right_by_their_sum() -> None:
    rows = [
        ["Группа", "Оборот", "Экспорт", "Импорт", "Доля, %"],
        ["Зерно", "733,68", "158,40", "575,28", "19,7"],
        ["Целлюлоза", "1207,73", "760,05", "447,68", "32,4"],
        ["Продукты", "793,87", "463,53", "330,34", "21,3"],
        ["Рыба", "995,33", "871,54", "123,79", "26,7"],
        ["Всего", "3730,61", "2253,52", "1477,09", "1000"],
    ]
    (table,), _ = described(replace(table_of(rows), method="ocr"), lang="ru")
    assert table.rows == [*rows[:5], [*rows[5][:4], "100,0"]]
