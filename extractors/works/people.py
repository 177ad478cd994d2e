"""Contributors of a work: who, in which role, with which post, from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from corpus.document import Author, Role
from extractors.front_lines import PATRONYMIC
from extractors.works.codes import EMAIL, ORCID, read_orcid
from extractors.works.misread import UNREAD
from extractors.works.names import Name, read_name, read_names, same_initial
from extractors.works.translit import same_name

_SUPERVISOR = regex.compile(
    r"^\W*(?P<role>(?:научн\p{L}+ (?:руководител\p{L}+|консультант\p{L}*)|ғылыми жетекші\p{L}*|науков\p{L}+ керівник\p{L}*|"
    r"навуков\p{L}+ кіраўнік\p{L}*|научен ръководител|(?:scientific |academic |research |thesis )?(?:super|ad)vis[eo]r|"
    r"scientific (?:adviser|advisor|leader)|руководитель(?: работы)?))\s*(?P<sep>[:–—-]+|\s)\s*(?P<rest>.+)$",
    regex.IGNORECASE | regex.DOTALL,
)
_TRANSLATOR = regex.compile(
    r"^\W*(?P<role>перевод(?:чик)?(?: с [\p{L}.]+)?|translat(?:ed by|or)|аудармашы)\s*[:–—-]?\s*(?P<rest>\p{Lu}.+)$",
    regex.IGNORECASE | regex.DOTALL,
)
_EDITOR = regex.compile(
    r"^\W*(?P<role>(?:под ред(?:\.|акцией)|(?:отв(?:\.|етственный)|научный|главный) ред(?:\.|актор)|редактор(?:ы)? (?:серии|сборника|тома|выпуска)(?:\s[^.]{0,80}?)?|редакторы?(?=\s*:)|edit(?:ed by|ors?)))"
    r"\s*[:–—-]?\s*(?P<rest>\p{Lu}.+)$",
    regex.IGNORECASE | regex.DOTALL,
)
_ROLES: tuple[tuple[Role, regex.Pattern[str]], ...] = (
    ("supervisor", _SUPERVISOR),
    ("translator", _TRANSLATOR),
    ("editor", _EDITOR),
)
POSITION = regex.compile(
    r"(?<!\p{L})(?:профессор\p{L}*|проф\.|доцент\p{L}*|доц\.|(?:ст(?:арш\p{L}+|\.)|младш\p{L}+|ведущ\p{L}+|главн\p{L}+)?\s?(?:научн\p{L}+|н\.)\s?(?:сотрудник\p{L}*|с\.)|"
    r"(?:старш\p{L}+ |ст\. )?преподавател\p{L}+|ассистент\p{L}*|магистр\p{L}*|аспирант\p{L}*|соискател\p{L}+|студент\p{L}*|"
    r"докторант\p{L}*|бакалавр\p{L}*|директор\p{L}*|заведующ\p{L}+|зав\.|ректор\p{L}*|проректор\p{L}*|декан\p{L}*|"
    r"кандидат\p{L}* [\p{L}-]+(?: [\p{L}-]+)? наук|доктор\p{L}* [\p{L}-]+(?: [\p{L}-]+)? наук|канд\. [\p{L}.-]+ ?наук|"
    r"д-р [\p{L}.-]+ ?наук|[дк]\.\s?\p{Ll}{1,3}\.(?:-\p{Ll}\.)?\s?н\.|академик\p{L}*|чл(?:ен|\.)-корр\p{L}*|эксперт\p{L}*|аналитик\p{L}*|"
    r"оқытушы\p{L}*|докторант\p{L}*|магистрант\p{L}*|ғылым\p{L}* (?:кандидат\p{L}*|доктор\p{L}*)|викладач\p{L}*|"
    r"(?:associate |assistant |full |visiting )?professor|(?:senior |junior |principal |assistant )?lecturer|"
    r"(?:chief |senior |leading |junior |principal )?(?:research(?:er| fellow| associate| assistant| scientist)|scientist)|"
    r"(?:ph\.?\s?d\.?|master[’'s]*|doctoral|graduate|postgraduate|undergraduate|bachelor[’'s]*)(?: degree)? (?:student|candidate)|"
    r"ph\.?\s?d|dr\.|doctor of|candidate of|director|head of|dean|rector|analyst|expert|engineer|инженер|student)(?!\p{Ll})",
    regex.IGNORECASE,
)  # fmt: skip
INSTITUTION = regex.compile(
    r"(?<!\p{L})(?:университет\p{L}*|институт\p{L}*|академи[яиюей]+|факультет\p{L}*|кафедр[аыеуой]+|центр[аеу]?|"
    r"лаборатори\p{L}+|колледж\p{L}*|школ[аыу]|ВШЭ|МГУ|СПбГУ|РУДН|РАН|МГИМО|РАНХиГС|[\p{Lu}]{1,3}НИИ\p{Lu}*|НИИ|НИУ|ФГБОУ\p{L}*|ФГАОУ\p{L}*|"
    r"ФГБУН?|ГОУ|НАО|объедин\p{L}+ институт\p{L}*|університет\p{L}*|інститут\p{L}*|академі\p{L}+|кафедра|універсітэт\p{L}*|"
    r"университеті\p{L}*|институты|академиясы|орталығы|факультеті|кафедрасы|зертханасы|колледжі|универзитет\p{L}*|их сургууль|"
    r"universit\p{L}+|institut\p{L}*|academy|facult\p{L}+|department|centre|center|school|college|laborator\p{L}+|"
    r"RUDN|HSE|RANEPA|MGIMO|JINR|ОИЯИ|company|ministry|министерств\p{L}+|ООО|ltd|inc|llc)(?!\p{L})",
    regex.IGNORECASE,
)  # fmt: skip
#: A place after the last comma of an affiliation: "г. Омск, Россия", "Omsk, Russia".
PLACE = regex.compile(
    r"(?:^|[,(]\s*)(?:г\.\s?\p{Lu}|Росси[яи]|Ресей|(?:РФ|РК|ҚР)(?!\p{L})|Республика Казахстан|Казахстан|Қазақстан|Україна|Украин[аы]|Беларусь|Монголи[яи]|Китай|Узбекистан|"
    r"Кыргызстан|Москва|Санкт-Петербург|Russia|Russian Federation|Kazakhstan|Ukraine|Belarus|Mongolia|China|"
    r"Uzbekistan|Kyrgyzstan|Moscow|St\.? Petersburg|Saint Petersburg)"
)
#: Posts whose very title holds the noun of an institution.
_HEADS = regex.compile(
    r"(?:заведующ\p{L}+|зав\.|директор\p{L}*|декан\p{L}*|ректор\p{L}*|руководител\p{L}+|начальник\p{L}*|head of(?: the)?|"
    r"director of(?: the)?|dean of(?: the)?)\s*$",
    regex.IGNORECASE,
)
_MARK_LEAD = regex.compile(
    r"^\s*(?:[.,'’‘°\"“”]\s(?=\p{Lu})|\(?([¹²³⁴-⁹]|\d{1,2}(?:,\s?\d{1,2})*|[*∗⋆†‡§¶‖#]+|\p{Ll}(?=\s\p{Lu}))\)?[\s.]*)(?=[\p{L}«\"(])"
)


@dataclass(slots=True)
class Contributor:
    """An author in the making; ``marks`` still wait for their affiliations."""

    name: Name | None
    role: Role = "author"
    position: str | None = None
    affiliation: str | None = None
    email: str | None = None
    orcid: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Team:
    """The contributors of one front matter, in one language."""

    lang: str
    people: list[Contributor] = field(default_factory=list)
    #: Affiliations as printed, by mark ("" where unmarked).
    places: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    orcids: list[str] = field(default_factory=list)
    #: A mark printed alone, above the place that it marks; a post above the name it belongs to.
    mark: str | None = None
    post: str | None = None


def read_role(text: str) -> Contributor | None:
    """A supervisor, translator or editor announced by the words of the role.

    >>> found = read_role("Научный руководитель – С.К. Иванова")
    >>> found.role, found.name.surname
    ('supervisor', 'Иванова')
    >>> read_role("Научный руководитель должен быть строг") is None
    True
    """
    for role, pattern in _ROLES:
        match = pattern.match(text.strip())
        if match and len(text) < 250 and (found := _name_inside(match["rest"])):
            name, rest = found
            return Contributor(name, role, position=rest if POSITION.search(rest) else None)
    return None


_NAME_AMONG_POSTS = regex.compile(
    r"(?:\p{Lu}\p{Ll}?\.\s?){1,3}\p{Lu}[\p{L}-]+|\p{Lu}[\p{L}-]+\s(?:\p{Lu}\.\s?){1,3}"
    rf"|(?:\p{{Lu}}\p{{Ll}}+\s){{2}}\p{{Lu}}\p{{Ll}}+{PATRONYMIC}"
)


def _name_inside(text: str) -> tuple[Name, str] | None:
    """The name in a line of degrees and posts, and those without it."""
    text = text.strip().rstrip(".") if text.count(".") == 1 else text.strip()
    if name := read_name(text, trusted=False):
        return name, ""
    for match in _NAME_AMONG_POSTS.finditer(text):
        name = read_name(match[0])
        if name:
            rest = (text[: match.start()] + " " + text[match.end() :]).strip(" ,;–—-.:")
            return name, regex.sub(r"\s+", " ", rest)
    return None


def read_byline(text: str) -> list[Contributor]:
    """Contributors of a line: names alone, or one name with its degrees, posts and place.

    >>> [p.name.surname for p in read_byline("А. В. Петрова, И. И. Иванов")]
    ['Петрова', 'Иванов']
    >>> read_byline("Иванов И. И., к.э.н., доцент, Омский университет")[0].position
    'к.э.н., доцент'
    """
    if len(text) > 600:
        return []
    if role := read_role(text):
        return [role]
    stripped, emails, orcid = strip_contacts(text)
    if names := read_names(stripped):
        people = [Contributor(n, marks=n.marks) for n in names]
        if len(people) == 1:
            people[0].email, people[0].orcid = next(iter(emails), None), orcid
        return people
    found = (None if emails else _by_address(text)) or _named_post(stripped) or _by_address(text)
    if found:
        found.email, found.orcid = next(iter(emails), None), orcid
    return [found] if found else []


def _named_post(text: str) -> Contributor | None:
    """ "Иванов И. И., доцент, Омский университет" or "к.э.н., доцент Иванов И. И."."""
    head, sep, rest = text.partition(",")
    if not sep or not read_name(head):
        head, sep, rest = _dash_parts(text)
    if not sep and (post := POSITION.search(text)):
        head, sep, rest = text[: post.start()], " ", text[post.start() :]
    name = read_name(head, trusted=bool(POSITION.search(rest[:80])))
    if name and rest and (POSITION.search(rest) or INSTITUTION.search(rest)) and len(text) < 400:
        position, place = split_position(rest.strip())
        return Contributor(name, position=position, affiliation=place, marks=name.marks)
    match = POSITION.match(text)
    if match and len(text) < 120 and (inside := _name_inside(text)):
        position, place = split_position(inside[1])
        return Contributor(inside[0], position=position, affiliation=place)
    return None


#: An address, also as pages hide it from collectors: "name [at] host.org".
_ADDRESS = regex.compile(
    r"(?P<local>[\w.+-]+)(?:@|\s?[\[(](?:at|собака)[\])]\s?)[\w.-]+\.\p{L}{2,}\W*$"
)


def _by_address(text: str) -> Contributor | None:
    """A name and a place before an address that holds a part of the name.

    >>> found = _by_address("Ann Holloway, The Fen Observatory, holloway [at] fen.org")
    >>> found.name.surname, found.affiliation
    ('Holloway', 'The Fen Observatory')
    >>> _by_address("North Office, 5 Harbour Street, info@fen.org") is None
    True
    """
    from extractors.works.translit import fold

    address = _ADDRESS.search(text)
    head, comma, rest = text[: address.start()].partition(",") if address else ("", "", "")
    name = read_name(head, trusted=True) if comma and len(text) < 200 else None
    if name is None or address is None:
        return None
    local = fold(regex.sub(r"[^\p{L}]", "", address["local"]))
    if not any(len(word) > 3 and fold(word) in local for word in name.text.split()):
        return None
    rest = rest.strip(" ,;()")
    position, place = split_position(rest) if POSITION.search(rest) else (None, rest or None)
    return Contributor(name, position=position, affiliation=place, marks=name.marks)


def _dash_parts(text: str) -> tuple[str, str, str]:
    match = regex.match(r"(.{5,60}?)\s(?:\([^)]{2,40}\)\s)?[–—-]\s(.+)", text, regex.DOTALL)
    return (match[1], "–", match[2]) if match else (text, "", "")


def split_position(text: str) -> tuple[str | None, str | None]:
    """A post and the institution after it.

    >>> split_position("Senior Lecturer at the Department of History, Omsk University")
    ('Senior Lecturer', 'Department of History, Omsk University')
    >>> split_position("магистрант факультета истории")
    ('магистрант', 'факультета истории')
    >>> split_position("Омский университет, г. Омск")
    (None, 'Омский университет, г. Омск')
    """
    text = text.strip(" ,;()")
    post = POSITION.search(text)
    if post is None:
        return (
            (None, text or None)
            if INSTITUTION.search(text) or PLACE.search(text)
            else (text or None, None)
        )
    at = regex.search(r"\s+at(?:\s+the)?\s+(?=\p{Lu})", text)
    if at and at.start() >= post.start():
        return text[: at.start()].strip(" ,"), text[at.end() :].strip()
    for noun in INSTITUTION.finditer(text):
        if noun.start() >= post.end() and not _HEADS.search(text[: noun.start()]):
            cut = _phrase_start(text, noun.start(), post.end())
            return text[:cut].strip(" ,;–—-("), text[cut:].strip(" ,;") or None
    return text, None


def _phrase_start(text: str, noun: int, floor: int) -> int:
    """Where the name of the institution begins: after the comma, or at its adjectives."""
    comma = text.rfind(",", floor, noun)
    if comma >= 0:
        return comma + 1
    words = list(regex.finditer(r"\S+", text[floor:noun]))
    start = noun
    for word in reversed(words):
        if not regex.match(r"\p{Lu}", word[0]):
            break
        start = floor + word.start()
    return start


def is_affiliation(text: str) -> bool:
    """Whether a line names an institution (with or without a post or place).

    >>> is_affiliation("1Омский государственный университет, г. Омск, Россия")
    True
    >>> is_affiliation("Университет играет большую роль в развитии региона.")
    False
    """
    text = text.strip()
    if _is_english_phrase(text):
        return False
    if not 3 < len(text) < 500 or regex.search(r"\S[.!?]\s+\p{Lu}\p{Ll}+\s\p{Ll}+\s\p{Ll}+", text):
        return False
    if not (INSTITUTION.search(text) or POSITION.search(text)):
        return bool(_address(text))
    words = regex.findall(r"\p{L}{2,}", text)
    capitals = sum(w[0].isupper() for w in words)
    tied = bool(PLACE.search(text) or POSITION.search(text) or _MARK_LEAD.match(text))
    return (
        (tied or INSTITUTION.search(text[:60]) is not None)
        and (capitals >= 0.2 * len(words) or bool(POSITION.match(text.lstrip("(0123456789 "))))
        and not (text.endswith((".", ":")) and len(words) > 7 and not PLACE.search(text))
    )


def _is_english_phrase(text: str) -> bool:
    """English words with the noun of an institution in small letters and nothing that ties
    them to a place: "Reading at school in Kurgan Oblast", "READING AT SCHOOL"."""
    noun = INSTITUTION.search(text)
    if noun is None or POSITION.search(text):
        return False
    tied = text.isupper() and regex.search(r"\s(?:AT|IN|TO|FOR|AFTER)\s$", text[: noun.start()])
    if not (tied or regex.match(r"[a-z]", noun[0])):
        return False
    return (
        "," not in text and not _MARK_LEAD.match(text) and not regex.search(r"\p{Cyrillic}", text)
    )


def _address(text: str) -> bool:
    """A postal address: "ул. Миклухо-Маклая, д. 6, Москва, Россия, 117198"."""
    return bool(
        regex.search(r"(?:ул\.|просп\.|пр-т|street|str\.|ave\.)", text)
        and regex.search(r"\d", text)
    ) or bool(
        regex.fullmatch(r"\(?(?:г\.\s?)?\p{Lu}[\p{L}-]+(?:,\s?\p{Lu}[\p{L} -]+){0,2}\)?", text)
        and PLACE.search(text)
    )


def strip_contacts(text: str) -> tuple[str, list[str], str | None]:
    """``text`` without e-mail addresses and ORCID, and these.

    >>> strip_contacts("П. О. Сёмин, e-mail: a@b.ru")
    ('П. О. Сёмин', ['a@b.ru'], None)
    """
    bare, emails, orcid = _without_contacts(text)
    return bare, list(emails), orcid


#: Addresses and identifiers with the words before them, and such words at the end of a line.
_MAIL_WITH_NAME = regex.compile(
    rf"(?:\(?\b[EeЕе]-?\s?mail\w*|\bпошта|\bпочта|Эл\. (?:почта|адрес)|✉)?\s*[:.]?\s*(?:{EMAIL.pattern})\)?"
)
_ORCID_WITH_NAME = regex.compile(
    rf"(?:https?://)?(?:orcid\.org/|ORCID(?:\s?(?:ID|iD))?\s*[:.]?\s*)?(?:https?://orcid\.org/)?{ORCID.pattern}"
)
_NAME_AT_END = regex.compile(
    r"(?:e-?mail|ORCID(?:\s?iD)?|SPIN(?:-код)?|Author ?ID|ResearcherID)\s*:?\s*[\w-]*\s*$",
    regex.IGNORECASE,
)


@lru_cache(maxsize=1024)
def _without_contacts(text: str) -> tuple[str, tuple[str, ...], str | None]:
    emails = tuple(regex.sub(r"\s", "", m[0]) for m in EMAIL.finditer(text))
    bare = _ORCID_WITH_NAME.sub("", _MAIL_WITH_NAME.sub("", text) if "@" in text else text)
    return _NAME_AT_END.sub("", bare).strip(" ,;:\n"), emails, read_orcid(text)


def read_place(line: str) -> tuple[str, str]:
    """The mark and the text of an affiliation line.

    >>> read_place("2 Омский университет")
    ('2', 'Омский университет')
    """
    match = _MARK_LEAD.match(line)
    if match is None:
        return "", _clean_place(line)
    return regex.sub("[∗⋆]", "*", match[1] or ""), _clean_place(line[match.end() :])


def _clean_place(text: str) -> str:
    text = regex.sub(r"[\s.,;]*_{3,}\s*$", "", text.strip()).strip(";,")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text.strip().rstrip(".") if text.count(".") == 1 else text.strip()


def settle(team: Team) -> list[Author]:
    """Authors of a team, with affiliations bound by marks, addresses by order."""
    _unglue(team)
    _renumber(team)
    _last_mark(team)
    people = [p for p in team.people if p.role == "author"]
    marked = {m: place for mark, place in team.places if mark for m in mark.split(",")}
    plain = _together([place for mark, place in team.places if not mark])
    unread = several_places(team) and any(p.marks == (UNREAD,) for p in people)
    for person in people:
        bound = [marked[m] for mark in person.marks for m in _told(mark, marked)]
        if (
            not bound and marked and len(people) == 1
        ):  # all are theirs, whatever became of the marks
            bound = list(dict.fromkeys(place for _, place in team.places))
        if bound:
            person.affiliation = person.affiliation or "; ".join(bound)
        elif unread:  # whose places they are, the lost marks would have told
            continue
        elif plain or (len(marked) == 1 and not person.marks):
            person.affiliation = person.affiliation or plain or next(iter(marked.values()))
    _hand_out(people, team.emails, "email")
    if len(team.orcids) == len(team.emails) < len(people):
        _hand_along(people, dict(zip(team.emails, team.orcids, strict=True)))
    else:
        _hand_out(people, team.orcids, "orcid")
    return [_author(person, team.lang) for person in team.people]


def several_places(team: Team) -> bool:
    """Whether the places of a team are several institutions, not the lines of one."""
    named = [place for _, place in team.places if INSTITUTION.search(place)]
    return len(named) > 1 and (
        any(mark for mark, _ in team.places) or sum(map(bool, map(PLACE.search, named))) > 1
    )


def _told(mark: str, marked: Mapping[str, str]) -> list[str]:
    """A mark of the places; two figures that stand close together are two marks.

    >>> _told("12", {"1": "Омск", "2": "Томск"}), _told("3", {"1": "Омск"})
    (['1', '2'], [])
    """
    if mark in marked:
        return [mark]
    return list(mark) if mark.isdigit() and all(m in marked for m in mark) else []


def _together(places: Sequence[str]) -> str:
    """Unmarked lines of places: the parts of one institution, or several of them.

    >>> _together(["Кафедра права", "Омский университет", "Омск, Россия"])
    'Кафедра права, Омский университет, Омск, Россия'
    >>> _together(["Омский университет, г. Омск", "Тувинский университет, г. Кызыл"])
    'Омский университет, г. Омск; Тувинский университет, г. Кызыл'
    """
    out = ""
    for place in dict.fromkeys(places):
        closed = PLACE.search(out) and INSTITUTION.search(place)
        out += (("; " if closed else ", ") if out else "") + place
    return out


def _renumber(team: Team) -> None:
    """Number places in order where the authors' marks are 1 to n and theirs were misread."""
    wanted = {m for p in team.people for m in p.marks}
    numbers = [str(n + 1) for n in range(len(team.places))]
    if len(wanted) > 1 and wanted == set(numbers) != {mark for mark, _ in team.places}:
        team.places = [(n, place) for n, (_, place) in zip(numbers, team.places, strict=True)]


def _last_mark(team: Team) -> None:
    """Give the only place without a mark the only mark of the authors that no place has."""
    bare = [n for n, (mark, _) in enumerate(team.places) if not mark]
    known = {m for mark, _ in team.places if mark for m in mark.split(",")}
    wanted = {m for p in team.people for m in p.marks} - known - {UNREAD}
    if known and len(bare) == len(wanted) == 1 and several_places(team):
        team.places[bare[0]] = (wanted.pop(), team.places[bare[0]][1])


def _unglue(team: Team) -> None:
    """Part surnames from superscript letters glued to them ("Kulyabova, b" marked a and b).

    Done only when every name of the team ends in the letter of a mark of its places.
    """
    letters = {mark for mark, _ in team.places if len(mark) == 1 and mark.isalpha()}
    names = [p.name for p in team.people if p.name and p.name.surname]
    if not letters or not all((n.surname or "")[-1] in letters for n in names):
        return
    for person in team.people:
        if person.name and person.name.surname:
            name = person.name
            surname, mark = person.name.surname[:-1], person.name.surname[-1]
            text = name.text.replace(person.name.surname, surname)
            person.name = Name(text, surname, name.given, (mark, *name.marks), name.certain)
            person.marks = person.name.marks


def _hand_along(people: Sequence[Contributor], orcids: Mapping[str, str]) -> None:
    """An ORCID printed beside an address belongs to the owner of the address."""
    for person in people:
        if person.email in orcids and person.orcid is None:
            person.orcid = orcids[person.email or ""]


def _hand_out(people: Sequence[Contributor], values: Sequence[str], name: str) -> None:
    """Give each person an address: one to one by order, or the only one to the first."""
    free = [p for p in people if getattr(p, name) is None]
    if len(values) == len(free) or len(free) == 1:
        for person, value in zip(free, values, strict=False):
            setattr(person, name, value)
        return
    for value in values:
        stem = regex.sub(r"[\W\d_]", "", value.split("@")[0])
        owner = next(
            (p for p in free if p.name and p.name.surname and _in_address(p.name.surname, stem)),
            None,
        )
        if owner is not None:
            setattr(owner, name, value)


def _in_address(surname: str, stem: str) -> bool:
    from extractors.works.translit import fold

    key = fold(surname)
    return len(key) > 3 and key[:6] in fold(stem)


def _author(person: Contributor, lang: str) -> Author:
    name = person.name
    return Author(
        name={lang: name.text} if name else {},
        surname={lang: name.surname} if name and name.surname else {},
        given_names={lang: name.given} if name and name.given else {},
        affiliation={lang: " ".join(person.affiliation.split())} if person.affiliation else {},
        role=person.role,
        position=person.position,
        email=person.email,
        orcid=person.orcid,
    )


def merge(known: Sequence[Author], new: Sequence[Author]) -> list[Author]:
    """Both printings of each contributor as one: by transliterated surname, else by place."""
    merged = list(known)
    taken: set[int] = set()
    same_size = len([a for a in known if a.name]) == len([a for a in new if a.name])
    for place, author in enumerate(new):
        at = _twin(author, merged, taken)
        if at is None and (at := _twin(_swapped(author), merged, taken)) is not None:
            author = _swapped(author)
        if (
            at is None
            and same_size
            and place < len(known)
            and place not in taken
            and not _clash(known[place], author)
        ):
            at = place
        if at is None:
            merged.append(author)
        else:
            taken.add(at)
            merged[at] = unite(merged[at], author)
    return merged


def _swapped(author: Author) -> Author:
    """The author with surname and given name changed over: "Popov Ruslan" is either."""
    return author.model_copy(update={"surname": author.given_names, "given_names": author.surname})


def twin_of(author: Author, others: Sequence[Author]) -> int | None:
    """Index of the same person among ``others``."""
    return _twin(author, others, set())


def _twin(author: Author, others: Sequence[Author], taken: set[int]) -> int | None:
    for index, other in enumerate(others):
        if index in taken or other.role != author.role:
            continue
        floor = 1.0 if set(other.name) & set(author.name) else 0.8  # one language: one spelling
        pairs = [(a, b) for a in author.surname.values() for b in other.surname.values()]
        if any(same_name(a, b, floor) for a, b in pairs) and _initials_agree(author, other):
            return index
    return None


def _initials_agree(one: Author, other: Author) -> bool:
    pairs = [(a, b) for a in one.given_names.values() for b in other.given_names.values()]
    return not pairs or any(same_initial(a, b) for a, b in pairs)


def _clash(one: Author, other: Author) -> bool:
    """Two names in one language are two people; names in two scripts may be spelt far apart."""
    return bool(set(one.name) & set(other.name)) or (
        bool(one.surname) and bool(other.surname) and not _initials_agree(one, other)
    )


def unite(one: Author, other: Author) -> Author:
    """Two printings of one person as one; what the first tells wins."""
    return one.model_copy(
        update={
            "name": {**other.name, **one.name},
            "surname": {**other.surname, **one.surname},
            "given_names": {**other.given_names, **one.given_names},
            "affiliation": {**other.affiliation, **one.affiliation},
            "position": one.position or other.position,
            "email": one.email or other.email,
            "orcid": one.orcid or other.orcid,
        }
    )
