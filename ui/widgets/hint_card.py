"""The quiet dashed card: what to try first, or the sample people of the demo."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_box, draw_elided


class HintCard(Drawn):
    """A quiet dashed card: what to try first, or the sample people of the demo.

    Each row is a few columns of text; the first is plain, the last ones are bold.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._title = ""
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._shares: tuple[float, ...] = ()
        self._plain = frozenset({0})
        self.apply_look()

    def set_columns(self, shares: tuple[float, ...], plain: frozenset[int]) -> None:
        """How wide the columns are, relative to each other, and which are not bold."""
        self._shares, self._plain = shares, plain
        self.update()

    def set_content(self, title: str, rows: tuple[tuple[str, ...], ...]) -> None:
        """A bold title and rows of columns, equally wide unless `set_columns` says otherwise."""
        self._title, self._rows = title, rows
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join(", ".join(row) for row in rows))
        self._on_look_changed()

    def apply_look(self) -> None:
        pitch = round(look().px(27) * look().type_factor)
        self.setFixedHeight(pitch * (1 + len(self._rows)) + look().px(18))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_box(
            painter, QRectF(self.rect()), fill=now.color("sunken"),
            edge=now.color("line_strong"), radius=now.radius("card"), dashed=True,
        )  # fmt: skip
        pitch = round(now.px(27) * now.type_factor)
        pad = now.px(18)
        spot = self.placed(pad, now.px(9), self.width() - 2 * pad, pitch)
        draw_elided(painter, spot, self._title, now.font("body_strong"), now.color("ink"))
        for line, row in enumerate(self._rows, start=1):
            self._draw_row(painter, row, now.px(9) + line * pitch, pitch)

    def _draw_row(self, painter: QPainter, row: tuple[str, ...], y: int, height: int) -> None:
        now, pad = look(), look().px(18)
        shares = self._shares or (1.0,) * max(len(row) for row in self._rows)
        unit = (self.width() - 2 * pad) / sum(shares)
        x = float(pad)
        for column, (text, share) in enumerate(zip(row, shares, strict=False)):
            cell = self.placed(x, y, share * unit, height)
            step, token = ("body", "ink2") if column in self._plain else ("body_strong", "ink")
            draw_elided(painter, cell, text, now.font(step), now.color(token))
            x += share * unit
