"""What kind of file some bytes are. The content decides, never the extension."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

PDF: Final = "application/pdf"
DJVU: Final = "image/vnd.djvu"
HTML: Final = "text/html"
XML: Final = "application/xml"
MHTML: Final = "multipart/related"
TEXT: Final = "text/plain"
ZIP: Final = "application/zip"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"

#: A PDF header may stand anywhere in the first 1024 bytes (PDF 1.7, implementation note 13).
_PDF_HEADER_REACH = 1024
#: How much of a file is looked at to tell markup from plain text, bytes.
_HEAD = 4096
#: How much of a file is looked at to tell text from other bytes, bytes.
_SAMPLE = 65536
#: Share of control characters above which bytes are not text.
_MAX_CONTROLS = 0.02

_IMAGE_STARTS: Final = (
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),  # BigTIFF
    (b"MM\0+", "image/tiff"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
)
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# An opening tag or declaration that only HTML begins with; comments may stand before it.
_HTML_TAG = re.compile(
    rb"<!doctype\s+html"
    rb"|<\s*(?:html|head|body|meta|title|script|style|link|div|table|article|main|p|h[1-6]|base)\b",
    re.IGNORECASE,
)
_LEADING_NOISE = re.compile(rb"(?:\s+|<!--.*?-->)*", re.DOTALL)
_MHTML_HEADER = re.compile(rb"(?im)^content-type:\s*multipart/related\b")


def sniff(data: bytes, filename: str = "") -> str:
    """The media type of ``data``; the name is asked only where the bytes are silent.

    >>> sniff(b"junk before\\n%PDF-1.4 ...", "paper.txt")
    'application/pdf'
    >>> sniff(b"A paper about <html> and %PDF files", "a.pdf")
    'text/plain'
    """
    if not data:
        return EMPTY
    for look in _LOOKS:
        found = look(data)
        if found:
            return found
    return _by_name(data, filename)


def _image(data: bytes) -> str | None:
    for start, mimetype in _IMAGE_STARTS:
        if data.startswith(start):
            return mimetype
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    # "BM" alone also begins plain text; the header size that follows at byte 14 does not.
    if data.startswith(b"BM") and data[14:18] in _BMP_HEADER_SIZES:
        return "image/bmp"
    return None


_BMP_HEADER_SIZES = frozenset(n.to_bytes(4, "little") for n in (12, 40, 52, 56, 64, 108, 124))


def _djvu(data: bytes) -> str | None:
    return DJVU if data.startswith(b"AT&TFORM") and data[12:15] in (b"DJV", b"DJM") else None


def _pdf(data: bytes) -> str | None:
    """A header at the very start, or behind junk when what follows is no plain sentence."""
    at = data.find(b"%PDF-", 0, _PDF_HEADER_REACH)
    if at == 0:
        return PDF
    if at > 0 and (data[at + 5 : at + 6].isdigit() or not _is_text(data)):
        return PDF
    return None


def _archive(data: bytes) -> str | None:
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    return DOCX if b"word/document.xml" in data else ZIP


def _mhtml(data: bytes) -> str | None:
    head = data[:_HEAD]
    if not _MHTML_HEADER.search(head):
        return None
    first = head.lstrip().split(b"\n", 1)[0]
    return MHTML if re.match(rb"[A-Za-z-]+:", first) else None


def _markup(data: bytes) -> str | None:
    head = _as_ascii(data[:_HEAD])
    head = head[_end_of_noise(head) :]
    if head[:5].lower() == b"<?xml":
        body = head.split(b"?>", 1)[-1]
        after = body[_end_of_noise(body) :]
        return HTML if _HTML_TAG.match(after) else XML
    return HTML if _HTML_TAG.match(head) else None


def _end_of_noise(head: bytes) -> int:
    match = _LEADING_NOISE.match(head)
    return match.end() if match else 0


def _as_ascii(head: bytes) -> bytes:
    """The head without byte-order mark, UTF-16 folded to one byte per character."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:64].count(0) > 16:
        head = head.replace(b"\0", b"")
    for bom in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :]
    return head


def _text(data: bytes) -> str | None:
    return TEXT if data.startswith(_BOMS) or _is_text(data) or _is_utf16(data) else None


def _is_text(data: bytes) -> bool:
    """Almost no control characters and no NUL (any single-byte encoding passes)."""
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= len(sample) * _MAX_CONTROLS


_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\v\x1a\x1b") + b"\x7f"


def _is_utf16(data: bytes) -> bool:
    """UTF-16 without a mark: one of the two byte columns is nearly constant (0 or 4)."""
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    if len(sample) < 8:
        return False
    for order in (0, 1):
        letters, pages = sample[order::2], sample[1 - order :: 2]
        steady = sum(c in b"\0\x04\x20" for c in pages) / len(pages)
        if steady > 0.95 and letters.count(0) < 0.02 * len(letters):
            return True
    return False


_LOOKS: tuple[Callable[[bytes], str | None], ...] = (
    _image,
    _djvu,
    _pdf,
    _archive,
    _mhtml,
    _markup,
    _text,
)


def _by_name(data: bytes, filename: str) -> str:
    """For bytes of no kind that we read: what puremagic knows, else the extension."""
    import puremagic

    suffix = filename.lower().rpartition(".")[2]
    if suffix in _BROKEN:  # its header is gone, so that reader can say so best
        return _BROKEN[suffix]
    try:
        found = str(puremagic.from_string(data[:_SAMPLE], mime=True))
    except (puremagic.PureError, ValueError):
        return BINARY
    return found or BINARY


_BROKEN = {"pdf": PDF, "djvu": DJVU, "djv": DJVU}
