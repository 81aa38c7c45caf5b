"""Every script on paper and in PDFs: joined, stacked and in order, its codes still read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from cashier_app.domain.money import Currency
from cashier_app.domain.printing import PrintState
from receipts import shaping, typefaces
from receipts.document import HEAD, Document, Text
from receipts.escpos import picture_job, text_job
from receipts.papers import receipt_document
from receipts.pdf import Sheet, pdf_bytes
from receipts.picture import printed
from receipts.printable import printable
from receipts.printers import PrinterKind, PrinterSettings, ReceiptPrinter
from receipts.raster import RasterMetrics, drawn
from receipts.shaping import Run, runs, shaped, unknown_scripts
from receipts.wrapping import elided_to, wrapped
from tests.receipts import samples
from tests.receipts.conftest import Golden

NAMES = {
    "Arabic": "محمد عبد الله (شقة 45)",
    "Urdu": "محمد علی خان، ہاؤس ۵",
    "Devanagari": "श्री कृष्ण क्षत्रिय",
    "Bengali": "শ্রী কৃষ্ণেন্দু",
    "Thai": "นายสมชาย ใจดีที่สุด",
    "Cyrillic": "Иван Петров-Водкин",
    "Chinese": "王小明",
    "Korean": "김철수",
    "Tamil": "தமிழ்",
    "Telugu": "క్షత్రియ",
    "Khmer": "ខ្មែរ",
}
MONEY = "₹ ৳ ฿ ﷼ ₨ ₱ ₦ € ៛ ₸ ₽ ₩ ¥"
OF_PACKAGES = ("Arabic", "Urdu", "Devanagari", "Thai", "Tamil", "Telugu", "Khmer")
every_script = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
has_letters = pytest.mark.skipif(
    bool(unknown_scripts(NAMES.values())), reason="fonts of the system are missing: scripts/setup"
)


def needs_font(name: str) -> None:
    """Skip where `scripts/setup test` did not run: some letters come from the system's fonts."""
    missing = unknown_scripts([name])
    if missing:
        pytest.skip(f"no font here for {', '.join(missing)}: scripts/setup test installs it")


def receipt_of(name: str) -> Document:
    utility = replace(samples.UTILITY, name=name, currency=Currency("XXX", "\ufdfc", 2))
    receipt = replace(samples.CHANGE, customer_name=name, address=name, cashier=name)
    return receipt_document(receipt, utility, samples.OFFSET)


def line(name: str) -> Document:
    return Document("line", (Text(name, HEAD),))


@every_script
@pytest.mark.parametrize("width", [576, 384])
def test_a_receipt_comes_out_and_its_code_is_read_back(
    name: str, width: int, tmp_path: Path
) -> None:
    for number, data in enumerate(
        (picture_job(receipt_of(name), width), text_job(receipt_of(name), width))
    ):
        picture = tmp_path / f"{number}.png"
        printed(data, width).png_image().save(picture)
        assert codes(picture) == [samples.CHANGE.qr_text]


@pytest.mark.parametrize(
    ("name", "sheet"),
    [*((name, Sheet.ROLL) for name in NAMES.values()), (NAMES["Urdu"], Sheet.A4)],
)
def test_a_pdf_shows_it_can_be_searched_and_its_code_is_read_back(
    name: str, sheet: Sheet, tmp_path: Path
) -> None:
    needs_font(name)
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_bytes(receipt_of(name), sheet))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-gray", path, tmp_path / "page"], check=True)
    assert codes(next(tmp_path.glob("page*.png"))) == [samples.CHANGE.qr_text]
    said = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
    words = "".join(said.stdout.split())
    for word in re.findall(r"[^\s()\u060c]+", name):
        assert word in words


def codes(picture: Path) -> list[str]:
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not installed; scripts/setup test installs it")
    said = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], check=True, capture_output=True, text=True
    )
    return said.stdout.split()


@pytest.mark.parametrize("name", OF_PACKAGES)
def test_letters_stand_as_another_typesetter_sets_them(name: str) -> None:
    """Pillow with libraqm, fribidi and FreeType has no code in common with ours but the shaper."""
    if not features.check("raqm"):
        pytest.skip("this Pillow finds no fribidi")
    text = NAMES[name].split()[0]
    (run,) = runs(text)
    assert run.face is not None
    font = ImageFont.truetype(str(run.face.path), 30, layout_engine=ImageFont.Layout.RAQM)
    axes: list[float] = [
        700 if axis["name"] == b"Weight" else axis["default"] or 0
        for axis in font.get_variation_axes()
    ]
    font.set_variation_by_axes(axes)
    theirs = Image.new("L", (600, 120))
    ImageDraw.Draw(theirs).text((40, 80), text, fill=255, font=font, anchor="ls")
    ours = drawn(line(text), 576).convert("L")
    assert likeness(ours, theirs) > 0.8


def likeness(one: Image.Image, other: Image.Image) -> float:
    """The share of ink that both have, where they lie best on each other."""
    pieces = [image.point([0] * 112 + [255] * 144) for image in (one, other)]
    a, b = (piece.crop(piece.getbbox()).convert("1") for piece in pieces)
    size = (max(a.width, b.width) + 4, max(a.height, b.height) + 4)
    best = 0.0
    for x in range(5):
        for y in range(5):
            left, right = Image.new("1", size), Image.new("1", size)
            left.paste(a, (2, 2))
            right.paste(b, (x, y))
            both = ImageChops.logical_and(left, right).histogram()[255]
            any_ink = ImageChops.logical_or(left, right).histogram()[255]
            best = max(best, both / any_ink)
    return best


def test_papers_in_packaged_scripts_look_as_they_did(golden: Golden) -> None:
    document = Document("scripts", tuple(Text(NAMES[name], HEAD) for name in OF_PACKAGES))
    golden.picture("scripts.png", printed(picture_job(document, 576)).png_image())
    golden.picture("scripts-58.png", printed(picture_job(document, 384), 384).png_image())


def test_arabic_letters_are_joined_and_stand_to_the_left() -> None:
    word = "\u0645\u062d\u0645\u062f"
    (run,) = runs(word)
    assert run.is_leftward
    numbers = [glyph.number for glyph in shaped(run, 600).glyphs]
    alone = shaped(Run(word[0], run.face, True), 600).glyphs[0].number
    assert alone not in numbers


def test_a_conjunct_is_fewer_glyphs_than_letters() -> None:
    (run,) = runs("\u0915\u094d\u0937")
    assert len(shaped(run, 600).glyphs) == 1


@has_letters
def test_currency_signs_all_have_a_glyph() -> None:
    assert unknown_scripts([MONEY]) == ()
    for sign in MONEY.split():
        assert drawn(line(sign), 576).getbbox() is not None


def test_a_joiner_is_kept_where_it_spells_and_nowhere_else() -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert printable(persian) == persian
    assert printable("Ka\u200crun\u200da") == "Karuna"
    assert printable("\u202e\u0645\u062d\u0645\u062f") == "\u0645\u062d\u0645\u062f"


def test_no_line_breaks_inside_a_letter() -> None:
    text = "\u0915\u094d\u0937\u0924\u094d\u0930\u093f" * 30
    metrics = RasterMetrics()
    lines = wrapped(text, 300, lambda part: metrics.width(part, HEAD), 20)
    assert len(lines) > 3
    for part in lines:
        assert part[0] in "\u0915\u0924"
        assert not part.endswith("\u094d")
    short = elided_to(text, 300, lambda part: metrics.width(part, HEAD))
    assert not short[:-1].endswith("\u094d")


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the packaged ones."""
    monkeypatch.setenv("CASHIER_FONTS", "")
    _forget_faces()
    yield
    monkeypatch.undo()
    _forget_faces()


def _forget_faces() -> None:
    for found in (
        typefaces.face_files,
        shaping.runs,
        shaping.unknown_script,
        shaping._is_shaped,
        shaping._face_of,
    ):
        found.cache_clear()


def test_letters_without_a_font_are_told_and_the_paper_comes_all_the_same(
    no_fonts: None, tmp_path: Path
) -> None:
    assert unknown_scripts([NAMES["Bengali"], NAMES["Arabic"]]) == ("Bengali",)
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=tmp_path))
    receipt = replace(samples.CHANGE, customer_name=NAMES["Chinese"])
    result = printer.print_receipt(receipt, samples.UTILITY, samples.OFFSET)
    assert (result.state, result.missing_scripts) == (PrintState.PRINTED, ("Chinese",))
