"""Parts for fingers: buttons, a keypad, rows of bills; none is lower than 56 px."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from ui.keys import is_plain_text
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.drawn import CENTER, TRAILING, draw_box, draw_elided, draw_text, text_width
from ui.widgets.fields import Field

GO, PLAIN, CHOSEN = "go", "plain", "chosen"
_COLOURS = {GO: ("go", "go_ink", "go"), PLAIN: ("surface", "ink", "line_strong")}


_EDITING = {
    Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
}  # fmt: skip
_HOLDS_NOTHING = Qt.KeyboardModifier.KeypadModifier
_SELECTS = {QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove}


class PublicField(Field):
    """A field of a screen that strangers use one after the other: what left it never comes back.

    It types and deletes, no more: nothing is undone, and nothing goes to a clipboard or comes from
    one. Other keys are the window's.
    """

    def __init__(
        self, name: str, label: str, *, step: str = "input", height: str = "field_small",
        password: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, label, step=step, height=height, password=password)
        self.edit.setAcceptDrops(False)
        # A keyboard on the screen must not learn it, either.
        hint = Qt.InputMethodHint
        self.edit.setInputMethodHints(
            self.edit.inputMethodHints() | hint.ImhNoPredictiveText | hint.ImhSensitiveData
        )
        self.edit.installEventFilter(self)

    def clear(self) -> None:
        """Forget what was typed; QLineEdit.clear() could be undone."""
        self.edit.setText("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            # X11 copies what is selected, and the middle button pastes it.
            return event.type() in _SELECTS or event.button() == Qt.MouseButton.MiddleButton
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        plain = event.modifiers() | _HOLDS_NOTHING == _HOLDS_NOTHING
        if is_plain_text(event) or (plain and event.key() in _EDITING):
            return False
        event.ignore()
        return True


class TouchButton(QAbstractButton):
    """A block of one colour with words; `kind` GO is the one green answer of a page."""

    def __init__(
        self, name: str, text: str, kind: str = PLAIN, *, icon: str = "", size: str = "touch",
        step: str = "touch", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self._kind, self._icon, self._size, self._step = kind, icon, size, step
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def set_words(self, text: str) -> None:
        """Other words on the same button."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now = look()
        width = text_width(self.text(), now.font(self._step)) + now.px(56)
        return QSize(int(width) + (now.px(40) if self._icon else 0), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, edge = _COLOURS[self._kind]
        if not self.isEnabled():
            ground, ink, edge = "wait", "wait_ink", "wait"
        elif self.isDown() and self._kind == PLAIN:
            ground = "focus_soft"
        box, radius = QRectF(self.rect()), now.radius("card")
        draw_box(painter, box, fill=now.color(ground), edge=now.color(edge), radius=radius)
        if self.hasFocus():
            inner = box.adjusted(now.px(4), now.px(4), -now.px(4), -now.px(4))
            token = "go_ink" if self._kind == GO else "focus"
            draw_box(painter, inner, edge=now.color(token), width=now.px(2), radius=radius)
        self._draw_words(painter, box, ink)
        painter.end()

    def _draw_words(self, painter: QPainter, box: QRectF, ink: str) -> None:
        now = look()
        side = now.px(28) if self._icon else 0
        room = box.width() - now.px(32) - side
        font = now.fit(self.text(), self._step, room)
        width = text_width(self.text(), font)
        gap = now.space("gap") if self._icon and self.text() else 0
        start = (box.width() - side - gap - width) / 2
        if self._icon:
            spot = QRectF(start, (box.height() - side) / 2, side, side)
            draw_icon(painter, spot, self._icon, now.color(ink))
        words = QRectF(start + side + gap, 0, width, box.height())
        draw_text(painter, words, self.text(), font, now.color(ink), CENTER)

    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().body_size(self._size))
        self.updateGeometry()
        self.update()


class Keypad(QWidget):
    """Digits for a finger; `pressed` carries a digit, or "" to take the last one back."""

    pressed = Signal(str)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keypad")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for number, digit in enumerate("123456789"):
            self._add(digit, f"key_{digit}", number // 3, number % 3)
        back = self._add("", "key_back", 3, 0, icon="backspace")
        back.setAccessibleName(self.tr("Take the last digit back"))
        self._add("0", "key_0", 3, 1)
        done = TouchButton("key_done", self.tr("Next"), size="touch_key")
        done.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        done.clicked.connect(self.done)
        self._grid.addWidget(done, 3, 2)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def _add(self, digit: str, name: str, row: int, column: int, icon: str = "") -> TouchButton:
        key = TouchButton(name, digit, icon=icon, size="touch_key", step="touch_digit")
        # The caret stays in the field that is typed into.
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(lambda: self.pressed.emit(digit))
        self._grid.addWidget(key, row, column)
        return key

    def _on_look_changed(self) -> None:
        self._grid.setSpacing(look().space("gap"))


@dataclass(frozen=True, slots=True)
class BillWords:
    """A bill as a row shows it; `bill_no` says which."""

    bill_no: str
    title: str
    second: str
    amount: str
    note: str = ""
    warns: bool = False


class BillRow(QAbstractButton):
    """A bill to be chosen by a touch anywhere on its row; a past one is only read."""

    def __init__(
        self, row: BillWords, *, can_choose: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"bill_{row.bill_no}")
        self.row = row
        self._can_choose = can_choose
        self.setCheckable(can_choose)
        self.setChecked(can_choose)
        words = ", ".join(filter(None, (row.title, row.second, row.note, row.amount)))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        return QSize(look().px(420), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isDown() or self.hasFocus():
            draw_box(painter, box, fill=now.color("focus_soft"), radius=now.radius("card"))
        x = now.px(12)
        if self._can_choose:
            self._draw_mark(painter, x, box.height())
            x += now.px(52)
        row, half = self.row, box.height() / 2
        font = now.fit(row.amount, "amount", box.width() * 0.4)
        wide = text_width(row.amount, font)
        right = box.width() - now.px(12)
        token = "ink" if not self._can_choose or self.isChecked() else "ink2"
        spot = QRectF(right - wide, 0, wide, box.height())
        draw_text(painter, spot, row.amount, font, now.color(token), TRAILING)
        room = right - wide - now.px(16) - x
        upper = QRectF(x, now.px(10), room, half - now.px(10))
        draw_elided(painter, upper, row.title, now.font("row"), now.color(token))
        second = f"{row.second}  \N{MIDDLE DOT}  {row.note}" if row.note else row.second
        lower = QRectF(x, half, room, half - now.px(10))
        tone = "warn_ink" if row.warns else "ink2"
        draw_elided(painter, lower, second, now.font("body"), now.color(tone))
        painter.fillRect(QRectF(0, box.height() - 1, box.width(), 1), now.color("line"))
        painter.end()

    def _draw_mark(self, painter: QPainter, x: int, height: float) -> None:
        now = look()
        side = now.px(34)
        spot = QRectF(x, (height - side) / 2, side, side)
        chosen = self.isChecked()
        draw_box(
            painter, spot, fill=now.color("ink" if chosen else "surface"),
            edge=now.color("ink" if chosen else "line_strong"), width=2, radius=now.radius("chip"),
        )  # fmt: skip
        if chosen:
            inner = spot.adjusted(now.px(5), now.px(5), -now.px(5), -now.px(5))
            draw_icon(painter, inner, "check", now.color("surface"))

    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().body_size("touch_row"))
        self.update()
