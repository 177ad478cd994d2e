"""One reference, taken apart into CSL fields.

Styles: ГОСТ Р 7.0.5-2008 and 7.0.100-2018 ("//", "—", "Т. 16. № 3. С. 845–858"), APA
("Author, A. A. (2019). Title. Journal, 16(3), 845–858."), Vancouver ("Author AA. Title.
J Name. 2019;16(3):845-58"), and the transliterated lists of Russian journals, which mix
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from corpus.document import Person, Reference
from extractors.works.codes import read_doi

_YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
_MARK = regex.compile(
    r"^\s*(?:\[(?P<n>\d{1,3})\.?\]|(?P<n>\d{1,3})\s?[.)]|(?P<n>\d{1,3})(?=[.,]?\s+(?:[\p{Lu}«\"“]|там же|сонда)|\p{Lu}\p{Ll})|[•*–—-])[.,]?\s*"
)
_SAME = regex.compile(
    r"^\W*(?:там же|тамже|сонда|там само|тамсама|ibid(?:em)?|op\. ?cit|указ\. соч)",
    regex.IGNORECASE,
)
_URL = regex.compile(r"https?://[^\s<>«»]+|www\.[^\s<>«»]+", regex.IGNORECASE)
_NAME_INV = r"\p{Lu}[\p{L}’'`ʼ-]+(?:\s\p{Lu}[\p{L}’'-]+)?,?\s(?:\p{Lu}\p{Ll}?\.\s?[-‐‑]?\s?){1,3}"  # Фамилия, И. О.
_NAME_BARE = r"(?=\p{Latin})\p{Lu}[\p{L}’'-]+\s[A-Z]{1,3}(?=[,.;:]|$|\s(?:&|and|et)\s)"  # Smith AB
_NAME_DIR = r"(?:\p{Lu}\p{Ll}?\.\s?[-‐‑]?){1,3}\s?\p{Lu}[\p{L}’'-]+"  # И. О. Фамилия
NAMES = regex.compile(
    rf"^(?P<names>(?:{_NAME_INV}|{_NAME_DIR}|{_NAME_BARE})(?:(?:\s?[,;&]\s?(?:&\s|and\s|и\s)?|\s(?:and|и|&)\s)(?:{_NAME_INV}|{_NAME_DIR}|{_NAME_BARE}))*)"
    r"(?P<etal>,?\s?\[?(?:et al\.?|и др\.?|та ін\.?|и соавт\.?)\]?\.?)?",
)
_SIGNS: tuple[regex.Pattern[str], ...] = tuple(
    regex.compile(p, regex.IGNORECASE)
    for p in (
        rf"(?<!\d){_YEAR}(?!\d)",
        r"//|\s[–—-]\s",
        r"\b(?:С|P|pp|с|p|стр)\.\s?\d|\d\s?[–-]\s?\d+\s?(?:с|p|б)?\.",
        r"\b(?:Т|Вып|Vol|No|Iss|Issue|№|N)\b\.?\s?\d|№\s?\d",
        r"https?://|www\.|\bdoi\b|URL:|режим доступа|mode of access|available at|дата обращения|accessed",
        r"\[?(?:электронн\p{L}+ ресурс|electronic resource|elektronnyi? resurs)",
        r"\b(?:М|СПб|Л|K|Киев|Алматы|Moscow|London|New York|Saint Petersburg)\.?\s?:\s?\p{Lu}|изд-во|издательство|press\b|publish",
        r"\d+\s?(?:с|p|pp|б)\.?\s*$",
        r"дис\.|диссертац|автореф|монография|учеб|сборник|материалы|proceedings|conference|journal|вестник|vestnik|журнал|bulletin",
        r"\b(?:закон|указ|постановление|приказ|доктрина|конвенция|federal law|decree)\b.{0,200}\bот\s\d",
    )
)


@dataclass(frozen=True, slots=True)
class Marked:
    """An item and the number printed before it."""

    number: int | None
    text: str


def strip_mark(text: str) -> Marked:
    """The number of an item (also a raised one, glued to it) and the item.

    >>> strip_mark("[7] Иванов И. И. Граница")
    Marked(number=7, text='Иванов И. И. Граница')
    >>> strip_mark("[7.]Novak G. Physics").number, strip_mark("12Сведения о реках").text
    (7, 'Сведения о реках')
    """
    match = _MARK.match(text)
    if match is None:
        return Marked(None, text.strip())
    return Marked(int(match["n"]) if match["n"] else None, text[match.end() :].strip())


def is_same(text: str) -> bool:
    """«Там же», Ibid.: the item before it is meant."""
    return bool(_SAME.match(strip_mark(text).text)) and len(text) < 80


def reference_score(text: str) -> int:
    """How many signs of a bibliographic item ``text`` bears.

    >>> reference_score("Иванов И. И. Граница // Вестник. 2019. Т. 16. № 3. С. 845–858.") > 3
    True
    >>> reference_score("В 2019 году торговля выросла.")
    1
    """
    if not 8 < len(text) < 1500:
        return 2 if is_same(text) else 0
    if is_same(text):
        return 2
    body = strip_mark(text)
    score = sum(bool(sign.search(body.text)) for sign in _SIGNS)
    return score + bool(NAMES.match(body.text)) + (body.number is not None and score > 0)


def parse_reference(raw: str, lang: str | None = None) -> Reference:
    """The CSL fields of one item; what is not told stays empty.

    >>> r = parse_reference("Иванов И. И. Граница и торговля // Вестник. 2019. Т. 16. № 3. С. 845–858.")
    >>> r.authors[0].family, r.title, r.container_title, r.year, r.volume, r.issue, r.pages
    ('Иванов', 'Граница и торговля', 'Вестник', '2019', '16', '3', '845–858')
    >>> parse_reference("Smith, J. (2019). Border trade. Journal of Trade, 16(3), 845-858.").title
    'Border trade'
    """
    text = regex.sub(r"\s+", " ", strip_mark(raw).text)
    url = _URL.search(text)
    fields: dict[str, str | None] = {
        "doi": read_doi(text),
        "url": _clean_url(url[0]) if url else None,
    }
    if fields["doi"] and fields["url"] and "doi.org/" in fields["url"]:
        fields["url"] = None  # the address of the DOI says nothing more
    core = _without_access(text)
    authors, rest = _authors(core)
    authors = _responsible(rest, authors)
    apa = regex.match(rf"^\s*\((?P<y>{_YEAR}\p{{Ll}}?)[^)]*\)[.,]?\s*(?P<rest>.+)$", rest)
    if apa:
        fields |= _apa(apa["rest"]) | {"year": apa["y"][:4]}
    elif "//" in rest:
        fields |= _gost(rest)
    elif (
        found := _periodical(rest) or (_comma_style(rest) if _direct(core) else None) or _book(rest)
    ):
        fields |= found
    else:
        fields |= _plain(rest)
    fields["year"] = fields.get("year") or _last_year(core)
    return Reference(raw=raw.strip(), lang=lang, authors=authors, **fields)  # type: ignore[arg-type]


#: Articles without "//": Vancouver; transliterated lists of Russian journals; numeric styles.
_PERIODICALS = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"^(?P<t>.+?[.?!])\s(?P<j>[^.;]+?)\.?\s(?P<y>{_YEAR})[^;:]{{0,8}}(?:;|:(?=\s?\d+\())\s?(?P<v>\d+)?(?:\((?P<i>[^)]+)\))?:?\s?(?P<p>[\w–—-]+)?",
        rf"^(?P<t>.+?)[.?!]\s(?P<j>\p{{Lu}}[^.,]+?(?:\s\[[^\]]+\])?),\s(?P<y>{_YEAR})(?:,\s[Vv]ol\.?\s?(?P<v>\d+))?(?:,\s(?:[Nn]o\.?|№|[Ii]ss(?:ue)?\.?)\s?(?P<i>[\w()–-]+))?"
        r"(?:,\spp?\.\s?(?P<p>\d+(?:[–—-]\d+)?))",
        rf"^(?P<t>.+?),\s(?P<j>\p{{Lu}}[^,\d]+?)\s(?P<v>\d+)(?:\((?P<i>\d+)\))?,\s(?P<p>\w?\d+(?:[–—-]\d+)?)\s\((?P<y>{_YEAR})\)",
        rf"^(?P<t>.+?),\s(?P<j>[^,\d]+?)\s(?P<v>\d+)\s?(?:\((?P<i>[^)]+)\)\s)?\((?P<y>{_YEAR})\)\s(?P<p>\d+(?:[–—-]\d+)?)",
    )
)


def _direct(text: str) -> bool:
    """Initials stand before the surnames, as styles print them that part all by commas."""
    return bool(regex.match(_NAME_DIR, text))


#: A chapter or paper: "Title, in: Collection, Vol. 5, Press, City, 2013, p. 120".
_IN_COLLECTION = regex.compile(
    rf"^(?P<t>.+?),\sin:\s(?P<j>.+?)(?:,\s[Vv]ol\.?\s(?P<v>\d+))?(?:,\s(?P<rest>[^\d]+?))?,\s(?P<y>{_YEAR})"
    r"(?:,\spp?\.\s?(?P<p>\d+(?:\s?[–-]\s?\d+)?))?"
)
#: A book: "Title, Press, City, 1990"; an article without a volume: "Title, Journal (1908) 53–111".
_BOOK_BY_COMMAS = regex.compile(
    rf"^(?P<all>[^.]+(?:\.[^.\s]+)*(?:,\s[Vv]ol\.\s(?P<v>\d+))?[^.]*),\s(?P<y>{_YEAR})(?:,\s(?:in \p{{Lu}}\p{{L}}+|\d+\s?pp?\.?))?\.?$"
)
_NO_VOLUME = regex.compile(
    rf"^(?P<t>.+?),\s(?P<j>\p{{Lu}}[^,\d]+?)\s(?:\((?P<i>[^)]+)\)\s)?\((?P<y>{_YEAR})\)\s(?P<p>\d+(?:[–-]\d+)?)"
)
_PRESS = regex.compile(
    r"\b(?:Press|Publ\w*|Verlag|Wiley|Springer|Elsevier|Univ\w*|Books?)\b|^\p{Lu}{2,5}$"
)


def _comma_style(rest: str) -> dict[str, str | None] | None:
    """Title, press and place parted by nothing but commas.

    >>> _comma_style("Electrodynamics, High School, Moscow, 1990, in Russian")["publisher"]
    'High School'
    >>> found = _comma_style("Waves, in: Progress in Optics, Vol. 53, 2009, pp. 69–152.")
    >>> found["container_title"], found["volume"], found["pages"]
    ('Progress in Optics', '53', '69–152')
    """
    if m := _IN_COLLECTION.match(rest):
        return {
            "title": _clean(m["t"]), "container_title": _clean(m["j"]), "volume": m["v"], "pages": m["p"],
            "year": m["y"],
        } | _press_and_place((m["rest"] or "").split(", ") if m["rest"] else [])  # fmt: skip
    if m := _NO_VOLUME.match(rest):
        return {
            "title": _clean(m["t"]), "container_title": _clean(m["j"]), "issue": m["i"], "year": m["y"], "pages": m["p"]
        }  # fmt: skip
    if not (m := _BOOK_BY_COMMAS.match(rest)):
        return None
    parts = [p for p in m["all"].split(", ") if not regex.fullmatch(r"[Vv]ol\.\s\d+", p)]
    if len(parts) < 2:
        return None
    tail = 1 if len(parts) == 2 or _PRESS.search(parts[-1]) else 2
    imprint = _press_and_place(parts[-tail:])
    return {"title": _clean(", ".join(parts[:-tail])), "volume": m["v"], "year": m["y"]} | imprint


def _press_and_place(parts: list[str]) -> dict[str, str | None]:
    if not parts:
        return {}
    return {"publisher": _clean(parts[0]), "place": _clean(parts[1]) if len(parts) > 1 else None}


#: Books: Vancouver ("London: Press; 2000. 480 p."), and as lists of transliterated
#: references print them ("Moscow, Nauka Publ., 1987. 194 p.").
_BOOKS = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"^(?P<t>.+?[.?!\]])\s(?P<c>\p{{Lu}}[\p{{L}} .-]+?)\s?:\s(?P<pub>[^:;]{{2,80}});\s?(?P<y>{_YEAR})\b",
        rf"^(?P<t>.+?[.?!\]])\s(?P<c>\p{{Lu}}[\p{{L}} .-]+?),\s(?P<pub>[^:;.]{{2,60}}?)\sPubl\.?,\s?(?P<y>{_YEAR})\b",
        rf"^(?P<t>.+?\])\.\s(?P<c>\p{{Lu}}[\p{{L}} .-]+?),\s(?P<pub>\p{{Lu}}[^:;.,]{{1,60}}?),\s?(?P<y>{_YEAR})\b",
    )
)
#: How names of journals begin or go on.
_JOURNAL = (
    r"(?:(?:\p{Lu}\p{L}+\s){0,3}(?:Journal|Review|Transactions|Bulletin|Annals|Letters|Proceedings|Acta)\b"
    r"|(?:Вестник|Журнал|Известия|Труды|Вісник|Хабаршы)\b)"
)
#: A loose item that only tells its year: "Title. 1985."
_DATED = regex.compile(
    rf"^(?P<t>.+?[\p{{L}}»”\"?!])\.?\s(?P<y>{_YEAR})\.?(?:\sAvailable from:?)?\s*$"
)

#: … and an item that tells more: its place and press, the number of a magazine named as one.
_TELLS_MORE = regex.compile(
    r"(?<!\p{L})(?:М|M|СПб|SPb|Л|L)\.?\s?:\s|\.\s(?:the )?(?i:magazine|journal|newspaper|журнал|газета) [«“\"]"
)


def _book(rest: str) -> dict[str, str | None] | None:
    for pattern in _BOOKS:
        if m := pattern.match(rest):
            return {
                "title": _clean(m["t"]), "place": _clean_place(m["c"]), "publisher": _clean(m["pub"]), "year": m["y"]
            }  # fmt: skip
    if (m := _DATED.match(rest)) and " — " not in rest and not _TELLS_MORE.search(rest):
        whole = regex.match(rf"(?P<t>.+?[\p{{L}}»”\"?!])\.\s(?P<j>{_JOURNAL}[^.]*)$", m["t"])
        return {
            "title": _clean(whole["t"] if whole else m["t"]), "year": m["y"],
            "container_title": _clean(whole["j"]) if whole else None,
        }  # fmt: skip
    return None


def _clean_place(text: str) -> str:
    text = text.strip(" ,;–—")
    return text if regex.search(r"\b\p{Lu}\p{Ll}{0,3}\.$", text) else text.rstrip(".")


def _periodical(rest: str) -> dict[str, str | None] | None:
    for pattern in _PERIODICALS:
        if m := pattern.match(rest):
            return {
                "title": _clean(m["t"]), "container_title": _clean(m["j"]), "year": m["y"],
                "volume": m["v"], "issue": m["i"], "pages": m["p"],
            }  # fmt: skip
    return None


def _without_access(text: str) -> str:
    text = _URL.sub("", text)
    text = regex.sub(
        r"\(?(?:дата обращения|accessed|accessed on|retrieved)[^)]*\)?\.?",
        "",
        text,
        flags=regex.IGNORECASE,
    )
    text = regex.sub(
        r"\b(?:https?://)?(?:dx\.)?(?:doi(?:\.org/|:)\s*)?10\.\d{4,9}/\S+",
        "",
        text,
        flags=regex.IGNORECASE,
    )
    text = regex.sub(
        r"(?:[-–—]\s)?(?:URL|DOI|Режим доступа|Mode of access|Available at|EDN:?\s\w{6})\s*:?\s*[.,]?\s*$",
        "",
        text.strip(),
        flags=regex.IGNORECASE,
    )
    return regex.sub(r"\s+", " ", text).strip()


def _clean_url(url: str) -> str:
    return url.rstrip(".,;)]")


def _authors(text: str) -> tuple[list[Person], str]:
    match = NAMES.match(text)
    if match is None:
        return [], text
    people = [
        _person(m[0])
        for m in regex.finditer(rf"{_NAME_INV}|{_NAME_DIR}|{_NAME_BARE}", match["names"])
    ]
    if match["etal"]:
        people.append(Person(literal="и др." if "и" in match["etal"] else "et al."))
    return people, text[match.end() :].lstrip(" .,:")


#: Names behind the slash of a ГОСТ description, up to what follows them.
_SLASH = regex.compile(
    rf"\s/\s(?P<names>(?:{_NAME_DIR}|{_NAME_INV})(?:,\s(?:{_NAME_DIR}|{_NAME_INV}))*)"
    r"(?P<etal>\s?\[?(?:и др|et al)\.?\]?)?(?=\s?(?:[.;,]|//|[–—-]|$))"
)


def _responsible(rest: str, authors: list[Person]) -> list[Person]:
    """The authors, completed from the statement of responsibility ("/ И. И. Иванов, …")."""
    match = _SLASH.search(rest)
    if match is None:
        return authors
    people = [_person(m[0]) for m in regex.finditer(rf"{_NAME_DIR}|{_NAME_INV}", match["names"])]
    if authors and people[0].family != authors[0].family:
        return authors
    return people if len(people) >= len([a for a in authors if a.family]) else authors


def _person(text: str) -> Person:
    text = text.strip(" ,")
    if m := regex.match(r"^(?:Mr|Mrs|Ms|Dr|Prof|Sir)\.\s(\p{Lu}[\p{L}’'-]+)$", text):
        return Person(family=m[1])
    if m := regex.match(r"^((?:\p{Lu}\p{Ll}?\.\s?[-‐‑]?){1,3})\s?(\p{Lu}[\p{L}’'-]+)$", text):
        return Person(family=m[2], given=m[1].strip())
    m = regex.match(r"^(.+?),?\s((?:\p{Lu}\p{Ll}?\.\s?[-‐‑]?\s?)+|\p{Lu}{1,3})$", text)
    return Person(family=m[1], given=m[2].strip()) if m else Person(literal=text)


#: The place of publication between a collection and its year: ". — Томск, 2005".
_CITY_END = regex.compile(
    r"[.»”\"]\s*[–—-]?\s*(?P<c>\p{Lu}[\p{L}]+(?:[ -]\p{L}+){0,2}|М\.|СПб\.|Л\.|М)(?:\s?:\s[^:]{2,60})?,?\s*$"
)


def _is_city(found: regex.Match[str]) -> bool:
    """Behind a dash, before a comma or known by its abbreviation: not the series of a journal,
    not the one whose name a university bears."""
    told = regex.search(r"[–—-]\s*$|[–—:]", found.string[found.start() : found.end()])
    return bool(told or found[0].rstrip().endswith(",") or len(found["c"].strip(".")) <= 3)


#: Volume and page without a word before them: "Physics Reports. — 1995. — 256. — 367".
_BARE_NUMBERS = regex.compile(
    rf"[–—]\s{_YEAR}\.?,?\s[–—]\s(?P<v>\d{{1,4}})\.?,?\s[–—]\s(?P<p>\d+(?:[–-]\d+)?)\.?\s*$"
)


def _gost(text: str) -> dict[str, str | None]:
    head, tail = text.split("//", 1)
    head = regex.split(r"\s/\s", head)[0]
    head = regex.sub(rf"\.\s(?:\p{{Lu}}[\p{{L}}-]+\.\s)?{_YEAR}\.?\s*$", "", head)
    tail = regex.sub(r"\[\s*\]", "", tail)
    head = regex.sub(
        r"\s*\[(?:электронн|electronic|elektron|Текст|Text)[^\]]*\]",
        "",
        head,
        flags=regex.IGNORECASE,
    )
    container = regex.split(
        rf"\.?\s*[–—-]?\s*(?:\b{_YEAR}\b|(?<!\p{{L}})(?:Т|Вып|Vol|№|No|Ser|Сер|С|P)\.?\s?\d|№)",
        tail.strip(),
        maxsplit=1,
    )[0]
    imprint = _imprint(tail)
    if (city := _CITY_END.search(container)) and _is_city(city):
        container, imprint["place"] = container[: city.start()], city["c"]
    numbers = _numbers(tail)
    if bare := _BARE_NUMBERS.search(tail):
        numbers |= {"volume": bare["v"], "pages": bare["p"]}
    return {"title": _clean(head), "container_title": _clean(container) or None} | numbers | imprint


def _apa(rest: str) -> dict[str, str | None]:
    parts = regex.split(r"(?<=[\p{L}\d)»”\"?!])[.?!]\s+(?=[\p{Lu}«\"“])", rest, maxsplit=1)
    out: dict[str, str | None] = {"title": _clean(parts[0])}
    if len(parts) > 1:
        m = regex.match(
            r"(?P<j>[^,]+(?:,\s[^\d,][^,]*)*?),\s?(?:[Vv]ol\.?\s)?(?P<v>\d+)\s?(?:\((?P<i>[^)]+)\)|,\s?(?:no\.?|№)\s?(?P<i>\d+))?(?:,\s?(?:pp?\.\s?)?(?P<p>\d+\s?[–-]\s?\d+|\d+))?",
            parts[1],
        )
        if m:
            out |= {
                "container_title": _clean(m["j"]),
                "volume": m["v"],
                "issue": m["i"],
                "pages": m["p"],
            }
        else:
            out |= {k: v for k, v in (_numbers(parts[1]) | _imprint(parts[1])).items() if v}
        if "publisher" not in out and (
            m := regex.match(r"(?P<c>\p{Lu}[\p{L} ,.]+?):\s(?P<pub>[^:]+?)\.?$", parts[1])
        ):
            out |= {"place": m["c"], "publisher": m["pub"]}
    return out


#: A magazine named as one: 'Title. the magazine "Name". No. 11'.
_MAGAZINE = regex.compile(
    r"^(?P<t>.+?)\.\s(?:the )?(?i:magazine|journal|newspaper|журнал|газета) [«“\"](?P<j>[^«»“”\"]+)[»”\"]"
)
#: The site that holds a text, behind one stroke: "[Electronic resource]/ Name of the site."
_SITE = regex.compile(
    rf"\[(?i:электронн|electronic|elektron)[^\]]*\]\s?/\s?(?!{_NAME_DIR}|{_NAME_INV}|(?i:под\b|отв\b|сост\b|ed))"
    r"(?P<j>[^./]{4,120}?)\s*(?:\.|$)"
)
#: The day of a speech or a law behind its title.
_DAY_END = regex.compile(r"[.,]\s\d{1,2}\.\d{1,2}\.\s?(?:19|20)\d\d\.?$")


def _plain(rest: str) -> dict[str, str | None]:
    """A book or a loose item: title up to the first stop, then place, publisher, year."""
    site = _SITE.search(rest)
    rest = regex.sub(r"\s*\[(?:электронн|electronic)[^\]]*\].*", "", rest, flags=regex.IGNORECASE)
    magazine = _MAGAZINE.match(rest)
    title = (
        magazine["t"]
        if magazine
        else regex.split(
            r"(?<=[\p{Ll}\d»”\")])(?<!\b(?:St|Dr|Mr|Mrs|г|гг|ул|им))\.\s+(?=[\p{Lu}–—«\"])|\s[–—]\s(?=\p{Lu}[\p{L}. ]*[:,]|\d)|\s/\s|\.\s?[–—-]\s",
            rest,
            maxsplit=1,
        )[0]
    )
    title = _DAY_END.sub("", title)
    numbers = {k: v for k, v in _numbers(rest[len(title) :]).items() if v}
    behind = rest[max(len(title) - len("наук"), 0) :]  # the place of a thesis follows its degree
    fields = {"title": _clean(title)} | numbers | _imprint(behind)
    paged = "–" in (fields.get("pages") or "") and fields.get("publisher") is None
    if fields.get("volume") or fields.get("issue") or paged:
        journal = regex.match(r"\W*(\p{Lu}[^.:]{3,90})\.\s", rest[len(title) :])
        fields["container_title"] = _clean(journal[1]) if journal else None
    if magazine or site:
        fields["container_title"] = _clean(magazine["j"] if magazine else site["j"])  # type: ignore[index]
    return fields


def _numbers(text: str) -> dict[str, str | None]:
    return {
        "year": _first(rf"(?<!\d)({_YEAR})(?!\d)", text),
        "volume": _first(r"(?<!\p{L})(?:Т|Vol|т|vol|Том|V)\.?\s?(\d+)", text),
        "issue": _first(
            r"(?:№№?|\bNo\.?|\bN\.?|\bIss(?:ue)?\.?|\bВып\.|\bвып\.|\bno\.)\s?(\d+(?:\s?\(\d+\))?(?:[/–-]\d+)?)",
            text,
        ),
        "pages": _first(r"(?<!\p{L})(?:С|P|Pp|pp|p|с|стр|C|Р)\.\s?(\d+(?:\s?[–—-]\s?\d+)?)", text),
    }


def _imprint(text: str) -> dict[str, str | None]:
    m = regex.search(
        rf"(?P<place>\b(?:М|СПб|Л|Спб|\p{{Lu}}\p{{L}}+(?:[ -]\p{{L}}+)?)\.?(?:;\s?\p{{Lu}}[\p{{L}}.]+)?)\s?:\s?(?P<pub>[^,:]{{2,80}}?),\s?{_YEAR}",
        text,
    )
    m = m or regex.search(
        rf"(?<!\p{{L}})(?P<place>М|M|СПб|SPb|Л|L)\.?\s?:\s?(?P<pub>[^,:.]{{2,80}}?)[.,]\s?{_YEAR}",
        text,
    )
    if m:
        return {"place": m["place"], "publisher": _clean(m["pub"])}
    named = regex.search(
        rf"(?:Изд-во|Издательство|Вид-во)\s(?P<pub>[^.,:;]{{2,60}}),\s?{_YEAR}", text
    )
    city = regex.search(
        rf"(?:[–—-]|наук\.)\s(?P<c>\p{{Lu}}\p{{L}}+(?:-\p{{L}}+)*\.?),\s{_YEAR}", text
    )
    return {
        "place": city["c"] if city else None,
        "publisher": _clean(named["pub"]) if named else None,
    }


def _first(pattern: str, text: str) -> str | None:
    match = regex.search(pattern, text)
    return match[1].strip() if match else None


def _last_year(text: str) -> str | None:
    years = regex.findall(rf"(?<!\d){_YEAR}(?!\d)", text)
    return years[-1] if years else None


def _clean(text: str | None) -> str | None:
    text = (text or "").strip(" .,;:–—-")
    return text or None
