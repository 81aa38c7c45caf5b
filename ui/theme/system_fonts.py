"""The system's fonts, read after the first paint where the door's letters are all in ours.

On Linux Qt asks fontconfig, which reads the system's rules and lists every font there is before
the first letter is drawn: a tenth of the time to the first paint. The door needs none of them
while its texts are in scripts that Inter has; a customer's name may need any of them.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtGui import QFontDatabase

from resources import no_system_fonts
from ui.theme.fonts import load_fonts

_SETTINGS = ("FONTCONFIG_SYSROOT", "FONTCONFIG_FILE")
"""Of fontconfig: the root also keeps it from reading the distribution's samples of rules."""
_BEYOND_INTER = "\u0530"
"""Inter has Latin, Greek and Cyrillic, which lie before this letter."""


class _State:
    put_off = False


def put_off_system_fonts(*texts: str) -> None:
    """Load our fonts without the system's, if `texts` need none of those. Before any letter."""
    if sys.platform != "linux" or load_fonts.cache_info().currsize:
        return
    if any(setting in os.environ for setting in _SETTINGS):
        return  # somebody has fonts of their own in mind
    if any(text and max(text) >= _BEYOND_INTER for text in texts):
        return
    for setting, value in zip(_SETTINGS, no_system_fonts(), strict=True):
        os.environ[setting] = str(value)
    try:
        load_fonts()
    finally:
        # Only fontconfig's first reading is meant, no program that is started from here.
        for setting in _SETTINGS:
            del os.environ[setting]
    _State.put_off = True


def bring_system_fonts() -> None:
    """Read the fonts that were put off: from now on letters of every script are found."""
    if not _State.put_off:
        return
    _State.put_off = False
    import ctypes

    # The library that Qt has loaded already: this name gives the same one.
    ctypes.CDLL("libfontconfig.so.1").FcInitReinitialize()
    # Qt lists the fonts anew only after ours are gone.
    QFontDatabase.removeAllApplicationFonts()
    load_fonts.cache_clear()
    load_fonts()
