#!/usr/bin/env python3
"""An engine that finds the same lines of print on every page: for measuring what is not its work."""

import sys

from fake import HEADER, answer_questions, write_table

LINES, WORDS = 40, 9
WORD = "регионов"


def size_of(path: str) -> tuple[int, int]:
    """Width and height of a PPM or PGM picture in pixels."""
    with open(path, "rb") as file:  # noqa: PTH123 (a fake engine starts often: few imports)
        fields = file.read(64).split()
    return int(fields[1]), int(fields[2])


def rows(width: int, height: int) -> str:
    """A page of one column: a table row per word."""
    step, room = height // (LINES + 4), width // (WORDS + 2)
    out = [f"1\t1\t0\t0\t0\t0\t0\t0\t{width}\t{height}\t-1\t"]
    for line in range(LINES):
        out += [
            f"5\t1\t1\t1\t{line + 1}\t{at + 1}\t{room * (at + 1)}\t{step * (line + 2)}"
            f"\t{room * 9 // 10}\t{step * 6 // 10}\t93\t{WORD}"
            for at in range(WORDS)
        ]
    return "\n".join(out) + "\n"


answer_questions()
if sys.argv[sys.argv.index("--psm") + 1] == "0":
    sys.exit(1)  # how the page lies: not told
write_table((HEADER + rows(*size_of(sys.argv[1]))).encode())
