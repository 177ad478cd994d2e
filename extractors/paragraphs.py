"""Paragraphs that a page end, a footnote, a caption or a table interrupts, made whole.

A reader hands over blocks in reading order; where the first part of a paragraph has no
sentence end and the text goes on behind what was interposed, the parts become one block
with several provs, and the interposed blocks follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Label
from extractors.observed import ObservedBlock

#: What may stand between two parts of one paragraph.
INTERPOSED: frozenset[Label] = frozenset(
    {"footnote", "caption", "table", "picture", "page_header", "page_footer", "page_number", "formula",
     "boilerplate"}
)  # fmt: skip
#: What may be a part of an interrupted paragraph. (A list item's second part is a paragraph.)
PARTS: frozenset[Label] = frozenset(
    {"paragraph", "abstract", "keywords", "list_item", "footnote", "reference", "caption"}
)
#: Parts that only the very next block can continue.
_ADJACENT: frozenset[Label] = frozenset({"footnote", "caption", "reference"})
#: How many interposed blocks are looked across.
REACH = 8
#: Largest ratio of two font sizes that still counts as one size.
SIZE_RATIO = 1.12

#: The end of a text is told from its last characters, however long it has grown.
_TAIL = 300
_CLOSERS = "\"'”’»“)]}›"
_SENTENCE_END = re.compile(
    rf"[.!?…:;][{re.escape(_CLOSERS)}]*(?:\s*\[\d[\d,;\s–-]*\])?[{re.escape(_CLOSERS)}]*$"
)
_NOTE_MARK = re.compile(r"(?<=[.!?…])[\d*†¹²³]{1,3}$")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010\u2011¬]$")
#: An abbreviation that ends in a full stop but not a sentence ("et al.", "и др.", "г.", initials).
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:[^\W\d_]\.(?:\s?[^\W\d_]\.)*|et al\.|e\.g\.|i\.e\.|vol\.|no\.|pp?\.|vs\.|cf\.|dr\.|prof\."
    r"|mr\.|mrs\.|st\.|др\.|т\. ?[ден]\.|см\.|ср\.|гг?\.|вв?\.|стр\.|рис\.|табл\.|тыс\.|млн\.|млрд\.|руб\.|им\.|ст\."
    r"|п\.|акад\.|проф\.|доц\.|канд\.|ред\.|обл\.)$",
    re.I,
)
#: Words after which no sentence ends: articles, prepositions, conjunctions, per language.
_OPEN_WORDS = frozenset(
    {
        "the", "a", "an", "of", "in", "on", "at", "to", "for", "with", "by", "from", "and", "or", "as",
        "is", "are", "was", "were", "that", "which", "than", "between", "into", "its", "their", "this",
        "these", "be", "been", "has", "have", "will", "not", "under", "over", "through", "within",
        "и", "в", "во", "на", "с", "со", "к", "ко", "по", "о", "об", "от", "до", "из", "за", "для", "при",
        "не", "а", "но", "или", "что", "как", "между", "его", "её", "их", "под", "над", "без", "через",
        "является", "являются", "может", "могут", "також", "та", "й", "і", "у", "з", "із", "від", "про", "між", "што", "ад", "пра", "да", "се", "със", "мен", "бен", "пен",
        "және", "үшін", "туралы", "бойынша",
    }
)  # fmt: skip
_LAST_WORD = re.compile(r"(?<![\w.])[^\W\d_]+$")
_OPENING = "([{«“„"


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence, a list or a heading line with a colon does.

    >>> ends_sentence("It fell by 16.2%."), ends_sentence("rising trend of goods export ")
    (True, False)
    >>> ends_sentence("it was shown [7]."), ends_sentence("as noted by (Popkova et al.")
    (True, False)
    """
    line = _NOTE_MARK.sub("", text[-_TAIL:].rstrip())
    return bool(_SENTENCE_END.search(line)) and not _ABBREVIATION.search(line)


def breaks_word(text: str) -> bool:
    """Whether the text ends inside a word or a compound ("экономической ин-").

    >>> breaks_word("экономической ин-"), breaks_word("в 1990-"), breaks_word("тире –")
    (True, False, False)
    """
    return bool(_HYPHEN.search(text[-_TAIL:].rstrip()))


def is_open(text: str) -> bool:
    """Whether the text must go on: a comma, an article, a preposition at its end.

    >>> is_open("from the"), is_open("(Popkova,"), is_open("оборот вырос")
    (True, True, False)
    """
    line = text[-_TAIL:].rstrip()
    if not line or line[-1] in ",–—(«“/&" or breaks_word(line):
        return bool(line) and not (line[-1] == "/" and _ADDRESS.search(line))
    return ends_in_open_word(line)


def ends_in_open_word(text: str) -> bool:
    """Whether the last word ties to a next one: an article, a preposition, a conjunction.

    >>> [ends_in_open_word(t) for t in ("влияние на", "N.A", "3а", "Приложение А", "МИР И")]
    [True, False, False, False, True]
    """
    last = _LAST_WORD.search(text[-_TAIL:])
    return last is not None and last[0] not in "AА" and last[0].lower() in _OPEN_WORDS


_PAIRS = ("()", "[]", "«»", "“”")
#: How much of each side is looked at for a bracket or quotation that is still open.
_BRACKET_REACH = 300


def closes_bracket(first: str, second: str) -> bool:
    """Whether ``second`` closes a bracket or quotation that ``first`` leaves open.

    >>> closes_bracket("(Bagainikov, 2014: ", "184). At the same time")
    True
    >>> closes_bracket("Master (GaKy", "Supervisor (Astana)")
    False
    """
    return any(_closes(first[-_BRACKET_REACH:], second[:_BRACKET_REACH], *pair) for pair in _PAIRS)


def _closes(first: str, second: str, opening: str, closing: str) -> bool:
    if first.rfind(opening) <= first.rfind(closing):
        return False
    end = second.find(closing)
    return end >= 0 and second.find(opening, 0, end) < 0


def starts_low(text: str) -> bool:
    """Whether the text begins inside a sentence: a lower-case letter comes first.

    >>> starts_low(" does not include"), starts_low("Region"), starts_low("«и далее»")
    (True, False, True)
    """
    line = text[:_TAIL].lstrip().lstrip(_OPENING + "\"'–—-,")
    return line[:1].islower() and not re.match(r"[a-zа-я]\)", line)


def script_of(text: str) -> str | None:
    """The script of most letters: ``"cyrillic"``, ``"latin"`` or another's initial class.

    >>> script_of("интеграция и export"), script_of("2010 – 2015")
    ('cyrillic', None)
    """
    cyrillic = sum(["\u0400" <= c <= "\u052f" for c in text])
    letters = list(filter(str.isalpha, text))
    latin = sum([c < "\u0250" for c in letters])
    other = len(letters) - cyrillic - latin
    best = max((cyrillic, "cyrillic"), (latin, "latin"), (other, "other"))
    return best[1] if best[0] else None


def goes_on(first: str, second: str) -> bool:
    """Whether ``second`` continues the sentence that ``first`` breaks off.

    >>> goes_on("Rising trend of goods export ", "does not include export of services")
    True
    >>> goes_on("Economical", "interdependence"), goes_on("It ended.", "the next")
    (True, False)
    >>> goes_on("relations between the", "Russian Federation"), goes_on("Таблица", "Индикатор")
    (True, False)
    """
    if not first[-_TAIL:].strip() or not second[:_TAIL].strip():
        return False
    if breaks_word(first):
        return second.lstrip()[:1].isalpha()
    if closes_bracket(first, second) or _breaks_address(first, second):
        return True
    if ends_sentence(first):
        return False
    return starts_low(second) or is_open(first) or bool(_CITATION_ALONE.fullmatch(second))


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.I)
#: A citation or bracket that was pushed to a line of its own ("[2].").
_CITATION_ALONE = re.compile(r"\s*[\[(][\d,;\s–-]{1,20}[\])][.,;]?\s*")


def _breaks_address(first: str, second: str) -> bool:
    """A URL broken over two lines goes on with its own characters.

    >>> _breaks_address("at: http://stu.example/index.", "php?option=com&id=1")
    True
    >>> _breaks_address("at: http://stu.example/index.", "The next sentence")
    False
    """
    word = second.split(maxsplit=1)[0]
    address_like = bool(re.search(r"[/?=&%_#]|\.\w", word)) or word[:1].islower()
    return (
        bool(_ADDRESS.search(first[-_TAIL:].rstrip())) and not word[:1].isupper() and address_like
    )


def _same_hand(first: ObservedBlock, second: ObservedBlock) -> bool:
    """The same language, script and font size, as far as these are known."""
    if first.lang and second.lang and first.lang != second.lang:
        return False
    one, two = script_of(first.text[-200:]), script_of(second.text[:200])
    if one and two and one != two and not breaks_word(first.text):
        return False
    if first.bold != second.bold and len(first.text) < 200:
        return False
    if first.size and second.size:
        return max(first.size, second.size) / min(first.size, second.size) <= SIZE_RATIO
    return True


#: A paragraph this long that ends without a sentence end before a page end goes on behind
#: it, whatever the next page begins with, if that is a paragraph too (characters).
LONG_PART, NEXT_PART = 160, 60
_PAGE_FURNITURE = frozenset({"page_header", "page_footer", "page_number"})


def _page_ends(first: ObservedBlock, until: Sequence[ObservedBlock]) -> bool:
    """Whether a page ends between a block and the last of those that follow it."""
    if any(b.label in _PAGE_FURNITURE for b in until):
        return True
    return bool(first.provs and until[-1].provs) and until[-1].page > first.provs[-1].page


def _long_parts(first: ObservedBlock, second: ObservedBlock) -> bool:
    if first.label != "paragraph" or len(first.text) < LONG_PART or len(second.text) < NEXT_PART:
        return False
    return not ends_sentence(first.text)


def _joins(first: ObservedBlock, second: ObservedBlock, *, across: bool) -> bool:
    if first.label not in PARTS or first.table or second.table or _is_bare(second):
        return False
    if second.label not in ("paragraph", first.label) or second.label == "list_item":
        return False
    if first.label == "caption" and not _ends_caption(first.text, second.text):
        return False
    if first.centered != second.centered and len(first.text) < 200:
        return False
    if second.label == "footnote" and _OWN_MARK.match(second.text) and not breaks_word(first.text):
        return False
    if not _same_hand(first, second):
        return False
    return goes_on(first.text, second.text) or (across and _long_parts(first, second))


#: The number or sign of a note of its own.
_OWN_MARK = re.compile(r"\s*(?:\d{1,3}\)?|[*†‡§¹²³⁴-⁹]{1,3})\s*[^\W\d_]")


def _ends_caption(first: str, second: str) -> bool:
    """A caption goes on only where it must: it is open, or a citation was pushed down."""
    return is_open(first) or breaks_word(first) or bool(_CITATION_ALONE.fullmatch(second))


def _merge(first: ObservedBlock, second: ObservedBlock) -> ObservedBlock:
    """One block of two parts: text joined by a line end, provs in order."""
    return replace(
        first,
        text=f"{first.text}\n{second.text}",
        provs=(*first.provs, *second.provs),
        confidence=min(first.confidence, second.confidence),
        triage=min(first.triage, second.triage, key=lambda t: t.score),
    )


def _continuation(blocks: Sequence[ObservedBlock], at: int, behind: int) -> int | None:
    """The index of the block that continues ``blocks[at]``, across what is interposed.

    ``behind`` is the index behind the last part found so far.
    """
    first = blocks[at]
    for i in range(behind, min(behind + 1 + REACH, len(blocks))):
        near = first.label not in _ADJACENT or i == at + 1
        if any(b.label == "formula" for b in blocks[behind:i]):
            near = near and starts_low(blocks[i].text)
        if near and _joins(first, blocks[i], across=_page_ends(first, blocks[behind : i + 1])):
            return i
        if blocks[i].label not in INTERPOSED and not _is_bare(blocks[i]):
            return None
    return None


def _is_bare(block: ObservedBlock) -> bool:
    """Signs alone: crop marks, ornaments, rules made of characters. Nothing goes on with them."""
    return not any(c.isalnum() for c in block.text)


def join_interrupted(blocks: Sequence[ObservedBlock]) -> list[ObservedBlock]:
    """Join the parts of interrupted paragraphs; what stood between them follows.

    >>> parts = [ObservedBlock("Rising trend of goods export "),
    ...          ObservedBlock("1 Customs statistics.", "footnote"),
    ...          ObservedBlock("does not include services.")]
    >>> [b.text for b in join_interrupted(parts)]
    ['Rising trend of goods export \\ndoes not include services.', '1 Customs statistics.']
    >>> [b.text for b in join_interrupted([ObservedBlock("Title", "title"), ObservedBlock("text")])]
    ['Title', 'text']
    """
    todo, done = list(blocks), 0
    behind = 1
    while done < len(todo):
        found = _continuation(todo, done, behind)
        if found is None:
            done += 1
            behind = done + 1
            continue
        todo[done] = _merge(todo[done], todo.pop(found))
        behind = found
    return todo


_ITEM_NUMBER = re.compile(r"\s*(\d{1,3})([.)])\s*(?=\S)")
_DAMAGED_NUMBER = re.compile(r"\s*(\d{1,3})[,;:]?\s+(?=[^\W\d_])")


def number_lists(blocks: Sequence[ObservedBlock]) -> list[ObservedBlock]:
    """Items of a numbered list whose full stop was lost or misread ("4, Ibid.", "5 Ibid.").

    Only a number that is the next one after the item right before it counts.

    >>> items = [ObservedBlock("3. Ibid.", "list_item"), ObservedBlock("4, Ibid."), ObservedBlock("5 Ibid.")]
    >>> [b.label for b in number_lists(items)]
    ['list_item', 'list_item', 'list_item']
    >>> [b.label for b in number_lists([items[0], ObservedBlock("2012 was better.")])]
    ['list_item', 'paragraph']
    """
    out: list[ObservedBlock] = []
    for block in blocks:
        before = (
            _ITEM_NUMBER.match(out[-1].text) or _DAMAGED_NUMBER.match(out[-1].text) if out else None
        )
        own = _DAMAGED_NUMBER.match(block.text)
        follows = before and own and int(own[1]) == int(before[1]) + 1
        if follows and out[-1].label == "list_item" and block.label in ("paragraph", "footnote"):
            block = replace(block, label="list_item")
        out.append(block)
    return out
