"""Pages that hang, crash or ask for all memory cost themselves only."""

from __future__ import annotations

import os
import signal
import time

import pytest

from corpus.errors import EngineFailed, PageTimeout, PasswordNeeded
from extractors import pdf
from extractors.guard import Guard
from extractors.options import ReadOptions

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


class Risky:
    """What a reader may run into."""

    def __init__(self) -> None:
        self.calls = 0

    def count(self) -> int:
        self.calls += 1
        return self.calls

    def hang(self) -> None:
        while True:
            pass

    def crash(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def hoard(self) -> int:
        return len(bytearray(8_000_000_000))

    def refuse(self) -> None:
        raise PasswordNeeded("a.pdf", "the password does not fit")


def test_calls_share_one_child() -> None:
    with Guard(Risky, 5) as guard:
        assert [guard.call("count") for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("method", "error"), [("hang", PageTimeout), ("crash", EngineFailed), ("hoard", EngineFailed)]
)
def test_what_ends_the_child_costs_the_call_only(method: str, error: type[Exception]) -> None:
    with Guard(Risky, 0.5) as guard:
        assert guard.call("count") == 1
        with pytest.raises(error):
            guard.call(method)
        assert guard.call("count") == 1  # a new child


def test_errors_of_ours_come_back_whole() -> None:
    with Guard(Risky, 5) as guard:
        with pytest.raises(PasswordNeeded, match=r"a\.pdf: the password does not fit"):
            guard.call("refuse")
        assert guard.call("count") == 1


def test_nothing_is_left_behind() -> None:
    guard = Guard(Risky, 5)
    guard.call("count")
    child = guard._child
    guard.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


# ------------------------------------------------------------------ files


def file_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Size %d /Root 1 0 R>>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SENTENCE = b"BT /F 12 Tf 72 700 Td (A sentence among many others) Tj ET"


def page(contents: int, resources: bytes) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%b>>>>" % (
        contents,
        resources,
    )


def test_a_page_that_never_ends_costs_itself_only() -> None:
    """Twelve forms, each of which draws the next one ten times: a million million boxes."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    forms = [
        stream(b"/X Do " * 10, form + b"/Resources<</XObject<</X %d 0 R>>>>" % (9 + i))
        for i in range(11)
    ]
    data = file_of([
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page(5, b"/XObject<</X 8 0 R>>"),
        page(6, b"/Font<</F 7 0 R>>"),
        stream(b"/X Do"),
        stream(SENTENCE),
        FONT,
        *forms,
        stream(b"0 0 5 5 re f", form),
    ])  # fmt: skip
    started = time.process_time()
    reading = pdf.read(data, ReadOptions(ocr="never", page_seconds=6))
    assert time.process_time() - started < 30
    assert [block.text for block in reading.blocks] == ["A sentence among many others"]
    [fault] = reading.errors
    assert (fault.page, fault.stage) == (1, "read")
    assert fault.kind in ("timeout", "engine", "crash")


def test_a_page_tree_that_bites_its_tail() -> None:
    data = file_of([
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 2>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
    ])  # fmt: skip
    with pytest.raises(Exception, match="page"):
        pdf.read(data, ReadOptions(ocr="never"))


def test_many_objects_are_no_matter() -> None:
    data = file_of([
        CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page(4, b"/Font<</F 5 0 R>>"),
        stream(SENTENCE), FONT, *(b"<</A %d>>" % i for i in range(100_000)),
    ])  # fmt: skip
    reading = pdf.read(data, ReadOptions(ocr="never"))
    assert [block.text for block in reading.blocks] == ["A sentence among many others"]
