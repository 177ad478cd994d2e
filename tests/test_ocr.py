"""Recognition: the real engine on a rendered page, and the ways in which it fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytesseract
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.errors import EngineFailed, MissingDependency, PageTimeout
from extractors import ocr
from extractors.options import ReadOptions
from extractors.readers import read
from extractors.recognise import _model_for
from extractors.second_look import second_look

DOUBLES = Path(__file__).parent / "doubles"
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed"
)


@pytest.fixture
def fresh() -> Iterator[None]:
    """Forget what is known of the installed engine, before and after."""
    ocr.version.cache_clear()
    ocr.installed.cache_clear()
    yield
    ocr.version.cache_clear()
    ocr.installed.cache_clear()


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch, fresh: None) -> object:
    """Put a fake engine in place of Tesseract."""

    def use(name: str) -> None:
        monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(DOUBLES / f"{name}.py"))

    return use


def page(lines: list[str], size: tuple[int, int] = (1600, 700)) -> Image.Image:
    """A picture of printed lines at 300 dpi."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(48)
    for number, line in enumerate(lines):
        draw.text((100, 100 + 90 * number), line, fill=0, font=font)
    return picture


LINES = ["The regions of the border trade", "with each other every year.", "Export grew in 2019."]


def png(picture: Image.Image, path: Path) -> bytes:
    picture.save(path, format="PNG", dpi=(300, 300))
    return path.read_bytes()


@needs_tesseract
def test_words_have_places_and_confidence() -> None:
    words = ocr.recognise(page(LINES), "eng")
    assert [w.text for w in words][:3] == ["The", "regions", "of"]
    assert all(0.5 < w.confidence <= 1 for w in words)
    first = words[0]
    assert 90 < first.left < 120
    assert first.left < first.right
    assert 90 < first.top < first.bottom < 200


@needs_tesseract
def test_an_image_file_becomes_a_page(tmp_path: Path) -> None:
    reading = read(png(page(LINES), tmp_path / "a.png"), "a.jpg", ReadOptions(lang="eng"))
    assert [p.text_source for p in reading.pages] == ["ocr"]
    assert "border trade" in reading.blocks[0].text
    assert reading.engines["tesseract_lang"] == "eng"
    assert reading.engines["tesseract"]


@needs_tesseract
def test_a_page_on_its_side_is_turned(tmp_path: Path) -> None:
    text = [*LINES, "The authors thank the reviewers", "for their advice on the model."] * 2
    turned = page(text, (1600, 1200)).transpose(Image.Transpose.ROTATE_90)
    reading = read(png(turned, tmp_path / "a.png"), "a.png", ReadOptions(lang="eng"))
    assert reading.pages[0].rotation == 90
    assert reading.blocks[0].text.startswith("The regions of the border")


@needs_tesseract
def test_a_missing_model_names_its_package() -> None:
    with pytest.raises(MissingDependency, match="apt install tesseract-ocr-xyz"):
        ocr.checked_language("eng+xyz")


def test_nonsense_languages_are_refused() -> None:
    with pytest.raises(MissingDependency, match="not a language expression"):
        ocr.checked_language("rus; rm -rf")


def test_no_engine_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nonexistent/tesseract")
    with pytest.raises(MissingDependency, match="apt install tesseract-ocr"):
        ocr.installed()


FAILURES = [
    ("crashing", 120, EngineFailed, "Segmentation fault"),
    ("hanging", 1, PageTimeout, "not recognised within 1 s"),
    ("mumbling", 120, EngineFailed, "not readable"),
]


@pytest.mark.parametrize(("name", "seconds", "error", "words"), FAILURES)
def test_failures_become_errors_of_ours(
    double: object, name: str, seconds: int, error: type[Exception], words: str
) -> None:
    assert callable(double)
    double(name)
    with pytest.raises(error, match=words):
        ocr.recognise(page(LINES), "eng", seconds=seconds)


@pytest.mark.parametrize("name", ["crashing", "mumbling"])
def test_a_failed_page_costs_that_page_only(double: object, name: str, tmp_path: Path) -> None:
    assert callable(double)
    double(name)
    path = tmp_path / "two.tiff"
    page(LINES).save(path, save_all=True, append_images=[page(LINES)], dpi=(300, 300))
    reading = read(path.read_bytes(), path.name, ReadOptions(lang="eng"))
    assert [fault.page for fault in reading.errors] == [1, 2]
    assert {fault.kind for fault in reading.errors} == {"engine"}
    assert len(reading.pages) == 2


def test_an_empty_page_is_no_fault(double: object, tmp_path: Path) -> None:
    assert callable(double)
    double("silent")
    reading = read(png(page(LINES), tmp_path / "a.png"), "a.png", ReadOptions(lang="eng"))
    assert reading.errors == ()
    assert reading.blocks == ()
    assert reading.pages[0].triage.verdict == "empty"


def word(text: str, left: int, confidence: float, line: int = 1) -> ocr.OcrWord:
    return ocr.OcrWord(text, left, 100, left + 80, 140, confidence, (1, 1, line))


def test_a_second_look_replaces_doubtful_words_only_where_it_is_trusted_more() -> None:
    first = [word("354,4", 100, 0.95), word("3927", 300, 0.0), word("8%,3", 500, 0.4)]
    asked: list[tuple[int, int]] = []

    def read(picture: Image.Image, scale: float) -> list[ocr.OcrWord]:
        asked.append(picture.size)
        top, left = 40, int(24 + (300 - 94) * scale)
        return [
            ocr.OcrWord("392,7", left, top, left + 160, top + 80, 0.93, (1, 1, 1)),
            ocr.OcrWord("#84,3", left + 400, top, left + 560, top + 80, 0.3, (1, 1, 1)),
        ]

    again = second_look(page([]), first, read)
    assert [w.text for w in again] == ["354,4", "392,7", "8%,3"]
    assert len(asked) == 1


def test_nothing_doubtful_needs_no_second_look() -> None:
    def never(picture: Image.Image, scale: float) -> list[ocr.OcrWord]:
        raise AssertionError

    first = [word("Export", 100, 0.95), word("—", 300, 0.2)]
    assert second_look(page([]), first, never) == first


def test_a_language_without_a_model_is_read_with_a_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: frozenset({"rus", "eng", "kaz", "bel"}))
    assert _model_for("ky") == "kaz"
    assert _model_for("kk") == "kaz"
    assert _model_for("be") == "bel"
    assert _model_for("mk") is None
    assert _model_for("") is None


def test_the_printing_engine_prints(double: object, tmp_path: Path) -> None:
    assert callable(double)
    double("printing")
    reading = read(png(page(LINES), tmp_path / "a.png"), "a.png", ReadOptions(lang="rus"))
    assert not reading.errors
    assert sum(block.text.count("регионов") for block in reading.blocks) == 360


def test_dirt_in_a_gutter_does_not_bridge_it() -> None:
    from extractors.recognise import pieces_from

    def line(*words: tuple[str, int, int]) -> list[str]:
        seen = [ocr.OcrWord(t, a, 100, b, 130, 0.9, (1, 1, 1)) for t, a, b in words]
        return [" ".join(w.text for w in piece.words) for piece in pieces_from(seen, 300)]

    left, right = ("small inven-", 0, 300), ("ting a shift", 420, 700)
    assert line(left, ("__", 330, 360), right) == ["small inven-", "ting a shift"]
    assert line(left, ("__", 310, 340), ("ting a shift", 350, 640)) == ["small inven- ting a shift"]
    assert line(left, ("|", 306, 310), ("ting", 318, 400)) == ["small inven- | ting"]
