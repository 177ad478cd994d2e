"""What a block is, told from its own words and form (no layout, no neighbours).

The rules are tables of words per language (ru en uk kk be bg, and a few others where
the word is known) and forms around them. Each predicate answers ``None`` or ``False``
rather than guess: layout, position and neighbours are the callers' evidence.

>>> label_of("Table 1. Dynamic of foreign trade"), label_of("Figure 2 shows the export")
('caption', None)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.document import Label

CaptionKind = Literal["table", "figure"]

#: Kind and language of a caption by its first word, as regular expressions without case.
CAPTION_WORDS: dict[CaptionKind, tuple[str, ...]] = {
    "table": (
        "таблица", "таблицы", "табл", "таблиця", "таблиці", "табліца", "табліцы",
        "кесте", "хүснэгт", "табела", "tables?", "tabelle", "tableau", "tabla", "tab",
    ),
    "figure": (
        "рисунок", "рисунки", "рис", "рисуно[кк]", "малюнак", "малюнок", "мал", "сурет", "зураг",
        "фигура", "фиг", "слика", "схема", "сызба", "диаграмма", "діаграма", "диаграма", "дыяграма",
        "график", "графік", "гистограмма", "карта", "фото", "фотография", "илл", "иллюстрация",
        "figures?", "figs?", "charts?", "diagrams?", "schemes?", "graphs?", "maps?", "plates?",
        "pictures?", "photos?", "abbildung", "abb", "illustration",
    ),
}  # fmt: skip
#: Words that say that a caption goes on from the page before.
CONTINUED = (
    r"(?:продолжение|окончание|продовження|закінчення|працяг|заканчэнне|жалғасы|continuation\s+of"
    r"|continued|end\s+of)"
)
_NUMBER = r"(?:[A-ZА-ЯЁ]{1,2}[.\-]?)?\d{1,3}(?:[.\-–]\d{1,3}){0,3}(?:\.?[a-zа-я])?|[IVXLІХ]{1,6}"
_SEP = r"\s*[.:|–—-]+\s*|\s*\n\s*|\s+[–—-]+\s*|\)\s*"


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: what it stands under, its number as printed, and its words."""

    kind: CaptionKind
    number: str
    rest: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading word with what follows it in the same block.

    ``lang`` is the language that owns the word, ``None`` where several do ("Резюме");
    ``title`` the word as printed and ``start`` the offset of ``rest`` in the text.
    """

    title: str
    lang: str | None
    rest: str
    start: int


def _words(kind: CaptionKind) -> str:
    return "|".join(sorted(CAPTION_WORDS[kind], key=len, reverse=True))


@cache
def _caption_patterns() -> tuple[tuple[CaptionKind, re.Pattern[str]], ...]:
    out: list[tuple[CaptionKind, re.Pattern[str]]] = []
    for kind in CAPTION_WORDS:
        words = _words(kind)
        head = rf"\s*(?:{CONTINUED}\s+)?(?:{words})\b\.?\s*(?:№|No\.?|N)?\s*(?P<number>{_NUMBER})"
        kazakh = rf"\s*(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)\s*[-–]?\s*(?:{words})\b\.?"
        out += [(kind, re.compile(p + r"(?!\w)(?P<tail>.*)", re.I | re.S)) for p in (head, kazakh)]
    return tuple(out)


_TAIL = re.compile(rf"(?P<sep>{_SEP}|\s+|$)(?P<rest>.*)", re.S)
#: A caption may hold a note and a source, not a page of prose (characters).
MAX_CAPTION = 700
_UNNUMBERED = re.compile(
    r"\s*(?:таблица|табліца|таблиця|кесте|рисунок|сурет|table|figure)"
    r"(?:\s*$|\s+[–—-]\s+(?P<rest>[A-ZА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ«\"“].*))",
    re.I | re.S,
)


def is_caption(text: str) -> Caption | None:
    """The caption that ``text`` is, if it is one.

    >>> is_caption("Таблица 1 – Динамика торговли")
    Caption(kind='table', number='1', rest='Динамика торговли')
    >>> is_caption("1-кесте. Сауда көлемі").number
    '1'
    >>> is_caption("Figure 2 shows Mongolia's export") is None  # a sentence
    True
    >>> is_caption("Рис. 2 и 3 показывают рост") is None
    True
    """
    head = text.lstrip()[:1]
    if len(text) > MAX_CAPTION or not (head.isupper() or head.isdigit()):
        return None
    for kind, pattern in _caption_patterns():
        found = pattern.match(text)
        if found:
            return _caption(kind, found["number"], found["tail"])
    return _unnumbered(text)


def _caption(kind: CaptionKind, number: str, tail: str) -> Caption | None:
    """A caption unless what follows the number goes on as a sentence."""
    found = _TAIL.match(tail)
    if not found:
        return None
    rest, separated = found["rest"].strip(), bool(found["sep"].strip() or "\n" in found["sep"])
    if rest and not separated and not _opens_caption(rest):
        return None
    if separated and rest[:1].islower() and "\n" in found["sep"] and not found["sep"].strip():
        return None
    return Caption(kind, number.rstrip("."), rest)


def _unnumbered(text: str) -> Caption | None:
    found = _UNNUMBERED.fullmatch(text)
    if not found or not text.strip()[:1].isupper():
        return None
    rest = found["rest"] or ""
    kind: CaptionKind = "table" if text.strip()[:1].lower() in "тtк" else "figure"
    return None if rest[:1].islower() else Caption(kind, "", rest.strip())


#: Verbs that begin what a sentence says about a table ("Table 3 Shows" in title case is rare).
_SENTENCE_VERB = re.compile(
    r"(?:shows?|presents?|illustrates?|gives?|is|are|was|were|has|have|contains?|describes?)\b",
    re.I,
)


def _opens_caption(rest: str) -> bool:
    """A title without a separator begins with a capital, and not with a verb.

    >>> _opens_caption("Динамика торговли"), _opens_caption("shows growth"), _opens_caption(", 2")
    (True, False, False)
    >>> _opens_caption("(data until July 2010)"), _opens_caption("(see below) shows growth")
    (True, False)
    """
    if rest[0] == "(" and rest.endswith(")") and rest.count("(") == 1:
        return True
    if rest[0] in '(«"“[':
        return rest[1:2].isupper()
    return rest[0].isupper() and not _SENTENCE_VERB.match(rest)


# --- headings -----------------------------------------------------------------------------

ABSTRACT_WORDS: dict[str, str | None] = {
    "аннотация": "ru", "реферат": None, "резюме": None, "краткая аннотация": "ru",
    "abstract": "en", "summary": "en", "annotation": "en", "extended abstract": "en",
    "анотація": "uk", "анатацыя": "be", "рэзюмэ": "be", "рэферат": "be", "анотация": "bg",
    "аңдатпа": "kk", "андатпа": "kk", "түйін": "kk", "түйіндеме": "kk", "тұжырым": "kk",
    "хураангуй": "mn", "апстракт": "sr", "сажетак": "sr", "zusammenfassung": "de", "résumé": "fr",
}  # fmt: skip
KEYWORD_WORDS: dict[str, str | None] = {
    "ключевые слова и фразы": "ru", "ключевые слова": "ru", "ключевые понятия": "ru",
    "key words and phrases": "en", "key words": "en", "keywords": "en", "key-words": "en",
    "keyword": "en", "index terms": "en", "ключові слова": "uk", "ключавыя словы": "be",
    "ключови думи": "bg", "түйін сөздер": "kk", "түйінді сөздер": "kk", "кілт сөздер": "kk",
    "кілтті сөздер": "kk", "кілттік сөздер": "kk", "негізгі сөздер": "kk", "тірек сөздер": "kk",
    "түлхүүр үг": "mn", "түлхүүр үгс": "mn", "кључне речи": "sr", "schlüsselwörter": "de",
    "mots-clés": "fr", "mots clés": "fr",
}  # fmt: skip
REFERENCE_WORDS: dict[str, str | None] = {
    "список литературы": "ru", "список использованной литературы": "ru",
    "список использованных источников": "ru", "список использованных источников и литературы": "ru",
    "список использованной литературы и источников": "ru", "список источников": "ru",
    "список источников и литературы": "ru", "список литературы и источников": "ru",
    "список цитируемой литературы": "ru", "список цитируемых источников": "ru",
    "библиографический список": "ru", "пристатейный библиографический список": "ru",
    "использованная литература": "ru", "использованные источники": "ru",
    "источники и литература": "ru", "литература и источники": "ru", "цитированная литература": "ru",
    "библиографические ссылки": "ru", "библиография": None, "литература": None, "источники": "ru",
    "references": "en", "reference": "en", "reference list": "en", "list of references": "en",
    "bibliography": "en", "literature": "en", "literature cited": "en", "works cited": "en",
    "references and notes": "en", "sources": "en",
    "список літератури": "uk", "список використаних джерел": "uk", "література": "uk",
    "список використаної літератури": "uk", "перелік посилань": "uk", "джерела": "uk",
    "бібліографія": "uk", "бібліографічний список": "uk", "спіс літаратуры": "be",
    "літаратура": "be", "спіс выкарыстаных крыніц": "be", "бібліяграфія": "be",
    "използвана литература": "bg", "използвани източници": "bg", "цитирана литература": "bg",
    "әдебиеттер тізімі": "kk", "әдебиеттер": "kk", "пайдаланылған әдебиеттер": "kk",
    "пайдаланылған әдебиеттер тізімі": "kk", "пайдаланған әдебиеттер": "kk",
    "пайдаланған әдебиеттер тізімі": "kk", "қолданылған әдебиеттер": "kk",
    "қолданылған әдебиеттер тізімі": "kk", "библиографиялық тізім": "kk",
    "ашигласан материал": "mn", "ном зүй": "mn", "литература и извори": "sr",
    "literaturverzeichnis": "de", "literatur": "de", "bibliographie": "fr", "références": "fr",
}  # fmt: skip
SECTION_WORDS: dict[str, str | None] = {
    "введение": "ru", "заключение": "ru", "выводы": "ru", "результаты": "ru", "обсуждение": "ru",
    "результаты и обсуждение": "ru", "результаты исследования": "ru", "методы": "ru",
    "материалы и методы": "ru", "методы и материалы": "ru", "данные и методы": "ru",
    "методология": "ru", "методика исследования": "ru", "методология исследования": "ru",
    "постановка задачи": "ru", "обзор литературы": "ru", "благодарности": "ru",
    "благодарность": "ru", "финансирование": "ru", "рекомендации": "ru", "приложение": "ru",
    "приложения": "ru", "содержание": None, "оглавление": "ru", "предисловие": "ru",
    "основная часть": "ru", "сведения об авторах": "ru", "информация об авторах": "ru",
    "introduction": "en", "conclusion": "en", "conclusions": "en", "results": "en",
    "discussion": "en", "results and discussion": "en", "methods": "en", "data and methods": "en",
    "materials and methods": "en", "methodology": "en", "literature review": "en",
    "acknowledgements": "en", "acknowledgments": "en", "funding": "en", "recommendations": "en",
    "appendix": "en", "contents": "en", "table of contents": "en", "preface": "en",
    "background": "en", "notes": "en", "concluding remarks": "en", "information about authors": "en",
    "вступ": "uk", "висновки": "uk", "результати": "uk", "методи": "uk", "матеріали та методи": "uk",
    "зміст": "uk", "уводзіны": "be", "заключэнне": "be", "вынікі": "be", "змест": "be",
    "въведение": "bg", "увод": None, "заключение и изводи": "bg", "изводи": "bg", "съдържание": "bg",
    "кіріспе": "kk", "қорытынды": "kk", "нәтижелер": "kk", "талқылау": "kk", "әдістер": "kk",
    "нәтижелер және талқылау": "kk", "материалдар мен әдістер": "kk", "мазмұны": "kk",
    "примечания": "ru", "сноски": "ru", "примітки": "uk",
}  # fmt: skip
_SECTION_NUMBER = r"(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?\s+)?"


def _spaced(word: str) -> str:
    """A pattern for the word as printed or letterspaced ("А н н о т а ц и я").

    >>> bool(re.fullmatch(_spaced("abcd ef"), "a b c d  e f"))
    True
    """
    tight = r"\s+".join(re.escape(w) for w in word.split())
    if len(word.replace(" ", "")) < 5:
        return tight
    wide = r"\s+".join(r"\s".join(re.escape(c) for c in w) for w in word.split())
    return f"{tight}|{wide}"


@cache
def _heading_pattern(kind: str) -> re.Pattern[str]:
    words = sorted(_TABLES[kind], key=len, reverse=True)
    body = "|".join(_spaced(w) for w in words)
    return re.compile(
        rf"\s*{_SECTION_NUMBER}[*\[(]?(?P<word>{body})(?![\w-])(?P<tail>[\])]?)", re.I
    )


_TABLES: dict[str, dict[str, str | None]] = {
    "abstract": ABSTRACT_WORDS,
    "keywords": KEYWORD_WORDS,
    "references": REFERENCE_WORDS,
    "section": SECTION_WORDS,
}


def _owner(kind: str, word: str) -> str | None:
    """The language of a heading word, letterspaced or not."""
    table = _TABLES[kind]
    plain = " ".join(word.lower().split())
    if plain in table:
        return table[plain]
    squeezed = re.sub(r"\s", "", plain)
    return next((lang for key, lang in table.items() if key.replace(" ", "") == squeezed), None)


_AFTER = re.compile(r"\s*(?:[.:]\s*[–—-]?|[–—-](?=\s)|\n|$)\s*")


def _headed(kind: str, text: str, *, bare: bool) -> Heading | None:
    """The heading of ``kind`` that opens the text, with or without text behind it.

    ``bare`` also takes a heading with no mark before the text, if that text is long and
    begins with a capital ("Abstract This paper …").
    """
    found = _heading_pattern(kind).match(text)
    if not found or not text.lstrip(" \t\n*[(0123456789.IVX)")[:1].isupper():
        return None
    after = _AFTER.match(text, found.end())
    start = after.end() if after else found.end() + 1
    rest = text[start:].strip()
    if not after and not (bare and len(rest) > 60 and rest[0].isupper()):
        return None
    return Heading(found["word"], _owner(kind, found["word"]), rest, start)


def is_abstract_heading(text: str) -> Heading | None:
    """The word that opens an abstract, alone or with the abstract behind it.

    >>> is_abstract_heading("Аннотация. В статье рассмотрено").rest
    'В статье рассмотрено'
    >>> is_abstract_heading("А н н о т а ц и я").lang
    'ru'
    >>> is_abstract_heading("Summary of the results is given below.") is None
    True
    """
    return _headed("abstract", text, bare=True)


def keywords_heading(text: str) -> Heading | None:
    """The words that open a list of keywords.

    >>> keywords_heading("Ключевые слова: граница, торговля").rest
    'граница, торговля'
    >>> keywords_heading("Key words of the debate are known") is None
    True
    """
    return _headed("keywords", text, bare=False)


def is_references_heading(text: str) -> Heading | None:
    """The heading of a bibliography: nothing else stands in the block.

    >>> is_references_heading("Список литературы / References").lang
    'ru'
    >>> is_references_heading("Литература этого периода обширна.") is None
    True
    """
    lines = " ".join(text.split()).rstrip(" .:")
    found = _heading_pattern("references").match(lines)
    if not found or not any(c.isupper() for c in lines[:12]):
        return None
    rest = lines[found.end() :].strip()
    if rest and not (rest[0] in "/(|" and _heading_pattern("references").match(rest[1:])):
        return None
    return Heading(found["word"], _owner("references", found["word"]), rest, found.end())


def is_section_heading(text: str) -> Heading | None:
    """A section heading that journals share ("Введение", "2. Data and methods").

    >>> is_section_heading("2. Материалы и методы.").title
    'Материалы и методы'
    >>> is_section_heading("Введение санкций изменило торговлю.") is None
    True
    """
    line = " ".join(text.split()).rstrip(" .:")
    found = _heading_pattern("section").match(line)
    if not found or line[found.end() :].strip() or not any(c.isupper() for c in line[:12]):
        return None
    return Heading(found["word"], _owner("section", found["word"]), "", len(text))


#: Dots that lead to a page number: a line of contents.
LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[IVXivx]{1,5})$")
_NUMBERED_HEADING = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.|§\s*\d+\.?)\s+(?P<rest>\S.*)", re.S
)
_PART_HEADING = re.compile(
    r"\s*(?:глава|часть|раздел|параграф|chapter|part|section|розділ|частина|раздзел|тарау|бөлім)"
    r"\s+(?:\d{1,2}|[IVX]{1,5})(?:[.:]?\s|\s*$)", re.I,
)  # fmt: skip


def is_numbered_heading(text: str) -> bool:
    """A heading by its number of two or more levels, a Roman one, or "Глава 2".

    >>> is_numbered_heading("2.1. Торговля приграничья"), is_numbered_heading("2.1 раза больше.")
    (True, False)
    """
    line = " ".join(text.split())
    if len(line) > 160 or line[-1:] in ".;,:" or "=" in line or LEADERS.search(line):
        return False
    found = _NUMBERED_HEADING.match(line)
    if found:
        words = found["rest"].split()
        initial = re.match(r"\s*[IVX]\.", line) and (len(words) < 3 or "," in line)
        return not initial and found["rest"][0].isupper() and len(words) < 20
    return bool(_PART_HEADING.match(line)) and line[:1].isupper()


# --- notes, lists, codes, numbers ---------------------------------------------------------

#: What only notes and sources say. Any of these in the block speaks for a footnote.
_NOTE_WORDS = re.compile(
    r"https?://|www\.|//|\bdoi\b|\bURL\b|available at|accessed|retrieved|дата обращения|режим доступа"
    r"|электронн\w+ ресурс|\bсм\.|\bср\.|там же|указ\. соч|цит\. по|ibid|op\. cit|\bcit\.|\bsee\b|\bcf\."
    r"|дата звернення|режим доступу|там само|сонда|қараңыз|пак там|вж\.|гл\.|тамсама"
    r"|\bISBN\b|\bпер\. с\b|\bС\. ?\d|\bс\. ?\d|\bP\. ?\d|\bpp?\. ?\d|\bVol\. ?\d|\bТ\. ?\d|№ ?\d"
    r"|изд-во|издательство|вестник|журнал|\(\d{4}\)|, ?(?:19|20)\d\d\b|федеральн\w+ закон|постановлени",
    re.I,
)
_STAR_WORDS = re.compile(
    r"работа (?:выполнена|поддержана)|статья (?:подготовлена|выполнена|публикуется)|исследование"
    r"|публикация|при (?:финансовой )?поддержке|грант|e-?mail|автор|correspond|support|funded|grant"
    r"|this (?:work|paper|research|article|study)|the (?:work|research|article|study|author)"
    r"|source|источник|примечани|рассчитано|составлено|note|поддержан|за підтримки|ескерту",
    re.I,
)
_NUMBERED_NOTE = re.compile(r"\s*(?P<n>\d{1,3})\)?[ \t\u00a0]+(?P<rest>[^\W\d_].*|[«\"“(].+)", re.S)
#: A raised number printed close to the note's first word, or before a sign of copyright.
_GLUED_NOTE = re.compile(r"\s*\d{1,3}(?:[A-ZА-ЯЁІЇЄҚӘҒҮӨ][^\W\d_]*[^\S\n]+\S|[ \t\u00a0]*©)", re.S)
_BRACKET_NOTE = re.compile(r"\s*\[\d{1,3}\][ \t\u00a0]*(?P<rest>[^\W\d_].*|[«\"“(].+)", re.S)
_SUPERSCRIPT_NOTE = re.compile(r"\s*[¹²³⁰⁴-⁹]{1,3}[ \t\u00a0]*(?P<rest>[^\W\d_]|[«\"“(]).*", re.S)
_STAR_NOTE = re.compile(
    r"\s*(?P<mark>[*†‡§#]{1,4}|\*\))(?P<gap>\s*)(?P<rest>[^\W\d_].*|[«\"“(].+)", re.S
)
_MONTHS = re.compile(
    r"(?:январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|january|february"
    r"|march|april|may\b|june|july|august|september|october|november|december|січ|лют|берез|квіт|трав"
    r"|черв|лип|серп|верес|жовт|листоп|груд|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз"
    r"|қыркүйек|қазан|қараша|желтоқсан)",
    re.I,
)


def is_footnote(text: str, *, at_foot: bool = False) -> bool:
    """Whether the block is a footnote: a mark in front and the words of a note behind it.

    ``at_foot``: the caller knows that the block stands at the foot of a page or in small
    type; then the mark is enough.

    >>> is_footnote("1 Customs statistics. Available at: http://stu.example/ (accessed 2019).")
    True
    >>> is_footnote("1 Введение"), is_footnote("1. Economic development is low.")
    (False, False)
    """
    if _SUPERSCRIPT_NOTE.match(text) or (found := _BRACKET_NOTE.match(text)):
        return True
    if at_foot and _GLUED_NOTE.match(text):
        return True
    if found := _STAR_NOTE.match(text):
        strong = len(found["mark"]) > 1 or found["mark"] in "†‡" or not found["gap"]
        return at_foot or bool(_STAR_WORDS.search(found["rest"])) or (strong and _is_prose(text))
    found = _NUMBERED_NOTE.match(text)
    if not found or _MONTHS.match(found["rest"]):
        return False
    opens = found["rest"][0].isupper() or not found["rest"][0].isalpha()
    return (opens or at_foot) and (at_foot or bool(_NOTE_WORDS.search(found["rest"])))


def _is_prose(text: str) -> bool:
    return len(text.split()) >= 4


_TABLE_NOTE = re.compile(
    r"\s*(?:\*\s*)?(?:источник(?:и)?(?: данных)?|примечани[ея]|составлено|рассчитано|сост\.|прим\."
    r"|sources?|notes?|compiled by|calculated by|designed by|джерел[оа]|примітк[аи]|крыніц[аы]"
    r"|заўвага|източник(?:ци)?|бележка|дереккөз|ескерту|ескертпе)\b\s*"
    r"(?:[.:–—-]|(?:по|автор\w*|by|за|the author)\b)",
    re.I,
)


def is_table_note(text: str) -> bool:
    """A note or a source that stands under a table or a figure.

    >>> is_table_note("Источник: составлено автором."), is_table_note("Источники права различны.")
    (True, False)
    """
    return (
        len(text) < 600 and bool(_TABLE_NOTE.match(text)) and text.strip()[:1] in _CAPITAL_OR_STAR
    )


_CAPITAL_OR_STAR = frozenset("*ИПСРSNCDДКЗБЕсиnpsc")
#: Bullets of Symbol and Wingdings, in the private use area: dots, squares, arrows, ticks.
SYMBOL_BULLETS = "\uf0b7\uf0a7\uf06e\uf06c\uf071\uf076\uf0d8\uf0fc\uf0e0\uf0a8"
BULLETS = "•‣▪▫●○◦■□◆◇►▸➢➤✓✔·∙\u2043" + SYMBOL_BULLETS
_LIST_ITEM = re.compile(
    rf"\s*(?:[{BULLETS}]\s*|[-–—*]\s+|\(?\d{{1,3}}[.)](?:[ \t\u00a0]+|(?=[^\W\d_]))|\(?[a-zа-яё]\)\s+|\(?[ivx]{{1,4}}\)\s+"
    r"|[A-ZА-Я]\)\s+)(?=\S)",
)


def is_list_item(text: str) -> bool:
    """An item of a list by its bullet or number.

    >>> is_list_item("1. Economic and social development is low."), is_list_item("• Oleg M. Roy")
    (True, True)
    >>> is_list_item("3.5 раза"), is_list_item("5-летний план"), is_list_item("12.05.2019")
    (False, False, False)
    """
    found = _LIST_ITEM.match(text)
    return bool(found) and any(c.isalpha() for c in text[found.end() if found else 0 :])


_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—~|]\s*\d{1,4}\s*[-–—~|]|\d{1,3}|(?:стр(?:аница|\.)?|с\.|page|p\.|бет|стор(?:інка|\.)?)"
    r"\s*\d{1,4}(?:\s*(?:из|of|/|з)\s*\d{1,4})?|\d{1,4}\s*(?:/|из|of)\s*\d{1,4}|[xvi]{1,6})\s*",
    re.I,
)


def is_page_number(text: str) -> bool:
    """A line that holds a page number and nothing else.

    >>> is_page_number("— 12 —"), is_page_number("Page 3 of 9"), is_page_number("2015")
    (True, True, False)
    """
    return len(text) < 24 and bool(_PAGE_NUMBER.fullmatch(text)) and text.strip().lower() != "i"


_CODE = re.compile(
    r"\s*(?:удк|udc|udk|әож|уДК|ббк|bbk|lbc|кбж|грнти|мрнти|ғтамр|хғтар|srsti|irsti|grnti|вак|оэсрд"
    r"|msc|jel(?:[\s-]+(?:classification(?:\s+codes?)?|codes?|коды?))?|код[ы]?\s+jel|edn|issn|isbn|e-issn"
    r"|doi|цифровой идентификатор|номер специальности|ocis|pacs|handle)\b(?!-\w)[\s:.–—-]*(?=[\w(\[{\"/])",
    re.I,
)
_DOI_ALONE = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+\s*", re.I)


def is_code_line(text: str) -> bool:
    """A line of identifiers or classification codes: УДК, ББК, ГРНТИ, DOI, JEL, EDN, ISSN.

    >>> is_code_line("УДК 339.924"), is_code_line("https://doi.org/10.17150/2500-2759")
    (True, True)
    >>> is_code_line("УДК присваивается каждой статье журнала и печатается над заглавием.")
    False
    """
    if len(text) > 250:
        return False
    if _DOI_ALONE.fullmatch(text):
        return True
    found = _CODE.match(text)
    if not found:
        return False
    rest = text[found.end() : found.end() + 40]
    return bool(re.match(r"[\w.\[({\"/:-]*[\d]", rest)) or bool(re.match(r"[A-Z]{4,8}\b\s*$", rest))


_RELATION = re.compile(r"[=≈≤≥≠≡∝≪≫∑∏∫√∂∇∈∞]|\\frac|\\sum")
#: A bound of a class ("≥65", "<10"): no relation between two sides.
_BOUND = re.compile(r"(?:^|(?<=[\s,;(–-]))[<>≤≥≈]\s?\d[\d.,]*")
_FUNCTIONS = frozenset({"const", "where", "sinh", "cosh", "prob"})


def is_formula(text: str) -> bool:
    """A formula set off from the text: relations and symbols, hardly any words.

    >>> is_formula("Y = a + bX + e, (1)"), is_formula("p = 0.05 был принят уровнем значимости")
    (True, False)
    """
    if (
        len(text) > 300
        or not _RELATION.search(_BOUND.sub("", text))
        or re.search(r"https?:|www\.|[?&]\w+=", text)
    ):
        return False
    if re.match(r"\s*(?:где|здесь|where|here)\b", text):
        return False
    words = [w for w in re.findall(r"[^\W\d_]{4,}", text) if w.lower() not in _FUNCTIONS]
    if words and not _RELATION.search(re.sub(r"\([^()]*\)", "", text)):
        return False
    return len(words) <= 1 and sum(c.isalpha() for c in text) < 0.75 * len("".join(text.split()))


def label_of(text: str) -> Label | None:
    """The label that a block's own words give it; ``None``: nothing special to see.

    >>> label_of("1. Economic and social development of the regions is low.")
    'list_item'
    >>> label_of("The transitional period is coming to its logical conclusion.") is None
    True
    """
    if not text.strip():
        return None
    for label, test in _RULES:
        if test(text):
            return label
    heading = is_abstract_heading(text)
    if heading:
        return "abstract" if heading.rest else "heading"
    return "list_item" if is_list_item(text) else None


_RULES: tuple[tuple[Label, Callable[[str], object]], ...] = (
    ("page_number", is_page_number),
    ("code", is_code_line),
    ("keywords", keywords_heading),
    ("heading", is_references_heading),
    ("heading", is_section_heading),
    ("caption", is_caption),
    ("formula", is_formula),
    ("footnote", is_table_note),
    ("footnote", is_footnote),
    ("heading", is_numbered_heading),
)
