"""How soon the sign-in window is painted, beside an empty PySide6 window. One process a try."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Row, Times, compared, timed

TRIES = 15
LIMIT = 1.3

# Only the window is watched: a filter on the application would show Python every object of Qt,
# and building PySide6's classes for the strange ones would be measured as well.
EMPTY = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
qt = QApplication(sys.argv[:1])
painted = Painted()
window = QWidget()
window.installEventFilter(painted)
window.resize(1280, 800)
window.show()
qt.exec()
"""
# Up to the picture, as `cashier open` does it; what the program loads afterwards is not awaited.
SIGN_IN = """
import gc
gc.disable()
from cashier_app.services.local_facts import LocalFacts
import os, sys
from ui.front_door import FrontDoor
from PySide6.QtWidgets import QApplication
qt = QApplication(sys.argv[:1])
door = FrontDoor(LocalFacts("Counter 3", "Main Street office"))
door.window.resize(1280, 800)
door.painted.connect(lambda: os._exit(0))
door.open(full_screen=False)
qt.exec()
"""


def start_times() -> Iterator[Row]:
    """From the start of the process to the first paint."""
    empty, ours = [], []
    for script in (EMPTY, SIGN_IN):
        _seconds(script)  # the first run may have to compile the modules
    for _ in range(TRIES):
        empty.append(_seconds(EMPTY))
        ours.append(_seconds(SIGN_IN))
    peer = Times(tuple(empty))
    note = f"process start to first paint, {TRIES} processes each, platform {_platform()}"
    yield timed("an empty PySide6 window painted", peer, note)
    yield compared("sign-in window painted", Times(tuple(ours)), peer, LIMIT, note)


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM") or "offscreen"


def _seconds(script: str) -> float:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=Path(__file__).parents[1],
        env={**kept, "QT_QPA_PLATFORM": _platform()},
        capture_output=True,
    )
    return time.perf_counter() - began
