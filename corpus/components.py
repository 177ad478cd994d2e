"""spaCy components of the project: sentences, and Russian tags, lemmas and entities.

Importing this module registers them with spaCy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from corpus.sentences import split

#: slovnet's names of entities → those of spaCy's Russian models (the same, as it happens).
ENTITIES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}


@Language.component("vychitka_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts by :mod:`corpus.sentences`."""
    starts = {sentence.start for sentence in split(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc


@Language.component("vychitka_russian")
def describe_russian(doc: Doc) -> Doc:
    """Tags, lemmas and entities of a Russian text.

    Without slovnet the tags are pymorphy3's best guess for the word alone, and there are
    no entities.
    """
    tags = _tags(doc)
    for token, (pos, feats) in zip(doc, tags, strict=True):
        token.pos_, token.lemma_ = pos, lemma(token.text, pos)
        token.set_morph(feats or None)  # type: ignore[attr-defined]
    _mark_entities(doc)
    return doc


def _tags(doc: Doc) -> list[tuple[str, str]]:
    """Part of speech (UD) and features ("Case=Gen|…") of each token."""
    tagger = slovnet("morph")
    if tagger is None:
        return [_guess(token.text) for token in doc]
    tags: list[tuple[str, str]] = []
    for sentence in doc.sents:
        words = [token.text for token in sentence if not token.is_space]
        found = iter(tagger(words).tokens) if words else iter(())
        tags += [("SPACE", "") if token.is_space else _tag(next(found)) for token in sentence]
    return tags


def _tag(found: Any) -> tuple[str, str]:
    feats = "|".join(f"{key}={value}" for key, value in sorted(found.feats.items()))
    return found.pos, feats


def _guess(word: str) -> tuple[str, str]:
    from spacy.lang.ru.lemmatizer import oc2ud

    if not any(c.isalnum() for c in word):
        return ("SPACE" if word.isspace() else "PUNCT"), ""
    pos, feats = oc2ud(str(parses(word)[0].tag))
    return pos, "|".join(f"{k}={v}" for k, v in sorted(feats.items()) if v)


@cache
def _morphology() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@cache
def parses(word: str) -> Sequence[Any]:
    """What a word form may be, the likeliest first (pymorphy3)."""
    return _morphology().parse(word)  # type: ignore[no-any-return]


@cache
def lemma(word: str, pos: str) -> str:
    """The dictionary form of a word that is used as this part of speech.

    >>> lemma("регионов", "NOUN"), lemma("стали", "VERB"), lemma("стали", "NOUN")
    ('регион', 'стать', 'сталь')
    >>> lemma("GDP", "X")
    'GDP'
    """
    from spacy.lang.ru.lemmatizer import oc2ud

    if not any("а" <= c <= "я" or c == "ё" for c in word.lower()):
        return word
    found = parses(word)
    wanted = {"PROPN": {"PROPN", "NOUN"}, "AUX": {"AUX", "VERB"}, "DET": {"DET", "PRON", "ADJ"}}
    allowed = wanted.get(pos, {pos})
    fits = (p for p in found if oc2ud(str(p.tag))[0] in allowed)
    return str(next(fits, found[0]).normal_form)


def _mark_entities(doc: Doc) -> None:
    finder = slovnet("ner")
    if finder is None or not doc.text.strip():
        return
    spans = (
        doc.char_span(s.start, s.stop, label=ENTITIES.get(s.type, s.type), alignment_mode="expand")
        for s in finder(doc.text).spans
    )
    doc.ents = tuple(span for span in spans if span is not None and span.text.strip())


@cache
def slovnet(kind: str) -> Any:
    """slovnet's model ("morph" or "ner") with its word vectors, or ``None`` when absent."""
    folder = _models()
    if folder is None:
        return None
    import slovnet as library

    model = {"morph": library.Morph, "ner": library.NER}[kind]
    loaded = model.load(str(next((folder / "model").glob(f"slovnet_{kind}_*.tar"))))
    loaded.navec(_vectors(folder))
    return loaded


@cache
def _vectors(folder: Path) -> Any:
    from navec import Navec

    return Navec.load(str(next((folder / "emb").glob("navec_*.tar"))))


def _models() -> Path | None:
    """The model files in the natasha wheel. natasha itself needs pymorphy2, which no longer
    runs on this Python; nothing of it is imported."""
    spec = find_spec("natasha")
    if spec is None or spec.origin is None or find_spec("slovnet") is None:
        return None
    folder = Path(spec.origin).parent / "data"
    return folder if (folder / "model").is_dir() else None
