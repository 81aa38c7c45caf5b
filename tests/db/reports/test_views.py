"""The views for queries of one's own say what the reports say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.db.reports.conftest import TODAY, Ask, Run

FROM = date(2026, 9, 1)


def test_collections_are_those_of_the_report(run: Run, ask: Ask) -> None:
    report = run("collections-by-tender", FROM, TODAY)
    tender, total = report.index("tender"), report.index("total")
    seen = ask(
        "SELECT tender, SUM(amount) FROM collections WHERE business_date BETWEEN %s AND %s"
        " GROUP BY tender",
        FROM, TODAY,
    )  # fmt: skip
    assert {row[tender]: row[total] for row in report.rows if row[total]} == dict(seen)


def test_consumption_is_what_period_bills_say(ask: Ask) -> None:
    """Nobody was estimated and trued up in the sample: every bill counts once."""
    ((seen,),) = ask("SELECT SUM(kwh) FROM consumption")
    ((billed,),) = ask(
        "SELECT SUM(kwh) FROM bills WHERE kind = 'period' AND status NOT IN ('draft', 'cancelled')"
    )
    assert seen == billed > Decimal(0)


def test_balances_end_at_the_ageing_report(run: Run, ask: Ask) -> None:
    ((balance,),) = ask("SELECT SUM(balance) FROM account_balances")
    assert balance == run("ageing", TODAY, TODAY).totals[6]
    ((listed, aged),) = ask(
        "SELECT (SELECT SUM(due) FROM bill_dues), (SELECT SUM(due) FROM ageing)"
    )
    assert listed == aged > Decimal(0)
