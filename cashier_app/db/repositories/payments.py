"""Taking money. THE BILL ROW IS LOCKED in db/sql/procedures/take_payment.sql, at "THE LOCK".

There each bill is read FOR UPDATE by primary key inside the CALL's own transaction, compared with
the balance and version that were on the screen, and updated before anything is inserted.
This module only turns orders into that CALL's text, and its rows into facts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from cashier_app.db.connection import Answer, CounterConnection
from cashier_app.db.repositories.rows import receipt_from
from cashier_app.domain.canonical import micros
from cashier_app.domain.money import ZERO, thousandths
from cashier_app.domain.payments import (
    PaymentTaken,
    Settled,
    TakePayment,
    UndoPayment,
    tender_row,
)

_READ_BY = {"z": "shift_id", "movement": "entry_id", "check": "entry_id", "safe": "entry_id"}
"""By kind of entry, what its paper is read again by."""
RECEIPT_KINDS = ("payment", "undo", "reversal", "move", "correction", "refund", "bounce")
"""Kinds of entry that answer with a receipt or a slip."""


class PaymentRepository:
    """services.ports.PaymentGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def take(self, order: TakePayment) -> PaymentTaken:
        """One round trip; the same request again returns the stored payment."""
        return _taken(
            self._connection.act_answer("take_payment", order.request_id, take_text(order))
        )

    def undo(self, order: UndoPayment) -> PaymentTaken:
        """One round trip."""
        text = {
            "shift": order.shift_id,
            "receipt": order.receipt_no,
            "reason": order.reason,
            "taken_at": micros(order.taken_at),
        }
        return _taken(self._connection.act_answer("undo_payment", order.request_id, text))

    def settle(self, request_id: UUID) -> Settled:
        """The end of an act, whatever it is: Busy while the server still decides."""
        answer = self._connection.settle(request_id)
        head = answer.outcome
        if head["outcome"] == "void":
            return Settled(request_id, None)
        facts = json.loads(head["facts"])
        is_receipt = head["code"] in RECEIPT_KINDS
        return Settled(
            request_id,
            _taken(answer) if is_receipt else None,
            facts["number"],
            bytes.fromhex(facts["hash"]),
            answer.sets[0][0][_READ_BY[head["code"]]] if head["code"] in _READ_BY else 0,
        )

    def known_hashes(self, request_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The entry's hash of each request that is done on the server, or recorded as lost."""
        ids = json.dumps([request_id.hex for request_id in request_ids])
        rows = self._connection.read("known_requests", ids)[0]
        return {
            UUID(hex=row["request_id"]): bytes.fromhex(row["hash"])
            for row in rows
            if row["state"] in ("done", "lost")
        }


def _taken(answer: Answer) -> PaymentTaken:
    return PaymentTaken(receipt_from(answer))


def take_text(order: TakePayment) -> dict[str, object]:
    """Locks are taken in the order of this text: accounts by id, then bills by id."""
    credit = {use.account_id: -use.amount for use in order.credit_used}
    head = order.account_id
    credit[head] = credit.get(head, ZERO) + order.credit_made
    return {
        "shift": order.shift_id,
        "account": head,
        "taken_at": micros(order.taken_at),
        "rounding": thousandths(order.rounding),
        "accounts": [[account, thousandths(credit[account])] for account in sorted(credit)],
        "bills": [
            [
                a.bill_id,
                thousandths(a.amount),
                thousandths(a.discount),
                thousandths(a.balance_shown),
                a.version_shown,
            ]
            for a in sorted(order.allocations, key=lambda a: a.bill_id)
        ],
        "tenders": [tender_row(tender) for tender in order.tenders],
    }
