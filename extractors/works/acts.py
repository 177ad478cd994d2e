"""Acts of authorities: the issuer, the word of the act and its number stand above the title."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.works.kinds import Kind
from extractors.works.units import Unit

_ACT = regex.compile(
    r"\W*(?:решение|постановление|распоряжение|приказ|указ|закон|шешім|қаулы|бұйрық|рішення|"
    r"постанова|розпорядження|наказ|рашэнне|пастанова)\W*",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(
    r"\W*(?:от|від|ад)?\s*[«\"]?\d{1,2}[»\"]?[.\s].{0,40}(?:№|\bN)\s*\d", regex.I
)
#: Units above the word of an act, at most.
_HEAD = 8


def mark_acts(units: Sequence[Unit], kinds: list[Kind]) -> None:
    """In an act, what stands above its title is a rubric, and who signs it is no author."""
    for i in range(min(_HEAD, len(units) - 1)):
        numbered = any(_NUMBER.match(u.text) for u in units[i + 1 : i + 3])
        if not (_ACT.fullmatch(units[i].text) and numbered):
            continue
        for j in range(i + 2):
            kinds[j] = "rubric"
        for j in range(i + 2, len(units)):
            if kinds[j] == "byline":
                kinds[j] = "body"
        return
