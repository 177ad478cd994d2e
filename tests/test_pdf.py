"""PDF files: generated ones for what must hold, real ones for what the world brings."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import PasswordNeeded, UsageError
from extractors import pdf
from extractors.options import ReadOptions
from extractors.render import MAX_PIXELS, Pdf, fitting_dpi

PLAIN = ReadOptions(ocr="never")
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)
WORDS = [
    "the",
    "regions",
    "of",
    "the",
    "border",
    "trade",
    "with",
    "each",
    "other",
    "every",
    "year",
    "and",
    "their",
    "export",
    "grows",
]


def made(draw: Callable[[Canvas, int], None], pages: int = 1, **options: object) -> bytes:
    """A PDF of which ``draw(canvas, number)`` draws each page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    for number in range(1, pages + 1):
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def paragraph(canvas: Canvas, x: float, top: float, lines: int, first: str = "") -> None:
    for i in range(lines):
        words = [first] * (i == 0 and bool(first)) + WORDS[: 8 - (i == 0 and bool(first))]
        canvas.drawString(x, A4[1] - top - 12 * i, " ".join(words) + "." * (i == lines - 1))


def test_lines_paragraphs_and_furniture() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(72, A4[1] - 40, "Journal of border studies")
        canvas.drawCentredString(A4[0] / 2, 30, str(53 + number))
        canvas.setFont("Times-Bold", 14)
        heading = ["Data and methods", "Results of the survey", "Discussion"][number - 1]
        canvas.drawString(72, A4[1] - 150, heading)
        canvas.setFont("Times-Roman", 10)
        paragraph(canvas, 72, 180, 5, "First")
        paragraph(canvas, 72, 260, 5, "Second")

    reading = pdf.read(made(draw, 3), PLAIN)
    first = [block for block in reading.blocks if block.page == 1]
    assert [b.label for b in first] == [
        "page_header", "heading", "paragraph", "paragraph", "page_number",
    ]  # fmt: skip
    assert first[2].text.startswith("First the regions")
    assert first[2].text.count("\n") == 4
    assert first[1].size == 14
    assert first[1].bold


def test_spans_count_over_the_text_of_the_page() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        paragraph(canvas, 72, 110, 3, "First")
        paragraph(canvas, 72, 190, 3, "Second")

    blocks = pdf.read(made(draw), PLAIN).blocks
    text = "\n".join(block.text for block in blocks)
    for block in blocks:
        span = block.provs[0].span
        assert span is not None
        assert text[span[0] : span[1]] == block.text


def test_superscripts_stay_in_their_line() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(72, 700, "Here stands a mark")
        canvas.setFont("Times-Roman", 7)
        after = 72 + canvas.stringWidth("Here stands a mark", "Times-Roman", 12)
        canvas.drawString(after, 705, "1")
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(after + 7, 700, "and the text goes on")

    [block] = pdf.read(made(draw), PLAIN).blocks
    assert block.text.split("\n") == [block.text]


def test_a_raised_mark_belongs_to_the_line_that_it_stands_before() -> None:
    """Lines of a byline and its places, set so tightly that the mark is as near to the one above."""

    def draw(canvas: Canvas, number: int) -> None:
        for x, y, size, text in (
            (72, 700, 10.7, "D. S. Lugov"), (126, 704, 7.5, "*†"), (133.6, 700, 10.7, ", K. P. Polyakov"),
            (97, 694, 6.4, "*"), (103, 690, 9.6, "Department of Applied Probability"),
        ):  # fmt: skip
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, y, text)

    text = "\n".join(block.text for block in pdf.read(made(draw), PLAIN).blocks)
    assert text.split("\n") == [
        "D. S. Lugov*†, K. P. Polyakov", "* Department of Applied Probability",
    ]  # fmt: skip


def test_what_stands_under_a_number_does_not_break_it() -> None:
    """An error of estimate in brackets under a coefficient, half a line lower."""

    def draw(canvas: Canvas, number: int) -> None:
        for x, y, size, text in (
            (100, 700, 12, "ln Y ="), (140, 700, 12, "1.25"), (166, 700, 12, "+"), (175, 700, 12, "0.6 ln L"),
            (142, 693, 7, "(0.3)"), (176, 693, 7, "(0.12)"),
        ):  # fmt: skip
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, y, text)

    text = " ".join(block.text for block in pdf.read(made(draw), PLAIN).blocks).replace(" ", "")
    assert "lnY=1.25+0.6lnL" in text
    assert "(0.3)" in text


def test_text_drawn_twice_is_read_once() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, 700, "A fat heading made by printing twice")

    [block] = pdf.read(made(draw), PLAIN).blocks
    assert block.text == "A fat heading made by printing twice"


def test_words_without_blanks_between_them_are_parted_by_their_places() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        x = 72.0
        for word in WORDS[:6]:
            canvas.drawString(x, 700, word)
            x += canvas.stringWidth(word) + 3.3

    [block] = pdf.read(made(draw), PLAIN).blocks
    assert block.text == " ".join(WORDS[:6])


def test_a_turned_page_is_read_upright() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.rotate(90)
        for i in range(4):
            canvas.drawString(100, -100 - 14 * i, " ".join(WORDS[:8]))

    reading = pdf.read(made(draw), PLAIN)
    assert reading.blocks[0].text.startswith("the regions of the border")
    assert reading.pages[0].rotation == 90
    assert (reading.pages[0].width or 0) > (reading.pages[0].height or 0)


def test_the_document_says_what_it_is() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setTitle("О торговле")
        canvas.drawString(72, 700, "text")

    assert pdf.read(made(draw), PLAIN).metadata["Title"] == ["О торговле"]


def test_pages_are_selected_and_reported() -> None:
    seen: list[tuple[int, int]] = []

    def draw(canvas: Canvas, number: int) -> None:
        canvas.drawString(72, 400, f"This is page number {number} of the file")

    data = made(draw, 5)
    options = PLAIN.model_copy(update={"pages": "2-3,5"})
    reading = pdf.read(data, options, lambda done, total: seen.append((done, total)))
    assert [page.number for page in reading.pages] == [2, 3, 5]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(UsageError):
        pdf.read(data, PLAIN.model_copy(update={"pages": "9-"}))


def test_encryption() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.drawString(72, 700, "A secret sentence stands here")

    from reportlab.lib.pdfencrypt import StandardEncryption

    data = made(draw, encrypt=StandardEncryption("open", ownerPassword="own", strength=128))
    with pytest.raises(PasswordNeeded):
        pdf.read(data, PLAIN)
    with pytest.raises(PasswordNeeded, match="does not fit"):
        pdf.read(data, PLAIN.model_copy(update={"password": "wrong"}))
    opened = pdf.read(data, PLAIN.model_copy(update={"password": "open"}))
    assert opened.blocks[0].text == "A secret sentence stands here"


def test_a_huge_page_is_rendered_within_the_limit() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(8400, 8400))
    canvas.drawString(100, 100, "small")
    canvas.save()
    with Pdf(out.getvalue()) as document:
        picture, dpi = document.render(1, 300)
    assert picture.width * picture.height <= MAX_PIXELS * 1.01
    assert dpi == pytest.approx(fitting_dpi(8400, 8400, 300))


@needs_tesseract
def test_a_page_without_text_is_recognised_and_a_sound_one_is_not() -> None:
    from reportlab.lib.utils import ImageReader

    def plain(canvas: Canvas, number: int) -> None:
        paragraph(canvas, 72, 300, 6, "First")

    with Pdf(made(plain)) as document:
        picture, _ = document.render(1, 200)

    def draw(canvas: Canvas, number: int) -> None:
        if number == 1:
            plain(canvas, number)
        else:
            canvas.drawImage(ImageReader(picture), 0, 0, *A4)

    reading = pdf.read(made(draw, 2), ReadOptions(lang="eng"))
    assert [page.text_source for page in reading.pages] == ["text_layer", "ocr"]
    texts = {b.page: " ".join(b.text.split()) for b in reading.blocks}
    assert texts[1] == texts[2]


@needs_tesseract
def test_a_scan_whose_page_is_told_in_pixels_is_read_as_one_on_paper() -> None:
    """One point per pixel: A4 then measures 60 by 80 cm, and the rules of a table look like bars."""
    from reportlab.lib.utils import ImageReader

    def plain(canvas: Canvas, number: int) -> None:
        paragraph(canvas, 72, 300, 4, "First")
        canvas.setLineWidth(0.5)
        for row, cells in enumerate(
            (("London", "The capital of England"), ("Speak", "From my heart"))
        ):
            for column, cell in enumerate(cells):
                canvas.rect(72 + 200 * column, 160 - 20 * row, 200, 20)
                canvas.drawString(76 + 200 * column, 166 - 20 * row, cell)

    with Pdf(made(plain)) as document:
        picture, _ = document.render(1, 200)
    width, height = map(float, picture.size)

    def draw(canvas: Canvas, number: int) -> None:
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)

    reading = pdf.read(made(draw), ReadOptions(lang="eng"))
    [table] = [b.table for b in reading.blocks if b.table]
    cells = [cell.text for cell in table.cells]
    assert cells == ["London", "The capital of England", "Speak", "From my heart"]
    assert reading.blocks[0].text.startswith("First")
    [page] = reading.pages
    assert (page.width, page.height) == pytest.approx((width, height), rel=0.01)
    assert table.bbox
    assert table.bbox[2] > width / 2


# ------------------------------------------------------------------ real files


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "data" / "pdf"


def read_real(path: Path, **options: object) -> list[str]:
    reading = pdf.read(path.read_bytes(), ReadOptions.model_validate({"ocr": "never", **options}))
    return [" ".join(block.text.split()) for block in reading.blocks]


@pytest.mark.shared
def test_columns_of_a_real_paper(folder: Path) -> None:
    blocks = read_real(folder / "layout_ocr_tests" / "multicolumn.pdf")
    assert blocks[0] == "Two-Column Document with Lorem Ipsum"


@pytest.mark.shared
def test_front_matter_of_a_real_paper(folder: Path) -> None:
    path = folder / "bilingual_born_digital" / "syomin_2024_geograficheskij_vestnik.pdf"
    reading = pdf.read(path.read_bytes(), PLAIN.model_copy(update={"pages": "1-3"}))
    labels = [block.label for block in reading.blocks if block.page == 1]
    assert labels.count("abstract") == 2
    assert labels.count("keywords") == 2
    assert labels[0] == "page_header"
    assert labels[-1] == "page_number"


@pytest.mark.shared
def test_ruled_tables_stand_in_the_text_as_blocks(folder: Path) -> None:
    path = folder / "tables" / "gdp_six_tables_ru.pdf"
    reading = pdf.read(path.read_bytes(), PLAIN)
    tables = [block.table for block in reading.blocks if block.table]
    assert len(tables) == 6
    assert not any("25362" in b.text for b in reading.blocks if b.label != "table")


@pytest.mark.shared
@pytest.mark.slow
@needs_tesseract
def test_wrong_layers_are_replaced(folder: Path) -> None:
    path = folder / "broken_text_layer" / "english_page_russian_ocr_layer.pdf"
    reading = pdf.read(path.read_bytes(), ReadOptions())
    assert reading.blocks[0].text == "THE GREAT ENGLISH DOCUMENT"
    assert reading.pages[0].triage.verdict == "ocr"


def test_a_stamp_on_the_margin_is_kept_behind_the_text() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        paragraph(canvas, 100, 300, 6, "First")
        canvas.rotate(90)
        canvas.drawString(300, -40, "Downloaded from the library of the university")

    blocks = pdf.read(made(draw), PLAIN).blocks
    assert blocks[0].text.startswith("First")
    assert blocks[-1].text == "Downloaded from the library of the university"
    assert blocks[-1].provs[0].bbox is None


def test_without_the_engine_the_other_pages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import pytesseract
    from reportlab.lib.utils import ImageReader

    from corpus.errors import MissingDependency
    from extractors import ocr

    def plain(canvas: Canvas, number: int) -> None:
        paragraph(canvas, 72, 300, 6, "First")

    with Pdf(made(plain)) as document:
        picture, _ = document.render(1, 100)

    def draw(canvas: Canvas, number: int) -> None:
        if number == 1:
            plain(canvas, number)
        else:
            canvas.drawImage(ImageReader(picture), 0, 0, *A4)

    data = made(draw, 2)
    ocr.installed.cache_clear()
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nonexistent/tesseract")
    reading = pdf.read(data, ReadOptions())
    assert [block.page for block in reading.blocks] == [1]
    assert [(fault.page, fault.kind) for fault in reading.errors] == [(2, "missing-dependency")]
    with pytest.raises(MissingDependency, match="apt install tesseract-ocr"):
        pdf.read(data, ReadOptions(pages="2"))
    ocr.installed.cache_clear()


def test_an_initial_on_the_baseline_of_a_further_line_begins_the_first() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Times-Roman", 40)
        canvas.drawString(72, A4[1] - 124, "T")
        canvas.setFont("Times-Roman", 10)
        for i in range(3):
            canvas.drawString(
                98,
                A4[1] - 100 - 12 * i,
                ["he", "of", "and"][i] + " regions trade with each other every year on the border",
            )
        paragraph(canvas, 72, 136, 3)

    blocks = pdf.read(made(draw), PLAIN).blocks
    assert [b.text.split("\n")[0][:11] for b in blocks] == ["The regions"]
    assert blocks[0].text.count("\n") == 5


def test_a_raised_number_before_a_note_stands_in_its_line() -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Times-Roman", 11)
        paragraph(canvas, 72, 100, 6, "First")
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(80, 103, "1")
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(92, 100, "Models of another school are meant here and below.")

    blocks = pdf.read(made(draw), PLAIN).blocks
    assert (blocks[-1].label, blocks[-1].text[:8]) == ("footnote", "1 Models")


def test_weights_guessed_from_stems_are_not_believed_where_the_whole_page_would_be_bold() -> None:
    from extractors.glyphs import Font, Glyph
    from extractors.lines import bold_faces

    def glyphs(face: int, count: int) -> list[Glyph]:
        return [Glyph("a", i, 0, i + 5, 10, 9, 10, face, 0, False, False) for i in range(count)]

    text, heavy = Font("SFRM1000", 828, False, True), Font("SFBX1200", 916, False, True, True)
    assert bold_faces([*glyphs(0, 90), *glyphs(1, 10)], (text, heavy)) == {1}
    usual = Font("Times-Roman", 400, False, False)
    assert bold_faces(
        [*glyphs(0, 90), *glyphs(1, 10)], (usual, heavy._replace(named_bold=False))
    ) == {1}


def _picture_of(lines: list[str]) -> object:
    """A rendering at 200 dpi of short or long lines in the lower half of a page."""

    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFont("Times-Roman", 12)
        for i, line in enumerate(lines):
            canvas.drawString(72, 380 - 16 * i, line)

    with Pdf(made(draw)) as document:
        return document.render(1, 200)[0].crop((0, 1100, 1654, 2339))


@needs_tesseract
def test_a_picture_with_lines_of_text_is_read_beside_the_layer_and_a_chart_stays_apart() -> None:
    from reportlab.lib.utils import ImageReader

    prose = ["Every year the regions of the border trade with each other,", "and the trade grows from the east to the west of the country",
             "as long as the rivers are open for the ships of both sides.", "In winter the railway carries all the goods of the regions."]  # fmt: skip
    labels = ["Micro 20", "Small 30", "Large 50", "Share 90"]

    def draw(canvas: Canvas, number: int) -> None:
        canvas.drawString(72, 780, "Journal of the border regions and of their trade")
        picture = _picture_of([prose, labels][number - 1])
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[0] * 1239 / 1654)

    blocks = pdf.read(made(draw, 2), ReadOptions(lang="eng")).blocks
    assert " ".join(prose) in " ".join(" ".join(b.text.split()) for b in blocks if b.page == 1)
    rest = [b for b in blocks if b.page == 2 and "Journal" not in b.text]
    assert {b.label for b in rest} <= {"picture"}


@pytest.mark.parametrize("columns", [False, True])
def test_tables_are_looked_for_between_rules_with_columns(columns: bool) -> None:
    """Rules under the head, over the foot and over the notes are no table's by themselves."""

    def draw(canvas: Canvas, number: int) -> None:
        for top, right in ((60, 520), (690, 520), (600, 170)):
            canvas.line(60, A4[1] - top, right, A4[1] - top)
        canvas.setFont("Helvetica", 10)
        for row in range(20):
            top = A4[1] - 90 - 14 * row
            if columns:
                for column in range(4):
                    canvas.drawString(60 + 130 * column, top, f"{WORDS[row % 9]} {row}.{column}")
            else:
                canvas.drawString(60, top, " ".join([*WORDS, *WORDS[:6]]))

    pages = pdf.Pages(made(draw), PLAIN)
    try:
        assert pages.text(1).ruled is columns
    finally:
        pages.close()
