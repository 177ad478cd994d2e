"""Tables: found in plain text, on pages and in scans; described as records that add up.

``plain`` finds them among lines of text, ``pdf`` on born-digital pages, ``ocr`` on scanned
ones; ``mend`` puts misread numbers of scans right by the table's own sums, ``describe`` turns what
was found into records with numbers, units and checks.
"""

from extractors.tables.describe import describe_tables
from extractors.tables.grids import as_text
from extractors.tables.mend import corrections
from extractors.tables.plain import FoundTable, find_in_lines

__all__ = ["FoundTable", "as_text", "corrections", "describe_tables", "find_in_lines"]
