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
