"""What a person may do here who is not serving customers: the office, the day, the books."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen, common_actions
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger, LedgerLine

SHIFT = "shift"


class HomeScreen(MenuScreen):
    """The first screen after sign-in of everybody but a cashier."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("home", parent)
        self.facts = Ledger("home_facts")
        self.panel.addWidget(PanelTitle(self.tr("Today")))
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.facts)
        self.panel.addStretch(1)

    def begin(
        self, header: HeaderContent, business_day: str, shift: str, activities: tuple[Action, ...]
    ) -> None:
        """`shift` names what can be done about one's own shift; "" leaves that row away."""
        self.facts.set_lines(
            (LedgerLine(self.tr("Business day"), business_day, weight="strong", rule="line"),)
        )
        at_counter = (
            (Action(SHIFT, shift, self.tr("Serve customers at this counter"), "counter"),)
            if shift
            else ()
        )
        actions = (
            *activities,
            *at_counter,
            *common_actions(),
        )
        self.show_actions(actions, header, esc="")
