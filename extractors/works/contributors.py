"""The contributors of a work, gathered from its front matters, its end, and its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from corpus.document import Author, Role
from extractors.works.agreement import agree, share_marks, unread_marks
from extractors.works.citations import parse_reference
from extractors.works.codes import read_orcids
from extractors.works.headings import read_heading
from extractors.works.kinds import EDITORS, FURNITURE, Sorted
from extractors.works.misread import UNREAD
from extractors.works.names import Name, read_names
from extractors.works.people import (
    INSTITUTION,
    PLACE,
    POSITION,
    Contributor,
    Team,
    merge,
    read_byline,
    read_place,
    settle,
    split_position,
    strip_contacts,
    twin_of,
    unite,
)  # fmt: skip
from extractors.works.split import Span
from extractors.works.translit import same_name
from extractors.works.units import CYRILLIC, Unit, lang_in, script_of

#: Units at the start and end of a work that may hold its authors outside a front matter.
EDGE = 12


def authors_of(
    found: Sorted,
    span: Span,
    places: Sequence[int],
    languages: Sequence[str],
    citations: Mapping[str, str],
) -> tuple[list[Author], list[str]]:
    """Contributors in both printings, and flags (a post whose name the source lost).

    ``citations``: how the work is to be cited, by language; it names the authors where
    their own line cannot be read.
    """
    fronts = [f for f in span.fronts if f.title or "byline" in f.kinds]
    teams = [t for f in fronts for t in _teams(found, range(f.start, f.stop), f.lang, languages)]
    if not any(p.name for t in teams for p in t.people):
        teams += _edge_teams(found, places, languages)
    _hand_over(teams)
    stray = [
        found.units[i].text for f in fronts for i in range(max(f.start - 4, span.start), f.stop)
        if found.kinds[i] == "body" and found.units[i].recognised
    ]  # fmt: skip
    cited = _cite(teams, citations, stray)
    share_marks(teams)
    authors: list[Author] = []
    for team in teams:
        if team.people:
            authors = merge(authors, settle(team)) if authors else settle(team)
    authors, doubts = agree(_once(authors))
    authors, flags = _named(authors, teams)
    _enrich(found, places, authors)
    return authors, [*flags, *cited, *doubts, *unread_marks(teams)]


def _cite(teams: list[Team], citations: Mapping[str, str], lines: Sequence[str]) -> list[str]:
    """Take the authors from the citation of the work where no line names them, or none in its
    language although their places stand there; the flag. ``lines`` of the front matters that
    recognition spoilt tell how they are printed."""
    named = any(p.name for t in teams for p in t.people)
    for lang, text in citations.items():
        own = [t for t in teams if t.lang == lang]
        if named and not any(t.places for t in own):
            continue
        if any(p.name for t in own for p in t.people):
            continue
        people = [p for p in parse_reference(text, lang).authors if p.family and p.given]
        if not people:
            continue
        team = next((t for t in teams if t.lang == lang), None)
        if team is None:
            team = Team(lang)
            teams.append(team)
        line = next((x for x in lines if all((p.family or "") in x for p in people)), "")
        told = [_as_printed(p.family or "", p.given or "", line) for p in people]
        team.people = [Contributor(name, marks=name.marks) for name in told]
        return [f"authors {lang}: no line names them, taken from the citation"]
    return []


def _as_printed(family: str, given: str, line: str) -> Name:
    """A cited name in the order, and with the marks, of a line of names that holds it.

    >>> found = _as_printed("Лесной", "Е. П.", "Е. П. Сие Лесной1,2 =, В. О. Полевой1")
    >>> found.text, found.marks
    ('Е. П. Лесной', ('1', '2'))
    """
    text = f"{given} {family}" if regex.match(r"\W*\p{Lu}\.", line) else f"{family} {given}"
    found = regex.search(regex.escape(family) + r"\s?(\d(?:,\d)*|\*{1,3})(?!\d)", line)
    return Name(text, family, given, tuple(found[1].split(",")) if found else (UNREAD,))


def _hand_over(teams: Sequence[Team]) -> None:
    """Places that stand under the authors' names in the other language go to the team of theirs."""
    for team in teams:
        if team.people or not team.places:
            continue
        owner = next((t for t in teams if t.people and t.lang == team.lang and not t.places), None)
        if owner is not None:
            owner.places += team.places
            owner.emails += team.emails


def _once(authors: Sequence[Author]) -> list[Author]:
    """Authors that one language prints twice (on the cover and inside, in full and with
    initials) as one."""
    out: list[Author] = []
    for author in authors:
        at = twin_of(author, out) if author.name else None
        if at is None:
            out.append(author)
        else:
            out[at] = unite(out[at], author)
    return out


def _teams(
    found: Sorted, places: Sequence[int] | range, lang: str | None, languages: Sequence[str]
) -> list[Team]:
    """The contributors that a run of units names, one team per script of their names."""
    teams: dict[str | None, Team] = {}
    role: Role = "author"
    for i in places:
        unit, kind = found.units[i], found.kinds[i]
        if kind == "role_head":
            role = "editor" if EDITORS.match(unit.text) else "supervisor"
        if kind not in ("byline", "affiliation", "contact", "mark"):
            continue
        bare = strip_contacts(unit.text)[0]
        script = script_of(bare)
        own = lang if lang and script == _script(lang) else lang_in(bare, languages)
        team = _team_for(teams, script, kind, own or lang or "und")
        if kind == "byline":
            people = _people(unit, team)
            team.people += [_with_role(p, role, team) for p in people]
            role = "author" if people and role != "editor" else role
        elif kind == "affiliation":
            _place(unit, team, role)
        elif kind == "contact":
            team.emails += strip_contacts(unit.text)[1]
            team.orcids += read_orcids(unit.text)
        else:
            team.mark = unit.text.split()[-1]
    return list(teams.values())


def _script(lang: str) -> str:
    return "Cyrillic" if lang in CYRILLIC else "Latin"


def _team_for(teams: dict[str | None, Team], script: str | None, kind: str, lang: str) -> Team:
    """The team of a script; addresses and marks go to the team of the moment."""
    last = next(reversed(teams.values()), None)
    if script is None or (kind == "contact" and last is not None):
        return last or teams.setdefault(script, Team(lang))
    if script in teams:
        teams[script] = teams.pop(script)  # the team of the moment stands last
    return teams.setdefault(script, Team(lang))


def _with_role(person: Contributor, role: Role, team: Team) -> Contributor:
    if role != "author":
        person.role = role
        person.position = person.position or team.post
        team.post = None
    return person


def _people(unit: Unit, team: Team) -> list[Contributor]:
    if entries := _entries(unit.lines):
        return entries
    found: list[Contributor] = []
    for text in ("\n".join(unit.lines), unit.text, " ".join(unit.lines)):
        found = read_byline(text) or _trusted(text)
        if found:
            break
    _, emails, _ = strip_contacts(unit.text)
    if len(found) > 1:
        team.emails += emails
    return found


def _entries(lines: Sequence[str]) -> list[Contributor]:
    """Contributors of a unit in which each entry begins a line (a name alone, or a name with
    its post and place, which may run over further lines); empty where it is not so."""
    groups: list[list[str]] = []
    for line in lines:
        if not groups or _begins_entry(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    found = [read_byline(" ".join(group)) for group in groups]
    return [p for people in found for p in people] if len(groups) > 1 and all(found) else []


def _begins_entry(line: str) -> bool:
    """A name and, behind a comma, a post; or nothing but names, with no list going on."""
    head, comma, rest = line.partition(",")
    name = read_names(head)
    if comma and len(name) == 1 and POSITION.search(rest[:60]):
        return True
    return bool(read_byline(line)) and not regex.fullmatch(r"(?:\p{Lu}\p{Ll}?\.\s?)+\W*", line)


def _trusted(text: str) -> list[Contributor]:
    return [Contributor(n, marks=n.marks) for n in read_names(text.lstrip("•* "), trusted=True)]


def _place(unit: Unit, team: Team, role: Role = "author") -> None:
    """Take a unit of posts and institutions into the team."""
    text, emails, _ = strip_contacts(unit.text)
    team.emails += emails
    team.orcids += read_orcids(unit.text)
    text = regex.sub(r"[\s.,;]*_{3,}\s*$", "", text)
    lines = [regex.sub(r"_{3,}", "", line) for line in unit.lines]
    if role != "author":
        team.post = text
        return
    if (
        POSITION.search(text)
        and not any(read_place(line)[0] for line in lines)
        and _post(text, team)
    ):
        return
    team.places += _places(lines, team)


def _post(text: str, team: Team) -> bool:
    """Give a post, with its institution, to the author it stands under."""
    position, place = split_position(text)
    owner = next((p for p in reversed(team.people) if p.role == "author"), None)
    if owner is None:
        owner = Contributor(None)
        team.people.append(owner)
    if owner.position is not None:
        return False
    owner.position = position
    owner.affiliation = place or owner.affiliation
    return True


def _places(lines: Sequence[str], team: Team) -> list[tuple[str, str]]:
    """Affiliations of a unit: a line without a mark goes on with the one before it.

    A mark may stand on a line of its own, above the place that it marks.
    """
    out: list[tuple[str, str]] = []
    known = {m for p in team.people for m in p.marks}
    open_ended = False
    for printed in lines:
        comma = printed.rstrip().endswith(",")
        line = strip_contacts(printed)[0]
        if regex.fullmatch(r"[*∗⋆†‡§¶‖#]{1,3}|\d|\p{Ll}", line.strip()):
            team.mark = line.strip()
            continue
        mark, place = read_place(line)
        signs = set(mark.replace(" ", "").split(","))
        numeric = all(sign.isdigit() for sign in signs) and not INSTITUTION.search(place)
        if known and mark and not known & signs and numeric:
            mark, place = "", line.strip().strip(";,")  # the number of a house
        mark, team.mark = mark or team.mark or "", None
        if not place:
            continue
        if not out and not mark and _goes_on(team, place):
            out.append(team.places.pop())
        apart = out and PLACE.search(out[-1][1]) and INSTITUTION.search(place)
        if out and not mark and not apart:
            out[-1] = (out[-1][0], _join(out[-1][1] + ("," if open_ended else ""), place))
        else:
            out.append((mark, place))
        open_ended = comma
    return out


def _goes_on(team: Team, place: str) -> bool:
    """An unmarked line goes on with the marked place before it, which is not closed yet."""
    if not team.places or not team.places[-1][0]:
        return False
    last = team.places[-1][1]
    return not (PLACE.search(last) and INSTITUTION.search(place))


def _join(one: str, two: str) -> str:
    glue = " " if one.endswith((",", "-")) or two[:1].islower() else ", "
    return f"{one}{glue}{two}"


def _edge_teams(found: Sorted, places: Sequence[int], languages: Sequence[str]) -> list[Team]:
    """Authors outside a front matter: near the start or at the very end of a work."""
    live = [i for i in places if found.kinds[i] not in FURNITURE]
    near = [*live[:EDGE], *[i for i in live[-EDGE:] if i not in live[:EDGE]]]
    chosen = [
        i for i in near if found.kinds[i] in ("byline", "affiliation", "contact", "role_head")
    ]
    if not any(found.kinds[i] == "byline" for i in chosen):
        return []
    return _teams(found, chosen, None, languages)


def _named(authors: list[Author], teams: Sequence[Team]) -> tuple[list[Author], list[str]]:
    """Posts without a name stay only where no author has one: then the name was lost."""
    named = [a for a in authors if a.name]
    if named or not any(p.name is None for t in teams for p in t.people):
        return named, []
    return authors, ["authors: the line with the name is missing in the source"]


def _enrich(found: Sorted, places: Sequence[int], authors: list[Author]) -> None:
    """Posts and addresses from "Сведения об авторах" and the notes."""
    for i in places:
        text = _about(found.units[i], found.kinds[i])
        for person in read_byline(text) if text else []:
            if person.name is not None and (person.position or person.email):
                _add_details(authors, person)


def _about(unit: Unit, kind: str) -> str:
    """A text that may tell about one author, without the mark that leads it."""
    kinds = ("byline", "footnote", "affiliation", "authors_head", "body", "list_item")
    if kind not in kinds or not 20 < len(unit.text) < 900:
        return ""
    head = read_heading(unit.text, ("authors",)) if kind == "authors_head" else None
    return regex.sub(r"^\W*\d{0,2}\s*", "", head.rest if head else unit.text)


def _add_details(authors: list[Author], person: Contributor) -> None:
    surname = person.name.surname if person.name and person.name.surname else ""
    for n, author in enumerate(authors):
        if any(same_name(s, surname) for s in author.surname.values()):
            update = {
                "position": author.position or person.position,
                "email": author.email or person.email,
                "orcid": author.orcid or person.orcid,
            }
            authors[n] = author.model_copy(update=update)
