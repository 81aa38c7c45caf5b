"""Inter in its two cuts, from the font packages; Noto Sans behind it.

Both cuts live in one variable file: the optical size axis chooses between text
and display, the weight axis draws every weight. Style sheets cannot set axes or
features, so every font of the program is made here.
"""

from __future__ import annotations

import contextlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from ui.theme.tokens import DISPLAY_FROM, TRACKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

FAMILY = "Inter"
FALLBACK = "Noto Sans"

_TABULAR = QFont.Tag("tnum")
_OPTICAL_SIZE = QFont.Tag("opsz")
_WEIGHT = QFont.Tag("wght")
_TEXT_CUT, _DISPLAY_CUT = 14.0, 32.0
_FIRST = ("fontpkg_inter", "fontpkg_noto_sans")
_IN_MANY_CUTS = {"fontpkg_inter"}
"""Read as bytes: of a file every weight and cut would be one more copy in memory."""
_FURTHER = (
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_thai",
)


class FontMissing(RuntimeError):
    """A font package is not installed or has no upright file."""


def font_file(package: str) -> Path:
    """The upright font file of a font package; raises FontMissing."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FontMissing(package)
    folder = Path(spec.origin).parent / "files"
    files = sorted(folder.iterdir())  # a glob costs half a millisecond
    upright = [f for f in files if f.suffix in {".ttf", ".otf"} and "Italic" not in f.name]
    if not upright:
        raise FontMissing(package)
    return upright[0]


@cache
def load_fonts() -> None:
    """Register the fonts with Qt, once. Needs a QGuiApplication."""
    for package in _FIRST:
        if _register(package) < 0:
            raise FontMissing(package)


@cache
def load_further_fonts() -> None:
    """The scripts of customers' names: after the first paint, which needs none of them.

    A package that is not there leaves its letters to the system's fonts.
    """
    for package in _FURTHER:
        with contextlib.suppress(FontMissing):
            _register(package)


def _register(package: str) -> int:
    if package in _IN_MANY_CUTS:
        return QFontDatabase.addApplicationFontFromData(_bytes_of(font_file(package)))
    return QFontDatabase.addApplicationFont(str(font_file(package)))


def _bytes_of(path: Path) -> QByteArray:
    """The file, read to where Qt keeps it: given as `bytes` it is copied, 1.5 ms of the start."""
    data = QByteArray(path.stat().st_size, 0)
    with path.open("rb", buffering=0) as file:
        # It has the buffer interface, which its types do not say.
        file.readinto(cast("Buffer", data))
    return data


def make_font(pixels: int, weight: int) -> QFont:
    """Inter at `pixels` and `weight` (100 to 900) with tabular digits."""
    font = QFont([FAMILY, FALLBACK])
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(_TABULAR, 1)
    font.setVariableAxis(_OPTICAL_SIZE, _DISPLAY_CUT if pixels >= DISPLAY_FROM else _TEXT_CUT)
    font.setVariableAxis(_WEIGHT, float(weight))
    tracking = next((percent for least, percent in TRACKING if pixels >= least), 0.0)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, pixels * tracking / 100)
    return font
