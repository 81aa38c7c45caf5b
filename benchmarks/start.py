"""How soon the sign-in window is painted, beside an empty PySide6 window. One process a try."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Row, Times, compared, timed

TRIES = 9
LIMIT = 1.3

_LEAVE = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
"""
EMPTY = f"""
import sys
from PySide6.QtWidgets import QApplication, QWidget
{_LEAVE}
qt = QApplication(sys.argv[:1])
painted = Painted()
qt.installEventFilter(painted)
window = QWidget()
window.resize(1280, 800)
window.show()
qt.exec()
"""
SIGN_IN = f"""
import sys, threading
from PySide6.QtWidgets import QApplication
from cashier_app.services.local_facts import LocalFacts
from ui.app import App
{_LEAVE}
qt = QApplication(sys.argv[:1])
painted = Painted()
qt.installEventFilter(painted)
# The services load behind the window; here they never come, so only the window is measured.
app = App(LocalFacts("Counter 3", "Main Street office"), threading.Event().wait)
app.start()
qt.exec()
"""


def start_times() -> Iterator[Row]:
    """From the start of the process to the first paint."""
    empty, ours = [], []
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
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "QT_QPA_PLATFORM": _platform()},
        capture_output=True,
    )
    return time.perf_counter() - began
