"""Bullets that recognition reads as letters and signs, from pieces set by hand and from a picture."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace

import pytest
from pieces import piece
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors import pdf
from extractors.bullets import with_bullets
from extractors.lines import Piece
from extractors.observed import Word
from extractors.options import ReadOptions
from extractors.readers import read

#: Low and high edge over the baseline, in points of a line 10 points high: a bullet, a capital, a
#: raised star, a full stop.
BULLET, CAPITAL, STAR, STOP = (1.2, 4.2), (0.0, 7.0), (4.0, 7.0), (0.0, 1.2)


def item(sign: str, base: float, ink: tuple[float, float], *, x: float = 50, blank: float = 8.0,
         confidence: float = 0.7) -> Piece:  # fmt: skip
    """A recognised line that begins with ``sign``, as wide as high."""
    line = piece("joint programmes of training", x + ink[1] - ink[0] + blank, base)
    box = [x, base - ink[1], x + ink[1] - ink[0], base - ink[0]]
    return replace(line, words=(Word(sign, box, confidence), *line.words), measured=True)


def first_words(pieces: list[Piece]) -> list[str]:
    return [p.words[0].text for p in with_bullets(pieces)]


@pytest.mark.parametrize("signs", ["*.", "ии", "®e", "¢°"])
def test_signs_of_one_size_at_one_edge_are_bullets(signs: str) -> None:
    rows = [item(sign, 100 + 14 * n, BULLET) for n, sign in enumerate(signs)]
    assert first_words(rows) == ["•", "•"]


def test_tall_signs_half_as_high_are_bullets_close_to_their_text() -> None:
    rows = [item(sign, 100 + 14 * n, BULLET, blank=2.5) for n, sign in enumerate("®®¢")]
    assert first_words(rows) == ["•", "•", "•"]


def test_a_star_among_bullets_is_one_and_a_note_under_them_is_none() -> None:
    rows = [item("®", 100 + 14 * n, BULLET) for n in range(3)]
    star = item("*", 142, CAPITAL)
    assert first_words([*rows, star]) == ["•", "•", "•", "•"]
    note = item("*", 300, CAPITAL)
    assert first_words([*rows, note]) == ["•", "•", "•", "*"]


def test_a_bullet_that_is_a_piece_by_itself_joins_its_line() -> None:
    rows = []
    for base in (100.0, 114.0):
        whole = item("e", base, BULLET, blank=14)
        rows += [
            replace(whole, words=whole.words[:1], bbox=whole.words[0].bbox),
            replace(whole, words=whole.words[1:]),
        ]
    assert [p.text for p in with_bullets(rows)] == ["• joint programmes of training"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [item("*", 100, BULLET)],
        [item("©", 100, CAPITAL), item("©", 114, CAPITAL)],
        [item("*", 100, STAR), item("*", 114, STAR)],
        [item(".", 100, STOP), item(".", 114, STOP)],
        [item("и", 100, BULLET, blank=3), item("и", 114, BULLET, blank=3)],
        [item("=", 100, BULLET, confidence=0.95), item("=", 114, BULLET, confidence=0.95)],
        [item("*", 100, BULLET), item("*", 114, BULLET, x=90)],
        [item("1", 100, BULLET), item("2", 114, BULLET)],
    ],
    ids=["one", "tall", "raised", "low", "words", "sure", "edges", "figures"],
)
def test_other_signs_stay(rows: list[Piece]) -> None:
    assert with_bullets(rows) == rows


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_list_on_a_scan_is_a_list() -> None:
    lines = [
        "development of border trade between neighbouring regions;",
        "joint programmes of training for local enterprises;",
        "simpler rules of crossing for the people of the district.",
    ]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    for n, line in enumerate(lines):
        canvas.rect(80.5, 700 - 18 * n + 0.6, 4.6, 4.6, stroke=0, fill=1)
        canvas.drawString(98, 700 - 18 * n, line)
    canvas.save()
    pages = pdf.Pages(out.getvalue(), ReadOptions())
    picture, _ = pages.render(1)
    pages.close()
    scan = io.BytesIO()
    picture.save(scan, "PNG", dpi=(300, 300))
    found = read(scan.getvalue(), "scan.png", ReadOptions())
    assert [(b.label, b.text) for b in found.blocks] == [
        ("list_item", f"• {line}") for line in lines
    ]
