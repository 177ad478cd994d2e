"""Labels from a block's own words: what is named, and the look-alikes left alone."""

from __future__ import annotations

import pytest

from extractors.boilerplate import is_furniture, mark
from extractors.labels import (
    is_abstract_heading,
    is_caption,
    is_code_line,
    is_footnote,
    is_formula,
    is_list_item,
    is_page_number,
    is_references_heading,
    is_section_heading,
    is_table_note,
    keywords_heading,
    label_of,
)
from extractors.observed import ObservedBlock


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Таблица 1 – Динамика торговли", "table", "1", "Динамика торговли"),
        ("Таблица 2.3. Итоги", "table", "2.3", "Итоги"),
        ("Табл. 4\nГрузы по видам", "table", "4", "Грузы по видам"),
        ("Table 6. 20 major partners", "table", "6", "20 major partners"),
        ("TABLE II\nImports", "table", "II", "Imports"),
        ("Рис. 2а. Карта переправ", "figure", "2а", "Карта переправ"),
        ("Рисунок 1 Динамика экспорта", "figure", "1", "Динамика экспорта"),
        ("Fig. 3a", "figure", "3a", ""),
        ("Figure 4. Trade (in thousand USD). Note: by the author", "figure", "4", "Trade (in thousand USD). Note: by the author"),
        ("Кесте 1 – Сауда", "table", "1", "Сауда"),
        ("1-кесте. Сауда көлемі", "table", "1", "Сауда көлемі"),
        ("2 сурет – Карта", "figure", "2", "Карта"),
        ("Таблиця 5. Показники", "table", "5", "Показники"),
        ("Мал. 2. Схема", "figure", "2", "Схема"),
        ("Табліца 1. Паказчыкі", "table", "1", "Паказчыкі"),
        ("Фиг. 1. Схема", "figure", "1", "Схема"),
        ("Продолжение таблицы 3", "table", "3", ""),
        ("Таблица А.1 – Показатели", "table", "А.1", "Показатели"),
        ("Таблица", "table", "", ""),
    ],
)  # fmt: skip
def test_captions_are_taken_apart(text: str, kind: str, number: str, rest: str) -> None:
    found = is_caption(text)
    assert found is not None
    assert (found.kind, found.number, found.rest) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Figure 2 shows Mongolia's export indicator.",
        "Table 7 is presented to prove this concept.",
        "Таблица 2 содержит данные за пять лет.",
        "Рис. 2 и 3 показывают рост.",
        "Рисунок 1 (см. ниже) показывает рост.",
        "Схема – это упрощённое изображение.",
        "таблица 3. продолжение строки",
        "Maps 2 and 3 show the border.",
        "Карта мира",
        "Figure 5 " + "shows that trade has grown " * 40,
        "10-летний план",
    ],
)
def test_sentences_about_tables_are_no_captions(text: str) -> None:
    assert is_caption(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1 Customs statistics of trade. Available at: http://customs.example/ (accessed 10 July 2019).",
        "2 См.: Берегова Е. П. Торговля без моста. С. 12.",
        "[1] the foreign policy concept // official portal.",
        "¹ Рассчитано по данным переправ.",
        "* Работа выполнена при поддержке фонда.",
        "*Corresponding author: beregova@olshansk.example",
        "** Данные за девять месяцев года.",
        "3 Там же. С. 45.",
    ],
)
def test_footnotes(text: str) -> None:
    assert is_footnote(text)
    assert label_of(text) == "footnote"


@pytest.mark.parametrize(
    "text",
    [
        "1. Economic and social development of the regions is low.",
        "1 Введение",
        "10 May 2019 was a Friday, see the calendar.",
        "12 мая 2019 г. был подписан договор (см. выше).",
        "2012 2008",
        "[2].",
        "* пункт списка",
        "96 предприятий ответили на вопросы.",
    ],
)
def test_what_only_begins_like_a_footnote(text: str) -> None:
    assert not is_footnote(text)


def test_the_foot_of_a_page_is_evidence_enough() -> None:
    text = "1 Здесь и далее суммы в долларах."
    assert not is_footnote(text)
    assert is_footnote(text, at_foot=True)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Аннотация", "ru"), ("А н н о т а ц и я", "ru"), ("ABSTRACT", "en"), ("Abstract: The paper", "en"),
        ("Аңдатпа. Мақалада", "kk"), ("Түйін", "kk"), ("Анотація. У статті", "uk"), ("Рэзюмэ", "be"),
        ("Резюме", None), ("Реферат. Рассмотрены", None),
    ],
)  # fmt: skip
def test_abstract_headings(text: str, lang: str | None) -> None:
    found = is_abstract_heading(text)
    assert found is not None
    assert found.lang == lang


def test_the_text_behind_a_heading_is_found_by_offset() -> None:
    text = "Аннотация. В статье показано, что торговля растёт."
    found = is_abstract_heading(text)
    assert found is not None
    assert text[found.start :] == found.rest == "В статье показано, что торговля растёт."


@pytest.mark.parametrize(
    "text",
    [
        "Summary of the results is given below.",
        "Abstract art is not our subject.",
        "Рефераты студентов",
        "аннотация",
    ],
)
def test_no_abstract_headings(text: str) -> None:
    assert is_abstract_heading(text) is None


@pytest.mark.parametrize(
    ("text", "lang", "rest"),
    [
        ("Ключевые слова: граница, торговля", "ru", "граница, торговля"),
        ("Keywords\nborder; trade", "en", "border; trade"),
        ("KEY WORDS – border", "en", "border"),
        ("Ключові слова: кордон", "uk", "кордон"),
        ("Түйін сөздер: шекара, сауда", "kk", "шекара, сауда"),
        ("Ключавыя словы: мяжа", "be", "мяжа"),
        ("Ключови думи: граница", "bg", "граница"),
        ("К л ю ч е в ы е  с л о в а : паром", "ru", "паром"),
    ],
)
def test_keywords(text: str, lang: str, rest: str) -> None:
    found = keywords_heading(text)
    assert found is not None
    assert (found.lang, found.rest) == (lang, rest)
    assert label_of(text) == "keywords"


@pytest.mark.parametrize(
    "text", ["Key words of the debate are known.", "Ключевые слова автора услышаны."]
)
def test_keywords_in_a_sentence(text: str) -> None:
    assert keywords_heading(text) is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Список литературы", "ru"), ("СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ", "ru"), ("Литература", None),
        ("References:", "en"), ("6. References", "en"), ("Список літератури", "uk"),
        ("Әдебиеттер тізімі", "kk"), ("Спіс літаратуры", "be"), ("Използвана литература", "bg"),
        ("Список литературы / References", "ru"),
    ],
)  # fmt: skip
def test_references_headings(text: str, lang: str | None) -> None:
    found = is_references_heading(text)
    assert found is not None
    assert found.lang == lang


@pytest.mark.parametrize(
    "text",
    [
        "Литература этого периода обширна.",
        "References to the law are rare.",
        "Источники права",
        "литература",
    ],
)
def test_no_references_headings(text: str) -> None:
    assert is_references_heading(text) is None


def test_section_headings_stand_alone() -> None:
    assert is_section_heading("2. Материалы и методы.")
    assert is_section_heading("Conclusion")
    assert not is_section_heading("Введение санкций изменило торговлю.")
    assert not is_section_heading("Results of the vote were clear.")


@pytest.mark.parametrize(
    "text",
    ["УДК 339.924", "UDC 336.7:658", "ББК 65.5", "ГРНТИ 06.51", "МРНТИ 06.51.25", "ӘОЖ 339", "JEL F14, R11",
     "JEL classification: F15", "DOI: 10.5555/abc.2023.1", "https://doi.org/10.5555/abc", "EDN: ABCDEF",
     "ISSN 2500-2759", "10.5555/vpi.2016.3.45"],
)  # fmt: skip
def test_code_lines(text: str) -> None:
    assert is_code_line(text)
    assert label_of(text) == "code"


@pytest.mark.parametrize(
    "text",
    ["УДК присваивается каждой статье.", "DOI is an identifier.", "JEL is a classification of the literature.",
     "Вакансии открыты до 10 мая", "ВАК России"],
)  # fmt: skip
def test_no_code_lines(text: str) -> None:
    assert not is_code_line(text)


@pytest.mark.parametrize("text", ["12", "— 12 —", "- 7 -", "Page 3 of 9", "стр. 14", "xiv", "3/12"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2015", "12 %", "12.5", "I", "1 2", "стр. указана ниже"])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "• паром",
        "— promote the programme;",
        "- лес",
        "1) первое",
        "а) второе",
        "(3) third",
        "2. Second one",
        "iv) fourth",
    ],
)
def test_list_items(text: str) -> None:
    assert is_list_item(text)


@pytest.mark.parametrize(
    "text",
    [
        "3.5 раза больше",
        "12.05.2019",
        "5-летний план",
        "-85,3",
        "184). At",
        "А. Б. Берегова",
        "1995 год",
    ],
)
def test_no_list_items(text: str) -> None:
    assert not is_list_item(text)


def test_formulas() -> None:
    assert is_formula("Y = a + bX + e, (1)")
    assert is_formula("∑ x_i / n ≤ 1")
    assert not is_formula("p = 0,05 был принят уровнем значимости")
    assert not is_formula("http://stu.example/index.php?id=178&Itemid=253")


def test_table_notes() -> None:
    assert is_table_note("Источник: составлено автором.")
    assert is_table_note("Note. Designed by the author")
    assert is_table_note("Составлено авторами по данным переписи.")
    assert not is_table_note("Источники права различны.")
    assert not is_table_note("Note that trade has grown.")


@pytest.mark.parametrize(
    "text",
    ["(0 votes)", "Rate this article", "Share this article", "Поделиться:", "RELATED MATERIALS: Defence", "Читать на русском",
     "Скачать PDF, 131 кб", "FacebookTwitterTelegram", "33 (31%)", "Похожие статьи", "Главная / Архив / Том 6",
     "© 2023 Журнал. Все права защищены", "Strategic Planning in the Region, 791 kb", "Надоели баннеры? Вы всегда можете отключить рекламу.",
     "We use cookies to improve your experience on this site and for other purposes.", "Просмотров: 327"],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    ["Share of exports in GDP", "Доля экспорта в обороте", "Statistics", "Home office work has grown in the regions.",
     "Related work is reviewed in the next section.", "Download speeds differ between regions, as the survey shows.",
     "Оборот вырос на 12 (15%)", "Поделиться опытом с соседями регионы пока не могут из-за закрытой границы и нехватки средств."],
)  # fmt: skip
def test_what_a_paper_may_say_is_no_furniture(text: str) -> None:
    assert not is_furniture(text)


def labels(*texts: str) -> list[str]:
    return [b.label for b in mark([ObservedBlock(t) for t in texts])]


def test_weak_words_need_a_saved_page_around_them() -> None:
    prose = "Торговля приграничных регионов растёт. " * 10
    assert labels("Поиск", prose) == ["paragraph", "paragraph"]
    assert labels("Поиск", "Поделиться", "Оцените статью", prose)[0] == "boilerplate"


def test_a_site_header_ends_with_its_trail() -> None:
    prose = "Trade of the border regions grows. " * 10
    assert labels("Centre for Forecasts", "Home / Articles", "A title", prose) == [
        "boilerplate", "boilerplate", "paragraph", "paragraph",
    ]  # fmt: skip


def test_a_poll_is_furniture_with_its_answers() -> None:
    prose = "Trade of the border regions grows. " * 10
    page = labels(
        prose, "Poll conducted", "What do you want?", "More trade", "33 (31%)", "Less", "70 (69%)"
    )
    assert page == ["paragraph", *["boilerplate"] * 6]


def test_a_heading_called_poll_without_votes_stays() -> None:
    prose = "Две трети предприятий ответили на вопросы. " * 10
    assert labels("Введение", "Опрос", prose) == ["paragraph", "paragraph", "paragraph"]
