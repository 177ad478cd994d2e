"""Garbled runs to edits: decode each paragraph's garbled part, word by word into the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from fixers.edits import Edit
from fixers.lexicon import is_word, zipf
from fixers.lookalike import FIXER
from fixers.lookalike.decode import decode
from fixers.lookalike.detect import WORTH_A_FLAG, Run, gaps
from fixers.lookalike.model import Model, load
from fixers.lookalike.passage import Reading, prepare, readings

#: How many decades better a reading must be: of a stretch beside garbled text, of a run that the
#: detector holds for certain, and of any other run.
READS_BETTER, CONFIRMS, CONVINCES = 2.0, 3.0, 8.5
DECADE = 2.303
UNKNOWN_ZIPF = -1.0

REASON = "Cyrillic recognised with a Latin model"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def repair_runs(paragraphs: Sequence[str], runs: Sequence[Run]) -> list[list[Edit]]:
    """Edits per paragraph."""
    model = load("ru")
    judged = [judge(paragraphs, run, model) for run in runs]
    sure = [run for run in judged if run.certain]
    for gap in gaps(paragraphs, sure) if sure else []:
        if gain(paragraphs[gap.paragraph], gap, model) > READS_BETTER:
            sure.append(replace(gap, certain=True))
    by_paragraph: dict[int, list[Run]] = defaultdict(list)
    for run in [*sure, *(r for r in judged if not r.certain and r.evidence >= WORTH_A_FLAG)]:
        by_paragraph[run.paragraph].append(run)
    return [
        paragraph_edits(text, join(text, by_paragraph[n]), model) if n in by_paragraph else []
        for n, text in enumerate(paragraphs)
    ]


def judge(paragraphs: Sequence[str], run: Run, model: Model) -> Run:
    """The run, certain if evidence and reading together say so."""
    better = gain(paragraphs[run.paragraph], run, model)
    return replace(run, certain=better > (CONFIRMS if run.certain else CONVINCES))


def gain(text: str, run: Run, model: Model) -> float:
    """How much better the run reads as Cyrillic than as it stands, in decades; odds included."""
    start, stop = run.tokens[0].start, run.tokens[-1].stop
    reading = "".join(p.text for p in decode(prepare(text, start, stop).text, model))
    better = commonness(reading, model.lang) - latin_commonness(text[start:stop])
    return better + run.evidence / DECADE


def commonness(text: str, lang: str) -> float:
    """Sum of the zipf values of the words of a reading.

    >>> commonness("Там же.", "ru") > latin_commonness("Tam xe.")
    True
    """
    values = [zipf(w, lang) if is_word(w, lang) else UNKNOWN_ZIPF for w in WORD.findall(text)]
    return sum(
        min(v, 4.0) if len(w) == 1 else v for v, w in zip(values, WORD.findall(text), strict=True)
    )


def latin_commonness(text: str) -> float:
    """The same for the text as it stands: acronyms and names may be anything.

    >>> latin_commonness("TOC BOD COD") > 11
    True
    """
    total = 0.0
    for word in WORD.findall(text):
        known = max(zipf(word, "en"), zipf(word, "latin") - 1.5) if is_word(word) else UNKNOWN_ZIPF
        excuse = (
            4.5
            if word.isupper() and 1 < len(word) <= 5
            else 2.0
            if word.istitle() and len(word) > 3
            else -9.0
        )
        total += max(known, excuse)
    return total


def join(text: str, runs: Sequence[Run]) -> list[Run]:
    """Runs of one paragraph with nothing but blanks between them made one, in order."""
    joined: list[Run] = []
    for run in sorted(runs, key=lambda r: r.tokens[0].start):
        last = joined[-1] if joined else None
        if (
            last
            and last.certain == run.certain
            and not text[last.tokens[-1].stop : run.tokens[0].start].strip()
        ):
            joined[-1] = Run(
                run.paragraph, last.tokens + run.tokens, last.evidence + run.evidence, run.certain
            )
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
        edits += [
            edit(text, r, model.lang, applied=run.certain)
            for r in found
            if text[r.start : r.stop] != r.after
        ]
    return edits


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
