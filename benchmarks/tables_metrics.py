"""How alike two tables are: GriTS-Con, cell adjacency, numbers right, and TEDS.

GriTS-Con (Smock, Pesala, Abraham: GriTS, 2022): the largest similar two-dimensional
subsequence of two grids of texts, factored into rows and columns; the similarity of two texts
is twice their common part over both lengths, by difflib as in the published implementation.
Checked against that implementation on 500 pairs of random grids (docs/tables.md says how).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape

Cell = tuple[int, int, int, int, str]  # row, col, row_span, col_span, text
Grid = list[list[str]]
Pair = tuple[str, str, str]


def plain(text: str) -> str:
    """Text for comparison: compatibility forms, one kind of dash and of blank."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join(re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text).split())


def grid_of(cells: Sequence[Cell]) -> Grid:
    """The rectangle of texts; a spanned cell repeats its text."""
    rows = max((r + h for r, _, h, _, _ in cells), default=0)
    cols = max((c + w for _, c, _, w, _ in cells), default=0)
    grid = [[""] * cols for _ in range(rows)]
    for r, c, h, w, text in cells:
        for y in range(r, r + h):
            grid[y][c : c + w] = [plain(text)] * w
    return grid


# --- GriTS ----------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def similarity(one: str, two: str) -> float:
    """Twice the common part of two texts over both lengths (two empty ones are alike)."""
    if not one and not two:
        return 1.0
    blocks = SequenceMatcher(None, one, two).get_matching_blocks()
    return 2 * sum(b.size for b in blocks) / (len(one) + len(two))


Step = list[list[int]]


def _align(n: int, m: int, reward: Callable[[int, int], float]) -> tuple[float, Step]:
    """The best score of aligning two sequences of lengths ``n`` and ``m``, and how."""
    scores = [[0.0] * (m + 1) for _ in range(n + 1)]
    steps = [[1] * (m + 1)] + [[-1] + [0] * m for _ in range(n)]
    for i in range(1, n + 1):
        above, here = scores[i - 1], scores[i]
        for j in range(1, m + 1):
            ways = (above[j - 1] + reward(i - 1, j - 1), above[j], here[j - 1])
            best = max(ways)
            here[j] = best
            steps[i][j] = 0 if ways[0] == best else -1 if ways[1] == best else 1
    return scores[n][m], steps


def _pairs(steps: Step) -> list[tuple[int, int]]:
    i, j = len(steps) - 1, len(steps[0]) - 1
    out: list[tuple[int, int]] = []
    while i or j:
        if steps[i][j] == 0:
            i, j = i - 1, j - 1
            out.append((i, j))
        elif steps[i][j] < 0:
            i -= 1
        else:
            j -= 1
    return out[::-1]


def _lines(true: Grid, found: Grid) -> list[tuple[int, int]]:
    """Which lines of two grids belong together."""

    def reward(i: int, j: int) -> float:
        one, two = true[i], found[j]
        score, _ = _align(len(one), len(two), lambda a, b: similarity(one[a], two[b]))
        return 2 * score / (len(one) + len(two)) if one or two else 1.0

    return _pairs(_align(len(true), len(found), reward)[1])


def aligned(true: Grid, found: Grid) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows and columns of two grids that belong together."""
    turned = [list(map(list, zip(*g, strict=True))) for g in (true, found)]
    return _lines(true, found), _lines(*turned)


def grits_con(true: Grid, found: Grid) -> float:
    """GriTS-Con (F-score) of two grids."""
    if not true or not found:
        return 0.0
    rows, cols = aligned(true, found)
    score = sum(similarity(true[r][c], found[y][x]) for r, y in rows for c, x in cols)
    size = len(true) * len(true[0]) + len(found) * len(found[0])
    return 2 * score / size


# --- adjacency ------------------------------------------------------------------------


def normal(text: str) -> str:
    """Text for the adjacency score: no blanks, no case, one dash (as in ICDAR 2013)."""
    return re.sub(r"[\W_]+", "", plain(text).replace("-", "minus")).lower()


def adjacency(cells: Sequence[Cell]) -> Counter[Pair]:
    """Neighbouring pairs of a table's filled cells, right and down."""
    filled = [c for c in cells if normal(c[4])]
    at: dict[tuple[int, int], int] = {}
    for n, (row, col, height, width, _) in enumerate(filled):
        for r in range(row, row + height):
            for c in range(col, col + width):
                at[r, c] = n
    rows = 1 + max((r for r, _ in at), default=0)
    cols = 1 + max((c for _, c in at), default=0)
    found: set[tuple[int, int, str]] = set()
    for (r, c), n in at.items():
        right = next((at[r, x] for x in range(c + 1, cols) if at.get((r, x), n) != n), None)
        below = next((at[y, c] for y in range(r + 1, rows) if at.get((y, c), n) != n), None)
        found |= {(n, m, d) for m, d in ((right, "right"), (below, "below")) if m is not None}
    return Counter((normal(filled[a][4]), normal(filled[b][4]), d) for a, b, d in found)


def f1(right: int, wanted: int, got: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (wanted + got) if wanted + got else 1.0


# --- TEDS -----------------------------------------------------------------------------


def as_html(cells: Sequence[Cell], header_rows: int) -> str:
    """A table as the HTML that TEDS compares."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells):
        rows.setdefault(cell[0], []).append(cell)
    count = max((r + h for r, _, h, _, _ in cells), default=0)

    def line(row: int) -> str:
        out = ""
        for _, _, h, w, text in rows.get(row, []):
            spans = (f' rowspan="{h}"' if h > 1 else "") + (f' colspan="{w}"' if w > 1 else "")
            out += f"<td{spans}>{escape(plain(text))}</td>"
        return f"<tr>{out}</tr>"

    head = "".join(line(r) for r in range(header_rows))
    body = "".join(line(r) for r in range(header_rows, count))
    return f"<html><body><table><thead>{head}</thead><tbody>{body}</tbody></table></body></html>"
