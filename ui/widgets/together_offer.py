"""What was paid together last time, with the key that adds it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.accounts import PaidTogether
from cashier_app.domain.money import ZERO, Currency
from ui.keys import Key
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.keys import KeyCap

MOST_NAMED = 2


class TogetherOffer(QWidget):
    """Quiet, at the foot of a side panel; hidden while there is nothing to add."""

    pressed = Signal()

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("together_offer")
        self._currency = currency
        self.title_label = Label(
            self.tr("Paid together last time"), "body_strong", name="together_title"
        )
        self.accounts_label = Label("", "body", "ink2", name="together_accounts", elide=True)
        self.cap = KeyCap(Key.PLUS.value)
        self.cap.pressed.connect(self._on_cap_pressed)
        self._column = QVBoxLayout(self)
        for part in (self.title_label, self.accounts_label, self.cap):
            self._column.addWidget(part)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)
        self.hide()

    def show_accounts(self, accounts: tuple[PaidTogether, ...]) -> None:
        """Offer these accounts; none hides the offer."""
        self.setVisible(bool(accounts))
        if not accounts:
            return
        named = [account.account_no for account in accounts[:MOST_NAMED]]
        if len(accounts) > MOST_NAMED:
            named.append(self.tr("{n} more").format(n=len(accounts) - MOST_NAMED))
        if len(accounts) == 1:
            named.append(accounts[0].customer_name)
        self.accounts_label.setText(", ".join(named))
        due = self._currency.show(sum((account.due for account in accounts), ZERO))
        self.cap.set_label(self._words(len(accounts)).format(n=len(accounts), amount=due))

    def _words(self, count: int) -> str:
        if count == 1:
            return self.tr("Add it, {amount} due today")
        return self.tr("Add all {n}, {amount} due today")

    def _on_look_changed(self) -> None:
        now = look()
        self._column.setContentsMargins(0, now.space("gap"), 0, 0)
        self._column.setSpacing(now.space("tight"))

    def _on_cap_pressed(self, _cap: str) -> None:
        self.pressed.emit()
