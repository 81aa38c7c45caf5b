"""One shift of the hall, for its supervisor: what it is, what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look, look_changes
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard


class ShiftLookScreen(MenuScreen):
    """Rows of acts; its figures at the side."""

    def __init__(self, name: str = "shift_look", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._below: QWidget | None = None
        self.title = PanelTitle(name=f"{name}_title")
        self.ledger = Ledger(f"{name}_ledger")
        self.notice = NoticeCard(f"{name}_notice")
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.ledger)
        self.panel.addSpacing(look().space("gap"))
        self.panel.addWidget(self.notice)
        self.panel.addStretch(1)
        look_changes().changed.connect(self._on_look_changed)

    def add_below(self, widget: QWidget) -> None:
        """Put `widget` below the rows."""
        self._below = widget
        self.body.left.insertWidget(1, widget)
        self.body.left.insertSpacing(1, look().space("gutter"))
        self._on_look_changed()

    def begin(
        self, actions: tuple[Action, ...], header: HeaderContent, question: str,
        chip: ChipContent | None, about: tuple[str, tuple[LedgerLine, ...]],
    ) -> None:  # fmt: skip
        """`about`: the panel's title and its lines."""
        self.title.setText(about[0])
        self.ledger.set_lines(about[1])
        self.notice.tell("")
        self.show_actions(actions, header, esc=self.tr("Back"))
        self.set_frame(question=question, chip=chip, find_enabled=False, banner=None)
        if not actions:
            nothing = NextKeyContent(self.tr("Nothing to do here"), "", waiting=True)
            self.set_frame(keys=(), next_key=nothing)

    def tell(self, lead: str, text: str = "", tone: Tone = Tone.QUIET, icon: str = "") -> None:
        """News below the figures."""
        self.notice.tell(lead, text, tone, icon)

    def _on_look_changed(self) -> None:
        if self._below is not None:
            self._below.setMaximumWidth(look().size("form"))
