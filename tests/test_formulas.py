"""Displayed formulas, fractions inside a line, charts, listings and leaders, from pieces set by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pieces import piece

from extractors.charts import find_charts
from extractors.formulas import natural_words
from extractors.labels import is_caption, is_formula, is_numbered_heading
from extractors.layout import Laid, lay_out
from extractors.leaders import LEADER, with_leaders
from extractors.lines import Piece, lines_of
from extractors.observed import Word


def prose(top: float, lines: int = 3) -> list[Piece]:
    """Full lines of text from 50 to 450; the first is indented."""
    words = "the regions of the border trade with each other every year and more"
    return [
        piece(words, 50 if i else 65, top + 12 * i, width=400 if i else 385) for i in range(lines)
    ]


def labels(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in lay_out(pieces, 10.0, 800.0)]


def test_the_rows_of_a_displayed_formula_are_one_block() -> None:
    formula = [
        piece("1 du dv", 210, 150), piece("f = a + b", 180, 156), piece("(3)", 436, 156),
        piece("c dx dy", 210, 163),
    ]  # fmt: skip
    found = labels([*prose(100), *formula, *prose(190)])
    assert [label for label, _ in found] == ["paragraph", "formula", "paragraph"]
    assert found[1][1] == "1 du dv\nf = a + b (3)\nc dx dy"


def test_a_system_with_a_brace_keeps_its_cases_with_words() -> None:
    rows = [piece("⎧", 180, 148), piece("⎪ 1, x > 0,", 180, 154), piece("y = ⎨", 160, 160),
            piece("0 in all other cases.", 200, 166), piece("⎩", 180, 170)]  # fmt: skip
    found = labels([*prose(100), *rows, *prose(200)])
    assert [label for label, _ in found] == ["paragraph", "formula", "paragraph"]


def test_a_last_line_of_text_with_a_relation_is_no_formula() -> None:
    last = piece("p = 0.05.", 50, 136)
    found = labels([*prose(100), last])
    assert [label for label, _ in found] == ["paragraph"]
    assert found[0][1].endswith("p = 0.05.")


def test_figures_set_in_are_no_formula() -> None:
    found = labels([*prose(100), piece("12 15 18", 200, 150), piece("14 16 19", 200, 162)])
    assert "formula" not in [label for label, _ in found]


def test_a_relation_in_brackets_makes_no_formula_of_words() -> None:
    found = labels([*prose(100), piece("by Month, 1900-2008 (n = 270)", 150, 150)])
    assert "formula" not in [label for label, _ in found]


def test_a_bold_heading_with_a_number_goes_on_under_its_words() -> None:
    bold = [replace(piece(t, x, y, 14), bold=True) for t, x, y in
            (("2 Saving opportunities from", 50, 60), ("Behavior changes", 64, 77))]  # fmt: skip
    assert labels([*bold, *prose(100)])[0] == (
        "heading", "2 Saving opportunities from\nBehavior changes"
    )  # fmt: skip


def test_a_fraction_inside_a_line_goes_into_its_gap() -> None:
    line = piece("the value of k = is known from the tables of the year", 50, 112, width=400)
    words = [
        replace(w, bbox=[w.bbox[0] + 20, w.bbox[1], w.bbox[2] + 20, w.bbox[3]]) if i > 4 else w
        for i, w in enumerate(line.words)
    ]
    gap = words[4].bbox[2] + 6
    host = replace(line, words=tuple(words))
    found = labels(
        [piece("1", gap, 106, 8), host, piece("n", gap, 119, 8), piece("or so.", 50, 126)]
    )
    assert found[0][1].startswith("the value of k = 1 n is known from the tables")


def test_accents_over_letters_go_to_their_letters() -> None:
    line = piece("the field E and the field B are known", 50, 100)
    over = [replace(piece("⃗", w.bbox[0], 98), words=(Word("⃗", list(w.bbox)),), bbox=list(w.bbox))
            for w in line.words if w.text in "EB"]  # fmt: skip
    assert lines_of([line, *over])[0].text == "the field E ⃗ and the field B ⃗ are known"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sin x + max(a, b) = RSS", 0),
        ("где x — площадь", 2),
        ("vec(ABC) = etr(X)", 0),
        ("for all x", 2),
    ],
)
def test_names_of_functions_are_no_words(text: str, words: int) -> None:
    assert natural_words(text) == words


def test_a_bound_is_no_relation_and_a_clause_behind_a_formula_is_text() -> None:
    assert not is_formula("0.2\n0.1\n0-4 5-14 ≥65")
    assert not is_formula("где E = Y - X и F = (X + 1)")
    assert is_formula("Y = a + bX + e, (1)")


# ------------------------------------------------------------------ charts


def test_the_labels_of_a_drawn_chart_are_one_picture() -> None:
    axis = [piece(str(v), 100, 150 + 30 * i) for i, v in enumerate((300, 200, 100, 0))]
    months = piece("Jan Feb Mar Apr", 120, 262)
    found = labels([*prose(100), *axis, months, *prose(320)])
    assert [label for label, _ in found] == ["paragraph", "picture", "paragraph"]
    assert found[1][1] == "300\n200\n100\n0\nJan Feb Mar Apr"


def test_two_numbers_and_short_lines_are_no_chart() -> None:
    blocks = [
        Laid(tuple(lines_of([piece(t, 50, 100)]))) for t in ("1996", "Moscow", "Minsk", "2001")
    ]
    assert find_charts(blocks) == []


def test_a_caption_in_brackets_alone_is_one() -> None:
    assert is_caption("Figure 14 (data until July 2010)")
    assert not is_caption("Figure 14 (see above) shows growth")


# ------------------------------------------------------------------ listings


def mono(text: str, x: float, base: float) -> Piece:
    return replace(piece(text, x, base), mono=True)


def test_a_listing_keeps_its_lines_and_indents() -> None:
    code = [
        mono("for i in range(10):", 60, 150),
        mono("total += i", 80, 162),
        mono("print(total)", 60, 174),
    ]
    found = labels([*prose(100), *code, *prose(200)])
    assert found[1] == ("listing", "for i in range(10):\n    total += i\nprint(total)")


def test_a_page_in_a_typewriter_face_is_no_listing() -> None:
    found = labels([replace(p, mono=True) for p in prose(100, 6)])
    assert [label for label, _ in found] == ["paragraph"]


def test_addresses_in_a_typewriter_face_are_no_listing() -> None:
    found = labels(
        [*prose(100, 6), mono("ivanova@example.org", 60, 190), mono("petrov@example.org", 60, 202)]
    )
    assert "listing" not in [label for label, _ in found]


# ------------------------------------------------------------------ leaders


def read(text: str, base: float, doubt: dict[str, float]) -> Piece:
    """A recognised line; ``doubt``: how much recognition believes in some words."""
    found = replace(piece(text, 50, base), measured=True, source="ocr")
    words = tuple(replace(w, confidence=doubt.get(w.text, 0.95)) for w in found.words)
    return replace(found, words=words)


def test_dots_read_as_letters_are_dots_again() -> None:
    doubt = {"2...": 0.0, "cece": 0.1, "eee": 0.2, "0.0": 0.0, "полей...": 0.2, "ee": 0.3}
    rows = [read("Models of systems 2... cece eee 47", 100, doubt), read("Trade of regions 0.0 eee 63", 112, doubt),
            read("Уравнения для полей... ee 71", 124, doubt)]  # fmt: skip
    assert [p.text for p in with_leaders(rows)] == [
        f"Models of systems {LEADER} 47", f"Trade of regions {LEADER} 63", f"Уравнения для полей {LEADER} 71"
    ]  # fmt: skip


def test_a_doubtful_word_before_a_number_stays_where_no_contents_are() -> None:
    rows = [
        read("they came in teen 47", 100, {"teen": 0.1}),
        *(read("a line of text", 112 + 12 * i, {}) for i in range(5)),
    ]
    assert with_leaders(rows) == rows


def test_a_line_of_contents_is_no_heading() -> None:
    assert not is_numbered_heading("2.1. Торговля приграничья ..... 47")
    assert is_numbered_heading("2.1. Торговля приграничья")


# ------------------------------------------------------------------ layers of scans


def test_a_scan_keeps_lines_that_its_layer_lacks_and_none_twice() -> None:
    from corpus.document import Triage
    from extractors.assemble import PageRead
    from extractors.pdf import _mixed
    from extractors.triage import PageVerdict

    sound = piece("The trade of the border regions grows every year", 50, 100)
    spoilt = piece("Toproena npurpaHuubix pernoHoB", 50, 140)
    seen = [
        piece("The trade of the border regions grows every yoar", 52, 106),
        piece("Ключевые слова: торговля, регионы", 50, 122),
        piece("Торговля приграничных регионов", 50, 141),
    ]
    page = PageRead(1, 500, 800, (sound, spoilt))
    verdict = PageVerdict(
        Triage(verdict="ocr", score=0.3), (), regions=([50.0, 130.0, 250.0, 145.0],), over_scan=True
    )
    mixed = _mixed(page, verdict, seen)
    assert [p.text for p in mixed.pieces] == [sound.text, seen[1].text, seen[2].text]
    assert mixed.source == "ocr"
