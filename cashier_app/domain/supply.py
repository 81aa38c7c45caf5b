"""Who is supplied where and measured how, as the office sees and changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cashier_app.domain.readings import Judgement, Place, Reading, Span, Status


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One row of the office's search: a connection, with the account that is or was liable."""

    connection_id: int
    connection_no: str
    address: str
    account_no: str
    customer_name: str
    meter_no: str
    is_vacant: bool


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What the office may change of a customer."""

    name: str
    kind: str
    phones: tuple[str, ...]
    email: str
    cash_only: bool
    instruction: str


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """What the office may change of a connection; the route by its code, a load from a day on."""

    address: str
    ward: str
    route: str
    load_kw: Decimal | None
    load_kva: Decimal | None
    amperes: Decimal | None

    @property
    def load(self) -> tuple[Decimal | None, ...]:
        """KW, kVA and amperes that are agreed."""
        return self.load_kw, self.load_kva, self.amperes


@dataclass(frozen=True, slots=True)
class Liability:
    """Who is or was liable for a connection; both days are included."""

    account_id: int
    account_no: str
    customer_id: int
    customer_no: str
    customer_name: str
    since: date
    until: date | None
    former_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register with where it stands and the readings that count."""

    register_id: int
    code: str
    place: Place

    @property
    def last(self) -> Reading | None:
        return self.place.last


@dataclass(frozen=True, slots=True)
class Fitting:
    """A meter at a connection; on the day of a change the old and the new one both stand there."""

    fitting_id: int
    meter_id: int
    meter_no: str
    position: int
    multiplier: Decimal
    fitted_on: date
    removed_on: date | None
    registers: tuple[RegisterFile, ...]


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """Everything about a connection on one screen."""

    connection_id: int
    connection_no: str
    facts: ConnectionFacts
    load_since: date | None
    """The first day of the load; None where there never was one."""
    supply: str
    tariff: str
    tariff_since: date | None
    schemes: tuple[str, ...]
    """Discounts that have not ended."""
    customer_id: int | None
    customer: CustomerFacts | None
    """Of the account that is liable now, or was last."""
    liabilities: tuple[Liability, ...]
    """Newest first."""
    fittings: tuple[Fitting, ...]
    """Newest first."""
    today: date

    @property
    def liable(self) -> Liability | None:
        """Who is liable now; None when the place is vacant."""
        newest = self.liabilities[0] if self.liabilities else None
        return newest if newest is not None and newest.until is None else None

    @property
    def standing(self) -> tuple[Fitting, ...]:
        """The meters that stand there now."""
        return tuple(fitting for fitting in self.fittings if fitting.removed_on is None)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who moves in: a customer known by number, or a new one with a name."""

    customer_no: str
    name: str
    account_no: str
    tariff_class: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A connection that is built; the route by its code, the tariff by its code or ""."""

    connection_no: str
    address: str
    ward: str
    route: str
    tariff: str
    since: date
    """The tariff's first day."""


@dataclass(frozen=True, slots=True)
class Codes:
    """What can be chosen."""

    routes: tuple[str, ...]
    tariffs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewMeter:
    """A meter to be fitted; of one from the store it says what is thought to be known.

    An empty `maker` was not said.
    """

    meter_no: str
    dials: int = 6
    multiplier: Decimal = Decimal(1)
    maker: str = ""


@dataclass(frozen=True, slots=True)
class RouteProgress:
    """A round in the month of `day`: how much of it is read."""

    route_id: int
    code: str
    name: str
    registers: int
    read: int
    held: int


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One register of a round, in walking order, with all that judges a number at once."""

    register_id: int
    meter_no: str
    code: str
    address: str
    customer_name: str
    place: Place
    this_month: Reading | None
    """A reading of this month, whatever its state."""
    reading_id: int = 0
    """Of `this_month`."""

    @property
    def before(self) -> Place:
        """The place without this month's reading: what that one is judged by."""
        if self.this_month is None:
            return self.place
        day = self.this_month.read_on
        return replace(
            self.place, history=tuple(one for one in self.place.history if one.read_on < day)
        )


@dataclass(frozen=True, slots=True)
class HeldReading:
    """A reading that waits for a person."""

    reading_id: int
    register_id: int
    meter_no: str
    code: str
    route: str
    address: str
    customer_name: str
    read_on: date
    value: Decimal
    reason: str
    place: Place
    """As it was when the reading came: without it."""
    curve: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a reading that was typed."""

    status: Status
    judgement: Judgement | None
    reading_id: int = 0


Values = Mapping[int, Decimal]
"""Register → what its dial shows."""
