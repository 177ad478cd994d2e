"""A work as a saved page of a journal's site: menus, sharing, metadata, related articles."""

from __future__ import annotations

from html import escape
from random import Random

from works_kit.compose import Made
from works_kit.styles import El

_MENU = {
    "ru": ("Главная", "О журнале", "Редакция", "Архив", "Контакты"),
    "en": ("Home", "About", "Editorial board", "Archive", "Contacts"),
}
_AFTER = {
    "ru": ("Поделиться", "Похожие статьи", "Версия для печати", "Скачать PDF", "Просмотров: 214"),
    "en": ("Share this article", "Related articles", "Print version", "Download PDF", "Views: 214"),
}


def page(work: Made, elements: list[El], rng: Random) -> bytes:
    """The elements as a web page with the furniture of a site, in UTF-8 or cp1251."""
    lang = "en" if work.langs[0] == "en" else "ru"
    encoding = (
        "utf-8" if lang == "en" or "kk" in work.langs or rng.random() < 0.6 else "windows-1251"
    )
    tags = _meta(work, lang) if rng.random() < 0.7 else ""
    menu = "".join(f'<li><a href="#">{m}</a></li>' for m in _MENU[lang])
    crumbs = (
        f"<div class='crumbs'>{_MENU[lang][0]} / {_MENU[lang][3]} / {work.journal['year']}</div>"
    )
    body = "\n".join(_element(e) for e in elements)
    after = "".join(f"<p>{a}</p>" for a in _AFTER[lang])
    html = (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{encoding}"><title>{escape(work.title[work.langs[0]])} — '
        f"{escape(work.journal[lang])}</title>{tags}</head><body><div id='top'><ul class='menu'>{menu}</ul></div>{crumbs}"
        f"<div class='article'>{body}</div><div class='share'>{after}</div>"
        f"<div class='footer'><p>© {work.journal['year']} {escape(work.journal[lang])}</p></div></body></html>"
    )
    return html.encode(encoding, "xmlcharrefreplace")


def _meta(work: Made, lang: str) -> str:
    pairs = [
        ("citation_title", work.title[work.langs[0]]),
        ("citation_journal_title", work.journal[lang]),
    ]
    pairs += [("citation_author", n) for n in work.printed[work.langs[0]]]
    pairs += [
        ("citation_volume", work.journal["volume"]),
        ("citation_issue", work.journal["issue"]),
    ]
    if "doi" in work.codes:
        pairs.append(("citation_doi", str(work.codes["doi"])))
    return "".join(f'<meta name="{k}" content="{escape(v)}">' for k, v in pairs)


def _element(el: El) -> str:
    text = el.text.replace("<super>", "<sup>").replace("</super>", "</sup>")
    tag = {"title": "h1", "heading": "h3", "head": "h3"}.get(el.role, "p")
    if el.columns:
        return "".join(_element(e) for side in el.columns for e in side)
    return f'<{tag} class="{el.role}">{text}</{tag}>'
