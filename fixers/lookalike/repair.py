"""Garbled runs to edits: decode each paragraph's garbled part, word by word into the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from fixers.edits import Edit
from fixers.lexicon import is_word, zipf
from fixers.lookalike import FIXER
from fixers.lookalike.decode import Piece, decode
from fixers.lookalike.detect import Run, gaps
from fixers.lookalike.model import Model, load
from fixers.lookalike.passage import Reading, prepare, readings

#: Gain in zipf units (odds included) from which a doubtful stretch counts as garbled.
READS_BETTER = 2.0
UNKNOWN_ZIPF = -1.0

REASON = "Cyrillic recognised with a Latin model"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: A paragraph whose reading has fewer words in the lexicon than this is only flagged.
SOUND_SHARE = 0.45
#: … unless the evidence that it is garbled is this strong.
OVERWHELMING = 60.0


def repair_runs(paragraphs: Sequence[str], runs: Sequence[Run]) -> list[list[Edit]]:
    """Edits per paragraph."""
    model = load("ru")
    by_paragraph: dict[int, list[Run]] = defaultdict(list)
    for run in [*runs, *doubtful(paragraphs, runs, model)]:
        by_paragraph[run.paragraph].append(run)
    return [
        paragraph_edits(text, join(text, by_paragraph[n]), model) if n in by_paragraph else []
        for n, text in enumerate(paragraphs)
    ]


def doubtful(paragraphs: Sequence[str], runs: Sequence[Run], model: Model) -> list[Run]:
    """Stretches beside certain runs that read better as Cyrillic than as they stand."""
    found = []
    for gap in gaps(paragraphs, runs):
        text = paragraphs[gap.paragraph]
        observed = text[gap.tokens[0].start : gap.tokens[-1].stop]
        passage = prepare(text, gap.tokens[0].start, gap.tokens[-1].stop)
        reading = "".join(p.text for p in decode(passage.text, model))
        gain = commonness(reading, model.lang) - commonness(observed, "en")
        if gain + gap.evidence / 2.3 > READS_BETTER:
            found.append(Run(gap.paragraph, gap.tokens, gap.evidence, certain=True))
    return found


def commonness(text: str, lang: str) -> float:
    """Sum of the zipf values of the words; an unknown word counts as ``UNKNOWN_ZIPF``.

    >>> commonness("Там же.", "ru") > commonness("Tam xe.", "en")
    True
    """
    values = [zipf(w, lang) if is_word(w, lang) else UNKNOWN_ZIPF for w in WORD.findall(text)]
    return sum(min(v, 4.0) if len(w) == 1 else v for v, w in zip(values, WORD.findall(text), strict=True))


def join(text: str, runs: Sequence[Run]) -> list[Run]:
    """Runs of one paragraph with nothing but blanks between them made one, in order."""
    joined: list[Run] = []
    for run in sorted(runs, key=lambda r: r.tokens[0].start):
        last = joined[-1] if joined else None
        if last and last.certain == run.certain and not text[last.tokens[-1].stop : run.tokens[0].start].strip():
            joined[-1] = Run(run.paragraph, last.tokens + run.tokens, last.evidence + run.evidence, run.certain)
        else:
            joined.append(run)
    return joined


def paragraph_edits(text: str, runs: Sequence[Run], model: Model) -> list[Edit]:
    """Edits of one paragraph: each garbled run is decoded by itself."""
    edits: list[Edit] = []
    for run in runs:
        start, stop = run.tokens[0].start, run.tokens[-1].stop
        passage = prepare(text, start, stop)
        ends = [k for k, at in enumerate(passage.places[:-1]) if text[at] in "\n\t"]
        pieces = decode(passage.text, model, [(k, k + 1) for k in ends])
        found = list(readings(passage, pieces, text))
        sure = run.certain and (run.evidence >= OVERWHELMING or sound_share(found, model.lang) >= SOUND_SHARE)
        edits += [edit(text, r, model.lang, applied=sure) for r in found if text[r.start : r.stop] != r.after]
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
