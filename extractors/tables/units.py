"""The unit of a number, and units that the text around a table contradicts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Table
from extractors.tables.captions import unit_in
from extractors.tables.numbers import is_value

_RANK = re.compile(
    r"^(?:place|rank|№|n|no\.?|ранг|место|год|year|шифр|код|code|п/п|№ п/п)$", re.IGNORECASE
)
#: A number with three figures behind its only mark: "3.286" or "3,286".
_THREE = re.compile(r"[-−–]?(\d{1,3})([.,])(\d{3})")
_SCALE = re.compile(r"thousand|million|billion|тыс|мл", re.IGNORECASE)
#: Such a number in running text, with a scale behind it.
_SCALED = re.compile(
    r"(?<![\d.,])(\d{1,3}[.,]\d{3})\s+(?:thousand|million|billion|тыс|мл[нр])", re.IGNORECASE
)


def unit_of(
    row: Sequence[str], path: Sequence[str], col: int, caption_unit: str | None
) -> str | None:
    """The unit of a number: of its row's label, of its column's header, of the caption."""
    if any(_RANK.match(p.strip()) for p in path):
        return None
    label = row[0] if col else ""
    for text in (label, *reversed(path)):
        unit = unit_in(text) if text and not is_value(text) else None
        if unit:
            return unit
    return caption_unit if col else None


def doubt_units(table: Table, texts: Sequence[str]) -> Table:
    """Flag numbers whose magnitude the text contradicts.

    "9.071" in a table in million USD and "9,071 million USD" in the text differ by a
    thousand: the unit or one of the marks is wrong, and which one nobody can tell here. Where
    the text prints one number both ways ("3.286 million", "3,286 million"), every number of
    this form in the table is doubtful.
    """
    cells = list(table.cells)
    ours = {
        n: found for n, cell in enumerate(cells)
        if cell.unit and _SCALE.match(cell.unit) and (found := _THREE.fullmatch(cell.text.strip()))
    }  # fmt: skip
    if not ours:
        return table
    printed = {m[1] for text in texts for m in _SCALED.finditer(text)}
    both = sorted(t for t in printed if "." in t and t.replace(".", ",") in printed)
    for n, found in ours.items():
        other = f"{found[1]}{',' if found[2] == '.' else '.'}{found[3]}"
        if other in printed:
            flag = f"the text prints {other} with the same unit"
        elif both:
            flag = f"the text prints both {both[0]} and {both[0].replace('.', ',')} with this unit"
        else:
            continue
        cells[n] = cells[n].model_copy(update={"flags": [*cells[n].flags, flag]})
    return table.model_copy(update={"cells": cells})
