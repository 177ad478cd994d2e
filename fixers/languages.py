"""Which language a text is in: by its letters, then by its commonest words.

>>> language_of("В статье обоснована необходимость интеграции")
'ru'
>>> language_of("Ця стаття присвячена розвитку міжнародної інтеграції")
'uk'
>>> language_of("This article proves the necessity of integration")
'en'
>>> language_of("510.4 570.7 618.9") is None
True
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fixers.letters import costs

#: Common words that tell languages of one script apart (closed classes only).
FUNCTION_WORDS: dict[str, str] = {
    "ru": "и в не на что с по как из к это для от а но при так же или его их она они был была были"
    " быть также между после более также еще ещё если только чем под без может этой этого которые"
    " который где когда мы вы он все всё том во со об о у до за над через перед является",
    "uk": "і в не на що з за як із до це для від а але при так же або його їх вона вони був була були"
    " бути також між після більше ще якщо тільки ніж під без може цієї цього які який де коли ми ви"
    " він все усі та й у про зі над через перед є",
    "be": "і ў не на што з па як да гэта для ад а але пры так жа або яго іх яна яны быў была былі"
    " быць таксама паміж пасля больш яшчэ калі толькі чым пад без можа гэтай гэтага якія які дзе мы"
    " вы ён усё та у пра над праз перад з'яўляецца",
    "bg": "и в не на че с по как от за това към а но при така или него те тя беше бяха да се са е"
    " също между след повече още ако само който която които къде когато ние вие той всички във със"
    " до над през пред ще",
    "sr": "и у не на што с по како из за то према а али при тако или његов њих она они био била били"
    " да се су је такође између после више још ако само који која које где када ми ви он сви од са"
    " до над кроз пред ће",
    "mk": "и во не на што со по како од за тоа кон а но при така или него тие таа беше беа да се"
    " исто меѓу после повеќе уште ако само кој која кои каде кога ние вие тој сите до над низ пред ќе",
    "kk": "және мен бен пен бұл бір да де үшін туралы болып болды емес осы сол ол олар біз сіз деп"
    " еді еткен өз барлық қазақстан бар жоқ кейін дейін бойынша арқылы",
    "ky": "жана менен бул бир да де үчүн тууралуу болуп болгон эмес ошол ал алар биз сиз деп эле өз"
    " бардык кыргыз бар жок кийин чейин боюнча аркылуу",
    "mn": "ба нь энэ юм байна болон бөгөөд гэж гэсэн нэг тэр бид та байгаа болсон улсын монгол"
    " хүн өөр бүх дээр тухай",
    "tg": "ва дар аз ба ки ин он бо барои аст мебошад шуд кард ҳам то бояд тоҷикистон худ як",
    "tt": "һәм бу бер да дә өчен турында булып булды түгел шул ул алар без сез дип иде үз барлык бар юк",
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have"
    " from or had an they which one you were all their has would there what will if can her who"
    " been more its into than them other these some such between",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es"
    " an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war"
    " haben nur oder aber vor zur bis mehr durch man",
    "fr": "le la les de des du et en un une à est que pour dans qui par sur au ne pas se plus ce il"
    " sont avec ou son aux comme mais nous cette ses été leur ont entre fait elle être",
    "es": "el la los las de y en un una a es que por con para del se no al como más o pero sus su le"
    " ha entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante esta",
    "it": "il la le di e in un una a è che per con del si non al come più o ma i gli della sono nel"
    " alla dei delle da lo anche dal questo ha tra stato essere su",
    "pt": "o a os as de e em um uma é que por com para do da se não ao como mais ou mas dos das no na"
    " foi são pelo entre também seu sua ser já",
    "pl": "i w na z do nie się że jest to o od za po jak ale dla przez przy tym lub oraz są być był"
    " była które który która tego także między jego ich może",
    "cs": "a v na s z do ne se že je to o od za po jak ale pro při tím nebo jsou být byl byla které"
    " který která toho také mezi jeho jejich může i k ve",
    "sk": "a v na s z do nie sa že je to o od za po ako ale pre pri tým alebo sú byť bol bola ktoré"
    " ktorý ktorá toho tiež medzi jeho ich môže aj k vo",
    "hr": "i u ne na što s po kako iz za to prema a ali pri tako ili njegov njih ona oni bio bila"
    " bili da se su je također između nakon više još ako samo koji koja koje gdje kada od sa",
    "nl": "de het van een en in is dat op te zijn met voor niet aan er om ook als dan maar bij of"
    " uit nog naar door over ze hij heeft worden wordt werd",
    "sv": "och i att det som en på är av för med till den har de inte om ett men var sig så vi från"
    " kan när eller nu under också efter",
    "fi": "ja on ei että se oli hän mutta ovat joka kun myös niin kuin tai sekä sen ole mukaan",
    "hu": "a az és hogy nem is egy ez de volt meg csak mint vagy már el ki még azt ha van lehet",
    "tr": "ve bir bu da de için ile çok daha olarak gibi olan en sonra kadar ne var ancak göre ise",
    "ro": "și de la în a cu pe nu că din se o un este care mai pentru sunt fi ca prin sau dar au",
    "lv": "un ir ar no uz par ka bet arī kas tika tas lai pie pēc kā vai nav",
    "lt": "ir yra su iš į kad bet taip kaip buvo tai nuo apie prie po arba ne",
    "et": "ja on ei et see oli ta kui ka ning aga mis või seda ole selle",
}  # fmt: skip

#: Letters that only some of the Cyrillic languages have; others are counted against.
CYRILLIC_LETTERS: dict[str, str] = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "mn": "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳцчҷшъэюя",
    "tt": "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя",
}

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
#: Scripts that stand for one language well enough: (language, letters).
_OWN_SCRIPTS = (
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
#: A text is cut to this many characters before it is judged: more adds nothing.
SAMPLE = 4000
#: Below this many letters no language is named.
FEWEST_LETTERS = 3

#: Nats per letter taken for a language that the letter table does not hold: above what a
#: language costs itself (2.0–2.6), below what its neighbours cost.
UNMODELLED = 2.9
#: How much less often a language is met in these libraries than Russian or English, in nats:
#: it decides only where a word or two could be in either.
RARITY = {"ru": 0.0, "en": 0.0, "uk": 1.5, "kk": 1.5, "be": 3.0, "de": 2.0, "fr": 2.0, "es": 2.5}
RARE = 4.0
#: Latin words above this many nats per letter are codes or garbage.
FITS_NONE = 4.2
_CYRILLIC_WORD = re.compile(r"[\u0400-\u052f]+(?:['’][\u0400-\u052f]+)*")
_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+(?:['’][a-z\u00df-\u024f]+)*")

_SETS = {lang: frozenset(words.split()) for lang, words in FUNCTION_WORDS.items()}
_ALPHABETS = {lang: frozenset(letters) for lang, letters in CYRILLIC_LETTERS.items()}


@lru_cache(maxsize=1024)
def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of ``text`` is in.

    ``None`` where fewer than three letters stand or nothing speaks for a language.

    >>> language_of("3 × 4 × 5 × 6") is None
    True
    >>> language_of("Gevorkyan M. N., Kulyabov D. S.")
    'en'
    """
    sample = text[:SAMPLE].lower()
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if sample.isascii():
        counts = {"latin": latin}
    else:
        counts = {lang: len(letters.findall(sample)) for lang, letters in _OWN_SCRIPTS}
        counts |= {"cyrillic": cyrillic, "latin": latin}
    most = max(counts, key=counts.__getitem__)
    if counts[most] < FEWEST_LETTERS:
        return None
    if most == "cyrillic":
        return _cyrillic_language(_CYRILLIC_WORD.findall(sample))
    return _latin_language(_LATIN_WORD.findall(sample)) if most == "latin" else most


def _cyrillic_language(words: list[str]) -> str | None:
    """The Cyrillic language that the letters, then the common words, speak for most."""
    if not words:
        return None
    model = costs(" ".join(words))
    found = Counter("".join(words))
    total = found.total()

    def distance(lang: str) -> float:
        known = sum(map(_SETS[lang].__contains__, words)) / len(words)
        foreign = sum(n for letter, n in found.items() if letter not in _ALPHABETS[lang]) / total
        rarity = RARITY.get(lang, RARE) / total
        return model.get(lang, UNMODELLED) + 20 * foreign - 2 * known + rarity

    return min(_ALPHABETS, key=distance)


def _latin_language(words: list[str]) -> str | None:
    """The Latin-script language of the words; ``None`` where they fit none of them."""
    if not words:
        return None
    model = costs(" ".join(words))
    total = sum(map(len, words))

    known = {
        lang: sum(map(common.__contains__, words)) / len(words)
        for lang, common in _SETS.items()
        if lang not in _ALPHABETS
    }

    def distance(lang: str) -> float:
        return model.get(lang, UNMODELLED) - 2 * known[lang] + RARITY.get(lang, RARE) / total

    # A language that the letter table does not hold must show in its common words.
    best = min((lang for lang in known if lang in model or known[lang]), key=distance)
    return best if model.get(best, UNMODELLED) < FITS_NONE else None


def shares(texts: Iterable[str]) -> dict[str, float]:
    """``{language: share of letters}`` over the texts of a document, largest first.

    >>> shares(["Добрый день, как ваши дела", "and then it was the end of this"])
    {'en': 0.53, 'ru': 0.47}
    """
    letters = Counter[str]()
    for text in texts:
        lang = language_of(text)
        if lang:
            letters[lang] += sum(map(str.isalpha, text))
    total = letters.total()
    return {lang: round(n / total, 2) for lang, n in letters.most_common() if n / total >= 0.005}


#: Share of a document's letters that makes a language one of its own.
OWN_SHARE = 0.04
#: From so many letters on a text speaks for itself, if its common words do.
SPEAKS_FOR_ITSELF = 160
#: Least share of common words in running text of a language (prose has 0.2 to 0.5).
COMMON = 0.06


def languages_of(texts: Sequence[str]) -> list[str | None]:
    """The language of each text of one document.

    A short text (a heading, an address, a name) and one without common words (a table of
    names, a transliterated reference) tell their script but hardly their language: where they
    seem to be in one that the document otherwise does not use, they are taken to be in the
    document's own language of that script.

    >>> body = "В статье обоснована необходимость международной экономической интеграции и регионов."
    >>> languages_of(["Литература", body * 5])
    ['ru', 'ru']
    """
    found = [language_of(text) for text in texts]
    sizes = [sum(map(str.isalpha, text)) for text in texts]
    prose = [
        lang is not None and (_has_common_words(text, lang) or _has_own_letters(text, lang))
        for text, lang in zip(texts, found, strict=True)
    ]
    own = _own_languages(found, sizes, prose)
    return [
        lang if size >= SPEAKS_FOR_ITSELF and clear else _own_language(lang, own, text)
        for lang, size, clear, text in zip(found, sizes, prose, texts, strict=True)
    ]


#: Least share of letters that Russian lacks in running text of a language which has some
#: (і ї є are 8% of Ukrainian, ә ғ қ ң ө ұ ү і 10% of Kazakh).
OWN_LETTERS = 0.04
#: So many letters without one that a language uses throughout: the text is not in it.
NONE_IN = 80


def _has_own_letters(text: str, lang: str) -> bool:
    """Whether ``text`` is full of letters that ``lang`` has and Russian lacks.

    >>> _has_own_letters("Мақалада өңірдің ауыл шаруашылығы қарастырылған", "kk")
    True
    """
    own = _ALPHABETS.get(lang, frozenset()) - _ALPHABETS["ru"]
    letters = [c for c in text[:SAMPLE].lower() if c.isalpha()]
    return bool(own) and sum(c in own for c in letters) >= OWN_LETTERS * max(len(letters), 1)


def _lacks_letters_of(text: str, lang: str) -> bool:
    """Whether a long ``text`` has none of the letters that running text of ``lang`` is full of."""
    own = _ALPHABETS.get(lang, frozenset()) - _ALPHABETS["ru"]
    low = text[:SAMPLE].lower()
    return bool(own) and sum(map(str.isalpha, low)) >= NONE_IN and not own & set(low)


def _has_common_words(text: str, lang: str) -> bool:
    """Whether ``text`` has as many common words of ``lang`` as running text has."""
    known = _SETS.get(lang)
    if known is None:
        return True  # a script of its own
    words = (_CYRILLIC_WORD if lang in _ALPHABETS else _LATIN_WORD).findall(text[:SAMPLE].lower())
    return sum(word in known for word in words) >= COMMON * max(len(words), 1)


def _own_languages(
    found: Sequence[str | None], sizes: Sequence[int], prose: Sequence[bool]
) -> list[str]:
    """The languages that the document is in, by its running text, largest first."""
    total = Counter[str]()
    for lang, size, clear in zip(found, sizes, prose, strict=True):
        if lang and clear:
            total[lang] += size
    return [lang for lang, n in total.most_common() if n >= OWN_SHARE * sum(sizes)]


def _own_language(lang: str | None, own: Sequence[str], text: str) -> str | None:
    """``lang``, or the first of the document's own languages in the same script whose letters
    the text has."""
    if lang is None or lang in own:
        return lang
    same = [o for o in own if (o in _ALPHABETS) == (lang in _ALPHABETS)]
    return next((o for o in same if not _lacks_letters_of(text, o)), lang)
