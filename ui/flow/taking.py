"""Sending an act with money exactly once, and staying with it until its end is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.allocation import Basket, Plan, order_from
from cashier_app.domain.errors import CashierError, OutcomeUnknown
from cashier_app.domain.payments import PaymentTaken, Receipt, Settled, UndoPayment
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow.unknown import ASK_AGAIN_SECONDS, AsideSettler, Settler
from ui.screens.unknown import UnknownAct
from ui.tasks import LaneName, Operation, Tasks, Topic

_TOPICS = frozenset({Topic.PAYMENTS, Topic.BILLS})


class Taking(QObject):
    """One act at a time. After `take` or `undo` exactly one of the signals follows.

    `unknown` is followed by `taken` or `voided` later, or by `set_aside`.
    """

    taken = Signal(object)
    refused = Signal(object)
    unknown = Signal(object)
    tried = Signal(int, int)
    voided = Signal(object)
    was_set_aside = Signal(object)
    aside_settled = Signal(object)

    def __init__(
        self, tasks: Tasks, program: Program, state: CounterState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._program, self._state = tasks, program, state
        self._act: UnknownAct | None = None
        self.settler = Settler(
            tasks, program.payments.settle, again_seconds=ASK_AGAIN_SECONDS, parent=self
        )
        self.settler.settled.connect(self._on_settled)
        self.settler.tried.connect(self.tried)
        self.aside = AsideSettler(tasks, program.payments.settle_late, parent=self)
        self.aside.settled.connect(self.aside_settled)

    @property
    def is_busy(self) -> bool:
        """True from sending until the end is known or set aside."""
        return self._act is not None

    @property
    def act(self) -> UnknownAct | None:
        """What is under way."""
        return self._act

    def take(self, plan: Plan, basket: Basket, shift_id: int, who: tuple[str, str]) -> None:
        """Send the payment of `plan`. `who` is name and number of the heading account.

        A second call before the first has its end is ignored.
        """
        if self.is_busy:
            return
        now = self._program.clock.now()
        order = order_from(
            plan, basket, request_id=self._program.new_request_id(), shift_id=shift_id, taken_at=now
        )
        total = plan.paid_otherwise + plan.received - plan.change
        self._act = UnknownAct(order.request_id, total, plan.received, now, *who)
        person = self._state.signed_in.person.user_name
        self._send(lambda: self._program.payments.take(order, person), "take_payment")

    def undo(self, receipt: Receipt, shift_id: int, reason: str) -> None:
        """Send the undo of `receipt`; a second call is ignored as above."""
        if self.is_busy:
            return
        now: datetime = self._program.clock.now()
        order = UndoPayment(self._program.new_request_id(), shift_id, receipt.number, reason, now)
        self._act = UnknownAct(
            order.request_id, receipt.total, Decimal(0), now,
            receipt.customer_name, receipt.account_no, is_undo=True,
        )  # fmt: skip
        person = self._state.signed_in.person.user_name
        self._send(lambda: self._program.payments.undo(order, person), "undo_payment")

    def set_aside(self) -> None:
        """Free the counter: the act keeps its line in the counter log and is asked for on."""
        act = self._act
        if act is None:
            return
        operation = Operation(
            lambda: self._program.payments.set_aside(act.request_id), name="set_aside"
        )
        self.settler.stop()
        self._tasks.run(
            operation, self, lambda _nothing: self._on_set_aside(act),
            on_bug=lambda: self.settler.watch(act.request_id),
        )  # fmt: skip

    def drop_act(self) -> None:
        """Leave what is under way to the counter log; what was set aside is asked for on."""
        self.settler.stop()
        self._act = None

    def stop(self) -> None:
        """Sign-out: the counter log keeps what has no end yet; the next sign-in settles it."""
        self.drop_act()
        self.aside.stop()

    def _send(self, work: Callable[[], PaymentTaken], name: str) -> None:
        operation = Operation(work, LaneName.COUNTER, _TOPICS, name=name)
        self._tasks.run(
            operation, self, self._on_taken, on_failure=self._on_failed,
            on_finished=self._on_sent,
        )  # fmt: skip

    def _on_taken(self, taken: PaymentTaken) -> None:
        self._act = None
        self._state.set_server_answers(True)
        self.taken.emit(taken)

    def _on_failed(self, error: CashierError) -> bool:
        lost = isinstance(error, OutcomeUnknown) or error.code == "server_unreachable"
        self._state.set_server_answers(not lost)
        if isinstance(error, OutcomeUnknown) and self._act is not None:
            self.unknown.emit(self._act)
            self.settler.watch(error.request_id)
            return True
        self._act = None
        self.refused.emit(error)
        return True

    def _on_sent(self) -> None:
        """After a failure that nobody expected the act may be stored all the same: ask."""
        if self._act is not None and self.settler.request_id is None:
            self.unknown.emit(self._act)
            self.settler.watch(self._act.request_id)

    def _on_settled(self, settled: Settled) -> None:
        act, self._act = self._act, None
        self._state.set_server_answers(True)
        if settled.taken is not None:
            self.taken.emit(settled.taken)
        else:
            self.voided.emit(act)

    def _on_set_aside(self, act: UnknownAct) -> None:
        self._act = None
        self.aside.watch(act.request_id)
        self.was_set_aside.emit(act)
