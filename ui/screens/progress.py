"""Long work under way: how far it is, and Esc to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.progress import ProgressBar


class ProgressScreen(Screen):
    """`stop_asked` once; what stops leaves nothing behind."""

    stop_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._stopping = False
        self.what = Label(step="lead", name=f"{name}_what")
        self.what.setWordWrap(True)
        self.bar = ProgressBar(f"{name}_bar")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.what)
        self._column.addWidget(self.bar)
        self._column.addStretch(1)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def begin(self, question: str, what: str, header: HeaderContent) -> None:
        """Nothing is done yet."""
        self._stopping = False
        self.what.setText(what)
        self.bar.set_progress(0, 0, self.tr("Beginning"))
        self.set_frame(
            question=question, header=header, banner=None, esc=self.tr("Stop"),
            find_enabled=False, shift_enabled=False, keys=(),
            next_key=NextKeyContent(
                self.tr("Wait"), self.tr("Esc stops it; nothing stays half"), waiting=True
            ),
        )  # fmt: skip

    def moved(self, done: int, of_all: int) -> None:
        """So far it is."""
        if self._stopping:
            return
        words = self.tr("{done} of {all}").format(done=f"{done:,}", all=f"{of_all:,}")
        self.bar.set_progress(done, of_all, words)

    def enter(self) -> None:
        self.setFocus()

    def escape_pressed(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        self.bar.set_progress(0, 0, self.tr("Stopping; what was begun is taken back"))
        self.set_frame(esc="")
        self.stop_asked.emit()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, now.space("gap"), side, now.space("base"))
        self._column.setSpacing(now.space("base"))
