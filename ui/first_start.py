"""The window of a computer's first start; the counter's own window comes after it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cashier_app.services.first_start import FirstStart
from ui import crash
from ui.flow.first_start_flow import FirstStartFlow
from ui.main_window import MainWindow
from ui.messages import message_for_bug
from ui.tasks import Tasks
from ui.theme.icons import window_icon
from ui.theme.look import dress
from ui.theme.switch import set_theme


class FirstStartWindow(QObject):
    """The pages in a window of their own; `is_done` when the counter may open."""

    def __init__(self, setup: FirstStart, *, theme: str) -> None:
        super().__init__()
        set_theme(theme)
        dress()
        self.is_done = False
        self.window = MainWindow()
        self.window.setWindowIcon(window_icon())
        self.window.listen()
        self.tasks = Tasks(self)
        crash.crash_reports().reported.connect(self._on_bug)
        self.flow = FirstStartFlow(self.window, self.tasks, setup)
        self.flow.done.connect(self._on_done)
        self.flow.given_up.connect(self.close)
        self.window.close_asked.connect(self._on_close_asked)

    def open(self, *, full_screen: bool) -> None:
        """Show the page where an earlier start ended."""
        self.flow.start()
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    def close(self) -> None:
        """End: what is under way is waited for."""
        self.tasks.close(_PATIENCE_SECONDS)
        self.window.allow_close()
        QApplication.quit()

    def _on_bug(self, report_id: str) -> None:
        file = crash.crash_reports().file_of(report_id)
        self.window.set_notice(message_for_bug(report_id, file).banner)
        self.flow.form.go_on()

    def _on_done(self) -> None:
        self.is_done = True
        self.close()

    def _on_close_asked(self) -> None:
        self.flow.leave()
        self.close()


_PATIENCE_SECONDS = 60


def run(setup: FirstStart, *, full_screen: bool, theme: str, logs: Path) -> bool:
    """Ask until this computer is a counter; False when a person left before."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    qt.setApplicationName("Cashier")
    crash.install(logs)
    first = FirstStartWindow(setup, theme=theme)
    first.open(full_screen=full_screen)
    qt.exec()
    return first.is_done
