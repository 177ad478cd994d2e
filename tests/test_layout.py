"""Columns, paragraphs and furniture, from pieces of lines set by hand."""

from __future__ import annotations

from dataclasses import replace

from pieces import piece

from extractors.columns import in_reading_order
from extractors.furniture import PageRows, find_furniture
from extractors.layout import lay_out
from extractors.lines import Piece, justified
from extractors.measure import even_layer
from extractors.observed import ObservedTable, Word
from extractors.plumber import with_tables, without_frames

FILL = "the regions of the border trade with each other every year and"


def column(x: float, width: float, top: float, lines: int, word: str) -> list[Piece]:
    """``lines`` full lines of a column, the first words numbered."""
    return [piece(f"{word}{i} {FILL}"[:52], x, top + 12 * i, width=width) for i in range(lines)]


def texts(pieces: list[Piece], height: float = 800.0) -> list[str]:
    return [block.text for block in lay_out(pieces, 10.0, height)]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = column(50, 240, 100, 10, "left"), column(310, 240, 100, 10, "right")
    mixed = [p for pair in zip(left, right, strict=True) for p in pair]
    order = [p.text.split()[0] for group in in_reading_order(mixed) for p in group]
    assert order == [f"left{i}" for i in range(10)] + [f"right{i}" for i in range(10)]


def test_a_title_across_two_columns_comes_first_and_a_line_across_divides_them() -> None:
    title = piece("A title that stands across both of the columns of the page", 50, 80, width=500)
    upper = column(50, 240, 100, 5, "a") + column(310, 240, 100, 5, "b")
    across = piece(
        "A caption that stands across both of the columns of the page", 50, 170, width=500
    )
    lower = column(50, 240, 190, 5, "c") + column(310, 240, 190, 5, "d")
    order = [
        p.text[0] for group in in_reading_order([*lower, across, *upper, title]) for p in group
    ]
    assert "".join(order) == "A" + "a" * 5 + "b" * 5 + "A" + "c" * 5 + "d" * 5


def test_cells_side_by_side_are_no_columns() -> None:
    rows = [
        p
        for i, (a, b) in enumerate([("Year", "2010"), ("Export", "17.5"), ("Import", "18")] * 2)
        for p in (piece(a, 50, 100 + 12 * i), piece(b, 300, 100 + 12 * i))
    ]
    assert len(in_reading_order(rows)) == 1


def test_an_indent_begins_a_paragraph() -> None:
    lines = [
        piece("First line of the first paragraph is set in a little", 70, 100, width=430),
        piece("and its second line begins at the margin of the page now", 50, 112, width=450),
        piece("Here the second paragraph begins with its own indent too", 70, 124, width=430),
        piece("and it goes on at the margin until the end of the page", 50, 136, width=450),
    ]
    assert [t.split()[0] for t in texts(lines)] == ["First", "Here"]


def test_a_line_that_ended_early_ends_a_paragraph() -> None:
    lines = [
        piece("The first paragraph fills the whole width of the column", 50, 100, width=450),
        piece("and ends here.", 50, 112),
        piece("The second one has no indent and fills the whole width", 50, 124, width=450),
        piece("as well.", 50, 136),
    ]
    assert [t.split()[1] for t in texts(lines)] == ["first", "second"]


def test_a_short_line_inside_a_sentence_is_left_alone() -> None:
    lines = [
        piece("A paragraph whose second line was broken early by a long", 50, 100, width=450),
        piece("word stays", 50, 112),
        piece("internationalisationsbegleitend in one block to its end.", 50, 124, width=450),
    ]
    assert len(texts(lines)) == 1


def test_a_larger_bold_line_is_a_heading_and_a_numbered_list_has_items() -> None:
    lines = [
        piece("Data and methods", 50, 80, 13.0, bold=True),
        piece("The regions trade with each other every year as follows:", 50, 100, width=450),
        piece("1. Export of furniture.", 50, 112),
        piece("2. Import of machines.", 50, 124),
    ]
    labels = [block.label for block in lay_out(lines, 10.0, 800.0)]
    assert labels == ["heading", "paragraph", "list_item", "list_item"]


def test_a_footnote_is_small_and_low_and_marked() -> None:
    body = column(50, 450, 100, 5, "word")
    note = piece("1 The journals are available on request from the authors.", 50, 700, 8.0)
    labels = [block.label for block in lay_out([*body, note], 10.0, 800.0)]
    assert labels[-1] == "footnote"
    byline = piece("1 Ткач П.М., 2Гнатюк С.В.", 50, 700, 8.0)
    assert lay_out([*body, byline], 10.0, 800.0)[-1].label != "footnote"
    high = piece("1 The journals are available on request from the authors.", 50, 60, 8.0)
    assert lay_out([high, *body], 10.0, 800.0)[0].label != "footnote"


def test_a_short_line_that_cannot_be_the_end_goes_on() -> None:
    lines = [
        piece("MATHEMATICS, COMPUTER SCIENCE,", 150, 100, 14.0),
        piece("THEIR USE", 200, 120, 14.0),
        piece("The regions of the border trade with each other every year", 50, 160, width=450),
    ]
    assert texts(lines)[0] == "MATHEMATICS, COMPUTER SCIENCE,\nTHEIR USE"
    names = [piece("Ivan Petrov,", 50, 100), piece("Institute of Trade, Kazan", 50, 112, width=450)]
    assert len(texts(names)) == 2


def test_each_paper_of_the_contents_begins_with_its_authors() -> None:
    lines = [
        piece("The equations of trade in any system of coordinates 29", 50, 100, width=450),
        piece("Lugov D. A.", 50, 112),
        piece(
            "The analytic solution of the plane problem of trade on the border", 50, 124, width=450
        ),
    ]
    assert "Lugov" not in texts(lines)[0]


def test_names_between_title_and_places_are_a_block() -> None:
    """Centred, at one leading, in one size: on scans nothing else parts them."""
    text = column(50, 450, 160, 4, "word")
    front = [
        piece("The snow cover of the river and its roads", 170, 100, 12.0),
        piece("Лугова Дарья Андреевна", 230, 114),
        piece("Institute of Trade, Kazan", 230, 126),
    ]
    assert [t.split()[0] for t in texts([*front, *text])[:3]] == ["The", "Лугова", "Institute"]
    editor = [piece("Editor of the series", 235, 114), piece("D. A. Lugov", 250, 126)]
    assert texts([*editor, *text])[0] == "Editor of the series\nD. A. Lugov"


def test_names_at_the_right_edge_are_blocks_and_end_at_the_margin() -> None:
    lines = [
        piece("Лугова Дарья Андреевна, кандидат", 300, 100, width=200),
        piece("наук, доцент, Казань, Россия", 330, 112, width=170),
        piece("Белов Евгений Викторович, кандидат", 290, 124, width=210),
        piece("наук, доцент, Пермь, Россия", 335, 136, width=165),
        piece("The structure of trade on the rivers", 50, 148),
        piece("Аннотация", 50, 160),
        piece("The regions of the border trade with each other every year", 50, 172, width=450),
    ]
    assert [t.split()[0] for t in texts(lines)] == ["Лугова", "Белов", "The", "Аннотация", "The"]


def test_marks_of_affiliations_begin_lines() -> None:
    lines = [
        piece("D. A. Lugov*, E. V. Belov**,", 50, 100),
        piece("* Institute of Trade, Kazan, Russia", 50, 112),
        piece("** Academy of Transport, Perm, Russia", 50, 124),
        piece("The regions of the border trade with each other every year", 50, 160, width=450),
    ]
    assert [t.split()[0] for t in texts(lines)] == ["D.", "*", "**", "The"]


def test_addresses_of_authors_and_codes_stand_alone() -> None:
    lines = [
        piece("УДК 33.3", 50, 88),
        piece("The roads and rivers of the region", 50, 100),
        piece("†Institute of Trade, Kazan", 50, 124),
        piece("lugova@example.org, ORCID: 0000-0001-2345-6789", 50, 136),
        piece(
            "The economy of the river rests largely on local customs of those who",
            50,
            148,
            width=450,
        ),
        piece("live there.", 50, 160),
    ]
    assert [t.split()[0] for t in texts(lines)] == [
        "УДК",
        "The",
        "†Institute",
        "lugova@example.org,",
        "The",
    ]


def test_two_lines_that_end_alike_are_no_margin() -> None:
    """A heading and the last line of an item happen to end at one place, inside of the text."""
    lines = [
        piece("8. FURTHER CONDITIONS", 33, 100, width=240),
        piece("8.1. The contract may be changed by the parties.", 33, 112, width=430),
        piece(
            "8.2. All statements, objections, proposals and agreements about it must be",
            33,
            124,
            width=600,
        ),
        piece("put down in writing by both of them.", 33, 136, width=236),
    ]
    assert [t[:4] for t in texts(lines)] == ["8. F", "8.1.", "8.2."]


def test_a_hanging_list_is_not_cut_at_its_further_lines() -> None:
    lines = [
        piece("1. Ivanov I. I. Trade on the border of two regions and more", 50, 100, width=450),
        piece("words of its title. Moscow, 2019.", 65, 112),
        piece("2. Petrov P. P. Another paper with a long title that also is", 50, 124, width=450),
        piece("broken. Kazan, 2020.", 65, 136),
    ]
    assert [t[:2] for t in texts(lines)] == ["1.", "2."]


def joined(one: Piece, two: Piece) -> Piece:
    """Two pieces of one line with no more than a wide blank between them, as one piece."""
    box = [one.bbox[0], one.bbox[1], two.bbox[2], one.bbox[3]]
    return Piece((*one.words, *two.words), box, one.base, one.size)


def test_cells_as_near_as_words_are_read_one_after_the_other() -> None:
    left, right = column(50, 240, 100, 9, "left"), column(300, 240, 100, 9, "right")
    head = [piece("A centred title", 130, 80), piece("Another centred title", 360, 80)]
    rows = [
        joined(a, b) if n > 3 else None for n, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    mixed = [p for n, row in enumerate(rows) for p in ([row] if row else [left[n], right[n]])]
    below = [piece(f"text{n} {FILL} {FILL}"[:104], 50, 240 + 12 * n, width=490) for n in range(5)]
    heading = piece("Introduction", 50, 226)
    groups = in_reading_order([*head, *mixed, heading, *below])
    order = [p.text.split()[0] for group in groups for p in group]
    assert order == [
        "A", *[f"left{n}" for n in range(9)], "Another", *[f"right{n}" for n in range(9)],
        "Introduction", *[f"text{n}" for n in range(5)],
    ]  # fmt: skip


def pages(heads: list[str], feet: list[str], at: float = 40.0, size: float = 9.0) -> list[PageRows]:
    return [
        PageRows(
            number,
            800.0,
            [piece(head, 50, at, size), *column(50, 450, 150, 30, "word"),
             piece(foot, 290, 770, 9.0)],
        )
        for number, (head, foot) in enumerate(zip(heads, feet, strict=True), start=1)
    ]  # fmt: skip


def test_repeated_heads_and_counted_feet_are_furniture() -> None:
    heads = ["Journal of border studies", "Ivanov. Trade on the border"] * 3
    found = find_furniture(pages(heads, [str(n) for n in range(54, 60)]))
    assert {label for p in found.values() for _, label in p} == {"page_header", "page_number"}
    assert all(len(on_page) == 2 for on_page in found.values())


def test_a_page_number_that_recognition_misread_is_one_at_its_place() -> None:
    heads = ["The export of furniture grew", "Most firms of the left bank", "Here we show that"] * 2
    drawn = pages(heads, ["54", "55", "S6", "57", "5B", "59"], size=10.0)
    seen = [
        replace(page, pieces=[replace(p, measured=True) for p in page.pieces]) for page in drawn
    ]
    found = find_furniture(seen)
    assert [found[page][-1][0].text for page in range(1, 7)] == ["54", "55", "S6", "57", "5B", "59"]
    assert {found[page][-1][1] for page in range(1, 7)} == {"page_number"}
    for feet in (["v", "vi", "vii", "viii", "ix", "x"], [f"A-{n}" for n in range(4, 10)]):
        numbers = find_furniture(pages(heads, feet, size=10.0))
        assert [numbers[n][-1][1] for n in range(1, 7)] == ["page_number"] * 6
    typed = find_furniture(pages(heads, ["ix", "x", "1", "2", "so", "4"], size=10.0))
    numbered = [n for n, on in typed.items() if "page_number" in {label for _, label in on}]
    assert numbered == [1, 2, 3, 4, 6]


def test_recognised_heads_may_differ_in_a_letter() -> None:
    heads = ["Journal of border studies", "Joumal of border studies", "Journal of border stud1es"]
    found = find_furniture(pages(heads, ["7", "8", "9"]))
    assert all(len(on_page) == 2 for on_page in found.values())


def test_first_lines_that_differ_are_text() -> None:
    heads = ["The export of furniture grew", "Most firms of the left bank", "Here we show that"]
    feet = ["in 2019 by 4", "of all the 96 firms", "and more than 12"]
    close = pages(heads, feet, at=138.0, size=9.0)
    assert find_furniture(close) == {}
    large = pages(heads, feet, size=10.0)
    assert find_furniture(large) == {}


def test_last_lines_of_notes_that_are_alike_are_no_footer() -> None:
    noted = []
    for number, date in enumerate(("27.04.2021", "09.11.2020", "12.11.2020"), start=1):
        words = [FILL, FILL[::-1], FILL[20:] + FILL[:20].upper()][number - 1]
        text = [piece(words[n:], 50, 100 + 12 * n) for n in range(48)]
        note = [piece(f"{number} Source {number} of the survey. URL: (last", 50, 712, 8.0),
                piece(f"visited: {date}).", 50, 722, 8.0)]  # fmt: skip
        noted.append(PageRows(number, 800.0, [*text, *note, piece(str(number), 290, 752)]))
    found = find_furniture(noted)
    assert [[label for _, label in found[n]] for n in (1, 2, 3)] == [["page_number"]] * 3


def test_first_lines_of_a_typescript_are_text() -> None:
    """Two leadings apart, as all of its lines are; sizes measured on a picture, numbers not read."""
    heads = ["The export of furniture grew", "Most firms of the left bank", "Here we show that"]
    typed = [
        PageRows(
            number, 800.0,
            [replace(piece(text, 50, 100 + 24 * n, 10.0), measured=True)
             for n, text in enumerate([head, *(f"row {n} {FILL}" for n in range(20))])],
        )
        for number, head in enumerate(heads, start=1)
    ]  # fmt: skip
    assert find_furniture(typed) == {}


def test_lines_close_to_the_text_that_differ_in_figures_are_no_heads() -> None:
    figures = [(1998, 658), (2003, 12), (1964, 630), (2011, 747)]
    openings = [f"The report for {year} lists {farms} farms" for year, farms in figures]
    feet = ["in spring", "of all the firms", "more than that", "here we show"]
    close = pages(openings, feet, at=135.0)
    assert find_furniture(close) == {}
    same = pages([openings[0]] * 4, feet, at=135.0)
    assert sorted(find_furniture(same)) == [1, 2, 3, 4]


def test_titles_in_large_type_that_are_alike_are_no_heads() -> None:
    rivers = [
        "rivers of the Altai",
        "rivers of the Tyva",
        "rivulets of Altai",
        "rivers of the Tuva",
    ]
    titles = [f"On methods of assessing the state of {what}" for what in rivers]
    feet = ["in spring", "of all the firms", "more than that", "here we show"]
    large = [replace(page, size=10.0) for page in pages(titles, feet, size=13.0)]
    assert find_furniture(large) == {}
    assert sorted(find_furniture(pages(titles, feet, size=10.0))) == [1, 2, 3, 4]


def test_class_numbers_and_headings_of_references_are_no_furniture() -> None:
    classes = ["УДК 338.1", "УДК 911.3", "УДК 574.2", "УДК 33"]
    found = find_furniture(pages(classes, ["Список литературы"] * 4))
    assert found == {}
    journal = find_furniture(pages(["УДК 338.1"] * 4, ["Вестник степи"] * 4))
    assert all(len(on_page) == 2 for on_page in journal.values())


def test_heads_that_differ_stand_alone_in_small_type_at_one_height() -> None:
    heads = ["I. P. Beryozkin, A. K. Olshanskaya", "Bulletin of Riverside Studies"]
    found = find_furniture(pages(heads, ["of the", "and more"]))
    assert [[label for _, label in found[page]] for page in (1, 2)] == [["page_header"]] * 2
    captions = ["Table 1. Furniture that was sold", "Table 2. Firms on the left bank"]
    assert find_furniture(pages(captions, ["of the", "and more"])) == {}


def test_an_initial_over_two_lines_belongs_to_the_first() -> None:
    initial = Piece((Word("З", [50, 92, 70, 116]),), [50, 92, 70, 116], 114, 28.0)
    lines = [
        piece("начение точных прогнозов для проведения политики трудно", 72, 100, width=428),
        piece("переоценить, и поэтому их строят во многих странах мира", 72, 112, width=428),
        piece("каждый год.", 50, 124),
    ]
    [text] = texts([initial, *lines])
    assert text.startswith("Значение точных")


def test_crop_marks_outside_of_the_text_do_not_move_its_margins() -> None:
    marks = [Piece((Word("✐", [x, y, x + 8, y + 8]),), [x, y, x + 8, y + 8], y + 7, 8.0)
             for x in (10, 560) for y in (10, 780)]  # fmt: skip
    lines = [
        piece(
            "A paragraph that stands between crop marks, by Archie and Julian", 50, 100, width=450
        ),
        piece(
            "(Julian was the second of them) and that goes on to its end and", 50, 112, width=450
        ),
        piece(
            "Unix, which begins this line, is no beginning of a paragraph or", 50, 124, width=450
        ),
        piece("of anything else.", 50, 136),
    ]
    found = texts([*marks, *lines])
    assert [t.count("\n") for t in found if t[0] != "✐"] == [3]


def test_crop_marks_are_outside_of_running_heads_too() -> None:
    marks = [piece("✐", x, y) for x in (20, 560) for y in (10, 22, 34)]
    heads = [replace(page, pieces=[*marks, *page.pieces])
             for page in pages(["Journal of border studies"] * 4, ["5", "6", "7", "8"], at=50)]  # fmt: skip
    found = find_furniture(heads)
    assert [[label for _, label in found[n]] for n in (1, 2, 3, 4)] == [
        ["page_header", "page_number"]
    ] * 4


def test_an_abstract_set_narrower_is_not_cut_before_capitals() -> None:
    abstract = [piece(f"{w} the regions trade with each other every", 90, 100 + 11 * i, 9.0, 370)
                for i, w in enumerate(["Here", "Click", "Linux", "Unix", "Bsd"])]  # fmt: skip
    body = column(50, 450, 175, 6, "word")
    assert [t.count("\n") for t in texts([*abstract, *body])] == [4, 5]


def test_a_bold_line_with_one_number_is_a_heading_not_an_item() -> None:
    lines = [
        piece("1. Description of the market", 200, 80, 12.0, bold=True),
        *column(50, 450, 100, 4, "word"),
    ]
    assert [b.label for b in lay_out(lines, 10.0, 800.0)] == ["heading", "paragraph"]


def test_columns_with_many_formulas_are_columns() -> None:
    left = column(50, 240, 100, 8, "left") + [
        piece("n = a - b", 70, 196 + 12 * i) for i in range(9)
    ]
    right = [piece("t(n, s) = c", 330, 100 + 12 * i) for i in range(9)]
    right += column(310, 240, 210, 8, "right")
    groups = in_reading_order([*left, *right])
    assert [p.bbox[0] < 300 for g in groups for p in g] == [True] * 17 + [False] * 17


def test_the_short_last_line_of_a_paragraph_over_two_columns_stays_with_it() -> None:
    text = column(50, 500, 100, 5, "text")
    last = piece("December 2024.", 50, 160)
    below = column(50, 240, 190, 5, "left") + column(310, 240, 190, 5, "right")
    order = [p.text.split()[0] for g in in_reading_order([*text, last, *below]) for p in g]
    assert order[5:7] == ["December", "left0"]
    assert texts([*text, last, *below])[0].endswith("December 2024.")


def test_notes_set_closer_than_the_text_do_not_take_it_apart() -> None:
    text = [piece(f"{w} of the regions of the border and of their trade every", 50, 100 + 24 * i, 14.0, 450)
            for i, w in enumerate(["Trade", "and", "Federation", "which", "Moscow", "is"])]  # fmt: skip
    notes = [piece(f"{n} A note with an address that is long enough for a line", 50, 500 + 12 * n, 10.0, 450)
             for n in range(1, 13)]  # fmt: skip
    assert texts([*text, *notes])[0].count("\n") == 5


def test_lines_drawn_apart_by_justification_are_no_columns() -> None:
    def apart(words: list[str], y: float) -> list[Piece]:
        ends = [len(word) * 5.0 for word in words]
        gap = (450 - sum(ends)) / (len(words) - 1)
        starts = [50 + sum(ends[:i]) + gap * i for i in range(len(words))]
        return [piece(word, x, y) for word, x in zip(words, starts, strict=True)]

    text = column(50, 450, 100, 4, "word")
    drawn = [
        *apart(["object", "qualification", "investigation", "attractiveness"], 148),
        *apart(["internationalisation", "attractiveness", "of", "development"], 160),
        *apart(["noneconomical", "circumstances", "when", "concentration"], 172),
    ]
    last = piece("of the regions that trade.", 50, 184)
    [block] = texts([*text, *drawn, last])
    assert block.split("\n")[4] == "object qualification investigation attractiveness"
    cells = [p for y in (148, 160, 172, 184) for p in apart(["1998", "2003", "2011", "2019"], y)]
    assert len(justified(cells)) == len(cells)


def test_a_raised_number_begins_a_note_and_is_parted_from_its_word() -> None:
    def note(number: str, text: str, y: float) -> Piece:
        line = piece(number + text, 50, y, 8.0, 450)
        return replace(line, words=(replace(line.words[0], raised=len(number)), *line.words[1:]))

    notes = [note("6", "Litvinova V. The climate of investments in the regions and its", 700),
             piece("measure, a paper in a journal that has a long name, Moscow, 2019, page", 50, 710, 8.0, 450),
             note("7", "Yangulbasheva L. The attractiveness of the regions of the east", 720)]  # fmt: skip
    blocks = lay_out([*column(50, 450, 100, 8, "word"), *notes], 10.0, 800.0)
    assert [(b.label, b.text[:5]) for b in blocks[1:]] == [
        ("footnote", "6 Lit"), ("footnote", "7 Yan")
    ]  # fmt: skip


def test_a_title_of_two_lines_about_one_middle_is_one() -> None:
    title = [
        piece("THE MAPPING OF SMALL BUSINESSES", 150, 60, 12.0, 250, bold=True),
        piece("AND OF THEIR TRADE IN THE REGIONS OF THE EAST", 100, 75, 12.0, 350, bold=True),
    ]
    assert texts([*title, *column(50, 450, 110, 6, "word")])[0].count("\n") == 1


def test_the_end_of_an_address_is_no_item_of_a_list() -> None:
    lines = [
        piece(
            "2. Semenov G. Not only ciphers // Journal. — 2001. — http://jet.example/2001",
            50,
            100,
            width=450,
        ),
        piece("3.pdf.", 65, 112),
        piece(
            "3. Davydov A. A survey of keys and of their structure // Works of", 50, 124, width=450
        ),
        piece("the conference.", 65, 136),
    ]
    assert [t[:2] for t in texts(lines)] == ["2.", "3."]


def test_the_frame_around_a_page_with_a_table_is_none() -> None:
    frame = ObservedTable(cells=(), n_rows=2, n_cols=2, bbox=[36, 30, 560, 800], method="ocr")
    table = replace(frame, bbox=[40, 400, 550, 600])
    assert without_frames([frame, table]) == [table]
    assert without_frames([frame]) == [frame]
    drawn = replace(frame, method="lines")
    assert without_frames([drawn, replace(table, method="lines")])[0] == drawn
    text = piece("A paragraph in the frame, over the table", 60, 100)
    pieces = with_tables([text, piece("cell", 60, 500)], [frame, table])
    assert [p.text for p in pieces if p.table is None] == [text.text]


def test_lines_of_contents_and_lettered_items_stand_by_themselves() -> None:
    lines = [
        piece(
            "1 Scope of the standard .......................................... 1",
            50,
            100,
            width=450,
        ),
        piece(
            "2 References to other standards .................................. 3",
            50,
            112,
            width=450,
        ),
        piece(
            "3 Terms .......................................................... 14",
            50,
            124,
            width=450,
        ),
    ]
    assert len(texts(lines)) == 3
    items = [
        piece("The thesis is made up of these parts, which follow each other", 50, 100, width=450),
        piece("in this order:", 50, 112),
        piece(
            "a) a list of abbreviations and of signs that are used in the text;", 50, 124, width=450
        ),
        piece(
            "b) a list of terms, which is not necessary, and of illustrations;", 50, 136, width=450
        ),
        piece("c) supplements.", 50, 148),
    ]
    assert [t[:2] for t in texts(items)] == ["Th", "a)", "b)", "c)"]


def test_headings_with_other_numbers_at_the_foot_are_no_footers() -> None:
    found = find_furniture(pages(["of the", "and more"], ["Artikel 1", "Artikel 9"]))
    assert "page_footer" not in {label for on_page in found.values() for _, label in on_page}
    journal = find_furniture(pages(["of the", "and more"], ["Journal 11-2013", "Journal 11-2013"]))
    assert [journal[page][-1][1] for page in (1, 2)] == ["page_footer"] * 2


def test_notes_of_pages_that_lost_their_numbers_are_no_footers() -> None:
    notes = ["1 The years are those of the reports.", "2 Sums are given in round numbers here."]
    found = find_furniture(pages(["of the", "and more"], notes))
    assert "page_footer" not in {label for on_page in found.values() for _, label in on_page}
    feet = find_furniture(
        pages(["of the", "and more"], ["1 Journal of trade", "2 Journal of trade"])
    )
    assert [feet[page][-1][1] for page in (1, 2)] == ["page_footer"] * 2


def test_a_lone_star_at_the_foot_is_a_note_where_a_word_has_a_star() -> None:
    body = [*column(50, 450, 100, 5, "word"), piece("a list of terms*;", 50, 160)]
    note = piece("* A list of terms is not a necessary part of the thesis.", 50, 700)
    assert [b.label for b in lay_out([*body, note], 10.0, 800.0)][-1] == "footnote"
    plain = [*column(50, 450, 100, 5, "word"), note]
    assert [b.label for b in lay_out(plain, 10.0, 800.0)][-1] != "footnote"


def test_the_head_of_a_single_page_is_told_by_the_number_beside_it() -> None:
    text = column(50, 450, 150, 30, "word")
    head = [piece("92", 50, 40, 9.0), piece("Conference on models, 2010", 300, 40, 9.0)]
    found = find_furniture([PageRows(1, 800.0, [*head, *text], 10.0)])
    assert [label for _, label in found[1]] == ["page_header"] * 2
    title = piece("The regions in 2010", 200, 40, 9.0)
    assert find_furniture([PageRows(1, 800.0, [title, *text], 10.0)]) == {}
    cells = [piece(t, x, 138, 9.0) for t, x in (("12", 50), ("Firms of the left bank", 300))]
    assert find_furniture([PageRows(1, 800.0, [*cells, *text], 10.0)]) == {}


def test_lines_of_an_invisible_layer_with_letters_as_wide_as_usual_have_the_usual_size() -> None:
    text = "the regions of the border trade with each other"

    def line(size: float, width: float, *, hidden: bool = True) -> Piece:
        box = (72.0, 100.0, 72.0 + width, 100.0 + size)
        return Piece((Word(text, box),), box, base=110.0, size=size, hidden=hidden, measured=hidden)

    usual = [line(9, 200)] * 4
    sizes = [p.size for p in even_layer([*usual, line(11, 204), line(7, 160), line(11, 300)])]
    assert sizes == [9, 9, 9, 9, 9, 7, 11]
    printed = [line(9, 200, hidden=False), line(11, 204, hidden=False)]
    assert even_layer(printed) == printed


def test_dirt_in_a_gutter_does_not_join_two_columns() -> None:
    """A lone sign left of the right column's edge: the row was taken for one over both."""
    text = "the regions of the border trade with each"
    rows = [
        piece(text, x, 100 + 12 * i, 9, 220) for i in range(12) for x in (60, 305)
    ]  # fmt: skip
    left, right = piece(text, 60, 160, 9, 220), piece(text, 305, 160, 9, 220)
    dirt = Word("_", [294, 153, 299, 162])
    words = (*left.words, dirt, *right.words)
    rows[10:12] = [replace(left, words=words, bbox=[60, 153, 525, 162])]
    groups = in_reading_order(rows)
    assert [min(p.bbox[0] for p in group) for group in groups] == [60, 294]
    assert [len(group) for group in groups] == [12, 12]
