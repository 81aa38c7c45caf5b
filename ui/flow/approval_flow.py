"""Another person's yes at this counter, or a place on the approvals' list."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import CashierError
from ui.attempts import AttemptDelay
from ui.flow.counter import Counter
from ui.screens.approval import ApprovalQuestion, ApprovalScreen
from ui.tasks import Operation
from ui.widgets.header import HeaderContent


class ApprovalFlow(QObject):
    """`approved` and `put_on_list` carry the PreparedAct; `left` when it is not asked any more.

    The screen stays in front after `approved`, waiting: whoever asked carries the act out and
    goes on, or calls `show_failure`.
    """

    approved = Signal(object)
    put_on_list = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent or counter.navigator)
        self._counter = counter
        self._prepared: PreparedAct | None = None
        self._name = name

    @cached_property
    def screen(self) -> ApprovalScreen:
        """Built when it is first asked for."""
        screen = ApprovalScreen(AttemptDelay(self), self._name)
        self._counter.navigator.add(screen)
        screen.approved.connect(self._on_approval_given)
        screen.wait_asked.connect(self._on_wait_asked)
        screen.left.connect(self.left)
        return screen

    def ask(self, prepared: PreparedAct, asked: ApprovalQuestion, header: HeaderContent) -> None:
        """Show the question."""
        self._prepared = prepared
        self.screen.begin(asked, header)
        self._counter.navigator.show(self.screen.objectName())

    def show_failure(self, error: CashierError) -> bool:
        """The act did not go through, or nobody could approve it."""
        self.screen.show_failure(error)
        return True

    def stop(self) -> None:
        """Nothing typed stays."""
        self._prepared = None
        if self._counter.navigator.knows(self._name):
            self.screen.clear()

    def _on_approval_given(self, user_name: str, password: str, reason: str) -> None:
        prepared, approvals = self._prepared, self._counter.program.approvals
        if prepared is None:
            return

        def on_approved(_nothing: None) -> None:
            if self._prepared is not prepared:
                return
            self.screen.passed()
            self.screen.wait(self.tr("Carrying it out"))
            self.approved.emit(prepared)

        operation = Operation(
            lambda: approvals.approve(user_name, password, prepared, reason), name="approve"
        )
        self._counter.tasks.run(
            operation, self, on_approved, on_failure=self.show_failure, on_bug=self.screen.go_on
        )

    def _on_wait_asked(self) -> None:
        prepared = self._prepared
        corrections = self._counter.program.corrections
        if prepared is None:
            return
        operation = Operation(lambda: corrections.wait(prepared), name="wait")
        self._counter.tasks.run(
            operation, self, lambda _nothing: self.put_on_list.emit(prepared),
            on_failure=self.show_failure, on_bug=self.screen.go_on,
        )  # fmt: skip
