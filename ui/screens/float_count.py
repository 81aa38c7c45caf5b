"""The opening float, counted: the drawer as the shift begins."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cashier_app.domain.cash import hand_back
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.utility import Denomination
from ui.keys import note_letter
from ui.screens.counting import CountingScreen
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


class FloatScreen(CountingScreen):
    """What the last shift left is a hint; X fills it in, nothing does so by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._proposed = ZERO
        super().__init__("float_count", with_papers=False, parent=parent)
        self.set_frame(
            question=self.tr("How many of each are in the drawer?"),
            hint_trails=True, esc=self.tr("Sign out"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip

    def begin_float(
        self, denominations: Sequence[Denomination], currency: Currency, who: HeaderContent,
        proposed: Decimal,
    ) -> None:  # fmt: skip
        """An empty count; `proposed` is the float that the last shift left."""
        self._proposed = proposed
        self.begin(denominations, currency, who)
        self.set_frame(hint=self._hint())

    def key_typed(self, event: QKeyEvent) -> bool:
        if note_letter(event) == "X" and self._proposed > 0 and not self._waiting_for:
            self.fill(hand_back(self._proposed, self._denominations))
            return True
        return False

    def final_key(self) -> NextKeyContent:
        title = self.tr("Open with {amount}").format(amount=self._currency.show(self.total))
        return NextKeyContent(title, self.tr("Starts your shift"))

    def own_keys(self) -> tuple[KeyHint, ...]:
        amount = self._currency.show(self._proposed)
        return (
            KeyHint("Up Down", self.tr("Move")),
            KeyHint("X", self.tr("As left: {amount}").format(amount=amount), self._proposed > 0),
            KeyHint("F12", self.tr("Counted all")),
        )

    def notes_of_progress(self) -> tuple[str, str]:
        return (
            self.tr("Empty means none."),
            self.tr("Look it over. Up goes back to the rows."),
        )

    def _hint(self) -> str:
        if self._proposed <= 0:
            return self.tr("Count the float that you start with.")
        amount = self._currency.show(self._proposed)
        return self.tr("The last shift left {amount}.").format(amount=amount)
