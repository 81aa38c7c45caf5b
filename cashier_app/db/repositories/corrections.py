"""Corrections, another person's approval, and the list of acts that wait for one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from uuid import UUID

from cashier_app.db.connection import CounterConnection, Row, fingerprint_of, order_text
from cashier_app.db.repositories.rows import amount, receipt_from, utc
from cashier_app.domain.canonical import micros
from cashier_app.domain.corrections import (
    Act,
    BounceCheque,
    Correctable,
    CorrectionOrder,
    CorrectTender,
    MovePayment,
    PreparedAct,
    RefundCredit,
    ReversePayment,
    StandingCheque,
    StandingTender,
    WaitingAct,
)
from cashier_app.domain.money import thousandths
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.payments import PaymentTaken, TenderKind

_PROCEDURES: Mapping[Act, str] = {
    Act.REVERSAL: "reverse_payment",
    Act.MOVE: "move_payment",
    Act.CORRECTION: "correct_tender",
    Act.REFUND: "refund_credit",
    Act.BOUNCE: "bounce_cheque",
}
_ACTS: Mapping[type[object], Act] = {
    ReversePayment: Act.REVERSAL,
    MovePayment: Act.MOVE,
    CorrectTender: Act.CORRECTION,
    RefundCredit: Act.REFUND,
    BounceCheque: Act.BOUNCE,
}


class CorrectionRepository:
    """services.ports.CorrectionGateway and ApprovalGateway over stored procedures."""

    def __init__(self, connection: CounterConnection) -> None:
        self._connection = connection

    def correctable(self, receipt_no: str) -> Correctable:
        """A receipt of any counter with what stands of it."""
        answer = self._connection.read_answer("correctable", receipt_no)
        *_, (facts,), tenders, cheques = answer.sets
        return Correctable(
            receipt=receipt_from(answer),
            net=amount(facts["net"]),
            cash=amount(facts["cash"]),
            booked=amount(facts["booked"]),
            booked_to=show_account_no(facts["booked_to"]),
            booked_name=facts["booked_name"],
            is_moved=bool(facts["is_moved"]),
            undone_by=facts["undone_by"],
            cheque_at_bank=facts["cheque_at_bank"],
            tenders=tuple(
                StandingTender(int(row["line_no"]), TenderKind(row["kind"]), amount(row["amount"]))
                for row in tenders
            ),
            cheques=tuple(
                StandingCheque(
                    row["entry_id"],
                    int(row["line_no"]),
                    row["cheque_no"],
                    row["bank"],
                    amount(row["amount"]),
                )
                for row in cheques
            ),
        )

    def prepare(self, order: CorrectionOrder) -> PreparedAct:
        """The order's text and what is approved of it."""
        text = order_text(
            {**_text(order), "reason": order.reason, "taken_at": micros(order.taken_at)}
        )
        return PreparedAct(
            _ACTS[type(order)], order.request_id, fingerprint_of(text), text, order.amount
        )

    def carry_out(self, prepared: PreparedAct) -> PaymentTaken:
        """One round trip; the same request again returns the stored act."""
        procedure = _PROCEDURES[prepared.act]
        answer = self._connection.act_text(procedure, prepared.request_id, prepared.text)
        return PaymentTaken(receipt_from(answer))

    def wait(self, prepared: PreparedAct) -> None:
        """Put it on the list."""
        self._connection.read(
            "wait_for_approval", prepared.act.value, prepared.request_id.hex,
            prepared.fingerprint, prepared.text, prepared.amount,
        )  # fmt: skip

    def waiting(self) -> tuple[WaitingAct, ...]:
        """Every act that is open, and the newest 50 that are over."""
        return tuple(_waiting(row) for row in self._connection.read("waiting_acts")[0])

    def waiting_order(self, waiting_act_id: int) -> PreparedAct:
        """The stored text, with its fingerprint worked out again."""
        (row,) = self._connection.read("waiting_order", waiting_act_id)[0]
        text = row["order_text"]
        return PreparedAct(
            Act(row["act"]), UUID(hex=row["request_id"]), fingerprint_of(text), text,
            amount(row["amount"]),
        )  # fmt: skip

    def decide(self, waiting_act_id: int, *, approved: bool, reason: str) -> None:
        """A supervisor's yes or no."""
        state = "approved" if approved else "declined"
        self._connection.read("decide_waiting", waiting_act_id, state, reason)

    def withdraw(self, waiting_act_id: int) -> None:
        """The asker's own no."""
        self._connection.read("withdraw_waiting", waiting_act_id)

    def approve(self, user_name: str, password: str, prepared: PreparedAct, reason: str) -> None:
        """On a connection of the other person, which is closed at once."""
        other = self._connection.as_other(user_name, password)
        try:
            other.read(
                "approve", prepared.act.value, prepared.request_id.hex, prepared.fingerprint,
                prepared.amount, reason,
            )  # fmt: skip
        finally:
            other.close()


@singledispatch
def _text(order: object) -> dict[str, object]:
    raise TypeError(f"no correction: {order!r}")


@_text.register
def _(order: ReversePayment) -> dict[str, object]:
    return {"receipt": order.receipt_no, "amount": thousandths(order.amount)}


@_text.register
def _(order: MovePayment) -> dict[str, object]:
    return {
        "receipt": order.receipt_no,
        "amount": thousandths(order.amount),
        "account": order.account_id,
        "credit": thousandths(order.credit_made),
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
    }


@_text.register
def _(order: CorrectTender) -> dict[str, object]:
    text: dict[str, object] = {
        "receipt": order.receipt_no,
        "line": order.line_no,
        "kind": order.kind.value,
        "amount": thousandths(order.amount),
    }
    if order.cheque is not None:
        text["bank"] = order.cheque.bank
        text["cheque_no"] = order.cheque.cheque_no
        text["dated_on"] = order.cheque.dated_on.isoformat()
    return text


@_text.register
def _(order: RefundCredit) -> dict[str, object]:
    return {"account": order.account_id, "amount": thousandths(order.amount)}


@_text.register
def _(order: BounceCheque) -> dict[str, object]:
    return {"entry": order.entry_id, "line": order.line_no}


def _waiting(row: Row) -> WaitingAct:
    return WaitingAct(
        waiting_act_id=row["waiting_act_id"],
        act=Act(row["act"]),
        request_id=UUID(hex=row["request_id"]),
        amount=amount(row["amount"]),
        reason=row["reason"],
        subject=row["subject"],
        asked_by_id=row["user_id"],
        asked_by=row["asked_by"],
        counter_name=row["counter_name"],
        asked_at=utc(row["stored_at"]),
        state=row["state"],
        decided_by=row["decided_by"],
        decision=row["decision"],
        number=row["number"],
    )
