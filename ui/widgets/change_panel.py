"""The green panel of Paid: the change as large as it goes, and how to hand it back."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from ui.spoken import tell
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_box, draw_elided, draw_text, text_width


class ChangePanel(Drawn):
    """Edge to edge. An amount is fitted; a sentence ("No change") is set like one, smaller."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._amount, self._aside = "", ""
        self._pieces: tuple[tuple[str, str], ...] = ()

    def set_content(
        self, amount: str, pieces: tuple[tuple[str, str], ...] = (), aside: str = ""
    ) -> None:
        """`pieces` are count and face value; `aside` says from what the change comes."""
        self._amount, self._pieces, self._aside = amount, pieces, aside
        self.setAccessibleName(amount)
        words = ", ".join(f"{count} × {value}" for count, value in pieces)
        self.setAccessibleDescription(f"{words}. {aside}".strip(". "))
        tell(self, amount)
        self.update()

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("go_panel"))
        foot = now.px(66)
        margin = now.space("margin")
        room = QRectF(margin, 0, self.width() - 2 * margin, self.height() - foot - now.px(14))
        font = QFont(now.fit(self._amount, "paid", room.width()))
        if font.pixelSize() > room.height() * 1.15:
            font.setPixelSize(round(room.height() * 1.15))
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(painter, room, self._amount, font, now.color("go_panel_ink"), TRAILING)
        top = self.height() - foot
        right = self._draw_aside(painter, top, foot - now.px(24))
        self._draw_pieces(painter, top, right)

    def _draw_aside(self, painter: QPainter, top: float, height: float) -> float:
        now = look()
        font = now.fit(self._aside, "cell_strong", self.width() * 0.42)
        width = min(text_width(self._aside, font) + 2, self.width() * 0.42)
        x = self.width() - now.space("margin") - width
        spot = self.placed(x, top, width, height)
        draw_elided(painter, spot, self._aside, font, now.color("go_panel_ink"), TRAILING)
        return x - now.space("gutter")

    def _draw_pieces(self, painter: QPainter, top: float, right: float) -> None:
        """All pieces, narrower where there are many: none is ever left out."""
        now = look()
        x = float(now.space("margin"))
        widths = [self._piece_width(*piece) for piece in self._pieces]
        gaps = now.px(10) * max(0, len(widths) - 1)
        squeeze = min(1.0, (right - x - gaps) / (sum(widths) or 1))
        for (count, value), width in zip(self._pieces, widths, strict=True):
            box = self.placed(x, top, width * squeeze, now.px(42))
            self._draw_piece(painter, box, count, value)
            x += width * squeeze + now.px(10)

    def _piece_width(self, count: str, value: str) -> float:
        now = look()
        bold, plain = now.font("sum"), now.font("office")
        gap = now.px(14)
        return text_width(count, bold) + text_width(f"×{value}", plain) + 2 * gap + now.px(18)

    def _draw_piece(self, painter: QPainter, box: QRectF, count: str, value: str) -> None:
        now = look()
        draw_box(painter, box, edge=now.color("go_panel_line"), width=2, radius=now.radius("card"))
        ink = now.color("go_panel_ink")
        pad = now.px(10)
        bold = now.fit(count, "sum", box.width() * 0.4)
        rest = now.fit(f"× {value}", "office", box.width() - 2 * pad - text_width(count, bold))
        gap = now.px(7)
        total = text_width(count, bold) + gap + text_width(f"×{value}", rest) + gap
        x = box.x() + max(pad / 2, (box.width() - total) / 2)
        for part, font in ((count, bold), ("×", rest), (value, rest)):
            spot = QRectF(x, box.y(), text_width(part, font), box.height())
            draw_text(painter, spot, part, font, ink)
            x += spot.width() + gap


class Fact(Drawn):
    """An icon, a small label and the fact itself; amber where it needs the cashier."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icon, self._label, self._text, self._warn = icon, "", "", False
        self.apply_look()

    @property
    def text(self) -> str:
        """The fact as shown."""
        return self._text

    def set_content(self, label: str, text: str, *, icon: str = "", warn: bool = False) -> None:
        """Show `text` under `label`."""
        self._label, self._text, self._warn = label, text, warn
        self._icon = icon or self._icon
        self.setAccessibleName(f"{label}: {text}")
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().body_size("fact_row"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        side = now.px(28)
        icon = "triangle-alert" if self._warn else self._icon
        token = "warn_ink" if self._warn else "ink2"
        spot = self.placed(0, (self.height() - side) / 2, side, side)
        draw_icon(painter, spot, icon, now.color(token))
        x, middle = now.px(42), self.height() / 2
        width = self.width() - x - now.space("gap")
        upper = self.placed(x, middle - now.px(23), width, now.px(20))
        draw_elided(painter, upper, self._label, now.font("small"), now.color("ink2"))
        lower = self.placed(x, middle - now.px(3), width, now.px(26))
        ink = now.color("warn_ink" if self._warn else "ink")
        draw_elided(painter, lower, self._text, now.fit(self._text, "lead_strong", width), ink)
