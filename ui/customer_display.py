"""The customer's display: a second window, on the second screen if there is one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.models.customer_view import CustomerView, ViewKind
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import CENTER, TRAILING, draw_elided, draw_text
from ui.widgets.far_view import FarView

BASE_WIDTH, BASE_HEIGHT = 1024, 600
HEAD, FOOT = 80, 120


class CustomerDisplay(FarView):
    """Shows one `CustomerView` at a time; takes no key and no focus."""

    def __init__(self, utility_name: str, parent: QWidget | None = None) -> None:
        super().__init__("customer_display", BASE_WIDTH, BASE_HEIGHT, parent)
        self._utility_name = utility_name
        self._view = CustomerView(ViewKind.WELCOME)
        self._is_training = False
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle(utility_name)

    @property
    def view(self) -> CustomerView:
        """What the customer sees."""
        return self._view

    def show_view(self, view: CustomerView) -> None:
        """Show `view`."""
        self._view = view
        facts = ", ".join(f"{label} {value}" for label, value in view.facts)
        self.setAccessibleName(f"{view.sentence} {view.amount} {facts}".strip())
        self.update()

    def set_training(self, is_training: bool) -> None:
        """Say that nothing here is real."""
        self._is_training = is_training
        self.update()

    def show_on_second_screen(self) -> bool:
        """Fill the second screen; False, and stay hidden, where there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:
            return False
        self.setGeometry(screens[1].geometry())
        self.showFullScreen()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def draw(self, painter: QPainter) -> None:
        now = look()
        painted = ViewKind.PAID is self._view.kind
        painter.fillRect(self.rect(), now.color("go_panel" if painted else "surface"))
        self._draw_head(painter)
        if self._view.kind in {ViewKind.WELCOME, ViewKind.WAIT}:
            self._draw_words(painter)
        else:
            self._draw_amount(painter)
        if self._view.facts:
            self._draw_facts(painter)
        if self._is_training:
            self._draw_training(painter)

    def _draw_head(self, painter: QPainter) -> None:
        now, px = look(), self.px
        painter.fillRect(QRectF(0, 0, self.width(), px(HEAD)), now.color("head"))
        icon = self.placed(px(40), px(20), px(40), px(40))
        draw_icon(painter, icon, "mark", now.color("head_ink"))
        room = self.width() * 0.5
        name = self.placed(px(94), 0, room - px(94), px(HEAD))
        font = self.fitted(self._utility_name, "brand", name.width())
        draw_elided(painter, name, self._utility_name, font, now.color("head_ink"))
        who = self.placed(room, 0, self.width() - room - px(42), px(HEAD))
        font = self.fitted(self._view.who, "customer_label", who.width())
        draw_elided(painter, who, self._view.who, font, now.color("head_muted"), TRAILING)

    def _draw_training(self, painter: QPainter) -> None:
        """A band under the head, over whatever is shown."""
        now, px = look(), self.px
        band = QRectF(0, px(HEAD), self.width(), px(30))
        painter.fillRect(band, now.color("warn_bg"))
        painter.fillRect(QRectF(0, band.bottom() - 2, self.width(), 2), now.color("warn_line"))
        text = self.tr("TRAINING, nothing here is real")
        font = self.fitted(text, "customer_label", band.width())
        draw_text(painter, band, text, font, now.color("warn_ink"), CENTER)

    def _draw_words(self, painter: QPainter) -> None:
        """Nothing of anybody: a welcome, or a request for patience."""
        now, px = look(), self.px
        text = self._view.sentence or self.tr("Welcome")
        room = QRectF(px(40), px(HEAD), self.width() - px(80), self.height() - px(HEAD))
        font = self.fitted(text, "counter_name", room.width())
        draw_text(painter, room, text, font, now.color("ink2"), CENTER)

    def _draw_amount(self, painter: QPainter) -> None:
        now, px, view = look(), self.px, self._view
        paid = view.kind is ViewKind.PAID
        foot = px(FOOT) if view.facts else 0
        ink = now.color("go_panel_ink" if paid else "ink")
        x = px(40)
        if paid:
            spot = self.placed(px(44), px(HEAD + 30), px(36), px(36))
            draw_icon(painter, spot, "check", ink)
            x = px(94)
        line = self.placed(x, px(HEAD + 18), self.width() - x - px(40), px(60))
        font = self.fitted(view.sentence, "customer_title", line.width())
        token = "go_panel_ink" if paid else "ink2"
        draw_elided(painter, line, view.sentence, font, now.color(token))
        top = px(HEAD + 78)
        room = QRectF(px(40), top, self.width() - px(82), self.height() - foot - top)
        painter.setLayoutDirection(self.layoutDirection())
        font = self.fitted(view.amount, "customer", room.width())
        draw_text(painter, room, view.amount, font, ink, TRAILING)

    def _draw_facts(self, painter: QPainter) -> None:
        now, px = look(), self.px
        top = self.height() - px(FOOT)
        painter.fillRect(QRectF(0, top, self.width(), px(FOOT)), now.color("sunken"))
        painter.fillRect(QRectF(0, top, self.width(), 1), now.color("line"))
        width = (self.width() - px(80)) / 3
        for number, (label, value) in enumerate(self._view.facts[:3]):
            x = px(40) + number * (width + px(8))
            if number:
                bar = self.placed(x - px(28), top + px(30), 1, px(60))
                painter.fillRect(bar, now.color("line"))
            upper = self.placed(x, top + px(22), width - px(40), px(32))
            font = self.fitted(label, "customer_label", upper.width())
            draw_elided(painter, upper, label, font, now.color("ink2"))
            lower = self.placed(x, top + px(54), width - px(40), px(44))
            font = self.fitted(value, "customer_fact", lower.width())
            draw_text(painter, lower, value, font, now.color("ink"))
