"""The approvals' list, and one act of it: yes or no, carry out or withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.keys import Key
from ui.models.field_readers import LEAST_REASON
from ui.screens.form import REASON_LENGTH, FormScreen
from ui.screens.table_screen import TableScreen
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An act of the list: its cells, what the panel says of it, and the green block."""

    key: int
    cells: tuple[Cell, ...]
    title: str
    lines: tuple[LedgerLine, ...]
    answer: str


class WaitingScreen(TableScreen):
    """`act_asked` carries the key of the selected row."""

    act_asked = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, self.tr("Approvals"), self._columns(""), parent)
        self._rows: tuple[WaitingRow, ...] = ()
        self.title = self.add(PanelTitle(name=f"{name}_title"))
        self.title.setWordWrap(True)
        self.facts = self.add(Ledger(f"{name}_facts"))
        self.words = Label(step="body", tone="ink2", name=f"{name}_words")
        self.words.setWordWrap(True)
        # At the foot, whatever stands above.
        self.panel.addWidget(self.words)

    def begin(self, header: HeaderContent) -> None:
        """While the list is read."""
        self._rows = ()
        self.table.show_rows((), 0)
        self.title.setText("")
        self.facts.set_lines(())
        self.words.setText("")
        self.begin_reading(
            self.tr("Which act is looked at?"), header, self.tr("Reading the list"),
            (KeyHint("Up Down", self.tr("Choose")),),
        )  # fmt: skip

    def show_list(self, rows: tuple[WaitingRow, ...], symbol: str, header: HeaderContent) -> None:
        """All of it, the oldest question first; the act that was selected stays so."""
        chosen = self._chosen
        keys = [row.key for row in rows]
        at = keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0
        self._rows = rows
        self.table.cells.columns = self._columns(symbol)
        self.words.setText(
            self.tr(
                "Nobody decides about their own act. A yes from this list holds for a day and"
                " is used once."
            )
            if rows
            else ""
        )
        self.set_frame(
            question=self.tr("Which act is looked at?") if rows else self.tr("Nothing is waiting"),
            header=header, banner=None,
            keys=(KeyHint("Up Down", self.tr("Choose"), len(rows) > 1),),
        )  # fmt: skip
        self.show_rows(tuple(row.cells for row in rows), at)
        self.redraw()

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """What is shown."""
        return self._rows

    def next_pressed(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.act_asked.emit(chosen.key)

    def redraw(self) -> None:
        chosen = self._chosen
        self.title.setText(chosen.title if chosen else "")
        self.facts.set_lines(chosen.lines if chosen else ())
        key = NextKeyContent(self.tr("Nothing is waiting"), "", waiting=True)
        if chosen is not None:
            key = NextKeyContent(chosen.answer, chosen.title)
        self.set_frame(next_key=key)

    @property
    def _chosen(self) -> WaitingRow | None:
        row = self.table.current_row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _columns(self, symbol: str) -> tuple[Column, ...]:
        return (
            Column(self.tr("Act")), Column(self.tr("State, and who asked"), 340),
            Column(self.tr("Amount, {currency}").format(currency=symbol), 150, trailing=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of the list and what the person in front of it may do."""

    title: str
    lines: tuple[LedgerLine, ...]
    may_decide: bool = False
    may_approve: bool = False
    """Of who may decide: False above the own limit, where a no is all that is left."""
    may_carry_out: bool = False
    may_withdraw: bool = False
    closed: str = ""
    """What became of it, or why there is no yes."""


class DecideScreen(FormScreen):
    """`decided` carries yes or no and the reason."""

    decided = Signal(bool, str)
    carry_out_asked = Signal()
    withdraw_asked = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._decision = Decision("", ())
        self.reason_field = Field(
            f"{name}_reason", self.tr("What was looked at"),
            hint=self.tr("Stands in the books for ever"), height="field",
        )  # fmt: skip
        self.reason_field.edit.setMaxLength(REASON_LENGTH)
        self.note_label = Label(step="lead", tone="ink2", name=f"{name}_note")
        self.note_label.setWordWrap(True)
        self.add(self.reason_field)
        self.add(self.note_label)
        self.finish()
        self.bind(Key.F11, self._on_f11_pressed)

    def begin(self, decision: Decision, header: HeaderContent) -> None:
        """Show one act; the reason is empty."""
        self.clear()
        self._decision = decision
        self.reason_field.setVisible(decision.may_decide)
        self.note_label.setText(decision.closed)
        self.show_about(decision.title, decision.lines)
        question = self.tr("Is this right?")
        if not decision.may_decide:
            question = self.tr("What became of this?")
        self.set_frame(
            question=question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        if self._decision.may_approve:
            self.decided.emit(True, self.reason_field.text().strip())
        elif self._decision.may_carry_out:
            self.carry_out_asked.emit()
        else:
            self.left.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def redraw(self) -> None:
        decision = self._decision
        label = self.tr("Refuse") if decision.may_decide else self.tr("Withdraw")
        able = self._has_reason() if decision.may_decide else decision.may_withdraw
        self.set_frame(keys=(KeyHint("F11", label, able and not self.is_waiting),))
        super().redraw()

    def next_key(self) -> NextKeyContent:
        decision = self._decision
        if decision.may_approve:
            if not self._has_reason():
                return NextKeyContent(
                    self.tr("Write what was looked at"), self.tr("Then approve or refuse"),
                    waiting=True,
                )  # fmt: skip
            return NextKeyContent(
                self.tr("Approve"), self.tr("Who asked carries it out within a day")
            )
        if decision.may_carry_out:
            return NextKeyContent(
                self.tr("Carry it out"), self.tr("In your open shift, with a slip")
            )
        return NextKeyContent(self.tr("Back to the list"), self.tr("Nothing is changed"))

    def _has_reason(self) -> bool:
        return len(self.reason_field.text().strip()) >= LEAST_REASON

    def _on_f11_pressed(self) -> None:
        if self.is_waiting:
            return
        if self._decision.may_decide and self._has_reason():
            self.decided.emit(False, self.reason_field.text().strip())
        elif self._decision.may_withdraw:
            self.withdraw_asked.emit()
