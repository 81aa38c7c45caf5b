"""Cancel receipt: why, and the original paper back; only the last one, before the next customer."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.payments import Receipt
from ui.models.receipt_words import hand_back_words, tender_lines
from ui.models.surroundings import Surroundings
from ui.screen import PAID, Screen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

REASON_LENGTH = 160
_NUMBER = re.compile(r"(?<!\d)(\d{2,4})-0*(\d{1,9})(?!\d)")
_LEAST_REASON = 3


def number_in(text: str) -> tuple[str, int] | None:
    """Counter and running number in a typed receipt number or in a receipt's scanned code."""
    found = _NUMBER.search(text)
    return (found[1], int(found[2])) if found else None


class UndoScreen(Screen):
    """`undo_asked` carries the reason, once both entries are complete."""

    undo_asked = Signal(str)
    left = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("undo", parent)
        self._around = around
        self._receipt: Receipt | None = None
        self._build()
        look_changes().changed.connect(self._on_look_changed)

    def show_receipt(self, receipt: Receipt, header: HeaderContent) -> None:
        """Ask about `receipt`; nothing is filled in: the paper has to be there."""
        self._receipt = receipt
        self.reason_field.set_text("")
        self.number_field.set_text("")
        show = self._around.currency.show
        self.ledger.set_lines(
            (
                LedgerLine(self.tr("Receipt"), receipt.number, weight="strong", rule="line"),
                *tender_lines(receipt, self._around.currency, "row"),
                LedgerLine(
                    self.tr("Change"), show(receipt.change), weight="row", rule="line_strong"
                ),
                LedgerLine(self.tr("Paid"), show(receipt.total), weight="sum"),
            )
        )
        self.set_frame(
            question=self.tr("Why is the receipt being cancelled?"),
            header=replace(header, done=False, label=self.tr("Paid"), amount=show(receipt.total)),
            step=PAID,
            banner=None,
            esc=self.tr("Back"),
            find_enabled=False,
            shift_enabled=False,
        )
        self._show_next_key()

    def resume(self, banner: BannerContent) -> None:
        """Nothing was changed: the entry stands."""
        self.set_frame(banner=banner, esc=self.tr("Back"))
        self._show_next_key()

    def scanned(self, code: str) -> None:
        """A scan of digits on this screen belongs to the receipt's number."""
        self.number_field.set_text(code)

    def enter(self) -> None:
        empty = not self.reason_field.text()
        (self.reason_field if empty else self.number_field).edit.setFocus()

    def next_pressed(self) -> None:
        waiting = NextKeyContent(
            self.tr("Wait: saving"), self.tr("The server has not answered yet"), waiting=True
        )
        self.set_frame(next_key=waiting, esc="", banner=None)
        self.undo_asked.emit(self.reason_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        self.reason_field = Field(
            "reason_field", self.tr("Reason"), hint=self.tr("Stands in the books for ever"),
            height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.number_field = Field(
            "number_field", self.tr("Receipt number"),
            hint=self.tr("Scan the paper that comes back, or type its number"), height="field",
        )  # fmt: skip
        self.number_field.edit.setMaxLength(400)
        self.reason_field.edit.textChanged.connect(self._on_edit_changed)
        self.number_field.edit.textChanged.connect(self._on_edit_changed)
        self.note_label = Label(
            self.tr("Take the original receipt back before the money goes out of the drawer."),
            "body", "ink2", name="undo_note",
        )  # fmt: skip
        self.note_label.setWordWrap(True)
        self.ledger = Ledger("undo_ledger")
        self.columns = Columns()
        for part in (self.reason_field, self.number_field, self.note_label):
            self.columns.left.addWidget(part)
        self.columns.left.addStretch(1)
        self.columns.panel.column.addWidget(self.ledger)
        self.columns.panel.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        now = look()
        self.columns.left.setSpacing(now.space("gutter"))

    def _on_edit_changed(self, _text: str) -> None:
        self._show_next_key()

    def _show_next_key(self) -> None:
        receipt = self._receipt
        if receipt is None:
            return
        reason = len(self.reason_field.text().strip()) >= _LEAST_REASON
        given = number_in(self.number_field.text())
        if not reason:
            key = NextKeyContent(
                self.tr("Write the reason"), self.tr("A few words are enough"), waiting=True
            )
        elif given is None:
            key = NextKeyContent(
                self.tr("Scan the receipt"), self.tr("Or type its number"), waiting=True
            )
        elif given != number_in(receipt.number):
            key = NextKeyContent(
                self.tr("That is another receipt"), self.tr("Only the last one can be cancelled"),
                waiting=True,
            )  # fmt: skip
        else:
            key = NextKeyContent(
                self.tr("Cancel receipt {number}").format(number=receipt.number),
                hand_back_words(receipt, self._around.currency),
            )
        self.set_frame(next_key=key)
