"""The rows of home and of the F8 screen that change how the screen looks."""

from __future__ import annotations

from ui.screens import menu
from ui.theme.switch import switch_text_size, switch_theme, switch_touch

_SWITCHES = {
    menu.LIGHT: switch_theme, menu.TOUCH: switch_touch, menu.TEXT_SIZE: switch_text_size,
}  # fmt: skip


def switch_look(row: str) -> bool:
    """Do what `row` says; False if it is about something else."""
    switch = _SWITCHES.get(row)
    if switch is not None:
        switch()
    return switch is not None
