"""Tesseract behind values of ours. The only file that imports pytesseract.

Tesseract runs with one thread per page (``OMP_THREAD_LIMIT=1``): measured here, an A4 page
at 300 dpi costs 6 s of CPU this way and 13 s with its own threads; pages run in parallel.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytesseract

from corpus.errors import EngineFailed, MissingDependency, PageTimeout

if TYPE_CHECKING:
    from PIL.Image import Image

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

#: Tesseract's name of the model for a language of the record (ISO 639-1).
MODELS = {
    "ru": "rus", "en": "eng", "kk": "kaz", "uk": "ukr", "be": "bel", "bg": "bul", "sr": "srp",
    "mn": "mon", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pl": "pol", "ky": "kir",
    "uz": "uzb_cyrl", "tt": "tat", "tg": "tgk", "lt": "lit", "lv": "lav", "et": "est",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A recognised word: box in pixels of the picture, confidence 0 to 1, and the numbers
    of its block, paragraph and line on the page."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    line: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a picture lies: ``rotate`` degrees clockwise would set it upright."""

    rotate: int
    confidence: float
    script: str


@cache
def version() -> str:
    """The version of Tesseract, such as "5.3.0".

    Raises:
        MissingDependency: Tesseract is not installed.
    """
    try:
        return str(pytesseract.get_tesseract_version()).split()[0]
    except pytesseract.TesseractNotFoundError as error:
        raise _missing_engine() from error
    except (OSError, ValueError, SystemExit, subprocess.SubprocessError) as error:
        raise EngineFailed("", f"Tesseract does not tell its version ({error})") from error


@cache
def installed() -> frozenset[str]:
    """The names of the installed models.

    Raises:
        MissingDependency: Tesseract is not installed.
    """
    try:
        return frozenset(pytesseract.get_languages(config=""))
    except pytesseract.TesseractNotFoundError as error:
        raise _missing_engine() from error
    except (OSError, UnicodeDecodeError, pytesseract.TesseractError) as error:
        raise EngineFailed("", f"Tesseract does not list its languages ({error})") from error


def _missing_engine() -> MissingDependency:
    return MissingDependency(
        "",
        "recognising pictures needs Tesseract: "
        "apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-eng",
    )


def checked_language(expression: str) -> str:
    """The expression ("rus+eng"), when every model in it is installed.

    Raises:
        MissingDependency: it names the Debian packages to install.
    """
    wanted = [part for part in expression.split("+") if part]
    if not wanted or not all(re.fullmatch(r"[A-Za-z_/]+", part) for part in wanted):
        raise MissingDependency("", f"“{expression}” is not a language expression such as rus+eng")
    missing = [part for part in wanted if part not in installed()]
    if missing:
        packages = " ".join(package_of(part) for part in missing)
        names = ", ".join(missing)
        raise MissingDependency("", f"Tesseract has no model “{names}”: apt install {packages}")
    return "+".join(wanted)


#: Debian names packages of scripts by their ISO 15924 codes.
_SCRIPT_PACKAGES = {"cyrillic": "cyrl", "latin": "latn", "greek": "grek", "georgian": "geor"}


def package_of(model: str) -> str:
    """The Debian package of a model.

    >>> package_of("kaz"), package_of("chi_sim"), package_of("script/Cyrillic")
    ('tesseract-ocr-kaz', 'tesseract-ocr-chi-sim', 'tesseract-ocr-script-cyrl')
    """
    if model.startswith("script/"):
        script = model.removeprefix("script/").lower()
        return f"tesseract-ocr-script-{_SCRIPT_PACKAGES.get(script, script[:4])}"
    return f"tesseract-ocr-{model.replace('_', '-').lower()}"


def recognise(
    picture: Image, language: str, *, dpi: float = 300, mode: int = 3, seconds: float = 120.0
) -> list[OcrWord]:
    """The words on a picture. ``mode`` is Tesseract's page segmentation (3: find blocks and
    lines; 4: one column; 6: one block; 11: sparse).

    Raises:
        PageTimeout: it took longer than ``seconds``.
        EngineFailed: Tesseract crashed or its answer cannot be understood.
    """
    table = _data(picture, language, f"--psm {mode} --dpi {max(70, round(dpi))}", seconds)
    return list(_words(table))


#: Page segmentation modes for a line and for a word, as a few figures may be taken for either.
_LINE, _WORD = 7, 8


def signs_on(picture: Image, signs: str, *, seconds: float = 30.0) -> str:
    """What of ``signs`` stands on a picture that holds nothing else ("12", "IV"), or an empty text.

    Raises:
        PageTimeout, EngineFailed, MissingDependency: as :func:`recognise` does.
    """
    language = "eng" if "eng" in installed() else min(installed() - {"osd"}, default="eng")
    for mode in (_LINE, _WORD):
        only = f"--psm {mode} -c tessedit_char_whitelist={signs},"
        table = _data(picture, language, only, seconds)
        found = "".join(c for word in _words(table) for c in word.text if c in signs)
        if found:
            return found
    return ""


def _data(picture: Image, language: str, config: str, seconds: float) -> Mapping[str, Any]:
    picture.format = "PPM"  # pytesseract writes the picture in its format; PNG costs 0.3 s a page
    try:
        return dict(
            pytesseract.image_to_data(
                picture,
                lang=language,
                config=config,
                timeout=seconds,
                output_type=pytesseract.Output.DICT,
            )
        )
    except pytesseract.TesseractNotFoundError as error:
        raise _missing_engine() from error
    except pytesseract.TesseractError as error:
        raise EngineFailed("", f"Tesseract failed ({_short(error.message)})") from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise PageTimeout("", f"not recognised within {seconds:g} s") from error
    except (OSError, UnicodeDecodeError, ValueError, IndexError, KeyError) as error:
        raise EngineFailed("", f"Tesseract's answer is not readable ({_short(error)})") from error


def _short(error: object) -> str:
    return " ".join(str(error).split())[:160]


def _words(table: Mapping[str, Any]) -> Iterable[OcrWord]:
    needed = ("text", "conf", "left", "top", "width", "height", "block_num", "par_num", "line_num")
    if any(name not in table for name in needed):
        raise EngineFailed("", "Tesseract's answer is not a table of words")
    rows = zip(*(table[name] for name in needed), strict=False)
    for text, confidence, left, top, width, height, *line in rows:
        word = str(text).strip()
        if word and float(confidence) >= 0:
            yield OcrWord(
                word, left, top, left + width, top + height,
                float(confidence) / 100, (line[0], line[1], line[2]),
            )  # fmt: skip


def orientation(picture: Image, *, dpi: float = 300, seconds: float = 30.0) -> Orientation | None:
    """How the picture lies; ``None`` where Tesseract cannot tell (too few characters)."""
    if "osd" not in installed():
        return None
    picture.format = "PPM"
    try:
        found = pytesseract.image_to_osd(
            picture,
            config=f"--psm 0 --dpi {max(70, round(dpi))}",
            timeout=seconds,
            output_type=pytesseract.Output.DICT,
        )
        return Orientation(
            int(found["rotate"]), float(found["orientation_conf"]), str(found["script"])
        )
    except (pytesseract.TesseractError, RuntimeError, KeyError, ValueError, OSError):
        return None
