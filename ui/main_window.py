"""The one window: header, banner, question, body, keys, status line. The corners never move.

It is part of the front door: whatever is imported here stands before the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.keys import Key, is_plain_text, key_of
from ui.screen import Frame, Screen
from ui.theme.look import look, scale_for, set_look
from ui.widgets.keys import KeyHint, KeyStrip, NextKey
from ui.widgets.status import StatusContent, StatusLine

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from ui.widgets.banner import Banner, BannerContent
    from ui.widgets.head import Head
    from ui.widgets.header import Header, HeaderContent
    from ui.widgets.question import QuestionLine
    from ui.widgets.training_band import TrainingBand

MINIMUM = QSize(1024, 640)
_FIELD_KEYS = {
    Key.SPACE, Key.DEL, Key.BACKSPACE, Key.PLUS,
    Key.UP, Key.DOWN, Key.PAGE_UP, Key.PAGE_DOWN,
}  # fmt: skip


class MainWindow(QWidget):
    """Draws the frame of the screen in front and sends it the keys.

    `notice` is a banner of the program itself (connection, printer); the graver of it
    and the screen's own is shown.
    """

    close_asked = Signal()
    notice_pressed = Signal(str)

    def __init__(self, title: str = "Cashier") -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._title = title
        self.setWindowTitle(title)
        self.setMinimumSize(MINIMUM)
        self._notice: BannerContent | None = None
        self._may_close = False
        self._built_training: TrainingBand | None = None
        self._built_head: Head | None = None
        self.body = QStackedWidget()
        self.body.setMinimumSize(1, 1)  # no screen may make the window larger than its display
        self.strip = KeyStrip()
        self.next_key = NextKey()
        self.status = StatusLine()
        self._arrange()
        self._connect()

    def set_training(self, is_training: bool) -> None:
        """Say over every screen that nothing here is real."""
        if is_training or self._built_training is not None:
            self.training.setVisible(is_training)

    @property
    def training(self) -> TrainingBand:
        """Built only where somebody practises."""
        if self._built_training is None:
            from ui.widgets.training_band import TrainingBand

            self._built_training = TrainingBand()
            self._column.insertWidget(0, self._built_training)
        return self._built_training

    @property
    def _head(self) -> Head:
        """Built for the first screen that has one: the door shows none."""
        if self._built_head is None:
            from ui.widgets.head import Head

            self._built_head = Head(self._column, self._column.indexOf(self.body))
            self._built_head.banner.pressed.connect(self._on_cap_pressed)
        return self._built_head

    @property
    def header(self) -> Header:
        """Whose account is open, and what is due."""
        return self._head.header

    @property
    def banner(self) -> Banner:
        """What must be looked at before going on."""
        return self._head.banner

    @property
    def question(self) -> QuestionLine:
        """The question, and the steps of a payment."""
        return self._head.question

    @property
    def screen_in_front(self) -> Screen | None:
        """The screen whose question is asked."""
        screen = self.body.currentWidget()
        return screen if isinstance(screen, Screen) else None

    def add_screen(self, screen: Screen) -> None:
        """Make `screen` known; it is not shown yet."""
        if self.body.indexOf(screen) < 0:
            screen.frame_changed.connect(self._on_screen_frame_changed)
            self.body.addWidget(screen)

    def show_screen(self, screen: Screen) -> None:
        """Bring `screen` to the front and put the caret into it."""
        self.add_screen(screen)
        before = self.screen_in_front
        if before is not None and before is not screen:
            before.leave()
        self.body.setCurrentWidget(screen)
        self._draw_frame(screen.frame)
        screen.enter()

    def set_status(self, content: StatusContent) -> None:
        """Fill the status line."""
        self.status.set_content(content)

    def set_notice(self, notice: BannerContent | None) -> None:
        """A banner that does not belong to a screen; None takes it away."""
        self._notice = notice
        screen = self.screen_in_front
        self._head.draw_banner(screen.frame if screen else Frame(), notice)

    @property
    def notice(self) -> BannerContent | None:
        """The program's own banner, shown or outweighed."""
        return self._notice

    def allow_close(self) -> None:
        """Close for good: the window otherwise asks by `close_asked`."""
        self._may_close = True
        self.close()

    def listen(self) -> None:
        """Begin to take the keys with a fixed meaning.

        Not before the first paint: a filter on the application shows Python every object of
        Qt, and the first strange one makes PySide6 build all its classes (30 ms). From here on
        screen readers are told, too.
        """
        from ui.spoken_objects import speak

        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.focusChanged.connect(self._on_focus_changed)
        speak()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys with a fixed meaning go to the screen before any field sees them."""
        # The class first: a filter sees every event there is, and an enum is dear.
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not self._is_ours(watched):
            return False
        key = key_of(event)
        if key is None or key in _FIELD_KEYS:
            return False
        if event.isAutoRepeat():
            return True
        return self.press(key)

    def press(self, key: Key) -> bool:
        """Act on `key` as if it had been pressed; True when it was used."""
        screen = self.screen_in_front
        if screen is None:
            return False
        shown = self.banner.content
        if shown is not None and shown is self._notice and shown.key_cap == key.value:
            self.notice_pressed.emit(key.value)
            return True
        return screen.press(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field wanted: keys for moving and marking, then typed characters."""
        screen = self.screen_in_front
        key = key_of(event)
        if screen is not None and key is not None and screen.press(key):
            return
        if screen is not None and is_plain_text(event) and screen.key_typed(event):
            return
        super().keyPressEvent(event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            from ui.widgets.in_sight import bring_into_sight

            bring_into_sight(new, new.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow_size()

    def follow_size(self) -> None:
        """Set the scale that belongs to the window's size."""
        scale = scale_for(self.width(), self.height())
        now = look()
        if scale != now.scale:
            set_look(now._replace(scale=scale))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            self.close_asked.emit()
        # A listener may have allowed it at once: Qt ignores a close inside a close.
        event.setAccepted(self._may_close)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(self.strip, 1)
        foot.addWidget(self.next_key)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addLayout(foot)
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.strip.pressed.connect(self._on_cap_pressed)
        self.next_key.pressed.connect(self._on_next_key_pressed)

    def _is_ours(self, watched: QObject) -> bool:
        """True for the first delivery of a key to this window, not to a dialog over it."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget():
            return False
        if isinstance(watched, QWidget):
            return watched.window() is self
        return watched is self.windowHandle()

    def _on_cap_pressed(self, cap: str) -> None:
        key = next((key for key in Key if key.value == cap), None)
        if key is not None:
            self.press(key)

    def _on_next_key_pressed(self) -> None:
        self.press(Key.ENTER)

    def _on_screen_frame_changed(self) -> None:
        screen = self.sender()
        if isinstance(screen, Screen) and screen is self.screen_in_front:
            self._draw_frame(screen.frame)

    def _draw_frame(self, frame: Frame) -> None:
        # Read out by a screen reader when it changes; it never names a customer.
        asked = "" if frame.bare or frame.private else frame.question
        self.setWindowTitle(f"{asked} \N{EN DASH} {self._title}" if asked else self._title)
        fixed = _fixed_keys(frame) if frame.fixed_keys is None else frame.fixed_keys
        self.strip.set_keys(fixed, frame.keys)
        self.next_key.set_content(frame.next_key)
        if self._built_head is not None or not frame.bare:
            self._head.draw(frame, self._notice)


def empty_header(facts: tuple[str, ...]) -> HeaderContent:
    """The header while no account is open."""
    from ui.widgets.header import HeaderContent

    return HeaderContent(
        icon="person",
        name=QCoreApplication.translate("MainWindow", "No account open"),
        facts=facts,
        label=QCoreApplication.translate("MainWindow", "Due today"),
        muted=True,
    )


def _fixed_keys(frame: Frame) -> tuple[KeyHint, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHint("Esc", frame.esc or translate("MainWindow", "Back"), bool(frame.esc)),
        KeyHint("F1", translate("MainWindow", "Help"), frame.help_enabled),
        KeyHint("F2", frame.find_word or translate("MainWindow", "Find"), frame.find_enabled),
        KeyHint("F8", translate("MainWindow", "Shift"), frame.shift_enabled),
    )
