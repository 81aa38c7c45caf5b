"""Cards, big amounts, the side panel and the two-column body."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.chip import Tone, tone_colors
from ui.widgets.drawn import TRAILING, Drawn, Label, draw_box, draw_elided, draw_text, text_width

_OF_THE_HEIGHT = 0.92
"""Digits are three quarters of their font's size high, and a comma hangs below them."""


def draw_big_amount(painter: QPainter, rect: QRectF, text: str, step: str, color: str) -> float:
    """An amount as large as `step` and `rect` allow, trailing; returns its width."""
    font = QFont(look().fit(text, step, rect.width()))
    highest = round(rect.height() * _OF_THE_HEIGHT)
    if 0 < highest < font.pixelSize():
        font.setPixelSize(highest)
    draw_text(painter, rect, text, font, look().color(color), TRAILING)
    return text_width(text, font)


class AmountCard(Drawn):
    """A card with a few words at the leading edge and one large amount at the other.

    Quiet: the change that will be. Warn: still to pay, with edge and triangle. Stop: short.
    As high as the body's `size` says; without one it takes what room there is.
    """

    def __init__(
        self, name: str, step: str = "change", size: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._step, self._size = step, size
        self._tone = Tone.QUIET
        self._title, self._amount = "", ""
        self._lines: tuple[str, ...] = ()

    def set_content(
        self, title: str, amount: str, lines: tuple[str, ...] = (), tone: Tone = Tone.QUIET
    ) -> None:
        """Show `title` over `lines`, and `amount` as shown."""
        self._title, self._amount, self._lines, self._tone = title, amount, lines, tone
        self.setAccessibleName(f"{title} {amount}")
        self.setAccessibleDescription(", ".join(lines))
        self.apply_look()
        self.update()

    def apply_look(self) -> None:
        """Every line has its room: with large type the body scrolls before a word is lost."""
        needed = self._pitch * (1 + len(self._lines)) + look().px(4)
        if self._size:
            self.setFixedHeight(max(needed, look().body_size(self._size)))
        else:
            self.setMinimumHeight(needed)

    @property
    def _pitch(self) -> int:
        return round(look().px(24) * look().type_factor)

    def draw(self, painter: QPainter) -> None:
        now = look()
        ground, edge, ink = tone_colors(self._tone)
        quiet = self._tone is Tone.QUIET
        draw_box(
            painter, QRectF(self.rect()), fill=now.color(ground),
            edge=None if quiet else now.color(edge), width=2, radius=now.radius("card"),
        )  # fmt: skip
        x = float(now.space("large"))
        if not quiet:
            x = self._draw_triangle(painter, ink)
        words = self._draw_words(painter, x, "ink" if quiet else ink)
        room = self.placed(
            x + words + now.space("gutter"), 0,
            self.width() - x - words - 2 * now.space("gutter"), self.height(),
        )  # fmt: skip
        step = self._step if quiet else "not_enough"
        painter.setLayoutDirection(self.layoutDirection())
        draw_big_amount(painter, room, self._amount, step, "ink" if quiet else ink)

    def _draw_triangle(self, painter: QPainter, ink: str) -> float:
        now = look()
        side = now.size("icon_large")
        spot = self.placed(now.space("large"), (self.height() - side) / 2, side, side)
        draw_icon(painter, spot, "triangle-alert", now.color(ink))
        return now.space("large") + side + now.space("base")

    def _draw_words(self, painter: QPainter, x: float, ink: str) -> float:
        now = look()
        lead, plain = now.font("lead_strong"), now.font("cell")
        pitch = self._pitch
        top = (self.height() - pitch * (1 + len(self._lines))) / 2
        width = text_width(self._title, lead)
        width = max([width, *(text_width(line, plain) for line in self._lines)])
        width = min(width, self.width() * 0.42) + 2
        draw_elided(painter, self.placed(x, top, width, pitch), self._title, lead, now.color(ink))
        quiet = "ink2" if self._tone is Tone.QUIET else ink
        for number, line in enumerate(self._lines, start=1):
            spot = self.placed(x, top + number * pitch, width, pitch)
            draw_elided(painter, spot, line, plain, now.color(quiet))
        return width


class HoldCard(Drawn):
    """Dashed red: "Hold the change", without any number."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._title, self._text = "", ""
        self.apply_look()

    def set_content(self, title: str, text: str) -> None:
        """What to hold, and until when."""
        self._title, self._text = title, text
        self.setAccessibleName(f"{title}. {text}")
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(round(look().px(120) * look().type_factor))

    def draw(self, painter: QPainter) -> None:
        now = look()
        draw_box(
            painter, QRectF(self.rect()), fill=now.color("stop_bg"), edge=now.color("stop"),
            width=2, radius=now.radius("card"), dashed=True,
        )  # fmt: skip
        side = now.px(46)
        spot = self.placed(now.px(25), (self.height() - side) / 2, side, side)
        draw_icon(painter, spot, "hold-change", now.color("stop_text"))
        x, middle = now.px(90), self.height() / 2
        width = self.width() - x - now.space("gutter")
        upper = self.placed(x, middle - now.px(30), width, now.px(38))
        font = now.fit(self._title, "card_title", width)
        draw_elided(painter, upper, self._title, font, now.color("stop_text"))
        lower = self.placed(x, middle + now.px(10), width, now.px(24))
        draw_elided(painter, lower, self._text, now.font("cell"), now.color("stop_text"))


class PanelTitle(Label):
    """What the panel is about: a name may be long, and goes on in the next line."""

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "lead_strong", name=name, parent=parent)
        self.setWordWrap(True)


class _Body(QScrollArea):
    """Scrolls up and down if it must; leaves the arrows it has no use for to the screen."""

    def __init__(self, name: str, content: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
            return
        super().keyPressEvent(event)


class SidePanel(QFrame):
    """The sunken column of 420 at the trailing edge, under the due block. Fill `column`.

    With large type there may be more than has room: it scrolls, nothing lies on anything.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_panel")
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.scroll_area = _Body("panel_scroll", content)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(1, 0, 1, 0)
        frame.addWidget(self.scroll_area)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - 1 if rtl else 0
        painter.fillRect(x, 0, 1, self.height(), look().color("line"))
        painter.end()

    def _on_look_changed(self) -> None:
        now = look()
        self.setFixedWidth(now.size("corner"))
        gutter, margin = now.space("gutter") - 1, now.space("margin") - 1
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            gutter, margin = margin, gutter
        self.column.setContentsMargins(gutter, now.space("gap"), margin, now.space("base"))
        self.column.setSpacing(0)


class ScrollArea(QScrollArea):
    """One that takes the caret, so that it has a name: a screen reader says what scrolls."""

    spoken_as = Spoken.GROUP

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setWidgetResizable(True)


class Columns(QWidget):
    """The body of most screens: a left column that scrolls if it must, and the side panel.

    Fill `left` and `panel.column`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        self.panel = SidePanel()
        content = QWidget()
        self.left = QVBoxLayout(content)
        self.scroll_area = _Body("body_scroll", content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.scroll_area, 1)
        row.addWidget(self.panel)
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        now = look()
        margin, gutter = now.space("margin"), now.space("gutter")
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            margin, gutter = gutter, margin
        self.left.setContentsMargins(margin, 0, gutter, now.space("base"))
        self.left.setSpacing(0)
