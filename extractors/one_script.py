"""Words that recognition wrote in the other script than their line, put right.

A model of two scripts ("rus+eng") may choose for each word: "in 2010" comes out as "т 2010",
"А. О. Иванов" with a Latin O. Letters of one shape are written in the script of the line;
of what cannot be right by its shape, the line is read again with models of its own script.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from extractors.ocr import OcrWord
from extractors.second_look import SCALE, by_line, cut_out, overlap, stacked
from fixers.homoglyphs import TO_CYRILLIC, TO_LATIN
from fixers.lexicon import is_word, zipf

if TYPE_CHECKING:
    from PIL.Image import Image

#: Models of Tesseract that write Latin letters; the others here write Cyrillic ones.
_LATIN_MODELS = frozenset(
    {"eng", "deu", "fra", "spa", "ita", "pol", "lit", "lav", "est", "fin", "nld", "ces", "tur", "Latin"}
)  # fmt: skip
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u052f]"), re.compile(r"[A-Za-z\u00c0-\u024f]")
#: The share of a line's letters that makes its script, and how many letters tell it.
_MAJORITY, _ENOUGH = 0.75, 12
#: What a second reading must be trusted.
_TRUSTED = 0.6
_SAME_PLACE = 0.6
#: Whose words count as words of a script.
_WORDS_OF = {"latin": ("en",), "cyrillic": ("ru", "uk", "kk", "be")}
_OTHER = {"latin": "cyrillic", "cyrillic": "latin"}
#: How common (zipf) a word is that nobody doubts.
_COMMON = 3.5
#: At most so many lines: what recognition gets wrong everywhere needs another remedy.
_MOST_LINES = 60
_Read = Callable[[str, "Image", float], list[OcrWord]]
_Line = Sequence[OcrWord]
_Key = tuple[int, int, int]


def in_one_script(
    picture: Image,
    words: Sequence[OcrWord],
    language: str,
    read: _Read,
) -> list[OcrWord]:
    """The words, those in the wrong script for their line written in the right one.

    ``read(language, picture, scale)`` recognises one block of lines.
    """
    own = models_by_script(language)
    if not all(own.values()):
        return list(words)
    for script, expression in own.items():
        words = _read_again(picture, words, script, partial(_reading, read, expression))
    return _by_shape(words)


def models_by_script(language: str) -> dict[str, str]:
    """The models of an expression that write each script; an empty text where there is none.

    >>> models_by_script("kaz+rus+eng")
    {'latin': 'eng', 'cyrillic': 'kaz+rus'}
    """
    models = language.split("+")
    return {
        "latin": "+".join(m for m in models if m in _LATIN_MODELS),
        "cyrillic": "+".join(m for m in models if m not in _LATIN_MODELS and m != "osd"),
    }


def _reading(read: _Read, language: str, picture: Image, scale: float) -> list[OcrWord]:
    return read(language, picture, scale)


def _lines(words: Sequence[OcrWord]) -> dict[_Key, list[OcrWord]]:
    lines: dict[_Key, list[OcrWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    return lines


def script_of_line(line: _Line) -> str | None:
    """``"latin"`` or ``"cyrillic"``, where a clear majority of the letters is in it."""
    text = "".join(word.text for word in line)
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    if latin + cyrillic < _ENOUGH:
        return None
    if latin >= _MAJORITY * (latin + cyrillic):
        return "latin"
    return "cyrillic" if cyrillic >= _MAJORITY * (latin + cyrillic) else None


def _is_other(text: str, script: str) -> bool:
    """All letters are of the other script."""
    own, other = (_LATIN, _CYRILLIC) if script == "latin" else (_CYRILLIC, _LATIN)
    return bool(other.search(text)) and not own.search(text)


# ------------------------------------------------------------------ by a second reading


def _read_again(
    picture: Image,
    words: Sequence[OcrWord],
    script: str,
    read: Callable[[Image, float], list[OcrWord]],
) -> list[OcrWord]:
    """Words of the other script that make no sense, as models of the line's script read them."""
    lines = {key: line for key, line in _lines(words).items() if script_of_line(line) == script}
    odd = {
        id(w)
        for line in lines.values()
        for at, w in enumerate(line)
        if _is_odd(w.text, script) or (script == "cyrillic" and _is_odd_initial(line, at))
    }
    doubtful = [key for key, line in lines.items() if any(id(w) in odd for w in line)]
    if not doubtful or len(doubtful) > _MOST_LINES:
        return list(words)
    strips = cut_out(picture, [(key, lines[key]) for key in doubtful])
    found = by_line(read(stacked(strips), SCALE), strips)
    return [_better(w, found.get(w.line, []), script) if id(w) in odd else w for w in words]


def _is_odd(text: str, script: str) -> bool:
    """Letters of the other script that are no word of a language written in it.

    >>> _is_odd("\\u0430\\u0433\\u0435", "latin"), _is_odd("Bittorrent", "cyrillic"), _is_odd("BEKE", "cyrillic")
    (True, False, True)
    """
    letters = _letters(text)
    if not _is_other(text, script) or any(mark in text for mark in "@/_\\\\"):
        return False
    if len(letters) < 4:
        return not letters.isupper() or len(letters) == 1 or script == "latin"
    if _zipf(letters, _OTHER[script]) >= _COMMON:
        return False
    return script == "latin" or not letters.istitle()


#: Initials as Latin letters and figures of their shape: "IO." and "tO." for "Ю.", "XK." for "Ж.",
#: "II." for "П.", "JI." for "Л."; what may stand beside one.
_ODD_INITIAL = re.compile(r"(?:[A-Z]{1,2}|[A-Z][a-z]|[a-z][A-Z]|[a-z]{2}|[tfr][ОO]|10)\.,?")
_ANY_INITIAL = re.compile(r"(?:[^\W\d_]|[A-Z]{2}|[A-Za-z]{2}|10)\.,?")
_SURNAME = re.compile(r"[А-ЯЁІЇЄҐӘӨҮҰҚҢҒҺ][а-яёіїєґәөүұқңғһ-]{2,},?")


def _is_odd_initial(line: _Line, at: int) -> bool:
    """A sign that may be a misread initial: behind a surname or an initial, before another
    one or at the end of a name ("Журавлёв MK. П.", "Абдрахманов IO. Ю.,").

    The sign before it is no abbreviation of a volume ("Т. 10.").
    """
    if not _ODD_INITIAL.fullmatch(line[at].text):
        return False
    before = line[at - 1].text if at else ""
    after = line[at + 1].text if at + 1 < len(line) else ""
    follows = bool(_SURNAME.fullmatch(before))
    if not follows and at > 1 and _ANY_INITIAL.fullmatch(before):
        follows = bool(_SURNAME.fullmatch(line[at - 2].text))
    leads = bool(_SURNAME.fullmatch(after)) or (
        bool(_ANY_INITIAL.fullmatch(after))
        and at + 2 < len(line)
        and bool(_SURNAME.fullmatch(line[at + 2].text))
    )
    leads = leads and _opens_name(line, at)
    beside = bool(_ANY_INITIAL.fullmatch(after) or _ANY_INITIAL.fullmatch(before))
    return (follows or leads) and beside


def _opens_name(line: _Line, at: int) -> bool:
    """What stands before an initial, or before the one beside it, ends what came before."""
    for before in (at - 1, at - 2):
        text = line[before].text if before >= 0 else ","
        if text.endswith((",", ";", "/")):
            return True
        if not _ANY_INITIAL.fullmatch(text):
            return False
    return False


def _zipf(letters: str, script: str) -> float:
    return max(zipf(letters.lower(), code) for code in _WORDS_OF[script])


def _better(word: OcrWord, seconds: Sequence[OcrWord], script: str) -> OcrWord:
    near = [s for s in seconds if min(s.right, word.right) > max(s.left, word.left)]
    if len(near) != 1 or overlap(word, near[0]) < _SAME_PLACE:
        return word
    second = near[0]
    sense = _makes_sense(second.text, word.text, script) or _is_name(second, word.text, script)
    if second.confidence < _TRUSTED or not sense:
        return word
    return replace(word, text=second.text, confidence=second.confidence)


def _makes_sense(text: str, before: str, script: str) -> bool:
    """A reading in the script of the line that is a word of it, an initial, or a number."""
    letters = _letters(text)
    if not letters or _is_other(text, script) or any(_is_other(c, script) for c in letters):
        return False
    if len(letters) > 1 and any(is_word(letters, code) for code in _WORDS_OF[script]):
        return True
    if _INITIAL.fullmatch(text):
        return bool(_INITIAL.fullmatch(before) or _ODD_INITIAL.fullmatch(before))
    return len(letters) == 1 and script == "cyrillic" and letters in "авикосуяВИКОСУЯ"


#: What a capitalised word that no dictionary knows must be trusted.
_SURE = 0.8


def _is_name(second: OcrWord, before: str, script: str) -> bool:
    """A capitalised word of a Latin line that was read as letters that make no word at all.

    "Pavlodar" comes out as "Рамодаг".
    """
    text, odd = second.text.rstrip(".,;:)"), _letters(before)
    told = script == "latin" and text.isalpha() and text.istitle() and not _CYRILLIC.search(text)
    unknown = not any(is_word(odd.lower(), code) for code in _WORDS_OF["cyrillic"])
    return told and unknown and len(text) > 3 and second.confidence >= _SURE


# ------------------------------------------------------------------ by shape


#: An initial, alone or joined to another ("О.,", "O.B."), or one without a stop ("К,").
_INITIAL = re.compile(r"[(«\"]?(?:[^\W\d_]\.){1,3}[,;:)]*|[^\W\d_]{1,2}[,;]")
#: Abbreviations of which every letter has a twin: pages, volume, issue.
_ABBREVIATIONS = frozenset({"pp.", "p.", "т.", "с.", "в.", "pp", "p"})


def _by_shape(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Initials and abbreviations of letters that look alike, in the script of their line."""
    out: dict[int, OcrWord] = {}
    last: str | None = None
    paragraph: tuple[int, int] | None = None
    for key, line in _lines(words).items():
        script = script_of_line(line)
        if script is None and last and key[:2] == paragraph and _may_be(line, last):
            script = last  # "12, No. 8. P. 174-178." goes on with the line before
        if script is None and _is_numbered(line) and _may_be(line, "cyrillic"):
            script = "cyrillic"  # "2011. Т. 34. № 2. С. 207-214."
        last, paragraph = script, key[:2]
        for at, word in enumerate(line):
            text = (
                _between_initials(line, at, script)
                or _number(line, at, script)
                or _latin_initial(line, at, script)
            )
            if text is None and script and _is_other(word.text, script):
                text = _twin(word.text, script) if _amid(line, at, script) else None
            if text is not None:
                out[id(word)] = replace(word, text=text)
    return [out.get(id(word), word) for word in words]


def _is_numbered(line: _Line) -> bool:
    """A numero sign among Cyrillic letters."""
    return any("№" in w.text for w in line) and any(_CYRILLIC.search(w.text) for w in line)


#: Figures and signs that are initials behind a Latin surname or initial, and a comma behind them.
_LATIN_INITIALS = {"$.": "S.", "5.,": "S.,", "1.,": "I.,", "0.,": "O.,", "$.,": "S.,"}
_BEFORE_INITIAL = re.compile(r"[A-Z][a-z’'-]{2,}[a-z],?|[A-Z][a-z]?\.")


def _latin_initial(line: _Line, at: int, script: str | None) -> str | None:
    """The initial that a figure with a stop and a comma must be ("Nurpeisova A. 1., Kuzmina")."""
    if script != "latin" or not at or not _BEFORE_INITIAL.fullmatch(line[at - 1].text):
        return None
    return _LATIN_INITIALS.get(line[at].text)


#: "No." and "no." of an English reference, as they are read in Cyrillic letters.
_NUMBERS = {"по.": "no.", "№.": "No.", "Мо.": "No.", "Ко.": "No.", "Хо.": "No."}


def _number(line: _Line, at: int, script: str | None) -> str | None:
    """The abbreviation of a number before one, in a Latin line."""
    after = line[at + 1].text if at + 1 < len(line) else ""
    return _NUMBERS.get(line[at].text) if script == "latin" and after[:1].isdigit() else None


def _may_be(line: _Line, script: str) -> bool:
    """A line with few letters whose words are in the script of the line before it."""
    return not any(len(_letters(w.text)) > 2 and _is_other(w.text, script) for w in line)


#: Letters read as a numeral or a figure: "II. В. Иванов" for "П. В.", "Н. 0." for "Н. О.".
_MISREAD = {"II.": "П.", "0.": "О."}
_ONE_INITIAL = re.compile(r"[A-ZА-ЯЁІЇЄҐ]\.,?")


def _between_initials(line: _Line, at: int, script: str | None) -> str | None:
    """The initial that a numeral or a nought next to another initial must be."""
    text = line[at].text
    stop = text[text.index(".") + 1 :] if "." in text else ""
    read = (
        _MISREAD.get(text.removesuffix(stop))
        if script == "cyrillic" and stop in ("", ",")
        else None
    )
    near = [w.text for w in (*line[at + 1 : at + 2], *line[max(at - 1, 0) : at])]
    return read + stop if read and any(_ONE_INITIAL.fullmatch(t) for t in near) else None


def _amid(line: _Line, at: int, script: str) -> bool:
    """The nearest words with letters on both sides, as far as there are any, are in the script
    of the line or of the same doubtful kind."""
    near = [
        next((w for w in side if _letters(w.text)), None)
        for side in (line[at + 1 :], line[:at][::-1])
    ]
    return all(
        w is None or not _is_other(w.text, script) or len(_letters(w.text)) < 3 for w in near
    )


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def _twin(text: str, script: str) -> str | None:
    """The word in the other script if all its letters look like letters of it, and it is an
    initial or an abbreviation.

    >>> _twin("O.,", "cyrillic"), _twin("\\u0440\\u0440.", "latin"), _twin("W.", "cyrillic")
    ('О.,', 'pp.', None)
    """
    twin = text.translate(TO_LATIN if script == "latin" else TO_CYRILLIC)
    if any(_is_other(c, script) for c in twin):
        return None
    if _INITIAL.fullmatch(text) or twin.lower() in _ABBREVIATIONS:
        return twin
    if script == "latin" and twin in ("a", "A"):
        return twin
    sense = _zipf(_letters(twin), script) >= _zipf(_letters(text), _OTHER[script]) + 1
    return twin if len(_letters(text)) > 3 and sense and _is_odd(text, script) else None
