"""Cash besides payments: what can be done with the drawer now, and what waits for one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.notice_card import NoticeCard


class DrawerMenuScreen(MenuScreen):
    """Rows of acts; at the side what asks for one of them."""

    def __init__(self, name: str = "drawer_menu", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.notice = NoticeCard(f"{name}_notice")
        self.words = Label(step="body", tone="ink2", name=f"{name}_words")
        self.words.setWordWrap(True)
        self.panel.addWidget(self.notice)
        self.panel.addSpacing(look().space("base"))
        self.panel.addWidget(self.words)
        self.panel.addStretch(1)

    def begin(
        self, actions: tuple[Action, ...], header: HeaderContent, question: str, words: str
    ) -> None:
        """Show `actions`; a row that was chosen before stays chosen."""
        chosen = self.list.current
        self.show_actions(actions, header, esc=self.tr("Back"))
        names = [action.name for action in actions]
        if chosen is not None and chosen.name in names:
            self.list.choose(names.index(chosen.name))
        self.words.setText(words)
        self.set_frame(question=question, find_enabled=False)

    def ask_for(self, lead: str, text: str = "", tone: Tone = Tone.WARN) -> None:
        """What somebody is asked to do; an empty lead takes it away."""
        self.notice.tell(lead, text, tone)
