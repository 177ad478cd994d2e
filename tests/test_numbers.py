"""Numbers as papers print them."""

from __future__ import annotations

import pytest

from extractors.tables.numbers import (
    Convention,
    convention_of,
    is_missing,
    is_value,
    is_year,
    read_value,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-247.2", -247.2),
        ("−247,2", -247.2),
        ("–3", -3.0),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1\u2009234,5", 1234.5),
        ("1\u202f234", 1234.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.517.230", 1517230.0),
        ("1,517,230", 1517230.0),
        ("0,123", 0.123),
        ("12 345,678", 12345.678),
        ("25362", 25362.0),
        ("+12", 12.0),
        ("12,5%", 12.5),
        ("12,5 %", 12.5),
        ("$51.24", 51.24),
        ("0,45***", 0.45),
        ("12,3 ± 0,4", 12.3),
        ("1,41 × 10^24", 1.41e24),
        ("1.5e-3", 0.0015),
        ("5·10⁻³", 0.005),
        ("31 (28%)", 31.0),
        (".05", 0.05),
    ],
)
def test_one_number(text: str, value: float) -> None:
    read = read_value(text)
    assert read.type == "number"
    assert read.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("н/д", "missing"), ("…", "missing"), ("–", "missing"), ("-", "missing"), ("...", "missing"),
        ("n/a", "missing"), ("", "empty"), ("15–24", "range"), ("0,40…1,20", "range"),
        ("2012", "date"), ("2012 г.", "date"), ("01.02.2015", "date"), ("Итого", "text"),
        ("COVID-19", "text"), ("[32]", "text"), ("1-я группа", "text"),
    ],
)  # fmt: skip
def test_what_is_no_number(text: str, kind: str) -> None:
    assert read_value(text).type == kind


@pytest.mark.parametrize("text", ["нетто", "нет сведений о них", "Ref.", "1a", "IV", "12 июня"])
def test_words_are_no_values(text: str) -> None:
    assert not is_value(text)


def test_years_are_no_thousands() -> None:
    assert is_year("2012")
    assert not is_year("3012")
    assert not is_year("2 012")
    assert is_missing("х")


def test_a_column_decides_what_its_mark_means() -> None:
    decimals = convention_of(["11.167", "4.039", "0.831"])
    assert read_value("11.167", decimals).value == 11.167
    assert read_value("11.167", decimals).flags == ()
    thousands = convention_of(["1.517.230", "11.167"])
    assert read_value("11.167", thousands).value == 11167.0


def test_the_table_decides_where_the_column_does_not() -> None:
    convention = convention_of(["1,234", "5,678"], ["1,234", "5,678", "0,5", "12,75"])
    assert convention == Convention(",", True)
    assert read_value("1,234", convention).value == 1.234


@pytest.mark.parametrize(("lang", "value"), [("en", 1234.0), ("ru", 1.234)])
def test_what_only_the_language_decides_is_flagged(lang: str, value: float) -> None:
    read = read_value("1,234", convention_of(["1,234", "5,678"], lang=lang))
    assert read.value == value
    assert read.flags == ("ambiguous decimal mark",)


def test_what_nothing_decides_is_flagged() -> None:
    assert "ambiguous decimal mark" in read_value("1,234").flags


def test_bounds_brackets_and_marks_stay_visible() -> None:
    assert read_value("<0,001").flags == ("bound <",)
    assert read_value("(12,3)").flags == ("in brackets",)
    assert read_value("0,45**").flags == ("mark **",)
    assert read_value("12,3 ± 0,4").flags == ("± 0,4",)
