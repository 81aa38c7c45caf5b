"""Counting a drawer: a face value, how many pieces, what they make."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QRectF,
    QRegularExpression,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QWidget

from cashier_app.domain.money import Currency
from ui.keys import is_plain_text, is_without_num_lock
from ui.spoken import Spoken, tell
from ui.theme.look import look
from ui.widgets.drawn import CENTER, LEADING, TRAILING, Drawn, draw_box, draw_elided, draw_text
from ui.widgets.fields import FieldBox

_MAX_DIGITS = 5


class CountRow(Drawn):
    """One row with its field; the row in focus is on blue ground with a bar."""

    spoken_as = Spoken.AROUND
    changed = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._label = label
        self._passed = self._lacks_num_lock = False
        self.box = FieldBox(
            f"{name}_box", "input_large", "count_field", f"{name}_edit", parent=self
        )
        self.edit = self.box.edit
        self.edit.setAccessibleName(label)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setValidator(_digits(self))
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._on_edit_text_edited)
        self.edit.focus_changed.connect(self._on_edit_focus_changed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setFocusProxy(self.edit)

    @property
    def count(self) -> int:
        """The pieces entered; an empty field means none."""
        return int(self.edit.text() or 0)

    @property
    def is_counted(self) -> bool:
        """True once a number is in it, or Enter passed it by."""
        return self._passed or bool(self.edit.text())

    @property
    def is_typed(self) -> bool:
        """True when somebody typed the number that stands there."""
        return self.edit.isModified() and bool(self.edit.text())

    @property
    def note(self) -> str:
        """Why a key of the keypad counted nothing; "" where none did so."""
        return self.tr("Num Lock is off") if self._lacks_num_lock else ""

    def set_count(self, count: int | None) -> None:
        """Fill in a number; None empties the row and forgets that it was passed."""
        self.edit.setText("" if count is None else str(count))
        self._passed = False
        self._refresh()

    def pass_by(self) -> None:
        """Enter went on from here: an empty field counts as none."""
        self._passed = True
        self.update()

    def eventFilter(self, _edit: QObject, event: QEvent) -> bool:
        """The field takes digits; every other character goes on to the screen."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        self._tell_num_lock(is_without_num_lock(event))
        if self._lacks_num_lock:
            return True
        if not is_plain_text(event) or event.text().isdecimal():
            return False
        QCoreApplication.sendEvent(self, event)
        return True

    def _tell_num_lock(self, is_lacking: bool) -> None:
        if is_lacking != self._lacks_num_lock:
            self._lacks_num_lock = is_lacking
            tell(self, self.note)
            self.update()

    def set_row_height(self, pixels: int) -> None:
        """Rows give way a little where many must fit."""
        self.setFixedHeight(pixels)

    def apply_look(self) -> None:
        self.box.setFixedWidth(look().body_size("count_field_width"))

    def draw_ground(self, painter: QPainter) -> None:
        """Blue ground and bar with the caret, a hairline otherwise."""
        now = look()
        if self.edit.hasFocus():
            painter.fillRect(self.rect(), now.color("focus_soft"))
            bar = self.placed(0, 0, now.size("row_bar"), self.height())
            painter.fillRect(bar, now.color("focus"))
        else:
            edge = QRectF(0, self.height() - 1, self.width(), 1)
            painter.fillRect(edge, now.color("line"))

    def _on_edit_text_edited(self, _text: str) -> None:
        self._refresh()

    def _on_edit_focus_changed(self, has_focus: bool) -> None:
        if has_focus:
            self.edit.end(False)
        self._tell_num_lock(False)
        self.update()

    def _refresh(self) -> None:
        self.update()
        self.changed.emit()


class PiecesRow(CountRow):
    """A banknote or coin: "1,000 × [31]  31,000.00"."""

    def __init__(
        self, name: str, value: Decimal, label: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, label, parent)
        self.value = value
        self._currency: Currency | None = None
        # A spacer, not a margin: it changes sides with the reading direction.
        self._face = QSpacerItem(0, 0)
        self._row.addSpacerItem(self._face)
        self._row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self.apply_look()

    def set_currency(self, currency: Currency) -> None:
        """How face value and amount are shown."""
        self._currency = currency
        self.update()

    @property
    def amount(self) -> Decimal:
        """What the pieces make."""
        return self.value * self.count

    def apply_look(self) -> None:
        super().apply_look()
        self._face.changeSize(look().body_size("count_face"), 0)
        self._row.invalidate()

    def draw(self, painter: QPainter) -> None:
        now = look()
        self.draw_ground(painter)
        if self._currency is None:
            return
        field = now.body_size("count_face")
        face = self.placed(0, 0, field - now.px(43), self.height())
        shown = self._currency.show_short(self.value)
        font = now.fit(shown, "count", face.width() - now.space("small"))
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(painter, face, shown, font, now.color("ink"), TRAILING)
        times = self.placed(field - now.px(36), 0, now.px(24), self.height())
        draw_text(painter, times, "×", now.font("row_plain"), now.color("ink2"), CENTER)
        self._draw_amount(painter, field + self.box.width())

    def _draw_amount(self, painter: QPainter, left: float) -> None:
        now = look()
        if self._currency is None:
            return
        shown, tone = self._currency.show(self.amount), "ink"
        if self.note:
            shown, tone = self.note, "warn_ink"
        elif not self.edit.text():
            shown, tone = "–", "ink2"
        x = left + now.space("base")
        room = self.placed(x, 0, self.width() - x - now.space("base"), self.height())
        font = now.fit(shown, "row", room.width())
        draw_text(painter, room, shown, font, now.color(tone), TRAILING)


class PapersRow(CountRow):
    """Cheques or card slips: a label and how many."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self._row.addStretch(1)
        self._row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        self._edge = QSpacerItem(0, 0)
        self._row.addSpacerItem(self._edge)
        self.apply_look()

    def apply_look(self) -> None:
        super().apply_look()
        self._edge.changeSize(look().space("base"), 0)
        self._row.invalidate()

    def draw(self, painter: QPainter) -> None:
        now = look()
        self.draw_ground(painter)
        room = self.placed(
            now.space("large"), 0, self.width() - self.box.width() - now.px(60), self.height()
        )
        tone = "warn_ink" if self.note else "ink"
        words = self.note or self._label
        draw_elided(painter, room, words, now.font("lead"), now.color(tone), LEADING)


class CountHead(Drawn):
    """The head of a group of rows: its name, and what the last column is in."""

    def __init__(
        self, name: str, title: str, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._title, self._unit = title, unit
        self.setAccessibleName(title)
        self.apply_look()

    def set_unit(self, unit: str) -> None:
        """The currency's symbol, or "How many"."""
        self._unit = unit
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("table_head"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        pad = now.space("large")
        room = self.placed(pad, 0, self.width() - pad - now.space("base"), self.height() - 2)
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(painter, room, self._title, now.font("body_strong"), now.color("ink"))
        draw_text(painter, room, self._unit, now.font("small"), now.color("ink2"), TRAILING)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), now.color("line_strong"))


class ProgressCard(Drawn):
    """How much is counted: a few words, a bar, what happens next."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._done, self._all = 0, 1
        self._lead, self._rest, self._note = "", "", ""
        self.apply_look()

    def set_progress(self, done: int, total: int, words: tuple[str, str, str]) -> None:
        """`words`: what is done, what is left, a note."""
        self._done, self._all = done, max(1, total)
        self._lead, self._rest, self._note = words
        self.setAccessibleName(". ".join(word for word in words if word))
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("progress_card"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_box(painter, QRectF(self.rect()), fill=now.color("sunken"), radius=now.radius("card"))
        pad = now.space("large")
        width = self.width() - 2 * pad
        line = self.height() / 3.4
        upper = self.placed(pad, now.px(10), width, line)
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(painter, upper, self._lead, now.font("lead"), now.color("ink"))
        draw_text(painter, upper, self._rest, now.font("body"), now.color("ink2"), TRAILING)
        bar = self.placed(pad, upper.bottom() + now.px(6), width, now.px(9))
        painter.fillRect(bar, now.color("line"))
        done = width * self._done / self._all
        painter.fillRect(self.placed(pad, bar.y(), done, bar.height()), now.color("bar_hi"))
        lower = self.placed(pad, bar.bottom() + now.px(3), width, line)
        draw_elided(painter, lower, self._note, now.font("body"), now.color("ink2"))


def _digits(parent: CountRow) -> QRegularExpressionValidator:
    """Digits of any script."""
    pattern = QRegularExpression(
        rf"\d{{0,{_MAX_DIGITS}}}", QRegularExpression.PatternOption.UseUnicodePropertiesOption
    )
    return QRegularExpressionValidator(pattern, parent)
