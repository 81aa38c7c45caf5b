"""A document as ESC/POS bytes. Commands come from python-escpos' constants, nothing else.

Two ways: *picture* sends the paper as dots, so that every script and size looks as
designed; *text* uses the printer's own font and code pages (fast on slow lines) and
sends as dots only what those cannot say. What draws is loaded with the first paper.
"""

from __future__ import annotations

import re

from escpos.constants import CD_KICK_2, CD_KICK_5, CTL_LF, GS, HW_INIT, RT_STATUS, S_RASTER_N

from receipts.document import Document, Element
from receipts.text_mode import TextWriter

BAND_ROWS = 128
_LINES_TO_TEAR = 5
FEED_AND_CUT: bytes = GS + b"VB\x00"
ASK_PAPER_AFTER: bytes = GS + b"r\x01"
"""Answered only when everything before it is on the paper."""
ASK_STATUS = tuple(RT_STATUS + bytes([n]) for n in (1, 2, 3, 4))
"""Printer, cause of offline, error, paper sensor; answered at once."""

_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_KICKS = {2: CD_KICK_2, 5: CD_KICK_5}


def kick(pin: int) -> bytes:
    """Open the drawer on connector pin 2 or 5."""
    return bytes(_KICKS[pin])


def picture_job(document: Document, width: int, *, cutter: bool = True) -> bytes:
    """The whole paper as dots, and the cut. `width` in dots, a multiple of 8."""
    from receipts.raster import dots

    return bytes(HW_INIT) + raster_bytes(dots(document, width), width) + _end(cutter)


def text_job(
    document: Document, width: int, profile: str = "default", *, cutter: bool = True
) -> bytes:
    """The paper in the printer's own font, and the cut. `profile` is python-escpos'."""
    writer = TextWriter(width, profile)
    body = b"".join(_part_bytes(part, width) for part in writer.parts(document))
    return bytes(HW_INIT) + body + _end(cutter)


def _end(cutter: bool) -> bytes:
    """The cut, or as much paper as a hand needs to tear it off."""
    return FEED_AND_CUT if cutter else bytes(CTL_LF) * _LINES_TO_TEAR


def _part_bytes(part: bytes | Element, width: int) -> bytes:
    if isinstance(part, bytes):
        return part
    from receipts.raster import element_dots

    return raster_bytes(element_dots(part, width), width)


def raster_bytes(rows: bytes, width: int) -> bytes:
    """Rows of dots (1 is ink) as `GS v 0` bands that hold no real-time command."""
    row = width // 8
    data = harmless(rows)
    bands = (data[at : at + row * BAND_ROWS] for at in range(0, len(data), row * BAND_ROWS))
    return b"".join(_band(band, row) for band in bands)


def nothing(width: int) -> bytes:
    """As many zeros as a band has bytes: ends a picture that a broken job left open.

    By themselves they print nothing. Without them the next paper's bytes would be taken for that
    picture's, and what is left of its own first band for commands.
    """
    return bytes(len(_band(bytes(width // 8 * BAND_ROWS), width // 8)))


def harmless(data: bytes) -> bytes:
    """Dots without DLE EOT, DLE ENQ and DLE DC4: printers obey those even inside a picture.

    (DLE DC4 opens the drawer.) One more dot in the byte breaks the command.
    """
    return _REAL_TIME.sub(b"\x18", data)


def _band(data: bytes, row: int) -> bytes:
    height = len(data) // row
    return bytes(S_RASTER_N) + row.to_bytes(2, "little") + height.to_bytes(2, "little") + data
