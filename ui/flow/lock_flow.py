"""The idle lock: covers everything until the same person or a supervisor is back."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cashier_app.domain.errors import CashierError
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.idle import IdleWatch
from ui.navigator import Navigator
from ui.screens.lock import LockScreen
from ui.tasks import Operation, Tasks

_MINUTE_MS = 60_000


class LockFlow(QObject):
    """Locks by itself or when asked; what is behind stays as it is."""

    def __init__(
        self, navigator: Navigator, tasks: Tasks, state: CounterState, program: Program,
        screen: LockScreen,
    ) -> None:  # fmt: skip
        super().__init__(navigator)
        self._navigator, self._tasks = navigator, tasks
        self._state, self._sessions = state, program.sessions
        self._screen = screen
        self._may_lock = False
        self.watch = IdleWatch(self)
        self.watch.idle.connect(self.lock)
        navigator.add(screen)
        screen.credentials_given.connect(self._on_credentials_given)

    @property
    def is_locked(self) -> bool:
        """True until somebody unlocks."""
        return self._navigator.is_covered_by("lock")

    def start(self) -> None:
        """Somebody signed in: watch."""
        self._may_lock = True
        self.watch.start(self._state.signed_in.rules.idle_minutes * _MINUTE_MS)

    def stop(self) -> None:
        """Whoever was signed in is leaving: nobody could open it again."""
        self._may_lock = False
        self.watch.stop()

    def lock(self) -> None:
        """Cover the counter. An open question is answered with "Back"."""
        if not self._may_lock or self.is_locked:
            return
        self.watch.stop()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.close()
        person = self._state.signed_in.person
        self._screen.lock_for(person.user_name, person.full_name)
        self._navigator.cover("lock")
        self._tasks.run(Operation(self._sessions.lock), self, _noted, on_failure=_not_noted)

    def _on_credentials_given(self, user_name: str, password: str) -> None:
        locked_by = self._state.signed_in.person.user_name
        sessions = self._sessions
        self._screen.wait(self.tr("Checking the password"))
        operation = Operation(lambda: sessions.unlock(locked_by, user_name, password))
        self._tasks.run(
            operation,
            self,
            self._on_unlocked,
            on_failure=self._on_refused,
            on_bug=self._screen.go_on,
        )

    def _on_unlocked(self, _nothing: None) -> None:
        self._screen.passed()
        self._navigator.uncover("lock")
        if self._may_lock:
            self.start()

    def _on_refused(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return True


def _noted(_nothing: None) -> None:
    """The audit has it."""


def _not_noted(_error: CashierError) -> bool:
    """Locking does not wait for the server."""
    return True
