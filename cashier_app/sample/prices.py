"""The sample utility's tariffs and how its bills are priced from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from cashier_app.domain.money import ZERO

CENT = Decimal("0.01")
HALF = Decimal("0.5")
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
    energy = _energy_lines(version, kwh)
    base = sum((line.amount for line in energy), ZERO)
    load = _line(
        "fixed", f"{version.load_label}, {load_kva} kVA", load_kva, "kVA", version.load_price
    )
    duty = (base * version.duty / 100).quantize(CENT, ROUND_HALF_UP)
    lines = [
        *energy,
        load,
        Line("rent", "Meter rent", None, "", None, version.rent),
        Line("duty", f"Electricity duty, {version.duty} % of energy", None, "", None, duty),
    ]
    return tuple(lines + _rounding(lines))


def _energy_lines(version: TariffVersion, kwh: int) -> list[Line]:
    if len(version.blocks) == 1:
        price = version.blocks[0].price
        return [_line("energy", f"Energy, {kwh} kWh at {price}", kwh, "kWh", price)]
    lines: list[Line] = []
    start = 0
    for block in version.blocks:
        units = kwh - start if block.upto is None else min(kwh, block.upto) - start
        if units > 0 or start == 0:
            word = "first" if start == 0 else "next"
            label = f"Energy, {word} {units} kWh at {block.price}"
            lines.append(_line("energy", label, units, "kWh", block.price))
        start = block.upto or start
        if kwh <= start:
            break
    return lines


def _line(kind: str, label: str, quantity: int, unit: str, price: Decimal) -> Line:
    amount = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    return Line(kind, label, Decimal(quantity), unit, price, amount)


def _rounding(lines: list[Line]) -> list[Line]:
    """The difference to the nearest whole unit as a line of its own, when there is one."""
    exact = sum((line.amount for line in lines), ZERO)
    off = exact.quantize(Decimal(1), ROUND_HALF_UP) - exact
    return [Line("rounding", "Rounding to the nearest 1.00", None, "", None, off)] if off else []


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
    """The version as the text that people read and keep."""
    lines = [f'code = "{tariff.code}"', f'name = "{tariff.name}"', f"valid_from = {valid_from}"]
    for block in version.blocks:
        end = "" if block.upto is None else f", upto = {block.upto}"
        lines.append(f'[[energy.block]]\nprice = "{block.price}"{end}')
    lines.append(f'[load]\nlabel = "{version.load_label}"\nper_kva = "{version.load_price}"')
    lines.append(f'[rent]\nper_month = "{version.rent}"')
    lines.append(f'[duty]\npercent = {version.duty}\nof = ["energy"]')
    lines.append('[late]\nform = "percent once"\npercent = "3.5"\ngrace_days = 0')
    return "\n".join(lines) + "\n"
