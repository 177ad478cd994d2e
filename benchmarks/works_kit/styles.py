"""House styles: a composed work laid out as the journals of the region would."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from works_kit import compose, words
from works_kit.compose import Made, Person

_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(slots=True)
class El:
    """One printed element: ``text`` may hold ``<super>``; ``role`` names it for HTML."""

    role: str
    text: str
    size: float = 0.0  # points beside the usual size
    bold: bool = False
    italic: bool = False
    align: str = "justify"
    space: float = 4.0
    indent: bool = False
    columns: tuple[list[El], list[El]] | None = None


@dataclass(slots=True)
class House:
    """The choices of one journal."""

    arrangement: str
    names: str
    marks: str
    headings: str
    title: str
    authors_first: bool
    separator: str
    style: str
    numbering: str
    both: bool
    structured: bool
    heads: bool
    columns: int
    contacts: bool
    posts: bool
    codes: set[str]
    codes_below: bool
    date_line: bool
    citation: bool
    funding: bool
    running: bool
    font: str
    size: float
    extra: dict[str, str] = field(default_factory=dict)


ARRANGEMENTS = (
    "ru_first",
    "ru_first_en_end",
    "en_first",
    "en_first_ru_end",
    "side",
    "tri",
    "tri_end",
    "mono_ru",
    "mono_en",
    "ru_end_en_text",
)


def house(rng: Random, arrangement: str | None = None) -> House:
    """A journal's choices at random."""
    arrangement = arrangement or rng.choice(ARRANGEMENTS)
    english = arrangement in ("en_first", "en_first_ru_end", "mono_en", "ru_end_en_text")
    style = rng.choice(
        ["apa", "vancouver", "gost"] if english else ["gost", "gost_dash", "gost_slash", "gost"]
    )
    kinds = {
        k
        for k in ("udc", "bbk", "grnti", "jel", "doi", "edn")
        if rng.random() < {"udc": 0.8, "doi": 0.5}.get(k, 0.2)
    }
    return House(
        arrangement=arrangement,
        names=rng.choice(["initials_first", "initials_last", "tight_first", "tight_last", "full", "full_first"]),
        marks=rng.choice(["digits", "digits", "stars", "daggers", "none"]),
        headings=rng.choice(["run_in", "run_in", "alone", "none", "italic"]),
        title=rng.choice(["caps_bold", "bold_large", "caps", "bold"]),
        authors_first=rng.random() < 0.4, separator=rng.choice([", ", "; "]), style=style,
        numbering="" if style == "apa" else rng.choice(["{}. ", "{}. ", "[{}] "]),
        both=not english and rng.random() < 0.3, structured=rng.random() < 0.25,
        heads=rng.random() < 0.7, columns=2 if rng.random() < 0.2 else 1, contacts=rng.random() < 0.4,
        posts=rng.random() < 0.2, codes=kinds, codes_below=rng.random() < 0.15, date_line=rng.random() < 0.35,
        citation=rng.random() < 0.25, funding=rng.random() < 0.25, running=rng.random() < 0.6,
        font=rng.choice(["free", "free", "dejavu"] if arrangement.startswith("tri") else ["serif", "free", "dejavu", "sans"]), size=rng.choice([10.0, 11.0, 12.0]),
    )  # fmt: skip


def langs_of(arrangement: str) -> list[str]:
    """Languages of the front matters, the language of the text first."""
    return {
        "ru_first": ["ru", "en"], "ru_first_en_end": ["ru", "en"], "en_first": ["en", "ru"], "side": ["ru", "en"],
        "en_first_ru_end": ["en", "ru"], "tri": ["ru", "kk", "en"], "tri_end": ["kk", "ru", "en"], "mono_ru": ["ru"],
        "mono_en": ["en"], "ru_end_en_text": ["en", "ru"],
    }[arrangement]  # fmt: skip


def compose_for(
    rng: Random,
    h: House,
    taken: set[str] | None = None,
    *,
    short: bool = False,
    with_abstract: bool = True,
    unlisted: bool = False,
) -> Made:
    """A work for a house (``short``: a paper of a proceedings volume; ``unlisted``: without a
    list of references)."""
    work = compose.article(
        rng, langs_of(h.arrangement), structured=h.structured, style=h.style, both=h.both and not short,
        numbered=bool(h.numbering), heads=h.heads and not short, size=rng.randint(3, 6) if short else rng.randint(6, 13),
        refs=0 if unlisted else rng.randint(2, 5) if short else rng.randint(5, 14), with_abstract=with_abstract,
        kinds=h.codes, taken=set() if taken is None else taken,
    )  # fmt: skip
    if h.date_line:
        work.dates = compose.dates(rng, work.journal["year"])
    if h.funding:
        work.funding = words.FUNDING["en" if work.langs[0] == "en" else "ru"].format(
            n=rng.randint(1000, 9999)
        )
    return work


def printed_name(form: tuple[str, str, str], names: str, lang: str) -> str:
    """A name in one of the orders.

    >>> printed_name(("Юдин", "Пётр", "Ильич"), "initials_last", "ru")
    'Юдин П. И.'
    """
    surname, given, father = form
    a, b = (
        (_initial(given), _initial(father)) if lang == "en" else (given[0] + ".", father[0] + ".")
    )
    return {
        "initials_first": f"{a} {b} {surname}", "initials_last": f"{surname} {a} {b}",
        "tight_first": f"{a}{b} {surname}", "tight_last": f"{surname} {a}{b}",
        "full": f"{given} {b} {surname}" if lang == "en" else f"{surname} {given} {father}",
        "full_first": f"{given} {b} {surname}" if lang == "en" else f"{given} {father} {surname}",
    }[names]  # fmt: skip


def _initial(name: str) -> str:
    return name[0] + "."


def _place(row: tuple[str, ...], lang: str) -> str:
    k = words.LANGS.index(lang)
    return f"{row[k]}, {row[3 + k]}, {row[6 + k]}"


def _sign(marks: str, k: int) -> str:
    return {"digits": str(k + 1), "stars": "*" * (k + 1), "daggers": "*†‡"[k]}.get(marks, "")


def _byline(work: Made, h: House, lang: str) -> list[El]:
    """Authors and places; fills what the record should say."""
    several = len(work.places) > 1
    marks = h.marks if h.marks != "none" or not several else "digits"
    names = [printed_name(p.forms[lang], h.names, lang) for p in work.people]
    work.printed[lang] = names
    places = [_place(row, lang) for row in work.places]
    if h.posts and not several and lang != "kk":
        return _posted(work, lang, names, places[0])
    if several:
        tails = [
            "<super>" + ",".join(_sign(marks, k) for k in p.places) + "</super>"
            for p in work.people
        ]
        line = ", ".join(n + t for n, t in zip(names, tails, strict=True))
        lines = [
            f"<super>{_sign(marks, k)}</super>{' ' if h.size > 10 else ''}{text}"
            for k, text in enumerate(places)
        ]
    else:
        line, lines = ", ".join(names), places
    for person, name in zip(work.people, names, strict=True):
        work.bound.setdefault(lang, []).append((name, "; ".join(places[k] for k in person.places)))
    out = [El("authors", line, bold=True, align="center" if h.title != "bold" else "left")]
    out += [El("place", text, italic=True, size=-1, align=out[0].align, space=1) for text in lines]
    if h.contacts and lang == work.langs[0]:
        out += _contacts(work, h)
    return out


def _contacts(work: Made, h: House) -> list[El]:
    first: Person = work.people[0]
    if h.size > 10.5:
        work.emails = [first.email]
        return [El("contact", f"e-mail: {first.email}", size=-1, align="center")]
    work.emails, work.orcids = [first.email], [first.orcid]
    return [El("contact", f"{first.email}, ORCID: {first.orcid}", size=-1, align="center")]


def _posted(work: Made, lang: str, names: list[str], place: str) -> list[El]:
    """One line per author: the name with the post, then the place."""
    out = []
    for person, name in zip(work.people, names, strict=True):
        post = person.post[lang == "en"]
        out.append(
            El("authors", f"{name}, {post}, {place}", align="right", italic=True, size=-1, space=1)
        )
        work.bound.setdefault(lang, []).append((name, place))
    return out


_TITLES_OF = {
    "abstract": {"ru": ("Аннотация", "Резюме"), "en": ("Abstract", "Summary"), "kk": ("Аңдатпа", "Түйін")},
    "keywords": {"ru": ("Ключевые слова",) * 2, "en": ("Keywords", "Key words"), "kk": ("Түйін сөздер", "Кілт сөздер")},
}  # fmt: skip


def _summary(work: Made, h: House, lang: str) -> list[El]:
    if lang not in work.abstract:
        return []
    variant = len(h.separator + h.names) % 2
    head = _TITLES_OF["abstract"][lang][variant]
    words_head = _TITLES_OF["keywords"][lang][variant]
    text = work.abstract[lang]
    keywords = h.separator.join(work.keywords[lang]) + ("." if h.separator == ", " else "")
    out = []
    if h.headings == "alone":
        out = [
            El("head", head, bold=True, align="center", size=-1),
            El("abstract", text, size=-1, indent=True),
        ]
    elif h.headings == "run_in":
        out = [El("abstract", f"<b>{head}.</b> {text}", size=-1, indent=True)]
    elif h.headings == "italic":
        out = [El("abstract", f"<b><i>{head}:</i></b> {text}", size=-1, italic=True)]
    else:
        out = [El("abstract", text, size=-1, italic=True, indent=True)]
    out.append(
        El(
            "keywords",
            f"<b>{words_head}:</b> {keywords}",
            size=-1,
            italic=h.headings == "italic",
            space=8,
        )
    )
    return out


def _title(work: Made, h: House, lang: str) -> El:
    text = work.title[lang]
    if h.title.startswith("caps"):
        text = text.upper()
    return El("title", text, size=3 if "large" in h.title else 0 if h.title == "bold" else 1, bold="bold" in h.title,
              align="center" if h.title != "bold" else "left", space=6)  # fmt: skip


def _codes(work: Made) -> list[El]:
    c = work.codes
    lines = []
    if "udc" in c:
        lines.append(f"УДК {c['udc']}")
    if "bbk" in c:
        lines.append(f"ББК {c['bbk']}")
    if "grnti" in c:
        lines.append(f"ГРНТИ {c['grnti'][0]}")
    if "jel" in c:
        lines.append("JEL: " + ", ".join(c["jel"]))
    if "doi" in c:
        lines.append(
            f"DOI: {c['doi']}" if len(str(c["doi"])) % 2 else f"https://doi.org/{c['doi']}"
        )
    if "edn" in c:
        lines.append(f"EDN: {c['edn']}")
    return [El("code", line, size=-1, align="left", space=1) for line in lines]


def _dates(work: Made, english: bool) -> list[El]:
    if not work.dates:
        return []

    def told(iso: str) -> str:
        y, m, d = iso.split("-")
        return (
            f"{_EN_MONTHS[int(m) - 1]} {int(d)}, {y}"
            if english
            else f"{int(d)} {_MONTHS[int(m) - 1]} {y} г."
        )

    a, b = told(work.dates["received"]), told(work.dates["accepted"])
    if english:
        return [El("dates", f"Received {a}; accepted {b}", size=-1, align="left")]
    return [
        El("dates", f"Поступила в редакцию {a} Принята к публикации {b}", size=-1, align="left")
    ]


def front(work: Made, h: House, lang: str, *, first: bool) -> list[El]:
    """The front matter in one language."""
    title, people = _title(work, h, lang), _byline(work, h, lang)
    out = list(_codes(work)) if first and not h.codes_below else []
    out += [*people, title] if h.authors_first else [title, *people]
    if first:
        out += _dates(work, work.langs[0] == "en")
    out += _summary(work, h, lang)
    if first and h.codes_below:
        out += _codes(work)
    if first and h.citation:
        out.append(_citation(work, h, lang))
    return out


def _citation(work: Made, h: House, lang: str) -> El:
    j = work.journal
    names = ", ".join(printed_name(p.forms[lang], "initials_last", lang) for p in work.people)
    last = int(j["first"]) + 11
    if lang == "en":
        text = f"For citation: {names} {work.title[lang]} // {j['en']}. {j['year']}. Vol. {j['volume']}, No. {j['issue']}. P. {j['first']}–{last}."
    else:
        text = f"Для цитирования: {names} {work.title[lang]} // {j[lang]}. {j['year']}. Т. {j['volume']}, № {j['issue']}. С. {j['first']}–{last}."
    h.extra["cited"] = "yes"
    return El("citation", text, size=-1)


_LISTS = {"ru": "Список литературы", "en": "References", "kk": "Пайдаланылған әдебиеттер тізімі"}


def back(work: Made, h: House) -> list[El]:
    """Funding and lists of references."""
    out: list[El] = []
    if work.funding:
        head = "Funding." if work.langs[0] == "en" else "Финансирование."
        out.append(El("funding", f"<b>{head}</b> {work.funding}", size=-1))
    listed = len(work.references) - len(work.twins)
    if not listed:
        return out
    out.append(El("head", _LISTS[work.langs[0]], bold=True, align="center"))
    out += [El("reference", h.numbering.format(n) + _safe(item.raw), size=-1, space=1)
            for n, item in enumerate(work.references[:listed], 1)]  # fmt: skip
    if work.twins:
        out.append(El("head", "References", bold=True, align="center"))
        out += [El("reference", h.numbering.format(n) + _safe(item.raw), size=-1, space=1)
                for n, item in enumerate(work.references[listed:], 1)]  # fmt: skip
    return out


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def text_of(work: Made) -> list[El]:
    """The body."""
    return [El(role, text, bold=role == "heading", align="left" if role == "heading" else "justify",
               indent=role == "body", space=4 if role == "heading" else 2) for role, text in work.body]  # fmt: skip


def layout(work: Made, h: House) -> list[El]:
    """All elements of a work, in reading order."""
    a = h.arrangement
    langs = work.langs
    if a == "side":
        left, right = front(work, h, "ru", first=False), front(work, h, "en", first=False)
        codes = _codes(work) + _dates(work, False)
        return [*codes, El("columns", "", columns=(left, right)), *text_of(work), *back(work, h)]
    fronts = {lang: front(work, h, lang, first=lang == langs[0]) for lang in langs}
    if a in ("ru_first_en_end", "en_first_ru_end", "ru_end_en_text"):
        return [*fronts[langs[0]], *text_of(work), *back(work, h), *fronts[langs[1]]]
    if a == "tri_end":
        return [
            *fronts[langs[0]],
            *text_of(work),
            *back(work, h),
            *fronts[langs[1]],
            *fronts[langs[2]],
        ]
    head = [e for lang in langs for e in fronts[lang]]
    return [*head, *text_of(work), *back(work, h)]
