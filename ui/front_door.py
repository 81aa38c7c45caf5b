"""The first picture: the window with its sign-in screen, before anything else is imported.

Whatever this module imports stands between the click on the program and the picture;
`ui.app` brings the rest once the window is painted.

So that the picture comes early, what is painted first never names `Qt` (`QtCore.Qt`) nor
calls what does: PySide6 builds all its 93 enums then, 10 ms or more. Where a value of it is
needed, its number stands there with its name. A test holds this (tests/ui/test_app.py).
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from cashier_app.screen_choice import ScreenChoice
from cashier_app.services.local_facts import LocalFacts
from ui import dates
from ui.attempts import AttemptDelay
from ui.main_window import MainWindow
from ui.screens.sign_in import SignInScreen
from ui.theme.look import wait_with_style_sheet
from ui.theme.switch import set_choice
from ui.theme.system_fonts import put_off_system_fonts
from ui.widgets.status import before_sign_in


class FrontDoor(QObject):
    """The window at "Who is at this counter?". Needs a QApplication.

    `painted` comes once, when a person can see it: from then on the program may take
    the processor.
    """

    painted = Signal()

    def __init__(self, local: LocalFacts, choice: ScreenChoice | None = None) -> None:
        super().__init__()
        wait_with_style_sheet()
        people = (word for person in local.demo_people for word in person)
        put_off_system_fonts(local.utility_name, local.counter_name, local.office, *people)
        set_choice(choice or ScreenChoice())
        self.local = local
        self.is_painted = False
        self.delay = AttemptDelay(self)
        self.window = MainWindow()
        self.window.set_training(local.is_training)
        self.sign_in_screen = SignInScreen(local, self.delay)
        now = datetime.now(UTC).astimezone(local.zone)
        self.sign_in_screen.set_now(now)
        self.window.set_status(before_sign_in(local.counter_name, dates.day_and_clock(now)))
        self.window.show_screen(self.sign_in_screen)

    def open(self, *, full_screen: bool) -> None:
        """Show the window."""
        self.window.installEventFilter(self)
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint: the window's parts are painted with it, before any timer."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.is_painted = True
        self.painted.emit()
