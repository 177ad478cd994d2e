"""Classes of words: what follows what, beyond the characters that the language model sees.

`training/classes.py` clusters the words by their neighbours; here the classes of the marks
between words and the table's units. In the beam a word gains what its class gains from the class
of what stands before it (adjective and noun, subject and verb agree over long words).
"""

from __future__ import annotations

#: Classes of what is no word; words have those from ``FIRST`` on.
END, COMMA, OTHER, UNKNOWN, FIRST = range(5)
#: Natural logarithms per unit of the table of gains.
STEP = 0.06
