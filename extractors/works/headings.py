"""Headings of front and back matter, in the languages of the region.

Each table maps a kind of part to the words that announce it, standing alone on a line
("Аннотация") or run in before the text ("Аннотация. В статье …"). Words come from the
house styles of journals in Russian, English, Kazakh, Ukrainian, Belarusian, Bulgarian,
Serbian, Mongolian, Kyrgyz, Uzbek, Tajik, German, French and Polish.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

WORDS: dict[str, tuple[str, ...]] = {
    "abstract": (
        "(?:краткая )?аннотация(?: статьи)?",
        "резюме",
        "реферат",
        "(?:extended |structured )?abstracts?",
        "summary",
        "annotation",
        "аңдатпа",
        "түйін(?:деме|дер)?",
        "анотація",
        "анатацыя",
        "рэзюмэ",
        "рэферат",
        "анотация",
        "апстракт",
        "сажетак",
        "хураангуй",
        "корутунду",
        "annotatsiya",
        "аннотатсия",
        "zusammenfassung",
        "résumé",
        "streszczenie",
    ),
    "keywords": (
        "ключевые слова(?: и (?:фразы|словосочетания|выражения))?",
        "ключевые понятия",
        "key[ -]?words?(?: and phrases)?",
        "index terms",
        "(?:түйін|түйінді|кілт|кілтті|негізгі|тірек) сөздер",
        "ключові слова",
        "ключавыя словы",
        "ключови думи",
        "кључне речи",
        "түлхүүр үг(?:с)?",
        "(?:ачкыч|түйүндүү) сөздөр",
        "kalit so[ʻ'‘’`]zlar",
        "калидвожаҳо",
        "schlüsselwörter",
        "stichwörter",
        "mots[ -]cl[ée]s",
        "słowa kluczowe",
    ),
    "references": (
        "(?:список )?(?:использованн(?:ая|ой|ых)|цитируем(?:ая|ой)|цитированн(?:ая|ой)|рекомендуем(?:ая|ой)) "
        "(?:литератур[аы]|источников|источники)(?: и (?:литературы|источников))?",
        "(?:список )?литератур[аы](?: и (?:источник(?:и|ов)|примечани[яй]))?",
        "список (?:использованных )?(?:источников|литературных источников)(?: и литературы)?",
        "список использованных источников",
        "источники(?: и литература)?",
        "библиографи(?:я|ческий список|ческие ссылки|ческие источники)",
        "пристатейный (?:библиографический )?список(?: литературы)?",
        "(?:list of )?(?:the )?references(?: list)?(?: cited)?",
        "reference list",
        "(?:selected )?bibliography",
        "works cited",
        "literature(?: cited)?",
        "(?:пайдаланылған )?(?:әдебиет(?:тер)?|дереккөздер)(?: тізімі)?",
        "қолданылған әдебиеттер(?: тізімі)?",
        "література",
        "список (?:використаних )?(?:літератури|джерел)(?: та літератури)?",
        "перелік (?:посилань|джерел)",
        "(?:спіс )?літаратур[аы]",
        "използвана литература",
        "(?:ашигласан материал|ном зүй)",
        "(?:колдонулган )?адабияттар",
        "foydalanilgan adabiyotlar(?: ro[ʻ'‘’`]yxati)?",
        "literatur(?:verzeichnis)?",
        "bibliographie",
        "bibliografia",
    ),
    "notes": ("примечани[ея]", "сноски", "notes", "endnotes", "ескертулер", "примітки"),
    "citation": (
        "для цитирования",
        "(?:образец|ссылка для|правильная ссылка на статью|как цитировать)(?: цитирования)?(?: статьи| статью)?",
        "(?:please )?(?:for|to) cit(?:ation|e)(?: this (?:article|paper))?(?: as)?",
        "how to cite(?: this article)?",
        "suggested citation",
        "citation",
        "cite (?:this )?(?:article|as)",
        "дәйексөз үшін|дәйексөз келтіру үшін",
        "для цитування",
    ),
    "funding": (
        "финансирование",
        "источник(?:и)? финансирования",
        "funding",
        "financial support",
        "қаржыландыру",
        "фінансування",
    ),
    "thanks": (
        "благодарност(?:ь|и)",
        "acknowledge?ments?",
        "алғыс(?: айту| білдіру)?",
        "подяк[аи]",
    ),
    "authors": (
        "(?:сведения|информация) об автор(?:е|ах)",
        "об автор(?:е|ах)",
        "авторлар туралы мәлімет(?:тер)?",
        "(?:information )?about (?:the )?authors?(?:\\(s\\))?",
        "authors?[’']? (?:information|details|bio)",
        "відомості про автор(?:а|ів)",
        "авторы?",
        "authors?",
        "автор(?:и|лар)?",
    ),
    "interests": (
        "конфликт интересов",
        "conflicts? of interests?",
        "вклад авторов",
        "authors?[’']? contributions?",
        "мүдделер қақтығысы",
    ),
    "contents": (
        "содержание(?: \\d{1,4})?",
        "оглавление(?: \\d{1,4})?",
        "(?:table of )?contents(?: \\d{1,4})?",
        "мазмұны",
        "зміст",
        "змест",
        "съдържание",
    ),
    "section": (
        "введение",
        "заключение",
        "выводы?",
        "основная часть",
        "материалы? и методы?(?: исследования)?",
        "методы?(?: исследования)?",
        "методология(?: исследования)?",
        "обзор литературы",
        "результаты?(?: и обсуждение| исследования)?",
        "обсуждение(?: результатов)?",
        "обсуждение и заключение",
        "постановка (?:проблемы|задачи)",
        "актуальность(?: исследования| темы)?",
        "рекомендации",
        "приложени[ея]",
        "introduction",
        "conclusions?",
        "concluding remarks",
        "discussion",
        "results?(?: and discussion)?",
        "(?:materials? and )?methods?",
        "data and methods",
        "methodology",
        "literature review",
        "background",
        "recommendations?",
        "appendix",
        "кіріспе",
        "қорытынды",
        "вступ",
        "висновки",
        "уводзіны",
        "въведение",
        "заключение",
    ),
}

#: Words that may run into the text with nothing but a blank between ("Abstract The …").
_BARE = regex.compile(r"(?:аннотация|abstract|аңдатпа|анотація)", regex.IGNORECASE)
_SEP = r"(?P<sep>\s*(?:[.:]\s*[—–-]?|[—–-])\s*|\s*\n\s*|\s*$)"
#: Kinds whose word is a heading only when it stands alone.
_ALONE = frozenset({"section", "references", "notes", "contents", "authors"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as read: its ``kind``, its words as printed, and the text run in after it."""

    kind: str
    title: str
    rest: str


@cache
def _pattern(kind: str) -> regex.Pattern[str]:
    words = "|".join(WORDS[kind])
    return regex.compile(
        rf"^[\W\d_]{{0,6}}(?P<title>(?:{words})(?:\s*\([^)\n]{{1,40}}\))?)(?:\s*\[[^\]]{{1,20}}\])?{_SEP}(?P<rest>.*)",
        regex.IGNORECASE | regex.DOTALL,
    )


@cache
def _bare() -> dict[str, regex.Pattern[str]]:
    return {
        kind: regex.compile(
            rf"^(?P<title>(?i:{_BARE.pattern if kind == 'abstract' else 'ключевые слова|key ?words'}))"
            r"\s+(?P<rest>\p{Lu}?\p{L}.*)",
            regex.DOTALL,
        )
        for kind in ("abstract", "keywords")
    }


def read_heading(text: str, kinds: tuple[str, ...] | None = None) -> Heading | None:
    """The heading that ``text`` is or begins with.

    >>> read_heading("Аннотация. В статье показано")
    Heading(kind='abstract', title='Аннотация', rest='В статье показано')
    >>> read_heading("Ключевые слова: граница").kind
    'keywords'
    >>> read_heading("Резюме проекта закона") is None  # a word of the sentence
    True
    """
    text = text.strip()
    for kind in kinds or tuple(WORDS):
        found = _match(kind, text)
        if found:
            return found
    return None


def _match(kind: str, text: str) -> Heading | None:
    match = _pattern(kind).match(text[:120]) or _bare_match(kind, text)
    if match is None or not _capital(match["title"]):
        return None
    rest = text[match.start("rest") :].strip()
    if kind in _ALONE and not _stands_alone(kind, match, rest):
        return None
    return Heading(kind, match["title"].strip(), rest)


def _bare_match(kind: str, text: str) -> regex.Match[str] | None:
    if kind not in ("abstract", "keywords"):
        return None
    match = _bare()[kind].match(text[:120])
    if match and match["title"].split()[0].casefold().startswith(("key", "ключ")):
        return match
    return match if match and match["rest"][0].isupper() else None


def _stands_alone(kind: str, match: regex.Match[str], rest: str) -> bool:
    if not rest:
        return True
    if kind == "references":  # "Литература: 1. Иванов …"
        return bool(regex.match(r"\[?1[.)\]\s]", rest))
    return kind in ("authors",) and ":" in match["sep"] and len(rest) < 300


def _capital(title: str) -> bool:
    letters = [c for c in title if c.isalpha()]
    return bool(letters) and letters[0].isupper()


def alone(text: str) -> str | None:
    """The kind of heading that ``text`` is when it stands by itself.

    >>> alone("References:")
    'references'
    >>> alone("References to earlier work are few") is None
    True
    """
    found = read_heading(text)
    return found.kind if found and not found.rest else None
