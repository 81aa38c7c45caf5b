"""Keeps claims on open accounts alive while somebody looks at them; stops when they are left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from cashier_app.services.lookup import LookupService
from ui.counter_state import CounterState
from ui.navigator import Navigator
from ui.tasks import Operation, Tasks

Accounts = Callable[[], tuple[int, ...]]


class ClaimKeeper(QObject):
    """One CALL for the whole basket in two thirds of a claim's life, none while it is empty.

    Behind the lock nobody looks: the claim runs out, as it should. A renewal that fails is
    not told: a claim warns, it never blocks.
    """

    def __init__(
        self,
        navigator: Navigator,
        state: CounterState,
        tasks: Tasks,
        lookup: LookupService,
        accounts: Accounts,
    ) -> None:
        super().__init__(navigator)
        self._navigator, self._state, self._tasks = navigator, state, tasks
        self._lookup, self._accounts = lookup, accounts
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._on_timer_timeout)

    def follow(self) -> None:
        """The basket was filled or emptied: begin, go on, or stop."""
        if not self._accounts() or not self._state.is_signed_in:
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start(self._state.signed_in.rules.claim_seconds * 1000 * 2 // 3)

    def stop(self) -> None:
        """Sign-out."""
        self.timer.stop()

    def _on_timer_timeout(self) -> None:
        self.follow()
        if not self.timer.isActive() or self._navigator.is_covered_by("lock"):
            return
        operation = Operation(
            partial(self._lookup.renew, self._accounts()), name="renew_claims", latest="claims"
        )
        self._tasks.run(operation, self, _renewed, on_failure=lambda _error: True)


def _renewed(_nothing: None) -> None:
    """Nothing to show."""
