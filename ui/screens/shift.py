"""Your shift: what it is, and what can be done with it. No cash is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Key, digit
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.actions import Action, ActionList
from ui.widgets.cards import Columns
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

COUNT, RECEIPTS, PASSWORD, LOCK, SIGN_OUT, LIGHT = (
    "count", "receipts", "password", "lock", "sign_out", "light",
)  # fmt: skip


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
    is_dark: bool


class ShiftScreen(Screen):
    """`action_asked` carries the name of a row; `left` goes back to the customer."""

    action_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("shift", parent)
        self._build()
        self.bind(Key.UP, partial(self.list.move_choice, -1))
        self.bind(Key.DOWN, partial(self.list.move_choice, 1))
        self.list.chosen.connect(self._on_list_chosen)
        self.list.pressed.connect(self.action_asked)

    def begin(self, facts: ShiftFacts) -> None:
        """Show the shift as it is now."""
        self.list.set_actions(self._actions(facts))
        self.facts.set_lines(
            (
                LedgerLine(self.tr("Open since"), facts.since, weight="strong", rule="line"),
                LedgerLine(self.tr("Business day"), facts.business_day, weight="strong"),
            )
        )
        self.set_frame(
            question=self.tr("What would you like to do?"),
            header=HeaderContent(
                "person", facts.person, (facts.counter, facts.office, facts.job),
                self.tr("Receipts in this shift"), str(facts.receipts),
            ),
            esc=self.tr("Back"),
            find_enabled=True,
            shift_enabled=False,
            keys=(KeyHint("Up Down", self.tr("Choose")), KeyHint("1–6", self.tr("Do it at once"))),
        )  # fmt: skip
        self._redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        action = self.list.current
        if action is not None:
            self.action_asked.emit(action.name)

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        number = digit(event)
        if number and self.list.choose(int(number) - 1):
            self.next_pressed()
            return True
        return False

    def _build(self) -> None:
        body = Columns()
        self.list = ActionList("shift_actions")
        body.left.addWidget(self.list)
        body.left.addStretch(1)
        self.facts = Ledger("shift_facts")
        self.hidden_notice = NoticeCard("cash_hidden")
        panel = body.panel.column
        panel.addWidget(Label(self.tr("Your shift"), "lead_strong"))
        panel.addSpacing(look().space("small"))
        panel.addWidget(self.facts)
        panel.addSpacing(look().space("gutter"))
        panel.addWidget(self.hidden_notice)
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.hidden_notice.tell(
            self.tr("Cash in drawer hidden"),
            self.tr("The expected total shows after you lock the count."),
            icon="eye-off",
        )

    def _actions(self, facts: ShiftFacts) -> tuple[Action, ...]:
        light = self.tr("Light screen") if facts.is_dark else self.tr("Dark screen")
        return (
            Action(
                COUNT, self.tr("Count and close"),
                self.tr("Count the drawer, print the report"), "cash",
            ),
            Action(
                RECEIPTS, self.tr("Receipts"),
                self.tr("See, print again, print what is waiting"), "receipt",
            ),
            Action(
                PASSWORD, self.tr("Change password"),
                self.tr("Your own, for every counter"), "person",
            ),
            Action(
                LOCK, self.tr("Lock the counter"), self.tr("You are back in a moment"), "lock"
            ),
            Action(
                SIGN_OUT, self.tr("Sign out"),
                self.tr("The shift stays open for you"), "arrow-right",
            ),
            Action(LIGHT, light, self.tr("For this counter's light"), "contrast"),
        )  # fmt: skip

    def _on_list_chosen(self, _name: str) -> None:
        self._redraw()

    def _redraw(self) -> None:
        action = self.list.current
        if action is not None:
            self.set_frame(next_key=NextKeyContent(action.label, action.detail))
