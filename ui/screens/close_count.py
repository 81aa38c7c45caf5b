"""The blind count at the end of a shift: the expected total shows only after it is locked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.counting import CountingScreen
from ui.widgets.keys import KeyHint, NextKeyContent


class CloseCountScreen(CountingScreen):
    """Denominations, cheques and card slips."""

    def __init__(self, name: str = "close_count", parent: QWidget | None = None) -> None:
        super().__init__(name, with_papers=True, parent=parent)
        self.set_frame(
            question=self.tr("How many of each are in the drawer?"),
            hint=self.tr("Count first. The expected total shows after you lock the count."),
            hint_trails=True, esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip

    def final_key(self) -> NextKeyContent:
        title = self.tr("Lock {amount}").format(amount=self._currency.show(self.total))
        return NextKeyContent(title, self.tr("Final: a locked count stays as it is"))

    def own_keys(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint("Up Down", self.tr("Move")),
            KeyHint("F12", self.tr("Counted all"), not self._last_look),
        )

    def notes_of_progress(self) -> tuple[str, str]:
        return (
            self.tr("Empty means none. Change any number until you lock."),
            self.tr("Look it over. Up goes back to the rows, Enter locks."),
        )
