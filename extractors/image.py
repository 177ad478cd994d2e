"""Image files, one page per frame: TIFF, PNG, JPEG, WebP, BMP, GIF, JPEG 2000."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError
from PIL.Image import Image

from corpus.document import Fault
from corpus.errors import PageTooLarge, UnreadableFile, VychitkaError
from extractors.imaging import line_height
from extractors.observed import Reading
from extractors.options import ReadOptions
from extractors.pages import selected_pages
from extractors.paper import A4_INCHES, SIDES
from extractors.render import MAX_PIXELS, MAX_SIDE
from extractors.scan import Scan, Task, fault, fitted, run, task

#: Larger frames are not even decoded: Pillow's own bound against pictures that are made to fill
#: the memory, 179 megapixels (A2 at 600 dpi has 139), half a gigabyte in colour.
_MAX_DECODED = 178_956_970
#: A resolution in the file is believed within these bounds, if the page has a believable size then.
_DPI_BOUNDS = (100.0, 1300.0)
#: Cameras and screens write 72 or 96 whatever the picture: believed only of pages about A4.
_SCREEN_DPI = 70.0
_SCREEN_SIDES = (9.0, 15.0)
#: A page smaller than this (longer side, inches) whose lines are lower than this from ascender to
#: descender (points; of type of 6 points they measure 5.5) has a resolution that is not its own.
_SMALL, _LEAST_LINE = 8.0, 5.0
#: Recognition wants small letters about 20 pixels high: pictures of a lower resolution than
#: _LOW_DPI are enlarged towards _FULL_DPI, at most twice.
_LOW_DPI, _FULL_DPI, _MOST_ENLARGED = 220.0, 300.0, 2.0


def read(
    data: bytes, options: ReadOptions, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """The frames of an image file as pages.

    Raises:
        UnreadableFile: the bytes are no image, or damaged from the start.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data))
            count = int(getattr(picture, "n_frames", 1))
    except Pillow.DecompressionBombError as error:
        raise _too_large(*map(int, re.findall(r"\d+", str(error))[:1])) from error
    except UnidentifiedImageError as error:
        raise UnreadableFile("", "the image cannot be opened") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile("", f"the image cannot be opened ({error})") from error
    with picture:
        mimetype = picture.get_format_mimetype() or "image/unknown"
        if mimetype == "image/gif":  # an animation is one page
            count = 1
        numbers = selected_pages(options.pages, count)
        return run(_tasks(picture, numbers, options), len(numbers), mimetype, options,
                   progress=progress)  # fmt: skip


def _tasks(picture: Image, numbers: list[int], options: ReadOptions) -> Iterator[Task]:
    for number in numbers:
        try:
            yield task(_scan(picture, number), options)
        except VychitkaError as error:
            yield _lost(fault("read", number, error))


def _lost(reason: Fault) -> Task:
    return None, [reason], None


def _scan(picture: Image, number: int) -> Scan:
    """One frame in grey, upright by its EXIF note, within the pixel limit."""
    try:
        if number > 1 or getattr(picture, "n_frames", 1) > 1:
            picture.seek(number - 1)
        if picture.width * picture.height > _MAX_DECODED:
            raise _too_large(picture.width * picture.height)
        stated = picture.info.get("dpi")
        frame = ImageOps.exif_transpose(picture)
        grey = _flat(frame)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UnreadableFile("", f"the image is damaged ({error})") from error
    dpi = _dpi(grey, stated)
    best = fitted(_enlarged(grey, dpi), MAX_PIXELS, MAX_SIDE)
    return Scan(number, best, dpi * best.width / grey.width)


def _too_large(pixels: int = 0) -> PageTooLarge:
    """The error of a picture over the limit, with both figures."""
    size = f"{pixels / 1e6:,.0f}" if pixels else "more"
    return PageTooLarge(
        "", f"the picture has {size} megapixels, and {_MAX_DECODED / 1e6:.0f} is the most"
    )


def _enlarged(picture: Image, dpi: float) -> Image:
    if dpi >= _LOW_DPI:
        return picture
    factor = min(_FULL_DPI / dpi, _MOST_ENLARGED)
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Pillow.Resampling.LANCZOS)


def _flat(frame: Image) -> Image:
    """In grey, transparent parts white."""
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        coloured = frame.convert("RGBA")
        white = Pillow.new("RGBA", coloured.size, "white")
        return Pillow.alpha_composite(white, coloured).convert("L")
    if frame.mode.startswith("I;16") or frame.mode in ("I", "F"):
        return ImageOps.autocontrast(frame.convert("F").point(lambda v: v / 256).convert("L"))
    return frame.convert("L")


def _dpi(picture: Image, stated: object) -> float:
    """The resolution: the file's own if it makes sense, else that of an A4 page."""
    longer = max(picture.size)
    if isinstance(stated, tuple) and stated:
        value = float(stated[0])
        sides = SIDES if value >= _DPI_BOUNDS[0] else _SCREEN_SIDES
        sound = _SCREEN_DPI <= value <= _DPI_BOUNDS[1] and sides[0] <= longer / value <= sides[1]
        if sound and (longer / value >= _SMALL or not _is_minute(picture, value)):
            return value
    return max(longer / A4_INCHES, 40.0)


def _is_minute(picture: Image, dpi: float) -> bool:
    """At that resolution the lines would be too small to be read: it is not the scan's own."""
    turned = picture.transpose(Pillow.Transpose.ROTATE_90)
    height = max(line_height(picture) or 0.0, line_height(turned) or 0.0)
    return 0 < height * 72 / dpi < _LEAST_LINE
