"""What a record says of its works beside what was composed: counts for F1, field by field.

Each field is a list of values per work; a value counts as found when it is equal after
:func:`normal` (exact), or, in the soft measure that scans also get, when the Levenshtein
similarity is at least 0.95 (GROBID's own soft measure takes 0.8).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from corpus.document import Document, Work
from works_kit.compose import Made

Value = tuple[str, ...]
FIELDS = ("boundaries", "title", "authors", "affiliations", "abstract", "sections", "keywords", "codes", "dates",
          "journal", "contacts", "funding", "pairs", "keyword pairs", "reference split", "reference fields",
          "reference twins", "citations")  # fmt: skip
CSL = (
    "title",
    "container_title",
    "year",
    "volume",
    "issue",
    "pages",
    "publisher",
    "place",
    "doi",
    "url",
)
SOFT = 0.95


def normal(text: str) -> str:
    """Words and figures in one case and one spelling; marks and blanks aside.

    >>> normal("СЕВЕР  ЁЛКИ – «юг».")
    'север елки юг'
    """
    text = (
        unicodedata.normalize("NFKC", text.replace("№", " № "))
        .casefold()
        .replace("ё", "е")
        .replace("\N{SOFT HYPHEN}", "")
    )
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


@dataclass(slots=True)
class Tally:
    """Counts of one field: exact and soft hits, values found, values expected."""

    hits: int = 0
    soft: int = 0
    found: int = 0
    expected: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count ``other`` in."""
        self.hits, self.soft = self.hits + other.hits, self.soft + other.soft
        self.found, self.expected = self.found + other.found, self.expected + other.expected
        self.misses += other.misses

    def f1(self, soft: bool = False) -> float:
        """F1; 1 where nothing was expected and nothing found."""
        total = self.found + self.expected
        return 2 * (self.soft if soft else self.hits) / total if total else 1.0


def compare(found: Iterable[Value], expected: Iterable[Value], where: str = "") -> Tally:
    """Multisets of values compared."""
    a, b = Counter(map(_normal, found)), Counter(map(_normal, expected))
    tally = Tally(hits=(a & b).total(), found=a.total(), expected=b.total())
    extra, lost = list((a - b).elements()), list((b - a).elements())
    tally.soft = tally.hits
    tally.misses += [f"{where} - {' | '.join(v)}" for v in lost] + [
        f"{where} + {' | '.join(v)}" for v in extra
    ]
    for value in lost:
        near = next((v for v in extra if _near(v, value)), None)
        if near is not None:
            extra.remove(near)
            tally.soft += 1
    return tally


def _normal(value: Value) -> Value:
    return tuple(normal(v) for v in value)


def _near(one: Value, two: Value) -> bool:
    return (
        len(one) == len(two)
        and Levenshtein.normalized_similarity(" ".join(one), " ".join(two)) >= SOFT
    )


def judge(document: Document, truths: Sequence[Made], name: str = "") -> dict[str, Tally]:
    """All fields of all works of one file."""
    out = {f: Tally() for f in FIELDS}
    bound = assign(document, truths)
    good = sum(1 for k in bound if _whole(document, truths, k, bound))
    out["boundaries"] = Tally(good, good, len(document.works), len(truths))
    if good < max(len(truths), len(document.works)):
        out["boundaries"].misses.append(
            f"{name}: {len(document.works)} works for {len(truths)}, {good} right"
        )
    for k, truth in enumerate(truths):
        work = document.works[bound[k]] if k in bound else Work()
        for f, tally in fields_of(work, truth, f"{name}#{k}").items():
            out[f].add(tally)
    for n, work in enumerate(document.works):
        if n not in bound.values():
            for f, tally in fields_of(work, None, f"{name}+{n}").items():
                out[f].add(tally)
    return out


def assign(document: Document, truths: Sequence[Made]) -> dict[int, int]:
    """Composed work → the found work that holds most of its paragraphs (each taken once)."""
    owners = _owners(document, truths)
    votes: dict[tuple[int, int], int] = defaultdict(int)
    for (k, _), n in owners.items():
        votes[k, n] += 1
    bound: dict[int, int] = {}
    for k, n in sorted(votes, key=lambda pair: -votes[pair]):
        if k not in bound and n not in bound.values():
            bound[k] = n
    return bound


def _owners(document: Document, truths: Sequence[Made]) -> dict[tuple[int, int], int]:
    """(composed work, paragraph) → found work, for paragraphs that can be seen in the blocks."""
    texts = [(normal(b.text), b.work) for b in document.blocks if b.work is not None]
    out: dict[tuple[int, int], int] = {}
    for k, truth in enumerate(truths):
        for p, (role, text) in enumerate(truth.body):
            key = normal(text)[:110]
            if role == "heading" or len(key) < 40:
                continue
            exact = next((w for t, w in texts if t.startswith(key)), None)
            exact = next((w for t, w in texts if key in t), None) if exact is None else exact
            owner = exact if exact is not None else _nearest(key, texts)
            if owner is not None:
                out[k, p] = owner
    return out


def _nearest(key: str, texts: Sequence[tuple[str, int | None]]) -> int | None:
    best = max(
        ((Levenshtein.normalized_similarity(key, t[:110]), w) for t, w in texts),
        key=lambda x: x[0],
        default=(0.0, None),
    )
    return best[1] if best[0] > 0.8 else None


def _whole(document: Document, truths: Sequence[Made], k: int, bound: dict[int, int]) -> bool:
    """All paragraphs of a composed work stand in its found work, and no others."""
    owners = _owners(document, truths)
    own = [n for (j, _), n in owners.items() if j == k]
    others = [n for (j, _), n in owners.items() if j != k]
    return bool(own) and all(n == bound[k] for n in own) and bound[k] not in others


def fields_of(work: Work, truth: Made | None, where: str) -> dict[str, Tally]:
    """The fields of one work but its boundaries."""
    expected = _expected(truth) if truth else {}
    found = _found(work, _aligned(work, truth))
    if truth is not None and not truth.journal:
        found["journal"] = []
    return {f: compare(found[f], expected.get(f, []), f"{where} {f}") for f in found}


#: From this similarity of their texts on two references are one, whose fields are compared.
_ONE_ITEM = 0.8


def _aligned(work: Work, truth: Made | None) -> dict[str, str]:
    """Found reference → the composed one that it is, so that a letter misread at its start
    does not cost all its fields."""
    composed = [r.raw for r in truth.references] if truth else []
    out: dict[str, str] = {}
    for found in work.references:
        near = [
            (Levenshtein.normalized_similarity(normal(found.raw), normal(raw)), raw)
            for raw in composed
        ]
        if near and max(near)[0] >= _ONE_ITEM:
            out[found.raw] = max(near)[1]
    return out


def _found(work: Work, keys: dict[str, str]) -> dict[str, list[Value]]:
    people = [a for a in work.authors if a.role == "author"]
    codes = work.codes.model_dump()
    singles = [
        (k, str(v))
        for k, v in codes.items()
        if v and not isinstance(v, list) and k not in ("issn", "isbn", "handle")
    ]
    lists = [(k, v) for k in ("grnti", "jel") for v in codes[k]]
    journal = work.journal
    return {
        "title": [(k, v) for k, v in work.title.items()],
        "authors": [(lang, name) for a in people for lang, name in a.name.items()],
        "affiliations": [(lang, a.name.get(lang, ""), v) for a in people for lang, v in a.affiliation.items()],
        "abstract": [(a.lang or "", a.text) for a in work.abstracts],
        "sections": [(a.lang or "", s.type, s.text) for a in work.abstracts for s in a.sections],
        "keywords": [(lang, w) for lang, ws in work.keywords.items() for w in ws],
        "codes": singles + lists,
        "dates": [(k, v) for k, v in work.dates.model_dump().items() if v and k in ("received", "accepted")],
        "journal": [(k, str(v)) for k, v in (("year", journal.year), ("volume", journal.volume), ("issue", journal.issue)) if v]
        + [("title", t) for t in journal.title.values()],
        "contacts": [(v,) for a in people for v in (a.email, a.orcid) if v],
        "funding": [(v,) for v in work.funding],
        "pairs": [tuple(sorted(p.langs)) for p in work.abstract_pairs],
        "keyword pairs": [tuple(sorted(pair)) for p in work.abstract_pairs for pair in p.keyword_pairs],
        "reference split": [(r.raw,) for r in work.references],
        "reference fields": [v for r in work.references for v in _reference(keys.get(r.raw, r.raw), r.model_dump(), [p.family or p.literal or "" for p in r.authors])],
        "reference twins": [(work.references[n].raw, work.references[r.pair].raw) for n, r in enumerate(work.references)
                            if r.pair is not None and n < r.pair and r.pair < len(work.references)],
        "citations": [(r.raw,) for r in work.references if r.cited_by],
    }  # fmt: skip


def _reference(raw: str, fields: dict[str, object], authors: Sequence[str]) -> list[Value]:
    key = normal(raw)[:24]
    return [(key, f, str(fields[f])) for f in CSL if fields.get(f)] + [
        (key, "author", a) for a in authors
    ]


def _expected(truth: Made) -> dict[str, list[Value]]:
    langs = truth.langs
    codes = [(k, v) for k, vs in truth.codes.items() for v in ([vs] if isinstance(vs, str) else vs)]
    pairs = (
        [tuple(sorted((a, b))) for n, a in enumerate(langs) for b in langs[n + 1 :]]
        if truth.abstract
        else []
    )
    words = [
        tuple(sorted(pair))
        for n, a in enumerate(langs) for b in langs[n + 1 :]
        for pair in zip(truth.keywords.get(a, []), truth.keywords.get(b, []), strict=True)
    ]  # fmt: skip
    return {
        "title": list(truth.title.items()),
        "authors": [(lang, name) for lang, names in truth.printed.items() for name in names],
        "affiliations": [(lang, name, place) for lang, rows in truth.bound.items() for name, place in rows],
        "abstract": list(truth.abstract.items()),
        "sections": [(lang, kind, text) for lang, rows in truth.sections.items() for kind, (_, text) in zip(_types(len(rows)), rows, strict=True)],
        "keywords": [(lang, w) for lang, ws in truth.keywords.items() for w in ws],
        "codes": codes, "dates": list(truth.dates.items()),
        "journal": [(k, v) for k, v in truth.journal.items() if k in ("year", "volume", "issue", "title", "title2") and v],
        "contacts": [(v,) for v in (*truth.emails, *truth.orcids)],
        "funding": [(truth.funding,)] if truth.funding else [],
        "pairs": pairs, "keyword pairs": words,
        "reference split": [(r.raw,) for r in truth.references],
        "reference fields": [v for r in truth.references for v in _reference(r.raw, dict(r.fields), [a for a, _ in r.authors])],
        "reference twins": [(truth.references[a].raw, truth.references[b].raw) for a, b in truth.twins.items()],
        "citations": [(truth.references[k].raw,) for k in truth.cited],
    }  # fmt: skip


def _types(count: int) -> tuple[str, ...]:
    from works_kit.words import SECTION_TYPES

    return SECTION_TYPES[:count]
