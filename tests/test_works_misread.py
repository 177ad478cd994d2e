"""Works of scans: names that recognition misread, what the two printings tell of each other."""

from __future__ import annotations

import pytest

from corpus.document import Author, Block
from extractors.labels import is_caption
from extractors.observed import ObservedBlock
from extractors.works import Description, describe
from extractors.works.agreement import agree
from extractors.works.codes import read_doi
from extractors.works.names import read_names
from extractors.works.pairs import align
from fixers.languages import language_of

BODY = (
    "Приграничные районы развивают торговлю неравномерно, и причины этого различны [1]. "
    "В одних местах мешает нехватка дорог, в других недостаёт складов и переправ [2]. "
    "Записи станции позволяют проследить, как менялся оборот, и сравнить соседей [3]. "
) * 3
ABSTRACT = (
    "Аннотация. В статье рассмотрена торговля степных районов за 2015–2019 годы. Показано, что "
    "оборот вырос на 18 процентов. Сделан вывод о роли дорог и переправ в этом росте."
)


def paper(*texts: str) -> Description:
    """Texts as blocks of one page, described."""
    blocks, observed = [], []
    for number, text in enumerate(texts, 1):
        running = " ".join(text.split("\n"))
        label = "caption" if is_caption(text) else "paragraph"
        lang = language_of(text)
        blocks.append(
            Block(id=f"b{number}", order=number, orig=text, text=running, lang=lang, label=label)
        )
        observed.append(ObservedBlock(text=text))
    return describe(blocks, observed, [], {})


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Заречная М. И.!2, Полевой 0. B.”", ["Заречная М. И.", "Полевой О. В."]),
        ("S.M. Zarechny’, Y.I. Polevoy’” у", ["S.M. Zarechny", "Y.I. Polevoy"]),
        ("Viktor $. Lugovoy”’*, Anna I. Zarechnaya'", ["Viktor S. Lugovoy", "Anna I. Zarechnaya"]),
        ("5.0. Lugovoy’, P.O. Polevoy!", ["S.O. Lugovoy", "P.O. Polevoy"]),
        ("Луговая М. 10., Полевая Т. П.", ["Луговая М. Ю.", "Полевая Т. П."]),
    ],
)
def test_initials_and_marks_as_recognition_reads_them(line: str, names: list[str]) -> None:
    assert [n.text.rstrip("'’") for n in read_names(line)] == names


@pytest.mark.parametrize(
    "line",
    ["1.0. Introduction", "Глава 3. Реки", "Том 1. Выпуск 2.", "Рис. 4. Карта", "Lugovoy 5."],
)
def test_no_names_are_made_of_headings(line: str) -> None:
    assert not [n for n in read_names(line) if n.certain]


def test_authors_of_the_citation_where_their_line_cannot_be_read() -> None:
    described = paper(
        "УДК 339.5",
        "ТОРГОВЛЯ СТЕПНЫХ РАЙОНОВ",
        "запечный C.10.” ‚ Лу говой ка мя",
        "Омский государственный университет, Омск, Россия",
        ABSTRACT,
        "Для цитирования: Заречный С. Ю., Луговой Я. М. Торговля степных районов // Реки и степи. "
        "2021. Т. 3, № 2. С. 15–24.",
        BODY,
    )
    (work,) = described.works
    assert [a.name for a in work.authors] == [{"ru": "Заречный С. Ю."}, {"ru": "Луговой Я. М."}]
    assert "authors ru: no line names them, taken from the citation" in work.flags


def test_initials_that_one_language_tells() -> None:
    english = Author(
        name={"en": "LS. Lugovoy"}, surname={"en": "Lugovoy"}, given_names={"en": "LS."}
    )
    russian = Author(
        name={"ru": "И.С. Луговой"}, surname={"ru": "Луговой"}, given_names={"ru": "И.С."}
    )
    (author,), flags = agree([english, russian])
    assert author.name == {"en": "I.S. Lugovoy", "ru": "И.С. Луговой"}
    assert flags == ["author en: «LS. Lugovoy» read, «I.S.» by the other language"]
    other = russian.model_copy(
        update={"name": {"ru": "Б.С. Луговой"}, "given_names": {"ru": "Б.С."}}
    )
    assert agree([english, other]) == ([english, other], [])


def test_what_the_source_lacks_is_flagged() -> None:
    described = paper(
        "ТОРГОВЛЯ СТЕПНЫХ РАЙОНОВ",
        ABSTRACT,
        "Keywords: trade, steppe, border.",
        BODY,
        "Рисунок 1 – Оборот по районам",
        "На рис. 1 показан оборот, а на рисунке 3 его доля. " + BODY,
    )
    flags = described.works[0].flags
    assert "authors: none in the source" in flags
    assert "references: the text cites up to [3], no list in the source" in flags
    assert "figure 3: told of in the text, no caption in the source" in flags


def test_a_sentence_that_one_side_lacks() -> None:
    left = [
        "Рассмотрена интеграция регионов и её методология.",
        "Взаимный интерес участников позволяет вести дело не ради одной выгоды, а в широком и "
        "долгом согласии между ними всеми, о чём говорит и опыт соседей последних лет.",
        "Предложена классификация процессов и парадигма оценки их результатов для регионов.",
    ]
    right = [
        "The integration of regions and its methodology are considered.",
        "A classification of processes and a paradigm of assessment are proposed.",
    ]
    assert align(left, right) == [(0, 0), (2, 1)]


def test_doi_whose_figures_were_set_apart() -> None:
    assert read_doi("https://doi.org/10.1000/isg-202 1-3 1-1") == "10.1000/isg-2021-31-1"
    assert read_doi("https://doi.org/10.1000/isg-2021 pages 1-3") == "10.1000/isg-2021"


def scanned(*lines: tuple[str, float]) -> Description:
    """Recognised texts with their measured sizes as blocks of one page, described."""
    blocks = [
        Block(
            id=f"b{n}", order=n, orig=text, text=text, lang=language_of(text), label="paragraph",
            text_source="ocr",
        )
        for n, (text, _) in enumerate(lines, 1)
    ]  # fmt: skip
    return describe(blocks, [ObservedBlock(text=text, size=size) for text, size in lines], [], {})


def test_a_title_whose_lines_were_measured_unlike_is_one() -> None:
    found = scanned(
        ("УДК 338.1", 11.0),
        ("ПРОСТРАНСТВЕННАЯ СТРУКТУРА", 16.1),
        ("СТЕПНОИ ТОРГОВЛИ В ОМСКОЙ ОБЛАСТИ", 11.0),
        ("Петров И. И.", 11.0),
        (ABSTRACT, 11.0),
        (BODY, 11.0),
    )
    (work,) = found.works
    assert work.title == {"ru": "ПРОСТРАНСТВЕННАЯ СТРУКТУРА СТЕПНОЙ ТОРГОВЛИ В ОМСКОЙ ОБЛАСТИ"}
    assert any("СТЕПНОИ" in flag for flag in work.flags)


def test_the_one_mark_that_no_place_has_belongs_to_the_one_place_without_a_mark() -> None:
    found = paper(
        "ТОРГОВЛЯ СТЕПНЫХ РАЙОНОВ",
        "Ю. О. Лугова†, О. О. Юдина*,†",
        "Омский университет, Омск, Россия\n† Институт степей, Барнаул, Россия",
        ABSTRACT,
        BODY,
    )
    (work,) = found.works
    places = {a.surname["ru"]: a.affiliation["ru"] for a in work.authors}
    assert places["Лугова"] == "Институт степей, Барнаул, Россия"
    assert places["Юдина"].startswith("Омский университет, Омск, Россия")
    assert places["Юдина"].endswith("Институт степей, Барнаул, Россия")
