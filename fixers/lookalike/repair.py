"""Garbled runs to edits: decode each paragraph's garbled part, word by word into the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from fixers.edits import Edit
from fixers.lexicon import is_word, zipf
from fixers.lookalike import FIXER
from fixers.lookalike.decode import Piece, decode
from fixers.lookalike.detect import Run
from fixers.lookalike.model import Model, load
from fixers.lookalike.passage import Reading, prepare, readings

REASON = "Cyrillic recognised with a Latin model"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: A paragraph whose reading has fewer words in the lexicon than this is only flagged.
SOUND_SHARE = 0.45
#: … unless the evidence that it is garbled is this strong.
OVERWHELMING = 60.0


def repair_runs(paragraphs: Sequence[str], runs: Sequence[Run]) -> list[list[Edit]]:
    """Edits per paragraph."""
    by_paragraph: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        by_paragraph[run.paragraph].append(run)
    model = load("ru")
    return [
        paragraph_edits(text, by_paragraph[n], model) if n in by_paragraph else []
        for n, text in enumerate(paragraphs)
    ]


def paragraph_edits(text: str, runs: Sequence[Run], model: Model) -> list[Edit]:
    """Edits of one paragraph: each garbled run is decoded by itself."""
    edits: list[Edit] = []
    for run in runs:
        start, stop = run.tokens[0].start, run.tokens[-1].stop
        passage = prepare(text, start, stop)
        ends = [k for k, at in enumerate(passage.places[:-1]) if text[at] in "\n\t"]
        pieces = decode(passage.text, model, [(k, k + 1) for k in ends])
        found = list(readings(passage, pieces, text))
        sure = run.certain and (
            run.evidence >= OVERWHELMING or sound_share(found, model.lang) >= SOUND_SHARE
        )
        edits += [
            edit(text, r, model.lang, applied=sure)
            for r in found
            if text[r.start : r.stop] != r.after
        ]
    return edits


def sound_share(found: Sequence[Reading], lang: str) -> float:
    """Share of the words of a reading (by letters) that the lexicon knows."""
    parts = [w for r in found for w in WORD.findall(r.after.replace("-\n", ""))]
    total = sum(map(len, parts))
    return sum(len(w) for w in parts if is_word(w, lang)) / total if total else 1.0


def edit(text: str, reading: Reading, lang: str, *, applied: bool) -> Edit:
    """One word's edit, or its flag."""
    before = text[reading.start : reading.stop]
    return Edit(
        reading.start, reading.stop, before, reading.after if applied else before, "lookalike",
        FIXER, round(confidence(reading, lang), 3), REASON,
        () if applied else (reading.after,), applied,
    )  # fmt: skip


def confidence(reading: Reading, lang: str) -> float:
    """Probability that the word is right, from whether and how well the lexicon knows it."""
    parts = WORD.findall(reading.after.replace("-\n", ""))
    if not parts:
        return 0.8
    known = [is_word(p, lang) for p in parts]
    if not all(known):
        return 0.55
    rarest = min(zipf(p, lang) for p in parts)
    return min(0.98, 0.85 + 0.03 * rarest)


def plain(pieces: Sequence[Piece]) -> str:
    """The reading as text."""
    return "".join(p.text for p in pieces)
