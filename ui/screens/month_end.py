"""Is the month ready to be locked? From what was owed to what is owed, and the reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.widgets.chip import Tone
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine


class MonthEndScreen(FormScreen):
    """`lock_asked` carries the reason, `month_asked` +1 or -1, `report_asked` a report's name."""

    lock_asked = Signal(str)
    month_asked = Signal(int)
    report_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("month_end", parent)
        self._ready: NextKeyContent | None = None
        self._not_ready = ""
        self._is_locking = False
        self.reason_field = Field(
            "lock_reason", self.tr("What was looked at"),
            hint=self.tr("Stands in the books for ever"), height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.add(self.reason_field)
        self.finish()
        for key, step in ((Key.PAGE_UP, -1), (Key.PAGE_DOWN, 1)):
            self.bind(key, partial(self._ask, self.month_asked, step))
        self.bind(Key.F9, partial(self._ask, self.report_asked, "receivables"))

    def begin(self, question: str, header: HeaderContent) -> None:
        """Empty, while the month is read."""
        self.clear()
        self._ready, self._not_ready = None, ""
        self.show_about("", ())
        self.set_frame(
            question=question, header=header, banner=None, find_enabled=False, shift_enabled=False
        )
        self._set_locking(False)
        self.wait(self.tr("Reading the month"), may_leave=True)

    def begin_locking(self) -> None:
        """The month and the screen stay until the answer is there."""
        self.wait(self.tr("Locking"))
        self._set_locking(True)

    @property
    def is_locking(self) -> bool:
        """From `begin_locking` to the answer."""
        return self._is_locking

    def show_failure(self, error: CashierError) -> None:
        self._set_locking(False)
        super().show_failure(error)

    def show_month(
        self, title: str, lines: tuple[LedgerLine, ...], ready: NextKeyContent | None,
        not_ready: str = "",
    ) -> None:  # fmt: skip
        """The roll-forward; `ready` is the green block, or `not_ready` says why there is none."""
        self._end_wait()
        self._ready, self._not_ready = ready, not_ready
        self.show_about(title, lines)
        self.reason_field.setVisible(ready is not None)
        self.redraw()
        self.enter()

    def tell_done(self, lead: str) -> None:
        """What has been locked."""
        self.tell(lead, tone=Tone.QUIET)

    def next_key(self) -> NextKeyContent:
        if self._ready is None:
            return NextKeyContent(self.tr("Nothing to lock"), self._not_ready, waiting=True)
        if not self.reason_field.text().strip():
            words = self.tr("Before the month is locked")
            return NextKeyContent(self.tr("Say what was looked at"), words, waiting=True)
        return self._ready

    def next_pressed(self) -> None:
        reason = self.reason_field.text().strip()
        if self._ready is not None and reason:
            self.lock_asked.emit(reason)

    def escape_pressed(self) -> None:
        self.left.emit()

    def _set_locking(self, locking: bool) -> None:
        self._is_locking = locking
        keys = (
            KeyHint("PgUp PgDn", self.tr("Other month"), not locking),
            KeyHint("F9", self.tr("By tariff class, to save"), not locking),
        )
        self.set_frame(esc="" if locking else self.tr("Back"), keys=keys)

    def _ask(self, signal: SignalInstance, what: object) -> None:
        if not self._is_locking:
            signal.emit(what)
