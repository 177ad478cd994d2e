"""Text that was read in a wrong encoding, as a whole or in places, once or several times.

Two fixers. :func:`fix_utf8` is ftfy, whose plan becomes the reason: it takes back UTF-8 that
was read as something else, and by design nothing more. :func:`recode` looks at the rest, the
single-byte confusions of Cyrillic: it enumerates chains "encode as X, decode as Y" for each
damaged stretch of a line and takes the one whose words make most sense, if the gain is clear.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from fixers.edits import Edit
from fixers.letters import WORD, total_strangeness

#: Encodings that a text may have been read in, or be in, commonest first.
ENCODINGS = (
    "cp1251", "cp1252", "latin-1", "koi8-r", "cp866", "mac-cyrillic", "mac-roman", "koi8-u",
    "iso8859-5", "cp855", "kz1048", "ptcp154", "cp437", "cp850", "cp1250", "cp1125",
)  # fmt: skip
#: Those that chains of three stages are made of.
MAIN = ("cp1251", "cp1252", "latin-1", "koi8-r", "cp866", "mac-roman")
#: A lost character passes through every codec as this control character.
_LOST = "\x1a"
_Step = tuple[str, str]
_Chain = tuple[_Step, ...]

#: What text in a wrong encoding looks like; each alternative is rare in sound text.
SIGN = re.compile(
    "[\u0080-\u009f]"  # C1 controls
    "|[\u00c0-\u00ff\u00b8\u00a8]{3}"  # Cyrillic as Latin-1: Íåäîñòà
    "|[\u2500-\u25a0][\u2500-\u25a0\u0400-\u04ff]|[\u0400-\u04ff][\u2500-\u25a0]"  # CP866: ═хфюё
    "|[\u0400-\u04ff][¤¦¬®µ¶¢£¥¨¯¸¼½¾¿¡ª‡†‰€][\u0400-\u04ff]"  # CP866 as cp1251: в®з
    "|[А-Яа-яёЁ]€|Я(?<=[а-яё]Я)"  # MacCyrillic: недостаточна€
    "|(?<!\\S)[÷†‡‰™®°§€][а-яё]{2}"  # … at the head of a word: ÷ель
    "|[A-Za-z\u00c0-\u00ff][‡†‰ˆ˜ˇ˘˙˚˛˝¬¤¥®][A-Za-z\u00c0-\u00ff‡]"  # MacRoman: ‰ÓÒÚ‡Ú
    "|(?:[–—−][^\\s–—−]){3}"  # UTF-8 as MacRoman: –ù–µ–¥
    "|(?:[РСÐÑ][\u0400-\u040f\u0450-\u045f\u00a0-\u00bf‚„…†‡€‰‹‘’“”•–—™›№]){2}"  # UTF-8: РќРµ
)
#: KOI8, ISO-8859-5 and Windows-1251 taken for each other: Russian letters, the case turned
#: round or changing inside words; long words in capitals are looked at as well.
SIGN_CASE = re.compile(
    "[А-ЯЁ](?:[А-ЯЁ]{3}(?:(?<=[а-яё].{4})|[А-ЯЁ]{3})|(?<=[а-яё].)[А-ЯЁ]*[а-яё]+[А-ЯЁ])"
)
#: South Slavic letters, and letters that no language has beside them: Kazakh read as
#: Windows-1251 is full of both.
_SOUTH, _EAST = "ѕјќѓђљњћџЂЃЉЊЌЋЏ", "ыэщьй"
#: The commonest Russian letters, their share of sound text, and how little is suspicious.
_COMMON, _FEW = "оеаиОЕАИ", 0.1
#: UTF-8 read as a single-byte encoding: a lead byte's character and a continuation's.
SIGN_UTF8 = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]"
    "|(?:[РСГВ][\u00a0-\u00bf‚ѓ„…†‡€‰‹‘’“”•–—™›ЂЃЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї№ ]){2}"
    "|вЂ|Â[\u00a0-\u00bf]|[ÐÑ]|п»ї|ï»¿|в„–"
    "|√[\u0080-\uffff]|‚Ä|[├┬╨╤][^\\s\\w]|[\u0080-\u009f]"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
#: Blanks other than these may be bytes of letters.
_TOKEN = re.compile(r"[^ \t]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
#: A stretch is damaged above, and repaired below, this many nats per character.
_DAMAGED, _SOUND = 4.3, 3.9
#: A whole line of this many is worth a search, though none of its words is strange enough.
_UNEASY = 3.0
#: The gain that a chain must bring: nats for each stage, and nats per character.
_STAGE_COST, _GAIN_PER_CHARACTER = 6.0, 0.7
#: The runner-up must be this many nats worse.
_MARGIN = 2.5
#: At most this many characters of a stretch are scored while chains are searched.
_SAMPLE = 90


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


@cache
def _tables(name: str) -> tuple[dict[int, int], str]:
    """Characters to bytes and bytes to characters; undefined bytes are their own C1 control."""
    decoded = [bytes([b]).decode(name, "replace") for b in range(256)]
    chars = "".join(chr(b) if c == "\ufffd" else c for b, c in enumerate(decoded))
    return {ord(c): b for b, c in enumerate(chars)}, chars


def _encode(text: str, name: str) -> bytes | None:
    try:
        return codecs.charmap_encode(text, "strict", _tables(name)[0])[0]
    except UnicodeEncodeError:
        return None


def _decode(data: bytes, name: str) -> str | None:
    if name != "utf-8":
        return codecs.charmap_decode(data, "strict", _tables(name)[1])[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def apply_chain(text: str, chain: _Chain) -> str | None:
    """``text`` with each stage "encode as X, decode as Y" carried out; ``None`` if one fails.

    >>> apply_chain("Öåëü", (("cp1252", "cp1251"),))
    'Цель'
    """
    current: str | None = text.replace("\ufffd", _LOST)
    for source, target in chain:
        data = None if current is None else _encode(current, source)
        current = None if data is None else _decode(data, target)
    return None if current is None else current.replace(_LOST, "\ufffd")


@dataclass(slots=True)
class Chains:
    """Chains that have proved themselves in this document: they are tried first."""

    known: list[_Chain] = field(default_factory=list)

    def learn(self, chain: _Chain) -> None:
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
        if has_sign(line[0]) or (chains.known and _may_be(line[0])):
            yield from _recode_line(line[0], line.start(), chains)


def has_sign(text: str) -> bool:
    """Whether ``text`` holds something that text in a wrong encoding is full of."""
    if text.isascii():
        return False
    return bool(SIGN_CASE.search(text) or SIGN.search(text)) or is_unlikely(text)


def _has_any(text: str, letters: str) -> bool:
    return any(map(text.__contains__, letters))


def is_unlikely(text: str) -> bool:
    """Whether the letters of a Cyrillic text are not those that any language has together.

    >>> is_unlikely("фйтпуфтпнпъ мйрщ немлпмйуфопк"), is_unlikely("жјне экспорттыѕ жуыєы")
    (True, True)
    >>> is_unlikely("и в области торговли")
    False
    """
    if _has_any(text, _SOUTH) and _has_any(text, _EAST):
        return True
    common = sum(map(text.count, _COMMON))
    return common < _FEW * len(text) and len(_CYRILLIC.findall(text)) > len(text) / 2


_CYRILLIC = re.compile("[\u0400-\u052f]")


def _may_be(line: str) -> bool:
    """A line without a sign, in a document that has damage: is it strange at all?"""
    return bool(_NOT_ASCII.search(line)) and total_strangeness(line) > _DAMAGED * len(line)


def _recode_line(line: str, offset: int, chains: Chains) -> Iterator[Edit]:
    """One chain after the other, each for the words that it makes better."""
    words = [(w.start(), w[0]) for w in _TOKEN.finditer(line)]
    done: dict[int, str] = {}
    for _ in range(MOST_CHAINS):
        strange = _strange_words([w for at, w in words if at not in done])
        if not strange:
            return
        sound = [done.get(at, w) for at, w in words if w not in strange and _is_sound(w)]
        beside = " ".join([w for w in sound if not w.isascii()][:6])
        chain = _find_chain(strange, beside, chains)
        better = _better_words(words, done, chain, beside, chains) if chain else {}
        if not chain or not better:
            return
        chains.learn(chain)
        reason = ", ".join(f"{target} read as {source}" for source, target in chain)
        for start, stop, after in _runs(line, words, better):
            yield _narrow(offset + start, line[start:stop], after, "mojibake.recode", 0.97, reason)
        done |= better


def _find_chain(strange: list[str], beside: str, chains: Chains) -> _Chain | None:
    """A chain that repairs the strange words together, or the longest ones of them."""
    whole = [w for w in strange if "\ufffd" not in w] or strange
    samples = [_sample(whole)]
    if len(whole) > 1:
        longest = sorted(whole, key=len, reverse=True)[:3]
        samples += [_sample(longest), longest[0]]
    for sample in dict.fromkeys(samples):
        if chain := _best_chain(sample, beside, chains):
            return chain
    return None


def _sample(words: list[str]) -> str:
    """As many whole words as are worth scoring."""
    lengths = list(itertools.accumulate(len(w) + 1 for w in words))
    enough = next((i for i, n in enumerate(lengths, 1) if n >= _SAMPLE), len(words))
    return " ".join(words[:enough])


#: How many different chains one line may have been through.
MOST_CHAINS = 3
#: Nats that a change between damaged and sound text costs, in general and where the document
#: is known to have the damage; and what each changed word must bring.
_SWITCH, _SWITCH_KNOWN, _PER_WORD = 3.0, 1.0, 0.3


def _strange_words(words: list[str]) -> list[str]:
    """Words that look damaged, by their letters or, failing that, by a sign."""
    odd = [w for w in words if not w.isascii()]
    strange = [w for w in odd if total_strangeness(w) > _DAMAGED * len(w)]
    mixed = _has_any(" ".join(odd), _EAST)
    signed = [w for w in odd if SIGN.search(w) or (mixed and _has_any(w, _SOUTH))]
    together = " ".join(odd)
    if not strange and not signed and is_unlikely(together):
        return odd if total_strangeness(together) > _UNEASY * len(together) else []
    return [w for w in odd if w in set(strange) | set(signed)]


def _is_sound(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    return letters > 3 and total_strangeness(word) < _SOUND * len(word)


def _better_words(
    words: list[tuple[int, str]], done: dict[int, str], chain: _Chain, beside: str, chains: Chains
) -> dict[int, str]:
    """``{place: word after the chain}`` along the likeliest path through the line.

    Two states per word, sound and damaged; changing over costs something, and so a short
    word goes with its neighbours.
    """
    after = {at: _recoded(w, chain) for at, w in words if at not in done}
    known = " ".join(sorted({a for a in after.values() if a and _is_sound(a)}, key=len)[-3:])
    anchor = f"{beside} {known}".strip()
    base = total_strangeness(anchor)

    def cost(word: str) -> float:
        if word.isascii():
            return 0.0
        return total_strangeness(f"{anchor} {word}") - base + _out_of_place(word, anchor)

    switch = _SWITCH_KNOWN if chain in chains.known else _SWITCH
    sound, damaged = 0.0, switch
    path: list[tuple[bool, bool]] = []
    for at, word in words:
        recoded = after.get(at)
        here = cost(done.get(at, word))
        there = float("inf") if recoded is None else cost(recoded)
        there += _PER_WORD * (recoded != word) + _loud(word, recoded)
        path.append((damaged < sound + switch, damaged + switch < sound))
        sound, damaged = (
            min(sound, damaged + switch) + here, min(damaged, sound + switch) + there,
        )  # fmt: skip
    return _traced(words, after, path, in_damage=damaged < sound)


_STRAY_SIGN = re.compile("[®©·¨¦¬¢£¤¥§°±µ¶¸\u2500-\u259f]+[.,;:]?")
_LATIN1 = re.compile("[\u00c0-\u024f]")


def _out_of_place(word: str, anchor: str) -> float:
    """What it costs that a sign stands alone, or accented letters among Cyrillic words."""
    if _STRAY_SIGN.fullmatch(word):
        return 3.0
    foreign = _LATIN1.search(word) and _CYRILLIC.search(anchor)
    return 3.0 if foreign and not _CYRILLIC.search(word) else 0.0


def _loud(word: str, recoded: str | None) -> float:
    """What it costs that a short small word becomes capitals (вв. → ББ.)."""
    shouts = bool(recoded) and (recoded or "").isupper() and not word.isupper()
    return 2.0 if shouts and len(word) < 5 else 0.0


def _traced(
    words: list[tuple[int, str]],
    after: dict[int, str | None],
    path: list[tuple[bool, bool]],
    *,
    in_damage: bool,
) -> dict[int, str]:
    """The words of the damaged state along the best path, from its end."""
    better: dict[int, str] = {}
    for (at, word), (stayed, left) in zip(reversed(words), reversed(path), strict=True):
        recoded = after.get(at)
        if in_damage and recoded is not None and recoded != word:
            better[at] = recoded
        in_damage = stayed if in_damage else left
    return better


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


@cache
def _undefined(name: str) -> bytes:
    """Bytes that an encoding leaves without a character: what reading it loses."""
    return bytes(b for b in range(256) if bytes([b]).decode(name, "replace") == "\ufffd")


def _recoded(word: str, chain: _Chain) -> str | None:
    """The word after the chain; for characters that were lost, the bytes that may have been."""
    gaps = word.count("\ufffd")
    lost = _undefined(chain[0][0])
    if not gaps or not lost or len(lost) ** gaps > 700:
        return apply_chain(word, chain)
    parts = [_encode(part, chain[0][0]) for part in word.split("\ufffd")]
    if any(part is None for part in parts):
        return None
    found = []
    for fill in itertools.product(lost, repeat=gaps):
        data = (parts[0] or b"") + b"".join(
            bytes([b]) + (part or b"") for b, part in zip(fill, parts[1:], strict=True)
        )
        text = _decode(data, chain[0][1])
        if text and (rest := apply_chain(text, chain[1:])):
            found.append(rest)
    return min(found, key=_oddity, default=None)


def _oddity(word: str) -> float:
    """Strangeness, words of the lexicon (of Russian: the commonest) first."""
    from fixers.lexicon import zipf

    known = sum(zipf(w, "ru") for w in WORD.findall(word))
    return total_strangeness(word) - 2.0 * known


def _best_chain(sample: str, beside: str, chains: Chains) -> _Chain | None:
    """The chain with the clearest gain, or ``None``; ``beside`` is sound text around it."""
    trial = Trial(sample, beside)
    for chain in chains.known:
        after = apply_chain(sample, chain)
        if after and trial.gain(after, len(chain), known=True) > 0 and _is_clean(after):
            return chain
    for depth in (1, 2, 3):
        if depth == 3 and (len(sample) < 16 or trial.before < 5 * len(sample)):
            break
        if found := _search(trial, depth):
            return found
    return None


class Trial:
    """A damaged stretch, and how much less strange its line would be with another text."""

    def __init__(self, sample: str, beside: str) -> None:
        self.sample = sample
        self._beside = f"{beside} " if beside else ""
        self.before = self.cost(sample)

    def cost(self, text: str) -> float:
        """Nats of ``text`` among the sound words beside it."""
        return total_strangeness(self._beside + text)

    def gain(self, after: str, stages: int, *, known: bool = False) -> float:
        """Nats that ``after`` is better than it must be; negative where it is no language."""
        if total_strangeness(after) > _SOUND * max(1, len(after)):
            return -1.0
        if not (known or has_words(after)):
            return -1.0
        changed = sum(not c.isascii() for c in self.sample)
        if len(self.sample) == len(after):
            changed = sum(a != b for a, b in zip(self.sample, after, strict=True))
        wanted = _STAGE_COST * stages + _GAIN_PER_CHARACTER * changed
        if known or (all_words(after) and not all_words(self.sample)):
            wanted /= 3.0
        return self.before - self.cost(after) - wanted


def all_words(text: str) -> bool:
    """Whether every word stands in a lexicon in a usual case, one of four letters at least."""
    from fixers.lexicon import is_word

    words = WORD.findall(text)
    usual = all(w[1:].islower() or w.isupper() or len(w) == 1 for w in words)
    return usual and max(map(len, words), default=0) > 3 and all(map(is_word, words))


def has_words(text: str) -> bool:
    """Whether most words of three letters and more, one at least, stand in a lexicon."""
    from fixers.lexicon import is_word

    words = [w for w in WORD.findall(text) if len(w) > 2 and not w.isascii()]
    words = words or [w for w in WORD.findall(text) if len(w) > 2]
    known = sum(is_word(w) for w in words)
    return known > 0 and known * 2 >= len(words)


_CLEAN = re.compile("[\u0080-\u009f\u2500-\u259f]")


def _is_clean(text: str) -> bool:
    return not _CLEAN.search(text)


def _search(trial: Trial, depth: int) -> _Chain | None:
    """The best chain of exactly ``depth`` stages, if it is good and has no rival."""
    results: dict[str, tuple[float, _Chain]] = {}
    for chain, lost in _chains(trial.sample.replace("\ufffd", _LOST), depth):
        after = lost.replace(_LOST, "\ufffd")
        if after not in results and _is_clean(after):
            results[after] = (trial.cost(after) + _order(chain), chain)
    ranked = sorted(results.items(), key=lambda item: item[1][0])
    if not ranked:
        return None
    text, (cost, chain) = ranked[0]
    if trial.gain(text, depth) <= 0:
        return None
    rival = ranked[1][1][0] if len(ranked) > 1 else float("inf")
    return chain if rival - cost > _MARGIN else None


def _order(chain: _Chain) -> float:
    """A small cost for rare encodings, so that of equal readings the usual one wins."""
    names = [name for step in chain for name in step if name != "utf-8"]
    return sum(0.3 * ENCODINGS.index(name) for name in names)


def _chains(text: str, depth: int) -> Iterator[tuple[_Chain, str]]:
    """All chains of ``depth`` stages that the characters of ``text`` allow, with results.

    Of three stages two at least must be UTF-8, which few texts can be: anything else is
    neither met nor worth the time.
    """
    level: dict[str, _Chain] = {text: ()}
    for stage in range(1, depth + 1):
        encodings = ENCODINGS if depth == 1 else MAIN
        following: dict[str, _Chain] = {}
        for current, chain in level.items():
            single = sum(target != "utf-8" for _, target in chain)
            for step, after in _steps(current, encodings, only_utf8=depth == 3 and single > 0):
                if stage == depth:
                    yield (*chain, step), after
                elif after != text:
                    following.setdefault(after, (*chain, step))
        level = following


def _steps(text: str, encodings: Iterable[str], *, only_utf8: bool) -> Iterator[tuple[_Step, str]]:
    seen: set[bytes] = set()
    for source in encodings:
        data = _encode(text, source)
        if data is None or data in seen or data.isascii():
            continue
        seen.add(data)
        for target in ("utf-8",) if only_utf8 else ("utf-8", *encodings):
            after = _decode(data, target) if target != source else None
            if after is not None:
                yield (source, target), after


_LOST_IN_WORD = re.compile(
    r"(?<![\w\ufffd?])(?=[^\W\d_\ufffd?]*[\ufffd?]+[^\W\d_])"
    r"[^\W\d_]*(?:[\ufffd?]{1,2}[^\W\d_]+){1,2}\ufffd?(?![\w\ufffd])"
    r"|(?<![\w\ufffd?])[^\W\d_]{3,}\ufffd{1,2}(?![\w\ufffd])"
)
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALPHABETS = {
    "ru": _RUSSIAN, "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "kk": _RUSSIAN + "әғқңөұүһі",
    "en": "abcdefghijklmnopqrstuvwxyz",
}  # fmt: skip


def restore_letters(text: str, lang: str | None, zipf: Callable[[str], float]) -> Iterator[Edit]:
    """A lost letter where the lexicon leaves one reading; otherwise the place is flagged.

    >>> known = {"экономический": 4.0, "рост": 4.0, "мост": 4.0}
    >>> look = lambda word: known.get(word, 0.0)
    >>> [(e.after, e.applied) for e in restore_letters("экономи\\ufffdеский \\ufffdост", "ru", look)]
    [('экономический', True), ('\\ufffdост', False)]
    """
    alphabet = _ALPHABETS.get(lang or "ru", _RUSSIAN if lang != "en" else _ALPHABETS["en"])
    for match in _LOST_IN_WORD.finditer(text):
        word = match[0]
        if len(word) > 40 or ("?" in word and "\ufffd" not in word and len(word) < 5):
            continue
        found = sorted(((zipf(w.lower()), w) for w in _fillings(word, alphabet)), reverse=True)
        found = [f for f in found if f[0] > 0]
        sure = len(found) == 1 or (len(found) > 1 and found[0][0] > found[1][0] + 2.5)
        if not found or ("?" in word and not sure):
            continue
        yield Edit(
            match.start(), match.end(), word, found[0][1] if sure else word,
            "encoding", "mojibake.restore_letters", 0.93 if sure else 0.4,
            "a lost letter: the lexicon has one word" if sure else "a lost letter",
            tuple(w for _, w in found[:5]), sure,
        )  # fmt: skip


def _fillings(word: str, alphabet: str) -> Iterator[str]:
    """The word with a letter, or two for a run of two, in each lost place."""
    parts = re.split(r"[\ufffd?]{1,2}", word)
    gaps = len(parts) - 1
    upper = word.upper() == word and len(word) > 3
    for letters in itertools.product(alphabet, repeat=gaps):
        filled = parts[0] + "".join(a + b for a, b in zip(letters, parts[1:], strict=True))
        if parts[0] == "" and len(parts[1]) > 1 and parts[1].islower() is False:
            filled = filled[0].upper() + filled[1:]
        yield filled.upper() if upper else filled
