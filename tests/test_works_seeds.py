"""The seeds as a careful librarian would type them (facts typed from reading, no passages)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from corpus.document import Block, Work
from extractors.options import ReadOptions
from extractors.readers import read
from extractors.tables import describe_tables
from extractors.works import Description, describe
from fixers.chain import Passage, repair
from fixers.languages import language_of

pytestmark = pytest.mark.shared


@cache
def described(path: Path) -> Description:
    """One file read, repaired and described."""
    reading = read(path.read_bytes(), path.name, ReadOptions())
    repaired = repair([Passage(b.text, b.label, b.text_source) for b in reading.blocks])
    blocks = [
        Block(
            id=f"b{n}",
            order=n,
            label=seen.label,
            lang=language_of(done.text),
            orig=seen.text,
            text=done.text,
            provs=list(seen.provs),
            page=seen.page,
            text_source=seen.text_source,
        )
        for n, (seen, done) in enumerate(zip(reading.blocks, repaired, strict=True), 1)
    ]
    tables, blocks = describe_tables(blocks, reading.blocks)
    return describe(blocks, reading.blocks, tables, reading.metadata)


def only_work(description: Description) -> Work:
    assert len(description.works) == 1
    return description.works[0]


def test_000_one_work_with_the_russian_title_of_its_end(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["000"]))
    assert work.title == {
        "ru": "Процессный подход как методологическая основа экономической интеграции "
        "Забайкальского края Китайской Народной Республики"
    }
    assert "title ru: a word seems to be missing before «Китайской»" in work.flags
    assert work.authors == []
    assert {"title en: none in the source", "authors: none in the source"} <= set(work.flags)
    assert any(f.startswith("references: the text cites") for f in work.flags)
    assert work.tables == ["t1"]


def test_000_both_abstracts_first_and_last_words_and_lengths(seeds: dict[str, Path]) -> None:
    description = described(seeds["000"])
    english, russian = only_work(description).abstracts
    assert (english.lang, russian.lang) == ("en", "ru")
    assert english.text.startswith("This article proves the necessity of")
    assert english.text.endswith("nature of the interacting processes.")
    assert len(english.text) == 2126
    assert russian.text.startswith("В статье обоснована необходимость")
    assert russian.text.endswith("представляется весьма перспективным.")
    assert len(russian.text) == 2196
    labels = {b.id: b.label for b in description.blocks}
    assert [labels[b] for a in (english, russian) for b in a.blocks] == ["abstract", "abstract"]


def test_000_seven_russian_keywords_with_repaired_hyphens(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["000"]))
    assert work.keywords == {
        "ru": [
            "процессный подход",
            "Забайкальский край",
            "Китай",
            "международная региональная интеграция",
            "теория отношений",
            "взаимодействие процессов",
            "гармонизация отношений",
        ]
    }
    assert work.abstracts[1].keywords == work.keywords["ru"]


def test_000_pair_of_the_abstracts(seeds: dict[str, Path]) -> None:
    (pair,) = only_work(described(seeds["000"])).abstract_pairs
    assert (pair.langs, pair.abstracts) == (["ru", "en"], [1, 0])
    assert pair.number_agreement
    assert pair.flags == []
    assert pair.score > 0.8
    assert 0.9 < pair.length_ratio < 1.05
    # The seventh Russian sentence and the last English one stand on one side only.
    assert pair.sentence_pairs == [[n, n] for n in range(6)] + [[7, 6], [8, 7], [9, 8]]


def test_000_footnote_of_the_table(seeds: dict[str, Path]) -> None:
    description = described(seeds["000"])
    (note,) = [b for b in description.blocks if b.label == "footnote"]
    assert [(link.from_, link.mark) for link in note.links] == [("t1", "1")]


def test_001_end_of_one_paper_a_whole_one_and_the_beginning_of_a_third(
    seeds: dict[str, Path],
) -> None:
    description = described(seeds["001"])
    tail, english, russian = description.works
    assert tail.title == {}
    assert tail.flags == ["title: missing, the source begins inside this work"]
    assert english.title == {"en": "THE ECONOMIC ASPECTS OF GROSS-BORDER COOPERATION IN THE"}
    assert "title en: cut off in the source after «IN THE»" in english.flags
    assert "authors: the line with the name is missing in the source" in english.flags
    lost = [f for f in english.flags if "told of in the text" in f]
    assert [f.split(":")[0] for f in lost] == ["figure 2, 3, 5", "table 7"]
    assert "references: the text cites up to [7], no list in the source" in english.flags
    assert sum(f.startswith("author: decoded from wrong letters") for f in russian.flags) == 2
    assert set(russian.title) == {"ru"}
    assert [b.work for b in description.blocks] == sorted(b.work or 0 for b in description.blocks)


def test_001_figures_told_by_their_captions_are_pictures(seeds: dict[str, Path]) -> None:
    pictures = [b for b in described(seeds["001"]).blocks if b.label == "picture"]
    assert [b.text.split(".")[0] for b in pictures] == ["Figure 4", "Figure 6", "Figure 7"]
    assert all(b.work == 1 for b in pictures)


def test_001_post_and_place_of_the_author_whose_name_is_lost(seeds: dict[str, Path]) -> None:
    (author,) = described(seeds["001"]).works[1].authors
    assert (author.name, author.position) == ({}, "Senior Lecturer")
    place = author.affiliation["en"]
    assert place.startswith("Department of International Relations")
    assert place.endswith("Astana, Kazakhstan")


def test_001_ten_references_of_which_five_are_the_same_as_before(seeds: dict[str, Path]) -> None:
    references = described(seeds["001"]).works[0].references
    assert len(references) == 10
    assert [r.year for r in references[:2]] == ["2012", "2017"]
    assert {r.title for r in references[2:6]} == {references[1].title}
    assert references[7].title == references[6].title


def test_002_title_from_the_download_line_author_and_post(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["002"]))
    assert work.title == {
        "en": "Strategic Planning of Russia–China Relations in Cross-Border and "
        "Inter-Regional Cooperation"
    }
    (author,) = work.authors
    assert author.name == {"en": "Vladimir Petrovsky"}
    assert author.surname == {"en": "Petrovsky"}
    assert author.position == "Dr. of Political Science, Chief Research Fellow"
    assert author.affiliation["en"].startswith("Centre for Russian–Chinese Relations Studies")
    assert author.affiliation["en"].endswith("Russian Academy of Sciences")


def test_002_repeated_paragraph_and_furniture(seeds: dict[str, Path]) -> None:
    blocks = described(seeds["002"]).blocks
    repeats = [b for b in blocks if b.duplicate_of and len(b.text) > 200]
    first = [b for b in blocks if b.text.startswith("In order to increase")]
    assert [b.label for b in first] == ["paragraph", "boilerplate"]
    assert [b.duplicate_of for b in repeats] == [first[0].id]
    furniture = [b.text for b in blocks if b.label == "boilerplate"]
    for words in ("Rate this article", "Share this article", "Poll conducted", "For students"):
        assert any(t.startswith(words) for t in furniture)
    assert not any(t.startswith("Recommendations") for t in furniture)


def test_003_title_date_and_author_at_the_end(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["003"]))
    assert work.title == {
        "en": "The processes of regionalization as a new factor of development of "
        "interstate cooperation"
    }
    assert work.dates.published == "2019-11-16"
    (author,) = work.authors
    assert (author.name, author.surname) == ({"en": "Shapovalov A. E."}, {"en": "Shapovalov"})


def test_003_list_of_references_bound_to_the_notes(seeds: dict[str, Path]) -> None:
    description = described(seeds["003"])
    references = only_work(description).references
    assert len(references) == 25  # fifteen of the list, ten notes
    first = references[0]
    assert [a.family for a in first.authors] == ["Voskresenskiy"]
    assert (first.year, first.place) == ("2004", "Moscow")
    dugin = [i for i, r in enumerate(references) if r.authors and r.authors[0].family == "Dugin"]
    assert [references[i].pair for i in dugin] == [dugin[1], dugin[0], dugin[0]]
    notes = [b for b in description.blocks if b.label == "footnote"]
    assert [[link.mark for link in n.links] for n in notes] == [[str(n)] for n in range(1, 11)]
    assert [len(r.cited_by) for r in references] == [0] * 15 + [1] * 10  # "[n]" means the notes


def test_003_fields_of_items_whose_addresses_are_lost(seeds: dict[str, Path]) -> None:
    references = only_work(described(seeds["003"])).references
    assert (references[4].title, references[4].year) == ("Foreign policy concept of Russia", "2016")
    assert references[6].container_title == '"One belt, one road" portal'
    assert (references[12].place, references[12].year) == ("M", "2012")
    assert "Aspekt Press" in (references[12].publisher or "")
    frolov = references[14]
    assert (frolov.container_title, frolov.issue) == ("international life", "11")


def test_004_front_matter_of_a_repec_page(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["004"]))
    assert work.title == {
        "en": "The role of Russian border regions in the cross-border cooperation between "
        "Russia and Kazakhstan"
    }
    (author,) = work.authors
    assert author.name == {"en": "Oleg M. Roy"}
    assert author.affiliation == {"en": "F.M. Dostoevsky Omsk State University, Omsk, Russia"}
    assert work.codes.doi == "10.15826/recon.2022.8.4.028"
    assert work.codes.jel == ["F15", "R58"]
    assert work.codes.handle == "RePEc:aiy:journl:v:8:y:2022:i:4:p:369-383"
    journal = work.journal
    assert journal.title == {"en": "R-Economy"}
    assert (journal.year, journal.volume, journal.issue) == ("2022", "8", "4")
    assert journal.pages == "369-383"
    assert journal.publisher == (
        "Ural Federal University, Graduate School of Economics and Management"
    )


def test_004_structured_abstract_and_keywords(seeds: dict[str, Path]) -> None:
    work = only_work(described(seeds["004"]))
    (abstract,) = work.abstracts
    assert abstract.title == "Abstract"
    assert len(abstract.text) == 2542
    assert [s.type for s in abstract.sections] == [
        "relevance", "objective", "data_methods", "results", "conclusions",
    ]  # fmt: skip
    assert abstract.sections[0].title == "Relevance"
    assert abstract.sections[-1].text.endswith("regional government agencies.")
    assert work.keywords == {
        "en": [
            "Russia-Kazakhstan border",
            "border regions",
            "cross-border cooperation",
            "economic potential of a territory",
            "economic profile of a region",
            "cluster",
        ]
    }


def test_004_furniture_of_the_service(seeds: dict[str, Path]) -> None:
    blocks = described(seeds["004"]).blocks
    kept = [b for b in blocks if b.label != "boilerplate"]
    assert max(len(b.text) for b in kept) > 2500
    assert not [b for b in kept if "RePEc service" in b.text or "LibKey" in b.text]
