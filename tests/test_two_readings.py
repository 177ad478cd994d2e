"""A poor picture beside the garbled layer of an older recognition."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lines import Piece, hull
from extractors.observed import Word
from extractors.recognise import Recognised
from extractors.two_readings import best_of, reads_better, with_layer

GARBLED = [
    "ToproBbIe",
    "nyTH",
    "cTenHo",
    "nojiocbI",
    "H",
    "pocT",
    "MaJIbIX",
    "roponoB",
    "Ha",
    "pekax",
    "cTpaHbI",
]
TRUE = [
    "Торговые",
    "пути",
    "степной",
    "полосы",
    "и",
    "рост",
    "малых",
    "городов",
    "на",
    "реках",
    "страны",
]
GARBLED[2] = "cTenHoH"


def line(words: Sequence[str], trust: Sequence[float], by: float = 0.0) -> Piece:
    """One line of words, each 50 points wide."""
    boxes = [[50.0 * n + by, 100.0 + by, 50.0 * n + 40 + by, 110.0 + by] for n in range(len(words))]
    found = [Word(w, b, t) for w, b, t in zip(words, boxes, trust, strict=True)]
    return Piece(tuple(found), hull(boxes), base=110.0 + by, size=10.0)


def recognised(words: Sequence[str], trust: Sequence[float]) -> Recognised:
    """A page set straight, and so 4 points wider and higher than the layer's."""
    mean = sum(trust) / len(trust)
    return Recognised((line(words, trust, by=2.0),), 604.0, 804.0, 0, 0.4, "rus", mean)


LAYER = [line(GARBLED, [1.0] * len(GARBLED))]


def test_doubtful_words_are_settled_by_the_layer_and_sure_ones_stay() -> None:
    words = [
        "Торговие",
        "пути",
        "стенной",
        "полосы",
        "и",
        "роет",
        "малых",
        "горолов",
        "на",
        "реках",
        "страны",
    ]
    trust = [0.3, 0.95, 0.4, 0.9, 0.9, 0.5, 0.9, 0.3, 0.9, 0.9, 0.9]
    settled = with_layer(recognised(words, trust), LAYER, 600.0, 800.0)
    assert settled.pieces[0].text.split() == TRUE


def test_a_page_that_recognition_trusts_keeps_its_words() -> None:
    page = recognised(["Торговие", *TRUE[1:]], [0.95] * len(TRUE))
    assert with_layer(page, LAYER, 600.0, 800.0) is page


def test_a_word_elsewhere_on_the_page_is_no_witness() -> None:
    page = recognised(["Торговие", *TRUE[1:]], [0.3] * len(TRUE))
    far = [line(GARBLED, [1.0] * len(GARBLED), by=30.0)]
    assert with_layer(page, far, 600.0, 800.0).pieces[0].text.split()[0] == "Торговие"


def test_the_layer_is_taken_where_the_picture_shows_hardly_a_word() -> None:
    poor = [
        "Тпргрвис",
        "пугм",
        "стгшшй",
        "пшюсш",
        "и",
        "рпст",
        "мшшх",
        "гпрпдш",
        "нл",
        "рсклх",
        "стрлнш",
    ]
    assert reads_better(recognised(poor, [0.4] * len(poor)), LAYER)
    assert not reads_better(recognised(TRUE, [0.8] * len(TRUE)), LAYER)
    assert not reads_better(recognised(poor, [0.4] * len(poor)), [])


def test_what_the_layer_cannot_stand_for_is_not_replaced() -> None:
    word = Word("кафедра", [0, 0, 1, 1], 0.6)
    assert best_of(word, [("погода", -5.0), ("подгода", -6.0)], "ru") == "кафедра"
    assert best_of(word, [], "ru") == "кафедра"
