"""Finding sources: files, folders and archives become a stream of named, lazy byte strings."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PasswordNeeded, UnreadableFile, UsageError

#: A member of an archive may not unpack to more than this many bytes (zip bombs).
LARGEST_MEMBER = 1 << 30
#: Files that desktops and crawlers leave beside the real ones.
LITTER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
#: Parts whose presence in a ZIP says that it is a document, not an archive.
OFFICE_PARTS = ("[Content_Types].xml", "mimetype")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One source: its name, where it stands, and how to get at its bytes."""

    filename: str
    uri: str
    load: Callable[[], bytes]


def discover(paths: Iterable[str | os.PathLike[str]]) -> Iterator[SourceFile]:
    """The sources under ``paths`` in a stable order; archives give their members.

    Raises:
        UsageError: a path does not exist.
    """
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise UsageError(str(name), "there is no such file or folder")
        for file in files_below(path):
            yield from _members(file) if _is_archive(file) else (_file(file),)


def single(path: Path) -> SourceFile:
    """The one source that ``path`` is.

    Raises:
        UsageError: there is no such file, or it is a folder.
    """
    if not path.exists():
        raise UsageError(str(path), "there is no such file")
    if path.is_dir():
        raise UsageError(str(path), "this is a folder; name a file, or use `vychitka ingest`")
    return _file(path)


def from_bytes(data: bytes, filename: str, uri: str = "") -> SourceFile:
    """A source that is in memory already."""
    return SourceFile(filename, uri or f"memory:{filename}", lambda: data)


def files_below(path: Path) -> Iterator[Path]:
    """``path`` itself, or every file in the folder in a stable order, litter left out."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not _is_litter(f))
        yield from (Path(folder, n) for n in sorted(names) if not _is_litter(n))


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name in LITTER


def _file(path: Path) -> SourceFile:
    def load() -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise UnreadableFile(path.name, f"it cannot be opened ({error.strerror})") from error

    return SourceFile(path.name, path.resolve().as_uri(), load)


def _is_archive(path: Path) -> bool:
    """Whether the file is a ZIP of files (DOCX and its kin are ZIPs as well)."""
    try:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False
    return not any(part in names for part in OFFICE_PARTS)


def _members(path: Path) -> Iterator[SourceFile]:
    with zipfile.ZipFile(path) as archive:
        infos = sorted(archive.infolist(), key=lambda i: i.filename)
    for info in infos:
        if not info.is_dir() and not any(_is_litter(p) for p in info.filename.split("/")):
            yield _member(path, info)


def _member(path: Path, info: zipfile.ZipInfo) -> SourceFile:
    def load() -> bytes:
        if info.file_size > LARGEST_MEMBER:
            size = f"{info.file_size / 2**30:.1f} GiB"
            raise UnreadableFile(info.filename, f"it would unpack to {size}")
        try:
            with zipfile.ZipFile(path) as archive:
                return archive.read(info)
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise PasswordNeeded(info.filename, "a file in an encrypted archive") from error
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise UnreadableFile(info.filename, f"it does not unpack ({error})") from error

    name = info.filename.rsplit("/", 1)[-1]
    return SourceFile(name, f"{path.resolve().as_uri()}#{info.filename}", load)
