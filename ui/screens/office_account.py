"""An account whose bills the office works on: its open bills, a fee, instalments."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger, LedgerLine


class OfficeListScreen(MenuScreen):
    """Things to do about an account or a bill; at the right what it is about."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.title = PanelTitle(name=f"{name}_title")
        self.title.setWordWrap(True)
        self.ledger = Ledger(f"{name}_ledger")
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.ledger)
        self.panel.addStretch(1)

    def begin(
        self, question: str, actions: tuple[Action, ...], header: HeaderContent,
        about: tuple[str, tuple[LedgerLine, ...]], banner: BannerContent | None = None,
    ) -> None:  # fmt: skip
        """Ask `question`; `about` are title and lines of the panel."""
        title, lines = about
        self.title.setText(title)
        self.ledger.set_lines(lines)
        self.show_actions(actions, header, self.tr("Back"))
        self.set_frame(question=question, find_enabled=False, banner=banner)
