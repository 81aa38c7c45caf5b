"""Help: the keyboard map. Keys mean one thing everywhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.help_table import KeyMeaning, key_meanings
from ui.key_map import keyed
from ui.keys import Key
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.cards import ScrollArea
from ui.widgets.drawn import Drawn, draw_elided
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent, cap_colors, cap_width, draw_cap

_COLUMNS = 2


class HelpScreen(Screen):
    """`left` goes back to where F1 was pressed."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("help", parent)
        self.map = KeyMap("key_map", key_meanings())
        self.area = ScrollArea("help_scroll", self.tr("Keyboard map"))
        self.area.setWidget(self.map)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.area)
        for key, step in ((Key.UP, -1), (Key.DOWN, 1)):
            self.bind(key, partial(self._scroll, step))
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)
        self.set_frame(
            question=self.tr("Which key does what?"),
            hint=self.tr("A scanned bill opens from every screen of a payment."), hint_trails=True,
            header=HeaderContent(
                "help", self.tr("Keyboard map"), (self.tr("The same on every screen"),),
                muted=False,
            ),
            esc=self.tr("Back"), help_enabled=False, find_enabled=False, shift_enabled=False,
            private=True,
            next_key=NextKeyContent(self.tr("Go on"), self.tr("Back to where you were")),
        )  # fmt: skip

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.left.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _scroll(self, step: int) -> None:
        """With large type the map is longer than the screen."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * look().body_size("help_row"))

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, 0, side, now.space("base"))


class KeyMap(Drawn):
    """Two columns of key caps with their meaning."""

    def __init__(
        self, name: str, keys: tuple[KeyMeaning, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._keys = keys
        self.apply_look()

    def apply_look(self) -> None:
        """A moved key changes the look, too."""
        words = (f"{keyed(key.cap)}: {key.meaning}" for key in self._keys)
        self.setAccessibleName(", ".join(words))
        self.setMinimumHeight(self._rows * look().body_size("help_row_least"))

    @property
    def _rows(self) -> int:
        return -(-len(self._keys) // _COLUMNS)

    def _pitch(self) -> int:
        """Closer together where the whole map would not be seen otherwise."""
        return min(look().body_size("help_row"), self.height() // self._rows)

    def draw(self, painter: QPainter) -> None:
        rows = self._rows
        gap = look().space("huge")
        width = (self.width() - gap) / _COLUMNS
        for number, key in enumerate(self._keys):
            column, row = divmod(number, rows)
            self._draw_key(
                painter, key, (column * (width + gap), float(row * self._pitch()), width)
            )

    def _draw_key(self, painter: QPainter, key: KeyMeaning, at: tuple[float, float, float]) -> None:
        now, pitch = look(), self._pitch()
        x, y, width = at
        cap = self.placed(x, y + (pitch - now.size("key")) / 2, cap_width(key.cap), now.size("key"))
        draw_cap(painter, cap, key.cap, cap_colors("strip"))
        # Three keys of two digits, moved there, are wider than the program's own.
        widest = max(cap_width(one.cap) for one in self._keys)
        left = x + max(now.px(92), widest + now.px(16))
        room = x + width - left
        middle = not key.detail
        upper = self.placed(
            left, y + (0 if middle else pitch * 0.08), room, pitch * (1 if middle else 0.48)
        )
        draw_elided(painter, upper, key.meaning, now.font("lead"), now.color("ink"))
        lower = self.placed(left, y + pitch * 0.52, room, pitch * 0.38)
        draw_elided(painter, lower, key.detail, now.font("small"), now.color("ink2"))
        painter.fillRect(self.placed(x, y + pitch - 1, width, 1), now.color("line"))
