"""Where in a page's source a piece of its text stands.

lxml gives text without offsets, so the source is read once more by the tokenizer of the
standard library, and the characters of the blocks (white space aside) are looked up in
order. Text that the two parsers decode differently has no span.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser

#: A text is looked for no farther ahead than this (characters): what the parsers decode
#: differently must not drag later texts along.
FAR = 3000
_SILENT = frozenset({"script", "style", "template", "noscript"})


class _Tokens(HTMLParser):
    """Characters of the text with the places in the source that they come from."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.chars: list[str] = []
        self.starts, self.stops = array("q"), array("q")
        self._lines = array("q", [0])
        for at, char in enumerate(source):
            if char == "\n":
                self._lines.append(at + 1)
        self._silent = 0
        self.feed(source)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count elements whose content is not text."""
        del attrs
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        """Leave such an element."""
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        """Plain characters."""
        start = self._offset()
        for at, char in enumerate(data, start):
            self._add(char, at, at + 1)

    def handle_entityref(self, name: str) -> None:
        """``&name;``."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """``&#number;``."""
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        start = self._offset()
        for char in unescape(written):
            self._add(char, start, start + len(written))

    def _add(self, char: str, start: int, stop: int) -> None:
        if not self._silent and _counts(char):
            self.chars.append(char)
            self.starts.append(start)
            self.stops.append(stop)


def _counts(char: str) -> bool:
    return not char.isspace() and char not in "\u200b\0"


def spans(source: str, texts: Iterable[str]) -> Iterator[list[int] | None]:
    """``[start, stop)`` in ``source`` for each of the texts, which follow its order.

    >>> list(spans("<p>a &amp; b</p><script>x</script><p>c<br>d</p>", ["a & b", "c\\nd", "x"]))
    [[3, 12], [37, 43], None]
    """
    tokens = _Tokens(source)
    stream, at = "".join(tokens.chars), 0
    for text in texts:
        wanted = "".join(c for c in text if _counts(c))
        found = stream.find(wanted, at, at + len(wanted) + FAR) if wanted else -1
        if found < 0:
            yield None
            continue
        at = found + len(wanted)
        yield [tokens.starts[found], tokens.stops[at - 1]]
