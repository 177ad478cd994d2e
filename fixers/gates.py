"""Cheap looks at a paragraph that decide whether a costly fixer is asked at all."""

from __future__ import annotations

import re

_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
#: Running text in a Latin-script language has one of these every few words.
_FUNCTION_WORD = re.compile(
    r"\b(?:the|of|and|to|in|is|are|for|with|by|on|as|an|this|that|was|not|or|from|at"
    r"|der|die|das|und|von|ist|für|im|le|la|les|des|du|et|est|que|el|los|de|en|una?|il|che|di|per"
    r"|w|na|się|jest|do|och|att|het|een|van|os|da|não|se)\b"
)
#: Shapes that garbled words have: a capital or a digit inside.
_ODD_SHAPE = re.compile(r"[a-z][A-Z]|[A-Za-z][0-9][A-Za-z]|[A-Z]{2}[a-z]")


def may_be_garbled(text: str) -> bool:
    """Whether ``text`` has Latin letters that are not plainly running text.

    >>> may_be_garbled("Henocrarounas moAroToBka")
    True
    >>> may_be_garbled("The process of integration"), may_be_garbled("Процесс интеграции")
    (False, False)
    """
    if not _LATIN_WORD.search(text):
        return False
    return bool(_ODD_SHAPE.search(text)) or not _FUNCTION_WORD.search(text)
