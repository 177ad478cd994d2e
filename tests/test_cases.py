"""Repairs and look-alikes as data: each case goes through the whole chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fixers.chain import Passage, repair
from fixers.edits import apply_edits, undo_changes

CASES = Path(__file__).resolve().parent / "cases"
Case = dict[str, Any]


def load(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(c, id=f"{c['label']}: {c['comment']}") for c in cases]


def passages_of(case: Case) -> list[Passage]:
    """The case and, behind it, what the rest of its document says."""
    label = case.get("context_label", "paragraph")
    rest = [Passage(text, label) for text in case.get("context", [])]
    return [Passage(case["before"], case.get("block", "paragraph")), *rest]


def run(case: Case) -> tuple[str, set[str]]:
    """The repaired text and the fixers that changed it; ``context`` is the rest of a document."""
    done = repair(passages_of(case), join_lines=case.get("join_lines", True))[0]
    fixers = {
        step.fixer
        for change in done.changes
        if not change.flag
        for step in change.steps or (change,)
        if step.fixer != "paragraphs.join_lines" or "paragraphs.join_lines" in case["fixers"]
    }
    return done.text, fixers


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic"))
def test_damage_is_repaired(case: Case) -> None:
    assert run(case) == (case["after"], set(case["fixers"]))


@pytest.mark.parametrize("case", load("negative"))
def test_sound_text_is_left_alone(case: Case) -> None:
    assert case["after"] == case["before"]
    assert run(case) == (case["before"], set())


@pytest.mark.parametrize("case", load("known_failures"))
@pytest.mark.xfail(reason="not repaired yet")
def test_known_failures(case: Case) -> None:
    assert run(case)[0] == case["after"]


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic") + load("negative"))
def test_a_repaired_text_stays_and_its_ledger_replays(case: Case) -> None:
    joins = case.get("join_lines", True)
    passages = passages_of(case)
    done = repair(passages, join_lines=joins)
    for passage, result in zip(passages, done, strict=True):
        assert apply_edits(passage.text, result.changes) == result.text
        assert undo_changes(result.text, result.changes) == passage.text
    pairs = zip(passages, done, strict=True)
    again = repair([Passage(r.text, p.label) for p, r in pairs], join_lines=joins)
    assert [r.text for r in again] == [r.text for r in done]


def test_cases_are_many_and_negatives_as_numerous_as_repairs() -> None:
    kinds = {name: len(load(name)) for name in ("in_the_wild", "synthetic", "negative")}
    assert sum(kinds.values()) >= 250
    assert kinds["negative"] >= kinds["in_the_wild"] + kinds["synthetic"]
