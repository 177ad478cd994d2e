"""The likeliest path through a line of which some words were read in a wrong encoding.

Each word stands as it is or is taken through a chain of encodings; what a word costs is its
improbability in the language (:mod:`fixers.wordcost`), and changing over costs something, so
that short words go with their neighbours. The path's gain over the line as it stands is the
evidence for the chain.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from fixers.charmaps import Chain, apply_chain, chains, rarity, recoded
from fixers.letters import shape_nats, total_strangeness
from fixers.lexicon import zipf
from fixers.signs import (
    CAPITAL,
    CYRILLIC,
    LONE_SIGNS,
    ODD,
    SIGN,
    SIGN_CASE,
    SMALL,
    has_quote_for_letter,
    is_listed_anywhere,
)
from fixers.wordcost import best_language, known_share, out_of_place, token_cost

#: Blanks other than these may be bytes of letters.
_TOKEN = re.compile(r"[^ \t]+")
#: A word is suspicious that costs more nats than this for each letter and at all.
_DEAR, _DEAR_AT_ALL = 3.0, 4.0
#: More than this for capitals and signs in odd places makes any word suspicious; but not these.
_ODD_SHAPE, _QUOTES = 3.0, "«»“”„‘’–—…№"
#: Letters of Windows-1251 that a language does without.
_STRANGERS = {
    lang: frozenset("ЂЃЄЅЇЈЉЊЌЋЏҐђѓєѕїјљњќћџґ") - frozenset(own + own.upper())
    for lang, own in (
        ("ru", ""), ("kk", ""), ("bg", ""), ("mn", ""), ("be", "ґ"), ("uk", "єїґ"),
        ("sr", "ђјљњћџ"), ("mk", "ѓѕјљњќџ"),
    )
}  # fmt: skip
_NONE: frozenset[str] = frozenset()
#: What may stand around a word.
_MARKS = "«»“”„\"'`().,;:!?-"
#: Words on each side of the suspicious ones that a path is drawn through.
_AROUND = 12
#: In a line of more words only those near a sign of damage are looked at.
_LONG_LINE = 60
#: Words in capitals shorter than this are abbreviations that no lexicon needs to have.
_ABBREVIATION, _LONGER = 7, 5
#: Capitalised words that some language lists are names above so many letters.
_SHORT = 3
#: Two and three stages are looked for above so many nats per character, and characters.
_STRANGE, _LEAST = {2: 4.3, 3: 5.0}, {2: 6, 3: 12}
#: Nats by which the suspicious words must become less strange for a path to be drawn.
_PROMISES = 3.5
#: Accented Latin letters in a line that may be Cyrillic.
_ACCENTED, _FOREIGN = re.compile("[\u00c0-\u017e]"), 3.0
#: Private-use characters, which no encoding here has (but for the Macintosh apple).
_PRIVATE = re.compile("[\ue000-\uf8fe]")
#: What no repaired word may hold.
_BROKEN = re.compile("[\u0080-\u009f\u2500-\u259f]")
#: What most repaired words are made of.
_USUAL = re.compile("[\u0020-\u007eЀ-ӿÀ-ɏ«»“”„‘’–—…№\u00a0\ufffd]*")
#: What a chain must gain: nats for each stage, fewer where the document is known to have it.
_STAGE_COST, _STAGE_COST_KNOWN = 6.0, 1.5
#: Nats that a change between damaged and sound text costs, in general and where the document
#: is known to have the damage; and what each changed word must bring.
_SWITCH, _SWITCH_KNOWN, _PER_WORD = 4.0, 2.0, 0.3
#: Encodings that have the small Russian letters but one in the same places.
_SAME_LETTERS = frozenset({"cp1251", "mac-cyrillic", "kz1048", "ptcp154"})
#: The runner-up must be this many nats worse, unless it differs in few letters.
_MARGIN, _ALIKE = 2.5, 0.7
#: Nats that abbreviations must gain, which no lexicon needs to have.
_STRONG = 20.0
#: How common (zipf) words of two and three letters must be that are all there is.
_COMMON_SHORT = 5.0
#: Suspicious words that are tried, and chains whose path is drawn.
_TRIED, _DRAWN = 8, 8
#: Chains that do the same to these words are told apart by the rest of the line.
_SAME = 4


class Line:
    """The words of a line, what they cost as they stand, and which of them are suspicious."""

    def __init__(self, line: str, done: dict[int, str]) -> None:
        self.places = [(w.start(), w[0]) for w in _TOKEN.finditer(line)]
        self.done = done
        self.words = [done.get(at, word) for at, word in self.places]
        self.lang = best_language(" ".join(self.words[:_LONG_LINE]))

    @cached_property
    def suspicious(self) -> list[str]:
        """Words that no language explains, dearest first, each once."""
        words = self.places if len(self.places) < _LONG_LINE else self._signed()
        open_words = {
            w for at, w in words
            if at not in self.done and not w.isascii() and not _PRIVATE.search(w)
        }  # fmt: skip
        excess = {w: _excess(w, self.lang) for w in open_words}
        odd = [w for w in open_words if excess[w] > 0 and not _is_name(w)]
        if all(map(_is_abbreviation, odd)) and not self._has_row(odd):
            return []
        return sorted(odd, key=lambda w: ("\ufffd" in w, -excess[w], w))

    def _has_row(self, odd: list[str]) -> bool:
        """Whether two of the words, one of them longer, stand side by side: hardly abbreviations."""
        return any(
            a in odd and b in odd and max(len(a), len(b)) >= _LONGER
            for a, b in itertools.pairwise(self.words)
        )

    def _signed(self) -> list[tuple[int, str]]:
        """The words with a sign of damage and those around them; all if none has one."""
        found = [i for i, (_, w) in enumerate(self.places) if SIGN.search(w) or SIGN_CASE.search(w)]
        near = {j for i in found for j in range(i - _AROUND, i + _AROUND + 1)}
        return [p for i, p in enumerate(self.places) if i in near] or self.places

    def may_be_twice(self, depth: int) -> bool:
        """Whether the suspicious words look as if they had been through ``depth`` stages."""
        together = " ".join(self.suspicious)
        return (
            len(together) >= _LEAST[depth]
            and not ODD.isdisjoint(together)
            and total_strangeness(together) > _STRANGE[depth] * len(together)
        )

    @cached_property
    def window(self) -> tuple[int, int]:
        """The words between which a chain may matter: the suspicious ones and some around."""
        strange = set(self.suspicious)
        found = [i for i, w in enumerate(self.words) if w in strange]
        return max(0, found[0] - _AROUND), found[-1] + 1 + _AROUND

    def neighbours(self, i: int) -> tuple[str, str]:
        """The words in front of and behind the word ``i``."""
        behind = self.words[i + 1] if i + 1 < len(self.words) else ""
        return self.words[i - 1] if i else "", behind

    def here(self, word: str, lang: str) -> float:
        """Nats of a word as it stands, in ``lang`` or the line's own language."""
        cost = min(token_cost(word, lang), token_cost(word, self.lang))
        return cost + _FOREIGN if _ACCENTED.search(word) and not word.isascii() else cost


def _excess(word: str, lang: str) -> float:
    """Nats beyond what sound words cost at most; signs of usual typography count for nothing."""
    usual = sum(map(word.count, _QUOTES))
    odd = shape_nats(word) - 2.0 * usual
    dear = token_cost(word, lang) - 2.0 * usual - _DEAR * len(word) - _DEAR_AT_ALL
    foreign = _has_strangers(word, lang) and not is_listed_anywhere(word.strip(_MARKS).lower())
    return max(dear, odd - _ODD_SHAPE, 1.0 * (foreign or any(has_quote_for_letter(word))))


def _has_strangers(word: str, lang: str) -> bool:
    """Whether a word has letters that the language does without."""
    return not _STRANGERS.get(lang, _NONE).isdisjoint(word)


def _is_abbreviation(word: str) -> bool:
    core = word.strip(_MARKS)
    return len(core) < _ABBREVIATION and core.isupper() and CYRILLIC.issuperset(core)


_HUMPS = re.compile(f"[{CAPITAL}]+(?![{SMALL}])|[{CAPITAL}]?[{SMALL}]+")


def _is_name(word: str) -> bool:
    """Whether a word with a capital inside is one of names and units: КамАЗ, ВымпелКом, кВт.

    A capital Я is left out: it is what MacCyrillic makes of small letters. A word in a script
    of its own is a name as well, and one that another language lists: Љубица in Russian.
    """
    core = word.strip(_MARKS)
    if core.istitle() and len(core) > _SHORT and is_listed_anywhere(core.lower()):
        return True
    if core.isalpha() and all(c > "\u036f" and c not in CYRILLIC for c in core):
        return True
    if not core.isalpha() or core[1:].islower() or core.isupper() or "Я" in core:
        return False
    parts = [p for p in _HUMPS.findall(core) if not p.isupper()]
    return is_listed_anywhere(core) or (
        bool(parts) and all(len(p) > 2 and is_listed_anywhere(p) for p in parts)
    )


@dataclass(slots=True)
class Path:
    """The likeliest way through a line with one chain: the words that it changes."""

    gain: float
    chain: Chain
    lang: str
    better: dict[int, str]
    before: tuple[str, ...] = ()


def find_path(line: Line, known: Collection[Chain]) -> Path | None:
    """The best path of all chains, if it is good and has no rival."""
    paths = [p for chain in known if (p := _draw(line, chain, known=True)) and p.gain > 0]
    for depth in (1, 2, 3):
        if paths and _settles(line, max(paths, key=lambda p: p.gain)):
            break
        if depth > 1 and not line.may_be_twice(depth):
            break
        drawn = (_draw(line, chain, known=False) for chain in _promising(line, depth))
        paths += [path for path in drawn if path and path.gain > 0]
    paths = sorted((p for p in paths if _is_language(p, known)), key=lambda p: -p.gain)
    if not paths:
        return None
    best = paths[0]
    if LONE_SIGNS.issuperset(best.before) and not _begins_sentences(line, best):
        return None
    rival = next((p for p in paths[1:] if _differs(p, best)), None)
    if rival and rival.gain > best.gain - _MARGIN and _likeness(best, rival) < _ALIKE:
        return None
    return best


def _begins_sentences(line: Line, path: Path) -> bool:
    """Whether each changed word stands between the end of a sentence and a word or number."""
    for i, (at, _) in enumerate(line.places):
        if at in path.better:
            before, behind = line.neighbours(i)
            word = behind[:1].isdigit() or (behind.islower() and is_listed_anywhere(behind))
            if not word or (before and before[-1] not in ".!?:"):
                return False
    return True


def _differs(a: Path, b: Path) -> bool:
    """Whether two paths read other words, not only other capitals."""
    return {at: w.lower() for at, w in a.better.items()} != {
        at: w.lower() for at, w in b.better.items()
    }


def _settles(line: Line, path: Path) -> bool:
    """Whether a path leaves hardly a suspicious word."""
    changed = {word for at, word in line.places if at in path.better}
    after = sum(w not in changed for w in line.suspicious)
    still = sum(_excess(w, path.lang) > 0 for w in path.better.values())
    return 3 * (after + still) <= len(line.suspicious)


def _is_language(path: Path, known: Collection[Chain]) -> bool:
    """Whether the changed words are words: half of the longer ones must be listed.

    Short ones alone are taken where all are common, or the document has the damage elsewhere.
    """
    words = list(path.better.values())
    if any(_has_strangers(word, path.lang) for word in words):
        return False
    if any(map(_BROKEN.search, words)) or 5 * sum(map(_is_odd, words)) > len(words):
        return False
    if path.chain in known:
        return True
    listed, longer = known_share([w for w in words if not _is_odd(w)], path.lang)
    if longer:
        return 2 * listed >= longer
    if LONE_SIGNS.issuperset(path.before):
        return all(w.isupper() and zipf(w, path.lang) >= _COMMON_SHORT for w in words)
    return (_are_common(words, path.lang) and all(map(_has_letters, path.before))) or (
        path.gain >= _STRONG and _are_abbreviations(words, path)
    )


def _are_abbreviations(words: list[str], path: Path) -> bool:
    """Whether all words are capitals whose letters, as they stood, the language does without."""
    foreign = _STRANGERS.get(path.lang, _NONE)
    return all(w.isupper() for w in words) and all(
        not foreign.isdisjoint(before) for before in path.before
    )


def _has_letters(word: str) -> bool:
    """Whether half of a word are letters: "½°" is a measure, whatever it may be read as."""
    return 2 * sum(map(str.isalpha, word)) >= len(word)


def _are_common(words: list[str], lang: str) -> bool:
    """Whether words of at most three letters are among the commonest of the language."""
    cores = [word.strip(_MARKS) for word in words]
    return (
        CYRILLIC.issuperset("".join(cores))
        and any(len(core) > 1 for core in cores)
        and all(zipf(core, lang) >= _COMMON_SHORT for core in cores)
    )


def _is_odd(word: str) -> bool:
    """Whether a word has capitals or signs in odd places."""
    return shape_nats(word) - 2.0 * sum(map(word.count, _QUOTES)) > _ODD_SHAPE


def _likeness(a: Path, b: Path) -> float:
    """The share of characters that two paths agree in."""
    places = a.better.keys() | b.better.keys()
    same = total = 0
    for at in places:
        x, y = a.better.get(at, ""), b.better.get(at, "")
        total += max(len(x), len(y))
        same += sum(p == q for p, q in zip(x, y, strict=False))
    return same / max(1, total)


def _promising(line: Line, depth: int) -> list[Chain]:
    """Chains of ``depth`` stages after which the suspicious words are least strange."""
    tried = tuple(line.suspicious[:_TRIED])
    found: dict[tuple[str, ...], list[tuple[float, Chain]]] = {}
    before = _doubt(tried, line.lang)
    for chain, results in chains(tried, depth):
        after = tuple(a or w for a, w in zip(results, tried, strict=True))
        changed = [a for a, w in zip(results, tried, strict=True) if a and a != w]
        if 4 * sum(_USUAL.fullmatch(a) is None for a in changed) > len(changed):
            continue
        if after in found:
            found[after].append((found[after][0][0], chain))
        else:
            doubts = zip(_doubt(after, line.lang), before, strict=True)
            found[after] = [(min(x - y for x, y in doubts), chain)]
    ranked = sorted(same for same in found.values() if same[0][0] < -_PROMISES)[:_DRAWN]
    return [chain for same in ranked for _, chain in sorted(same, key=_rarity)[:_SAME]]


def _doubt(words: tuple[str, ...], lang: str) -> tuple[float, float]:
    """Nats of the words in the language that fits them, and in the line's own."""
    return total_strangeness(" ".join(words)), sum(token_cost(w, lang) for w in words)


def _rarity(found: tuple[float, Chain]) -> float:
    return rarity(found[1])


def _draw(line: Line, chain: Chain, *, known: bool) -> Path | None:
    """The likeliest path through the line, each word as it stands or after ``chain``.

    Changing over costs something, and so a short word goes with its neighbours.
    """
    after = _after(line, chain)
    lang = best_language(" ".join(w for w in (*after.values(), *_sound(line)) if w))
    path = _draw_in(line, chain, after, lang, known=known)
    if path is None:
        return None
    better = path.better
    lang = best_language(
        " ".join(
            better.get(at, word) for (at, _), word in zip(line.places, line.words, strict=True)
        )
    )
    return path if lang == path.lang else _draw_in(line, chain, after, lang, known=known)


def _draw_in(
    line: Line, chain: Chain, after: dict[int, str | None], lang: str, *, known: bool
) -> Path | None:
    """The likeliest path if the repaired line is in ``lang``."""
    switch = _SWITCH_KNOWN if known or _spares_letters(chain) else _SWITCH
    sound, damaged, plain = 0.0, 0.0, 0.0
    path: list[tuple[bool, bool]] = []
    first, last = line.window
    for i in range(first, min(last, len(line.words))):
        word = line.words[i]
        recoded_word = after.get(line.places[i][0], word)
        before, behind = line.neighbours(i)
        here = line.here(word, lang) + out_of_place(before, word, behind)
        if recoded_word is None:
            there = float("inf")
        else:
            there = token_cost(recoded_word, lang) + out_of_place(before, recoded_word, behind)
            there += _PER_WORD * (recoded_word != word)
        path.append((damaged < sound + switch, damaged + switch < sound))
        plain += here
        sound, damaged = (
            min(sound, damaged + switch) + here, min(damaged, sound + switch) + there,
        )  # fmt: skip
    better = _traced(line, after, path, in_damage=damaged < sound)
    cost = (_STAGE_COST_KNOWN if known else _STAGE_COST) * len(chain) + rarity(chain) * (not known)
    gain = plain - min(sound, damaged) - cost
    observed = tuple(word for at, word in line.places if at in better)
    return Path(gain, chain, lang, better, observed) if better else None


def _spares_letters(chain: Chain) -> bool:
    """Whether the chain leaves most letters as they are, so that damage ends anywhere."""
    return all(name in _SAME_LETTERS for step in chain for name in step)


def _after(line: Line, chain: Chain) -> dict[int, str | None]:
    """The words that are still open, after the chain."""
    return {
        at: word if word.isascii() else _recoded(word, chain)
        for at, word in line.places[slice(*line.window)]
        if at not in line.done
    }


def _recoded(word: str, chain: Chain) -> str | None:
    if "\ufffd" not in word:
        return apply_chain(word, chain)
    return recoded(word, chain, lambda w: token_cost(w, best_language(w)), _is_listed)


def _is_listed(token: str) -> bool:
    known, longer = known_share([token], best_language(token))
    return 0 < known == longer


def _sound(line: Line) -> list[str]:
    strange = set(line.suspicious)
    words = line.words[slice(*line.window)]
    return [w for w in words if w not in strange and not w.isascii()]


def _traced(
    line: Line, after: dict[int, str | None], path: list[tuple[bool, bool]], *, in_damage: bool
) -> dict[int, str]:
    """The words of the damaged state along the best path, from its end."""
    better: dict[int, str] = {}
    first, last = line.window
    words = line.places[first:last]
    for (at, word), (stayed, left) in zip(reversed(words), reversed(path), strict=True):
        result = after.get(at)
        if in_damage and result is not None and result != word:
            better[at] = result
        in_damage = stayed if in_damage else left
    return better
