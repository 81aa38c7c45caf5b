"""Your shift: what it is, and what can be done with it. No cash is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen, common_actions
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

COUNT, RECEIPTS, HOME = "count", "receipts", "home"


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """The shift in words."""

    person: str
    job: str
    counter: str
    office: str
    since: str
    business_day: str
    receipts: int
    touch: bool
    has_home: bool = False
    """There is other work for this person than the counter's."""


class ShiftScreen(MenuScreen):
    """`action_asked` carries the name of a row; `left` goes back to the customer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("shift", parent)
        self._fill_panel()

    def begin(self, facts: ShiftFacts, more: tuple[Action, ...] = ()) -> None:
        """Show the shift as it is now, and `more` that this person can do during it."""
        self.facts.set_lines(
            (
                LedgerLine(self.tr("Open since"), facts.since, weight="strong", rule="line"),
                LedgerLine(self.tr("Business day"), facts.business_day, weight="strong"),
            )
        )
        header = HeaderContent(
            "person", facts.person, (facts.counter, facts.office, facts.job),
            self.tr("Receipts in this shift"), str(facts.receipts),
        )  # fmt: skip
        self.show_actions(self._actions(facts, more), header, self.tr("Back"))

    def _fill_panel(self) -> None:
        self.facts = Ledger("shift_facts")
        self.hidden_notice = NoticeCard("cash_hidden")
        self.panel.addWidget(PanelTitle(self.tr("Your shift")))
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.facts)
        self.panel.addSpacing(look().space("gutter"))
        self.panel.addWidget(self.hidden_notice)
        self.panel.addStretch(1)
        self.hidden_notice.tell(
            self.tr("Cash in drawer hidden"),
            self.tr("The expected total shows after you lock the count."),
            icon="eye-off",
        )

    def _actions(self, facts: ShiftFacts, more: tuple[Action, ...]) -> tuple[Action, ...]:
        home = (
            (Action(HOME, self.tr("Other work"), self.tr("Everything else you may do"), "shop"),)
            if facts.has_home
            else ()
        )
        return (
            Action(
                COUNT,
                self.tr("Count and close"),
                self.tr("Count the drawer, print the report"),
                "cash",
            ),
            Action(
                RECEIPTS,
                self.tr("Receipts"),
                self.tr("See, print again, print what is waiting"),
                "receipt",
            ),
            *more,
            *home,
            *common_actions(touch=facts.touch),
        )
