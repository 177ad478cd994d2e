"""Codes and identifiers of a work: УДК, ББК, ГРНТИ, JEL, DOI, EDN, ISSN, ISBN, handle.

Formats: DOI by its handbook (prefix 10.NNNN/suffix); ORCID with the ISO 7064 11-2 check
character; ISSN and ISBN with their own check digits; JEL as letter and up to two digits;
EDN, six letters, by the practice of eLIBRARY; ГРНТИ as pairs of digits.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from corpus.document import Codes

_DASH = r"[-‐‑‒–—−]"
DOI = regex.compile(r"\b(10\.\d{4,9}/[^\s\"<>«»]+)", regex.IGNORECASE)
#: An address alone on its line, whose figures recognition set apart.
_SPACED_DOI = regex.compile(r"https?://(?:dx\.)?doi\.org/10\.\d{4,9}/\S*\d(?: [\d-]*\d[\d.-]*)+")
ORCID = regex.compile(rf"\b(\d{{4}}{_DASH}\d{{4}}{_DASH}\d{{4}}{_DASH}\d{{3}}[\dXxХх])\b")
EMAIL = regex.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
UDC = regex.compile(
    r"(?:УДК|UDC|ӘОЖ|ЭОЖ|УДС|^\W{0,2}[УY]\s?[ДЛ]\s?[КKНH](?=\s\d))\s*[:№]?\s*((?:[\d(«\"=][\d.:+/()\-–=\"«»'*]*(?:\s?[,;:+/]\s*(?=[\d(]))?)+)"
)
BBK = regex.compile(
    r"(?:ББК|BBK|КБЖ|^\W{0,2}[Б6Ь][БЬ][КKН](?=\s\d))\s*[:№]?\s*([\dА-ЯA-Z][\dА-Яа-яA-Za-z.()=+/\-–]*(?:[,;]?\s(?=[\dА-Я])[\d.()=А-Я]+[\dА-Яа-я.()=+\-–/]*)*)"
)
GRNTI = regex.compile(
    r"(?:ГРНТИ|GRNTI|МРНТИ|МҒТАР|IRSTI|SRSTI|ҒТАМР|FTAMP)\s*[:№]?\s*((?:\d\d(?:\.\d\d){0,2}[,;\s]*)+)"
)
JEL_HEAD = regex.compile(
    r"\bJEL(?:[\s-]*(?:classification|codes?|класси\w+|коды?))*\s*[:.—–-]?\s*", regex.IGNORECASE
)
_JEL_CODE = r"[A-Z]\d{1,2}"
#: A line of JEL codes with the three letters as recognition may read them.
_JEL_READ = regex.compile(
    r"^\W{0,2}[JЈIТTУЛ1][EЕ][LГЬI1]\s?:\s*((?:[A-Z0АВЕКМНОРСТУХЈ]\d{1,2}(?:[,;]\s?|\W*$))+)$"
)
_JEL_TWINS = str.maketrans("0АВЕКМНОРСТУХЈ", "OABEKMHOPCTYXJ")
#: A list behind the heading in which recognition misread a letter: "JEL: 031, ]22".
_JEL_SPOILT = regex.compile(
    r"^\W{0,2}JEL[^:]{0,30}:\s*(?P<items>[A-Z0АВЕКМНОРСТУХЈ\]]\d{1,2}(?:[,;.\s]+[A-Z0-9АВЕКМНОРСТУХЈ\]]\d{1,2})*)\W*$"
)
JEL_LIST = regex.compile(rf"\s*({_JEL_CODE}\b(?:[\s,;.]+(?:and\s+)?{_JEL_CODE}\b)*)")
EDN = regex.compile(r"\bEDN\s*[:—–-]?\s*(?:https?://elibrary\.ru/)?([A-Z]{6})\b", regex.IGNORECASE)
ISSN = regex.compile(
    rf"\b[ep]?-?ISSN(?:\s*\([^)]*\))?\s*[:.—–-]?\s*(\d{{4}}{_DASH}\d{{3}}[\dXХx])\b",
    regex.IGNORECASE,
)
ISBN = regex.compile(
    rf"\bISBN(?:-1[03])?\s*[:.—–-]?\s*((?:97[89]{_DASH}?)?\d(?:[\d]|{_DASH}|\s(?=\d)){{8,14}}[\dXХx])"
)
HANDLE = regex.compile(
    r"\b(RePEc:[a-z0-9]+:[a-z0-9]+:[\w:.\-/]+)|hdl\.handle\.net/(\d[\d.]*/[\w./-]+)",
    regex.IGNORECASE,
)
_LINE = regex.compile(
    r"^\W{0,3}(?:УДК|UDC|ӘОЖ|ЭОЖ|ББК|BBK|ГРНТИ|МРНТИ|МҒТАР|FTAMP|ҒТАМР|IRSTI|JEL\b|DOI\b|EDN\b|ISSN|[ep]ISSN|ISBN"
    r"|https?://(?:dx\.)?doi\.org/|Handle:|OECD|ВАК\b|Шифр специальности|[УY]\s?[ДЛ]\s?[КKНH](?=\s\d{2})"
    r"|[Б6Ь][БЬ][КKН](?=\s\d{2}))",
    regex.IGNORECASE,
)  # fmt: skip


def is_code_line(text: str) -> bool:
    """Whether a line announces a code.

    >>> is_code_line("УДК 911.3, 519.688"), is_code_line("Удкин И. И.")
    (True, False)
    >>> is_code_line("УЛК 911.3"), is_code_line("ТЕГ: 013, C43")  # as recognition reads them
    (True, True)
    """
    match = _LINE.match(text)
    if match is None or len(text) >= 400:
        return bool(_JEL_READ.match(text.strip()))
    return not text[match.end() : match.end() + 1].isalpha()


def read_codes(texts: Iterable[str]) -> Codes:
    """The codes that front-matter texts state; the first of each kind wins.

    >>> read_codes(["УДК 911.3, 519.688", "doi: 10.1000/AB-1."]).udc
    '911.3, 519.688'
    >>> read_codes(["doi: 10.1000/AB-1."]).doi
    '10.1000/AB-1'
    """
    found: dict[str, str] = {}
    grnti: list[str] = []
    jel: list[str] = []
    for text in texts:
        for name, value in _singles(text):
            found.setdefault(name, value)
        grnti += [c for m in GRNTI.finditer(text) for c in regex.findall(r"\d\d(?:\.\d\d)*", m[1])]
        jel += read_jel(text)
    return Codes(**found, grnti=list(dict.fromkeys(grnti)), jel=list(dict.fromkeys(jel)))


def _singles(text: str) -> Iterable[tuple[str, str]]:
    if match := UDC.search(text):
        yield "udc", _trim(match[1])
    if match := BBK.search(text):
        yield "bbk", _trim(match[1])
    if doi := read_doi(text):
        yield "doi", doi
    if match := EDN.search(text):
        yield "edn", match[1].upper()
    if (match := ISSN.search(text)) and valid_issn(match[1]):
        yield "issn", _plain(match[1])
    if (match := ISBN.search(text)) and valid_isbn(match[1]):
        yield "isbn", _plain(match[1])
    if match := HANDLE.search(text):
        yield "handle", _trim(match[1] or match[2])


def read_doi(text: str) -> str | None:
    """The first DOI in ``text``, bare, without the stop that ends the sentence.

    >>> read_doi("https://doi.org/10.15826/recon.2022.8.4.028?utm_source=x")
    '10.15826/recon.2022.8.4.028'
    >>> read_doi("https://doi.org/10.1000/isg-202 1-3 1-1")
    '10.1000/isg-2021-31-1'
    """
    if whole := _SPACED_DOI.fullmatch(text.strip()):
        text = whole[0].replace(" ", "")
    match = DOI.search(text)
    if match is None:
        return None
    doi = regex.split(r"\?utm_|[?&]download", match[1])[0].rstrip(".,;:]}»”’'")
    if doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi.rstrip(")")
    return doi


def code_flags(codes: Codes, texts: Iterable[str]) -> list[str]:
    """Flags on codes that recognition may have misread.

    >>> code_flags(Codes(jel=["O13"]), ["ТЕГ: 013"])
    ['jel: the letters before were misread, so may those of the codes be']
    >>> code_flags(Codes(doi="10.1000/\N{CYRILLIC SMALL LETTER ER}1"), [])
    ['doi: holds letters of another script']
    """
    flags = []
    texts = list(texts)
    misread = any(_JEL_READ.match(t.strip()) and not JEL_HEAD.search(t) for t in texts)
    if codes.jel and any(_spoilt_jel(t) for t in texts):
        flags.append("jel: letters of the codes were misread")
    elif codes.jel and misread:
        flags.append("jel: the letters before were misread, so may those of the codes be")
    if codes.doi and regex.search(r"\p{Cyrillic}", codes.doi):
        flags.append("doi: holds letters of another script")
    return flags


def read_jel(text: str) -> list[str]:
    """JEL codes after their heading, or as the items of a list ("• F15 - …").

    >>> read_jel("УДК 330 JEL: C11; C32, C53"), read_jel("Model A1 and B2")
    (['C11', 'C32', 'C53'], [])
    >>> read_jel("ТЕГ: 013, C43"), read_jel("СТО: 013, C43")
    (['O13', 'C43'], [])
    """
    codes: list[str] = []
    if spoilt := _spoilt_jel(text):
        return spoilt
    if misread := _JEL_READ.match(text.strip()):
        parts = regex.findall(r"[^\W\d_]\d+|0\d\d", misread[1])
        codes += [part[0].translate(_JEL_TWINS) + part[1:] for part in parts]
    for head in JEL_HEAD.finditer(text):
        if found := JEL_LIST.match(text, head.end()):
            codes += regex.findall(_JEL_CODE, found[1])
        codes += regex.findall(rf"[•*]\s*({_JEL_CODE})\s+[-–—]", text[head.end() :])
    return list(dict.fromkeys(codes))


def _spoilt_jel(text: str) -> list[str]:
    """Codes of a list some letters of which were misread: those that are beyond doubt ("0" may
    be O, Q or D).

    >>> _spoilt_jel("JEL: 031, ]22"), _spoilt_jel("JEL: Q47, 355"), _spoilt_jel("JEL: Q47, C1")
    (['J22'], ['Q47'], [])
    """
    found = _JEL_SPOILT.match(text.strip())
    if found is None:
        return []
    items = regex.findall(r"[^\s,;.]+", found["items"])
    if all(regex.fullmatch(_JEL_CODE, item) for item in items):
        return []
    told = [item.replace("]", "J") for item in items]
    return list(dict.fromkeys(item for item in told if regex.fullmatch(_JEL_CODE, item)))


def jel_items(text: str) -> list[str]:
    """JEL codes of the explained list that RePEc pages print under their heading."""
    return regex.findall(rf"(?:^|[•*\n;]\s*|\s)({_JEL_CODE})\s+[-–—]\s+\p{{Lu}}", text)


def read_orcid(text: str) -> str | None:
    """The first ORCID with a right check character."""
    return next(iter(read_orcids(text)), None)


def read_orcids(text: str) -> list[str]:
    """All ORCIDs with a right check character, in order."""
    found = (_plain(m[1]).upper().replace("Х", "X") for m in ORCID.finditer(text))
    return [orcid for orcid in dict.fromkeys(found) if valid_orcid(orcid)]


def valid_orcid(orcid: str) -> bool:
    """ISO 7064 11-2.

    >>> valid_orcid("0000-0002-1825-0097"), valid_orcid("0000-0002-1825-0098")
    (True, False)
    """
    total = 0
    for char in orcid.replace("-", "")[:-1]:
        total = (total + int(char)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == orcid[-1]


def valid_issn(issn: str) -> bool:
    """Weights 8 to 1, modulo 11.

    >>> valid_issn("2079-7877"), valid_issn("2079-7878")
    (True, False)
    """
    digits = [10 if c in "XxХ" else int(c) for c in issn if c.isdigit() or c in "XxХ"]
    return (
        len(digits) == 8
        and sum(d * w for d, w in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0
    )


def valid_isbn(isbn: str) -> bool:
    """ISBN-10 (weights 10 to 1, modulo 11) or ISBN-13 (weights 1 and 3, modulo 10)."""
    digits = [10 if c in "XxХ" else int(c) for c in isbn if c.isdigit() or c in "XxХ"]
    if len(digits) == 10:
        return sum(d * w for d, w in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
    return len(digits) == 13 and sum(d * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0


def _trim(code: str) -> str:
    return code.strip().rstrip(".,;:").strip()


def _plain(code: str) -> str:
    return regex.sub(r"[‐‑‒–—−]", "-", code).strip()
