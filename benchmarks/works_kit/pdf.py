"""Layouts printed with reportlab, byte for byte the same on every run."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from works_kit.styles import El

#: Families with Kazakh letters, as Debian and Ubuntu install them (fonts-liberation, -freefont-ttf, -dejavu).
FAMILIES = {
    "serif": ("liberation/LiberationSerif", ("-Regular", "-Bold", "-Italic", "-BoldItalic")),
    "sans": ("liberation/LiberationSans", ("-Regular", "-Bold", "-Italic", "-BoldItalic")),
    "free": ("freefont/FreeSerif", ("", "Bold", "Italic", "BoldItalic")),
    "dejavu": ("dejavu/DejaVuSerif", ("", "-Bold", "-Italic", "-BoldItalic")),
}
FOLDER = Path("/usr/share/fonts/truetype")
_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}


@cache
def family(name: str) -> str:
    """The family registered with reportlab; the first that is installed when it is not."""
    for key in (name, *FAMILIES):
        stem, tails = FAMILIES[key]
        paths = [FOLDER / f"{stem}{tail}.ttf" for tail in tails]
        if all(p.exists() for p in paths):
            faces = [f"{key}{n}" for n in range(4)]
            for face, path in zip(faces, paths, strict=True):
                pdfmetrics.registerFont(TTFont(face, str(path)))
            pdfmetrics.registerFontFamily(key, *faces)
            return f"{key}0"
    raise SystemExit(f"no font with Kazakh letters under {FOLDER}; install fonts-liberation")


def _style(el: El, size: float, font: str) -> ParagraphStyle:
    base = font[:-1]
    face = base + str((1 if el.bold else 0) + (2 if el.italic else 0))
    points = size + el.size
    return ParagraphStyle(el.role, fontName=face, fontSize=points, leading=points * 1.22, alignment=_ALIGN[el.align],
                          spaceAfter=el.space, firstLineIndent=14 if el.indent else 0, spaceBefore=6 if el.role in ("heading", "head") else 0)  # fmt: skip


def _flow(elements: list[El], size: float, font: str) -> list[Any]:
    out: list[Any] = []
    for el in elements:
        if el.role == "page_break":
            out.append(PageBreak())
        elif el.columns:
            sides = [
                [Paragraph(e.text, _style(e, size - 1, font)) for e in side] for side in el.columns
            ]
            table = Table([sides], colWidths=[235, 235])
            table.setStyle(
                TableStyle(
                    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 4)]
                )
            )
            out += [table, Spacer(1, 8)]
        else:
            out.append(Paragraph(el.text, _style(el, size, font)))
    return out


def render(
    elements: list[El],
    *,
    size: float = 11,
    font: str = "serif",
    columns: int = 1,
    running: str = "",
    first: int = 1,
) -> bytes:
    """The elements as a PDF; ``running`` is the head of the pages, numbered from ``first``."""
    face = family(font)
    out = io.BytesIO()

    def furniture(canvas: Any, doc: Any) -> None:
        canvas.setFont(face, 8)
        if running and doc.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 36, running)
        canvas.drawCentredString(A4[0] / 2, 30, str(first + doc.page - 1))

    document = BaseDocTemplate(out, pagesize=A4, invariant=1, title="", author="")
    width, height = A4[0] - 110, A4[1] - 110
    if columns == 2:
        frames = [
            Frame(55 + k * (width / 2 + 6), 55, width / 2 - 6, height, id=f"c{k}") for k in range(2)
        ]
    else:
        frames = [Frame(55, 55, width, height, id="c")]
    document.addPageTemplates([PageTemplate(id="p", frames=frames, onPage=furniture)])
    document.build(_flow(elements, size, face))
    return out.getvalue()
