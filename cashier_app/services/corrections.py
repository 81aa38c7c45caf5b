"""Corrections: an order is prepared, approved by another person, carried out or left waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cashier_app.domain.corrections import (
    BounceCheque,
    Correctable,
    CorrectionOrder,
    PreparedAct,
    WaitingAct,
)
from cashier_app.domain.payments import PaymentTaken, Receipt
from cashier_app.services.acts import run_act
from cashier_app.services.ports import ApprovalGateway, Clock, CorrectionGateway, Journal

ReceiptCode = Callable[[Receipt], str]


class CorrectionService:
    """Every act raises what `PaymentService.take` raises; an unknown end is settled there."""

    def __init__(
        self, gateway: CorrectionGateway, log: Journal, receipt_code: ReceiptCode, clock: Clock
    ) -> None:
        self._gateway = gateway
        self._log = log
        self._receipt_code = receipt_code
        self._clock = clock

    def correctable(self, receipt_no: str) -> Correctable:
        """A receipt of any counter, whole, with what stands of it. Raises Refused."""
        found = self._gateway.correctable(receipt_no)
        return replace(found, receipt=self._coded(found.receipt))

    def prepare(self, order: CorrectionOrder) -> PreparedAct:
        """The order as it will be sent; nothing leaves this computer."""
        return self._gateway.prepare(order)

    def carry_out(self, prepared: PreparedAct, person: str) -> PaymentTaken:
        """Store it. Refused "approval_missing" until another person has approved it."""
        taken = run_act(
            self._log,
            request_id=prepared.request_id,
            kind=prepared.act.value,
            total=-prepared.amount,
            person=person,
            facts=prepared.text,
            at=self._clock.now(),
            send=lambda: self._gateway.carry_out(prepared),
            stored=lambda t: (t.receipt.number, t.receipt.hash),
        )
        return replace(taken, receipt=self._coded(taken.receipt))

    def bounce(self, order: BounceCheque, person: str) -> PaymentTaken:
        """A returned cheque; who may approve needs no approval for it, everybody else does."""
        return self.carry_out(self.prepare(order), person)

    def wait(self, prepared: PreparedAct) -> None:
        """Put it on the approvals' list; the counter goes on. Raises Refused, Busy, Unavailable."""
        self._gateway.wait(prepared)

    def waiting(self) -> tuple[WaitingAct, ...]:
        """The approvals' list: all of it for who may approve, one's own for others."""
        return self._gateway.waiting()

    def waiting_order(self, waiting_act_id: int) -> PreparedAct:
        """An act of the list, to be carried out with exactly the text that was approved."""
        return self._gateway.waiting_order(waiting_act_id)

    def decide(self, waiting_act_id: int, *, approved: bool, reason: str) -> None:
        """A supervisor's yes or no; raises Refused ("approval_own", "above_limit" …)."""
        self._gateway.decide(waiting_act_id, approved=approved, reason=reason)

    def withdraw(self, waiting_act_id: int) -> None:
        """Who asked takes the question back."""
        self._gateway.withdraw(waiting_act_id)

    def _coded(self, receipt: Receipt) -> Receipt:
        return replace(receipt, qr_text=self._receipt_code(receipt))


class ApprovalService:
    """A supervisor's yes at this counter, on a connection of the supervisor's own."""

    def __init__(self, gateway: ApprovalGateway) -> None:
        self._gateway = gateway

    def approve(self, user_name: str, password: str, prepared: PreparedAct, reason: str) -> None:
        """Approve one act of the person who is signed in: for two minutes, once.

        What is approved is its text, by fingerprint, and its amount. The password is used for one
        connection and kept nowhere. Raises SignInFailed, Refused ("above_limit", "no_right",
        "reason_missing" …), Busy, Unavailable.
        """
        self._gateway.approve(user_name, password, prepared, reason)
