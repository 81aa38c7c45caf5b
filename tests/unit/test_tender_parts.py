"""Dates of cheques, files of payments line by line, customers' lists: without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.bulk import (
    BulkMoney,
    ListedAccountFound,
    allocations_of,
    match_list,
)
from cashier_app.domain.cheques import ChequeDeposit, DepositLine, cheque_fault
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency
from cashier_app.domain.outside import PaperReceipt
from cashier_app.domain.payment_files import (
    MAX_PAPER_RECEIPTS,
    ListedAccount,
    read_account_list,
    read_paper_file,
    read_payment_file,
)
from cashier_app.domain.payments import Cheque, TenderKind, TenderOrder
from cashier_app.domain.utility import Rules

RUPEE = Currency("XRS", "Rs", 2)
DINAR = Currency("KWD", "KD", 3)
TODAY = date(2026, 11, 26)
CHEQUE = Cheque("City Bank", "000123", TODAY, Decimal(150))


def a_bill(bill_id: int, account_id: int, due: str, *, discount: str = "0") -> OpenBill:
    balance = Decimal(due) + Decimal(discount)
    return OpenBill(
        bill_id=bill_id, bill_no=f"{bill_id:08d}", account_id=account_id,
        account_no=str(account_id), customer_name="Karuna", kind="fee", title="Fee",
        period_from=None, period_to=None, issued_on=TODAY, due_on=TODAY + timedelta(days=bill_id),
        total=balance, balance=balance, due=Decimal(due), version=3, discount=Decimal(discount),
        discount_until=TODAY, kwh=None, reading=None, paid_so_far=Decimal(0),
    )  # fmt: skip


def account(number: str, *dues: str, cash_only: bool = False) -> ListedAccountFound:
    key = int(number)
    bills = tuple(a_bill(key * 10 + at, key, due) for at, due in enumerate(dues))
    return ListedAccountFound(key, number, "Karuna", Decimal(0), cash_only, bills)


# Cheques.


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        (0, ""),
        (1, "cheque_post_dated"),
        (-90, ""),
        (-91, "cheque_stale"),
        (9000, "cheque_post_dated"),
    ],
)
def test_a_cheques_date(days: int, fault: str) -> None:
    rules = Rules(cheque_stale_days=90, cheque_ahead_days=0)
    assert cheque_fault(TODAY + timedelta(days=days), TODAY, TODAY, rules) == fault
    tomorrow = TODAY + timedelta(days=1)
    assert cheque_fault(tomorrow, TODAY, TODAY, replace(rules, cheque_ahead_days=1)) == ""


def test_a_cheque_of_the_day_that_has_begun_in_a_shift_is_not_post_dated() -> None:
    tomorrow, rules = TODAY + timedelta(days=1), Rules(cheque_stale_days=90, cheque_ahead_days=0)
    assert cheque_fault(tomorrow, TODAY, tomorrow, rules) == ""
    assert cheque_fault(tomorrow + timedelta(days=1), TODAY, tomorrow, rules) != ""
    assert cheque_fault(TODAY - timedelta(days=90), TODAY, tomorrow, rules) == ""


def test_a_deposits_total() -> None:
    lines = tuple(DepositLine("B", str(n), TODAY, Decimal(n), ()) for n in (1, 2))
    deposit = ChequeDeposit(1, "B", datetime.now(UTC), "Rana", lines)
    assert deposit.total == 3


# A split of tenders.


def other(amount: str) -> TenderOrder:
    return TenderOrder(TenderKind.CARD, Decimal(amount), slip_no="1")


@pytest.mark.parametrize(
    ("cash", "others", "payable", "change", "credit", "still"),
    [
        ("0", ("60",), "40", "0", "0", "40"),
        ("50", ("60",), "40", "10", "0", "0"),
        ("0", ("60", "40"), "0", "0", "0", "0"),
        ("0", ("130",), "0", "0", "30", "0"),
        ("5", ("130",), "0", "5", "30", "0"),
    ],
)
def test_cash_pays_what_others_leave(
    cash: str, others: tuple[str, ...], payable: str, change: str, credit: str, still: str
) -> None:
    basket = Basket(1, (a_bill(1, 1, "100"),))
    plan = plan_payment(basket, Decimal(cash), others=tuple(map(other, others)))
    assert (plan.payable, plan.change, plan.credit_made, plan.still_to_pay) == tuple(
        map(Decimal, (payable, change, credit, still))
    )


@given(
    due=st.integers(1, 100_000), parts=st.lists(st.integers(1, 50_000), max_size=4),
    cash=st.integers(0, 200_000), credit=st.integers(0, 50_000), step=st.sampled_from([0, 5, 100]),
    part=st.booleans(), keep=st.booleans(),
)  # fmt: skip
def test_every_split_ties(
    due: int, parts: list[int], cash: int, credit: int, step: int, part: bool, keep: bool
) -> None:
    """tenders − change + credit used = allocations + credit made + rounding."""
    cents = Decimal("0.01")
    basket = Basket(1, (a_bill(1, 1, str(due * cents)),), {1: credit * cents})
    others = tuple(other(str(p * cents)) for p in parts)
    plan = plan_payment(
        basket, cash * cents, others=others, cash_step=step * cents, part=part, keep_change=keep
    )
    if not plan.can_be_taken:
        return
    order = order_from(plan, basket, request_id=uuid4(), shift_id=1, taken_at=datetime.now(UTC))
    paid = sum(t.tendered - t.change for t in order.tenders)
    used = sum(c.amount for c in order.credit_used)
    settled = sum(a.amount for a in order.allocations)
    assert paid + used == settled + order.credit_made + order.rounding
    assert all(0 <= t.change <= t.tendered for t in order.tenders)
    assert all(t.change == 0 for t in order.tenders if t.kind is not TenderKind.CASH)


# Files.

HEAD = "reference,date,amount,account,bill,payer\n"


def read(text: str, currency: Currency = RUPEE):  # type: ignore[no-untyped-def]
    return read_payment_file("a.csv", text.encode(), currency)


def test_a_file_of_payments() -> None:
    file = read(
        "\ufeff" + HEAD + 'TX 1,2026-11-25,"1,259.50",0042,,"Rao, Asha"\r\nTX2,2026-11-25,7,,99,\n'
    )
    one, two = file.lines
    assert (one.line, one.reference, one.account_no, one.amount, one.value_date, one.payer) == (
        2, "TX 1", "0042", Decimal("1259.50"), date(2026, 11, 25), "Rao, Asha",
    )  # fmt: skip
    assert (two.bill_no, two.account_no, two.payer) == ("99", "", "")
    assert (file.total, file.refused) == (Decimal("1266.50"), ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_in_any_order_and_delimiter(delimiter: str) -> None:
    text = "Amount,ACCOUNT, date ,Reference\n5,42,2026-11-25,R\n".replace(",", delimiter)
    assert read(text).lines[0].amount == 5


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("R,2026-11-25,0,42,,", "bad_amount"),
        ("R,2026-11-25,-1,42,,", "bad_amount"),
        ("R,2026-11-25,NaN,42,,", "bad_amount"),
        ("R,2026-11-25,1e18,42,,", "bad_amount"),
        ("R,2026-11-25,0.005,42,,", "bad_amount"),
        ('R,2026-11-25,"1,00",42,,', "bad_amount"),
        ('R,2026-11-25,"12,50",42,,', "bad_amount"),
        ('R,2026-11-25,"1,000",42,,', "bad_amount"),
        ("R,2026-11-25,1 000,42,,", "bad_amount"),
        ("R,2026-11-25,,42,,", "bad_amount"),
        ("R,2026-13-25,5,42,,", "bad_date"),
        ("R,20261125,5,42,,", "bad_date"),
        ("R,25/11/2026,5,42,,", "bad_date"),
        (",2026-11-25,5,42,,", "reference_missing"),
        ("Ü,2026-11-25,5,42,,", "bad_reference"),
        (f"{'x' * 65},2026-11-25,5,42,,", "bad_reference"),
        ("R,2026-11-25,5,,,", "account_missing"),
        ("R,2026-11-25,5,4_2,,", "no_such_account"),
        ("R,2026-11-25,5,4/2,,", "no_such_account"),
        ("R,2026-11-25,5,-,,", "account_missing"),
        (f"R,2026-11-25,5,{'4' * 25},,", "no_such_account"),
        ("R,2026-11-25,5,42", "other_columns"),
        ("R,2026-11-25,5,42,,,x", "other_columns"),
        ("OK,2026-11-25,5,42,,", "twice_in_file"),
    ],
)
def test_a_bad_line_is_named_and_the_others_stay(row: str, code: str) -> None:
    file = read(f"{HEAD}OK,2026-11-25,5,42,,\n\n{row}\nLAST,2026-11-25,5,42,,\n")
    assert [(line.line, line.code) for line in file.refused] == [(4, code)]
    assert [line.reference for line in file.lines] == ["OK", "LAST"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "columns"),
        (HEAD.encode(), "empty"),
        (b"reference,amount\n1,2\n", "columns"),
        (b"reference,date,amount,amount\n1,2,3,4\n", "columns"),
        ("reference,date,amount\nü".encode("latin-1"), "not_utf8"),
        (b'reference,date,amount\n"a"b,1,1\n', "not_csv"),
        (b"reference,date,amount\n" + b"x" * 200_000 + b",1,1\n", "not_csv"),
        (b"x" * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_file_of_payments_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match="bad_file") as error:
        read_payment_file("a.csv", data, RUPEE)
    assert error.value.facts["reason"] == reason


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for whole in (data, HEAD.encode() + data):
        try:
            file = read_payment_file("a.csv", whole, DINAR)
        except Refused:
            continue
        assert all(line.amount > 0 for line in file.lines)


def test_numbers_are_read_as_papers_show_them() -> None:
    listed, refused = read_account_list(b"account\n4410-0297-61\n4410 0297 61\n", RUPEE)
    assert [item.account_no for item in listed] == ["4410029761"]
    assert [line.code for line in refused] == ["twice_in_file"]
    file = read(HEAD + "R,2026-11-25,5,4410-0297-61,26-1011,\n")
    assert (file.lines[0].account_no, file.lines[0].bill_no) == ("4410029761", "261011")


def test_names_keep_no_control_characters() -> None:
    file = read_payment_file("a\udce9\n.csv", f"{HEAD}R,2026-11-25,5,42,,A\x1bB\n".encode(), RUPEE)
    assert (file.name, file.lines[0].payer) == ("a  .csv", "A B")


def test_a_paper_book() -> None:
    text = b"book,number,date,account,amount\nA7,11,2026-11-25,42,5.125\nA7,011,2026-11-25,42,5\n"
    batch = read_paper_file("b.csv", text, DINAR)
    assert batch.receipts == (
        PaperReceipt(2, "A7", 11, "42", Decimal("5.125"), date(2026, 11, 25)),
    )
    assert batch.receipts[0].reference == "A7-11"
    assert [line.code for line in batch.refused] == ["twice_in_file"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [("A 7,1", "bad_book"), (",1", "bad_book"), ("A,0", "bad_number"), ("A,1.5", "bad_number"),
     ("A,٣", "bad_number"), ("A,-1", "bad_number")],
)  # fmt: skip
def test_a_bad_paper_receipt(cells: str, code: str) -> None:
    text = f"book,number,date,account,amount\n{cells},2026-11-25,42,5\n"
    assert [line.code for line in read_paper_file("b", text.encode(), RUPEE).refused] == [code]


def test_a_batch_is_as_long_as_a_person_can_read() -> None:
    rows = "".join(f"A,{n},2026-11-25,42,5\n" for n in range(1, MAX_PAPER_RECEIPTS + 2))
    with pytest.raises(Refused, match="too_many_lines"):
        read_paper_file("b", f"book,number,date,account,amount\n{rows}".encode(), RUPEE)


# Customers' lists.


def test_a_list_of_accounts() -> None:
    listed, refused = read_account_list(b"account,amount\n0042,\n43,5.50\n0042,1\n44,x\n", RUPEE)
    assert listed == (ListedAccount(2, "0042", None), ListedAccount(3, "43", Decimal("5.50")))
    assert [(r.line, r.code) for r in refused] == [(4, "twice_in_file"), (5, "bad_amount")]
    assert read_account_list(b"account\n42\n", RUPEE)[0] == (ListedAccount(2, "42", None),)


@pytest.mark.parametrize("by_cheque", [True, False])
def test_each_line_beside_its_account(by_cheque: bool) -> None:
    found = {
        a.account_no: a
        for a in (account("1", "10", "20"), account("2"), account("3", "5", cash_only=True))
    }
    listed = [
        ListedAccount(2, "1", None), ListedAccount(3, "2", None), ListedAccount(4, "3", None),
        ListedAccount(5, "9", None), ListedAccount(6, "1", Decimal("30.01")),
        ListedAccount(7, "1", Decimal(12)),
    ]  # fmt: skip
    bulk = match_list(listed, found, (), by_cheque=by_cheque)
    assert [(r.line, r.code) for r in bulk.refused] == [
        (3, "nothing_due"), *([(4, "cash_only")] if by_cheque else []),
        (5, "no_such_account"), (6, "more_than_due"),
    ]  # fmt: skip
    assert bulk.total == (Decimal(42) if by_cheque else Decimal(47))


def test_a_line_settles_its_own_account_oldest_first() -> None:
    found = {"1": account("1", "10", "20"), "2": account("2", "7")}
    bulk = match_list(
        [ListedAccount(2, "1", Decimal(12)), ListedAccount(3, "2", None)], found, (), by_cheque=True
    )
    assert [(a.bill_id, a.amount) for a in allocations_of(bulk.lines)] == [
        (10, Decimal(10)), (11, Decimal(2)), (20, Decimal(7)),
    ]  # fmt: skip


def test_the_money_of_a_list() -> None:
    cheque = BulkMoney(CHEQUE)
    assert cheque.for_all(Decimal(150)).cheque == CHEQUE
    assert cheque.for_part(Decimal(60)) == TenderOrder(
        TenderKind.CHEQUE, Decimal(60), cheque=CHEQUE
    )
    # A list that is read again for its rest comes to less than the cheque.
    assert cheque.for_all(Decimal("149.99")).tendered == Decimal("149.99")
    with pytest.raises(ValueError, match="less"):
        cheque.for_all(Decimal("150.01"))
    assert BulkMoney(cash=Decimal(200)).for_all(Decimal(150)).change == 50
    with pytest.raises(ValueError, match="enough"):
        BulkMoney(cash=Decimal(100)).for_all(Decimal(150))
