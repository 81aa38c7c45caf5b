"""The first page: both numbers of the last bill, by finger, keyboard or scanner."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.services.kiosk import LONGEST_NUMBER
from ui.kiosk.parts import GO, Keypad, PublicField, TouchButton
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label


class StartPage(QWidget):
    """`opened` carries account number and bill number as typed."""

    opened = Signal(str, str)
    number_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self.question = Label(self.tr("What do you owe, what have you used?"), "sign_in")
        self.help = Label(
            self.tr("Type two numbers from your last bill, or scan its bar code."), "lead", "ink2"
        )
        self.account = PublicField(
            "account_no", self.tr("Account number"), step="search", height="search"
        )
        self.bill = PublicField("bill_no", self.tr("Bill number"), step="search", height="search")
        self._field = self.account
        self.told = Label("", "lead_strong", "warn", name="start_told")
        self.told.setWordWrap(True)
        self.keypad = Keypad()
        self.go = TouchButton("open_account", self.tr("Open my account"), GO, size="touch_key")
        self.number = TouchButton("take_number", self.tr("Only take a number"), icon="queue")
        self._arrange()
        self._connect()
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def clear(self) -> None:
        """As it stands before anybody came."""
        for field in (self.account, self.bill):
            field.clear()
        self.tell("")
        self._type_into(self.account)

    def tell(self, sentence: str) -> None:
        """Why it did not open."""
        self.told.setText(sentence)
        self.set_waiting(waiting=False)

    def set_waiting(self, *, waiting: bool) -> None:
        """Somebody is asking the database."""
        for button in (self.go, self.number):
            button.setEnabled(not waiting)

    def scanned(self, code: str) -> None:
        """A bill's bar code is its number; the account's number is still asked for."""
        self.bill.edit.setText(code[:LONGEST_NUMBER])
        if self.account.text():
            self._on_go()
        else:
            self._type_into(self.account)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.question)
        left.addWidget(self.help)
        left.addSpacing(look().space("large"))
        left.addWidget(self.account)
        left.addWidget(self.bill)
        left.addWidget(self.told)
        left.addStretch(1)
        left.addWidget(self.number)
        right = QVBoxLayout()
        right.addWidget(self.keypad)
        right.addStretch(1)
        right.addWidget(self.go)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 6)
        self._row.addLayout(right, 4)
        self._columns = (left, right)

    def _connect(self) -> None:
        for field in (self.account, self.bill):
            field.edit.setMaxLength(LONGEST_NUMBER + 6)
            field.edit.returnPressed.connect(self._on_next)
            field.edit.focus_changed.connect(partial(self._on_focus, field))
        self.keypad.pressed.connect(self._on_key)
        self.keypad.done.connect(self._on_next)
        self.go.clicked.connect(self._on_go)
        self.number.clicked.connect(self.number_asked)

    def _on_focus(self, field: PublicField, has_focus: bool) -> None:
        if has_focus:
            self._field = field

    def _on_key(self, digit: str) -> None:
        edit = self._field.edit
        edit.setFocus()
        if digit:
            edit.insert(digit)
        else:
            edit.backspace()

    def _type_into(self, field: PublicField) -> None:
        self._field = field
        field.edit.setFocus()

    def _on_next(self) -> None:
        if not self.account.text():
            self._type_into(self.account)
        elif not self.bill.text():
            self._type_into(self.bill)
        else:
            self._on_go()

    def _on_go(self) -> None:
        if self.go.isEnabled() and self.account.text() and self.bill.text():
            self.set_waiting(waiting=True)
            self.told.setText("")
            self.opened.emit(self.account.text(), self.bill.text())
        elif self.go.isEnabled():
            self.tell(self.tr("Both numbers are needed."))

    def _on_look_changed(self) -> None:
        now = look()
        margin = now.space("huge")
        self._row.setContentsMargins(margin, now.space("margin"), margin, now.space("margin"))
        self._row.setSpacing(now.space("huge"))
        for column in self._columns:
            column.setSpacing(now.space("base"))
