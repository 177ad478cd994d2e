"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

#: The same examples on every machine, so that a red run can be repeated.
#: HYPOTHESIS_PROFILE=search looks for new ones.
# No deadline: how long an example takes on a busy machine is no property of the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

#: Programs that stand in for Tesseract and fail as it does; they are run, not imported.
collect_ignore_glob = ["doubles/*"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with seeds and data beside the checkout; tests that need it skip without."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("the shared data folder is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> dict[str, Path]:
    """The seed documents by the first three characters of their name."""
    return {p.name[:3]: p for p in sorted((shared / "seeds").iterdir())}
