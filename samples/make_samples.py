"""Make the sample files: one small paper, wholly invented, in five states.

Run with ``python samples/make_samples.py`` in the project's environment (development
packages included). It needs the Debian fonts ``fonts-liberation`` and, for the wrong text
layer, Tesseract with its English model. Same tools in, same bytes out.
"""

from __future__ import annotations

import io
import random
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "benchmarks"))

from scanner import askew, grained, jpeg, pdf_of_jpegs, rendered, with_layer  # noqa: E402

FONTS = Path("/usr/share/fonts/truetype/liberation")

UDC = "УДК 339.5:332.1"
JEL = "JEL F14, R11"
DOI = "10.5555/dvaberega.2023.2.14"
JOURNAL_RU, JOURNAL_EN = "Два берега", "Two Banks"
TITLE_RU = "Малые пункты пропуска и торговля через реку Ольху"
TITLE_EN = "Small Border Crossings and Trade across the Olkha River"
AUTHORS_RU = ("Е. П. Берегова", "М. Т. Заольшин")
AUTHORS_EN = ("E. P. Beregova", "M. T. Zaolshin")
PLACES_RU = (
    "Институт приречных исследований, г. Ольшанск",
    "Таргинский технический университет, г. Тарга",
)
PLACES_EN = ("Institute for Riverside Studies, Olshansk", "Targa Technical University, Targa")
EMAIL = "beregova@olshansk.example"

ABSTRACT_RU = (
    "В статье показано, как открытие четырёх малых пунктов пропуска изменило торговлю "
    "Заольшанского края с провинцией Тарга в 2018–2022 годах. Оборот вырос с 322,1 до "
    "392,7 млн долл., хотя доля малых пунктов в нём не превысила 18 процентов. Основной "
    "результат состоит в другом: предприятия левого берега стали чаще торговать напрямую, "
    "без посредников из краевого центра. Предложена простая мера плотности приграничных связей "
    "и обсуждаются её ограничения."
)
ABSTRACT_EN = (
    "The article shows how the opening of four small border crossings changed the trade of "
    "Zaolshansky Krai with the Province of Targa in 2018–2022. The turnover grew from 322.1 to "
    "392.7 million dollars, although the share of the small crossings did not exceed 18 percent. "
    "The main result is a different one: the firms of the left bank began to trade directly, "
    "without intermediaries from the regional centre. A simple measure of the density of "
    "cross-border ties is proposed, and its limits are discussed."
)
KEYWORDS_RU = (
    "приграничная торговля", "пункты пропуска", "малые предприятия", "транспортные издержки",
    "социально-экономическое развитие",
)  # fmt: skip
KEYWORDS_EN = (
    "cross-border trade", "border crossings", "small firms", "transport costs",
    "socio-economic development",
)  # fmt: skip

INTRODUCTION = (
    "Река Ольха разделяет два региона, которые давно нужны друг другу. На правом берегу делают "
    "мебель и выращивают сою, на левом добывают известняк и собирают сельскохозяйственные машины. "
    "До 2018 года единственный мост стоял у краевого центра, и грузовик из посёлка Верхняя Пристань "
    "проезжал 214 км, чтобы попасть в деревню, которую его водитель видел из своего окна.",
    "Исследователи приграничья обычно сравнивают крупные переходы [1; 2]. Малые пункты пропуска "
    "изучены хуже, потому что в сводной отчётности они теряются среди прочих. Мы предполагаем, что "
    "их значение измеряется не объёмом груза, а числом новых связей между предприятиями двух "
    "берегов. Эту гипотезу мы проверяем на материале паромных переправ Ольхи.",
)
METHODS = (
    "Мы собрали журналы переправ за пять лет и опросили 96 предприятий, из них 41 на правом берегу. "
    "Плотность связей D считается как доля пар предприятий, между которыми за год прошла хотя бы "
    "одна поставка.",
    "Стоимость поставок пересчитана в доллары по среднегодовому курсу, а повторные записи об одном и "
    "том же грузе исключены вручную. Таких записей оказалось меньше двух процентов, и почти все они "
    "относятся к весеннему половодью 2020 года, когда переправы закрывались на несколько недель, а "
    "грузы, уже внесённые в журнал, возвращались на склад и записывались ещё раз после открытия "
    "навигации. Поставки дешевле тысячи долларов мы не учитывали: в журналах левого берега они "
    "отмечены не всегда.",
)
RESULTS = (
    "Итоги торговли приведены в таблице 1. Импорт края всё время больше экспорта, и отрицательное "
    "сальдо держится около 85 млн долл. даже в 2020 году, когда оборот упал на 15,5 процента. "
    "После открытия переправ быстрее всего рос экспорт мебели и запасных частей.",
)
RESULTS_AFTER = (
    "Через малые пункты в 2022 году прошло 70,3 млн долл., то есть 17,9 процента оборота. Плотность "
    "связей за те же годы увеличилась с 0,06 до 0,15: предприятия нашли партнёров на другом берегу и "
    "отказались от услуг посредников. Похожий сдвиг описан для озёрных переправ [3], но там он занял "
    "не пять лет, а двенадцать.",
    "Опрос объясняет, почему это произошло быстро. Две трети предприятий назвали главным не время в "
    "пути, а возможность вернуться домой в тот же день: договор, который раньше требовал двухдневной "
    "поездки, теперь обсуждают за обедом. Малые фирмы выиграли больше крупных, у которых отделы "
    "продаж в краевом центре были и прежде.",
)
CONCLUSION = (
    "Малый пункт пропуска дёшев, но его польза не видна в сводке за квартал. Мы советуем оценивать "
    "такие проекты по числу новых прямых связей и публиковать журналы переправ в открытом виде. "
    "Слабое место нашей меры в том, что она не различает разовую поставку и многолетний договор.",
)
NOTE_MARK = "1"
NOTE = (
    "Журналы переправ доступны по запросу. См.: Паромная служба Ольхи. Режим доступа: "
    "https://parom.example/zhurnaly/2022 (дата обращения: 14.02.2023)."
)
NOTED = "журналы переправ за пять лет"

CAPTION_RU = "Таблица 1 – Торговля Заольшанского края с провинцией Тарга, млн долл."
CAPTION_EN = "Table 1 – Trade of Zaolshansky Krai with the Province of Targa, million dollars"
TABLE = (
    ("Показатель", "2018", "2019", "2020", "2021", "2022"),
    ("Оборот", "322,1", "338,1", "285,8", "354,4", "392,7"),
    ("Экспорт", "118,4", "126,9", "97,3", "134,8", "152,6"),
    ("Импорт", "203,7", "211,2", "188,5", "219,6", "240,1"),
    ("Сальдо", "-85,3", "-84,3", "-91,2", "-84,8", "-87,5"),
)
SOURCE = "Источник: расчёты авторов по журналам переправ."

REFERENCES_RU = (
    "Берегова Е. П. Торговля без моста // Два берега. 2021. Т. 4. № 1. С. 12–27.",
    "Луговая К. С., Мостовщиков Р. Д. Экономика речной границы. Ольшанск: Пристань, 2019. 184 с.",
    "Озерской В. Н. Паром как институт // Вестник приозёрных исследований. 2016. № 3. С. 45–58. "
    "DOI: 10.5555/vpi.2016.3.45",
)
REFERENCES_EN = (
    "Beregova E. P. Torgovlya bez mosta [Trade without a bridge]. Dva berega, 2021, vol. 4, no. 1, pp. 12–27.",
    "Lugovaya K. S., Mostovshchikov R. D. Ekonomika rechnoy granitsy [The economy of a river border]. "
    "Olshansk, Pristan Publ., 2019, 184 p.",
    "Ozerskoy V. N. Parom kak institut [The ferry as an institution]. Vestnik priozernykh issledovaniy, "
    "2016, no. 3, pp. 45–58. DOI: 10.5555/vpi.2016.3.45",
)
CITATION_RU = (
    f"Для цитирования: Берегова Е. П., Заольшин М. Т. {TITLE_RU} // {JOURNAL_RU}. 2023. Т. 6. № 2. "
    f"С. 14–15. DOI: {DOI}"
)


# --- (a) the born-digital PDF --------------------------------------------------------------


def _style(name: str, size: float, **extra: Any) -> ParagraphStyle:
    font = extra.pop("font", "Body")
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.22, **extra)


def _fonts() -> None:
    faces = {"Body": "Regular", "Bold": "Bold", "Italic": "Italic"}
    for name, face in faces.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"LiberationSerif-{face}.ttf")))
    pdfmetrics.registerFontFamily("Body", normal="Body", bold="Bold", italic="Italic")


def _story() -> Iterator[Flowable]:
    code = _style("code", 10.5, spaceAfter=2)
    title = _style("title", 17, font="Bold", alignment=TA_CENTER, spaceBefore=7, spaceAfter=6)
    people = _style("people", 11.5, font="Bold", alignment=TA_CENTER, spaceAfter=2)
    place = _style("place", 10, font="Italic", alignment=TA_CENTER)
    abstract = _style(
        "abstract", 10, alignment=TA_JUSTIFY, leftIndent=18, rightIndent=18, spaceBefore=5
    )
    heading = _style("heading", 12, font="Bold", spaceBefore=8, spaceAfter=3, keepWithNext=1)
    body = _style("body", 11, alignment=TA_JUSTIFY, firstLineIndent=18)
    caption = _style("caption", 10, spaceBefore=5, spaceAfter=2)
    small = _style("small", 9.5, spaceBefore=2, spaceAfter=4)
    item = _style("item", 10, alignment=TA_JUSTIFY, leftIndent=16, firstLineIndent=-16)

    yield NextPageTemplate("second")
    yield Paragraph(UDC, code)
    yield Paragraph(JEL, code)
    yield Paragraph(f"DOI: {DOI}", code)
    for name, authors, places, words, keys in (
        (
            TITLE_RU,
            AUTHORS_RU,
            PLACES_RU,
            ("Аннотация", ABSTRACT_RU),
            ("Ключевые слова", KEYWORDS_RU),
        ),
        (TITLE_EN, AUTHORS_EN, PLACES_EN, ("Abstract", ABSTRACT_EN), ("Keywords", KEYWORDS_EN)),
    ):
        yield Paragraph(name, title)
        yield Paragraph(
            ", ".join(f"{a}<super size=7.5 rise=4>{n}</super>" for n, a in enumerate(authors, 1)),
            people,
        )
        for number, where in enumerate(places, 1):
            yield Paragraph(f"<super size=7.5 rise=4>{number}</super>{where}", place)
        yield Paragraph(f"<b>{words[0]}.</b> {words[1]}", abstract)
        yield Paragraph(f"<b>{keys[0]}:</b> {', '.join(keys[1])}.", abstract)
    yield from _section("Введение", INTRODUCTION, heading, body)
    yield from _section("Данные и методы", METHODS, heading, body)
    yield from _section("Результаты", RESULTS, heading, body)
    yield Paragraph(CAPTION_RU, caption)
    yield Paragraph(CAPTION_EN, caption)
    yield _ruled_table()
    yield Paragraph(SOURCE, small)
    yield from (Paragraph(text, body) for text in RESULTS_AFTER)
    yield from _section("Заключение", CONCLUSION, heading, body)
    for name, items in (("Список литературы", REFERENCES_RU), ("References", REFERENCES_EN)):
        yield Paragraph(name, heading)
        yield from (Paragraph(f"{n}. {text}", item) for n, text in enumerate(items, 1))
    yield Paragraph(CITATION_RU, small)


def _section(
    name: str, texts: tuple[str, ...], heading: ParagraphStyle, body: ParagraphStyle
) -> Iterator[Flowable]:
    yield Paragraph(name, heading)
    for text in texts:
        yield Paragraph(
            text.replace(NOTED, f"{NOTED}<super size=7.5 rise=4>{NOTE_MARK}</super>"), body
        )


def _ruled_table() -> Table:
    look = [
        ("FONT", (0, 0), (-1, -1), "Body", 10),
        ("FONT", (0, 0), (-1, 0), "Bold", 10),
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
    ]
    return Table(
        [list(row) for row in TABLE], colWidths=[36 * mm] + [24 * mm] * 5, style=TableStyle(look)
    )


def _first_page(canvas: Canvas, document: BaseDocTemplate) -> None:
    """The footnote stands at the foot of the first page."""
    note = Paragraph(f"<super size=7.5 rise=4>{NOTE_MARK}</super> {NOTE}", _style("note", 9))
    canvas.line(25 * mm, 33 * mm, 70 * mm, 33 * mm)
    _, height = note.wrap(160 * mm, 30 * mm)
    note.drawOn(canvas, 25 * mm, 31 * mm - height)
    _page_number(canvas, document)


def _page_number(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Body", 10)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, str(13 + document.page))
    canvas.drawString(25 * mm, A4[1] - 14 * mm, f"{JOURNAL_RU}. 2023. Т. 6. № 2")


def paper_pdf() -> bytes:
    """The paper as its publisher would set it: two pages, a ruled table, a footnote."""
    _fonts()
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=TITLE_RU, author=", ".join(AUTHORS_RU), invariant=1
    )
    first = Frame(25 * mm, 36 * mm, 160 * mm, 243 * mm, 0, 0, 0, 0)
    second = Frame(25 * mm, 18 * mm, 160 * mm, 261 * mm, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", [first], _first_page),
            PageTemplate("second", [second], _page_number),
        ]
    )
    document.build(list(_story()))
    return out.getvalue()


# --- (b) its scan, (c) the scan with a text layer of the wrong language ------------------------

SCAN_DPI = 200
JPEG_QUALITY = 34


def scanned_pages(pdf: bytes) -> list[bytes]:
    """Grey JPEG pages: turned by half a degree, blurred a little, speckled."""
    angles = (0.6, -0.45, 0.3)
    return [
        jpeg(_worn(page, angle, seed), JPEG_QUALITY, optimize=True, dpi=(SCAN_DPI, SCAN_DPI))
        for seed, (page, angle) in enumerate(zip(rendered(pdf, SCAN_DPI), angles, strict=False))
    ]


def _worn(picture: Image.Image, angle: float, seed: int) -> Image.Image:
    def grain(shape: tuple[int, ...]) -> Any:
        noise = np.random.RandomState(seed).normal(0, 5, shape)
        return noise + np.linspace(-6, 4, shape[1])[None, :]

    grey = np.array(grained(askew(picture, angle, 0.6), lambda v: v * 0.86 + 30, grain))
    speck = random.Random(seed)
    for _ in range(60):
        y, x = speck.randrange(grey.shape[0] - 2), speck.randrange(grey.shape[1] - 2)
        grey[y : y + 2, x : x + 2] = 70
    return Image.fromarray(grey)


def scan_pdf(pages: list[bytes]) -> bytes:
    """A PDF of pictures only."""
    return pdf_of_jpegs([(page, A4) for page in pages])


def wrong_layer_pdf(pages: list[bytes]) -> bytes:
    """What a scanner's software makes of a Russian page when it is set to English."""
    data = with_layer(pages, SCAN_DPI, "eng")
    return re.sub(rb"\(D:\d{14}[^)]*\)", lambda m: b"(D:2023" + b"0" * (len(m[0]) - 8) + b")", data)


# --- (d) the saved page ---------------------------------------------------------------------


def _meta() -> Iterator[str]:
    pairs = [
        ("citation_title", TITLE_RU), *(("citation_author", a) for a in AUTHORS_RU),
        ("citation_journal_title", JOURNAL_RU), ("citation_publication_date", "2023/06/15"),
        ("citation_volume", "6"), ("citation_issue", "2"), ("citation_firstpage", "14"),
        ("citation_lastpage", "15"), ("citation_doi", DOI), ("citation_language", "ru"),
        ("citation_keywords", "; ".join(KEYWORDS_RU)), ("DC.Title.Alternative", TITLE_EN),
        ("DC.Creator", AUTHORS_RU[0]), ("DC.Creator", AUTHORS_RU[1]), ("DC.Identifier.DOI", DOI),
        ("citation_pdf_url", "https://dvaberega.example/article/view/14/pdf"),
    ]  # fmt: skip
    for name, value in pairs:
        yield f'<meta name="{name}" content="{escape(value)}">'
    yield f'<meta property="og:title" content="{escape(TITLE_RU)}">'


def _html_table() -> str:
    head = "".join(f"<th>{cell}</th>" for cell in TABLE[0])
    rows = "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in TABLE[1:])
    caption = f"<caption>{CAPTION_RU}<br>{CAPTION_EN}</caption>"
    return f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _html_list(items: tuple[str, ...]) -> str:
    return "<ol>\n" + "\n".join(f"<li>{escape(text)}</li>" for text in items) + "\n</ol>"


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def _front_html() -> str:
    people = "\n".join(
        f'<p class="author"><b>{a}</b><br>{p}</p>'
        for a, p in zip(AUTHORS_RU, PLACES_RU, strict=True)
    )
    return f"""<p class="codes">{UDC}</p>
<h1>{TITLE_RU}</h1>
{people}
<p>DOI: <a href="https://doi.org/{DOI}">https://doi.org/{DOI}</a></p>
<h2>Аннотация</h2>
<p>{ABSTRACT_RU}</p>
<p><b>Ключевые слова:</b> {", ".join(KEYWORDS_RU)}</p>
<h2 lang="en">{TITLE_EN}</h2>
<p lang="en">{", ".join(AUTHORS_EN)}</p>
<h2 lang="en">Abstract</h2>
<p lang="en">{ABSTRACT_EN}</p>
<p lang="en"><b>Keywords:</b> {", ".join(KEYWORDS_EN)}</p>"""


def _body_html() -> str:
    return f"""<h2>Введение</h2>
{_paragraphs(INTRODUCTION)}
<h2>Результаты</h2>
{_paragraphs(RESULTS)}
{_html_table()}
<p class="source">{SOURCE}</p>
{_paragraphs(RESULTS_AFTER)}
<h2>Заключение</h2>
{_paragraphs(CONCLUSION)}
<h2>Список литературы</h2>
{_html_list(REFERENCES_RU)}
<p>{CITATION_RU}</p>"""


def paper_html() -> bytes:
    """A journal's page about the paper, saved from a browser with all its furniture."""
    meta = "\n".join(_meta())
    return f"""<!DOCTYPE html>
<!-- saved from url=(0040)https://dvaberega.example/article/view/14 -->
<html lang="ru"><head><meta charset="utf-8">
<title>{TITLE_RU} | {JOURNAL_RU}</title>
{meta}
<script>window.counter = {{"id": 14, "views": 327}};</script>
<style>.menu {{ float: left }}</style>
</head><body>
<header><a href="/">{JOURNAL_RU}</a> <a href="/en">English version</a></header>
<nav class="menu"><ul><li><a href="/">Главная</a></li><li><a href="/about">О журнале</a></li>
<li><a href="/archive">Архив номеров</a></li><li><a href="/authors">Авторам</a></li>
<li><a href="/contacts">Контакты</a></li></ul></nav>
<div class="breadcrumbs"><a href="/">Главная</a> / <a href="/archive">Архив</a> / Том 6, № 2 (2023)</div>
<main><article>
{_front_html()}
{_body_html()}
</article></main>
<div class="share">Поделиться: <a href="#">ВКонтакте</a> <a href="#">Telegram</a> <a href="#">WhatsApp</a></div>
<div class="rating">Оцените статью <span>(нет голосов)</span></div>
<p><a href="/article/view/14/pdf">Скачать PDF</a>, 131 кб</p>
<aside class="related"><h3>Похожие статьи</h3><ul>
<li><a href="/article/view/9">Торговля без моста</a></li>
<li><a href="/article/view/11">Расписание парома и цены на рынке</a></li>
<li><a href="/article/view/12">Кто переезжает на другой берег</a></li></ul></aside>
<section class="comments"><h3>Комментарии (0)</h3><p>Оставить комментарий</p></section>
<footer>© 2023 Журнал «{JOURNAL_RU}». Все права защищены. Просмотров: 327</footer>
</body></html>
""".encode()


# --- (e) the plain text in Windows-1251 -------------------------------------------------------

COLUMNS = 72
_VOWELS = "аеёиоуыэюяaeiouy"


def _break(word: str, room: int) -> int:
    """Where a Russian word may be broken to fit ``room`` letters and a hyphen, or 0.

    In front of a consonant and a vowel, with a syllable before them that ends in a vowel
    or in one consonant.
    """
    if not re.fullmatch(r"[а-яё]{6,}[.,;:)]*", word):
        return 0
    letters = re.sub(r"\W", "", word)
    for at in range(min(room - 1, len(letters) - 2), 1, -1):
        syllable = letters[at] not in _VOWELS + "ьъй" and letters[at + 1] in _VOWELS
        if syllable and any(c in _VOWELS for c in letters[at - 2 : at]):
            return at
    return 0


def _with_note(lines: list[str], after: int) -> list[str]:
    """A page end inside a paragraph: the footnote and a form feed stand behind a line."""
    note = wrapped(f"{NOTE_MARK} {NOTE}", "")
    return [*lines[:after], "", *note, "\f" + lines[after].lstrip(), *lines[after + 1 :]]


def wrapped(text: str, indent: str = "   ") -> list[str]:
    """Lines of at most ``COLUMNS`` characters, words broken with hyphens at their ends."""
    lines, line = [], indent
    for word in text.split():
        lead = "" if line.strip() == "" else " "
        if len(line) + len(lead) + len(word) <= COLUMNS:
            line += lead + word
            continue
        at = _break(word, COLUMNS - len(line) - len(lead))
        lines.append(f"{line}{lead}{word[:at]}-" if at else line)
        line = word[at:]
    return [*lines, line]


def _body(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in wrapped(text.replace(NOTED, NOTED + NOTE_MARK))]


def _text_parts() -> Iterator[list[str]]:
    yield [UDC]
    yield [TITLE_RU.upper()]
    yield [", ".join(AUTHORS_RU)]
    yield list(PLACES_RU)
    yield wrapped(f"Аннотация. {ABSTRACT_RU}")
    yield wrapped(f"Ключевые слова: {', '.join(KEYWORDS_RU)}.")
    yield [TITLE_EN.upper()]
    yield [", ".join(AUTHORS_EN)]
    yield list(PLACES_EN)
    yield wrapped(f"Abstract. {ABSTRACT_EN}")
    yield wrapped(f"Keywords: {', '.join(KEYWORDS_EN)}.")
    yield ["Введение"]
    yield _body(INTRODUCTION)
    yield ["Данные и методы"]
    yield _with_note(_body(METHODS), after=6)
    yield ["Результаты"]
    yield _body(RESULTS)
    yield wrapped(CAPTION_RU, "")
    yield wrapped(CAPTION_EN, "")
    yield [" ".join(row) for row in TABLE]
    yield [SOURCE]
    yield _body(RESULTS_AFTER)
    yield ["Заключение"]
    yield _body(CONCLUSION)
    for name, items in (("Список литературы", REFERENCES_RU), ("References", REFERENCES_EN)):
        yield [name]
        yield [line for n, text in enumerate(items, 1) for line in wrapped(f"{n}. {text}", "")]


def paper_txt() -> bytes:
    """The paper as an old word processor saved it: cp1251, CR LF, hyphenated lines."""
    lines = "\n\n".join("\n".join(part) for part in _text_parts())
    return (lines + "\n").replace("\n", "\r\n").encode("cp1251")


def main() -> None:
    """Write the five files beside this script."""
    pdf = paper_pdf()
    pages = scanned_pages(pdf)
    files = {
        "paper.pdf": pdf,
        "paper-scan.pdf": scan_pdf(pages),
        "paper-wrong-layer.pdf": wrong_layer_pdf(pages),
        "paper-page.html": paper_html(),
        "paper-cp1251.txt": paper_txt(),
    }
    for name, data in files.items():
        (HERE / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
