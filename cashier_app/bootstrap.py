"""Settings in, services of one counter out; `wiring` does it when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from cashier_app.db.engine import DatabaseAddress
    from cashier_app.services.program import Program
    from cashier_app.settings import PrinterChoice
    from receipts.printers import PrinterSettings


@dataclass(frozen=True, slots=True)
class CounterSetup:
    """One enrolled counter on this computer. The token opens nothing without a person."""

    address: DatabaseAddress
    token: str = field(repr=False)
    key_path: Path
    log_path: Path
    printer: PrinterSettings
    read_seconds: float = 8
    """Without an answer for so long an act's end is unknown."""
    must_be_training: bool = False
    """Refuse to sign in where the money is real."""
    computer: str = ""
    """What `computer_id` says of this computer; empty where the server is on it, too."""
    reports_folder: Path | None = None
    """Where reports are saved; None is a folder in the person's documents."""
    save_printer: Callable[[PrinterChoice], None] | None = None
    """Keeps another one for the next start."""


class SystemClock:
    """services.ports.Clock over the computer's clock."""

    def now(self) -> datetime:
        """UTC, aware, microseconds."""
        return datetime.now(UTC)


def new_request_id() -> UUID:
    """A UUIDv7: ids made one after the other lie side by side in the index."""
    from uuid6 import uuid7

    return UUID(int=uuid7().int)


def load_program(setup: CounterSetup, on_close: Callable[[], None] | None = None) -> Program:
    """The services of `setup`. Slow imports: call it off the GUI thread.

    `on_close` is called last when the program is closed.

    Raises CounterLogInUse if another copy of the program has this counter, KeyProblem
    if the counter's key cannot be read.
    """
    from cashier_app.wiring import wire

    return wire(setup, on_close)
