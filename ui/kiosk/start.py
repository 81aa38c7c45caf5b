"""Opens the kiosk's window, or the hall's display, and stays until it is ended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cashier_app.domain.errors import CashierError
from cashier_app.domain.kiosk import KioskFacts
from cashier_app.services.kiosk import Kiosk
from ui import crash
from ui.garbage import GuiGarbage
from ui.kiosk.display import DisplayFeed, HallDisplay, hide_pointer
from ui.kiosk.flow import KioskFlow
from ui.kiosk.window import KioskWindow
from ui.scanner import Scanner
from ui.spoken_objects import speak
from ui.tasks import Operation, Tasks
from ui.theme.look import look, set_look
from ui.theme.switch import palette_of

Load = Callable[[], Kiosk]


class KioskApp(QObject):
    """The kiosk on screen; `close` ends it and waits for the lanes."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self._load = load
        self._kiosk: Kiosk | None = None
        self.window = KioskWindow()
        self.tasks = Tasks(self)
        self.flow: KioskFlow | None = None
        self.scanner = Scanner(parent=self)
        self.scanner.install()
        self._garbage = GuiGarbage(self)

    def start(self) -> None:
        """Load the services in a lane."""
        self._garbage.start()
        self.tasks.run(Operation(self._load, name="load"), self, self._on_loaded)

    def close(self, timeout: float = 10.0) -> bool:
        """False if a lane takes longer than `timeout`."""
        self.scanner.remove()
        if self.flow is not None:
            self.flow.countdown.stop()
        if self._kiosk is not None:
            self.tasks.run(Operation(self._kiosk.close, name="close"), self, _closed)
        ended = self.tasks.close(timeout)
        self.window.allow_close()
        self._garbage.stop()
        return ended

    def _on_loaded(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self.flow = KioskFlow(self.window, self.tasks, kiosk)
        self.scanner.scanned.connect(self.flow.scanned)
        self.flow.facts_changed.connect(self._on_facts_changed)
        self.flow.ended.connect(self.close)
        self.flow.begin()

    def _on_facts_changed(self, facts: KioskFacts) -> None:
        self.scanner.set_prefix(facts.scan_prefix)


def run_kiosk(load: Load, *, full_screen: bool, theme: str, logs: Path | None = None) -> int:
    """The customers' screen; the exit status. `load` runs off the GUI thread."""
    qt = _application(theme, logs)
    app = KioskApp(load)
    if full_screen:
        app.window.showFullScreen()
    else:
        app.window.show()
    app.start()
    try:
        return qt.exec()
    finally:
        app.close()


def run_display(load: Load, *, full_screen: bool, theme: str, logs: Path | None = None) -> int:
    """The hall's display; closing its window ends it."""
    qt = _application(theme, logs)
    tasks, display = Tasks(), HallDisplay()
    made: list[Kiosk] = []

    def on_loaded(kiosk: Kiosk) -> None:
        made.append(kiosk)
        DisplayFeed(display, tasks, kiosk.service).start()

    def on_failed(_error: CashierError) -> bool:
        display.show_lost()
        return True

    tasks.run(Operation(load, name="load"), display, on_loaded, on_failure=on_failed)
    hide_pointer(display)
    if full_screen:
        display.showFullScreen()
    else:
        display.show()
    try:
        return qt.exec()
    finally:
        for kiosk in made:
            tasks.run(Operation(kiosk.close, name="close"), display, _closed)
        tasks.close()


def _application(theme: str, logs: Path | None) -> QApplication:
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(qt, QApplication):
        raise TypeError("the kiosk needs widgets")
    qt.setApplicationName("Cashier kiosk")
    crash.install(logs)
    speak()
    set_look(look()._replace(palette=palette_of(theme)))
    return qt


def _closed(_nothing: None) -> None:
    """The connection is gone."""
