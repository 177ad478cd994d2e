"""Phrases in Russian, English and Kazakh from which works are composed.

All phrases were written for this purpose; the three columns of a row say the same. Slots:
``{sn}`` a subject (nominative), ``{sg}`` its genitive, ``{r}`` a region (genitive),
``{p}`` the same after "в", ``{a}`` ``{b}`` figures, ``{y}`` ``{z}`` years.
"""

from __future__ import annotations

LANGS = ("ru", "en", "kk")

#: Subjects: (ru nominative, ru genitive, en, kk).
SUBJECTS = (
    ("речные перевозки", "речных перевозок", "river transport", "өзен тасымалы"),
    ("рынок зерна", "рынка зерна", "the grain market", "астық нарығы"),
    ("степное землепользование", "степного землепользования", "steppe land use", "дала жерін пайдалану"),
    ("школьное чтение", "школьного чтения", "reading at school", "мектептегі оқу"),
    ("грунтовые воды", "грунтовых вод", "groundwater", "жер асты сулары"),
    ("сельский туризм", "сельского туризма", "rural tourism", "ауыл туризмі"),
    ("цифровые архивы", "цифровых архивов", "digital archives", "цифрлық мұрағаттар"),
    ("трудовая миграция", "трудовой миграции", "labour migration", "еңбек көші-қоны"),
    ("горные пастбища", "горных пастбищ", "mountain pastures", "тау жайылымдары"),
    ("лесные пожары", "лесных пожаров", "forest fires", "орман өрттері"),
    ("приграничная торговля", "приграничной торговли", "border trade", "шекаралық сауда"),
    ("городской транспорт", "городского транспорта", "urban transport", "қала көлігі"),
    ("народные ремёсла", "народных ремёсел", "folk crafts", "халық қолөнері"),
    ("качество воздуха", "качества воздуха", "air quality", "ауа сапасы"),
    ("малые реки", "малых рек", "small rivers", "шағын өзендер"),
    ("сезонная занятость", "сезонной занятости", "seasonal employment", "маусымдық жұмыс"),
    ("географические названия", "географических названий", "place names", "жер-су атаулары"),
    ("оросительные каналы", "оросительных каналов", "irrigation canals", "суару каналдары"),
    ("ярмарочная торговля", "ярмарочной торговли", "fair trade at markets", "жәрмеңке саудасы"),
    ("снежный покров", "снежного покрова", "snow cover", "қар жамылғысы"),
)  # fmt: skip
#: Regions: (ru genitive, ru after "в", en, kk genitive).
REGIONS = (
    ("Алтайского края", "Алтайском крае", "Altai Krai", "Алтай өлкесінің"),
    ("Омской области", "Омской области", "Omsk Oblast", "Омбы облысының"),
    ("Павлодарской области", "Павлодарской области", "Pavlodar Region", "Павлодар облысының"),
    ("Республики Тыва", "Республике Тыва", "the Republic of Tyva", "Тыва Республикасының"),
    ("Прииртышья", "Прииртышье", "the Irtysh area", "Ертіс өңірінің"),
    ("Южного Урала", "Южном Урале", "the Southern Urals", "Оңтүстік Оралдың"),
    ("Забайкалья", "Забайкалье", "Transbaikalia", "Байкал сырты өңірінің"),
    ("Северного Казахстана", "Северном Казахстане", "Northern Kazakhstan", "Солтүстік Қазақстанның"),
    ("Томской области", "Томской области", "Tomsk Oblast", "Томск облысының"),
    ("Восточной Сибири", "Восточной Сибири", "Eastern Siberia", "Шығыс Сібірдің"),
    ("Костанайской области", "Костанайской области", "Kostanay Region", "Қостанай облысының"),
    ("Курганской области", "Курганской области", "Kurgan Oblast", "Қорған облысының"),
)  # fmt: skip
TITLES = (
    ("Динамика {sg} в {p} в {y}–{z} годах", "Dynamics of {sg} in {p} in {y}–{z}", "{y}–{z} жылдардағы {r} {sn} динамикасы"),
    ("Особенности {sg} на территории {r}", "Features of {sg} in the territory of {r}", "{r} аумағындағы {sn} ерекшеліктері"),
    ("{sn} как фактор развития {r}: проблемы и решения", "{sn} as a factor in the development of {r}: problems and solutions", "{r} дамуының факторы ретіндегі {sn}: мәселелер мен шешімдер"),
    ("О методах оценки {sg}: опыт {r}", "On methods of assessing {sg}: the experience of {r}", "{sn} бағалау әдістері туралы: {r} тәжірибесі"),
    ("Модель {sg} с учётом сезонных колебаний", "A model of {sg} with seasonal fluctuations taken into account", "Маусымдық ауытқуларды ескеретін {sn} моделі"),
    ("Анализ {sg} {r} по данным статистики", "Analysis of {sg} in {r} from statistical data", "Статистика деректері бойынша {r} {sn} талдау"),
    ("{sn} {r}: состояние и перспективы", "{sn} of {r}: current state and prospects", "{r} {sn}: жағдайы мен болашағы"),
    ("Влияние дорожной сети на состояние {sg} {r}", "The influence of the road network on {sg} in {r}", "Жол желісінің {r} {sn} жағдайына әсері"),
    ("К вопросу об истории {sg} {r} в XX веке", "On the history of {sg} in {r} in the 20th century", "ХХ ғасырдағы {r} {sn} тарихы туралы"),
    ("Пространственная структура {sg} в {p}", "Spatial structure of {sg} in {p}", "{r} {sn} кеңістіктік құрылымы"),
)  # fmt: skip
#: First sentences of abstracts.
OPENINGS = (
    ("В статье рассмотрена динамика {sg} в {p} за {y}–{z} годы.", "The article considers the dynamics of {sg} in {p} in {y}–{z}.", "Мақалада {y}–{z} жылдардағы {r} {sn} динамикасы қарастырылған."),
    ("Исследовано состояние {sg} на территории {r}.", "The state of {sg} in the territory of {r} is studied.", "{r} аумағындағы {sn} жағдайы зерттелген."),
    ("Работа посвящена оценке {sg} и их роли в хозяйстве {r}.", "The work assesses {sg} and their role in the economy of {r}.", "Жұмыс {sn} мен олардың {r} шаруашылығындағы рөлін бағалауға арналған."),
    ("Предложен способ описания {sg}, пригодный для районов {r}.", "A way of describing {sg} that suits the districts of {r} is proposed.", "{r} аудандарына жарамды {sn} сипаттау тәсілі ұсынылған."),
    ("Изучение {sg} в {p} до сих пор остаётся неполным.", "The study of {sg} in {p} remains incomplete to this day.", "{r} {sn} зерттеу әлі күнге дейін толық емес."),
    ("Хозяйство {r} во многом держится на местных обычаях.", "The economy of {r} rests largely on local customs.", "{r} шаруашылығы көбіне жергілікті дәстүрлерге сүйенеді."),
)  # fmt: skip
#: Further sentences of abstracts.
MIDDLES = (
    ("Показано, что за {y}–{z} годы показатель вырос на {a} процентов.", "It is shown that in {y}–{z} the indicator grew by {a} percent.", "{y}–{z} жылдары көрсеткіштің {a} пайызға өскені көрсетілді."),
    ("Использованы сведения о {a} районах, собранные в {y} году.", "Records of {a} districts collected in {y} are used.", "{y} жылы жиналған {a} аудан туралы мәліметтер пайдаланылды."),
    ("Опрошено {a} жителей {b} посёлков.", "In total {a} residents of {b} villages were interviewed.", "Барлығы {b} ауылдың {a} тұрғынынан сұхбат алынды."),
    ("Наибольшие значения отмечены в долинах рек и вблизи железной дороги.", "The largest values are found in river valleys and near the railway.", "Ең жоғары мәндер өзен аңғарларында және теміржол маңында байқалды."),
    ("Данные сопоставлены с отчётами местных управлений.", "The data are compared with reports of local administrations.", "Деректер жергілікті басқармалардың есептерімен салыстырылды."),
    ("Доля мелких хозяйств составила {a},{b} %.", "The share of small farms was {a}.{b}%.", "Шағын шаруашылықтардың үлесі {a},{b} % құрады."),
    ("Выделены {b} группы районов с разной скоростью изменений.", "The districts fall into {b} groups that change at different rates.", "Өзгеру қарқыны әртүрлі {b} аудан тобы анықталды."),
    ("Сезонные колебания объяснены погодой и сроками полевых работ.", "Seasonal fluctuations are explained by weather and the dates of field work.", "Маусымдық ауытқулар ауа райымен және дала жұмыстарының мерзімімен түсіндіріледі."),
    ("Построена карта, на которой отмечены {a} участков.", "A map that marks {a} sites has been made.", "Картаға {a} учаске түсірілді."),
    ("Ошибка оценки не превышает {b} процентов.", "The error of the estimate does not exceed {b} percent.", "Бағалау қателігі {b} пайыздан аспайды."),
    ("Проверка проведена на независимых наблюдениях {z} года.", "The check was made on independent observations of {z}.", "Тексеру {z} жылғы тәуелсіз бақылаулар бойынша жүргізілді."),
    ("Расхождения между источниками обсуждены отдельно.", "Differences between the sources are discussed separately.", "Дереккөздер арасындағы айырмашылықтар бөлек талқыланды."),
)  # fmt: skip
CLOSINGS = (
    ("Сделан вывод о том, что меры поддержки нужно связать с сезоном.", "It is concluded that support measures should be tied to the season.", "Қолдау шараларын маусыммен байланыстыру қажет деген қорытынды жасалды."),
    ("Полученные оценки могут быть полезны местным управлениям.", "The estimates obtained may be useful to local administrations.", "Алынған бағалаулар жергілікті басқармаларға пайдалы болуы мүмкін."),
    ("Предложены {b} шага, которые можно выполнить без новых расходов.", "We suggest {b} steps that need no new spending.", "Жаңа шығынсыз орындауға болатын {b} қадам ұсынылды."),
    ("Намечены направления дальнейших наблюдений.", "Directions of further observations are outlined.", "Одан әрі бақылау бағыттары белгіленді."),
)  # fmt: skip
#: Titles of the sections of a structured abstract, several house styles.
SECTIONS = {
    "ru": (("Актуальность", "Цель исследования", "Материалы и методы", "Результаты", "Выводы"),
           ("Введение", "Цель", "Методы", "Результаты", "Заключение")),
    "en": (("Relevance", "Research objective", "Data and methods", "Results", "Conclusions"),
           ("Introduction", "Purpose", "Methods", "Results", "Conclusion")),
    "kk": (("Өзектілігі", "Мақсаты", "Әдістері", "Нәтижелері", "Қорытынды"),) * 2,
}  # fmt: skip
SECTION_TYPES = ("relevance", "objective", "data_methods", "results", "conclusions")
#: Keywords: (ru, en, kk).
KEYWORDS = (
    ("полевые наблюдения", "field observations", "далалық бақылаулар"),
    ("местное самоуправление", "local government", "жергілікті өзін-өзі басқару"),
    ("сезонные колебания", "seasonal fluctuations", "маусымдық ауытқулар"),
    ("статистика", "statistics", "статистика"), ("дорожная сеть", "road network", "жол желісі"),
    ("опрос населения", "population survey", "халықтан сауалнама алу"),
    ("картографирование", "mapping", "картаға түсіру"), ("хозяйство", "economy", "шаруашылық"),
    ("сельские районы", "rural districts", "ауылдық аудандар"), ("долины рек", "river valleys", "өзен аңғарлары"),
    ("пространственный анализ", "spatial analysis", "кеңістіктік талдау"),
    ("меры поддержки", "support measures", "қолдау шаралары"), ("занятость", "employment", "жұмыспен қамту"),
    ("архивные документы", "archival documents", "мұрағат құжаттары"),
    ("социально-экономическое развитие", "socio-economic development", "әлеуметтік-экономикалық даму"),
    ("модель", "model", "модель"), ("приграничье", "borderland", "шекаралық аймақ"),
    ("природные ресурсы", "natural resources", "табиғи ресурстар"), ("транспорт", "transport", "көлік"),
    ("оценка погрешности", "error estimation", "қателікті бағалау"), ("население", "population", "халық"),
    ("мелкие хозяйства", "small farms", "шағын шаруашылықтар"),
)  # fmt: skip
#: Surnames and their printings: (ru male, en male, kk, female ending "а"/"" in ru and en).
SURNAMES = (
    ("Кузьмин", "Kuzmin"), ("Лаврентьев", "Lavrentyev"), ("Сорокин", "Sorokin"), ("Ширяев", "Shiryaev"),
    ("Ходырев", "Khodyrev"), ("Щеглов", "Shcheglov"), ("Юдин", "Yudin"), ("Зырянов", "Zyryanov"),
    ("Ёлкин", "Yolkin"), ("Цветков", "Tsvetkov"), ("Журавлёв", "Zhuravlev"), ("Белоногов", "Belonogov"),
    ("Гаврилов", "Gavrilov"), ("Тихонов", "Tikhonov"), ("Яковлев", "Yakovlev"), ("Чистяков", "Chistyakov"),
    ("Рябов", "Ryabov"), ("Фёдоров", "Fedorov"), ("Муравьёв", "Muravyev"), ("Никитин", "Nikitin"),
    ("Панкратов", "Pankratov"), ("Вершинин", "Vershinin"), ("Дёмин", "Demin"), ("Осипов", "Osipov"),
    ("Абдрахманов", "Abdrakhmanov"), ("Сулейменов", "Suleimenov"), ("Жумабаев", "Zhumabaev"), ("Нурпеисов", "Nurpeisov"),
)  # fmt: skip
MEN = (
    ("Андрей", "Andrey"), ("Юрий", "Yuri"), ("Пётр", "Petr"), ("Степан", "Stepan"), ("Ярослав", "Yaroslav"),
    ("Евгений", "Evgeny"), ("Хасан", "Khasan"), ("Тимур", "Timur"), ("Виктор", "Viktor"), ("Николай", "Nikolai"),
)  # fmt: skip
WOMEN = (
    ("Анна", "Anna"), ("Юлия", "Yulia"), ("Жанна", "Zhanna"), ("Светлана", "Svetlana"), ("Екатерина", "Ekaterina"),
    ("Ольга", "Olga"), ("Мария", "Maria"), ("Алия", "Aliya"), ("Ирина", "Irina"), ("Надежда", "Nadezhda"),
)  # fmt: skip
FATHERS = (
    ("Павлов", "Pavlov"), ("Игорев", "Igorev"), ("Сергеев", "Sergeev"), ("Маратов", "Maratov"), ("Олегов", "Olegov"),
    ("Викторов", "Viktorov"), ("Петров", "Petrov"), ("Юрьев", "Yuryev"),
)  # fmt: skip
#: Institutions: (ru, en, kk, city ru, city en, city kk, country ru, country en, country kk).
PLACES = (
    ("Омский государственный университет", "Omsk State University", "Омбы мемлекеттік университеті", "Омск", "Omsk", "Омбы", "Россия", "Russia", "Ресей"),
    ("Институт степных исследований", "Institute of Steppe Studies", "Дала зерттеулері институты", "Барнаул", "Barnaul", "Барнаул", "Россия", "Russia", "Ресей"),
    ("Томский политехнический университет", "Tomsk Polytechnic University", "Томск политехникалық университеті", "Томск", "Tomsk", "Томск", "Россия", "Russia", "Ресей"),
    ("Павлодарский педагогический университет", "Pavlodar Pedagogical University", "Павлодар педагогикалық университеті", "Павлодар", "Pavlodar", "Павлодар", "Казахстан", "Kazakhstan", "Қазақстан"),
    ("Академия водного транспорта", "Academy of Water Transport", "Су көлігі академиясы", "Новосибирск", "Novosibirsk", "Новосибирск", "Россия", "Russia", "Ресей"),
    ("Тувинский институт гуманитарных исследований", "Tuvan Institute of Humanities", "Тыва гуманитарлық зерттеулер институты", "Кызыл", "Kyzyl", "Қызыл", "Россия", "Russia", "Ресей"),
    ("Костанайский региональный университет", "Kostanay Regional University", "Қостанай өңірлік университеті", "Костанай", "Kostanay", "Қостанай", "Казахстан", "Kazakhstan", "Қазақстан"),
    ("Центр региональной статистики", "Centre for Regional Statistics", "Өңірлік статистика орталығы", "Курган", "Kurgan", "Қорған", "Россия", "Russia", "Ресей"),
)  # fmt: skip
POSTS = (
    ("кандидат экономических наук, доцент", "Candidate of Economic Sciences, Associate Professor"),
    ("доктор географических наук, профессор", "Doctor of Geographical Sciences, Professor"),
    ("магистрант", "Master's student"), ("аспирант", "PhD student"), ("старший преподаватель", "Senior Lecturer"),
)  # fmt: skip
JOURNALS = (
    ("Вестник Прииртышского университета", "Bulletin of the Irtysh University", "Vestnik Priirtyshskogo universiteta"),
    ("Известия степной географии", "Proceedings of Steppe Geography", "Izvestiya stepnoi geografii"),
    ("Журнал региональных исследований", "Journal of Regional Inquiry", "Zhurnal regionalnykh issledovanii"),
    ("Труды института северных рек", "Transactions of the Institute of Northern Rivers", "Trudy instituta severnykh rek"),
    ("Записки сибирского статистика", "Notes of a Siberian Statistician", "Zapiski sibirskogo statistika"),
    ("География и хозяйство", "Geography and Economy", "Geografiya i khozyaistvo"),
)  # fmt: skip
PUBLISHERS = (
    ("М.", "Наука"), ("СПб.", "Лань"), ("Омск", "Изд-во ОмГУ"), ("Новосибирск", "Сибирское слово"), ("Алматы", "Арна"),
)  # fmt: skip
EN_PUBLISHERS = (
    ("London", "Steppe Press"),
    ("New York", "Harbour Books"),
    ("Cambridge", "Fenland University Press"),
)
EN_NAMES = (
    ("Marlow", "J. A."), ("Penrose", "K."), ("Hartwell", "B. C."), ("Lindqvist", "S."), ("Okafor", "N. U."),
    ("Delacroix", "M. P."), ("Whitcombe", "R."), ("Yamada", "T."), ("O'Grady", "L. F."), ("Castellano", "D."),
)  # fmt: skip
EN_JOURNALS = ("Journal of Border Landscapes", "Rural Economy Review", "Annals of River Science", "Steppe Studies Quarterly",
               "International Journal of Village Statistics")  # fmt: skip
#: Titles of references: (ru, en); {sg} and {r} as above.
REFERENCE_TITLES = (
    ("Очерки {sg} {r}", "Essays on {sg} of {r}"),
    ("Сезонный ход {sg}", "The seasonal course of {sg}"),
    ("Картографирование {sg} {r}", "Mapping {sg} of {r}"),
    ("История изучения {sg}", "A history of research on {sg}"),
    ("Об одной модели {sg}", "On one model of {sg}"),
    ("Методы учёта {sg} в {p}", "Methods of recording {sg} in {p}"),
    ("Районирование {r}", "Zoning of {r}"),
    ("Сравнение способов оценки {sg}", "A comparison of ways to assess {sg}"),
)  # fmt: skip
#: Sentences of the text: {n} an unusual figure that makes a paragraph its own.
BODY = {
    "ru": (
        "Наблюдения в {p} велись с {y} года по единой схеме, число пунктов достигло {n}.",
        "По отчётам за {y} год в районе числилось {n} дворов, и это близко к нашей оценке.",
        "Подробные сведения о состоянии {sg} собраны в приложении к отчёту управления.",
        "Расстояние до ближайшей станции составляет в среднем {n} километров.",
        "Жители связывают перемены с погодой, хотя записи станции этого не подтверждают.",
        "Для каждого участка мы вычислили среднее и разброс, а затем отбросили крайние значения.",
        "Вдоль тракта расположены старые посёлки, основанные ещё при строительстве моста.",
        "Если исключить засушливые годы, связь становится заметно слабее.",
        "Затраты на перевозку одной тонны выросли, поэтому часть хозяйств сменила рынок сбыта.",
        "В {z} году схема учёта изменилась, и ряды пришлось приводить к общему виду.",
        "Отметим, что сведения о мелких хозяйствах неполны и могут быть занижены.",
        "Карты прошлых лет показывают другое русло, которое сместилось к северу.",
        "Опрошенные называли две причины: дорогу и отсутствие склада.",
        "Такая оценка груба, но она согласуется с прямыми измерениями.",
        "Местные названия сохранились главным образом у пастбищ и переправ.",
        "Мы сравнили три способа расчёта и выбрали самый простой из них.",
        "Осенью нагрузка на дороги возрастает почти вдвое и спадает к декабрю.",
        "Распределение участков по площади близко к логнормальному.",
    ),
    "en": (
        "Observations in {p} have followed one scheme since {y}, and the number of points reached {n}.",
        "The reports for {y} list {n} households in the district, which is close to our estimate.",
        "Detailed records of the state of {sg} are collected in the annex to the report.",
        "The mean distance to the nearest station is {n} kilometres.",
        "Residents connect the changes with weather, although station records do not support this.",
        "For each site we computed the mean and the spread and then dropped the extreme values.",
        "Old villages founded when the bridge was built lie along the highway.",
        "If dry years are left out, the link becomes much weaker.",
        "The cost of moving one tonne rose, so some farms turned to another market.",
        "In {z} the scheme of accounts changed, and the series had to be brought to one form.",
        "Records of small farms are incomplete and may be too low.",
        "Maps of earlier years show another channel that has moved northward.",
        "Those interviewed named two reasons: the road and the lack of a storehouse.",
        "This estimate is rough, but it agrees with direct measurements.",
        "Local names survive mainly at pastures and crossings.",
        "We compared three ways of computing it and chose the simplest.",
        "In autumn the load on the roads nearly doubles and falls by December.",
        "The distribution of sites by area is close to lognormal.",
    ),
    "kk": (
        "Бақылаулар {y} жылдан бері бірыңғай сызба бойынша жүргізілді, бекеттер саны {n} жетті.",
        "Есептер бойынша {y} жылы ауданда {n} үй тіркелген, бұл біздің бағалауымызға жақын.",
        "Ең жақын бекетке дейінгі орташа қашықтық {n} шақырым.",
        "Тұрғындар өзгерістерді ауа райымен байланыстырады, бірақ жазбалар мұны растамайды.",
        "Ескі ауылдар көпір салынған кезде пайда болып, жол бойында орналасқан.",
        "Құрғақ жылдарды есептемегенде байланыс әлсірейді.",
        "Шағын шаруашылықтар туралы мәліметтер толық емес.",
        "Жергілікті атаулар негізінен жайылымдар мен өткелдерде сақталған.",
        "Біз үш есептеу тәсілін салыстырып, ең қарапайымын таңдадық.",
    ),
}  # fmt: skip
HEADS = {
    "ru": ("Введение", "Материалы и методы", "Результаты и обсуждение", "Заключение"),
    "en": ("Introduction", "Materials and methods", "Results and discussion", "Conclusion"),
    "kk": ("Кіріспе", "Әдістер", "Нәтижелер", "Қорытынды"),
}
FUNDING = {
    "ru": "Исследование выполнено при финансовой поддержке Фонда полевых наблюдений, проект № {n}.",
    "en": "The study was supported by the Fund for Field Observations, grant no. {n}.",
}
