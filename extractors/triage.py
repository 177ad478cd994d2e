"""Keep, repair or recognise: one verdict per block of a text layer, and one per page.

Deterministic signs, each with a reason in the record: glyphs without a Unicode value,
characters without meaning, letters of two scripts in one word, and above all the share of
words that some language knows. A layer that is sound is kept, whoever made it; a layer that
an encoding repair makes sound is repaired; any other is replaced by recognition.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.document import BBox, Triage
from extractors.glyphcodes import is_of_signs, is_sign
from extractors.glyphs import Glyph
from extractors.layout import Laid
from extractors.render import PageContent
from fixers.plausibility import plausibility

#: A block with fewer letters, or fewer words to look up, is not judged alone.
_MIN_LETTERS = 12
_MIN_WORDS = 3
#: Share of characters without meaning above which a text is lost.
_HOLES = 0.3
#: Share of known words under which a block is no language, and the number of words that it
#: takes to say so (names, terms and transliterations are unknown too: sound papers lie above
#: 0.7, wrong-language layers under 0.3).
_KNOWN, _ENOUGH_WORDS = 0.25, 8
#: A visible layer whose words are merely unknown (transliteration, names, species) is sound: it
#: takes another sign of damage as well.
_UNSUSPICIOUS, _UNSUSPICIOUS_HIDDEN = 0.8, 0.86
#: Of five words hardly one known: a letter order under this is damage, in an invisible layer
#: without a known word under the second.
_STRANGE, _STRANGE_HIDDEN = 0.7, 0.92
#: Share of the pieces of an invisible layer that pdfium does not tell from which single letters
#: are missing too: up to a quarter (blanks) in sound ones, 0.45 to 0.51 in four pages of a
#: recogniser that gives single letters no width.
_SILENT = 0.35
#: … and for an invisible layer under a picture, which costs nothing but time to read again.
_KNOWN_HIDDEN, _ENOUGH_HIDDEN = 0.5, 5
#: Plausibility under which a block with few known words is garbage.
_PLAUSIBLE = 0.55
#: Fewer bad letters than this on a page whose layer is sound otherwise are left alone.
_FEW_BAD = 40
#: Share of bad letters above which the whole page is recognised.
_BAD_PAGE = 0.5
#: … unless there are blocks sound beyond doubt (this share of five words known, or nearly all of
#: four) or without a sign of damage: they stay, and the rest of the page is recognised. (In the
#: layer of a scan they must hold a quarter of the letters, or one of so many letters be sound beyond
#: doubt: under it the page, which is recognised for the most part anyway, comes out more of a piece
#: when it is recognised as a whole.)
_SURE, _SURE_FEW, _FEW_WORDS = 0.7, 0.95, 4
_SOUND_PART, _SOUND_LETTERS = 0.25, 60
#: … or encoding repairs make this share of them sound.
_MENDED_PAGE = 0.9
#: Text of any kind, formulas too, has more letters and digits than this share.
_FEW_ALNUM = 0.3
#: A picture smaller than this (points, share of the page) holds no text worth recognising.
_PICTURE_SIDES = (60.0, 24.0)
_PICTURE_SHARE = 0.02
#: Pictures over this share of a page without text make it a scan.
_SCAN_SHARE = 0.3
#: A picture of which text covers more than this share is its background, or a recognised scan.
_COVERED = 0.5
#: Of a page drawn with thousands of small pictures only the first are looked at.
_MANY_PICTURES = 400

_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\w/\w)\S*")


@dataclass(frozen=True, slots=True)
class BlockVerdict:
    """How one block of the layer fares. ``letters`` is its weight; a block too short or too
    strange to tell is not ``judged`` and follows its page. Sound beyond doubt (most of its
    words are known) is ``sure``; without a sign of damage, though it be short or names, ``likely``."""

    triage: Triage
    letters: int
    judged: bool = True
    sure: bool = False
    likely: bool = False


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What to do with a page: the layer's blocks one by one, and the parts of the page
    (boxes in points; the whole page when ``whole``) that are to be recognised.

    ``pictures`` are those with little or no text of the layer upon them: they are to be
    recognised if their rendering shows lines of text besides ``texts``. ``over_scan``: the layer
    stands over the picture of the page, and may lack lines that this shows.
    """

    triage: Triage
    blocks: tuple[BlockVerdict, ...]
    whole: bool = False
    regions: tuple[BBox, ...] = ()
    pictures: tuple[BBox, ...] = ()
    texts: tuple[BBox, ...] = ()
    over_scan: bool = False


def judge_block(
    text: str, *, hidden: bool = False, unmapped: float = 0.0, repair: Repair | None = None
) -> BlockVerdict:
    """One block of a text layer.

    ``hidden``: it is the invisible layer of an older recognition; ``unmapped``: share of its
    glyphs without a Unicode value; ``repair``: what the encoding fixers make of a text.

    >>> judge_block("В статье обоснована необходимость интеграции.").triage.verdict
    'keep'
    >>> judge_block("Âåäåíèå â îáùóþ òåîðèþ ñïèíîðîâ è ïîëÿ").triage.verdict
    'ocr'
    """
    found = _soundness(text, hidden=hidden, unmapped=unmapped)
    letters = sum(n for c, n in Counter(text).items()
                  if c.isalpha() or "\ue000" <= c <= "\uf8ff" or c == "\ufffd"
                  or (found.bad and is_sign(c)))  # fmt: skip
    verdict, reasons = ("ocr" if found.bad else "keep"), list(found.reasons)
    if found.bad and repair is not None and _is_repaired(repair(text)):
        verdict = "repair"
        reasons.append("an encoding repair makes it sound")
    elif not found.bad and repair is not None and _mends_scratches(text, repair):
        verdict = "repair"
        reasons.append("an encoding repair makes more of its words known")
    sure, likely = (verdict == "keep" and sign for sign in (found.sure, found.likely))
    triage = _triage(verdict, found.score, reasons)
    return BlockVerdict(triage, letters, found.judged, sure, likely)


#: Encoding repair of one text, for judging only (the chain repairs later, with its ledger).
Repair = Callable[[str], str]
#: A repaired text is sound when this share of its words is known.
_REPAIRED = 0.85


#: Encodings that agree in most small letters (Macintosh and Windows Cyrillic) leave most words
#: known, and so does a Latin name among words whose capitals and small letters changed places.
#: A text with letters of other alphabets, low quotation marks before its words, capitals at their
#: ends or all over them is asked for a repair that makes so much more of the words known.
_MORE_KNOWN = 0.02
_FOREIGN_LETTERS = re.compile(
    r"[ЂЃЉЊЌЋЏЎђѓќ]|[а-яё]Я\b|\b[а-яё][А-ЯЁ]{3}|[‚„][а-яё]|(?<![\w’'])’[а-яё]{2}"
)


def _mends_scratches(text: str, repair: Repair) -> bool:
    if not _FOREIGN_LETTERS.search(text):
        return False
    repaired = repair(text)
    known, count = known_share(text)
    after, _ = known_share(repaired)
    cleared = repaired != text and after >= known and not _FOREIGN_LETTERS.search(repaired)
    return count >= _MIN_WORDS and (cleared or after > known + _MORE_KNOWN)


def _is_repaired(text: str) -> bool:
    known, count = known_share(text)
    return count >= _MIN_WORDS and known >= _REPAIRED


@dataclass(frozen=True, slots=True)
class _Soundness:
    bad: bool
    score: float
    reasons: tuple[str, ...]
    judged: bool = True
    sure: bool = False
    likely: bool = False


#: Signs of damage that no sound text shows, however short (one word alone may be an alphabet).
_NO_WORDS = "letters that make no words"
_HARD_SIGNS = frozenset(
    {
        "bytes read in a wrong encoding",
        "characters without meaning",
        "signs inside words",
        _NO_WORDS,
    }
)
_UNMAPPED = 0.5


_INSTEAD = "signs where letters belong"


def _soundness(text: str, *, hidden: bool = False, unmapped: float = 0.0) -> _Soundness:
    """Whether a text is bad, its score, and the reasons."""
    chars = Counter(text)
    if is_of_signs(text):
        return _Soundness(True, 0.0, (_INSTEAD,))
    holes = _share_without_meaning(chars)
    if holes > _HOLES:
        return _Soundness(True, 0.0, (f"{holes:.0%} of the characters have no meaning",))
    known, count = known_share(text)
    familiar = known >= _FAMILIAR and count >= _MIN_WORDS
    found = plausibility(text, by_letters=not familiar)
    reasons = tuple(r for r in found.reasons if r not in ("no text", "numbers and signs only"))
    unsure = (
        _letters(chars) < _MIN_LETTERS or not _is_judged_script(chars) or _is_mathematical(text)
    )
    if unsure:
        return _Soundness(False, max(found.score, 0.5), reasons, judged=False)
    limit, enough = (_KNOWN_HIDDEN, _ENOUGH_HIDDEN) if hidden else (_KNOWN, _ENOUGH_WORDS)
    hard = bool(_HARD_SIGNS & set(reasons) - ({_NO_WORDS} if count < 2 else set()))
    if unmapped > _UNMAPPED:
        limit, enough = _KNOWN_HIDDEN, _ENOUGH_HIDDEN
    doubt = _UNSUSPICIOUS_HIDDEN if hidden else _UNSUSPICIOUS
    suspicious = unmapped > _UNMAPPED or found.score < doubt
    strange = known < _KNOWN and count >= _ENOUGH_HIDDEN and (
        found.score < _STRANGE or (hidden and not known and found.score < _STRANGE_HIDDEN)
    )  # fmt: skip
    bad = (
        strange
        or (known < limit and count >= enough and suspicious)
        or (found.score < _PLAUSIBLE and known < 0.7 and (hard or count >= _MIN_WORDS))
    )
    if not bad:
        sure = (known >= _SURE and count >= _ENOUGH_HIDDEN) or (
            known >= _SURE_FEW and count >= _FEW_WORDS
        )
        judged, likely = count >= _MIN_WORDS, not reasons and _is_likely(known, count, found.score)
        return _Soundness(False, found.score, reasons, judged, sure, sure or likely)
    if unmapped > _UNMAPPED:
        reasons = (*reasons, "glyphs without a Unicode value")
    if count:
        reasons = (*reasons, f"{known:.0%} of the words are known in any language")
    return _Soundness(True, round(min(found.score, known + 0.2), 3), reasons)


#: Words known in a sound text that is short, and words in one of names or transliteration, whose
#: letters stand in no strange order at all.
_LIKELY_SHORT, _LIKELY_WORDS, _FLAWLESS = (0.95, 2), 4, 0.995


def _is_likely(known: float, count: int, score: float) -> bool:
    short = known >= _LIKELY_SHORT[0] and count >= _LIKELY_SHORT[1]
    return short or (score >= _FLAWLESS and count >= _LIKELY_WORDS)


#: Where nearly all words are known, the order of letters says nothing more.
_FAMILIAR = 0.9


def _letters(chars: Counter[str]) -> int:
    return sum([n for c, n in chars.items() if c.isalpha()])


#: (Between Cyrillic letters they are bytes read in a wrong encoding.)
_RELATION = re.compile(
    "(?<![\u0400-\u04ff])[=≈≤≥≠∈∂∇∑∫√→]|[=≈≤≥≠∈∂∇∑∫√→](?![\u0400-\u04ff])"
    "|(?<=\\S)−(?=\\S)|[\U0001d400-\U0001d7ff]"
)


def _is_mathematical(text: str) -> bool:
    """Formulas and code look like damage and are none."""
    signs = len(_RELATION.findall(text))
    return signs > 0 and signs * 12 > len(text.split())


def known_share(text: str) -> tuple[float, int]:
    """Share of the words of four letters and more that a lexicon holds, and their number."""
    words = _WORD.findall(_plain(_ADDRESS.sub(" ", _joined(text))))
    if not words:
        return 0.0, 0
    return sum(map(_is_known, words)) / len(words), len(words)


_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\u2011]\s*\n\s*(?=[^\W\d_])")


def _joined(text: str) -> str:
    return _BROKEN_WORD.sub("", text)


def _plain(text: str) -> str:
    """Combining marks folded in (й as и and breve is one letter)."""
    return unicodedata.normalize("NFC", text)


@cache
def _lexicon() -> Callable[[str], bool]:
    from fixers.lexicon import is_word

    return is_word


#: An identifier of words with capitals ("PolicyQualifiers").
_CAMEL = re.compile(r"(?:[A-Z][a-z]+){2,}")


@lru_cache(maxsize=50_000)
def _is_known(word: str) -> bool:
    if _lexicon()(word):
        return True
    return bool(_CAMEL.fullmatch(word)) and all(map(_lexicon(), re.findall("[A-Z][a-z]+", word)))


def _share_without_meaning(chars: Counter[str]) -> float:
    """Share of private-use, control and replacement characters, and of letters that no
    running text of ours has (phonetic, Coptic, Armenian …: unmapped glyph numbers)."""
    solid = {c: n for c, n in chars.items() if not c.isspace()}
    if not solid:
        return 0.0
    without = sum([n for c, n in solid.items() if _is_meaningless(c)])
    return without / sum(solid.values())


@lru_cache(maxsize=4096)
def _is_meaningless(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Co", "Cc", "Cn") or char == "\ufffd" or _is_odd(char)


def _is_odd(char: str) -> bool:
    return "\u0180" <= char <= "\u02af" and char not in "ƏəȘșȚțƠơƯưǍǎ"


def _is_judged_script(chars: Counter[str]) -> bool:
    """Mostly Latin or Cyrillic letters: of other scripts no lexicon is at hand."""
    ours = sum(n for c, n in chars.items()
               if c.isalpha() and c < "\u0530" and not "\u0370" <= c < "\u0400")  # fmt: skip
    return ours * 2 > _letters(chars)


# ------------------------------------------------------------------ pages


def judge_page(
    content: PageContent, blocks: Sequence[Laid], *, repair: Repair | None = None
) -> PageVerdict:
    """The verdict on a page from the blocks of its layer and from what it shows besides."""
    inked = [g for g in content.glyphs if not g.text.isspace()]
    hidden = _is_hidden(content, inked)
    unmapped = sum([g.unmapped for g in inked]) / len(inked) if inked else 0.0
    verdicts = tuple(
        judge_block(block.text, hidden=hidden, unmapped=unmapped, repair=repair)
        if block.table is None and (block.label != "formula" or is_of_signs(block.text))
        else BlockVerdict(Triage(), 0, judged=False)
        for block in blocks
    )
    letters = sum(v.letters for v in verdicts)
    judged = sum(v.letters for v in verdicts if v.judged)
    bad = sum(v.letters for v in verdicts if v.triage.verdict == "ocr")
    score = _mean_score(verdicts)
    bare = bare_pictures(content, blocks)
    if letters < _MIN_LETTERS and _area(bare) > _SCAN_SHARE * content.width * content.height:
        reasons = ["a picture without text"]
        return PageVerdict(_triage("ocr", 0.0, reasons), verdicts, whole=True)
    if hidden and content.silent >= _SILENT:
        reasons = [*_reasons(verdicts, hidden=hidden), "pieces of the layer cannot be read"]
        return PageVerdict(_triage("ocr", 1 - content.silent, reasons), verdicts, whole=True)
    mended = sum(v.letters for v in verdicts if v.triage.verdict == "repair")
    if not mended and _is_all_signs(inked):
        return PageVerdict(_triage("ocr", 0.0, [_INSTEAD]), verdicts, whole=True)
    poor, replaced = bad + mended >= _BAD_PAGE * judged, False
    if bad and poor and mended < _MENDED_PAGE * (bad + mended):
        if not _stays_in_part(verdicts, letters, hidden=hidden):
            reasons = _reasons(verdicts, hidden=hidden)
            return PageVerdict(_triage("ocr", score, reasons), verdicts, whole=True)
        spoilt = [_box(block) for block, v in zip(blocks, verdicts, strict=True)
                  if not (v.sure or v.likely) and v.triage.verdict != "repair"]  # fmt: skip
        replaced = hidden
    else:
        spoilt = [_box(block) for block, v in zip(blocks, verdicts, strict=True)
                  if bad + mended >= _FEW_BAD and _is_poor(v, strict=poor)]  # fmt: skip
    triage = _page_triage(content, verdicts, score, hidden=hidden)
    if replaced:  # the layer of a scan of which only some blocks stay
        triage = _triage("ocr", score, _reasons(verdicts, hidden=hidden))
    return PageVerdict(
        triage,
        verdicts,
        regions=tuple(b for b in spoilt if b),
        pictures=bare,
        texts=tuple(box for box in map(_box, blocks) if box),
        over_scan=hidden,
    )


def _stays_in_part(verdicts: Sequence[BlockVerdict], letters: int, *, hidden: bool) -> bool:
    """Whether a page that is mostly bad has blocks that are worth keeping."""
    sound = sum(v.letters for v in verdicts if v.sure or v.likely)
    largest = max((v.letters for v in verdicts if v.sure), default=0)
    enough = sound >= _SOUND_PART * letters or largest >= _SOUND_LETTERS
    return sound > 0 and (enough or not hidden)


def _is_poor(verdict: BlockVerdict, *, strict: bool) -> bool:
    """Whether a block is to be recognised: a bad one, and on a page that is damaged for the most
    part (``strict``) one that shows signs of damage."""
    if strict and verdict.judged and verdict.triage.verdict == "keep":
        return not (verdict.sure or verdict.likely) and bool(verdict.triage.reasons)
    return verdict.triage.verdict == "ocr"


def _page_triage(
    content: PageContent, verdicts: Sequence[BlockVerdict], score: float, *, hidden: bool
) -> Triage:
    if not any(v.letters for v in verdicts) and not content.glyphs:
        drawn = content.drawing.pictures or content.drawing.curves
        return _triage("empty", 1.0, ["no text"] if drawn else ["nothing on the page"])
    repaired = any(v.triage.verdict == "repair" for v in verdicts)
    reasons = _reasons([v for v in verdicts if v.triage.verdict != "keep"], hidden=hidden)
    return _triage("repair" if repaired else "keep", score, reasons)


def _triage(verdict: str, score: float, reasons: Sequence[str]) -> Triage:
    return Triage.model_validate(
        {"verdict": verdict, "score": round(score, 3), "reasons": list(dict.fromkeys(reasons))}
    )


def _reasons(verdicts: Sequence[BlockVerdict], *, hidden: bool) -> list[str]:
    """The commonest reasons, the heaviest blocks first, without figures that differ."""
    found = ["an invisible layer of an older recognition"] if hidden else []
    for verdict in sorted(verdicts, key=lambda v: -v.letters)[:3]:
        found += verdict.triage.reasons
    return list(dict.fromkeys(found))[:6]


def _mean_score(verdicts: Sequence[BlockVerdict]) -> float:
    letters = sum(v.letters for v in verdicts)
    return sum(v.triage.score * v.letters for v in verdicts) / letters if letters else 1.0


def _is_hidden(content: PageContent, inked: Sequence[Glyph]) -> bool:
    """Most glyphs are invisible, or stand upon a picture of the whole page."""
    if not inked:
        return False
    hidden = sum([g.hidden for g in inked]) * 2 > len(inked)
    whole = any(_area([p]) > 0.8 * content.width * content.height
                for p in content.drawing.pictures)  # fmt: skip
    return hidden or whole


def _is_all_signs(inked: Sequence[Glyph]) -> bool:
    """A handful of signs and hardly a letter or digit: glyphs that lost their meaning. (Dots
    and dashes are leaders and rules.)"""
    signs = [g.text for g in inked if g.text not in ".…·-–—_"]
    return len(signs) >= 4 and sum(map(str.isalnum, signs)) < _FEW_ALNUM * len(signs)


def bare_pictures(content: PageContent, blocks: Sequence[Laid]) -> tuple[BBox, ...]:
    """Pictures large enough to hold text of which the layer's text covers little. Pictures
    that touch (a scan cut into strips) count as one."""
    boxes = [box for box in map(_box, blocks) if box]
    page = content.width * content.height
    out = []
    for picture in _joined_boxes(content.drawing.pictures, content.width, content.height):
        wide, high = picture[2] - picture[0], picture[3] - picture[1]
        if wide < _PICTURE_SIDES[0] or high < _PICTURE_SIDES[1]:
            continue
        covered = sum(_common(picture, box) for box in boxes)
        if wide * high >= _PICTURE_SHARE * page and covered < _COVERED * wide * high:
            out.append(picture)
    return tuple(out)


def _joined_boxes(boxes: Sequence[BBox], width: float, height: float) -> list[BBox]:
    """Boxes cut to the page; those that touch are joined."""
    clipped = [[max(b[0], 0.0), max(b[1], 0.0), min(b[2], width), min(b[3], height)]
               for b in boxes[:_MANY_PICTURES]]  # fmt: skip
    out: list[BBox] = []
    for box in sorted((b for b in clipped if b[2] > b[0] and b[3] > b[1]), key=lambda b: b[1]):
        for i, other in enumerate(out):
            if _touch(other, box):
                out[i] = [min(other[0], box[0]), min(other[1], box[1]),
                          max(other[2], box[2]), max(other[3], box[3])]  # fmt: skip
                break
        else:
            out.append(box)
    return out


def _touch(a: BBox, b: BBox) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > -1.0 and min(a[3], b[3]) - max(a[1], b[1]) > -1.0


def _box(block: Laid) -> BBox | None:
    if block.table is not None:
        return block.table.bbox
    boxes = [line.bbox for line in block.lines if line.bbox is not None]
    if not boxes:
        return None
    return [min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes)]  # fmt: skip


def _area(boxes: Sequence[BBox]) -> float:
    return sum(max(b[2] - b[0], 0) * max(b[3] - b[1], 0) for b in boxes)


def _common(a: BBox, b: BBox) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
