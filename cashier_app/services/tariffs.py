"""Tariffs as they are kept, and what a use would cost by one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from cashier_app.domain.errors import Refused
from cashier_app.domain.tariff_book import Glance, TariffFile, TariffKept
from cashier_app.domain.tariffs import (
    Priced,
    PricingRefused,
    Tariff,
    TariffRefused,
    Usage,
    Version,
    price,
    read_tariff,
)
from cashier_app.domain.tariffs.curve import KwhRange, Points, curve
from cashier_app.domain.tariffs.needs import needs_of
from cashier_app.services.imports.table import read_text
from cashier_app.services.office_ports import TariffGateway
from cashier_app.services.report_ports import ReportFiles

_POINTS = 200
_LEAST = Decimal(200)
LONGEST_TARIFF = 1_000_000
"""Bytes of a tariff file."""
_ORDINARY = Decimal(240)
"""kWh of thirty days, shared by the registers."""
_SHOWN = Decimal("1.6")
"""The curve goes on behind the use by this factor."""


@dataclass(frozen=True, slots=True)
class TryOut:
    """A use, its bill, and the bills of smaller and larger uses around it."""

    kwh: Decimal
    priced: Priced
    points: Points


class TariffService:
    """Used in the lane "reports". Nothing here changes a bill."""

    def __init__(self, gateway: TariffGateway, files: ReportFiles) -> None:
        self._gateway, self._files = gateway, files

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

    def look_at(self, path: Path) -> TariffFile:
        """What a file holds and what would be kept of it; nothing is changed.

        Raises Refused: file_unreadable, file_too_large, not_utf8, and what `take_in` raises.
        """
        text = read_text(path, LONGEST_TARIFF)
        try:
            tariff = read_tariff(text)
            versions = self._gateway.take_in(text, only_look=True)
        except TariffRefused as refused:
            return TariffFile(path.name, text, None, problems=refused.problems)
        glances = tuple(self._glance(tariff, version) for version in tariff.versions)
        return TariffFile(path.name, text, tariff, versions, glances=glances)

    def _glance(self, tariff: Tariff, version: Version) -> Glance | None:
        """Loads and maxima are one of their unit, further amounts nothing."""
        needs, first = needs_of(tariff), version.valid_from or date(2000, 1, 1)
        share = _ORDINARY / max(len(needs.registers), 1)
        usage = Usage(
            kwh=None if needs.registers else _ORDINARY,
            registers=tuple((name, share) for name in needs.registers),
            starts_on=first,
            ends_on=first + timedelta(days=29),
            months=Decimal(1),
            given=tuple((code, Decimal(0)) for code in needs.given),
        )
        ones: dict[str, Decimal | int] = dict.fromkeys(needs.measured, Decimal(1))
        if "phases" in ones:
            ones["phases"] = 1
        try:
            found = self.try_out(tariff, replace(usage, **ones))  # type: ignore[arg-type]
        except Refused:
            return None
        return Glance(found.kwh, found.priced.total, found.points)

    def take_in(self, file: TariffFile) -> TariffFile:
        """Keep what `look_at` showed: all of its versions or none. The same again changes nothing.

        Raises Refused: no_right, tariff_other_currency, tariff_without_day,
        tariff_in_billed_period.
        """
        return replace(file, versions=self._gateway.take_in(file.text))

    def export(self, code: str) -> Path:
        """All versions as one file; where it lies. Raises Refused: no_such_tariff, cannot_save."""
        return self._files.save_as(f"{code}.toml", self._gateway.text(code).encode())
