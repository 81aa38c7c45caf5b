"""Bill runs: a new one, those that wait, the last that were issued."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger, LedgerLine


class BillRunsScreen(MenuScreen):
    """`action_asked` carries "new" or the number of a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bill_runs", parent)
        self.title = PanelTitle(self.tr("Issued last"), name="ended_title")
        self.ended = Ledger("ended_runs")
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.ended)
        self.panel.addStretch(1)

    def begin(
        self, actions: tuple[Action, ...], ended: tuple[tuple[str, str, str], ...],
        header: HeaderContent, waiting: str = "",
    ) -> None:  # fmt: skip
        """`ended` are words, number of bills and amount; `waiting` while they are looked up."""
        self.show_actions(actions, header, self.tr("Back"))
        bills = self.tr("{count} bills")
        lines = tuple(
            LedgerLine(words, amount, detail=bills.format(count=count), weight="row")
            for words, count, amount in ended
        )
        none = LedgerLine(self.tr("No run was issued yet"), tone="ink2")
        self.ended.set_lines(lines or (none,))
        self.set_frame(
            question=waiting or self.tr("Which run would you like to work on?"),
            find_enabled=False,
        )
        if not actions:
            self.set_frame(next_key=None, keys=())
