"""PDF files: the text layer of each page, or its recognised picture, as blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.document import Fault
from corpus.errors import EmptyFile, VychitkaError
from extractors.assemble import PageRead, assemble
from extractors.lines import Piece, pieces_of, turned
from extractors.observed import Reading
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.render import Pdf
from extractors.sniff import PDF

if TYPE_CHECKING:
    from extractors.render import PageContent


def read(
    data: bytes, options: ReadOptions, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The pages of a PDF file.

    Raises:
        PasswordNeeded: it is encrypted and the password is missing or wrong.
        UnreadableFile: it is no PDF, or too damaged to open.
    """
    with Pdf(data, options.password) as pdf:
        numbers = selected_pages(options.pages, len(pdf))
        pages: list[PageRead] = []
        errors: list[Fault] = []
        for done, number in enumerate(numbers, start=1):
            try:
                pages.append(_text_page(pdf.content(number)))
            except VychitkaError as error:
                errors.append(fault("read", number, error))
            if progress:
                progress(done, len(numbers))
        metadata = pdf.metadata()
    if not pages:
        raise EmptyFile("", errors[0].message if errors else "")
    return assemble(pages, PDF, metadata=metadata, errors=errors)


def fault(stage: str, page: int | None, error: VychitkaError) -> Fault:
    """An error that cost one page, for the record."""
    return Fault(stage=stage, page=page, kind=error.kind, message=error.sentence)


def _text_page(content: PageContent) -> PageRead:
    pieces, angle = upright_pieces(content)
    width, height = content.width, content.height
    if angle in (90, 270):
        width, height = height, width
    return PageRead(content.number, width, height, tuple(pieces), rotation=-angle % 360)


def upright_pieces(content: PageContent) -> tuple[list[Piece], int]:
    """Pieces of the page's main reading direction, and that direction in degrees."""
    directions = Counter(_quarter(g.angle) for g in content.glyphs if not g.text.isspace())
    if not directions:
        return [], 0
    main = directions.most_common(1)[0][0]
    mine = [g for g in content.glyphs if _quarter(g.angle) == main]
    return pieces_of(turned(mine, main, content.width, content.height), content.fonts), main


def _quarter(angle: int) -> int:
    """The nearest quarter turn.

    >>> _quarter(2), _quarter(358), _quarter(91)
    (0, 0, 90)
    """
    return round(angle / 90) * 90 % 360
