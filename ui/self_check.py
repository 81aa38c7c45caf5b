"""Whether this computer can show the program: Qt's libraries, a screen, the fonts."""

from __future__ import annotations

import os
import sys


def look() -> dict[str, str]:
    """What Qt says of itself; raises ImportError or FontMissing where something is missing."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    from ui.theme.fonts import load_fonts

    application = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts()
    size = application.primaryScreen().size() if has_screen() else None  # type: ignore[attr-defined]
    screen = f"{size.width()} x {size.height()}" if size else ""
    return {"qt": qVersion(), "screen": screen}


def has_screen() -> bool:
    """False where no window could be seen."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
