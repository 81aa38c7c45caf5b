"""The row of tenders: F5 cash, F6 card, F7 cheque; the chosen one is filled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier_app.domain.payments import TenderKind
from ui.keys import Key
from ui.models import words
from ui.theme.look import look, look_changes
from ui.widgets.keys import ChoiceKey

TENDER_KEYS = {TenderKind.CASH: Key.F5, TenderKind.CARD: Key.F6, TenderKind.CHEQUE: Key.F7}
"""The key of each tender, the same on every screen."""


class TenderKeys(QWidget):
    """Emits the kind that was clicked; the screen binds the keys themselves."""

    chosen = Signal(object)

    def __init__(self, kind: TenderKind = TenderKind.CASH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tender_keys")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._keys: dict[TenderKind, ChoiceKey] = {}
        for each, key in TENDER_KEYS.items():
            choice = ChoiceKey(key.value, words.tender_word(each), icon=each.value)
            choice.pressed.connect(self._on_choice_pressed)
            self._row.addWidget(choice)
            self._keys[each] = choice
        self._row.addStretch(1)
        self.choose(kind)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def choose(self, kind: TenderKind) -> None:
        """Fill the key of `kind`."""
        for each, choice in self._keys.items():
            choice.set_chosen(each is kind)

    def _on_choice_pressed(self, cap: str) -> None:
        self.chosen.emit(next(kind for kind, key in TENDER_KEYS.items() if key.value == cap))

    def _on_look_changed(self) -> None:
        self._row.setSpacing(look().space("small"))
