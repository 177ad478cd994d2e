"""Sentences, tags and entities, and the exports that carry them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.annotate import annotate, pipeline, sentences
from corpus.document import Block, Document, Run, Source
from corpus.export import export
from corpus.store import Corpus

RU = (
    "В статье Ивана Петрова рассмотрена торговля Забайкальского края с Китаем в 2010-х гг. и позже."
)
EN = "Smith et al. (2019) show it in Fig. 3. Trade grew."


def make(name: str, *texts: tuple[str, str]) -> Document:
    id = hashlib.sha256(name.encode()).hexdigest()
    blocks = [
        Block(id=f"b{n}", order=n, lang=lang, orig=text, text=text)
        for n, (lang, text) in enumerate(texts, 1)
    ]
    return Document(
        id=id,
        source=Source(filename=name, uri=f"file:{name}", mimetype="text/plain", bytes=1, sha256=id),
        languages={"ru": 0.6, "en": 0.4},
        blocks=blocks,
        run=Run(version="0", fingerprint="f", started=""),
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus.open(tmp_path_factory.mktemp("corpus"), create=True)
    corpus.put([make("one", ("ru", RU), ("en", EN)), make("none"), make("kk", ("kk", "ХХ ғасыр."))])
    return corpus


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Так считает А. Е. Петров. И. О. Сидоров, напротив, нет.", 2),
        ("См. рис. 2 и табл. 3. В 2019 г. рост составил 3,5 %.", 2),
        ("Рост на 5 тыс. руб. и т. д. Цены упали.", 2),
        ("Prof. J. K. Brown, i.e. the author, agrees. Others, e.g. Smith, do not.", 2),
        ("Авторлар 2019 ж. деректерін пайдаланды. Нәтижесі анық.", 2),
        ("Журнал вышел в М.: Наука, 2010. Тираж мал.", 2),
        ("«Так ли это?» — спросил он. Да!", 2),
        ("Дубов Л. Ф. Безопасность: монография. — Астана: КИСИ, 2018. Его цитируют.", 2),
        ("Это диалог. — Да, — сказал он. — Нет.", 3),
        ("", 0),
    ],
)
def test_abbreviations_and_initials_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_russian_text_has_lemmas_tags_and_entities() -> None:
    pytest.importorskip("slovnet")
    doc = pipeline("ru")(RU)
    words = {token.text: (token.lemma_, token.pos_) for token in doc}
    assert words["рассмотрена"] == ("рассмотреть", "VERB")
    assert words["края"] == ("край", "NOUN")
    assert [(e.text, e.label_) for e in doc.ents][:2] == [
        ("Ивана Петрова", "PER"), ("Забайкальского края", "LOC"),
    ]  # fmt: skip
    assert len(list(doc.sents)) == 1


def test_a_bilingual_document_is_read_block_by_block() -> None:
    doc = annotate(make("one", ("ru", RU), ("en", EN)))
    assert [span.id_ for span in doc.spans["blocks"]] == ["b1", "b2"]
    assert doc.spans["blocks"][1].text.strip() == EN
    assert [s.text.strip() for s in doc.sents] == [
        RU,
        "Smith et al. (2019) show it in Fig. 3.",
        "Trade grew.",
    ]
    assert doc[0].pos_ == "ADP"


def test_a_document_without_text_gives_an_empty_doc() -> None:
    assert len(annotate(make("none"))) == 0


def test_docbin_opens_with_spacy(corpus: Corpus, tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    export(corpus, "docbin", tmp_path / "out.spacy")
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(Vocab()))
    assert [doc.user_data["id"] for doc in docs] == sorted(row["id"] for row in corpus.rows())
    (one,) = (doc for doc in docs if doc.user_data["filename"] == "one")
    assert one.text.startswith(RU)
    assert len(list(one.sents)) == 3
    assert [span.id_ for span in one.spans["blocks"]] == ["b1", "b2"]


def test_conllu_opens_with_spacy(corpus: Corpus, tmp_path: Path) -> None:
    from spacy.training.converters import conllu_to_docs

    export(corpus, "conllu", tmp_path / "out.conllu")
    text = (tmp_path / "out.conllu").read_text("utf-8")
    assert text.count("# newdoc id") == 2
    assert text.count("# newpar id") == 3
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    assert {len(row) for row in rows} == {10}
    docs = list(conllu_to_docs(text, n_sents=1, no_print=True))
    assert sum(len(doc) for doc in docs) == len(rows)


def test_conllu_keeps_the_rules_of_the_format(corpus: Corpus, tmp_path: Path) -> None:
    """https://universaldependencies.org/format.html, without syntax."""
    export(corpus, "conllu", tmp_path / "out.conllu")
    text = (tmp_path / "out.conllu").read_text("utf-8")
    assert text.endswith("\n\n")
    assert "\r" not in text
    ids = set()
    document = ""
    for sentence in text.strip("\n").split("\n\n"):
        lines = sentence.split("\n")
        notes = dict(x[2:].split(" = ", 1) for x in lines if x.startswith("# ") and " = " in x)
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        document = notes.get("newdoc id", document)
        ids.add((document, notes["sent_id"]))
        assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        assert all(cell and cell == cell.strip() for row in rows for cell in row)
        assert all(not set(cell) & set(" \t") for row in rows for cell in (*row[:1], *row[3:9]))
        feats = [row[5].split("|") for row in rows if row[5] != "_"]
        assert all(f == sorted(f, key=str.lower) and all("=" in x for x in f) for f in feats)
        spaced = [row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows]
        assert "".join(spaced).strip() == notes["text"]
    assert len(ids) == text.count("# sent_id")


@pytest.mark.parametrize("form", ["docbin", "conllu"])
def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus, tmp_path: Path, form: str) -> None:
    for name in ("one.spacy", "two.spacy"):
        export(corpus, form, tmp_path / name)
    assert (tmp_path / "one.spacy").read_bytes() == (tmp_path / "two.spacy").read_bytes()
