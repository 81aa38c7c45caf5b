"""The bills of an account whose paper can be had again: A4 or A5."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.bill_papers import Sheet
from ui.keys import Key
from ui.screens.office_account import OfficeListScreen
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine


class PapersScreen(OfficeListScreen):
    """`paper_asked` carries a bill's number and the sheet."""

    paper_asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("office_papers", parent)
        self._is_saving = False
        self.bind(Key.F9, self._on_f9_pressed)
        self.action_asked.connect(self._on_action_asked)

    def begin(
        self, question: str, actions: tuple[Action, ...], header: HeaderContent,
        about: tuple[str, tuple[LedgerLine, ...]], banner: BannerContent | None = None,
    ) -> None:  # fmt: skip
        self._is_saving = False
        super().begin(question, actions, header, about, banner)
        choose = KeyHint("Up Down", self.tr("Choose"), len(actions) > 1)
        self.set_frame(keys=(choose, KeyHint("F9", self.tr("Save on A5"))))

    def tell(self, banner: BannerContent) -> None:
        """What became of the paper; another one can be asked for."""
        self._is_saving = False
        self.set_frame(banner=banner)
        self._redraw()

    def next_pressed(self) -> None:
        self._ask(Sheet.A4)

    def _on_action_asked(self, _bill_no: str) -> None:
        """A click."""
        self._ask(Sheet.A4)

    def _on_f9_pressed(self) -> None:
        self._ask(Sheet.A5)

    def _ask(self, sheet: Sheet) -> None:
        action = self.list.current
        if action is not None and not self._is_saving:
            self._is_saving = True
            self._redraw()
            self.paper_asked.emit(action.name, sheet)

    def _redraw(self) -> None:
        action = self.list.current
        if action is None:
            return
        if self._is_saving:
            key = NextKeyContent(self.tr("Wait"), self.tr("Drawing it"), waiting=True)
        else:
            where = self.tr("On A4, into the folder of reports")
            key = NextKeyContent(self.tr("Save bill {number}").format(number=action.name), where)
        self.set_frame(next_key=key)
