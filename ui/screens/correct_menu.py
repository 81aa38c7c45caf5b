"""What is wrong with a receipt: everything, the account, the way of paying."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger, LedgerLine

REVERSE, MOVE, TENDER = "reverse", "move", "tender"


class CorrectMenuScreen(MenuScreen):
    """A receipt as it stands, and what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("correct_menu", parent)
        self.title = PanelTitle(name="correct_menu_title")
        self.ledger = Ledger("correct_menu_ledger")
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.ledger)
        self.panel.addStretch(1)

    def begin(
        self, title: str, lines: tuple[LedgerLine, ...], actions: tuple[Action, ...],
        header: HeaderContent,
    ) -> None:  # fmt: skip
        """Show receipt `title` with what stands of it."""
        self.title.setText(title)
        self.ledger.set_lines(lines)
        self.show_actions(actions, header, esc=self.tr("Back"))
        self.set_frame(
            question=self.tr("What is wrong with the receipt?"), find_enabled=False, banner=None
        )
