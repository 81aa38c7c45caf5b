"""Paid: the change to hand back, in green; Enter, a scan or typing is the next customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.cash import hand_back
from cashier_app.domain.payments import Receipt, TenderKind
from cashier_app.domain.utility import Denomination
from ui.keys import SECOND_LOOK_MS, Key
from ui.models import words
from ui.models.surroundings import Surroundings
from ui.screen import PAID, Screen
from ui.theme.look import look, look_changes
from ui.widgets.change_panel import ChangePanel, Fact
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyCap, KeyHint, NextKeyContent


@dataclass(frozen=True, slots=True)
class PrinterSays:
    """What became of the paper; `warn` asks for the cashier's look, `waiting` counts papers."""

    text: str
    warn: bool = False
    waiting: int = 0


class PaidScreen(Screen):
    """Shows a stored receipt, or a stored undo."""

    next_customer_asked = Signal(str)
    """Carries what was typed for the next customer, or ""."""
    print_asked = Signal()
    cancel_asked = Signal()

    def __init__(
        self, around: Surroundings, denominations: Sequence[Denomination],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("paid", parent)
        self._around = around
        self._denominations = tuple(denominations)
        self._receipt: Receipt | None = None
        self._may_cancel = False
        self._printer = PrinterSays("")
        self._second_look = QTimer(self)
        self._second_look.setSingleShot(True)
        self._second_look.setInterval(SECOND_LOOK_MS)
        self._second_look.timeout.connect(self._show_next_key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        look_changes().changed.connect(self._on_look_changed)

    def set_denominations(self, denominations: Sequence[Denomination]) -> None:
        """What change is handed back in, from the next receipt on."""
        self._denominations = tuple(denominations)

    @property
    def receipt(self) -> Receipt | None:
        """What is on screen."""
        return self._receipt

    def show_receipt(self, receipt: Receipt, header: HeaderContent, *, may_cancel: bool) -> None:
        """The end of a payment or of an undo, from the stored row."""
        self._receipt = receipt
        self._may_cancel = may_cancel and receipt.kind == "payment"
        if receipt.kind == "undo":
            self._show_undone(receipt)
        else:
            self._show_change(receipt)
        icon = "undo" if receipt.kind == "undo" else "receipt"
        label = self.tr("Cancelled") if receipt.kind == "undo" else self.tr("Receipt")
        number = receipt.undoes if receipt.kind == "undo" else receipt.number
        self.receipt_fact.set_content(label, number, icon=icon)
        account_icon = "clock" if receipt.account_due_after > 0 else "check"
        self.account_fact.set_content(
            self.tr("Account"), self._account_words(receipt), icon=account_icon
        )
        self.set_frame(
            question=self._question(receipt),
            header=header,
            step=PAID,
            esc="",
            on_go=True,
        )
        self._show_next_key()
        self._show_keys()

    def show_printer(self, says: PrinterSays) -> None:
        """What became of the paper."""
        self._printer = says
        self.printer_fact.set_content(self.tr("Printer"), says.text, warn=says.warn)
        self.again_cap.setVisible(not says.warn)
        self._show_keys()

    def enter(self) -> None:
        """Money to hand back is not gone unread by the bounce of the Enter that took it."""
        self.setFocus()
        if self._hands_back:
            self._second_look.start()
            self._show_next_key()

    def next_pressed(self) -> None:
        self.next_customer_asked.emit("")

    def key_typed(self, event: QKeyEvent) -> bool:
        """Only what a name or number begins with: plus, point and blank lie beside Enter."""
        if event.text().isalnum() and not self._second_look.isActive():
            self.next_customer_asked.emit(event.text())
        return True

    def _build(self) -> None:
        self.change_panel = ChangePanel("change_panel")
        self.receipt_fact = Fact("receipt_fact", "receipt")
        self.printer_fact = Fact("printer_fact", "printer")
        self.again_cap = KeyCap("F9", self.tr("Print again"))
        self.again_cap.pressed.connect(self._on_again_cap_pressed)
        self.account_fact = Fact("account_fact", "check")
        self.facts_row = QHBoxLayout()
        self.facts_row.addWidget(self.receipt_fact, 7)
        self.facts_row.addWidget(self.printer_fact, 6)
        self.facts_row.addWidget(self.again_cap, 0, Qt.AlignmentFlag.AlignVCenter)
        self.facts_row.addSpacing(look().space("huge"))
        self.facts_row.addWidget(self.account_fact, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.change_panel, 1)
        layout.addLayout(self.facts_row)
        self.bind(Key.F9, self.print_asked.emit)
        self.bind(Key.F11, self._on_f11_pressed)
        self.bind(Key.F2, self.next_pressed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        margin = look().space("margin")
        self.facts_row.setContentsMargins(margin, 0, margin, 0)

    def _show_change(self, receipt: Receipt) -> None:
        show = self._around.currency.show
        if receipt.change == 0:
            self.change_panel.set_content(self.tr("No change"), (), self._from_words(receipt))
            return
        self.change_panel.set_content(
            show(receipt.change), self._pieces(receipt.change), self._from_words(receipt)
        )

    def _show_undone(self, receipt: Receipt) -> None:
        amount = abs(receipt.cash)
        aside = self.tr("Receipt {number} is cancelled, its bills are due again")
        self.change_panel.set_content(
            self._around.currency.show(amount) if amount else self.tr("No money back"),
            self._pieces(amount),
            aside.format(number=receipt.undoes),
        )

    def _pieces(self, amount: Decimal) -> tuple[tuple[str, str], ...]:
        pieces = hand_back(amount, self._denominations)
        return words.pieces_words(pieces, self._around.currency)

    def _from_words(self, receipt: Receipt) -> str:
        if receipt.received == 0:
            return self.tr("Paid from credit")
        if receipt.cash_received == 0:
            kinds = dict.fromkeys(words.tender_word(t.kind) for t in receipt.tenders)
            return self.tr("Paid by {kinds}").format(kinds=", ".join(kinds).lower())
        received = self._around.currency.show(receipt.cash_received)
        return self.tr("From {amount} cash").format(amount=received)

    def _question(self, receipt: Receipt) -> str:
        symbol = self._around.currency.symbol
        if receipt.kind == "undo":
            if any(t.kind is TenderKind.CHEQUE for t in receipt.tenders):
                return self.tr("Hand back the cheque, and this from the drawer")
            if receipt.cash == 0:
                return self.tr("The receipt is cancelled")
            return self.tr("Hand back from the drawer, {currency}").format(currency=symbol)
        if receipt.change != 0:
            return self.tr("Hand back, {currency}").format(currency=symbol)
        if receipt.credit_made > 0:
            made = self._around.currency.show(receipt.credit_made)
            return self.tr("{amount} is kept as credit, nothing to hand back").format(amount=made)
        if any(line.left > 0 for line in receipt.lines):
            return self.tr("A part is paid, nothing to hand back")
        return self.tr("Paid exactly, nothing to hand back")

    def _account_words(self, receipt: Receipt) -> str:
        show = self._around.currency.show
        if receipt.account_due_after > 0:
            return self.tr("{amount} still due").format(amount=show(receipt.account_due_after))
        if receipt.credit_after > 0:
            return self.tr("Up to date, {amount} credit").format(amount=show(receipt.credit_after))
        return self.tr("Up to date")

    @property
    def _hands_back(self) -> bool:
        receipt = self._receipt
        return receipt is not None and (receipt.kind == "undo" or receipt.change > 0)

    def _show_next_key(self) -> None:
        next_key = NextKeyContent(
            self.tr("Next customer"), self.tr("Or just scan the next bill"),
            waiting=self._second_look.isActive(),
        )  # fmt: skip
        self.set_frame(next_key=next_key)

    def _show_keys(self) -> None:
        again = self.tr("Print again")
        if self._printer.waiting:
            again = self.tr("Print {n} waiting").format(n=self._printer.waiting)
        keys = [KeyHint("F9", again)]
        if self._receipt is not None and self._receipt.kind == "payment":
            keys.append(KeyHint("F11", self.tr("Cancel receipt"), self._may_cancel))
        self.set_frame(keys=tuple(keys))

    def _on_again_cap_pressed(self, _cap: str) -> None:
        self.print_asked.emit()

    def _on_f11_pressed(self) -> None:
        if self._may_cancel:
            self.cancel_asked.emit()


def paid_header(opened: HeaderContent, receipt: Receipt, around: Surroundings) -> HeaderContent:
    """The header after a payment: what the heading account still owes."""
    due = receipt.account_due_after
    return replace(
        opened,
        label=_still_due() if due > 0 else _nothing_due(),
        amount=around.currency.show(due),
        unit=around.currency.symbol,
        done=due == 0,
    )


def _still_due() -> str:
    return QCoreApplication.translate("PaidScreen", "Still due")


def _nothing_due() -> str:
    return QCoreApplication.translate("PaidScreen", "Paid, nothing more due")
