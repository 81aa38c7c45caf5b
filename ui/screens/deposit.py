"""The bag for the bank: its number, and which bank it goes to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.form import FormScreen
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_BAG_LENGTH, _BANK_LENGTH = 40, 80


class DepositScreen(FormScreen):
    """`given` carries the bag's number and the bank."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, name: str = "deposit", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._act = ""
        self.bag_field = Field(
            f"{name}_bag", self.tr("Number of the bag"), hint=self.tr("As printed on its seal"),
            height="field",
        )  # fmt: skip
        self.bag_field.edit.setMaxLength(_BAG_LENGTH)
        self.bank_field = Field(
            f"{name}_bank", self.tr("Bank and account"), hint=self.tr("Stands on the slip"),
            height="field",
        )  # fmt: skip
        self.bank_field.edit.setMaxLength(_BANK_LENGTH)
        self.add(self.bag_field)
        self.add(self.bank_field)
        self.finish()

    def begin(
        self, act: str, title: str, lines: tuple[LedgerLine, ...], header: HeaderContent
    ) -> None:
        """An empty bag number; the bank of the last deposit stays."""
        bank = self.bank_field.text()
        self.clear()
        self.bank_field.set_text(bank)
        self._act = act
        self.show_about(title, lines)
        self.set_frame(
            question=self.tr("In which bag, and to which bank?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def scanned(self, code: str) -> None:
        """The seal's bar code."""
        if not self.is_waiting:
            self.bag_field.set_text(code)

    def next_pressed(self) -> None:
        self.given.emit(self.bag_field.text().strip(), self.bank_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        if not self.bag_field.text().strip():
            return NextKeyContent(self._act, self.tr("Type the bag's number"), waiting=True)
        if not self.bank_field.text().strip():
            return NextKeyContent(self._act, self.tr("Type the bank"), waiting=True)
        return NextKeyContent(self._act, self.tr("Prints the slip for the bank"))
