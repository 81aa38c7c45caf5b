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

    `begun`, then perhaps `doubted`, which carries the OutcomeUnknown, then `ended`; after that
    either success or failure is called.
    An order that did not land fails as Refused("not_stored"): it may be given again.
    """

    begun = Signal()
    doubted = Signal(object)
    ended = Signal()

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

        def succeed(result: T) -> None:
            self.ended.emit()
            on_success(result)

        def fail(error: CashierError) -> bool:
            self.ended.emit()
            return on_failure(error)

        def settle_and_send() -> T:
            if not self._payments.settle(request_id).entry_hash:
                raise Refused("not_stored")
            return send()

        def on_first_failure(error: CashierError) -> bool:
            if isinstance(error, OutcomeUnknown):
                self._doubt(error, again)
                return True
            return fail(error)

        def on_later_failure(error: CashierError) -> bool:
            if isinstance(error, (OutcomeUnknown, Unavailable, Busy)):
                self._timer.start()
                return True
            return fail(error)

        def again() -> None:
            self._start(settle_and_send, succeed, on_later_failure)

        self.begun.emit()
        self._start(send, succeed, on_first_failure)

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
