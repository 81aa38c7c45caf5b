"""Light, dark or high contrast, digits on the screen, text size: at the start and later."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication

from cashier_app.screen_choice import TEXT_SIZES, ScreenChoice
from ui.theme.look import look, set_look
from ui.theme.tokens import CONTRAST, DARK, LIGHT, Palette

THEMES = ("light", "dark", "contrast", "system")
_PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
_IN_TURN = tuple(_PALETTES)


def palette_of(theme: str) -> Palette:
    """The palette of one of THEMES; raises ValueError for anything else."""
    if theme not in THEMES:
        raise ValueError(theme)
    if theme == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is QtCore.Qt.ColorScheme.Dark else LIGHT
    return _PALETTES[theme]


def theme_now() -> str:
    """The theme in force; never "system", which is one of the others."""
    now = look().palette
    return next(theme for theme in _IN_TURN if _PALETTES[theme] is now)


def next_theme() -> str:
    """What the switch leads to: light, dark and high contrast in turn."""
    at = _IN_TURN.index(theme_now())
    return _IN_TURN[(at + 1) % len(_IN_TURN)]


def set_theme(theme: str) -> None:
    """Put the theme in force, at the scale and type size of now."""
    set_look(look()._replace(palette=palette_of(theme)))


def switch_theme() -> None:
    """To the next theme in turn."""
    set_theme(next_theme())


def set_touch(touch: bool) -> None:
    """With or without digits on the screen."""
    set_look(look()._replace(touch=touch))


def switch_touch() -> None:
    """Digits on the screen, or away."""
    set_touch(not look().touch)


def text_size_now() -> int:
    """The text size in force, in percent."""
    return round(look().type_factor * 100)


def next_text_size() -> int:
    """What the switch leads to, in percent: one of TEXT_SIZES in turn."""
    larger = (size for size in TEXT_SIZES if size > text_size_now())
    return next(larger, TEXT_SIZES[0])


def set_text_size(percent: int) -> None:
    """Put a text size in force."""
    set_look(look()._replace(type_factor=percent / 100))


def switch_text_size() -> None:
    """To the next size in turn."""
    set_text_size(next_text_size())


def choice_now() -> ScreenChoice:
    """What a person chose, as it is kept."""
    return ScreenChoice(theme_now(), look().touch, text_size_now())


def set_choice(choice: ScreenChoice) -> None:
    """Put all of a choice in force at once; raises ValueError for an unknown theme."""
    new = look()._replace(palette=palette_of(choice.theme), type_factor=choice.text_size / 100)
    set_look(new._replace(touch=choice.touch))
