"""Slips of who came to pay and could not."""

from __future__ import annotations

from datetime import datetime

from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.rows import amount, utc
from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.queue import TicketBill


class AttemptRepository:
    """services.ports.AttemptGateway over the person's connection."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def give(
        self, account_id: int, reason: AttemptReason, came_at: datetime | None = None
    ) -> AttemptSlip:
        """One CALL; after a lost answer the same slip comes again, whatever was stored."""
        moment = None if came_at is None else f"{came_at:%Y-%m-%d %H:%M:%S}"
        (head,), bills = self._connection.read("tried_to_pay", account_id, reason.value, moment)
        return AttemptSlip(
            head["number"],
            AttemptReason(head["reason"]),
            utc(head["tried_at"]),
            head["tried_on"],
            head["holds_until"],
            bool(head["is_repeated"]),
            show_account_no(head["account_no"]),
            head["customer_name"],
            head["person"],
            tuple(
                TicketBill(
                    row["bill_no"], row["kind"], row["title"], row["period_from"],
                    row["period_to"], amount(row["due"]),
                )
                for row in bills
            ),
        )  # fmt: skip
