"""A short list of things to do: a digit key, an icon, words; arrows choose, Enter does it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_elided
from ui.widgets.keys import cap_colors, cap_width, draw_cap


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is what the screen acts on; label and detail are what people read."""

    name: str
    label: str
    detail: str
    icon: str


class ActionList(Drawn):
    """`chosen` when another row is selected, `pressed` on a click; both carry the name."""

    chosen = Signal(str)
    pressed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._actions: tuple[Action, ...] = ()
        self._at = 0
        self.apply_look()

    @property
    def current(self) -> Action | None:
        """The selected row."""
        return self._actions[self._at] if self._actions else None

    def set_actions(self, actions: tuple[Action, ...]) -> None:
        """Show `actions`; the first is selected."""
        self._actions, self._at = actions, 0
        self._on_look_changed()
        self._announce()

    def move_choice(self, step: int) -> None:
        """Select the row `step` further down."""
        self.choose(self._at + step)

    def choose(self, row: int) -> bool:
        """Select `row`; False if there is none."""
        if not 0 <= row < len(self._actions):
            return False
        self._at = row
        self._announce()
        self.chosen.emit(self._actions[row].name)
        return True

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("action_row") * len(self._actions))

    def draw(self, painter: QPainter) -> None:
        height = look().body_size("action_row")
        for row, action in enumerate(self._actions):
            self._draw_row(painter, row, action, float(row * height), height)

    def _draw_row(self, painter: QPainter, row: int, action: Action, y: float, height: int) -> None:
        now = look()
        ground = QRectF(0, y, self.width(), height)
        if row == self._at:
            painter.fillRect(ground, now.color("focus_soft"))
            bar = self.placed(0, y, now.size("row_bar"), height)
            painter.fillRect(bar, now.color("focus"))
        else:
            painter.fillRect(QRectF(0, ground.bottom() - 1, self.width(), 1), now.color("line"))
        cap, side = str(row + 1), now.size("icon")
        x = now.space("gutter")
        key = self.placed(x, y + (height - now.size("key")) / 2, cap_width(cap), now.size("key"))
        draw_cap(painter, key, cap, cap_colors("strip"))
        x += round(cap_width(cap)) + now.space("base")
        icon = self.placed(x, y + (height - side) / 2, side, side)
        draw_icon(painter, icon, action.icon, now.color("ink2"))
        x += side + now.space("base")
        width = self.width() - x - now.space("base")
        upper = self.placed(x, y + height * 0.12, width, height * 0.42)
        draw_elided(painter, upper, action.label, now.font("row"), now.color("ink"))
        lower = self.placed(x, y + height * 0.52, width, height * 0.36)
        draw_elided(painter, lower, action.detail, now.font("small"), now.color("ink2"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // look().body_size("action_row"))
        if self.choose(row):
            self.pressed.emit(self._actions[row].name)

    def _announce(self) -> None:
        words = (f"{row + 1} {action.label}" for row, action in enumerate(self._actions))
        self.setAccessibleName(", ".join(words))
        self.setAccessibleDescription(self.current.label if self.current else "")
        self.update()
