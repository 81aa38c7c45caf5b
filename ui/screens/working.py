"""Long work under way: how far it is, and that it can be stopped."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.progress import ProgressBar


@dataclass(frozen=True, slots=True)
class Work:
    """`question` names the work, `stopped_words` say what stopping it means."""

    question: str
    doing: str
    stopped_words: str


class WorkingScreen(Screen):
    """`stop_asked` on Esc, once."""

    stop_asked = Signal()

    def __init__(self, name: str = "working", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._is_stopping = False
        self.bar = ProgressBar(f"{name}_bar")
        self.words = Label(step="body", tone="ink2", name=f"{name}_words")
        self.words.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.words)
        self._column.addStretch(1)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, work: Work, header: HeaderContent) -> None:
        """Nothing is done yet."""
        self._is_stopping = False
        self.bar.set_step(work.doing, 0, 0)
        self.words.setText(work.stopped_words)
        self.set_frame(
            question=work.question, header=header, banner=None, esc=self.tr("Stop"), keys=(),
            find_enabled=False, shift_enabled=False,
            next_key=NextKeyContent(self.tr("Wait"), work.doing, waiting=True),
        )  # fmt: skip

    def show_step(self, words: str, done: int, of: int) -> None:
        """As far as it is."""
        if not self._is_stopping:
            self.bar.set_step(words, done, of)

    def enter(self) -> None:
        self.setFocus()

    def escape_pressed(self) -> None:
        if not self._is_stopping:
            self._is_stopping = True
            stopping = self.tr("Stopping after this step")
            self.bar.set_step(stopping, 0, 0)
            self.set_frame(esc="", next_key=NextKeyContent(self.tr("Wait"), stopping, waiting=True))
            self.stop_asked.emit()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, now.space("base"), side, now.space("base"))
        self._column.setSpacing(now.space("gap"))
        for widget in (self.bar, self.words):
            widget.setMaximumWidth(now.px(914))
