"""Money as exact decimals: parsing what a person types, splitting, rounding, showing.

Amounts are `Decimal` in the currency's main unit, at most three decimals; the
database stores DECIMAL(18,3). No float ever enters.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal("0")
THOUSANDTH = Decimal("0.001")
MAX_AMOUNT = Decimal("999999999999.999")

MINUS = "\u2212"


class NotMoney(ValueError):
    """The text or number is not an amount of this currency."""


@dataclass(frozen=True, slots=True)
class Currency:
    """The one currency of a database: ISO code, printed symbol and decimals (0 to 3)."""

    code: str
    symbol: str
    decimals: int
    grouping: str = "3"
    """"3" groups digits by thousands, "3;2" as in India (12,84,930.00)."""

    @property
    def unit(self) -> Decimal:
        """The smallest amount of this currency, for example 0.01."""
        return Decimal(1).scaleb(-self.decimals)

    def exact(self, amount: Decimal) -> Decimal:
        """`amount` at the currency's decimals; raises NotMoney if digits would be lost."""
        if not amount.is_finite() or abs(amount) > MAX_AMOUNT:
            raise NotMoney(str(amount))
        shown = amount.quantize(self.unit, rounding=ROUND_HALF_UP)
        if shown != amount:
            raise NotMoney(str(amount))
        return shown

    def show(self, amount: Decimal) -> str:
        """`amount` as people read it: grouped, all decimals, a true minus sign."""
        shown = amount.quantize(self.unit, rounding=ROUND_HALF_UP)
        whole, _, part = f"{abs(shown):f}".partition(".")
        text = _grouped(whole, self.grouping) + (f".{part}" if part else "")
        return f"{MINUS}{text}" if shown < 0 else text

    def show_short(self, amount: Decimal) -> str:
        """A face value: as `show`, without decimals when they are all zero ("500", "0.50")."""
        whole = amount == amount.to_integral_value()
        return _grouped(f"{amount:.0f}", self.grouping) if whole else self.show(amount)

    def parse(self, text: str) -> Decimal:
        """The amount a person typed; digits of any script, "," groups, "." decimals.

        Raises NotMoney for anything that is not a finite amount of this currency
        at or above zero.
        """
        cleaned = text.strip().replace(",", "").replace("\u00a0", "").replace(" ", "")
        if not cleaned or any(not (c.isdecimal() or c == ".") for c in cleaned):
            raise NotMoney(text)
        try:
            amount = Decimal(cleaned)
        except InvalidOperation:
            raise NotMoney(text) from None
        return self.exact(amount)


def _grouped(digits: str, grouping: str) -> str:
    first, *rest = (int(part) for part in grouping.split(";"))
    step = rest[0] if rest else first
    groups = [digits[-first:]]
    digits = digits[:-first]
    while digits:
        groups.append(digits[-step:])
        digits = digits[:-step]
    return ",".join(reversed(groups))


def round_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """`amount` rounded half up to a multiple of `step`; unchanged when step is 0."""
    if step == 0:
        return amount
    return (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def thousandths(amount: Decimal) -> int:
    """`amount` as an integer count of the smallest stored unit (1/1000)."""
    scaled = amount.scaleb(3)
    whole = int(scaled)
    if whole != scaled:
        raise NotMoney(str(amount))
    return whole
