"""CoNLL-U: sentences, tokens, lemmas, parts of speech, features and entities.

A document begins with ``# newdoc id``, a block with ``# newpar id``. Entities stand in
MISC as ``NE=B-LOC``. There is no syntax: HEAD and DEPREL are ``_`` unless a trained
pipeline gave them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.annotate import annotate_all
from corpus.store import Corpus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def write(corpus: Corpus, ids: Sequence[str], out: Path) -> None:
    """One file with all documents."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for doc in annotate_all(corpus.documents(ids)):
            for line in lines(doc):
                file.write(line + "\n")


def lines(doc: Doc) -> Iterator[str]:
    """The lines of one document; none for a document without sentences."""
    begins = {span.start: span.id_ for span in doc.spans.get("blocks", [])}
    number = 0
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if not tokens:
            continue
        number += 1
        if number == 1:
            yield f"# newdoc id = {doc.user_data['id']}"
            yield f"# filename = {doc.user_data['filename']}"
        if block := next((begins[t.i] for t in sentence if t.i in begins), None):
            yield f"# newpar id = {block}"
        yield f"# sent_id = {number}"
        yield f"# text = {' '.join(sentence.text.split())}"
        yield from _rows(sentence, tokens)
        yield ""


def _rows(sentence: Span, tokens: Sequence[Token]) -> Iterator[str]:
    numbers = {token.i: n for n, token in enumerate(tokens, 1)}
    parsed = sentence.doc.has_annotation("DEP")
    for token in tokens:
        head = "0" if token.head.i == token.i else str(numbers.get(token.head.i, 0))
        cells = (
            str(numbers[token.i]), token.text, token.lemma_, token.pos_, token.tag_,
            str(token.morph), head if parsed else "", token.dep_.lower(), "", _misc(token),
        )  # fmt: skip
        yield "\t".join(cell or "_" for cell in cells)


def _misc(token: Token) -> str:
    marks = [f"NE={token.ent_iob_}-{token.ent_type_}"] if token.ent_type_ else []
    follows = token.whitespace_ or (token.i + 1 < len(token.doc) and token.nbor().is_space)
    return "|".join(marks if follows else [*marks, "SpaceAfter=No"])
