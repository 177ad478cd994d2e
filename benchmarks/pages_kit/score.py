"""Character error rate of running text, with reading order and paragraph boundaries counted.

The truth is the running text in reading order, one paragraph per line. Errors are the
Levenshtein distance between it and the paragraphs read, one per line: text at a wrong place
costs its length twice, a missing or superfluous paragraph boundary one error. Footnotes and
captions may stand anywhere: each is cut out where it is best found, its own errors counted
(where it is not found, its length); cut out of the middle of a paragraph it costs one more.
Running heads and page numbers must not be in the running text. OmniDocBench matches floats
and leaves out furniture in the same way.

Normalised on both sides: composed characters (NFC), white space, superscript figures as
figures, soft hyphens left out. In scans, besides: dashes and hyphens as one, quotation
marks of all shapes as one, three dots as an ellipsis. ``lenient`` joins
everything into one paragraph and line-end hyphens to one word for every reader alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

#: A footnote or caption is found where it agrees so well (per cent).
_FOUND = 75.0
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNSEEN = str.maketrans({
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "„": '"', "“": '"', "”": '"', "«": '"',
    "»": '"', "’": "'", "‘": "'", "`": "'", "…": "...",
})  # fmt: skip


@dataclass(frozen=True)
class Score:
    """Errors and characters of the truth."""

    errors: int
    characters: int

    @property
    def rate(self) -> float:
        """The character error rate."""
        return self.errors / max(self.characters, 1)

    def __add__(self, other: Score) -> Score:
        return Score(self.errors + other.errors, self.characters + other.characters)


def normal(text: str, *, scan: bool) -> str:
    """The text as it is compared.

    >>> normal("мира² — «да»", scan=False), normal("мира² — «да»", scan=True)
    ('мира2 — «да»', 'мира2 - "да"')
    """
    text = unicodedata.normalize("NFC", text).translate(_SUPERSCRIPTS).replace("\u00ad", "")
    text = " ".join(text.split())
    return text.translate(_UNSEEN) if scan else text


def score(
    flow: Sequence[str],
    floats: Sequence[str],
    read: Sequence[str],
    *,
    scan: bool = False,
    lenient: bool = False,
) -> Score:
    """Score the paragraphs ``read`` against running text and floats.

    >>> score(["Первый абзац.", "Второй."], [], ["Первый абзац.", "Второй."]).errors
    0
    >>> score(["Первый абзац.", "Второй."], [], ["Первый абзац. Второй."]).errors
    1
    >>> score(["Первый."], ["1 Сведения неполны."], ["Первый.", "1 Сведения неполны."]).errors
    0
    """
    truth = [normal(text, scan=scan) for text in flow]
    aside = [normal(text, scan=scan) for text in floats]
    parts = [part for part in (normal(text, scan=scan) for text in read) if part]
    got, errors = _without_floats("\n".join(parts), aside)
    whole = "\n".join(truth)
    if lenient:
        whole, got = _loose(whole), _loose(got)
    errors += Levenshtein.distance(whole, got)
    return Score(errors, len(whole) + sum(map(len, aside)))


def _without_floats(got: str, floats: Sequence[str]) -> tuple[str, int]:
    """The text without the floats, and what their own errors come to."""
    errors = 0
    for text in sorted(floats, key=len, reverse=True):
        found = partial_ratio_alignment(text, got, score_cutoff=_FOUND) if got else None
        if found is None:
            errors += len(text)
            continue
        start, stop = _snapped(got, text, found.dest_start, found.dest_end)
        errors += Levenshtein.distance(text, got[start:stop])
        before, after = got[:start].rstrip(" "), got[stop:].lstrip(" ")
        inside = bool(before and after) and not before.endswith("\n") and not after.startswith("\n")
        errors += inside
        got = (
            before.rstrip("\n") + "\n" + after.lstrip("\n") if before and after else before + after
        )
    return got.strip("\n"), errors


def _snapped(got: str, text: str, start: int, stop: int) -> tuple[int, int]:
    """The place found, widened to the paragraph where that is nearly the same."""
    low, high = got.rfind("\n", 0, start) + 1, got.find("\n", stop)
    high = len(got) if high < 0 else high
    spare = max(6, len(text) // 6)
    return (low if start - low <= spare else start), (high if high - stop <= spare else stop)


def _loose(text: str) -> str:
    text = re.sub(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])", "", text)
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: an empty line or a form feed parts them."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n|\f", text) if part.strip()]
