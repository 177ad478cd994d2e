"""Tables with known cells, numbers and captions: what the generated set is made of.

A :class:`Content` is a table without a look: cells with spans, header rows, true values, a
caption, notes. ``tables_drawn`` gives it one: ruled, booktabs, borderless, scanned, plain text.
Everything follows from the seed; the part "seen" is for development, "unseen" for comparing
changes, "fresh" for final figures only.

    python benchmarks/tables_generated.py OUT --part seen      # files and truth as JSON
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True)
class TrueCell:
    """A cell as printed: its place, spans, text, and its value where it is a number."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    header: bool = False
    value: float | None = None


@dataclass
class Content:
    """A table without a look. ``groups`` are rows that name the rows under them."""

    cells: list[TrueCell]
    n_rows: int
    n_cols: int
    header_rows: int
    lang: str
    label: str = "1"
    caption: str = ""
    notes: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True)
class Made:
    """A file of the set with the tables on it. ``kind`` is the class that figures are by."""

    name: str
    kind: str
    data: bytes
    tables: list[Content]


WORDS = {
    "ru": {
        "regions": [
            "Алтайский край", "Амурская область", "Еврейская автономная область",
            "Забайкальский край", "Иркутская область", "Камчатский край", "Магаданская область",
            "Омская область", "Оренбургская область", "Приморский край", "Псковская область",
            "Республика Бурятия", "Республика Тыва", "Саратовская область",
            "Сахалинская область", "Хабаровский край", "Челябинская область",
        ],
        "indicators": [
            "Численность населения", "Валовой региональный продукт", "Инвестиции в основной капитал",
            "Оборот розничной торговли", "Объём промышленного производства", "Грузооборот",
            "Среднемесячная заработная плата", "Численность занятых", "Уровень безработицы",
            "Ввод в действие жилых домов", "Продукция сельского хозяйства", "Число организаций",
        ],
        "goods": ["Древесина", "Зерно", "Машины и оборудование", "Металлы", "Продукты питания",
                  "Рыба", "Текстиль", "Топливо", "Удобрения", "Химические товары", "Целлюлоза"],
        "measures": ["Экспорт", "Импорт", "Доля", "Рост", "Объём", "Число", "Индекс", "Среднее"],
        "groups": ["Первая группа регионов", "Вторая группа регионов", "Приграничные районы",
                   "Внутренние районы", "Городские округа", "Сельские поселения"],
        "units": ["тыс. чел.", "млн руб.", "млн долл.", "тыс. т", "га", "единиц", "%"],
        "stub": ["Показатель", "Регион", "Субъект", "Наименование", "Товарная группа"],
        "total": ["Всего", "Итого"],
        "subtotal": "Итого по группе",
        "captions": ["Основные показатели развития приграничных регионов", "Внешняя торговля регионов",
                     "Динамика социально-экономического положения", "Структура занятости населения",
                     "Показатели трансграничного сотрудничества"],
        "notes": ["Источник: рассчитано по данным Росстата.", "Примечание: данные предварительные.",
                  "Источник: составлено автором.", "Составлено по: [4; 7]."],
        "missing": ["н/д", "…", "–", "-"],
        "phrases": ["нет ограничений", "требуется разрешение", "по согласованию сторон",
                    "временно закрыт для грузов", "работает круглосуточно", "только для граждан",
                    "сезонный режим", "установлен договором", "частично выполнено", "выполнено"],
        "heads": ["Пункт пропуска", "Режим работы", "Основание", "Состояние", "Направление"],
        "of": ["Модель 1", "Модель 2", "Модель 3"],
    },
    "en": {
        "regions": ["Altai Krai", "Amur Oblast", "Buryatia", "Chelyabinsk Oblast", "Finland",
                    "Heilongjiang", "Inner Mongolia", "Irkutsk Oblast", "Jilin", "Kazakhstan",
                    "Khabarovsk Krai", "Mongolia", "Norway", "Omsk Oblast", "South Korea",
                    "United Kingdom", "Xinjiang"],
        "indicators": ["Population", "Gross regional product", "Fixed capital investment",
                       "Retail trade turnover", "Industrial output", "Freight turnover",
                       "Average monthly wage", "Employment", "Unemployment rate",
                       "Housing construction", "Agricultural output", "Number of enterprises"],
        "goods": ["Chemicals", "Fertilizers", "Fish", "Food products", "Fuels", "Grain",
                  "Machinery and equipment", "Metals", "Pulp", "Textiles", "Timber"],
        "measures": ["Export", "Import", "Share", "Growth", "Volume", "Number", "Index", "Mean"],
        "groups": ["First group of regions", "Second group of regions", "Border districts",
                   "Inner districts", "Urban areas", "Rural areas"],
        "units": ["thousand people", "million USD", "million roubles", "thousand tons", "ha", "%"],
        "stub": ["Indicator", "Region", "Country", "Item", "Commodity"],
        "total": ["Total", "All regions"],
        "subtotal": "Subtotal",
        "captions": ["Main indicators of border regions", "Foreign trade of the regions",
                     "Dynamics of the social and economic situation", "Structure of employment",
                     "Indicators of cross-border cooperation"],
        "notes": ["Source: compiled by the authors.", "Note: preliminary data.",
                  "Source: calculated from statistics of the regions."],
        "missing": ["n/a", "…", "–", "-"],
        "phrases": ["no restrictions", "permission required", "by agreement of the parties",
                    "closed to cargo for the time being", "open day and night", "citizens only",
                    "seasonal", "set by treaty", "partly achieved", "achieved"],
        "heads": ["Checkpoint", "Opening hours", "Legal basis", "Status", "Direction"],
        "of": ["Model 1", "Model 2", "Model 3"],
    },
}  # fmt: skip


@dataclass(frozen=True)
class Print:
    """How a table prints numbers: decimal mark, sign for thousands, minus."""

    mark: str
    group: str
    minus: str

    def show(self, value: float, decimals: int) -> str:
        """A number as printed."""
        digits = f"{abs(value):,.{decimals}f}"
        digits = digits.replace(",", "\0").replace(".", self.mark).replace("\0", self.group)
        return (self.minus if value < 0 and round(value, decimals) else "") + digits


def printing(dice: random.Random, lang: str) -> Print:
    """A convention of the language."""
    minus = dice.choice(["-", "–", "−"])
    if lang == "ru":
        return Print(",", dice.choice(["\u00a0", "\u00a0", " ", ""]), minus)
    return Print(".", dice.choice([",", ",", ""]), minus)


class Sheet:
    """A table being written, cell by cell."""

    def __init__(self, dice: random.Random, lang: str) -> None:
        self.dice, self.lang = dice, lang
        self.words = WORDS[lang]
        self.print = printing(dice, lang)
        self.cells: list[TrueCell] = []
        self.groups: list[int] = []

    def head(self, row: int, col: int, text: str, height: int = 1, width: int = 1) -> None:
        """A header cell."""
        self.cells.append(TrueCell(row, col, text, height, width, True))

    def put(self, row: int, col: int, text: str, value: float | None = None) -> None:
        """A body cell of one place."""
        self.cells.append(TrueCell(row, col, text, value=value))

    def number(self, row: int, col: int, value: float, decimals: int, tail: str = "") -> None:
        """A number as printed, and as it is."""
        shown = self.print.show(value, decimals)
        self.put(row, col, shown + tail, round(value, decimals))

    def missing(self, row: int, col: int) -> None:
        """A sign for no value."""
        self.put(row, col, self.dice.choice(self.words["missing"]))

    def group(self, row: int, text: str, n_cols: int) -> None:
        """A row that names the rows under it, over all columns."""
        self.cells.append(TrueCell(row, 0, text, col_span=n_cols))
        self.groups.append(row)

    def done(self, header_rows: int, kind: str) -> Content:
        """The table with a caption, and notes as its marks ask."""
        dice = self.dice
        rows = 1 + max(c.row + c.row_span - 1 for c in self.cells)
        cols = 1 + max(c.col + c.col_span - 1 for c in self.cells)
        unit = dice.choice(["", "", self.words["units"][dice.randrange(4)]])
        caption = dice.choice(self.words["captions"]) + (f", {unit}" if unit else "")
        notes = [dice.choice(self.words["notes"])] if dice.random() < 0.6 else []
        cells = sorted(self.cells, key=lambda c: (c.row, c.col))
        label = str(dice.randint(1, 9))
        return Content(
            cells, rows, cols, header_rows, self.lang, label, caption, notes, self.groups, kind
        )


def some(dice: random.Random, words: Sequence[str], n: int) -> list[str]:
    """Up to ``n`` different words."""
    return dice.sample(list(words), min(n, len(words)))


def amounts(dice: random.Random, n: int) -> tuple[list[float], int]:
    """Values of one row or column: alike in size, with the same decimals."""
    decimals = dice.choice([0, 1, 1, 2])
    scale = dice.choice([9, 90, 900, 9000, 90_000, 900_000] if decimals < 2 else [0.9, 9, 90, 900])
    return [round(dice.uniform(0.15, 1) * scale, decimals) for _ in range(n)], decimals


# --- kinds of tables ------------------------------------------------------------------


def by_years(dice: random.Random, lang: str) -> Content:
    """Indicators by years; now and then a change in percent, negative values, gaps."""
    sheet = Sheet(dice, lang)
    years = list(range(start := dice.randint(2000, 2017), start + dice.randint(3, 6)))
    names = some(dice, sheet.words["indicators"], dice.randint(4, 9))
    tail = " г." if lang == "ru" and dice.random() < 0.3 else ""
    sheet.head(0, 0, dice.choice(sheet.words["stub"][:1]))
    for c, year in enumerate(years):
        sheet.head(0, c + 1, f"{year}{tail}")
    mark = dice.choice(["", "", "*", "¹"])
    for r, name in enumerate(names, start=1):
        unit = f", {dice.choice(sheet.words['units'])}" if dice.random() < 0.4 else ""
        sheet.put(r, 0, name + unit + (mark if r == 2 else ""))
        values, decimals = amounts(dice, len(years))
        for c, value in enumerate(values, start=1):
            if dice.random() < 0.05:
                sheet.missing(r, c)
            else:
                sheet.number(r, c, -value if dice.random() < 0.06 else value, decimals)
    content = sheet.done(1, "years")
    if mark:
        said = "Без учёта малых предприятий." if lang == "ru" else "Without small enterprises."
        content.notes.append(f"{mark} {said}")
    return content


def by_regions(dice: random.Random, lang: str) -> Content:
    """Regions by measures and years: a header of two levels, a total row or column."""
    sheet = Sheet(dice, lang)
    words = sheet.words
    tops, years = some(dice, words["measures"], dice.randint(2, 3)), dice.randint(2, 3)
    start = dice.randint(2005, 2018)
    names = some(dice, words["regions"], dice.randint(4, 10))
    sheet.head(0, 0, words["stub"][1], 2, 1)
    for t, top in enumerate(tops):
        unit = f", {dice.choice(words['units'][:5])}" if dice.random() < 0.3 else ""
        sheet.head(0, 1 + t * years, top + unit, 1, years)
        for y in range(years):
            sheet.head(1, 1 + t * years + y, str(start + y * 5))
    decimals = [dice.choice([0, 1, 2]) for _ in tops]
    scales = [dice.choice([90, 900, 9000, 90_000]) for _ in tops]
    sums = [0.0] * (len(tops) * years)
    for r, name in enumerate(names, start=2):
        sheet.put(r, 0, name)
        for c in range(len(sums)):
            places = decimals[c // years]
            value = round(dice.uniform(0.1, 1) * scales[c // years], places)
            sums[c] += value
            sheet.number(r, c + 1, value, places)
    if dice.random() < 0.6:
        r = 2 + len(names)
        sheet.put(r, 0, dice.choice(words["total"]))
        for c, total in enumerate(sums):
            sheet.number(r, c + 1, round(total, 2), decimals[c // years])
    return sheet.done(2, "regions")


def trade(dice: random.Random, lang: str) -> Content:
    """Goods with export, import and turnover, and their shares: a table that adds up."""
    sheet = Sheet(dice, lang)
    words = sheet.words
    names = some(dice, words["goods"], dice.randint(3, 8))
    heads = (["Оборот", "Экспорт", "Импорт", "Сальдо", "Доля, %"] if lang == "ru"
             else ["Turnover", "Export", "Import", "Balance", "Share, %"])  # fmt: skip
    for c, head in enumerate([words["stub"][4], *heads]):
        sheet.head(0, c, head)
    decimals = dice.choice([0, 1, 2])
    pairs = [[round(dice.uniform(5, 900), decimals) for _ in range(2)] for _ in names]
    rows = [
        *zip(names, pairs, strict=True),
        (words["total"][0], [sum(p) for p in zip(*pairs, strict=True)]),
    ]
    whole = sum(map(sum, pairs))
    for r, (name, (one, two)) in enumerate(rows, start=1):
        sheet.put(r, 0, name)
        for c, value in enumerate((one + two, one, two, one - two), start=1):
            sheet.number(r, c, round(value, decimals), decimals)
        sheet.number(r, 5, (one + two) / whole * 100, 1)
    return sheet.done(1, "trade")


def numbered(dice: random.Random, lang: str) -> Content:
    """A running number, a name, a unit and two to four columns of values."""
    sheet = Sheet(dice, lang)
    words = sheet.words
    n = dice.randint(2, 4)
    years = [2010 + 3 * i for i in range(n)]
    heads = ["№", words["stub"][0], "Ед. изм." if lang == "ru" else "Unit", *map(str, years)]
    for c, head in enumerate(heads):
        sheet.head(0, c, head)
    for r, name in enumerate(some(dice, words["indicators"], dice.randint(5, 9)), start=1):
        sheet.put(r, 0, str(r), float(r))
        sheet.put(r, 1, name)
        sheet.put(r, 2, dice.choice(words["units"]))
        values, decimals = amounts(dice, n)
        for c, value in enumerate(values, start=3):
            sheet.number(r, c, value, decimals)
    return sheet.done(1, "numbered")


def grouped(dice: random.Random, lang: str) -> Content:
    """Groups of regions, each with its name over all columns and its subtotal."""
    sheet = Sheet(dice, lang)
    words = sheet.words
    n = dice.randint(3, 5)
    start = dice.randint(2008, 2018)
    sheet.head(0, 0, words["stub"][1])
    for c in range(n):
        sheet.head(0, c + 1, str(start + c))
    decimals = dice.choice([0, 1])
    row, names = 1, some(dice, words["regions"], 12)
    grand = [0.0] * n
    for group in some(dice, words["groups"], dice.randint(2, 3)):
        sheet.group(row, group, n + 1)
        sums = [0.0] * n
        for _ in range(dice.randint(2, 4)):
            row += 1
            sheet.put(row, 0, names.pop())
            for c in range(n):
                value = round(dice.uniform(20, 4000), decimals)
                sums[c] += value
                sheet.number(row, c + 1, value, decimals)
        row += 1
        sheet.put(row, 0, words["subtotal"])
        for c, value in enumerate(sums):
            sheet.number(row, c + 1, round(value, decimals), decimals)
            grand[c] += value
        row += 1
    sheet.put(row, 0, words["total"][0])
    for c, value in enumerate(grand):
        sheet.number(row, c + 1, round(value, decimals), decimals)
    return sheet.done(1, "grouped")


def regression(dice: random.Random, lang: str) -> Content:
    """Coefficients with stars and errors in brackets, by models."""
    sheet = Sheet(dice, lang)
    models = sheet.words["of"][: dice.randint(2, 3)]
    sheet.head(0, 0, "Переменная" if lang == "ru" else "Variable")
    for c, model in enumerate(models):
        sheet.head(0, c + 1, model)
    names = ["GDP", "TRADE", "BORDER", "DIST", "POP", "OPEN"][: dice.randint(3, 6)]
    for r, name in enumerate(names, start=1):
        sheet.put(r, 0, name)
        for c in range(len(models)):
            value = round(dice.uniform(-3, 3), 2)
            error = sheet.print.show(dice.uniform(0.05, 0.9), 2)
            sheet.number(r, c + 1, value, 2, f"{'*' * dice.randint(0, 3)} ({error})")
    r = len(names) + 1
    sheet.put(r, 0, "R²")
    for c in range(len(models)):
        sheet.number(r, c + 1, round(dice.uniform(0.3, 0.95), 2), 2)
    return sheet.done(1, "regression")


def worded(dice: random.Random, lang: str) -> Content:
    """Short phrases in columns, no numbers; some places empty."""
    sheet = Sheet(dice, lang)
    heads = sheet.words["heads"][: dice.randint(3, 5)]
    for c, head in enumerate(heads):
        sheet.head(0, c, head)
    for r, name in enumerate(some(dice, sheet.words["regions"], dice.randint(4, 7)), start=1):
        sheet.put(r, 0, name)
        for c in range(1, len(heads)):
            empty = dice.random() < 0.08
            sheet.put(r, c, "" if empty else dice.choice(sheet.words["phrases"]))
    return sheet.done(1, "worded")


KINDS: list[Callable[[random.Random, str], Content]] = [
    by_years, by_regions, trade, numbered, grouped, regression, worded,
]  # fmt: skip

#: What a set holds: class → files.
COUNTS = {
    "ruled": 28,
    "booktabs": 24,
    "borderless": 24,
    "scanned": 26,
    "plain runs": 18,
    "plain blanks": 16,
}


#: Even seeds are looked at, odd ones scored; the fresh ones were never looked at.
PARTS = ("seen", "unseen", "fresh")


def unspanned(content: Content) -> Content:
    """The table as it prints where nothing shows spans: a group's name stands in the first
    column, the places beside it are empty."""
    cells: list[TrueCell] = []
    for cell in content.cells:
        if cell.row in content.groups:
            cells.append(replace(cell, col_span=1))
            cells += [TrueCell(cell.row, c, "") for c in range(1, content.n_cols)]
        else:
            cells.append(cell)
    return replace(content, cells=cells)


def made(kind: str, number: int, part: str) -> Made:
    """File ``number`` of a class; the parts share nothing but the vocabulary."""
    from tables_drawn import draw

    seed = 2 * number + (part == "unseen") + 1000 * (part == "fresh")
    dice = random.Random(f"{kind}/{seed}")
    lang = dice.choice(["ru", "ru", "en"])
    kinds = [k for k in KINDS if k is not worded] if kind == "plain blanks" else KINDS
    content = kinds[number % len(kinds)](dice, lang)
    return draw(kind, content, dice, f"{kind.replace(' ', '_')}_{seed:03}")


def all_made(part: str, kinds: Sequence[str] = tuple(COUNTS)) -> list[Made]:
    """The set, or some classes of it."""
    return [made(kind, n, part) for kind in kinds for n in range(COUNTS[kind])]


def main() -> None:
    """Write the files, and beside each its truth as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", choices=PARTS, default="seen")
    parser.add_argument("--kind", choices=[*COUNTS], action="append")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for item in all_made(args.part, args.kind or tuple(COUNTS)):
        (args.out / item.name).write_bytes(item.data)
        truth = {"kind": item.kind, "tables": [asdict(t) for t in item.tables]}
        (args.out / f"{item.name}.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=1), "utf-8"
        )


if __name__ == "__main__":
    main()
