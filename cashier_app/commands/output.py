"""What commands write, and the status they end with."""

from __future__ import annotations

import sys

DONE, FAILED, UNANSWERED = 0, 1, 2


class NobodyAnswers(Exception):
    """A command has to ask and nobody can be asked; the text says what to give instead.

    `cashier_app.cli` ends with UNANSWERED: nothing was done.
    """


def say(text: str) -> None:
    """A line of what was asked for."""
    sys.stdout.write(f"{text}\n")


def failed(text: str) -> int:
    """Why it was not done, in a sentence; the status to end with."""
    sys.stderr.write(f"cashier: {text}\n")
    return FAILED
