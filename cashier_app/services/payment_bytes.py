"""The bytes of a bank's file, a customer's list or a paper book, looked at before they are read."""

from __future__ import annotations

from pathlib import Path

from cashier_app.domain.errors import Refused
from cashier_app.domain.payment_files import MAX_BYTES


def payment_bytes(path: Path) -> bytes:
    """The whole file. Raises Refused: bad_file, with the reason not_found or too_large."""
    try:
        if not path.is_file():
            raise Refused("bad_file", {"reason": "not_found"})
        if path.stat().st_size > MAX_BYTES:
            raise Refused("bad_file", {"reason": "too_large"})
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused("bad_file", {"reason": "not_found"}) from error
