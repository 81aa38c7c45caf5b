"""Pieces counted for any purpose: an exchange, a surprise count, the safe, a bag for the bank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.utility import Denomination
from ui.screens.counting import CountingScreen
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


class PiecesScreen(CountingScreen):
    """Any count of pieces that is not a drawer's opening or closing.

    `begin_count` says what is asked; with `must_make` the count has to come to that amount.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, with_papers=False, parent=parent)
        self._act, self._consequence_text = "", ""
        self._must_make: Decimal | None = None
        self._may_be_none = False
        self.set_frame(
            hint_trails=True, esc=self.tr("Back"), find_enabled=False, shift_enabled=False
        )

    def begin_count(
        self, denominations: Sequence[Denomination], currency: Currency, who: HeaderContent,
        words: tuple[str, str, str, str], must_make: Decimal | None = None,
        *, may_be_none: bool = False,
    ) -> None:  # fmt: skip
        """An empty count; `words`: question, hint, the green block ({amount}), what follows."""
        question, hint, self._act, self._consequence_text = words
        self._must_make, self._may_be_none = must_make, may_be_none
        self.set_frame(question=question, hint=hint)
        self.begin(denominations, currency, who)

    def ask_again(self, words: tuple[str, str, str, str]) -> None:
        """The same count under other words: what was typed stays."""
        question, hint, self._act, self._consequence_text = words
        self.set_frame(question=question, hint=hint)
        self.show_banner(None)

    def final_key(self) -> NextKeyContent:
        show = self._currency.show
        if self.total <= ZERO and not self._may_be_none:
            return NextKeyContent(
                self.tr("Nothing is counted yet"), self.tr("Up goes back to the rows"), waiting=True
            )
        if self._must_make is not None and self.total != self._must_make:
            missing = self._must_make - self.total
            words = self.tr("{amount} is missing") if missing > 0 else self.tr("{amount} too much")
            as_much = self.tr("As much as went out: {amount}").format(amount=show(self._must_make))
            return NextKeyContent(words.format(amount=show(abs(missing))), as_much, waiting=True)
        return NextKeyContent(
            self._act.replace("{amount}", show(self.total)), self._consequence_text
        )

    def own_keys(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint("Up Down", self.tr("Move")),
            KeyHint("F12", self.tr("Counted all"), not self._last_look),
        )

    def notes_of_progress(self) -> tuple[str, str]:
        return (
            self.tr("Empty means none."),
            self.tr("Look it over. Up goes back to the rows."),
        )
