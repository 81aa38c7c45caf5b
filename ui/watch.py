"""Long work in a lane, seen and stopped from the GUI thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import Refused


class Watch(QObject):
    """Made on the GUI thread for one piece of work; `moved` carries done and all there."""

    moved = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()

    @property
    def is_stopped(self) -> bool:
        """True after `stop`."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Ask the work to end; it leaves nothing behind. Any thread."""
        self._stopped.set()

    def go_on(self, done: int, of_all: int) -> bool:
        """Called by the work, in its lane; False when it is to end."""
        if self.is_stopped:
            return False
        self.moved.emit(done, of_all)
        return True

    def tell(self, done: int, of_all: int) -> None:
        """As `go_on`. Raises Refused(cancelled) when it is to end."""
        if not self.go_on(done, of_all):
            raise Refused("cancelled")
