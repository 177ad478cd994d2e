"""The encoding of a file from its bytes: declared, marked, guessed from the words."""

from __future__ import annotations

import codecs

import pytest

from fixers.encodings import decode

RUSSIAN = "Цель работы: анализ приграничного сотрудничества регионов России и Казахстана."
UKRAINIAN = "Метою статті є аналіз співробітництва прикордонних регіонів України, її громад."
KAZAKH = "Қазақстан Республикасының өңірлік ынтымақтастығы үшін жаңа мүмкіндіктер."
BULGARIAN = "Целта на работата е анализ на трансграничното сътрудничество между регионите."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "ibm866"),
        (RUSSIAN, "mac-cyrillic"),
        (RUSSIAN, "iso-8859-5"),
        (RUSSIAN, "ibm855"),
        (UKRAINIAN, "windows-1251"),
        (UKRAINIAN, "koi8-u"),
        (KAZAKH, "kz1048"),
        (KAZAKH, "ptcp154"),
        (BULGARIAN, "windows-1251"),
        (RUSSIAN, "utf-8"),
        ("Die Übermäßige Größe der Straße ist für die Länder schön.", "windows-1252"),
        ("L’été dernier, la coopération régionale a été très développée.", "windows-1252"),
    ],
)
def test_words_tell_the_encoding(text: str, encoding: str) -> None:
    found, name, reasons = decode(text.encode(encoding))
    assert (found, codecs.lookup(name)) == (text, codecs.lookup(encoding))
    assert reasons


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str) -> None:
    text, name, reasons = decode(RUSSIAN.encode(encoding))
    assert text == RUSSIAN
    assert name.startswith(encoding[:5])
    assert reasons == ("byte order mark",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, "The aim of the paper is to analyse trade."])
def test_wide_characters_without_a_mark(text: str, encoding: str) -> None:
    text += " " * (len(text) % 2)
    assert decode(text.encode(encoding))[:2] == (text, encoding)


def test_what_is_declared_wins_where_it_is_as_good() -> None:
    data = "Цель".encode("windows-1251")
    assert decode(data, "windows-1251")[1] == "windows-1251"
    assert decode(RUSSIAN.encode("koi8-r"), "koi8-u")[1] == "koi8-u"


def test_a_false_declaration_is_overruled_and_said_so() -> None:
    text, name, reasons = decode(RUSSIAN.encode("windows-1251"), "iso-8859-1")
    assert (text, name) == (RUSSIAN, "windows-1251")
    assert any("declared" in reason for reason in reasons)


def test_an_unknown_declaration_is_no_error() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "x-user-defined")[0] == RUSSIAN


def test_utf8_with_broken_places_stays_utf8() -> None:
    data = RUSSIAN.encode() + b"\n" + RUSSIAN.encode()[:-2] + b"\n" + RUSSIAN.encode()
    text, name, _ = decode(data)
    assert name == "utf-8"
    assert text.split("\n")[0] == RUSSIAN


def test_a_line_in_another_encoding_is_read_in_it() -> None:
    data = b"\n".join([RUSSIAN.encode()] * 20 + ["Привет, читатель".encode("windows-1251")])
    assert decode(data)[0].split("\n")[-1] == "Привет, читатель"


def test_ascii_is_utf8() -> None:
    assert decode(b"plain text")[1] == "utf-8"
    assert decode(b"")[0] == ""


def test_japanese_is_left_to_a_detector() -> None:
    text = "これは日本語の文章です。地域協力の分析を目的とする。" * 5
    assert decode(text.encode("shift_jis"))[0] == text


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman"])
def test_dashes_of_a_latin_text_are_no_cyrillic_letters(encoding: str) -> None:
    text = "The region – a border one – traded with two neighbours and grew for ten years."
    assert decode(text.encode(encoding))[:2] == (text, encoding)
