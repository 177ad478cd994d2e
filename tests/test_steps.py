"""The pipeline: every source ends as a record, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, from_json, to_json
from corpus.errors import UnreadableFile
from extractors.options import ReadOptions
from flows import steps
from flows.sources import SourceFile, from_bytes, single


def replayed(document: Document) -> dict[str, str]:
    """The text of each block as the ledger gives it from ``orig``."""
    texts = {b.id: b.orig for b in document.blocks}
    for r in reversed(document.repairs):
        text = texts[r.block]
        assert text[r.start : r.stop] == r.before
        texts[r.block] = text[: r.start] + r.after + text[r.stop :]
    return texts


def test_a_text_becomes_a_record_that_survives_json() -> None:
    text = "Цель статьи — показать необ-\nходимость инте-\nграции.\n\nThe second paragraph."
    document = steps.process(from_bytes(text.encode("cp1251"), "a.txt"))
    assert document.status == "ok"
    assert document.source.encoding is not None
    assert document.blocks[0].text == "Цель статьи — показать необходимость интеграции."
    assert replayed(document) == {b.id: b.text for b in document.blocks}
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nthis is no PDF", "unreadable"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "unsupported"),
        (b"\n \n\t\n", "empty"),
    ],
)
def test_what_cannot_be_read_is_failed_with_advice(data: bytes, kind: str) -> None:
    document = steps.process(from_bytes(data, "x"))
    assert document.status == "failed"
    assert document.quality.grade == "F"
    assert document.errors[0].kind == kind
    assert len(document.errors[0].message) > 20


def test_a_source_that_cannot_be_opened_is_a_record_too() -> None:
    def load() -> bytes:
        raise UnreadableFile("x", "it cannot be opened (Permission denied)")

    document = steps.process(SourceFile("x", "file:///x", load))
    assert document.status == "failed"
    assert "Permission denied" in document.errors[0].message


def test_a_password_is_never_kept() -> None:
    options = ReadOptions(password="geheim")
    document = steps.process(from_bytes(b"text", "a.txt"), options)
    assert "geheim" not in to_json(document)
    assert document.run.options["password"] == "(given)"


def test_a_stage_that_fails_costs_that_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("extractors.works.describe", broken)
    document = steps.process(from_bytes("Текст статьи.".encode(), "a.txt"))
    assert document.status == "partial"
    assert [(e.stage, e.kind) for e in document.errors] == [("works", "internal")]
    assert document.blocks[0].text == "Текст статьи."


@pytest.mark.shared
def test_every_seed_is_read_whole(seeds: dict[str, Path]) -> None:
    assert len(seeds) == 5
    for path in seeds.values():
        document = steps.process(single(path))
        assert document.status == "ok", document.errors
        assert replayed(document) == {b.id: b.text for b in document.blocks}
        kept = sum(len("".join(b.orig.split())) for b in document.blocks)
        assert kept == len("".join(path.read_text("utf-8").split()))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    from fixers.languages import language_of, languages_of
    from fixers.plausibility import plausibility

    lang = language_of(text)
    assert lang is None or len(lang) == 2
    assert len(languages_of([text, text])) == 2
    assert 0 <= plausibility(text).score <= 1


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_become_a_record(data: bytes) -> None:
    document = steps.process(from_bytes(data, "x"))
    assert document.status in ("ok", "partial", "failed")
    assert (document.status == "failed") <= bool(document.errors)
    assert replayed(document) == {b.id: b.text for b in document.blocks}
