"""Which units look like the title of a work: style, place and neighbours, as a score."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.works.citations import reference_score
from extractors.works.kinds import FURNITURE, PARAGRAPH, TITLE_MAX, Kind
from extractors.works.style import speaks_of_article
from extractors.works.titles import OPEN_ENDED
from extractors.works.units import Unit, is_caps

_NOT_TITLE = regex.compile(
    r"https?://|www\.|@|^\W*(?:рис|табл|fig|table|figure|схема|график|диаграмма|примечание|note|source|источник|сурет|кесте)\b"
    r"|^\W*\d+(?:\.\d+)*[.)]\s|^[\W\d]+$|^\W*(?:глава|chapter|приложение|том|vol|№|©)\b|^[IVX]+\.\s|©|^[\W_]*$",
    regex.IGNORECASE,
)
_NEAR = 6


_CLASS = regex.compile(r"\W*(?:УДК|UDC|ӘОЖ|ББК|МРНТИ|ГРНТИ)")


def title_scores(units: Sequence[Unit], kinds: Sequence[Kind]) -> list[float]:
    """How much each unit looks like the title of a work (3 and more: a title)."""
    size = body_size(units)
    bold = sum(len(u.text) for u in units if u.bold)
    telling = 2 * bold < sum(len(u.text) for u in units)
    return [
        _title_score(units, kinds, i, size, telling) if _may_be_title(u, k) else 0.0
        for i, (u, k) in enumerate(zip(units, kinds, strict=True))
    ]


def _may_be_title(unit: Unit, kind: Kind) -> bool:
    text = unit.text
    return (
        kind in ("body", "affiliation")
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
        score -= 1.5 if unit.size < 0.93 * size else 0.0
    score -= 2.0 * (
        text.rstrip().endswith((".", ";", ":", ",")) and not regex.search(r"\bгг?\.$|\.\.\.$", text)
    )
    score -= (1.0 if unit.label == "title" else 3.0) * (kinds[i] == "affiliation")
    score += 0.7 * _turns(units, kinds, i)
    return score + _after(units, kinds, i) + _before(kinds, i)


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


def _before(kinds: Sequence[Kind], i: int) -> float:
    """What stands before it: a code, the authors, a rubric."""
    for j in range(i - 1, max(i - 4, -1), -1):
        if kinds[j] in ("code", "rubric", "dates"):
            return 1.5
        if kinds[j] in ("byline", "affiliation", "contact"):
            return 1.2
        if kinds[j] == "boilerplate":
            return 1.0
        if kinds[j] not in FURNITURE and kinds[j] != "body":
            break
    return 0.0


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
        if score >= 3.0:
            kinds[i] = "title"
    for i in range(len(units) - 1):  # the lines of one title, read as several blocks
        goes_on = kinds[i + 1] in ("body", "affiliation") and _same_style(units, i, i + 1, scores)
        if kinds[i] == "title" and goes_on:
            kinds[i + 1] = "title"


def _same_style(units: Sequence[Unit], i: int, j: int, scores: Sequence[float]) -> bool:
    one, two = units[i], units[j]
    if one.page != two.page or len(one.text) + len(two.text) > TITLE_MAX:
        return False
    open_end = OPEN_ENDED.search(one.text) is not None and len(two.text.split()) < 4
    told = one.bold or one.centered or is_caps(one.text)
    if scores[j] <= 0 and not (told and (two.text[:1].islower() or open_end)):
        return False
    sized = one.size is not None and two.size is not None and abs(one.size - two.size) < 0.6
    return (
        is_caps(one.text) == is_caps(two.text)
        and one.lang == two.lang
        and sized
        and one.bold == two.bold
    )
