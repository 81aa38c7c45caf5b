"""Tariffs as they are kept, and what a use would cost by one of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cashier_app.domain.errors import Refused
from cashier_app.domain.tariff_book import TariffKept
from cashier_app.domain.tariffs import Priced, PricingRefused, Tariff, Usage, price
from cashier_app.domain.tariffs.curve import KwhRange, Points, curve
from cashier_app.services.office_ports import TariffGateway

_POINTS = 200
_LEAST = Decimal(200)
_SHOWN = Decimal("1.6")
"""The curve goes on behind the use by this factor."""


@dataclass(frozen=True, slots=True)
class TryOut:
    """A use, its bill, and the bills of smaller and larger uses around it."""

    kwh: Decimal
    priced: Priced
    points: Points


class TariffService:
    """Read in the lane "reports". Nothing here changes a tariff or a bill."""

    def __init__(self, gateway: TariffGateway) -> None:
        self._gateway = gateway

    def kept(self) -> tuple[TariffKept, ...]:
        """Every tariff. Raises Refused, Busy or Unavailable."""
        return self._gateway.kept()

    def tariff(self, code: str) -> Tariff:
        """All versions of a tariff. Raises Refused(no_such_tariff), Busy or Unavailable."""
        return self._gateway.tariff(code)

    def try_out(self, tariff: Tariff, usage: Usage) -> TryOut:
        """What a use costs. Raises Refused(tariff_cannot_price) with the reason."""
        registers = sum((kwh for _, kwh in usage.registers), Decimal(0))
        kwh = registers if usage.kwh is None else usage.kwh
        high = max(_LEAST, Decimal(int(kwh * _SHOWN)))
        try:
            priced = price(tariff, usage)
            points = curve(tariff, usage, KwhRange(Decimal(0), high, high / _POINTS), _POINTS)
        except PricingRefused as refused:
            raise Refused("tariff_cannot_price", {"why": str(refused).rstrip(".")}) from refused
        return TryOut(kwh, priced, points)
