"""Finding accounts and reading the payment screen, each in one round trip."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cashier_app.db.connection import CounterConnection, ResultSets, Row
from cashier_app.db.repositories.rows import amount, utc
from cashier_app.domain.accounts import (
    AccountOpened,
    BillLine,
    Claim,
    ConsumptionMonth,
    FoundAccount,
    FoundPage,
    OpenBill,
    PaidTogether,
    PastBill,
    PastPayment,
    Posting,
    Supply,
)
from cashier_app.domain.numbers import show_account_no, show_meter_no
from cashier_app.domain.queue import ChosenBill, Ticket
from cashier_app.domain.search import Query, sound_key

PAGE = 50
MONTHS_SHOWN = 12


class LookupRepository:
    """services.ports.LookupGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def find(self, query: Query) -> FoundPage:
        """At most 50 accounts; the procedure gives one more when there are more."""
        words = [*query.words, "", "", "", ""][:4]
        sounds = [sound_key(word) if word.isalpha() else "" for word in words[:2]]
        rows = self._connection.read("find_accounts", query.digits, *words, *sounds)[0]
        found = tuple(_found(row) for row in rows[:PAGE])
        return FoundPage(query.text, found, more=len(rows) > PAGE)

    def open_account(self, account_id: int) -> AccountOpened:
        """Everything the payment screen shows; writes the claim."""
        return opened_from(self._connection.read("payment_screen", account_id, None))

    def open_bill(self, bill_no: str) -> AccountOpened:
        """As open_account, by the code of a scanned bill."""
        return opened_from(self._connection.read("payment_screen", None, bill_no))

    def ticket(self, code: str) -> Ticket:
        """Whose bills the slip of a queue number stands for."""
        (head,), bills = self._connection.read("queue_ticket", code)
        chosen = tuple(ChosenBill(row["bill_id"], row["bill_no"]) for row in bills)
        return Ticket(head["number"], head["account_id"], chosen)

    def release_claim(self, account_id: int) -> None:
        """Take our claim back."""
        self._connection.read("release_claim", account_id)

    def renew_claims(self, account_ids: Sequence[int]) -> None:
        """Keep our claims on accounts that are still open alive."""
        self._connection.read("renew_claims", json.dumps(list(account_ids)))


def _found(row: Row) -> FoundAccount:
    return FoundAccount(
        account_id=row["account_id"],
        account_no=show_account_no(row["account_no"]),
        customer_name=row["customer_name"],
        kind=row["kind"],
        address=row["address"],
        meter_no=show_meter_no(row["meter_no"]),
        phone=row["phone"],
        due=amount(row["due"]),
        open_bills=int(row["open_bills"]),
        overdue_bills=int(row["overdue_bills"]),
        supply=Supply(row["supply"]),
        high_tension=row["voltage"] == "high",
        hit=row["hit"],
    )


def opened_from(sets: ResultSets) -> AccountOpened:
    """What the procedure `emit_account` gives: at a counter, and at a customer's own screen."""
    (head,), bills, lines, postings, history, payments, together = sets
    scanned = head["scanned_entry_id"]
    past = tuple(_past_payment(row) for row in payments)
    return AccountOpened(
        account_id=head["account_id"],
        account_no=show_account_no(head["account_no"]),
        customer_name=head["customer_name"],
        kind=head["kind"],
        address=head["address"],
        meter_no=show_meter_no(head["meter_no"]),
        phone=head["phone"],
        supply=Supply(head["supply"]),
        disconnect_on=head["disconnect_on"],
        supply_minimum=amount(head["supply_minimum"]),
        cash_only=bool(head["cash_only"]),
        instruction=head["instruction"],
        credit=head["credit"],
        credit_since=head["credit_since"],
        account_version=head["version"],
        bills=_open_bills(head, bills, lines, postings),
        past_bills=tuple(_past_bill(row) for row in history if row["status"] in _ENDED),
        consumption=_consumption(history),
        payments=past,
        paid_this_year=amount(head["paid_this_year"]),
        claim=_claim(head),
        scanned_bill_id=head["scanned_bill_id"],
        scanned_paid_by=next((p for p in past if p.entry_id == scanned), None),
        scanned_bill_no=head["scanned_bill_no"] or "",
        together=tuple(
            PaidTogether(
                row["account_id"],
                show_account_no(row["account_no"]),
                row["customer_name"],
                amount(row["due"]),
            )
            for row in together
        ),
    )


_ENDED = frozenset({"paid", "cancelled"})


def _claim(head: Row) -> Claim | None:
    if head["claim_since"] is None:
        return None
    return Claim(head["claim_counter"], head["claim_cashier"], utc(head["claim_since"]))


def _by_bill(rows: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["bill_id"]].append(row)
    return groups


def _open_bills(
    head: Row, bills: Sequence[Row], lines: Sequence[Row], postings: Sequence[Row]
) -> tuple[OpenBill, ...]:
    lines_of, postings_of = _by_bill(lines), _by_bill(postings)
    return tuple(
        _open_bill(head, row, lines_of[row["bill_id"]], postings_of[row["bill_id"]])
        for row in bills
    )


def _open_bill(head: Row, row: Row, lines: list[Row], postings: list[Row]) -> OpenBill:
    return OpenBill(
        bill_id=row["bill_id"],
        bill_no=row["bill_no"],
        account_id=head["account_id"],
        account_no=show_account_no(head["account_no"]),
        customer_name=head["customer_name"],
        kind=row["kind"],
        title=row["title"],
        period_from=row["period_from"],
        period_to=row["period_to"],
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        total=row["total"],
        balance=row["balance"],
        due=amount(row["due"]),
        version=row["version"],
        discount=row["balance"] - amount(row["due"]),
        discount_until=row["discount_until"],
        kwh=row["kwh"],
        reading=row["reading"],
        paid_so_far=amount(row["paid_so_far"]),
        lines=tuple(_bill_line(line) for line in lines),
        postings=tuple(
            Posting(p["kind"], p["amount"], p["posted_on"], p["cause"]) for p in postings
        ),
    )


def _bill_line(row: Row) -> BillLine:
    return BillLine(
        row["label"], row["kind"], row["quantity"], row["unit"], row["unit_price"], row["amount"]
    )


def _past_bill(row: Row) -> PastBill:
    return PastBill(
        row["bill_id"],
        row["bill_no"],
        row["title"],
        row["period_to"],
        row["issued_on"],
        row["total"],
        row["status"],
        row["version"],
    )


def _consumption(history: Sequence[Row]) -> tuple[ConsumptionMonth, ...]:
    """The last 12 periods that were billed, oldest first."""
    months = [
        ConsumptionMonth(
            row["period_to"], row["kwh"] or Decimal(0), bool(row["is_estimated"]), row["bill_id"]
        )
        for row in history
        if row["kind"] == "period" and row["status"] != "cancelled"
    ]
    months.sort(key=lambda m: (m.month, m.bill_id))
    return tuple(months[-MONTHS_SHOWN:])


def _past_payment(row: Row) -> PastPayment:
    return PastPayment(
        entry_id=row["entry_id"],
        receipt_no=row["receipt_no"],
        stored_at=utc(row["stored_at"]),
        business_date=row["business_date"],
        tender=row["tender"],
        counter_name=row["counter_name"],
        amount=amount(row["amount"]),
        undone=bool(row["undone"]),
        cashier=row["cashier"],
    )
