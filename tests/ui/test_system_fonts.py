"""The door's own fonts come first; the system's are there with the first screen behind it."""

from __future__ import annotations

import json
import subprocess
import sys

_DOOR = """
import json, os, sys
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from cashier_app.services.local_facts import LocalFacts
from ui.front_door import FrontDoor
from ui.theme.system_fonts import bring_system_fonts
qt = QApplication(sys.argv[:1])
door = FrontDoor(LocalFacts("Counter 3", "Main Street office", sys.argv[1]))
def tell():
    at_the_door = QFontDatabase.families()
    bring_system_fonts()
    left = [name for name in os.environ if name.startswith("FONTCONFIG")]
    told = at_the_door, QFontDatabase.families(), left
    print(json.dumps(told))
    door.window.allow_close()
door.painted.connect(tell)
door.open(full_screen=False)
qt.exec()
"""


def test_the_door_is_painted_with_our_fonts_alone_and_loses_none() -> None:
    at_the_door, behind_it, settings = _families_with("Light and Power Company")
    at_once, later, _ = _families_with("\u96fb\u529b\u516c\u53f8")
    assert {"Inter", "Noto Sans"} <= set(at_the_door)
    assert set(at_the_door) < set(behind_it)
    assert behind_it == at_once == later, "a name in another script has its letters at once"
    assert settings == [], "no program that is started from here is without fonts"


def _families_with(utility: str) -> tuple[list[str], list[str], list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _DOOR, utility], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    at_the_door, behind_it, settings = json.loads(done.stdout)
    return at_the_door, behind_it, settings
