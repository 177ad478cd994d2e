"""The linguistic layer, carried by spaCy: sentences, tokens, lemmas, tags, entities.

A pipeline per language: a trained spaCy model when one is installed, else a blank
pipeline with the project's components. Russian gets tags and entities from slovnet's
small models (they come with the natasha wheel, which itself is not imported) and lemmas
from pymorphy3. Every language gets sentences.

The trained models ``ru_core_news_sm`` and ``en_core_web_sm`` are not in the package
index; packages of nearly these names there are squatted. :func:`trained` looks only for
what is installed already, and only for packages that Explosion made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.document import Block, Document
from corpus.quality import FURNITURE
from corpus.sentences import split

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

#: Trained pipelines that are used where they are installed, the better ones first.
TRAINED = {
    "ru": ("ru_core_news_lg", "ru_core_news_md", "ru_core_news_sm"),
    "uk": ("uk_core_news_lg", "uk_core_news_md", "uk_core_news_sm"),
    "en": ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm"),
    "de": ("de_core_news_lg", "de_core_news_md", "de_core_news_sm"),
    "fr": ("fr_core_news_lg", "fr_core_news_md", "fr_core_news_sm"),
}
#: Blocks whose text is no running text.
UNREADABLE = FURNITURE | {"table", "formula", "code"}
#: What is kept of each token.
ATTRIBUTES = (
    "ORTH", "SPACY", "LEMMA", "POS", "TAG", "MORPH", "HEAD", "DEP", "SENT_START", "ENT_IOB",
    "ENT_TYPE", "ENT_KB_ID",
)  # fmt: skip
#: Texts that a pipeline takes at once.
BATCH = 64


def sentences(text: str, lang: str | None = None) -> list[str]:
    """The sentences of a running text, in order; no pipeline is loaded for it.

    ``lang`` is accepted for the day when languages need rules of their own.

    >>> sentences("Экспорт вырос. Импорт, т. е. ввоз, упал.", "ru")
    ['Экспорт вырос.', 'Импорт, т. е. ввоз, упал.']
    """
    del lang
    return [sentence.text for sentence in split(text)]


@cache
def pipeline(lang: str | None) -> Language:
    """The pipeline for a language, loaded once; ``None`` and unknown languages get tokens
    and sentences only."""
    import spacy

    from corpus import components  # noqa: F401 - registers the components

    for name in TRAINED.get(lang or "", ()):
        if trained(name):
            return spacy.load(name)
    nlp = _blank(lang)
    nlp.add_pipe("vychitka_sentences")
    if lang == "ru":
        nlp.add_pipe("vychitka_russian")
    return nlp


def trained(name: str) -> bool:
    """Whether a trained spaCy model is installed, and is what its name says."""
    import spacy

    if not spacy.util.is_package(name):
        return False
    meta = spacy.util.get_package_path(name) / "meta.json"
    return meta.is_file() and "Explosion" in meta.read_text("utf-8")


def _blank(lang: str | None) -> Language:
    import spacy

    try:
        return spacy.blank(lang or "xx")
    except ImportError:  # spaCy has no rules for this language
        return spacy.blank("xx")


def annotate(document: Document) -> Doc:
    """The running text of a document as one spaCy ``Doc``, blocks by empty lines.

    Each block is read in its own language; the spans ``doc.spans["blocks"]`` bear the
    block's id and label, ``doc.user_data`` the document's.
    """
    from spacy.tokens import Doc

    blocks = readable(document)
    if not blocks:
        return _empty(document)
    parts = _on_one_vocabulary(_parsed(blocks, _main_language(document)))
    doc = Doc.from_docs(parts, ensure_whitespace=False)
    assert doc is not None
    start = 0
    spans = []
    for block, part in zip(blocks, parts, strict=True):
        spans.append(_span(doc, start, len(part), block))
        start += len(part)
    doc.spans["blocks"] = spans
    doc.user_data.update(_user_data(document))
    return doc


def readable(document: Document) -> list[Block]:
    """The blocks of running text in reading order."""
    blocks = sorted(document.blocks, key=lambda b: b.order)
    return [b for b in blocks if b.label not in UNREADABLE and b.text.strip()]


def _main_language(document: Document) -> str | None:
    return max(document.languages, key=lambda lang: document.languages[lang], default=None)


def _parsed(blocks: Sequence[Block], main: str | None) -> Iterator[Doc]:
    """A Doc per block in the blocks' order; neighbours of one language go through together."""
    from itertools import groupby

    for lang, group in groupby(blocks, key=lambda b: b.lang or main):
        texts = (block.text.strip() + "\n\n" for block in group)
        yield from pipeline(lang).pipe(texts, batch_size=BATCH)


@cache
def vocabulary() -> Vocab:
    """The vocabulary that all annotated documents share, whatever their languages."""
    import spacy

    return spacy.blank("xx").vocab


def _on_one_vocabulary(parts: Iterable[Doc]) -> list[Doc]:
    """Docs of several pipelines, so that they can be joined into one."""
    from spacy.tokens import DocBin

    bin_ = DocBin(attrs=ATTRIBUTES)
    for part in parts:
        bin_.add(part)
    return list(bin_.get_docs(vocabulary()))


def _span(doc: Doc, start: int, length: int, block: Block) -> Any:
    from spacy.tokens import Span

    return Span(doc, start, start + length, label=block.label, span_id=block.id)


def _empty(document: Document) -> Doc:
    from spacy.tokens import Doc

    doc = Doc(vocabulary())
    doc.user_data.update(_user_data(document))
    return doc


def _user_data(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "filename": document.source.filename,
        "languages": dict(document.languages),
    }


def annotate_all(documents: Iterable[Document]) -> Iterator[Doc]:
    """Documents one by one, as they come; pipelines stay loaded."""
    for document in documents:
        yield annotate(document)
