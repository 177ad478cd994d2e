"""References: lists found, items split, fields of several styles, twins and citations."""

from __future__ import annotations

import pytest

from corpus.document import Block, Work
from extractors.observed import ObservedBlock
from extractors.works import describe
from extractors.works.citations import parse_reference, reference_score, strip_mark
from extractors.works.references import pair_twins
from fixers.languages import language_of

GOST = "Иванов И. И., Петрова А. А. Рост торговли // Вестник Омского университета. — 2019. — Т. 29, № 2. — С. 224–231. — DOI: 10.1000/abc.2019.29(2)."
FIELDS = ("title", "container_title", "year", "volume", "issue", "pages", "publisher", "place")


@pytest.mark.parametrize(
    ("raw", "authors", "fields"),
    [
        (GOST, ["Иванов", "Петрова"],
         ("Рост торговли", "Вестник Омского университета", "2019", "29", "2", "224–231", None, None)),
        ("2. Петров П.П. Приграничье [Электронный ресурс] // Вестник АлтГУ. 2020. №3(15). С. 12-19. URL: http://example.org/a.pdf (дата обращения: 10.07.2020).",
         ["Петров"], ("Приграничье", "Вестник АлтГУ", "2020", None, "3(15)", "12-19", None, None)),
        ("[3] Сидорова А. А. Динамика торговли: дис. ... канд. экон. наук. — Барнаул, 2015. — 180 с.",
         ["Сидорова"], ("Динамика торговли: дис. ... канд. экон. наук", None, "2015", None, None, None, None, "Барнаул")),
        ("Иванов, И. И. Экономика границы / И. И. Иванов. — Москва : Наука, 2018. — 218 с.",
         ["Иванов"], ("Экономика границы", None, "2018", None, None, None, "Наука", "Москва")),
        ("Smith, J. A., & Brown, B. (2019). Border trade in Asia. Journal of Asian Studies, 16(3), 845–858.",
         ["Smith", "Brown"], ("Border trade in Asia", "Journal of Asian Studies", "2019", "16", "3", "845–858", None, None)),
        ("Ward, M. (2001). The Border Economy. Cambridge: Cambridge University Press.",
         ["Ward"], ("The Border Economy", None, "2001", None, None, None, "Cambridge University Press", "Cambridge")),
        ("5. Smith JA, Brown B. Border trade in Asia. J Asian Stud. 2019;16(3):845-58.",
         ["Smith", "Brown"], ("Border trade in Asia", "J Asian Stud", "2019", "16", "3", "845-58", None, None)),
        ("Ivanov I. I. Granitsa i torgovlya [Border and trade]. Vestnik AltGU, 2019, vol. 16, no. 3, pp. 845–858.",
         ["Ivanov"], ("Granitsa i torgovlya [Border and trade]", "Vestnik AltGU", "2019", "16", "3", "845–858", None, None)),
        ("Zarechny A. V. Rivers and borders. M.: Izdatelstvo \"Steppe Press\". 2012.",
         ["Zarechny"], ("Rivers and borders", None, "2012", None, None, None, "Izdatelstvo \"Steppe Press\"", "M")),
        ("Lugovoy A. Rivers as borders: a view. the magazine \"Life of rivers\". No. 11. Omsk. 2016.",
         ["Lugovoy"], ("Rivers as borders: a view", "Life of rivers", "2016", None, "11", None, None, None)),
        ("Concept of river transport, 30.11.2016. [Electronic resource]/ Network of the ministry. Mode of access:",
         [], ("Concept of river transport", "Network of the ministry", "2016", None, None, None, None, None)),
        ("Закон РФ от 01.04.1993 № 4730-1 «О Государственной границе Российской Федерации».",
         [], ("Закон РФ от 01.04.1993 № 4730-1 «О Государственной границе Российской Федерации»", None, "1993", None, None, None, None, None)),
    ],
)  # fmt: skip
def test_fields_of_the_styles(raw: str, authors: list[str], fields: tuple[str | None, ...]) -> None:
    reference = parse_reference(raw)
    assert [a.family for a in reference.authors] == authors
    assert tuple(getattr(reference, name) for name in FIELDS) == fields
    assert reference.raw == raw


def test_doi_and_address() -> None:
    assert parse_reference(GOST).doi == "10.1000/abc.2019.29(2)"
    with_url = parse_reference("Петров П. П. Торговля // Мир. 2020. URL: http://example.org/a.pdf.")
    assert with_url.url == "http://example.org/a.pdf"


@pytest.mark.parametrize(
    ("text", "number"), [("[7] Иванов", 7), ("12. Иванов", 12), ("4, Там же.", 4), ("5 Там же", 5), ("2019 год", None)]
)  # fmt: skip
def test_marks_of_items(text: str, number: int | None) -> None:
    assert strip_mark(text).number == number


def test_a_sentence_with_a_year_is_no_reference() -> None:
    assert reference_score("В 2019 году оборот торговли вырос, и это заметили соседи.") < 2
    assert reference_score(GOST) >= 4


def work_of(*texts: str) -> Work:
    blocks = [
        Block(id=f"b{n}", order=n, orig=t, text=" ".join(t.split("\n")), lang=language_of(t))
        for n, t in enumerate(texts, 1)
    ]
    (work,) = describe(blocks, [ObservedBlock(text=t) for t in texts], [], {}).works
    return work


def test_a_list_in_one_block_is_cut_at_its_numbers() -> None:
    items = "\n".join(
        f"{n}. Иванов И. И. Часть {n}: рост\nторговли // Вестник. 201{n}. № {n}. С. 5–9."
        for n in range(1, 5)
    )
    work = work_of("Текст о торговле соседних областей [2].", "Список литературы", items)
    assert [r.title for r in work.references] == [f"Часть {n}: рост торговли" for n in range(1, 5)]
    assert [r.cited_by for r in work.references] == [[], ["b1"], [], []]


def test_same_place_takes_the_fields_of_the_item_before() -> None:
    work = work_of("Литература", "1. " + GOST, "2. Там же. С. 226.", "3 Там же.")
    first, second, third = work.references
    assert (second.title, second.pages) == (first.title, "226")
    assert third.title == first.title
    assert third.raw.startswith("Там же")


def test_lists_in_both_scripts_are_bound() -> None:
    russian = parse_reference(
        "Кулагин Д. С. Сети и торговля // Вестник. 2017. Т. 5. С. 81–90.", "ru"
    )
    other = parse_reference("Панова А. А. Реки // Вестник. 2017. Т. 5. С. 11–20.", "ru")
    english = parse_reference("Kulagin D. S. Networks. Vestnik, 2017, vol. 5, pp. 81–90.", "en")
    assert [r.pair for r in pair_twins([russian, other, english])] == [2, None, 0]


def test_author_and_year_in_the_text_cite_the_item() -> None:
    work = work_of(
        "Об этом пишут соседи (Ivanov, Petrova, 2019: 224), и с ними согласны многие.",
        "References",
        "Ivanov, I., & Petrova, A. (2019). Border trade. Journal of Trade, 16(3), 845–858.",
    )
    assert [r.cited_by for r in work.references] == [["b1"]]
