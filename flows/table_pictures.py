"""``vychitka read FILE --debug-tables DIR``: what was found, drawn over the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractors.options import ReadOptions
from flows.sources import SourceFile


def draw_tables(source: SourceFile, options: ReadOptions, folder: Path) -> Iterator[Path]:
    """One PNG file for each page with tables; the file is read once more for the cells' boxes.

    Raises:
        VychitkaError: the file cannot be read.
    """
    from extractors import readers
    from extractors.tables.picture import table_pictures

    data = source.load()
    reading = readers.read(data, source.filename, options)
    folder.mkdir(parents=True, exist_ok=True)
    for found in table_pictures(data, reading, options.password):
        path = folder / f"{Path(source.filename).stem}-p{found.page}.png"
        found.picture.save(path)
        yield path
