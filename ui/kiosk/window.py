"""The kiosk's window: the utility's name above, a page below, a warning before it starts again."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.kiosk.parts import TouchButton
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes, scale_for, set_look
from ui.widgets.drawn import LEADING, TRAILING, Drawn, Label, draw_elided, draw_text

MINIMUM = QSize(1024, 640)
_END = Qt.Key.Key_Q
_END_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Heading(Drawn):
    """Whose screen it is, and where it stands."""

    def __init__(self) -> None:
        super().__init__("kiosk_heading")
        self._name = self._place = ""
        self.apply_look()

    def set_words(self, name: str, place: str) -> None:
        """The utility at the left, the hall at the right."""
        self._name, self._place = name, place
        self.setAccessibleName(f"{name}, {place}")
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().px(72))

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("head"))
        side, margin = now.px(36), now.space("margin")
        icon = self.placed(margin, (self.height() - side) / 2, side, side)
        draw_icon(painter, icon, "mark", now.color("head_ink"))
        half = self.width() / 2
        name = self.placed(margin + side + now.px(14), 0, half - margin - side, self.height())
        draw_elided(painter, name, self._name, now.frame_font("brand"), now.color("head_ink"))
        place = self.placed(half, 0, half - margin, self.height())
        font, muted = now.frame_font("lead"), now.color("head_muted")
        draw_elided(painter, place, self._place, font, muted, TRAILING)


class TrainingLine(Drawn):
    """Nothing here is real."""

    def __init__(self) -> None:
        super().__init__("kiosk_training")
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("training"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("warn_bg"))
        spot = QRectF(now.space("margin"), 0, self.width(), self.height())
        text, font = self.tr("TRAINING, nothing here is real"), now.frame_font("banner_strong")
        draw_text(painter, spot, text, font, now.color("warn_ink"), LEADING)


class KioskWindow(QWidget):
    """A customer cannot close it: `end_asked` is Ctrl+Shift+Q, and the close button of a window."""

    end_asked = Signal()
    stayed = Signal()
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kiosk_window")
        self.setWindowTitle("Cashier")
        self.setMinimumSize(MINIMUM)
        self._may_close = False
        self.heading, self.training = Heading(), TrainingLine()
        self.training.hide()
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(1, 1)
        self.warning = QWidget()
        self.warning.setObjectName("kiosk_warning")
        self.warning.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.warning_label = Label("", "question", "warn", name="warning_label")
        self.stay = TouchButton("stay", self.tr("I am still here"))
        self.stay.clicked.connect(self.stayed)
        row = QHBoxLayout(self.warning)
        row.addWidget(self.warning_label, 1)
        row.addWidget(self.stay)
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.heading, self.training, self.pages, self.warning):
            column.addWidget(part, 1 if part is self.pages else 0)
        self.warn(0)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def warn(self, seconds: int) -> None:
        """Say when the first page comes back; 0 takes the warning away."""
        text = self.tr("Are you still there? This screen starts again in {n} seconds.")
        self.warning_label.setText(text.format(n=seconds) if seconds else "")
        self.warning.setVisible(bool(seconds))

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def throw_away(self, page: QWidget) -> None:
        """Nothing of it stays: neither its words nor what it was made from."""
        self.pages.removeWidget(page)
        page.hide()
        page.deleteLater()

    def allow_close(self) -> None:
        """Close for good."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            self.end_asked.emit()
        event.setAccepted(self._may_close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == _END and event.modifiers() == _END_WITH:
            self.end_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = scale_for(self.width(), self.height())
        if scale != look().scale:
            set_look(look()._replace(scale=scale))

    def _on_look_changed(self) -> None:
        margin, gap = look().space("margin"), look().space("gap")
        self._row.setContentsMargins(margin, gap, margin, gap)
