"""What a reader may be told. The same values stand in ``run.options`` of the record."""

from __future__ import annotations

from typing import Literal

from corpus.document import Record

OcrMode = Literal["auto", "always", "never"]


class ReadOptions(Record):
    """How to read a file.

    ``lang`` is a Tesseract language expression ("rus+eng") or "auto"; ``pages`` a
    1-based range expression ("3-5,9") or ``None`` for all; ``jobs`` the number of pages
    recognised at once (0: one per core); ``page_seconds`` the limit per page.
    """

    ocr: OcrMode = "auto"
    lang: str = "auto"
    password: str | None = None
    pages: str | None = None
    dpi: int = 300
    page_seconds: float = 120.0
    jobs: int = 0
    fixers_off: tuple[str, ...] = ()
