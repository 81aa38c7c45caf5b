"""What is owed, on any day of the sample's story, worked out again bill by bill in Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.domain.reports import Row
from tests.db.reports.conftest import TODAY, Ask, Run

ZERO = Decimal(0)
DAYS = [TODAY, date(2026, 10, 31), date(2026, 8, 17), date(2026, 7, 31)]


def balances(ask: Ask, on: date) -> dict[int, Decimal]:
    """Every bill's balance at the end of a day: lines + adjustments − allocations − credit."""
    found: dict[int, Decimal] = dict(
        ask("SELECT bill_id, total FROM bills WHERE status <> 'draft' AND issued_on <= %s", on)
    )
    for bill_id, amount in ask(
        "SELECT bill_id, amount FROM bill_adjustments WHERE posted_on <= %s", on
    ):
        found[bill_id] += amount
    for bill_id, amount in ask(
        "SELECT p.bill_id, p.amount FROM payment_allocations p JOIN journal j USING (entry_id)"
        " WHERE j.business_date <= %s",
        on,
    ):
        found[bill_id] -= amount
    return found


def aged(ask: Ask, on: date, key: str) -> dict[Any, list[Decimal]]:
    facts = {
        bill_id: (due_on, off if until is not None and on <= until else ZERO, group)
        for bill_id, due_on, off, until, group in ask(
            f"SELECT b.bill_id, b.due_on, b.discount_amount, b.discount_until, {key} FROM bills b"
            " JOIN accounts a ON a.account_id = b.account_id"
            " JOIN connections n ON n.connection_id = b.connection_id"
            " JOIN routes r ON r.route_id = n.route_id"
            " JOIN offices o ON o.office_id = r.office_id"
        )
    }
    groups: dict[Any, list[Decimal]] = defaultdict(lambda: [ZERO] * 8)
    for bill_id, balance in balances(ask, on).items():
        due_on, off, group = facts[bill_id]
        late = (on - due_on).days
        bucket = 0 if late <= 0 else min((late - 1) // 30 + 1, 4)
        groups[group][bucket] += balance
        groups[group][5] += balance
        groups[group][6] -= min(off, balance)
        groups[group][7] += balance - min(off, balance)
    return {group: ages for group, ages in groups.items() if ages[5]}


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize(
    ("name", "column", "key"),
    [
        ("ageing", 0, "a.tariff_class"),
        ("ageing-by-route", 1, "r.code"),
        ("ageing-by-office", 0, "o.name"),
    ],
)
def test_ageing_is_the_bills_balances(
    run: Run, ask: Ask, name: str, column: int, key: str, on: date
) -> None:
    report = run(name, on, on)
    first = report.index("not_due")
    assert {row[column]: list(row[first:]) for row in report.rows} == aged(ask, on, key)


def test_ageing_of_today_is_what_bills_say_they_owe(run: Run, ask: Ask) -> None:
    ((owed,),) = ask("SELECT SUM(balance) FROM bills WHERE status <> 'draft'")
    assert run("ageing", TODAY, TODAY).totals[6] == owed


def cells_of(row: Row) -> list[Any]:
    return [*row]


def months() -> list[tuple[date, date]]:
    starts = [date(2026, month, 1) for month in range(4, 12)]
    return [(start, (start + timedelta(days=32)).replace(day=1) - timedelta(days=1))
            for start in starts]  # fmt: skip


def test_receivables_roll_from_month_to_month_and_end_at_the_ageing(run: Run) -> None:
    closing: dict[Any, Any] = {}
    moved = [ZERO] * 5
    for first, last in months():
        report = run("receivables", first, last)
        for row in report.rows:
            tariff_class, opening, *changes, end, ages, difference = cells_of(row)
            assert opening + sum(changes) == end
            assert (end, difference) == (ages, 0)
            assert opening == closing.get(tariff_class, 0 if closing else opening)
            moved = [m + abs(c) for m, c in zip(moved, changes, strict=True)]
        closing = {row[0]: row[7] for row in report.rows}
        ageing = run("ageing", last, last)
        assert {c: v for c, v in closing.items() if v} == {row[0]: row[6] for row in ageing.rows}
    assert all(moved), "the sample has every kind of posting"


def test_receivables_of_any_days_add_up(run: Run) -> None:
    for first, length in ((date(2026, 5, 3), 0), (date(2026, 6, 9), 45), (date(2026, 1, 1), 400)):
        report = run("receivables", first, first + timedelta(days=length))
        assert [row[9] for row in report.rows] == [0] * len(report.rows)


def test_revenue_is_what_lines_say(run: Run, ask: Ask) -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    report = run("revenue", first, last)
    ((billed, lines),) = ask(
        "SELECT SUM(b.total), (SELECT SUM(l.amount) FROM bill_lines l JOIN bills x USING (bill_id)"
        " WHERE x.issued_on BETWEEN %s AND %s AND x.status <> 'draft')"
        " FROM bills b WHERE b.issued_on BETWEEN %s AND %s AND b.status <> 'draft'",
        first, last, first, last,
    )  # fmt: skip
    assert report.totals[report.index("amount")] == billed == lines
    receivables = run("receivables", first, last)
    assert receivables.totals[2] == billed
    billing = run("billing", first, last)
    assert billing.totals[billing.index("billed")] == billed


def test_collections_against_billing_count_what_bills_received(run: Run, ask: Ask) -> None:
    first, last = date(2026, 9, 1), date(2026, 10, 31)
    report = run("billing", first, last)
    ((received,),) = ask(
        "SELECT SUM(p.amount) FROM payment_allocations p JOIN journal j USING (entry_id)"
        " WHERE j.business_date BETWEEN %s AND %s",
        first,
        last,
    )
    assert report.totals[report.index("collected")] == received
    assert {row[0] for row in report.rows} == {"2026-09", "2026-10"}


def test_debtors_are_the_largest(run: Run, ask: Ask) -> None:
    report = run("debtors", TODAY, TODAY)
    wanted = ask(
        "SELECT a.account_no, SUM(IF(b.due_on < %s, b.balance, 0)) AS late FROM bills b"
        " JOIN accounts a USING (account_id) GROUP BY a.account_no HAVING late > 0"
        " ORDER BY late DESC LIMIT 100",
        TODAY,
    )
    overdue = report.index("overdue")
    assert {row[0]: row[overdue] for row in report.rows} == dict(wanted)
    assert [row[overdue] for row in report.rows] == [late for _, late in wanted]


def test_the_disconnection_list_says_who_can_keep_the_supply_on(run: Run, ask: Ask) -> None:
    report = run("disconnections", TODAY, TODAY)
    number = report.index("connection_no")
    wanted = ask(
        "SELECT k.connection_no, k.supply, account_due(ac.account_id, local_date(SYSDATE(6))),"
        " supply_minimum(ac.account_id, local_date(SYSDATE(6))) FROM connections k"
        " JOIN account_connections ac ON ac.connection_id = k.connection_id"
        " AND ac.liable_to IS NULL WHERE k.supply <> 'on'"
    )
    found = {row[number]: row for row in report.rows}
    assert found.keys() == {no for no, supply, _, least in wanted if supply == "off" or least > 0}
    owed, least = report.index("owed"), report.index("minimum")
    for connection_no, _, due, minimum in wanted:
        if connection_no in found:
            assert found[connection_no][owed : least + 1] == (due, minimum)
    row = report.rows[0]
    account_no, customer = row[report.index("account_no")], row[report.index("customer")]
    for text in (str(account_no), str(customer)[:5].upper()):
        assert row in run("disconnections", TODAY, TODAY, search=text).rows
    route = str(row[report.index("route")])
    searched = run("disconnections", TODAY, TODAY, search=route).rows
    assert {one[report.index("route")] for one in searched} == {route}
    assert run("disconnections", TODAY, TODAY, office="none").rows == ()
