"""Hostile strings from the search box to the file of a report: shown or replaced, never obeyed."""

from __future__ import annotations

import csv
import io
import os
import time
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

import openpyxl
import pytest

from cashier_app.db.engine import Login, connected
from cashier_app.domain.errors import Refused, SignInFailed
from cashier_app.domain.money import Currency, NotMoney
from cashier_app.domain.reports import (
    Books,
    Column,
    ColumnKind,
    Report,
    ReportKind,
    ReportOrder,
)
from cashier_app.report_files.writers import Format, report_bytes
from receipts.escpos import picture_job, text_job
from receipts.papers import receipt_document
from receipts.pdf import pdf_bytes
from receipts.picture import printed
from tests.faults.acts import SEED, SOAK
from tests.receipts.samples import with_name
from tests.support.correcting import breaches
from tests.support.counter import PASSWORD, World
from tests.support.hostile import FRAGMENTS, hostile
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, call, state_of

STRINGS = 100_000 if SOAK else 3 * len(FRAGMENTS)
DRAWN = STRINGS if SOAK else len(FRAGMENTS)
LONE = ("a \ud800 b", "\udfff", "\udc80'")
SECONDS = 60 * float(os.environ.get("CASHIER_SOAK_MINUTES", "30"))
STORED = [*hostile(SEED, len(FRAGMENTS))][:: 1 if SOAK else 4]
AT_ONCE = 500
"""Rows of one report."""

pytestmark = pytest.mark.timeout(4 * SECONDS if SOAK else 60)


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def test_the_search_box_finds_or_finds_nothing(selling: Selling) -> None:
    for text in hostile(SEED, STRINGS):
        selling.program.lookup.find(text)
    for code in hostile(SEED, len(FRAGMENTS)):
        with pytest.raises(Refused):
            selling.program.lookup.open_scanned(code)


def test_what_the_door_cannot_read_is_a_wrong_name(world: World) -> None:
    desk = world.desk()
    program = desk.program()
    for text in hostile(SEED, len(FRAGMENTS)):
        for user_name, password in ((text, "x"), (desk.user_name, text)):
            with pytest.raises(SignInFailed, match="wrong_name_or_password"):
                program.sessions.sign_in(user_name, password)


@pytest.mark.parametrize(
    "password", ["grüße aus köln 7", "सुनीता १२३४", "пароль длинный", "a'\"\\% 😀 b"]
)
def test_a_password_may_be_of_any_script(world: World, password: str) -> None:
    """The line that sets it and the one that is let in by it must spell it alike."""
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, PASSWORD)
    program.sessions.change_password(desk.user_name, PASSWORD, password)
    program.sessions.sign_out()
    program.sessions.sign_in(desk.user_name, password)
    with connected(Login(desk.address, desk.user_name, password)) as office:
        assert office.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_reason_is_stored_as_typed_or_replaced(world: World, selling: Selling) -> None:
    """Into the order's text, the canonical one and the books, and out again."""
    world.set_rule("undo_limit", "100")
    for reason in (*STORED, *LONE):
        receipt = selling.take(world.account(("10",)))
        try:
            slip = selling.undo(receipt.number, reason)
        except Refused:
            # More than a reason may have.
            assert len(reason) > 160, repr(reason)
            continue
        ((stored,),) = world.run("SELECT reason FROM reversals WHERE entry_id = %s", slip.entry_id)
        assert stored == reason.encode("utf-8", "replace").decode(), repr(reason)
    assert selling.program.payments.unsettled() == ()
    assert breaches(world, selling.desk.setup.log_path) == []


def test_a_customer_with_any_name_is_found_and_pays(world: World, selling: Selling) -> None:
    for name in STORED:
        # What no database can hold is replaced on the way in.
        stored = name.encode("utf-8", "replace").decode()[:120]
        account = world.account(("10",), name=stored)
        (found,) = selling.program.lookup.find(account.account_no).rows
        assert found.customer_name == stored
        assert selling.take(account).customer_name == stored


def test_only_our_own_commands_reach_the_printer() -> None:
    ends = time.monotonic() + SECONDS
    for number, name in enumerate(hostile(SEED, DRAWN)):
        receipt, utility = with_name(name)
        # Without its code: squares of dots, the same for every name, and slow to draw.
        document = receipt_document(replace(receipt, qr_text=""), utility, 0)
        jobs = [text_job(document, 576)]
        if number % 10 == 0:
            jobs.append(picture_job(document, 384))
        for job, width in zip(jobs, (576, 384), strict=False):
            paper = printed(job, width)
            assert (paper.cuts, paper.kicks, paper.asked) == (1, [], []), repr(name)
        if number % 10 == 0:
            assert pdf_bytes(document).startswith(b"%PDF-"), repr(name)
        if time.monotonic() > ends:
            break


KIND = ReportKind(
    "test", "A test", "Does it hold?",
    (Column("name", "Name"), Column("amount", "Amount", ColumnKind.MONEY, is_summed=True)),
)  # fmt: skip
BOOKS = Books(
    "Rivergate", "1 Main Street", "300", Currency("INR", "Rs", 2), "Asia/Kolkata", False,
    datetime(2026, 11, 30, 17, 45),  # noqa: DTZ001 - as reports have it
)  # fmt: skip
ORDER = ReportOrder("test", date(2026, 11, 1), date(2026, 11, 30))
ACTING = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def test_no_cell_of_a_report_acts() -> None:
    strings = hostile(SEED, STRINGS)
    while names := list(islice(strings, AT_ONCE)):
        report = Report(KIND, ORDER, BOOKS, tuple((name, Decimal("1.50")) for name in names))
        text = report_bytes(report, Format.CSV).decode("utf-8")
        _titles, *rows = csv.reader(io.StringIO(text, newline=""))
        assert len(rows) == len(names)
        assert not [row for row in rows if row[0].startswith(ACTING)]
        assert {row[1] for row in rows} == {"1.50"}
    names = list(hostile(SEED, min(STRINGS, 2000)))
    report = Report(KIND, ORDER, BOOKS, tuple((name, Decimal("1.50")) for name in names))
    book = openpyxl.load_workbook(io.BytesIO(report_bytes(report, Format.XLSX)))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert report_bytes(report, Format.PDF).startswith(b"%PDF-")


AMOUNTS = (
    "0", "-1", "\u22121", "NaN", "sNaN", "Infinity", "1e18", "1E-3", "0.005", "1,00", "1.234,50",
    "999999999999.999", "1000000000000", "0x10", "1_000", "½", "²", "०५", "٣٫٥", "１２.５", "1 000",
    "+5", "5-", "--", ".", ",", "", " ", "5.", ".5", "00012", "1.999", "Rs 5", "5\u00a0000",
    "1'000",
)  # fmt: skip


@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_a_typed_amount_is_exact_or_refused(decimals: int) -> None:
    currency = Currency("XRS", "Rs", decimals)
    for text in (*AMOUNTS, *hostile(SEED, STRINGS)):
        try:
            amount = currency.parse(text)
        except NotMoney:
            continue
        assert amount.is_finite()
        assert 0 <= amount <= Decimal("999999999999.999")
        assert amount == amount.quantize(currency.unit), text
        # It is the number that stands there: its digits, in order, and nothing else.
        digits = "".join(str(int(c)) if c.isdecimal() else "" for c in text)
        typed = Decimal(digits or "0").scaleb(-_places(text))
        assert typed == amount, text


def _places(text: str) -> int:
    """Digits behind the point."""
    return sum(c.isdecimal() for c in text.partition(".")[2])


FORGED = ("0", "-1000", "1e21", "1000000000000000000000", "1", "0.5", '"1,00"', "null", "NaN", "[]")
"""Thousandths; 1 is a tenth of a paisa."""


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_amount_is_refused_by_the_database(
    world: World, selling: Selling, forged: str
) -> None:
    """Whatever a counter that has been tampered with sends in the place of the money."""
    account = world.account(("123.45",))
    order = selling.order(account)
    before = state_of(world, account)
    text = selling.text(order)
    parts = text.split(" 123450")
    assert len(parts) == 4, "paid, shown, tendered"
    for place in range(1, 4):
        changed = " 123450".join(parts[:place]) + forged + " 123450".join(parts[place:])
        with closing(selling.desk.client()) as client:
            answer = call(client, "take_payment", selling.desk.token, order.request_id, changed)
        assert answer.outcome == "refused", (place, changed)
        assert state_of(world, account) == before
