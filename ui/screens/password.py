"""Change of one's own password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError, SignInFailed
from cashier_app.services.session import MIN_PASSWORD
from ui.attempts import AttemptDelay
from ui.keys import Key
from ui.messages import message_for
from ui.screens.sending import SendingScreen
from ui.theme.look import look, look_changes
from ui.widgets.banner import Gravity
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.notice_card import NoticeCard


class PasswordScreen(SendingScreen):
    """Old, new, new again. `change_asked` carries the old and the new one."""

    change_asked = Signal(str, str)
    left = Signal()

    def __init__(self, delay: AttemptDelay, parent: QWidget | None = None) -> None:
        super().__init__("password_change", parent)
        self._delay = delay
        self._build()
        self._delay.changed.connect(self.redraw)
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, who: HeaderContent, *, must_change: bool) -> None:
        """Empty fields. Where it must be changed the only way out is signing out."""
        self._end_wait()
        for field in self._fields:
            field.edit.clear()
        self.notice.tell("")
        if must_change:
            self.notice.tell(
                self.tr("Your password was given to you."),
                self.tr("Choose one that only you know, then the counter opens."),
            )
        self.set_frame(
            question=self.tr("Which password would you like?"), header=who,
            esc=self.tr("Sign out") if must_change else self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=(KeyHint("Tab", self.tr("Next field")),),
        )  # fmt: skip
        self.redraw()

    def enter(self) -> None:
        self.old_field.edit.setFocus()

    def leave(self) -> None:
        for field in self._fields:
            field.edit.clear()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still empty before it acts."""
        if key is Key.ENTER and not self._waiting_for:
            empty = next((field for field in self._fields if not field.text()), None)
            if empty is not None:
                empty.edit.setFocus()
                return True
        return super().press(key)

    def next_pressed(self) -> None:
        self.notice.tell("")
        self.wait(self.tr("Asking the server"))
        self.change_asked.emit(self.old_field.text(), self.new_field.text())

    def escape_pressed(self) -> None:
        self.left.emit()

    def show_failure(self, error: CashierError) -> None:
        """Say why; nothing was changed."""
        self._end_wait()
        message = message_for(error)
        tone = Tone.STOP if message.gravity is Gravity.STOP else Tone.WARN
        self.notice.tell(message.lead, message.text, tone)
        if isinstance(error, SignInFailed):
            self._delay.failed()
            self.old_field.edit.clear()
            self.old_field.edit.setFocus()
        self.redraw()

    def passed(self) -> None:
        """Changed: no pause any more."""
        self._end_wait()
        self._delay.succeeded()

    def _build(self) -> None:
        body = Columns()
        self.old_field = self._password_field("old_password", self.tr("Password until now"))
        self.new_field = self._password_field("new_password", self.tr("New password"))
        self.again_field = self._password_field("again_password", self.tr("New password again"))
        self.new_field.set_hint(self.tr("{n} characters or more").format(n=MIN_PASSWORD))
        self._fields = (self.old_field, self.new_field, self.again_field)
        self.notice = NoticeCard("password_notice")
        body.left.addSpacing(look().space("tight"))
        for widget in (*self._fields, self.notice):
            body.left.addWidget(widget)
            body.left.addSpacing(look().space("large"))
        body.left.addStretch(1)
        panel = body.panel.column
        panel.addWidget(PanelTitle(self.tr("A good password")))
        panel.addSpacing(look().space("small"))
        for line in (
            self.tr("Three words that do not belong together are easy to keep and hard to guess."),
            self.tr("Nobody from the office will ever ask you for it."),
            self.tr("It counts at every counter at once."),
        ):
            label = Label(line, "body", "ink2")
            label.setWordWrap(True)
            panel.addWidget(label)
            panel.addSpacing(look().space("gap"))
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self._on_look_changed()

    def _password_field(self, name: str, label: str) -> Field:
        field = Field(name, label, step="input_large", height="field", password=True)
        field.edit.textChanged.connect(self.redraw)
        return field

    def _set_read_only(self, read_only: bool) -> None:
        for field in self._fields:
            field.edit.setReadOnly(read_only)

    def redraw(self) -> None:
        self.set_frame(next_key=self._next_key())

    def _next_key(self) -> NextKeyContent:
        title = self.tr("Change the password")
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if self._delay.seconds_left:
            pause = self.tr("Wait {n} s").format(n=self._delay.seconds_left)
            return NextKeyContent(pause, self.tr("Then the password again"), waiting=True)
        missing = self._missing()
        if missing:
            return NextKeyContent(title, missing, waiting=True)
        return NextKeyContent(title, self.tr("The old one ends at once"))

    def _missing(self) -> str:
        old, new, again = (field.text() for field in self._fields)
        if not old:
            return self.tr("Type the password until now")
        if len(new) < MIN_PASSWORD:
            return self.tr("The new one needs {n} characters").format(n=MIN_PASSWORD)
        if new == old:
            return self.tr("The new one must be another")
        return "" if new == again else self.tr("Type the new one twice alike")

    def _on_look_changed(self) -> None:
        for field in self._fields:
            field.setMaximumWidth(look().size("form"))
        self.notice.setMaximumWidth(look().size("form"))
