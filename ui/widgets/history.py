"""Quiet lists under the bills: totals, recent payments, past bills."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width
from ui.widgets.ledger import LedgerLine

_TOTALS = {"plain": ("row_plain", "row_plain", 25), "sum": ("lead_strong", "amount", 36)}


class Totals(Drawn):
    """Sums under a column of amounts: label and amount stand close together, trailing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._lines: tuple[LedgerLine, ...] = ()

    @property
    def lines(self) -> tuple[LedgerLine, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: tuple[LedgerLine, ...]) -> None:
        """Show `lines`; their weight is "plain" or "sum"."""
        self._lines = lines
        self.setAccessibleName(", ".join(f"{line.label} {line.amount}" for line in lines))
        self._on_look_changed()

    def apply_look(self) -> None:
        self.setFixedHeight(sum(_height(line) for line in self._lines))

    def draw(self, painter: QPainter) -> None:
        now = look()
        y = 0
        edge = self.width() - now.space("large")
        column = max(
            [now.px(130), *(self._amount_width(line) + now.space("gutter") for line in self._lines)]
        )
        for line in self._lines:
            label_step, amount_step, _ = _TOTALS[line.weight]
            height = _height(line)
            amount = self.placed(0, y, edge, height)
            token = "ink" if line.weight == "sum" else line.tone
            draw_text(
                painter, amount, line.amount, now.font(amount_step), now.color("ink"), TRAILING
            )
            label = self.placed(0, y, edge - column, height)
            draw_elided(
                painter, label, line.label, now.font(label_step), now.color(token), TRAILING
            )
            y += height

    def _amount_width(self, line: LedgerLine) -> float:
        return text_width(line.amount, look().font(_TOTALS[line.weight][1]))


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the past: when, what, where, how much."""

    when: str
    what: str
    where: str
    amount: str


class History(Drawn):
    """A titled list of the past; as many whole rows as there is room for."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._title, self._aside = "", ""
        self._rows: tuple[HistoryRow, ...] = ()

    @property
    def rows(self) -> tuple[HistoryRow, ...]:
        """What it holds, whether or not there is room for all."""
        return self._rows

    @property
    def capacity(self) -> int:
        """How many rows there is room for."""
        return max(0, (self.height() - self._head()) // self._pitch())

    def set_content(self, title: str, aside: str, rows: tuple[HistoryRow, ...]) -> None:
        """A bold title, a quiet fact at its other end, and the rows, newest first."""
        self._title, self._aside, self._rows = title, aside, rows
        self.setAccessibleName(f"{title}. {aside}")
        self.setAccessibleDescription(
            ". ".join(f"{r.when}, {r.what}, {r.where}, {r.amount}" for r in rows)
        )
        self.update()

    def draw(self, painter: QPainter) -> None:
        if not self._title or self.height() < self._head():
            return
        now = look()
        width = self.width() - now.space("large")
        head = self.placed(0, 0, width, self._head())
        draw_elided(painter, head, self._title, now.font("body_strong"), now.color("ink"))
        draw_elided(painter, head, self._aside, now.font("body"), now.color("ink2"), TRAILING)
        painter.fillRect(self.placed(0, head.bottom() - 1, width, 1), now.color("line_strong"))
        for number, row in enumerate(self._rows[: self.capacity]):
            self._draw_row(painter, row, self._head() + number * self._pitch(), width)

    def _draw_row(self, painter: QPainter, row: HistoryRow, y: float, width: float) -> None:
        now, pitch = look(), self._pitch()
        amount_font = now.fit(row.amount, "cell_strong", width * 0.4)
        amount_width = text_width(row.amount, amount_font)
        first, second = now.px(78) * now.type_factor, now.px(236) * now.type_factor
        spot = self.placed(0, y, first, pitch)
        draw_elided(painter, spot, row.when, now.font("cell_strong"), now.color("ink"))
        spot = self.placed(first, y, second - first - now.space("gap"), pitch)
        draw_elided(painter, spot, row.what, now.font("cell"), now.color("ink2"))
        room = width - amount_width - second - now.space("gap")
        spot = self.placed(second, y, room, pitch)
        draw_elided(painter, spot, row.where, now.font("cell"), now.color("ink2"))
        spot = self.placed(0, y, width, pitch)
        draw_text(painter, spot, row.amount, amount_font, now.color("ink"), TRAILING)
        painter.fillRect(self.placed(0, y + pitch - 1, width, 1), now.color("line"))

    def _head(self) -> int:
        return round(look().px(28) * look().type_factor)

    def _pitch(self) -> int:
        return round(look().px(26) * look().type_factor)


def _height(line: LedgerLine) -> int:
    return round(look().px(_TOTALS[line.weight][2]) * look().type_factor)
