"""docs/corpus.md: its Python is run, its views have these columns and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import views
from corpus.store import Corpus
from flows import sources, steps


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Corpus:
    corpus = Corpus.open(tmp_path_factory.mktemp("run") / "vychitka-corpus", create=True)
    corpus.put([steps.process(sources.single(root / "samples" / "paper-cp1251.txt"))])
    return corpus


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "corpus.md").read_text("utf-8")


def test_the_examples_run(
    corpus: Corpus, page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(Path(corpus.path).parent)
    [example] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(example, "docs/corpus.md", "exec"), {})
    assert "paper-cp1251.txt" in capsys.readouterr().out
    assert Path("papers.jsonl").read_text("utf-8").count("\n") == 1
    [queries] = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    for query in filter(str.strip, queries.split(";")):
        views.query(corpus, query)


@pytest.mark.parametrize("view", views.VIEWS)
def test_every_column_is_documented(corpus: Corpus, page: str, view: str) -> None:
    columns = views.query(corpus, f'select * from "{view}" limit 0').columns
    [entry] = [e for e in re.split(r"\n\n", page) if f"**{view}**" in e.partition(":")[0]]
    assert [c for c in columns if f"`{c}`" not in entry] == []
