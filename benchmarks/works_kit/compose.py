"""Works made up from phrases: everything that a record should say of them, before print."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from works_kit import cite, words
from works_kit.cite import Cited

Slots = dict[str, str]


@dataclass(slots=True)
class Person:
    """One author: (surname, given, patronymic) per language, and where from."""

    forms: dict[str, tuple[str, str, str]]
    places: list[int]
    post: tuple[str, str]
    email: str
    orcid: str


@dataclass(slots=True)
class Made:
    """A work as composed; ``printed`` names and ``bound`` places are filled in by the style."""

    langs: list[str]
    title: dict[str, str]
    people: list[Person]
    places: list[tuple[str, ...]]
    abstract: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, str | list[str]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    journal: dict[str, str] = field(default_factory=dict)
    funding: str | None = None
    references: list[Cited] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)
    body: list[tuple[str, str]] = field(default_factory=list)
    cited: set[int] = field(default_factory=set)
    printed: dict[str, list[str]] = field(default_factory=dict)
    bound: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    orcids: list[str] = field(default_factory=list)


def person(rng: Random, places: int) -> Person:
    """An author with a Russian, English and Kazakh printing of the name."""
    ru, en = rng.choice(words.SURNAMES)
    woman = rng.random() < 0.5
    given = rng.choice(words.WOMEN if woman else words.MEN)
    father = rng.choice(words.FATHERS)
    ends = ("а", "a", "на", "na") if woman else ("", "", "ич", "ich")
    forms = {
        "ru": (ru + ends[0], given[0], father[0] + ends[2]),
        "en": (en + ends[1], given[1], father[1] + ends[3]),
    }
    forms["kk"] = forms["ru"]
    digits = [rng.randint(0, 9) for _ in range(12)]
    body = "0000" + "".join(map(str, digits[:11]))
    total = 0
    for char in body:
        total = (total + int(char)) * 2
    orcid = body + "0123456789X"[(12 - total % 11) % 11]
    orcid = "-".join(orcid[i : i + 4] for i in range(0, 16, 4))
    email = (
        f"{forms['en'][0].lower()}{rng.randint(1, 99)}@example.{rng.choice(['org', 'ru', 'kz'])}"
    )
    own = (
        [rng.randrange(places)]
        if rng.random() < 0.85 or places == 1
        else rng.sample(range(places), 2)
    )
    return Person(forms, sorted(own), rng.choice(words.POSTS), email, orcid)


def slots_of(rng: Random) -> dict[str, Slots]:
    """The fillings of the slots, per language."""
    subject, region = rng.choice(words.SUBJECTS), rng.choice(words.REGIONS)
    year = rng.randint(1995, 2012)
    common = {
        "a": str(rng.randint(21, 98)), "b": str(rng.randint(3, 9)), "y": str(year),
        "z": str(year + rng.randint(3, 9)), "n": str(rng.randint(101, 989)),
    }  # fmt: skip
    return {
        "ru": {"sn": subject[0], "sg": subject[1], "r": region[0], "p": region[1], **common},
        "en": {"sn": subject[2], "sg": subject[2], "r": region[2], "p": region[2], **common},
        "kk": {"sn": subject[3], "sg": subject[3], "r": region[3], "p": region[3], **common},
    }


def fill(template: str, slots: Slots) -> str:
    """A phrase with its slots filled and a capital at its head.

    >>> fill("{sn} of {r}", {"sn": "snow cover", "r": "Altai"})
    'Snow cover of Altai'
    """
    text = template.format(**slots)
    return text[:1].upper() + text[1:]


def _renumber(rng: Random, slots: dict[str, Slots]) -> dict[str, Slots]:
    fresh = {
        "a": str(rng.randint(21, 98)),
        "b": str(rng.randint(3, 9)),
        "n": str(rng.randint(101, 989)),
    }
    return {lang: {**s, **fresh} for lang, s in slots.items()}


def summary(rng: Random, work: Made, slots: dict[str, Slots], structured: bool) -> None:
    """Abstracts that say the same in each language of the work, structured or running."""
    chosen = [
        rng.choice(words.OPENINGS),
        *rng.sample(words.MIDDLES, rng.randint(3, 6)),
        rng.choice(words.CLOSINGS),
    ]
    filled = [_renumber(rng, slots) for _ in chosen]
    rows = [
        [fill(row[i], s[lang]) for row, s in zip(chosen, filled, strict=True)]
        for i, lang in enumerate(words.LANGS)
    ]
    by_lang = dict(zip(words.LANGS, rows, strict=True))
    house = rng.randrange(2)
    for lang in work.langs:
        sentences = by_lang[lang]
        if not structured:
            work.abstract[lang] = " ".join(sentences)
            continue
        cuts = [sentences[0:1], sentences[1:2], sentences[2:3], sentences[3:-1], sentences[-1:]]
        named = zip(words.SECTIONS[lang][house], cuts, strict=True)
        work.sections[lang] = [(title, " ".join(text)) for title, text in named if text]
        work.abstract[lang] = " ".join(f"{title}. {text}" for title, text in work.sections[lang])


def references(rng: Random, work: Made, count: int, style: str, *, both: bool) -> None:
    """References with their fields; ``both``: a transliterated list follows the Russian one."""
    pool = [slots_of(rng) for _ in range(4)]
    seen: set[str] = set()
    english: list[str] = []
    while len(work.references) < count:
        own, row = rng.choice(pool), rng.choice(words.REFERENCE_TITLES)
        lang = "en" if style in ("apa", "vancouver") or rng.random() < 0.25 else "ru"
        title = fill(row[lang == "en"], own[lang])
        people = (
            cite.english_people(rng)
            if lang == "en"
            else [_cited_person(rng) for _ in range(rng.randint(1, 3))]
        )
        people = list(dict.fromkeys(people))
        if title in seen:
            own = slots_of(rng)
            title = fill(row[lang == "en"], own[lang])
            if title in seen:
                continue
        seen.add(title)
        item = cite.compose(rng, lang, people, title)
        english.append(fill(row[1], own["en"]))
        work.references.append(item)
    if both:
        for place, item in list(enumerate(work.references)):
            other = cite.twin(item, english[place])
            if other is not None:
                work.twins[place] = len(work.references)
                work.references.append(cite.print_as(other, "translit"))
    for item in work.references[:count]:
        cite.print_as(item, style)


def _cited_person(rng: Random) -> tuple[str, str]:
    surname = rng.choice(words.SURNAMES)[0]
    woman = rng.random() < 0.4
    given = rng.choice(words.WOMEN if woman else words.MEN)[0][0]
    return surname + ("а" if woman else ""), f"{given}. {rng.choice(words.FATHERS)[0][0]}."


def body(
    rng: Random,
    work: Made,
    lang: str,
    slots: dict[str, Slots],
    size: int,
    heads: bool,
    numbered: bool,
    taken: set[str],
) -> None:
    """``size`` paragraphs (and section heads) with citations; each paragraph is its own."""
    listed = len(work.references) - len(work.twins)
    for n in range(size):
        if heads and n in (0, size // 3, 2 * size // 3, size - 1) and size >= 4:
            head = words.HEADS[lang][(0, size // 3, 2 * size // 3, size - 1).index(n)]
            work.body.append(("heading", head))
        while True:
            text = _paragraph(rng, lang, slots)
            if text[:60] not in taken:
                taken.add(text[:60])
                break
        if listed and rng.random() < 0.7:
            k = rng.randrange(listed)
            item = work.references[k]
            mark = f"[{k + 1}]" if numbered else f"({item.authors[0][0]}, {item.fields['year']})"
            text = text[:-1] + f" {mark}."
            work.cited.add(k)
        work.body.append(("body", text))


def _paragraph(rng: Random, lang: str, slots: dict[str, Slots]) -> str:
    bank = words.BODY[lang]
    first = rng.choice([b for b in bank if "{n}" in b])
    rest = rng.sample([b for b in bank if b != first], rng.randint(3, 6))
    fresh = _renumber(rng, slots)[lang]
    fresh = {**fresh, "y": str(rng.randint(1961, 2019))}
    return " ".join(fill(t, fresh) for t in (first, *rest))


def codes(rng: Random, kinds: set[str]) -> dict[str, str | list[str]]:
    """Codes of the kinds wanted."""
    out: dict[str, str | list[str]] = {}
    if "udc" in kinds:
        out["udc"] = (
            f"{rng.choice(['33', '911', '338', '574', '81'])}{rng.randint(1, 9)}.{rng.randint(1, 9)}"
        )
        if rng.random() < 0.3:
            out["udc"] = (
                f"{out['udc']}:{rng.randint(300, 399)}.{rng.randint(1, 9)}({rng.randint(470, 574)})"
            )
    if "bbk" in kinds:
        out["bbk"] = f"{rng.choice(['65.04', '26.8', '63.3', '65.37'])}"
    if "grnti" in kinds:
        out["grnti"] = [f"{rng.randint(10, 89)}.{rng.randint(10, 51)}.{rng.randint(10, 41)}"]
    if "jel" in kinds:
        out["jel"] = list(
            dict.fromkeys(
                f"{rng.choice('CFJORQ')}{rng.randint(10, 59)}" for _ in range(rng.randint(1, 3))
            )
        )
    if "doi" in kinds:
        out["doi"] = (
            f"10.{rng.randint(12000, 45000)}/{rng.choice(['vpu', 'isg', 'jri'])}-{rng.randint(2012, 2024)}-{rng.randint(1, 60)}-{rng.randint(1, 12)}"
        )
    if "edn" in kinds:
        out["edn"] = "".join(rng.choice("ABCDEFGHIKLMNOPQRSTUVWXYZ") for _ in range(6))
    return out


def journal(rng: Random) -> dict[str, str]:
    """A journal with year, volume, issue, pages."""
    ru, en, _ = rng.choice(words.JOURNALS)
    start = rng.randint(5, 200)
    return {
        "ru": ru, "en": en, "kk": ru, "year": str(rng.randint(2012, 2024)), "volume": str(rng.randint(3, 40)),
        "issue": str(rng.randint(1, 6)), "first": str(start),
    }  # fmt: skip


def dates(rng: Random, year: str) -> dict[str, str]:
    """Receipt and acceptance in the year before ``year``."""
    month, day = rng.randint(1, 8), rng.randint(1, 28)
    before = int(year) - 1
    return {
        "received": f"{before}-{month:02}-{day:02}",
        "accepted": f"{before}-{month + 3:02}-{rng.randint(1, 28):02}",
    }


def article(rng: Random, langs: list[str], *, structured: bool, style: str, both: bool, numbered: bool,
            heads: bool, size: int, refs: int, with_abstract: bool, kinds: set[str], taken: set[str],
            authors: int | None = None) -> Made:  # fmt: skip
    """A whole work; ``langs`` are the languages of its front matter, the text's first."""
    slots = slots_of(rng)
    row = rng.choice(words.TITLES)
    title = {lang: fill(row[words.LANGS.index(lang)], slots[lang]) for lang in langs}
    number = rng.choice([1, 1, 1, 2])
    places = rng.sample(words.PLACES, number)
    count = authors or rng.choice([1, 1, 2, 2, 3])
    people: list[Person] = []
    while len(people) < count:
        new = person(rng, number)
        if all(p.forms["ru"][0][:5] != new.forms["ru"][0][:5] for p in people):
            people.append(new)
    used = {k for p in people for k in p.places}
    for k in range(number):
        if k not in used:
            people[-1].places = sorted({*people[-1].places, k})
    work = Made(langs, title, people, places)
    if with_abstract:
        summary(rng, work, slots, structured)
        chosen = rng.sample(words.KEYWORDS, rng.randint(4, 7))
        work.keywords = {lang: [k[words.LANGS.index(lang)] for k in chosen] for lang in langs}
    work.codes = codes(rng, kinds)
    work.journal = journal(rng)
    if refs:
        references(rng, work, refs, style, both=both)
    body(rng, work, langs[0], slots, size, heads, numbered, taken)
    return work
