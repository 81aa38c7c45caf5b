"""Money as exact decimals: parsing what a person types, splitting, rounding, showing.

Amounts are `Decimal` in the currency's main unit, at most three decimals; the
database stores DECIMAL(18,3). No float ever enters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0")
THOUSANDTH = Decimal("0.001")
MAX_AMOUNT = Decimal("999999999999.999")

MINUS = "\u2212"

_GAP = r"[, \u00a0\u202f]"
_GROUPED = re.compile(
    rf"\d{{1,3}}(?P<gap>{_GAP})\d{{3}}((?P=gap)\d{{3}})*"
    rf"|\d{{1,2}}(?P<part>{_GAP})(\d{{2}}(?P=part))*\d{{3}}"
)
"""Thousands in groups of three, or as in India: twos, then a three."""
_PLAIN = re.compile(r"\d{1,30}(\.\d{0,30})?|\.\d{1,30}")
_DINAR_DECIMALS = 3


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

        Raises NotMoney for anything that is not a finite amount of this currency at or above
        zero, and for a comma that may be meant as a point: "12,50", and "1,250" where the
        currency has three decimals.
        """
        cleaned = text.strip()
        is_point_or_gap = cleaned.count(",") == 1 and "." not in cleaned
        if is_point_or_gap and self.decimals == _DINAR_DECIMALS:
            raise NotMoney(text)
        cleaned = ungrouped(cleaned)
        if not _PLAIN.fullmatch(cleaned):
            raise NotMoney(text)
        return self.exact(Decimal(cleaned))


def ungrouped(text: str) -> str:
    """`text` without the separators of its thousands, by commas or blanks.

    Raises NotMoney where they part no groups as people write them: "12,50", "1,0000", "1.5,00".
    """
    whole, point, part = text.partition(".")
    sign, digits = (whole[:1], whole[1:]) if whole[:1] in {"-", "+"} else ("", whole)
    if _GROUPED.fullmatch(digits):
        digits = re.sub(_GAP, "", digits)
    if "," in digits or "," in part:
        raise NotMoney(text)
    return f"{sign}{digits}{point}{part}"


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
