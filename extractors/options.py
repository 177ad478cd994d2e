"""What a reader may be told. The same values stand in ``run.options`` of the record."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from corpus.document import Record

OcrMode = Literal["auto", "always", "never"]


class ReadOptions(Record):
    """How to read a file. Titles and descriptions are those of the form in the Prefect UI."""

    ocr: OcrMode = Field(
        default="auto",
        title="OCR",
        description="auto: pages whose text layer is unsound or missing; always: every page; "
        "never: the text layer alone",
    )
    lang: str = Field(
        default="auto",
        title="OCR languages",
        description='Tesseract languages, such as "rus+eng"; auto: decided page by page',
    )
    password: str | None = Field(
        default=None,
        title="Password",
        description="Of an encrypted file. Prefect keeps what is entered here in its database; "
        "`vychitka reprocess --password` does not",
    )
    pages: str | None = Field(
        default=None, title="Pages", description='Only these, such as "3-5,9"; None: all'
    )
    dpi: int = Field(default=300, title="Resolution", description="Dots per inch for recognition")
    page_seconds: float = Field(
        default=120.0, title="Seconds per page", description="A page that takes longer is given up"
    )
    jobs: int = Field(
        default=0,
        title="Pages at once",
        description="Pages recognised side by side; 0: one per core",
    )
    fixers_off: tuple[str, ...] = Field(
        default=(),
        title="Fixers left out",
        description='Such as "hyphens" or "hyphens.close_compound"',
    )
    min_confidence: float = Field(
        default=0.0,
        ge=0,
        le=1,
        title="Least confidence of a reading",
        description="A garbled word that is read with less is left as it is and flagged",
    )
