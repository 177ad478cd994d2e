"""Keep, repair or recognise: verdicts on texts whose fate is known."""

from __future__ import annotations

import dataclasses

import pytest

from extractors.glyphs import Glyph
from extractors.layout import Laid
from extractors.lines import SourcedLine
from extractors.render import Drawing, PageContent
from extractors.triage import PageVerdict, judge_block, judge_page, known_share

RUSSIAN = (
    "В статье рассмотрены основные направления торговли между регионами двух стран, показано, "
    "что экспорт мебели вырос, а импорт машин сократился."
)
ENGLISH = (
    "The paper considers the main directions of trade between the regions of two countries and "
    "shows that the export of furniture has grown."
)
SOUND = {
    "Russian": RUSSIAN,
    "English": ENGLISH,
    "Ukrainian": "У статті розглянуто основні напрями торгівлі між регіонами двох країн світу.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren worden.",
    "names": "Геворкян М. Н., Кулябов Д. С., Севастьянов Л. А., Демидова А. В.",
    "transliteration": "Beregova E. P. Torgovlya bez mosta. Dva berega, 2021, vol. 4.",
    "address": "https://www.nalog.gov.ru/opendata/7707329152-rsmp/ (дата обращения: 10.07.2019)",
    "Korean": "코로나 관련 보험약관상 재해보험금 지급문제 및 개선과제에 대한 연구 보고서",
    "numbers": "2010 510,4 570,7 618,9 876,5 981,7",
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_text_is_kept(name: str) -> None:
    assert judge_block(SOUND[name]).triage.verdict == "keep"


BAD = {
    "cp1251 read as Latin-1": RUSSIAN.encode("cp1251").decode("latin-1"),
    "a shifted alphabet": RUSSIAN.translate({c: c - 0x1D6 for c in range(0x410, 0x450)}),
    "private use": "".join(chr(0xF000 + ord(c) % 256) for c in RUSSIAN),
    "replacement characters": "".join("\ufffd" if c.isalpha() else c for c in RUSSIAN),
}


@pytest.mark.parametrize("name", BAD)
def test_broken_encodings_are_recognised_again(name: str) -> None:
    verdict = judge_block(BAD[name]).triage
    assert verdict.verdict == "ocr"
    assert verdict.reasons


WRONG_LANGUAGE = {
    "Russian page, English model": (
        "B craree paccmotpenbi ocHoBHbie HanpaBneHna Toproann Mexay pervonamu ABYX cTpaH, "
        "NOKA3aHO, YTO 3KCMOPT MeGenn BbIpOC, a MMNOpT MaLwMH COKpaTHIICA."
    ),
    "English page, Russian model": (
        "ТНе рарег сопз14егз {пе тат @1гес{опз оЁ {гаде Бебмееп {пе гез1опз оЁ бмо "
        "соип{г!ез апд $помз {паф {Не ехрогЁ оЁ Ригибиге Наз вгомп."
    ),
}


@pytest.mark.parametrize("name", WRONG_LANGUAGE)
def test_a_layer_in_the_wrong_language_is_recognised_again(name: str) -> None:
    assert judge_block(WRONG_LANGUAGE[name], hidden=True).triage.verdict == "ocr"


def test_a_repair_that_makes_it_sound_is_preferred() -> None:
    def decode(text: str) -> str:
        return text.encode("latin-1").decode("cp1251")

    verdict = judge_block(BAD["cp1251 read as Latin-1"], repair=decode).triage
    assert verdict.verdict == "repair"


def test_a_broken_word_counts_as_one() -> None:
    assert known_share("рассмот-\nрены направ-\nления")[1] == 2


# ------------------------------------------------------------------ pages

WIDTH, HEIGHT = 595.0, 842.0


def content(texts: list[str], *, hidden: bool = False, picture: bool = False) -> PageContent:
    glyphs = tuple(
        Glyph(c, 0, 0, 5, 10, 8, 10, 0, 0, hidden, False) for text in texts for c in text
    )
    pictures = ([0.0, 0.0, WIDTH, HEIGHT],) if picture else ()
    return PageContent(1, WIDTH, HEIGHT, 0, glyphs, (), Drawing(pictures, (), 0))


def laid(texts: list[str]) -> list[Laid]:
    return [
        Laid((SourcedLine(text, bbox=[60, 60 + 200 * i, 540, 240 + 200 * i]),))
        for i, text in enumerate(texts)
    ]


def test_a_picture_without_text_is_recognised() -> None:
    verdict = judge_page(content([], picture=True), [])
    assert verdict.whole
    assert verdict.triage.verdict == "ocr"


def test_a_sound_older_recognition_is_kept() -> None:
    texts = [RUSSIAN, ENGLISH]
    verdict = judge_page(content(texts, hidden=True, picture=True), laid(texts))
    assert verdict.triage.verdict == "keep"
    assert not verdict.whole
    assert not verdict.regions


def test_a_layer_with_pieces_that_cannot_be_read_is_replaced() -> None:
    texts = [RUSSIAN, ENGLISH]
    sound = content(texts, hidden=True, picture=True)
    verdict = judge_page(dataclasses.replace(sound, silent=0.5), laid(texts))
    assert verdict.whole
    assert verdict.triage.verdict == "ocr"
    assert "pieces of the layer cannot be read" in verdict.triage.reasons
    drawn = dataclasses.replace(content(texts), silent=0.5)  # what is drawn as letters is there
    assert judge_page(drawn, laid(texts)).triage.verdict == "keep"


def test_only_the_spoilt_half_of_a_bilingual_page_is_recognised() -> None:
    texts = [WRONG_LANGUAGE["Russian page, English model"], ENGLISH, ENGLISH]
    verdict = judge_page(content(texts, hidden=True, picture=True), laid(texts))
    assert not verdict.whole
    assert verdict.regions == ([60, 60, 540, 240],)
    assert [v.triage.verdict for v in verdict.blocks] == ["ocr", "keep", "keep"]


def test_a_wholly_wrong_layer_is_replaced() -> None:
    texts = list(WRONG_LANGUAGE.values())[:1] * 3
    verdict = judge_page(content(texts, hidden=True, picture=True), laid(texts))
    assert verdict.whole
    assert "an invisible layer of an older recognition" in verdict.triage.reasons


def test_an_empty_page_is_empty() -> None:
    assert judge_page(content([]), []).triage.verdict == "empty"


def test_transliteration_in_an_invisible_layer_is_sound() -> None:
    text = "Nekotorye lyudi zhdut ot tserkvi nekoey dushevnosti, laskovogo i legkogo otnosheniya k chemu"
    assert judge_block(text, hidden=True).triage.verdict == "keep"


def test_signs_of_relation_inside_cyrillic_words_are_no_formula() -> None:
    text = (
        "┬ яхЁтє■ уЁєяяє тїюф Є: рърфхьшўхёър  эрєър, т√ё°шх єўхсэ√х чртхфхэш , яюыхт√х эрєўэю-шёёы"
    )
    assert judge_block(text).triage.verdict == "ocr"


def test_an_encoding_that_agrees_in_small_letters_is_to_be_repaired() -> None:
    text = "Џапа в этом деле столкнулсЯ с политикой как она есть, и управлЯемости не стало"
    mended = "Папа в этом деле столкнулся с политикой как она есть, и управляемости не стало"
    assert judge_block(text, repair=lambda _: mended).triage.verdict == "repair"
    assert judge_block(mended, repair=lambda _: text).triage.verdict == "keep"


def page_of(texts: list[str]) -> PageVerdict:
    return judge_page(content(texts), laid(texts))


def test_a_sound_block_stays_on_a_page_that_is_spoilt_otherwise() -> None:
    english = "We call the rate that equalizes the prices of internationally traded goods fair."
    garbled = (
        "BpinomHeHo pabor m0 GaroycTpoiictBy Ha CyMMy MHJIH pyO K MYHuMnasibHoMy 3aKa3y Ha pa6oTbI "
        * 6
    )
    verdict = page_of([garbled, english])
    assert not verdict.whole
    assert len(verdict.regions) == 1
    assert page_of([garbled, garbled]).whole


def test_holes_alone_are_worth_recognition() -> None:
    sound = (
        "Добрим засобом запальних процесів нирок є прийом вітамінів протягом всього життя людини."
    )
    verdict = page_of([sound, "\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd " * 12])
    assert len(verdict.regions) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ћтсутствие жесткой, откровенной критики, дискуссий в „уме ведет к плохой проработке законов.",
        "пТЗБОЙЪБГЙС Global Carbon Project У 2006 ЗПДБ БОБМЙЪЙТХЕФ Й РХВМЙЛХЕФ ДБООЩЕ П ЧЩВТПУБИ.",
    ],
)
def test_a_few_letters_of_another_encoding_are_mended(text: str) -> None:
    from extractors.pdf import _encoding_repaired

    assert judge_block(text, repair=_encoding_repaired).triage.verdict == "repair"


def test_five_strange_words_are_damage_and_five_names_are_none() -> None:
    assert (
        judge_block(
            "B wayanoto VM. O. na 2001 r. me ObzaT HamameHu uU MUTAaTa 3a BHOC"
        ).triage.verdict
        == "ocr"
    )
    for sound in (
        "Salix caprea, Betula pendula, Larix sibirica",
        "Zarechny M. T.; Yarov D. V.; Beryozkin I. P.",
        "Љубав је његово једино ћутање и ђачка њива",
    ):
        assert judge_block(sound).triage.verdict == "keep"


def test_scratches_are_found_though_nearly_all_words_are_known() -> None:
    from extractors.pdf import _encoding_repaired

    text = (
        "‚ запросе на ассигнования указываютсЯ объемы средств, необходимых длЯ содержания дорог. "
        + RUSSIAN
    )
    assert judge_block(text, repair=_encoding_repaired).triage.verdict == "repair"
    serbian = "Његово ћутање и њихова љубав нису били тајна за људе у кући."
    assert judge_block(serbian, repair=_encoding_repaired).triage.verdict == "keep"


def test_an_alphabet_is_no_damage() -> None:
    assert (
        judge_block("zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA").triage.verdict == "keep"
    )


def test_formulas_and_identifiers_are_no_damage() -> None:
    for text in (
        "(RSSrestr−RSSunrestr)/r, RSSunrestr/(n−k)",
        "PolicyQualifiers\nPolicyMappings\nIssuerDomainPolicy\nSubjectDomainPolicy\nSupportedAlgorithms",
    ):
        assert judge_block(text).triage.verdict == "keep"


def test_letters_that_came_out_as_signs_are_recognised_whatever_the_block_is_taken_for() -> None:
    """A font with codes of its own: «представлены» as "¶·¥¤¸É ¢²¥´Ò" in a sound English paper."""
    cipher = "‚ ¸É ÉÓ¥ ¶·¥¤¸É ¢²¥´Ò ·¥Ï¥´¨Ö ¤¢ÊÌ § ¤ Î ¢ ´μ¢μ° ¨ Ê§±μ¸¶¥Í¨ ²¨§¨·μ¢ ´´μ° ¸¨¸É¥³¥"
    verdict = judge_block(cipher)
    assert verdict.triage.verdict == "ocr"
    assert verdict.letters > 40  # signs count as the letters that they are
    for sound in (
        "µ = 5 ± 0,3 · 10² m³, § 4, ¶ 2",
        "© 2015 «Наука» — № 3… “a” ‘b’ „c‟",
        "¿Qué es? ¡Sí! 1ª, 2º",
    ):
        assert judge_block(sound).triage.verdict == "keep"
