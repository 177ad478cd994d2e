"""The chain: fixers in order over the paragraphs of one document, with a ledger.

Each fixer sees the text as the fixers in front of it left it, and proposes edits; the chain
applies them and composes them with what was done before (:func:`fixers.edits.stack`).
The whole chain runs until it finds nothing more to do, so a repaired text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.document import Label, TextSource
from fixers import (
    controls,
    footnotes,
    gates,
    homoglyphs,
    hyphens,
    keyboard,
    ligatures,
    lone_letters,
    lost,
    lost_ligatures,
    mojibake,
    numbers,
    paragraphs,
    shifts,
    signs,
    slips,
    spacing,
    urls,
)
from fixers.edits import Change, Edit, apply_edits, select, stack
from fixers.gates import Look
from fixers.hyphens import Knowledge
from fixers.languages import language_of

if TYPE_CHECKING:
    from fixers.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a document as the chain receives it.

    ``label`` says how its line ends are to be read: those of ``table``, ``code`` and
    ``formula`` blocks are structure and stay, as do their tabs.
    """

    text: str
    label: Label = "paragraph"
    text_source: TextSource = "plain_text"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A passage after the chain: applying ``changes`` to the observed text gives ``text``."""

    text: str
    changes: tuple[Change, ...] = ()


#: Labels whose line ends are structure.
KEEPS_LINES: frozenset[Label] = frozenset({"table", "code", "formula", "listing"})
#: Labels in which letters and words are not running text and are left alone.
NOT_PROSE: frozenset[Label] = frozenset({"code", "formula", "listing"})
#: The chain is run again over what it repaired, at most this often.
MOST_ROUNDS = 6


@dataclass(slots=True)
class Draft:
    """A passage under repair."""

    passage: Passage
    text: str
    joins: bool
    changes: list[Change] = field(default_factory=list)
    look: Look = field(init=False)

    def __post_init__(self) -> None:
        self.look = Look(self.text)

    def apply(self, proposed: Iterable[Edit]) -> None:
        """Carry out a disjoint choice of the proposals, and enter it in the ledger."""
        edits = select(e for e in proposed if self.joins or _keeps_lines(e))
        if edits:
            self.changes = stack(self.changes, edits, self.passage.text)
            self.text = apply_edits(self.text, edits)
            self.look = Look(self.text)


class Sheet:
    """All passages of one document under repair, with what fixers may ask about it."""

    def __init__(self, drafts: list[Draft], min_confidence: float = 0.0) -> None:
        self.drafts = drafts
        self.min_confidence = min_confidence
        #: The drafts by what a fixer asks for: (works on line ends, works on running text).
        self.meant = {
            (joins, prose): [d for d in drafts if _is_meant(d, joins=joins, prose=prose)]
            for joins in (False, True)
            for prose in (False, True)
        }
        #: The label of the passage that a fixer is asked about.
        self.label: Label = "paragraph"
        self.decoded = False
        self.chains = mojibake.Chains()
        self._evidence: Evidence | None = None
        self._knowledge: Knowledge | None = None
        self._notes: frozenset[str] | None = None

    def reread(self) -> None:
        """Forget what the document said before its last repairs."""
        self._evidence = self._knowledge = self._notes = None

    @property
    def evidence(self) -> Evidence:
        """The lexicon, and the document's own spellings when first asked in this round."""
        from fixers.evidence import Evidence

        if self._evidence is None:
            texts = [d.text for d in self.drafts if d.passage.label not in NOT_PROSE]
            self._evidence = Evidence(texts)
        return self._evidence

    @property
    def notes(self) -> frozenset[str]:
        """Numbers of the footnotes that the document has."""
        if self._notes is None:
            labels = [d.passage.label for d in self.drafts]
            self._notes = footnotes.notes_of([d.text for d in self.drafts], labels)
        return self._notes

    @property
    def knowledge(self) -> Knowledge:
        """What the hyphen fixers ask for."""
        if self._knowledge is None:
            seen = self.evidence
            split = [d.text for d in self.drafts if _HYPHEN_BLANK(d.text)]
            splits = sum(hyphens.split_compounds(text, seen.seen) for text in split)
            self._knowledge = Knowledge(seen.is_word, seen.zipf, seen.seen, splits)
        return self._knowledge


def _is_meant(draft: Draft, *, joins: bool, prose: bool) -> bool:
    """Whether a fixer of such a kind works on the draft at all."""
    label = draft.passage.label
    return not (
        label in NOT_PROSE or (joins and not draft.joins) or (prose and label in KEEPS_LINES)
    )


@dataclass(frozen=True, slots=True)
class Fixer:
    """A step of the chain. ``name`` is ``module.function`` as it stands in the ledger.

    ``sign`` says of a paragraph whether the fixer may have work there: where it has not,
    nothing else is done. ``joins`` says that the fixer works on line ends, so it is left out where
    they stay; ``prose`` that it works on running text, not on tables, code and formulas.
    """

    name: str
    sign: Callable[[Look], object]
    propose: Callable[[Sheet, str], Iterable[Edit]]
    joins: bool = False
    prose: bool = False

    def run(self, sheet: Sheet) -> None:
        """Work on every passage that the fixer is meant for."""
        sign = self.sign
        for draft in sheet.meant[self.joins, self.prose]:
            if sign(draft.look):
                sheet.label = draft.passage.label
                draft.apply(self.propose(sheet, draft.text))


@dataclass(frozen=True, slots=True)
class DocumentFixer:
    """A step of the chain that looks at all passages together.

    ``propose`` gets their texts and gives the edits of each; it is asked when ``sign`` is
    true of one of them.
    """

    name: str
    sign: Callable[[Look], bool]
    propose: Callable[[Sheet, list[str], bool], list[list[Edit]]]

    def run(self, sheet: Sheet) -> None:
        """Work on the document if one of its passages gives reason to."""
        drafts = [d for d in sheet.drafts if d.passage.label not in NOT_PROSE]
        if not any(self.sign(d.look) for d in drafts):
            return
        joins = any(d.joins for d in drafts)
        proposed = self.propose(sheet, [d.text for d in drafts], joins)
        for draft, edits in zip(drafts, proposed, strict=True):
            draft.apply(edits)


def _decode_lookalikes(sheet: Sheet, texts: list[str], join_lines: bool) -> list[list[Edit]]:
    from fixers.lookalike import repair_lookalikes
    from fixers.lookalike.detect import find_garbled

    if sheet.decoded and sheet.min_confidence:
        return [[] for _ in texts]  # a word that was left is not tried again without the others
    sheet.decoded = True
    # The whole document is read only when one of the paragraphs that look odd is garbled.
    odd = [d.text for d in sheet.drafts if d.passage.label not in NOT_PROSE and d.look.garbled]
    if not find_garbled(odd):
        return [[] for _ in texts]
    return repair_lookalikes(texts, join_lines=join_lines, min_confidence=sheet.min_confidence)


def _read_controls(sheet: Sheet, texts: list[str], _: bool) -> list[list[Edit]]:
    seen = sheet.evidence
    hyphens = controls.hyphens_of(texts, seen.zipf)
    return [list(controls.read_controls(t, hyphens, seen.zipf)) for t in texts]


def _restore_ligatures(sheet: Sheet, texts: list[str], _: bool) -> list[list[Edit]]:
    zipf = sheet.evidence.english
    return [
        list(lost_ligatures.restore_ligatures(t, zipf)) if language_of(t) == "en" else []
        for t in texts
    ]


# Patterns that start with a rare character, so that sound text is passed over fast.
_MARK_INSIDE = re.compile(r"\?(?<=[\u0400-\u04ff]\?)[\u0400-\u04ff]").search
_BOTH_SCRIPTS = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:(?=[\u0400-\u052f])|(?<=[\u0400-\u052f].))"
).search
_DIGIT_BESIDE = re.compile(
    r"[0-9](?:(?<=\b3)т|(?<=\b[12][0-9])l[0-9]|[OОо][0-9]|(?<=[\u0400-\u052f][0346])[\u0430-\u045f]|(?<=[0346])[\u0430-\u045f]{4})"
).search
_HYPHEN_BLANK = re.compile(r"-(?<=[^\W\d_]-) {1,2}[^\W\d_]").search
_LETTER_DIGIT = re.compile(r"\d(?<=[^\W\d_]\d)").search
_SHORT_PIECES = re.compile(
    r"[ \u00a0\u2002-\u200a](?<=\b[^\W\d_].)(?:[^\W\d_][ \u00a0\u2002-\u200a][^\W\d_]{1,2}"
    r"|[^\W\d_]{2}[ \u00a0\u2002-\u200a][^\W\d_])\b"
).search

#: The chain, in order.
FIXERS: tuple[Fixer | DocumentFixer, ...] = (
    Fixer(
        "mojibake.fix_utf8",
        lambda look: not look.odd.isdisjoint(mojibake.ODD_UTF8) and look.has(mojibake.SIGN_UTF8),
        lambda _, text: mojibake.fix_utf8(text),
    ),
    Fixer(
        "mojibake.recode",
        lambda look: signs.has_sign(look.text, look.characters),
        lambda sheet, text: mojibake.recode(text, sheet.chains),
    ),
    Fixer(
        "mojibake.fix_embedded",
        lambda look: not look.odd.isdisjoint(mojibake.ODD_UTF8) and look.has(mojibake.SIGN_UTF8),
        lambda _, text: mojibake.fix_embedded(text),
    ),
    Fixer(
        "shifts.shift_back",
        lambda look: (
            look.odd
            and (max(look.odd) >= "\ue000" or not look.odd.isdisjoint(shifts.ODD))
            and shifts.SIGN.search(look.text)
        ),
        lambda _, text: shifts.shift_back(text, signs.is_listed_anywhere),
    ),
    DocumentFixer(
        "controls.read_controls",
        lambda look: not look.odd.isdisjoint(controls.SIGNS),
        _read_controls,
    ),
    Fixer(
        "ligatures.drop_controls",
        lambda look: look.odd & ligatures.CONTROLS,
        lambda _, text: ligatures.drop_controls(text),
    ),
    Fixer(
        "lost_ligatures.read_signs",
        lambda look: look.latin and look.odd & lost_ligatures.SIGNS,
        lambda sheet, text: lost_ligatures.read_signs(text, sheet.evidence.english),
    ),
    Fixer(
        "ligatures.compose_letters",
        lambda look: look.odd & ligatures.ACCENTS,
        lambda _, text: ligatures.compose_letters(text),
    ),
    Fixer(
        "ligatures.restore_breves",
        lambda look: look.cyrillic and ligatures.may_lack_breves(look.text),
        lambda sheet, text: ligatures.restore_breves(text, sheet.evidence.zipf),
    ),
    Fixer(
        "ligatures.expand_ligatures",
        lambda look: look.odd & ligatures.LIGATURES.keys(),
        lambda sheet, text: ligatures.expand_ligatures(text, sheet.evidence.zipf),
    ),
    DocumentFixer(
        "lost_ligatures.restore_ligatures",
        lambda look: look.latin and any(part in look.text for part in lost_ligatures.PARTS),
        _restore_ligatures,
    ),
    Fixer(
        "keyboard.switch_layout",
        lambda look: (
            (look.garbled and keyboard.SIGN.search(look.text))
            or (look.cyrillic and signs.is_unlikely(look.text, look.characters))
        ),
        lambda sheet, text: keyboard.switch_layout(text, sheet.evidence.zipf_in),
        prose=True,
    ),
    # Before the decoder: a Cyrillic word with a few Latin twins is not garbled.
    Fixer(
        "homoglyphs.latin_numerals",
        lambda look: (
            (look.two_scripts or "І" in look.odd) and homoglyphs.SIGN_ROMAN.search(look.text)
        ),
        lambda _, text: homoglyphs.latin_numerals(text),
    ),
    Fixer(
        "homoglyphs.unify_script",
        lambda look: look.two_scripts and _BOTH_SCRIPTS(look.text),
        lambda sheet, text: homoglyphs.unify_script(
            text, sheet.evidence.is_word, sheet.evidence.zipf
        ),
    ),
    Fixer(
        "lone_letters.to_cyrillic",
        lambda look: look.cyrillic and look.latin and lone_letters.SIGN.search(look.text),
        lambda _, text: lone_letters.to_cyrillic(text),
        prose=True,
    ),
    DocumentFixer("lookalike.decode", lambda look: look.garbled, _decode_lookalikes),
    Fixer(
        "lost.restore_letters",
        lambda look: "\ufffd" in look.odd or ("?" in look.text and _MARK_INSIDE(look.text)),
        lambda sheet, text: lost.restore_letters(text, language_of(text), sheet.evidence.zipf),
    ),
    Fixer(
        "homoglyphs.match_initials",
        lambda look: look.two_scripts and homoglyphs.SIGN_INITIALS.search(look.text),
        lambda _, text: homoglyphs.match_initials(text),
    ),
    Fixer(
        "homoglyphs.letters_for_digits",
        lambda look: look.digits and _DIGIT_BESIDE(look.text),
        lambda sheet, text: homoglyphs.letters_for_digits(text, sheet.evidence.is_word),
    ),
    Fixer(
        "numbers.letters_in_numbers",
        lambda look: look.digits and numbers.SIGN.search(look.text),
        lambda _, text: numbers.letters_in_numbers(text),
    ),
    Fixer(
        "numbers.signs_of_numbers",
        lambda look: look.digits and numbers.SIGN_SIGNS.search(look.text),
        lambda _, text: numbers.signs_of_numbers(text),
        prose=True,
    ),
    Fixer(
        "homoglyphs.numero_signs",
        lambda look: look.two_scripts and "N" in look.characters,
        lambda _, text: homoglyphs.numero_signs(text),
    ),
    Fixer(
        "slips.correct_english",
        gates.may_have_slips,
        lambda sheet, text: slips.correct_english(text, sheet.evidence.english),
        prose=True,
    ),
    Fixer(
        "slips.flag_twins",
        lambda look: "-" in look.characters and slips.SIGN_TWINS.search(look.text),
        lambda sheet, text: slips.flag_twins(text, sheet.evidence.seen),
    ),
    Fixer(
        "urls.join_urls",
        lambda look: look.address and not look.characters.isdisjoint("\r\n"),
        lambda _, text: urls.join_urls(text),
        joins=True,
    ),
    Fixer("urls.close_urls", lambda look: look.address, lambda _, text: urls.close_urls(text)),
    Fixer(
        "urls.plain_hyphens",
        lambda look: look.address and not look.characters.isdisjoint(urls.DASHES),
        lambda _, text: urls.plain_hyphens(text),
    ),
    Fixer(
        "hyphens.join_hyphens",
        lambda look: not look.characters.isdisjoint("\r\n"),
        lambda sheet, text: hyphens.join_hyphens(text, sheet.knowledge),
        joins=True,
    ),
    Fixer(
        "paragraphs.join_lines",
        lambda look: not look.characters.isdisjoint(paragraphs.LINE_ENDS),
        lambda _, text: paragraphs.join_lines(text),
        joins=True,
    ),
    Fixer(
        "hyphens.resolve_soft",
        lambda look: "\u00ad" in look.odd,
        lambda sheet, text: hyphens.resolve_soft(text, sheet.knowledge),
    ),
    Fixer(
        "hyphens.close_compound",
        lambda look: "- " in look.text and _HYPHEN_BLANK(look.text),
        lambda sheet, text: hyphens.close_compound(text, sheet.knowledge),
    ),
    Fixer(
        "footnotes.mark_glued",
        lambda look: look.digits and _LETTER_DIGIT(look.text),
        lambda sheet, text: (
            footnotes.mark_glued(
                text, sheet.notes, sheet.evidence.is_word, running=sheet.label in footnotes.RUNNING
            )
            if sheet.notes
            else ()
        ),
        prose=True,
    ),
    Fixer(
        "spacing.join_letterspaced",
        lambda look: _SHORT_PIECES(look.text),
        lambda sheet, text: spacing.join_letterspaced(text, sheet.evidence.is_word),
        prose=True,
    ),
    Fixer(
        "spacing.collapse_blanks",
        lambda look: "  " in look.text,
        lambda _, text: spacing.collapse_blanks(text),
        joins=True,
        prose=True,
    ),
)


def repair(
    passages: Sequence[Passage],
    *,
    join_lines: bool = True,
    off: Collection[str] = (),
    order: Sequence[str] = (),
    min_confidence: float = 0.0,
) -> list[Repaired]:
    """Repair the passages of one document together.

    ``join_lines=False`` keeps the number of lines (``vychitka repair``); ``off`` names
    fixers to leave out, one by one ("paragraphs.join_lines") or a whole topic ("hyphens");
    ``order`` names fixers that are to run in another order (see :func:`arranged`).
    A garbled word whose reading has less than ``min_confidence`` (0 to 1) is left as it is and
    flagged, its readings as alternatives.

    >>> [done] = repair([Passage("regional \\nintegration")])
    >>> done.text, [(c.before, c.after, c.kind) for c in done.changes]
    ('regional integration', [(' \\n', ' ', 'linebreak')])
    """
    drafts = [Draft(p, p.text, join_lines and p.label not in KEEPS_LINES) for p in passages]
    sheet = Sheet(drafts, min_confidence)
    fixers = arranged(off, order)
    for _ in range(MOST_ROUNDS):
        sheet.reread()
        before = [d.text for d in sheet.drafts]
        for fixer in fixers:
            fixer.run(sheet)
        if before == [d.text for d in sheet.drafts]:
            break
    return [Repaired(d.text, tuple(map(_published, d.changes))) for d in sheet.drafts]


def arranged(off: Collection[str] = (), order: Sequence[str] = ()) -> list[Fixer | DocumentFixer]:
    """The chain without the fixers in ``off``; those in ``order`` change places among themselves.

    Raises:
        ValueError: a name in ``order`` is no fixer's, or stands there twice.

    >>> names = [f.name for f in arranged(order=["urls.plain_hyphens", "urls.join_urls"])]
    >>> names.index("urls.plain_hyphens") < names.index("urls.join_urls")
    True
    """
    by_name = {f.name: f for f in FIXERS}
    if unknown := [n for n in order if n not in by_name or order.count(n) > 1]:
        raise ValueError(f"no such order of fixers: {', '.join(unknown)}")
    moved = iter([by_name[name] for name in order])
    placed = [next(moved) if f.name in order else f for f in FIXERS]
    return [f for f in placed if f.name not in off and f.name.split(".")[0] not in off]


def _keeps_lines(edit: Edit) -> bool:
    """Whether the edit leaves the line ends in its place as they are.

    >>> _keeps_lines(Edit(0, 2, "a\\n", "a", "spacing", "t"))
    False
    """
    return all(edit.before.count(end) == edit.after.count(end) for end in "\n\r")


def _published(change: Change) -> Change:
    """The change as the ledger shows it: stages are listed where there was more than one."""
    return change if len(change.steps) > 1 else replace(change, steps=())
