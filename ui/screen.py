"""What a screen is: a body, and values for the frame that the main window draws around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.keys import Key
from ui.spoken import Spoken

if TYPE_CHECKING:
    from ui.widgets.banner import BannerContent
    from ui.widgets.chip import ChipContent
    from ui.widgets.header import HeaderContent
    from ui.widgets.keys import KeyHint, NextKeyContent

FIND, BILLS, PAY, PAID = range(4)
"""The steps of a payment, for `Frame.step`."""


class Frame(NamedTuple):
    """Everything around a screen's body, as plain values.

    `header` None keeps the one before; `step` None shows no steps; `esc` "" draws Esc
    hollow. `bare` leaves header and question line away (sign-in). `on_go` joins the
    question line to a green body.
    """

    question: str = ""
    hint: str = ""
    hint_trails: bool = False
    chip: ChipContent | None = None
    step: int | None = None
    header: HeaderContent | None = None
    banner: BannerContent | None = None
    esc: str = ""
    help_enabled: bool = True
    find_enabled: bool = True
    find_word: str = ""
    """What F2 looks for here, where it is no customer."""
    shift_enabled: bool = True
    keys: tuple[KeyHint, ...] = ()
    fixed_keys: tuple[KeyHint, ...] | None = None
    """Instead of Esc, F1, F2, F8: only before sign-in."""
    next_key: NextKeyContent | None = None
    on_go: bool = False
    bare: bool = False
    private: bool = False
    """Nothing of the customers may show: the program's own banner is left away, too."""


class Screen(QWidget):
    """Base of every screen.

    A subclass fills its body in `__init__`, sets its frame with `set_frame`, binds keys
    with `bind`, overrides `next_pressed` (Enter, F4, a click on the green block) and
    `escape_pressed`. It emits signals of its own; it never calls another screen.
    """

    spoken_as = Spoken.GROUP
    frame_changed = Signal()
    help_asked = Signal()
    find_asked = Signal()
    shift_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._frame = Frame()
        self._handlers: dict[Key, Callable[[], None]] = {}

    @property
    def frame(self) -> Frame:
        """What the main window draws around the body."""
        return self._frame

    def set_frame(self, **changes: Any) -> None:
        """Change fields of the frame; the window redraws if anything is new."""
        changed = self._frame._replace(**changes)
        if changed != self._frame:
            self._frame = changed
            # Read out when no field has the caret: the screen itself has it then.
            self.setAccessibleName(f"{changed.question} {changed.hint}".strip())
            next_key = changed.next_key
            self.setAccessibleDescription(f"{next_key.cap}: {next_key.title}" if next_key else "")
            self.frame_changed.emit()

    def enter(self) -> None:
        """Called when the screen comes to the front: put the caret where the question is."""

    def leave(self) -> None:
        """Called when another screen comes to the front."""

    def next_pressed(self) -> None:
        """The green block: called only while it is green."""

    def escape_pressed(self) -> None:
        """One step back, losing nothing."""

    def key_typed(self, _event: QKeyEvent) -> bool:
        """A character no field wanted; True when it was used (banknote letters go here)."""
        return False

    def scanned(self, _code: str) -> None:
        """Digits from the scanner, where they open no bill."""

    def bind(self, key: Key, handler: Callable[[], None]) -> None:
        """Call `handler` for `key` on this screen, in place of its common meaning."""
        self._handlers[key] = handler

    def press(self, key: Key) -> bool:
        """Act on `key`; False when it means nothing here. Enter acts only on a green block."""
        if key in {Key.ENTER, Key.F4}:
            return self._press_next()
        if key in self._handlers:
            self._handlers[key]()
            return True
        return self._press_common(key)

    def _press_next(self) -> bool:
        content = self._frame.next_key
        if content is not None and not content.waiting:
            self.next_pressed()
        return True

    def _press_common(self, key: Key) -> bool:
        frame = self._frame
        common: dict[Key, tuple[bool, Callable[[], None]]] = {
            Key.ESC: (bool(frame.esc), self.escape_pressed),
            Key.F1: (frame.help_enabled, self.help_asked.emit),
            Key.F2: (frame.find_enabled, self.find_asked.emit),
            Key.F8: (frame.shift_enabled, self.shift_asked.emit),
        }
        if key not in common:
            return False
        enabled, act = common[key]
        if enabled:
            act()
        return True
