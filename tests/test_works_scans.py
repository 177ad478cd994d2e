"""Works of scans and of broken layers: rubrics over titles, sections, contents, spoilt headings."""

from __future__ import annotations

from corpus.document import Block
from extractors.observed import ObservedBlock
from extractors.works import Description, describe
from extractors.works.units import Unit
from extractors.works.unread import join_broken
from fixers.languages import language_of

BODY = (
    "Приграничные районы развивают торговлю неравномерно, и причины этого различны. "
    "В одних местах мешает нехватка дорог, в других недостаёт складов и переправ. "
) * 5
ABSTRACT = (
    "Аннотация. В статье рассмотрена торговля степных районов за 2015–2019 годы. Показано, что "
    "оборот вырос на 18 процентов. Сделан вывод о роли дорог и переправ в этом росте."
)


def scanned(*pages: list[tuple[str, float]]) -> Description:
    """Recognised texts with their measured sizes, page by page, described."""
    blocks: list[Block] = []
    observed: list[ObservedBlock] = []
    for page, items in enumerate(pages, 1):
        for text, size in items:
            number = len(blocks) + 1
            running = " ".join(text.split("\n"))
            blocks.append(
                Block(
                    id=f"b{number}", order=number, orig=text, text=running, page=page,
                    lang=language_of(text), label="paragraph", text_source="ocr",
                )
            )  # fmt: skip
            observed.append(ObservedBlock(text=text, size=size, centered=text.isupper()))
    return describe(blocks, observed, [], {})


def paper(*title: tuple[str, float]) -> list[tuple[str, float]]:
    """A short paper under the lines ``title``."""
    place = "Омский университет, Омск, Россия"
    return [*title, ("Луговая И. И., Полевой А. П.", 11.0), (place, 11.0), (ABSTRACT, 11.0), (BODY, 11.0)]  # fmt: skip


TITLE = ("МОДЕЛЬ СТЕПНОЙ ТОРГОВЛИ В ОМСКОЙ ОБЛАСТИ", 12.0)


def test_a_field_of_science_over_a_title_is_its_rubric() -> None:
    (work,) = scanned(paper(("ВЫЧИСЛИТЕЛЬНАЯ МАТЕМАТИКА", 17.5), TITLE)).works
    assert work.title == {"ru": TITLE[0]}


def test_a_rubric_that_the_contents_print_alone() -> None:
    contents = [
        ("СОДЕРЖАНИЕ", 12.0),
        ("РЕКИ И ДОРОГИ", 11.0),
        ("Луговая И. И., Полевой А. П. Модель степной торговли в Омской области ........ 2", 11.0),
    ]
    (work,) = scanned(contents, paper(("РЕКИ И ДОРОГИ", 12.0), TITLE)).works
    assert work.title == {"ru": TITLE[0]}


def test_the_first_line_of_a_title_is_no_rubric_where_the_rest_follows_it_everywhere() -> None:
    first, rest = ("МОДЕЛЬ СТЕПНОЙ ТОРГОВЛИ", 15.0), ("КУРГАНСКОЙ ОБЛАСТИ", 12.0)
    contents = [
        ("СОДЕРЖАНИЕ", 12.0),
        ("Модель степной торговли\nКурганской области ........ 2", 11.0),
    ]
    (work,) = scanned(contents, paper(first, rest)).works
    assert work.title == {"ru": "МОДЕЛЬ СТЕПНОЙ ТОРГОВЛИ КУРГАНСКОЙ ОБЛАСТИ"}


def test_a_title_that_begins_with_a_science_goes_on_with_its_preposition() -> None:
    first, rest = ("МАТЕМАТИЧЕСКАЯ СТАТИСТИКА", 15.0), ("В ОЦЕНКЕ СТЕПНОЙ ТОРГОВЛИ", 12.0)
    (work,) = scanned(paper(first, rest)).works
    assert work.title == {"ru": "МАТЕМАТИЧЕСКАЯ СТАТИСТИКА В ОЦЕНКЕ СТЕПНОЙ ТОРГОВЛИ"}


def test_a_small_line_over_a_title_in_the_other_language_is_its_rubric() -> None:
    abstract = (
        "Abstract. The trade of steppe districts in 2015–2019 is studied. The turnover grew by 18 "
        "percent. Roads and crossings explain most of this growth."
    )
    (work,) = scanned(
        [
            ("НОВЫЕ ТЕХНОЛОГИИ В ТОРГОВЛЕ", 9.5),
            ("A MODEL OF TRADE IN THE STEPPE DISTRICTS OF OMSK OBLAST", 14.0),
            ("I. I. Lugovaya, A. P. Polevoy", 11.0),
            ("Omsk University, Omsk, Russia", 11.0),
            (abstract, 11.0),
            ("The border districts develop their trade unevenly, and for many reasons. " * 8, 11.0),
        ]
    ).works
    assert work.title == {"en": "A MODEL OF TRADE IN THE STEPPE DISTRICTS OF OMSK OBLAST"}


def test_a_page_that_opens_a_section_names_neither_title_nor_supervisor() -> None:
    section = [
        ("Секция", 14.0),
        ("МЕТОДЫ.", 20.0),
        ("МАТЕМАТИЧЕСКОЙ ГЕОГРАФИИ", 16.0),
        ("Руководитель — Озерова А. Н., профессор, заведующая кафедрой № 31", 10.0),
        ("Секретарь — Лесной М. А., доцент", 10.0),
    ]
    (work,) = scanned(section, [("УДК 911.3", 9.0), *paper(TITLE)]).works
    assert work.title == {"ru": TITLE[0]}
    assert [a.surname["ru"] for a in work.authors] == ["Луговая", "Полевой"]


def test_contents_over_pages_without_leaders_are_no_work() -> None:
    def entries(first: int, count: int) -> list[tuple[str, float]]:
        lines = [
            f"Луговой И. И., Полевая А. П. О торговле района номер\nпо данным станций {n}"
            for n in range(first, first + count)
        ]
        return [("\n".join(lines), 8.0)]

    cover = [("МАТЕРИАЛЫ КОНФЕРЕНЦИИ РЕКИ И СТЕПИ", 14.0), ("Омск, 2016", 12.0)]
    found = scanned(
        cover,
        [("Содержание", 12.0), ("Теория перевозок", 10.0), *entries(10, 40)],
        [("Сети дорог: управление и качество", 10.0), *entries(50, 40)],
        entries(90, 3),
        [("274 Реки и степи — 2016", 8.0), *paper(TITLE)],
    )
    assert [w.title for w in found.works] == [{"ru": TITLE[0]}]


def test_keywords_under_words_that_no_font_tells() -> None:
    (work,) = scanned(
        [
            *paper(TITLE),
            ("Ключевые слова: дороги; переправы; степи", 11.0),
            ("THE TRADE OF STEPPE DISTRICTS", 12.0),
            ("Lugovaya I. I., Polevoy A. P.", 11.0),
            ("Omsk University, Omsk, Russia", 11.0),
            ("The trade of the steppe was measured. Roads are found to matter most.", 11.0),
            ("К\N{LATIN SMALL LETTER REVERSED E}\N{LATIN SMALL LETTER TURNED R} aorHs: roads; crossings; steppes.", 11.0),
        ]
    ).works  # fmt: skip
    assert work.keywords["en"] == ["roads", "crossings", "steppes"]
    assert [a.text for a in work.abstracts if a.lang == "en"] == [
        "The trade of the steppe was measured. Roads are found to matter most."
    ]


def test_a_paragraph_cut_inside_a_word_is_one_unit() -> None:
    one = Unit(0, "Представлена новая система KOM-", (), lang="ru", recognised=True)
    two = Unit(1, "пьютерной алгебры.", (), lang="ru", recognised=True)
    (unit,) = join_broken([one, two])
    assert unit.text == "Представлена новая система компьютерной алгебры."
    assert unit.also == (1,)
    assert len(join_broken([one, Unit(1, "Пермь", (), recognised=True)])) == 2


def test_items_whose_numbers_and_signs_were_misread() -> None:
    items = [
        (
            "[1] Лесной А. П. О реках // Вестник степи. 2010. № 6. С. 34–45. БОГ: 10.1000/st.2010.1",
            9.0,
        ),
        ("[2] Озерова Т. В. О степях // Реки: материалы УП конференции. Омск, 2012. С. 3–9.", 9.0),
        ("ПИ Луговая П. П., Полевой 2K. Ю. О дорогах // Вестник степи. 2011. № 2. С. 5–8.", 9.0),
        ("[4] Lindholm 5. Roads and rivers. Fen Press, 1990. 120 p.", 9.0),
    ]
    (work,) = scanned([*paper(TITLE), ("Список литературы", 11.0), *items]).works
    assert [r.authors[0].family for r in work.references] == ["Лесной", "Озерова", "Луговая", "Lindholm"]  # fmt: skip
    assert work.references[0].doi == "10.1000/st.2010.1"
    assert "VII конференции" in work.references[1].raw
    assert [p.given for p in work.references[2].authors] == ["П. П.", "Ж. Ю."]
    assert work.references[3].authors[0].given == "S."
    (flag,) = [f for f in work.flags if f.startswith("references: read as")]
    assert "«БОГ»" in flag
    assert "«ПИ»" in flag


def test_what_was_typed_is_not_taken_for_misread() -> None:
    text = "[1] Лесной А. П. О реках // Реки: материалы УП конференции. Омск, 2012. БОГ: 10.1000/1"
    blocks = [
        Block(id=f"b{n}", order=n, orig=t, text=t, lang="ru", label="paragraph")
        for n, t in enumerate([TITLE[0], ABSTRACT, BODY, "Список литературы", text], 1)
    ]
    (work,) = describe(blocks, [ObservedBlock(text=b.text) for b in blocks], [], {}).works
    assert work.references[0].raw == text.removeprefix("[1] ")


def test_a_heading_of_references_in_letters_that_recognition_lacks() -> None:
    items = [
        (f"[{n}] Лесной А. П. О реках // Вестник степи. 20{n}0. № 6. С. 34–45.", 9.0)
        for n in (1, 2)
    ]
    found = scanned([*paper(TITLE), ("Пайдаланылган эдебиеттер Ti3imi", 11.0), *items])
    assert len(found.works[0].references) == 2
    assert next(b for b in found.blocks if "Ti3imi" in b.text).label == "heading"


def test_names_with_scraps_and_without_a_comma() -> None:
    page = paper(TITLE)
    page[1] = ("Луговая И.И.1 Полевой А.П.1,2 ея", 11.0)
    page[2:3] = [("1 Омский университет, Омск, Россия", 9.0), ("2 Институт степей, Барнаул, Россия", 9.0)]  # fmt: skip
    (work,) = scanned(page).works
    assert [a.name["ru"] for a in work.authors] == ["Луговая И.И.", "Полевой А.П."]
    assert work.authors[1].affiliation["ru"].endswith("Институт степей, Барнаул, Россия")


def test_a_title_over_authors_of_another_printing() -> None:
    english = [
        ("The trade of the steppe districts in dry years", 11.0),
        ("I. I. Lugovaya, A. P. Polevoy", 11.0),
    ]
    (work,) = scanned(paper(TITLE), english).works
    assert work.title["en"] == english[0][0]


def test_two_places_with_one_star_take_the_marks_in_their_order() -> None:
    page = paper(TITLE)
    page[1:3] = [
        ("Луговая И. И.*, Полевой А. П.**", 11.0),
        ("* Омский университет, Омск, Россия\nжж\n* Институт степей, Барнаул, Россия", 9.0),
    ]
    (work,) = scanned(page).works
    assert [a.affiliation["ru"] for a in work.authors] == [
        "Омский университет, Омск, Россия",
        "Институт степей, Барнаул, Россия",
    ]


def test_authors_that_one_line_hides_come_from_the_citation_as_printed() -> None:
    page = paper(TITLE)
    page[1:3] = [
        ("Е. П. Сие Лесной1,2 =, В. О. Полевой1", 11.0),
        ("1 Омский университет, Омск, Россия", 9.0),
        ("2 Институт степей, Барнаул, Россия", 9.0),
    ]
    cited = "Для цитирования: Лесной Е. П., Полевой В. О. Модель степной торговли в Омской области // Вестник степи. 2020. № 2. С. 3–9."
    (work,) = scanned([*page, (cited, 9.0)]).works
    assert [a.name["ru"] for a in work.authors] == ["Е. П. Лесной", "В. О. Полевой"]
    assert any("taken from the citation" in f for f in work.flags)


def test_references_by_author_and_year_whose_lines_break_behind_the_names() -> None:
    blocks = [
        "THE TRADE OF THE STEPPE", "I. I. Lugovaya", "Abstract. " + "The trade of the steppe is studied here. " * 5,
        "The border districts develop their trade unevenly. " * 20, "References",
        "Penrose, K., Lindholm, S., & Marlow, D.\n(2017). The course of snow. Annals of Rivers, 33(11), 242–258.\nhttps://doi.org/10.1000/st.2017",
        "Marlow, J. A., Lindholm, S., & Whit, R.\n(2004). Ways of recording grain. Steppe Quarterly, 44(1), 135–147.",
    ]  # fmt: skip
    made = [
        Block(id=f"b{n}", order=n, orig=t, text=" ".join(t.split("\n")), lang="en", label="paragraph")
        for n, t in enumerate(blocks, 1)
    ]  # fmt: skip
    (work,) = describe(made, [ObservedBlock(text=t) for t in blocks], [], {}).works
    assert [(r.year, r.authors[0].family) for r in work.references] == [("2017", "Penrose"), ("2004", "Marlow")]  # fmt: skip
    assert work.codes.doi is None
    assert [a.name["en"] for a in work.authors] == ["I. I. Lugovaya"]


def test_a_list_of_codes_with_one_misread_letter() -> None:
    page = [("JEL: 031, ]22", 11.0), *paper(TITLE)]
    (work,) = scanned(page).works
    assert work.codes.jel == ["J22"]
    assert any(f.startswith("jel:") for f in work.flags)


def test_the_end_of_a_title_in_small_letters_belongs_to_it() -> None:
    page = paper(("МОДЕЛЬ ТОРГОВЛИ И СТЕПНЫХ ДОРОГ", 11.0), ("в омской области", 15.0))
    blocks = [
        Block(id=f"b{n}", order=n, orig=t, text=t, lang="ru", label="paragraph", text_source="ocr")
        for n, (t, _) in enumerate(page, 1)
    ]
    observed = [ObservedBlock(text=t, size=s, centered=n < 4) for n, (t, s) in enumerate(page)]
    (work,) = describe(blocks, observed, [], {}).works
    assert work.title == {"ru": "МОДЕЛЬ ТОРГОВЛИ И СТЕПНЫХ ДОРОГ в омской области"}


def test_an_abstract_close_under_a_place_that_was_taken_for_a_note() -> None:
    texts = [
        (TITLE[0], "paragraph"),
        ("Луговая И. И.*,†, Полевой А. П.†", "paragraph"),
        ("* Омский университет, Омск, Россия", "list_item"),
        ("† Институт степей, Барнаул, Россия\nРезюме. Предложен способ описания степной торговли,\nпригодный для районов области. Он проверен на наблюдениях трёх лет.", "footnote"),
        ("Ключевые слова: дороги; переправы; степи", "keywords"),
        (BODY, "paragraph"),
    ]  # fmt: skip
    blocks = [
        Block(id=f"b{n}", order=n, orig=t, text=" ".join(t.split("\n")), lang="ru", label=label)
        for n, (t, label) in enumerate(texts, 1)
    ]
    (work,) = describe(blocks, [ObservedBlock(text=t) for t, _ in texts], [], {}).works
    assert [a.text[:16] for a in work.abstracts] == ["Предложен способ"]
    assert work.authors[1].affiliation["ru"] == "Институт степей, Барнаул, Россия"
    assert work.authors[0].affiliation["ru"].count("Россия") == 2
