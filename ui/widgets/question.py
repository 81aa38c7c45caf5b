"""The question at the top left of every screen and the steps of a payment beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.chip import ChipContent, chip_width, draw_chip
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width


class QuestionLine(Drawn):
    """One sentence; steps: done has a tick and a thin line, now is bold with a thick one."""

    spoken_as = Spoken.HEADING

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("question_line", parent)
        self._question, self._hint = "", ""
        self._chip: ChipContent | None = None
        self._steps: tuple[str, ...] = ()
        self._now: int | None = None
        self._on_go = False
        self._hint_trails = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("question"))

    def set_question(
        self, question: str, hint: str = "", *, chip: ChipContent | None = None,
        hint_trails: bool = False,
    ) -> None:  # fmt: skip
        """The sentence, a quiet hint beside it (or at the far end), a chip after it."""
        self._question, self._hint = question, hint
        self._chip, self._hint_trails = chip, hint_trails
        self.setAccessibleName(f"{question} {hint}".strip())
        self.update()

    def set_steps(self, names: tuple[str, ...], now: int | None) -> None:
        """The steps and which one we are in; None shows none."""
        self._steps, self._now = names, now
        current = names[now] if now is not None else ""
        self.setAccessibleDescription(current)
        self.update()

    def set_on_go(self, on_go: bool) -> None:
        """White on green: the line belongs to the change panel below it."""
        self._on_go = on_go
        self.update()

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("go_panel" if self._on_go else "surface"))
        right = self._draw_steps(painter)
        ink = now.color("go_panel_ink" if self._on_go else "ink")
        x = float(now.space("margin"))
        room = right - x - now.space("base")
        font = now.frame_fit(self._question, "question", room)
        line = self.placed(x, now.px(9), room, now.px(46))
        draw_elided(painter, line, self._question, font, ink)
        self._draw_aside(painter, x + text_width(self._question, font) + now.space("base"), right)

    def _draw_aside(self, painter: QPainter, x: float, right: float) -> None:
        now = look()
        if self._chip is not None:
            height = now.size("chip") + now.px(4)
            spot = self.placed(x, now.px(19), chip_width(self._chip, "cell_strong"), height)
            draw_chip(painter, spot, self._chip, "cell_strong")
            x += spot.width() + now.space("base")
        width = right - x - now.space("base") * (not self._hint_trails)
        if self._hint and width > now.px(60):
            spot = self.placed(x, now.px(9), width, now.px(44))
            color = now.color("go_panel_ink" if self._on_go else "ink2")
            font = now.frame_fit(self._hint, "cell", width)
            if self._hint_trails:
                draw_elided(painter, spot, self._hint, font, color, TRAILING)
            else:
                draw_elided(painter, spot, self._hint, font, color)

    def _draw_steps(self, painter: QPainter) -> float:
        """Draw the steps at the trailing end; returns where they begin."""
        now = look()
        x = float(self.width() - now.space("margin"))
        if self._now is None:
            return x
        pitch = now.size("step") + now.space("base")
        x -= len(self._steps) * pitch - now.space("base")
        for number, name in enumerate(self._steps):
            spot = self.placed(x + number * pitch, now.px(15), now.size("step"), now.px(30))
            self._draw_step(painter, spot, number, name)
        return x

    def _draw_step(self, painter: QPainter, spot: QRectF, number: int, name: str) -> None:
        now, current = look(), self._now or 0
        done, here = number < current, number == current
        if self._on_go:
            ink = faint = text = now.color("go_panel_ink")
        else:
            ink, faint = now.color("ink"), now.color("line")
            text = ink if here else now.color("ink2" if done else "ink3")
        thick = now.px(4 if here else 2)
        middle = spot.bottom() - now.px(6)
        under = QRectF(spot.x(), middle - thick / 2, spot.width(), thick)
        painter.fillRect(under, ink if here or done else faint)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        words = QRectF(spot.x(), spot.y(), spot.width(), now.px(24))
        sign = QRectF(words.right() - now.px(14) if rtl else words.x(), words.y(), now.px(14), 24)
        sign.setHeight(words.height())
        font = now.frame_font("step_now" if here else "step")
        if done:
            side = now.px(14)
            tick = QRectF(sign.x(), sign.center().y() - side / 2, side, side)
            draw_icon(painter, tick, "check", now.color("go_panel_ink") if self._on_go else ink)
        else:
            draw_text(painter, sign, str(number + 1), font, text)
        shift = now.px(21 if done else 16)
        name_room = words.adjusted(0, 0, -shift, 0) if rtl else words.adjusted(shift, 0, 0, 0)
        draw_elided(painter, name_room, name, font, text)
