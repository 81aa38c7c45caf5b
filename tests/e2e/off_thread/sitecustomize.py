"""Writes down what a program of ours imports of the window outside of its first thread.

Put on PYTHONPATH; the names go to the file $CASHIER_OFF_THREAD. A lane that makes classes of
PySide beside Qt at work crashes the window, seldom: the import is what can be seen each time.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path


class _Watch:
    """Finds nothing, and sees every module that is looked for."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        is_first = threading.current_thread() is threading.main_thread()
        if not is_first and name.partition(".")[0] in {"ui", "PySide6", "shiboken6"}:
            with Path(os.environ["CASHIER_OFF_THREAD"]).open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")


sys.meta_path.insert(0, _Watch())
