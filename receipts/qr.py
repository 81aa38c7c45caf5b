"""QR codes as plain rows of modules, drawn by each device in its own way."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

import zxingcpp

if TYPE_CHECKING:
    from typing_extensions import Buffer

QUIET = 4
"""Modules of white around a code, as the standard asks."""
MODULE_DOTS = 6
_DARK_FIRST = bytes([1]) + bytes(255)
_SIGNED = 120
"""From so many characters on a text is a signed code: its bits are as good as drawn by lot."""
_MASK = 3
"""Trying all eight takes 0.35 ms of a receipt's one, and no more of such codes can be read."""


@lru_cache(maxsize=8)
def modules(text: str) -> tuple[bytes, ...]:
    """The code's rows, 1 is dark, without the quiet zone. Error correction level M.

    The best of eight masks is looked for in short texts only (decision 0276).
    """
    mask = {"dataMask": _MASK} if len(text) >= _SIGNED else {}
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **mask)
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    side = image.shape[0]
    # It has the buffer interface, which its types do not say.
    dots = bytes(cast("Buffer", image)).translate(_DARK_FIRST)
    return tuple(dots[at : at + side] for at in range(0, side * side, side))


def module_dots(count: int, width: int) -> int:
    """Dots a module of a code with `count` modules may have on paper `width` dots wide."""
    return max(1, min(MODULE_DOTS, width // (count + 2 * QUIET)))
