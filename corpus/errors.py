"""What can go wrong, one class per thing a reader can do about it.

Each class carries an exit code (the command line's contract), a ``kind`` (what the
record's ``errors[]`` says) and a sentence that tells what to do next.

>>> str(PasswordNeeded("a.pdf"))
'a.pdf: the file is encrypted; give its password with --password'
"""

from __future__ import annotations


class VychitkaError(Exception):
    """Base of every error that the project raises on purpose."""

    exit_code = 1
    kind = "error"
    advice = ""

    def __init__(self, subject: str = "", detail: str = "") -> None:
        self.subject = subject
        self.detail = detail
        parts = [p for p in (detail, self.advice) if p]
        super().__init__(f"{subject}: {'; '.join(parts)}" if subject else "; ".join(parts))

    @property
    def sentence(self) -> str:
        """What happened and what to do, without the subject (for the record)."""
        return "; ".join(p for p in (self.detail, self.advice) if p)


class UsageError(VychitkaError):
    """The command was called with arguments that make no sense."""

    exit_code = 2
    kind = "usage"


class SomeDocumentsFailed(VychitkaError):
    """A run ended, and some of its documents are ``failed``."""

    exit_code = 3
    kind = "some-failed"
    advice = "see the reasons in the table above, or `vychitka list --status failed`"


class UnreadableFile(VychitkaError):
    """The bytes are not what they claim, or too damaged to open."""

    exit_code = 4
    kind = "unreadable"
    advice = "the file is damaged or incomplete; fetch it again from where it came"


class EmptyFile(UnreadableFile):
    """There are no bytes, no pages, or nothing on them."""

    kind = "empty"
    advice = "there is nothing to read; fetch it again if a viewer shows no text either"


class UnsupportedFile(VychitkaError):
    """A kind of file that no reader knows."""

    exit_code = 5
    kind = "unsupported"
    advice = "convert it to PDF, an image, HTML or plain text"


class PasswordNeeded(VychitkaError):
    """An encrypted file, and no password or a wrong one."""

    exit_code = 6
    kind = "password"
    advice = "the file is encrypted; give its password with --password"


class MissingDependency(VychitkaError):
    """A program or language data that the work needs is not installed."""

    exit_code = 7
    kind = "missing-dependency"
    advice = "`vychitka doctor` lists what is missing and how to get it"


class PageTimeout(VychitkaError):
    """A page took longer than its limit and was given up."""

    exit_code = 8
    kind = "timeout"
    advice = "read the page again alone with `vychitka reprocess --ocr always`"


class PageTooLarge(VychitkaError):
    """A page is too large to be rendered within the memory limit."""

    exit_code = 8
    kind = "too-large"
    advice = "the page was skipped to protect the run"


class EngineFailed(VychitkaError):
    """An engine that we call (Tesseract, pdfium, …) crashed or spoke nonsense."""

    exit_code = 8
    kind = "engine"
    advice = "`vychitka doctor` checks the engines; the other pages are not affected"


class CorpusError(VychitkaError):
    """The corpus folder is not a corpus, or cannot be written."""

    exit_code = 9
    kind = "corpus"


class NotInCorpus(CorpusError):
    """No document with that id or file."""

    exit_code = 10
    kind = "not-in-corpus"
    advice = "`vychitka list` shows the ids"
