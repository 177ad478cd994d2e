"""The documentation names what exists."""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus import document
from flows import cli


def test_every_field_of_the_record_is_documented(root: Path) -> None:
    page = (root / "docs" / "record.md").read_text()
    models = [m for m in vars(document).values() if isinstance(m, type)]
    records = [m for m in models if issubclass(m, document.Record) and m is not document.Record]
    fields = {f.alias or n for m in records for n, f in m.model_fields.items()} - {
        "family",
        "given",
        "literal",
    }
    assert len(fields) > 100
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []


def test_every_command_is_in_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text()
    parser = cli._parser()
    [commands] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    missing = [
        c for c in commands.choices if f"vychitka {c}" not in readme and f"`{c}" not in readme
    ]
    assert missing == []
