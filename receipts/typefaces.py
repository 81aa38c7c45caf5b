"""The faces of the papers: Inter first, Noto Sans for what Inter lacks, then each script's own.

The first ones come as packages (`fontpkg-…`); no font file is ours. What no package has
(Bengali, Chinese, Japanese, Korean and more) is taken from the fonts of the system.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

import fontpkg

FAMILIES = ("Inter", "Noto Sans")
FURTHER = (
    "Noto Sans Arabic",
    "Noto Sans Thai",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Khmer",
)
UNKNOWN_GLYPH = "\ufffd"

# Of the system's fonts these, the best first: one file has to be enough for a script.
_OF_THE_SYSTEM = (
    "NotoSans*-Regular.ttf",
    "NotoSans*-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "Lohit-*.ttf",
    "Nirmala.tt?",
    "msyh.ttc",
    "YuGothM.ttc",
    "malgun.ttf",
    "DroidSansFallback*.ttf",
    "FreeSans.?tf",
    "DejaVuSans.ttf",
)
_CHINESE_OF_NOTO_CJK = 2

# Inter's own kerning of the pairs that look loose without it, in thousandths of the size.
KERNING = {
    "To": -125,
    "Ta": -105,
    "Te": -125,
    "Tr": -65,
    "Yo": -127,
    "AV": -112,
    "Av": -60,
    "Wa": -60,
    "Va": -75,
    "LT": -89,
    "y,": -75,
    "y.": -75,
    "r.": -62,
    "r,": -62,
    "Re": -27,
    "Pa": -21,
    "Ac": -23,
}


@dataclass(frozen=True, slots=True)
class FaceFile:
    """One face: a file and which of its faces."""

    path: Path
    index: int = 0


@lru_cache(maxsize=len(FAMILIES))
def font_file(family: str) -> Path:
    """The upright font file of an installed family."""
    return Path(fontpkg.path(family))


@lru_cache(maxsize=1)
def first_faces() -> tuple[FaceFile, ...]:
    """The faces of FAMILIES, without a look at the system."""
    return tuple(FaceFile(font_file(family)) for family in FAMILIES)


@lru_cache(maxsize=1)
def face_files() -> tuple[FaceFile, ...]:
    """Every face that may draw a letter, the preferred first."""
    return (*first_faces(), *(FaceFile(path) for path in _further()), *_system_faces())


def _further() -> Iterator[Path]:
    for family in FURTHER:
        try:
            yield Path(fontpkg.path(family))
        except LookupError:
            # An older environment: its letters may still be among the system's.
            continue


def _system_faces() -> Iterator[FaceFile]:
    files = sorted({path for folder in _folders() for path in folder.rglob("*.?t?")})
    for pattern in _OF_THE_SYSTEM:
        for path in files:
            if fnmatch(path.name, pattern):
                is_cjk = path.name.startswith("NotoSansCJK")
                yield FaceFile(path, _CHINESE_OF_NOTO_CJK if is_cjk else 0)


def _folders() -> tuple[Path, ...]:
    named = os.environ.get("CASHIER_FONTS")
    if named is not None:
        return (Path(named),) if named else ()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),)
    return (
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        Path.home() / ".local" / "share" / "fonts",
    )
