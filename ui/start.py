"""Start of the program on screen, in two stages: the front door, then everything behind it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cashier_app.screen_choice import ScreenChoice
from cashier_app.services.local_facts import LocalFacts
from ui.front_door import FrontDoor

if TYPE_CHECKING:
    from cashier_app.services.program import Program
    from ui.app import App
    from ui.look_keeper import KeepLook


def run(
    local: LocalFacts,
    load: Callable[[], Program],
    *,
    full_screen: bool,
    choice: ScreenChoice,
    keep_look: KeepLook | None = None,
    customer_display: bool = False,
    logs: Path | None = None,
) -> int:
    """Open the window and stay until it is closed; the exit status. `load` runs off the GUI thread.

    `choice` is how the screen was left; `keep_look` is told what a person switches to; `logs` is
    the folder of the program's own log.
    """
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    qt.setApplicationName("Cashier")
    second_stage = _SecondStage(
        FrontDoor(local, choice),
        load,
        keep_look=keep_look,
        customer_display=customer_display,
        logs=logs,
    )
    second_stage.door.open(full_screen=full_screen)
    try:
        return qt.exec()
    finally:
        second_stage.close()


class _SecondStage(QObject):
    """Builds the program behind `door` as soon as a person can see it."""

    def __init__(
        self,
        door: FrontDoor,
        load: Callable[[], Program],
        *,
        keep_look: KeepLook | None,
        customer_display: bool,
        logs: Path | None,
    ) -> None:
        super().__init__()
        self.door = door
        self._load, self._customer_display = load, customer_display
        self._keep_look, self._logs = keep_look, logs
        self._app: App | None = None
        door.painted.connect(self._on_door_painted)

    def close(self) -> None:
        """End the program, however far it came."""
        if self._app is not None:
            self._app.close()

    def _on_door_painted(self) -> None:
        from ui import crash
        from ui.app import App

        crash.install(self._logs)
        self._app = App(
            self.door,
            self._load,
            customer_display=self._customer_display,
            keep_look=self._keep_look,
            for_good=True,
        )
        self._app.start()
