"""Garbled runs to edits: decode each paragraph's garbled part, word by word into the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fixers.edits import Edit
from fixers.lookalike import FIXER
from fixers.lookalike.cases import as_names, calmed, restored
from fixers.lookalike.confidence import confidence
from fixers.lookalike.decode import Decoded, decode
from fixers.lookalike.detect import WORTH_A_FLAG, Run, Token, gaps
from fixers.lookalike.model import load
from fixers.lookalike.passage import Passage, Reading, prepare, readings
from fixers.lookalike.reader import LONG, Reader, around, sound_language
from fixers.lookalike.sound import stays
from fixers.lookalike.weigh import odds, stands_for_others

#: Log odds, the reading considered, from which a run is repaired that the detector holds for
#: certain (between two garbled paragraphs even with less), a stretch beside garbled words, any
#: other run, and a line that the detector would not have called garbled.
CONFIRMS, AMID, BESIDE, CONVINCES, PERSUADES = 2.0, 1.0, 1.0, 6.0, 9.0
#: Share of known words below which a reading is not to be trusted.
READS_BADLY = 0.5
#: How many next readings an edit lists.
NEXT_READINGS = 3

REASON = "Cyrillic recognised with a Latin model"
UNREADABLE = "Latin letters that are no language and read as none"


def repair_runs(
    paragraphs: Sequence[str], runs: Sequence[Run], min_confidence: float = 0.0
) -> list[list[Edit]]:
    """Edits per paragraph."""
    reader = Reader(paragraphs, telling(paragraphs, runs))
    judged = judge(runs, paragraphs, reader)
    sure = [run for run in judged if run.certain]
    if sure:
        found = gaps(paragraphs, sure, reader.itself)
        better = [g for g in found if odds(_passage(paragraphs, g), g, reader) + g.prior > BESIDE]
        sure += [replace(gap, certain=True) for gap in better]
        sure = [
            kept for run in sure if (kept := trimmed(run, reader.itself(paragraphs[run.paragraph])))
        ]
    by_paragraph: dict[int, list[Run]] = defaultdict(list)
    for run in [*sure, *(r for r in judged if not r.certain and r.evidence >= WORTH_A_FLAG)]:
        by_paragraph[run.paragraph].append(run)
    scribe = Scribe(reader, [_passage(paragraphs, run) for run in sure], min_confidence)
    return [
        scribe.paragraph(text, join(text, by_paragraph[n])) if n in by_paragraph else []
        for n, text in enumerate(paragraphs)
    ]


def telling(paragraphs: Sequence[str], runs: Sequence[Run]) -> list[Passage]:
    """The passages that may tell which language garbled text is in: where the document's sound
    text tells it, not the dubious ones that are short, or whose letters stand for themselves. To
    read passages in every language takes seconds, and a sound paper has no others."""
    spoken = sound_language(paragraphs)
    return [
        passage
        for run in runs
        if (passage := _passage(paragraphs, run))
        and (spoken is None or not run.dubious or _tells(passage, paragraphs, run, spoken))
    ]


def _tells(passage: Passage, paragraphs: Sequence[str], run: Run, spoken: str) -> bool:
    long = len(passage.text) > LONG
    return long and stands_for_others(passage, around(paragraphs, run), spoken)


def judge(runs: Sequence[Run], paragraphs: Sequence[str], reader: Reader) -> list[Run]:
    """The runs, certain where evidence and reading together, or the lines around, say so."""
    gains = [
        odds(_passage(paragraphs, run), run, reader)
        if not run.dubious
        or stands_for_others(_passage(paragraphs, run), reader.around(run), reader.lang)
        else -np.inf
        for run in runs
    ]
    needed = [CONFIRMS if r.certain else PERSUADES if r.dubious else CONVINCES for r in runs]
    first = [g > least for g, least in zip(gains, needed, strict=True)]
    garbled = {run.paragraph for run, sure in zip(runs, first, strict=True) if sure}
    return [
        replace(run, certain=sure or (run.certain and g > AMID and _amid(run, garbled)))
        for run, g, sure in zip(runs, gains, first, strict=True)
    ]


def trimmed(run: Run, odds: NDArray[np.float64]) -> Run | None:
    """The run without the words at its ends that stand as they were written, seen in the whole
    paragraph (``odds`` of its characters to stand for themselves); ``None`` if no other is left."""
    tokens = list(run.tokens)
    while tokens and _stays(tokens[0], odds):
        tokens.pop(0)
    while tokens and _stays(tokens[-1], odds):
        tokens.pop()
    return replace(run, tokens=tuple(tokens)) if tokens else None


def _stays(token: Token, odds: NDArray[np.float64]) -> bool:
    letters = [token.start + n for n, c in enumerate(token.text) if c.isalpha()]
    return stays(odds[letters])


def _amid(run: Run, garbled: set[int]) -> bool:
    """Whether the run stands between two garbled paragraphs: a line of names there
    («JaBaerkan Tomupuc») cannot show by words that the lexicon knows."""
    return {run.paragraph - 1, run.paragraph + 1} <= garbled


def _passage(paragraphs: Sequence[str], run: Run) -> Passage:
    return prepare(paragraphs[run.paragraph], run.tokens[0].start, run.tokens[-1].stop)


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


class Scribe:
    """Writes the edits of a document's garbled runs."""

    def __init__(self, reader: Reader, sure: Sequence[Passage], min_confidence: float) -> None:
        self.reader = reader
        self.model = reader.in_context(sure) if sure else load(reader.lang)
        self.min_confidence = min_confidence

    def paragraph(self, text: str, runs: Sequence[Run]) -> list[Edit]:
        """Edits of one paragraph: each garbled run is decoded by itself."""
        return [edit for run in runs for edit in self._run(text, run)]

    def _run(self, text: str, run: Run) -> list[Edit]:
        """A long run that reads badly in the document's language is tried in the others; one
        that reads badly in all of them is only flagged, as a whole."""
        passage = prepare(text, run.tokens[0].start, run.tokens[-1].stop)
        own, share = self.reader.language(passage)
        if share < READS_BADLY:
            start, stop = run.tokens[0].start, run.tokens[-1].stop
            return [_flag(text, start, stop, 0.1, UNREADABLE, ())]
        model = self.model if own == self.model.lang else load(own)
        decoded = decode(passage.text, model, [(k, k + 1) for k in passage.ends])
        calm = list(calmed(readings(passage, decoded.pieces), model))
        found = restored(calm, passage, text, model, self.reader.names)
        return [
            self._edit(text, passage.text, reading, decoded, own, applied=run.certain)
            for reading in as_names(found, text, model)
            if text[reading.start : reading.stop] != reading.after
        ]

    def _edit(
        self, text: str, passage: str, reading: Reading, decoded: Decoded, lang: str, *, applied: bool
    ) -> Edit:  # fmt: skip
        """One word's edit, or its flag, with the readings that came next."""
        start, stop = reading.pieces[0].start, reading.pieces[-1].stop
        ranked = decoded.words(start, stop)
        chosen = reading.after.replace("-\n", "")
        others = [r for r, _ in ranked if r and r.lower() != chosen.lower()][:NEXT_READINGS]
        sure = confidence(chosen, passage[start:stop], ranked, lang)
        if not applied or sure < self.min_confidence:
            readings = (reading.after, *others)
            return _flag(text, reading.start, reading.stop, sure, REASON, readings)
        was = text[reading.start : reading.stop]
        return Edit(
            reading.start, reading.stop, was, reading.after, "lookalike", FIXER, sure, REASON, tuple(others)
        )  # fmt: skip


def _flag(
    text: str, start: int, stop: int, sure: float, reason: str, others: tuple[str, ...]
) -> Edit:
    was = text[start:stop]
    return Edit(start, stop, was, was, "lookalike", FIXER, sure, reason, others, applied=False)
