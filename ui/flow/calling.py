"""Calling the next customer's number from Find, where the hall has a kiosk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.queue import NumberCalled
from cashier_app.services.kiosk import QueueService
from ui.counter_state import CounterState
from ui.messages import message_for
from ui.tasks import Operation, Tasks
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.keys import KeyHint

NEXT, AGAIN = "F10", "F11"
CALL_NUMBERS = "call_numbers"


class Calling(QObject):
    """`said` carries a banner: who is called now, or why nobody is."""

    said = Signal(object)

    def __init__(
        self, tasks: Tasks, state: CounterState, queue: QueueService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._state, self._queue = tasks, state, queue
        self._is_busy = False
        self._number = 0

    @property
    def is_offered(self) -> bool:
        """Whether this hall has numbers, and this person may call them."""
        if not self._state.is_signed_in:
            return False
        signed_in = self._state.signed_in
        return signed_in.has_queue and CALL_NUMBERS in signed_in.person.rights

    def keys(self) -> tuple[KeyHint, ...]:
        """What Find offers while nobody is being served."""
        return (KeyHint(NEXT, self.tr("Next number")),) if self.is_offered else ()

    def forget(self) -> None:
        """Sign-out."""
        self._number = 0

    def call_next(self) -> None:
        """The next number of the hall, to this counter."""
        if self.is_offered:
            self._run(self._queue.call_next, "call_next")

    def call_again(self) -> None:
        """This counter's last number once more."""
        if self.is_offered and self._number:
            self._run(self._queue.call_again, "call_again")

    def _run(self, work: Callable[[], NumberCalled], name: str) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._tasks.run(
            Operation(work, name=name), self, self._on_called, on_failure=self._on_failed,
            on_finished=self._on_finished,
        )  # fmt: skip

    def _on_finished(self) -> None:
        self._is_busy = False

    def _on_called(self, called: NumberCalled) -> None:
        self._number = called.number
        lead = self.tr("Number {n} is called to this counter.").format(n=called.number)
        if called.waiting:
            text = self.tr("Waiting after it: {n}. Scan the slip to take the payment.")
            text = text.format(n=called.waiting)
        else:
            text = self.tr("Nobody waits after it. Scan the slip to take the payment.")
        again = self.tr("Call again")
        self.said.emit(
            BannerContent(Gravity.LOOK, lead, text, icon="queue", key_cap=AGAIN, key_label=again)
        )

    def _on_failed(self, error: CashierError) -> bool:
        self.said.emit(message_for(error).banner)
        return True
