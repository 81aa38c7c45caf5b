"""Which screen is in front. Screens never call screens; the flow tells the navigator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ui.main_window import MainWindow
from ui.screen import Screen

S = TypeVar("S", bound=Screen)


AHEAD_MS = 40
"""Longer than a key takes to be seen."""


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
        self._connections: dict[str, list[Callable[[Screen], None]]] = {}
        self._ahead: list[str] = []
        self._ahead_timer = QTimer(self)
        self._ahead_timer.setInterval(AHEAD_MS)
        self._ahead_timer.timeout.connect(self._on_ahead_timer_timeout)
        self._trail: list[str] = []
        self._covers: list[str] = []

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

    def knows(self, name: str) -> bool:
        """Whether screen `name` was registered or added."""
        return name in self._factories

    def screen(self, name: str) -> Screen:
        """The screen, built if need be; raises KeyError for an unknown name."""
        if name not in self._screens:
            self._screens[name] = self._factories[name]()
            self._window.add_screen(self._screens[name])
            for connect in self._connections.pop(name, ()):
                connect(self._screens[name])
        return self._screens[name]

    def is_built(self, name: str) -> bool:
        """Whether screen `name` was asked for before."""
        return name in self._screens

    def when_built(self, name: str, kind: type[S], connect: Callable[[S], None]) -> None:
        """Call `connect` as soon as the screen is built; TypeError then if it is no `kind`."""

        def connect_it(screen: Screen) -> None:
            if not isinstance(screen, kind):
                raise TypeError(f"{name} is a {type(screen).__name__}")
            connect(screen)

        if name in self._screens:
            connect_it(self._screens[name])
        else:
            self._connections.setdefault(name, []).append(connect_it)

    def build_ahead(self, names: Iterable[str]) -> None:
        """Build these one by one between a person's keys, so that no key waits for them all."""
        self._ahead += names
        self._ahead_timer.start()

    def _on_ahead_timer_timeout(self) -> None:
        if self._ahead:
            self.screen(self._ahead.pop(0))
        else:
            self._ahead_timer.stop()

    def show(self, name: str) -> Screen:
        """Bring screen `name` to the front. Going to one already on the trail goes back to it.

        While the counter is covered it waits behind the cover.
        """
        screen = self.screen(name)
        if name in self._trail:
            del self._trail[self._trail.index(name) :]
        self._trail.append(name)
        if not self._covers:
            self._window.show_screen(screen)
            self.shown.emit(name)
        return screen

    @property
    def is_covered(self) -> bool:
        """True while anything hides the screen that is `current`."""
        return bool(self._covers)

    def is_covered_by(self, name: str) -> bool:
        """Whether screen `name` hides the others, in front or behind another cover."""
        return name in self._covers

    def cover(self, name: str) -> Screen:
        """Hide everything behind screen `name` until `uncover`, whatever is shown meanwhile.

        The lock, the help and the question before the window closes: `current` and the way back
        stay what they are. The one that came last is in front.
        """
        screen = self.screen(name)
        if name in self._covers:
            self._covers.remove(name)
        self._covers.append(name)
        self._window.show_screen(screen)
        self.shown.emit(name)
        return screen

    def uncover(self, name: str) -> None:
        """Take cover `name` away; what it hid comes to the front as it is by now."""
        if name not in self._covers:
            return
        was_in_front = self._covers[-1] == name
        self._covers.remove(name)
        if was_in_front:
            self._bring_forward()

    def uncover_all(self) -> None:
        """Take every cover away: nobody is signed in any more."""
        if self._covers:
            self._covers.clear()
            self._bring_forward()

    def _bring_forward(self) -> None:
        if self._covers:
            self.cover(self._covers[-1])
        elif self._trail:
            self.show(self._trail[-1])

    def back(self) -> None:
        """One screen back; the first one stays."""
        if len(self._trail) > 1:
            self.show(self._trail[-2])

    def start_at(self, name: str) -> Screen:
        """Forget the trail and show `name`: after sign-in, sign-out, for the next customer."""
        self._trail.clear()
        return self.show(name)
