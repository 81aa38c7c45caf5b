"""Imports modules of the window between a person's keys, on the GUI thread.

Not in a lane: beside Qt at work the classes of PySide that a module makes crashed the program,
seldom. `tests/e2e/off_thread` sees every such import.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

AT_A_TIME_S = 0.01
"""Then keys and paints have their turn; a single module may take longer."""


class ImportsAhead(QObject):
    """One module after another, from `start` to the last; whoever needs one earlier imports it."""

    def __init__(self, names: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = iter(names)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Go on where it is."""
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        until = time.monotonic() + AT_A_TIME_S
        while time.monotonic() < until:
            name = next(self._names, "")
            if not name:
                self._timer.stop()
                return
            import_module(name)
