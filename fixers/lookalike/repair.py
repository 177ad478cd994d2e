"""Garbled runs to edits: decode each paragraph's garbled part, word by word into the ledger."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from fixers.edits import Edit
from fixers.languages import language_of
from fixers.lexicon import is_word, zipf
from fixers.lookalike import FIXER
from fixers.lookalike.alphabet import LETTERS
from fixers.lookalike.context import tuned
from fixers.lookalike.decode import Piece, decode, nearest
from fixers.lookalike.detect import WORTH_A_FLAG, Run, gaps
from fixers.lookalike.model import Model, load, usually_lower
from fixers.lookalike.passage import Passage, Reading, prepare, readings

#: How many decades better a reading must be: of a stretch beside garbled text, of a run that the
#: detector holds for certain, and of any other run.
READS_BETTER, CONFIRMS, CONVINCES = 2.0, 3.0, 8.5
#: The same of a run that the detector holds for certain between two garbled paragraphs.
READS_NO_WORSE = 0.0
DECADE = 2.303
#: Characters looked at to find the language; shares of known words from which the reading of a
#: document, and of a run, is good; below which it is not to be trusted; by how much another
#: language must be better.
SAMPLE, READS_VERY_WELL, READS_WELL, READS_BADLY, CLEARLY = 500, 0.94, 0.8, 0.5, 0.05
#: Runs longer than this (characters) are checked for their own language.
LONG = 40
#: Characters of sound Cyrillic text that tell the language of a document.
ENOUGH = 200
#: Weights of `features`, fitted by ``training/calibrate.py``.
CALIBRATION = (-0.039, 0.562, 0.599, -1.539, 1.069, 0.448, 0.043)
#: How many next readings an edit lists.
NEXT_READINGS = 3
UNKNOWN_ZIPF = -1.0

CYRILLIC = re.compile(r"[\u0400-\u052f]{5}")
REASON = "Cyrillic recognised with a Latin model"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Share of capitals up to which a passage counts as written in small letters.
MOSTLY_SMALL = 0.7
#: Capitals behind a hyphen after small letters («военно-ТЕХНИЧЕСКОГО»).
SMALL_THEN_CAPITALS = re.compile(r"(?<=[а-яё]-)[А-ЯЁ]{5,}")


def repair_runs(paragraphs: Sequence[str], runs: Sequence[Run]) -> list[list[Edit]]:
    """Edits per paragraph."""
    lang = document_language([_passage(paragraphs, run) for run in runs], paragraphs)
    judged = [judge(_passage(paragraphs, run), run, lang) for run in runs]
    judged = [
        replace(
            done,
            certain=done.certain or (seen.certain and enclosed(seen, judged, lang, paragraphs)),
        )
        for seen, done in zip(runs, judged, strict=True)
    ]
    sure = [run for run in judged if run.certain]
    if sure:
        found = gaps(paragraphs, sure)
        better = [g for g in found if gain(_passage(paragraphs, g), g, lang) > READS_BETTER]
        sure += [replace(gap, certain=True) for gap in better]
    by_paragraph: dict[int, list[Run]] = defaultdict(list)
    for run in [*sure, *(r for r in judged if not r.certain and r.evidence >= WORTH_A_FLAG)]:
        by_paragraph[run.paragraph].append(run)
    model = in_context(paragraphs, sure, lang)
    return [
        paragraph_edits(text, join(text, by_paragraph[n]), model) if n in by_paragraph else []
        for n, text in enumerate(paragraphs)
    ]


def enclosed(run: Run, judged: Sequence[Run], lang: str, paragraphs: Sequence[str]) -> bool:
    """Whether the run stands between two garbled paragraphs and reads no worse than it stands:
    a line of names there («JaBaerkan Tomupuc») cannot show by words that the lexicon knows."""
    garbled = {r.paragraph for r in judged if r.certain}
    if not {run.paragraph - 1, run.paragraph + 1} <= garbled:
        return False
    return gain(_passage(paragraphs, run), run, lang) > READS_NO_WORSE


def in_context(paragraphs: Sequence[str], sure: Sequence[Run], lang: str) -> Model:
    """The model, tuned by the document's sound Cyrillic text and the first readings."""
    texts = [p for p in paragraphs if CYRILLIC.search(p)]
    for run in sure:
        passage = _passage(paragraphs, run)
        texts.append(read(passage.text, passage.ends, lang))
    return tuned(load(lang), texts)


def _passage(paragraphs: Sequence[str], run: Run) -> Passage:
    return prepare(paragraphs[run.paragraph], run.tokens[0].start, run.tokens[-1].stop)


def document_language(passages: Sequence[Passage], paragraphs: Sequence[str]) -> str:
    """The language of a document: that of its sound Cyrillic text, if it has enough of it and
    the garbled text reads well in it, else the one its longest garbled passages read best in."""
    longest = sorted(passages, key=lambda p: len(p.text), reverse=True)[:4]
    sample = " ".join(p.text for p in longest)[:SAMPLE]
    spoken = sound_language(paragraphs)
    if spoken is None:
        return best_language(sample, (), "ru", READS_VERY_WELL)[0]
    if len(sample) <= LONG:
        return spoken
    return best_language(sample, (), spoken, READS_WELL)[0]


def sound_language(paragraphs: Sequence[str]) -> str | None:
    """The language of the Cyrillic paragraphs, where they hold enough words to tell.

    >>> sound_language(["Военная доктрина и безопасность Республики Казахстан в регионе"] * 4)
    'ru'
    >>> sound_language(["Tam xe.", "Там же."]) is None
    True
    """
    sound = (p for p in paragraphs if sum(map(len, CYRILLIC.findall(p))) * 2 > len(p))
    text = " ".join(sound)[:SAMPLE]
    found = language_of(text) if len(text) >= ENOUGH else None
    return found if found in LETTERS else None


def best_language(text: str, ends: tuple[int, ...], first: str, well: float) -> tuple[str, float]:
    """The language that a garbled text reads best in, and the share of its words known there.

    ``first`` stays unless its own share is below ``well`` and another's is clearly higher.
    """
    best, share = first, known_share(read(text, ends, first), first)
    if share >= well:
        return best, share
    for lang in LETTERS:
        if lang != first:
            other = known_share(read(text, ends, lang), lang)
            if other > share + CLEARLY * (best == first):
                best, share = lang, other
    return best, share


@lru_cache(maxsize=256)
def decoded(text: str, ends: tuple[int, ...], lang: str) -> tuple[Piece, ...]:
    """The pieces of a passage's reading; its line ends are copied."""
    return tuple(decode(text, load(lang), [(k, k + 1) for k in ends]))


def read(text: str, ends: tuple[int, ...], lang: str) -> str:
    """The reading of a passage as text."""
    return "".join(p.text for p in decoded(text, ends, lang))


def known_share(text: str, lang: str) -> float:
    """Share of the words of three letters and more, by letters, that the lexicon knows.

    >>> known_share("Закон Республики блефат", "ru") < 1 == known_share("Там же", "ru")
    True
    """
    parts = [w for w in WORD.findall(text) if len(w) > 2]
    total = sum(map(len, parts))
    return sum(len(w) for w in parts if is_word(w, lang)) / total if total else 1.0


def judge(passage: Passage, run: Run, lang: str) -> Run:
    """The run, certain if evidence and reading together say so."""
    bound = CONFIRMS if run.certain else CONVINCES
    return replace(run, certain=gain(passage, run, lang) > bound)


def gain(passage: Passage, run: Run, lang: str) -> float:
    """How much better the run reads as Cyrillic than as it stands, in decades; odds included."""
    better = commonness(read(passage.text, passage.ends, lang), lang)
    return better - latin_commonness(passage.text) + run.evidence / DECADE


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


def paragraph_edits(text: str, runs: Sequence[Run], tuned_model: Model) -> list[Edit]:
    """Edits of one paragraph: each garbled run is decoded by itself.

    A long run that reads badly in the document's language is tried in the others; one that
    reads badly in all of them is only flagged.
    """
    edits: list[Edit] = []
    for run in runs:
        start, stop = run.tokens[0].start, run.tokens[-1].stop
        passage = prepare(text, start, stop)
        own, share = tuned_model.lang, 1.0
        if len(passage.text) > LONG:
            own, share = best_language(passage.text, passage.ends, own, READS_WELL)
        run = replace(run, certain=run.certain and share >= READS_BADLY)
        model = tuned_model if own == tuned_model.lang else load(own)
        pieces = decode(passage.text, model, [(k, k + 1) for k in passage.ends])
        before = ""
        found = calmed(readings(passage, pieces), model)
        for reading in as_names(list(found), passage, text, model):
            if text[reading.start : reading.stop] != reading.after:
                edits.append(edit(text, passage.text, reading, before, model, applied=run.certain))
            before += reading.after.replace("-\n", "") + " "
    return edits


def calmed(readings: Iterable[Reading], model: Model) -> Iterator[Reading]:
    """The readings with capitals inside a sentence made small, if most of it is small.

    A run of capitalised words that starts in the middle of a sentence, with words that are no
    abbreviations, is the recogniser's doing: it takes low letters for small capitals.
    """
    found = list(readings)
    letters = [c for r in found for c in r.after if c.isalpha()]
    if sum(c.isupper() for c in letters) > MOSTLY_SMALL * len(letters):
        yield from found
        return
    inside = lowering = False
    for reading in found:
        after = SMALL_THEN_CAPITALS.sub(lambda m: m.group().lower(), reading.after)
        lowering = after != reading.after or (lowering and after.isupper()) or (
            inside and after.isupper() and len(after) > 3
        )  # fmt: skip
        word = after.strip('.,;:()«»"')
        lowering = lowering and (len(word) < 2 or usually_lower(model, word.rpartition("-")[2]))
        yield replace(reading, after=after.lower() if lowering else after)
        inside = after[-1:].islower() or after[-1:] in ",;" or lowering
        inside = inside and after[-1:] not in ".!?:"


def as_names(
    found: Sequence[Reading], passage: Passage, paragraph: str, model: Model
) -> list[Reading]:
    """The readings of a line of capitalised words (three or four, or two that are in no
    lexicon), capitalised again: it is somebody's name."""
    line = paragraph.strip()
    words = line.split()
    if not 2 <= len(words) <= 4 or len(found) != len(words) or passage.text.strip() != line:
        return list(found)
    capitalised = all(len(w) > 3 and w[0].isupper() and w[1].islower() for w in words)
    plain = all(r.after.isalpha() for r in found)
    unknown = sum(not is_word(r.after, model.lang) for r in found)
    if not (capitalised and plain and (len(words) > 2 or unknown == len(words))):
        return list(found)
    return [replace(r, after=r.after.capitalize()) for r in found]


def edit(
    text: str, passage: str, reading: Reading, before: str, model: Model, *, applied: bool
) -> Edit:
    """One word's edit, or its flag, with the readings that came next."""
    observed = passage[reading.pieces[0].start : reading.pieces[-1].stop]
    ranked = nearest(observed + " ", model, before)
    chosen = reading.after.replace("-\n", "")
    others = [r for r, _ in ranked if r.lower() != chosen.lower()][:NEXT_READINGS]
    sure = confidence(chosen, observed, ranked, model.lang)
    was = text[reading.start : reading.stop]
    if applied:
        return Edit(
            reading.start, reading.stop, was, reading.after, "lookalike", FIXER, sure, REASON, tuple(others)
        )  # fmt: skip
    return Edit(
        reading.start, reading.stop, was, was, "lookalike", FIXER, sure, REASON,
        (reading.after, *others), applied=False,
    )  # fmt: skip


def features(
    chosen: str, observed: str, ranked: Sequence[tuple[str, float]], lang: str
) -> list[float]:
    """What a word's confidence is judged by: lead over the next reading, own score per
    character, whether the beam alone agrees, the lexicon, length."""
    parts = WORD.findall(chosen)
    known = bool(parts) and all(is_word(p, lang) for p in parts)
    agrees = bool(ranked) and ranked[0][0].lower() == chosen.lower()
    lead = min(10.0, ranked[0][1] - ranked[1][1]) if len(ranked) > 1 else 10.0
    own = max(-6.0, ranked[0][1] / max(1, len(observed))) if ranked else -6.0
    rarest = min((zipf(p, lang) for p in parts), default=4.0)
    return [
        1.0, lead if agrees else -2.0, own, float(agrees), float(known or not parts), rarest,
        min(12.0, len(chosen)),
    ]  # fmt: skip


def confidence(chosen: str, observed: str, ranked: Sequence[tuple[str, float]], lang: str) -> float:
    """Probability that the word is right (case aside), calibrated on fonts never trained on."""
    odds = sum(
        w * f for w, f in zip(CALIBRATION, features(chosen, observed, ranked, lang), strict=True)
    )
    return round(1 / (1 + math.exp(-odds)), 3)
