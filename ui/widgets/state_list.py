"""A narrow list to choose from: a number, a name, its state with an icon, an amount."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.chip import Tone
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width

_LEAST = 7
"""Letters of a moment that are worth being shown."""
_ROW = 52
_INKS = {Tone.QUIET: "ink2", Tone.WARN: "warn_ink", Tone.STOP: "stop_text"}


@dataclass(frozen=True, slots=True)
class StateRow:
    """`key` is what the screen acts on; `code` is short; `state` stands before `when`."""

    key: str
    code: str
    title: str
    state: str
    when: str
    amount: str
    tone: Tone = Tone.QUIET


class StateList(Drawn):
    """As many whole rows as there is room for; the chosen one is always among them.

    `chosen` and `pressed` (a click) carry the key.
    """

    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._heads = ("", "")
        self._rows: tuple[StateRow, ...] = ()
        self._at = 0
        self.apply_look()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @property
    def current(self) -> StateRow | None:
        """The chosen row."""
        return self._rows[self._at] if self._rows else None

    @property
    def rows(self) -> tuple[StateRow, ...]:
        """Every row, whether or not there is room for all."""
        return self._rows

    def set_content(self, heads: tuple[str, str], rows: tuple[StateRow, ...]) -> None:
        """Show `rows`; the one that was chosen stays so, wherever it stands now."""
        before = self.current
        self._heads, self._rows = heads, rows
        keys = [row.key for row in rows]
        self._at = keys.index(before.key) if before is not None and before.key in keys else 0
        self._announce()

    def choose(self, row: int) -> None:
        """Choose `row`; outside of the list nothing happens."""
        if 0 <= row < len(self._rows):
            self._at = row
            self._announce()
            self.chosen.emit(self._rows[row].key)

    def choose_key(self, key: str) -> None:
        """Choose the row of that key."""
        for number, row in enumerate(self._rows):
            if row.key == key:
                self.choose(number)

    def move_choice(self, step: int) -> None:
        """Choose the row `step` further down."""
        self.choose(self._at + step)

    def apply_look(self) -> None:
        self.setMinimumHeight(look().body_size("table_head") + self._pitch())

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.setLayoutDirection(self.layoutDirection())
        head = now.body_size("table_head")
        spot = self.placed(0, 0, self.width(), head - 2)
        ink = now.color("ink")
        draw_elided(painter, spot, self._heads[0], now.font("small_strong"), ink)
        aside = self._heads[1]
        if self._hidden():
            more = QCoreApplication.translate("StateList", "{n} more")
            aside = more.format(n=self._hidden())
        draw_text(painter, spot, aside, now.font("small"), now.color("ink2"), TRAILING)
        painter.fillRect(0, head - 1, self.width(), 1, now.color("line_strong"))
        first = self._first()
        for place, row in enumerate(self._rows[first : first + self._room()]):
            self._draw_row(painter, row, head + place * self._pitch(), first + place == self._at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - look().body_size("table_head")) // self._pitch())
        row = self._first() + place
        if 0 <= place < self._room() and row < len(self._rows):
            self.choose(row)
            self.pressed.emit(self._rows[row].key)

    def _pitch(self) -> int:
        return round(look().px(_ROW) * look().type_factor)

    def _room(self) -> int:
        return max((self.height() - look().body_size("table_head")) // self._pitch(), 1)

    def _first(self) -> int:
        return max(min(self._at - self._room() + 1, len(self._rows) - self._room()), 0)

    def _hidden(self) -> int:
        return max(len(self._rows) - self._room(), 0)

    def _draw_row(self, painter: QPainter, row: StateRow, y: int, is_chosen: bool) -> None:
        now, height, width = look(), self._pitch(), self.width()
        if is_chosen:
            painter.fillRect(QRectF(0, y, width, height), now.color("focus_soft"))
            bar = self.placed(0, y, now.size("row_bar"), height)
            painter.fillRect(bar, now.color("focus"))
        else:
            painter.fillRect(0, y + height - 1, width, 1, now.color("line"))
        code = self.placed(now.px(6), y, now.px(30), height)
        font = now.fit(row.code, "lead_strong", code.width())
        draw_text(painter, code, row.code, font, now.color("ink"), TRAILING)
        amount_font = now.fit(row.amount, "cell_strong", width * 0.4)
        amount = self.placed(0, y, width - now.space("gap"), height)
        draw_text(painter, amount, row.amount, amount_font, now.color("ink"), TRAILING)
        x = now.px(46)
        room = width - x - text_width(row.amount, amount_font) - now.space("gutter")
        upper = self.placed(x, y + height * 0.1, room, height * 0.45)
        draw_elided(painter, upper, row.title, now.font("cell_strong"), now.color("ink"))
        self._draw_state(painter, row, (x, y + height * 0.53, room, height * 0.36))

    def _draw_state(
        self, painter: QPainter, row: StateRow, at: tuple[float, float, float, float]
    ) -> None:
        now = look()
        x, y, room, height = at
        ink, side = now.color(_INKS[row.tone]), now.px(15)
        icon = "clock" if row.tone is Tone.QUIET else "triangle-alert"
        draw_icon(painter, self.placed(x, y + (height - side) / 2, side, side), icon, ink)
        font = now.font("small_strong")
        left = float(side + now.space("small"))
        state = self.placed(x + left, y, room - left, height)
        draw_elided(painter, state, row.state, font, ink)
        left += text_width(row.state, font) + now.space("small")
        if row.when and left + text_width(row.when[:_LEAST], now.font("small")) < room:
            when = self.placed(x + left, y, room - left, height)
            draw_elided(painter, when, row.when, now.font("small"), now.color("ink2"))

    def _announce(self) -> None:
        words = (
            f"{row.code} {row.title}, {row.state} {row.when} {row.amount}" for row in self._rows
        )
        self.setAccessibleName(f"{self._heads[0]}: {'. '.join(words)}")
        self.setAccessibleDescription(self.current.title if self.current else "")
        self.update()
