"""Titles, headings, captions, notes and running heads of generated papers, by language.

All were written for this purpose.
"""

from __future__ import annotations

TITLES = {
    "ru": ["Торговые пути степной полосы и рост малых городов", "Как меняется словарь районной газеты",
           "Паводки на малых реках: наблюдения и расчёты", "Занятость в посёлках при закрытых шахтах",
           "Школьные библиотеки северных районов в послевоенные годы", "О границах ярмарочной торговли",
           "Почвы речных террас и урожайность яровых", "Переписка земских врачей как источник"],
    "en": ["Trade Routes of the Steppe Belt and the Growth of Small Towns",
           "How the Vocabulary of a District Newspaper Changes",
           "Floods on Small Rivers: Observations and Estimates",
           "Employment in Settlements with Closed Mines",
           "School Libraries of the Northern Districts after the War", "On the Limits of Fair Trade",
           "Soils of River Terraces and the Yield of Spring Crops", "Letters of Rural Doctors as a Source"],
    "uk": ["Торгові шляхи степової смуги та зростання малих міст"],
    "kk": ["Дала өңіріндегі сауда жолдары және шағын қалалардың өсуі"],
}  # fmt: skip
HEADINGS = {
    "ru": ["Введение", "Материалы и методы", "Обзор источников", "Результаты наблюдений", "Обсуждение",
           "Ход исследования", "Сравнение районов", "Выводы"],
    "en": ["Introduction", "Materials and methods", "Review of sources", "Results of the survey",
           "Discussion", "Course of the study", "Comparison of districts", "Conclusions"],
    "uk": ["Вступ", "Матеріали та методи", "Огляд джерел", "Результати спостережень", "Обговорення",
           "Перебіг дослідження", "Порівняння районів", "Висновки"],
    "kk": ["Кіріспе", "Материалдар мен әдістер", "Дереккөздерге шолу", "Бақылау нәтижелері", "Талқылау",
           "Зерттеу барысы", "Аудандарды салыстыру", "Қорытынды"],
}  # fmt: skip
AUTHORS = {
    "ru": ["И. П. Берёзкин, А. К. Ольшанская", "М. Т. Заречный", "Е. С. Полынина, Д. В. Яров"],
    "en": ["I. P. Beryozkin, A. K. Olshanskaya", "M. T. Zarechny", "E. S. Polynina, D. V. Yarov"],
    "uk": ["О. І. Вербицька, М. Т. Зарічний"],
    "kk": ["А. К. Сағындықов, М. Т. Әбенова"],
}
ABSTRACT = {"ru": "Аннотация.", "en": "Abstract.", "uk": "Анотація.", "kk": "Аңдатпа."}
KEYWORDS = {
    "ru": "Ключевые слова: малые города, торговля, занятость, реки, наблюдения.",
    "en": "Keywords: small towns, trade, employment, rivers, observations.",
    "uk": "Ключові слова: малі міста, торгівля, зайнятість, річки, спостереження.",
    "kk": "Түйін сөздер: шағын қалалар, сауда, жұмыспен қамту, өзендер, бақылау.",
}
CAPTIONS = {
    "ru": "Рис. {n}. Расположение пунктов наблюдения и главных дорог",
    "en": "Fig. {n}. Location of the observation points and the main roads",
    "uk": "Рис. {n}. Розташування пунктів спостереження та головних доріг",
    "kk": "{n}-сурет. Бақылау орындары мен басты жолдардың орналасуы",
}
NOTES = {
    "ru": ["Сведения за первые два года неполны и приводятся по отчётам управы.",
           "Здесь и далее числа округлены до целых; подробные ряды хранятся в архиве.",
           "Автор благодарит сотрудников музея за помощь в работе с картами."],
    "en": ["The records of the first two years are incomplete and follow the reports.",
           "Here and below figures are rounded; detailed series are kept in the archive.",
           "The author thanks the staff of the museum for their help with the maps."],
    "uk": ["Відомості за перші два роки неповні й наведені за звітами управи.",
           "Тут і далі числа округлено до цілих; докладні ряди зберігаються в архіві.",
           "Автор дякує працівникам музею за допомогу в роботі з картами."],
    "kk": ["Алғашқы екі жылдың мәліметтері толық емес және есептер бойынша берілген.",
           "Мұнда және бұдан әрі сандар дөңгелектелген; толық қатарлар мұрағатта сақтаулы.",
           "Автор карталармен жұмысқа көмектескені үшін музей қызметкерлеріне алғыс айтады."],
}  # fmt: skip
ITEMS = {
    "ru": ["сведения переписей и текущего учёта населения", "отчёты управлений о дорогах и мостах",
           "письма и дневники жителей, собранные музеем"],
    "en": ["records of the censuses and of the current register", "reports on roads and bridges",
           "letters and diaries of residents collected by the museum"],
    "uk": ["відомості переписів і поточного обліку населення", "звіти управлінь про дороги й мости",
           "листи та щоденники мешканців, зібрані музеєм"],
    "kk": ["санақтар мен ағымдағы есеп мәліметтері", "жолдар мен көпірлер туралы есептер",
           "музей жинаған тұрғындардың хаттары мен күнделіктері"],
}  # fmt: skip
JOURNALS = {
    "ru": "Вестник приречных исследований. 2021. № 3",
    "en": "Bulletin of Riverside Studies. 2021. No. 3",
    "uk": "Вісник прирічних досліджень. 2021. № 3",
    "kk": "Өзен маңын зерттеу хабаршысы. 2021. № 3",
}
