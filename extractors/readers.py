"""From bytes to a :class:`Reading`: sniff the kind, load that reader only, call it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from corpus.errors import EmptyFile, UnsupportedFile, VychitkaError
from extractors import sniff
from extractors.observed import Reading
from extractors.options import ReadOptions

#: ``progress(done, total)``: pages read so far, and how many there are.
Progress = Callable[[int, int], None]


class Reader(Protocol):
    """What every reader module offers as ``read``."""

    def __call__(
        self, data: bytes, options: ReadOptions, progress: Progress | None = None
    ) -> Reading:
        """Read the whole file."""


_MODULES = {
    sniff.PDF: "extractors.pdf",
    sniff.DJVU: "extractors.djvu",
    sniff.HTML: "extractors.html",
    sniff.XML: "extractors.html",
    sniff.MHTML: "extractors.html",
    sniff.TEXT: "extractors.text",
    sniff.DOCX: "extractors.docx",
    "image/tiff": "extractors.image",
    "image/png": "extractors.image",
    "image/jpeg": "extractors.image",
    "image/webp": "extractors.image",
    "image/bmp": "extractors.image",
    "image/gif": "extractors.image",
    "image/jp2": "extractors.image",
}


def read(
    data: bytes, filename: str, options: ReadOptions, progress: Progress | None = None
) -> Reading:
    """The pages and blocks of one file, whatever its kind.

    Raises:
        VychitkaError: one of its classes, with the file's name as subject.
    """
    mimetype = sniff.sniff(data, filename)
    if mimetype == sniff.EMPTY:
        raise EmptyFile(filename, "the file has no bytes")
    try:
        return _reader(mimetype)(data, options, progress)
    except VychitkaError as error:
        if error.subject:
            raise
        raise type(error)(filename, error.detail) from error


def _reader(mimetype: str) -> Reader:
    module = _MODULES.get(mimetype)
    if module is None:
        what = "an archive" if mimetype == sniff.ZIP else f"a file of type {mimetype}"
        raise UnsupportedFile("", f"this is {what}")
    return cast(Reader, import_module(module).read)
