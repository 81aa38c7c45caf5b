"""How this counter's screen was left: theme and digits, in a small file of its own.

The front door needs it before any settings are parsed, and a counter whose file is damaged or
cannot be written opens and sells all the same.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

from cashier_app.whole_files import write_whole

_log = logging.getLogger(__name__)

FILE_NAME = "screen.toml"
_THEMES = frozenset({"light", "dark", "contrast"})
_TOUCH = {"true": True, "false": False}


class ScreenChoice(NamedTuple):
    """`touch`: digits on the screen."""

    theme: str = "light"
    touch: bool = False


def load_choice(
    folder: Path, *, theme: str | None = None, touch: bool | None = None
) -> ScreenChoice:
    """What was left there; `theme` and `touch` of a command line go before it."""
    try:
        text = (folder / FILE_NAME).read_text("utf-8", "replace")
    except OSError:
        text = ""
    # Only what `save_choice` writes: importing tomllib would cost the first picture its time.
    lines = (line.partition("=") for line in text.splitlines())
    kept = {name.strip(): value.strip() for name, _is, value in lines}
    left = kept.get("theme", "").strip('"')
    if theme is None:
        theme = left if left in _THEMES else ScreenChoice().theme
    if touch is None:
        touch = _TOUCH.get(kept.get("touch", ""), ScreenChoice().touch)
    return ScreenChoice(theme, touch)


def save_choice(folder: Path, choice: ScreenChoice) -> None:
    """Keep it for the next start; a folder that takes no file is told to the log alone."""
    text = f'theme = "{choice.theme}"\ntouch = {str(choice.touch).lower()}\n'
    try:
        write_whole(folder / FILE_NAME, text)
    except OSError as error:
        _log.warning("%s was not kept: %s", FILE_NAME, type(error).__name__)
