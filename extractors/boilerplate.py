"""Furniture of saved pages: votes, polls, sharing, related materials, downloads, menus.

Readers label such blocks ``boilerplate`` and keep them. Whole short blocks are matched,
or the openings of standard notices; words that a paper also uses ("Statistics", "Search")
count only in a text that bears other signs of a saved page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Label
from extractors.observed import ObservedBlock

_NETWORKS = (
    r"facebook|twitter|telegram|whats ?app|linked ?in|vkontakte|вконтакте|одноклассники|mendeley|researchgate"
    r"|reddit|pinterest|instagram|youtube|viber|skype|google\+?|livejournal|tumblr|mail\.ru|pocket"
)
#: Whole blocks that only a page's furniture says (matched without case, end marks aside).
_STRONG = (
    r"\(?(?:no|\d+) votes?\)?", r"\(?(?:нет голосов|голосов: ?\d+|\d+ голос\w*)\)?",
    r"rate (?:this )?(?:article|page|post|material)", r"оцените (?:эту )?(?:статью|материал|страницу|публикацию)",
    r"share(?: (?:this|on|via|with)\b.{0,40})?", r"поделиться(?: .{0,40})?", r"поделись .{0,40}", r"поширити",
    rf"(?:(?:share |поделиться |tweet |в )?(?:on |in )?(?:{_NETWORKS})[\s,|·/]*)+", r"tweet", r"like this:?",
    r"читать на (?:русском|английском)(?: языке)?", r"read (?:this )?in (?:english|russian)",
    r"(?:english|русская|russian|английская) version|(?:русская|английская) версия", r"версия для печати",
    r"printer?[ -]friendly(?: version)?|распечатать(?: .{0,20})?|image_pdfimage_print",
    r"poll conducted|проведенный опрос|проведённый опрос|проголосовать|результаты опроса",
    r"related (?:materials?|articles?|posts?|content|links|reading|publications|papers|items)\b.{0,80}",
    r"похожие (?:статьи|материалы|публикации|новости|документы|работы|темы).{0,80}",
    r"(?:материалы|новости|статьи|публикации) по теме.{0,80}", r"читайте также.{0,120}", r"смотрите также",
    r"схожі (?:статті|матеріали)", r"you may (?:also )?(?:like|be interested in).{0,60}", r"рекомендуем.{0,60}",
    r"возрастное ограничение.{0,10}", r"(?:0|6|12|16|18)\+",
    r"(?:leave|add|post) a comment|оставить комментарий|добавить комментарий|\d+ comments?|no comments(?: yet)?",
    r"комментарии(?: ?\(?\d+\)?)?|комментариев(?: нет|: ?\d+)",
    r"(?:просмотров|просмотры|загрузок|скачиваний|views|downloads|page views|hits) ?:? ?\d[\d  ,.]*",
    r"download(?: (?:the )?(?:full[ -]?text|pdf|article|file|paper|citation|this .{0,20}))(?: .{0,40})?",
    r"скачать (?:статью|pdf|файл|полный текст|материал|документ|бесплатно).{0,40}", r"pdf[- ]файл статьи",
    r"(?:open|view|read) (?:pdf|full text|online)", r"my bibliography\s+save this (?:article|paper|item)",
    r"надоели баннеры\?.{0,80}", r"i?\s?не можете найти то,? что вам нужно\?.{0,80}", r"\[email.protected\]",
    r"all these keywords", r"-+><-+", r"listed:?", r"download restriction: ?\w+.{0,60}",
    r"file url: ?\S+", r"access and download statistics", r"more about this item",
    r"(?:home|главная|головна|басты бет|start)(?: page| страница| сторінка)?\s*(?:/|>|»|›|→|::|\|).{0,200}",
    r"\d[\d  ]* ?\(\d{1,3}(?:[.,]\d+)? ?%\)", r"рус\s+eng\b.{0,80}", r"(?:ru|рус|en|eng)(?:\s*[|/]\s*(?:ru|рус|en|eng|kz|қаз|ua|укр))+",
    r"page content transcription|transcript of .{0,120}", r"вернуться к содержанию|вернуться назад|наверх|back to top",
    r"(?:все права защищены|all rights reserved).{0,100}", r"(?:©|\(c\)|copyright).{0,100}(?:rights reserved|права защищены|reproduction).{0,100}",
    r"cited: ?\d+ by.{0,20}", r"(?:cookie|privacy) policy|(?:privacy|terms)(?: of (?:use|service))?", r"политика конфиденциальности|пользовательское соглашение",
    r"карта сайта|sitemap|site map", r"follow us.{0,40}", r"мы в (?:соцсетях|социальных сетях).{0,40}", r"версия для слабовидящих",
    r"(?:you are here|вы здесь):?.{0,200}", r"skip to .{0,40}|перейти к (?:содержанию|основному содержанию|контенту|меню)",
    r"like \d+|нравится(?: ?\d+)?", r"(?:рейтинг|средняя оценка|rating|average rating):? ?\d.{0,30}",
    r".{0,300}текст научной (?:статьи|работы) по специальности.{0,100}",
    r"опубликовать статью.{0,60}", r"(?:subscribe|sign up|подписаться|подпишитесь)\b.{0,80}", r"cc[ -]by(?:[ -][a-z0-9.-]+)*",
    r"(?:sign in|log ?in|войти|вход|register|регистрация|личный кабинет)(?: ?[/|] ?(?:sign up|register|регистрация|вход))",
)  # fmt: skip
#: Openings of notices that stand on many pages of one service, whatever their length.
_NOTICES = (
    r"(?:we|this (?:web)?site) uses? cookies", r"(?:мы|сайт|этот сайт|наш сайт) использу(?:ем|ет) (?:файлы )?cookie",
    r"(?:by continuing|продолжая (?:использовать|пользоваться))", r"if your browser does not render",
    r"please select your language to translate", r"you can just close the window", r"перевести страницу на",
    r"all material on this site has been provided by", r"if you have authored this item",
    r"we have no bibliographic references for this item", r"if you know of missing items citing",
    r"for technical questions regarding this item", r"please note that corrections may take",
    r"(?:ideas|econpapers|this site) is (?:a|part of) repec", r"ideas home\b", r"libkey link:", r"econpapers home\b",
    r"при (?:использовании|перепечатке|цитировании|копировании) материалов", r"перепечатка материалов",
    r"нашли ошибку\?|заметили ошибку|нашли опечатку|if you find an error", r"indexed in russian science citation",
    r"научная статья на тему ['«\"]", r"свидетельство о регистрации сми", r"i?\s?надоели баннеры",
    r"свободный доступ к электронным|в корзину|добавить в избранное",
)  # fmt: skip
#: Words of furniture that a paper may use too; they need a saved page around them.
_WEAK = (
    r"statistics|corrections|as|print|печать|search|поиск|menu|меню|home|главная|login|log in|sign in|войти|вход",
    r"(?:©|\(c\)|copyright).{0,160}", r"register|регистрация|contacts?|контакты|about(?: us)?|о (?:нас|журнале|сайте|проекте)|help|помощь|faq|rss",
    r"subscribe|newsletter|archive|архив|news|новости|tags?:?.{0,60}|теги:?.{0,60}|comments|next|previous|далее|назад",
    r"for (?:business|researchers|students|authors|readers|librarians|reviewers|educators|journalists)",
    r"для (?:авторов|читателей|студентов|бизнеса|рецензентов|исследователей|библиотек)|библиотека|ваш профиль",
    r"poll|опрос|голосование|download|скачать|pdf|full text|полный текст|citations?|e-?mail|send|отправить",
    r"i", r"(?:previous|next) (?:article|post|page|issue)|(?:предыдущая|следующая) (?:статья|страница|новость|запись)", r"back|top|вверх",
    r"related topics|see also|см\. также|популярное|самое читаемое|most (?:read|viewed|popular)|(?:latest|последние) (?:news|новости)",
    r"show all|показать все|(?:save|export|download) citation|(?:read|learn) more|читать (?:далее|дальше|полностью)|печать.{0,10}|обратная связь",
    r"advertisement|реклама|loading\.*|загрузка\.*|show more|показать (?:ещё|еще)|read more|подробнее",
)  # fmt: skip
#: A download line: a name and the size of a file.
_DOWNLOAD = re.compile(
    r".{3,300}[,(\s]\s*\d+(?:[.,]\d+)?\s*(?:kb|mb|кб|мб|кбайт|мбайт|kib|mib)\)?\s*\.?", re.I | re.S
)


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(patterns)})\s*[.:!…]*\s*", re.I | re.S)


_STRONG_PATTERN, _WEAK_PATTERN = _whole(_STRONG), _whole(_WEAK)
_NOTICE_PATTERN = re.compile(rf"\s*(?:{'|'.join(_NOTICES)})", re.I)
_BREADCRUMB = re.compile(
    r"\s*(?:home|главная|головна)\b[^.]{0,30}?(?:/|>|»|›|→|::).{0,200}", re.I | re.S
)
_POLL = re.compile(
    r"\s*(?:poll(?: conducted)?|(?:проведенный |проведённый )?опрос|голосование)\s*:?\s*", re.I
)
#: Blocks longer than this are prose, not furniture (characters).
PROSE = 250
#: Only these labels are re-labelled; titles, notes and tables keep theirs.
_OPEN: frozenset[Label] = frozenset({"paragraph", "heading", "list_item", "page_number", "title"})


def is_furniture(text: str) -> bool:
    """Whether only a page's furniture says this.

    >>> is_furniture("(0 votes)"), is_furniture("RELATED MATERIALS: Defence and security")
    (True, True)
    >>> is_furniture("Share of exports in GDP grew to 30 per cent over the whole decade.")
    False
    >>> is_furniture("Statistics")  # a section of a paper as well
    False
    """
    line = " ".join(text.split())
    if _NOTICE_PATTERN.match(line):
        return True
    if len(line) > PROSE:
        return False
    return bool(_STRONG_PATTERN.fullmatch(line) or _DOWNLOAD.fullmatch(line))


def mark(blocks: Sequence[ObservedBlock]) -> list[ObservedBlock]:
    """The blocks of a text with furniture labelled ``boilerplate``.

    >>> page = [ObservedBlock(t) for t in ("Rate this article", "(no votes)", "Statistics", "x" * 300)]
    >>> [b.label for b in mark(page)]
    ['boilerplate', 'boilerplate', 'boilerplate', 'paragraph']
    >>> [b.label for b in mark([ObservedBlock("Statistics"), ObservedBlock("x" * 300)])]
    ['paragraph', 'paragraph']
    """
    found = {i for i, b in enumerate(blocks) if b.label in _OPEN and is_furniture(b.text)}
    if not found:
        return list(blocks)
    found |= _site_header(blocks) | _poll(blocks)
    if len(found) > 1:
        found |= _weak(blocks, found) | _tail(blocks, found)
    return [replace(b, label="boilerplate") if i in found else b for i, b in enumerate(blocks)]


def _weak(blocks: Sequence[ObservedBlock], found: set[int]) -> set[int]:
    """Words that need furniture around them; bare numbers need it next to them."""
    out: set[int] = set()
    for i, block in enumerate(blocks):
        beside = i - 1 in found | out or i + 1 in found
        if block.label in _OPEN and (
            _WEAK_PATTERN.fullmatch(block.text) or (beside and block.text.strip().isdigit())
        ):
            out.add(i)
    return out


def _site_header(blocks: Sequence[ObservedBlock]) -> set[int]:
    """What stands above the line "Home / Section / …" at the top is the site's name."""
    for i, block in enumerate(blocks[:10]):
        if _BREADCRUMB.fullmatch(block.text):
            return set(range(i + 1))
        if len(block.text) > PROSE:
            break
    return set()


def _poll(blocks: Sequence[ObservedBlock]) -> set[int]:
    """A poll: its heading, and the short blocks behind it when shares of votes follow."""
    found: set[int] = set()
    for i, block in enumerate(blocks):
        if _POLL.fullmatch(block.text):
            run = _short_run(blocks, i)
            if any(re.fullmatch(r"\s*\d[\d\s]*\(\d{1,3}.?%\)\s*", blocks[j].text) for j in run):
                found |= set(run)
    return found


def _short_run(blocks: Sequence[ObservedBlock], start: int) -> range:
    stop = start
    while stop < len(blocks) and len(blocks[stop].text) <= PROSE:
        stop += 1
    return range(start, stop)


def _tail(blocks: Sequence[ObservedBlock], found: set[int]) -> set[int]:
    """Short lines behind the last furniture at the end, and between furniture there."""
    last = max((i for i, b in enumerate(blocks) if _is_content(b, i in found)), default=-1)
    first = min((i for i in found if i > last), default=len(blocks))
    return {i for i in range(first, len(blocks)) if blocks[i].label in _OPEN}


def _is_content(block: ObservedBlock, found: bool) -> bool:
    """Prose, notes, captions, or a line that ends as a sentence."""
    if found:
        return False
    return block.label not in _OPEN or len(block.text) > 120 or block.text.rstrip()[-1:] in ".;"
