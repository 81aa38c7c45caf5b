"""Key caps, the key strip and the green block: which key does what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.key_map import keyed
from ui.spoken import Spoken
from ui.theme.icons import draw_icon, mirrored
from ui.theme.look import look
from ui.widgets.drawn import (
    CENTER,
    Drawn,
    as_size,
    draw_box,
    draw_elided,
    draw_text,
    fill,
    text_width,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    CapColors = tuple[QColor | None, QColor, QColor]
    """Face, edge and text of a key cap; a hollow one has no face."""

_CAP_ICONS = {
    "Up": "arrow-up",
    "Down": "arrow-down",
    "Backspace": "backspace",
}
MAX_OWN_KEYS = 3
_SMALLEST = 0.75
"""Of the labels' size: below it nobody reads them."""


class KeyHint(NamedTuple):
    """A key of the strip. `cap` is what stands on it: "F9", "Space", "Up Down", "Q–Y"."""

    cap: str
    label: str
    enabled: bool = True


class NextKeyContent(NamedTuple):
    """The green block: verb, object, amount; below it the consequence.

    `waiting` turns it grey with a clock: there is nothing to press.
    """

    title: str
    consequence: str = ""
    cap: str = "Enter"
    waiting: bool = False


def cap_colors(style: str, enabled: bool = True) -> CapColors:
    """Colours of a cap where it stands: "strip", "next" (green block) or "warn" (banner)."""
    now = look()
    if not enabled:
        return None, now.color("line"), now.color("ink3")
    if style == "next":
        return now.color("go_ink"), now.color("go_muted"), now.color("go")
    if style == "warn":
        face = now.color("surface")
        return face, now.color("warn_line"), now.color("warn_ink")
    return now.color("key_top"), now.color("key_edge"), now.color("key_text")


_CAP_STEPS = {"key_small": "key_small", "key": "key", "key_next": "next_key"}


def cap_width(cap: str, size: str = "key") -> float:
    """Width of a cap of `size` ("key_small", "key", "key_next")."""
    now, cap = look(), keyed(cap)
    font = now.frame_font(_CAP_STEPS[size])
    icons = [part for part in cap.split() if part in _CAP_ICONS]
    if icons:
        content = float(len(icons) * now.px(14) + (len(icons) - 1) * now.px(3))
    else:
        content = text_width(cap, font)
    return max(now.size(size) * 0.94, content + 2 * now.px(9 if size == "key_next" else 8))


def draw_cap(
    painter: QPainter, rect: QRectF, cap: str, colors: CapColors, size: str = "key"
) -> None:
    """A key cap that fills `rect`: white face, fine edge, a thicker lower edge."""
    radius = look().radius("key")
    ground, edge, text = colors
    if ground is None:
        draw_box(painter, rect, edge=edge, radius=radius)
        face = rect
    else:
        face = rect.adjusted(1, 1, -1, -look().px(3))
        draw_box(painter, rect, fill=edge, radius=radius)
        draw_box(painter, face, fill=ground, radius=max(1, radius - 1))
    _draw_cap_sign(painter, face, keyed(cap), text, size)


def _draw_cap_sign(painter: QPainter, face: QRectF, cap: str, color: QColor, size: str) -> None:
    parts = cap.split()
    if not all(part in _CAP_ICONS for part in parts):
        draw_text(painter, face, cap, look().frame_font(_CAP_STEPS[size]), color, CENTER)
        return
    side, gap = look().px(14), look().px(3)
    x = face.center().x() - (len(parts) * side + (len(parts) - 1) * gap) / 2
    for part in parts:
        spot = QRectF(x, face.center().y() - side / 2, side, side)
        draw_icon(painter, spot, _CAP_ICONS[part], color)
        x += side + gap


class KeyCap(Drawn):
    """A key drawn where it acts, with an optional label beside it. Clicking it presses it."""

    spoken_as = Spoken.BUTTON
    pressed = Signal(str)

    def __init__(
        self,
        cap: str,
        label: str = "",
        *,
        size: str = "key",
        step: str = "body",
        style: str = "strip",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"key_{cap.lower().replace(' ', '_')}", parent)
        self._cap, self._label = cap, label
        self._size, self._step, self._style = size, step, style
        self.apply_look()

    def set_label(self, label: str, *, cap: str | None = None) -> None:
        """Change the words beside the cap, and the cap itself."""
        self._label = label
        self._cap = cap if cap is not None else self._cap
        self._on_look_changed()

    @property
    def cap(self) -> str:
        """What stands on the key."""
        return self._cap

    def apply_look(self) -> None:
        self._announce()
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        width = cap_width(self._cap, self._size)
        if self._label:
            width += look().px(10) + text_width(self._label, look().font(self._step)) + 2
        return as_size(width, look().size(self._size))

    def draw(self, painter: QPainter) -> None:
        width = cap_width(self._cap, self._size)
        height = look().size(self._size)
        colors = cap_colors(self._style, self.isEnabled())
        draw_cap(painter, self.placed(0, 0, width, height), self._cap, colors, self._size)
        if self._label:
            x = width + look().px(10)
            rest = self.placed(x, 0, self.width() - x, height)
            color = look().color("ink2" if self.isEnabled() else "ink3")
            if self._style == "warn":
                color = look().color("warn_ink")
            draw_text(painter, rest, self._label, look().font(self._step), color)

    @property
    def can_press(self) -> bool:
        """False while it is hollow."""
        return self.isEnabled()

    def press_it(self) -> None:
        """As its key does."""
        self.pressed.emit(self._cap)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.press_it()

    def _announce(self) -> None:
        cap = keyed(self._cap)
        self.setAccessibleName(f"{self._label} ({cap})" if self._label else cap)


class KeyStrip(Drawn):
    """Esc, F1, F2, F8 in fixed slots, then at most three keys of the screen."""

    spoken_as = Spoken.KEYS
    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("key_strip", parent)
        self._fixed: tuple[KeyHint, ...] = ()
        self._own: tuple[KeyHint, ...] = ()
        self._spots: list[tuple[QRectF, KeyHint]] = []
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("key_strip"))

    def set_keys(self, fixed: tuple[KeyHint, ...], own: tuple[KeyHint, ...]) -> None:
        """Show the four fixed keys and the screen's own; raises ValueError above three."""
        if len(own) > MAX_OWN_KEYS:
            raise ValueError(f"{len(own)} keys of a screen; the strip holds {MAX_OWN_KEYS}")
        self._fixed, self._own = fixed, own
        shown = [hint for hint in (*fixed, *own) if hint.enabled]
        self.setAccessibleName(", ".join(f"{keyed(hint.cap)} {hint.label}" for hint in shown))
        self.update()

    def draw(self, painter: QPainter) -> None:
        fill(painter, QRectF(self.rect()), look().color("page"))
        fill(painter, QRectF(0, 0, self.width(), 1), look().color("line"))
        self._spots = []
        x = float(look().space("margin"))
        squeeze, factor = self._squeeze()
        for hint in self._fixed:
            self._draw_key(painter, x, hint, factor)
            x += self._slot(hint, squeeze, factor)
        for hint in self._own:
            self._draw_key(painter, x, hint, factor)
            x += self._width(hint, factor) + look().space("gutter") * squeeze

    def _squeeze(self) -> tuple[float, float]:
        """How far gaps, then letters give way where long words must all fit."""
        room = self.width() - look().space("margin") - look().space("gap")
        factor = 1.0
        while factor > _SMALLEST:
            for squeeze in (1.0, 0.75, 0.5):
                wide = sum(self._slot(hint, squeeze, factor) for hint in self._fixed)
                wide += sum(self._width(hint, factor) for hint in self._own)
                gaps = max(0, len(self._own) - 1) * look().space("gutter") * squeeze
                if wide + gaps <= room:
                    return squeeze, factor
            factor -= 0.05
        return 0.5, factor

    def _slot(self, hint: KeyHint, squeeze: float, factor: float) -> float:
        least = self._width(hint, factor) + look().px(14) * squeeze
        return max(look().size("key_slot"), least) if squeeze == 1 else least

    def _width(self, hint: KeyHint, factor: float) -> float:
        font = _smaller(look().frame_font("key_label"), factor)
        return cap_width(hint.cap) + look().px(9) + text_width(hint.label, font)

    def _draw_key(self, painter: QPainter, x: float, hint: KeyHint, factor: float) -> None:
        width, height = cap_width(hint.cap), look().size("key")
        top = (self.height() - height) / 2
        cap = self.placed(x, top, width, height)
        draw_cap(painter, cap, hint.cap, cap_colors("strip", hint.enabled))
        font = look().frame_font("key_label" if hint.enabled else "key_label_off")
        font = _smaller(font, factor)
        room = text_width(hint.label, font) + 2
        label = self.placed(x + width + look().px(9), top, room, height - look().px(2))
        token = "ink" if hint.enabled else "ink3"
        draw_text(painter, label, hint.label, font, look().color(token))
        self._spots.append((cap.united(label), hint))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for spot, hint in self._spots:
            if hint.enabled and spot.contains(event.position()):
                self.pressed.emit(hint.cap)


def _in_lines(text: str, font: QFont, width: float) -> list[str]:
    """One line, or two where one is too narrow: a consequence is read to its end."""
    if not text or text_width(text, font) <= width:
        return [text] if text else []
    words = text.split(" ")
    count = next(
        (n for n in range(len(words), 0, -1) if text_width(" ".join(words[:n]), font) <= width), 1
    )
    first, rest = " ".join(words[:count]), " ".join(words[count:])
    return [first, rest] if rest else [first]


def _smaller(font: QFont, factor: float) -> QFont:
    if factor == 1:
        return font
    small = QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return small


class NextKey(Drawn):
    """The one green answer, bottom right; grey with a clock while there is nothing to press."""

    spoken_as = Spoken.BUTTON
    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("next_key", parent)
        self._content: NextKeyContent | None = None
        self.apply_look()

    @property
    def content(self) -> NextKeyContent | None:
        """What stands on the block now."""
        return self._content

    @property
    def can_press(self) -> bool:
        """False while waiting, and where a screen has no answer."""
        return self._content is not None and not self._content.waiting

    def apply_look(self) -> None:
        self.setFixedSize(look().size("corner"), look().size("key_strip"))

    def set_content(self, content: NextKeyContent | None) -> None:
        """Show `content`; None leaves the corner empty."""
        self._content = content
        name = f"{content.title}. {content.consequence}" if content else ""
        self.setAccessibleName(name)
        self.update()

    def draw(self, painter: QPainter) -> None:
        content = self._content
        if content is None:
            fill(painter, QRectF(self.rect()), look().color("page"))
            fill(painter, QRectF(0, 0, self.width(), 1), look().color("line"))
        elif content.waiting:
            self._draw_waiting(painter, content)
        else:
            self._draw_ready(painter, content)

    def _draw_ready(self, painter: QPainter, content: NextKeyContent) -> None:
        now = look()
        fill(painter, QRectF(self.rect()), now.color("go"))
        width = max(cap_width(content.cap, "key_next"), now.size("key_next"))
        top = (self.height() - now.size("key_next")) / 2 - 1
        cap = self.placed(now.px(20), top, width, now.size("key_next"))
        draw_cap(painter, cap, content.cap, cap_colors("next"), "key_next")
        side = now.px(24)
        arrow = self.placed(
            self.width() - now.px(26) - side, (self.height() - side) / 2, side, side
        )
        name = mirrored("arrow-right", self.layoutDirection())
        draw_icon(painter, arrow, name, now.color("go_ink"))
        x = now.px(20) + width + now.px(17)
        self._draw_words(painter, content, x, now.px(26) + side + now.px(12), "go_ink")

    def _draw_waiting(self, painter: QPainter, content: NextKeyContent) -> None:
        now = look()
        fill(painter, QRectF(self.rect()), now.color("wait"))
        fill(painter, QRectF(0, 0, self.width(), 1), now.color("line"))
        side = now.px(28)
        clock = self.placed(now.px(21), (self.height() - side) / 2, side, side)
        draw_icon(painter, clock, "clock", now.color("wait_ink"))
        self._draw_words(painter, content, now.px(66), now.px(24), "wait_ink")

    def _draw_words(
        self, painter: QPainter, content: NextKeyContent, x: float, right: float, token: str
    ) -> None:
        now, color = look(), look().color(token)
        width = self.width() - x - right
        title = now.frame_fit(content.title, "next", width)
        small = now.frame_fit(content.consequence, "next_small", width)
        lines = _in_lines(content.consequence, small, width)
        middle = (self.height() / 2, now.px(29), now.px(20))[len(lines)]
        upper = self.placed(x, middle - now.px(16), width, now.px(32))
        draw_elided(painter, upper, content.title, title, color)
        top = now.px(43) if len(lines) == 1 else now.px(34)
        for number, line in enumerate(lines):
            lower = self.placed(x, top + number * now.px(18), width, now.px(20))
            draw_elided(painter, lower, line, small, color)

    def press_it(self) -> None:
        """As Enter does."""
        self.pressed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.can_press and self.rect().contains(event.position().toPoint()):
            self.press_it()


class ChoiceKey(Drawn):
    """A key with a word, one of a row: kinds of tender, or banknotes with the letter below.

    `chosen` fills it with ink: it is the one in force.
    """

    spoken_as = Spoken.BUTTON
    pressed = Signal(str)

    def __init__(
        self, cap: str, label: str, *, icon: str = "", stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"choice_{cap.lower()}", parent)
        self._cap, self._label, self._icon, self._stacked = cap, label, icon, stacked
        self._chosen = False
        self.apply_look()

    def set_chosen(self, chosen: bool) -> None:
        """Draw it as the one in force."""
        self._chosen = chosen
        self.setAccessibleDescription(
            QCoreApplication.translate("ChoiceKey", "chosen") if chosen else ""
        )
        self.update()

    def apply_look(self) -> None:
        self.setAccessibleName(f"{self._label} ({keyed(self._cap)})")
        if self._stacked:
            self.setFixedHeight(look().body_size("note_key"))
            return
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        now = look()
        width = (
            float(now.px(13)) + cap_width(self._cap) + now.px(10) + now.px(32) * bool(self._icon)
        )
        width += text_width(self._label, now.font("cell_strong")) + now.px(16)
        return as_size(width, now.body_size("tender_key"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        fill = now.color("ink") if self._chosen else now.color("surface")
        edge = fill if self._chosen else now.color("line_strong")
        rect = QRectF(self.rect())
        draw_box(painter, rect, fill=fill, edge=edge, width=1.5, radius=now.radius("card"))
        if self._stacked:
            self._draw_stacked(painter)
        else:
            self._draw_row(painter)

    def _draw_row(self, painter: QPainter) -> None:
        now = look()
        color = now.color("surface" if self._chosen else "ink")
        if not self.isEnabled():
            color = now.color("ink3")
        x, width, height = now.px(13), cap_width(self._cap), now.size("key_small") + now.px(2)
        cap = self.placed(x, (self.height() - height) / 2, width, height)
        draw_cap(painter, cap, self._cap, cap_colors("strip", self.isEnabled()), "key_small")
        x += round(width) + now.px(10)
        if self._icon:
            side = now.size("icon")
            spot = self.placed(x, (self.height() - side) / 2, side, side)
            draw_icon(painter, spot, self._icon, color)
            x += now.px(32)
        rest = self.placed(x, 0, self.width() - x - now.px(6), self.height())
        draw_text(painter, rest, self._label, now.font("cell_strong"), color)

    def _draw_stacked(self, painter: QPainter) -> None:
        now = look()
        color = now.color("ink" if self.isEnabled() else "ink3")
        half = self.height() / 2
        upper = QRectF(0, now.px(5), self.width(), half - now.px(2))
        font = now.fit(self._label, "sum", self.width() - now.px(8))
        draw_text(painter, upper, self._label, font, color, CENTER)
        width, height = cap_width(self._cap, "key_small"), now.size("key_small")
        cap = QRectF((self.width() - width) / 2, half + now.px(3), width, height)
        draw_cap(painter, cap, self._cap, cap_colors("strip", self.isEnabled()), "key_small")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    @property
    def can_press(self) -> bool:
        """False while it is grey."""
        return self.isEnabled()

    def press_it(self) -> None:
        """As its key does."""
        self.pressed.emit(self._cap)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.can_press and self.rect().contains(event.position().toPoint()):
            self.press_it()
