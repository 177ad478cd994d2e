"""Composing, printing and judging of works for ``works_generated.py``.

``words`` holds the phrases, ``compose`` makes works with everything that a record should
say of them, ``cite`` prints their references, ``styles`` lays them out as a journal would,
``pdf`` and ``page`` print the layouts, ``scan`` makes a scan of a print, ``score`` compares.
"""
