"""What a tariff file says, checked and immutable; `reading` makes it, `pricing` uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cashier_app.domain.tariffs.rounding import Rounding

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is refused: its line (0: no one line), the place inside it and the reason."""

    line: int
    place: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.place}: {self.reason}" if self.place else f"{where}{self.reason}"


class TariffRefused(Exception):
    """A file that is not a tariff; `problems` says every place and reason."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class PricingRefused(Exception):
    """The tariff cannot price this use; the text says what is missing or contradicts."""


@dataclass(frozen=True, slots=True)
class Block:
    """Units above the last block up to `upto` (None: no end) at `price`, or for one `lump`."""

    upto: Decimal | None
    price: Decimal | None
    lump: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A total up to `upto` (None: no end) takes `value`: an amount or a percentage."""

    upto: Decimal | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole set of blocks, for totals up to `upto` (None: no end)."""

    upto: Decimal | None
    blocks: tuple[Block, ...]
    telescopic: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A price or percentage; `dated` gives it days of its own, before which there is none.

    `dated_by` says which day counts: "split" (the period is cut there), "start" or "end".
    """

    value: Decimal | None
    dated: tuple[tuple[date, Decimal], ...] = ()
    dated_by: str = "split"


@dataclass(frozen=True, slots=True)
class Part:
    """The kWh that count: those above `above`, up to `first` (both of the whole use)."""

    first: Decimal | None = None
    above: Decimal | None = None

    @property
    def is_everything(self) -> bool:
        return self.first is None and self.above is None


@dataclass(frozen=True, slots=True)
class Quantity:
    """How a measured quantity becomes a billed one: rounded, and at least so much."""

    rounding: Rounding | None = None
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PerUnit:
    """A price per kWh of the total, or of one register."""

    rate: Rate
    register: str
    part: Part
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Schedules:
    """Blocks; one schedule for all totals, or several from which the total picks one.

    `chosen_by` is "total" or "register": which kWh pick the schedule or the block.
    """

    schedules: tuple[Schedule, ...]
    register: str
    chosen_by: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class TimeOfUse:
    """One price per register."""

    prices: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An amount per bill, month, day or year, also per unit of load.

    One of `rate`, `bands` (chosen by `chosen_by`) and `blocks` (telescopic, of the load).
    """

    per: str
    days_in_year: Decimal
    load_unit: str
    rate: Rate | None
    bands: tuple[Band, ...]
    chosen_by: str
    blocks: tuple[Block, ...]
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Demand:
    """A price per kW or kVA of the recorded maximum, or of what must at least be paid for."""

    unit: str
    per: str
    price: Decimal | None
    blocks: tuple[Block, ...]
    quantity: Quantity
    ratchet_percent: Decimal | None
    load_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Minimum:
    """What the charges `of` are topped up to."""

    amount: Decimal
    per: str
    load_unit: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage of charges; `included`: the tax is already inside their prices.

    `of_exact`: of their amounts before rounding.
    """

    rate: Rate | None
    bands: tuple[Band, ...]
    of: tuple[str, ...]
    part: Part
    included: bool
    of_exact: bool = False


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A sum for the reader and for taxes; rounding it makes a line of its own."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """An amount that only the billing knows: arrears, interest on a deposit, water."""

    default: Decimal | None


Terms = (
    PerUnit | Schedules | TimeOfUse | Fixed | Demand | Minimum | Percent | Subtotal | Given
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A charge applies only where all of this holds; None and () ask nothing."""

    kwh_above: Decimal | None = None
    kwh_upto: Decimal | None = None
    load_unit: str = ""
    load_above: Decimal | None = None
    load_upto: Decimal | None = None
    phases: tuple[int, ...] = ()
    scheme: str = ""
    not_scheme: str = ""
    calendar_months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Months:
    """How many months a period counts: "given", by "days" (÷ `days_in_month`) or "calendar".

    Between the `normal_days` (both included) it is one month.
    """

    count: str = "given"
    days_in_month: Decimal = Decimal(30)
    decimals: int | None = None
    normal_days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge of a tariff version, with its rounding and its conditions."""

    code: str
    label: str
    form: str
    kind: str
    terms: Terms
    when: When
    rounding: Rounding | None
    limits_per: str
    limits_rounding: Rounding | None
    limits_stay_whole: bool
    months: Months
    is_one_line: bool = False
    is_credit: bool = False
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    days_after_issue: int | None = None
    days_before_due: int = 0

    @property
    def of(self) -> tuple[str, ...]:
        """The charges it is based on."""
        terms = self.terms
        return terms.of if isinstance(terms, Minimum | Percent | Subtotal) else ()

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that it prices by name."""
        match self.terms:
            case TimeOfUse(prices=prices):
                return tuple(name for name, _ in prices)
            case PerUnit(register=register) | Schedules(register=register) if register:
                return (register,)
        return ()

    @property
    def is_prompt(self) -> bool:
        """It is taken off only when the bill is paid in time."""
        return self.form == "prompt-discount"

    @property
    def is_counted(self) -> bool:
        """It is part of the total; else it is shown only."""
        terms = self.terms
        return not (isinstance(terms, Subtotal) or (isinstance(terms, Percent) and terms.included))


@dataclass(frozen=True, slots=True)
class LateStep:
    """So many days late (`upto_days` None: no end) cost a percentage, or an amount."""

    upto_days: int | None
    percent: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class LateRule:
    """A late-payment charge; `of` names charges, "total" is the whole bill."""

    form: str
    label: str
    amount: Decimal | None
    percent: Decimal | None
    steps: tuple[LateStep, ...]
    of: tuple[str, ...]
    grace_days: int
    counts_from: str
    months: str
    days_in_month: Decimal | None
    is_compound: bool
    rounds_each_month: bool
    rounding: Rounding | None
    at_least: Decimal | None
    at_most: Decimal | None
    at_most_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class DueRule:
    """The due date when none is given: so many days after "issue" or the end of the "period"."""

    days: int
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """The prices of a tariff from a day on (None: always).

    `payable_of_exact`: the payable is rounded from the sum of the amounts before rounding.
    """

    valid_from: date | None
    charges: tuple[Charge, ...]
    late: tuple[LateRule, ...]
    payable: Rounding
    payable_label: str
    payable_of_exact: bool = False
    due: DueRule | None = None

    def charge(self, code: str) -> Charge | None:
        """The charge of this code."""
        return next((charge for charge in self.charges if charge.code == code), None)


@dataclass(frozen=True, slots=True)
class Tariff:
    """A code with its dated versions, oldest first."""

    code: str
    name: str
    tariff_class: str
    currency: str
    decimals: int
    uncounted: tuple[str, ...]
    split: Rounding
    versions: tuple[Version, ...]
