"""Change of one's own password: asked for, or demanded at the first sign-in."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.services.program import Program
from ui.attempts import AttemptDelay
from ui.counter_state import CounterState
from ui.flow import shift_words
from ui.navigator import Navigator
from ui.screens.password import PasswordScreen
from ui.tasks import Operation, Tasks


class PasswordFlow(QObject):
    """`changed` when the new one counts; `refused` when a demanded change was not made."""

    changed = Signal()
    refused = Signal()

    def __init__(
        self, navigator: Navigator, tasks: Tasks, state: CounterState, program: Program,
        delay: AttemptDelay,
    ) -> None:  # fmt: skip
        super().__init__(navigator)
        self._navigator, self._tasks = navigator, tasks
        self._state, self._sessions = state, program.sessions
        self._delay = delay
        self.was_demanded = False

    @cached_property
    def _screen(self) -> PasswordScreen:
        screen = PasswordScreen(self._delay)
        self._navigator.add(screen)
        screen.change_asked.connect(self._on_change_asked)
        screen.left.connect(self._on_left)
        return screen

    def ask(self) -> None:
        """Somebody wants to change it."""
        self.was_demanded = False
        self._screen.begin(shift_words.person_header(self._state), must_change=False)
        self._navigator.show("password_change")

    def demand(self) -> None:
        """It was given by somebody else: nothing else before it is changed."""
        self.was_demanded = True
        self._screen.begin(shift_words.person_header(self._state), must_change=True)
        self._navigator.start_at("password_change")

    def _on_change_asked(self, old: str, new: str) -> None:
        user_name, sessions = self._state.signed_in.person.user_name, self._sessions
        operation = Operation(lambda: sessions.change_password(user_name, old, new))
        self._tasks.run(
            operation, self, self._on_changed, on_failure=self._on_failed, on_bug=self._screen.go_on
        )

    def _on_changed(self, _nothing: None) -> None:
        self._screen.passed()
        self.changed.emit()

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True

    def _on_left(self) -> None:
        if self.was_demanded:
            self.refused.emit()
        else:
            self._navigator.back()
