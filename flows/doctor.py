"""``vychitka doctor``: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: Tesseract language, what it is for, and whether the pipeline needs it.
LANGUAGES = (
    ("rus", "Russian", True),
    ("eng", "English", True),
    ("osd", "orientation and script", True),
    ("ukr", "Ukrainian", False),
    ("kaz", "Kazakh", False),
    ("bel", "Belarusian", False),
    ("bul", "Bulgarian", False),
)
#: Program, Debian package, what it is for, and whether the pipeline needs it.
PROGRAMS = (
    ("tesseract", "tesseract-ocr", "recognising pages", True),
    ("ddjvu", "djvulibre-bin", "reading DjVu files", False),
)
#: Programs that tell their version in another way.
VERSION_FLAGS = {"ddjvu": "--help"}
PACKAGES = ("pytesseract", "pdfplumber", "pypdfium2", "spacy", "ftfy", "prefect", "deltalake")
#: Trained spaCy pipelines that are used where a user has installed them.
SPACY_MODELS = ("ru_core_news_sm", "ru_core_news_lg", "en_core_web_sm")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. ``needed`` says whether its absence is an error."""

    name: str
    found: str | None
    needed: bool
    advice: str = ""

    @property
    def ok(self) -> bool:
        """Whether the pipeline can do its work as far as this goes."""
        return self.found is not None or not self.needed


def examine() -> list[Finding]:
    """Look at everything that the pipeline uses."""
    findings = [Finding("Python", sys.version.split()[0], True)]
    for looker in (_packages, _programs, _languages, _models, _spacy_models):
        findings += looker()
    return findings


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(f"package {name}", version(name), True)
        except PackageNotFoundError:
            yield Finding(f"package {name}", None, True, "run `make run`, which installs it")


def _programs() -> Iterator[Finding]:
    for name, package, use, needed in PROGRAMS:
        found = _program_version(name) if shutil.which(name) else None
        advice = f"for {use}: `apt-get install {package}`"
        yield Finding(f"program {name}", found, needed, advice)


def _program_version(name: str) -> str | None:
    try:
        done = subprocess.run(
            [name, VERSION_FLAGS.get(name, "--version")], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0].strip() if lines else "installed"


def _languages() -> Iterator[Finding]:
    installed = tesseract_languages()
    for code, name, needed in LANGUAGES:
        advice = f"for {name}: `apt-get install tesseract-ocr-{code}`"
        found = "installed" if code in installed else None
        yield Finding(f"Tesseract {code} ({name})", found, needed, advice)


def tesseract_languages() -> frozenset[str]:
    """Codes of the installed Tesseract languages; empty without Tesseract."""
    try:
        done = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.split("\n")[1:]) - {""}


def _models() -> Iterator[Finding]:
    folder = Path(__file__).resolve().parents[1] / "fixers" / "models"
    files = [p for p in folder.glob("*") if p.is_file()] if folder.is_dir() else []
    size = sum(p.stat().st_size for p in files) / 2**20
    found = f"{len(files)} files, {size:.1f} MiB" if files else None
    yield Finding("language models", found, True, "the installation is incomplete; install again")


def _spacy_models() -> Iterator[Finding]:
    for name in SPACY_MODELS:
        if importlib.util.find_spec(name):
            yield Finding(f"spaCy pipeline {name}", "installed", False)
