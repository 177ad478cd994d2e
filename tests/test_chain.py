"""The two promises of the chain, as properties over nasty text, and its switches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Label
from fixers.chain import FIXERS, Passage, arranged, repair
from fixers.edits import apply_edits, undo_changes

#: Words, damage of every kind, and the characters between them.
PIECES = st.sampled_from(
    [
        "интеграция",
        "экономический",
        "социально-",
        "ин-",
        "теграции",
        "cross-",
        "border",
        "http://a.ru/b.",
        "php?x=1",
        "№\n",
        "",
        "",
        "",
        "Íåäîñòàòî÷íàÿ",
        "мЕДНЯРЮРНВМЮЪ",
        "Прoблeмы",
        "ХIХ",
        "2О15",
        "на6людение",
        "ﬁnal",
        "А",
        "н",
        "н",
        "о",
        "т",
        "а",
        "ц",
        "и",
        "я",
        "Ne",
        "5",
        "—",
        "–",
        "-",
        "’\n",
        "",
        "",
        "",
        "экономи�еский",
        "Ð¦ÐµÐ»ÑŒ",
        "the",
        "of",
        "and",
        "it’s",
        "КНДР",
        "KHДP",
        "й",
        "ё",
        "за́мок",
        "\u200b",
        "\xad",
        "x\xady\n",
        "",
        "",
        "",
        "Қазақстан",
        "ў",
        "中国",
        "1",
        "2010-",
        "2015",
        "а",
        "б",
        "в",
        "www.",
        "site.ru",
        "tlie",
        "dollars1",
        "l00",
        "О5.12.2014",
        "25 oC",
        "c помощью",
        "speci cation",
        "signi\x1ccant",
        "транс\x19 форматор",
        "\x02",
        "дл€",
        "Henocrarounas",
        "moAroToBka",
    ]
)
GLUE = st.sampled_from(
    [" ", " ", " ", "  ", "\n", " \n", "\r\n", "\t", "-\n", "-", "", "\f", "\u00a0"]
)
LABELS: st.SearchStrategy[Label] = st.sampled_from(
    ["paragraph", "title", "table", "code", "footnote"]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    built = "".join(draw(PIECES) + draw(GLUE) for _ in range(draw(st.integers(0, 9))))
    return built + draw(st.text(alphabet="аоЯz 1-\n\r\u0306\ufffd?Ñ€ЂÐ.,", max_size=8))


@given(st.lists(st.tuples(texts(), LABELS), max_size=3), st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_ledger_replays_undoes_and_settles(
    written: list[tuple[str, Label]], join_lines: bool
) -> None:
    passages = [Passage(text, label) for text, label in written]
    results = repair(passages, join_lines=join_lines)
    for passage, result in zip(passages, results, strict=True):
        assert apply_edits(passage.text, result.changes) == result.text
        assert undo_changes(result.text, result.changes) == passage.text
        if not join_lines:
            assert result.text.count("\n") == passage.text.count("\n")
    again = repair(
        [Passage(r.text, p.label) for p, r in zip(passages, results, strict=True)],
        join_lines=join_lines,
    )
    assert [r.text for r in again] == [r.text for r in results]
    assert all(change.flag for r in again for change in r.changes)


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_characters_at_all(text: str, join_lines: bool) -> None:
    [result] = repair([Passage(text)], join_lines=join_lines)
    assert apply_edits(text, result.changes) == result.text
    [again] = repair([Passage(result.text)], join_lines=join_lines)
    assert again.text == result.text


def test_stages_of_one_place_are_listed_in_one_change() -> None:
    [result] = repair([Passage("Прo-\nблeмы")])
    [change] = result.changes
    assert (change.before, change.after) == ("Прo-\nблeмы", "Проблемы")
    assert len(change.steps) > 1


def test_a_single_stage_lists_no_steps() -> None:
    [result] = repair([Passage("one \ntwo")])
    assert [c.steps for c in result.changes] == [()]


@pytest.mark.parametrize("off", ["homoglyphs", "homoglyphs.unify_script"])
def test_fixers_can_be_switched_off(off: str) -> None:
    assert repair([Passage("Прoблeмы")], off=[off])[0].text == "Прoблeмы"


def test_fixers_run_in_the_order_that_is_asked_for() -> None:
    """Blanks collapsed first leave letterspacing without its wide gaps between words."""
    text = "Р о с т   ц е н"
    usual = repair([Passage(text)])[0].changes[0]
    turned = ["spacing.collapse_blanks", "spacing.join_letterspaced"]
    [asked] = repair([Passage(text)], order=turned)
    first = asked.changes[0].steps[0].fixer if asked.changes[0].steps else asked.changes[0].fixer
    assert [f.name for f in arranged(order=turned) if f.name in turned] == turned
    assert usual.fixer == "spacing.join_letterspaced"
    assert apply_edits(text, asked.changes) == asked.text
    assert first in turned


def test_an_order_of_unknown_fixers_is_refused() -> None:
    with pytest.raises(ValueError, match=r"nobody\.knows"):
        arranged(order=["nobody.knows"])


DAMAGES = st.sampled_from(
    [("koi8-r", "cp1251"), ("cp1251", "latin-1"), ("cp866", "cp1251"), ("iso8859-5", "cp1251"),
     ("mac-cyrillic", "mac-roman"), ("utf-8", "cp1251"), ("utf-8", "latin-1"), ("cp1251", "cp866")]
)  # fmt: skip


@given(
    st.lists(
        st.sampled_from(
            ["рост", "торговли", "в", "Регионах", "и", "цены,", "СССР", "2015", "г.", "для"]
        ),
        max_size=8,
    ),
    DAMAGES,
    st.integers(0, 8),
    st.integers(0, 8),
)
@settings(max_examples=80, deadline=None)
def test_damaged_text_settles_and_replays(
    words: list[str], step: tuple[str, str], start: int, length: int
) -> None:
    stop = start + length
    hit = " ".join(words[start:stop]).encode(step[0]).decode(step[1], "replace")
    text = " ".join([*words[:start], hit, *words[stop:]])
    [result] = repair([Passage(text)], join_lines=False)
    assert apply_edits(text, result.changes) == result.text
    assert undo_changes(result.text, result.changes) == text
    assert repair([Passage(result.text)], join_lines=False)[0].text == result.text


@pytest.mark.parametrize("label", ["table", "code", "formula", "listing"])
def test_lines_that_are_structure_stay(label: Label) -> None:
    assert repair([Passage("a  1\nb  2", label)])[0].text == "a  1\nb  2"


def test_other_paragraphs_are_evidence() -> None:
    done = repair([Passage("the bolt- hole plan"), Passage("a bolt-hole was found")])
    assert done[0].text == "the bolt-hole plan"


def test_names_of_fixers_are_unique_and_name_a_function() -> None:
    names = [f.name for f in FIXERS]
    assert len(set(names)) == len(names)
    assert all(name.count(".") == 1 for name in names)


def test_every_fixer_is_documented_and_nothing_else(root: Path) -> None:
    table = re.findall(
        r"^\| `([a-z0-9_.]+)` \|", (root / "docs" / "fixers.md").read_text("utf-8"), re.M
    )
    assert set(table) == {f.name for f in FIXERS} | {"hyphens.close_word"}
