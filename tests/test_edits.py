"""The ledger's arithmetic, as properties over nasty text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import RepairKind
from fixers.edits import Change, Edit, apply_edits, select, stack, undo_changes

NASTY = st.text(alphabet="аб ab-\n\r\t\u0301\u0306\ufffd\u00ad1.", max_size=24)
KINDS: st.SearchStrategy[RepairKind] = st.sampled_from(["linebreak", "hyphen", "ocr"])


@st.composite
def edits_over(draw: st.DrawFn, text: str) -> list[Edit]:
    """A disjoint, ordered list of edits and flags over ``text``."""
    points = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, stop in zip(points[::2], points[1::2], strict=False):
        before, flag = text[start:stop], draw(st.booleans())
        after = before if flag else draw(st.text(alphabet="xyя- \n", max_size=4))
        edits.append(
            Edit(start, stop, before, after, draw(KINDS), "t.t", 0.9, applied=before != after)
        )
    return edits


@given(st.data(), NASTY)
def test_any_number_of_stages_replays_and_undoes(data: st.DataObject, orig: str) -> None:
    text, changes = orig, list[Change]()
    for _ in range(data.draw(st.integers(0, 5))):
        edits = select(data.draw(edits_over(text)))
        changes = stack(changes, edits, orig)
        text = apply_edits(text, edits)
        assert apply_edits(orig, changes) == text
        assert undo_changes(text, changes) == orig
        assert_in_order(changes, orig)


def assert_in_order(changes: list[Change], orig: str) -> None:
    at = 0
    for change in changes:
        assert at <= change.start <= change.stop <= len(orig)
        assert change.before == orig[change.start : change.stop]
        assert change.flag == (change.before == change.after)
        assert change.steps
        at = change.stop


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.booleans()), max_size=8))
def test_selected_edits_are_disjoint_and_applicable(places: list[tuple[int, int, bool]]) -> None:
    text = "x" * 16
    edits = [
        Edit(a, a + n, text[a : a + n], "x" * n if flag else "y", "ocr", "t", 0.5, applied=not flag)
        for a, n, flag in places
    ]
    chosen = select(edits)
    apply_edits(text, chosen)
    assert set(chosen) <= set(edits)
    assert bool(chosen) == bool(edits)


def test_two_edits_inside_one_change_stay_one_change() -> None:
    [first] = stack([], [Edit(0, 1, "a", "one two", "encoding", "e")], "a")
    later = [Edit(0, 3, "one", "1", "ocr", "o"), Edit(4, 7, "two", "2", "ocr", "o")]
    [both] = stack([first], later, "a")
    assert (both.before, both.after, len(both.steps)) == ("a", "1 2", 3)


def test_a_change_taken_back_disappears() -> None:
    first = stack([], [Edit(0, 1, "a", "b", "ocr", "o")], "a")
    assert stack(first, [Edit(0, 1, "b", "a", "ocr", "o")], "a") == []


def test_neighbours_that_only_touch_stay_apart() -> None:
    first = stack([], [Edit(0, 1, "a", "b", "ocr", "o")], "ac")
    assert len(stack(first, [Edit(1, 2, "c", "d", "ocr", "o")], "ac")) == 2


def test_a_change_is_named_after_what_is_not_mere_layout() -> None:
    first = stack([], [Edit(1, 2, "\n", "", "linebreak", "paragraphs.join_lines")], "a\nb")
    [both] = stack(first, [Edit(0, 2, "ab", "cd", "lookalike", "lookalike.x")], "a\nb")
    assert (both.kind, both.fixer) == ("lookalike", "lookalike.x")


def test_an_edit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits("abc", [Edit(0, 1, "x", "y", "ocr", "t")])
