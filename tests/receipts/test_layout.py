from __future__ import annotations

import io
import shutil
import subprocess
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cashier_app.domain.errors import Refused
from cashier_app.domain.utility_settings import check_logo
from receipts.document import HEAD, ROW, TOTAL, Align, Document, Mark, Pair, Space, Style, Text
from receipts.escpos import picture_job, text_job
from receipts.layout import MARGIN, Metrics, PlacedText, laid_out, laid_out_element
from receipts.papers import receipt_document
from receipts.pdf import PdfMetrics, pdf_bytes
from receipts.picture import printed
from receipts.raster import RasterMetrics, drawn
from receipts.ticket_paper import ticket_document
from receipts.wrapping import balanced, wrapped
from receipts.z_paper import z_document
from tests.receipts import samples
from tests.receipts.samples import with_name

METRICS: list[Metrics] = [RasterMetrics(), PdfMetrics()]
WIDTHS = [384, 512, 576]


def ink(document: Document) -> int:
    """Dots that are black."""
    return int.from_bytes(drawn(document, 576).tobytes(), "big").bit_count()


def placed(document: Document, width: int, metrics: Metrics) -> list[PlacedText]:
    blocks = laid_out(document, width, metrics)
    return [one for block in blocks for one in block.shapes if isinstance(one, PlacedText)]


@pytest.mark.parametrize("metrics", METRICS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("style", [ROW, HEAD, TOTAL])
@pytest.mark.parametrize("shown", ["0.00", "2,317.50", "\u2212999,999,999,999.999"])
def test_amounts_never_elide_wrap_or_leave_the_paper(
    metrics: Metrics, width: int, style: Style, shown: str
) -> None:
    document = Document("x", (Pair("A label that is rather long for it", shown, style),))
    texts = placed(document, width, metrics)
    amounts = [one for one in texts if one.text == shown]
    assert len(amounts) == 1
    right = amounts[0].x + metrics.width(shown, amounts[0].style)
    assert right == pytest.approx(width - MARGIN, abs=0.01)
    for one in texts:
        assert one.x >= MARGIN - 0.01
        assert one.x + metrics.width(one.text, one.style) <= width - MARGIN + 0.01


@pytest.mark.parametrize("metrics", METRICS)
@pytest.mark.parametrize("name", [name for name in samples.HOSTILE if name.strip()])
def test_nothing_stands_outside_the_paper(metrics: Metrics, name: str) -> None:
    document = receipt_document(*with_name(name), 0)
    for one in placed(document, 384, metrics):
        assert one.x >= MARGIN - 0.01
        assert one.x + metrics.width(one.text, one.style) <= 384 - MARGIN + 0.01


@pytest.mark.parametrize("shown", ["1.00", "\u2212999,999,999,999.999"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_note_of_a_line_is_never_lost(width: int, shown: str) -> None:
    document = Document("x", (Pair("October 2026", shown, TOTAL, note="bill 26101182"),))
    for metrics in METRICS:
        assert "bill 26101182" in [one.text for one in placed(document, width, metrics)]
    assert "bill 26101182" in printed(text_job(document, width), width).text


@given(st.text("ab cd-", max_size=80), st.integers(3, 30), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_silently(text: str, room: int, most: int) -> None:
    lines = wrapped(text, room, len, most)
    assert len(lines) <= most
    assert all(len(line) <= room for line in lines)
    if not lines or not lines[-1].endswith("\u2026"):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_balanced_lines_are_of_about_one_length() -> None:
    text = "Questions: 1600 100, Mon to Sat 8:00 to 18:00"
    assert [len(line) for line in wrapped(text, 42, len, 3)] == [39, 5]
    shorter, longer = sorted(len(line) for line in balanced(text, 42, len, 3))
    assert longer - shorter < 10


def test_digits_stand_in_columns() -> None:
    metrics = RasterMetrics()
    assert metrics.width("1,111.11", ROW) == metrics.width("8,888.88", ROW)


def test_thin_paper_ink_is_never_thinner_than_two_dots() -> None:
    image = drawn(Document("x", (Text("Illi 1,259.50", ROW, Align.LEFT),)), 576)
    # A stem alone: the capital I is the first ink of the line.
    box = image.getbbox()
    assert box is not None
    stem = image.crop((box[0], box[1] + 4, box[0] + 6, box[1] + 5))
    assert stem.convert("L").histogram()[255] >= 2


@pytest.mark.parametrize("number", [7, 127, 1234, 99_999])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("metrics", METRICS)
def test_a_queue_number_is_never_cut_off(number: int, width: int, metrics: Metrics) -> None:
    ticket = replace(samples.TICKET.ticket, number=number)
    document = ticket_document(replace(samples.TICKET, ticket=ticket), samples.UTILITY, 0)
    (shown,) = [text for text in placed(document, width, metrics) if text.text == str(number)]
    assert shown.style.size >= TOTAL.size
    assert shown.x >= MARGIN
    assert shown.x + metrics.width(shown.text, shown.style) <= width - MARGIN


def test_ink_that_leaves_its_line_is_not_cut_off() -> None:
    line = Text("gjpq\u00c5", TOTAL._replace(leading=TOTAL.size * 2), Align.LEFT)
    tight = replace(line, style=line.style._replace(leading=TOTAL.size // 2))
    assert ink(Document("x", (Space(40), tight, Space(40)))) == ink(Document("x", (line,)))


@pytest.mark.parametrize("logo", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_broken_logo_gives_the_built_in_mark(logo: bytes) -> None:
    own = Document("x", (Mark(logo),))
    built_in = Document("x", (Mark(None),))
    assert drawn(own, 576).tobytes() == drawn(built_in, 576).tobytes()
    assert pdf_bytes(own).startswith(b"%PDF-")


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of so many dots, with next to none in it."""
    real = png(Image.new("L", (1, 1)))
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + real[24:29]
    return real[:12] + head + zlib.crc32(head).to_bytes(4) + real[33:]


@pytest.mark.parametrize(
    "logo",
    [
        claims(20_000, 20_000), claims(10_000, 10_000), claims(0, 10),
        png(Image.new("RGBA", (200, 60), (255, 255, 255, 0))), png(Image.new("L", (200, 60), 255)),
    ],
    ids=["bomb", "large", "no width", "white on nothing", "white"],
)  # fmt: skip
def test_a_logo_that_cannot_be_printed_stops_no_receipt(logo: bytes) -> None:
    own = Document("x", (Mark(logo),))
    for width in (576, 384):
        built_in = drawn(Document("x", (Mark(None),)), width)
        assert drawn(own, width).tobytes() == built_in.tobytes()
    assert pdf_bytes(own).startswith(b"%PDF-")


@pytest.mark.parametrize("claimed", [claims(20_000, 20_000), claims(0, 10), claims(1, 1)[:20]])
def test_such_a_logo_is_refused_when_it_is_chosen(claimed: bytes) -> None:
    with pytest.raises(Refused):
        check_logo(claimed)
    check_logo(claims(2_000, 2_000))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_dark_logo_of_any_kind_is_dark_on_paper(mode: str) -> None:
    grey = Image.new("L", (200, 60), 255)
    grey.paste(40, (0, 0, 200, 30))
    if mode == "I;16":
        image = Image.new(mode, grey.size, 60_000)
        image.paste(10_000, (0, 0, 200, 30))
    else:
        image = grey.convert(mode)
    for width in (576, 384):
        paper = drawn(Document("x", (Mark(png(image)),)), width).convert("L")
        assert 3_000 < paper.histogram()[255] < 9_500


def test_a_logo_is_printed_as_dots() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (800, 200), (20, 20, 20, 255)).save(file, "PNG")
    own = Document("x", (Mark(file.getvalue()),))
    ink = drawn(own, 576).convert("L").histogram()[255]
    assert ink > 20_000
    assert pdf_bytes(own).startswith(b"%PDF-")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("job", [picture_job, text_job])
@pytest.mark.parametrize("total", ["0.001", "2317.50", "-999999999999.999"])
def test_the_code_reads_back_from_the_paper(
    job: object, width: int, total: str, tmp_path: Path
) -> None:
    tool = shutil.which("zbarimg")
    if tool is None:
        pytest.skip("zbarimg (zbar-tools) is not installed")
    receipt = samples.receipt(samples.line(), total=Decimal(total))
    document = receipt_document(receipt, samples.UTILITY, 0)
    path = tmp_path / "paper.png"
    printed(job(document, width), width).png_image().save(path)  # type: ignore[operator]
    command = [tool, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)]
    read = subprocess.run(command, capture_output=True, check=True)
    assert read.stdout.decode().strip() == receipt.qr_text


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("metrics", METRICS)
def test_reasons_and_what_explains_an_amount_stand_whole(width: int, metrics: Metrics) -> None:
    reason = "The customer had paid a neighbour's bill, the neighbour agrees. " * 3
    line = samples.line(
        paper_total=Decimal("12345678.00"), late_charge=Decimal("1234567.50"),
        discount=Decimal("123456.00"), late_since=date(2026, 11, 12), left=Decimal("98765432.10"),
    )  # fmt: skip
    slip = samples.corrected("reversal", "03-R-0001", (line,), reason=reason[:160].strip())
    z = replace(samples.DECIDED, reason=reason[:160].strip())
    for document in (
        receipt_document(slip, samples.UTILITY, 0), z_document(z, samples.UTILITY, 0)
    ):  # fmt: skip
        shown = [text.text for text in placed(document, width, metrics)]
        assert not [text for text in shown if text.endswith("\u2026")]


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize(
    "pair",
    [
        Pair("Amount, Rs", "300.00", TOTAL),
        Pair("Changed with the safe", "03-M-0007", HEAD),
        Pair("Bank transfer TX-2026-0001182", "1,259.50"),
    ],
)
def test_no_word_of_a_label_is_broken_or_lost_on_narrow_paper(pair: Pair, width: int) -> None:
    block = laid_out_element(pair, width, RasterMetrics())
    texts = [shape.text for shape in block.shapes if isinstance(shape, PlacedText)]
    assert texts[-1] == pair.right
    assert " ".join(texts[:-1]) == pair.left
