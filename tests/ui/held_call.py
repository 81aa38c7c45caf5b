"""A call of a service that waits for the test; then it goes on, or fails."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from cashier_app.domain.errors import CashierError


class HeldCall:
    """The first call of `owner.name` waits until `let_go`. `asked` counts the calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        self._gate = threading.Event()
        self._error: CashierError | None = None
        self.asked = 0
        real = getattr(owner, name)

        def held(*args: Any, **named: Any) -> Any:
            self.asked += 1
            if self.asked > 1:
                return real(*args, **named)
            assert self._gate.wait(20)
            if self._error is not None:
                raise self._error
            return real(*args, **named)

        monkeypatch.setattr(owner, name, held)

    def let_go(self, error: CashierError | None = None) -> None:
        """Go on, or fail with `error`."""
        self._error = error
        self._gate.set()
