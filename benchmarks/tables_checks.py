"""Do checks expose misread figures? Tables with sums, one figure misread in each.

For every table one cell is changed as recognition would (a figure taken for one like it, a
minus sign or a decimal mark lost). Found: the cell is flagged. Repaired: its value is the
true one in the record of a scanned table. Harmed: another cell's value changed. Chance:
relations reported in tables of random numbers without any.

    python benchmarks/tables_checks.py --tables 1000
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, replace

from corpus.document import Block, Table
from extractors.observed import ObservedBlock, ObservedTable
from extractors.tables import as_text, corrections, describe_tables
from extractors.tables.grids import from_rows
from fixers.edits import apply_edits

SWAPS = {"1": "74", "7": "12", "3": "85", "8": "306", "5": "36", "6": "058", "0": "869", "9": "84",
         "2": "17", "4": "19"}  # fmt: skip


@dataclass
class Count:
    """Tables tried and what became of them."""

    tried: int = 0
    found: int = 0
    named: int = 0
    repaired: int = 0
    harmed: int = 0


def made(dice: random.Random) -> list[list[float]]:
    """A body whose first or last row is the sum of the others, sometimes with a balance."""
    rows, cols = dice.randint(2, 7), dice.randint(3, 6)
    places = dice.choice([0, 1, 1, 2])
    scale = dice.choice([30, 300, 3000, 50_000])
    body = [[round(dice.uniform(0.1, 1) * scale, places) for _ in range(cols)] for _ in range(rows)]
    total = [round(sum(c), places) for c in zip(*body, strict=True)]
    if rows == 2 and dice.random() < 0.6:
        return [total, *body, [round(a - b, places) for a, b in zip(*body, strict=True)]]
    return [total, *body] if dice.random() < 0.5 else [*body, total]


def shown(value: float, places: int) -> str:
    """A number in the Russian way."""
    return f"{value:.{places}f}".replace(".", ",")


def printed(body: list[list[float]], dice: random.Random) -> list[list[str]]:
    """The table as texts: labels, years, figures with the decimals that the body needs.

    Two totals in three are called so.
    """
    places = max(len(repr(v).partition(".")[2].rstrip("0")) for row in body for v in row)
    head = ["Показатель", *(str(2010 + c) for c in range(len(body[0])))]
    names = [f"Строка {chr(1040 + r)}" for r in range(len(body))]
    if dice.random() < 0.67:
        names = ["Всего" if is_total(body, r) else n for r, n in enumerate(names)]
    return [
        head,
        *([n, *(shown(v, places) for v in row)] for n, row in zip(names, body, strict=True)),
    ]


def is_total(body: list[list[float]], row: int) -> bool:
    """Whether a row is larger than all the others (made as their sum)."""
    return all(body[row][0] >= other[0] for other in body)


def misread(text: str, dice: random.Random) -> str:
    """One misreading of a number."""
    kinds = ["figure"] * 8 + ["sign"] * text.startswith("-") + ["mark"] * ("," in text)
    kind = dice.choice(kinds)
    if kind == "sign":
        return text[1:]
    if kind == "mark":
        return text.replace(",", "")
    at = dice.choice([i for i, c in enumerate(text) if c.isdigit()])
    return text[:at] + dice.choice(SWAPS[text[at]]) + text[at + 1 :]


def record(rows: list[list[str]]) -> Table:
    """The record of a scanned table."""
    table = ObservedTable(from_rows(rows), len(rows), len(rows[0]), "lines", header_rows=1)
    seen = ObservedBlock(as_text(table), "table", table=replace(table, method="ocr"))
    block = Block(id="b1", order=1, label="table", orig=seen.text, text=seen.text, lang="ru")
    edits = corrections([block], [seen]).get(0, [])
    block = block.model_copy(update={"text": apply_edits(block.text, edits)})
    return describe_tables([block], [seen])[0][0]


def try_one(dice: random.Random, count: Count, verbose: bool) -> None:
    """Misread one cell of a table and see."""
    rows = printed(made(dice), dice)
    r, c = dice.randrange(1, len(rows)), dice.randrange(1, len(rows[0]))
    true = [row[:] for row in rows]
    rows[r][c] = misread(rows[r][c], dice)
    if rows[r][c] == true[r][c]:
        return
    table = record(rows)
    flagged = {(x.row, x.col) for x in table.cells if x.flags and x.row}
    count.tried += 1
    count.found += (r, c) in flagged
    if verbose and (r, c) not in flagged:
        print("missed", (r, c), true[r][c], "read", rows[r][c], rows)
    count.named += flagged == {(r, c)}
    count.repaired += table.rows[r][c] == true[r][c]
    count.harmed += any(
        table.rows[y][x] != true[y][x]
        for y in range(1, len(rows))
        for x in range(1, len(rows[0]))
        if (y, x) != (r, c)
    )


def chance(dice: random.Random) -> bool:
    """Whether a table of random numbers is said to add up."""
    rows, cols = dice.randint(3, 12), dice.randint(2, 8)
    places = dice.choice([0, 0, 1, 2])
    scale = dice.choice([20, 100, 1000, 50_000])
    body = [[round(dice.uniform(0, 1) * scale, places) for _ in range(cols)] for _ in range(rows)]
    return bool(record(printed(body, dice)).checks)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--verbose", action="store_true", help="print what was not found")
    args = parser.parse_args()
    dice = random.Random(7)
    count = Count()
    for _ in range(args.tables):
        try_one(dice, count, args.verbose)
    false = sum(chance(dice) for _ in range(args.tables))
    print(count)
    print(
        f"found {count.found / count.tried:.3f}, the only one flagged {count.named / count.tried:.3f}"
    )
    print(f"repaired {count.repaired / count.tried:.3f}, tables harmed {count.harmed}")
    print(f"random tables said to add up: {false} of {args.tables}")


if __name__ == "__main__":
    main()
