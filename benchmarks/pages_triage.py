"""F1 of triage on spoilt text layers: by block on drawn pages, by page on real files.

Drawn pages (``pages_kit.layers``): sound blocks in Russian, English, Ukrainian, Kazakh,
transliterated, with slips of a recognition, figures and names; spoilt ones read by the model of
another language or damaged in their encoding in nine ways; visible and invisible; pages all
sound, all spoilt, and of both. Real pages: those of the data folder whose layers are known to be
sound or spoilt. A block counts as found when it is to be repaired or recognised again.

    python benchmarks/pages_triage.py --pages 200 --show
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from pages_kit.layers import Layer, layers  # noqa: E402
from pages_kit.typeset import missing_fonts  # noqa: E402

from corpus.errors import VychitkaError  # noqa: E402
from extractors import pdf  # noqa: E402
from extractors.layout import lay_out  # noqa: E402
from extractors.options import ReadOptions  # noqa: E402
from extractors.render import Pdf  # noqa: E402
from extractors.triage import PageVerdict  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
#: Files with a spoilt layer, and which of their first pages are (``None``: all); the pages of
#: the other files of their folders and of the sound ones are not.
SPOILT = {
    # (single letters and figures of these layers have no width, and pdfium does not tell them)
    "soviet_leaflet_8LO39V_abbyy.pdf": None,
    "soviet_leaflet_FEU115_abbyy.pdf": None,
    "rudn_2000_phd_thesis_cp1251_as_latin1.pdf": None,
    "rudn_2016_missing_tounicode_fock.pdf": None,
    "english_page_russian_ocr_layer.pdf": None,
    "tax_form_cyrillic_as_latin.pdf": None,
    "truetype_font_nomapping.pdf": None,
}
#: Mostly sound pages with a spoilt line or symbols here and there: no clear case.
UNCLEAR = frozenset({"jinr_2009_substitution_glyphs.pdf", "hse_seminar_pua_formulas.pdf"})
SOUND = ("bilingual_born_digital", "tables", "broken_text_layer", "layout_ocr_tests")
OPTIONS = ReadOptions(ocr="never")


class Tally:
    """True and false positives and negatives."""

    def __init__(self) -> None:
        self.count = Counter[tuple[bool, bool]]()
        self.missed: dict[str, list[str]] = defaultdict(list)

    def add(self, bad: bool, found: bool, name: str) -> None:
        """Count one; keep what went wrong."""
        self.count[bad, found] += 1
        if bad != found:
            self.missed["not found" if bad else "wrongly"].append(name)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        hits = 2 * self.count[True, True]
        return hits / max(hits + self.count[True, False] + self.count[False, True], 1)

    def __str__(self) -> str:
        hit, miss, false = self.count[True, True], self.count[True, False], self.count[False, True]
        return (f"F1 {self.f1:.3f}  precision {hit / max(hit + false, 1):.3f}  "
                f"recall {hit / max(hit + miss, 1):.3f}  "
                f"({hit + miss} spoilt, {false + self.count[False, False]} sound)")  # fmt: skip


def judged(layer: Layer) -> list[bool]:
    """For each block drawn, whether triage wants it repaired or recognised again."""
    with Pdf(layer.pdf) as document:
        content = document.content(1)
        verdict = pdf.text_page(content, OPTIONS)[1]
        pieces, _ = pdf.upright_pieces(content)
        blocks = lay_out(pieces, None, content.height)
    return [_found(verdict, blocks, box) for _, box in layer.parts]


def _found(verdict: PageVerdict, blocks: list, box: tuple[float, ...]) -> bool:  # type: ignore[type-arg]
    if verdict.whole:
        return True
    weights = Counter[bool]()
    for block, own in zip(blocks, verdict.blocks, strict=True):
        middle = [(line.bbox[1] + line.bbox[3]) / 2 for line in block.lines if line.bbox]
        inside = sum(box[1] <= y <= box[3] for y in middle)
        bad = own.triage.verdict == "repair" or bool(
            middle and any(r[1] - 1 <= middle[0] <= r[3] + 1 for r in verdict.regions)
        )
        weights[bad] += inside
    return weights[True] > weights[False]


def drawn_pages(count: int, seed: int) -> Tally:
    """Blocks of drawn pages."""
    tally = Tally()
    for layer in layers(DATA / "text", DATA / "pairs", count, seed):
        for (part, _), found in zip(layer.parts, judged(layer), strict=True):
            state = "hidden" if layer.hidden else "visible"
            tally.add(part.bad, found, f"{part.kind}, {state}: {part.text[:90]}")
    return tally


def real_pages(most: int) -> Tally:
    """Pages of real files; a page counts as found when as much as a block is."""
    tally = Tally()
    for folder in SOUND:
        for path in sorted((DATA / "pdf" / folder).glob("*.pdf")):
            if path.name in UNCLEAR:
                continue
            try:
                with Pdf(path.read_bytes()) as document:
                    for number in range(1, min(len(document), most) + 1):
                        content = document.content(number)
                        if sum(g.text.isalpha() for g in content.glyphs) < 40:
                            continue
                        verdict = pdf.text_page(content, OPTIONS)[1]
                        found = (
                            verdict.whole
                            or bool(verdict.regions)
                            or verdict.triage.verdict == "repair"
                        )
                        tally.add(path.name in SPOILT, found, f"{path.name} page {number}")
            except VychitkaError as error:
                print(f"not judged: {path.name} ({error})")
    return tally


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="drawn pages")
    parser.add_argument("--real", type=int, default=12, help="pages per real file")
    parser.add_argument("--seed", type=int, default=1, help="even for development, odd for figures")
    parser.add_argument("--show", action="store_true", help="show what was judged wrongly")
    args = parser.parse_args()
    if missing_fonts() or not DATA.is_dir():
        print(f"not run: missing {', '.join(missing_fonts()) or DATA}")
        return
    for name, tally in (
        ("drawn blocks", drawn_pages(args.pages, args.seed)),
        ("real pages", real_pages(args.real)),
    ):
        print(f"{name:14} {tally}")
        for what, cases in tally.missed.items() if args.show else ():
            for case in cases:
                print(f"    {what}: {case}")


if __name__ == "__main__":
    main()
