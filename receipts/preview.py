"""A paper as a picture for the screen: the same dots that the thermal printer puts down."""

from __future__ import annotations

import io

from cashier_app.domain.payments import Receipt
from cashier_app.domain.utility import Utility
from receipts.papers import receipt_document

WIDTH = 576
"""Dots of 80 mm paper, whatever the counter's own printer takes."""


def receipt_picture(receipt: Receipt, utility: Utility, offset_minutes: int) -> bytes:
    """services.report_ports.PaperPicture: black on white, PNG."""
    from PIL import ImageChops

    from receipts.raster import drawn

    dots = drawn(receipt_document(receipt, utility, offset_minutes), WIDTH)
    buffer = io.BytesIO()
    ImageChops.invert(dots.convert("L")).save(buffer, "PNG")
    return buffer.getvalue()
