"""The compiled word tables: what is a word, how common, and that loading them is cheap."""

import subprocess
import sys

import pytest

from fixers.lexicon import is_word, zipf


@pytest.mark.parametrize(
    ("word", "lang"),
    [
        ("интеграции", "ru"),
        ("Пхеньян", "ru"),
        ("ещё", "ru"),
        ("еще", "ru"),
        ("социально-экономических", "ru"),
        ("суспільства", "uk"),
        ("дзяржавы", "be"),
        ("държавата", "bg"),
        ("қауіпсіздік", "kk"),
        ("relationship", "en"),
    ],
)
def test_word_is_known_in_its_language(word, lang):
    assert is_word(word, lang)
    assert is_word(word)


@pytest.mark.parametrize("word", ["Henocrarounas", "КНЙР", "moAroToBka", "прнвет", ""])
def test_garbage_is_no_word(word):
    assert not is_word(word)


def test_language_is_respected():
    assert not is_word("қауіпсіздік", "ru")
    assert not is_word("relationship", "ru")
    assert zipf("relationship", "ru") == 0.0
    assert not is_word("слово", "xx")


def test_common_words_have_higher_zipf():
    assert zipf("и", "ru") > zipf("экономика", "ru") > zipf("репатриация", "ru") > 1
    assert zipf("the", "en") > 7


def test_import_is_light():
    code = (
        "import sys, fixers.lexicon as x; x.is_word('анализ');"
        "print([m for m in ('wordfreq', 'pymorphy3', 'numba', 'pandas') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
