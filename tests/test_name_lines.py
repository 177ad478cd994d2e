"""Lines of names on scans: raised marks, initials, numerals, torn words."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import ocr
from extractors.name_lines import names_again
from extractors.numerals import in_latin
from extractors.ocr import OcrWord
from extractors.raised import Mark, marks_of, text_of
from extractors.torn_words import joined

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
#: A printed word, and the mark raised behind it.
Printed = list[tuple[str, str]]


def printed(line: Printed, size: int = 48) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """A line of words with raised marks behind them, and the boxes of the words."""
    picture = Image.new("L", (1500, 160), 255)
    draw = ImageDraw.Draw(picture)
    font, small = ImageFont.load_default(size), ImageFont.load_default(round(0.62 * size))
    x, boxes = 60, []
    for word, mark in line:
        draw.text((x, 60), word, fill=0, font=font)
        left, top, right, bottom = map(round, draw.textbbox((x, 60), word, font=font))
        x = right + 3
        if mark:
            face = font if mark == "*" else small  # a star is raised by itself
            draw.text((x, 60 - round(0.15 * size)), mark, fill=0, font=face)
            x = round(draw.textbbox((x, 60), mark, font=face)[2])
        boxes.append((left, top, x, bottom))
        x += size // 3
    return picture, boxes


def no_figures(picture: Image.Image) -> str:
    raise AssertionError("no figures were expected")


def test_marks_are_where_they_were_printed() -> None:
    picture, boxes = printed([("T.S.", ""), ("Ryabova", "1,2"), ("N.Y.", ""), ("Nikitin", "3")])
    marks = marks_of(picture, boxes)
    assert [len(mark.signs) for mark in marks] == [3, 1]
    assert boxes[1][0] < marks[0].box[0] < boxes[1][2] < boxes[3][0] < marks[1].box[0]


@pytest.mark.parametrize(
    "text", ["it's “quoted” text – i j ä ö ü", "Size: 10° (±2), “a” and ‘b’; naïve", "“Fen” 'Bog'"]
)
def test_quotation_marks_and_dots_are_no_marks(text: str) -> None:
    picture, boxes = printed([(word, "") for word in text.split()])
    assert [text_of(picture, m, lambda _: "") for m in marks_of(picture, boxes)] in ([], [None])


@needs_tesseract
def test_figures_and_stars_are_told() -> None:
    picture, boxes = printed([("Ryabova", "1,2"), ("Nikitin", "3"), ("Osipov", "*")])
    told = [
        text_of(picture, m, lambda p: ocr.signs_on(p, "0123456789"))
        for m in marks_of(picture, boxes)
    ]
    assert told == ["1,2", "3", "*"]


def test_a_dagger_is_told_by_its_shape() -> None:
    picture = Image.new("L", (60, 60), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((28, 10, 31, 40), fill=0)
    draw.rectangle((22, 17, 37, 20), fill=0)
    box = (22, 10, 38, 41)
    assert text_of(picture, Mark((box,), box, 34.0), no_figures) == "†"
    draw.rectangle((22, 28, 37, 31), fill=0)
    assert text_of(picture, Mark((box,), box, 34.0), no_figures) == "‡"


def test_figures_that_do_not_match_their_number_stay_unread() -> None:
    picture, boxes = printed([("Ryabova", "1,2"), ("Nikitin", "")])
    (mark,) = marks_of(picture, boxes)
    assert text_of(picture, mark, lambda _: "7") is None


@needs_tesseract
def test_a_line_of_names_is_read_without_its_marks() -> None:
    picture, boxes = printed([("T.S.", ""), ("Ryabova", "1,2"), ("N.Y.", ""), ("Nikitin", "3")])
    seen = ["T.S.", "Ryabova!?", "N.Y.", "Nikitin”"]
    words = [OcrWord(text, *box, 0.5, (1, 1, 1)) for text, box in zip(seen, boxes, strict=True)]

    def read(language: str, part: Image.Image, scale: float) -> list[OcrWord]:
        return ocr.recognise(part, language, dpi=300 * scale, mode=6)

    found = names_again(picture, words, "eng", read, lambda p: ocr.signs_on(p, "0123456789"))
    assert [w.text for w in found] == ["T.S.", "Ryabova1,2", "N.Y.", "Nikitin3"]


@needs_tesseract
def test_a_mark_before_a_place_takes_the_place_of_what_was_read_for_it() -> None:
    picture, boxes = printed([("", "2"), ("Institute", ""), ("of", ""), ("Steppes", "")])
    boxes[0] = (boxes[0][0], 50, boxes[0][2], 85)
    words = [
        OcrWord(text, *box, 0.9, (1, 1, 1))
        for text, box in zip(["?", "Institute", "of", "Steppes"], boxes, strict=True)
    ]
    found = names_again(picture, words, "eng", unused, lambda p: ocr.signs_on(p, "0123456789"))
    assert [w.text for w in found] == ["2", "Institute", "of", "Steppes"]


def unused(language: str, picture: Image.Image, scale: float) -> list[OcrWord]:
    raise AssertionError("no line was to be read again")


def test_running_text_is_not_looked_at() -> None:
    picture, boxes = printed([("rivers", "2"), ("of", ""), ("the", ""), ("steppe", "")])
    words = [
        OcrWord(t, *b, 0.9, (1, 1, 1))
        for t, b in zip(["rivers2", "of", "the", "steppe"], boxes, strict=True)
    ]
    assert names_again(picture, words, "eng", unused, no_figures) == words


# ------------------------------------------------------------------ numerals, addresses, torn words


def line(*texts: str) -> list[OcrWord]:
    """Recognised words of one line, 20 pixels a letter."""
    words, left = [], 10
    for text in texts:
        right = left + 20 * len(text)
        words.append(OcrWord(text, left, 20, right, 50, 0.9, (1, 1, 1)))
        left = right + 20
    return words


def in_latin_as(words: list[OcrWord], second: dict[str, str], numeral: str) -> list[str]:
    """What becomes of words that the second reading gives as ``second`` tells."""

    def read(language: str, picture: Image.Image, scale: float) -> list[OcrWord]:
        assert language == "eng"
        first = words[0].left - 5
        return [
            replace(
                w, text=second.get(w.text, w.text), top=60, bottom=90,
                left=round((w.left - first) * scale) + 24, right=round((w.right - first) * scale) + 24,
            )
            for w in words
        ]  # fmt: skip

    page = Image.new("L", (1400, 120), 255)
    return [w.text for w in in_latin(page, words, "rus+eng", read, lambda _: numeral)]


def test_a_numeral_is_taken_where_shape_and_second_reading_agree() -> None:
    words = line("материалы", "УП", "конференции")
    assert in_latin_as(words, {"УП": "VII"}, "")[1] == "VII"
    assert in_latin_as(words, {"УП": "VI"}, "VII")[1] == "VII"
    assert in_latin_as(words, {"УП": "yi"}, "VI")[1] == "VII"  # a stroke was overlooked
    assert in_latin_as(words, {"УП": "yi"}, "X")[1] == "УП"


def test_abbreviations_are_no_numerals() -> None:
    words = line("по", "ТУ", "и", "УП", "завода")
    assert in_latin_as(words, {"ТУ": "IV", "УП": "VII"}, "IV") == ["по", "ТУ", "и", "УП", "завода"]


def test_an_address_has_no_cyrillic_letters() -> None:
    words = line("DOI:", "10.41138/\N{CYRILLIC SMALL LETTER GHE}i-2022")
    assert in_latin_as(words, {words[1].text: "10.41138/jri-2022"}, "")[1] == "10.41138/jri-2022"


def test_a_torn_word_is_joined_and_two_words_are_not() -> None:
    torn = [
        OcrWord("at", 10, 20, 40, 50, 0.9, (1, 1, 1)),
        OcrWord("dif", 52, 20, 90, 50, 0.9, (1, 1, 1)),
        OcrWord("ferent", 92, 20, 160, 50, 0.8, (1, 1, 1)),
        OcrWord("rates", 172, 20, 230, 50, 0.9, (1, 1, 1)),
    ]
    assert [w.text for w in joined(torn, "rus+eng")] == ["at", "different", "rates"]
    apart = [replace(torn[1], text="in"), replace(torn[2], text="come")]
    assert [w.text for w in joined([torn[0], *apart, torn[3]], "rus+eng")] == [
        "at",
        "in",
        "come",
        "rates",
    ]
