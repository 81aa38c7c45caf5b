"""The sample utility's tariffs and how its bills are priced from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from cashier_app.domain.money import ZERO
from cashier_app.domain.tariffs import Tariff as PricedTariff
from cashier_app.domain.tariffs import Usage, price, read_tariff

HALF = Decimal("0.5")
CURRENCY = "INR"
DUE_DAYS = 21
DISCOUNT_DAYS = 10
LATE_RATE = Decimal("0.035")
LATE_CAUSE = "Late charge, 3.5 % once"
PROMPT_RATE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Block:
    """Units up to `upto` (None: no end) at `price`."""

    upto: int | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class TariffVersion:
    """Prices of one tariff from a day on."""

    number: int
    blocks: tuple[Block, ...]
    load_label: str
    load_price: Decimal
    """Per kVA of load and month."""
    rent: Decimal
    duty: int
    """Per cent of the energy charges."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """`before` holds until the newest month, `after` from its first day."""

    tariff_id: int
    code: str
    name: str
    tariff_class: str
    before: TariffVersion
    after: TariffVersion

    def version(self, is_after: bool) -> TariffVersion:
        return self.after if is_after else self.before


@dataclass(frozen=True, slots=True)
class Line:
    """One charge; labels are what is printed on the bill."""

    kind: str
    label: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    amount: Decimal


def _blocks(*parts: tuple[int | None, str]) -> tuple[Block, ...]:
    return tuple(Block(upto, Decimal(price)) for upto, price in parts)


RESIDENTIAL = Tariff(
    1, "R1", "Residential, low tension", "residential",
    TariffVersion(
        1, _blocks((100, "5.00"), (300, "6.50"), (None, "7.75")),
        "Fixed charge", Decimal("14.28"), Decimal("20.00"), 5,
    ),
    TariffVersion(
        2, _blocks((100, "5.25"), (300, "6.90"), (None, "8.20")),
        "Fixed charge", Decimal("14.28"), Decimal("20.00"), 5,
    ),
)  # fmt: skip
COMMERCIAL = Tariff(
    2, "C1", "Commercial, low tension", "commercial",
    TariffVersion(
        3, _blocks((None, "8.25")), "Fixed charge", Decimal("47.50"), Decimal("45.00"), 8
    ),
    TariffVersion(
        4, _blocks((None, "8.60")), "Fixed charge", Decimal("47.50"), Decimal("45.00"), 8
    ),
)  # fmt: skip
HIGH_TENSION = Tariff(
    3, "H1", "Industrial, high tension", "high_tension",
    TariffVersion(
        5, _blocks((None, "7.05")), "Demand charge", Decimal("310.00"), Decimal("450.00"), 8
    ),
    TariffVersion(
        6, _blocks((None, "7.20")), "Demand charge", Decimal("310.00"), Decimal("450.00"), 8
    ),
)  # fmt: skip
TARIFFS = (RESIDENTIAL, COMMERCIAL, HIGH_TENSION)

FEES = {
    "Meter test fee": Decimal("260.00"),
    "Reconnection fee": Decimal("350.00"),
    "Change of name fee": Decimal("120.00"),
}


@lru_cache(maxsize=20_000)
def price_bill(version: TariffVersion, kwh: int, load_kva: int) -> tuple[Line, ...]:
    """The lines of a month's bill; their sum is payable in whole units of money."""
    usage = Usage(kwh=Decimal(kwh), load_kva=Decimal(load_kva))
    return tuple(
        Line(line.kind, line.label, line.quantity, line.unit, line.price, line.amount)
        for line in price(_priced_by(version), usage).lines
    )


@lru_cache
def _priced_by(version: TariffVersion) -> PricedTariff:
    return read_tariff(_HEAD + _charges_text(version))


def bill_total(lines: tuple[Line, ...]) -> Decimal:
    """What the paper says."""
    return sum((line.amount for line in lines), ZERO)


def down_to_half(amount: Decimal) -> Decimal:
    """Down to the smallest coin."""
    return (amount / HALF).quantize(Decimal(1), ROUND_FLOOR) * HALF


def late_charge(total: Decimal) -> Decimal:
    """3.5 % of the bill, once, in whole coins."""
    return down_to_half(total * LATE_RATE)


def prompt_discount(lines: tuple[Line, ...]) -> Decimal:
    """2 % of the energy charges, in whole coins."""
    energy = sum((line.amount for line in lines if line.kind == "energy"), ZERO)
    return down_to_half(energy * PROMPT_RATE)


def source_text(tariff: Tariff, version: TariffVersion, valid_from: date) -> str:
    """The version as a tariff file."""
    head = f'code = "{tariff.code}"\nname = "{tariff.name}"\nclass = "{tariff.tariff_class}"\n'
    return f'{head}currency = "{CURRENCY}"\nvalid_from = {valid_from}\n{_charges_text(version)}'


_HEAD = f'code = "SAMPLE"\ncurrency = "{CURRENCY}"\n'


def _charges_text(version: TariffVersion) -> str:
    return f"""\
round_payable = {{ mode = "half up", step = 1 }}
payable_label = "Rounding to the nearest 1.00"
due = {{ days = {DUE_DAYS}, after = "issue" }}

[[charge]]
code = "energy"
{_energy_text(version)}

[[charge]]
code = "fixed"
label = "{version.load_label}"
form = "fixed"
amount = {version.load_price}
load_unit = "kVA"

[[charge]]
code = "rent"
label = "Meter rent"
form = "fixed"
kind = "rent"
amount = {version.rent}

[[charge]]
code = "duty"
label = "Electricity duty"
form = "levy"
kind = "duty"
percent = {version.duty}
of = ["energy"]

[[charge]]
code = "prompt"
label = "Paid early"
form = "prompt-discount"
percent = {PROMPT_RATE * 100}
of = ["energy"]
round = {{ mode = "down", step = {HALF} }}
days_after_issue = {DISCOUNT_DAYS}
when = {{ scheme = "PROMPT" }}

[[late]]
label = "{LATE_CAUSE}"
form = "percent once"
percent = {LATE_RATE * 100}
of = ["total"]
round = {{ mode = "down", step = {HALF} }}
"""


def _energy_text(version: TariffVersion) -> str:
    if len(version.blocks) == 1:
        return f'form = "flat"\nprice = {version.blocks[0].price}'
    rows = (
        f"  {{ {'' if block.upto is None else f'upto = {block.upto}, '}price = {block.price} }},\n"
        for block in version.blocks
    )
    return f'form = "telescopic"\nblocks = [\n{"".join(rows)}]'
