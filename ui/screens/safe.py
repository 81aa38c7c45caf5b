"""The hall's safe: what it holds, line by line, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.keys import Key
from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class SafeScreen(MenuScreen):
    """Acts at the top, the ledger below, today's sum at the side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("safe", parent)
        self.table = CellTable(
            "safe_table", self.tr("Ledger of the safe"),
            (
                Column(self.tr("When"), 128), Column(self.tr("What")),
                Column(self.tr("Number"), 128), Column(self.tr("Amount"), 140, trailing=True),
                Column(self.tr("Held after"), 150, trailing=True),
            ),
        )  # fmt: skip
        self.body.left.insertSpacing(1, look().space("gap"))
        self.body.left.insertWidget(2, self.table, 10)
        self.title = PanelTitle(name="safe_title")
        self.ledger = Ledger("safe_ledger")
        self.notice = NoticeCard("safe_notice")
        for part in (self.title, self.ledger, self.notice):
            self.panel.addWidget(part)
            self.panel.addSpacing(look().space("small"))
        self.panel.addStretch(1)
        for key, step in ((Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))

    def begin(
        self, actions: tuple[Action, ...], header: HeaderContent,
        rows: tuple[tuple[Cell, ...], ...], about: tuple[str, tuple[LedgerLine, ...]],
    ) -> None:  # fmt: skip
        """`about`: the panel's title and its lines."""
        self.table.setVisible(bool(rows))
        # The ledger takes what is left; without one the acts stay at the top.
        self.body.left.setStretch(self.body.left.count() - 1, int(not rows))
        self.table.show_rows(rows, 0)
        self.title.setText(about[0])
        self.ledger.set_lines(about[1])
        self.show_actions(actions, header, esc=self.tr("Back"))
        self.set_frame(
            question=self.tr("What is done with the safe?"), find_enabled=False, banner=None,
            keys=(
                KeyHint("Up Down", self.tr("Choose")),
                KeyHint("PgUp PgDn", self.tr("Through the ledger"), bool(rows)),
            ),
        )  # fmt: skip

    def tell(self, lead: str, text: str = "", tone: Tone = Tone.QUIET) -> None:
        """News below the sum; an empty lead takes it away."""
        self.notice.tell(lead, text, tone)
