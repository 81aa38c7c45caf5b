"""The cash received: typed digits, or banknotes added one by one."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.shifts import Pieces, counted
from ui.widgets.amount_field import AmountField


class CashField(AmountField):
    """Backspace takes a digit back, or the last note where notes were added."""

    _notes: tuple[Pieces, ...] = ()

    def add_note(self, value: Decimal) -> None:
        """One more banknote; the first one replaces a proposed or typed amount."""
        self._show_notes((*self._notes, Pieces(value, 1)))

    def type_text(self, text: str) -> bool:
        if not super().type_text(text):
            return False
        self._notes = ()
        return True

    def set_amount(self, amount: Decimal | None, *, fresh: bool = False) -> None:
        self._notes = ()
        super().set_amount(amount, fresh=fresh)

    def backspace(self) -> bool:
        if not self._notes:
            return super().backspace()
        self._show_notes(self._notes[:-1])
        return True

    def _show_notes(self, notes: tuple[Pieces, ...]) -> None:
        """Digits typed after notes start over: the field is one way of counting or the other."""
        super().set_amount(counted(notes) if notes else None, fresh=True)
        self._notes = notes
