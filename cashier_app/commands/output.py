"""What commands write, and the status they end with."""

from __future__ import annotations

import sys

DONE, FAILED = 0, 1


def say(text: str) -> None:
    """A line of what was asked for."""
    sys.stdout.write(f"{text}\n")


def failed(text: str) -> int:
    """Why it was not done, in a sentence; the status to end with."""
    sys.stderr.write(f"cashier: {text}\n")
    return FAILED
