"""Text that was read in a wrong encoding, as a whole or in places, once or several times.

Two fixers. :func:`fix_utf8` is ftfy, whose plan becomes the reason: it takes back UTF-8 that
was read as something else, and by design nothing more. :func:`recode` looks at the rest, the
single-byte confusions of Cyrillic: it enumerates chains "encode as X, decode as Y", draws the
likeliest path through the words of the line, each as it stands or through the chain, and takes
the chain whose path is clearly likelier than the line as it stands (:mod:`fixers.paths`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fixers.charmaps import Chain
from fixers.edits import Edit
from fixers.letters import total_strangeness
from fixers.paths import Line, find_path
from fixers.signs import has_sign

#: UTF-8 read as a single-byte encoding: a lead byte's character and a continuation's.
SIGN_UTF8 = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]"
    "|(?:[РСГВ][\u00a0-\u00bf‚ѓ„…†‡€‰‹‘’“”•–—™›ЂЃЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї№ ]){2}"
    "|вЂ|Â[\u00a0-\u00bf]|[ÐÑ]|п»ї|ï»¿|в„–"
    "|√[\u0080-\uffff]|‚Ä|[├┬╨╤][^\\s\\w]|[\u0080-\u009f]"
)
#: Characters without which that has nothing to find.
ODD_UTF8 = frozenset(
    "".join(map(chr, (*range(0x80, 0xA0), *range(0xA1, 0xAB), *range(0xAC, 0xB7))))
    + "".join(map(chr, (*range(0xB8, 0xBB), *range(0xBC, 0xF5))))
    + "ЂЃѓ‚ƒ„†‡€‰‹ЊЌЋЏђ‘•™љ›њќћџЎўЈҐЄЇІіґєјЅѕїŒœŠšŽžŸˆ˜√├┬╨╤"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
#: Nats of strangeness per character below which text is sound.
_SOUND = 3.9
#: How many different chains one line may have been through.
MOST_CHAINS = 3


def fix_utf8(text: str) -> Iterator[Edit]:
    """Lines of UTF-8 read as something else, by ftfy with its plan as the reason.

    >>> [e.after for e in fix_utf8("Ð¦ÐµÐ»ÑŒ Ñ€Ð°Ð±Ð¾Ñ‚Ñ‹")]
    ['Цель работы']
    >>> list(fix_utf8("“curly quotes” — and a naïve café"))  # typography is the author's
    []
    """
    return _by_ftfy(text, "mojibake.fix_utf8", embedded=False)


def fix_embedded(text: str) -> Iterator[Edit]:
    """UTF-8 read as something else inside sound lines: what ftfy calls inconsistent.

    >>> [e.after for e in fix_embedded("the cafÃ© “Moscow”")]
    ['café']
    >>> list(fix_embedded("VÃO, SÃO PAULO"))  # Portuguese capitals
    []
    """
    return _by_ftfy(text, "mojibake.fix_embedded", embedded=True)


def _by_ftfy(text: str, fixer: str, *, embedded: bool) -> Iterator[Edit]:
    import ftfy

    options = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False,
        fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False,
        fix_surrogates=False, remove_control_chars=False, normalization=None,
        decode_inconsistent_utf8=embedded,
    )  # fmt: skip
    for line in _LINE.finditer(text):
        if not SIGN_UTF8.search(line[0]):
            continue
        after, plan = ftfy.fix_and_explain(line[0], options)
        if after == line[0] or "\n" in after or not _improves(line[0], after, sound=embedded):
            continue
        if "\ufffd" in after and not embedded:
            continue  # recode knows which bytes may have been lost
        reason = "ftfy: " + ", ".join(" ".join(map(str, step)) for step in plan or ())
        yield _narrow(line.start(), line[0], after, fixer, 0.98, reason)


def _improves(before: str, after: str, *, sound: bool) -> bool:
    """Whether ``after`` is less strange; what was only embedded must become sound as well."""
    cost = total_strangeness(after)
    return cost < total_strangeness(before) and (not sound or cost < _SOUND * len(after))


def _narrow(
    start: int, before: str, after: str, fixer: str, confidence: float, reason: str
) -> Edit:
    """The edit without the whole words that stand unchanged at either end."""
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    head = before.rfind(" ", 0, head) + 1 if head < len(before) else head
    stop, stop_after = len(before) - tail, len(after) - tail
    return Edit(
        start + head, start + stop, before[head:stop], after[head:stop_after],
        "encoding", fixer, confidence, reason,
    )  # fmt: skip


def _same(a: str, b: str) -> int:
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))


@dataclass(slots=True)
class Chains:
    """Chains that have proved themselves in this document: they are tried first."""

    known: list[Chain] = field(default_factory=list)

    def learn(self, chain: Chain) -> None:
        """Remember a chain, the latest first."""
        if chain in self.known:
            self.known.remove(chain)
        self.known.insert(0, chain)


def recode(text: str, chains: Chains) -> Iterator[Edit]:
    """Words that were read in a wrong encoding, in lines of which any part may be sound.

    >>> [e.after for e in recode("Íåäîñòàòî÷íàÿ ðàçðàáîòàííîñòü", Chains())]
    ['Недостаточная разработанность']
    >>> list(recode("Œuvres complètes à Besançon, été", Chains()))  # sound French
    []
    """
    for line in _LINE.finditer(text):
        if not line[0].isascii() and (chains.known or has_sign(line[0], frozenset(line[0]))):
            yield from _recode_line(line[0], line.start(), chains)


def _recode_line(line: str, offset: int, known: Chains) -> Iterator[Edit]:
    """One chain after the other, each for the words that it makes better."""
    done: dict[int, str] = {}
    for _ in range(MOST_CHAINS):
        words = Line(line, done)
        path = find_path(words, known.known) if words.suspicious else None
        if path is None:
            return
        known.learn(path.chain)
        reason = ", ".join(f"{target} read as {source}" for source, target in path.chain)
        for start, stop, after in _runs(line, words.places, path.better):
            yield _narrow(offset + start, line[start:stop], after, "mojibake.recode", 0.97, reason)
        done |= path.better


def _runs(
    line: str, words: list[tuple[int, str]], better: dict[int, str]
) -> Iterator[tuple[int, int, str]]:
    """Changed words with only unchanged ASCII between them, as one replacement each."""
    run: list[tuple[int, str, str]] = []
    for at, word in words:
        if at in better or (run and word.isascii()):
            run.append((at, word, better.get(at, word)))
        elif run:
            yield _joined(line, run)
            run = []
    if run:
        yield _joined(line, run)


def _joined(line: str, run: list[tuple[int, str, str]]) -> tuple[int, int, str]:
    while run[-1][1] == run[-1][2]:
        run.pop()
    start, stop = run[0][0], run[-1][0] + len(run[-1][1])
    out, at = [], start
    for place, word, after in run:
        out += [line[at:place], after]
        at = place + len(word)
    return start, stop, "".join(out)
