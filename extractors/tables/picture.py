"""Pictures of what was found: the cells of each table drawn over its page.

Header cells are blue, cells with doubts red, the others green; spanned cells are drawn whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import BBox
from extractors.observed import ObservedTable, Reading
from extractors.tables.grids import rectangle
from extractors.tables.headings import header_depth

if TYPE_CHECKING:
    from PIL.Image import Image

#: Colours of outlines: header, body, cells that recognition trusted little.
HEADER, BODY, DOUBT, TABLE = (40, 90, 200), (30, 150, 60), (210, 40, 40), (230, 140, 20)
#: Cells under this confidence are drawn as doubtful.
DOUBTFUL = 0.75
DPI = 110.0


@dataclass(frozen=True, slots=True)
class TablePicture:
    """The picture of a page with its tables drawn over it."""

    page: int
    picture: Image
    tables: int


def table_pictures(
    data: bytes, reading: Reading, password: str | None = None
) -> Iterator[TablePicture]:
    """A picture for each page of a PDF or picture file that holds tables.

    Formats without pages (text, markup) give none.
    """
    pages: dict[int, list[ObservedTable]] = {}
    for block in reading.blocks:
        if block.table is not None and block.table.bbox is not None:
            pages.setdefault(block.page, []).append(block.table)
    turned = {p.number: (p.rotation, p.skew) for p in reading.pages}
    for number, tables in sorted(pages.items()):
        page = _page_picture(data, reading.mimetype, number, password)
        if page is None:
            return
        picture, dpi = page
        rotation, skew = turned.get(number, (0, 0.0))
        yield TablePicture(
            number, drawn(_upright(picture, rotation, skew), tables, dpi), len(tables)
        )


def _page_picture(
    data: bytes, mimetype: str, number: int, password: str | None
) -> tuple[Image, float] | None:
    import io

    from PIL import Image as Pillow

    if re.search("pdf", mimetype):
        from extractors.render import Pdf

        with Pdf(data, password) as pdf:
            return pdf.render(number, DPI)
    if mimetype.startswith("image/") and "djvu" not in mimetype:
        with Pillow.open(io.BytesIO(data)) as picture:
            picture.seek(min(number, getattr(picture, "n_frames", 1)) - 1)
            dpi = float(picture.info.get("dpi", (300, 300))[0]) or 300.0
            return picture.convert("RGB"), dpi
    return None


def _upright(picture: Image, rotation: int, skew: float) -> Image:
    """The page as its boxes count: turned upright and straightened."""
    from extractors import imaging

    if abs(skew) > 0.0:
        picture = imaging.turned(picture, skew)
    return imaging.turned(picture, -rotation) if rotation else picture


def drawn(picture: Image, tables: Sequence[ObservedTable], dpi: float) -> Image:
    """The cells of the tables over a page's picture."""
    from PIL import ImageDraw

    out = picture.convert("RGB")
    pen = ImageDraw.Draw(out, "RGBA")
    scale = dpi / 72
    for table in tables:
        depth = header_depth(table, rectangle(table))
        for cell in table.cells:
            if cell.bbox is None:
                continue
            colour = HEADER if cell.row < depth else BODY
            if cell.text and cell.confidence < DOUBTFUL:
                colour = DOUBT
            pen.rectangle(_pixels(cell.bbox, scale), fill=(*colour, 40), outline=(*colour, 255))
        if table.bbox is not None:
            x0, top, x1, bottom = _pixels(table.bbox, scale)
            pen.rectangle((x0 - 3, top - 3, x1 + 3, bottom + 3), outline=(*TABLE, 255), width=2)
            label = f"{table.n_rows} x {table.n_cols}  {table.method}  {table.confidence:.2f}"
            pen.text((x0, max(0, top - 16)), label, fill=(*TABLE, 255))
    return out


def _pixels(box: BBox, scale: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (v * scale for v in box)
    return min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)
