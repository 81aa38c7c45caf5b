"""What a file holds, and what every file must be like."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.drawn import Label


class ImportKindScreen(MenuScreen):
    """`action_asked` carries the kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("import_kind", parent)
        texts = (
            self.tr("CSV in UTF-8, with the columns' names in the first line, in any order."),
            self.tr("Comma, semicolon or tab between the fields; dates as 2026-11-25."),
            self.tr("Every record is checked first. A file is stored whole, or not at all."),
            self.tr("The same file twice is stored once."),
        )
        for number, text in enumerate(texts):
            words = Label(text, step="body", tone="ink2", name=f"import_words_{number}")
            words.setWordWrap(True)
            self.panel.addWidget(words)
            self.panel.addSpacing(look().space("gap"))
        self.panel.addStretch(1)
