"""Case from context: what the recogniser's shapes cannot tell, the sentence and the line can."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from fixers.lexicon import is_word, zipf
from fixers.lookalike.context import stem
from fixers.lookalike.model import Model, usually_lower
from fixers.lookalike.passage import Passage, Reading

#: Share of capitals up to which a passage counts as written in small letters.
MOSTLY_SMALL = 0.7
#: Capitals behind a hyphen after small letters («военно-ТЕХНИЧЕСКОГО»).
SMALL_THEN_CAPITALS = re.compile(r"(?<=[а-яё]-)[А-ЯЁ]{5,}")
#: Case of a letter that only its size tells: what stands before it and was seen decides.
QUOTED = re.compile(r"[«„“\"][^\W\d_]")
BEGINS = re.compile(r"(?:^|[.!?]|\n[ \t]*\n)\s*\Z")
ENUMERATOR = re.compile(r"[(\[]?\d{1,3}[.,)\]]*")
#: Longest abbreviation, and what a word must be at least (zipf) to be none.
ABBREVIATION, USUAL = 5, 2.5
#: Initials and what stands beside them; abbreviations of the same shape.
INITIAL = re.compile(r"[^\W\d_]\.[,;]?")
SURNAME = re.compile(r"[^\W\d_]{3}")
NO_INITIALS = frozenset({"тд", "тп", "те", "тк", "тн", "тч", "нэ", "ио", "дн", "кн"})
LETTER = re.compile(r"[^\W\d_]")


def restored(
    found: Sequence[Reading], passage: Passage, paragraph: str, model: Model, names: Collection[str]
) -> list[Reading]:
    """Capitals that were seen and that the place speaks for: where a paragraph or a sentence
    begins, behind an opening quotation mark, behind the number of a list's item, in a short
    word of capitals that is no word, in a word whose stem the document capitalises (``names``),
    and in names with initials."""
    starts = {0, *(end + 1 for end in passage.ends)}
    done: list[Reading] = []
    for n, reading in enumerate(found):
        seen = passage.text[reading.pieces[0].start : reading.pieces[-1].stop]
        letter = LETTER.search(seen)
        if letter and letter.group().isupper() and not reading.after.isupper():
            item = n > 0 and bool(ENUMERATOR.fullmatch(found[n - 1].after))
            first = item and found[n - 1].pieces[0].start in starts
            first = first or (n == 0 and bool(BEGINS.search(paragraph[: reading.start])))
            word = reading.after.strip('.,;:()«»"')
            if seen.strip('.,;:()«»"').isupper() and _abbreviates(word, model.lang):
                reading = replace(reading, after=reading.after.upper())
            elif not reading.after.islower():
                pass
            elif first or QUOTED.match(reading.after) or stem(word) in names:
                at = LETTER.search(reading.after)
                cut = at.end() if at else 0
                after = reading.after[:cut].upper() + reading.after[cut:]
                reading = replace(reading, after=after)
        done.append(reading)
    return list(with_initials(done, passage, model))


def with_initials(found: Sequence[Reading], passage: Passage, model: Model) -> Iterator[Reading]:
    """The readings with capitals for initials and the surname beside them («Петров К. А.»), where
    capitals were seen."""
    seen = [passage.text[r.pieces[0].start : r.pieces[-1].stop] for r in found]
    capital = [any(m.group().isupper() for m in islice(LETTER.finditer(s), 1)) for s in seen]
    after = [r.after for r in found]
    n = 0
    while n < len(found):
        last = n
        while last < len(found) and capital[last] and INITIAL.fullmatch(found[last].after):
            last += 1
        letters = "".join(r.after.strip(".,;").lower() for r in found[n:last])
        names = [
            k
            for k in (n - 1, last)
            if 0 <= k < len(found) and capital[k] and SURNAME.match(after[k])
            and not usually_lower(model, after[k].strip(".,;:"))
        ]  # fmt: skip
        if 1 < len(letters) < 4 and letters not in NO_INITIALS and names:
            for k in [*range(n, last), *(k for k in names if after[k].islower())]:
                after[k] = after[k][0].upper() + after[k][1:]
        n = max(last, n + 1)
    return (replace(r, after=a) for r, a in zip(found, after, strict=True))


def _abbreviates(word: str, lang: str) -> bool:
    return 1 < len(word) <= ABBREVIATION and word.isalpha() and zipf(word, lang) < USUAL


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
    for n, reading in enumerate(found):
        after = SMALL_THEN_CAPITALS.sub(lambda m: m.group().lower(), reading.after)
        if inside and not lowering and len(after) == 1 and after.isupper():
            following = found[n + 1].after if n + 1 < len(found) else ""
            lowering = following.isupper() and len(following) > 3
        lowering = after != reading.after or (lowering and after.isupper()) or (
            inside and after.isupper() and len(after) > 3
        )  # fmt: skip
        word = after.strip('.,;:()«»"')
        lowering = lowering and (len(word) < 2 or usually_lower(model, word.rpartition("-")[2]))
        yield replace(reading, after=after.lower() if lowering else after)
        inside = after[-1:].islower() or after[-1:] in ",;" or lowering
        inside = inside and after[-1:] not in ".!?:"


def as_names(found: Sequence[Reading], paragraph: str, model: Model) -> list[Reading]:
    """The readings with lines of capitalised words capitalised again (three or four words, or
    two that are in no lexicon, and nothing else in the line): they are somebody's name."""
    lines: dict[int, list[Reading]] = {}
    for reading in found:
        lines.setdefault(paragraph.count("\n", 0, reading.start), []).append(reading)
    texts = paragraph.split("\n")
    return [
        replace(r, after=r.after.capitalize()) if _is_name(group, texts[n].split(), model) else r
        for n, group in lines.items()
        for r in group
    ]


def _is_name(readings: Sequence[Reading], words: Sequence[str], model: Model) -> bool:
    if not 2 <= len(words) <= 4 or len(readings) != len(words):
        return False
    capitalised = all(len(w) > 3 and w[0].isupper() and w[1].islower() for w in words)
    plain = all(r.after.replace(" ", "").isalpha() for r in readings)
    unknown = sum(not is_word(r.after, model.lang) for r in readings)
    return capitalised and plain and (len(words) > 2 or unknown == len(words))
