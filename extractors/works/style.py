"""How abstracts begin: the words by which authors speak of their own paper."""

from __future__ import annotations

import regex

_VERBS = (
    "рассмотре|рассматрива|исследова|исследу|представл|предложен|предлага|описа|описыва|проанализирова|анализиру|изуч|обоснова|"
    "показан|получен|разработа|приведен|приводят|выявл|установл|определен|определя|проведен|раскрыва|раскрыт|освеща|обсужда|"
    "рассчита|создан|дан|дана|дано|даны|решен|реализован|сформулиров|охарактеризова|систематизиров|обобщ|затрагива|розгляну|дослідж|"
    "запропонован|проаналізован|висвітл|қарастыр|талдан|зерттел"
)
_OPENING = regex.compile(
    r"^\W*(?:(?:this|the|our|present)\s+(?:present\s+)?(?:article|paper|study|work|research|author|report|survey|purpose|aim|goal|objective)s?\b"
    r"|in (?:this|the|our) (?:article|paper|study|work)\b|we (?:present|propose|study|report|consider|investigate|describe|analy[sz]e|show|review)\b"
    r"|(?:в|у)\s(?:данной\s|настоящей\s|этой\s|представленной\s|цій\s)?(?:стать[ею]|работе|исследовании|докладе|статті|роботі)\b"
    r"|(?:данная |настоящая |эта )?(?:статья|работа|стаття|доклад)\s(?:посвящ|рассматрива|представля|анализиру|исследу|раскрыва|освеща|присвяч|содерж|описыва)\p{L}+"
    rf"|(?:впервые\s)?(?:{_VERBS})\p{{L}}*\s"
    r"|(?:целью|цель|предметом|предмет|объектом)\s(?:данной\s|настоящей\s|этой\s)?(?:статьи|работы|исследования)"
    r"|(?:бұл|осы)?\s?(?:мақалада|жұмыста)\b|мақала\b|автор(?:ом|ами|ы)?\s(?:рассматр|анализ|исслед|предлаг|описыв|показ)\p{L}+"
    r"|мы (?:представляем|предлагаем|исследуем|рассматриваем|показываем|описываем))",
    regex.IGNORECASE,
)


def speaks_of_article(text: str) -> bool:
    """Whether a paragraph begins as abstracts do.

    >>> speaks_of_article("В статье рассмотрена торговля"), speaks_of_article("Рассчитаны потоки")
    (True, True)
    >>> speaks_of_article("В стране выросла торговля"), speaks_of_article("Theory has its place")
    (False, False)
    """
    return bool(_OPENING.match(text))
