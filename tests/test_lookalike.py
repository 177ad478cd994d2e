"""Cyrillic read as Latin: repaired where it is garbled, and nothing else touched."""

import json
import time
from pathlib import Path

import pytest

from fixers.edits import apply_edits
from fixers.lookalike import garbled_share, repair_lookalikes
from fixers.lookalike.detect import find_garbled
from fixers.lookalike.model import load, slot_of
from fixers.lookalike.passage import prepare

CASES = Path(__file__).parent / "cases"
NEGATIVES = (CASES / "lookalike_negatives.txt").read_text("utf-8").splitlines()

# Lines of our own, rendered in Liberation Serif and recognised with Tesseract's English model.
OBSERVED = [
    "CraTba TocBsAlljeHa SKOHOMMYeCKOMY COTpyAHWYecTBY MIpHrpaHW4HBx\n"
    "pervoHos Poccuu u Ka3axctaHa B O6acTH TpaHciopta MW 2HepreTuKH.",
    "ABTOpbI CpaBHHBaloT MoKa3aTesIM BHelUHel TOproBi 3a 2015-2019 rob,\n"
    "o6bém HHBeCTHUM M UMCeHHOCTb HaceseHHA IpHrpaHV4HbIX palioHo.",
    "Tam xe, c. 45.",
    "Cm.: Yka3 [[pesugenta Pecrty6muku Ka3axcran oT 12 max 2014 roga Ne 823.",
]
TRUTH = [
    "Статья посвящена экономическому сотрудничеству приграничных\n"
    "регионов России и Казахстана в области транспорта и энергетики.",
    "Авторы сравнивают показатели внешней торговли за 2015-2019 годы,\n"
    "объём инвестиций и численность населения приграничных районов.",
    "Там же, с. 45.",
    "См.: Указ Президента Республики Казахстан от 12 мая 2014 года № 823.",
]
ENGLISH = "The economic aspects of cross-border cooperation in the Great Altai region."


def repair(paragraphs):
    edits = repair_lookalikes(paragraphs, join_lines=False)
    return [apply_edits(p, e) for p, e in zip(paragraphs, edits, strict=True)], edits


@pytest.fixture(scope="module")
def repaired():
    return repair([OBSERVED[0], ENGLISH, *OBSERVED[1:]])


def test_most_words_come_back(repaired):
    texts, _ = repaired
    got = " ".join([texts[0], *texts[2:]]).lower().split()
    want = " ".join(TRUTH).lower().split()
    right = sum(a == b for a, b in zip(got, want, strict=False))
    assert len(got) == len(want)
    assert right >= 0.8 * len(want), list(zip(got, want, strict=True))


def test_english_between_garbled_paragraphs_stays(repaired):
    texts, edits = repaired
    assert texts[1] == ENGLISH
    assert edits[1] == []


def test_short_line_is_carried_by_its_neighbours(repaired):
    assert repaired[0][3] == "Там же, с. 45."


def test_numbers_and_line_ends_stay(repaired):
    texts, _ = repaired
    assert [t.count("\n") for t in texts] == [1, 0, 1, 0, 0]
    assert "2015-2019" in texts[2]
    assert all(number in texts[4] for number in ("12", "2014", "823"))


def test_edits_are_words_with_confidence_and_alternatives(repaired):
    _, edits = repaired
    found = [e for es in edits for e in es]
    assert all(0 < e.confidence < 1 and e.kind == "lookalike" for e in found)
    assert any(e.alternatives for e in found)
    assert all(e.after not in e.alternatives for e in found)
    assert max(len(e.before.split()) for e in found) <= 3


def test_word_cut_at_a_line_end_is_read_whole_and_keeps_its_hyphen():
    texts, _ = repair(
        ["BOCHHO-TEXHMYeCKOe CoTpyAHW-\nYecTBO PoccuM u Ka3axctaHa pa3BuBaetca Oslcrpo."]
    )
    assert texts[0].count("\n") == 1
    assert "сотруд" in texts[0].lower().replace("-\n", "")
    assert "-\n" in texts[0]


@pytest.mark.parametrize("line", NEGATIVES)
def test_hard_negative_stays(line):
    assert not [e for e in repair_lookalikes([line], join_lines=True)[0] if e.applied]


def test_hard_negatives_together_stay():
    edits = repair_lookalikes(NEGATIVES, join_lines=True)
    assert not [e for es in edits for e in es if e.applied]


@pytest.mark.parametrize(
    "line",
    [
        "В статье рассматривается программа Microsoft Word и стандарт ISO 9001.",
        "Қазақстан Республикасының сыртқы саясаты",
        "",
        " \n\t",
        "12 345,6 (7) — 8",
        "💥 \ud800 \x00",
    ],
)
def test_sound_text_stays(line):
    assert repair_lookalikes([line], join_lines=True) == [[]]
    assert repair_lookalikes([line, line], join_lines=False) == [[], []]


def test_repaired_text_is_left_alone(repaired):
    texts, _ = repaired
    assert repair(texts)[0] == texts


def test_share_of_garbled_characters():
    assert garbled_share([OBSERVED[0]]) > 0.9
    assert garbled_share([ENGLISH]) == 0.0
    assert 0.2 < garbled_share([OBSERVED[0], ENGLISH * 2]) < 0.8


def test_runs_name_their_tokens():
    runs = find_garbled([ENGLISH, OBSERVED[1]])
    assert {r.paragraph for r in runs} == {1}
    assert all(OBSERVED[1][t.start : t.stop] == t.text for r in runs for t in r.tokens)


def test_passage_keeps_places():
    text = "Ka3ax-\ncTaH\nu"
    passage = prepare(text, 0, len(text))
    assert passage.text == "Ka3axcTaH u"
    assert [text[p] for p in passage.places[:-1]] == list("Ka3axcTaH\nu")


def test_capitals_inside_a_sentence_are_made_small_but_abbreviations_stay():
    from fixers.lookalike.cases import calmed
    from fixers.lookalike.decode import Piece
    from fixers.lookalike.model import load
    from fixers.lookalike.passage import Reading

    def read(text):
        found = (Reading(0, 1, w, (Piece(0, 1, w),)) for w in text.split())
        return " ".join(r.after for r in calmed(found, load("ru")))

    assert (
        read("развитие СОТРУДНИЧЕСТВА С ДРУГИМИ странами")
        == "развитие сотрудничества с другими странами"
    )
    assert read("политика США и КНДР в Азии") == "политика США и КНДР в Азии"
    assert read("АНАЛИЗ ПОСЛЕДСТВИЙ ДЛЯ РЕГИОНА") == "АНАЛИЗ ПОСЛЕДСТВИЙ ДЛЯ РЕГИОНА"
    assert read("введение. ОБЩИЕ ПОЛОЖЕНИЯ") == "введение. ОБЩИЕ ПОЛОЖЕНИЯ"


def test_words_repeated_in_the_document_are_likelier():
    from fixers.lookalike.context import tuned
    from fixers.lookalike.model import load, slot_of

    model = load("ru")
    after = tuned(model, ["Ядерная программа и ядерные амбиции; экономика региона"])
    raised, same = slot_of(model, "ядерных"), slot_of(model, "экономики")
    assert after.values[raised] > model.values[raised]
    assert after.values[same] == model.values[same]


def test_a_name_between_garbled_lines_is_read_and_keeps_its_capitals() -> None:
    lines = [
        "Pa3BuTHE BOCHHO-TEXHUYECKOTO COTPYIHUYECTBA C IPYTUMHU CTpaHAMU.",
        "Ilempoea Taucua Mapamoena",
        "MarucTpaHT (GaKyJbTeTa MEKIYHAPOIHBIX OTHOIIICHUM",
    ]
    done = [
        apply_edits(t, e)
        for t, e in zip(lines, repair_lookalikes(lines, join_lines=True), strict=True)
    ]
    assert done[0] == "Развитие военно-технического сотрудничества с другими странами."
    words = done[1].split()
    assert len(words) == 3
    assert all(w.istitle() for w in words)
    assert not any("a" <= c <= "z" for c in done[1])


def test_sound_english_beside_garbled_lines_stays() -> None:
    garbled = "Henocrarounas moAroToBka KuOepOe30IacHOCTH U 3aLIUThI OT KHOepaTax."
    english = "cross-\nborder and inter-\nnational links."
    _, edits = repair_lookalikes([garbled, english], join_lines=False)
    assert edits == []
    [both] = repair_lookalikes([f"{garbled}\n{english}"], join_lines=False)
    assert apply_edits(f"{garbled}\n{english}", both).endswith(f"\n{english}")


def test_words_below_the_least_confidence_are_left_and_flagged() -> None:
    line = "Pa3BuTHE BOCHHO-TEXHUYECKOTO COTPYIHUYECTBA C IPYTUMHU CTpaHAMU."
    [every] = repair_lookalikes([line], join_lines=False)
    least = sorted(e.confidence for e in every)[2]
    [edits] = repair_lookalikes([line], join_lines=False, min_confidence=least)
    left = [e for e in edits if not e.applied]
    assert [e.start for e in left] == [e.start for e in every if e.confidence < least]
    assert all(e.after == e.before and e.alternatives for e in left)
    assert [e for e in edits if e.applied] == [e for e in every if e.confidence >= least]


def test_sound_and_garbled_paragraphs_side_by_side() -> None:
    documents = json.loads((CASES / "lookalike_mixed.json").read_text("utf-8"))
    for document in documents:
        before = [p["text"] for p in document["paragraphs"]]
        for p, after in zip(document["paragraphs"], repair(before)[0], strict=True):
            latin = sum("a" <= c.lower() <= "z" for c in after)
            cyrillic = sum("а" <= c.lower() <= "я" for c in after)
            if p["garbled"]:
                assert cyrillic > (15 if "stays" in p else latin), (p["text"], after)
                assert all(word in after for word in p.get("stays", ())), after
            else:
                assert after == p["text"]


@pytest.mark.parametrize(
    "text",
    [
        "H " * 20_000,
        "\n".join("а " * 40 for _ in range(400)),
        "xQ3zHkT" * 4_000,
        "Tam xe. " * 3_000,
    ],
    ids=["letters", "blanks", "one word", "sentences"],
)
def test_any_input_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    repair_lookalikes(text.split("\n"), join_lines=False)
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    ("observed", "kept"),
    [
        ("3akoH PecnyOmuku Kazaxcran «O HauvoHanbHON OezomacHocTH PecnyOnuku»", "«О н"),
        ("Boennas Ge3zomacHocts PecriyOnmukm KazaxcTtaH: ombIT, akTyajbHBIC mpoOJIeMbl.", "хстан: "),
        ("Acrana: KUCU npu Ilpesuaenre PK, 2018.-218 c.", "2018.-218 с."),
        ("BHEIIHEH MOJUTUKH PecryOmuku Ka3axcTaH Ha 2020-2030 roaet ot 6 mapta 2020 rona.", "2020-2030"),
    ],
)  # fmt: skip
def test_signs_numbers_and_abbreviations_survive(observed: str, kept: str) -> None:
    line = "Pa3BuTHE BOCHHO-TEXHUYECKOTO COTPYIHUYECTBA C IPYTUMHU CTpaHAMU."
    assert kept in repair([line, observed, line])[0][1]


def test_a_line_that_the_gate_doubts_is_read():
    # Italics: no run of its words is suspicious enough, its reading is.
    assert repair(["weyeHuIO sabo/leBaHuA"])[0] != ["weyeHuIO sabo/leBaHuA"]
    assert find_garbled(["weyeHuIO sabo/leBaHuA"])[0].dubious


def test_a_line_end_behind_a_full_stop_begins_a_sentence():
    line = "OpraHOB rocyAapcTBeHHbix.{}Kak noKa3aJiH HccJieAoBaHHA"
    assert repair([line.format("\n")])[0][0].split("\n")[1].startswith("Как показали")


def test_initials_and_their_surname_have_capitals():
    text = "YHacTBoBaJiH B pa6oTe IleTpOB K. A., CHAOPOB B. B."
    assert repair([text])[0][0].endswith("Петров К. А., Сидоров В. В.")


def test_every_slot_of_the_word_table_has_a_class():
    model = load("ru")
    assert len(model.classes) == len(model.marks)
    assert int(model.classes.max()) < len(model.follows)
    hard, soft = (int(model.classes[slot_of(model, w)]) for w in ("нового", "года"))
    assert model.follows[hard, soft] > model.follows[soft, hard]


def test_short_doubtful_lines_do_not_tell_the_language_of_a_document_that_has_one() -> None:
    from fixers.lookalike.detect import Run, Token
    from fixers.lookalike.repair import telling

    sound = ["Военная доктрина и безопасность Республики Казахстан в регионе"] * 6
    heads = ["94 ITTMM—2017", "96 ITTMM—2017", "98 ITTMM—2017", "100 ITTMM—2017"]

    def run(number: int, text: str, *, dubious: bool) -> Run:
        return Run(
            number, (Token(number, 0, len(text), text, 1.0, 1.0),), 1.0, False, dubious=dubious
        )

    texts = [*sound, *heads]
    doubtful = [run(6 + n, text, dubious=True) for n, text in enumerate(heads)]
    assert telling(texts, doubtful) == []
    assert len(telling(heads, [run(n, t, dubious=True) for n, t in enumerate(heads)])) == 4
    assert [p.text for p in telling(texts, [*doubtful, run(6, heads[0], dubious=False)])] == heads[
        :1
    ]
