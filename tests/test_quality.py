"""Grades follow from what blocks, repairs, pages and errors carry."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.document import Block, Fault, Page, Repair, Triage
from corpus.quality import grade, repaired_rate, score


def block(text: str = "слово " * 100, **more: Any) -> Block:
    return Block(**{"id": "b1", "order": 1, "orig": text, "text": text, **more})


def repair(before: str, after: str, **more: Any) -> Repair:
    span = {"block": "b1", "start": 0, "stop": len(before), "kind": "lookalike", "fixer": "t"}
    return Repair(**{**span, "before": before, "after": after, **more})


PAGE = Page(number=1)


def test_a_sound_text_is_an_a() -> None:
    quality = score([block()], [], [PAGE], [])
    assert (quality.grade, quality.score, quality.flags) == ("A", 1.0, [])
    assert quality.ocr_confidence is None
    assert quality.review_priority == 0


def test_nothing_to_read_is_an_f() -> None:
    quality = score([], [], [PAGE], [Fault(stage="read", page=1, kind="engine", message="m")])
    assert quality.grade == "F"
    assert quality.flags == ["nothing usable", "failed pages: 1"]


def test_text_that_stays_garbled_lowers_the_grade() -> None:
    sound = score([block()], [repair("слово", "слово", status="flagged")], [PAGE], [])
    text = "слово " * 80 + "\N{REPLACEMENT CHARACTER}" * 120
    garbled = score([block(text)], [], [PAGE], [])
    unread = score([block(triage=Triage(verdict="ocr", score=0.1))], [], [PAGE], [])
    assert sound.grade == "A"
    assert 0 < sound.garble_rate < 0.02
    assert sound.score > garbled.score > unread.score
    assert garbled.garble_rate == pytest.approx(0.2)
    assert unread.grade == "F"


def test_the_share_judged_after_repair_counts() -> None:
    assert score([block()], [], [PAGE], [], garbled={"b1": 0.5}).garble_rate == 0.5


def test_confidence_of_recognition_is_weighted_by_length() -> None:
    blocks = [
        block("а" * 300, text_source="ocr", confidence=0.9),
        block("а" * 100, text_source="ocr", confidence=0.5),
        block("а" * 900),
    ]
    quality = score(blocks, [], [PAGE], [])
    assert quality.ocr_confidence == pytest.approx(0.8)


def test_a_page_that_failed_costs_its_share() -> None:
    pages = [Page(number=n) for n in range(1, 5)]
    fault = Fault(stage="read", page=2, kind="timeout", message="m")
    quality = score([block()], [], pages, [fault])
    assert quality.score == pytest.approx(0.75)
    assert quality.flags == ["failed pages: 2"]


def test_joined_lines_are_no_repair_of_the_text() -> None:
    joined = repair(" \n", " ", kind="linebreak")
    assert repaired_rate([block("а" * 100)], [joined]) == 0
    assert repaired_rate([block("а" * 100)], [joined, repair("cлoво", "слово")]) == pytest.approx(
        0.03
    )


def test_running_heads_do_not_count() -> None:
    head = block("\N{REPLACEMENT CHARACTER}" * 50, label="page_header")
    assert score([block(), head], [], [PAGE], []).grade == "A"


def test_doubtful_places_go_to_the_reader_first() -> None:
    doubts = [repair("слово", "слово", confidence=0.6)] * 10
    assert score([block()], doubts, [PAGE], []).review_priority > 0.4


@pytest.mark.parametrize(("points", "letter"), [(0.9, "A"), (0.89, "B"), (0.3, "D"), (0, "F")])
def test_grades_have_steps(points: float, letter: str) -> None:
    assert grade(points) == letter
