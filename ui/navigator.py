"""Which screen is in front. Screens never call screens; the flow tells the navigator."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.main_window import MainWindow
from ui.screen import Screen


class Navigator(QObject):
    """Screens by name, built when first shown, and the way back.

    `shown` carries the name of the screen that came to the front.
    """

    shown = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._factories: dict[str, Callable[[], Screen]] = {}
        self._screens: dict[str, Screen] = {}
        self._trail: list[str] = []
        self._cover = ""

    @property
    def current(self) -> str:
        """Name of the screen in front, or ""; of the one behind while it is covered."""
        return self._trail[-1] if self._trail else ""

    def register(self, name: str, factory: Callable[[], Screen]) -> None:
        """Say how to build screen `name`; raises ValueError if the name is taken."""
        if name in self._factories:
            raise ValueError(f"screen {name} is registered twice")
        self._factories[name] = factory

    def add(self, screen: Screen) -> None:
        """Make a screen known that is built already; its name is its objectName."""
        self.register(screen.objectName(), lambda: screen)

    def screen(self, name: str) -> Screen:
        """The screen, built if need be; raises KeyError for an unknown name."""
        if name not in self._screens:
            self._screens[name] = self._factories[name]()
            self._window.add_screen(self._screens[name])
        return self._screens[name]

    def show(self, name: str) -> Screen:
        """Bring screen `name` to the front. Going to one already on the trail goes back to it.

        While the counter is covered it waits behind the cover.
        """
        screen = self.screen(name)
        if name in self._trail:
            del self._trail[self._trail.index(name) :]
        self._trail.append(name)
        if not self._cover:
            self._window.show_screen(screen)
            self.shown.emit(name)
        return screen

    @property
    def is_covered(self) -> bool:
        """True while `cover` hides everything else."""
        return bool(self._cover)

    def cover(self, name: str) -> Screen:
        """Hide everything behind screen `name` until `uncover`, whatever is shown meanwhile."""
        screen = self.screen(name)
        self._cover = name
        self._window.show_screen(screen)
        self.shown.emit(name)
        return screen

    def uncover(self) -> None:
        """Bring back what is in front by now."""
        self._cover = ""
        if self._trail:
            self.show(self._trail[-1])

    def back(self) -> None:
        """One screen back; the first one stays."""
        if len(self._trail) > 1:
            self.show(self._trail[-2])

    def start_at(self, name: str) -> Screen:
        """Forget the trail and show `name`: after sign-in, sign-out, for the next customer."""
        self._trail.clear()
        return self.show(name)
