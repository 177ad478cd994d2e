"""What became of each source, and of a run as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus.document import Document

#: ``skipped``: in the corpus already. ``waiting``: still being written, left for the next run.
Ending = Literal["ok", "partial", "failed", "skipped", "waiting"]
ENDINGS: tuple[Ending, ...] = ("ok", "partial", "failed", "skipped", "waiting")

#: Failures that may pass when they are tried again; the others come back every time.
PASSING = frozenset({"timeout", "crash", "missing-dependency"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: small enough to be kept for every document of a run."""

    filename: str
    uri: str
    ending: Ending
    id: str = ""
    grade: str = ""
    pages: int = 0
    works: int = 0
    tables: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    seconds: float = 0.0
    kind: str = ""
    message: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain data (JSON, Prefect)."""
        return asdict(self)


def outcome_of(document: Document) -> Outcome:
    """The outcome of a document that was processed."""
    first = document.errors[0] if document.errors else None
    page = f"page {first.page}: " if first and first.page is not None else ""
    return Outcome(
        filename=document.source.filename,
        uri=document.source.uri,
        ending=document.status,
        id=document.id,
        grade=document.quality.grade,
        pages=len(document.pages),
        works=len(document.works),
        tables=len(document.tables),
        repairs=dict(Counter(r.kind for r in document.repairs if r.status != "flagged")),
        languages=sorted(document.languages, key=lambda lang: -document.languages[lang]),
        seconds=document.run.seconds,
        kind=first.kind if first else "",
        message=page + first.message if first else "",
    )


@dataclass(slots=True)
class Summary:
    """A run: how its sources ended. ``seconds`` is wall time."""

    corpus: str
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    def count(self, *endings: Ending) -> int:
        """How many sources ended in one of these ways."""
        return sum(o.ending in endings for o in self.outcomes)

    @property
    def processed(self) -> list[Outcome]:
        """The sources that were worked on in this run."""
        return [o for o in self.outcomes if o.ending not in ("skipped", "waiting")]

    @property
    def failed(self) -> list[Outcome]:
        """The sources of which nothing usable came."""
        return [o for o in self.outcomes if o.ending == "failed"]

    @property
    def sentence(self) -> str:
        """The run in a sentence.

        >>> Summary("c", [Outcome("a", "", "ok"), Outcome("b", "", "skipped")]).sentence
        '2 sources: 1 ok, 1 skipped (in the corpus already)'
        """
        notes = {"skipped": " (in the corpus already)", "waiting": " (still being written)"}
        parts = [f"{n} {e}{notes.get(e, '')}" for e in ENDINGS if (n := self.count(e))]
        noun = "source" if len(self.outcomes) == 1 else "sources"
        return f"{len(self.outcomes)} {noun}: {', '.join(parts) or 'nothing to read'}"

    def repairs(self) -> Counter[str]:
        """Repairs of the run by kind."""
        return sum((Counter(o.repairs) for o in self.outcomes), Counter())

    def grades(self) -> Counter[str]:
        """Documents of the run by grade."""
        return Counter(o.grade for o in self.processed)


def slowest(outcomes: Iterable[Outcome], number: int = 5) -> list[Outcome]:
    """The sources that took longest."""
    return sorted(outcomes, key=lambda o: -o.seconds)[:number]
