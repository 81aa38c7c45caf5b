"""The hall's display: the last number called, large, and the ones before it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QPainter

from cashier_app.domain.errors import CashierError
from cashier_app.domain.kiosk import KioskFacts
from cashier_app.domain.queue import HallCalls
from cashier_app.services.kiosk import KioskService
from ui.tasks import Operation, Tasks
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import CENTER, TRAILING, Drawn, draw_elided, draw_text

BASE_WIDTH, BASE_HEIGHT = 1366, 768
_EVERY_MS = 2_000
_SHOWN = 5
_HEAD, _FOOT = 84, 64


class HallDisplay(Drawn):
    """Takes no key; whoever looks up reads "27" and "Counter 3"."""

    def __init__(self) -> None:
        super().__init__("hall_display")
        self._facts: KioskFacts | None = None
        self._calls = HallCalls((), 0)
        self._is_lost = False
        self.setWindowTitle("Cashier")
        self.resize(BASE_WIDTH, BASE_HEIGHT)

    def show_facts(self, facts: KioskFacts) -> None:
        """Whose hall it is."""
        self._facts = facts
        self.update()

    def show_calls(self, calls: HallCalls) -> None:
        """The last numbers called."""
        self._is_lost = False
        self._calls = calls
        words = (f"{self._number(c.number)} {c.counter}" for c in calls.calls[:_SHOWN])
        self.setAccessibleName(", ".join(words))
        self.update()

    def show_lost(self) -> None:
        """What stands here may be old: say so."""
        self._is_lost = True
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("surface"))
        self._draw_head(painter)
        if self._calls.calls:
            self._draw_first(painter)
            self._draw_others(painter)
        else:
            room = QRectF(0, self._px(_HEAD), self.width(), self.height() - self._px(_HEAD))
            text = self.tr("Your number will be shown here")
            font = self._font(text, "counter_name", room.width() * 0.9)
            draw_text(painter, room, text, font, now.color("ink2"), CENTER)
        self._draw_foot(painter)

    def _draw_head(self, painter: QPainter) -> None:
        now, height = look(), self._px(_HEAD)
        painter.fillRect(QRectF(0, 0, self.width(), height), now.color("head"))
        side, margin = self._px(40), self._px(32)
        icon = self.placed(margin, (height - side) / 2, side, side)
        draw_icon(painter, icon, "mark", now.color("head_ink"))
        name = self._facts.utility.name if self._facts else ""
        office = self._facts.office if self._facts else ""
        half = self.width() / 2
        spot = self.placed(margin * 2 + side, 0, half - margin * 2 - side, height)
        font = self._font(name, "brand", spot.width())
        draw_elided(painter, spot, name, font, now.color("head_ink"))
        spot = self.placed(half, 0, half - margin, height)
        font = self._font(office, "customer_label", spot.width())
        draw_elided(painter, spot, office, font, now.color("head_muted"), TRAILING)

    def _draw_first(self, painter: QPainter) -> None:
        now, first = look(), self._calls.calls[0]
        left = self.width() * 0.62
        top, bottom = self._px(_HEAD), self.height() - self._px(_FOOT)
        room = self.placed(self._px(32), top, left - self._px(64), bottom - top)
        number = str(first.number)
        font = self._font(number, "hall", room.width())
        upper = QRectF(room.x(), room.y(), room.width(), room.height() * 0.66)
        draw_text(painter, upper, number, font, now.color("ink"), CENTER)
        lower = QRectF(room.x(), room.y() + room.height() * 0.62, room.width(), room.height() * 0.3)
        font = self._font(f"\N{RIGHTWARDS ARROW} {first.counter}", "counter_name", room.width())
        words = f"\N{RIGHTWARDS ARROW} {first.counter}"
        draw_text(painter, lower, words, font, now.color("ink"), CENTER)

    def _draw_others(self, painter: QPainter) -> None:
        now = look()
        x, top = self.width() * 0.62, self._px(_HEAD)
        height = self.height() - top - self._px(_FOOT)
        panel = self.placed(x, top, self.width() - x, height)
        painter.fillRect(panel, now.color("sunken"))
        row = height / (_SHOWN - 1)
        for place, call in enumerate(self._calls.calls[1:_SHOWN]):
            y = top + place * row
            inner = self.placed(x + self._px(40), y, self.width() - x - self._px(80), row)
            if place:
                painter.fillRect(
                    QRectF(panel.x() + self._px(40), y, inner.width(), 1), now.color("line")
                )
            number = str(call.number)
            font = self._font(number, "hall_row", inner.width() * 0.4)
            draw_text(painter, inner, number, font, now.color("ink"))
            font = self._font(call.counter, "customer_fact", inner.width() * 0.6)
            draw_text(painter, inner, call.counter, font, now.color("ink2"), TRAILING)

    def _draw_foot(self, painter: QPainter) -> None:
        now, height = look(), self._px(_FOOT)
        foot = QRectF(0, self.height() - height, self.width(), height)
        painter.fillRect(foot, now.color("warn_bg" if self._is_lost else "page"))
        text = (
            self.tr("Connection lost. Ask at a counter.")
            if self._is_lost
            else self.tr("Waiting: {n}").format(n=self._calls.waiting)
        )
        margin = self._px(32)
        spot = foot.adjusted(margin, 0, -margin, 0)
        font = self._font(text, "customer_label", spot.width())
        token = "warn_ink" if self._is_lost else "ink2"
        draw_text(painter, spot, text, font, now.color(token))

    def _number(self, number: int) -> str:
        return self.tr("Number {n}").format(n=number)

    def _unit(self) -> float:
        return min(self.width() / BASE_WIDTH, self.height() / BASE_HEIGHT) / look().scale

    def _px(self, pixels: float) -> float:
        return pixels * self._unit() * look().scale

    def _font(self, text: str, step: str, width: float) -> QFont:
        unit = self._unit()
        font = QFont(look().fit(text, step, width / unit))
        font.setPixelSize(max(1, round(font.pixelSize() * unit)))
        return font


class DisplayFeed(QObject):
    """Reads every two seconds; the GUI thread waits for nothing."""

    def __init__(self, display: HallDisplay, tasks: Tasks, service: KioskService) -> None:
        super().__init__(display)
        self._display, self._tasks, self._service = display, tasks, service
        self._knows = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)

    def start(self) -> None:
        """Read now, and go on."""
        self._timer.start()
        self.read()

    def read(self) -> None:
        """One round trip; the first one asks who we are."""
        if not self._knows:
            hello = Operation(self._service.hello, latest="hello", name="hello")
            self._tasks.run(hello, self, self._on_hello, on_failure=self._on_failed)
            return
        calls = Operation(self._service.calls, latest="calls", name="calls")
        self._tasks.run(calls, self, self._display.show_calls, on_failure=self._on_failed)

    def _on_hello(self, facts: KioskFacts) -> None:
        self._knows = True
        self._display.show_facts(facts)
        self.read()

    def _on_failed(self, _error: CashierError) -> bool:
        self._display.show_lost()
        return True


def hide_pointer(display: HallDisplay) -> None:
    """Nobody points at a hall's display."""
    display.setCursor(Qt.CursorShape.BlankCursor)
