"""Things that a person must know before going on: settled payments, or why it stops here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.notice_card import NoticeCard


@dataclass(frozen=True, slots=True)
class Told:
    """One card."""

    lead: str
    text: str = ""
    tone: Tone = Tone.QUIET
    icon: str = ""


class ToldScreen(Screen):
    """A few cards and one way on: `gone_on`. `left` where the frame says that Esc goes back."""

    gone_on = Signal()
    left = Signal()

    def __init__(self, name: str = "told", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._cards: list[NoticeCard] = []
        self._before: tuple[NextKeyContent | None, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def begin(
        self, question: str, cards: tuple[Told, ...], header: HeaderContent,
        next_key: NextKeyContent,
    ) -> None:  # fmt: skip
        """Show `cards` under `question`."""
        for card in self._cards:
            card.setParent(None)
            card.deleteLater()
        self._cards, self._before = [], None
        for number, told in enumerate(cards):
            card = NoticeCard(f"told_{number}")
            self._column.insertWidget(number, card)
            card.tell(told.lead, told.text, told.tone, told.icon)
            self._cards.append(card)
        self._on_look_changed()
        self.set_frame(
            question=question, header=header, find_enabled=False, shift_enabled=False,
            next_key=next_key, banner=None, esc="",
        )  # fmt: skip

    def wait(self, what: str) -> None:
        """What was asked is being done: nothing more is answered, and the screen stays."""
        self._before = (self.frame.next_key, self.frame.esc)
        waiting = NextKeyContent(self.tr("Wait"), what, waiting=True)
        self.set_frame(next_key=waiting, esc="")

    def go_on(self) -> None:
        """Nothing came of it: the question stands again."""
        if self._before is not None:
            next_key, esc = self._before
            self._before = None
            self.set_frame(next_key=next_key, esc=esc)

    def texts(self) -> tuple[str, ...]:
        """What the cards say, in order."""
        return tuple(card.accessibleName() for card in self._cards)

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.gone_on.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, 0, side, now.space("base"))
        self._column.setSpacing(now.space("gap"))
        for card in self._cards:
            card.setMaximumWidth(now.px(914))
