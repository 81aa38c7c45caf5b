"""The printed bill: one page whatever stands on it, its codes readable, its texts only texts."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.accounts import BillLine
from cashier_app.domain.bill_papers import (
    AGES,
    BillMonth,
    BillPaper,
    Holder,
    LateStep,
    ReadingRow,
    Statement,
    StatementRow,
    age_of,
)
from receipts.bill_page import BillSheet, bills_pdf
from receipts.statement_pages import statement_pdf
from tests.receipts.conftest import Golden
from tests.receipts.samples import UTILITY
from tests.receipts.test_scripts import NAMES, needs_font

_KWH = (164, 171, 158, 172, 196, 231, 252, 247, 226, 203, 188, 149)
HOLDER = Holder(
    "4410-0297-61", "Karuna Sharma", "14 Canal Road, Ward 6", "C-1", "Domestic", "5 kVA"
)
PAPER = BillPaper(
    bill_no="26110002",
    kind="period",
    title="",
    holder=HOLDER,
    period_from=date(2026, 10, 13),
    period_to=date(2026, 11, 12),
    issued_on=date(2026, 11, 18),
    due_on=date(2026, 12, 9),
    lines=(
        BillLine("First 100 kWh", "energy", Decimal(100), "kWh", Decimal(5), Decimal(500)),
        BillLine("Fuel", "fuel", Decimal(149), "kWh", Decimal("-0.1225"), Decimal("-18.25")),
        BillLine("Duty", "tax", None, "", None, Decimal("24.09")),
    ),
    readings=(
        ReadingRow(
            "88-104523", "kwh", date(2026, 10, 12), Decimal(24498), date(2026, 11, 12),
            Decimal(24647), Decimal(1), Decimal(149), "kWh", True,
        ),
    ),
    months=tuple(
        BillMonth(date(2025 + (m > 0), 12 if m == 0 else m, 12), Decimal(kwh), m == 5)
        for m, kwh in enumerate(_KWH)
    ),
    total=Decimal("505.84"),
    discount=Decimal("5.06"),
    discount_until=date(2026, 11, 28),
    late_steps=(LateStep(date(2026, 12, 10), Decimal("12.65")),),
    ages=(Decimal(0), Decimal("1259.5"), Decimal(0), Decimal(0), Decimal(0)),
    credit=Decimal(200),
    printed_on=date(2026, 11, 25),
)  # fmt: skip


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _text(pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    words = (_tool("pdftotext"), "-layout", "-enc", "UTF-8", str(path), "-")
    return subprocess.run(words, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("sheet", BillSheet)
def test_a_bill_is_one_page_that_reads_back(
    sheet: BillSheet, golden: Golden, tmp_path: Path
) -> None:
    pdf = bills_pdf([PAPER], UTILITY, sheet)
    assert pdf.count(b"/Type /Page\n") == 1
    if sheet is BillSheet.A4:
        golden.text("bill.pdf.txt", _text(pdf, tmp_path))
    assert pdf == bills_pdf([PAPER], UTILITY, sheet)


@pytest.mark.parametrize("sheet", BillSheet)
def test_both_codes_give_the_bills_number(sheet: BillSheet, tmp_path: Path) -> None:
    assert _codes(bills_pdf([PAPER], UTILITY, sheet), tmp_path) == [PAPER.bill_no] * 2


def _codes(pdf: bytes, folder: Path) -> list[str]:
    path, picture = folder / "bill.pdf", folder / "page"
    path.write_bytes(pdf)
    subprocess.run(
        (_tool("pdftoppm"), "-r", "150", "-png", "-singlefile", str(path), str(picture)),
        check=True,
    )
    read = subprocess.run(
        (_tool("zbarimg"), "--quiet", "--raw", f"{picture}.png"),
        capture_output=True, check=True,
    )  # fmt: skip
    return read.stdout.decode().split()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_bill_in_any_script_is_searched_and_its_codes_are_read(name: str, tmp_path: Path) -> None:
    needs_font(name)
    holder = replace(HOLDER, customer_name=name, address=name)
    pdf = bills_pdf([replace(PAPER, holder=holder)], replace(UTILITY, name=name), BillSheet.A4)
    words = "".join(_text(pdf, tmp_path).split())
    for word in re.findall(r"[^\s()\u060c]+", name):
        assert words.count(word) >= 2
    assert "\ufffd" not in words
    assert _codes(pdf, tmp_path) == [PAPER.bill_no] * 2


def test_many_charges_still_fit_one_page(tmp_path: Path) -> None:
    lines = tuple(
        BillLine(f"Charge {n}", "energy", Decimal(n), "kWh", Decimal(1), Decimal(n))
        for n in range(1, 41)
    )
    pdf = bills_pdf([replace(PAPER, lines=lines)], UTILITY, BillSheet.A4)
    assert pdf.count(b"/Type /Page\n") == 1
    words = _text(pdf, tmp_path)
    assert "Charge 40" in words
    assert words.index("Charge 40") < words.index("Total of this bill")


def test_a_route_is_one_file() -> None:
    papers = [replace(PAPER, bill_no=f"{n:08d}") for n in range(1, 6)]
    assert bills_pdf(papers, UTILITY, BillSheet.A5).count(b"/Type /Page\n") == 5


@pytest.mark.parametrize(
    "name", ["</para><b>", "=cmd|' /C'!A1", "A\x1bp\x00B", "\ud800", "الكهرباء", "x" * 300]
)
def test_hostile_names_are_only_text(name: str) -> None:
    holder = replace(HOLDER, customer_name=name, address=name)
    line = BillLine(name, "energy", None, name, None, Decimal(1))
    paper = replace(PAPER, holder=holder, title=name, lines=(line,))
    assert bills_pdf([paper], UTILITY, BillSheet.A4).count(b"/Type /Page\n") == 1


def test_a_fee_has_neither_readings_nor_chart(tmp_path: Path) -> None:
    fee = replace(
        PAPER, kind="fee", title="Meter test", period_from=None, period_to=None, readings=(),
        months=(), late_steps=(), discount=Decimal(0), ages=(Decimal(0),) * 5, credit=Decimal(0),
    )  # fmt: skip
    words = _text(bills_pdf([fee], UTILITY, BillSheet.A4), tmp_path)
    assert "Meter test" in words
    assert "No other bill is open." in words
    assert "Register" not in words


def test_a_discount_that_leaves_nothing_is_not_on_paper(tmp_path: Path) -> None:
    """Neither does the counter offer it."""
    offered = _text(bills_pdf([PAPER], UTILITY, BillSheet.A4), tmp_path)
    whole = replace(PAPER, discount=PAPER.total)
    assert "If paid by" in offered
    assert "If paid by" not in _text(bills_pdf([whole], UTILITY, BillSheet.A4), tmp_path)


@pytest.mark.parametrize(
    ("days", "age"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)],
)
def test_age_in_days_past_the_due_date(days: int, age: int) -> None:
    due = date(2026, 1, 1)
    assert age_of(due, date.fromordinal(due.toordinal() + days)) == age
    assert age < len(AGES)


FIRST, LAST = date(2026, 1, 1), date(2026, 2, 1)


@given(st.lists(st.decimals(-1000, 1000, places=2), max_size=130))
def test_a_statement_ends_with_its_opening_and_its_rows(amounts: list[Decimal]) -> None:
    rows = tuple(StatementRow(date(2026, 1, 1), "bill", str(n), a) for n, a in enumerate(amounts))
    statement = Statement(
        HOLDER, FIRST, LAST, Decimal(7), rows, today=date(2026, 2, 2), due=Decimal(7),
        discount_open=Decimal(0),
    )  # fmt: skip
    assert statement.closing == 7 + sum(amounts)
    pages = statement_pdf(statement, UTILITY).count(b"/Type /Page\n")
    assert pages == -(-(len(rows) + 2) // 42)


@pytest.mark.parametrize("discount", ["0", "7.25"])
def test_a_statement_up_to_today_says_what_is_due_and_why(discount: str, tmp_path: Path) -> None:
    bill = StatementRow(FIRST, "bill", "77", Decimal(93))
    statement = Statement(
        HOLDER, FIRST, LAST, Decimal(7), (bill,), today=LAST, due=100 - Decimal(discount),
        discount_open=Decimal(discount),
    )  # fmt: skip
    words = _text(statement_pdf(statement, UTILITY), tmp_path)
    assert "Due if paid on 1 Feb 2026" in words
    assert f"{100 - Decimal(discount):.2f}" in words
    assert ("Prompt discount still open" in words) == (discount != "0")
    earlier = replace(statement, today=LAST.replace(day=2))
    assert "Due if paid" not in _text(statement_pdf(earlier, UTILITY), tmp_path)
