"""Walks over every screen that any test shows, as that test filled it: once in a run.

`CASHIER_WALK=FOLDER` keeps a picture of each in every look, and FOLDER.txt what cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.walk import LOOKS, MIRRORED, faults
from ui.kiosk.window import KioskWindow
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.theme.look import Look, dress, look, set_look

_shown: WeakSet[Screen] = WeakSet()
_walked: set[str] = set()
_claims: list[Path] = []
_show_screen = MainWindow.show_screen


def share(folder: Path) -> None:
    """Among all processes of a run, by a file for each screen: walked once, by whoever is first."""
    folder.mkdir(exist_ok=True)
    _claims[:] = [folder]


def listen() -> None:
    """From now on know every screen that comes to the front: one built ahead is not filled."""

    def show_screen(self: MainWindow, screen: Screen) -> None:
        _shown.add(screen)
        _show_screen(self, screen)

    MainWindow.show_screen = show_screen  # type: ignore[method-assign]


def walk() -> str:
    """What cannot be read on the screens of this test that no test before it showed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return ""
    found: list[str] = []
    for window in app.topLevelWidgets():
        if not shiboken6.isValid(window):
            continue  # let go of while another one was walked over
        screens = _new_screens(window)
        if window.isVisible() and window.objectName() and screens:
            _walked.update(_key(screen) for screen in screens)
            mine = [screen for screen in screens if _is_mine(screen)]
            if mine:
                with _as_before(app, window):
                    found += _walk_over(app, window, mine)
    folder = os.environ.get("CASHIER_WALK")
    if folder and found:
        with Path(f"{folder}.txt").open("a", encoding="utf-8") as file:
            file.write("\n".join((*found, "")))
    return "\n".join(found)


def walk_over(window: MainWindow) -> str:
    """What cannot be read on the screen in front, in any look."""
    app, front = QApplication.instance(), window.body.currentWidget()
    assert isinstance(app, QApplication)
    assert front is not None
    with _as_before(app, window):
        return "\n".join(_walk_over(app, window, [front]))


def _new_screens(window: QWidget) -> list[QWidget]:
    if not isinstance(window, MainWindow):
        return [window] if _is_ours(window) and _key(window) not in _walked else []
    stack = (window.body.widget(place) for place in range(window.body.count()))
    return [
        screen
        for screen in stack
        if isinstance(screen, Screen)
        and screen in _shown
        and _is_ours(screen)
        and _key(screen) not in _walked
    ]


def _is_ours(widget: QWidget) -> bool:
    """A screen or window of the program's, none that a test made up."""
    made_in = type(widget).__module__
    return made_in.startswith("ui.") and made_in != "ui.screen"


def _is_mine(screen: QWidget) -> bool:
    try:
        for folder in _claims:
            (folder / _key(screen)).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _key(screen: QWidget) -> str:
    return f"{type(screen).__name__} {screen.objectName()}"


def _walk_over(app: QApplication, window: QWidget, screens: list[QWidget]) -> list[str]:
    found = []
    dress()  # a test of the front door may have left the style sheet away
    for name, (width, height, new) in LOOKS.items():
        if new.type_factor > 1 and isinstance(window, KioskWindow):
            continue  # customers choose no type size
        _put_on(app, new, mirrored=name in MIRRORED)
        window.resize(width, height)
        for screen in screens:
            _bring_to_front(window, screen)
            # Layouts settle in steps: a label that wraps asks for its height again.
            for _round in range(2):
                app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            found += [f"{_key(screen)}, {name}: {fault}" for fault in faults(window)]
            _keep_picture(window, f"{_key(screen)}-{name}")
    return found


def _bring_to_front(window: QWidget, screen: QWidget) -> None:
    """Without telling it: the flow behind it goes on as it was."""
    if isinstance(window, MainWindow) and isinstance(screen, Screen):
        window.body.setCurrentWidget(screen)
        window._draw_frame(screen.frame)


@contextmanager
def _as_before(app: QApplication, window: QWidget) -> Iterator[None]:
    worn, size = look(), window.size()
    front = window.body.currentWidget() if isinstance(window, MainWindow) else None
    yield
    _put_on(app, worn, mirrored=False)
    window.resize(size)
    if front is not None:
        _bring_to_front(window, front)


def _put_on(app: QApplication, worn: Look, *, mirrored: bool) -> None:
    direction = Qt.LayoutDirection
    app.setLayoutDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
    set_look(worn)


def _keep_picture(window: QWidget, name: str) -> None:
    folder = os.environ.get("CASHIER_WALK")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        window.grab().save(f"{folder}/{name.replace(', ', '-').replace(' ', '-')}.png")
