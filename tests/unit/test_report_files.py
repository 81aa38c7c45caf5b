"""The four formats: typed cells, text that never acts, amounts to the last decimal."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cashier_app.domain.money import Currency
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import (
    Books,
    Chart,
    Column,
    ColumnKind,
    Report,
    ReportKind,
    ReportOrder,
    Row,
)
from cashier_app.report_files.csv_file import quoted
from cashier_app.report_files.writers import Format, file_name, report_bytes

HOSTILE = (
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tTAB",
    "\r=1",
    "{=1}",
    "http://example.org/x",
    "0012",
    "1e5",
    "<b>bold</b></para>",
    "&amp; %d %s",
    "ESC \x1b p \x00 NUL",
    "bidi \u202egpj.exe",
    "lone \ud800 surrogate",
    "सुनीता शर्मा محمد 😀",
    "a\nb;c,\"d\"",
    "x" * 40_000,
    "_x0041_",
    "",
)  # fmt: skip
KIND = ReportKind(
    "test",
    "A test",
    "Does it hold?",
    (
        Column("name", "Name"),
        Column("amount", "Amount", ColumnKind.MONEY, is_summed=True),
        Column("count", "Count", ColumnKind.COUNT, is_summed=True),
        Column("share", "Share", ColumnKind.NUMBER),
        Column("day", "Day", ColumnKind.DAY),
        Column("at", "At", ColumnKind.MOMENT),
    ),
    chart=Chart("name", "amount"),
)
DAY, AT = date(2026, 11, 30), datetime(2026, 11, 30, 17, 45, 9)  # noqa: DTZ001 - as reports have it


def report(*rows: Row, decimals: int = 2) -> Report:
    books = Books(
        "Rivergate <Electricity>", "1 Main Street", "300", Currency("INR", "Rs", decimals, "3;2"),
        "Asia/Kolkata", False, AT,
    )  # fmt: skip
    return Report(KIND, ReportOrder("test", date(2026, 11, 1), DAY), books, rows)


def row(name: str, amount: str = "1234567.50") -> Row:
    return (name, Decimal(amount), 3, Decimal("45.6"), DAY, AT)


FULL = report(*(row(name) for name in HOSTILE), row("minus", "-0.05"))


def csv_rows(found: Report) -> list[list[str]]:
    text = report_bytes(found, Format.CSV).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_has_a_line_of_titles_and_plain_values() -> None:
    titles, first = csv_rows(report(row("Ana")))
    assert titles == [column.title for column in KIND.columns]
    assert first == ["Ana", "1234567.50", "3", "45.6", "2026-11-30", "2026-11-30 17:45:09"]


def test_no_text_of_a_csv_begins_like_a_formula() -> None:
    rows = csv_rows(FULL)[1:]
    assert len(rows) == len(FULL.rows)
    for cells, name in zip(rows, HOSTILE, strict=False):
        assert not cells[0].startswith(("=", "+", "-", "@", "\t", "\r"))
        plain = name.encode("utf-8", "replace").decode("utf-8")
        assert cells[0] in {plain, f"'{plain}"}
    assert rows[-1][1] == "-0.05", "a negative amount is a number"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\n=1", "\uff1d1"])
def test_what_acts_is_quoted(text: str) -> None:
    assert quoted(text) == f"'{text}"


def test_nothing_acts_where_files_are_parted_by_semicolons() -> None:
    """There a spreadsheet begins a cell behind each of them, whatever stands in the file's own."""
    assert quoted("Karuna;=1+1;@a; b") == "Karuna;'=1+1;'@a; b"


@pytest.mark.parametrize("text", ["", "a=1", "03-000123", "'x", " =1", "a;b", "a; =1"])
def test_what_does_not_act_stays(text: str) -> None:
    assert quoted(text) == text


def sheet(found: Report) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(report_bytes(found, Format.XLSX)))
    assert isinstance(book.active, Worksheet)
    return book.active


def test_cells_of_a_workbook_have_their_types() -> None:
    cells = sheet(report(row("Ana"), row("Bo", "-7.25")))
    name, amount, count, share, day, at = cast("tuple[Cell, ...]", cells[6])
    assert (name.value, name.data_type) == ("Ana", "s")
    assert (amount.value, amount.data_type, amount.number_format) == (1234567.5, "n", "#,##0.00")
    assert (count.value, count.data_type) == (3, "n")
    assert (share.value, share.data_type) == (45.6, "n")
    assert (day.value, day.is_date) == (datetime(2026, 11, 30), True)  # noqa: DTZ001
    assert (at.value, at.is_date) == (AT, True)
    totals = [cell.value for cell in cells[8]]
    assert totals == [None, 1234560.25, 6, None, None, None]
    assert all(cell.data_type != "f" for line in cells for cell in line)


def test_no_text_makes_a_formula_or_a_link_in_a_workbook() -> None:
    cells = sheet(FULL)
    assert {cell.data_type for line in cells for cell in line} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for line in cells for cell in line)
    for at, name in enumerate(HOSTILE):
        value = cells.cell(6 + at, 1).value
        if not name or any(c in name for c in "\x00\x1b\r\ud800"):
            continue  # a control character comes back in the format's own escape
        assert value == name[:32_767]
    parts = zipfile.ZipFile(io.BytesIO(report_bytes(FULL, Format.XLSX)))
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_number_too_long_for_a_cell_is_text() -> None:
    cells = sheet(report(("x", Decimal(1), 10**15 + 1, None, None, None)))
    assert cells.cell(6, 3).value == str(10**15 + 1)
    assert cells.cell(6, 4).value is None


def test_json_keeps_every_decimal() -> None:
    found = json.loads(report_bytes(FULL, Format.JSON))
    assert found["rows"][0]["amount"] == "1234567.50"
    assert found["rows"][0]["count"] == 3
    assert found["rows"][0]["name"] == HOSTILE[0]
    assert found["totals"] == {"amount": str(sum(r[1] for r in FULL.rows)), "count": 63}  # type: ignore[misc]
    assert (found["from"], found["to"], found["currency"]) == ("2026-11-01", "2026-11-30", "INR")


@pytest.mark.parametrize(("decimals", "shown"), [(0, "1235"), (3, "1235.000")])
def test_amounts_have_the_currencys_decimals(decimals: int, shown: str) -> None:
    found = report(row("Ana", "1235"), decimals=decimals)
    assert csv_rows(found)[1][1] == shown
    mask = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert sheet(found).cell(6, 2).number_format == mask


def test_an_amount_finer_than_the_currency_is_never_rounded() -> None:
    assert csv_rows(report(row("Ana", "1.005")))[1][1] == "1.005"


def pages(found: Report) -> tuple[bytes, int]:
    content = report_bytes(found, Format.PDF)
    return content, len(re.findall(rb"/Type /Page\b", content))


def drawn(content: bytes) -> bytes:
    """The drawing operators of all pages."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    out = b""
    for stream in streams:
        try:
            out += zlib.decompress(_ascii85(stream))
        except (zlib.error, ValueError):
            continue
    return out


def _ascii85(stream: bytes) -> bytes:
    import base64

    return base64.a85decode(stream.strip().removesuffix(b"~>"))


def test_a_pdf_breaks_into_pages_and_is_the_same_twice() -> None:
    many = report(*(row(f"Name {n}") for n in range(300)))
    content, count = pages(many)
    assert count > 5
    assert content == report_bytes(many, Format.PDF)
    assert pages(report())[1] == 1
    assert pages(FULL)[1] == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
def test_columns_without_room_go_on_sheets_behind(tmp_path: Path) -> None:
    columns = tuple(
        Column(f"c{n}", f"Column {n}", ColumnKind.MONEY, is_summed=True) for n in range(40)
    )
    kind = ReportKind("test", "A test", "Does it hold?", (Column("key", "Key"), *columns))
    amounts = tuple(Decimal(1_000_000 + n) for n in range(40))
    found = replace(report(("Ana", *amounts), ("Bo", *amounts)), kind=kind)
    content, count = pages(found)
    text = text_of(content, tmp_path)
    assert count > 1
    assert text.count("Ana") == count, "the first column stands on each"
    for amount in amounts:
        assert found.books.currency.show(amount) in text, "no amount is cut"


def test_a_pdf_holds_no_action() -> None:
    content, _ = pages(FULL)
    for word in (b"/JavaScript", b"/URI", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert word not in content


def test_bars_are_drawn_where_there_is_something_to_compare() -> None:
    few = report(row("Ana"), row("Bo", "-7.25"))
    one = report(row("Ana"))
    filled = re.compile(rb"re f")
    assert len(filled.findall(drawn(pages(few)[0]))) == 2
    assert not filled.findall(drawn(pages(one)[0]))


def test_a_negative_bar_hangs_from_the_line_the_others_stand_on() -> None:
    both = drawn(pages(report(row("Ana", "10"), row("Bo", "-20")))[0])
    bars = [
        tuple(map(float, found))
        for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f", both)
    ]
    (_, up, _, height), (_, down, _, depth) = bars
    assert down + depth == pytest.approx(up, abs=0.1)
    assert depth == pytest.approx(2 * height, abs=0.1)


def test_a_chart_of_negative_bars_only_has_them_all_below() -> None:
    found = drawn(pages(report(row("Ana", "-10"), row("Bo", "-20")))[0])
    tops = {
        round(float(y) + float(high), 1)
        for y, high in re.findall(rb"[\d.]+ ([\d.]+) [\d.]+ ([\d.]+) re f", found)
    }
    assert len(tops) == 1, "both hang from one line"


def text_of(content: bytes, folder: Path) -> str:
    """What a reader of the PDF can copy out of it."""
    path = folder / "found.pdf"
    path.write_bytes(content)
    found = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    return found.stdout.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
def test_a_pdf_says_words_for_codes_and_what_the_tax_number_is(tmp_path: Path) -> None:
    kind = replace(KIND, columns=(replace(KIND.columns[0], is_code=True), *KIND.columns[1:]))
    found = replace(report(row("high_tension")), kind=kind)
    text = text_of(report_bytes(found, Format.PDF), tmp_path)
    assert "High tension" in text
    assert "high_tension" not in text
    assert "Tax no. 300" in text


@pytest.mark.parametrize(
    ("value", "summed", "said"),
    [
        (Decimal("158154.000000"), False, "158,154"),
        (Decimal("0.500000"), False, "0.5"),
        (1882, True, "1,882"),
        (10_000_005_495, False, "10000005495"),
    ],
)
def test_numbers_for_people_are_grouped_and_keys_are_not(
    value: int | Decimal, summed: bool, said: str
) -> None:
    assert Column("n", "N", ColumnKind.COUNT, is_summed=summed).number(value) == said


def test_codes_are_words_for_people_and_codes_for_machines() -> None:
    kind = replace(KIND, columns=(replace(KIND.columns[0], is_code=True), *KIND.columns[1:]))
    found = replace(report(row("high_tension")), kind=kind)
    assert sheet(found).cell(6, 1).value == "High tension"
    assert csv_rows(found)[1][0] == "high_tension"
    assert json.loads(report_bytes(found, Format.JSON))["rows"][0]["name"] == "high_tension"


def test_every_column_of_program_names_is_known_as_one() -> None:
    names = {"tariff_class", "kind", "channel", "tender", "state", "decision", "act", "item"}
    for found in REPORTS:
        for column in found.columns:
            assert column.is_code or column.key not in names, f"{found.name}: {column.key}"


def test_a_file_is_named_after_what_it_holds() -> None:
    assert file_name(FULL, Format.XLSX) == "test-2026-11-01-2026-11-30.xlsx"
