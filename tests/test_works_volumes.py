"""Covers, committees, contents and misread marks: what stands around works in real volumes."""

from __future__ import annotations

from corpus.document import Block, Work
from extractors.observed import ObservedBlock
from extractors.works import describe
from extractors.works.headlines import title_scores
from extractors.works.units import Unit
from fixers.languages import language_of

BODY = (
    "Приграничные регионы развивают торговлю неравномерно, и причины этого различны. "
    "В одних местах мешает нехватка дорог, в других недостаёт складов и пунктов пропуска. "
) * 5
BOLD: dict[str, object] = {"bold": True, "centered": True}


def works(*pages: list[str | tuple[str, dict[str, object]]]) -> list[Work]:
    """The works of texts (with styles), page by page."""
    blocks: list[Block] = []
    observed: list[ObservedBlock] = []
    for page, items in enumerate(pages, 1):
        for item in items:
            text, style = item if isinstance(item, tuple) else (item, {})
            number = len(blocks) + 1
            running = " ".join(text.split("\n"))
            blocks.append(
                Block(
                    id=f"b{number}", order=number, orig=text, text=running,
                    lang=language_of(text), page=page,
                )
            )  # fmt: skip
            observed.append(ObservedBlock(text=text, **style))  # type: ignore[arg-type]
    return describe(blocks, observed, [], {}).works


PAPER: list[str | tuple[str, dict[str, object]]] = [
    ("МОДЕЛЬ ТОРГОВЛИ НА ГРАНИЦЕ АЛТАЯ", BOLD),
    "И. И. Петренко, А. В. Сидорова",
    "Алтайский государственный университет, г. Барнаул, Россия",
    "Аннотация. В статье рассмотрена торговля регионов. Показано, что оборот вырос на 18 процентов.",
    BODY,
]


def test_the_cover_of_a_volume_and_its_editors_are_no_work() -> None:
    cover: list[str | tuple[str, dict[str, object]]] = [
        ("ТРУДЫ ТРЕТЬЕЙ МЕЖДУНАРОДНОЙ КОНФЕРЕНЦИИ", BOLD),
        ("РЕКИ И СТЕПИ", BOLD),
        "Научные редакторы",
        "М. Г. Лугов, А. П. Озеров",
    ]
    found = works(
        cover, ["ISBN 978-5-9530-0362-9", "ПРОГРАММНЫЙ КОМИТЕТ", "Полевой В. Г., профессор"], PAPER
    )
    assert [w.title for w in found] == [{"ru": "МОДЕЛЬ ТОРГОВЛИ НА ГРАНИЦЕ АЛТАЯ"}]
    assert [a.surname["ru"] for a in found[0].authors] == ["Петренко", "Сидорова"]


def test_a_running_head_with_its_number_is_no_title() -> None:
    second = ["Математическое моделирование и физика 39", *PAPER]
    found = works([("Тезисы докладов конференции", BOLD), "Минск 2012"], second)
    assert found[-1].title == {"ru": "МОДЕЛЬ ТОРГОВЛИ НА ГРАНИЦЕ АЛТАЯ"}


def test_the_last_word_of_a_title_is_no_first_name() -> None:
    title = (
        "Поля тонкоплёночной волноводной линзы из стекла по схеме\nЛюнеберга\nА. Л. Петренко, Д. С. Сидорова",
        BOLD,
    )
    (work,) = works(["УДК 514.88", title, *PAPER[2:]])
    assert work.title["ru"].endswith("Люнеберга")
    assert [a.name["ru"] for a in work.authors] == ["А. Л. Петренко", "Д. С. Сидорова"]


def test_marks_that_recognition_misread_do_not_hide_authors() -> None:
    block = 'Петренко Алия Сергеевна"?\n1 Омский университет, Омск, Россия\n2 Центр статистики, Курган, Россия\nШКОЛЬНОЕ ЧТЕНИЕ НА ГРАНИЦЕ'
    (work,) = works([(block, {"centered": True}), *PAPER[3:]])
    assert work.title == {"ru": "ШКОЛЬНОЕ ЧТЕНИЕ НА ГРАНИЦЕ"}
    (author,) = work.authors
    assert author.name == {"ru": "Петренко Алия Сергеевна"}
    assert author.affiliation == {
        "ru": "Омский университет, Омск, Россия; Центр статистики, Курган, Россия"
    }


def test_places_under_the_names_in_the_other_language() -> None:
    english = ["TRADE MODEL OF THE ALTAI BORDER", "Petrenko I. I., Sidorova A. V.", PAPER[2]]
    (work,) = works([*PAPER[:2], *english, BODY])
    assert [a.affiliation for a in work.authors] == [{"ru": PAPER[2]}] * 2


def test_a_marked_place_over_a_title_is_none() -> None:
    """Centred and large as the title is, between the authors and the title."""
    lines = [
        ("Ю. Ю. Петренко*,†", "byline"),
        ("†Костанайский региональный университет, Костанай, Казахстан", "affiliation"),
        ("О методах оценки торговли", "body"),
        (BODY, "body"),
    ]
    units = [
        Unit(
            i,
            text,
            (text,),
            lang="ru",
            size=10.0 if text is BODY else 12.0,
            centered=text is not BODY,
        )
        for i, (text, _) in enumerate(lines)
    ]
    scores = title_scores(units, [kind for _, kind in lines])  # type: ignore[misc]
    assert scores[1] <= 0 < scores[2]


def test_the_list_of_a_paper_before_belongs_to_no_work_after_it() -> None:
    lead: tuple[str, dict[str, object]] = (
        "4. Лугов Д. В. Система поддержки // Вестник. 2010. Т. 5. № 2. С. 11–20.",
        {"label": "reference"},
    )
    found = works([lead, "УДК 33", *PAPER])
    assert all("Лугов" not in r.raw for w in found for r in w.references)


def test_the_imprint_at_the_end_of_a_preprint_is_no_second_work() -> None:
    imprint: list[str | tuple[str, dict[str, object]]] = [
        "Препринт 7",
        ("Серия П7", BOLD),
        "Петренко Иван Иванович, Сидорова Анна Викторовна",
        ("Модель торговли на границе Алтая", BOLD),
        "Изд. № 11",
    ]
    (work,) = works(PAPER, imprint)
    assert [author.name["ru"] for author in work.authors] == ["И. И. Петренко", "А. В. Сидорова"]


def test_a_book_cited_in_a_note_gives_the_work_no_isbn() -> None:
    note = (
        "1 Лугов Д. В. Торговля. М.: Наука, 2018. – 72 с. ISBN 978-5-7883-1209-5.",
        {"label": "footnote"},
    )
    (work,) = works([*PAPER, note])  # type: ignore[list-item]
    assert work.codes.isbn is None
    own = ("1 Издание подготовлено университетом. ISBN 978-5-7883-1209-5", {"label": "footnote"})
    (work,) = works([*PAPER, own])  # type: ignore[list-item]
    assert work.codes.isbn == "978-5-7883-1209-5"
