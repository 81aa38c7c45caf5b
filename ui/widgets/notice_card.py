"""A card that tells something in the body of a screen: a bold line and sentences under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.chip import Tone, tone_colors
from ui.widgets.drawn import Drawn, Label, draw_box

_ICONS = {Tone.QUIET: "info", Tone.WARN: "triangle-alert", Tone.STOP: "octagon-alert"}
_LABEL_TONES = {Tone.QUIET: ("ink", "ink2"), Tone.WARN: ("warn", "warn"), Tone.STOP: ("stop",) * 2}


class NoticeCard(QWidget):
    """Quiet, warn or stop; both texts wrap. Hidden while there is nothing to tell.

    Put it into its layout first: a widget without a parent that is shown is a window.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tone = Tone.QUIET
        self._icon = _CardIcon()
        self.lead = Label(step="cell_strong", name=f"{name}_lead")
        self.text = Label(step="body", name=f"{name}_text")
        for label in (self.lead, self.text):
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.addWidget(self.lead)
        words.addWidget(self.text)
        self._words = words
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    @property
    def tone(self) -> Tone:
        """What the card means."""
        return self._tone

    def tell(self, lead: str, text: str = "", tone: Tone = Tone.QUIET, icon: str = "") -> None:
        """Show `lead` over `text`; an empty lead hides the card."""
        self._tone = tone
        ink, quiet = _LABEL_TONES[tone]
        self.lead.setText(lead)
        self.text.setText(text)
        self.lead.set_tone(ink)
        self.text.set_tone(quiet)
        self.text.setVisible(bool(text))
        self._icon.set_icon(icon or _ICONS[tone], tone_colors(tone)[2])
        self.setAccessibleName(f"{lead} {text}".strip())
        self.setVisible(bool(lead))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the texts wrap at the width that it has: a layout gives no more than this."""
        hint = super().sizeHint()
        return QSize(hint.width(), self._row.totalHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, edge, _ = tone_colors(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(
            painter, QRectF(self.rect()), fill=look().color(ground), edge=look().color(edge),
            radius=look().radius("card"),
        )  # fmt: skip
        painter.end()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("base")
        self._row.setContentsMargins(side, now.space("gap"), side, now.space("gap"))
        self._row.setSpacing(now.space("gap"))
        self._words.setSpacing(now.space("hair"))


class _CardIcon(Drawn):
    spoken_as = Spoken.AROUND

    def __init__(self) -> None:
        super().__init__("card_icon")
        self._icon, self._token = "info", "ink2"
        self.apply_look()

    def set_icon(self, icon: str, token: str) -> None:
        self._icon, self._token = icon, token
        self.update()

    def apply_look(self) -> None:
        self.setFixedSize(look().size("icon"), look().size("icon"))

    def draw(self, painter: QPainter) -> None:
        draw_icon(painter, QRectF(self.rect()), self._icon, look().color(self._token))
