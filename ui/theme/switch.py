"""Light or dark, at the start and later."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication

from ui.theme.look import look, set_look
from ui.theme.tokens import DARK, LIGHT, Palette

THEMES = ("light", "dark", "system")


def palette_of(theme: str) -> Palette:
    """The palette of "light", "dark" or "system"; raises ValueError for anything else."""
    if theme not in THEMES:
        raise ValueError(theme)
    if theme == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is QtCore.Qt.ColorScheme.Dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def set_theme(theme: str) -> None:
    """Put the theme in force, at the scale and type size of now."""
    set_look(look()._replace(palette=palette_of(theme)))


def switch_light() -> None:
    """From light to dark or back."""
    set_theme("light" if look().is_dark else "dark")
