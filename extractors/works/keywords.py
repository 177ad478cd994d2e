"""Lists of keywords: found by their heading, split as printed."""

from __future__ import annotations

import regex

_STRONG = regex.compile(r"\s*[;•·●▪|]\s*")
_LEAD = regex.compile(r"^(?:[-–—•*]|\d{1,2}[.)])\s*")


def split_keywords(text: str) -> list[str]:
    """The keywords of a list, in order, without the stop that ends it.

    A semicolon or bullet, where there is one, is the separator and commas belong to the
    words (unless they are many more: then the list mixes both); else commas (outside brackets); else line ends; else full stops or dashes.

    >>> split_keywords("процессный подход, Забайкальский край, Китай.")
    ['процессный подход', 'Забайкальский край', 'Китай']
    >>> split_keywords("trade; border regions (Altai, Tuva); cluster;")
    ['trade', 'border regions (Altai, Tuva)', 'cluster']
    """
    text = regex.sub(r"^\W+", "", text.strip())
    parts = _parts(text)
    words = [_LEAD.sub("", regex.sub(r"\s+", " ", part)).strip(" ,;:") for part in parts]
    words = [_drop_stop(w) for w in words]
    return [w for w in words if any(c.isalnum() for c in w)]


def _parts(text: str) -> list[str]:
    if strong := len(_STRONG.findall(text.rstrip(";. "))):
        loose = len(_outside_brackets(text, ",")) - 1 >= 2 * strong
        return _outside_brackets(text, ",;•·●▪|" if loose else ";•·●▪|")
    if "," in text:
        return _outside_brackets(text, ",")
    if text.strip().count("\n") >= 1:
        return text.split("\n")
    if regex.search(r"\s[–—]\s.*\s[–—]\s", text):
        return regex.split(r"\s[–—]\s", text)
    if regex.search(r"\p{L}{3,}\.\s\p{L}", text.rstrip(".")):
        return regex.split(r"(?<=\p{L}{3})\.\s+", text)
    return [text]


def _outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth, at = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in "([") - (char in ")]" and depth > 0)
        if char in separators and depth == 0:
            parts.append(text[at:place])
            at = place + 1
    return [*parts, text[at:]]


def _drop_stop(word: str) -> str:
    """Without the final stop, unless it ends an abbreviation ("XX в.", "США и др.")."""
    if word.endswith(".") and not regex.search(
        r"(?:\s|^)(?:\p{L}{1,2}|др|гг|etc|Jr|\p{Lu}\.\p{Lu})\.$", word
    ):
        return word[:-1].strip()
    return word
