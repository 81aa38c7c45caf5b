"""The tariffs that the utility keeps."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.cards import PanelTitle
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent


class TariffsScreen(MenuScreen):
    """`action_asked` carries the code of a tariff, or what else is to be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tariffs", parent)
        self.panel.addWidget(PanelTitle(self.tr("Tariffs are files")))
        self.panel.addSpacing(look().space("small"))
        for line in (
            self.tr("Try out here what a use costs. Nothing is billed by it."),
            self.tr("A new version is a text file: looked at, then kept whole or not at all."),
            self.tr("Its prices hold from its first day. Bills that were issued keep theirs."),
        ):
            label = Label(line, "body", "ink2")
            label.setWordWrap(True)
            self.panel.addWidget(label)
            self.panel.addSpacing(look().space("gap"))
        self.panel.addStretch(1)

    def begin(self, tariffs: tuple[Action, ...], header: HeaderContent, waiting: str) -> None:
        """Show the tariffs and what else can be done; `waiting` says why there are none yet."""
        self.show_actions(tariffs, header, self.tr("Back"))
        self.set_frame(
            question=waiting or self.tr("Which tariff would you like to try?"),
            find_enabled=False,
        )
        if not tariffs:
            self.set_frame(next_key=None, keys=())
