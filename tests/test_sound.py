"""Sound stretches inside garbled text: names, citations, formulas, codes, addresses stay."""

import pytest

from fixers.edits import apply_edits
from fixers.lookalike import repair_lookalikes
from fixers.lookalike.decode import decode
from fixers.lookalike.model import load
from fixers.lookalike.sound import CITATION, itself, sound_parts
from fixers.lookalike.tagger import tags

BEFORE = "B craTbe paccMoTpeHbI MeTOJIbI peuleHua 3agaq HemuHeiiHot ontuMu3auuu"
AFTER = "H MpuBeyeHbI pe3yJIbTaTbI 4MCJICHHBIX 9KCNepHMeHTOB"
SOUND = [
    "[1-3],",
    "[4, c. 117]",
    "[12; 15]",
    "Levenberg and Marquardt",
    "f(x, y)",
    "IEEE Transactions",
    "(Springer, 2014)",
    "editor@example.org",
    "https://example.org/solver/17",
]


@pytest.mark.parametrize("stretch", SOUND)
def test_sound_stretch_inside_garbled_text_stays(stretch):
    read = decode(f"{BEFORE} {stretch} {AFTER}", load("ru")).text
    assert f" {stretch.rstrip(',')}" in read
    assert "рассмотрены методы" in read
    assert "результаты" in read


def test_a_sound_line_inside_a_garbled_paragraph_keeps_its_first_word():
    line = "Homo sapiens, Escherichia coli and Picea abies were compared in situ."
    text = f"Pa3BUTHe BOeHHO-TexHHYeckoro COTpyAHHYecTBa C ApyrHMH cTpaHaMH.\n{line}\n{BEFORE}"
    [edits] = repair_lookalikes([text], join_lines=False)
    read = apply_edits(text, edits)
    assert line in read
    assert read.startswith("Развитие военно-технического сотрудничества")


def test_without_the_tagger_s_word_everything_is_read():
    text = f"{BEFORE} Marquardt {AFTER}"
    assert "Marquardt" not in decode(text, load("ru"), sound=False).text


def test_letters_of_garbled_words_stand_for_others():
    odds = itself(BEFORE, tags(BEFORE, "ru"))
    assert len(odds) == len(BEFORE)
    letters = [o for o, c in zip(odds, BEFORE, strict=True) if c.isalpha()]
    assert sum(o < 0 for o in letters) > 0.95 * len(letters)
    assert list(sound_parts(BEFORE, odds)) == []


def test_letters_of_english_stand_for_themselves():
    text = "The results of numerical experiments are given in the last section."
    odds = itself(text, tags(text, "ru"))
    assert min(o for o, c in zip(odds, text, strict=True) if c.isalpha()) > 0


@pytest.mark.parametrize(("text", "found"), [("[7]", True), ("[3, 5–9]", True), ("[a]", False),
                                             ("[1234]", False), ("[1-3", False)])  # fmt: skip
def test_citations(text, found):
    assert bool(CITATION.fullmatch(text)) == found


def test_figures_that_stand_for_letters_are_read():
    read = decode("noene 2020 KaKk oH, MHO20 06u4020 Myxuunb", load("ru")).text
    assert "2020" in read
    assert "4020" not in read


def test_empty_text_has_no_odds():
    assert itself("", tags("", "ru")).shape == (0,)
