"""A screen that only waits while the server is asked, and never for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.flow.counter import Counter
from ui.screens.working import Work, WorkingScreen
from ui.tasks import OnFailure, Operation
from ui.widgets.header import HeaderContent

T = TypeVar("T")


class Waiting(QObject):
    """Shows `screen` for each question. `broke`: a bug was the answer, which is told already."""

    broke = Signal()

    def __init__(self, counter: Counter, screen: WorkingScreen, owner: QObject) -> None:
        super().__init__(owner)
        self._counter, self._screen = counter, screen
        self._asked = 0

    def ask(
        self, question: str, header: HeaderContent, operation: Operation[T],
        on_success: Callable[[T], None], on_failure: OnFailure,
    ) -> None:  # fmt: skip
        """Run `operation`; one of the two leads on to another screen, or asks again."""
        self._asked += 1
        mine, name = self._asked, self._screen.objectName()

        def finished() -> None:
            if self._asked == mine and self._counter.navigator.current == name:
                self.broke.emit()

        self._screen.begin(Work(question, self.tr("Asking the server"), ""), header)
        self._screen.set_frame(esc="")
        self._counter.navigator.show(name)
        self._counter.tasks.run(
            operation, self, on_success, on_failure=on_failure, on_finished=finished
        )
