"""What a printer can say, as data: printing never decides anything about money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class PrintState(StrEnum):
    """What is known of a paper."""

    QUEUED = "queued"
    PRINTED = "printed"
    NOT_PRINTED = "not printed"
    NOT_KNOWN = "not known"


class PrinterFault(StrEnum):
    """Why the printer cannot print now."""

    NONE = "none"
    OFFLINE = "offline"
    NO_PAPER = "no paper"
    COVER_OPEN = "cover open"
    CUTTER = "cutter"
    SILENT = "silent"
    """It took the bytes but does not answer its status."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The printer as last heard; `paper_low` warns before it stops."""

    fault: PrinterFault
    paper_low: bool = False
    drawer_high: bool | None = field(default=None, compare=False)
    """The level of the drawer's switch; which one means "open" depends on the drawer. None: unsaid.

    It makes no difference to printing, so that two states that differ in it are equal.
    """

    @property
    def ready(self) -> bool:
        """True when a receipt may be sent."""
        return self.fault in (PrinterFault.NONE, PrinterFault.SILENT)


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The end of one print job; never an exception."""

    state: PrintState
    status: PrinterStatus
    detail: str = ""
    """For the log, never for the screen."""
    missing_scripts: tuple[str, ...] = ()
    """Whose letters stand on the paper as replacement marks: no font here has them."""


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """A printer that is known by name. `profile` is what the settings file calls it."""

    profile: str
    name: str
    width_dots: int
    cutter: bool


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A way to a printer that this computer has. `kind` and `where` are the settings file's."""

    kind: str
    where: str
    """The device file or the queue's name."""
    name: str
    """What it calls itself, or ""."""
    usable: bool = True
    """False where this person may not open it."""


@dataclass(frozen=True, slots=True)
class LeftPaper:
    """A stored Z or slip of cash of which nobody wrote down whether it came out."""

    number: str
    kind: str
    """Of the act, as the counter log has it."""
    total: Decimal
    person: str
    read_by: int
    """What the paper is read again by: of a Z its shift, of a slip its entry."""


@dataclass(frozen=True, slots=True)
class UnconfirmedSlip:
    """Paper for a customer whose payment was set aside: a reference, no receipt number."""

    reference: str
    total: Decimal
    customer_name: str
    account_no: str
    counter_name: str
    office: str
    cashier: str
    set_aside_at: datetime
