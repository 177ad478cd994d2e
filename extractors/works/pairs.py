"""Two abstracts of one work: which sentences answer each other, and do they agree.

Sentences are aligned by dynamic programming over their lengths (Gale and Church 1993: the
moves 1-1, 1-2, 2-1, 1-0, 0-1 with their published priors), helped by what needs no
dictionary: equal numbers, names that transliterate into each other, and the words that the
languages share ("интеграция", "integration"), the more the rarer they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import regex

from corpus.document import Abstract, AbstractPair
from extractors.works.translit import fold

#: Gale and Church (1993), table 5: probability of each move; a sentence that one side lacks is
#: commoner here (theirs: 0.005), since abstracts are written again rather than translated.
_PRIORS = {(1, 1): 0.89, (1, 0): 0.02, (0, 1): 0.02, (2, 1): 0.045, (1, 2): 0.045}
#: Their variance of the length difference per character.
_VARIANCE = 6.8
#: Cost of a sentence that the other side lacks, beside that of the move.
_LACK = 0.5
#: Characters of an English text per character of its original, by language (counted on the
#: abstracts of Russian journals: English runs a little shorter); 1 where not known.
_RATIO = {("ru", "en"): 0.97, ("uk", "en"): 1.0, ("kk", "en"): 1.0, ("kk", "ru"): 1.02}
_NUMBER = regex.compile(
    r"(?<![\p{L}\d.,])[-−–]?\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)*(?:-?(?:ая|ый|ой|ое|го|х|й|я|е|м|ми|ти|th|st|nd|rd|s|шы|ші))?(?![\p{L}\d])"
)
_WORDS: dict[str, tuple[str, ...]] = {
    "1": ("one", "single", "first", "один", "одн", "перв", "бір"), "2": ("two", "second", "twice", "both", "два", "две", "двух", "двум", "втор", "оба", "обе", "екі"),
    "3": ("three", "third", "три", "трех", "трёх", "трет", "үш"), "4": ("four", "четыр", "четверт", "төрт"), "5": ("five", "fifth", "пять", "пяти", "пят", "бес"),
    "6": ("six", "шест", "алты"), "7": ("seven", "семь", "семи", "седьм", "жеті"), "8": ("eight", "восем", "восьм", "сегіз"),
    "9": ("nine", "ninth", "девят", "тоғыз"), "10": ("ten", "десят", "он"), "11": ("eleven", "одиннадцат"), "12": ("twel", "двенадцат"),
    "20": ("twent", "двадцат"), "30": ("thirt", "тридцат"), "40": ("fort", "сорок"), "50": ("fift", "пятьдесят", "пятидесят"),
    "60": ("sixt", "шестьдесят", "шестидесят"), "70": ("sevent", "семьдесят", "семидесят"), "80": ("eight", "восемьдесят", "восьмидесят"), "90": ("ninet", "девяност"), "100": ("hundred", "сто", "сотн"), "1000": ("thousand", "тысяч"),
}  # fmt: skip


def pair_abstracts(abstracts: Sequence[Abstract]) -> list[AbstractPair]:
    """All pairs of abstracts in different languages, the local language first."""
    pairs = []
    for i, j in combinations(range(len(abstracts)), 2):
        one, two = abstracts[i].lang, abstracts[j].lang
        if one and two and one != two:
            a, b = (j, i) if one == "en" else (i, j)
            pairs.append(pair(abstracts[a], abstracts[b], (a, b)))
    return pairs


def pair(one: Abstract, two: Abstract, places: tuple[int, int] = (0, 1)) -> AbstractPair:
    """The pair of two abstracts: alignment, agreement of numbers, keywords, a score."""
    langs = (one.lang or "", two.lang or "")
    left, right = sentences(one.text, langs[0]), sentences(two.text, langs[1])
    ratio = len(two.text) / max(len(one.text), 1)
    links = align(left, right, _RATIO.get(langs, 1.0))
    flags = number_flags(one.text, two.text, langs)
    words = pair_keywords(one.keywords, two.keywords)
    return AbstractPair(
        langs=list(langs),
        abstracts=list(places),
        score=round(_score(left, right, links, ratio, not flags), 2),
        number_agreement=not flags,
        length_ratio=round(ratio, 2),
        sentence_pairs=[list(link) for link in links],
        keyword_pairs=[list(w) for w in words],
        flags=flags,
    )


def _score(
    left: Sequence[str],
    right: Sequence[str],
    links: Sequence[tuple[int, int]],
    ratio: float,
    agree: bool,
) -> float:
    """0 to 1: sentences covered, closeness of lengths, agreement of numbers."""
    covered = len({i for i, _ in links}) + len({j for _, j in links})
    share = covered / max(len(left) + len(right), 1)
    even = min(len(left), len(right)) / max(len(left), len(right), 1)
    length = math.exp(-abs(math.log(max(ratio, 0.01))))
    return (0.35 * share + 0.15 * even + 0.35 * length + 0.15) * (1.0 if agree else 0.85)


def sentences(text: str, lang: str) -> list[str]:
    """The sentences of ``text`` by the project's linguistic layer."""
    from corpus.annotate import sentences as split

    return split(text, lang or None)


def align(left: Sequence[str], right: Sequence[str], ratio: float = 1.0) -> list[tuple[int, int]]:
    """Pairs of sentence numbers that answer each other.

    >>> align(["Торговля выросла.", "Цены упали в 2019 г."], ["Trade grew.", "Prices fell in 2019."])
    [(0, 0), (1, 1)]
    """
    n, m = len(left), len(right)
    # A summary may run longer in one language throughout: the texts themselves tell the ratio.
    whole = sum(map(len, right)) / max(sum(map(len, left)), 1)
    ratio = math.sqrt(ratio * whole) if 0.5 < whole < 2 else ratio
    marks = [_anchors(s) for s in left], [_anchors(s) for s in right]
    kin = _kin(left, right)
    best: list[list[float]] = [[math.inf] * (m + 1) for _ in range(n + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            for (di, dj), prior in _PRIORS.items():
                if i < di or j < dj or math.isinf(best[i - di][j - dj]):
                    continue
                a, b = range(i - di, i), range(j - dj, j)
                cost = best[i - di][j - dj] - math.log(prior)
                cost += _cost(left, right, marks, a, b, ratio)
                cost -= sum(kin[p][q] for p in a for q in b)
                if cost < best[i][j]:
                    best[i][j], back[i, j] = cost, (di, dj)
    return _trace(back, n, m)


def _cost(
    left: Sequence[str],
    right: Sequence[str],
    marks: tuple[list[set[str]], list[set[str]]],
    a: range,
    b: range,
    ratio: float,
) -> float:
    """−log of the chance that these sentences answer each other."""
    if not a or not b:
        return _LACK
    x, y = sum(len(left[i]) for i in a), sum(len(right[j]) for j in b)
    delta = (y - x * ratio) / math.sqrt(max(x, y) * _VARIANCE)
    chance = math.erfc(abs(delta) / math.sqrt(2))
    one = set().union(*(marks[0][i] for i in a))
    two = set().union(*(marks[1][j] for j in b))
    shared = len(one & two)
    return -math.log(max(chance, 1e-12)) - 1.5 * shared + 0.3 * (len(one ^ two))


def _anchors(sentence: str) -> set[str]:
    """What a translation keeps: numbers, and names folded to one script."""
    found = set(numbers(sentence))
    for word in regex.findall(r"(?<=\S\s)[«“\"(]?(\p{Lu}[\p{L}-]{3,})", sentence):
        found.add(fold(word)[:4])
    return {f for f in found if f}


#: Letters of the beginning of a word by which words of common origin are told.
_STEM = 5
#: What a shared word tells that stands in one sentence of each side, like −log of a chance.
_KIN = 1.5


def _kin(left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
    """For each pair of sentences: the weight of the words of common origin that they share.

    A word that stands in many sentences tells little: its weight is divided by their number.
    """
    stems = [_stems(s) for s in left], [_stems(s) for s in right]
    spread = [Counter(stem for found in side for stem in found) for side in stems]
    return [
        [_KIN * sum(1 / max(spread[0][s], spread[1][s]) for s in one & two) for two in stems[1]]
        for one in stems[0]
    ]


def _stems(sentence: str) -> set[str]:
    """Beginnings of the longer words in letters that do not tell the language.

    >>> _stems("гармонизация теорий") == _stems("harmonisation theories")
    True
    """
    found = set()
    for word in regex.findall(r"\p{L}{6,}", sentence):
        key = fold(word).translate(_COMMON).replace("tg", "t")
        found.add(key[:_STEM])
    return {f for f in found if len(f) == _STEM}


#: Letters that words of Greek and Latin origin take in one language or the other.
_COMMON = str.maketrans({"c": "k", "h": "g"})


def _trace(back: dict[tuple[int, int], tuple[int, int]], n: int, m: int) -> list[tuple[int, int]]:
    links: list[tuple[int, int]] = []
    while (n, m) in back:
        di, dj = back[n, m]
        links += [(i, j) for i in range(n - di, n) for j in range(m - dj, m)]
        n, m = n - di, m - dj
    return sorted(links)


# --- numbers ------------------------------------------------------------------------------


def numbers(text: str) -> list[str]:
    """Numbers of a text in one spelling: decimal point, no thousands, ranges written out.

    >>> numbers("выросла на 3,5 % в 2016–23 гг., до 1 250 единиц")
    ['3.5', '2016', '2023', '1250']
    """
    text = regex.sub(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)(?!\d)", _full_range, text)
    text = regex.sub(r"(?<=\d)\s?[-–—−]\s?(?=\d)", " – ", text)
    return [_plain_number(m[0]) for m in _NUMBER.finditer(text) if any(c.isdigit() for c in m[0])]


def _full_range(match: regex.Match[str]) -> str:
    """ "2016–23" with both years whole; "1998–03" ends in the next century."""
    century = int(match[1][:2]) + (match[2] <= match[1][2:])
    return f"{match[1]} – {century}{match[2]}"


def _plain_number(raw: str) -> str:
    raw = regex.sub(r"-?\p{L}+$", "", raw).strip("-−–")
    raw = regex.sub(r"[ \u00a0\u202f]", "", raw)
    if regex.fullmatch(r"\d{1,3}(?:,\d{3})+", raw):  # 1,250 and 1,250,000
        raw = raw.replace(",", "")
    raw = raw.replace(",", ".")
    return raw.rstrip("0").rstrip(".") if "." in raw and raw.count(".") == 1 else raw


def number_flags(one: str, two: str, langs: tuple[str, str]) -> list[str]:
    """Sentences on numbers of one side that the other side lacks.

    >>> number_flags("рост 18 процентов", "81 percent growth", ("ru", "en"))
    ['numbers differ: 18 (ru) against 81 (en)']
    >>> number_flags("в трёх регионах, 3 города", "three regions, 3 cities", ("ru", "en"))
    []
    """
    a, b = Counter(numbers(one)), Counter(numbers(two))
    only_a = [n for n in (a - b) if n not in b and not _spelled(n, two) and not _scaled(n, b)]
    only_b = [n for n in (b - a) if n not in a and not _spelled(n, one) and not _scaled(n, a)]
    if only_a and only_b:
        return [
            f"numbers differ: {', '.join(only_a)} ({langs[0]}) against {', '.join(only_b)} ({langs[1]})"
        ]
    lacks = [(only_a, langs[0], langs[1]), (only_b, langs[1], langs[0])]
    return [
        f"numbers differ: {', '.join(only)} ({here}) is not in {there}"
        for only, here, there in lacks
        if only
    ]


def _spelled(number: str, text: str) -> bool:
    """The number stands as a word (or a Roman numeral) on the other side."""
    low = text.casefold()
    if any(regex.search(rf"\b{stem}", low) for stem in _WORDS.get(number, ())):
        return True
    return (
        number.isdigit()
        and 0 < int(number) < 40
        and bool(regex.search(rf"\b{_roman(int(number))}\b", _latin_roman(text)))
    )


def _roman(value: int) -> str:
    out = ""
    for size, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            out, value = out + sign, value - size
    return out


def _latin_roman(text: str) -> str:
    return text.replace("Х", "X").replace("І", "I")


def _scaled(number: str, others: Counter[str]) -> bool:
    """1.5 thousand against 1500: the same figure in another unit."""
    try:
        value = float(number)
    except ValueError:
        return False
    for other in others:
        try:
            that = float(other)
        except ValueError:
            continue
        if value and that and (value / that in (1000.0, 0.001) or {value, that} <= {1e6, 1e9}):
            return True
    return False


# --- keywords -------------------------------------------------------------------------------


def pair_keywords(one: Sequence[str], two: Sequence[str]) -> list[tuple[str, str]]:
    """Keywords one to one: by common words first, the others in the order as printed.

    >>> pair_keywords(["Казахстан", "торговля"], ["trade", "Kazakhstan"])
    [('Казахстан', 'Kazakhstan'), ('торговля', 'trade')]
    """
    if not one or not two:
        return []
    anchored = _anchored(one, two)
    rest_a = [i for i in range(len(one)) if i not in anchored]
    rest_b = [j for j in range(len(two)) if j not in anchored.values()]
    if len(rest_a) == len(rest_b):
        anchored |= dict(zip(rest_a, rest_b, strict=True))
    return [(one[i], two[j]) for i, j in sorted(anchored.items())]


def _anchored(one: Sequence[str], two: Sequence[str]) -> dict[int, int]:
    from rapidfuzz.distance import JaroWinkler

    scored = sorted(
        (
            (JaroWinkler.similarity(fold(a), fold(b)), -abs(i - j), i, j)
            for i, a in enumerate(one)
            for j, b in enumerate(two)
        ),
        reverse=True,
    )
    out: dict[int, int] = {}
    for similarity, _, i, j in scored:
        if similarity >= 0.87 and i not in out and j not in out.values():
            out[i] = j
    return out
