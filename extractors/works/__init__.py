"""Works: repaired blocks taken apart into articles with their titles, people and abstracts.

``units`` cuts blocks into parts, ``kinds`` says what each part is, ``split`` deals the parts
out to works, ``assemble`` fills the record of each from ``titles``, ``people``,
``abstracts``, ``keywords``, ``codes``, ``dates``, ``journal``, ``references`` and
``metadata``; ``pairs`` binds the languages, ``notes`` the footnotes.
"""

from extractors.works.describe import Description, describe

__all__ = ["Description", "describe"]
