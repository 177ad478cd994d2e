"""What the fake engines share: the questions that are asked before a page."""

import sys
from pathlib import Path

HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num"
    "\tleft\ttop\twidth\theight\tconf\ttext\n"
)


def answer_questions() -> None:
    """Say the version or the languages like the real engine, and end."""
    if "--version" in sys.argv:
        print("tesseract 5.3.0")
        sys.exit(0)
    if "--list-langs" in sys.argv:
        print('List of available languages in "/nowhere/" (3):\neng\nosd\nrus')
        sys.exit(0)


def write_table(data: bytes) -> None:
    """Write ``data`` where the caller expects the table of words."""
    Path(sys.argv[2] + ".tsv").write_bytes(data)
