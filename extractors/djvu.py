"""DjVu files through DjVuLibre's own programs: ``djvused`` (pages), ``djvutxt`` (the hidden
text, word by word) and ``ddjvu`` (pictures)."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image as Pillow
from PIL.Image import Image

from corpus.document import BBox, Triage
from corpus.errors import (
    EngineFailed,
    MissingDependency,
    PageTimeout,
    UnreadableFile,
    VychitkaError,
)
from extractors.assemble import PageRead
from extractors.layout import lay_out
from extractors.lines import Piece, hull
from extractors.measure import Face, depth, even_sizes, face_of, font_size
from extractors.observed import Reading, Word
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.render import fitting_dpi
from extractors.scan import Scan, Task, fault, run, task
from extractors.sniff import DJVU
from extractors.triage import judge_block

#: Seconds for the programs that only list or print text.
_QUICK = 60.0
_BAD_SHARE = 0.5


def read(
    data: bytes, options: ReadOptions, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The pages of a DjVu file: hidden text where it is sound, else the recognised picture.

    Raises:
        MissingDependency: DjVuLibre is not installed.
        UnreadableFile: the file is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="vychitka-") as folder:
        path = Path(folder) / "file.djvu"
        path.write_bytes(data)
        sizes = _page_sizes(path)
        numbers = selected_pages(options.pages, len(sizes))
        tasks = _tasks(path, numbers, sizes, options)
        return run(tasks, len(numbers), DJVU, options, progress=progress)


@dataclass(frozen=True, slots=True)
class _Size:
    """A page in pixels at its own resolution."""

    width: int
    height: int
    dpi: float


def _call(arguments: list[str], seconds: float) -> bytes:
    """The output of one of DjVuLibre's programs."""
    try:
        done = subprocess.run(arguments, capture_output=True, timeout=seconds, check=False)
    except FileNotFoundError as error:
        raise MissingDependency(
            "", "DjVu files need DjVuLibre: apt install djvulibre-bin"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise PageTimeout("", f"{arguments[0]} took more than {seconds:g} s") from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:160]
        raise EngineFailed("", f"{arguments[0]} failed ({said})")
    return done.stdout


_SIZE = re.compile(r"width=(\d+)\s+height=(\d+)")
_DPI = re.compile(r"(\d+) dpi")


def _page_sizes(path: Path) -> list[_Size]:
    try:
        listing = _call(["djvused", str(path), "-e", "n; size"], _QUICK).decode("ascii", "replace")
        dump = _call(["djvudump", str(path)], _QUICK).decode("utf-8", "replace")
    except (EngineFailed, PageTimeout) as error:
        raise UnreadableFile("", "the DjVu file cannot be opened") from error
    sizes = [(int(w), int(h)) for w, h in _SIZE.findall(listing)]
    if not sizes:
        raise UnreadableFile("", "the DjVu file has no pages")
    stated = [float(v) for v in _DPI.findall(dump)]
    dpis = stated if len(stated) == len(sizes) else [stated[0] if stated else 300.0] * len(sizes)
    return [_Size(w, h, dpi or 300.0) for (w, h), dpi in zip(sizes, dpis, strict=True)]


def _tasks(
    path: Path, numbers: list[int], sizes: list[_Size], options: ReadOptions
) -> Iterator[Task]:
    for number in numbers:
        size = sizes[number - 1]
        try:
            page = _text_page(path, number, size) if options.ocr != "always" else None
            if page is not None and (page.triage.verdict != "ocr" or options.ocr == "never"):
                yield page, [], None
            else:
                yield task(_scan(path, number, size, options), options)
        except VychitkaError as error:
            if error.kind == "missing-dependency":
                raise
            yield None, [fault("read", number, error)], None


def _scan(path: Path, number: int, size: _Size, options: ReadOptions) -> Scan:
    wanted = min(float(options.dpi), size.dpi * 1.5)
    dpi = fitting_dpi(size.width * 72 / size.dpi, size.height * 72 / size.dpi, wanted)
    box = f"{round(size.width * dpi / size.dpi)}x{round(size.height * dpi / size.dpi)}"
    data = _call(
        ["ddjvu", "-format=pgm", f"-page={number}", f"-size={box}", str(path)],
        options.page_seconds,
    )
    return Scan(number, _picture(data), dpi)


def _picture(data: bytes) -> Image:
    try:
        picture = Pillow.open(io.BytesIO(data))
        picture.load()
    except (OSError, ValueError, Pillow.DecompressionBombError) as error:
        raise EngineFailed("", f"ddjvu drew no picture ({error})") from error
    return picture.convert("L")


# ------------------------------------------------------------------ hidden text

_ITEM = re.compile(
    r"\((page|column|region|para|line|word|char)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)"
    r'|"((?:[^"\\]|\\.)*)"',
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN_ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}


def _text_page(path: Path, number: int, size: _Size) -> PageRead | None:
    """The page by its hidden text with a verdict on it; ``None`` where there is none."""
    raw = _call(["djvutxt", "--detail=word", f"--page={number}", str(path)], _QUICK)
    pieces = hidden_pieces(raw.decode("utf-8", "replace"), size.height, 72 / size.dpi)
    if not pieces:
        return None
    width, height = size.width * 72 / size.dpi, size.height * 72 / size.dpi
    verdicts = [judge_block(block.text, hidden=True) for block in lay_out(pieces, None, height)]
    letters = sum(v.letters for v in verdicts) or 1
    bad = sum(v.letters for v in verdicts if v.triage.verdict == "ocr")
    score = sum(v.triage.score * v.letters for v in verdicts) / letters
    reasons = ["an invisible layer of an older recognition"]
    for verdict in sorted(verdicts, key=lambda v: v.triage.score)[:2]:
        reasons += verdict.triage.reasons
    triage = Triage(
        verdict="ocr" if bad > _BAD_SHARE * letters else "keep",
        score=round(score, 3),
        reasons=list(dict.fromkeys(reasons)),
    )
    return PageRead(number, width, height, tuple(pieces), triage=triage, confidence=triage.score)


def hidden_pieces(listing: str, height: float, scale: float) -> list[Piece]:
    """Lines of words out of ``djvutxt --detail=word`` (coordinates from the lower left).

    >>> [p.text for p in hidden_pieces('(page 0 0 9 9 (line 0 5 9 9 (word 0 5 4 9 "a b")))', 9, 1)]
    ['a b']
    """
    lines: list[list[Word]] = [[]]
    box: BBox = [0.0, 0.0, 0.0, 0.0]
    for match in _ITEM.finditer(listing):
        kind = match[1]
        if kind in ("line", "para", "region", "column"):
            lines.append([])
        if kind:
            x0, y0, x1, y1 = (int(match[i]) for i in range(2, 6))
            box = [x0 * scale, (height - y1) * scale, x1 * scale, (height - y0) * scale]
        else:
            text = _unescaped(match[6]).strip()
            if text:
                lines[-1].append(Word(text, box))
    face = face_of((w.text, w.bbox[3] - w.bbox[1]) for line in lines for w in line)
    return even_sizes([_piece(line, face) for line in lines if line])


def _unescaped(text: str) -> str:
    """C-style escapes undone; octal ones are bytes of UTF-8."""

    def plain(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([int(code, 8) & 255]) if code.isdigit() else _PLAIN_ESCAPES.get(code, code)

    return _ESCAPE.sub(plain, text.encode("utf-8")).decode("utf-8", "replace")


def _piece(words: list[Word], face: Face) -> Piece:
    box = hull(word.bbox for word in words)
    size = font_size([(word.text, word.bbox[3] - word.bbox[1]) for word in words], face)
    base = median(word.bbox[3] - depth(word.text) * size for word in words)
    return Piece(tuple(words), box, base=base, size=round(size, 1), measured=True)
