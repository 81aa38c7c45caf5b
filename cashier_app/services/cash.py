"""Cash besides payments: the drawer, handovers, the safe, the hall's day, decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.drawer import (
    AcceptHandover,
    CashSlip,
    CheckDrawer,
    Decided,
    DecideDifference,
    HandOver,
    Handovers,
    KeepSafe,
    MoveCash,
    SafeLine,
)
from cashier_app.domain.hall import HallDay
from cashier_app.domain.shifts import counted
from cashier_app.services.acts import repeated, run_act
from cashier_app.services.ports import CashGateway, Journal, SessionGateway


class _Order(Protocol):
    @property
    def request_id(self) -> UUID: ...

    @property
    def taken_at(self) -> datetime: ...


class CashService:
    """Every act is stored once, whatever was lost on the way: it is repeated with its request.

    Acts raise Refused, Busy, Unavailable or OutcomeUnknown, reads Refused or Unavailable.
    """

    def __init__(self, gateway: CashGateway, session: SessionGateway, log: Journal) -> None:
        self._gateway = gateway
        self._session = session
        self._log = log

    def move(self, order: MoveCash, person: str) -> CashSlip:
        """Paid in, paid out, to the safe, changed with the safe, or the drawer only opened."""
        facts = f"shift {order.shift_id}; {order.kind.value}: {order.reason}"
        return self._stored(
            order, "movement", order.amount, facts, person,
            lambda: self._gateway.move(order),
        )  # fmt: skip

    def prepare_move(self, order: MoveCash) -> PreparedAct:
        """What a supervisor approves when `order` is above the person's limit."""
        return self._gateway.prepare_move(order)

    def hand_over(self, order: HandOver, person: str) -> CashSlip:
        """Cash leaves this drawer; it is on its way until the receiver takes it."""
        facts = f"shift {order.shift_id}; handover to {order.receiver}"
        return self._stored(
            order, "movement", order.amount, facts, person,
            lambda: self._gateway.hand_over(order),
        )  # fmt: skip

    def accept(self, order: AcceptHandover, person: str) -> CashSlip:
        """Take what was handed over, or take it back."""
        facts = f"shift {order.shift_id}; handover {order.handover_id}"
        return self._stored(
            order, "movement", order.amount, facts, person,
            lambda: self._gateway.accept(order),
        )  # fmt: skip

    def check_drawer(self, order: CheckDrawer, person: str) -> CashSlip:
        """Count another person's open drawer."""
        facts = f"shift {order.shift_id}; surprise count"
        return self._stored(
            order, "check", counted(order.pieces), facts, person,
            lambda: self._gateway.check_drawer(order),
        )  # fmt: skip

    def keep_safe(self, order: KeepSafe, person: str) -> CashSlip:
        """Open the safe's ledger, count the safe, or take a deposit to the bank."""
        facts = f"{order.kind.value} {order.bag_no}".strip()
        return self._stored(
            order, "safe", counted(order.pieces), facts, person,
            lambda: self._gateway.keep_safe(order),
        )  # fmt: skip

    def decide(self, order: DecideDifference, person: str) -> Decided:
        """Decide a difference that a Z left open. The Z comes back with the decision."""
        facts = f"shift {order.shift_id}; {order.outcome.value}: {order.reason}"
        return run_act(
            self._log,
            request_id=order.request_id,
            kind="decision",
            total=abs(order.difference),
            person=person,
            facts=facts,
            at=order.taken_at,
            send=lambda: repeated(self._session, lambda: self._gateway.decide(order)),
            stored=lambda decided: (decided.number, decided.hash),
        )

    def handovers(self) -> Handovers:
        """Receivers in this hall, and handovers to or from the person at the counter."""
        return self._gateway.handovers()

    def is_drop_due(self) -> bool:
        """True when the own drawer holds more than the utility's limit."""
        return self._gateway.is_drop_due()

    def copy(self, entry_id: int) -> CashSlip:
        """A stored slip as COPY n, counted and audited before anything is printed."""
        return self._gateway.copy(entry_id)

    def day(self, day: date | None = None) -> HallDay:
        """The hall's day for its supervisor; None is today."""
        return self._gateway.day(day)

    def safe_lines(self) -> tuple[SafeLine, ...]:
        """The newest lines of the safe, newest first; empty before it is opened."""
        return self._gateway.safe_lines()

    def _stored(
        self, order: _Order, kind: str, total: Decimal, facts: str, person: str,
        send: Callable[[], CashSlip],
    ) -> CashSlip:  # fmt: skip
        return run_act(
            self._log,
            request_id=order.request_id,
            kind=kind,
            total=total,
            person=person,
            facts=facts,
            at=order.taken_at,
            send=lambda: repeated(self._session, send),
            stored=lambda slip: (slip.number, slip.hash),
            paper=lambda slip: slip.entry_id,
        )
