"""Which units look like the title of a work: style, place and neighbours, as a score."""

from __future__ import annotations

import math
from collections.abc import Sequence

import regex

from extractors.works.citations import reference_score
from extractors.works.kinds import FURNITURE, PARAGRAPH, TITLE_MAX, Kind
from extractors.works.names import read_names
from extractors.works.style import speaks_of_article
from extractors.works.titles import OPEN_ENDED, capitals_of_scan
from extractors.works.translit import same_name
from extractors.works.units import Unit, is_caps

_NOT_TITLE = regex.compile(
    r"https?://|www\.|@|^\W*(?:рис|табл|fig|table|figure|схема|график|диаграмма|примечание|note|source|источник|сурет|кесте)\b"
    r"|^\W*\d+(?:\.\d+)*[.)]\s|^[\W\d]+$|^\W*(?:глава|chapter|приложение|том|vol|№|©)\b|^[IVX]+\.\s|©|^[\W_]*$",
    regex.IGNORECASE,
)
_NEAR = 6


_CLASS = regex.compile(r"\W*(?:УДК|UDC|ӘОЖ|ББК|МРНТИ|ГРНТИ)")
#: Score from which a unit is a title.
TITLE = 3.0
#: What authors leading up to a title add to its score: after other text; under a class number.
_AFTER_AUTHORS, _UNDER_CODE = 1.2, 2.4
#: … and what a list of references above a line over its authors adds.
_AFTER_LIST = 1.0
#: A line that falls short by no more than this is a title where its pattern recurs.
_SHORT_OF = 1.0
#: Papers of one pattern from which on it counts as the house style of the volume.
_RECURS = 3
_PEOPLE = frozenset({"byline", "affiliation", "contact"})


def title_scores(units: Sequence[Unit], kinds: Sequence[Kind]) -> list[float]:
    """How much each unit looks like the title of a work (``TITLE`` and more: a title)."""
    size = body_size(units)
    bold = sum(len(u.text) for u in units if u.bold)
    telling = 2 * bold < sum(len(u.text) for u in units)
    scores = [
        _title_score(units, kinds, i, size, telling) if _may_be_title(u, k) else 0.0
        for i, (u, k) in enumerate(zip(units, kinds, strict=True))
    ]
    for i in [*_recurring(units, kinds, scores), *_other_printings(units, kinds, scores)]:
        scores[i] = max(scores[i], TITLE)
    return scores


def _other_printings(
    units: Sequence[Unit], kinds: Sequence[Kind], scores: Sequence[float]
) -> list[int]:
    """Lines that fall short of a title by little, right over authors whom a title in another
    language has as well."""
    titled = [
        (units[i].lang, _surnames(units[below].text))
        for i, score in enumerate(scores)
        if score >= TITLE and (below := _below(kinds, i)) is not None
    ]
    found = []
    for i, score in enumerate(scores):
        below = _below(kinds, i)
        if not TITLE - _SHORT_OF <= score < TITLE or below is None or not units[i].whole:
            continue
        people = _surnames(units[below].text)
        for lang, others in titled:
            alike = len(people) == len(others) and all(map(same_name, people, others))
            if people and alike and lang != units[i].lang:
                found.append(i)
                break
    return found


def _below(kinds: Sequence[Kind], i: int) -> int | None:
    """The line of authors right under unit ``i``."""
    j = next((k for k in range(i + 1, len(kinds)) if kinds[k] not in FURNITURE), None)
    return j if j is not None and kinds[j] == "byline" else None


def _surnames(text: str) -> list[str]:
    return [n.surname for n in read_names(text) if n.surname]


def _recurring(units: Sequence[Unit], kinds: Sequence[Kind], scores: Sequence[float]) -> list[int]:
    """Lines under authors that stand out alike, paper after paper: the titles of a volume.

    One line alone may be a heading of the text; the same style (bold, centred, size) right under
    authors who have no title above them, three times and more, is a house style. Lines that
    are titles by their score count as well.
    """
    alike: dict[tuple[bool, bool, float], list[int]] = {}
    for i, unit in enumerate(units):
        if scores[i] < TITLE - _SHORT_OF or not (unit.bold or unit.centered):
            continue
        first = _first_author(kinds, i)
        if first is not None and not _titled(units, kinds, scores, first):
            style = (unit.bold, unit.centered, round(2 * (unit.size or 0)) / 2)
            alike.setdefault(style, []).append(i)
    return [i for found in alike.values() if len(found) >= _RECURS for i in found]


def _first_author(kinds: Sequence[Kind], i: int) -> int | None:
    """The first unit of the authors, places and addresses right above unit ``i``, if it is a
    line of authors; what stands beside the text is passed over."""
    first = None
    for j in range(i - 1, -1, -1):
        if kinds[j] in _PEOPLE:
            first = j
        elif kinds[j] not in FURNITURE or kinds[j] == "rubric":
            break
    return first if first is not None and kinds[first] == "byline" else None


def _titled(
    units: Sequence[Unit], kinds: Sequence[Kind], scores: Sequence[float], first: int
) -> bool:
    """A title, or a line that may be one, stands right above the authors at ``first``: no
    whole sentence, or a line set apart. The last words of the paper before are neither."""
    above = _above(kinds, first)
    if above is None or kinds[above] != "body":
        return False
    unit = units[above]
    if scores[above] >= TITLE - _SHORT_OF:
        return True
    if not unit.text.rstrip().endswith((".", "!", "?", "…")):
        return len(unit.text) < TITLE_MAX
    return len(unit.text) < PARAGRAPH and (unit.bold or unit.centered or is_caps(unit.text))


def _above(kinds: Sequence[Kind], i: int) -> int | None:
    """The unit above ``i`` but for what stands beside the text."""
    return next(
        (j for j in range(i - 1, -1, -1) if kinds[j] not in FURNITURE or kinds[j] == "rubric"), None
    )


#: The mark of a place before its name: no title begins with one.
_PLACE_MARK = regex.compile(r"\s*(?:[*†‡§¶#]{1,3}|\d{1,2}\)?)\s?\p{Lu}")


def _may_be_title(unit: Unit, kind: Kind) -> bool:
    text = unit.text
    return (
        kind in ("body", "affiliation")
        and not (kind == "affiliation" and _PLACE_MARK.match(text))
        and 8 < len(text) < TITLE_MAX
        and not _NOT_TITLE.search(text)
        and (is_caps(text) or reference_score(text) < 3)
        and len(regex.findall(r"\p{L}{2,}", text)) > 1
        and len(regex.findall(r"\p{L}{4,}", text)) * 3 >= len(text.split())
        and not text[:1].islower()
    )


def _title_score(
    units: Sequence[Unit], kinds: Sequence[Kind], i: int, size: float | None, telling: bool
) -> float:
    """``telling``: bold sets a line apart, since most of the text is not bold."""
    unit = units[i]
    text = unit.text
    score = 0.0
    score += 2.0 * is_caps(text) + 1.0 * (unit.bold and telling) + 0.7 * unit.centered
    marked_up = 0.7 if unit.size is None else 0.3  # a heading by its markup, not by its look
    score += {"title": 1.5, "heading": marked_up}.get(unit.label, 0.0)
    if unit.size and size:
        score += 2.0 if unit.size > 1.14 * size else 0.0
        score -= 1.5 if unit.size < 0.93 * size and not _over_authors(units, kinds, i) else 0.0
    score -= 2.0 * (
        text.rstrip().endswith((".", ";", ":", ",")) and not regex.search(r"\bгг?\.$|\.\.\.$", text)
    )
    if kinds[i] == "affiliation":  # the style of a block tells nothing of one of its parts
        score -= (1.0 if unit.label == "title" else 3.0) if unit.whole else 6.0
    score += 0.7 * _turns(units, kinds, i)
    return score + _after(units, kinds, i) + _before(units, kinds, i)


def _over_authors(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The unit stands over authors in no larger type: all of the front matter is small."""
    if i + 1 >= len(units) or kinds[i + 1] != "byline":
        return False
    return (units[i + 1].size or math.inf) <= (units[i].size or 0.0)


def _after(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> float:
    """What stands after a title: its authors, their places, an abstract."""
    best, seen = 0.0, 0
    for j in range(i + 1, len(units)):
        kind = kinds[j]
        if kind in FURNITURE and kind != "rubric":
            continue
        seen += 1
        if seen == 1 and kind == "code" and _CLASS.match(units[j].text):
            return -1.5  # a rubric: the class number of a work stands above its title
        if kind in ("byline", "authors_head", "affiliation", "role_head"):
            best = max(best, 2.5 - 0.4 * (seen - 1))
        elif kind in ("abstract", "abstract_head", "dates", "contact", "keywords", "keywords_head"):
            best = max(best, 2.2 - 0.3 * (seen - 1))
        elif kind == "body" and len(units[j].text) >= PARAGRAPH:
            told = _keywords_follow(kinds, j) or speaks_of_article(units[j].text)
            return max(best, 2.0) if told else best
        elif kind not in ("body", "code") or seen > 3 or len(units[j].text) > TITLE_MAX:
            break
    return best


def _keywords_follow(kinds: Sequence[Kind], i: int) -> bool:
    j = next((k for k in range(i + 1, len(kinds)) if kinds[k] not in FURNITURE), None)
    return j is not None and kinds[j] in ("keywords", "keywords_head")


def _turns(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The language changes at this unit and stays: a second front matter may begin here."""
    before = next((units[j].lang for j in range(i - 1, -1, -1) if kinds[j] == "body"), None)
    after = next((units[j].lang for j in range(i + 1, len(units)) if kinds[j] == "body"), None)
    return before is not None and before != units[i].lang and after == units[i].lang


def _before(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> float:
    """What stands before it: a code, the authors, a rubric.

    Authors right under a class number have no title yet: the line below them is likely to be it.
    """
    if _under_code(units, kinds, i):
        return _UNDER_CODE
    if _opens_file(units, kinds, i):
        return 1.0
    for j in range(i - 1, max(i - 4, -1), -1):
        if kinds[j] in ("code", "rubric", "dates"):
            return 1.5
        if kinds[j] in ("byline", "affiliation", "contact"):
            return _AFTER_AUTHORS
        if kinds[j] == "boilerplate":
            return 1.0
        if kinds[j] == "reference":  # the front matter in the other language
            return _AFTER_LIST if kinds[i + 1 : i + 2] == ["byline"] else 0.0
        if kinds[j] not in FURNITURE and kinds[j] != "body":
            break
    return 0.0


def _opens_file(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The first words of a document, right above its authors."""
    first = all(kind in FURNITURE for kind in kinds[:i])
    return first and i + 1 < len(units) and kinds[i + 1] == "byline"


def _under_code(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """Codes with a class number among them, then authors with their places, then the unit."""
    above = None if (first := _first_author(kinds, i)) is None else _above(kinds, first)
    while above is not None and kinds[above] == "code":
        if _CLASS.match(units[above].text):
            return True
        above = _above(kinds, above)
    return False


def body_size(units: Sequence[Unit]) -> float | None:
    """The font size (points) of most of the running text."""
    weights: dict[float, int] = {}
    for unit in units:
        if unit.size:
            key = round(unit.size * 2) / 2
            weights[key] = weights.get(key, 0) + len(unit.text)
    return max(weights, key=lambda s: weights[s]) if weights else None


def mark_titles(units: Sequence[Unit], kinds: list[Kind], scores: Sequence[float]) -> None:
    """Call the units with score enough titles, and the lines that go on with them."""
    for i, score in enumerate(scores):
        if score >= TITLE:
            kinds[i] = "title"
    for i in range(len(units) - 1):  # the lines of one title, read as several blocks
        goes_on = kinds[i + 1] in ("body", "affiliation") and (
            _same_style(units, i, i + 1, scores) or _small_tail(units, kinds, i)
        )
        if kinds[i] == "title" and goes_on:
            kinds[i + 1] = "title"


def _small_tail(units: Sequence[Unit], kinds: Sequence[Kind], i: int) -> bool:
    """The last line of a recognised title in capitals, read in small letters, over the authors."""
    one, two = units[i], units[i + 1]
    over = i + 2 < len(units) and kinds[i + 2] == "byline"
    return over and one.lang == two.lang and capitals_of_scan(one, two)


def _same_style(units: Sequence[Unit], i: int, j: int, scores: Sequence[float]) -> bool:
    one, two = units[i], units[j]
    if one.page != two.page or len(one.text) + len(two.text) > TITLE_MAX:
        return False
    open_end = OPEN_ENDED.search(one.text) is not None and len(two.text.split()) < 4
    told = one.bold or one.centered or is_caps(one.text)
    runs_on = two.text[:1].islower() or open_end or (_capitals_run_on(one, two) and not _ended(one))
    if scores[j] <= 0 and not (told and runs_on):
        return False
    if one.size is None or two.size is None:
        return False
    sized = abs(one.size - two.size) < 0.6 or _capitals_run_on(one, two)
    return (
        is_caps(one.text) == is_caps(two.text)
        and one.lang == two.lang
        and sized
        and one.bold == two.bold
    )


def _ended(unit: Unit) -> bool:
    return unit.text.rstrip().endswith((".", "!", "?"))


def _capitals_run_on(one: Unit, two: Unit) -> bool:
    """Two lines in capitals, no stop between them, of one size as far as it can be measured."""
    sizes = (one.size or 1.0, two.size or 1.0)
    near = is_caps(one.text) and is_caps(two.text) and max(sizes) < 1.12 * min(sizes)
    return near or capitals_of_scan(one, two)
