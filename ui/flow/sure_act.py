"""An act of the shift until its end is known: stored, or never stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from cashier_app.domain.errors import Busy, CashierError, OutcomeUnknown, Refused, Unavailable
from cashier_app.services.payments import PaymentService
from ui.tasks import OnFailure, Operation, Tasks, Topic

T = TypeVar("T")

_AGAIN_MS = 5000


class SureAct(QObject):
    """Runs one order at a time. After a doubt it asks the server every few seconds.

    `doubted` carries the OutcomeUnknown; afterwards either success or failure is called.
    An order that did not land fails as Refused("not_stored"): it may be given again.
    """

    doubted = Signal(object)

    def __init__(
        self, tasks: Tasks, payments: PaymentService, parent: QObject | None = None,
        *, again_ms: int = _AGAIN_MS,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._payments = tasks, payments
        self._again: Callable[[], None] = _nothing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(again_ms)
        self._timer.timeout.connect(self._on_timer_timeout)

    def run(
        self, request_id: UUID, send: Callable[[], T], on_success: Callable[[T], None],
        on_failure: OnFailure,
    ) -> None:  # fmt: skip
        """`send` is repeatable: the same order again returns the stored act."""

        def settle_and_send() -> T:
            if not self._payments.settle(request_id).entry_hash:
                raise Refused("not_stored")
            return send()

        def on_first_failure(error: CashierError) -> bool:
            if isinstance(error, OutcomeUnknown):
                self._doubt(error, again)
                return True
            return on_failure(error)

        def on_later_failure(error: CashierError) -> bool:
            if isinstance(error, (OutcomeUnknown, Unavailable, Busy)):
                self._timer.start()
                return True
            return on_failure(error)

        def again() -> None:
            self._start(settle_and_send, on_success, on_later_failure)

        self._start(send, on_success, on_first_failure)

    def _start(
        self, work: Callable[[], T], on_success: Callable[[T], None], on_failure: OnFailure
    ) -> None:
        operation: Operation[Any] = Operation(work, topics=frozenset({Topic.SHIFT}))
        self._tasks.run(operation, self, on_success, on_failure=on_failure)

    def _doubt(self, error: OutcomeUnknown, again: Callable[[], None]) -> None:
        self._again = again
        self._timer.start()
        self.doubted.emit(error)

    def _on_timer_timeout(self) -> None:
        self._again()


def _nothing() -> None:
    """Before the first doubt there is nothing to repeat."""
