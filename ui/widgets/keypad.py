"""Large digits on the screen, for a counter with a touch screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.drawn import CENTER, Drawn, draw_box, draw_text

BACKSPACE = "backspace"
POINT = "."
_COLUMNS = 3


class Keypad(QWidget):
    """Types into the field that has the caret, as the keyboard would; takes no caret itself.

    Shown only while the look says that the screen is touched. `point` where a field takes
    parts of the main unit; else "00" stands in its place.
    """

    spoken_as = Spoken.GROUP

    def __init__(self, name: str, *, point: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        # A click gives the caret to the first widget above that takes clicks. That is the pad,
        # for whatever has the caret now: the screen below would take it from its field.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._follows = False
        self.setAccessibleName(self.tr("Digits"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        faces = (*"789456123", "0", POINT if point else "00", BACKSPACE)
        self.keys = {face: PadKey(face) for face in faces}
        for at, key in enumerate(self.keys.values()):
            key.pressed.connect(_type)
            self._grid.addWidget(key, *divmod(at, _COLUMNS))
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)
        look_changes().touched.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        now = look()
        self._grid.setSpacing(now.space("small"))
        self.setFixedWidth(_COLUMNS * now.size("pad_key") + (_COLUMNS - 1) * now.space("small"))
        self._follow_caret(now.touch)
        # Without a parent yet it would open as a window of its own.
        if not now.touch or self.parentWidget() is not None:
            self.setVisible(now.touch)

    def _follow_caret(self, follows: bool) -> None:
        app = QApplication.instance()
        if follows == self._follows or not isinstance(app, QApplication):
            return
        self._follows = follows
        if follows:
            self._on_focus_changed(None, QApplication.focusWidget())
            app.focusChanged.connect(self._on_focus_changed)
        else:
            app.focusChanged.disconnect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self.setFocusProxy(now)


class PadKey(Drawn):
    """One digit; as high as there is room, never lower than a fingertip."""

    spoken_as = Spoken.BUTTON
    can_press = True
    pressed = Signal(str)

    def __init__(self, face: str, parent: QWidget | None = None) -> None:
        super().__init__(f"pad_{face}", parent)
        self._face = face
        self._is_down = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Backspace") if face == BACKSPACE else face)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.apply_look()

    def apply_look(self) -> None:
        self.setMinimumHeight(look().size("pad_key_least"))
        self.setMaximumHeight(look().size("pad_key"))

    def sizeHint(self) -> QSize:
        return QSize(look().size("pad_key"), look().size("pad_key"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        rect = QRectF(self.rect())
        ground = "focus_soft" if self._is_down else "key_top"
        draw_box(
            painter, rect, fill=now.color(ground), edge=now.color("line_strong"),
            width=1.5, radius=now.radius("card"),
        )  # fmt: skip
        if self._face == BACKSPACE:
            side = now.size("icon_pad")
            spot = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw_icon(painter, spot, BACKSPACE, now.color("ink"))
            return
        draw_text(painter, rect, self._face, now.frame_font("pad"), now.color("ink"), CENTER)

    def press_it(self) -> None:
        """As a finger does."""
        self.pressed.emit(self._face)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._set_down(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._set_down(False)
        if self.rect().contains(event.position().toPoint()):
            self.press_it()

    def _set_down(self, is_down: bool) -> None:
        self._is_down = is_down
        self.update()


def _type(face: str) -> None:
    """The keys of `face`, to whatever has the caret."""
    receiver = QApplication.focusWidget()
    if receiver is None:
        return
    none = Qt.KeyboardModifier.NoModifier
    keys = [(Qt.Key.Key_Backspace, "\b")] if face == BACKSPACE else [(_key(c), c) for c in face]
    for key, text in keys:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(receiver, QKeyEvent(kind, key, none, text))


def _key(character: str) -> Qt.Key:
    return Qt.Key(ord(character))
