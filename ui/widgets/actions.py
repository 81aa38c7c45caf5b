"""A list of things to do: a key, an icon, words; arrows choose, Enter does it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.spoken import Spoken, tell
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_elided, text_width
from ui.widgets.in_sight import bring_into_sight
from ui.widgets.keys import cap_colors, cap_width, draw_cap


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is what the screen acts on; label and detail are what people read."""

    name: str
    label: str
    detail: str
    icon: str


_CAPS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROWS, _MOST_ROWS = 7, 10
"""Rows that fit a body of the smallest window; at their least height; more begin a column."""
_TWO, _MOST_COLUMNS = 2, 3
"""Columns that have room for whole details; only a very long list is given a third, and is scrolled
where that is not enough."""


class _Setting(NamedTuple):
    """How the words of a row are set, in parts of its height; `height` in those of a usual row."""

    lines: int
    height: float
    label_at: float
    label_height: float
    detail_at: float
    line_height: float


_USUAL = _Setting(1, 1, 0.12, 0.42, 0.52, 0.36)
_BROKEN = _Setting(2, 1.3, 0.08, 0.32, 0.40, 0.26)
"""Of a list in which a detail needs a second line."""


class ActionList(Drawn):
    """`chosen` when another row is selected, `pressed` on a click; both carry the name."""

    spoken_as = Spoken.LIST
    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._actions: tuple[Action, ...] = ()
        self._at = 0
        self._setting = _USUAL
        self.apply_look()

    @property
    def current(self) -> Action | None:
        """The selected row."""
        return self._actions[self._at] if self._actions else None

    @property
    def last_cap(self) -> str:
        """The key of the last row."""
        return _CAPS[max(len(self._actions) - 1, 0)]

    def set_actions(self, actions: tuple[Action, ...]) -> None:
        """Show `actions`; the first is selected."""
        self._actions, self._at = actions, 0
        self._on_look_changed()
        self._announce()
        self._bring_into_sight()

    def move_choice(self, step: int) -> None:
        """Select the row `step` further down."""
        self.choose(self._at + step)

    def choose(self, row: int) -> bool:
        """Select `row`; False if there is none."""
        if not 0 <= row < len(self._actions):
            return False
        self._at = row
        self._announce()
        self._bring_into_sight()
        tell(self, f"{_CAPS[row]} {self._actions[row].label}. {self._actions[row].detail}")
        self.chosen.emit(self._actions[row].name)
        return True

    def choose_cap(self, text: str) -> bool:
        """Select the row whose key is `text`; False if there is none."""
        return len(text) == 1 and text.upper() in _CAPS and self.choose(_CAPS.index(text.upper()))

    def cap_of(self, name: str) -> str:
        """The key of action `name`; raises ValueError if it is not in the list."""
        return _CAPS[[action.name for action in self._actions].index(name)]

    def apply_look(self) -> None:
        font = look().font("small")
        is_broken = any(
            text_width(action.detail, font) > self._words_room(row)
            for row, action in enumerate(self._actions)
        )
        self._setting = _BROKEN if is_broken else _USUAL
        self.setMinimumHeight(self._row_height * self._rows)
        self.setMaximumHeight(self._height_of("action_row") * self._rows)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.apply_look()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.maximumHeight())

    def draw(self, painter: QPainter) -> None:
        for row, action in enumerate(self._actions):
            self._draw_row(painter, row, action, self._place(row))

    @property
    def _columns(self) -> int:
        wanted = max(math.ceil(len(self._actions) / _ROWS), 1)
        if wanted > _TWO and len(self._actions) <= _TWO * _MOST_ROWS:
            return _TWO
        return min(wanted, _MOST_COLUMNS)

    @property
    def _row_height(self) -> int:
        """The least: a list of more rows than usual gives way where the window is low."""
        is_long = self._rows > _ROWS
        return self._height_of("action_row_least" if is_long else "action_row")

    def _height_of(self, size: str) -> int:
        return round(look().body_size(size) * self._setting.height)

    def detail_lines(self, row: int) -> tuple[str, ...]:
        """The detail as it is broken; what the last line has no room for is elided."""
        detail, room, font = self._actions[row].detail, self._words_room(row), look().font("small")
        if self._setting is _USUAL or text_width(detail, font) <= room:
            return (detail,)
        at = detail.rfind(" ")
        while at > 0 and text_width(detail[:at], font) > room:
            at = detail.rfind(" ", 0, at)
        return (detail[:at], detail[at + 1 :]) if at > 0 else (detail,)

    @property
    def _rows(self) -> int:
        return math.ceil(len(self._actions) / self._columns)

    def _place(self, row: int) -> QRectF:
        """Where action `row` is, in leading coordinates: down the first column, then the next."""
        gap, columns = look().space("gutter"), self._columns
        height = self.height() / max(self._rows, 1)
        width = (self.width() - gap * (columns - 1)) / columns
        column, line = divmod(row, max(self._rows, 1))
        return QRectF(column * (width + gap), line * height, width, height)

    def _draw_row(self, painter: QPainter, row: int, action: Action, spot: QRectF) -> None:
        now = look()
        y, height = spot.y(), spot.height()
        ground = self.placed(spot.x(), y, spot.width(), height)
        if row == self._at:
            painter.fillRect(ground, now.color("focus_soft"))
            bar = self.placed(spot.x(), y, now.size("row_bar"), height)
            painter.fillRect(bar, now.color("focus"))
        else:
            rule = QRectF(ground.x(), ground.bottom() - 1, ground.width(), 1)
            painter.fillRect(rule, now.color("line"))
        cap, side = _CAPS[row], now.size("icon")
        x = spot.x() + now.space("base" if self._columns > 1 else "gutter")
        key = self.placed(x, y + (height - now.size("key")) / 2, cap_width(cap), now.size("key"))
        draw_cap(painter, key, cap, cap_colors("strip"))
        x += round(cap_width(cap)) + now.space("base")
        icon = self.placed(x, y + (height - side) / 2, side, side)
        draw_icon(painter, icon, action.icon, now.color("ink2"))
        x += side + now.space("base")
        width = self._words_room(row)
        setting, details = self._setting, self.detail_lines(row)
        line_height = height * setting.line_height
        y += (setting.lines - len(details)) * line_height / 2
        upper = self.placed(x, y + height * setting.label_at, width, height * setting.label_height)
        draw_elided(painter, upper, action.label, now.font("row"), now.color("ink"))
        for number, line in enumerate(details):
            top = y + height * setting.detail_at + number * line_height
            lower = self.placed(x, top, width, line_height)
            draw_elided(painter, lower, line, now.font("small"), now.color("ink2"))

    def _words_room(self, row: int) -> float:
        """Pixels for label and detail of a row."""
        now, spot = look(), self._place(row)
        lead = now.space("base" if self._columns > 1 else "gutter") + 3 * now.space("base")
        return spot.width() - lead - round(cap_width(_CAPS[row])) - now.size("icon")

    def _bring_into_sight(self) -> None:
        spot = self._place(self._at)
        placed = self.placed(spot.x(), spot.y(), spot.width(), spot.height())
        bring_into_sight(self, placed.toAlignedRect())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for row, action in enumerate(self._actions):
            spot = self._place(row)
            place = self.placed(spot.x(), spot.y(), spot.width(), spot.height())
            if place.contains(event.position()) and self.choose(row):
                self.pressed.emit(action.name)

    def _announce(self) -> None:
        words = (f"{_CAPS[row]} {action.label}" for row, action in enumerate(self._actions))
        self.setAccessibleName(", ".join(words))
        self.setAccessibleDescription(self.current.label if self.current else "")
        self.update()
