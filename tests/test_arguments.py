"""What the command line refuses before anything is started, and what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError, UsageError
from corpus.store import Corpus
from corpus.views import moment
from flows import cli
from flows.arguments import check_fixers


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "a.pdf", "--pages", "5-3"], "did you mean 3-5"),
        (["read", "a.pdf", "--pages", "five"], "3-5,9"),
        (["read", "a.pdf", "--dpi", "0"], "from 30 on"),
        (["read", "a.pdf", "--page-seconds", "nan"], "no number of seconds"),
        (["read", "a.pdf", "--lang", "rus eng"], "rus+eng"),
        (["ingest", "a.pdf", "--workers", "-1"], "from 0 on"),
        (["list", "--grade", "E"], "invalid choice"),
    ],
)
def test_values_that_make_no_sense_are_usage_errors(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_the_corpus_may_be_named_before_the_command_and_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VYCHITKA_CORPUS", "from-the-environment")
    parse = cli._parser().parse_args
    assert parse(["list"]).corpus == "from-the-environment"
    assert parse(["--corpus", "a", "list"]).corpus == "a"
    assert parse(["list", "--corpus", "b"]).corpus == "b"
    assert parse(["--corpus", "a", "list", "--corpus", "b"]).corpus == "b"
    assert parse(["-v", "list"]).verbose
    assert parse(["list", "-v"]).verbose


def test_unknown_fixers_are_told_with_those_that_there_are() -> None:
    check_fixers(["hyphens", "hyphens.join_hyphens"])
    with pytest.raises(UsageError, match=r"no fixer “nonsense”.*hyphens\.join_hyphens"):
        check_fixers(["hyphens", "nonsense"])


@pytest.mark.parametrize("text", ["nonsense", "2026-13-01", "d", "-3d", "99999999w", " "])
def test_moments_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="such as 2026-11-20"):
        moment(text)


def test_an_export_goes_to_a_local_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Corpus.open(tmp_path / "corpus", create=True)
    assert cli.main(["--corpus", str(tmp_path / "corpus"), "export", "jsonl", "s3://a/b"]) == 2
    assert "local file or folder" in capsys.readouterr().err


def test_what_is_no_corpus_is_told_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    with pytest.raises(CorpusError, match="a corpus is a folder"):
        Corpus.open(file, create=True)
    log = tmp_path / "broken" / "documents" / "_delta_log"
    log.mkdir(parents=True)
    (log / f"{0:020}.json").write_text('{"bad')
    with pytest.raises(CorpusError, match="cannot be read as a corpus") as told:
        Corpus.open(tmp_path / "broken")
    assert "unknown>" not in str(told.value)
