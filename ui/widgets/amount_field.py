"""The amount field: money by digits, the label inside, always all decimals."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import Currency
from ui.keys import digit, is_without_num_lock
from ui.models.typed_amount import amount_in, is_unfinished, may_stand
from ui.spoken import Spoken, tell
from ui.theme.look import look
from ui.widgets.drawn import draw_text, text_width
from ui.widgets.fields import Ringed, draw_field

MAX_DIGITS = 14


class AmountField(Ringed):
    """Money by digits: right aligned, the label inside at the left, always all decimals.

    Digits append in the main unit until a point is typed ("1600" is 1,600.00, "0.5" is
    0.50); `ui.models.typed_amount` says what a comma means. It takes digits, point, comma and
    Backspace; every other key goes on to the screen. A key of the keypad that types nothing
    because Num Lock is off is told in place of the label: it would move, or take a cheque off.
    """

    spoken_as = Spoken.FIELD
    changed = Signal()

    def __init__(self, name: str, label: str, currency: Currency, parent: QWidget | None = None):
        super().__init__(name, parent)
        self._label, self._currency = label, currency
        self._typed = ""
        self._fresh = self._read_only = self._is_keyed = self._lacks_num_lock = False
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

    @property
    def is_typed(self) -> bool:
        """True when somebody typed what stands there."""
        return self._is_keyed and not self.is_empty

    def amount(self) -> Decimal:
        """What is in the field; zero when empty, and while a group of thousands is begun."""
        return amount_in(self._typed, self._currency)

    def set_amount(self, amount: Decimal | None, *, fresh: bool = False) -> None:
        """Fill in `amount`; None empties. A fresh amount gives way to the first digit typed."""
        self._typed = "" if amount is None else f"{self._currency.exact(amount):f}"
        self._fresh, self._is_keyed = fresh, False
        self._announce()
        self.changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Whether no key changes the amount."""
        self._read_only = read_only

    @property
    def label(self) -> str:
        """The words inside the field: what is asked for, or why a key typed nothing."""
        return self.tr("Num Lock is off: press it first") if self._lacks_num_lock else self._label

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
            return self._type_point(digits)
        if not digits.isdecimal():  # a raised two is a digit, too, and no number
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
        if self._read_only:
            event.ignore()
            return
        self._tell_num_lock(is_without_num_lock(event))
        if self._lacks_num_lock:
            return
        if event.key() == Qt.Key.Key_Backspace and self.backspace():
            return
        if self.type_text(digit(event) or event.text()):
            return
        event.ignore()

    def _tell_num_lock(self, is_lacking: bool) -> None:
        if is_lacking != self._lacks_num_lock:
            self._lacks_num_lock = is_lacking
            if is_lacking:
                tell(self, self.label)
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.follow_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell_num_lock(False)
        self.follow_focus()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("field_amount"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_field(painter, QRectF(self.rect()), self.hasFocus())
        pad = now.px(16)
        font = now.font("lead")
        label_width = text_width(self.label, font)
        label = self.placed(pad, 0, label_width + 2, self.height())
        tone = "warn_ink" if self._lacks_num_lock else "ink"
        draw_text(painter, label, self.label, font, now.color(tone))
        self._draw_number(painter, pad + label_width + now.space("gutter"))

    def _draw_number(self, painter: QPainter, left: float) -> None:
        now = look()
        shown = self.shown()
        caret, gap = now.px(3), now.px(6)
        right = self.width() - now.px(10)
        font = now.fit(shown, "field", right - caret - gap - left)
        width = text_width(shown, font)
        number = self.placed(right - caret - gap - width, 0, width, self.height())
        token = "ink3" if self.is_empty else "ink"
        draw_text(painter, number, shown, font, now.color(token))
        if self.hasFocus():
            height = self.height() - 2 * now.px(16)
            spot = self.placed(right - caret, now.px(16), caret, height)
            painter.fillRect(spot, now.color("focus"))

    def shown(self) -> str:
        """The amount as the field shows it; what is typed after the point is filled with zeros.

        As it is typed while a group of thousands is only begun: it is no amount yet.
        """
        if is_unfinished(self._typed, self._currency.decimals):
            return self._typed
        return self._currency.show(self.amount())

    def _start_over(self) -> None:
        if self._fresh:
            self._typed = ""
            self._fresh = False

    def _type_point(self, point: str) -> bool:
        self._start_over()
        if self._take(f"{self._typed or '0'}{point}"):
            self._announce()
            self.changed.emit()
        return True

    def _type_digit(self, digit: str) -> None:
        if len(self._typed.replace(",", "")) < MAX_DIGITS:
            self._take(digit if self._typed == "0" else self._typed + digit)

    def _take(self, typed: str) -> bool:
        """A key that leads to no amount is not taken."""
        fits = may_stand(typed, self._currency.decimals)
        if fits:
            self._typed, self._is_keyed = typed, True
        return fits

    def _announce(self) -> None:
        self.setAccessibleName(self._label)
        self.setAccessibleDescription("" if self.is_empty else self.shown())
        if self.hasFocus():
            tell(self, self.shown())
        self.update()
