"""How this counter's screen was left: theme, digits and text size, in a small file of its own.

The front door needs it before any settings are parsed, and a counter whose file is damaged or
cannot be written opens and sells all the same.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

_log = logging.getLogger(__name__)

FILE_NAME = "screen.toml"
_THEMES = frozenset({"light", "dark", "contrast"})
_TOUCH = {"true": True, "false": False}
TEXT_SIZES = (100, 125, 150)
"""In percent of the size that was designed."""
_SIZES = {str(size): size for size in TEXT_SIZES}


class ScreenChoice(NamedTuple):
    """`touch`: digits on the screen; `text_size` is one of TEXT_SIZES."""

    theme: str = "light"
    touch: bool = False
    text_size: int = 100


def load_choice(
    folder: Path,
    *,
    theme: str | None = None,
    touch: bool | None = None,
    text_size: int | None = None,
) -> ScreenChoice:
    """What was left there; what a command line names goes before it."""
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
    if text_size is None:
        text_size = _SIZES.get(kept.get("text_size", ""), ScreenChoice().text_size)
    return ScreenChoice(theme, touch, text_size)


def save_choice(folder: Path, choice: ScreenChoice) -> None:
    """Keep it for the next start; a folder that takes no file is told to the log alone."""
    text = f'theme = "{choice.theme}"\ntouch = {str(choice.touch).lower()}\n'
    text += f"text_size = {choice.text_size}\n"
    from cashier_app.whole_files import write_whole  # not before the first paint

    try:
        write_whole(folder / FILE_NAME, text)
    except OSError as error:
        _log.warning("%s was not kept: %s", FILE_NAME, type(error).__name__)
