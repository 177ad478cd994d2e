"""What a saved page carries around its paper: votes, polls, share buttons, downloads.

Only whole short blocks are judged, by the words that sites put there; a sentence of the
text that happens to hold such a word is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

#: A block that is nothing but one of these is furniture of the page.
_PHRASES = regex.compile(
    r"""^\W*(?:
      (?:читать|read|қазақша оқу|читати)\s+(?:на|in|українською)\s*\p{L}*       # language switches
    | rate\ this\ (?:article|page)(?:\s*\(no\ votes\))?(?:\s*\(\d+\ votes?\))? | \(?no\ votes\)?
    | \(?\d+\ votes?\)? | share\ (?:this(?:\ (?:article|page|post))?|on\ \p{L}+) | share | tweet
    | поделиться(?:\s.{0,30})? | оцените\ (?:статью|материал).{0,40} | рейтинг:?.{0,20}
    | (?:facebook|twitter|telegram|vk|vkontakte|whatsapp|linkedin|pinterest|reddit|email|print|pdf|\s|,|\|)+
    | my\s+bibliography(?:\s+save\ this\ article)? | save\ this\ (?:article|item|paper)
    | ideas\ home.{0,120} | .{0,40}\bprinted\ from\ https?://\S+ | listed: | registered:
    | all\ these\ keywords\.? | access\ and\ download\ statistics | download\ restriction:.{0,80}
    | file\ url:\s*\S+ | libkey\ link:.* | file\ function:.{0,60} | all\ material\ on\ this\ site\ has\ been\ provided\ by.*
    | if\ you\ have\ authored\ this\ item\ and.* | we\ have\ no\ bibliographic\ references\ for\ this\ item.*
    | if\ you\ know\ of\ missing\ items\ citing.* | for\ technical\ questions\ regarding\ this\ item.*
    | please\ note\ that\ corrections\ may\ take.* | \w+\ is\ a\ repec\ service.* | .{0,30}\bexport\ reference\b.{0,80}
    | related\ (?:materials?|articles?|posts?|content|publications?)(?:[:\s].{0,80})? | see\ also:?
    | (?:похожие|связанные|другие|читайте\ также|материалы\ по\ теме|по\ теме)(?:\s(?:статьи|материалы|публикации|новости))?(?::.{0,80})?
    | возрастное\ ограничение.{0,20} | \d{1,2}\+ | наверх | вверх | назад | на\ главную | версия\ для\ печати | print\ version
    | (?:вернуться|back)\s(?:к|to|наверх).{0,40} | надоели\ баннеры.* | i?\s*не\ можете\ найти\ то,\ что\ вам\ нужно.*
    | (?:подписаться|подпишитесь|subscribe)(?:\s.{0,60})? | (?:войти|регистрация|log\ ?in|sign\ (?:in|up)|register)
    | (?:comments?|комментарии|комментировать|оставить\ комментарий|leave\ a\ (?:comment|reply))(?:\s*\(?\d*\)?)
    | (?:views?|просмотр(?:ы|ов)|downloads?|скачивани[яй]|загрузок)\s*:?\s*\d* | \d+\s(?:views?|просмотр\p{L}*|downloads?)
    | (?:cookies?|этот\ сайт\ использует|this\ (?:web)?site\ uses\ cookies).* | cc\ by(?:[-\w.\ ]{0,15})? | i
    | (?:рус|eng|қаз|ru|en|kz|cn)(?:[\s|/·]+(?:рус|eng|қаз|ru|en|kz|cn))+(?:\s+перевести\ страницу\ на:)?
    | please\ select\ your\ language.{0,60} | you\ can\ just\ close\ the\ window.{0,60} | image_pdfimage_print
    | page\ content\ transcription | if\ your\ browser\ does\ not\ render\ page.* | (?:скачать|download)(?:\s.{0,60})?
    )\W*$""",
    regex.IGNORECASE | regex.VERBOSE | regex.DOTALL,
)
#: A heading after which a page has only furniture until something of the paper returns.
_ZONE = regex.compile(
    r"^\W*(?:poll\ conducted|голосование|опрос|related\ (?:materials|articles|posts|content)|corrections|statistics|"
    r"download\ full\ text\ from\ publisher|more\ about\ this\ item|материалы\ по\ теме|похожие\ (?:статьи|материалы)|"
    r"читайте\ также|комментарии|comments|most\ read|популярное|лента\ новостей)\b",
    regex.IGNORECASE | regex.VERBOSE,
)
BREADCRUMB = regex.compile(
    r"^\W*(?:home|главная|басты бет|головна)(?:\s*[/»>›|→]\s*[^/»>›|→]{0,60}){1,8}$",
    regex.IGNORECASE,
)
#: The year that a way through an archive ends in: "Home / Archive / 2019".
ARCHIVE = regex.compile(
    r"^\W*\p{L}[^/»>›|→]{2,40}(?:\s*[/»>›|→]\s*[^/»>›|→]{0,60}){0,6}\s*[/»>›|→]\s*(?P<year>(?:19|20)\d\d)\W*$"
)
DOWNLOAD = regex.compile(
    r"^(?P<title>.{15,300}?)[,;]?\s*[(\[]?(?:(?:pdf|docx?|djvu)[,;\s]*)?\d+(?:[.,]\d+)?\s?(?:kb|mb|кб|мб|kib|mib|кбайт|мбайт)[)\]]?\W*$",
    regex.IGNORECASE | regex.DOTALL,
)
_POLL = regex.compile(r"\d+\s*\(\d{1,3}\s?%\)\s*$")


def is_furniture(text: str) -> bool:
    """Whether a whole block belongs to the page and not to the paper.

    >>> is_furniture("Share this article"), is_furniture("(0 votes)")
    (True, True)
    >>> is_furniture("Share of exports in GDP, 2010–2015")
    False
    """
    text = text.strip()
    return bool(_PHRASES.match(text) or BREADCRUMB.match(text))


def opens_zone(text: str) -> bool:
    """Whether a heading opens a part of the page that holds no text of the paper."""
    return len(text) < 90 and bool(_ZONE.match(text))


def download_title(text: str) -> str | None:
    """The title in a line that offers a file with its size.

    >>> download_title("Strategic Planning of Border Regions, 791 kb")
    'Strategic Planning of Border Regions'
    >>> download_title("The file measures 791 bytes.") is None
    True
    """
    match = DOWNLOAD.match(" ".join(text.split()))
    return match["title"].strip(" ,;") if match else None


def is_poll(text: str) -> bool:
    """A line of a poll with its count and share: "33 (31%)"."""
    return bool(_POLL.search(text)) and len(text) < 250


def duplicates(texts: Sequence[str], floor: int = 80) -> dict[int, int]:
    """Index of each repeated paragraph → index of its first printing.

    Shorter texts than ``floor`` characters may repeat for good reason.

    >>> duplicates(["a" * 90, "b", "a" * 90, "b"])
    {2: 0}
    """
    seen: dict[str, int] = {}
    out: dict[int, int] = {}
    for index, text in enumerate(texts):
        key = " ".join(text.casefold().split())
        if len(key) < floor or not text:
            continue
        if key in seen:
            out[index] = seen[key]
        else:
            seen[key] = index
    return out
