"""Taking money: take, settle an unknown outcome, set aside, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from uuid import UUID

from cashier_app.domain.errors import Refused
from cashier_app.domain.lost import payment_order, undo_order
from cashier_app.domain.payments import (
    MOST_BILLS,
    LateEnd,
    PaymentTaken,
    Receipt,
    Settled,
    TakePayment,
    TenderOrder,
    UndoPayment,
    Unsettled,
)
from cashier_app.services.acts import run_act, write_down
from cashier_app.services.ports import Journal, PaymentGateway, SessionGateway

ReceiptCode = Callable[[Receipt], str]


class PaymentService:
    """Everything a payment needs, in the order of payments.md section 2."""

    def __init__(
        self,
        gateway: PaymentGateway,
        session: SessionGateway,
        log: Journal,
        receipt_code: ReceiptCode,
    ) -> None:
        self._gateway = gateway
        self._session = session
        self._log = log
        self._receipt_code = receipt_code

    def take(self, order: TakePayment, person: str) -> PaymentTaken:
        """Store the payment.

        Raises Refused or Busy (nothing taken), Unavailable (nothing sent) or
        OutcomeUnknown (call `settle` until it answers).
        """
        if len(order.allocations) > MOST_BILLS:
            raise Refused("too_many_bills", {"most": str(MOST_BILLS)})
        taken = run_act(
            self._log,
            request_id=order.request_id,
            kind="payment",
            total=sum((t.tendered - t.change for t in order.tenders), Decimal("0")),
            person=person,
            facts=_facts(order),
            at=order.taken_at,
            send=lambda: self._gateway.take(order),
            stored=lambda t: (t.receipt.number, t.receipt.hash),
            order=payment_order(order),
            account=lambda t: account_of(t.receipt),
        )
        return self._coded(taken)

    def undo(self, order: UndoPayment, person: str) -> PaymentTaken:
        """Take back the last receipt of this shift; same errors as `take`."""
        taken = run_act(
            self._log,
            request_id=order.request_id,
            kind="undo",
            total=Decimal("0"),
            person=person,
            facts=f"shift {order.shift_id}, receipt {order.receipt_no}",
            at=order.taken_at,
            send=lambda: self._gateway.undo(order),
            stored=lambda t: (t.receipt.number, t.receipt.hash),
            order=undo_order(order),
        )
        return self._coded(taken)

    def settle(self, request_id: UUID) -> Settled:
        """One try to learn the end of an unknown act, on a fresh connection.

        Raises Unavailable (no server yet) or Busy (the server is still deciding): ask again.
        """
        return self._settle(request_id, late=False)

    def settle_late(self, request_id: UUID) -> Settled:
        """The same where nobody stands before it: `news` until somebody notes it."""
        return self._settle(request_id, late=True)

    def _settle(self, request_id: UUID, *, late: bool) -> Settled:
        self._session.reconnect()
        settled = self._gateway.settle(request_id)
        if settled.entry_hash:
            account = account_of(settled.taken.receipt) if settled.taken else ""
            write_down(
                partial(self._log.acknowledged, late=late),
                request_id,
                settled.number,
                settled.entry_hash,
                account,
                settled.paper,
            )
        else:
            write_down(partial(self._log.voided, late=late), request_id)
        if settled.taken is None:
            return settled
        return replace(settled, taken=self._coded(settled.taken))

    def set_aside(self, request_id: UUID) -> None:
        """The cashier goes on; the line stays unsettled and is settled before the Z."""
        write_down(self._log.set_aside, request_id)

    def unsettled(self) -> tuple[Unsettled, ...]:
        """What this counter has not learnt the end of."""
        return self._log.unsettled()

    def news(self) -> tuple[LateEnd, ...]:
        """What became of acts while nobody waited for it, and nobody has noted; oldest first."""
        return self._log.news()

    def noted(self, request_ids: Iterable[UUID]) -> None:
        """A person has read it: no later start tells it again."""
        for request_id in request_ids:
            write_down(self._log.noted, request_id)

    def _coded(self, taken: PaymentTaken) -> PaymentTaken:
        receipt = replace(taken.receipt, qr_text=self._receipt_code(taken.receipt))
        return replace(taken, receipt=receipt)


def account_of(receipt: Receipt) -> str:
    """The number of the account that heads a receipt, as it is stored."""
    return receipt.account_no.replace("-", "")


def _facts(order: TakePayment) -> str:
    """Bills, amounts, tender and shift in words a person can enter again."""
    bills = ", ".join(f"bill {a.bill_no} {a.amount}" for a in order.allocations)
    money = ", ".join(_tender_facts(tender) for tender in order.tenders)
    return f"shift {order.shift_id}; {bills or 'no bill'}; {money}; credit made {order.credit_made}"


def _tender_facts(tender: TenderOrder) -> str:
    if tender.cheque is not None:
        cheque = tender.cheque
        return f"cheque {cheque.cheque_no} {cheque.bank} {cheque.dated_on} {tender.tendered}"
    if tender.slip_no:
        return f"{tender.kind} {tender.slip_no} {tender.tendered}"
    return f"{tender.kind} {tender.tendered} change {tender.change}"
