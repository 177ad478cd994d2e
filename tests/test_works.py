"""Works out of blocks: short papers of our own in the house styles that journals have."""

from __future__ import annotations

import pytest

from corpus.document import Block, Table
from extractors.observed import ObservedBlock
from extractors.works import Description, describe
from fixers.languages import language_of

RU_BODY = (
    "Приграничные регионы развивают торговлю неравномерно, и причины этого различны. "
    "В одних местах мешает нехватка дорог, в других недостаёт складов и пунктов пропуска. "
    "Статистика таможни позволяет проследить, как менялся оборот, и сравнить соседей между собой. "
) * 4
EN_BODY = (
    "Border regions develop their trade unevenly, and the reasons differ from place to place. "
    "Some of them lack roads, while others are short of warehouses and checkpoints. "
    "Customs statistics let us follow how the turnover changed and compare the neighbours. "
) * 4
RU_ABSTRACT = (
    "В статье рассмотрена торговля приграничных регионов за 2015–2019 годы. Показано, что оборот "
    "вырос на 18 процентов. Сделан вывод о роли дорог и пунктов пропуска в этом росте."
)
EN_ABSTRACT = (
    "The article considers the trade of border regions in 2015–2019. It is shown that the "
    "turnover grew by 18 percent. A conclusion is drawn on the role of roads and checkpoints."
)
RU_TITLE = "ТОРГОВЛЯ ПРИГРАНИЧНЫХ РЕГИОНОВ АЛТАЯ"
EN_TITLE = "TRADE OF THE BORDER REGIONS OF ALTAI"


def paper(*texts: str | tuple[str, dict[str, object]]) -> Description:
    """Texts (with styles) as blocks of one page, described."""
    blocks, observed = [], []
    for number, item in enumerate(texts, 1):
        text, style = item if isinstance(item, tuple) else (item, {})
        lang = language_of(text)
        running = " ".join(text.split("\n"))
        blocks.append(Block(id=f"b{number}", order=number, orig=text, text=running, lang=lang))
        observed.append(ObservedBlock(text=text, **style))  # type: ignore[arg-type]
    return describe(blocks, observed, [], {})


def test_russian_first_then_english() -> None:
    described = paper(
        "УДК 339.5",
        RU_TITLE,
        "И. И. Петренко, А. В. Сидорова",
        "Алтайский государственный университет, г. Барнаул, Россия",
        "Аннотация. " + RU_ABSTRACT,
        "Ключевые слова: торговля, Алтай, граница.",
        EN_TITLE,
        "I. I. Petrenko, A. V. Sidorova",
        "Altai State University, Barnaul, Russia",
        "Abstract. " + EN_ABSTRACT,
        "Keywords: trade, Altai, border.",
        "Введение",
        RU_BODY,
    )
    (work,) = described.works
    assert work.title == {"ru": RU_TITLE, "en": EN_TITLE}
    assert [a.name for a in work.authors] == [
        {"ru": "И. И. Петренко", "en": "I. I. Petrenko"},
        {"ru": "А. В. Сидорова", "en": "A. V. Sidorova"},
    ]
    assert work.authors[0].affiliation["en"] == "Altai State University, Barnaul, Russia"
    assert [(a.lang, a.title, a.text) for a in work.abstracts] == [
        ("ru", "Аннотация", RU_ABSTRACT),
        ("en", "Abstract", EN_ABSTRACT),
    ]
    assert work.keywords == {
        "ru": ["торговля", "Алтай", "граница"],
        "en": ["trade", "Altai", "border"],
    }
    assert work.codes.udc == "339.5"
    (pair,) = work.abstract_pairs
    assert pair.number_agreement
    assert pair.keyword_pairs == [["торговля", "trade"], ["Алтай", "Altai"], ["граница", "border"]]
    assert pair.sentence_pairs == [[0, 0], [1, 1], [2, 2]]


def test_english_front_at_the_end_belongs_to_the_same_work() -> None:
    described = paper(
        RU_TITLE,
        "Петренко И. И.",
        RU_BODY,
        RU_BODY.replace("таможни", "ведомств"),
        "Список литературы",
        "1. Сидоров А. А. Граница // Вестник. 2019. № 3. С. 5–9.",
        EN_TITLE,
        "Petrenko I. I.",
        EN_ABSTRACT,
        "Key words: trade, border",
    )
    (work,) = described.works
    assert work.title == {"ru": RU_TITLE, "en": EN_TITLE}
    assert len(work.authors) == 1
    assert [a.lang for a in work.abstracts] == ["en"]
    assert len(work.references) == 1


def test_proceedings_are_split_at_each_front_matter() -> None:
    titles = [
        "РОЛЬ ДОРОГ В ПРИГРАНИЧНОЙ ТОРГОВЛЕ",
        "СКЛАДЫ И ПУНКТЫ ПРОПУСКА: ОПЫТ СОСЕДЕЙ",
        "ТАМОЖЕННАЯ СТАТИСТИКА КАК ИСТОЧНИК",
    ]
    people = ["Азаматов Б. К.", "О. П. Белова", "Давлеткан Томирис Тимуркызы"]
    parts: list[str] = []
    for number, (title, who) in enumerate(zip(titles, people, strict=True)):
        parts += [
            title,
            who,
            "магистрант факультета международных отношений",
            "Научный руководитель – А.К. Серикова",
            RU_BODY.replace("Статистика", f"Статистика {number}"),
            "Список использованных источников",
            f"1. Сидоров А. А. Граница {number} // Вестник. 2019. № 3. С. 5–9.",
            "2. Там же.",
        ]
    works = paper(*parts).works
    assert [w.title["ru"] for w in works] == titles
    assert [w.authors[0].name["ru"] for w in works] == people
    assert [[a.role for a in w.authors] for w in works] == [["author", "supervisor"]] * 3
    assert works[2].authors[0].surname == {"ru": "Давлеткан"}
    assert works[0].authors[0].position == "магистрант"
    assert [len(w.references) for w in works] == [2, 2, 2]


VOLUME_TITLES = [
    "Роль дорог в приграничной торговле Алтая",
    "Склады и пункты пропуска: опыт соседних районов",
    "Таможенная статистика как источник по истории торговли",
]


def bold_titles_under_authors(*, codes: bool) -> list[str | tuple[str, dict[str, object]]]:
    """Short papers whose titles differ from the text by bold alone, below authors and places."""
    head: dict[str, object] = {"size": 10.0, "bold": True, "label": "heading"}
    text: dict[str, object] = {"size": 10.0}
    parts: list[str | tuple[str, dict[str, object]]] = []
    people = ["И. И. Петренко", "О. П. Белова, Н. С. Лугов", "Д. Т. Азаматов"]
    for number, (title, who) in enumerate(zip(VOLUME_TITLES, people, strict=True), 1):
        parts += [(f"ГРНТИ 73.51.3{number}", {"size": 9.0})] if codes else []
        parts += [
            (who, head),
            ("Алтайский государственный университет, Барнаул, Россия", {"size": 9.0}),
            (title, head),
            (RU_BODY.replace("Статистика", f"Статистика {number}"), text),
            (RU_BODY.replace("Статистика", f"Опись {number}"), text),
            ("Список литературы", head | {"centered": True}),
            (f"1. Сидоров А. А. Граница {number} // Вестник. 2019. № 3. С. 5–9.", {"size": 9.0}),
        ]
    return parts


@pytest.mark.parametrize("codes", [True, False])
def test_bold_lines_under_authors_are_the_titles_of_a_volume(codes: bool) -> None:
    works = paper(*bold_titles_under_authors(codes=codes)).works
    assert [w.title for w in works] == [{"ru": t} for t in VOLUME_TITLES]
    assert [len(w.authors) for w in works] == [1, 2, 1]
    assert [len(w.references) for w in works] == [1, 1, 1]
    assert [w.codes.grnti for w in works] == [[f"73.51.3{n}"] if codes else [] for n in (1, 2, 3)]


def test_bold_headings_under_the_authors_of_titled_papers_are_no_titles() -> None:
    head: dict[str, object] = {"size": 10.0, "bold": True, "label": "heading"}
    parts: list[str | tuple[str, dict[str, object]]] = []
    for number, title in enumerate(VOLUME_TITLES, 1):
        parts += [
            (f"УДК 339.{number}", {"size": 9.0}),
            (title.upper(), head | {"centered": True}),
            (["И. И. Петренко", "О. П. Белова", "Д. Т. Азаматов"][number - 1], {"size": 10.0}),
            ("Алтайский государственный университет, Барнаул, Россия", {"size": 9.0}),
            ("Постановка задачи исследования", head),
            (RU_BODY.replace("Статистика", f"Статистика {number}"), {"size": 10.0}),
            (RU_BODY.replace("Статистика", f"Опись {number}"), {"size": 10.0}),
        ]
    works = paper(*parts).works
    assert [w.title for w in works] == [{"ru": t.upper()} for t in VOLUME_TITLES]


def test_papers_of_one_title_by_namesakes_stay_two() -> None:
    parts: list[str] = []
    for number, who in enumerate(["Лугова Анна Юрьевна", "Лугова Анна Ильинична"]):
        parts += [
            f"УДК 339.{number + 1}",
            RU_TITLE,
            who,
            "Аннотация. " + RU_ABSTRACT.replace("18", f"1{number}"),
            RU_BODY.replace("Статистика", f"Статистика {number}"),
        ]
    works = paper(*parts).works
    assert [w.title for w in works] == [{"ru": RU_TITLE}] * 2
    assert [w.codes.udc for w in works] == ["339.1", "339.2"]
    # Without class numbers and with one author it is one paper printed with its title again.
    again = paper(RU_TITLE, "Лугова А. Ю.", RU_BODY, RU_TITLE, "А. Ю. Лугова", RU_BODY.upper())
    assert len(again.works) == 1


def test_authors_right_after_a_list_are_no_item_and_supervisors_no_place() -> None:
    described = paper(
        RU_TITLE,
        "И. И. Петренко",
        "Алтайский университет, г. Барнаул, Россия\nНаучный руководитель: Лугова В. Г., к.э.н., доцент",
        RU_BODY,
        "Список литературы",
        "[1] Сидоров А. А. Граница // Вестник. 2019. № 3. С. 5–9.",
        "[2] Белова О. П. Дороги // Вестник. 2018. № 2. С. 7–8.",
        "Petrenko I. I.1,2",
        "1 Altai State University, Barnaul, Russia",
        "2 Institute of Roads, Barnaul, Russia",
        EN_TITLE,
        "Abstract. " + EN_ABSTRACT,
    )
    (work,) = described.works
    assert [(a.role, a.name) for a in work.authors] == [
        ("author", {"ru": "И. И. Петренко", "en": "Petrenko I. I."}),
        ("supervisor", {"ru": "Лугова В. Г."}),
    ]
    assert work.authors[0].affiliation["ru"] == "Алтайский университет, г. Барнаул, Россия"
    assert len(work.references) == 2


def test_closing_english_front_goes_to_the_paper_before() -> None:
    first = [RU_TITLE, "И. И. Петренко", RU_BODY, RU_BODY.upper().capitalize(), EN_TITLE,
             "I. I. Petrenko", "Abstract. " + EN_ABSTRACT]  # fmt: skip
    second = [
        "УДК 911",
        "ДОРОГИ ТУВЫ И МОНГОЛИИ",
        "С. С. Оюн",
        RU_BODY.replace("Статистика", "Карта"),
    ]
    one, two = paper(*first, *second).works
    assert one.title == {"ru": RU_TITLE, "en": EN_TITLE}
    assert two.title == {"ru": "ДОРОГИ ТУВЫ И МОНГОЛИИ"}
    assert two.codes.udc == "911"


def test_kazakh_russian_english() -> None:
    kazakh = (
        "Мақалада шекаралас аймақтардың саудасы қарастырылады. Тауар айналымы он сегіз пайызға "
        "өскені көрсетілген. Жолдар мен өткізу бекеттерінің рөлі туралы қорытынды жасалған."
    )
    described = paper(
        "FTAMP 06.51.51",
        "АЛТАЙДЫҢ ШЕКАРАЛАС АЙМАҚТАРЫНЫҢ САУДАСЫ",
        "Азаматов Б. К.",
        "Аңдатпа. " + kazakh,
        "Түйін сөздер: сауда, Алтай, шекара.",
        "Аннотация. " + RU_ABSTRACT,
        "Ключевые слова: торговля, Алтай, граница.",
        "Abstract. " + EN_ABSTRACT,
        "Keywords: trade, Altai, border.",
        "Кіріспе",
        "Шекаралас аймақтар сауданы әртүрлі дамытады, оның себептері де әртүрлі болып келеді. " * 8,
    )
    (work,) = described.works
    assert [a.lang for a in work.abstracts] == ["kk", "ru", "en"]
    assert set(work.keywords) == {"kk", "ru", "en"}
    assert work.title == {"kk": "АЛТАЙДЫҢ ШЕКАРАЛАС АЙМАҚТАРЫНЫҢ САУДАСЫ"}
    assert work.codes.grnti == ["06.51.51"]
    assert [p.langs for p in work.abstract_pairs] == [["kk", "ru"], ["kk", "en"], ["ru", "en"]]


def test_numbers_that_disagree_are_flagged() -> None:
    described = paper(
        RU_TITLE,
        "Аннотация. " + RU_ABSTRACT,
        "Abstract. " + EN_ABSTRACT.replace("18 percent", "81 percent"),
        "Введение",
        RU_BODY,
    )
    (pair,) = described.works[0].abstract_pairs
    assert not pair.number_agreement
    assert pair.flags == ["numbers differ: 18 (ru) against 81 (en)"]


def test_title_cut_off_and_name_lost_are_kept_and_flagged() -> None:
    described = paper(
        "ASPECTS OF TRADE IN THE",
        "Senior Lecturer at the Department of History, Altai University, Barnaul, Russia",
        EN_BODY,
    )
    (work,) = described.works
    assert work.title == {"en": "ASPECTS OF TRADE IN THE"}
    assert work.flags == [
        "title en: cut off in the source after «IN THE»",
        "authors: the line with the name is missing in the source",
    ]
    assert work.authors[0].position == "Senior Lecturer"


def test_marks_bind_authors_to_places_and_do_not_stay_in_names() -> None:
    described = paper(
        ("Trade and roads of the Altai border", {"size": 16.0, "bold": True}),
        ("M. N. Ivanov1,a, A. V. Petrova2", {"size": 11.0}),
        ("1 Altai State University, Barnaul, Russia", {"size": 9.0}),
        ("2 Tuva State University, Kyzyl, Russia", {"size": 9.0}),
        ("a ivanov@example.org", {"size": 9.0}),
        ("Abstract. " + EN_ABSTRACT, {"size": 10.0}),
        (EN_BODY, {"size": 11.0}),
    )
    first, second = described.works[0].authors
    assert (first.name, second.name) == ({"en": "M. N. Ivanov"}, {"en": "A. V. Petrova"})
    assert first.affiliation == {"en": "Altai State University, Barnaul, Russia"}
    assert second.affiliation == {"en": "Tuva State University, Kyzyl, Russia"}
    assert first.email == "ivanov@example.org"


def test_rubric_above_the_class_number_is_no_title() -> None:
    described = paper(
        ("ТЕОРЕТИЧЕСКАЯ ЭКОНОМИКА", {"size": 14.0, "bold": True, "centered": True}),
        ("УДК 339.5", {"size": 10.0}),
        ("Торговля и дороги Алтая", {"size": 16.0, "bold": True}),
        ("И. И. Петренко", {"size": 12.0}),
        (RU_BODY, {"size": 11.0}),
    )
    assert described.works[0].title == {"ru": "Торговля и дороги Алтая"}


def test_plain_body_gives_one_work_without_inventions() -> None:
    (work,) = paper(RU_BODY, RU_BODY.replace("Статистика", "Карта")).works
    assert (work.title, work.authors, work.abstracts, work.references) == ({}, [], [], [])
    assert work.flags == []


def test_section_headings_in_capitals_open_no_work() -> None:
    described = paper(
        RU_TITLE, "И. И. Петренко", RU_BODY, "ОБЩАЯ ХАРАКТЕРИСТИКА ДОРОГ", RU_BODY.replace("Статистика", "Карта"),
        "ПУНКТЫ ПРОПУСКА И СКЛАДЫ", RU_BODY.replace("Статистика", "Опись"),
    )  # fmt: skip
    (work,) = described.works
    assert work.title == {"ru": RU_TITLE}


def test_metadata_fills_what_the_page_does_not_tell_and_disagreement_is_flagged() -> None:
    block = Block(id="b1", order=1, orig=EN_BODY, text=EN_BODY, lang="en")
    stated = {
        "citation_title": ["Trade of border regions"],
        "citation_author": ["Petrova, Anna", "Ivanov, Ivan"],
        "citation_doi": ["10.1000/trade.1"],
        "citation_journal_title": ["Journal of Borders"],
        "citation_publication_date": ["2019/11/16"],
        "citation_firstpage": ["5"],
        "citation_lastpage": ["9"],
    }
    (work,) = describe([block], [ObservedBlock(text=EN_BODY)], [], stated).works
    assert work.title == {"en": "Trade of border regions"}
    assert [a.surname for a in work.authors] == [{"en": "Petrova"}, {"en": "Ivanov"}]
    assert (work.codes.doi, work.dates.published) == ("10.1000/trade.1", "2019-11-16")
    assert (work.journal.title, work.journal.pages) == ({"en": "Journal of Borders"}, "5–9")


def test_blocks_keep_order_and_ids_and_tables_their_work() -> None:
    rows = "Год\tОборот\n2015\t100"
    blocks = [
        Block(id="b1", order=1, orig=RU_TITLE, text=RU_TITLE, lang="ru"),
        Block(id="b2", order=2, orig="И. И. Петренко", text="И. И. Петренко", lang="ru"),
        Block(id="b3", order=3, orig=RU_BODY, text=RU_BODY, lang="ru"),
        Block(id="b4", order=4, label="table", orig=rows, text=rows),
    ]
    seen = [ObservedBlock(text=b.orig, label=b.label) for b in blocks]
    described = describe(blocks, seen, [Table(id="t1")], {})
    assert [b.id for b in described.blocks] == ["b1", "b2", "b3", "b4"]
    assert [b.label for b in described.blocks] == ["title", "author", "paragraph", "table"]
    assert described.works[0].tables == ["t1"]
    assert described.tables[0].work == 0


def test_nothing_in_nothing_out() -> None:
    assert describe([], [], [], {}) == Description([], [], [])


@pytest.mark.parametrize("size", [1, 40, 400])
def test_noise_is_described_without_failing(size: int) -> None:
    noise = "~ ^ | ii1l УДК ... // 2019 С. 5 «» [] Ключевые слова: " * size
    assert len(paper(noise, "", "УДК", "Аннотация", "Ключевые слова:", "1.").blocks) == 6


def test_three_titles_in_two_scripts() -> None:
    described = paper(
        "АЛТАЙДЫҢ ШЕКАРАЛАС АЙМАҚТАРЫНЫҢ САУДАСЫ",
        "Азаматов Б. К.",
        "Аңдатпа. Мақалада шекаралас аймақтардың саудасы және оның өсуі қарастырылады, сондай-ақ "
        "жолдар мен өткізу бекеттерінің рөлі туралы қорытынды жасалған.",
        RU_TITLE,
        "Азаматов Б. К.",
        "Аннотация. " + RU_ABSTRACT,
        EN_TITLE,
        "Azamatov B. K.",
        "Abstract. " + EN_ABSTRACT,
        "Кіріспе",
        "Шекаралас аймақтар сауданы әртүрлі дамытады, оның себептері де әртүрлі болып келеді. " * 8,
    )
    (work,) = described.works
    assert set(work.title) == {"kk", "ru", "en"}
    assert work.title["ru"] == RU_TITLE
    assert len(work.authors) == 1


def test_names_that_only_look_so_are_no_authors() -> None:
    described = paper(RU_TITLE, "Красная Книга", RU_BODY)
    assert described.works[0].authors == []


def test_an_affiliation_over_two_lines_is_one_line_of_text() -> None:
    from extractors.works.people import Contributor, _author

    person = Contributor(None, affiliation="кафедры систем\nтелекоммуникаций РУДН")
    assert _author(person, "ru").affiliation == {"ru": "кафедры систем телекоммуникаций РУДН"}


def test_a_byline_in_the_style_of_its_title_stays_out_of_it() -> None:
    style: dict[str, object] = {"size": 12.0, "bold": True, "label": "heading"}
    described = paper(
        "УДК 339.5",
        ("Торговля приграничных регионов Алтая в начале XX века", style),
        ("Ю. И. Петренко, Н. П. Сидорова, М. П.\nКовалёва", style),
        ("Алтайский государственный университет, Барнаул, Россия", {"size": 10.0}),
        ("Аннотация. " + RU_ABSTRACT, {"size": 10.0}),
        ("Trade of the border regions of Altai at the time", style),
        ("Y.I. Petrenko**, N.P. Sidorova*,**, M.P. Kovaleva*", style),
        ("*Altai State University, Barnaul, Russia\n**Omsk State University, Omsk, Russia", {"size": 10.0}),
        ("Abstract. " + EN_ABSTRACT, {"size": 10.0}),
        (RU_BODY, {"size": 10.0}),
    )  # fmt: skip
    work = described.works[0]
    assert work.title == {
        "ru": "Торговля приграничных регионов Алтая в начале XX века",
        "en": "Trade of the border regions of Altai at the time",
    }
    assert [a.surname["ru"] for a in work.authors] == ["Петренко", "Сидорова", "Ковалёва"]
    assert [a.surname["en"] for a in work.authors] == ["Petrenko", "Sidorova", "Kovaleva"]
    assert work.authors[0].affiliation["en"] == "Omsk State University, Omsk, Russia"


def test_an_act_has_the_title_of_its_matter_and_no_author() -> None:
    described = paper(
        "РАЙОННЫЙ СОВЕТ",
        "ЗАРЕЧНОГО РАЙОНА",
        "ПОСТАНОВЛЕНИЕ",
        "от 12.03.2019 № 41-2",
        "О ПОРЯДКЕ ПРОВЕДЕНИЯ ЯРМАРОК В ЗАРЕЧНОМ РАЙОНЕ",
        RU_BODY,
        "Глава района",
        "П.П. Сидоров",
    )
    work = described.works[0]
    assert work.title == {"ru": "О ПОРЯДКЕ ПРОВЕДЕНИЯ ЯРМАРОК В ЗАРЕЧНОМ РАЙОНЕ"}
    assert work.authors == []
