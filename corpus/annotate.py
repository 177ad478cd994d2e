"""The linguistic layer: sentences now, tokens, lemmas and entities through spaCy."""

from __future__ import annotations

from corpus.sentences import split


def sentences(text: str, lang: str | None = None) -> list[str]:
    """The sentences of a running text, in order.

    ``lang`` is accepted for the day when languages need rules of their own.

    >>> sentences("Экспорт вырос. Импорт, т. е. ввоз, упал.", "ru")
    ['Экспорт вырос.', 'Импорт, т. е. ввоз, упал.']
    """
    del lang
    return [sentence.text for sentence in split(text)]
