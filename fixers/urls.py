"""Web and mail addresses that layout broke: over lines, with blanks, with dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixers.edits import Edit

_BLANKS = r"[ \t\u00a0]*"
_LINE_END = r"(?:\r\n|[\n\r\f])"
_START = r"(?:(?:https?|ftp)://|www\.|(?:dx\.)?doi\.org/|\b10\.\d{4,9}/)"
#: Characters of an address; dashes stand for hyphens that a typesetter replaced.
_CHARS = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%\u2010-\u2014]"
_URL = re.compile(rf"{_START}{_CHARS}*")
#: What opens another address, and no rest of one.
_OTHER = re.compile(r"(?:https?|ftp)://|www\.", re.I)
_DOI = re.compile(r"\b10\.\d{4,9}/")
_LIST_NUMBER = re.compile(r"\d{1,3}\.")
#: An address goes over so many line ends at most.
_LINE_ENDS = 4
_GOES_OVER = re.compile(rf"(?P<gap>{_BLANKS}{_LINE_END}{_BLANKS})(?P<next>{_CHARS}+)")
#: What a typesetter puts for a hyphen.
DASHES = frozenset(map(chr, range(0x2010, 0x2015)))
_DASH = re.compile(r"(?<=[A-Za-z0-9])[\u2010-\u2014](?=[A-Za-z0-9])")
#: Ends of file names that show that "index." goes on as "php".
_FILE = re.compile(r"(?:php|s?html?|pdf|aspx?|jsp|xml|docx?|xlsx?|cgi|txt|djvu|ru|com|org|net)\b")
_ASKS_FOR_MORE = re.compile(r"[/?=&%#_~+:@\-\u2010-\u2014]$")
_GOES_ON = re.compile(r"[/?=&%#_~]")
#: Blanks inside the head of an address: "http: //", "http:// www", "www. site.ru".
_LOOSE = re.compile(
    r"(?P<a>\bhttps?:)(?P<g1> )(?=//)|(?P<b>\bhttps?: ?//)(?P<g2> )(?=[a-z0-9.-]+\.[a-z]{2,})"
    r"|(?P<c>\bwww\.)(?P<g3> )(?=[a-z0-9-]+\.[a-z]{2,})"
    r"|(?P<d>\bdoi\.org/|\b10\.)(?P<g4> )(?=10\.\d{4,}/|\d{4,9}/\S)"
)
#: A blank behind what goes on in an address, found fast.
_SIGN_LOOSE = re.compile(r" (?:(?<=p: )|(?<=s: )|(?<=// )|(?<=w\. )|(?<=g/ )|(?<=10\. ))")
_TLD = r"(?:ru|com|org|net|edu|info|kz|by|ua|uz|kg|рф|de|uk|fr|su)"
_MAIL = re.compile(
    rf"\b[\w.+-]+(?P<g1> ?)@(?P<g2> ?)[\w-]+(?:\.[\w-]+)*(?:\.(?P<g3> ){_TLD}\b|\.{_TLD}\b)(?![\w@])"
)


def join_urls(text: str) -> Iterator[Edit]:
    """Close an address that was broken over lines.

    >>> [(e.before, e.after) for e in join_urls("http://a.ru/index.\\nphp?option=1 (accessed")]
    [('\\n', '')]
    >>> list(join_urls("see http://a.ru/index.\\nthen read"))  # a sentence ends: left alone
    []
    >>> list(join_urls("http://a.ru/b\\nhttp://b.ru/c"))  # two addresses
    []
    """
    at = 0
    for head in _URL.finditer(text):
        if head.start() < at:
            continue  # inside the last one
        address, at = head[0], head.end()
        for _ in range(_LINE_ENDS):
            more = _GOES_OVER.match(text, at)
            if not more or not _continues(address, more["next"]):
                break
            start, stop = more.span("gap")
            yield Edit(
                start, stop, more["gap"], "", "url", "urls.join_urls", 0.95,
                "an address broken over lines",
            )  # fmt: skip
            address, at = address + more["next"], more.end()


def _continues(url: str, following: str) -> bool:
    """Whether ``following`` on the next line belongs to the address."""
    if following[0] in "(),;'[]" or _OTHER.match(following):
        return False
    if _LIST_NUMBER.fullmatch(following) or (_DOI.match(following) and _DOI.search(url)):
        return False
    if url.endswith("."):
        return bool(_FILE.match(following)) or bool(_GOES_ON.search(following))
    if url.endswith((",", ";", ")", "]")):
        return False
    if _ASKS_FOR_MORE.search(url):
        return bool(re.search(r"[\d._/?=&%~\-]", following.rstrip(".,;:)"))) or url[-1] in "?=&%_-"
    return bool(_GOES_ON.search(following)) or bool(re.match(r"[.\-][a-z0-9]", following))


def plain_hyphens(text: str) -> Iterator[Edit]:
    """Dashes that stand for hyphens inside an address.

    >>> [e.after for e in plain_hyphens("http://a.ru/?id=178:2012–12–27")]
    ['-', '-']
    >>> list(plain_hyphens("https://en.wikipedia.org/wiki/China–Russia_relations"))  # a title
    []
    """
    for url in _URL.finditer(text):
        for dash in _DASH.finditer(text, url.start(), url.end()):
            digits = text[dash.start() - 1].isdigit() and text[dash.end()].isdigit()
            if not digits and ("wiki" in url[0] or dash[0] == "\N{EM DASH}"):
                continue
            yield Edit(
                dash.start(), dash.end(), dash[0], "-", "url", "urls.plain_hyphens", 0.95,
                "a dash for a hyphen in an address",
            )  # fmt: skip


def close_urls(text: str) -> Iterator[Edit]:
    """Blanks inside an address: "http: //a.ru", "name@mail. ru".

    >>> [e.start for e in close_urls("http:// www.a.ru and ivanov@mail. ru")]
    [7, 33]
    >>> list(close_urls("write to http: the protocol"))
    []
    """
    for match in _LOOSE.finditer(text) if _SIGN_LOOSE.search(text) else ():
        yield from (_closed(match, name) for name in ("g1", "g2", "g3", "g4") if match[name])
    for match in _MAIL.finditer(text) if "@" in text else ():
        yield from (_closed(match, name) for name in ("g1", "g2", "g3") if match[name])


def _closed(match: re.Match[str], name: str) -> Edit:
    start, stop = match.span(name)
    return Edit(
        start, stop, match[name], "", "url", "urls.close_urls", 0.95, "a blank inside an address"
    )
