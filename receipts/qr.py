"""QR codes as plain rows of modules, drawn by each device in its own way."""

from __future__ import annotations

from functools import lru_cache

import segno

QUIET = 4
"""Modules of white around a code, as the standard asks."""
MODULE_DOTS = 6


@lru_cache(maxsize=8)
def modules(text: str) -> tuple[bytes, ...]:
    """The code's rows, 1 is dark, without the quiet zone. Error correction level M."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix)


def module_dots(count: int, width: int) -> int:
    """Dots a module of a code with `count` modules may have on paper `width` dots wide."""
    return max(1, min(MODULE_DOTS, width // (count + 2 * QUIET)))
