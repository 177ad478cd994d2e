"""The documentation names what exists."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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


FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(root: Path) -> list[tuple[str, str]]:
    """The fenced blocks of the tutorial: language and content."""
    return FENCE.findall((root / "docs" / "tutorial.md").read_text("utf-8"))


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *output = part.splitlines()
        yield command, output


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def afternoon(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands of the tutorial were run; each printed what it says."""
    place = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(root / "samples", place / "samples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "VYCHITKA_CORPUS": "papers", "COLUMNS": "100"}
    for language, block in fences(root):
        for command, said in commands(block) if language == "console" else ():
            done = subprocess.run(
                command, shell=True, cwd=place, env=env, capture_output=True, text=True, timeout=300
            )
            printed = squeezed(done.stdout + done.stderr)
            assert done.returncode == 0, f"{command}\n{printed}"
            expected = [squeezed(p) for line in said for p in line.split("…")]
            assert [p for p in expected if p not in printed] == [], f"{command}\n{printed}"
    return place


@pytest.mark.slow
def test_the_python_of_the_tutorial_prints_what_it_says(root: Path, afternoon: Path) -> None:
    found = fences(root)
    programs = [
        (program, found[number + 1][1])
        for number, (language, program) in enumerate(found)
        if language == "python"
    ]
    assert len(programs) == 5
    whole = "print('-----')\n".join(program for program, _ in programs)
    done = subprocess.run(
        [sys.executable, "-c", whole], cwd=afternoon, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split("-----")
    for (program, said), got in zip(programs, printed, strict=True):
        assert squeezed(got) == squeezed(said), program


def test_the_pages_show_pictures_that_exist_and_are_small(root: Path) -> None:
    pages = "".join(page.read_text("utf-8") for page in (root / "docs").glob("*.md"))
    shown = set(re.findall(r"\]\((images/[^)]+)\)", pages))
    there = {f"images/{p.name}" for p in (root / "docs" / "images").iterdir()}
    assert shown == there
    assert all((root / "docs" / name).stat().st_size < 300_000 for name in there)


def test_the_shell_of_the_tutorial_names_what_exists(root: Path) -> None:
    """The commands that start servers are run by ``test_schedule``; here their words."""
    shell = "".join(block for language, block in fences(root) if language == "sh")
    parser = cli._parser()
    calls = re.findall(r"^vychitka (.*)$", shell, re.MULTILINE)
    assert calls
    for call in calls:
        words = re.findall(r'"[^"]*"|\S+', call)
        assert parser.parse_args([word.strip('"') for word in words]).run
    deployed = (root / "prefect.yaml").read_text("utf-8")
    [name] = re.findall(r"deployment run \w+/([\w-]+)", shell)
    assert f"- name: {name}\n" in deployed
    [pool] = re.findall(r"work-pool create (\S+)", shell)
    assert f"work_pool: &pool\n    name: {pool}\n" in deployed
