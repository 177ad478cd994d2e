"""What the command line takes: values are checked before anything is started."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection

from corpus.errors import UsageError


def whole(least: int) -> Callable[[str], int]:
    """An argparse type: a whole number, not smaller than ``least``.

    >>> whole(1)("3")
    3
    """

    def convert(text: str) -> int:
        if not text.lstrip("-").isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} on")
        return int(text)

    return convert


def seconds(text: str) -> float:
    """An argparse type: a number of seconds above zero."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return value


def pages(text: str) -> str:
    """An argparse type: a range expression such as "3-5,9".

    >>> pages("3-5,9-")
    '3-5,9-'
    """
    from extractors.pages import selected_pages

    first, dash, last = text.strip().partition("-")
    if "," not in text and dash and first.isdigit() and last.isdigit() and int(first) > int(last):
        raise argparse.ArgumentTypeError(f"{text!r} goes backwards; did you mean {last}-{first}?")
    try:
        selected_pages(text, 1_000_000)
    except UsageError as error:
        raise argparse.ArgumentTypeError(error.detail) from error
    return text


def tesseract_languages(text: str) -> str:
    """An argparse type: "auto", or Tesseract's names of languages joined by "+".

    >>> tesseract_languages("rus+eng")
    'rus+eng'
    """
    import re

    if not re.fullmatch(r"[A-Za-z_/]+(\+[A-Za-z_/]+)*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of languages such as rus+eng")
    return text


def check_fixers(names: Collection[str]) -> None:
    """Refuse names that no fixer and no topic of fixers has.

    Raises:
        UsageError: with the names that there are.
    """
    if not names:
        return
    from fixers.chain import FIXERS

    known = {f.name for f in FIXERS}
    topics = {name.partition(".")[0] for name in known}
    for name in names:
        if name not in known | topics:
            there = ", ".join(sorted(topics))
            inside = ", ".join(sorted(known))
            raise UsageError(
                "--without", f"there is no fixer “{name}”; topics: {there}; fixers: {inside}"
            )
