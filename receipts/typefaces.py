"""The faces of the papers: Inter first, Noto Sans for what Inter lacks.

Both come as packages (`fontpkg-inter`, `fontpkg-noto-sans`); no font file is ours.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import fontpkg

FAMILIES = ("Inter", "Noto Sans")
UNKNOWN_GLYPH = "\ufffd"

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


@lru_cache(maxsize=len(FAMILIES))
def font_file(family: str) -> Path:
    """The upright font file of an installed family."""
    return Path(fontpkg.path(family))
