"""Another person approves: name, password and what was looked at, at this counter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.errors import CashierError, SignInFailed
from ui.attempts import AttemptDelay
from ui.keys import Key
from ui.models.field_readers import LEAST_REASON
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class ApprovalQuestion:
    """What is to be approved, as the other person reads it."""

    title: str
    lines: tuple[LedgerLine, ...]
    can_wait: bool = True
    """False where there is no list for it."""


class ApprovalScreen(FormScreen):
    """`approved` carries user name, password and reason; `wait_asked` puts it on the list."""

    approved = Signal(str, str, str)
    wait_asked = Signal()
    left = Signal()
    asks_before_leaving = False
    """A yes is given anew each time: a customer waits, and nothing of an approver may stay."""

    def __init__(
        self, delay: AttemptDelay, name: str = "approval", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._delay = delay
        self._can_wait = True
        self.name_field = Field("approver_name", self.tr("Who approves"), height="field")
        self.password_field = Field(
            "approver_password", self.tr("Their password"), height="field", password=True
        )
        self.reason_field = Field(
            "approver_reason", self.tr("What was looked at"),
            hint=self.tr("Stands in the books for ever"), height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        for field in (self.name_field, self.reason_field, self.password_field):
            self.add(field)
        self.finish()
        self.bind(Key.F12, self._on_f12_pressed)
        delay.changed.connect(self.redraw)

    def begin(self, asked: ApprovalQuestion, header: HeaderContent) -> None:
        """Empty fields: nothing of an earlier person stays."""
        self.clear()
        self._can_wait = asked.can_wait
        self.show_about(asked.title, asked.lines)
        self.set_frame(
            question=self.tr("Who approves this?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def leave(self) -> None:
        self.password_field.edit.clear()

    def next_pressed(self) -> None:
        name, password = self.name_field.text().strip(), self.password_field.text()
        reason = self.reason_field.text().strip()
        self.wait(self.tr("Asking the server"))
        self.approved.emit(name, password, reason)

    def escape_pressed(self) -> None:
        self.left.emit()

    def show_failure(self, error: CashierError) -> None:
        self.password_field.edit.clear()
        if isinstance(error, SignInFailed):
            self._delay.failed()
        super().show_failure(error)
        self.password_field.edit.setFocus()

    def passed(self) -> None:
        """The password was right: no pause any more, and it stays nowhere."""
        self._delay.succeeded()
        self.password_field.edit.clear()

    def redraw(self) -> None:
        wait = KeyHint("F12", self.tr("Let it wait"), self._can_wait and not self.is_waiting)
        self.set_frame(keys=(KeyHint("Tab", self.tr("Next field")), wait))
        super().redraw()

    def next_key(self) -> NextKeyContent:
        title = self.tr("Approve")
        if self._delay.seconds_left:
            pause = self.tr("Wait {n} s").format(n=self._delay.seconds_left)
            return NextKeyContent(pause, self.tr("Then the password again"), waiting=True)
        missing = self._missing()
        if missing:
            return NextKeyContent(title, missing, waiting=True)
        return NextKeyContent(title, self.tr("Then it is carried out at once"))

    def _missing(self) -> str:
        if not self.name_field.text().strip():
            return self.tr("Another person types their name")
        if len(self.reason_field.text().strip()) < LEAST_REASON:
            return self.tr("Write what was looked at")
        return "" if self.password_field.text() else self.tr("Type the password")

    def _on_f12_pressed(self) -> None:
        if self._can_wait and not self.is_waiting:
            self.wait(self.tr("Putting it on the list"))
            self.wait_asked.emit()
