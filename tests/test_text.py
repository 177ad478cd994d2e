"""Plain text to blocks: habits of lines, crawl breaks, titles, and every character kept."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EmptyFile, UsageError
from extractors.observed import ObservedBlock
from extractors.options import ReadOptions
from extractors.text import blocks_of, in_capitals, read


def shapes(text: str) -> list[tuple[str, str]]:
    return [(b.label, b.text) for b in blocks_of(text)]


def covered(text: str, blocks: list[ObservedBlock]) -> Counter[int]:
    """How often each character that is not blank lies in a block."""
    counts: Counter[int] = Counter()
    for block in blocks:
        for prov in block.provs:
            assert prov.span is not None
            counts.update(i for i in range(*prov.span) if not text[i].isspace())
    return counts


def assert_whole(text: str, blocks: list[ObservedBlock]) -> None:
    counts = covered(text, blocks)
    assert set(counts) == {i for i, c in enumerate(text) if not c.isspace()}
    assert set(counts.values()) <= {1}
    for block in blocks:
        spans = [p.span for p in block.provs if p.span]
        assert block.text == "\n".join(text[a:b].replace("\f", "\n") for a, b in spans)


WRAPPED = """Первый абзац рассказывает о реке, которая разделяет два
региона и соединяет их паромами. Раньше единственный мост
стоял у краевого центра, и дорога была длинной.

Второй абзац говорит о торговле: она растёт, хотя и мед-
ленно, потому что переправы закрываются весной, когда
начинается половодье.
"""


def test_wrapped_lines_make_paragraphs() -> None:
    blocks = blocks_of(WRAPPED)
    assert [b.text.count("\n") for b in blocks] == [2, 2]
    assert_whole(WRAPPED, blocks)


def test_one_line_per_paragraph() -> None:
    line = "Торговля приграничных регионов растёт быстрее экономики страны в целом. " * 5
    text = f"Заголовок\n{line}\nАвторы\n{line}\n"
    assert [b.text for b in blocks_of(text)] == ["Заголовок", line.strip(), "Авторы", line.strip()]


def test_first_line_indents_part_paragraphs() -> None:
    text = WRAPPED.replace("\n\nВторой", "\n   Второй").replace("Первый", "   Первый")
    assert len(blocks_of(text)) == 2


def test_a_break_inside_a_sentence_and_one_before_a_new_block() -> None:
    text = (
        "The use of the process approach in the development of regional integration\n"
        " seems very promising to many of the researchers who have worked on the two\n"
        "regions, and it is used more and more.\n"
        " Trade of the regions, in comparison with others, has grown in recent years,\n"
        "and it is still growing.\n"
    )
    blocks = blocks_of(text)
    assert [b.text[:12] for b in blocks] == ["The use of t", "Trade of the"]
    assert_whole(text, blocks)


def test_a_footnote_inside_a_paragraph() -> None:
    text = (
        "Wood and wooden products make up a great share of the structure of the trade \n"
        "of both regions, as the tables of the customs show. Rising trend of goods export \n\n"
        "1 Customs statistics of foreign trade. Available at: http://stu.example/index.\n"
        "php?option=com_content&view=category (accessed 10 July 2019).\n"
        " does not include export of services which had a marked decline during the \n"
        "researched period. The main share in the volume of export consists of transport.\n"
    )
    blocks = blocks_of(text)
    assert [b.label for b in blocks] == ["paragraph", "footnote"]
    assert "goods export\ndoes not include" in blocks[0].text
    assert blocks[1].text.endswith("(accessed 10 July 2019).")
    assert_whole(text, blocks)


def test_a_title_over_three_lines_with_a_break_inside() -> None:
    body = (
        " В статье обоснована необходимость развития связей между краем и соседними провин-\n"
        "циями, а также показано, что взаимодействие процессов является достаточно \n"
        "устойчивым, предсказуемым и управляемым, следовательно, весьма перспективным \n"
        "для исследователей и для органов власти обоих регионов, которые определяют \n"
        "цели и приоритеты сторон, участвующих в интеграции, и их общие интересы и \n"
        "ожидания, а это непросто, как показывает опыт последних лет, особенно там, где \n"
        "нет общей границы, мостов и дорог, а торговля идёт через третьи страны или по \n"
        "воде, и где таможня работает только летом, а зимой закрыта по распоряжению \n"
        "администрации региона.\n\n"
    )
    title = " Процессный подход как основа \nинтеграции Заольшанского края \n Таргинской Народной Республики\n"
    text = body * 3 + title + body
    blocks = blocks_of(text)
    assert [b.label for b in blocks].count("title") == 1
    assert blocks[3].text.split("\n")[-1].strip() == "Таргинской Народной Республики"
    assert blocks[4].text.startswith("В статье обоснована")
    assert_whole(text, blocks)


def test_title_lines_in_capitals_are_one_block_and_people_are_others() -> None:
    text = WRAPPED + (
        " ПОСЛЕДСТВИЯ ОТКРЫТИЯ МАЛЫХ ПУНКТОВ ПРОПУСКА ДЛЯ\nТОРГОВЛИ РЕГИОНА\n\n"
        "Берегова Елена Петровна\n Магистрант факультета международных отношений\n"
        " Научный руководитель — М.Т. Заольшин\n\n" + WRAPPED
    )
    found = shapes(text)[2:6]
    assert found[0] == (
        "title",
        "ПОСЛЕДСТВИЯ ОТКРЫТИЯ МАЛЫХ ПУНКТОВ ПРОПУСКА ДЛЯ\nТОРГОВЛИ РЕГИОНА",
    )
    assert [t.split()[0] for _, t in found[1:]] == ["Берегова", "Магистрант", "Научный"]


def test_a_title_that_breaks_off_does_not_take_the_next_line() -> None:
    text = (
        WRAPPED
        + " THE ASPECTS OF TRADE IN THE\n Senior Lecturer at the Department of Trade\n\n"
        + WRAPPED
    )
    assert ("title", "THE ASPECTS OF TRADE IN THE") in shapes(text)


def test_lists_captions_and_codes() -> None:
    text = (
        "УДК 339.5\n\nСписок мер, которые обсуждались:\n1. Открыть переправы.\n2. Построить мост.\n"
        "— дорогой;\n— долгий;\n\nРис. 1. Карта реки\n\nКлючевые слова: паром, мост.\n"
    )
    assert [label for label, _ in shapes(text)] == [
        "code", "paragraph", "list_item", "list_item", "list_item", "list_item", "caption", "keywords",
    ]  # fmt: skip


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list_item() -> None:
    text = (
        "It was shown by many authors who studied the border (Bagainikov,\n"
        "2014: 12; Kozinets, 2016: 69) and then by others (Hoffman, 1977:\n"
        "184). At the same time trade was growing in each of the regions.\n"
    )
    assert [label for label, _ in shapes(text)] == ["paragraph"]


def test_a_table_keeps_its_lines_and_its_cells() -> None:
    text = (
        "Таблица 1 – Торговля, млн долл.\n\nПоказатель 2021 2022\nЭкспорт 134,8 152,6\nИмпорт 219,6 240,1\n\n"
        "Источник: расчёты авторов.\n"
    )
    blocks = blocks_of(text)
    assert [b.label for b in blocks] == ["caption", "table", "footnote"]
    assert blocks[1].table is not None
    assert (blocks[1].table.n_rows, blocks[1].table.n_cols) == (3, 3)
    assert_whole(text, blocks)


def test_form_feeds_part_pages_and_paragraphs_cross_them() -> None:
    text = WRAPPED.replace("паромами. Раньше", "паромами.\n\f Раньше").replace(
        "реке, которая разделяет", "реке,\n\fкоторая разделяет"
    )
    reading = read(text.encode(), ReadOptions())
    assert [p.number for p in reading.pages] == [1, 2, 3]
    assert_whole(text, list(reading.blocks))
    assert next(b.page for b in read(text.encode(), ReadOptions(pages="3")).blocks) == 3
    with pytest.raises(UsageError):
        read(text.encode(), ReadOptions(pages="7-9"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16"])
def test_encodings(encoding: str) -> None:
    reading = read(WRAPPED.replace("\n", "\r\n").encode(encoding), ReadOptions())
    assert len(reading.blocks) == 2
    assert reading.blocks[0].text.startswith("Первый абзац")
    assert reading.pages[0].text_source == "plain_text"


def test_a_blank_file_says_so() -> None:
    with pytest.raises(EmptyFile):
        read(b" \r\n\t\n", ReadOptions())


def test_progress_is_told() -> None:
    seen: list[tuple[int, int]] = []
    read(WRAPPED.encode(), ReadOptions(), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]


def test_capitals() -> None:
    assert in_capitals("ТОРГОВЛЯ ПРИГРАНИЧЬЯ: ПЕРСПЕКТИВЫ")
    assert not in_capitals("ЕАЭС")
    assert not in_capitals("США и КНР")


@given(st.text("аБв 1.,-–—•()[]\n\f\tT", max_size=300))
def test_every_character_is_in_exactly_one_block(text: str) -> None:
    assert_whole(text, blocks_of(text))


@given(
    st.lists(
        st.sampled_from(
            [*WRAPPED.split("\n"), "", " Раньше", "1. Пункт", "Таблица 1", "А 1 2", "Б 3 4", "\x0c"]
        )
    )
)
def test_every_line_is_in_exactly_one_block(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert_whole(text, blocks_of(text))


@pytest.mark.shared
def test_the_seeds_are_kept_whole(seeds: dict[str, Path]) -> None:
    for path in seeds.values():
        reading = read(path.read_bytes(), ReadOptions())
        assert_whole(path.read_text("utf-8"), list(reading.blocks))


def of(seeds: dict[str, Path], name: str) -> list[ObservedBlock]:
    return list(read(seeds[name].read_bytes(), ReadOptions()).blocks)


@pytest.mark.shared
def test_seed_000(seeds: dict[str, Path]) -> None:
    blocks = of(seeds, "000")
    assert blocks[0].provs[0].span is not None
    assert blocks[0].provs[0].span[0] == 1
    assert blocks[0].text.endswith("interacting processes.")
    table = next(b for b in blocks if b.table)
    assert table.table is not None
    assert (table.table.n_rows, table.table.n_cols) == (5, 6)
    across = next(b for b in blocks if "Rising trend" in b.text)
    assert len(across.provs) == 2
    note = blocks[blocks.index(across) + 1]
    assert note.label == "footnote"
    assert note.text.startswith("1 Customs")
    assert note.text.endswith("2019).")
    title, abstract, keywords = blocks[-3:]
    assert (title.label, title.text.count("\n")) == ("title", 2)
    assert abstract.text.startswith("В статье")
    assert abstract.text.endswith("перспективным.")
    assert keywords.label == "keywords"
    assert sum(b.label == "paragraph" for b in blocks) == 26


@pytest.mark.shared
def test_seed_001(seeds: dict[str, Path]) -> None:
    blocks = of(seeds, "001")
    titles = [b for b in blocks if b.label == "title"]
    assert [t.text.split()[0] for t in titles] == ["THE", "SAJIEPHBIE"]
    assert titles[1].text.count("\n") == 1
    after = blocks[blocks.index(titles[1]) + 1 :][:4]
    assert [b.text.split()[0] for b in after] == ["JaBaerkan", "MarucTpaHT", "Hayunsiit", "C"]
    assert [b.text.split()[1] for b in blocks if b.label == "caption"] == ["6.", "4.", "6.", "7."]
    sources = [b.text for b in blocks[10:20]]
    assert [b.label for b in blocks[10:20]] == ["list_item"] * 10
    assert [re.match(r"\d+", t)[0] for t in sources] == [str(n) for n in range(1, 11)]  # type: ignore[index]
    assert not [b for b in blocks if b.text.startswith("Figure 2 shows") and b.label == "caption"]


@pytest.mark.shared
def test_saved_pages_as_text(seeds: dict[str, Path]) -> None:
    furniture = {
        n: [b.text for b in of(seeds, n) if b.label == "boilerplate"] for n in ("002", "003", "004")
    }
    assert {"Rate this article", "(0 votes)", "24 (22%)", "For students"} <= set(furniture["002"])
    assert any(t.endswith("791 kb") for t in furniture["002"])
    assert furniture["003"][0].startswith("Center for Strategic")
    assert furniture["003"][-1] == "Возрастное ограничение"
    assert "All these keywords." in furniture["004"]
    longest = max(len(b.text) for b in of(seeds, "004") if b.label != "boilerplate")
    assert longest > 2500


@pytest.mark.shared
def test_papers_as_text_hold_no_furniture(seeds: dict[str, Path]) -> None:
    for name in ("000", "001"):
        assert not [b for b in of(seeds, name) if b.label == "boilerplate"]


GOODS = (
    "мебели",
    "сои",
    "леса",
    "угля",
    "рыбы",
    "зерна",
    "меди",
    "льна",
    "чая",
    "соли",
    "мёда",
    "воска",
)


def paged() -> str:
    """Six pages with running heads and numbers; a sentence crosses each page end."""
    heads = ("Е. П. Берегова", "Малые пункты пропуска")
    pages = []
    for n in range(6, 13):
        names = (GOODS[(n * k) % 12] + " и " + GOODS[(n + k) % 12] for k in range(1, 6))
        lines = [
            f"торговля {name} растёт быстрее экономики страны в целом, и цены" for name in names
        ]
        pages.append("Вновь " + "\n".join(lines) + "\nпадают. Теперь\n" + f"{n}\n{heads[n % 2]}\n")
    return "".join(pages) + "конец.\n"


def test_running_heads_and_page_numbers_do_not_cut_sentences() -> None:
    text = paged()
    found = blocks_of(text)
    assert [b.text for b in found if b.label == "page_number"] == [str(n) for n in range(6, 13)]
    assert {b.text for b in found if b.label == "page_header"} == {
        "Е. П. Берегова",
        "Малые пункты пропуска",
    }
    assert [b.label for b in found].count("paragraph") == 1
    assert_whole(text, found)


def test_a_number_on_a_line_of_its_own_is_no_page_number() -> None:
    labels = [label for label, _ in shapes(f"{WRAPPED}\n1994\n\n14\n\n{WRAPPED}")]
    assert "page_number" not in labels


def test_repeated_lines_of_a_text_are_no_running_heads() -> None:
    text = "\n\n".join(["Там же", WRAPPED, "Вопрос", WRAPPED, "Вопрос", WRAPPED, "Там же"])
    assert not [label for label, _ in shapes(text) if label == "page_header"]


def test_a_formula_stands_alone() -> None:
    text = (
        WRAPPED
        + "Плотность связей считается как доля пар предприятий по формуле:\nD = n / N,\nгде n – число пар.\n"
    )
    assert ("formula", "D = n / N,") in shapes(text)


def test_a_mark_on_its_own_line_belongs_to_the_note() -> None:
    text = WRAPPED + "\n*\nРабота выполнена при поддержке фонда приречных исследований.\n"
    assert shapes(text)[-1][0] == "footnote"


def test_lines_without_their_hyphens_are_longer_than_the_page_is_wide() -> None:
    line = "Торговля приграничных регионов растёт быстрее экономики страны и"
    text = "\n".join(
        [
            line,
            line.lower(),
            f"{line.lower()} {line.lower()}",
            line.lower()[:-2] + "в",
            "Республике Тарга.",
            "",
        ]
    )
    assert len(blocks_of(text * 3)) <= 3
