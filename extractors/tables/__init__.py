"""Tables: found in plain text, on pages and in scans; described as records that add up.

``plain`` finds them among lines of text, ``pdf`` on born-digital pages, ``ocr`` on scanned
ones; ``describe`` turns what was found into records with numbers, units and checks.
"""

from extractors.tables.describe import describe_tables
from extractors.tables.grids import as_text
from extractors.tables.plain import FoundTable, find_in_lines

__all__ = ["FoundTable", "as_text", "describe_tables", "find_in_lines"]
