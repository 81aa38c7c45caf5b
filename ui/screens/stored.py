"""An act with cash is stored: its number, what it was, what became of its slip."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Key
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.cards import Columns
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class StoredScreen(Screen):
    """Enter goes on, F9 prints again."""

    gone_on = Signal()
    print_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        body = Columns()
        self.ledger = Ledger(f"{name}_ledger")
        body.left.addSpacing(look().space("small"))
        body.left.addWidget(self.ledger)
        body.left.addStretch(1)
        self.advice = Label(step="body", tone="ink2", name=f"{name}_advice")
        self.advice.setWordWrap(True)
        self.paper_notice = NoticeCard(f"{name}_paper")
        self.kept_notice = NoticeCard(f"{name}_kept")
        panel = body.panel.column
        for notice in (self.paper_notice, self.kept_notice):
            panel.addWidget(notice)
            panel.addSpacing(look().space("gap"))
        panel.addWidget(self.advice)
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.bind(Key.F9, self.print_asked.emit)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def begin(
        self, question: str, lines: tuple[LedgerLine, ...], header: HeaderContent, advice: str,
        next_key: NextKeyContent,
    ) -> None:  # fmt: skip
        """Show what was stored just now."""
        self.ledger.set_lines(lines)
        self.advice.setText(advice)
        self.set_frame(
            question=question, header=header, banner=None, esc="", find_enabled=False,
            shift_enabled=False, keys=(KeyHint("F9", self.tr("Print again")),), next_key=next_key,
        )  # fmt: skip
        self.show_printing(self.tr("Printing the slip"), Tone.QUIET)
        self.kept_notice.tell("")

    def show_printing(self, text: str, tone: Tone, detail: str = "") -> None:
        """What became of the paper."""
        self.paper_notice.tell(text, detail, tone, icon="printer")

    def show_kept(self, text: str, detail: str, tone: Tone, icon: str) -> None:
        """Where the paper lies as a page."""
        self.kept_notice.tell(text, detail, tone, icon)

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.gone_on.emit()

    def _on_look_changed(self) -> None:
        self.ledger.setMaximumWidth(look().size("form"))
