"""Default dealing with errors nobody handled: a banner, the server's lamp, a try every 5 s."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cashier_app.domain.errors import CashierError, Unavailable
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.crash import crash_reports
from ui.main_window import MainWindow
from ui.messages import Message, message_for, message_for_bug
from ui.navigator import Navigator
from ui.tasks import LaneName, Operation, Tasks
from ui.widgets.banner import BannerContent

_AGAIN_MS = 5000


class ConnectionWatch(QObject):
    """One notice of its own at a time; what `watch` was told of comes back after it."""

    def __init__(
        self, window: MainWindow, navigator: Navigator, tasks: Tasks, state: CounterState,
        *, again_ms: int = _AGAIN_MS,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._tasks, self._state = window, tasks, state
        self._program: Program | None = None
        self._notice: BannerContent | None = None
        self._standing: Callable[[], BannerContent | None] = _nothing
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(again_ms)
        self._again.timeout.connect(self._ask_server)
        tasks.failed.connect(self._on_failed)
        tasks.succeeded.connect(self._on_succeeded)
        navigator.shown.connect(self._on_shown)

    def watch(self, program: Program, standing: Callable[[], BannerContent | None]) -> None:
        """The services are here: a lost server can be asked again.

        `standing` is the banner that a notice of this watch outweighs, as it is by then.
        """
        self._program, self._standing = program, standing

    def tell_bug(self, report_id: str) -> None:
        """Something nobody expected, with the id that stands in the log and its file."""
        self._tell(message_for_bug(report_id, crash_reports().file_of(report_id)))

    def _on_failed(self, error: CashierError) -> None:
        self._tell(message_for(error))
        if isinstance(error, Unavailable):
            self._state.set_server_answers(False)
            self._again.start()

    def _on_succeeded(self, lane: str) -> None:
        if lane == LaneName.COUNTER and not self._state.server_answers:
            self._state.set_server_answers(True)
            self._take_back()

    def _on_shown(self, _name: str) -> None:
        """A refusal was read when the next screen comes; a lost server stays until it is back."""
        if self._state.server_answers:
            self._take_back()

    def _tell(self, message: Message) -> None:
        self._notice = message.banner
        self._window.set_notice(self._notice)

    def _take_back(self) -> None:
        self._again.stop()
        if self._notice is not None and self._window.notice is self._notice:
            self._window.set_notice(self._standing())
        self._notice = None

    def _ask_server(self) -> None:
        """A small reading; its success puts the lamp out."""
        shift = self._state.signed_in.shift if self._state.is_signed_in else None
        if self._program is None or shift is None:
            return
        receipts = self._program.receipts
        operation = Operation(lambda: receipts.unprinted(shift.shift_id), name="server check")
        self._tasks.run(operation, self, _answered, on_failure=self._on_no_answer)

    def _on_no_answer(self, error: CashierError) -> bool:
        if isinstance(error, Unavailable):
            self._again.start()
        return True


def _nothing() -> None:
    """Before the services are here nothing else is told."""


def _answered(_receipts: object) -> None:
    """Success is told by the lane."""
