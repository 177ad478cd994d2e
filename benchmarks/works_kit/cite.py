"""References as authors of the region print them, with the CSL fields that they state."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from works_kit.words import EN_JOURNALS, EN_NAMES, EN_PUBLISHERS, JOURNALS, PUBLISHERS

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def latin(text: str) -> str:
    """Russian in Latin letters (BGN/PCGN, simplified as journals do).

    >>> latin("Щеглов Ю.")
    'Shcheglov Yu.'
    """
    out = []
    for char in text:
        low = _LATIN.get(char.lower())
        out.append(char if low is None else low.capitalize() if char.isupper() else low)
    return "".join(out)


@dataclass(slots=True)
class Cited:
    """One reference: what it is, as printed, and its fields (CSL names)."""

    kind: str
    lang: str
    authors: list[tuple[str, str]]  # family, given (initials)
    fields: dict[str, str]
    raw: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def compose(rng: Random, lang: str, people: list[tuple[str, str]], title: str) -> Cited:
    """A reference before it is printed; ``people`` are its authors in ``lang``."""
    kind = rng.choice(["article"] * 5 + ["book"] * 2 + ["conference", "web", "thesis"])
    if lang == "en" and kind in ("thesis", "conference"):
        kind = "article"
    fields = {"title": title, "year": str(rng.randint(1975, 2021))}
    start = rng.randint(3, 320)
    pages = f"{start}–{start + rng.randint(4, 19)}"
    if kind == "article":
        journal = rng.choice(EN_JOURNALS) if lang == "en" else rng.choice(JOURNALS)[0]
        fields |= {"container_title": journal, "issue": str(rng.randint(1, 12)), "pages": pages}
        if lang == "en" or rng.random() < 0.6:
            fields["volume"] = str(rng.randint(2, 60))
        if rng.random() < 0.3:
            fields["doi"] = (
                f"10.{rng.randint(10000, 99999)}/st.{fields['year']}.{rng.randint(1, 40)}.{rng.randint(1, 9)}"
            )
    elif kind == "book":
        place, publisher = rng.choice(EN_PUBLISHERS if lang == "en" else PUBLISHERS)
        fields |= {"place": place, "publisher": publisher}
    elif kind == "conference":
        fields |= {
            "container_title": f"Реки и степи: материалы {rng.choice(['IV', 'VII', 'XII'])} конференции",
            "pages": pages,
        }
        fields["place"] = rng.choice(["Омск", "Барнаул", "Томск"])
    elif kind == "thesis":
        fields["place"] = rng.choice(["Омск", "Барнаул", "Томск"])
    else:
        fields["url"] = (
            f"https://example.org/{latin(title.split()[0]).lower()}/{rng.randint(100, 999)}.html"
        )
    return Cited(kind, lang, people, fields, extra={"size": str(rng.randint(90, 480))})


def print_as(item: Cited, style: str) -> Cited:
    """The reference with ``raw`` in a style: gost_dash, gost, gost_slash, apa, vancouver, translit."""
    printer = {"apa": _apa, "vancouver": _vancouver, "translit": _translit}.get(style)
    if printer:
        item.raw = printer(item)
    elif item.lang == "en" and style.startswith("gost"):
        item.raw = _gost_en(item, style)
    else:
        item.raw = _gost(item, style)
    return item


def _inverted(item: Cited, comma: bool = False) -> str:
    return ", ".join(
        f"{family}{',' if comma and n == 0 else ''} {given}"
        for n, (family, given) in enumerate(item.authors)
    )


def _gost(item: Cited, style: str) -> str:
    f, dash = (
        item.fields,
        " — " if style == "gost_dash" else " – " if style == "gost_slash" else " ",
    )
    head = _inverted(item, comma=style == "gost_slash")
    if style == "gost_slash":
        head = head.split(", ")[0] + ", " + head.split(", ")[1] if item.authors else ""
        direct = ", ".join(f"{given} {family}" for family, given in item.authors)
        slash = f" / {direct}"
    else:
        slash = ""
    colon = " : " if style != "gost" else ": "
    doi = f"{dash}DOI: {f['doi']}." if "doi" in f else ""
    if item.kind == "article":
        numbers = [f"Т. {f['volume']}"] if "volume" in f else []
        numbers.append(f"№ {f['issue']}")
        issue = (", " if style != "gost" else ". ").join(numbers)
        return f"{head} {f['title']}{slash} // {f['container_title']}.{dash}{f['year']}.{dash}{issue}.{dash}С. {f['pages']}.{doi}"
    if item.kind == "book":
        return f"{head} {f['title']}{slash}.{dash}{f['place']}{colon}{f['publisher']}, {f['year']}.{dash}{item.extra['size']} с."
    if item.kind == "conference":
        return f"{head} {f['title']}{slash} // {f['container_title']}.{dash}{f['place']}, {f['year']}.{dash}С. {f['pages']}."
    if item.kind == "thesis":
        item.fields["title"] = f"{f['title']}: дис. ... канд. геогр. наук"
        return f"{head} {item.fields['title']}{slash}.{dash}{f['place']}, {f['year']}.{dash}{item.extra['size']} с."
    return f"{head} {f['title']} [Электронный ресурс]{slash}.{dash}{f['year']}.{dash}URL: {f['url']} (дата обращения: 12.03.2022)."


def _gost_en(item: Cited, style: str) -> str:
    f, dash = (
        item.fields,
        " — " if style == "gost_dash" else " – " if style == "gost_slash" else " ",
    )
    head = _inverted(item)
    doi = f"{dash}DOI: {f['doi']}." if "doi" in f else ""
    if item.kind == "article":
        return f"{head} {f['title']} // {f['container_title']}.{dash}{f['year']}.{dash}Vol. {f['volume']}, No. {f['issue']}.{dash}P. {f['pages']}.{doi}"
    if item.kind == "book":
        return f"{head} {f['title']}.{dash}{f['place']}: {f['publisher']}, {f['year']}.{dash}{item.extra['size']} p."
    return f"{head} {f['title']}.{dash}{f['year']}.{dash}URL: {f['url']} (accessed: 12.03.2022)."


def _apa(item: Cited) -> str:
    f = item.fields
    names = [f"{family}, {given}" for family, given in item.authors]
    head = names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", & " + names[-1]
    doi = f" https://doi.org/{f['doi']}" if "doi" in f else ""
    if item.kind == "book":
        return f"{head} ({f['year']}). {f['title']}. {f['place']}: {f['publisher']}."
    if item.kind == "article":
        volume = f"{f['volume']}({f['issue']})" if "volume" in f else ""
        return f"{head} ({f['year']}). {f['title']}. {f['container_title']}, {volume}, {f['pages']}.{doi}"
    return f"{head} ({f['year']}). {f['title']}. Retrieved from {f['url']}"


def _vancouver(item: Cited) -> str:
    f = item.fields
    head = ", ".join(
        f"{family} {given.replace('.', '').replace(' ', '')}" for family, given in item.authors
    )
    doi = f" doi: {f['doi']}." if "doi" in f else ""
    if item.kind == "book":
        return f"{head}. {f['title']}. {f['place']}: {f['publisher']}; {f['year']}. {item.extra['size']} p."
    if item.kind == "article":
        return f"{head}. {f['title']}. {f['container_title']}. {f['year']};{f['volume']}({f['issue']}):{f['pages']}.{doi}"
    return f"{head}. {f['title']}. {f['year']}. Available from: {f['url']}"


def _translit(item: Cited) -> str:
    """An item of "References" of a Russian journal: transliterated, English in brackets."""
    f = item.fields
    head = _inverted(item)
    english = item.extra["english"]
    title = f"{f['title']} [{english}]"
    item.fields["title"] = title
    if item.kind == "article":
        volume = f", vol. {f['volume']}" if "volume" in f else ""
        doi = f" doi: {f['doi']}" if "doi" in f else ""
        return f"{head} {title}. {f['container_title']}, {f['year']}{volume}, no. {f['issue']}, pp. {f['pages']}. (In Russ.){doi}"
    return f"{head} {title}. {f['place']}, {f['publisher']} Publ., {f['year']}. {item.extra['size']} p. (In Russ.)"


def twin(item: Cited, english_title: str) -> Cited | None:
    """The transliterated twin of a Russian article or book; ``None`` for other kinds."""
    if item.lang != "ru" or item.kind not in ("article", "book"):
        return None
    fields = dict(item.fields)
    fields["title"] = latin(fields["title"])
    if item.kind == "article":
        fields["container_title"] = next(
            t for r, _, t in JOURNALS if r == fields["container_title"]
        )
    else:
        city = {"М.": "Moscow", "СПб.": "Saint Petersburg"}.get(fields["place"])
        fields["place"] = city or latin(fields["place"])
        fields["publisher"] = {"Изд-во ОмГУ": "OmGU"}.get(fields["publisher"]) or latin(
            fields["publisher"]
        )
    people = [(latin(a), latin(b)) for a, b in item.authors]
    return Cited(item.kind, "en", people, fields, extra={**item.extra, "english": english_title})


def english_people(rng: Random) -> list[tuple[str, str]]:
    """One to three authors of an English item."""
    return rng.sample(EN_NAMES, rng.randint(1, 3))
