"""Lines of a front matter told by their words."""

import subprocess
import sys

import pytest

from extractors.front_lines import begins_with_name, is_byline, is_contact


@pytest.mark.parametrize(
    "text",
    [
        "e-mail: lugova@example.org",
        "E-mail:lugova@example.org; tkach@example.org",
        "lugova@example.org | https://orcid.org/0000-0001-2345-6789",
        "ORCID iD: 0000-0001-2345-678X, SPIN-код: 1234-5678",
        "Эл. почта: lugova@example.org, тел. (+7) 1234-5678",
        "<lugova@example.org>",
    ],
)
def test_addresses_and_what_announces_them(text):
    assert is_contact(text)


@pytest.mark.parametrize(
    "text",
    ["2019-2020", "e-mail", "пишите на lugova@example.org", "почта", "", "см. orcid.org", "a@b"],
)
def test_other_lines_are_no_contacts(text):
    assert not is_contact(text)


@pytest.mark.parametrize(
    "text", ["Лугова Дарья Андреевна", "Ткач Ильич Петров", "Ким Асель Бериккызы"]
)
def test_full_names_with_patronymics_of_several_peoples(text):
    assert is_byline(text)
    assert begins_with_name(text)


def test_hostile_lines_are_answered_at_once():
    """Each of these took a pattern of nested repetitions longer than a page may take."""
    lines = (
        "['e-mail' + '.' * 20000 + 'x@', '1234-1234-1234-1234' * 2000 + 'x@', 'a@' * 20000 + '.b',"
        " 'orcid ' + '-' * 50000 + 'x', 'А' + 'ич' * 20000, 'Ткач П.М., ' * 5000 + 'x', '1,' * 20000]"
    )
    code = (
        "from extractors.front_lines import begins_with_name, is_byline, is_contact\n"
        f"print([any((is_contact(t), begins_with_name(t), is_byline(t))) for t in {lines}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == str([False] * 7)
