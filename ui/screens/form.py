"""A few fields at the left, what it is about at the right: base of the screens that correct."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.screens.sending import SendingScreen
from ui.theme.look import look, look_changes
from ui.widgets.amount_field import AmountField
from ui.widgets.banner import Gravity
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.fields import Field
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

REASON_LENGTH = 160


class FormScreen(SendingScreen):
    """Enter goes to the first field that is still empty before it acts.

    A subclass adds its widgets with `add` and says in `next_key` what Enter would do.
    """

    GAP = "large"
    """Space between what is added."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._fields: list[Field] = []
        self._amounts: list[AmountField] = []
        self._columns = Columns()
        self.panel_title = PanelTitle(name=f"{name}_title")
        self.panel_title.setWordWrap(True)
        self.ledger = Ledger(f"{name}_ledger")
        self.notice = NoticeCard(f"{name}_notice")
        self._columns.left.addSpacing(look().space("tight"))
        self._columns.left.addWidget(self.notice)
        self._columns.left.addSpacing(look().space("snug"))
        column = self._columns.panel.column
        column.addWidget(self.panel_title)
        column.addSpacing(look().space("small"))
        column.addWidget(self.ledger)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._columns)
        look_changes().changed.connect(self._on_look_changed)

    def add(self, widget: QWidget) -> None:
        """Put `widget` below what is there at the left; a field takes part in Enter's order."""
        self._columns.left.addWidget(widget)
        self._columns.left.addSpacing(look().space(self.GAP))
        if isinstance(widget, Field):
            widget.edit.textChanged.connect(self._on_edit_changed)
            self._fields.append(widget)
        elif isinstance(widget, AmountField):
            self._amounts.append(widget)
        self._on_look_changed()

    def finish(self) -> None:
        """Nothing more is added."""
        self._columns.left.addStretch(1)

    def show_about(self, title: str, lines: tuple[LedgerLine, ...]) -> None:
        """What it is about."""
        self.panel_title.setText(title)
        self.ledger.set_lines(lines)

    def wait(self, what: str, *, may_leave: bool = False) -> None:
        """As any screen that sends; older news go."""
        self.tell("")
        super().wait(what, may_leave=may_leave)

    def tell(self, lead: str, text: str = "", tone: Tone = Tone.WARN) -> None:
        """News in the body: a banner here could be hidden by a graver one."""
        self.notice.tell(lead, text, tone)

    def show_failure(self, error: CashierError) -> None:
        """Say why; what is typed stays."""
        self._end_wait()
        message = message_for(error)
        stop = message.gravity is Gravity.STOP
        self.tell(message.lead, message.text, Tone.STOP if stop else Tone.WARN)
        self.redraw()

    def redraw(self) -> None:
        """The green block for what is typed now."""
        if self._waiting_for:
            content = NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        else:
            content = self.next_key()
        self.set_frame(next_key=content)

    def next_key(self) -> NextKeyContent:
        """What Enter would do, or what is missing."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty fields, nothing under way."""
        self._end_wait()
        self.tell("")
        for field in self._fields:
            field.edit.clear()

    def unsent(self) -> int:
        """Fields that somebody filled in."""
        typed = sum(field.is_typed for field in self._fields if not field.isHidden())
        return typed + sum(amount.is_typed for amount in self._amounts if not amount.isHidden())

    def press(self, key: Key) -> bool:
        if key is Key.ENTER and not self._waiting_for and not self.is_leaving:
            shown = (field for field in self._fields if not field.isHidden())
            empty = next((field for field in shown if not field.text().strip()), None)
            if empty is not None and not empty.edit.hasFocus():
                empty.edit.setFocus()
                return True
        return super().press(key)

    def enter(self) -> None:
        shown = [field for field in self._fields if not field.isHidden()]
        empty = next((field for field in shown if not field.text().strip()), None)
        target = empty or (shown[0] if shown else None)
        if target is not None:
            target.edit.setFocus()
            # What stands there already is a proposal: typing takes its place.
            target.edit.selectAll()

    def _set_read_only(self, read_only: bool) -> None:
        for field in self._fields:
            field.edit.setReadOnly(read_only)
        for amount in self._amounts:
            amount.set_read_only(read_only)

    def _on_edit_changed(self, _text: str) -> None:
        self.redraw()

    def _on_look_changed(self) -> None:
        for field in self._fields:
            field.setMaximumWidth(look().size("form"))
        self.notice.setMaximumWidth(look().size("form"))
