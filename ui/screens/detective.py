"""Where a difference may come from: suspects with their numbers; a person looks and decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Key
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import ChipContent
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine


@dataclass(frozen=True, slots=True)
class Clue:
    """One suspect in words."""

    why: str
    meaning: str
    number: str
    time: str
    amount: str


class DetectiveScreen(Screen):
    """A list to look through; Enter and Esc go back."""

    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        body = Columns()
        self.table = CellTable(
            f"{name}_table", self.tr("What may explain it"),
            (
                Column(self.tr("What may explain it")), Column(self.tr("Number"), 150),
                Column(self.tr("Time"), 70), Column(self.tr("Amount"), 130, trailing=True),
            ),
        )  # fmt: skip
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name=f"{name}_title")
        self.facts = Ledger(f"{name}_facts")
        self.history_title = PanelTitle(name=f"{name}_history_title")
        self.history = Ledger(f"{name}_history")
        panel = body.panel.column
        for part in (self.title, self.facts, self.history_title, self.history):
            panel.addWidget(part)
            panel.addSpacing(look().space("small"))
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))

    def begin(
        self, clues: tuple[Clue, ...], header: HeaderContent, chip: ChipContent,
        facts: tuple[LedgerLine, ...], history: tuple[LedgerLine, ...],
    ) -> None:  # fmt: skip
        """Show what was found."""
        rows = tuple(
            (
                Cell(clue.why, clue.meaning), Cell(clue.number), Cell(clue.time, quiet=True),
                Cell(amount=clue.amount),
            )
            for clue in clues
        )  # fmt: skip
        self.table.show_rows(rows, 0)
        self.title.setText(self.tr("What was searched"))
        self.facts.set_lines(facts)
        self.history_title.setText(self.tr("Differences of this cashier") if history else "")
        self.history.set_lines(history)
        found = self.tr("Where may the difference come from?")
        nothing = self.tr("Nothing was found that explains it")
        self.set_frame(
            question=found if clues else nothing, chip=chip, header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
            keys=(KeyHint("Up Down", self.tr("Choose")),) if clues else (),
            next_key=NextKeyContent(self.tr("Back"), self.tr("Nothing is changed by looking")),
        )  # fmt: skip

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.left.emit()

    def escape_pressed(self) -> None:
        self.left.emit()
