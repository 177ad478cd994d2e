"""Two printings of one front matter that check each other: authors and their marks.

Recognition seldom misreads the same sign twice. Where one printing is misread and the
other tells what stands there, the misread one is repaired; where they only differ, a flag.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex
from rapidfuzz.distance import Levenshtein

from corpus.document import Author
from extractors.works.misread import UNREAD, as_cyrillic
from extractors.works.names import same_initial
from extractors.works.people import Contributor, Team, several_places, unite
from extractors.works.translit import same_name

#: Initials that recognition takes for others of their script.
_TAKEN_FOR = {"L": "IJ", "Y": "V", "J": "I", "I": "JL", "T": "I", "O": "Q", "Q": "O", "В": "Б", "Б": "В", "Н": "И", "И": "Н", "П": "Л", "Л": "П"}  # fmt: skip


#: Titles of which more words than one in this many differ are two titles.
_ALIKE = 3


def agreed_title(lang: str, title: str, cited: str) -> tuple[str, list[str]]:
    """A recognised title with the words that recognition misread as the citation prints them.

    A word is taken over when it has the same shape in the other script, or is a word where
    the title has none. Others that differ are flagged.

    >>> agreed_title("ru", "О МЕТОЛАХ УЧЁТА ВОД", "О методах учёта вод")
    ('О МЕТОДАХ УЧЁТА ВОД', ['title ru: «МЕТОЛАХ» read, «МЕТОДАХ» by the citation'])
    >>> agreed_title("ru", "Учёт грунтовых вод", "История рек Сибири")
    ('Учёт грунтовых вод', [])
    """
    words, others = title.split(), cited.split()
    if len(words) != len(others):
        return title, []
    apart = [
        n for n, pair in enumerate(zip(words, others, strict=True)) if len({*map(_key, pair)}) > 1
    ]
    if len(apart) * _ALIKE > len(words):
        return title, []
    flags = []
    for n in apart:
        if better := _better(words[n], others[n], lang):
            flags.append(f"title {lang}: «{words[n]}» read, «{better}» by the citation")
            words[n] = better
        else:
            flags.append(f"title {lang}: the title has «{words[n]}», the citation «{others[n]}»")
    return " ".join(words), flags


#: Decades of frequency from which on a word is one of those that every text has.
_COMMON_WORD = 6.0


def title_in_one_script(lang: str, title: str) -> tuple[str, list[str]]:
    """A recognised Cyrillic title whose small words were read in Latin letters of their shape.

    >>> title_in_one_script("ru", "ВЛИЯНИЕ ДОРОГ HA РЕКИ В ХХ ВЕКЕ")
    ('ВЛИЯНИЕ ДОРОГ НА РЕКИ В XX ВЕКЕ', ['title ru: «HA» read, «НА» by its neighbours'])
    >>> title_in_one_script("ru", "ВЫБРОСЫ CO В ОМСКЕ")
    ('ВЫБРОСЫ CO В ОМСКЕ', [])
    """
    from fixers.lexicon import zipf

    if not regex.search(r"\p{Cyrillic}{4}", title):
        return title, []
    words, flags = title.split(), []
    for n, word in enumerate(words):
        if breve := _with_breve(word, lang):
            flags.append(f"title {lang}: «{word}» read, «{breve}» by the dictionary")
            words[n] = breve
            continue
        if regex.fullmatch(r"[ХІ]{2,}", word):  # a century: its figures are Latin
            words[n] = word.replace("Х", "X").replace("І", "I")
        cyrillic = as_cyrillic(word)
        told = regex.fullmatch(r"[\p{Latin}]{2,3}", word) and word not in _FORMULAS
        if (
            told
            and regex.fullmatch(r"\p{Cyrillic}+", cyrillic)
            and zipf(cyrillic.lower(), lang) >= _COMMON_WORD
        ):
            flags.append(f"title {lang}: «{word}» read, «{cyrillic}» by its neighbours")
            words[n] = cyrillic
    return " ".join(words), flags


def _with_breve(word: str, lang: str) -> str | None:
    """A word one letter of which lost its breve: no word without it, one with it.

    >>> _with_breve("ЯРМАРОЧНОИ", "ru"), _with_breve("КРИВОЛИНЕИНЫХ,", "ru")
    ('ЯРМАРОЧНОЙ', 'КРИВОЛИНЕЙНЫХ,')
    >>> _with_breve("торговли", "ru"), _with_breve("свои", "ru")
    (None, None)
    """
    from fixers.lexicon import is_word

    bare = regex.sub(r"^\W+|\W+$", "", word)
    if lang not in {"ru", "bg"} or not regex.fullmatch(r"\p{Cyrillic}{6,}", bare):
        return None
    if is_word(bare.casefold(), lang):
        return None
    places = [m.start() for m in regex.finditer(r"(?<=[оеыиаяуюэ])и", bare.casefold())]
    tried = [bare[:n] + ("Й" if bare[n].isupper() else "й") + bare[n + 1 :] for n in places]
    known = [better for better in tried if is_word(better.casefold(), lang)]
    return word.replace(bare, known[0]) if len(known) == 1 else None


#: What a title may mean in Latin letters.
_FORMULAS = frozenset({"CO", "PH", "PC", "TB", "BA", "PX", "MO"})


def _key(word: str) -> str:
    return regex.sub(r"[^\p{L}\d]", "", word.casefold().replace("ё", "е"))


def _better(word: str, other: str, lang: str) -> str | None:
    """The word of the citation in the case of the title's, where it is beyond doubt."""
    from fixers.lexicon import is_word

    one, two = (regex.sub(r"^\W+|\W+$", "", w) for w in (word, other))
    same_shape = as_cyrillic(one.upper()) == as_cyrillic(two.upper())
    known = is_word(two.casefold(), lang) and not is_word(one.casefold(), lang)
    near = Levenshtein.distance(one.casefold(), two.casefold()) <= 1 + len(one) // 5
    if not one or not (same_shape or (known and near)) or regex.search(r"\d", one + two):
        return None
    cased = two.upper() if one.isupper() and len(one) > 1 else two
    return word.replace(one, cased)


def share_marks(teams: Sequence[Team]) -> None:
    """Give the marks that one language's line of authors kept to the other's that lost them.

    Done only between lines of as many authors and as many places, which print the same marks.
    """
    for team in teams:
        _count_places(team)
        if not _unread(team) and not _lost(team):
            continue
        for other in teams:
            people, those = _authors(team), _authors(other)
            same = len(people) == len(those) and len(team.places) == len(other.places)
            if other is team or not same or not _readable(other):
                continue
            for person, that in zip(people, those, strict=True):
                person.marks = that.marks
            marks = [mark for mark, _ in other.places]
            team.places = [(m, place) for m, (_, place) in zip(marks, team.places, strict=True)]
            break


def _count_places(team: Team) -> None:
    """Places whose stars were misread take the marks of the authors in their order: as many
    places as marks, and two places with one mark, which no print has."""
    marks = sorted({m for p in _authors(team) for m in p.marks}, key=lambda m: (len(m), m))
    printed = [mark for mark, _ in team.places]
    stars = all(regex.fullmatch(r"\*{1,4}", m) for m in (*marks, *printed))
    if len(marks) == len(printed) > 1 and stars and len(set(printed)) < len(printed):
        team.places = [(m, place) for m, (_, place) in zip(marks, team.places, strict=True)]


def _lost(team: Team) -> bool:
    """One author of several has no mark, the others have."""
    marked = [bool(p.marks) for p in _authors(team)]
    return several_places(team) and any(marked) and not all(marked)


def unread_marks(teams: Sequence[Team]) -> list[str]:
    """Flags for lines of authors whose marks could not be read."""
    langs = dict.fromkeys(t.lang for t in teams if _unread(t))
    return [f"affiliations {lang}: the marks of the authors could not be read" for lang in langs]


def _authors(team: Team) -> list[Contributor]:
    return [p for p in team.people if p.role == "author"]


def _unread(team: Team) -> bool:
    return several_places(team) and any(p.marks == (UNREAD,) for p in _authors(team))


def _readable(team: Team) -> bool:
    known = {m for mark, _ in team.places for m in mark.split(",")}
    return all(p.marks and set(p.marks) <= known for p in _authors(team))


def agree(authors: Sequence[Author]) -> tuple[list[Author], list[str]]:
    """Printings of one person with initials that differ by a misreading, as one; flags."""
    out, flags = list(authors), []
    for one in authors:
        twins = [b for b in authors if b is not one and _one_person(one, b)]
        if one not in out or len(twins) != 1 or twins[0] not in out:
            continue
        mended, flag = _mend(one, twins[0])
        out[out.index(one)] = unite(*mended)
        out.remove(twins[0])
        flags.append(flag)
    return [_without_soft_sign(a) for a in out], flags


def _one_person(one: Author, two: Author) -> bool:
    """Printings in different languages with one surname, of as many initials."""
    if one.role != two.role or set(one.name) & set(two.name) or not (one.name and two.name):
        return False
    pairs = [(a, b) for a in one.surname.values() for b in two.surname.values()]
    if not any(same_name(a, b, 0.85) for a, b in pairs):
        return False
    if any(regex.fullmatch(r"\p{Lu}{2}", g) for a in (one, two) for g in a.given_names.values()):
        return True  # two letters without a stop are initials that were not read
    return any(
        _as_other(a, b) or _as_other(b, a)
        for a in one.given_names.values()
        for b in two.given_names.values()
    )


def _as_other(given: str, other: str) -> str | None:
    """The initials ``given`` as ``other`` tells them, if they differ by a known misreading.

    >>> _as_other("LS.", "И.С."), _as_other("A. S.", "И. С.")
    ('I.S.', None)
    """
    letters, those = (regex.findall(r"\p{Lu}", g) for g in (given, other))
    if len(letters) != len(those) or not regex.fullmatch(r"(?:\p{Lu}[.\s]*)+", given):
        return None
    out = []
    for letter, that in zip(letters, those, strict=True):
        choices = [c for c in (letter, *_TAKEN_FOR.get(letter, "")) if same_initial(c, that)]
        if not choices:
            return None
        out.append(choices[0])
    return (". " if " " in given else ".").join(out) + "."


def _mend(one: Author, two: Author) -> tuple[tuple[Author, Author], str]:
    """Both printings, the misread one as the other tells it, and the flag."""
    for a, b, order in ((one, two, 1), (two, one, -1)):
        (lang, given), (_, other) = (
            next(iter(a.given_names.items())),
            next(iter(b.given_names.items())),
        )
        told = _as_other(given, other)
        if told is None or same_initial(given, other):
            continue
        name = a.name[lang].replace(given, told)
        mended = a.model_copy(
            update={"name": {**a.name, lang: name}, "given_names": {**a.given_names, lang: told}}
        )
        flag = f"author {lang}: «{a.name[lang]}» read, «{told}» by the other language"
        return ((mended, b) if order > 0 else (b, mended)), flag
    return (
        (one, two),
        f"author: «{next(iter(one.name.values()))}» and «{next(iter(two.name.values()))}» taken for one",
    )


def _without_soft_sign(author: Author) -> Author:
    """An apostrophe behind a Latin surname is a raised mark where the Cyrillic one has no ь."""
    cyrillic = [s for s in author.surname.values() if regex.search(r"\p{Cyrillic}", s)]
    if not cyrillic or any(s.endswith("ь") for s in cyrillic):
        return author
    surname = {k: regex.sub(r"(?<=\p{Latin})['’ʼ]$", "", s) for k, s in author.surname.items()}
    if surname == author.surname:
        return author
    name = {
        k: n.replace(author.surname.get(k, n), surname.get(k, n)) for k, n in author.name.items()
    }
    return author.model_copy(update={"surname": surname, "name": name})
