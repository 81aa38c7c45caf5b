"""What the makers of people decide, before money moves: plain frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cashier_app.sample.prices import Tariff


class Way(StrEnum):
    """How a customer pays on a visit."""

    ALL = "all"
    OLDEST = "oldest"
    PART = "part"
    OVER = "over"
    MISTAKE = "mistake"
    """A wrong amount is taken first and undone; then everything is paid."""


@dataclass(frozen=True, slots=True)
class Period:
    """One month of one connection."""

    issue_on: date
    due_on: date
    starts_on: date
    read_on: date
    kwh: int
    is_estimated: bool
    is_after: bool
    """Priced by the newer version of the tariff."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new meter fitted within a period; the old one had counted `old_kwh` of it."""

    period: int
    on: date
    old_kwh: int
    meter_no: str
    maker: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A place that is supplied, with its months and its meter."""

    connection_no: str
    address: str
    ward: str
    route: int
    premises: str
    voltage: str
    load_kva: int
    supply: str
    disconnect_on: date | None
    tariff: Tariff
    connected_on: date
    periods: tuple[Period, ...]
    meter_no: str
    maker: str
    multiplier: int
    start_value: int
    replacement: Replacement | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A bill for a service."""

    title: str
    issue_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """An account liable for periods `first` up to, not including, `end` of its connection."""

    account_no: str
    connection: Connection
    first: int
    end: int
    opened_on: date
    liable_from: date
    liable_to: date | None
    fees: tuple[Fee, ...] = ()
    former_no: str | None = None
    has_discount: bool = False
    cancelled: int | None = None
    """The period whose first bill was cancelled and billed again."""
    reserved: tuple[tuple[date, int], ...] = ()
    """Running numbers kept for bills, by the day they are issued."""


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A customer means to come; nothing happens when nothing is due on that day."""

    on: date
    account: int | None
    """Index of the account that is paid, None for all of them with one receipt."""
    way: Way
    tender: str
    """"cash", "cheque", "card" or "mixed" (cheque and cash)."""
    extra: Decimal | None = None
    """What `Way.OVER` pays beyond what is due."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A person or firm with accounts and visits."""

    name: str
    kind: str
    accounts: tuple[Account, ...]
    visits: tuple[PlannedVisit, ...]
    phones: tuple[str, ...] = ()
    email: str | None = None
    cash_only: bool = False
    instruction: str = ""
