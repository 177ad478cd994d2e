"""Units: the repaired text of a block, cut where one observed block holds several parts.

A reader without fonts (plain text, OCR) may deliver "УДК 33", the authors and the title
as one paragraph. Blocks keep their identity; works are described from units, each of which
knows its block and its printed lines after repair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from corpus.document import Block, Label
from extractors.observed import ObservedBlock
from extractors.works.codes import is_code_line
from extractors.works.dates import dates_run_on, is_date_line
from extractors.works.headings import alone, read_heading
from extractors.works.names import read_names
from extractors.works.people import (
    INSTITUTION,
    PLACE,
    POSITION,
    is_affiliation,
    read_role,
    strip_contacts,
)

#: Characters: a line longer than this shows that the source is not wrapped to a page's width.
UNWRAPPED = 220
#: Characters: running text is at least this long.
PROSE = 120
#: Blocks longer than this (characters) are body text: they are not cut into lines.
LONG_BLOCK = 12_000
#: An address alone on its line, hidden from collectors: it belongs to the line above.
_HIDDEN_ADDRESS = regex.compile(r"\s*[\w.+-]+\s?[\[(](?:at|собака)[\])]\s?[\w.-]+\s*$")
_KEEP_WHOLE = frozenset(
    {"table", "formula", "listing", "picture", "caption", "footnote", "page_header"}
)
_CUT_KINDS = ("abstract", "keywords", "citation", "funding", "references")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a block: ``block`` is the index of the block, ``lines`` the repaired
    text at the line ends as printed, ``breaks`` the lines that begin after a page or crawl
    break (a single leading blank in crawled text)."""

    block: int
    text: str
    lines: tuple[str, ...]
    label: Label = "paragraph"
    lang: str | None = None
    page: int = 1
    size: float | None = None
    bold: bool = False
    centered: bool = False
    breaks: tuple[int, ...] = ()
    whole: bool = True
    #: Read by recognition, so single letters may be wrong.
    recognised: bool = False
    #: Further blocks whose text was put together with this one's.
    also: tuple[int, ...] = ()


def units_of(blocks: Sequence[Block], observed: Sequence[ObservedBlock]) -> list[Unit]:
    """The units of a document in reading order; every non-empty block has at least one."""
    wrapped = not _is_unwrapped(blocks)
    units: list[Unit] = []
    for index, block in enumerate(blocks):
        seen = observed[index] if index < len(observed) else ObservedBlock(text=block.orig)
        if block.text.strip():
            units += _units_of_block(index, block, seen, wrapped)
    return units


def _is_unwrapped(blocks: Sequence[Block]) -> bool:
    lines = [line for b in blocks if b.label != "table" for line in b.orig.split("\n")]
    long = sum(len(line) > UNWRAPPED for line in lines)
    return long > 2 and long * 10 > len([line for line in lines if line.strip()])


def _units_of_block(index: int, block: Block, seen: ObservedBlock, wrapped: bool) -> Iterator[Unit]:
    if cut := _lead_names(block):
        for half in (block.text[:cut].strip(), block.text[cut:].strip()):
            yield Unit(
                index, half, (half,), block.label, block.lang, block.page, seen.size, seen.bold,
                seen.centered, whole=False,
            )  # fmt: skip
        return
    lines, breaks = repaired_lines(block.orig, block.text)
    base = Unit(
        index, block.text.strip(), tuple(lines), block.label, block.lang, block.page,
        seen.size, seen.bold, seen.centered, tuple(breaks), recognised=block.text_source == "ocr",
    )  # fmt: skip
    if block.label == "page_header" and any(map(is_code_line, lines)):
        yield from _codes_under_head(base, lines)
        return
    roles = [n for n in range(1, len(lines)) if read_role(lines[n])] if len(lines) < 9 else []
    if block.label == "footnote" and len(lines) < 9:
        roles = sorted({*roles, *(n for n in range(1, len(lines)) if _dates_begin(lines, n))})
    if block.label == "footnote":  # the last place by its mark, and the abstract close under it
        heads = [
            n for n in range(1, len(lines)) if read_heading(lines[n], ("abstract", "keywords"))
        ]
        roles = sorted({*roles, *heads})
    whole = block.label in _KEEP_WHOLE and not (block.label == "footnote" and roles)
    if len(lines) < 2 or whole or len(block.text) > LONG_BLOCK or _names_editor(base):
        yield base
        return
    every = [n for n in range(1, len(lines)) if not _HIDDEN_ADDRESS.match(lines[n])]
    if block.label == "footnote":  # places with marks, taken for notes; a supervisor, dates
        cuts = roles
    else:
        cuts = sorted({*_cuts(lines, breaks), *roles}) if wrapped else every
    if not cuts:
        yield base
        return
    for start, stop in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        part = lines[start:stop]
        # What is cut off behind an item of a list is no item.
        loose = start in roles or (start > 0 and base.label == "list_item" and is_caps(part[0]))
        yield replace(
            base,
            label="paragraph" if loose else base.label,
            text=" ".join(part),
            lines=tuple(part),
            breaks=tuple(b - start for b in breaks if start <= b < stop),
            whole=False,
        )


def _names_editor(unit: Unit) -> bool:
    """The editor of a series or the translator, under the words that say so."""
    role = read_role(unit.text) if len(unit.lines) < 7 else None
    return role is not None and role.role in ("editor", "translator")


def _codes_under_head(base: Unit, lines: Sequence[str]) -> Iterator[Unit]:
    """A running head and the codes of a work that stand close under it."""
    for line in lines:
        label: Label = "code" if is_code_line(line) else base.label
        yield replace(base, text=line, lines=(line,), label=label, breaks=(), whole=False)


def _lead_names(block: Block) -> int | None:
    """Where a title in capitals begins after its authors: "A.A. IVANOVA. TRADE OF THE REGION"."""
    if len(block.text) > 400 or block.label not in ("paragraph", "title", "heading"):
        return None
    found = regex.match(r"(.{6,120}?\p{L}{3})\.\s+(?=\p{Lu}{2})", block.text, regex.DOTALL)
    if found is None or not is_caps(block.text[found.end() :]):
        return None
    return found.end() if _is_names(found[1]) else None


def _cuts(lines: Sequence[str], breaks: Sequence[int]) -> list[int]:
    """Line numbers at which a new part begins inside one block."""
    cuts: list[int] = []
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if (
            read_heading(line, _CUT_KINDS)
            or is_code_line(line)
            or is_code_line(before)
            or _ends_caps(lines, number)
            or _ends_names(lines, number)
            or _dates_begin(lines, number)
            or _ends_place(lines, number)
            or _section_begins(lines, number)
            or _ends_contact(lines, number)
            or (number in breaks and _title_before_text(lines, number))
        ):
            cuts.append(number)
    return cuts


def _dates_begin(lines: Sequence[str], number: int) -> bool:
    """Dates of receipt begin (or end) with this line."""
    before, line = lines[number - 1], lines[number]
    return is_date_line(line) != is_date_line(before) and not dates_run_on(before, line)


def _ends_caps(lines: Sequence[str], number: int) -> bool:
    """The line before is in capitals and this one is not (or the reverse)."""
    pair = list(lines[number - 1 : number + 1])
    if is_caps(pair[0]) == is_caps(pair[1]):
        return False
    if pair[0].rstrip().endswith(".") and all(map(is_caps, lines[number:])):
        return len(regex.findall(r"\p{L}{3,}", pair[1])) > 1  # a title under the last reference
    if regex.fullmatch(r"\W*\p{Lu}\p{Ll}+\W*", pair[0]) and number > 1:  # "… Kurgan," / "Russia"
        pair[0] = " ".join(lines[number - 2 : number])
        return bool(PLACE.search(pair[0])) and len(regex.findall(r"\p{L}{2,}", pair[1])) > 1
    return all(len(regex.findall(r"\p{L}{2,}", line)) > 1 for line in pair)


def _ends_contact(lines: Sequence[str], number: int) -> bool:
    """A line that is nothing but an address, and running text under it."""
    bare, emails, orcid = strip_contacts(lines[number - 1])
    told = bool(emails or orcid) and sum(c.isalpha() for c in bare) < 4
    return told and lines[number][:1].isupper() and len(" ".join(lines[number:])) >= PROSE


def _section_begins(lines: Sequence[str], number: int) -> bool:
    """A heading of the text right behind a sentence ("… колебания." / "Введение")."""
    heading = alone(lines[number]) in ("section", "references")
    return heading and lines[number - 1].rstrip().endswith((".", "!", "?", ";"))


def _ends_names(lines: Sequence[str], number: int) -> bool:
    """Exactly one of the two lines is a line of authors (with initials or patronymics)."""
    if regex.match(r"\s*\((?:1[89]|20)\d\d\p{Ll}?\)", lines[number]):
        return False  # "Hartwell, B. C., & Penrose, K." / "(2017). …": an item of a list
    if _ends_title(lines, number - 1) or _names_end(lines, number):
        return True
    joined = _mostly_names(" ".join(lines[number - 1 :])) and not _is_names(lines[number - 1])
    begun = lines[number - 1].rpartition(",")[2].strip()
    joined |= _is_names(f"{begun} {lines[number]}") and not _is_names(begun)
    if joined or _ends_title(lines, number):
        return False  # inside a line of authors that breaks inside a name; inside a title
    rest = " ".join(lines[number:])
    wraps = 1 < len(lines) - number < 4 and _is_names(rest)
    pair = [_is_names(lines[number - 1]), _is_names(lines[number]) or wraps]
    if pair[0] == pair[1] or len(lines) > (8 if number > 1 else 25):
        return False
    other = lines[number - 1] if pair[1] else lines[number]
    if pair[0] and INSTITUTION.search(other) and not lines[number - 1].rstrip().endswith(","):
        return True  # the first place; its line may break after a comma
    return not other.rstrip().endswith(",") and not lines[number - 1].rstrip().endswith(",")


def _names_end(lines: Sequence[str], number: int) -> bool:
    """A line of authors that broke inside a name ends here, above their place."""
    if not 1 < number < 5 or not INSTITUTION.search(lines[number]):
        return False
    return not lines[number - 1].rstrip().endswith(",") and _is_names(" ".join(lines[:number]))


def _ends_place(lines: Sequence[str], number: int) -> bool:
    """An affiliation ends with its place, and running text begins."""
    before, tail = lines[number - 1].rstrip(), " ".join(lines[number:])
    if _heads_text(before, tail):
        return True
    if len(tail) < PROSE or not tail[:1].isupper() or before.endswith((".", ",", ";", "-")):
        return False
    places = list(PLACE.finditer(before))
    if not places or len(before) - places[-1].end() > 12:
        return False
    own = number > 1 and is_affiliation(" ".join(lines[max(number - 2, 0) : number]))
    if not (own or is_affiliation(before)):
        return False
    return bool(regex.search(r"[.!?](?:\s|$)", tail)) and not is_affiliation(lines[number])


#: Words of the shortest title that ends a block of places.
_TITLE_WORDS = 4


def _heads_text(before: str, tail: str) -> bool:
    """A line that ends with a country, then words that name neither people nor places: the
    title that stands under the authors in the same type."""
    places = list(PLACE.finditer(before))
    if not places or len(before) != places[-1].end() or not is_affiliation(before):
        return False
    told = PLACE.search(tail) or INSTITUTION.search(tail) or POSITION.search(tail)
    return not told and (
        tail[:1].isupper()
        and len(regex.findall(r"\p{L}{3,}", tail)) >= _TITLE_WORDS
        and not tail.rstrip().endswith((".", ",", ";"))
        and not regex.search(r"[@\d]|\p{Lu}\.", tail)
    )


def _ends_title(lines: Sequence[str], number: int) -> bool:
    """A line of one word, behind others, over names that begin with initials: the last word
    of a title ("… lens of" / "Luneburg" / "A. L. Ivanov, D. S. Petrov")."""
    if not 0 < number < len(lines) - 1 or not regex.fullmatch(r"\p{L}{3,}", lines[number]):
        return False
    names = " ".join(lines[number + 1 :])
    return bool(regex.match(r"\p{Lu}\.", names)) and _is_names(names)


def _is_names(line: str) -> bool:
    names = read_names(line) if len(line) < 200 else []
    return bool(names) and all(n.certain for n in names)


def _mostly_names(line: str) -> bool:
    """Names, of which one may be told by its place among the others alone."""
    names = read_names(line) if len(line) < 200 else []
    sure = sum(n.certain for n in names)
    return bool(names) and (sure == len(names) or (len(names) > 2 and sure == len(names) - 1))


def _title_before_text(lines: Sequence[str], number: int) -> bool:
    """Short lines without a full stop stand before a break, a text in long lines after it."""
    head, tail = lines[:number], lines[number:]
    if head[-1].rstrip().endswith((".", ",", ";", "-")) or not tail[0][:1].isupper():
        return False
    return len(tail) > 2 and max(map(len, head)) < max(map(len, tail)) and len(head) < 5


def is_caps(text: str) -> bool:
    """Whether ``text`` is set in capitals (small words and marks aside).

    >>> is_caps("ЯДЕРНЫЕ АМБИЦИИ КНДР: анализ"), is_caps("КНДР")
    (False, True)
    """
    letters = list(filter(str.isalpha, text))
    upper = sum(map(str.isupper, letters))
    return len(letters) >= 3 and upper >= 0.85 * len(letters)


def repaired_lines(orig: str, text: str) -> tuple[list[str], list[int]]:
    """``text`` cut at the line ends of ``orig``, and which lines follow a crawl break.

    A word that was hyphenated over a line end goes whole to the first of its lines.

    >>> repaired_lines("УДК 33\\nприме-\\nнение", "УДК 33 применение")
    (['УДК 33', 'применение'], [])
    """
    ends = [m.start() for m in regex.finditer("\n", orig)]
    if not ends or len(text) > LONG_BLOCK:
        return [text.strip()], []
    places = _map(orig, text, ends)
    lines, breaks, at = [], [], 0
    for end, place in zip([*ends, len(orig)], [*places, len(text)], strict=True):
        place = _word_end(text, place)
        line = text[at:place].strip()
        if line:
            lines.append(line)
            at = place
        if regex.match(r"\n (?! )\S", orig[end : end + 3]) and lines:
            breaks.append(len(lines))
    return lines, [b for b in breaks if b < len(lines)]


def _map(orig: str, text: str, places: Sequence[int]) -> list[int]:
    """Offsets in ``orig`` carried over to ``text``."""
    if orig == text:
        return list(places)
    from rapidfuzz.distance import Levenshtein

    opcodes = list(Levenshtein.opcodes(orig, text))
    out, i = [], 0
    for place in places:
        while i + 1 < len(opcodes) and opcodes[i].src_end <= place:
            i += 1
        op = opcodes[i] if opcodes else None
        shift = 0 if op is None else min(place - op.src_start, op.dest_end - op.dest_start)
        out.append(place if op is None else op.dest_start + max(shift, 0))
    return out


def _word_end(text: str, place: int) -> int:
    while 0 < place < len(text) and not text[place].isspace() and not text[place - 1].isspace():
        place += 1
    return place


def main_language(units: Sequence[Unit]) -> str | None:
    """The language with most characters among the running text of ``units``."""
    weights: Counter[str] = Counter()
    for unit in units:
        if unit.lang and len(unit.text) > 80:
            weights[unit.lang] += len(unit.text)
    return weights.most_common(1)[0][0] if weights else None


def script_of(text: str) -> str | None:
    """``"Cyrillic"`` or ``"Latin"``, whichever has more letters; ``None`` without letters."""
    cyrillic = len(regex.findall(r"\p{Cyrillic}", text))
    latin = len(regex.findall(r"\p{Latin}", text))
    if not cyrillic and not latin:
        return None
    return "Cyrillic" if cyrillic > latin else "Latin"


def lang_in(text: str, languages: Sequence[str], default: str | None = None) -> str | None:
    """The language of a short text: recognised, or the document's language of its script.

    ``languages`` are those of the document, the commonest first.

    >>> lang_in("П. О. Сёмин", ["en", "ru"])
    'ru'
    """
    from fixers.languages import language_of

    script = script_of(text)
    if script is None:
        return default
    of_script = [code for code in languages if (code in CYRILLIC) == (script == "Cyrillic")]
    if len(text) > 60:
        found = language_of(text)
        if found and (found in languages or (len(text) > 200 and not of_script)):
            return found
    if of_script:
        return _among(text, of_script)
    return default or {"Cyrillic": "ru", "Latin": "en"}.get(script or "")


#: Letters that Russian lacks, by language; their absence from a text speaks against these.
_OWN_LETTERS = {"kk": "әғқңөұүһі", "uk": "іїєґ", "be": "іў", "ky": "ңөү", "mn": "өү", "tg": "ғӣқӯҳҷ",
                "sr": "ђјљњћџ", "mk": "ѓѕјљњќџ", "tt": "әөүҗңһ"}  # fmt: skip


def _among(text: str, languages: Sequence[str]) -> str:
    """Which of a document's languages of one script a short text is in.

    >>> _among("Торговля Алтая", ["kk", "ru"]), _among("Алтай саудасы және", ["ru", "kk"])
    ('ru', 'kk')
    """
    from fixers.languages import language_of

    if len(languages) == 1:
        return languages[0]
    low = set(text.casefold())
    fitting = [
        code for code in languages if code not in _OWN_LETTERS or low & set(_OWN_LETTERS[code])
    ]
    found = language_of(text)
    if found in languages and (found in fitting or len(text) > 40):
        return str(found)
    return (fitting or list(languages))[0]


CYRILLIC = frozenset(["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "uz-cyrl"])
