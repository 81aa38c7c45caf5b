"""Entry fields: a ring that never jumps, a thick caret, labels that say the currency once.

Leave 4 px of room around a field for its ring (every spacing of the design does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Drawn, Label, draw_box, fill

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent


def draw_field(painter: QPainter, rect: QRectF, focused: bool) -> None:
    """Ground and border of a field that fills `rect`."""
    now = look()
    edge, width = ("focus", now.size("focus")) if focused else ("line_strong", 1.5)
    draw_box(
        painter, rect, fill=now.color("surface"), edge=now.color(edge), width=width,
        radius=now.radius("card"),
    )  # fmt: skip


class FocusRing(QWidget):
    """The soft ring around the field in focus: it lies outside the field, so nothing jumps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent

    def surround(self, field: QWidget) -> None:
        """Lie around `field`, somewhere inside the ring's parent."""
        ring = look().size("ring")
        spot = QRect(field.mapTo(self._home, QPoint(0, 0)), field.size())
        self.setGeometry(spot.adjusted(-ring, -ring, ring, ring))
        self.lower()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look().radius("card") + look().size("ring")
        draw_box(painter, QRectF(self.rect()), fill=look().color("focus_ring"), radius=radius)
        painter.end()


class Ringed(Drawn):
    """A drawn field whose focus ring follows it; `has_caret` says when."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._ring: FocusRing | None = None

    def has_caret(self) -> bool:
        """True while typing goes into this field."""
        return self.hasFocus()

    def follow_focus(self) -> None:
        """Repaint and move the ring."""
        parent = self.ring_parent()
        if parent is not None and self.has_caret() and self.isVisible():
            if self._ring is None or not shiboken6.isValid(self._ring):
                self._ring = FocusRing(parent)
            self._ring.surround(self)
        else:
            self._hide_ring()
        self.update()

    def ring_parent(self) -> QWidget | None:
        """Where the ring is drawn: outside of what wraps the field tightly."""
        parent = self.parentWidget()
        return parent.parentWidget() if isinstance(parent, Field) else parent

    def _hide_ring(self) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.follow_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hide_ring()


class LineEdit(QLineEdit):
    """The bare editor inside a field; a thick blue caret covers Qt's thin one."""

    focus_changed = Signal(bool)

    def __init__(self, name: str, step: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self.setObjectName(name)
        self.setFrame(False)
        self.cursorPositionChanged.connect(self.update)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """None: cut and paste have no place at a counter."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        caret = self.cursorRect()
        painter = QPainter(self)
        thick = look().px(3)
        x = min(caret.center().x(), self.width() - thick)
        height = min(self.height(), round(self.fontMetrics().height() * 0.98))
        caret_box = QRectF(x, (self.height() - height) // 2, thick, height)
        fill(painter, caret_box, look().color("focus"))
        painter.end()

    def _on_look_changed(self) -> None:
        self.setFont(look().font(self._step))


class Field(QWidget):
    """Label above, hint at its right, a bordered editor below. `edit` is the line edit.

    The editor's name is `<name>_edit`. Icon, note and key cap are optional.
    """

    submitted = Signal()

    def __init__(
        self,
        name: str,
        label: str = "",
        *,
        hint: str = "",
        step: str = "input",
        height: str = "field_small",
        password: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.label = Label(label, "body_strong", name=f"{name}_label")
        self._hint: Label | None = None
        self.box = FieldBox(f"{name}_box", step, height, f"{name}_edit")
        self.edit = self.box.edit
        self.edit.setAccessibleName(label)
        self.label.setBuddy(self.edit)
        if password:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._arrange()
        self.set_hint(hint)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    @property
    def is_typed(self) -> bool:
        """True when somebody typed what stands there, and it is no secret."""
        is_secret = self.edit.echoMode() is not QLineEdit.EchoMode.Normal
        return self.edit.isModified() and bool(self.text().strip()) and not is_secret

    def set_text(self, text: str) -> None:
        """Put `text` into the editor."""
        self.edit.setText(text)

    def set_hint(self, hint: str, tone: str = "ink2") -> None:
        """Change the words at the right of the label."""
        self.edit.setAccessibleDescription(hint)
        if hint or self._hint is not None:
            self.hint.setText(hint)
            self.hint.set_tone(tone)

    @property
    def hint(self) -> Label:
        """Built for the first words it has: the door has none, and naming Qt costs it 10 ms."""
        if self._hint is None:
            from PySide6.QtCore import Qt

            # It gives way: in large type the label and the field need the room.
            self._hint = Label("", "body", "ink2", name=f"{self.objectName()}_hint", elide=True)
            self._hint.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._head.addSpacing(look().space("small"))
            self._head.addWidget(self._hint, 1)
        return self._hint

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.box.follow_focus()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look().space("snug"))
        self._head = QHBoxLayout()
        if self.label.text():
            self._head.addWidget(self.label)
            layout.addLayout(self._head)
        layout.addWidget(self.box)


class FieldBox(Ringed):
    """The bordered box with its editor; room at the leading edge for an icon."""

    spoken_as = Spoken.AROUND

    def __init__(
        self,
        name: str,
        step: str,
        height: str,
        edit_name: str,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._height, self._icon = height, icon
        self.edit = LineEdit(edit_name, step, self)
        self.edit.focus_changed.connect(self.follow_focus)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.apply_look()

    def apply_look(self) -> None:
        now = look()
        self.setFixedHeight(now.body_size(self._height))
        leading, trailing = now.px(58 if self._icon else 16), now.px(16)
        edge = now.size("focus")
        if self.isRightToLeft():
            self.row.setContentsMargins(trailing, edge, leading, edge)
        else:
            self.row.setContentsMargins(leading, edge, trailing, edge)
        self.row.setSpacing(now.space("gap"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_field(painter, QRectF(self.rect()), self.edit.hasFocus())
        if self._icon:
            side = now.px(28)
            spot = self.placed(now.px(18), (self.height() - side) / 2, side, side)
            draw_icon(painter, spot, self._icon, now.color("ink2"))

    def has_caret(self) -> bool:
        return self.edit.hasFocus()

    def mousePressEvent(self, _event: object) -> None:
        self.edit.setFocus()
