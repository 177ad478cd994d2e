"""Which pipeline made a record: the same fingerprint means the same result.

A fingerprint is ``<pipeline>-<options>``. The first half covers the version, the code that
decides what a record holds, the models beside it and the engines' versions; the second the
settings that change the result. So a record made with settings of its own can still be
told from one made by an older pipeline.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: Whose code and models decide what comes out: whole packages, and single modules of the
#: others (a new export format is no reason to read a library again).
PACKAGES = ("extractors", "fixers")
MODULES = ("corpus.document", "corpus.quality", "flows.steps")
#: Settings that change how long a document takes, not what comes out.
NEUTRAL = frozenset({"jobs"})


def fingerprint(
    options: Mapping[str, Any] | None = None, engines: Mapping[str, str | None] | None = None
) -> str:
    """The fingerprint of the pipeline as it is installed, with these options and engines.

    >>> fingerprint({"ocr": "auto"}) == fingerprint({"ocr": "auto", "jobs": 4})
    True
    >>> fingerprint({"ocr": "auto"}) == fingerprint({"ocr": "always"})
    False
    """
    settings = {k: v for k, v in (options or {}).items() if k not in NEUTRAL}
    return f"{_digest([code(), dict(engines or {})])[:16]}-{_digest(settings)[:8]}"


def same_pipeline(one: str, other: str) -> bool:
    """Whether two fingerprints differ in their options at most.

    >>> same_pipeline("aaaa-1111", "aaaa-2222"), same_pipeline("aaaa-1", "bbbb-1")
    (True, False)
    """
    return one.partition("-")[0] == other.partition("-")[0]


@cache
def code() -> str:
    """A hash over the installed code and models; computed once per process."""
    total = hashlib.sha256(distribution_version().encode())
    for path in _files():
        total.update(f"{path.parent.name}/{path.name}".encode())
        total.update(hashlib.blake2b(path.read_bytes()).digest())
    return total.hexdigest()


def distribution_version() -> str:
    """The version of the installed distribution ("0" in a bare checkout)."""
    try:
        return version("vychitka")
    except PackageNotFoundError:
        return "0"


def _files() -> Iterator[Path]:
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            yield from sorted(p for p in Path(folder).rglob("*") if _counts(p))
    for module in MODULES:
        spec = find_spec(module)
        if spec and spec.origin:
            yield Path(spec.origin)


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
