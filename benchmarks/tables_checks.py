"""Do checks expose misread figures? Tables with sums, one figure misread in each.

In every table one cell is changed as recognition would (a figure taken for one like it, a
minus sign or a decimal mark lost). Found: the cell is flagged (or put right). Repaired: its
value is the true one in the end. Harmed: another cell, right before, is wrong after.
Supported: of all cells and values that would make the sums hold, the known confusions of
recognition allow one only. Chance: relations reported in tables of random numbers.

    python benchmarks/tables_checks.py --tables 1000              # without a picture
    python benchmarks/tables_checks.py --tables 1000 --pictures   # scans, cells read twice
    python benchmarks/tables_checks.py --tables 1000 --pictures --twice   # misread alike both times
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PIL.Image import Image
from tables_generated import COUNTS, WORDS, Content, by_regions, grouped, made, trade
from tables_metrics import aligned, grid_of
from tables_scores import cached_recognition, ours, true_cells

from extractors.observed import ObservedCell, ObservedTable
from extractors.tables import rescan
from extractors.tables.glyphs import with_lookalikes
from extractors.tables.grids import from_rows, rectangle
from extractors.tables.mend import correct
from extractors.tables.misreadings import is_misreading
from extractors.tables.numbers import read_value
from extractors.tables.sheet import sheet_of
from extractors.tables.suspects import failures

SWAPS = {"1": "74", "7": "12", "3": "85", "8": "306", "5": "36", "6": "058", "0": "869", "9": "84",
         "2": "17", "4": "19"}  # fmt: skip
Place = tuple[int, int]


@dataclass
class Count:
    """Errors tried and what became of them."""

    tried: int = 0
    found: int = 0
    repaired: int = 0
    supported: int = 0
    supported_repaired: int = 0
    harmed: int = 0

    def show(self, name: str) -> None:
        """One line."""
        n, m = max(1, self.tried), max(1, self.supported)
        print(
            f"{name}: {self.tried} errors, found {self.found / n:.3f}, repaired "
            f"{self.repaired / n:.3f} (of {self.supported} supported "
            f"{self.supported_repaired / m:.3f}), harmed {self.harmed}"
        )


def misread(text: str, dice: random.Random) -> str:
    """One misreading of a number."""
    kinds = ["figure"] * 8 + ["sign"] * text.startswith(("-", "–", "−")) + ["mark"] * ("," in text)
    kind = dice.choice(kinds)
    if kind == "sign":
        return text[1:]
    if kind == "mark":
        return text.replace(",", "")
    place = dice.choice([i for i, c in enumerate(text) if c.isdigit()])
    return text[:place] + dice.choice(SWAPS[text[place]]) + text[place + 1 :]


def value_of(table: ObservedTable, lang: str) -> dict[Place, float | None]:
    """The value of each place as the record has it."""
    sheet = sheet_of(table, lang)
    return {(r, c): v.value for r, row in enumerate(sheet.values) for c, v in enumerate(row)}


def with_text(table: ObservedTable, place: Place, text: str) -> ObservedTable:
    """The table with another text at one place."""
    cells = tuple(replace(c, text=text) if (c.row, c.col) == place else c for c in table.cells)
    return replace(table, cells=cells)


def flagged(table: ObservedTable, lang: str) -> set[Place]:
    """The places that failed relations name."""
    sheet = sheet_of(table, lang)
    return {
        (c.place[0] + sheet.depth, c.place[1])
        for f in failures(sheet.grid, sheet.equations)
        for c in f.candidates
    }


def is_supported(table: ObservedTable, lang: str) -> bool:
    """Whether known confusions allow one cell only to be the wrong one."""
    sheet = sheet_of(table, lang)
    likely = {
        (c.place, c.value)
        for f in failures(sheet.grid, sheet.equations)
        for c in f.candidates
        if (v := sheet.values[c.place[0] + sheet.depth][c.place[1]]).value is not None
        and is_misreading(
            v.value, c.value, v.decimals, sheet.rows[c.place[0] + sheet.depth][c.place[1]]
        )
    }
    return len(likely) == 1


def count_one(
    count: Count, spoilt: ObservedTable, truth: dict[Place, float], place: Place, lang: str
) -> None:
    """Add one error to the figures. ``truth`` holds the places that were right before."""
    count.tried += 1
    supported = is_supported(spoilt, lang) or any(
        read_value(t, years=False).value == truth[place]
        for c in spoilt.cells if (c.row, c.col) == place for t in c.alternatives
    )  # fmt: skip
    fixes = {(f.row, f.col): f.text for f in correct(spoilt, lang)}
    table = spoilt
    for where, text in fixes.items():
        table = with_text(table, where, text)
    values = value_of(table, lang)
    right = values.get(place) is not None and abs((values[place] or 0) - truth[place]) < 1e-6
    count.found += place in fixes or place in flagged(spoilt, lang) or right
    count.repaired += right
    count.supported += supported
    count.supported_repaired += supported and right
    count.harmed += any(
        where != place and abs((values.get(where) or 0) - value) > 1e-6
        for where, value in truth.items()
    )


# --- without a picture ----------------------------------------------------------------


def with_sums(dice: random.Random) -> Content:
    """A generated table that adds up."""
    while True:
        content = dice.choice([by_regions, trade, grouped])(dice, dice.choice(["ru", "en"]))
        names = WORDS[content.lang]["total"]
        if any(c.text in names for c in content.cells if c.col == 0):
            return content


def observed(content: Content) -> ObservedTable:
    """The table as recognition without errors gives it."""
    cells = tuple(ObservedCell(c.row, c.col, c.text, c.row_span, c.col_span) for c in content.cells)
    return ObservedTable(
        cells, content.n_rows, content.n_cols, "ocr", header_rows=content.header_rows
    )


def try_text(dice: random.Random, count: Count) -> None:
    """One error in a fresh table."""
    content = with_sums(dice)
    table = observed(content)
    values = value_of(table, content.lang)
    truth = {
        (c.row, c.col): c.value
        for c in content.cells if c.value is not None and values[c.row, c.col] == c.value
    }  # fmt: skip
    cell = dice.choice([c for c in content.cells if (c.row, c.col) in truth and c.row])
    text = misread(cell.text, dice)
    spoilt = with_text(table, (cell.row, cell.col), text)
    if value_of(spoilt, content.lang)[cell.row, cell.col] != cell.value:
        count_one(count, spoilt, truth, (cell.row, cell.col), content.lang)


# --- with the picture -----------------------------------------------------------------


@dataclass
class Scanned:
    """A table of a scan: as read first, what the cells read the second time, the truth."""

    first: ObservedTable
    seconds: dict[Place, tuple[str, float]]
    pictures: dict[Place, Image]
    truth: dict[Place, float]
    lang: str


#: A table as read first, its second readings, its cells cut out.
Kept = tuple[ObservedTable, dict[Place, tuple[str, float]], dict[Place, Image]]


def scans(part: str, files: int) -> Iterator[Scanned]:
    """The scanned tables of the generated set that add up, read with their pictures."""
    kept: list[Kept] = []
    real = rescan._second_readings
    whole = rescan._reread
    seconds: dict[Place, tuple[str, float]] = {}
    pictures: dict[Place, Image] = {}

    def second(cuts: Sequence[rescan._Cut], read: rescan.Read) -> dict[Place, tuple[str, float]]:
        found = real(cuts, read)
        seconds.update(found)
        pictures.update({(cut.row, cut.col): cut.picture for cut in cuts})
        return found

    def reread(picture: Image, table: ObservedTable, *rest: object) -> ObservedTable:
        seconds.clear()
        pictures.clear()
        done = whole(picture, table, *rest)  # type: ignore[arg-type]
        kept.append((table, dict(seconds), dict(pictures)))
        return done

    rescan._second_readings, rescan._reread = second, reread  # type: ignore[assignment]
    for n in range(files):
        item = made("scanned", n, part)
        content = item.tables[0]
        names = (*WORDS[content.lang]["total"], WORDS[content.lang]["subtotal"])
        if not any(c.text in names for c in content.cells if c.col == 0):
            continue
        kept.clear()
        ours(item)
        if kept:
            yield scanned(content, *kept[-1 if len(item.tables) == 1 else 0])


def scanned(
    content: Content,
    table: ObservedTable,
    seconds: dict[Place, tuple[str, float]],
    pictures: dict[Place, Image],
) -> Scanned:
    """The truth laid over a table as read."""
    rows, cols = aligned(grid_of(true_cells(content)), rectangle(table))
    to_row, to_col = dict(rows), dict(cols)
    truth = {
        (to_row[c.row], to_col[c.col]): c.value
        for c in content.cells if c.value is not None and c.row in to_row and c.col in to_col
    }  # fmt: skip
    return Scanned(table, seconds, pictures, truth, content.lang)


def settled(scan: Scanned, table: ObservedTable) -> ObservedTable:
    """The table after the second look at its cells."""
    columns = rescan.numeric_columns(table)
    habits = {c: rescan._habit([x.text for x in table.cells if x.col == c]) for c in columns}
    cells = tuple(
        rescan._settled(c, *scan.seconds[c.row, c.col], habits.get(c.col))
        if (c.row, c.col) in scan.seconds
        else c
        for c in table.cells
    )
    return with_lookalikes(replace(table, cells=cells), scan.pictures)


def try_scan(dice: random.Random, count: Count, scan: Scanned, twice: bool) -> None:
    """One error in the first reading of a scanned table (in both, where ``twice``)."""
    before = value_of(settled(scan, scan.first), scan.lang)
    read = value_of(scan.first, scan.lang)
    truth = {p: v for p, v in scan.truth.items() if before.get(p) == v}
    places = [p for p in truth if read.get(p) == truth[p]]
    if not places:
        return
    place = dice.choice(places)
    cell = next((c for c in scan.first.cells if (c.row, c.col) == place), None)
    if cell is None or not any(ch.isdigit() for ch in cell.text):
        return
    text = misread(cell.text.strip(), dice)
    spoilt = with_text(scan.first, place, text)
    if twice:
        scan = replace(scan, seconds={**scan.seconds, place: (text, cell.confidence)})
    if value_of(spoilt, scan.lang)[place] != truth[place]:
        count_one(count, settled(scan, spoilt), truth, place, scan.lang)


def chance(dice: random.Random) -> bool:
    """Whether a table of random numbers is said to add up."""
    rows, cols = dice.randint(3, 12), dice.randint(2, 8)
    places = dice.choice([0, 0, 1, 2])
    scale = dice.choice([20, 100, 1000, 50_000])
    body = [[f"{dice.uniform(0, 1) * scale:.{places}f}" for _ in range(cols)] for _ in range(rows)]
    head = ["Показатель", *(str(2010 + c) for c in range(cols))]
    texts = [head, *([f"Строка {r}", *row] for r, row in enumerate(body))]
    table = ObservedTable(from_rows(texts), len(texts), cols + 1, "ocr", header_rows=1)
    return bool(sheet_of(table, "ru").equations)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--pictures", action="store_true")
    parser.add_argument("--twice", action="store_true", help="the second reading errs alike")
    parser.add_argument("--files", type=int, default=COUNTS["scanned"], help="scans to read")
    parser.add_argument("--part", default="seen")
    args = parser.parse_args()
    dice, count = random.Random(7), Count()
    if args.pictures:
        cached_recognition()
        found = list(scans(args.part, args.files))
        while count.tried < args.tables:
            try_scan(dice, count, dice.choice(found), args.twice)
        count.show(f"{len(found)} scanned tables")
        return
    while count.tried < args.tables:
        try_text(dice, count)
    count.show("tables without a picture")
    false = sum(chance(dice) for _ in range(args.tables))
    print(f"random tables said to add up: {false} of {args.tables}")


if __name__ == "__main__":
    main()
