"""Addresses that go on over a line end, and those that do not."""

import pytest

from fixers.urls import join_urls


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/archive/\nvestnik/2019/4",
        "https://doi.org/\n10.1234/abc.5",
        "http://example.org/index.\nphp?id=5",
        "http://example.org/very-\nlong-name.html",
    ],
)
def test_addresses_over_two_lines(text):
    [edit] = join_urls(text)
    assert edit.before == "\n"


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org/a\nhttp://example.org/b",
        "http://example.org/a/\nhttps://example.org/b/",
        "http://example.org/a\nwww.example.org/b",
        "https://doi.org/10.1234/abc\n10.1234/abd",
        "http://example.org/a/\n12. Лугова Д.А. Оборот.",
        "http://example.org/a\n[13] Ткач П.М.",
    ],
)
def test_another_address_or_item_is_no_rest(text):
    assert list(join_urls(text)) == []


def test_a_long_list_takes_time_in_proportion():
    text = "http://example.org/a/\n" * 20_000
    assert list(join_urls(text)) == []
