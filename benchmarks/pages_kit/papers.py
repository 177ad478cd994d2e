"""Twelve papers (or more) that differ in language, type, columns and furniture."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from pages_kit import words
from pages_kit.texts import draw
from pages_kit.typeset import FAMILIES, MARKS, Block, Look, Printed, set_paper, set_parallel


@dataclass(frozen=True)
class Plan:
    """What a paper is made of: the language of its body, of its second front matter (or none),
    its look, and how much of it there is."""

    name: str
    lang: str
    second: str | None
    look: Look
    paragraphs: int
    notes: bool = False
    figure: bool = False
    items: bool = False
    parallel: bool = False


_B5 = (498.9, 708.66)
_NARROW = (48.0, 60.0, 48.0, 62.0)


def plans() -> list[Plan]:
    """The twelve papers of the set."""
    serif, sans = "Liberation Serif", "Liberation Sans"
    return [
        Plan("ru-serif", "ru", "en", Look(serif, 11), 12, notes=True),
        Plan("ru-two-columns", "ru", "en", Look("Free Serif", 10, columns=2, numbers="head"), 15, figure=True),
        Plan("en-serif", "en", "ru", Look("DejaVu Serif", 9.5, indent=14), 11, notes=True, items=True),
        Plan("ru-sans", "ru", None, Look("Free Sans", 10.5, indent=0, gap=6), 12, items=True),
        Plan("parallel", "ru", "en", Look(serif, 10, columns=2, gutter=20), 6, parallel=True),
        Plan("en-two-columns", "en", "ru", Look(serif, 9.5, columns=2, gutter=16), 15, notes=True),
        Plan("uk-serif", "uk", "en", Look("Free Serif", 11.5, leading=1.3), 9, notes=True),
        Plan("kk-serif", "kk", "ru", Look("Free Serif", 11, indent=20), 9, figure=True),
        Plan("ru-condensed", "ru", "en", Look("DejaVu Serif Condensed", 9.5, columns=2, gutter=22, blanks=False), 14, notes=True, figure=True),
        Plan("ru-small-page", "ru", "en", Look(serif, 10, page=_B5, margins=_NARROW), 9, notes=True, items=True),
        Plan("en-sans", "en", None, Look(sans, 10, indent=0, gap=5, blanks=False), 11, figure=True),
        Plan("ru-small-type", "ru", "en", Look("DejaVu Sans Condensed", 8.5, leading=1.25), 13, notes=True, figure=True, items=True),
    ]  # fmt: skip


def compose(plan: Plan, folder: Path, seed: int = 0) -> Printed:
    """The paper, set. ``folder`` holds the texts.

    Raises:
        FileNotFoundError: there is no text of its language.
    """
    chance = random.Random(f"{plan.name}/{seed}")
    heads = (words.JOURNALS[plan.lang], words.AUTHORS[plan.lang][0])
    look = replace(plan.look, heads=heads, first_page=chance.randint(3, 180))
    if plan.parallel:
        return set_parallel(_sides(plan, folder, chance), look)
    return set_paper([*_front(plan, folder, chance), *_body(plan, folder, chance)], look)


def further(count: int) -> list[Plan]:
    """More papers of the same kinds in other types and sizes."""
    chance = random.Random(count)
    out = []
    for number in range(count):
        plan = plans()[number % 12]
        look = replace(
            plan.look,
            family=chance.choice(sorted(FAMILIES)),
            size=chance.choice([9, 9.5, 10, 10.5, 11, 12]),
            indent=chance.choice([0.0, 12.0, 18.0, 24.0]),
        )
        look = replace(look, gap=0.0 if look.indent else 6.0)
        out.append(replace(plan, name=f"{plan.name}-{number}", look=look))
    return out


def _front(plan: Plan, folder: Path, chance: random.Random) -> list[Block]:
    """Title, authors, abstract and keywords in one language or two."""
    at = chance.randrange(len(words.TITLES[plan.lang]))
    out = []
    for lang in filter(None, (plan.lang, plan.second)):
        titles, authors = words.TITLES[lang], words.AUTHORS[lang]
        [abstract] = draw(folder, lang, 1, chance)
        out += [
            Block("title", titles[at % len(titles)], wide=True),
            Block("author", authors[at % len(authors)], wide=True),
            Block("abstract", f"{words.ABSTRACT[lang]} {abstract}", wide=True),
            Block("keywords", words.KEYWORDS[lang], wide=True),
        ]
    return out


def _body(plan: Plan, folder: Path, chance: random.Random) -> list[Block]:
    """Sections of paragraphs with what the plan asks for among them."""
    texts = draw(folder, plan.lang, plan.paragraphs, chance)
    headings = list(words.HEADINGS[plan.lang])
    notes = list(words.NOTES[plan.lang]) if plan.notes else []
    out: list[Block] = []
    mark = 0
    for number, text in enumerate(texts):
        if number % 4 == 0 and headings:
            out.append(Block("heading", headings.pop(0)))
        if notes and number % 3 == 1:
            mark += 1
            marked = _marked(text, mark, chance)
            out.append(Block("paragraph", marked, notes=(f"{mark} {notes.pop(0)}",)))
        else:
            out.append(Block("paragraph", text))
        if plan.figure and number == len(texts) // 2:
            out.append(Block("figure", words.CAPTIONS[plan.lang].format(n=1)))
        if plan.items and number == 2:
            items = words.ITEMS[plan.lang]
            ends = [";"] * (len(items) - 1) + ["."]
            out += [Block("item", f"{i}) {item}{end}") for i, (item, end) in
                    enumerate(zip(items, ends, strict=True), start=1)]  # fmt: skip
    return out


def _marked(text: str, number: int, chance: random.Random) -> str:
    """The text with the mark of a note behind one of its words."""
    tokens = text.split(" ")
    able = [i for i, token in enumerate(tokens[:-1]) if token.isalpha() and len(token) > 4]
    at = chance.choice(able) if able else len(tokens) - 1
    tokens[at] += str(number).translate(MARKS)
    return " ".join(tokens)


def _sides(
    plan: Plan, folder: Path, chance: random.Random
) -> list[tuple[list[Block], list[Block]]]:
    """Pages of two columns, one per language."""
    count = 3
    langs = (plan.lang, plan.second or "en")
    texts = {lang: draw(folder, lang, 2 * count, chance) for lang in langs}
    pages = []
    for page in range(2):
        sides = []
        for lang in langs:
            blocks = [Block("heading", words.HEADINGS[lang][page])]
            blocks += [
                Block("paragraph", t) for t in texts[lang][page * count : (page + 1) * count]
            ]
            sides.append(blocks)
        pages.append((sides[0], sides[1]))
    return pages
