"""Language of a text, shares of a document, and how far a text looks like language."""

from __future__ import annotations

import pytest

from fixers.languages import language_of, shares
from fixers.plausibility import plausibility

SENTENCES = {
    "ru": "В статье рассматриваются проблемы регионального сотрудничества.",
    "uk": "У статті розглядаються проблеми регіонального співробітництва.",
    "be": "У артыкуле разглядаюцца праблемы рэгіянальнага супрацоўніцтва.",
    "kk": "Мақалада өңірлік ынтымақтастық мәселелері қарастырылады.",
    "bg": "В статията се разглеждат проблемите на регионалното сътрудничество.",
    "sr": "У чланку се разматрају проблеми регионалне сарадње.",
    "mk": "Во статијата се разгледуваат проблемите на регионалната соработка.",
    "mn": "Өгүүлэлд бүс нутгийн хамтын ажиллагааны асуудлыг авч үзсэн болно.",
    "ky": "Макалада аймактык кызматташтыктын маселелери жана жолдору каралат.",
    "tg": "Дар мақола масъалаҳои ҳамкории минтақавӣ баррасӣ мешаванд.",
    "en": "The article deals with the problems of regional cooperation.",
    "de": "Der Artikel behandelt die Probleme der regionalen Zusammenarbeit.",
    "fr": "L’article traite des problèmes de la coopération régionale.",
    "es": "El artículo trata los problemas de la cooperación regional.",
    "it": "L’articolo tratta i problemi della cooperazione regionale.",
    "pl": "Artykuł dotyczy problemów współpracy regionalnej.",
    "cs": "Článek se zabývá problémy regionální spolupráce.",
    "tr": "Makale bölgesel işbirliği sorunlarını ele almaktadır.",
    "el": "Το άρθρο εξετάζει τα προβλήματα της περιφερειακής συνεργασίας.",
    "zh": "本文研究区域合作问题。",
    "ka": "სტატიაში განხილულია რეგიონული თანამშრომლობა.",
}


@pytest.mark.parametrize(("lang", "text"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence_is_enough(lang: str, text: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ru", "Ключевые слова"), ("en", "Keywords"), ("uk", "Ключові слова"), ("kk", "Түйін сөздер"),
     ("ru", "АННОТАЦИЯ"), ("en", "Abstract"), ("ru", "Литература")],
)  # fmt: skip
def test_headings(lang: str, text: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize("text", ["", "12.5 %", "1—2", "§ 5"])
def test_too_little_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_shares_are_of_letters() -> None:
    assert shares(["проблемы" * 3 + " и в на", "the end of the", "510.4"]) == {
        "ru": 0.72,
        "en": 0.28,
    }
    assert list(shares([SENTENCES["en"], SENTENCES["ru"] * 3])) == ["ru", "en"]
    assert shares([]) == {}


@pytest.mark.parametrize("lang", sorted(SENTENCES))
def test_sound_language_is_plausible(lang: str) -> None:
    assert plausibility(SENTENCES[lang]).score > 0.85


@pytest.mark.parametrize(
    "text",
    [
        "Henocrarounas moAroToBka KuOepOe30IacHOCTH U 3aLIUThI OT KHOepaTax",
        "Íåäîñòàòî÷íàÿ ðàçðàáîòàííîñòü ìåòîäîâ îöåíêè",
        "Ð\x9dÐµÐ´Ð¾Ñ\x81Ñ\x82Ð°Ñ\x82Ð¾Ñ\x87Ð½Ð°Ñ\x8f Ñ\x80Ð°Ð·Ñ\x80Ð°Ð±Ð¾Ñ\x82ÐºÐ°",
        "мЕДНЯРЮРНВМЮЪ ПЮГПЮАНРЮММНЯРЭ ЛЕРНДНБ НЖЕМЙХ",
        "ТНЕ СВЕАТ ЕМСТ1$Н МА1ЧАСЕМЕМТ ОР ТНЕ $Т0СК",
        "\ue001\ue002\ue003 \ue004\ue005 \ue010\ue011\ue012\ue013",
        "xqzvk wrtpl mnbvc zxcvb qwrtp sdfgh",
        "~|}{ ^^%$ #@! <>?: |||| ]][[ }}}",
    ],
)
def test_garbage_is_not(text: str) -> None:
    judged = plausibility(text)
    assert judged.score < 0.6
    assert judged.reasons
