"""Light, dark or high contrast, at the start and later."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication

from ui.theme.look import look, set_look
from ui.theme.tokens import DARK, LIGHT, Palette

THEMES = ("light", "dark", "contrast", "system")
_NEXT = {"light": "dark", "dark": "contrast", "contrast": "light"}


def palette_of(theme: str) -> Palette:
    """The palette of one of THEMES; raises ValueError for anything else."""
    if theme not in THEMES:
        raise ValueError(theme)
    if theme == "contrast":
        from ui.theme.contrast import CONTRAST

        return CONTRAST
    if theme == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is QtCore.Qt.ColorScheme.Dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def set_theme(theme: str) -> None:
    """Put the theme in force, at the scale and type size of now."""
    set_look(look()._replace(palette=palette_of(theme)))


def next_theme() -> str:
    """What `switch_light` puts in force: dark after light, then high contrast, then light again."""
    palette = look().palette
    return _NEXT["light" if palette is LIGHT else "dark" if palette is DARK else "contrast"]


def switch_light() -> None:
    """The next theme."""
    set_theme(next_theme())
