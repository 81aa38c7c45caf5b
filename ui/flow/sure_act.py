"""An act of the shift until its end is known: stored, or never stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
    either success or failure is called. After what nobody expected the act may be stored all the
    same: that is a doubt, too.
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
        self._running: UUID | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(again_ms)
        self._timer.timeout.connect(self._on_timer_timeout)

    def run(
        self, request_id: UUID, send: Callable[[], T], on_success: Callable[[T], None],
        on_failure: OnFailure,
    ) -> None:  # fmt: skip
        """`send` is repeatable: the same order again returns the stored act.

        A second order before the first has its end is ignored.
        """
        if self._running is not None:
            return

        def succeed(result: T) -> None:
            self._end()
            on_success(result)

        def fail(error: CashierError) -> bool:
            self._end()
            return on_failure(error)

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
            work = partial(self._settle_and_send, request_id, send)
            self._start(request_id, work, succeed, on_later_failure, self._timer.start)

        self._running = request_id
        self.begun.emit()
        self._start(
            request_id, send, succeed, on_first_failure,
            lambda: self._doubt(OutcomeUnknown(request_id), again),
        )  # fmt: skip

    def stop(self) -> None:
        """Sign-out, or the shift is gone: the counter log keeps what has no end yet.

        It is told by whoever settles that; nobody here waits for it any more.
        """
        if self._running is not None:
            self._end()

    def _settle_and_send(self, request_id: UUID, send: Callable[[], T]) -> T:
        """In the lane: only what is stored is asked for again."""
        if not self._payments.settle(request_id).entry_hash:
            raise Refused("not_stored")
        return send()

    def _doubt(self, error: OutcomeUnknown, again: Callable[[], None]) -> None:
        self._again = again
        self._timer.start()
        self.doubted.emit(error)

    def _end(self) -> None:
        self._running, self._again = None, _nothing
        self._timer.stop()
        self.ended.emit()

    def _start(
        self, request_id: UUID, work: Callable[[], T], on_success: Callable[[T], None],
        on_failure: OnFailure, on_bug: Callable[[], None],
    ) -> None:  # fmt: skip
        """What comes after `stop` is told to nobody."""

        def is_wanted() -> bool:
            return self._running == request_id

        operation: Operation[Any] = Operation(work, topics=frozenset({Topic.SHIFT}))
        self._tasks.run(
            operation, self, lambda result: on_success(result) if is_wanted() else None,
            on_failure=lambda error: not is_wanted() or on_failure(error),
            on_bug=lambda: on_bug() if is_wanted() else None,
        )  # fmt: skip

    def _on_timer_timeout(self) -> None:
        self._again()


def _nothing() -> None:
    """Without a doubt there is nothing to repeat."""
