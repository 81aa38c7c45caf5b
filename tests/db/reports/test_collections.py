"""Collections of the sample, worked out again from the tenders' rows in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.db.sql_objects import SQL_FOLDER
from cashier_app.domain.errors import Refused
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import FILTERS, Report, ReportKind, drilled
from tests.db.reports.conftest import TODAY, Ask, Run

PROCEDURES = SQL_FOLDER / "procedures"
FROM = date(2026, 9, 1)
ZERO = Decimal(0)
ENTRIES = """
SELECT j.entry_id, j.kind, j.business_date, j.stored_at, c.code, o.name, u.user_name
FROM journal j JOIN counters c ON c.counter_id = j.counter_id
JOIN offices o ON o.office_id = c.office_id JOIN users u ON u.user_id = j.user_id
WHERE j.kind IN ('payment', 'undo') AND j.business_date BETWEEN %s AND %s
"""
TENDERS = "SELECT entry_id, kind, tendered, change_given FROM tenders"

Group = Callable[[tuple[Any, ...]], Any]


def expected(ask: Ask, key: Group, since: date = FROM, until: date = TODAY) -> dict[Any, list[Any]]:
    """Receipts, cash, cheque, card, transfer, total, taken back of each group."""
    tenders = defaultdict(list)
    for entry_id, kind, tendered, change in ask(TENDERS):
        tenders[entry_id].append((kind, tendered, change))
    groups: dict[Any, list[Any]] = defaultdict(lambda: [0, *[ZERO] * 6])
    for entry in ask(ENTRIES, since, until):
        sums = groups[key(entry)]
        sums[0] += entry[1] == "payment"
        for kind, tendered, change in tenders[entry[0]]:
            net = tendered - change
            sums[("cash", "cheque", "card", "transfer").index(kind) + 1] += net
            sums[5] += net
            sums[6] += net if tendered < 0 else ZERO
    return dict(groups)


def answered(report: Report, key: str) -> dict[Any, list[Any]]:
    at = report.index(key)
    first = report.index("receipts")
    return {row[at]: list(row[first : first + 7]) for row in report.rows}


@pytest.mark.parametrize(
    ("name", "column", "key"),
    [
        ("collections-by-counter", "counter", lambda e: e[4]),
        ("collections-by-person", "person", lambda e: e[6]),
        ("collections-by-day", "day", lambda e: e[2]),
        ("collections-by-hour", "hour", lambda e: (e[3] + timedelta(minutes=330)).hour),
    ],
)
def test_groups_are_what_the_tenders_make(
    run: Run, ask: Ask, name: str, column: str, key: Group
) -> None:
    wanted = expected(ask, key)
    assert len(wanted) > 3
    assert any(sums[6] for sums in wanted.values()), "the sample takes something back"
    assert answered(run(name, FROM, TODAY), column) == wanted


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_a_report_says_what_it_can_be_narrowed_by(kind: ReportKind) -> None:
    """By the procedure's text: a filter that it does not use would be passed over in silence."""
    text = (PROCEDURES / f"{kind.procedure}.sql").read_text("utf-8")
    body = text[text.index("report: BEGIN") :]
    assert kind.filters == tuple(name for name in FILTERS if f"p_{name}" in body)
    assert bool(kind.searches) == ("p_search" in body)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("receivables", {"office": "MS"}),
        ("debtors", {"counter": "02"}),
        ("gaps", {"person": "amina"}),
        ("shifts", {"search": "amina"}),
    ],
)
def test_what_a_report_cannot_be_narrowed_by_is_refused(
    run: Run, name: str, asked: dict[str, str]
) -> None:
    with pytest.raises(Refused) as caught:
        run(name, FROM, TODAY, **asked)
    assert (caught.value.code, caught.value.facts["by"]) == ("not_narrowed", next(iter(asked)))


def test_filters_leave_only_what_they_name(run: Run, ask: Ask) -> None:
    one = run("collections-by-day", FROM, TODAY, counter="02", person="joseph")
    wanted = expected(ask, lambda e: e[2] if (e[4], e[6]) == ("02", "joseph") else None)
    wanted.pop(None)
    assert answered(one, "day") == wanted
    offices = {row[0] for row in ask("SELECT code FROM offices")}
    total = sum(
        run("collections-by-day", FROM, TODAY, office=code).totals[5]  # type: ignore[misc]
        for code in offices
    )
    assert total == run("collections-by-day", FROM, TODAY).totals[5]


def test_tenders_leave_change_out(run: Run, ask: Ask) -> None:
    report = run("collections-by-tender", FROM, TODAY)
    ((handed, change),) = ask(
        "SELECT SUM(t.tendered), -SUM(t.change_given)"
        " FROM tenders t JOIN journal j USING (entry_id)"
        " WHERE t.kind = 'cash' AND t.tendered > 0 AND j.business_date BETWEEN %s AND %s",
        FROM,
        TODAY,
    )
    (cash,) = [row for row in report.rows if row[0] == "cash"]
    assert cash[2:4] == (handed, change)
    assert sum(cash[2:5]) == cash[5]  # type: ignore[arg-type]


def test_every_total_leads_to_its_receipts(run: Run) -> None:
    """Drilling down from each row of each report of collections ends at the same amount."""
    for kind in REPORTS:
        if not kind.name.startswith("collections-by"):
            continue
        report = run(kind.name, FROM, TODAY)
        total_at = report.index("total")
        for row in report.rows:
            order = drilled(report, row)
            assert order is not None
            receipts = run(
                order.name,
                order.from_day,
                order.to_day,
                office=order.office,
                counter=order.counter,
                person=order.person,
                search=order.search,
            )
            column = "amount" if kind.name != "collections-by-tender" else str(row[0])
            assert receipts.totals[receipts.index(column)] == row[total_at]


def test_a_receipt_leads_to_its_parts(run: Run) -> None:
    receipts = run("receipts", FROM, TODAY)
    taken_back = next(row for row in receipts.rows if row[receipts.index("taken_back_by")])
    order = drilled(receipts, taken_back)
    assert order is not None
    whole = run(order.name, FROM, TODAY, search=order.search)
    parts = {row[0] for row in whole.rows}
    assert {"payment", "customer", "bill", "taken back by", "paper"} <= parts
    assert parts & {"cash", "cheque", "card"}
    undo = next(row[1] for row in whole.rows if row[0] == "taken back by")
    back = run("receipt", FROM, TODAY, search=str(undo))
    assert ("takes back", order.search) in {(row[0], row[1]) for row in back.rows}


def test_a_receipt_is_found_by_what_people_know(run: Run, ask: Ask) -> None:
    ((number, account, name),) = ask(
        "SELECT p.receipt_no, a.account_no, k.name FROM payments p"
        " JOIN accounts a ON a.account_id = p.account_id"
        " JOIN customers k ON k.customer_id = a.customer_id"
        " JOIN journal j ON j.entry_id = p.payment_id WHERE j.business_date >= %s LIMIT 1",
        FROM,
    )
    for search in (number, account, name[1:].upper()):
        found = run("receipts", FROM, TODAY, search=search)
        assert number in {row[1] for row in found.rows}
    assert run("receipts", FROM, TODAY, search="' OR 1=1 --").rows == ()
