"""Python's cycle collector runs on the GUI thread only.

It would otherwise run in whatever thread allocates, also in a lane, and could delete
widgets there: Qt crashes then, seldom and far from the cause (seen in the tests).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500


class GuiGarbage(QObject):
    """Collects from a timer of the thread that made it, until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Take over from the automatic collector."""
        gc.disable()
        self._timer.start()

    def keep(self) -> None:
        """What stands now stays until the process ends: no collection looks through it again."""
        gc.freeze()

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.enable()

    def _on_timer_timeout(self) -> None:
        """The oldest generation that is due, by the collector's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
