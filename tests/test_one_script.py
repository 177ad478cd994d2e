"""Words that recognition wrote in the other script, and boxes that took in a neighbour's ink."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from extractors.measure import Face, trimmed
from extractors.ocr import OcrWord
from extractors.one_script import in_one_script


def line(*texts: str, top: int = 20) -> list[OcrWord]:
    """Recognised words of one line, 20 pixels a letter."""
    words, left = [], 10
    for text in texts:
        right = left + 20 * len(text)
        words.append(OcrWord(text, left, top, right, top + 30, 0.9, (1, 1, 1)))
        left = right + 20
    return words


def read_as(answers: dict[str, str], words: list[OcrWord]):  # type: ignore[no-untyped-def]
    """A reader that gives each word as ``answers`` say, where it stands on the enlarged strip."""

    def read(language: str, picture: Image.Image, scale: float) -> list[OcrWord]:
        assert language in ("rus", "eng")
        first = min(w.left for w in words) - 5
        return [
            replace(
                w, text=answers.get(w.text, w.text), top=60, bottom=90,
                left=round((w.left - first) * scale) + 24, right=round((w.right - first) * scale) + 24,
            )
            for w in words
        ]  # fmt: skip

    return read


def test_an_english_word_read_as_russian_is_read_again() -> None:
    words = line("the", "largest", "values", "\N{CYRILLIC SMALL LETTER TE}", "2010", "are", "found")
    read = read_as({"\N{CYRILLIC SMALL LETTER TE}": "in"}, words)
    found = in_one_script(Image.new("L", (1200, 120), 255), words, "rus+eng", read)
    assert [w.text for w in found][3] == "in"


def test_initials_follow_the_script_of_their_line() -> None:
    words = line("Журавлёва", "М.", "O.,", "Нурпеисов", "А.", "O.", "Картография")
    found = in_one_script(Image.new("L", (1400, 120), 255), words, "rus+eng", read_as({}, words))
    assert "".join(w.text for w in found).isascii() is False
    assert [w.text for w in found if "O" in w.text] == []  # no Latin O is left


def test_an_initial_read_as_two_latin_letters_is_read_again() -> None:
    words = line("Вершинин", "Х.", "О.,", "Осипова", "XK.", "П.", "История", "рек")
    read = read_as({"XK.": "Ж."}, words)
    found = in_one_script(Image.new("L", (1400, 120), 255), words, "rus+eng", read)
    assert [w.text for w in found][4] == "Ж."


def test_the_volume_of_a_series_is_no_initial() -> None:
    words = line("Известия", "географии.", "Т.", "10.", "II.", "Реки")
    read = read_as({"10.": "Ю.", "II.": "П."}, words)
    found = in_one_script(Image.new("L", (1400, 120), 255), words, "rus+eng", read)
    assert [w.text for w in found][3:5] == ["10.", "II."]


def test_signs_behind_latin_names_are_initials() -> None:
    words = line("Lindqvist", "$.,", "Nurpeisova", "A.", "1.,", "Mapping", "rivers", "5.,", "and")
    found = in_one_script(Image.new("L", (1800, 120), 255), words, "rus+eng", read_as({}, words))
    assert [w.text for w in found][1] == "S.,"
    assert [w.text for w in found][4] == "I.,"
    assert [w.text for w in found][7] == "5.,"


def test_a_latin_name_in_a_russian_line_stays() -> None:
    words = line("Подсистема", "маршрутизации", "Click", "и", "протокол", "Bittorrent")
    found = in_one_script(Image.new("L", (1600, 120), 255), words, "rus+eng", read_as({}, words))
    assert [w.text for w in found] == [w.text for w in words]


def test_one_model_is_enough_for_one_script() -> None:
    words = line("the", "largest", "values", "\N{CYRILLIC SMALL LETTER TE}", "2010")
    assert in_one_script(Image.new("L", (9, 9)), words, "eng", read_as({}, words)) == words


def test_a_swollen_box_is_cut_back_to_its_line() -> None:
    words = line("сено", "весна", "осень", "снова")
    words[2] = replace(words[2], bottom=words[2].bottom + 25)
    after = trimmed(words, Face(), 66.0)
    assert after[2].bottom == words[1].bottom
    assert [after[0], after[1], after[3]] == [words[0], words[1], words[3]]
