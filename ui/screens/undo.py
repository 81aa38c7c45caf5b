"""Cancel receipt: why, and the original paper back; only the last one, before the next customer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.payments import Receipt
from cashier_app.receipt_code import VERSION
from ui.keys import Key
from ui.models.field_readers import LEAST_REASON
from ui.models.receipt_numbers import number_in
from ui.models.receipt_words import hand_back_words, tender_lines
from ui.models.surroundings import Surroundings
from ui.screen import PAID
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.widgets.banner import BannerContent
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine

_LONGEST_CODE = 400


class UndoScreen(FormScreen):
    """`undo_asked` carries the reason, once both entries are complete."""

    undo_asked = Signal(str)
    left = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("undo", parent)
        self._around = around
        self._receipt: Receipt | None = None
        self.reason_field = Field(
            "reason_field", self.tr("Reason"), hint=self.tr("Stands in the books for ever"),
            height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.number_field = Field(
            "number_field", self.tr("Receipt number"),
            hint=self.tr("Scan the paper that comes back, or type its number"), height="field",
        )  # fmt: skip
        self.number_field.edit.setMaxLength(_LONGEST_CODE)
        self.note_label = Label(
            self.tr("Take the original receipt back before the money goes out of the drawer."),
            "body", "ink2", name="undo_note",
        )  # fmt: skip
        self.note_label.setWordWrap(True)
        for part in (self.reason_field, self.number_field, self.note_label):
            self.add(part)
        self.finish()

    def show_receipt(self, receipt: Receipt, header: HeaderContent) -> None:
        """Ask about `receipt`; nothing is filled in: the paper has to be there."""
        self._receipt = receipt
        self.clear()
        show = self._around.currency.show
        lines = (
            *tender_lines(receipt, self._around.currency, "row"),
            LedgerLine(self.tr("Change"), show(receipt.change), weight="row", rule="line_strong"),
            LedgerLine(self.tr("Paid"), show(receipt.total), weight="sum"),
        )
        self.show_about(self.tr("Receipt {number}").format(number=receipt.number), lines)
        self.set_frame(
            question=self.tr("Why is the receipt being cancelled?"),
            header=replace(header, done=False, label=self.tr("Paid"), amount=show(receipt.total)),
            step=PAID, banner=None, esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
            keys=(KeyHint("Tab", self.tr("Next field")),),
        )  # fmt: skip
        self.redraw()

    def resume(self, banner: BannerContent) -> None:
        """Nothing was changed: the entry stands."""
        self._end_wait()
        self.set_frame(banner=banner)
        self.redraw()

    def press(self, key: Key) -> bool:
        acts = key is Key.ENTER and not self.is_waiting and not self.is_leaving
        if acts and self._takes_code_out_of_reason():
            return True
        return super().press(key)

    def _takes_code_out_of_reason(self) -> bool:
        """The scanner types a receipt's square where the caret stands; a code is no reason."""
        reason, start, code = self.reason_field.text().partition(f"{VERSION}-")
        if not start or not number_in(start + code, ""):
            return False
        self.reason_field.set_text(reason.strip())
        self.number_field.set_text(start + code)
        (self.number_field if reason.strip() else self.reason_field).edit.setFocus()
        return True

    def scanned(self, code: str) -> None:
        """A scan of digits on this screen belongs to the receipt's number."""
        if not self.is_waiting:
            self.number_field.set_text(code)

    def next_pressed(self) -> None:
        self.wait(self.tr("The server has not answered yet"))
        self.set_frame(banner=None)
        self.undo_asked.emit(self.reason_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        receipt = self._receipt
        if receipt is None or len(self.reason_field.text().strip()) < LEAST_REASON:
            words = self.tr("A few words are enough")
            return NextKeyContent(self.tr("Write the reason"), words, waiting=True)
        # The last receipt is this counter's: its code need not be typed.
        given = number_in(self.number_field.text(), receipt.number.partition("-")[0])
        if not given:
            words = self.tr("Or type its number")
            return NextKeyContent(self.tr("Scan the receipt"), words, waiting=True)
        if given != receipt.number:
            words = self.tr("Only the last one can be cancelled")
            return NextKeyContent(self.tr("That is another receipt"), words, waiting=True)
        return NextKeyContent(
            self.tr("Cancel receipt {number}").format(number=receipt.number),
            hand_back_words(receipt, self._around.currency),
        )
