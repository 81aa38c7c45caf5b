"""What stands on the status line: who works where, lamps, and the clock of each minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from cashier_app.domain.printing import PrinterFault, PrinterStatus
from cashier_app.services.local_facts import LocalFacts
from ui import dates
from ui.counter_state import CounterState
from ui.main_window import MainWindow
from ui.widgets.lamps import Lamp, LampState
from ui.widgets.status import StatusContent, before_sign_in

_MINUTE_MS = 60_000


def system_time() -> datetime:
    """This computer's clock, UTC."""
    return datetime.now(UTC)


class StatusFeed(QObject):
    """Follows the counter's state; `minute` carries `local_now`, on the minute."""

    minute = Signal(object)

    def __init__(
        self, window: MainWindow, state: CounterState, facts: LocalFacts,
        now: Callable[[], datetime] = system_time,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._state, self._facts, self._now = window, state, facts, now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._was_signed_in = False
        state.changed.connect(self._on_state_changed)

    def local_now(self) -> datetime:
        """The utility's local time with its zone; this computer's while nothing knows better."""
        return self._now().astimezone(self._state.zone or self._facts.zone)

    def refresh(self) -> None:
        """Draw now, and again at the next full minute."""
        now = self.local_now()
        self._draw()
        self.minute.emit(now)
        gone = now.second * 1000 + now.microsecond // 1000
        self._timer.start(_MINUTE_MS - gone + 1)

    def _on_state_changed(self) -> None:
        """With the person the clock changes too."""
        if self._state.is_signed_in == self._was_signed_in:
            self._draw()
        else:
            self._was_signed_in = self._state.is_signed_in
            self.refresh()

    def _draw(self) -> None:
        self._window.set_status(self._content())

    def _content(self) -> StatusContent:
        clock = dates.day_and_clock(self.local_now())
        if not self._state.is_signed_in:
            lamps = () if self._state.server_answers else (self._server_lamp(),)
            return before_sign_in(self._facts.counter_name, clock, lamps)
        signed_in = self._state.signed_in
        hidden = self.tr("Cash in drawer hidden") if self._is_open() else ""
        return StatusContent(
            signed_in.counter.name, self._facts_now(), hidden,
            (self._server_lamp(), self._printer_lamp()), clock,
        )  # fmt: skip

    def _is_open(self) -> bool:
        shift = self._state.signed_in.shift
        return shift is not None and shift.state == "open"

    def _facts_now(self) -> tuple[str, ...]:
        from ui.flow import shift_words

        signed_in = self._state.signed_in
        person = self.tr("{person}, {job}").format(
            person=signed_in.person.full_name, job=shift_words.job(signed_in.person.role)
        )
        if signed_in.shift is None:
            return (person, self.tr("No shift open"))
        since = shift_words.since(self._state, signed_in.shift)
        words = self.tr("Shift since {time}") if self._is_open() else self.tr("Shift counted")
        return (person, words.format(time=since))

    def _server_lamp(self) -> Lamp:
        if self._state.server_answers:
            return Lamp(self.tr("Server connected"))
        return Lamp(self.tr("Server not answering"), LampState.LOST)

    def _printer_lamp(self) -> Lamp:
        from ui.flow.papers import fault_words

        status = self._state.printer
        if status.paper_low and status.ready:
            return Lamp(self.tr("Paper is running low"), LampState.LOOK)
        return Lamp(fault_words(status.fault), _lamp_state(status))


def _lamp_state(status: PrinterStatus) -> LampState:
    if status.fault is PrinterFault.NONE:
        return LampState.READY
    return LampState.LOST if status.fault is PrinterFault.UNREACHABLE else LampState.LOOK
