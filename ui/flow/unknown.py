"""Asking again, until the server says what became of an act. A look-up alone would not do."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.payments import Settled
from ui.flow.refusals import Remedy, remedy_for
from ui.tasks import LaneName, Operation, Tasks, Topic

ASK_AGAIN_SECONDS = 2
ASIDE_AGAIN_SECONDS = 15
_TICK_MS = 1000


class Settler(QObject):
    """Asks for the end of one request at once, then every few seconds, never twice at a time.

    `settle` is PaymentService.settle. Whatever goes wrong, it asks again: only an answer ends it.
    """

    settled = Signal(object)
    tried = Signal(int, int)
    """How often it asked, and for how many seconds."""
    refused = Signal(object)
    """The server answers, but not to this person: whoever signs in next learns the end."""

    def __init__(
        self, tasks: Tasks, settle: Callable[[UUID], Settled], *, again_seconds: float,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._settle = tasks, settle
        self._request_id: UUID | None = None
        self._tries = 0
        self._since = QElapsedTimer()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(round(again_seconds * 1000))
        self._again.timeout.connect(self._ask)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell)

    @property
    def request_id(self) -> UUID | None:
        """What it waits for, if anything."""
        return self._request_id

    def watch(self, request_id: UUID) -> None:
        """Ask for `request_id` from now on."""
        self._request_id, self._tries = request_id, 0
        self._since.start()
        self._tick.start()
        self._ask()

    def stop(self) -> None:
        """Ask no more, and tell nothing more: an answer that is on its way now is dropped.

        Whoever set the act aside asks again, and the server gives the same answer.
        """
        self._again.stop()
        self._tick.stop()
        self._request_id = None

    def _ask(self) -> None:
        request_id = self._request_id
        if request_id is None:
            return
        self._tries += 1
        self._tell()
        operation = Operation(
            lambda: self._settle(request_id), LaneName.COUNTER,
            frozenset({Topic.PAYMENTS, Topic.BILLS}), name="settle",
        )  # fmt: skip
        self._tasks.run(
            operation, self, self._on_settled, on_failure=self._on_failed,
            on_finished=self._on_answered,
        )  # fmt: skip

    def _tell(self) -> None:
        self.tried.emit(self._tries, self._since.elapsed() // 1000)

    def _on_failed(self, error: CashierError) -> bool:
        if self._request_id is not None and remedy_for(error) is Remedy.SIGN_OUT:
            self.refused.emit(error)
        return True

    def _on_settled(self, settled: Settled) -> None:
        if settled.request_id == self._request_id:
            self.stop()
            self.settled.emit(settled)

    def _on_answered(self) -> None:
        """Also a failure that nobody expected is no answer."""
        if self._request_id is not None:
            self._again.start()


class AsideSettler(QObject):
    """The acts that were set aside, asked for in the background until each has its end."""

    settled = Signal(object)

    def __init__(
        self, tasks: Tasks, settle: Callable[[UUID], Settled], *,
        again_seconds: float = ASIDE_AGAIN_SECONDS, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._settle, self._seconds = tasks, settle, again_seconds
        self._open: dict[UUID, Settler] = {}

    @property
    def open_ids(self) -> tuple[UUID, ...]:
        """What has no end yet."""
        return tuple(self._open)

    def watch(self, request_id: UUID) -> None:
        """Ask for `request_id` from now on, now and then."""
        settler = Settler(self._tasks, self._settle, again_seconds=self._seconds, parent=self)
        settler.settled.connect(self._on_settled)
        self._open[request_id] = settler
        settler.watch(request_id)

    def stop(self) -> None:
        """Ask no more: the person signs out; the next sign-in settles what is left."""
        for settler in self._open.values():
            settler.stop()
            settler.deleteLater()
        self._open.clear()

    def _on_settled(self, settled: Settled) -> None:
        settler = self._open.pop(settled.request_id, None)
        if settler is not None:
            settler.deleteLater()
        self.settled.emit(settled)
