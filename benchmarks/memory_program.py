"""The program's own process in benchmarks/memory.py: it imports what the program does, no more.

Facts of a counter come in as JSON, weights go out as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.processes import proportional, resident
from cashier_app.bootstrap import CounterSetup, load_program
from cashier_app.db.engine import DatabaseAddress
from cashier_app.services.local_facts import LocalFacts
from receipts.printers import PrinterKind, PrinterSettings
from ui.app import App
from ui.front_door import FrontDoor
from ui.screens.find import FindScreen
from ui.widgets.table import TableView

_PATIENCE_SECONDS = 60


def weigh(facts: dict[str, str]) -> dict[str, int]:
    """Open the window, sign in, find; see benchmarks.memory.Weights."""
    folder = Path(facts["folder"])
    setup = CounterSetup(
        address=DatabaseAddress(facts["database"], socket=facts["socket"]),
        token=facts["token"],
        key_path=folder / "counter.key",
        log_path=folder / "counter.log",
        printer=PrinterSettings(PrinterKind.FOLDER, path=folder / "papers"),
    )
    qt = QApplication(sys.argv[:1])
    door = FrontDoor(LocalFacts("Counter 3", "Main Street office"))
    app = App(door, lambda: load_program(setup), for_good=True)
    try:
        app.start()
        door.open(full_screen=False)
        return _first_find(app, facts)
    finally:
        app.close()
        qt.quit()


def _first_find(app: App, facts: dict[str, str]) -> dict[str, int]:
    _wait(app, "sign_in")
    door = resident()
    assert app.session is not None
    app.session.sign_in(facts["user"], facts["password"])
    _wait(app, "find")
    screen = app.window.screen_in_front
    assert isinstance(screen, FindScreen)
    screen.search_box.edit.setText(facts["name"])
    table = screen.findChild(TableView)
    assert table is not None
    _wait(app, "find", lambda: table.model().rowCount() >= int(facts["rows"]))
    return {
        "door": door, "found": resident(), "found_divided": proportional(),
        "rows": table.model().rowCount(),
    }  # fmt: skip


def _wait(app: App, screen: str, reached: Callable[[], bool] = lambda: True) -> None:
    """Let the program work until it is there. Raises TimeoutError."""
    ends = time.monotonic() + _PATIENCE_SECONDS
    while app.program is None or app.navigator.current != screen or not reached():
        if time.monotonic() > ends:
            raise TimeoutError(f"{app.navigator.current} instead of {screen}")
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()


if __name__ == "__main__":
    print(json.dumps(weigh(json.loads(sys.stdin.read()))), flush=True)
