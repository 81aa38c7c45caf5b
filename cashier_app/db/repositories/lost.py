"""Lost receipts: explained by record_lost, entered again by reenter_payment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cashier_app.db.connection import CounterConnection, fingerprint_of, order_text
from cashier_app.db.repositories.rows import amount, receipt_from, utc
from cashier_app.domain.canonical import micros
from cashier_app.domain.corrections import Act, PreparedAct
from cashier_app.domain.lost import LostAct, LostReceipt, RecordedLoss, again_total, lost_row
from cashier_app.domain.money import thousandths
from cashier_app.domain.payments import Receipt


class LostRepository:
    """services.lost_ports.LostGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def prepare(
        self, request_id: UUID, lost: Sequence[LostAct], reason: str, taken_at: datetime
    ) -> PreparedAct:
        """The lines in the order in which series are locked."""
        total = again_total(lost)
        text = order_text(
            {
                "reason": reason,
                "taken_at": micros(taken_at),
                "amount": thousandths(total),
                "lines": [lost_row(line) for line in lost],
            }
        )
        return PreparedAct(Act.LOST, request_id, fingerprint_of(text), text, total)

    def record(self, prepared: PreparedAct) -> RecordedLoss:
        """One round trip."""
        answer = self._connection.act_text("record_lost", prepared.request_id, prepared.text)
        facts = json.loads(answer.outcome["facts"])
        return RecordedLoss(facts["number"], bytes.fromhex(facts["hash"]))

    def waiting(self) -> tuple[LostReceipt, ...]:
        """At most 1,000."""
        return tuple(
            LostReceipt(
                row["entry_id"],
                int(row["line_no"]),
                row["number"],
                amount(row["total"]),
                row["person"],
                utc(row["taken_at"]),
            )
            for row in self._connection.read("lost_receipts")[0]
        )

    def enter(
        self, request_id: UUID, shift_id: int, lost: LostReceipt, taken_at: datetime
    ) -> Receipt:
        """One round trip; the same request again returns the stored receipt."""
        text = {
            "shift": shift_id,
            "lost": lost.loss_id,
            "line": lost.line_no,
            "taken_at": micros(taken_at),
        }
        return receipt_from(self._connection.act_answer("reenter_payment", request_id, text))
