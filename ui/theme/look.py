"""The look in force: palette, scale and type size; everything drawn asks here.

A value changes for the whole program at once, like QApplication's palette, so
there is one current `Look`; `look_changes().changed` tells the widgets.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme import tokens
from ui.theme.fonts import load_fonts, make_font
from ui.theme.tokens import LIGHT, RADIUS, SIZE, SPACE, TYPE, Palette


class Look(NamedTuple):
    """Palette, scale `s` (1.0 at 1366 x 768) and the person's type size (1.0 to 1.5).

    `touch`: digits stand on the screen where money is typed or counted.
    """

    palette: Palette = LIGHT
    scale: float = 1.0
    type_factor: float = 1.0
    touch: bool = False

    def px(self, pixels: float) -> int:
        """A drawn measure of 1366 x 768 in this scale; never below 1."""
        return max(1, round(pixels * self.scale))

    def space(self, name: str) -> int:
        """A spacing step."""
        return self.px(SPACE[name])

    def size(self, name: str) -> int:
        """A fixed measure of the frame."""
        return self.px(SIZE[name])

    def body_size(self, name: str) -> int:
        """A measure in the body: grows with the type, so that lines still fit."""
        return round(SIZE[name] * self.scale * self.type_factor)

    def column(self, pixels: int) -> int:
        """Width of a table column: grows less than the type, to leave room for names."""
        return round(pixels * self.scale * (1 + (self.type_factor - 1) * 0.5))

    def radius(self, name: str) -> int:
        """A corner radius."""
        return self.px(RADIUS[name])

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.palette[token])

    def font(self, step: str) -> QFont:
        """The font of a type step, for the body."""
        return _font(TYPE[step].px * self.scale * self.type_factor, TYPE[step].weight)

    def frame_font(self, step: str) -> QFont:
        """The font of a type step, for header, keys and status line."""
        return _font(TYPE[step].px * self._frame_factor, TYPE[step].weight)

    def fit(self, text: str, step: str, width: float) -> QFont:
        """The largest font of `step` in which `text` is at most `width` wide, down to its floor."""
        return _fit(text, step, width, self.scale * self.type_factor, self.scale)

    def frame_fit(self, text: str, step: str, width: float) -> QFont:
        """As `fit`, for header, keys and status line."""
        return _fit(text, step, width, self._frame_factor, self.scale)

    @property
    def _frame_factor(self) -> float:
        return self.scale * min(self.type_factor, tokens.MAX_FRAME_TYPE_FACTOR)


@lru_cache(maxsize=256)
def _font(pixels: float, weight: int) -> QFont:
    return make_font(max(1, round(pixels)), weight)


def _fit(text: str, step: str, width: float, factor: float, floor_factor: float) -> QFont:
    pixels = round(TYPE[step].px * factor)
    floor = round(TYPE[step].floor * floor_factor)
    stride = max(1, pixels // 48)
    while pixels > floor:
        font = _font(pixels, TYPE[step].weight)
        if QFontMetricsF(font).horizontalAdvance(text) <= width:
            return font
        pixels -= stride
    return _font(floor, TYPE[step].weight)


class LookChanges(QObject):
    """Tells widgets that sizes and colours are to be read again.

    `touched` comes alone where only the digits on the screen came or went: nothing else moves.
    """

    changed = Signal()
    touched = Signal()


class _Current:
    look = Look()
    is_set = False
    has_style_sheet = True


@cache
def look_changes() -> LookChanges:
    """The one announcer of look changes."""
    return LookChanges()


def look() -> Look:
    """The look in force."""
    return _Current.look


def fit(text: str, step: str, width: float) -> QFont:
    """`look().fit`: amounts are set smaller until they fit, never cut."""
    return look().fit(text, step, width)


def set_look(new: Look) -> None:
    """Put `new` in force for the whole program."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("set_look needs the application")
    load_fonts()
    old, was_set = _Current.look, _Current.is_set
    _Current.look, _Current.is_set = new, True
    if was_set and new.touch != old.touch and new._replace(touch=old.touch) == old:
        look_changes().touched.emit()  # without a style for every widget there is
        return
    app.setCursorFlashTime(0)  # a caret that stays: it is looked for, and found
    app.setFont(new.font("body"))
    app.setPalette(_qt_palette(new))
    _set_style_sheet(app)
    look_changes().changed.emit()


def wait_with_style_sheet() -> None:
    """Leave Qt's style sheet away until `dress`: the door looks the same without it."""
    _Current.has_style_sheet = False


def dress() -> None:
    """Put the style sheet in force, now and with every look to come."""
    _Current.has_style_sheet = True
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _set_style_sheet(app)


def _set_style_sheet(app: QApplication) -> None:
    if _Current.has_style_sheet:
        from ui.theme.style import style_sheet

        sheet = style_sheet(look().palette, look().scale)
        if sheet != app.styleSheet():  # the same again costs 0.2 s: every widget there is
            app.setStyleSheet(sheet)


def scale_for(width: int, height: int) -> float:
    """The scale of a window: 1.0 up to 1366 x 768, 1.3 at 1920 x 1080, in steps of 0.05."""
    ratio = min(width / 1366, height / 768)
    slope = (tokens.SCALE_AT_1920 - 1) / (1920 / 1366 - 1)
    scale = 1 + (ratio - 1) * slope
    return min(tokens.MAX_SCALE, max(1.0, round(scale * 20) / 20))


def _qt_palette(look: Look) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Button: "key_top",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "focus_soft",
        QPalette.ColorRole.HighlightedText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink3",
        QPalette.ColorRole.ToolTipBase: "sunken",
        QPalette.ColorRole.ToolTipText: "ink",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, look.color(token))
    return palette
