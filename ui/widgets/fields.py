"""Entry fields: a ring that never jumps, a thick caret, labels that say the currency once."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier_app.domain.money import ZERO, Currency
from ui.keys import digit
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Drawn, Label, draw_box, draw_text, text_width

_CARET_BLINK_MS = 530
MAX_DIGITS = 14


def draw_field(painter: QPainter, rect: QRectF, focused: bool) -> None:
    """Border of a field inside `rect`; the ring's room is kept when it has no focus."""
    now = look()
    ring = now.size("ring")
    box = rect.adjusted(ring, ring, -ring, -ring)
    radius = now.radius("card")
    if focused:
        draw_box(painter, rect, fill=now.color("focus_ring"), radius=radius + ring)
        draw_box(
            painter, box, fill=now.color("surface"), edge=now.color("focus"),
            width=now.size("focus"), radius=radius,
        )  # fmt: skip
        return
    draw_box(
        painter, box, fill=now.color("surface"), edge=now.color("line_strong"),
        width=1.5, radius=radius,
    )  # fmt: skip


class LineEdit(QLineEdit):
    """The bare editor inside a field; Qt's own caret gives way to a thicker one in blue."""

    focus_changed = Signal(bool)

    def __init__(self, name: str, step: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self._caret_on = True
        self._blink = QTimer(self)
        self._blink.setInterval(_CARET_BLINK_MS)
        self._blink.timeout.connect(self._on_blink_timeout)
        self.setObjectName(name)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._on_cursor_position_changed()
        self._blink.start()
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self.focus_changed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus() or not self._caret_on:
            return
        caret = self.cursorRect()
        painter = QPainter(self)
        thick = look().px(3)
        x = min(caret.center().x(), self.width() - thick)
        height = min(self.height(), round(self.fontMetrics().height() * 0.98))
        painter.fillRect(x, (self.height() - height) // 2, thick, height, look().color("focus"))
        painter.end()

    def _on_blink_timeout(self) -> None:
        self._caret_on = not self._caret_on
        self.update()

    def _on_cursor_position_changed(self) -> None:
        self._caret_on = True
        self.update()

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
        self.hint = Label(hint, "body", "ink2", name=f"{name}_hint")
        self.box = FieldBox(f"{name}_box", step, height, f"{name}_edit")
        self.edit = self.box.edit
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self.label.setBuddy(self.edit)
        if password:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._arrange(bool(label))
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put `text` into the editor."""
        self.edit.setText(text)

    def set_hint(self, hint: str, tone: str = "ink2") -> None:
        """Change the words at the right of the label."""
        self.hint.setText(hint)
        self.hint.set_tone(tone)
        self.edit.setAccessibleDescription(hint)

    def _arrange(self, has_label: bool) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look().space("hair"))
        if has_label:
            row = QHBoxLayout()
            ring = look().size("ring")
            row.setContentsMargins(ring, 0, ring, 0)
            row.addWidget(self.label)
            row.addStretch()
            row.addWidget(self.hint)
            layout.addLayout(row)
        layout.addWidget(self.box)


class FieldBox(Drawn):
    """The bordered box with its editor; room at the leading edge for an icon."""

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
        self.edit.focus_changed.connect(self.update)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.apply_look()

    def apply_look(self) -> None:
        now = look()
        self.setFixedHeight(now.body_size(self._height) + 2 * now.size("ring"))
        leading = now.px(62) if self._icon else now.px(19)
        ring = now.size("ring") + now.size("focus")
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.row.setContentsMargins(now.px(19), ring, leading, ring)
        else:
            self.row.setContentsMargins(leading, ring, now.px(19), ring)
        self.row.setSpacing(now.space("gap"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_field(painter, QRectF(self.rect()), self.edit.hasFocus())
        if self._icon:
            side = now.px(28)
            spot = self.placed(now.px(22), (self.height() - side) / 2, side, side)
            draw_icon(painter, spot, self._icon, now.color("ink2"))

    def mousePressEvent(self, _event: object) -> None:
        self.edit.setFocus()


class AmountField(Drawn):
    """Money by digits: right aligned, the label inside at the left, always all decimals.

    Digits append in the main unit until a point is typed ("1600" is 1,600.00, "0.5" is
    0.50). It takes digits, the point and Backspace; every other key goes on to the screen.
    """

    changed = Signal()

    def __init__(self, name: str, label: str, currency: Currency, parent: QWidget | None = None):
        super().__init__(name, parent)
        self._label, self._currency = label, currency
        self._typed = ""
        self._fresh = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.apply_look()
        self._announce()

    @property
    def is_empty(self) -> bool:
        """True when nothing is typed: not the same as zero."""
        return not self._typed

    @property
    def typed(self) -> str:
        """The characters typed so far."""
        return self._typed

    def amount(self) -> Decimal:
        """What is in the field; zero when empty."""
        return self._currency.parse(self._typed) if self._typed.strip(".") else ZERO

    def set_amount(self, amount: Decimal | None, *, fresh: bool = False) -> None:
        """Fill in `amount`; None empties. A fresh amount gives way to the first digit typed."""
        self._typed = "" if amount is None else f"{self._currency.exact(amount):f}"
        self._fresh = fresh
        self._announce()
        self.changed.emit()

    def set_label(self, label: str) -> None:
        """Change the words inside the field."""
        self._label = label
        self._announce()

    def set_currency(self, currency: Currency) -> None:
        """Show and take amounts of another currency; empties the field."""
        self._currency = currency
        self.set_amount(None)

    def type_text(self, text: str) -> bool:
        """Take typed characters; False when the field has no use for them."""
        digits = "".join(str(int(c)) if c.isdecimal() else c for c in text)
        if digits in {",", "."}:
            return self._type_point()
        if not digits.isdigit():
            return False
        self._start_over()
        for character in digits:
            self._type_digit(character)
        self._announce()
        self.changed.emit()
        return True

    def backspace(self) -> bool:
        """Take the last character back; False when there is none."""
        if not self._typed:
            return False
        self._fresh = False
        self._typed = self._typed[:-1]
        self._announce()
        self.changed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.backspace():
            return
        if self.type_text(digit(event) or event.text()):
            return
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("field_amount") + 2 * look().size("ring"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_field(painter, QRectF(self.rect()), self.hasFocus())
        pad = now.px(20)
        font = now.font("lead")
        label_width = text_width(self._label, font)
        label = self.placed(pad, 0, label_width + 2, self.height())
        draw_text(painter, label, self._label, font, now.color("ink"))
        self._draw_number(painter, pad + label_width + now.space("gutter"))

    def _draw_number(self, painter: QPainter, left: float) -> None:
        now = look()
        shown = self.shown()
        caret, gap = now.px(3), now.px(6)
        right = self.width() - now.px(14)
        font = now.fit(shown, "field", right - caret - gap - left)
        width = text_width(shown, font)
        number = self.placed(right - caret - gap - width, 0, width, self.height())
        token = "ink3" if self.is_empty else "ink"
        draw_text(painter, number, shown, font, now.color(token))
        if self.hasFocus():
            height = self.height() - 2 * now.px(20)
            spot = self.placed(right - caret, now.px(20), caret, height)
            painter.fillRect(spot, now.color("focus"))

    def shown(self) -> str:
        """The amount as the field shows it; what is typed after the point is filled with zeros."""
        return self._currency.show(self.amount())

    def _start_over(self) -> None:
        if self._fresh:
            self._typed = ""
            self._fresh = False

    def _type_point(self) -> bool:
        self._start_over()
        if self._currency.decimals and "." not in self._typed:
            self._typed = f"{self._typed or '0'}."
            self._announce()
            self.changed.emit()
        return True

    def _type_digit(self, digit: str) -> None:
        _, point, decimals = self._typed.partition(".")
        full = point and len(decimals) >= self._currency.decimals
        if full or len(self._typed) >= MAX_DIGITS:
            return
        self._typed = digit if self._typed == "0" else self._typed + digit

    def _announce(self) -> None:
        self.setAccessibleName(self._label)
        self.setAccessibleDescription("" if self.is_empty else self.shown())
        self.update()
